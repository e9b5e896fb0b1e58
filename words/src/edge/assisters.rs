//! What states and steps of assister accounts choose.

use super::chooses;
use domain::certification::{AccountState, Step};

chooses! {
    AccountState {
        Invited = "invited",
        Active = "active",
        Suspended = "suspended",
        Decertified = "decertified",
    }
    Step {
        Create = "create",
        Invite = "invite",
        Activate = "activate",
        Suspend = "suspend",
        Reinstate = "reinstate",
        Decertify = "decertify",
        Recertify = "recertify",
    }
}
