//! A file is applied: judged again against the roster as it is then, and written in one transaction, all or nothing.

use super::{
    SeenRow,
    columns::{Known, Mapping},
    keeping,
    looking::{Begun, Counts, Looked},
    reading::Table,
    rows,
};
use crate::{
    ActingOn, Error, Portal, Roster, Session,
    assisters::{self, Standing},
    changes, randomness,
};
use domain::{
    instant::Instant,
    people::RosterFileKey,
    refusal::Refusal,
    roster::Action,
    roster_file::{FileNote, FileState, RowOutcome},
};
use door::TheRoster;

/// How often a file is judged again because the roster moved while it was made ready.
const TRIES: usize = 3;

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
    pub(super) known: &'a [Known],
    pub(super) table: &'a Table,
    pub(super) mapping: &'a Mapping,
    /// Why, as it was typed, and how people reach the portal.
    pub(super) why: &'a str,
    pub(super) portal_address: &'a str,
    /// What was shown to whoever applies it; empty when nothing was.
    pub(super) digest: &'a str,
    /// What began, and left its event.
    pub(super) begun: Option<&'a Begun>,
}

/// How a file went.
pub(super) enum Went {
    /// It was written, and this is what its rows came to.
    Written(Counts, Vec<SeenRow>),
    /// It comes to something else than was shown.
    Stale,
}

impl Portal {
    /// Applies a file as it was shown.
    ///
    /// # Errors
    /// `Refused` with `RosterMoved` when it would come to something else now: it is looked at again; `NothingToChange`,
    /// `ReasonMissing` when an account changes and nobody says why; `NotFound`.
    pub async fn apply_roster_file(
        &self,
        session: &Session,
        key: &RosterFileKey,
        (why, portal_address): (&str, &str),
    ) -> Result<Applied, Error> {
        let (begun, (row, table)) = self.open_file(session, key).await?;
        if matches!(row.state, FileState::Applied) {
            return self.applied_before(session, key).await;
        }
        if row.state == FileState::Ready {
            self.may_apply(session, key, (&row, why)).await?;
        }
        if !self.take_in_hand(key, (FileState::Ready, FileState::Applying)).await? {
            return self.applied_before(session, key).await;
        }
        let (known, mapping) = (self.columns(session), row.mapping());
        let writing = Writing {
            key: Some(key),
            known: &known,
            table: &table,
            mapping: &mapping,
            why,
            portal_address,
            digest: &row.digest,
            begun: Some(&begun),
        };
        let went = self.write_roster_file(session, &writing).await;
        match went {
            Ok(Went::Written(..)) => Ok(Applied::Done),
            Ok(Went::Stale) => {
                self.put_back(key, (FileState::Applying, FileState::Ready)).await?;
                self.look_again(session, key, FileNote::Changed).await?;
                self.refuse(session, key, Refusal::RosterMoved.into()).await
            }
            Err(fault) => {
                self.put_back(key, (FileState::Applying, FileState::Ready)).await?;
                Err(fault)
            }
        }
    }

    /// What nobody needs to judge again: whether there is anything to do, and whether it is said why.
    async fn may_apply(
        &self,
        session: &Session,
        key: &RosterFileKey,
        (row, why): (&super::FileRow, &str),
    ) -> Result<(), Error> {
        let wrong = match (row.changes(), row.changed) {
            (0, _) => Err(Refusal::NothingToChange.into()),
            (_, 0) => Ok(()),
            (_, _) => changes::reason(why).map(drop),
        };
        match wrong {
            Ok(()) => Ok(()),
            Err(wrong) => self.refuse(session, key, wrong).await.map(|_| ()),
        }
    }

