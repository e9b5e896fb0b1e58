//! A carrier's files to its server, in the order of their numbers. Each goes under a name of its own that no carrier takes
//! for a file, is made durable there, and only then gets its name, by a step that overwrites nothing. What lies there already
//! with the same bytes has arrived: a crash may have come before that was noted.

use super::{
    Held, Stopped, Trouble, path,
    remote::Remote,
    rows::{self, Undelivered},
};
use crate::{Error, Portal, randomness};
use domain::carrier::{Sftp, TransportFault as Fault, Way};
use door::Work;
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};
use tokio::task::JoinSet;

/// How much of a file is sent at once.
const PART: usize = 1 << 17;
/// For so long a file that is not in this worker's folder may be another's to bring, in seconds.
const ANOTHERS: i64 = 3_600;

/// What came of bringing files to a carrier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Names of the files that lie there now.
    pub files: Vec<String>,
    /// What stopped it, and at which file.
    pub trouble: Option<(Trouble, Option<String>)>,
}

impl Portal {
    /// One round of the job: what waits for carriers' servers, all carriers at once. Gives how many files arrived.
    pub(crate) async fn deliver_due(&self, folder: &Path) -> Result<usize, Error> {
        let mut all = JoinSet::new();
        for carrier in self.carrier_keys.keys() {
            let (portal, carrier, folder) = (self.clone(), carrier.clone(), folder.to_owned());
            all.spawn(async move { portal.deliver_files(&carrier, &folder).await });
        }
        let (mut arrived, mut failed) = (0, None);
        while let Some(one) = all.join_next().await {
            match one {
                Ok(Ok(delivered)) => arrived += delivered.map_or(0, |delivered| delivered.files.len()),
                Ok(Err(fault)) => failed = Some(fault),
                Err(_) => failed = Some(Error::Unavailable("a carrier's files")),
            }
        }
        failed.map_or(Ok(arrived), Err)
    }

    /// Brings what waits for a carrier to its server, out of the folder. None when nothing waits, the way rests, or
    /// another worker has it in its hands.
    ///
    /// # Errors
    /// `Error::Database`; what the carrier's server says against it stands in the answer.
    pub async fn deliver_files(&self, carrier: &str, folder: &Path) -> Result<Option<Delivered>, Error> {
        if self.server(carrier).is_none() || self.next_here(carrier, folder).await?.is_none() {
            return Ok(None);
        }
        let Some(mut held) = Held::take(self, carrier, Way::Out).await? else { return Ok(None) };
        let (mut delivered, mut at) = (Delivered::default(), None);
        let stopped = self.deliver(&mut held, folder, (&mut delivered.files, &mut at)).await.err();
        match stopped {
            None => {
                let now = self.door.now();
                held.worked(now).await?;
            }
            Some(Stopped::There(trouble)) => {
                held.failed(&trouble, at.as_deref()).await?;
                delivered.trouble = Some((trouble, at));
            }
            Some(Stopped::Here(fault)) => return Err(fault),
        }
        Ok(Some(delivered))
    }

    /// The next file of a carrier, unless it is another worker's to bring; an audit that is lost and replaced is left.
    async fn next_here(&self, carrier: &str, folder: &Path) -> Result<Option<Undelivered>, Error> {
        let waiting = async |work: &mut Work<'_>| rows::undelivered(work, carrier).await;
        for file in self.door.at_work(None, waiting).await? {
            if folder.join(&file.name).is_file() {
                return Ok(Some(file));
            }
            let Undelivered { number, audit_year, .. } = file;
            let replaced = async |work: &mut Work<'_>| {
                let Some(year) = audit_year else { return Ok(false) };
                if rows::later_audit(work, carrier, number, year).await?.is_none() {
                    return Ok(false);
                }
                Ok(rows::leave(work, carrier, number).await?.any())
            };
            let late = file.deliver_since.plus_seconds(ANOTHERS) <= self.door.now();
            if late && self.door.at_work(None, replaced).await? {
                tracing::error!(
                    carrier,
                    file = file.name,
                    "not in the folder, and replaced by a later audit"
                );
                continue;
            }
            return Ok(late.then_some(file));
        }
        Ok(None)
    }

    async fn deliver(
        &self,
        held: &mut Held<'_>,
        folder: &Path,
        (files, at): (&mut Vec<String>, &mut Option<String>),
    ) -> Result<(), Stopped> {
        let carrier = held.carrier;
        let (to, remote) = self.reached(carrier).await?;
        while let Some(file) = self.next_here(carrier, folder).await? {
            *at = Some(file.name.clone());
            let put = Put { remote: &remote, to, file: &file, from: folder.join(&file.name) };
            put.bring(held).await?;
            let Undelivered { number, deliver_since, .. } = file;
            let noted = async |work: &mut Work<'_>| {
                let now = work.now();
                rows::delivered(work, carrier, number, deliver_since, now).await
            };
            self.door.at_work(None, noted).await?.or_not();
            files.push(file.name);
        }
        *at = None;
        remote.close().await;
        Ok(())
    }
}

