//! A file is applied: judged again against the roster as it is then, and written in one transaction, all or nothing. What
//! comes before that transaction is read ahead of it, so that one event stands for all of it.

use super::{
    SeenRow,
    columns::Mapping,
    keeping::{self, KeptPage},
    looking::{Counts, Looked, Reading},
    reading::Table,
    rows,
};
use crate::{ActingOn, Error, Portal, Roster, Session, assisters, changes, randomness};
use domain::{
    instant::Instant,
    people::RosterFileKey,
    refusal::Refusal,
    roster::Action,
    roster_file::{FileNote, FileState, RowOutcome},
};
use door::{Ahead, TheRoster};

/// How often a file is judged again because the roster moved while it was made ready.
pub(super) const TRIES: usize = 3;

/// Accounts that are laid ready in one transaction.
const STAGED: usize = 250;

/// What came of applying a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// It was applied.
    Done,
    /// It had been applied, or somebody applies it now.
    Before,
}

/// A file that is to be written.
pub(super) struct Writing<'a> {
    pub(super) key: Option<&'a RosterFileKey>,
    pub(super) table: &'a Table,
    pub(super) mapping: &'a Mapping,
    /// Why, as it was typed, and how people reach the portal.
    pub(super) how: (&'a str, &'a str),
    /// Under which key the rows are laid ready.
    pub(super) batch: &'a str,
}

/// What lies ready to be moved into the roster.
pub(super) struct Prepared {
    pub(super) looked: Looked,
    reason: String,
    /// The new accounts as they are told once they are there.
    pages: Vec<KeptPage>,
}

impl Prepared {
    /// How many rows came to what, and what each came to.
    pub(super) fn into_seen(self) -> (Counts, Vec<SeenRow>) {
        (self.looked.counts, self.looked.lines)
    }
}

/// Whether a file is in this server's hands, so that it must be put back when nothing was written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hand {
    Empty,
    Full,
}

impl Portal {
    /// Applies a file as it was shown.
    ///
    /// # Errors
    /// `Refused` with `RosterMoved` when it would come to something else now: it is shown anew; `NothingToChange`,
    /// `ReasonMissing` when an account changes and nobody says why; `NotFound`.
    pub async fn apply_roster_file(
        &self,
        session: &Session,
        key: &RosterFileKey,
        how: (&str, &str),
    ) -> Result<Applied, Error> {
        for _ in 0..TRIES {
            let (batch, mut hand) = (randomness::row_key(), Hand::Empty);
            let applied = self.apply_once(session, key, how, (&batch, &mut hand)).await;
            self.clear(&batch).await;
            match (applied, hand) {
                (Err(fault), Hand::Full) => {
                    self.put_back(key, (FileState::Applying, FileState::Ready)).await?;
                    if !roster_moved(&fault) {
                        return Err(fault);
                    }
                }
                (applied, _) => return applied,
            }
        }
        Err(Refusal::RosterMoved.into())
    }

