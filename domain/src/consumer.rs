//! What can be done to one consumer's data, and why somebody may.

use crate::{access::Verdict::*, limits::Limit::*};

crate::actions! {
    /// One thing that is done to a consumer's data.
    Action by Basis {
        /// A consumer in their own account.
        OwnAccount = "own_account",
        /// An assister with an active association to this consumer, certified today (ACT-1).
        Association = "association",
        /// Staff of the exchange: resource managers and service desk agents. But for what a row grants them, no consumer
        /// exists for them.
        Exchange = "exchange",
    }

    /// See the consumer's overview.
    ReadConsumer: Reads "read_consumer" { OwnAccount | Association => Yes, Exchange => NoBasis }
    /// See one's first page; the activity on it is the consumer's own (B3).
    ReadHome: Reads "read_home" { OwnAccount => Yes, Association => ConsumerOnly, Exchange => NoBasis }
    /// See one's assister and the history of associations.
    ReadAssociation: Reads "read_association" {
        OwnAccount => Yes, Association => ConsumerOnly, Exchange => NoBasis,
    }
    /// Look an assister up by reference number, to authorize them.
    FindAssister: Reads "find_assister" { OwnAccount => Yes, Association => ConsumerOnly, Exchange => NoBasis }
    /// Read the authorization statement before agreeing: that it was shown is kept (ASSOC-4).
    ReadStatement: Writes "read_statement" {
        OwnAccount => Yes, Association => ConsumerOnly, Exchange => NoBasis,
    }
    /// Agree: create an association, or replace the present one. Only the consumer's own act does (ASSOC-1).
    AuthorizeAssister: Writes "authorize_assister" within 20 {
        OwnAccount => Yes, Association => ConsumerOnly, Exchange => NoBasis,
    }
    /// Decline an assister's request to be authorized (ASSOC-12).
    DeclineRequest: Writes "decline_request" {
        OwnAccount => Yes, Association => ConsumerOnly, Exchange => NoBasis,
    }
    /// End the association.
    EndAssociation: Writes "end_association" {
        OwnAccount => Yes, Association => Limited(DisassociationByDesk, &ConsumerOnly), Exchange => NoBasis,
    }
    /// Read the receipt of an authorization.
    ReadReceipt: Reads "read_receipt" {
        OwnAccount => Yes, Association => ConsumerOnly, Exchange => NoBasis,
    }
    /// Start an application, or resume the draft at the last saved page (ACT-5).
    OpenApplication: Writes "open_application" {
        OwnAccount | Association => Yes, Exchange => NoBasis,
    }
    /// Read the application, page by page.
    ReadApplication: Reads "read_application" {
        OwnAccount | Association => Yes, Exchange => NoBasis,
    }
    /// Save one page of a draft.
    SaveApplication: Writes "save_application" {
        OwnAccount | Association => Yes, Exchange => NoBasis,
    }
    /// Show a social security number in full (ACT-13).
    ShowSocialSecurityNumber: Reads "show_social_security_number" {
        OwnAccount | Association => Yes, Exchange => NoBasis,
    }
    /// Record that the consumer reviewed the application: only an assister does (ACT-6).
    RecordReview: Writes "record_review" {
        OwnAccount => NotThisRole, Association => Yes, Exchange => NoBasis,
    }
    /// Say that one did not review the application, though an assister recorded it (ACT-6).
    DisputeReview: Writes "dispute_review" {
        OwnAccount => Yes, Association => ConsumerOnly, Exchange => NoBasis,
    }
    /// Sign and submit the application.
    SubmitApplication: Writes "submit_application" {
        OwnAccount | Association => Yes, Exchange => NoBasis,
    }
    /// Read the initial determination.
    ReadDetermination: Reads "read_determination" { OwnAccount | Association => Yes, Exchange => NoBasis }
    /// Read what became of the application after the initial determination.
    ReadCaseStatus: Reads "read_case_status" {
        OwnAccount => Yes, Association => Limited(InitialStatusOnly, &Yes), Exchange => NoBasis,
    }
    /// Correct an error or report a change after submission: read-only for everyone (ACT-12).
    ChangeSubmitted: Writes "change_submitted" {
        OwnAccount | Association => Limited(NoChangeAfterSubmission, &Yes), Exchange => NoBasis,
    }
    /// See which changes one can tell the exchange of, and those that were told.
    ReadChanges: Reads "read_changes" {
        OwnAccount => Yes, Association => Limited(NoChangeAfterSubmission, &ConsumerOnly), Exchange => NoBasis,
    }
    /// Tell of something that happened: a dated version of the case begins, to be filled in and signed.
    TellEvent: Writes "tell_event" {
        OwnAccount => Yes, Association => Limited(NoChangeAfterSubmission, &ConsumerOnly), Exchange => NoBasis,
    }
    /// Throw a change away that was not signed.
    DropChange: Writes "drop_change" {
        OwnAccount => Yes, Association => Limited(NoChangeAfterSubmission, &ConsumerOnly), Exchange => NoBasis,
    }
    /// Send a file that shows what happened.
    AddProof: Writes "add_proof" {
        OwnAccount => Yes, Association => Limited(NoChangeAfterSubmission, &ConsumerOnly), Exchange => NoBasis,
    }
    /// Take such a file back as a download.
    ReadProof: Reads "read_proof" {
        OwnAccount => Yes, Association => Limited(NoChangeAfterSubmission, &ConsumerOnly), Exchange => NoBasis,
    }
    /// See plans and prices.
    ReadPlans: Reads "read_plans" { OwnAccount | Association => Yes, Exchange => NoBasis }
    /// Put a plan into the cart, or take it out.
    ChoosePlan: Writes "choose_plan" { OwnAccount | Association => Yes, Exchange => NoBasis }
    /// Sign an enrollment.
    Enroll: Writes "enroll" { OwnAccount | Association => Yes, Exchange => NoBasis }
    /// See what ending one's coverage would do: nobody ends it for a consumer (ACT-12).
    ReadEnding: Reads "read_ending" {
        OwnAccount => Yes, Association => Limited(NoChangeAfterSubmission, &ConsumerOnly), Exchange => NoBasis,
    }
    /// End one's coverage: before it begins, or on a last day.
    EndCoverage: Writes "end_coverage" {
        OwnAccount => Yes, Association => Limited(NoChangeAfterSubmission, &ConsumerOnly), Exchange => NoBasis,
    }
    /// See coverage that was ended, to give it back: staff of the exchange alone, by its policy number.
    ReadReinstatement: Reads "read_reinstatement" {
        OwnAccount | Association => NotThisRole, Exchange => Yes,
    }
    /// Give coverage back that was ended: staff of the exchange, never an assister (ACT-12).
    ReinstateCoverage: Writes "reinstate_coverage" within 5 {
        OwnAccount | Association => NotThisRole, Exchange => Yes,
    }
    /// Go on with an enrollment into the next year, because nobody chose another plan; or tell why it cannot. The exchange does,
    /// in a run (45 CFR 155.335).
    RenewCoverage: Writes "renew_coverage" {
        OwnAccount | Association => NotThisRole, Exchange => Yes,
    }
    /// Read enrollments.
    ReadCoverage: Reads "read_coverage" { OwnAccount | Association => Yes, Exchange => NoBasis }
    /// Read notices, their count or their titles (ACT-10).
    ReadNotices: Reads "read_notices" {
        OwnAccount => Yes, Association => Limited(NoticesHidden, &Yes), Exchange => NoBasis,
    }
    /// Read who did what: the activity page.
    ReadActivity: Reads "read_activity" {
        OwnAccount => Yes, Association => ConsumerOnly, Exchange => NoBasis,
    }
    /// Take all of the activity along as a file.
    ExportActivity: Reads "export_activity" within 5 {
        OwnAccount => Yes, Association => ConsumerOnly, Exchange => NoBasis,
    }
    /// Give leave to set up another second factor in the place of one that was lost: staff of the exchange, never an
    /// assister (gate 2).
    GiveFactorBack: Writes "give_factor_back" within 5 {
        OwnAccount | Association => NotThisRole, Exchange => Yes,
    }
}
