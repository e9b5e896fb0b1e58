//! Roster files (CERT-2): accounts of assisters in a table, taken in, looked at row by row, and applied all or nothing. Every
//! row is the account's own form filled in, with its questions, its rules and its mails (`assisters::many`); nothing here
//! knows a rule of an account, and nothing touches an association (ASSOC-1). Between upload and apply the file lies sealed
//! in the database, so that any server can go on with it, for a day.

mod applying;
mod columns;
mod command;
mod jobs;
mod keeping;
mod looking;
mod reading;
mod rows;
mod writing;

pub use applying::Applied;
pub use columns::Known;
pub use command::Imported;
pub use looking::{Counts, Reason, SeenRow};
pub use rows::FileRow;
pub(crate) use rows::STATEMENTS;

use crate::{ActingOn, Error, FieldFault, Portal, Roster, Session, assisters, randomness};
use columns::{Mapping, Twice, by_headings, is_known, look_at};
use domain::{
    form::Wrong,
    instant::Instant,
    people::RosterFileKey,
    refusal::Refusal,
    roster::Action,
    roster_file::{FileFault, FileState, RowOutcome, WrongFile},
};
use door::TheRoster;
use reading::Table;

/// How long a file is kept.
const KEPT_SECONDS: i64 = 86_400;
/// Rows on a page.
pub const ROWS: usize = 50;
/// So long after the last sign of life a file is free for somebody else to go on with.
const STALE_SECONDS: i64 = 30;

/// What was uploaded.
pub struct Upload<'a> {
    /// The form's key: the same form sent twice is one file (APP-6).
    pub form_key: &'a str,
    /// The file's bytes.
    pub bytes: &'a [u8],
}

/// A file, and a page of what its rows come to.
#[derive(Clone, Debug)]
pub struct OpenFile {
    /// How far it is.
    pub row: FileRow,
    /// Rows of the outcome that was asked for.
    pub lines: Vec<SeenRow>,
    /// What leaves the event, for who goes on.
    begun: looking::Begun,
}

/// A file whose columns must be said.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Every column that there is.
    pub known: Vec<Known>,
    /// The file's headings.
    pub headings: Vec<String>,
    /// The first rows, to recognize the columns by.
    pub sample: Vec<Vec<String>>,
    /// What each column seems to be.
    pub guess: Vec<Option<String>>,
}

impl FileRow {
    /// Rows that would be, or were, written.
    pub fn changes(&self) -> i64 {
        self.changed + self.added
    }

    /// Rows of an outcome.
    pub fn of(&self, outcome: RowOutcome) -> i64 {
        match outcome {
            RowOutcome::Refused => self.refused,
            RowOutcome::Changed => self.changed,
            RowOutcome::New => self.added,
            RowOutcome::Unchanged => self.unchanged,
        }
    }

    /// Whether somebody works on it, or did a moment ago.
    pub fn is_in_hand(&self, now: Instant) -> bool {
        now.seconds_since(self.touched_at) < STALE_SECONDS
    }

    /// Whether nobody looked at its rows yet.
    pub fn is_new(&self) -> bool {
        self.state == FileState::Looking && self.touched_at == Instant(0)
    }

    fn mapping(&self) -> Mapping {
        serde_json::from_str(&self.mapping).unwrap_or_default()
    }
}

/// A file that is refused whole.
fn refused(fault: FileFault) -> Error {
    Error::Invalid(vec![FieldFault::new("file", Wrong::File(fault), "CERT-2")])
}

