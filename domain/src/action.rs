//! Everything anyone can do to a consumer's data, to a book or to the roster. One word list for
//! permission (`access.rs`), audit event and the reason a button is shown.

use crate::people::words;

words! {
    /// One thing a person does. A new action does not compile until `access::permit` decides it for
    /// every basis.
    Action {
        /// See the consumer's overview: /home, or NAME for the assister.
        ReadConsumer = "read_consumer",
        /// See one's assister and the history of associations.
        ReadAssociation = "read_association",
        /// Look an assister up by reference number, to authorize them.
        FindAssister = "find_assister",
        /// Read the authorization statement before agreeing.
        ReadStatement = "read_statement",
        /// Agree: create an association, or replace the present one.
        AuthorizeAssister = "authorize_assister",
        /// End the association.
        EndAssociation = "end_association",
        /// Read the receipt of an authorization.
        ReadReceipt = "read_receipt",
        /// Start an application, or resume the draft at the last saved page.
        OpenApplication = "open_application",
        /// Read the application, page by page.
        ReadApplication = "read_application",
        /// Save one page of a draft.
        SaveApplication = "save_application",
        /// Show a social security number in full.
        ShowSocialSecurityNumber = "show_social_security_number",
        /// Record that the consumer reviewed the application.
        RecordReview = "record_review",
        /// Sign and submit the application.
        SubmitApplication = "submit_application",
        /// Read the initial determination.
        ReadDetermination = "read_determination",
        /// Read what became of the application after the initial determination.
        ReadCaseStatus = "read_case_status",
        /// Correct an error or report a change after submission.
        ChangeSubmitted = "change_submitted",
        /// See plans and prices.
        ReadPlans = "read_plans",
        /// Put a plan into the cart, or take it out.
        ChoosePlan = "choose_plan",
        /// Sign an enrollment.
        Enroll = "enroll",
        /// Read enrollments.
        ReadCoverage = "read_coverage",
        /// Read notices, their count or their titles.
        ReadNotices = "read_notices",
        /// Read who did what: the activity page.
        ReadActivity = "read_activity",
        /// List the consumers of one's own book.
        ListBook = "list_book",
        /// See one's own assister profile and credentials.
        ReadOwnProfile = "read_own_profile",
        /// List assister accounts.
        ListAssisters = "list_assisters",
        /// Read one assister account with its history.
        ReadAssister = "read_assister",
        /// Create an assister account and invite the assister.
        CreateAssister = "create_assister",
        /// Send a new invitation.
        ResendInvitation = "resend_invitation",
        /// Suspend an assister.
        SuspendAssister = "suspend_assister",
        /// Reinstate a suspended assister.
        ReinstateAssister = "reinstate_assister",
        /// Decertify an assister.
        DecertifyAssister = "decertify_assister",
        /// Recertify a decertified assister.
        RecertifyAssister = "recertify_assister",
    }
}

impl Action {
    /// Whether the action only reads. Reads share an audit commit; writes are recorded in their own
    /// transaction.
    pub fn only_reads(self) -> bool {
        use Action::*;
        match self {
            ReadConsumer
            | ReadAssociation
            | FindAssister
            | ReadStatement
            | ReadReceipt
            | ReadApplication
            | ShowSocialSecurityNumber
            | ReadDetermination
            | ReadCaseStatus
            | ReadPlans
            | ReadCoverage
            | ReadNotices
            | ReadActivity
            | ListBook
            | ReadOwnProfile
            | ListAssisters
            | ReadAssister => true,
            AuthorizeAssister | EndAssociation | OpenApplication | SaveApplication | RecordReview
            | SubmitApplication | ChangeSubmitted | ChoosePlan | Enroll | CreateAssister
            | ResendInvitation | SuspendAssister | ReinstateAssister | DecertifyAssister
            | RecertifyAssister => false,
        }
    }

    /// What was done, in plain words after a name: "Bo Lind opened the application."
    pub fn in_words(self) -> &'static str {
        use Action::*;
        match self {
            ReadConsumer => "opened the overview",
            ReadAssociation => "looked at the assister page",
            FindAssister => "looked up an assister",
            ReadStatement => "read the authorization statement",
            AuthorizeAssister => "authorized an assister",
            EndAssociation => "removed the assister",
            ReadReceipt => "opened an authorization receipt",
            OpenApplication => "started or resumed the application",
            ReadApplication => "opened a page of the application",
            SaveApplication => "saved a page of the application",
            ShowSocialSecurityNumber => "showed a Social Security number in full",
            RecordReview => "recorded that the consumer reviewed the application",
            SubmitApplication => "signed and submitted the application",
            ReadDetermination => "looked at the results",
            ReadCaseStatus => "asked for the case status",
            ChangeSubmitted => "asked to change a submitted application",
            ReadPlans => "looked at plans and prices",
            ChoosePlan => "put a plan into the cart",
            Enroll => "signed an enrollment",
            ReadCoverage => "looked at the coverage",
            ReadNotices => "opened the notices",
            ReadActivity => "looked at the activity page",
            ListBook => "listed their consumers",
            ReadOwnProfile => "looked at their own profile",
            ListAssisters => "listed assister accounts",
            ReadAssister => "opened an assister account",
            CreateAssister => "created an assister account",
            ResendInvitation => "sent a new invitation",
            SuspendAssister => "suspended an assister",
            ReinstateAssister => "reinstated an assister",
            DecertifyAssister => "decertified an assister",
            RecertifyAssister => "recertified an assister",
        }
    }
}
