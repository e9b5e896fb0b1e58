//! Every refusal code of rules.md, with its rule, its kind (which becomes the HTTP status) and its words
//! for the page: what happened and what to do next. The phone number is added by the page.

/// How a refusal is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 401: not signed in.
    NotSignedIn,
    /// 403: known, but not allowed.
    NotAllowed,
    /// 404: the record's existence is itself private.
    NotFound,
    /// 409: versions or duplicates collide.
    Conflict,
    /// 422: wrong state or invalid input.
    Unprocessable,
    /// 429: too many.
    TooMany,
}

macro_rules! refusals {
    ($($(#[$meta:meta])* $name:ident: $kind:ident, $code:literal, $rule:literal, $words:literal;)+) => {
        /// A named refusal.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
        pub enum Refusal { $($(#[$meta])* #[error($words)] $name),+ }
        impl Refusal {
            /// Every refusal.
            pub const ALL: &[Refusal] = &[$(Refusal::$name),+];
            /// The code of rules.md, for problem documents and tests.
            pub fn code(self) -> &'static str { match self { $(Refusal::$name => $code),+ } }
            /// The rule that refuses.
            pub fn rule(self) -> &'static str { match self { $(Refusal::$name => $rule),+ } }
            /// How it is answered.
            pub fn kind(self) -> Kind { match self { $(Refusal::$name => Kind::$kind),+ } }
        }
    };
}

refusals! {
    /// ASSOC-2.
    AssisterNotFound: NotFound, "assister.not_found", "ASSOC-2",
        "We found no assister with this number. Check the number with your assister and try again.";
    /// ASSOC-4.
    StatementChanged: Unprocessable, "association.statement_changed", "ASSOC-4",
        "The authorization statement has changed since you opened it. Please read the new one and agree again.";
    /// ASSOC-5: there is no assister to remove.
    NoAssociation: Unprocessable, "association.none", "ASSOC-7", "You have no assister now. There is nothing to remove.";
    /// ASSOC-10.
    TooManyLookUps: TooMany, "assister.too_many_look_ups", "ASSOC-10",
        "You have looked up many numbers in a short time. Wait an hour and try again, or call us.";
    /// ASSOC-13.
    ConsumerFrozen: NotAllowed, "consumer.frozen", "ASSOC-13",
        "The consumer has frozen this account. Only they can act until they unfreeze it.";
    /// ACT-6.
    ReviewMissing: Unprocessable, "application.review_missing", "ACT-6",
        "Before you submit, record that the consumer reviewed the application as it is now.";
    /// ACT-12.
    AlreadySubmitted: Unprocessable, "application.submitted", "ACT-12",
        "This application was submitted. It cannot be changed here.";
    /// APP-1.
    ApplicationExists: Conflict, "application.exists", "APP-1",
        "There is already a submitted application for this year. Changes go through the service desk.";
    /// APP-2.
    ApplicationIncomplete: Unprocessable, "application.incomplete", "APP-2",
        "Some answers are missing. The review page lists each of them.";
    /// APP-8.
    PersonTwice: Unprocessable, "application.person_twice", "APP-8",
        "One person stands twice in this application. The review page names both.";
    /// APP-4.
    SignatureMismatch: Unprocessable, "application.signature", "APP-4",
        "Type the full name exactly as shown, and agree to the rights and responsibilities.";
    /// CERT-3.
    RegistrationCodeInvalid: Unprocessable, "assister.registration_code", "CERT-3",
        "This registration code is not valid. It may have been used, or be older than 7 days. Ask for a new invitation.";
    /// CERT-4.
    EmailTaken: Conflict, "account.email_taken", "CERT-4", "There is already an assister with this e-mail address.";
    /// CERT-4.
    NpnTaken: Conflict, "assister.npn_taken", "CERT-4", "There is already an active broker with this NPN.";
    /// CERT-5.
    IllegalTransition: Unprocessable, "assister.illegal_transition", "CERT-5",
        "The account is not in a state that allows this. Reload the page to see where it stands.";
    /// CERT-5.
    ReasonMissing: Unprocessable, "assister.reason_missing", "CERT-5", "Say why. The reason is kept with the account's history.";
    /// CERT-6.
    RoleConflict: Unprocessable, "assister.role_conflict", "CERT-6",
        "This person already has an account of the other kind. One person cannot be broker and navigator or counselor at once.";
    /// ENR-1.
    WindowClosed: Unprocessable, "enrollment.window_closed", "ENR-1",
        "Enrollment is not open today. You can enroll in open enrollment, or within 60 days of certain life events.";
    /// ENR-1.
    NotEligibleForPlan: Unprocessable, "enrollment.not_eligible", "ENR-1",
        "The results do not allow a marketplace plan for one of the people chosen.";
    /// ENR-4.
    CreditOutOfRange: Unprocessable, "enrollment.credit_out_of_range", "ENR-4",
        "The tax credit must lie between $0 and the most you can use for this plan.";
    /// ENR-4.
    VariantNotAllowed: Unprocessable, "enrollment.variant_not_allowed", "ENR-4",
        "This plan is not offered to the people chosen. Choose a plan from the list.";
    /// ENR-3.
    CartEmpty: Unprocessable, "enrollment.cart_empty", "ENR-3", "No plan is chosen yet. Choose one first.";
    /// ENR-5.
    EnrollmentExists: Conflict, "enrollment.exists", "ENR-5", "One of the people chosen is already enrolled in a plan for this year. Call us to change to another plan.";
    /// ENR-2.
    OutsidePlanYear: Unprocessable, "enrollment.outside_plan_year", "ENR-2",
        "Coverage chosen today would not start in this plan year. Choose a plan of the next year.";
    /// ENR-3.
    EnrollmentUnsigned: Unprocessable, "enrollment.signature", "ENR-3",
        "Nothing is enrolled until it is signed. Type the full name, and agree to the text.";
    /// ENR-3: the step does not exist from where the enrollment is.
    EnrollmentState: Conflict, "enrollment.state", "ENR-3",
        "The enrollment is not in a state that allows this. Reload the page to see where it stands.";
    /// ENR-3.
    EndOutsideCoverage: Unprocessable, "enrollment.end_date", "ENR-3",
        "Coverage can end on a day between its first day and the end of its year.";
    /// ID-1.
    UsernameTaken: Conflict, "account.username_taken", "ID-1", "This username is taken. Choose another one.";
    /// ID-4: the same words for unknown and known users.
    SignInFailed: Unprocessable, "sign_in.failed", "ID-4", "The username or the password is not right. Check both and try again.";
    /// ID-4.
    TooManySignIns: TooMany, "sign_in.too_many", "ID-4", "There were many failed sign-ins. Wait a few minutes and try again, or sign in with the browser that you used before. If it goes on, call us.";
    /// ID-1: said only to whoever proved that the address is theirs.
    AccountExists: Conflict, "account.exists", "ID-1", "You already have an account with this e-mail address. Sign in to it.";
    /// ID-4.
    TooManyMails: TooMany, "account.too_many_mails", "ID-4", "We have sent several codes in a short time. Look for them in your mail, also in the spam folder, or wait some minutes and try again.";
    /// ID-2.
    CodeWrong: Unprocessable, "sign_in.code", "ID-2", "This code is not right. Enter the code that your app shows now.";
    /// ID-1.
    EmailCodeWrong: Unprocessable, "account.email_code", "ID-1", "This code is not right or has expired. Ask for a new one.";
    /// B6: so that estimates stay open to everybody.
    TooManyEstimates: TooMany, "what_if.too_many", "B6",
        "Many estimates were asked for in a short time. Wait a minute and try again.";
    /// APP-6.
    FormKeyReused: Unprocessable, "form.key_reused", "APP-6", "This form was already sent with other answers. Reload the page and check.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_used_once() {
        let codes: std::collections::HashSet<_> = Refusal::ALL.iter().map(|r| r.code()).collect();
        assert_eq!(codes.len(), Refusal::ALL.len());
    }
}
