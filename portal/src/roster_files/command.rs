//! A file by command: whoever runs the server takes it in, in the name of a resource manager, through the same door. It
//! is looked at and applied in one go, and stored nowhere.

use super::{
    Counts, SeenRow,
    applying::{Went, Writing},
    columns::{by_headings, is_known, look_at},
    reading, refuse_twice, refused, unknown_heading,
};
use crate::{ActingOn, Error, Portal, Roster, Session};
use domain::{refusal::Refusal, roster::Action};
use door::TheRoster;

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
        (why, portal_address): (&str, &str),
    ) -> Result<Imported, Error> {
        let known = self.columns(session);
        let read = reading::read(bytes, &|heading| is_known(&known, heading)).and_then(|table| {
            let mapping =
                by_headings(&known, &table.headings).map_err(|_| unknown_heading(&known, &table))?;
            Ok((look_at(&known, &table, &mapping)?, table, mapping))
        });
        let action = if dry_run { Action::ReadRosterFile } else { Action::TakeRosterFile };
        let check = async |acting: &mut ActingOn<'_, Roster>| {
            let (twice, table, mapping) = read.map_err(refused)?;
            refuse_twice(acting, twice).await?;
            Ok((table, mapping))
        };
        let (table, mapping) = self.door.acting_on(session, &TheRoster, action, check).await?.into_value();
        let writing = Writing {
            key: None,
            known: &known,
            table: &table,
            mapping: &mapping,
            why,
            portal_address,
            digest: "",
            begun: None,
        };
        let (counts, lines) = if dry_run {
            let looked = self.look(session, (None, &known), (&table, &mapping), None).await?;
            (looked.counts, looked.lines)
        } else {
            match self.write_roster_file(session, &writing).await? {
                Went::Written(counts, lines) => (counts, lines),
                Went::Stale => return Err(Refusal::RosterMoved.into()),
            }
        };
        let report = self.report(session, !dry_run, &lines)?;
        Ok(Imported { counts, lines, report })
    }
}
