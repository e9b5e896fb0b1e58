//! Files to carriers' servers and answers from there, by SFTP (ENR-7). A file is durable in the folder first; bringing it to
//! its carrier is a step of its own, noted beside the file. Each of a carrier's two ways is in one worker's hands at a
//! time; with a fault it is tried again after a pause that grows, for ever, and the fault stands until it works.

#[cfg(not(feature = "sftp"))]
#[path = "no_remote.rs"]
mod remote;
#[cfg(feature = "sftp")]
mod remote;
mod rows;
mod sending;
mod taking;

pub(crate) use rows::STATEMENTS;
pub use rows::{ToDeliver, WayStands};
pub use sending::Delivered;
pub use taking::Fetched;

use super::{
    SentFile,
    jobs::{Finished, JOB},
};
use crate::{Error, Portal, outbox::Waiting};
use domain::{
    carrier::{Sftp, TransportFault, Way},
    instant::Instant,
    outbox::pause_after,
};
use door::Work;
use remote::{Key, Remote};
use rows::Line;
use std::{collections::BTreeMap, sync::Arc};

/// How long a worker has a way in its hands, in seconds; while it works, it takes it anew.
const LEASE: i64 = 300;
/// The longest detail that is kept.
const DETAIL: usize = 300;

/// The keys with which the portal signs in to carriers' servers, by carrier.
pub(crate) type Keys = Arc<BTreeMap<String, Key>>;

/// How the ways between the portal and carriers stand.
#[derive(Clone, Debug, Default)]
pub struct Ways {
    /// Those that were tried.
    pub ways: Vec<WayStands>,
    /// What waits to be brought to carriers.
    pub to_deliver: Vec<ToDeliver>,
}

/// Why something did not get through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Why.
    pub fault: TransportFault,
    /// What the other side says of it.
    pub detail: String,
}

impl Trouble {
    fn new(fault: TransportFault, detail: &str) -> Self {
        // The other side chose the words.
        Self { fault, detail: x12::shown(detail).chars().take(DETAIL).collect() }
    }
}

/// A file of a folder there.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    name: String,
    bytes: u64,
    changed_at: Option<u32>,
}

/// Why a round stopped.
enum Stopped {
    /// The other side, or the file.
    There(Trouble),
    /// The portal itself; another worker goes on.
    Here(Error),
}

impl From<Trouble> for Stopped {
    fn from(trouble: Trouble) -> Self {
        Self::There(trouble)
    }
}

impl From<Error> for Stopped {
    fn from(fault: Error) -> Self {
        Self::Here(fault)
    }
}

/// A way in this worker's hands.
struct Held<'a> {
    portal: &'a Portal,
    carrier: &'a str,
    way: Way,
    until: Instant,
    attempts: i64,
}

impl<'a> Held<'a> {
    /// Takes a way that is due; none when it rests, or is in another's hands.
    async fn take(portal: &'a Portal, carrier: &'a str, way: Way) -> Result<Option<Self>, Error> {
        let claim = async |work: &mut Work<'_>| {
            let now = work.now();
            let until = now.plus_seconds(LEASE);
            Ok(rows::claim(work, carrier, way, until, now).await?.map(|claimed| (until, claimed.attempts)))
        };
        let claimed = portal.door.at_work(None, claim).await?;
        Ok(claimed.map(|(until, attempts)| Self { portal, carrier, way, until, attempts }))
    }

    /// Goes on having it; whoever has lost it to another worker stops.
    async fn hold(&mut self) -> Result<(), Stopped> {
        let now = self.portal.door.now();
        if now.plus_seconds(LEASE / 2) < self.until {
            return Ok(());
        }
        let longer = now.plus_seconds(LEASE);
        let (carrier, way, until) = (self.carrier, self.way, self.until);
        let hold = async |work: &mut Work<'_>| rows::hold(work, carrier, way, until, longer).await;
        if !self.portal.door.at_work(None, hold).await?.any() {
            return Err(Error::Unavailable("another worker has this carrier by now").into());
        }
        self.until = longer;
        Ok(())
    }

    /// Lays it down: it worked, and is due again at an instant.
    async fn worked(self, due_at: Instant) -> Result<(), Error> {
        let Self { portal, carrier, way, until, .. } = self;
        let worked = async |work: &mut Work<'_>| {
            let now = work.now();
            rows::worked(work, carrier, way, until, due_at, now).await
        };
        portal.door.at_work(None, worked).await.map(door::Changed::or_not)
    }

    /// Lays it down with a fault, to be tried again after a pause.
    async fn failed(self, trouble: &Trouble, file: Option<&str>) -> Result<(), Error> {
        let Self { portal, carrier, way, until, attempts } = self;
        let Trouble { fault, detail } = trouble;
        tracing::warn!(
            carrier,
            way = way.word(),
            fault = fault.word(),
            detail,
            attempts,
            "nothing gets through"
        );
        let failed = async |work: &mut Work<'_>| {
            let now = work.now();
            let due_at = now.plus_seconds(pause_after(attempts));
            rows::failed(work, carrier, way, until, due_at, *fault, detail, file, now).await
        };
        portal.door.at_work(None, failed).await.map(door::Changed::or_not)
    }
}

