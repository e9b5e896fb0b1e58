//! What the rows of a file come to, against the roster as it is: nothing is written.

use super::{
    columns::{Mapping, REFERENCE},
    reading::{Line, Table, column},
};
use crate::{
    Error, FieldFault, Portal, Session,
    assisters::{Entry, Judged, Right, Roll, Wanted},
    changes::Change,
    randomness::sha256_hex,
};
use domain::{
    form::{Question, Wrong},
    numbers::{Email, Npn, ReferenceNumber},
    people::RosterFileKey,
    roster::Action,
    roster_file::{RowOutcome, WrongRow},
    typed::cell,
};
use door::{Ahead, TheRoster};
use serde::{Deserialize, Serialize};
use words::{Asking, Text, Words};

/// Rows that are looked at before others get their turn.
const TURN: usize = 100;
/// Rows after which it is told how far the work is.
const TELL: usize = 1_000;

/// How many rows come to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Cannot be accepted.
    pub refused: i64,
    /// Change an account.
    pub changed: i64,
    /// Make one.
    pub added: i64,
    /// Say what is stored.
    pub unchanged: i64,
}

impl Counts {
    /// Rows that would be written.
    pub fn changes(self) -> i64 {
        self.changed + self.added
    }

    fn count(&mut self, outcome: RowOutcome) {
        match outcome {
            RowOutcome::Refused => self.refused += 1,
            RowOutcome::Changed => self.changed += 1,
            RowOutcome::New => self.added += 1,
            RowOutcome::Unchanged => self.unchanged += 1,
        }
    }
}

/// What a row comes to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SeenRow {
    /// Its line in the file.
    pub line: u64,
    /// What it comes to.
    pub outcome: RowOutcome,
    /// The seven digits; empty for an account that is not there yet.
    pub reference_number: String,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Field by field, when it changes an account.
    pub changes: Vec<Change>,
    /// Why it cannot be accepted.
    pub reasons: Vec<Reason>,
}

/// Why a row cannot be accepted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reason {
    /// The column; nothing where the row as a whole is wrong.
    pub column: Option<u64>,
    /// What stands above the column in the file; empty where there is no such column.
    pub heading: String,
    /// The form's field name.
    pub field: String,
    /// What is wrong with it.
    pub wrong: Wrong,
}

impl Reason {
    /// What stands above the column, or what the form calls the answer that is missing; empty where the row as a whole is wrong.
    pub fn heading(&self, asking: Asking<'_>, asked: &[Question]) -> String {
        let question = || asked.iter().find(|question| question.field == self.field);
        match (&*self.heading, &*self.field) {
            ("", REFERENCE) => asking.words.assisters_reference_number().into_owned(),
            ("", _) => {
                question().map(|one| asking.question(&one.asked).label.into_owned()).unwrap_or_default()
            }
            (heading, _) => heading.to_owned(),
        }
    }

    /// Why, in words.
    pub fn why(&self, words: Words) -> Text {
        words.wrong(&self.wrong)
    }
}

/// A verb on a file that goes on with looking at it.
pub(super) type Begun = door::Acted<crate::Roster, ()>;

/// Whose event tells that the roster is read.
pub(super) enum Reading<'a> {
    /// That of what began.
    Begun(&'a Begun),
    /// That of the write that follows.
    Ahead(&'a Ahead<'a, crate::Roster>),
}

/// What all rows come to, and what would be written.
pub(super) struct Looked {
    pub(super) counts: Counts,
    /// In the order of the file.
    pub(super) lines: Vec<SeenRow>,
    /// What would be written, each with the place of its line.
    pub(super) rights: Vec<(usize, Right)>,
    pub(super) roll: Roll,
    /// What was decided, so that a change in between shows.
    pub(super) digest: String,
}

impl Portal {
    /// Looks at every row. A file that is kept says how many are done.
    pub(super) async fn look(
        &self,
        session: &Session,
        key: Option<&RosterFileKey>,
        (table, mapping): (&Table, &Mapping),
        reading: Reading<'_>,
    ) -> Result<Looked, Error> {
        let wanted = wanted(table, mapping);
        let read = async |acting: &mut crate::ActingOn<'_, crate::Roster>| {
            if let Some(key) = key {
                acting.target(key);
            }
            Ok((Roll::read(acting, &wanted).await?, acting.today()))
        };
        let action = Action::ReadRosterFile;
        let (mut roll, today) = match reading {
            Reading::Begun(begun) => self.door.going_on(begun, session, &TheRoster, action, read).await?,
            Reading::Ahead(ahead) => ahead.read(action, read).await?,
        };
        let telling = Telling { table, mapping };
        let (mut counts, mut lines, mut rights) = (Counts::default(), Vec::new(), Vec::new());
        let mut decided = String::new();
        for (at, row) in table.rows.iter().enumerate() {
            if at % TURN == TURN - 1 {
                tokio::task::yield_now().await;
            }
            if let (Some(key), true) = (key, at % TELL == TELL - 1) {
                self.tell_done(key, at + 1).await?;
            }
            let judged = match is_too_long(table, row) {
                true => Judged::Refused(vec![FieldFault::new("row", WrongRow::TooManyCells, "CERT-2")]),
                false => roll.judge(&entry(row, mapping), today),
            };
            let (seen, right) = telling.seen(row, judged, &mut decided);
            counts.count(seen.outcome);
            rights.extend(right.map(|right| (lines.len(), right)));
            lines.push(seen);
        }
        Ok(Looked { counts, lines, rights, roll, digest: sha256_hex(decided.as_bytes()) })
    }
}

