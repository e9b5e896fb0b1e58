//! One row of a roster file, judged: which account it is about, what differs, and whether the rules allow it.

use super::Roll;
use crate::{
    Error, FieldFault,
    assisters::{
        Agency, AssisterRow, Twin,
        correcting::in_words,
        form::{Details, asking_for, filled, questions, usual},
        twin_refusal,
    },
    changes::{self, Change},
};
use domain::{
    certification::AccountState,
    form::{Answer, Choice, Fields, Need, Question, Wrong, value},
    numbers::{Email, Npn, ReferenceNumber},
    people::AssisterKind,
    refusal::Refusal,
    roster_file::WrongRow,
    typed::Fault,
};
use jiff::civil::Date;
use std::sync::Arc;
use words::Words;

/// A row: the form's answers in a line each, as far as the file has columns for them.
pub(crate) struct Entry {
    /// The reference number; empty where the file does not say it.
    pub(crate) reference: String,
    /// Fields and lines.
    pub(crate) answers: Vec<(String, String)>,
}

impl Entry {
    pub(crate) fn line(&self, field: &str) -> Option<&str> {
        self.answers.iter().find(|(own, _)| own == field).map(|(_, line)| line.trim())
    }
}

/// What a row comes to.
pub(crate) enum Judged {
    /// It cannot be accepted.
    Refused(Vec<FieldFault>),
    /// It makes or changes an account.
    Right(Box<Right>),
    /// It says what is stored.
    Unchanged(Arc<AssisterRow>),
}

/// An account as it will be.
pub(crate) struct Right {
    /// As it is; none for a new one.
    pub(crate) stored: Option<Arc<AssisterRow>>,
    pub(crate) details: Details,
    /// Field by field; none for a new one.
    pub(crate) changes: Vec<Change>,
}

impl Roll {
    /// Judges a row.
    pub(crate) fn judge(&mut self, entry: &Entry, today: Date) -> Judged {
        match self.right(entry, today) {
            Ok(judged) => judged,
            Err(Error::Invalid(faults)) => Judged::Refused(faults),
            Err(Error::Refused(refusal)) => Judged::Refused(vec![refused(refusal)]),
            // Nothing else comes of a form.
            Err(_) => Judged::Refused(vec![refused(Refusal::RecordChanged)]),
        }
    }

    fn right(&mut self, entry: &Entry, today: Date) -> Result<Judged, Error> {
        let stored = self.account_of(entry)?.cloned();
        if stored.as_ref().is_some_and(|row| !self.met.insert(row.assister_key.clone())) {
            return Err(vec![FieldFault::new("row", WrongRow::SameAccount, "CERT-4")].into());
        }
        let Filled { before, after, agencies, mut faults } = self.filled(entry, stored.as_deref());
        let questions = questions(&after, &agencies);
        let mut changes = match &before {
            Some(before) => changes::between(&asking_for(questions.clone(), &[]), before, &after, today),
            None => Vec::new(),
        };
        if let (Some(row), true, true) = (&stored, changes.is_empty(), faults.is_empty()) {
            return Ok(Judged::Unchanged(row.clone()));
        }
        let asking = match &stored {
            Some(_) => of_changed(questions, &changes),
            None => questions,
        };
        let details = match Details::read(&asking, &after, &agencies, today) {
            Ok(details) if faults.is_empty() => details,
            Ok(_) => return Err(faults.into()),
            Err(Error::Invalid(more)) => {
                let named: Vec<_> = faults.iter().map(|fault| fault.field.clone()).collect();
                faults.extend(more.into_iter().filter(|fault| !named.contains(&fault.field)));
                return Err(faults.into());
            }
            Err(other) => return Err(other),
        };
        self.refuse_twins(stored.as_deref(), &details)?;
        changes = in_words(&changes, &agencies);
        Ok(Judged::Right(Box::new(Right { stored, details, changes })))
    }