/// A path in a folder there.
fn path(folder: &str, name: &str) -> String {
    format!("{}/{name}", folder.trim_end_matches('/'))
}

impl Portal {
    /// Whether this build speaks SFTP.
    pub const SPEAKS_SFTP: bool = cfg!(feature = "sftp");

    /// The same portal, with the private keys for the servers that its profile names, by carrier.
    ///
    /// # Errors
    /// Which key of the profile is of no use, and why.
    pub fn with_carrier_keys(mut self, texts: &BTreeMap<String, String>) -> Result<Self, String> {
        let mut keys = BTreeMap::new();
        for (place, carrier) in self.profile.carrier.iter().enumerate() {
            let (Some(sftp), Some(text)) = (&carrier.sftp, texts.get(&carrier.hios)) else { continue };
            let key = Key::read(text, sftp).map_err(|fault| format!("carrier[{place}].sftp.{fault}"))?;
            keys.insert(carrier.hios.clone(), key);
        }
        self.carrier_keys = Arc::new(keys);
        Ok(self)
    }

    /// Whether there is a server of a carrier's, and a key for it.
    pub(crate) fn reaches_servers(&self) -> bool {
        !self.carrier_keys.is_empty()
    }

    /// How the ways between the portal and carriers stand.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn carrier_ways(&self) -> Result<Ways, Error> {
        let mut looking = self.door.looking();
        Ok(Ways { ways: rows::ways(&mut looking).await?, to_deliver: rows::to_deliver(&mut looking).await? })
    }

    /// The same for whoever has the newest files already, with what waits to be written: in one statement.
    pub(super) async fn ways_beside(&self, files: &[SentFile]) -> Result<(Vec<Waiting>, Ways), Error> {
        let mut to_deliver: Vec<ToDeliver> = Vec::new();
        for SentFile { carrier, deliver_since, delivered_at, .. } in files {
            let Some(since) = deliver_since.filter(|_| delivered_at.is_none()) else { continue };
            match to_deliver.iter_mut().find(|waiting| waiting.carrier == *carrier) {
                Some(waiting) => {
                    waiting.files += 1;
                    waiting.since = waiting.since.min(since);
                }
                None => to_deliver.push(ToDeliver { carrier: carrier.clone(), files: 1, since }),
            }
        }
        let (mut due, mut ways) = (Vec::new(), Vec::new());
        for line in rows::lines(&mut self.door.looking(), self.door.now(), JOB.tries).await? {
            let Line { carrier, attempts, fault, detail, file, fault_since, due_at, worked_at, .. } = line;
            match (line.way, line.waiting) {
                (Some(way), _) => ways.push(WayStands {
                    carrier,
                    way,
                    attempts,
                    fault,
                    detail,
                    file,
                    fault_since,
                    due_at,
                    worked_at,
                }),
                (None, waiting) => due.push(Waiting {
                    destination: carrier,
                    waiting: waiting.unwrap_or_default(),
                    oldest_due: line.oldest_due,
                }),
            }
        }
        Ok((due, Ways { ways, to_deliver }))
    }

    /// Every way is tried at once, or those of one carrier.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn try_carriers_anew(&self, of: Option<&str>) -> Result<(), Error> {
        let anew = async |work: &mut Work<'_>| rows::anew(work, of).await;
        self.door.at_work(None, anew).await.map(door::Changed::or_not)
    }

    /// Notes what a file is, and that it waits to be brought to its carrier where the profile names a server.
    pub(super) async fn note_finished(
        &self,
        work: &mut Work<'_>,
        (carrier, number): (&str, i64),
        Finished { sha256, bytes, .. }: &Finished,
    ) -> Result<(), Error> {
        let since = (Self::SPEAKS_SFTP && self.profile.carrier_sftp(carrier).is_some()).then(|| work.now());
        rows::note_finished(work, carrier, number, sha256, *bytes, since).await.map(door::Changed::or_not)
    }

    /// A carrier's server and our key for it, where both are known.
    fn server(&self, carrier: &str) -> Option<(&Sftp, &Key)> {
        Some((self.profile.carrier_sftp(carrier)?, self.carrier_keys.get(carrier)?))
    }

    /// Signs in to a carrier's server.
    async fn reached(&self, carrier: &str) -> Result<(&Sftp, Remote), Stopped> {
        let (to, key) = self.server(carrier).ok_or(Error::NotFound)?;
        Ok((to, Remote::connect(to, key).await?))
    }
}
