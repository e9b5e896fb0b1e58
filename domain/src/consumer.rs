//! What can be done to one consumer's data, and why somebody may.

use crate::{access::Verdict::*, limits::Limit::*};

crate::actions! {
    /// One thing that is done to a consumer's data.
    Action by Basis {
        /// A consumer in their own account.
        OwnAccount = "own_account" "Own account",
        /// An assister with an active association to this consumer, certified today (ACT-1).
        Association = "association" "Association",
    }

    /// See the consumer's overview.
    ReadConsumer: Reads "read_consumer" "opened the overview" { OwnAccount | Association => Yes }
    /// See one's first page; the activity on it is the consumer's own (B3).
    ReadHome: Reads "read_home" "opened the first page" { OwnAccount => Yes, Association => ConsumerOnly }
    /// See one's assister and the history of associations.
    ReadAssociation: Reads "read_association" "looked at the assister page" {
        OwnAccount => Yes, Association => ConsumerOnly,
    }
    /// Look an assister up by reference number, to authorize them.
    FindAssister: Reads "find_assister" "looked up an assister" { OwnAccount => Yes, Association => ConsumerOnly }
    /// Read the authorization statement before agreeing: that it was shown is kept (ASSOC-4).
    ReadStatement: Writes "read_statement" "read the authorization statement" {
        OwnAccount => Yes, Association => ConsumerOnly,
    }
    /// Agree: create an association, or replace the present one. Only the consumer's own act does (ASSOC-1).
    AuthorizeAssister: Writes "authorize_assister" "authorized an assister" {
        OwnAccount => Yes, Association => ConsumerOnly,
    }
    /// End the association.
    EndAssociation: Writes "end_association" "removed the assister" {
        OwnAccount => Yes, Association => Limited(DisassociationByDesk, &ConsumerOnly),
    }
    /// Read the receipt of an authorization.
    ReadReceipt: Reads "read_receipt" "opened an authorization receipt" {
        OwnAccount => Yes, Association => ConsumerOnly,
    }
    /// Start an application, or resume the draft at the last saved page (ACT-5).
    OpenApplication: Writes "open_application" "started or resumed the application" {
        OwnAccount | Association => Yes,
    }
    /// Read the application, page by page.
    ReadApplication: Reads "read_application" "opened a page of the application" {
        OwnAccount | Association => Yes,
    }
    /// Save one page of a draft.
    SaveApplication: Writes "save_application" "saved a page of the application" {
        OwnAccount | Association => Yes,
    }
    /// Show a social security number in full (ACT-13).
    ShowSocialSecurityNumber: Reads "show_social_security_number" "showed a Social Security number in full" {
        OwnAccount | Association => Yes,
    }
    /// Record that the consumer reviewed the application: only an assister does (ACT-6).
    RecordReview: Writes "record_review" "recorded that the consumer reviewed the application" {
        OwnAccount => NotThisRole, Association => Yes,
    }
    /// Say that one did not review the application, though an assister recorded it (ACT-6).
    DisputeReview: Writes "dispute_review" "said that they did not review the application" {
        OwnAccount => Yes, Association => ConsumerOnly,
    }
    /// Sign and submit the application.
    SubmitApplication: Writes "submit_application" "signed and submitted the application" {
        OwnAccount | Association => Yes,
    }
    /// Read the initial determination.
    ReadDetermination: Reads "read_determination" "looked at the results" { OwnAccount | Association => Yes }
    /// Read what became of the application after the initial determination.
    ReadCaseStatus: Reads "read_case_status" "asked for the case status" {
        OwnAccount => Yes, Association => Limited(InitialStatusOnly, &Yes),
    }
    /// Correct an error or report a change after submission: read-only for everyone (ACT-12).
    ChangeSubmitted: Writes "change_submitted" "asked to change a submitted application" {
        OwnAccount | Association => Limited(NoChangeAfterSubmission, &Yes),
    }
    /// See plans and prices.
    ReadPlans: Reads "read_plans" "looked at plans and prices" { OwnAccount | Association => Yes }
    /// Put a plan into the cart, or take it out.
    ChoosePlan: Writes "choose_plan" "put a plan into the cart" { OwnAccount | Association => Yes }
    /// Sign an enrollment.
    Enroll: Writes "enroll" "signed an enrollment" { OwnAccount | Association => Yes }
    /// Read enrollments.
    ReadCoverage: Reads "read_coverage" "looked at the coverage" { OwnAccount | Association => Yes }
    /// Read notices, their count or their titles (ACT-10).
    ReadNotices: Reads "read_notices" "opened the notices" {
        OwnAccount => Yes, Association => Limited(NoticesHidden, &Yes),
    }
    /// Read who did what: the activity page.
    ReadActivity: Reads "read_activity" "looked at the activity page" {
        OwnAccount => Yes, Association => ConsumerOnly,
    }
}