    /// The account that a row is about: by its reference number, else its NPN, else its address.
    fn account_of(&self, entry: &Entry) -> Result<Option<&Arc<AssisterRow>>, Error> {
        if !entry.reference.trim().is_empty() {
            let number = ReferenceNumber::parse(&entry.reference)
                .map_err(|fault| vec![FieldFault::new("reference_number", Fault::from(fault), "CERT-3")])?;
            let at = self.by_reference.get(number.digits());
            let row = at.and_then(|at| self.accounts.get(*at));
            return match row {
                Some(row) if row.merged_into.is_some() => {
                    Err(vec![FieldFault::new("reference_number", WrongRow::Merged, "CERT-9")].into())
                }
                Some(row) => Ok(Some(row)),
                None => Err(vec![FieldFault::new("reference_number", WrongRow::NoAccount, "CERT-3")].into()),
            };
        }
        let npn = entry.line("npn").and_then(|line| Npn::parse(line).ok());
        let by_npn = npn.and_then(|npn| self.holder(npn.as_str()));
        let email = entry.line("email").and_then(|line| Email::parse(line).ok());
        let by_email = || self.accounts.get(*self.by_email.get(email?.as_str())?);
        // Whoever wants the address of an account that was closed for another one is told that it is taken.
        let found = by_npn.or_else(by_email).filter(|row| row.merged_into.is_none());
        // Without its number nobody turns a broker's account into a navigator's: it is another person's, or refused (CERT-6).
        let told = entry.line("kind").and_then(kind_of);
        match (found, told) {
            (Some(row), Some(kind)) if is_broker(kind) != is_broker(row.credentials.kind) => {
                Err(Refusal::RoleConflict.into())
            }
            (found, _) => Ok(found),
        }
    }

    /// The form as it stands and as the row fills it in.
    fn filled(&self, entry: &Entry, stored: Option<&AssisterRow>) -> Filled {
        let mut faults = Vec::new();
        let mut agencies: Vec<Agency> = Vec::new();
        let mut named = None;
        if let Some(name) = entry.line("agency").filter(|name| !name.is_empty()) {
            let at = self.agency_by_name.get(&name.to_lowercase()).or(self.agency_by_name.get(name));
            match at.and_then(|at| self.agencies.get(*at)) {
                Some(agency) => {
                    named = Some(agency.agency_key.0.clone());
                    agencies.push(agency.clone());
                }
                None => faults.push(FieldFault::new("agency", WrongRow::NoAgency, "CERT-1")),
            }
        }
        let own = stored.and_then(|row| row.agency_key.as_ref());
        let own = own.and_then(|key| self.agency_by_name.get(&key.0)).and_then(|at| self.agencies.get(*at));
        agencies.extend(own.filter(|own| named.as_ref() != Some(&own.agency_key.0)).cloned());
        let told = entry.line("kind").and_then(kind_of);
        let kind = told.or(stored.map(|row| row.credentials.kind));
        let word = match kind {
            Some(kind) => kind.word(),
            None => entry.line("kind").unwrap_or_default(),
        };
        let questions = questions(&[("kind".to_owned(), word.to_owned())].into(), &agencies);
        let before = stored.map(|row| filled(row, &questions));
        let mut after = before.clone().unwrap_or_else(usual);
        for question in &questions {
            let line = match entry.line(&question.field) {
                Some(_) if question.field == "kind" => word.to_owned(),
                Some(line) if question.field == "agency" => named.clone().unwrap_or_else(|| line.to_owned()),
                Some(line) => understood(question, line),
                None => continue,
            };
            if question.need == Need::Unasked && kind.is_some() && !line.trim().is_empty() {
                faults.push(FieldFault::new(&question.field, WrongRow::NotAsked, question.rule));
            }
            for field in question.fields() {
                after.remove(&field);
            }
            after.extend(question.fields_of(&line));
        }
        // Without an address of their own for consumers they see the account's, which is what is stored then.
        if let ("", Ok(own)) = (value(&after, "public_email"), Email::parse(value(&after, "email"))) {
            after.insert("public_email".to_owned(), own.as_str().to_owned());
        }
        // What is not asked of this kind stands nowhere; of another kind it goes with the change.
        let same_kind = kind == stored.map(|row| row.credentials.kind);
        let mut before = before;
        for field in questions.iter().filter(|one| one.need == Need::Unasked).flat_map(Question::fields) {
            after.remove(&field);
            if let Some(before) = before.as_mut().filter(|_| same_kind) {
                before.remove(&field);
            }
        }
        Filled { before, after, agencies, faults }
    }

