//! A carrier's answers from its server: each finished file is taken like one that comes by hand, and put aside there only
//! when that is durable. One that comes a second time changes nothing.

use super::{Held, Stopped, Trouble, path, remote::Remote};
use crate::{
    Error, Portal,
    carriers::answers::{ASIDE, QUIET, Taken, is_finished, names_aside},
};
use domain::carrier::{Sftp, TransportFault as Fault, Way};
use tokio::{task::JoinSet, time};

/// How often a carrier's folder is looked at, in seconds.
const EVERY: i64 = 120;
/// The largest file that is taken: it is read whole.
const MOST: usize = 256 << 20;

/// What came of looking for a carrier's answers.
#[derive(Clone, Debug, Default)]
pub struct Fetched {
    /// The files that were taken, and what came of each.
    pub files: Vec<(String, Taken)>,
    /// What stopped it, or kept a file from being taken.
    pub trouble: Option<(Trouble, Option<String>)>,
}

impl Portal {
    /// One round of the job: answers on carriers' servers, all carriers at once. Gives how many files were taken.
    pub(crate) async fn fetch_due(&self) -> Result<usize, Error> {
        let mut all = JoinSet::new();
        for carrier in self.carrier_keys.keys() {
            let (portal, carrier) = (self.clone(), carrier.clone());
            all.spawn(async move { portal.fetch_answers(&carrier).await });
        }
        let mut failed = None;
        while let Some(one) = all.join_next().await {
            match one {
                Ok(Ok(_)) => {}
                Ok(Err(fault)) => failed = Some(fault),
                Err(_) => failed = Some(Error::Unavailable("carriers' answers")),
            }
        }
        // The next look is due in a while, whether there was something or not.
        failed.map_or(Ok(0), Err)
    }

    /// Takes the answers that lie on a carrier's server. None when the profile names no folder with them, it was looked at
    /// a moment ago, or another worker looks.
    ///
    /// # Errors
    /// `Error::Database`; what the carrier's server says against it stands in the answer.
    pub async fn fetch_answers(&self, carrier: &str) -> Result<Option<Fetched>, Error> {
        let Some((to, _)) = self.server(carrier) else { return Ok(None) };
        let Some(folder) = &to.answers else { return Ok(None) };
        // A folder with the answers of several carriers is looked at once.
        let sharing = self.profile.carrier.iter().filter(|other| {
            other.hios == carrier || other.sftp.as_ref().is_some_and(|other| other.shares_answers_with(to))
        });
        let senders: Vec<_> = sharing.map(|carrier| carrier.hios.as_str()).collect();
        let first = senders.iter().find(|sender| self.carrier_keys.contains_key(**sender));
        if first != Some(&carrier) {
            return Ok(None);
        }
        let Some(mut held) = Held::take(self, carrier, Way::In).await? else { return Ok(None) };
        let mut fetched = Fetched::default();
        match self.fetch(&mut held, (folder, &senders), &mut fetched).await {
            Ok(()) => {}
            Err(Stopped::There(trouble)) => fetched.trouble = Some((trouble, None)),
            Err(Stopped::Here(fault)) => return Err(fault),
        }
        match &fetched.trouble {
            None => {
                let due_at = self.door.now().plus_seconds(EVERY);
                held.worked(due_at).await?;
            }
            Some((trouble, file)) => held.failed(trouble, file.as_deref()).await?,
        }
        Ok(Some(fetched))
    }

    async fn fetch(
        &self,
        held: &mut Held<'_>,
        (folder, senders): (&str, &[&str]),
        fetched: &mut Fetched,
    ) -> Result<(), Stopped> {
        let (_, remote): (&Sftp, Remote) = self.reached(held.carrier).await?;
        let seen = remote.list(folder).await?;
        let mut aside_is_there = false;
        if !seen.is_empty() {
            time::sleep(QUIET).await;
            for entry in remote.list(folder).await? {
                if !is_finished(&entry.name) || !seen.contains(&entry) {
                    continue;
                }
                held.hold().await?;
                let name = x12::shown(&entry.name);
                let from = path(folder, &entry.name);
                let bytes = match read_whole(&remote, &from).await {
                    Err(trouble) if trouble.fault != Fault::Cut && !remote.is_cut() => {
                        fetched.trouble = Some((trouble, Some(name)));
                        continue;
                    }
                    read => read?,
                };
                if u64::try_from(bytes.len()) != Ok(entry.bytes) {
                    continue; // It is being written after all.
                }
                let taken = self.take_answers_from(senders, &name, &bytes).await?;
                fetched.files.push((name.clone(), taken));
                if !aside_is_there {
                    // When it cannot be made, moving says so.
                    drop(remote.make_folder(&path(folder, ASIDE)).await);
                    aside_is_there = true;
                }
                if let Err(trouble) = put_aside(&remote, (folder, &entry.name), &bytes).await {
                    let trouble = match trouble.fault {
                        Fault::Cut => return Err(trouble.into()),
                        _ => Trouble { fault: Fault::NotPutAside, ..trouble },
                    };
                    fetched.trouble = Some((trouble, Some(name)));
                }
            }
        }
        remote.close().await;
        Ok(())
    }
}

async fn read_whole(remote: &Remote, from: &str) -> Result<Vec<u8>, Trouble> {
    let (mut bytes, mut reading) = (Vec::new(), remote.open(from).await?);
    loop {
        let part = reading.next().await?;
        if part.is_empty() {
            return Ok(bytes);
        }
        if bytes.len() + part.len() > MOST {
            return Err(Trouble::new(Fault::TooLarge, "more than 256 MB"));
        }
        bytes.extend_from_slice(part);
    }
}

/// Moves a file that was taken out of the way, under its name, or under one with its fingerprint where another lies.
async fn put_aside(remote: &Remote, (folder, name): (&str, &str), bytes: &[u8]) -> Result<(), Trouble> {
    let aside = path(folder, ASIDE);
    let mut last = Trouble::new(Fault::NotPutAside, "too many files of one name");
    for name_there in names_aside(name, bytes) {
        let to = path(&aside, &name_there);
        if remote.length(&to).await?.is_some() {
            continue;
        }
        match remote.rename(&path(folder, name), &to).await {
            Ok(()) => return Ok(()),
            Err(trouble) => last = trouble,
        }
        break;
    }
    Err(last)
}
