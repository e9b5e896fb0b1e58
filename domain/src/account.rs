//! What can be done to an account by the person whose it is, whatever their role (ID-1 to ID-3): the settings. All that
//! changes how one signs in or is reached needs a sign-in or step-up no older than five minutes.

use crate::access::Verdict::Yes;

crate::actions! {
    /// One thing that somebody does to their own account.
    Action by Basis {
        /// The person whose account it is.
        OwnAccount = "own_account",
    }

    /// See one's own settings: name, address, ways to sign in, sessions.
    ReadSettings: Reads "read_settings" { OwnAccount => Yes }
    /// Say again who one is: a step-up (ID-3).
    StepUp: Writes "step_up" { OwnAccount => Yes }
    /// Change one's own name.
    ChangeName: Writes "change_name" within 5 { OwnAccount => Yes }
    /// Ask for another e-mail address: a code goes to it (ID-1).
    AskNewEmail: Writes "ask_new_email" within 5 { OwnAccount => Yes }
    /// Confirm the other e-mail address with its code: it counts from now on.
    ConfirmNewEmail: Writes "confirm_new_email" within 5 { OwnAccount => Yes }
    /// Change one's own password: all other sessions end (ID-1, ID-3).
    ChangePassword: Writes "change_password" within 5 { OwnAccount => Yes }
    /// See the key of a new second factor.
    ReadNewFactor: Reads "read_new_second_factor" within 5 { OwnAccount => Yes }
    /// Set up a second factor, or another one in place of the first (ID-2).
    SetUpFactor: Writes "set_up_second_factor" within 5 { OwnAccount => Yes }
    /// Remove the app with the codes, but not the last second factor of an assister or staff member (ID-2).
    RemoveFactor: Writes "remove_second_factor" within 5 { OwnAccount => Yes }
    /// See what a browser needs to make a passkey.
    ReadNewPasskey: Reads "read_new_passkey" within 5 { OwnAccount => Yes }
    /// Add a passkey (ID-1, ID-2).
    AddPasskey: Writes "add_passkey" within 5 { OwnAccount => Yes }
    /// Remove a passkey, but not the last second factor of an assister or staff member (ID-2).
    RemovePasskey: Writes "remove_passkey" within 5 { OwnAccount => Yes }
    /// Make new recovery codes: the earlier ones mean nothing any more.
    RenewRecoveryCodes: Writes "renew_recovery_codes" within 5 { OwnAccount => Yes }
    /// Link one's account with who one is at the state's identity provider (ID-1).
    LinkProvider: Writes "link_provider" within 5 { OwnAccount => Yes }
    /// Remove that link: one signs in here alone.
    UnlinkProvider: Writes "unlink_provider" within 5 { OwnAccount => Yes }
    /// End one's sessions on other devices (ID-3).
    EndSessions: Writes "end_sessions" within 5 { OwnAccount => Yes }
}
