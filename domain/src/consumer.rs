//! What can be done to one consumer's data, and why somebody may.

use crate::{access::Verdict::*, limits::Limit::*};

crate::actions! {
    /// One thing that is done to a consumer's data.
    Action by Basis {
        /// A consumer in their own account.
        OwnAccount = "own_account",
        /// An assister with an active association to this consumer, certified today (ACT-1).
        Association = "association",
    }

    /// See the consumer's overview.
    ReadConsumer: Reads "read_consumer" { OwnAccount | Association => Yes }
    /// See one's first page; the activity on it is the consumer's own (B3).
    ReadHome: Reads "read_home" { OwnAccount => Yes, Association => ConsumerOnly }
    /// See one's assister and the history of associations.
    ReadAssociation: Reads "read_association" {
        OwnAccount => Yes, Association => ConsumerOnly,
    }
    /// Look an assister up by reference number, to authorize them.
    FindAssister: Reads "find_assister" { OwnAccount => Yes, Association => ConsumerOnly }
    /// Read the authorization statement before agreeing: that it was shown is kept (ASSOC-4).
    ReadStatement: Writes "read_statement" {
        OwnAccount => Yes, Association => ConsumerOnly,
    }
    /// Agree: create an association, or replace the present one. Only the consumer's own act does (ASSOC-1).
    AuthorizeAssister: Writes "authorize_assister" within 20 {
        OwnAccount => Yes, Association => ConsumerOnly,
    }
    /// Decline an assister's request to be authorized (ASSOC-12).
    DeclineRequest: Writes "decline_request" {
        OwnAccount => Yes, Association => ConsumerOnly,
    }
    /// End the association.
    EndAssociation: Writes "end_association" {
        OwnAccount => Yes, Association => Limited(DisassociationByDesk, &ConsumerOnly),
    }
    /// Read the receipt of an authorization.
    ReadReceipt: Reads "read_receipt" {
        OwnAccount => Yes, Association => ConsumerOnly,
    }
    /// Start an application, or resume the draft at the last saved page (ACT-5).
    OpenApplication: Writes "open_application" {
        OwnAccount | Association => Yes,
    }
    /// Read the application, page by page.
    ReadApplication: Reads "read_application" {
        OwnAccount | Association => Yes,
    }
    /// Save one page of a draft.
    SaveApplication: Writes "save_application" {
        OwnAccount | Association => Yes,
    }
    /// Show a social security number in full (ACT-13).
    ShowSocialSecurityNumber: Reads "show_social_security_number" {
        OwnAccount | Association => Yes,
    }
    /// Record that the consumer reviewed the application: only an assister does (ACT-6).
    RecordReview: Writes "record_review" {
        OwnAccount => NotThisRole, Association => Yes,
    }
    /// Say that one did not review the application, though an assister recorded it (ACT-6).
    DisputeReview: Writes "dispute_review" {
        OwnAccount => Yes, Association => ConsumerOnly,
    }
    /// Sign and submit the application.
    SubmitApplication: Writes "submit_application" {
        OwnAccount | Association => Yes,
    }
    /// Read the initial determination.
    ReadDetermination: Reads "read_determination" { OwnAccount | Association => Yes }
    /// Read what became of the application after the initial determination.
    ReadCaseStatus: Reads "read_case_status" {
        OwnAccount => Yes, Association => Limited(InitialStatusOnly, &Yes),
    }
    /// Correct an error or report a change after submission: read-only for everyone (ACT-12).
    ChangeSubmitted: Writes "change_submitted" {
        OwnAccount | Association => Limited(NoChangeAfterSubmission, &Yes),
    }
    /// See plans and prices.
    ReadPlans: Reads "read_plans" { OwnAccount | Association => Yes }
    /// Put a plan into the cart, or take it out.
    ChoosePlan: Writes "choose_plan" { OwnAccount | Association => Yes }
    /// Sign an enrollment.
    Enroll: Writes "enroll" { OwnAccount | Association => Yes }
    /// Read enrollments.
    ReadCoverage: Reads "read_coverage" { OwnAccount | Association => Yes }
    /// Read notices, their count or their titles (ACT-10).
    ReadNotices: Reads "read_notices" {
        OwnAccount => Yes, Association => Limited(NoticesHidden, &Yes),
    }
    /// Read who did what: the activity page.
    ReadActivity: Reads "read_activity" {
        OwnAccount => Yes, Association => ConsumerOnly,
    }
    /// Take all of the activity along as a file.
    ExportActivity: Reads "export_activity" within 5 {
        OwnAccount => Yes, Association => ConsumerOnly,
    }
}
