//! The job of the audit log: every minute the heads of the chains that moved go into the checkpoint folder; once a
//! day everything is computed again, and a report says so.

use super::{Broken, Checked, Heads, Verified, checkpoint::Folder};
use crate::{Error, Portal};
use domain::instant::Instant;
use door::{ChainFault, ChainHead, civil_of};
use std::{
    fs::File,
    io::Write,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

/// Events are looked for this long before the last line: a transaction takes a while, and clocks differ.
const OVERLAP: i64 = 300;
const DAY: i64 = 24 * 3600;

/// The job's hands.
#[derive(Clone)]
pub(crate) struct Checkpointing {
    portal: Portal,
    folder: Arc<Mutex<Folder>>,
}

impl Checkpointing {
    /// # Errors
    /// `Error::File`.
    pub(crate) fn new(portal: Portal, folder: &Path) -> Result<Self, Error> {
        Ok(Self { portal, folder: Arc::new(Mutex::new(Folder::open(folder)?)) })
    }

    /// One round: what moved; once a day everything.
    pub(crate) async fn round(&self) -> Result<usize, Error> {
        let day = civil_of(self.portal.door.now(), "UTC").date();
        let report = self.with(|folder| folder.path().join(format!("report-{day}.txt")));
        if report.exists() {
            return self.moved(&report).await.map(|()| 0);
        }
        self.all(&report).await.map(|()| 0)
    }

    fn with<T>(&self, work: impl FnOnce(&mut Folder) -> T) -> T {
        work(&mut self.folder.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Appends, on a thread that may wait for the disk.
    async fn append(
        &self,
        heads: Vec<(String, ChainHead)>,
        counted: Option<(i64, i64)>,
    ) -> Result<Checked<usize>, Error> {
        let (job, now) = (self.clone(), self.portal.door.now());
        let append = move || job.with(|folder| folder.append(job.portal.door.seal(), now, &heads, counted));
        tokio::task::spawn_blocking(append).await.map_err(|_| Error::Unavailable("the checkpoint"))?
    }

    /// The heads of the chains that moved since the last line. One that does not hold the event that was seen before
    /// is not taken in: what was seen stays, and says so at every check.
    async fn moved(&self, report: &Path) -> Result<(), Error> {
        let door = &self.portal.door;
        let last = self.with(|folder| folder.heads(door.seal()).map(|heads| heads.map(Heads::last_at)))?;
        let last = match last {
            Ok(Instant(0)) => door.now().minus_seconds(DAY),
            Ok(last) => last,
            Err(broken) => return self.tell(report, &broken),
        };
        let mut grown = Vec::new();
        for (subject, head) in door.heads_since(last.minus_seconds(OVERLAP)).await? {
            let seen = self.with(|folder| folder.head_of(&subject));
            match seen {
                Some(seen) if seen == head => {}
                Some(seen) if seen.number >= head.number || !door.holds(&subject, &seen).await? => {
                    self.tell(report, &Broken::event(&subject, &ChainFault::NotWitnessed(seen.number)))?;
                }
                Some(_) | None => grown.push((subject, head)),
            }
        }
        match self.append(grown, None).await? {
            Ok(_) => Ok(()),
            Err(broken) => self.tell(report, &broken),
        }
    }

    /// Says once where whoever runs the portal looks; nothing stops for it.
    fn tell(&self, report: &Path, broken: &Broken) -> Result<(), Error> {
        if self.with(|folder| folder.is_new(broken)) {
            tracing::error!(%broken, "the audit log or its checkpoint is not what was written");
            let at = jiff::Timestamp::from_microsecond(self.portal.door.now().0).unwrap_or_default();
            write(report, &format!("{at} BROKEN: {broken}\n")).map_err(Error::file(report))?;
        }
        Ok(())
    }

    /// Everything, against what was seen before; and its report.
    async fn all(&self, report: &Path) -> Result<(), Error> {
        // Of several processes with one folder, one does it.
        let lock = report.with_file_name("report.lock");
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock)
            .map_err(Error::file(&lock))?;
        if lock.try_lock().is_err() {
            return Ok(());
        }
        match self.check().await? {
            Ok(Verified { events, chains }) => {
                let at = jiff::Timestamp::from_microsecond(self.portal.door.now().0).unwrap_or_default();
                let line = format!("{at} whole: {events} events in {chains} chains\n");
                write(report, &line).map_err(Error::file(report))
            }
            Err(broken) => self.tell(report, &broken),
        }
    }

    async fn check(&self) -> Result<Checked<Verified>, Error> {
        let folder = self.with(|folder| folder.path().to_owned());
        let seen = match self.portal.checkpoint(&folder)? {
            Ok(seen) => seen,
            Err(broken) => return Ok(Err(broken)),
        };
        let mut heads = Vec::new();
        let mut each = |subject: &str, head: &ChainHead| {
            if seen.head_of(subject).is_none_or(|seen| seen.number < head.number) {
                heads.push((subject.to_owned(), head.clone()));
            }
        };
        let verified = match self.portal.verify_with(&seen, &mut each, &|_| {}).await? {
            Ok(verified) => verified,
            Err(broken) => return Ok(Err(broken)),
        };
        let counted = Some((verified.events, verified.chains));
        Ok(self.append(heads, counted).await?.map(|_| verified))
    }
}

/// Appends a line to the day's report.
fn write(report: &Path, line: &str) -> std::io::Result<()> {
    let mut file = File::options().create(true).append(true).open(report)?;
    file.write_all(line.as_bytes())?;
    file.sync_all()
}
