//! What can be done to the roster of assister accounts, and who may (CERT-2, CERT-5): resource managers, and the
//! identity systems for which they made a token. The roster holds no consumer.

use crate::access::Verdict::{NotThisRole, Yes};

crate::actions! {
    /// One thing that is done to the roster.
    Action by Basis {
        /// A resource manager.
        ResourceManager = "resource_manager",
        /// An identity system whose token may write (SCIM): it makes, corrects, stops and closes, and never certifies.
        ScimToken = "scim_token",
        /// An identity system whose token may only read.
        ScimReader = "scim_reader",
    }

    /// List assister accounts.
    ListAssisters: Reads "list_assisters" { ResourceManager | ScimToken | ScimReader => Yes }
    /// Read one assister account with its history.
    ReadAssister: Reads "read_assister" { ResourceManager | ScimToken | ScimReader => Yes }
    /// Create an assister account and invite the assister.
    CreateAssister: Writes "create_assister" { ResourceManager | ScimToken => Yes, ScimReader => NotThisRole }
    /// Send a new invitation.
    ResendInvitation: Writes "resend_invitation" { ResourceManager | ScimToken => Yes, ScimReader => NotThisRole }
    /// Suspend an assister.
    SuspendAssister: Writes "suspend_assister" within 5 { ResourceManager | ScimToken => Yes, ScimReader => NotThisRole }
    /// Reinstate a suspended assister.
    ReinstateAssister: Writes "reinstate_assister" within 5 { ResourceManager | ScimToken => Yes, ScimReader => NotThisRole }
    /// Decline that an assister who was suspended for cause is reinstated, or withdraw the wish.
    DropReinstatement: Writes "drop_reinstatement" within 5 { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// Decertify an assister.
    DecertifyAssister: Writes "decertify_assister" within 5 { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// Recertify a decertified assister.
    RecertifyAssister: Writes "recertify_assister" within 5 { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// Close an account for another one of the same person.
    MergeAssisters: Writes "merge_assisters" within 5 { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// Record that a carrier appointed a broker, or ended it.
    RecordAppointment: Writes "record_appointment" { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// Open an account again that was closed because nobody used it.
    OpenAssister: Writes "open_assister" within 5 { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// Give leave to set up another second factor in the place of one that was lost.
    ResetSecondFactor: Writes "reset_second_factor" within 5 { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// Give a colleague of the exchange's staff leave to set up another second factor in the place of one that was lost.
    ResetStaffFactor: Writes "reset_staff_factor" within 5 { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// End all sessions of an assister.
    EndAssisterSessions: Writes "end_assister_sessions" within 5 { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// Withdraw an invitation that was not used.
    WithdrawInvitation: Writes "withdraw_invitation" { ResourceManager | ScimToken => Yes, ScimReader => NotThisRole }
    /// Correct what is known of an assister.
    CorrectAssister: Writes "correct_assister" within 5 { ResourceManager | ScimToken => Yes, ScimReader => NotThisRole }
    /// Change the dates of an assister's certification, license and approvals.
    RenewAssister: Writes "renew_assister" within 5 { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// List agencies.
    ListAgencies: Reads "list_agencies" { ResourceManager | ScimToken | ScimReader => Yes }
    /// Read one agency with its assisters and its history.
    ReadAgency: Reads "read_agency" { ResourceManager | ScimToken | ScimReader => Yes }
    /// Create an agency.
    CreateAgency: Writes "create_agency" { ResourceManager | ScimToken => Yes, ScimReader => NotThisRole }
    /// Correct an agency: its name, its contract, whom to talk to.
    CorrectAgency: Writes "correct_agency" within 5 { ResourceManager | ScimToken => Yes, ScimReader => NotThisRole }
    /// Certify an agency.
    CertifyAgency: Writes "certify_agency" within 5 { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// Suspend an agency, and with it all its assisters.
    SuspendAgency: Writes "suspend_agency" within 5 { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// Reinstate a suspended agency.
    ReinstateAgency: Writes "reinstate_agency" within 5 { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// Merge an agency into another, with all its assisters.
    MergeAgencies: Writes "merge_agencies" within 5 { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// Invite somebody to be an agency's administrator.
    InviteAdministrator: Writes "invite_administrator" within 5 { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// End the access of an agency's administrator.
    EndAdministrator: Writes "end_administrator" within 5 { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// Give an agency's administrator access again.
    RestoreAdministrator: Writes "restore_administrator" within 5 { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// Give an agency's administrator leave to set up another second factor in the place of one that was lost.
    ResetAdministratorsFactor: Writes "reset_administrators_factor" within 5 { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// End all sessions of an agency's administrator.
    EndAdministratorSessions: Writes "end_administrator_sessions" within 5 { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// Read what agencies and assisters ask of the exchange.
    ReadRequests: Reads "read_requests" { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// Answer a request of an agency or an assister.
    AnswerRequest: Writes "answer_request" within 5 { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// See what is still missing before the exchange can open.
    ReadSetup: Reads "read_setup" { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// Close an assister's account: the invitation is withdrawn, or the certification.
    CloseAssister: Writes "close_assister" within 5 { ResourceManager | ScimToken => Yes, ScimReader => NotThisRole }
    /// Remove an agency that was never certified.
    RemoveAgency: Writes "remove_agency" within 5 { ResourceManager | ScimToken => Yes, ScimReader => NotThisRole }
    /// List the tokens of identity systems.
    ListTokens: Reads "list_tokens" { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// Make a token for an identity system.
    CreateToken: Writes "create_token" within 5 { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// Revoke a token.
    RevokeToken: Writes "revoke_token" within 5 { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// Take a roster file in, to look at what it would change.
    TakeRosterFile: Writes "take_roster_file" { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// Look at what a roster file would change, and at what it changed.
    ReadRosterFile: Reads "read_roster_file" { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// Apply the changes of a roster file (CERT-2).
    ApplyRosterFile: Writes "apply_roster_file" within 5 { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// See the files that went to carriers, and what they answered.
    ReadCarrierFiles: Reads "read_carrier_files" { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// Send a file to a carrier again.
    SendFileAgain: Writes "send_file_again" { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// Settle what a carrier answered and what could not be carried out.
    SettleAnswer: Writes "settle_answer" { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
    /// Write every account into a roster file.
    ExportRoster: Reads "export_roster" within 5 { ResourceManager => Yes, ScimToken | ScimReader => NotThisRole }
}
