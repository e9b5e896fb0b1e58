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
    /// Decertify an assister.
    DecertifyAssister: Writes "decertify_assister" { ResourceManager => Yes }
    /// Recertify a decertified assister.
    RecertifyAssister: Writes "recertify_assister" { ResourceManager => Yes }
}
