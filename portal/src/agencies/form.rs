//! The form of an agency: what a resource manager is asked, and the answers as a type.

use super::rows::{self, AgencyName, AgencyRow, Contact};
use crate::{ActingOn, Error, Roster, changes};
use domain::{
    agency::ContactKind,
    form::{
        Answer, AskAgency, Choice, Fields, Form, Heading, Label, Need, Question, WrongAgency, ask, choices,
        under_rule, value,
    },
    people::{AgencyKey, AssisterKind},
};
use jiff::civil::Date;

/// An agency as it was typed, every answer judged.
pub(super) struct Details {
    pub(super) kind: AssisterKind,
    pub(super) name: String,
    npn: Option<String>,
    phone: String,
    contract_from: Option<Date>,
    contract_until: Option<Date>,
    contacts: Vec<Contact>,
}

fn heading(kind: ContactKind) -> Heading {
    match kind {
        ContactKind::Primary => Heading::Primary,
        ContactKind::ContractManager => Heading::ContractManager,
        ContactKind::Privacy => Heading::Privacy,
        ContactKind::Payment => Heading::Payment,
        ContactKind::Signature => Heading::Signature,
    }
}

fn field(kind: ContactKind, part: &str) -> String {
    format!("{kind}_{part}")
}

/// The three questions about a person to talk to; only the first person must be named.
fn contact(kind: ContactKind) -> [Question; 3] {
    let need = if kind == ContactKind::Primary { Need::Required } else { Need::Optional };
    [
        ask(field(kind, "name"), AskAgency::ContactName(kind), Answer::Name(200))
            .need(need)
            .under(heading(kind)),
        // One of both is enough.
        ask(field(kind, "email"), AskAgency::ContactEmail(kind), Answer::Email).need(Need::Optional),
        ask(field(kind, "phone"), AskAgency::ContactPhone(kind), Answer::PublicPhone).need(Need::Optional),
    ]
}

/// What is asked about an agency.
pub fn questions() -> Vec<Question> {
    let mut questions = under_rule(
        "CERT-9",
        [
            ask("kind", AskAgency::Kind, Answer::Radios(choices(AssisterKind::ALL))),
            ask("name", AskAgency::Name, Answer::Text),
            ask("npn", AskAgency::Npn, Answer::Npn).need(Need::NotNow).rule("CERT-4"),
            ask("phone", AskAgency::Phone, Answer::PublicPhone),
            ask("contract_from", AskAgency::ContractFrom, Answer::Day)
                .need(Need::NotNow)
                .rule("CERT-1")
                .under(Heading::Contract),
            ask("contract_until", AskAgency::ContractUntil, Answer::Day).need(Need::NotNow).rule("CERT-1"),
        ],
    );
    questions.extend(ContactKind::ALL.iter().flat_map(|kind| under_rule("CERT-9", contact(*kind))));
    questions
}

/// What is asked to merge an agency: which of these stays.
pub fn merging(others: &[AgencyName]) -> Vec<Question> {
    let choice = |other: &AgencyName| Choice {
        value: other.agency_key.0.clone(),
        label: Label::Text(other.name.clone()),
    };
    under_rule(
        "CERT-9",
        [ask("into", AskAgency::MergeInto, Answer::Select(others.iter().map(choice).collect()))],
    )
}

impl Details {
    /// Judges every answer.
    ///
    /// # Errors
    /// `Invalid`, naming each field that cannot be accepted.
    pub(super) fn read(questions: &[Question], typed: &Fields, today: Date) -> Result<Self, Error> {
        let mut form = Form::new(questions, typed, today);
        let kind = AssisterKind::from_word(&form.text("kind"));
        if form
            .date("contract_until")
            .is_some_and(|until| form.date("contract_from").is_none_or(|from| until < from))
        {
            form.refuse("contract_until", WrongAgency::EndsBefore);
        }
        if kind.is_some_and(|kind| kind != AssisterKind::Broker) && form.given("npn").is_some() {
            form.refuse("npn", WrongAgency::NoBrokers);
        }
        for kind in ContactKind::ALL {
            // What stands there, good or not: what is wrong with it is said already.
            let [name, email, phone] =
                ["name", "email", "phone"].map(|part| !value(typed, &field(*kind, part)).is_empty());
            if !name && (email || phone) {
                form.refuse(&field(*kind, "name"), WrongAgency::HalfAContact);
            } else if name && !email && !phone {
                form.refuse(&field(*kind, "email"), WrongAgency::HalfAContact);
            }
        }
        Ok(form.read(|form| {
            Some(Self {
                kind: kind?,
                name: form.text("name"),
                npn: form.given("npn"),
                phone: form.text("phone"),
                contract_from: form.date("contract_from"),
                contract_until: form.date("contract_until"),
                contacts: ContactKind::ALL.iter().filter_map(|kind| Contact::read(form, *kind)).collect(),
            })
        })?)
    }

    /// Writes a new agency.
    pub(super) async fn insert(
        &self,
        acting: &mut ActingOn<'_, Roster>,
        key: &AgencyKey,
    ) -> Result<(), Error> {
        let now = acting.now();
        let Self { kind, name, npn, phone, contract_from, contract_until, .. } = self;
        rows::insert(acting, key, *kind, name, npn.as_deref(), phone, *contract_from, *contract_until, now)
            .await?
            .or(Error::NotFound)?;
        self.keep_contacts(acting, key).await
    }

    /// Writes it in the place of what stood there in this version.
    pub(super) async fn update(
        &self,
        acting: &mut ActingOn<'_, Roster>,
        key: &AgencyKey,
        version: i64,
    ) -> Result<door::Changed, Error> {
        let Self { kind, name, npn, phone, contract_from, contract_until, .. } = self;
        let changed = rows::update(
            acting,
            key,
            version,
            *kind,
            name,
            npn.as_deref(),
            phone,
            *contract_from,
            *contract_until,
        )
        .await?;
        self.keep_contacts(acting, key).await?;
        Ok(changed)
    }

    async fn keep_contacts(&self, acting: &mut ActingOn<'_, Roster>, key: &AgencyKey) -> Result<(), Error> {
        rows::forget_contacts(acting, key).await?.or_not();
        for Contact { contact_kind, name, email, phone } in &self.contacts {
            rows::keep_contact(acting, key, *contact_kind, name, email, phone).await?.or_not();
        }
        Ok(())
    }
}

impl Contact {
    fn read(form: &Form<'_>, kind: ContactKind) -> Option<Self> {
        let text = |part: &str| form.text(&field(kind, part));
        Some(Self {
            contact_kind: kind,
            name: form.given(&field(kind, "name"))?,
            email: text("email"),
            phone: text("phone"),
        })
    }
}

/// An agency's record as the filled-in form.
pub(super) fn filled(row: &AgencyRow, contacts: &[Contact]) -> Fields {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut lines = vec![
        ("kind".to_owned(), row.kind.word().to_owned()),
        ("name".to_owned(), row.name.clone()),
        ("npn".to_owned(), row.npn.clone().unwrap_or_default()),
        ("phone".to_owned(), row.phone.clone()),
        ("contract_from".to_owned(), day(row.standing.contract_from)),
        ("contract_until".to_owned(), day(row.standing.contract_until)),
    ];
    for Contact { contact_kind, name, email, phone } in contacts {
        for (part, text) in [("name", name), ("email", email), ("phone", phone)] {
            lines.push((field(*contact_kind, part), text.clone()));
        }
    }
    changes::filled(&questions(), &lines)
}
