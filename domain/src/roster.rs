//! What can be done to the roster of assister accounts, and who may (CERT-2, CERT-5). The roster holds no consumer.

use crate::access::Verdict::Yes;

crate::actions! {
    /// One thing that is done to the roster.
    Action by Basis {
        /// A resource manager.
        ResourceManager = "resource_manager",
    }

    /// List assister accounts.
    ListAssisters: Reads "list_assisters" { ResourceManager => Yes }
    /// Read one assister account with its history.
    ReadAssister: Reads "read_assister" { ResourceManager => Yes }
    /// Create an assister account and invite the assister.
    CreateAssister: Writes "create_assister" { ResourceManager => Yes }
    /// Send a new invitation.
    ResendInvitation: Writes "resend_invitation" { ResourceManager => Yes }
    /// Suspend an assister.
    SuspendAssister: Writes "suspend_assister" { ResourceManager => Yes }
    /// Reinstate a suspended assister.
    ReinstateAssister: Writes "reinstate_assister" { ResourceManager => Yes }
    /// Decline that an assister who was suspended for cause is reinstated, or withdraw the wish.
    DropReinstatement: Writes "drop_reinstatement" { ResourceManager => Yes }
    /// Decertify an assister.
    DecertifyAssister: Writes "decertify_assister" { ResourceManager => Yes }
    /// Recertify a decertified assister.
    RecertifyAssister: Writes "recertify_assister" { ResourceManager => Yes }
    /// Close an account for another one of the same person.
    MergeAssisters: Writes "merge_assisters" { ResourceManager => Yes }
    /// Record that a carrier appointed a broker, or ended it.
    RecordAppointment: Writes "record_appointment" { ResourceManager => Yes }
    /// Open an account again that was closed because nobody used it.
    OpenAssister: Writes "open_assister" { ResourceManager => Yes }
    /// Withdraw an invitation that was not used.
    WithdrawInvitation: Writes "withdraw_invitation" { ResourceManager => Yes }
    /// Correct what is known of an assister.
    CorrectAssister: Writes "correct_assister" { ResourceManager => Yes }
    /// Change the dates of an assister's certification, license and approvals.
    RenewAssister: Writes "renew_assister" { ResourceManager => Yes }
    /// List agencies.
    ListAgencies: Reads "list_agencies" { ResourceManager => Yes }
    /// Read one agency with its assisters and its history.
    ReadAgency: Reads "read_agency" { ResourceManager => Yes }
    /// Create an agency.
    CreateAgency: Writes "create_agency" { ResourceManager => Yes }
    /// Correct an agency: its name, its contract, whom to talk to.
    CorrectAgency: Writes "correct_agency" { ResourceManager => Yes }
    /// Certify an agency.
    CertifyAgency: Writes "certify_agency" { ResourceManager => Yes }
    /// Suspend an agency, and with it all its assisters.
    SuspendAgency: Writes "suspend_agency" { ResourceManager => Yes }
    /// Reinstate a suspended agency.
    ReinstateAgency: Writes "reinstate_agency" { ResourceManager => Yes }
    /// Merge an agency into another, with all its assisters.
    MergeAgencies: Writes "merge_agencies" { ResourceManager => Yes }
    /// Invite somebody to be an agency's administrator.
    InviteAdministrator: Writes "invite_administrator" { ResourceManager => Yes }
    /// End the access of an agency's administrator.
    EndAdministrator: Writes "end_administrator" { ResourceManager => Yes }
    /// Give an agency's administrator access again.
    RestoreAdministrator: Writes "restore_administrator" { ResourceManager => Yes }
    /// Read what agencies and assisters ask of the exchange.
    ReadRequests: Reads "read_requests" { ResourceManager => Yes }
    /// Answer a request of an agency or an assister.
    AnswerRequest: Writes "answer_request" { ResourceManager => Yes }
    /// See what is still missing before the exchange can open.
    ReadSetup: Reads "read_setup" { ResourceManager => Yes }
}
