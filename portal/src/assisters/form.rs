//! The form of a new account (CERT-2 to CERT-4, CERT-6): what a resource manager is asked, and the answers as a
//! type. There is no question for a Social Security number, by design.

use super::{Agency, LONGEST_REASON, rows};
use crate::{ActingOn, Error, FieldFault, Roster};
use domain::{
    form::{Answer, Choice, Fields, Form, Need, Question, ask, choices, under_rule, value},
    people::{AssisterKey, AssisterKind, Languages},
    refusal::Refusal,
    text::capital,
    typed::{name::ONE_NAME_ONLY, text::paragraph},
};
use door::Changed;
use jiff::civil::Date;

/// The languages in which help can be offered, beside English: code and name.
pub const LANGUAGES: &[(&str, &str)] = &[
    ("am", "Amharic"),
    ("ar", "Arabic"),
    ("my", "Burmese"),
    ("zh", "Chinese"),
    ("fr", "French"),
    ("hmn", "Hmong"),
    ("kar", "Karen"),
    ("km", "Khmer"),
    ("ko", "Korean"),
    ("lo", "Lao"),
    ("om", "Oromo"),
    ("ru", "Russian"),
    ("so", "Somali"),
    ("es", "Spanish"),
    ("vi", "Vietnamese"),
];

/// The name of a language; the code itself when it is not on the list.
pub fn language_name(code: &str) -> String {
    let named = LANGUAGES.iter().chain([&("en", "English")]).find(|(known, _)| *known == code);
    named.map_or(code, |(_, name)| name).to_owned()
}

/// A new account, every answer judged.
pub(crate) struct NewAssister {
    pub(crate) kind: AssisterKind,
    pub(crate) given_name: String,
    pub(crate) family_name: String,
    pub(crate) email: String,
    pub(crate) npn: Option<String>,
    pub(crate) agency: Option<String>,
    pub(crate) public_phone: String,
    pub(crate) public_email: String,
    pub(crate) languages: Languages,
    pub(crate) certified_from: Date,
    pub(crate) certified_until: Date,
    pub(crate) training_passed_on: Option<Date>,
    pub(crate) license_until: Option<Date>,
    pub(crate) access_approved_on: Option<Date>,
}

/// What is asked for a new account, as far as the kind decides it: without a kind, what only one needs is not judged.
pub fn questions(typed: &Fields, agencies: &[Agency]) -> Vec<Question> {
    use AssisterKind::{Broker, Cac, Navigator};
    let kind = typed.get("kind").and_then(|word| AssisterKind::from_word(word.trim()));
    let need = |broker, other| match kind {
        Some(Broker) => broker,
        Some(Navigator | Cac) => other,
        None => Need::Unasked,
    };
    let kinds = AssisterKind::ALL.iter().map(|kind| choice(kind.word(), capital(kind.in_words())));
    let agencies = agencies
        .iter()
        .map(|agency| choice(&agency.agency_key.0, format!("{} ({})", agency.name, agency.kind.in_words())));
    let first = "the first day of the certification";
    let last = "the last day of the certification";
    under_rule(
        "CERT-2",
        [
            ask("kind", "Kind of assister", Answer::Radios(kinds.collect()))
                .or_else("Choose the kind of assister."),
            name("given_name", "First name")
                .need(Need::when(value(typed, "one_name") != "yes"))
                .under("The person"),
            name("family_name", "Last name"),
            ask("one_name", "This person has one name only", Answer::Tick)
                .need(Need::NotNow)
                .hint("Then write it as the last name, and leave the first name empty."),
            ask("email", "E-mail", Answer::PersonalEmail)
                .hint("The person's own address. The invitation goes there.")
                .rule("CERT-4"),
            ask("npn", "National Producer Number (NPN)", Answer::Npn)
                .hint("Brokers: 1 to 10 digits. Navigators and counselors: leave empty.")
                .need(need(Need::Required, Need::NotNow))
                .rule("CERT-4"),
            ask("agency", "Agency or organization", Answer::Select(agencies.collect()))
                .hint("Needed for navigators and counselors. Brokers may work alone.")
                .need(need(Need::NotNow, Need::Required))
                .missing("Choose the organization that this person works for.")
                .wrong("Choose an agency from the list.")
                .rule("CERT-1"),
            ask("public_phone", "Public phone", Answer::PublicPhone)
                .hint("Consumers see it. For example: 651-555-0101")
                .under("What consumers see"),
            ask("public_email", "Public e-mail", Answer::Email)
                .hint("Consumers see it. When left empty, they see the person's own.")
                .need(Need::Optional)
                .rule("CERT-4"),
            ask("languages", "Languages besides English", Answer::Several(choices(LANGUAGES)))
                .need(Need::Optional)
                .wrong("Choose languages from the list."),
            day("certified_from", "First day of the certification", first)
                .hint("For example: 11 3 2026")
                .under("Certification"),
            day("certified_until", "Last day of the certification", last).hint("For example: 11 3 2026"),
            day("training_passed_on", "Training and assessment passed on", "the day the training was passed")
                .hint("Leave empty when not yet passed.")
                .need(Need::Optional),
            day("license_until", "Last day of the producer license", "the last day of the producer license")
                .hint("Brokers only.")
                .need(need(Need::Required, Need::Unasked)),
            day("access_approved_on", "Agency approved access on", "the day the agency approved access")
                .hint("Navigators and counselors. Leave empty when not yet approved.")
                .need(need(Need::Unasked, Need::NotNow)),
        ],
    )
}

