//! What was changed in a record of the roster, field by field, with a reason (CERT-9): the difference between two fillings
//! of one form, kept with who did it. A field is named as in its form, so that its question says what it is.

mod rows;

pub use rows::KeptChange;
pub(crate) use rows::{BATCHES, STATEMENTS};

use crate::{ActingOn, Agency, Error, OwnProfile, Roster, Session};
use domain::{
    form::{Fault, Fields, Question},
    instant::Instant,
    name::Name,
    people::AssisterKey,
    refusal::Refusal,
    typed::{self, text::paragraph},
};
use door::{Account, Work};
use jiff::civil::Date;

/// The longest reason.
pub const LONGEST_REASON: usize = 500;

/// One field that differs.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Change {
    /// The form's field.
    pub field: String,
    /// What stood there, in one line.
    pub was: String,
    /// What stands there now.
    pub becomes: String,
}

impl Change {
    /// A field, what stood there and what stands there now.
    pub(crate) fn of((field, was, becomes): (&str, &str, &str)) -> Self {
        Self { field: field.to_owned(), was: was.to_owned(), becomes: becomes.to_owned() }
    }
}

impl KeptChange {
    /// Who made it.
    pub fn by(&self) -> Name {
        Name::new(&*self.given_name, &*self.family_name)
    }

    /// The change itself.
    pub fn change(&self) -> Change {
        Change { field: self.field.clone(), was: self.was.clone(), becomes: self.becomes.clone() }
    }
}

/// A form filled in with answers in one line each.
pub(crate) fn filled(questions: &[Question], lines: &[(String, String)]) -> Fields {
    let line = |question: &Question| {
        let line = lines.iter().find(|(field, _)| *field == question.field).map(|(_, line)| &**line);
        question.fields_of(line.unwrap_or_default())
    };
    questions.iter().flat_map(line).collect()
}

/// Why, in up to 500 letters (CERT-5, CERT-9).
pub(crate) fn reason(typed: &str) -> Result<String, Error> {
    match paragraph(typed, LONGEST_REASON) {
        Ok(reason) if reason.is_empty() => Err(Refusal::ReasonMissing.into()),
        Ok(reason) => Ok(reason),
        Err(fault) => Err(Error::Invalid(vec![Fault::new("reason", typed::Fault::from(fault), "CERT-5")])),
    }
}

/// What differs between two fillings of a form, in the order of its questions.
pub(crate) fn between(questions: &[Question], before: &Fields, after: &Fields, today: Date) -> Vec<Change> {
    let change = |question: &Question| Change {
        field: question.field.clone(),
        was: question.line_of(before, today),
        becomes: question.line_of(after, today),
    };
    questions.iter().map(change).filter(|change| change.was != change.becomes).collect()
}

/// Keeps what was changed in the record of this key, and why.
pub(crate) async fn keep(
    acting: &mut ActingOn<'_, Roster>,
    session: &Session,
    target: &str,
    changes: &[Change],
    reason: &str,
) -> Result<(), Error> {
    let now = acting.now();
    for Change { field, was, becomes } in changes {
        let kept = rows::insert(acting, target, now, field, was, becomes, reason, session.account_key());
        kept.await?.or(Error::NotFound)?;
    }
    Ok(())
}

/// Lays changes of many records ready: they are kept when `keep_staged` moves them.
pub(crate) async fn stage(
    work: &mut Work<'_>,
    batch: &str,
    changed: &[(&str, &[Change])],
) -> Result<(), Error> {
    let (at, mut rows) = (work.now(), Vec::new());
    for (target, changes) in changed {
        for (nth, Change { field, was, becomes }) in (1..).zip(*changes) {
            rows.push(rows::Staged { batch, target, nth, field, was, becomes, at });
        }
    }
    rows::stage(work, &rows).await.map(drop)
}

/// Keeps what was changed in many records, as it was laid ready, for one reason.
pub(crate) async fn keep_staged(
    acting: &mut ActingOn<'_, Roster>,
    session: &Session,
    batch: &str,
    reason: &str,
) -> Result<(), Error> {
    let now = acting.now();
    rows::insert_staged(acting, batch, now, reason, session.account_key()).await.map(door::Changed::or_not)
}

/// Forgets what was laid ready: of a batch, and what is older.
pub(crate) async fn unstage(work: &mut Work<'_>, batch: &str, before: Instant) -> Result<(), Error> {
    rows::forget(work, batch, before).await.map(door::Changed::or_not)
}

/// Keeps what an agency changed in the account of one of its staff, and why. The account's row was changed before: whoever
/// changes it at the same moment waits there.
pub(crate) async fn keep_of_agency(
    acting: &mut ActingOn<'_, Agency>,
    session: &Session,
    assister: &AssisterKey,
    Change { field, was, becomes }: &Change,
    reason: &str,
) -> Result<(), Error> {
    let (now, by) = (acting.now(), session.account_key());
    rows::insert_of_agency(acting, assister, now, field, was, becomes, reason, by).await?.or(Error::NotFound)
}

/// Keeps what an assister changed in the own account, as said above; nobody is asked why.
pub(crate) async fn keep_own(
    acting: &mut ActingOn<'_, OwnProfile>,
    session: &Session,
    changes: &[Change],
) -> Result<(), Error> {
    let (now, by) = (acting.now(), session.account_key());
    for Change { field, was, becomes } in changes {
        rows::insert_own(acting, now, field, was, becomes, by).await?.or(Error::NotFound)?;
    }
    Ok(())
}

/// Keeps what an assister changed in the settings of the account to sign in with.
pub(crate) async fn keep_of_account(
    acting: &mut ActingOn<'_, Account>,
    (field, was, becomes): (&str, &str, &str),
) -> Result<(), Error> {
    let now = acting.now();
    rows::insert_of_account(acting, now, field, was, becomes).await?.or(Error::NotFound)
}

/// The latest changes of a record, newest first.
pub(crate) async fn of(acting: &mut ActingOn<'_, Roster>, target: &str) -> Result<Vec<KeptChange>, Error> {
    rows::of(acting, target).await
}