impl Portal {
    /// Takes a file in; its rows can be looked at next, or its columns must be said first.
    ///
    /// # Errors
    /// `Invalid` with the line, the column and the reason for a file that is refused whole; `Refused(FormKeyReused)`.
    pub async fn take_roster_file(
        &self,
        session: &Session,
        upload: &Upload<'_>,
    ) -> Result<(RosterFileKey, FileState), Error> {
        let known = self.columns(session);
        let read = reading::read(upload.bytes, &|heading| is_known(&known, heading));
        let read = read.and_then(|table| match by_headings(&known, &table.headings) {
            Ok(mapping) => Ok((FileState::Looking, look_at(&known, &table, &mapping)?, mapping, table)),
            Err(guess) => Ok((FileState::Asking, Vec::new(), guess, table)),
        });
        let sha256 = randomness::sha256_hex(upload.bytes);
        self.door
            .acting_on(session, &TheRoster, Action::TakeRosterFile, async |acting| {
                let (now, account) = (acting.now(), session.account_key());
                if let Some(same) = rows::same(acting, account, upload.form_key).await? {
                    if same.content_sha256 != sha256 {
                        return Err(Refusal::FormKeyReused.into());
                    }
                    acting.done_before();
                    acting.target(&same.file_key);
                    let row =
                        rows::read(acting, &same.file_key, account, now.plus_seconds(-KEPT_SECONDS)).await?;
                    return Ok((same.file_key, row.ok_or(Error::NotFound)?.state));
                }
                let (state, twice, mapping, table) = read.map_err(refused)?;
                refuse_twice(acting, twice).await?;
                let key = RosterFileKey(randomness::row_key());
                acting.target(&key);
                let sealed = acting.seal().seal(&place_of_file(&key), upload.bytes)?;
                let mapping = serde_json::to_string(&mapping).unwrap_or_default();
                let total = i64::try_from(table.rows.len()).unwrap_or(i64::MAX);
                let (form_key, sealed) = (upload.form_key, &*sealed);
                rows::insert(acting, &key, account, form_key, &sha256, state, &mapping, total, now, sealed)
                    .await?
                    .or_not();
                Ok((key, state))
            })
            .await
            .map(door::Acted::into_value)
    }

    /// A file whose columns must be said, with the best guess; `None` when they are known.
    ///
    /// # Errors
    /// `NotFound` for another's file, or one that was forgotten after a day.
    pub async fn read_roster_columns(
        &self,
        session: &Session,
        key: &RosterFileKey,
    ) -> Result<Option<Asked>, Error> {
        let known = self.columns(session);
        self.door
            .acting_on(session, &TheRoster, Action::ReadRosterFile, async |acting| {
                acting.target(key);
                let row = file(acting, session, key).await?;
                if row.state != FileState::Asking {
                    return Ok(None);
                }
                let table = table(acting, session, key, &known).await?;
                let cells = |line: &reading::Line| line.cells.iter().map(str::to_owned).collect();
                let sample = table.rows.iter().take(3).map(cells).collect();
                Ok(Some(Asked {
                    guess: row.mapping(),
                    headings: table.headings,
                    sample,
                    known: known.clone(),
                }))
            })
            .await
            .map(door::Acted::into_value)
    }

    /// What the columns of a file are, said by whoever uploaded it: the names of fields, or nothing for a column that is
    /// left out.
    ///
    /// # Errors
    /// `Invalid` for what makes the file one that is refused whole; `NotFound`.
    pub async fn map_roster_file(
        &self,
        session: &Session,
        key: &RosterFileKey,
        said: &[String],
    ) -> Result<(), Error> {
        let known = self.columns(session);
        self.door
            .acting_on(session, &TheRoster, Action::TakeRosterFile, async |acting| {
                acting.target(key);
                let row = file(acting, session, key).await?;
                if row.state != FileState::Asking {
                    acting.done_before();
                    return Ok(());
                }
                let table = table(acting, session, key, &known).await?;
                let field = |said: &String| known.iter().any(|one| one.field == *said).then(|| said.clone());
                let mapping: Mapping = said
                    .iter()
                    .map(field)
                    .chain(std::iter::repeat(None))
                    .take(table.headings.len())
                    .collect();
                let twice = look_at(&known, &table, &mapping).map_err(refused)?;
                refuse_twice(acting, twice).await?;
                let mapping = serde_json::to_string(&mapping).unwrap_or_default();
                rows::map(acting, key, session.account_key(), &mapping).await?.or(Error::NotFound)
            })
            .await
            .map(door::Acted::into_value)
    }

    /// A file, and a page of its rows of an outcome, counted from one.
    ///
    /// # Errors
    /// `NotFound` for another's file, or one that was forgotten after a day.
    pub async fn read_roster_file(
        &self,
        session: &Session,
        key: &RosterFileKey,
        (outcome, page): (Option<RowOutcome>, i64),
    ) -> Result<OpenFile, Error> {
        let read = self
            .door
            .acting_on(session, &TheRoster, Action::ReadRosterFile, async |acting| {
                acting.target(key);
                let row = file(acting, session, key).await?;
                let first = RowOutcome::ALL.iter().copied().find(|outcome| row.of(*outcome) > 0);
                let lines = match outcome.or(first) {
                    Some(outcome) => match rows::page(acting, key, outcome, page).await? {
                        Some(page) => keeping::open(&acting.seal(), &page)?,
                        None => Vec::new(),
                    },
                    None => Vec::new(),
                };
                Ok((row, lines))
            })
            .await?;
        let door::Acted { value: (row, lines), facts } = read;
        Ok(OpenFile { row, lines, begun: door::Acted { value: (), facts } })
    }

