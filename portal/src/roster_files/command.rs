//! A file by command: whoever runs the server takes it in, in the name of a resource manager, through the same door. It
//! is looked at and applied in one go, and stored nowhere.

use super::{
    Counts, SeenRow,
    applying::{Prepared, TRIES, Writing, move_prepared, roster_moved, tell_written},
    columns::{Known, Mapping, by_headings, is_known, look_at},
    looking::{Begun, Reading},
    reading::{self, Table},
    refuse_twice, refused, unknown_heading,
};
use crate::{ActingOn, Error, Portal, Roster, Session, randomness};
use domain::{refusal::Refusal, roster::Action};
use door::{Ahead, TheRoster};

/// What a file came to, and whether it was written.
pub struct Imported {
    /// How many rows came to what.
    pub counts: Counts,
    /// What each row came to.
    pub lines: Vec<SeenRow>,
    /// The report, as a file for spreadsheets.
    pub report: Vec<u8>,
}

impl Portal {
    /// The session in which a command of whoever runs the server acts, in the name of the resource manager with this
    /// address, or of the only one there is. `None` when there is no such one.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn in_the_name_of(&self, email: &str, command: &str) -> Result<Option<Session>, Error> {
        self.door.in_the_name_of(email, command).await
    }

    /// Takes a file in and applies it, or only looks at what it would change.
    ///
    /// # Errors
    /// `Invalid` with the line, the column and the reason for a file that is refused whole; as
    /// `apply_roster_file`.
    pub async fn import_roster_file(
        &self,
        session: &Session,
        (bytes, dry_run): (&[u8], bool),
        how: (&str, &str),
    ) -> Result<Imported, Error> {
        let (counts, lines) = match dry_run {
            true => self.look_at_bytes(session, bytes).await?,
            false => self.write_bytes(session, bytes, how).await?,
        };
        let report = self.report(session, !dry_run, &lines)?;
        Ok(Imported { counts, lines, report })
    }

    async fn look_at_bytes(&self, session: &Session, bytes: &[u8]) -> Result<(Counts, Vec<SeenRow>), Error> {
        let known = self.columns(session);
        let read = async |acting: &mut ActingOn<'_, Roster>| checked(acting, &known, bytes).await;
        let door::Acted { value, facts } =
            self.door.acting_on(session, &TheRoster, Action::ReadRosterFile, read).await?;
        let (begun, (table, mapping)) = (Begun { value: (), facts }, value);
        let looked = self.look(session, None, (&table, &mapping), Reading::Begun(&begun)).await?;
        Ok((looked.counts, looked.lines))
    }

    async fn write_bytes(
        &self,
        session: &Session,
        bytes: &[u8],
        how: (&str, &str),
    ) -> Result<(Counts, Vec<SeenRow>), Error> {
        for _ in 0..TRIES {
            let batch = randomness::row_key();
            let written = self.write_once(session, bytes, how, &batch).await;
            self.clear(&batch).await;
            match written {
                Err(fault) if roster_moved(&fault) => {}
                written => return written,
            }
        }
        Err(Refusal::RosterMoved.into())
    }

    async fn write_once(
        &self,
        session: &Session,
        bytes: &[u8],
        how: (&str, &str),
        batch: &str,
    ) -> Result<(Counts, Vec<SeenRow>), Error> {
        let known = self.columns(session);
        let ahead = async |ahead: &Ahead<'_, Roster>| {
            let read = async |acting: &mut ActingOn<'_, Roster>| checked(acting, &known, bytes).await;
            let (table, mapping) = ahead.read(Action::ReadRosterFile, read).await?;
            let (table, mapping) = (&table, &mapping);
            let writing = Writing { key: None, table, mapping, how, batch };
            let looked = self.look_ahead(session, ahead, &writing).await?;
            self.prepare(&writing, looked).await
        };
        let mut began = None;
        let write = async |acting: &mut ActingOn<'_, Roster>, prepared: Result<Prepared, Error>| {
            let prepared = prepared?;
            began = Some((std::time::Instant::now(), prepared.looked.counts));
            move_prepared(acting, session, (None, batch), &prepared).await?;
            Ok(prepared.into_seen())
        };
        let done = self.door.prepared(session, &TheRoster, Action::ApplyRosterFile, ahead, write).await?;
        tell_written(began);
        Ok(done.into_value())
    }
}

/// A file as it came, with what its columns are.
async fn checked(
    acting: &mut ActingOn<'_, Roster>,
    known: &[Known],
    bytes: &[u8],
) -> Result<(Table, Mapping), Error> {
    let table = reading::read(bytes, &|heading| is_known(known, heading)).map_err(refused)?;
    let mapping = by_headings(known, &table.headings).map_err(|_| refused(unknown_heading(known, &table)))?;
    refuse_twice(acting, look_at(known, &table, &mapping).map_err(refused)?).await?;
    Ok((table, mapping))
}