    /// A refused attempt leaves its event.
    async fn refuse(&self, session: &Session, key: &RosterFileKey, wrong: Error) -> Result<Applied, Error> {
        let refuse = async |acting: &mut ActingOn<'_, Roster>| {
            acting.target(key);
            Err(wrong)
        };
        self.door
            .acting_on(session, &TheRoster, Action::ApplyRosterFile, refuse)
            .await
            .map(door::Acted::into_value)
    }

    async fn applied_before(&self, session: &Session, key: &RosterFileKey) -> Result<Applied, Error> {
        let before = async |acting: &mut ActingOn<'_, Roster>| {
            acting.target(key);
            acting.done_before();
            Ok(Applied::Before)
        };
        self.door
            .acting_on(session, &TheRoster, Action::ApplyRosterFile, before)
            .await
            .map(door::Acted::into_value)
    }

    /// Judges a file, makes what it needs, and writes it, unless the roster moved in between: then all of that again.
    pub(super) async fn write_roster_file(
        &self,
        session: &Session,
        writing: &Writing<'_>,
    ) -> Result<Went, Error> {
        for _ in 0..TRIES {
            let file = (writing.table, writing.mapping);
            let mut looked = self.look(session, (writing.key, writing.known), file, writing.begun).await?;
            if !writing.digest.is_empty() && looked.digest != writing.digest {
                return Ok(Went::Stale);
            }
            let reason = match looked.counts.changed {
                0 => String::new(),
                _ => changes::reason(writing.why)?,
            };
            let batch = randomness::row_key();
            let written = self.write_batch(session, writing, (&mut looked, &batch), &reason).await;
            // Whatever came of it; what cannot be forgotten now goes after a day.
            drop(self.unstage(&batch, Instant(0)).await);
            if written? {
                return Ok(Went::Written(looked.counts, looked.lines));
            }
        }
        Err(Refusal::RosterMoved.into())
    }

    /// Makes ready what the file needs and moves it into the roster; false when the roster moved since it was read, and
    /// nothing was written.
    async fn write_batch(
        &self,
        session: &Session,
        writing: &Writing<'_>,
        (looked, batch): (&mut Looked, &str),
        reason: &str,
    ) -> Result<bool, Error> {
        let (mut ready, mut done) = (Vec::with_capacity(STAGED), 0);
        let rights = std::mem::take(&mut looked.rights);
        let count = rights.len();
        for (at, right) in rights {
            let one = self.ready(&mut looked.roll, right, (reason, writing.portal_address))?;
            if let Some(line) = looked.lines.get_mut(at) {
                line.reference_number.clone_from(&one.reference_number);
            }
            ready.push(one);
            done += 1;
            if ready.len() == STAGED || done == count {
                self.stage(batch, &ready).await?;
                ready.clear();
                if let Some(key) = writing.key {
                    self.tell_done(key, done).await?;
                }
            }
        }
        self.move_batch(session, writing, (looked, batch), reason).await
    }

    async fn move_batch(
        &self,
        session: &Session,
        writing: &Writing<'_>,
        (looked, batch): (&Looked, &str),
        reason: &str,
    ) -> Result<bool, Error> {
        let pages = match writing.key {
            Some(_) => keeping::pages(self.door.seal(), &looked.lines, RowOutcome::New)?,
            None => Vec::new(),
        };
        let read: &Standing = &looked.roll.standing;
        let write = async |acting: &mut ActingOn<'_, Roster>| {
            if let Some(key) = writing.key {
                acting.target(key);
            }
            if assisters::roster_standing(acting).await? != *read {
                return Err(Refusal::RosterMoved.into());
            }
            let changed = usize::try_from(looked.counts.changed).unwrap_or(usize::MAX);
            assisters::move_staged(acting, session, (batch, changed), reason).await?;
            let Some(key) = writing.key else { return Ok(()) };
            rows::forget_new(acting, key).await?.or_not();
            for keeping::KeptPage { page_key, number, sealed, .. } in &pages {
                rows::keep_new(acting, page_key, key, *number, sealed).await?.or_not();
            }
            let (now, account) = (acting.now(), session.account_key());
            rows::applied(acting, key, account, now).await?.or(Refusal::RosterMoved.into())
        };
        let began = std::time::Instant::now();
        match self.door.acting_on(session, &TheRoster, Action::ApplyRosterFile, write).await {
            Ok(_) => {
                // So long nobody else wrote to a small database.
                let milliseconds = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
                tracing::info!(rows = looked.counts.changes(), milliseconds, "roster file written");
                Ok(true)
            }
            Err(Error::Refused(Refusal::RosterMoved)) => Ok(false),
            Err(fault) => Err(fault),
        }
    }
}
