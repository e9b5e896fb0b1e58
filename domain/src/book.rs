//! An assister's own list of consumers: what can be done to it, and who may; and where each consumer on it
//! stands: how far the application is, the initial determination, and the enrollment. L2 by shape: there is
//! no field for a later status (ACT-9).

use crate::{access::Verdict::Yes, people::words};

crate::actions! {
    /// One thing that is done to a book.
    Action by Basis {
        /// An assister in their own book, certified today (CERT-1).
        OwnBook = "own_book",
    }

    /// List the consumers of one's own book.
    ListBook: Reads "list_book" { OwnBook => Yes }
    /// See what one invites people with (ASSOC-11).
    ReadInvitation: Reads "read_invitation" { OwnBook => Yes }
    /// Ask one person by e-mail to authorize one (ASSOC-12): it creates nothing.
    RequestAuthorization: Writes "request_authorization" { OwnBook => Yes }
}

words! {
    /// Where a consumer stands in the work; the filters of the list.
    Stage {
        /// No application yet.
        NotStarted = "not_started",
        /// A draft waits.
        InProgress = "in_progress",
        /// Submitted, nothing enrolled.
        Submitted = "submitted",
        /// Enrolled in a QHP.
        Enrolled = "enrolled",
        /// The association ended.
        Ended = "ended",
    }
}