    async fn apply_once(
        &self,
        session: &Session,
        key: &RosterFileKey,
        how: (&str, &str),
        (batch, hand): (&str, &mut Hand),
    ) -> Result<Applied, Error> {
        let known = self.columns(session);
        let ahead = async |ahead: &Ahead<'_, Roster>| {
            let open =
                async |acting: &mut ActingOn<'_, Roster>| super::opened(acting, session, key, &known).await;
            let (row, table) = ahead.read(Action::ReadRosterFile, open).await?;
            if row.state == FileState::Ready {
                may_apply(&row, how.0)?;
            }
            let (from, to) = (FileState::Ready, FileState::Applying);
            if row.state == FileState::Applied || !self.take_in_hand(key, (from, to)).await? {
                return Ok(None);
            }
            *hand = Hand::Full;
            let mapping = row.mapping();
            let (table, mapping) = (&table, &mapping);
            let writing = Writing { key: Some(key), table, mapping, how, batch };
            let looked = self.look_ahead(session, ahead, &writing).await?;
            if !row.digest.is_empty() && looked.digest != row.digest {
                self.keep(key, &looked, FileNote::Changed).await?;
                *hand = Hand::Empty;
                return Err(Refusal::RosterMoved.into());
            }
            self.prepare(&writing, looked).await.map(Some)
        };
        let mut began = None;
        let write = async |acting: &mut ActingOn<'_, Roster>, prepared: Result<Option<Prepared>, Error>| {
            acting.target(key);
            let Some(prepared) = prepared? else {
                acting.done_before();
                return Ok(Applied::Before);
            };
            began = Some((std::time::Instant::now(), prepared.looked.counts));
            move_prepared(acting, session, (Some(key), batch), &prepared).await?;
            Ok(Applied::Done)
        };
        let done = self.door.prepared(session, &TheRoster, Action::ApplyRosterFile, ahead, write).await?;
        tell_written(began);
        Ok(done.into_value())
    }

    /// Judges the rows ahead of writing them.
    pub(super) async fn look_ahead(
        &self,
        session: &Session,
        ahead: &Ahead<'_, Roster>,
        writing: &Writing<'_>,
    ) -> Result<Looked, Error> {
        let file = (writing.table, writing.mapping);
        self.look(session, writing.key, file, Reading::Ahead(ahead)).await
    }

    /// Makes what the rows need, and lays it ready beside the roster.
    pub(super) async fn prepare(&self, writing: &Writing<'_>, mut looked: Looked) -> Result<Prepared, Error> {
        let reason = match looked.counts.changed {
            0 => String::new(),
            _ => changes::reason(writing.how.0)?,
        };
        let (mut ready, mut done) = (Vec::with_capacity(STAGED), 0);
        let rights = std::mem::take(&mut looked.rights);
        let count = rights.len();
        for (at, right) in rights {
            let one = self.ready(&mut looked.roll, right, (&reason, writing.how.1))?;
            if let Some(line) = looked.lines.get_mut(at) {
                line.reference_number.clone_from(&one.reference_number);
            }
            ready.push(one);
            done += 1;
            if ready.len() == STAGED || done == count {
                self.stage(writing.batch, &ready).await?;
                ready.clear();
                if let Some(key) = writing.key {
                    self.tell_done(key, done).await?;
                }
            }
        }
        let pages = match writing.key {
            Some(_) => keeping::pages(self.door.seal(), &looked.lines, RowOutcome::New)?,
            None => Vec::new(),
        };
        Ok(Prepared { looked, reason, pages })
    }

    /// Forgets what was laid ready, whatever came of it; what cannot be forgotten now goes after a day.
    pub(super) async fn clear(&self, batch: &str) {
        drop(self.unstage(batch, Instant(0)).await);
    }
}

/// What nobody needs to judge again: whether there is anything to do, and whether it is said why.
fn may_apply(row: &super::FileRow, why: &str) -> Result<(), Error> {
    match (row.changes(), row.changed) {
        (0, _) => Err(Refusal::NothingToChange.into()),
        (_, 0) => Ok(()),
        (_, _) => changes::reason(why).map(drop),
    }
}

/// Whether the roster moved while a file was made ready.
pub(super) fn roster_moved(fault: &Error) -> bool {
    matches!(fault, Error::Refused(Refusal::RosterMoved))
}

/// Moves what lies ready into the roster, unless the roster moved since it was read.
pub(super) async fn move_prepared(
    acting: &mut ActingOn<'_, Roster>,
    session: &Session,
    (key, batch): (Option<&RosterFileKey>, &str),
    Prepared { looked, reason, pages }: &Prepared,
) -> Result<(), Error> {
    if assisters::roster_standing(acting).await? != looked.roll.standing {
        return Err(Refusal::RosterMoved.into());
    }
    let changed = usize::try_from(looked.counts.changed).unwrap_or(usize::MAX);
    assisters::move_staged(acting, session, (batch, changed), reason).await?;
    let Some(key) = key else { return Ok(()) };
    rows::forget_new(acting, key).await?.or_not();
    for KeptPage { page_key, number, sealed, .. } in pages {
        rows::keep_new(acting, page_key, key, *number, sealed).await?.or_not();
    }
    let (now, account) = (acting.now(), session.account_key());
    rows::applied(acting, key, account, now).await?.or(Refusal::RosterMoved.into())
}

/// So long nobody else wrote to a small database.
pub(super) fn tell_written(began: Option<(std::time::Instant, Counts)>) {
    if let Some((began, counts)) = began {
        let milliseconds = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(rows = counts.changes(), milliseconds, "roster file written");
    }
}
