//! What agencies and assisters ask of the exchange about accounts, because only the exchange may do it (CERT-2, CERT-9).

use crate::people::words;

words! {
    /// What is asked.
    RequestKind {
        /// An agency: an account for somebody new.
        Add = "add",
        /// An agency: an assister of another agency is to belong to it.
        Transfer = "transfer",
        /// An agency: somebody has left it.
        Leave = "leave",
        /// An agency: something in the account of one of its staff is wrong.
        Correct = "correct",
        /// An assister: other public details.
        Profile = "profile",
    }
}

words! {
    /// Where a request stands.
    RequestState {
        /// It waits for a resource manager.
        Open = "open",
        /// What was asked is done.
        Done = "done",
        /// It was declined, with a reason.
        Declined = "declined",
        /// Whoever asked took it back before it was answered.
        TakenBack = "taken_back",
    }
}

impl RequestKind {
    /// What an agency asks about one of its own staff.
    pub const ABOUT_STAFF: [Self; 2] = [Self::Correct, Self::Leave];

    /// Whether accepting it changes the account by itself. What is asked otherwise, a resource manager does on the
    /// account's own page first.
    pub fn changes_account(self) -> bool {
        match self {
            Self::Transfer | Self::Profile => true,
            Self::Add | Self::Leave | Self::Correct => false,
        }
    }
}
