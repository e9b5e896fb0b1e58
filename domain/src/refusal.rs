//! Every refusal code of rules.md, with its rule and its kind, which becomes the HTTP status. What a person reads
//! of it stands in words/en/refusals.ftl: what happened and what to do next. The phone number is added by the page.

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
    ($($(#[$meta:meta])* $name:ident: $kind:ident, $code:literal, $rule:literal;)+) => {
        /// A named refusal.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
        pub enum Refusal { $($(#[$meta])* #[error($code)] $name),+ }
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
    AssisterNotFound: NotFound, "assister.not_found", "ASSOC-2";
    /// ASSOC-4.
    StatementChanged: Unprocessable, "association.statement_changed", "ASSOC-4";
    /// ASSOC-5: there is no assister to remove.
    NoAssociation: Unprocessable, "association.none", "ASSOC-7";
    /// ASSOC-10.
    TooManyLookUps: TooMany, "assister.too_many_look_ups", "ASSOC-10";
    /// ASSOC-12: it lapsed or was answered.
    RequestLapsed: Unprocessable, "request.lapsed", "ASSOC-12";
    /// ASSOC-12.
    TooManyRequests: TooMany, "request.too_many", "ASSOC-12";
    /// ASSOC-13.
    ConsumerFrozen: NotAllowed, "consumer.frozen", "ASSOC-13";
    /// ACT-6.
    ReviewMissing: Unprocessable, "application.review_missing", "ACT-6";
    /// ACT-12.
    AlreadySubmitted: Unprocessable, "application.submitted", "ACT-12";
    /// APP-1.
    ApplicationExists: Conflict, "application.exists", "APP-1";
    /// APP-2.
    ApplicationIncomplete: Unprocessable, "application.incomplete", "APP-2";
    /// APP-8.
    PersonTwice: Unprocessable, "application.person_twice", "APP-8";
    /// APP-4.
    SignatureMismatch: Unprocessable, "application.signature", "APP-4";
    /// CERT-3.
    RegistrationCodeInvalid: Unprocessable, "assister.registration_code", "CERT-3";
    /// CERT-4.
    EmailTaken: Conflict, "account.email_taken", "CERT-4";
    /// CERT-4.
    NpnTaken: Conflict, "assister.npn_taken", "CERT-4";
    /// CERT-5.
    IllegalTransition: Unprocessable, "assister.illegal_transition", "CERT-5";
    /// CERT-5.
    ReasonMissing: Unprocessable, "assister.reason_missing", "CERT-5";
    /// CERT-4: an identity system calls somebody else by this name.
    UserNameTaken: Conflict, "assister.user_name_taken", "CERT-4";
    /// CERT-5: what a person stopped, only a person starts again.
    StoppedByPerson: NotAllowed, "assister.stopped_by_person", "CERT-5";
    /// CERT-6.
    RoleConflict: Unprocessable, "assister.role_conflict", "CERT-6";
    /// CERT-8: an account that nobody used for long.
    AccountIdle: Unprocessable, "assister.idle", "CERT-8";
    /// CERT-9: whoever was suspended for cause is reinstated by two resource managers.
    SecondPersonMissing: Unprocessable, "assister.second_person", "CERT-9";
    /// CERT-9: somebody else changed the record since it was read.
    RecordChanged: Conflict, "roster.changed", "CERT-9";
    /// CERT-9: what was sent is what is stored.
    NothingToChange: Unprocessable, "roster.unchanged", "CERT-9";
    /// CERT-9.
    AgencyNameTaken: Conflict, "agency.name_taken", "CERT-9";
    /// CERT-9: the step does not exist from where the agency is.
    AgencyStepRefused: Unprocessable, "agency.illegal_step", "CERT-9";
    /// CERT-9: an agency that the exchange certified is no identity system's to remove.
    AgencyCertified: NotAllowed, "agency.certified", "CERT-9";
    /// CERT-9: only agencies of one kind are merged, and never one with itself.
    AgenciesDiffer: Unprocessable, "agency.cannot_merge", "CERT-9";
    /// CERT-2: the roster moved since a file was looked at.
    RosterMoved: Conflict, "roster_file.moved", "CERT-2";
    /// CERT-1: a broker acts on the own license, which no agency approves.
    NoApprovalOfBrokers: Unprocessable, "agency.no_approval", "CERT-1";
    /// CERT-9: what was asked of the exchange was answered, or withdrawn.
    RequestAnswered: Conflict, "roster.answered", "CERT-9";
    /// CERT-9: so many requests of one agency wait that one more helps nobody.
    TooManyOpenRequests: Unprocessable, "roster.too_many_open", "CERT-9";
    /// CERT-9: whoever is named cannot be found, or is of another kind than the agency's assisters.
    TransferImpossible: Unprocessable, "roster.no_transfer", "CERT-9";
    /// CERT-9: an agency's administrator whose account belongs to no agency.
    NoAgency: NotAllowed, "agency.none", "CERT-9";
    /// CERT-9: the access of an administrator was ended, or given, before.
    AdministratorState: Unprocessable, "agency.administrator", "CERT-9";
    /// ID-3: a token that is good has this name.
    TokenNameTaken: Conflict, "token.name_taken", "ID-3";
    /// ID-3: it means nothing any more.
    TokenRevoked: Unprocessable, "token.revoked", "ID-3";
    /// ENR-7: the carrier has the file, or it goes again already.
    FileNotAgain: Unprocessable, "carrier.not_again", "ENR-7";
    /// ENR-7: somebody settled it before.
    AnswerSettled: Conflict, "carrier.settled", "ENR-7";
    /// ENR-1: nothing was submitted for the year that could change.
    NoCaseToChange: Unprocessable, "change.no_case", "ENR-1";
    /// ENR-1: so many files of one change are enough.
    TooManyProofs: Unprocessable, "change.too_many_proofs", "ENR-1";
    /// ENR-1: another change waits to be signed.
    ChangeOpen: Conflict, "change.open", "ENR-1";
    /// ENR-1.
    WindowClosed: Unprocessable, "enrollment.window_closed", "ENR-1";
    /// ENR-1.
    NotEligibleForPlan: Unprocessable, "enrollment.not_eligible", "ENR-1";
    /// ENR-4.
    CreditOutOfRange: Unprocessable, "enrollment.credit_out_of_range", "ENR-4";
    /// ENR-4.
    VariantNotAllowed: Unprocessable, "enrollment.variant_not_allowed", "ENR-4";
    /// ENR-3.
    CartEmpty: Unprocessable, "enrollment.cart_empty", "ENR-3";
    /// ENR-5.
    EnrollmentExists: Conflict, "enrollment.exists", "ENR-5";
    /// ENR-2.
    OutsidePlanYear: Unprocessable, "enrollment.outside_plan_year", "ENR-2";
    /// ENR-3.
    EnrollmentUnsigned: Unprocessable, "enrollment.signature", "ENR-3";
    /// ENR-3: the step does not exist from where the enrollment is.
    EnrollmentState: Conflict, "enrollment.state", "ENR-3";
    /// ENR-3: coverage comes back within its year alone.
    YearOver: Conflict, "enrollment.year_over", "ENR-3";
    /// ENR-5: who would be covered again is in another plan on some of those days.
    CoveredElsewhere: Conflict, "enrollment.covered_elsewhere", "ENR-5";
    /// ENR-3.
    EndOutsideCoverage: Unprocessable, "enrollment.end_date", "ENR-3";
    /// ID-1.
    UsernameTaken: Conflict, "account.username_taken", "ID-1";
    /// ID-4: the same words for unknown and known users.
    SignInFailed: Unprocessable, "sign_in.failed", "ID-4";
    /// ID-4.
    TooManySignIns: TooMany, "sign_in.too_many", "ID-4";
    /// ID-1: said only to whoever proved that the address is theirs.
    AccountExists: Conflict, "account.exists", "ID-1";
    /// ID-4.
    TooManyMails: TooMany, "account.too_many_mails", "ID-4";
    /// ID-4: so that nobody collects usernames.
    TooManyUsernames: TooMany, "account.too_many_usernames", "ID-4";
    /// ID-2.
    CodeWrong: Unprocessable, "sign_in.code", "ID-2";
    /// ID-4: the password or the code with which somebody confirms who they are; which of the two is not said.
    ConfirmationWrong: Unprocessable, "session.confirmation", "ID-4";
    /// ID-1: the password that is to be changed.
    PasswordWrong: Unprocessable, "account.password", "ID-1";
    /// ID-2: assisters and staff keep a second factor.
    SecondFactorKept: NotAllowed, "account.second_factor_kept", "ID-2";
    /// ID-2: whatever is wrong with the answer of a passkey; which of it is not said.
    PasskeyRefused: Unprocessable, "sign_in.passkey", "ID-2";
    /// ID-2: it was removed meanwhile.
    PasskeyGone: Conflict, "account.passkey_gone", "ID-2";
    /// ID-2: an account has so many.
    TooManyPasskeys: Unprocessable, "account.too_many_passkeys", "ID-2";
    /// ID-1: the portal's address, or how it was built, allows none.
    NoPasskeysHere: Unprocessable, "account.no_passkeys_here", "ID-1";
    /// ID-2: there is none, or the new one was begun too long ago.
    SecondFactorGone: Conflict, "account.second_factor_gone", "ID-2";
    /// CERT-9: the exchange keeps the names of assisters and staff.
    NameKept: NotAllowed, "account.name_kept", "CERT-9";
    /// ID-3: the session had ended.
    SessionEnded: Conflict, "session.ended", "ID-3";
    /// ID-1.
    EmailCodeWrong: Unprocessable, "account.email_code", "ID-1";
    /// ID-1: late, used, of another browser, or its account was closed meanwhile; the same words for all.
    ResetOver: Unprocessable, "account.reset_over", "ID-1";
    /// ID-2: there is none, or leave to set up another one was given already.
    NoFactorToReset: Conflict, "account.no_factor_to_reset", "ID-2";
    /// ID-1: whatever is wrong with a sign-in through the identity provider; the same words for all.
    ProviderRefused: Unprocessable, "sign_in.provider", "ID-1";
    /// ID-1: the identity provider cannot be reached.
    ProviderDown: Unprocessable, "sign_in.provider_down", "ID-1";
    /// ID-1: the exchange wants this role to sign in through the identity provider alone.
    ProviderAlone: Unprocessable, "sign_in.provider_alone", "ID-1";
    /// ID-2: a step-up at the identity provider without a second factor.
    ProviderOneFactor: Unprocessable, "session.provider_one_factor", "ID-2";
    /// ID-1: nobody waits to be linked, or no longer.
    ProviderLinkOver: Conflict, "account.provider_link_over", "ID-1";
    /// ID-1: the provider verified another address than the account's.
    ProviderAddressDiffers: Unprocessable, "account.provider_address", "ID-1";
    /// ID-1: one account for each of the provider's subjects, one subject for each account.
    ProviderLinkTaken: Conflict, "account.provider_link_taken", "ID-1";
    /// ID-1: it is the only way in, or the one that the exchange wants.
    ProviderLinkKept: NotAllowed, "account.provider_link_kept", "ID-1";
    /// B6: so that estimates stay open to everybody.
    TooManyEstimates: TooMany, "what_if.too_many", "B6";
    /// CERT-10: so that nobody copies the directory in an hour.
    TooManyPages: TooMany, "directory.too_many_pages", "CERT-10";
    /// APP-6.
    FormKeyReused: Unprocessable, "form.key_reused", "APP-6";
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