/// A row as the form's answers.
fn entry(row: &Line, mapping: &Mapping) -> Entry {
    let mut entry = Entry { reference: String::new(), answers: Vec::new() };
    for (place, field) in mapping.iter().enumerate() {
        let Some(field) = field else { continue };
        let text = cell::plain(row.cells.get(place).unwrap_or_default());
        match field.as_str() {
            REFERENCE => text.clone_into(&mut entry.reference),
            _ => entry.answers.push((field.clone(), text.to_owned())),
        }
    }
    entry
}

fn is_too_long(table: &Table, row: &Line) -> bool {
    row.cells.iter().skip(table.headings.len()).any(|cell| !cell.trim().is_empty())
}

/// By what accounts are found that the file is about, or that have what its rows want.
fn wanted(table: &Table, mapping: &Mapping) -> Wanted {
    let mut wanted = Wanted::default();
    for row in &table.rows {
        let entry = entry(row, mapping);
        let number = ReferenceNumber::parse(&entry.reference).ok();
        wanted.references.extend(number.map(|number| number.digits().to_owned()));
        let npn = entry.line("npn").and_then(|line| Npn::parse(line).ok());
        wanted.npns.extend(npn.map(|npn| npn.as_str().to_owned()));
        let email = entry.line("email").and_then(|line| Email::parse(line).ok());
        wanted.emails.extend(email.map(|email| email.as_str().to_owned()));
    }
    wanted
}

/// How rows are told to whoever uploaded the file.
struct Telling<'a> {
    table: &'a Table,
    mapping: &'a Mapping,
}

impl Telling<'_> {
    /// A row as it is told; what was decided of it is added to `decided`.
    fn seen(&self, row: &Line, judged: Judged, decided: &mut String) -> (SeenRow, Option<Right>) {
        let named = |outcome, (given, family): (&str, &str)| SeenRow {
            line: row.line,
            outcome,
            reference_number: String::new(),
            given_name: given.to_owned(),
            family_name: family.to_owned(),
            changes: Vec::new(),
            reasons: Vec::new(),
        };
        match judged {
            Judged::Refused(faults) => {
                let (given, family) = (self.cell(row, "given_name"), self.cell(row, "family_name"));
                let mut seen = named(RowOutcome::Refused, (given, family));
                self.cell(row, REFERENCE).clone_into(&mut seen.reference_number);
                let fields: Vec<_> = faults.iter().map(|fault| &*fault.field).collect();
                decided.push_str(&format!("{} refused {}\n", row.line, fields.join(",")));
                seen.reasons = faults.iter().map(|fault| self.reason(fault)).collect();
                (seen, None)
            }
            Judged::Unchanged(stored) => {
                let mut seen = named(RowOutcome::Unchanged, (&stored.given_name, &stored.family_name));
                seen.reference_number.clone_from(&stored.reference_number);
                decided.push_str(&format!("{} unchanged {}\n", row.line, stored.reference_number));
                (seen, None)
            }
            Judged::Right(right) => {
                let outcome = if right.stored.is_some() { RowOutcome::Changed } else { RowOutcome::New };
                let details = &right.details;
                let mut seen = named(outcome, (&details.given_name, &details.family_name));
                seen.changes.clone_from(&right.changes);
                if let Some(stored) = &right.stored {
                    seen.reference_number.clone_from(&stored.reference_number);
                }
                decided.push_str(&format!(
                    "{} {outcome} {} {:?}\n",
                    row.line, seen.reference_number, seen.changes
                ));
                (seen, Some(*right))
            }
        }
    }

    fn cell<'r>(&self, row: &'r Line, field: &str) -> &'r str {
        let place = self.mapping.iter().position(|own| own.as_deref() == Some(field));
        place.and_then(|place| row.cells.get(place)).map(cell::plain).unwrap_or_default()
    }

    fn reason(&self, fault: &FieldFault) -> Reason {
        let place = self.mapping.iter().position(|own| own.as_deref() == Some(&fault.field));
        let heading = place.and_then(|place| self.table.headings.get(place)).cloned();
        Reason {
            column: place.map(column),
            heading: heading.unwrap_or_default(),
            field: fault.field.clone(),
            wrong: fault.wrong.clone(),
        }
    }
}