fn choice(value: &str, label: String) -> Choice {
    Choice { value: value.to_owned(), label }
}

fn name(field: &str, label: &str) -> Question {
    let what = label.to_lowercase();
    ask(field, label, Answer::Name(100)).missing(format!("Enter the {what}."))
}

fn day(field: &str, label: &str, what: &str) -> Question {
    ask(field, label, Answer::Day).missing(format!("Enter {what}.")).rule("CERT-1")
}

impl NewAssister {
    /// Judges every answer.
    ///
    /// # Errors
    /// `Invalid`, naming each field that cannot be accepted.
    pub(super) fn read(typed: &Fields, agencies: &[Agency], today: Date) -> Result<Self, Error> {
        let questions = questions(typed, agencies);
        let mut form = Form::new(&questions, typed, today);
        let kind = AssisterKind::from_word(&form.text("kind"));
        let agency = form.given("agency");
        if agencies.iter().any(|one| Some(&one.agency_key.0) == agency.as_ref() && Some(one.kind) != kind) {
            form.refuse("agency", "This agency has assisters of another kind. Choose another one.");
        }
        if form.date("certified_until").is_some_and(|until| Some(until) < form.date("certified_from")) {
            form.refuse("certified_until", "The last day lies before the first day.");
        }
        if value(typed, "one_name") == "yes" && form.given("given_name").is_some() {
            form.refuse("given_name", ONE_NAME_ONLY);
        }
        Ok(form.read(|form| {
            Some(Self {
                kind: kind?,
                given_name: form.text("given_name"),
                family_name: form.text("family_name"),
                email: form.text("email"),
                npn: form.given("npn"),
                agency,
                public_phone: form.text("public_phone"),
                public_email: form.given("public_email").unwrap_or_else(|| form.text("email")),
                languages: Languages(
                    [&["en"], &*form.several("languages")]
                        .concat()
                        .iter()
                        .map(|code| (*code).to_owned())
                        .collect(),
                ),
                certified_from: form.date("certified_from")?,
                certified_until: form.date("certified_until")?,
                training_passed_on: form.date("training_passed_on"),
                license_until: form.date("license_until"),
                access_approved_on: form.date("access_approved_on"),
            })
        })?)
    }

    /// Writes the new account, with its reference number and assister ID.
    pub(super) async fn insert(
        &self,
        acting: &mut ActingOn<'_, Roster>,
        key: &AssisterKey,
        (reference_number, assister_id): (&str, Option<&str>),
    ) -> Result<Changed, Error> {
        let now = acting.now();
        let made = rows::insert(
            acting,
            key,
            self.kind,
            &self.given_name,
            &self.family_name,
            &self.email,
            &self.public_phone,
            &self.public_email,
            &self.languages,
            self.agency.as_deref(),
            reference_number,
            assister_id,
            self.stored_npn(),
            self.certified_from,
            self.certified_until,
            self.training_passed_on,
            self.access_approved_on,
            self.license_until,
            now,
        );
        made.await
    }

    /// The NPN to store: only brokers have one. Another kind's was typed to find the same person (CERT-6).
    fn stored_npn(&self) -> Option<&str> {
        match self.kind {
            AssisterKind::Broker => self.npn.as_deref(),
            AssisterKind::Navigator | AssisterKind::Cac => None,
        }
    }

    /// An NPN that no broker here has makes no sense for another kind.
    pub(super) fn without_foreign_npn(&self) -> Result<(), Error> {
        match (self.kind, &self.npn) {
            (AssisterKind::Broker, _) | (AssisterKind::Navigator | AssisterKind::Cac, None) => Ok(()),
            (AssisterKind::Navigator | AssisterKind::Cac, Some(_)) => {
                Err(Error::Invalid(vec![FieldFault::new(
                    "npn",
                    "Only brokers have an NPN here. Leave this field empty.",
                    "CERT-6",
                )]))
            }
        }
    }
}

/// CERT-5: why, in up to 500 letters.
pub(super) fn reason(typed: &str) -> Result<String, Error> {
    match paragraph(typed, LONGEST_REASON) {
        Ok(reason) if reason.is_empty() => Err(Refusal::ReasonMissing.into()),
        Ok(reason) => Ok(reason),
        Err(fault) => {
            Err(Error::Invalid(vec![FieldFault::new("reason", format!("Reason: {fault}"), "CERT-5")]))
        }
    }
}
