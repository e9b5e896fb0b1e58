//! Why something cannot be done, and how staff find what happened.

use crate::{Text, Words};
use domain::{access::Denial, certification::Missing, form::Fault, limits::Limit, refusal::Refusal};

/// Why a page cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// It does not exist, or is not open to the reader.
    NotFound,
    /// The same of a consumer for whom an assister asked.
    ConsumerNotFound,
    /// Nobody is signed in.
    NotSignedIn,
    /// Another site may have sent the form.
    Forged,
    /// What was sent or asked for cannot be read.
    Unreadable(Unreadable),
    /// No such request at this address.
    NotPossible,
    /// Too much was sent.
    TooLarge,
    /// The portal cannot do it for the moment.
    TooBusy,
    /// A fault of the portal.
    Failure,
    /// The reader may not.
    Denied(Denial),
    /// A rule refused.
    Refused(Refusal),
    /// Some answers are wrong.
    Answers(Vec<Fault>),
    /// Somebody saved the page in between.
    Stale,
}

/// What in an address or a form cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// The request as a whole.
    Request,
    /// There is no form.
    NoForm,
    /// The query of the address; with the name of what is wrong, where that is known.
    Address(Option<String>),
    /// What the address asks for is none of what there is: its name in the address.
    Choice(&'static str),
    /// The form's field of this name is no number.
    Number(&'static str),
    /// The form's field of this name does not say what to do.
    Step(&'static str),
    /// The form's field of this name holds what no text can hold.
    Text(String),
    /// The name of the form's field at this place, from 1, is no text.
    Name(usize),
}

/// What an error page says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The heading.
    pub title: Text,
    /// What happened.
    pub what: Text,
    /// What to do next.
    pub next: Text,
    /// What is missing, which answers are wrong: a line each.
    pub details: Vec<Text>,
}

impl Told {
    fn new(title: Text, what: Text, next: Text) -> Self {
        Self { title, what, next, details: Vec::new() }
    }
}

impl Words {
    /// What the page of a problem says.
    pub fn problem(self, problem: &Problem) -> Told {
        match problem {
            Problem::NotFound => Told::new(
                self.problem_not_found_title(),
                self.problem_not_found(),
                self.problem_not_found_next(),
            ),
            Problem::ConsumerNotFound => {
                Told { next: self.problem_consumer_not_found_next(), ..self.problem(&Problem::NotFound) }
            }
            Problem::NotSignedIn => {
                Told::new(self.problem_sign_in_title(), self.problem_sign_in(), self.problem_sign_in_next())
            }
            Problem::Forged => {
                Told::new(self.problem_forged_title(), self.problem_forged(), self.problem_forged_next())
            }
            Problem::Unreadable(what) => Told::new(
                self.problem_unreadable_title(),
                self.unreadable(what),
                self.problem_unreadable_next(),
            ),
            Problem::NotPossible => Told::new(
                self.problem_not_possible_title(),
                self.problem_not_possible(),
                self.problem_not_possible_next(),
            ),
            Problem::TooLarge => Told::new(
                self.problem_too_large_title(),
                self.problem_too_large(),
                self.problem_too_large_next(),
            ),
            Problem::TooBusy => Told::new(
                self.problem_too_busy_title(),
                self.problem_too_busy(),
                self.problem_too_busy_next(),
            ),
            Problem::Failure => {
                Told::new(self.problem_failure_title(), self.problem_failure(), self.problem_failure_next())
            }
            Problem::Denied(denial) => self.denial(denial),
            Problem::Refused(refusal) => {
                Told::new(self.problem_refused_title(), self.refusal(*refusal), self.problem_refused_next())
            }
            Problem::Answers(faults) => Told {
                details: faults
                    .iter()
                    .map(|fault| self.form_problem_at(&fault.field, self.wrong(&fault.wrong)))
                    .collect(),
                ..Told::new(self.problem_answers_title(), self.problem_answers(), self.problem_answers_next())
            },
            Problem::Stale => {
                Told::new(self.problem_stale_title(), self.problem_stale(), self.problem_stale_next())
            }
        }
    }

    fn denial(self, denial: &Denial) -> Told {
        let limit = |what, next| Told::new(self.limit_title(), what, next);
        match denial {
            Denial::NoBasis | Denial::Limit(Limit::NoticesHidden) => self.problem(&Problem::NotFound),
            Denial::NotThisRole => Told::new(
                self.problem_other_role_title(),
                self.problem_other_role(),
                self.problem_other_role_next(),
            ),
            Denial::ConfirmAgain => Told::new(
                self.step_up_title(),
                self.problem_confirm_again(),
                self.problem_confirm_again_next(),
            ),
            Denial::ConsumerOnly => limit(self.problem_consumer_only(), self.problem_consumer_only_next()),
            Denial::NotCertified(missing) => Told {
                details: missing.iter().map(|missing| self.missing_credential(*missing)).collect(),
                ..Told::new(self.not_certified_title(), self.not_certified(), self.not_certified_next())
            },
            Denial::Limit(Limit::FinancialAssistanceOnly) => {
                limit(self.limit_financial_assistance_only(), self.limit_financial_assistance_only_next())
            }
            Denial::Limit(Limit::InitialStatusOnly) => {
                limit(self.limit_initial_status_only(), self.limit_initial_status_only_next())
            }
            Denial::Limit(Limit::DisassociationByDesk) => {
                limit(self.limit_disassociation_by_desk(), self.limit_disassociation_by_desk_next())
            }
            Denial::Limit(Limit::NoChangeAfterSubmission) => {
                limit(self.limit_no_change_after_submission(), self.limit_no_change_after_submission_next())
            }
        }
    }

    fn unreadable(self, what: &Unreadable) -> Text {
        match what {
            Unreadable::Request => self.unreadable_request(),
            Unreadable::NoForm => self.unreadable_no_form(),
            Unreadable::Address(None) => self.unreadable_address(),
            Unreadable::Address(Some(name)) => self.unreadable_address_part(name),
            Unreadable::Choice(name) => self.unreadable_choice(name),
            Unreadable::Number(name) => self.unreadable_number(name),
            Unreadable::Step(name) => self.unreadable_step(name),
            Unreadable::Text(name) => self.unreadable_text(name),
            Unreadable::Name(number) => self.unreadable_name(*number),
        }
    }

    /// What is missing before an assister may act (CERT-1).
    pub fn missing_credential(self, missing: Missing) -> Text {
        match missing {
            Missing::Activation => self.missing_activation(),
            Missing::Suspended => self.missing_suspended(),
            Missing::Decertified => self.missing_decertified(),
            Missing::Certification => self.missing_certification(),
            Missing::Training => self.missing_training(),
            Missing::Assessment => self.missing_assessment(),
            Missing::Contract => self.missing_contract(),
            Missing::AgencyApproval => self.missing_agency_approval(),
            Missing::Agency => self.missing_agency(),
            Missing::License => self.missing_license(),
        }
    }

    /// The line on an error page by which staff find what happened; what is empty is left out.
    pub fn error_trace(self, code: &str, rule: &str, request: &str) -> Text {
        match (rule, request) {
            ("", "") => self.error_note(code),
            (rule, "") => self.error_note_rule(code, rule),
            ("", request) => self.error_note_request(code, request),
            (rule, request) => self.error_note_whole(code, rule, request),
        }
    }
}

/// The sentence of each refusal: a table, complete because it compiles.
macro_rules! refusals {
    ($($refusal:ident => $sentence:ident,)+) => {
        impl Words {
            /// What a rule says when it refuses.
            pub fn refusal(self, refusal: Refusal) -> Text {
                match refusal { $(Refusal::$refusal => self.$sentence(),)+ }
            }
        }
    };
}

refusals! {
    AssisterNotFound => refusal_assister_not_found,
    StatementChanged => refusal_statement_changed,
    NoAssociation => refusal_no_association,
    TooManyLookUps => refusal_too_many_look_ups,
    ConsumerFrozen => refusal_consumer_frozen,
    ReviewMissing => refusal_review_missing,
    AlreadySubmitted => refusal_already_submitted,
    ApplicationExists => refusal_application_exists,
    ApplicationIncomplete => refusal_application_incomplete,
    PersonTwice => refusal_person_twice,
    SignatureMismatch => refusal_signature_mismatch,
    RegistrationCodeInvalid => refusal_registration_code_invalid,
    EmailTaken => refusal_email_taken,
    NpnTaken => refusal_npn_taken,
    AccountIdle => refusal_account_idle,
    SecondPersonMissing => refusal_second_person,
    RecordChanged => refusal_record_changed,
    RosterMoved => refusal_roster_moved,
    NothingToChange => refusal_nothing_to_change,
    AgencyNameTaken => refusal_agency_name_taken,
    AgencyStepRefused => refusal_agency_step_refused,
    NoApprovalOfBrokers => refusal_no_approval_of_brokers,
    RequestAnswered => refusal_request_answered,
    TooManyOpenRequests => refusal_too_many_open_requests,
    TransferImpossible => refusal_transfer_impossible,
    NoAgency => refusal_no_agency,
    AdministratorState => refusal_administrator_state,
    AgenciesDiffer => refusal_agencies_differ,
    IllegalTransition => refusal_illegal_transition,
    ReasonMissing => refusal_reason_missing,
    RoleConflict => refusal_role_conflict,
    UserNameTaken => refusal_user_name_taken,
    StoppedByPerson => refusal_stopped_by_person,
    TokenNameTaken => refusal_token_name_taken,
    TokenRevoked => refusal_token_revoked,
    AgencyCertified => refusal_agency_certified,
    FileNotAgain => refusal_file_not_again,
    AnswerSettled => refusal_answer_settled,
    NoCaseToChange => refusal_no_case_to_change,
    TooManyProofs => refusal_too_many_proofs,
    ChangeOpen => refusal_change_open,
    WindowClosed => refusal_window_closed,
    NotEligibleForPlan => refusal_not_eligible_for_plan,
    CreditOutOfRange => refusal_credit_out_of_range,
    VariantNotAllowed => refusal_variant_not_allowed,
    CartEmpty => refusal_cart_empty,
    EnrollmentExists => refusal_enrollment_exists,
    OutsidePlanYear => refusal_outside_plan_year,
    EnrollmentUnsigned => refusal_enrollment_unsigned,
    EnrollmentState => refusal_enrollment_state,
    YearOver => refusal_year_over,
    CoveredElsewhere => refusal_covered_elsewhere,
    EndOutsideCoverage => refusal_end_outside_coverage,
    UsernameTaken => refusal_username_taken,
    SignInFailed => refusal_sign_in_failed,
    TooManySignIns => refusal_too_many_sign_ins,
    AccountExists => refusal_account_exists,
    TooManyMails => refusal_too_many_mails,
    TooManyUsernames => refusal_too_many_usernames,
    CodeWrong => refusal_code_wrong,
    ConfirmationWrong => refusal_confirmation_wrong,
    PasswordWrong => refusal_password_wrong,
    PasskeyRefused => refusal_passkey_refused,
    PasskeyGone => refusal_passkey_gone,
    TooManyPasskeys => refusal_too_many_passkeys,
    NoPasskeysHere => refusal_no_passkeys_here,
    SecondFactorKept => refusal_second_factor_kept,
    SecondFactorGone => refusal_second_factor_gone,
    NameKept => refusal_name_kept,
    SessionEnded => refusal_session_ended,
    EmailCodeWrong => refusal_email_code_wrong,
    NoFactorToReset => refusal_no_factor_to_reset,
    ResetOver => refusal_reset_over,
    ProviderRefused => refusal_provider_refused,
    ProviderDown => refusal_provider_down,
    ProviderAlone => refusal_provider_alone,
    ProviderOneFactor => refusal_provider_one_factor,
    ProviderLinkOver => refusal_provider_link_over,
    ProviderAddressDiffers => refusal_provider_address_differs,
    ProviderLinkTaken => refusal_provider_link_taken,
    ProviderLinkKept => refusal_provider_link_kept,
    RequestLapsed => refusal_request_lapsed,
    TooManyRequests => refusal_too_many_requests,
    TooManyPages => refusal_too_many_pages,
    TooManyEstimates => refusal_too_many_estimates,
    FormKeyReused => refusal_form_key_reused,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(problem: Problem) -> Told {
        Words::default().problem(&problem)
    }

    #[test]
    fn an_error_page_says_what_happened_and_what_to_do_next() {
        let told = told(Problem::Refused(Refusal::CartEmpty));
        assert_eq!(told.title, "This did not go through");
        assert_eq!(told.what, "No plan is chosen yet. Choose one first.");
        assert_eq!(told.next, "Go back and try again, or call us.");
        assert!(told.details.is_empty());
    }

    #[test]
    fn only_an_assister_who_asked_for_a_consumer_is_told_of_removal() {
        let (page, consumer) = (told(Problem::NotFound), told(Problem::ConsumerNotFound));
        assert!(!page.next.contains("removed") && consumer.next.contains("may have removed you"));
        assert_eq!((page.title, page.what), (consumer.title, consumer.what));
        // Hidden notices do not exist for an assister (ACT-10).
        let hidden = told(Problem::Denied(Denial::Limit(Limit::NoticesHidden)));
        assert_eq!(hidden, told(Problem::NotFound));
    }

    #[test]
    fn what_is_missing_stands_in_lines_of_its_own_cert_1() {
        let told = told(Problem::Denied(Denial::NotCertified(Missing::ALL.to_vec())));
        assert_eq!(told.details.len(), Missing::ALL.len());
        assert_eq!(told.details[3], "The certification is not in force today.");
    }

    #[test]
    fn every_refusal_has_its_own_sentences() {
        let said: std::collections::HashSet<_> =
            Refusal::ALL.iter().map(|refusal| Words::default().refusal(*refusal)).collect();
        assert_eq!(said.len(), Refusal::ALL.len());
        assert!(said.iter().all(|said| said.ends_with('.')));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let said = |what| told(Problem::Unreadable(what)).what;
        assert_eq!(
            said(Unreadable::Text("name".to_owned())),
            "The field \"name\" holds a character that no text has."
        );
        assert_eq!(said(Unreadable::Name(2)), "The field 2 of the form has a name that is no text.");
        assert_eq!(
            said(Unreadable::Choice("stage")),
            "The address asks for something that does not exist (stage)."
        );
    }
}
