//! What the rows of a stored file come to, kept in sealed pages: fifty rows of one outcome each, so that a page of twenty
//! thousand rows reads fifty.

use super::{
    FileRow, ROWS, STALE_SECONDS, SeenRow,
    looking::{Begun, Looked, Reading},
    reading::Table,
    rows,
};
use crate::{ActingOn, Error, Portal, Roster, Session, randomness};
use domain::{
    people::RosterFileKey,
    roster::Action,
    roster_file::{FileNote, FileState, RowOutcome},
};
use door::{Seal, TheRoster};

/// A page as it is kept.
pub(super) struct KeptPage {
    pub(super) page_key: String,
    pub(super) outcome: RowOutcome,
    pub(super) number: i64,
    pub(super) sealed: Vec<u8>,
}

fn place_of_page(key: &str) -> String {
    format!("roster_file_pages/sealed/{key}")
}

/// The rows of a page.
pub(super) fn open(seal: &Seal, page: &rows::SealedPage) -> Result<Vec<SeenRow>, Error> {
    let plain = seal.open(&place_of_page(&page.page_key), &page.sealed)?;
    serde_json::from_slice(&plain).map_err(|_| Error::Corrupt("a page of a roster file"))
}

/// Rows of an outcome in sealed pages.
pub(super) fn pages(seal: &Seal, lines: &[SeenRow], outcome: RowOutcome) -> Result<Vec<KeptPage>, Error> {
    let of: Vec<&SeenRow> = lines.iter().filter(|line| line.outcome == outcome).collect();
    let page = |(number, rows): (i64, &[&SeenRow])| {
        let page_key = randomness::row_key();
        let plain = serde_json::to_vec(rows).map_err(|_| Error::Corrupt("a page of a roster file"))?;
        let sealed = seal.seal(&place_of_page(&page_key), &plain)?;
        Ok(KeptPage { page_key, outcome, number, sealed })
    };
    (1..).zip(of.chunks(ROWS)).map(page).collect()
}

impl Portal {
    /// Looks at the rows of a stored file and keeps what they come to.
    ///
    /// # Errors
    /// `NotFound`; `Denied`; whatever the database says.
    pub async fn look_at_roster_file(&self, session: &Session, key: &RosterFileKey) -> Result<(), Error> {
        let known = self.columns(session);
        let open =
            async |acting: &mut ActingOn<'_, Roster>| super::opened(acting, session, key, &known).await;
        let door::Acted { value, facts } =
            self.door.acting_on(session, &TheRoster, Action::ReadRosterFile, open).await?;
        self.look_on(session, key, (&Begun { value: (), facts }, value)).await
    }

    /// The same for a file that was just opened, and that nobody looked at yet: the opening's event stands for it.
    ///
    /// # Errors
    /// As `look_at_roster_file`.
    pub async fn look_at_new_file(&self, session: &Session, opened: &super::OpenFile) -> Result<(), Error> {
        let (known, key) = (self.columns(session), &opened.row.file_key);
        let open =
            async |acting: &mut ActingOn<'_, Roster>| super::opened(acting, session, key, &known).await;
        let begun = &opened.begun;
        let file = self.door.going_on(begun, session, &TheRoster, Action::ReadRosterFile, open).await?;
        self.look_on(session, key, (begun, file)).await
    }

    /// Looks at a file unless somebody works on it. One that is left behind while it is applied goes on from here too:
    /// nothing of it was written.
    async fn look_on(
        &self,
        session: &Session,
        key: &RosterFileKey,
        (begun, (row, table)): (&Begun, (FileRow, Table)),
    ) -> Result<(), Error> {
        let taken = self.door.at_work(None, async |work| {
            let now = work.now();
            rows::begin_look(work, key, now, now.plus_seconds(-STALE_SECONDS)).await
        });
        if !taken.await?.any() {
            return Ok(());
        }
        let looked = async {
            let mapping = row.mapping();
            let looked = self.look(session, Some(key), (&table, &mapping), Reading::Begun(begun)).await?;
            self.keep(key, &looked, FileNote::None).await
        };
        let looked = looked.await;
        if looked.is_err() {
            self.put_back(key, (FileState::Looking, FileState::Looking)).await?;
        }
        looked
    }

    /// Says how far the work on a file is.
    pub(super) async fn tell_done(&self, key: &RosterFileKey, done: usize) -> Result<(), Error> {
        let done = i64::try_from(done).unwrap_or(i64::MAX);
        let told = self.door.at_work(None, async |work| {
            let now = work.now();
            rows::note_done(work, key, done, now).await
        });
        told.await.map(door::Changed::or_not)
    }

    pub(super) async fn keep(
        &self,
        key: &RosterFileKey,
        looked: &Looked,
        note: FileNote,
    ) -> Result<(), Error> {
        let mut all = Vec::new();
        for outcome in RowOutcome::ALL {
            all.extend(pages(self.door.seal(), &looked.lines, *outcome)?);
        }
        let kept = self.door.at_work(None, async |work| {
            rows::forget_pages(work, key).await?.or_not();
            for page in &all {
                let KeptPage { page_key, outcome, number, sealed } = page;
                rows::keep_page(work, page_key, key, *outcome, *number, sealed).await?.or_not();
            }
            let (now, counts) = (work.now(), looked.counts);
            let (refused, changed, added) = (counts.refused, counts.changed, counts.added);
            let (unchanged, digest) = (counts.unchanged, &*looked.digest);
            rows::looked(work, key, note, refused, changed, added, unchanged, digest, now).await
        });
        kept.await.map(door::Changed::or_not)
    }

    /// Takes a file in hand; false when somebody has it.
    pub(super) async fn take_in_hand(
        &self,
        key: &RosterFileKey,
        (from, to): (FileState, FileState),
    ) -> Result<bool, Error> {
        let taken = self.door.at_work(None, async |work| {
            let now = work.now();
            rows::take(work, key, from, to, now, now.plus_seconds(-STALE_SECONDS)).await
        });
        Ok(taken.await?.any())
    }

    /// Puts a file back whose work failed: nothing was written.
    pub(super) async fn put_back(
        &self,
        key: &RosterFileKey,
        (from, to): (FileState, FileState),
    ) -> Result<(), Error> {
        let back = self.door.at_work(None, async |work| {
            let now = work.now();
            rows::back(work, key, from, to, now).await
        });
        back.await.map(door::Changed::or_not)
    }
}
