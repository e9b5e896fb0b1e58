//! The form of a new account (CERT-2 to CERT-4, CERT-6): what a resource manager is asked, and the answers as a
//! type. There is no question for a Social Security number, by design.

use super::{Agency, LONGEST_REASON, rows};
use crate::{ActingOn, Error, FieldFault, Roster};
use domain::{
    form::{
        Answer, AskAssister, Choice, Fields, Form, Heading, Label, Need, Question, WrongAssister, ask,
        choices, under_rule, value,
    },
    people::{AssisterKey, AssisterKind, Language, Languages},
    refusal::Refusal,
    typed::{Fault, text::paragraph},
};
use door::Changed;
use jiff::civil::Date;

/// The languages in which help can be offered, beside English.
fn languages() -> Vec<Language> {
    let asked = |language: &&Language| !matches!(language, Language::En | Language::Other);
    Language::ALL.iter().filter(asked).copied().collect()
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
    let agency = |agency: &Agency| Choice {
        value: agency.agency_key.0.clone(),
        label: Label::Agency(agency.name.clone(), agency.kind),
    };
    let agencies = Answer::Select(agencies.iter().map(agency).collect());
    let day = |field: &str, asked: AskAssister| ask(field, asked, Answer::Day).rule("CERT-1");
    under_rule(
        "CERT-2",
        [
            ask("kind", AskAssister::Kind, Answer::Radios(choices(AssisterKind::ALL))),
            ask("given_name", AskAssister::GivenName, Answer::Name(100))
                .need(Need::when(value(typed, "one_name") != "yes"))
                .under(Heading::Person),
            ask("family_name", AskAssister::FamilyName, Answer::Name(100)),
            ask("one_name", AskAssister::OneName, Answer::Tick).need(Need::NotNow),
            ask("email", AskAssister::Email, Answer::PersonalEmail).rule("CERT-4"),
            ask("npn", AskAssister::Npn, Answer::Npn).need(need(Need::Required, Need::NotNow)).rule("CERT-4"),
            ask("agency", AskAssister::Agency, agencies)
                .need(need(Need::NotNow, Need::Required))
                .rule("CERT-1"),
            ask("public_phone", AskAssister::PublicPhone, Answer::PublicPhone).under(Heading::Public),
            ask("public_email", AskAssister::PublicEmail, Answer::Email).need(Need::Optional).rule("CERT-4"),
            ask("languages", AskAssister::Languages, Answer::Several(choices(&languages())))
                .need(Need::Optional),
            day("certified_from", AskAssister::CertifiedFrom).under(Heading::Certification),
            day("certified_until", AskAssister::CertifiedUntil),
            day("training_passed_on", AskAssister::TrainingPassed).need(Need::Optional),
            day("license_until", AskAssister::LicenseUntil).need(need(Need::Required, Need::Unasked)),
            day("access_approved_on", AskAssister::AccessApproved).need(need(Need::Unasked, Need::NotNow)),
        ],
    )
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
            form.refuse("agency", WrongAssister::OtherKind);
        }
        if form.date("certified_until").is_some_and(|until| Some(until) < form.date("certified_from")) {
            form.refuse("certified_until", WrongAssister::EndsBefore);
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
                Err(Error::Invalid(vec![FieldFault::new("npn", WrongAssister::NoBroker, "CERT-6")]))
            }
        }
    }
}

/// CERT-5: why, in up to 500 letters.
pub(super) fn reason(typed: &str) -> Result<String, Error> {
    match paragraph(typed, LONGEST_REASON) {
        Ok(reason) if reason.is_empty() => Err(Refusal::ReasonMissing.into()),
        Ok(reason) => Ok(reason),
        Err(fault) => Err(Error::Invalid(vec![FieldFault::new("reason", Fault::from(fault), "CERT-5")])),
    }
}
