//! What can be done to an assister's own list of consumers, and who may.

use crate::access::Verdict::Yes;

crate::actions! {
    /// One thing that is done to a book.
    Action by Basis {
        /// An assister in their own book, certified today (CERT-1).
        OwnBook = "own_book" "Own book",
    }

    /// List the consumers of one's own book.
    ListBook: Reads "list_book" "listed their consumers" { OwnBook => Yes }
    /// See one's own assister profile and credentials.
    ReadOwnProfile: Reads "read_own_profile" "looked at their own profile" { OwnBook => Yes }
}