    /// CERT-4 and CERT-6, against the roster and against the rows before.
    fn refuse_twins(&mut self, stored: Option<&AssisterRow>, details: &Details) -> Result<(), Error> {
        let own = stored.map(|row| &row.assister_key);
        let other = |row: &&Arc<AssisterRow>| Some(&row.assister_key) != own;
        let by_email = self.by_email.get(&details.email).and_then(|at| self.accounts.get(*at)).filter(other);
        let by_npn = || {
            let all = self.by_npn.get(details.npn.as_ref()?)?.iter().filter_map(|at| self.accounts.get(*at));
            all.filter(|row| row.credentials.state != AccountState::Decertified).find(other)
        };
        let twin = by_email.or_else(by_npn).map(|row| Twin {
            kind: row.credentials.kind,
            state: row.credentials.state,
            email: row.email.clone(),
        });
        let signs_in = self.working.get(&details.email);
        let anothers = signs_in.is_some() && signs_in != stored.and_then(|row| row.account_key.as_ref());
        twin_refusal(details, twin.as_ref(), anothers)?;
        let gone = stored.is_some_and(|row| row.credentials.state == AccountState::Decertified);
        let holds = details.npn.clone().filter(|_| is_broker(details.kind) && !gone);
        if holds.is_some_and(|npn| !self.brought.insert(npn)) {
            return Err(Refusal::NpnTaken.into());
        }
        Ok(())
    }
}

/// A form as it stands, as a row fills it in, and what the row says that no form could.
struct Filled {
    before: Option<Fields>,
    after: Fields,
    agencies: Vec<Agency>,
    faults: Vec<FieldFault>,
}

/// What is asked of an account that is there: what the row changes. What stands there was judged when it came, and what is
/// missing waits for whoever fills it in, as on the pages; another kind asks everything anew.
fn of_changed(questions: Vec<Question>, changes: &[Change]) -> Vec<Question> {
    let changed: Vec<&str> = changes.iter().map(|change| &*change.field).collect();
    if changed.contains(&"kind") { questions } else { asking_for(questions, &changed) }
}

/// A rule's refusal, at the answer that it is about.
fn refused(refusal: Refusal) -> FieldFault {
    let field = match refusal {
        Refusal::NpnTaken => "npn",
        Refusal::RoleConflict => "kind",
        Refusal::EmailTaken => "email",
        _ => "row",
    };
    FieldFault::new(field, Wrong::Refused(refusal), refusal.rule())
}

fn is_broker(kind: AssisterKind) -> bool {
    kind == AssisterKind::Broker
}

/// A kind by its word, or as the form calls it.
fn kind_of(text: &str) -> Option<AssisterKind> {
    let words = Words::default();
    let called = |kind: &&AssisterKind| {
        text.eq_ignore_ascii_case(kind.word()) || text.eq_ignore_ascii_case(&words.assister_kind(**kind))
    };
    AssisterKind::ALL.iter().find(called).copied()
}

/// A cell as the form has it: a choice by what the page shows for it, a box by yes and no.
fn understood(question: &Question, line: &str) -> String {
    match &question.answer {
        Answer::Tick => match line.to_ascii_lowercase().as_str() {
            "yes" | "y" | "true" | "x" | "1" => "yes".to_owned(),
            "no" | "n" | "false" | "0" => String::new(),
            _ => line.to_owned(),
        },
        Answer::Several(choices) => {
            let parts = line.split([',', ';']).map(|part| chosen(choices, part.trim()));
            parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(",")
        }
        _ => line.to_owned(),
    }
}

fn chosen(choices: &[Choice], part: &str) -> String {
    if part.is_empty() || choices.iter().any(|choice| choice.value == part) {
        return part.to_owned();
    }
    let words = Words::default();
    let shown = |choice: &&Choice| {
        part.eq_ignore_ascii_case(&choice.value) || part.eq_ignore_ascii_case(&words.label(&choice.label))
    };
    choices.iter().find(shown).map_or(part, |choice| &choice.value).to_owned()
}