    /// What every row of a file comes to, in the order of the file: the report.
    ///
    /// # Errors
    /// `NotFound` for another's file, or one that was forgotten after a day.
    pub async fn read_roster_report(&self, session: &Session, key: &RosterFileKey) -> Result<Vec<u8>, Error> {
        let lines = self
            .door
            .acting_on(session, &TheRoster, Action::ReadRosterFile, async |acting| {
                acting.target(key);
                let row = file(acting, session, key).await?;
                let mut lines: Vec<SeenRow> = Vec::new();
                for page in rows::pages(acting, key).await? {
                    lines.extend(keeping::open(&acting.seal(), &page)?);
                }
                lines.sort_by_key(|line| line.line);
                Ok((row.state == FileState::Applied, lines))
            })
            .await?
            .into_value();
        self.report(session, lines.0, &lines.1)
    }

    /// The files of the last day that this resource manager uploaded, newest first.
    ///
    /// # Errors
    /// `Denied` for anybody but a resource manager.
    pub async fn list_roster_files(&self, session: &Session) -> Result<Vec<FileRow>, Error> {
        self.door
            .acting_on(session, &TheRoster, Action::ReadRosterFile, async |acting| {
                let since = acting.now().plus_seconds(-KEPT_SECONDS);
                rows::mine(acting, session.account_key(), since).await
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Every column that a file can have, called as in the session's language too.
    fn columns(&self, session: &Session) -> Vec<Known> {
        columns::all(self.speaking(&session.context().language), &self.profile)
    }
}

/// One's own file of the last day.
async fn file(
    acting: &mut ActingOn<'_, Roster>,
    session: &Session,
    key: &RosterFileKey,
) -> Result<FileRow, Error> {
    let since = acting.now().plus_seconds(-KEPT_SECONDS);
    rows::read(acting, key, session.account_key(), since).await?.ok_or(Error::NotFound)
}

/// One's own file with its table.
async fn opened(
    acting: &mut ActingOn<'_, Roster>,
    session: &Session,
    key: &RosterFileKey,
    known: &[Known],
) -> Result<(FileRow, Table), Error> {
    acting.target(key);
    let row = file(acting, session, key).await?;
    let table = table(acting, session, key, known).await?;
    Ok((row, table))
}

/// The table that was uploaded.
async fn table(
    acting: &mut ActingOn<'_, Roster>,
    session: &Session,
    key: &RosterFileKey,
    known: &[Known],
) -> Result<Table, Error> {
    let content = rows::content(acting, key, session.account_key()).await?.ok_or(Error::NotFound)?;
    let bytes = acting.seal().open(&place_of_file(key), &content.sealed)?;
    reading::read(&bytes, &|heading| is_known(known, heading)).map_err(refused)
}

/// A number that stands in two rows is right only where all but one of their accounts had it before they were decertified.
async fn refuse_twice(acting: &mut ActingOn<'_, Roster>, twice: Vec<Twice>) -> Result<(), Error> {
    if twice.is_empty() {
        return Ok(());
    }
    let given_up = assisters::numbers_given_up(acting).await?;
    for Twice { npn, references, fault } in twice {
        let held = |reference: &&String| !given_up.contains(&((*reference).clone(), npn.clone()));
        if references.iter().filter(held).count() > 1 {
            return Err(refused(fault));
        }
    }
    Ok(())
}

/// Where a file lies, for its seal.
fn place_of_file(key: &RosterFileKey) -> String {
    format!("roster_files/sealed/{key}")
}

/// A file whose columns nobody can be sure of, for a command that cannot ask.
fn unknown_heading(known: &[Known], table: &Table) -> FileFault {
    let unknown = |heading: &String| !heading.is_empty() && !is_known(known, heading);
    let place = table.headings.iter().position(unknown).unwrap_or_default();
    let heading = table.headings.get(place).map_or("", String::as_str);
    FileFault::at(table.line, reading::column(place), WrongFile::HeadingUnknown).below(heading)
}