/// One file on its way to one server.
struct Put<'a> {
    remote: &'a Remote,
    to: &'a Sftp,
    file: &'a Undelivered,
    from: PathBuf,
}

impl Put<'_> {
    /// Brings it there, unless it lies there already.
    async fn bring(&self, held: &mut Held<'_>) -> Result<(), Stopped> {
        held.hold().await?;
        let name = path(&self.to.out, &self.file.name);
        if self.lies_there(&name, held).await? {
            return Ok(());
        }
        let mark = format!(".{}.", self.file.name);
        self.clear(&mark).await;
        let part = path(&self.to.out, &format!("{mark}{}.part", &randomness::row_key()[..8]));
        if let Err(stopped) = self.upload(&part, held).await {
            let trouble = match stopped {
                Stopped::There(trouble) => self.better(trouble).await,
                Stopped::Here(fault) => return Err(fault.into()),
            };
            // What is half there only takes up room.
            if trouble.fault != Fault::Cut {
                drop(self.remote.remove(&part).await);
            }
            return Err(trouble.into());
        }
        held.hold().await?;
        match self.remote.rename(&part, &name).await {
            Ok(()) => Ok(()),
            // Another was faster, or its answer was lost.
            Err(trouble) => match self.lies_there(&name, held).await? {
                true => {
                    drop(self.remote.remove(&part).await);
                    Ok(())
                }
                false => Err(trouble.into()),
            },
        }
    }

    /// Whether the file lies there with the same bytes; with others, a person must look.
    async fn lies_there(&self, name: &str, held: &mut Held<'_>) -> Result<bool, Stopped> {
        let Some(length) = self.remote.length(name).await? else { return Ok(false) };
        let different = |why: &str| Stopped::from(Trouble::new(Fault::Different, why));
        if i64::try_from(length) != Ok(self.file.file_bytes) {
            return Err(different("of another length"));
        }
        let (mut digest, mut reading) = (Sha256::new(), self.remote.open(name).await?);
        loop {
            let part = reading.next().await?;
            if part.is_empty() {
                break;
            }
            digest.update(part);
            held.hold().await?;
        }
        match randomness::hex(&digest.finalize()) == self.file.file_sha256 {
            true => Ok(true),
            false => Err(different("with other bytes")),
        }
    }

    /// Takes away what broken attempts left; a server that does not let anybody look keeps it.
    async fn clear(&self, mark: &str) {
        let left = |name: &str| name.starts_with(mark) && name.ends_with(".part");
        for entry in self.remote.list(&self.to.out).await.unwrap_or_default() {
            if left(&entry.name) {
                drop(self.remote.remove(&path(&self.to.out, &entry.name)).await);
            }
        }
    }

    /// Writes all of it under a name, durable.
    async fn upload(&self, part: &str, held: &mut Held<'_>) -> Result<(), Stopped> {
        let missing = |why: &str| Stopped::from(Trouble::new(Fault::Missing, why));
        let mut file = File::open(&self.from).map_err(|fault| missing(&fault.to_string()))?;
        let (mut digest, mut piece) = (Sha256::new(), vec![0; PART]);
        let mut writing = self.remote.create(part).await?;
        loop {
            let length = file.read(&mut piece).map_err(|fault| missing(&fault.to_string()))?;
            if length == 0 {
                break;
            }
            digest.update(&piece[..length]);
            writing.put(&piece[..length]).await?;
            held.hold().await?;
        }
        if randomness::hex(&digest.finalize()) != self.file.file_sha256 {
            return Err(missing("other bytes than were written"));
        }
        writing.finish().await?;
        match self.remote.length(part).await?.map(i64::try_from) {
            Some(Ok(length)) if length == self.file.file_bytes => Ok(()),
            _ => Err(Trouble::new(Fault::NotTaken, "of another length").into()),
        }
    }

    /// What the fault was, where the other side's word for it says little.
    async fn better(&self, trouble: Trouble) -> Trouble {
        if trouble.fault != Fault::NotTaken {
            return trouble;
        }
        if self.remote.is_cut() {
            return Trouble { fault: Fault::Cut, ..trouble };
        }
        let bytes = u64::try_from(self.file.file_bytes).unwrap_or_default();
        match self.remote.has_room(&self.to.out, bytes).await {
            true => trouble,
            false => Trouble { fault: Fault::NoRoom, ..trouble },
        }
    }
}
