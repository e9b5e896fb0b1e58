//! The database goes away under load, at random points, and comes back: every answer meanwhile comes in time and is none
//! of a broken program, health says what is true, the first save afterwards is acknowledged soon, and whatever
//! had been acknowledged before is there. Controls: a fault that goes on after its end was told, and a database
//! put back to an earlier moment.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::Proving;
use super::kills::earlier;
use super::kit::Store;
use super::small_disk::Disk;
use super::writers::{Seen, Writers, random};
use crate::postgres::{Cluster, signal};
use crate::process::read;

/// A save is acknowledged again after this at the latest.
const BACK: Duration = Duration::from_secs(2);
/// An answer takes no longer.
const LONGEST: Duration = Duration::from_millis(2500);

/// What befalls the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Stopped,
    Killed,
    Frozen,
    Locked,
    Full,
}

impl Fault {
    fn word(self) -> &'static str {
        match self {
            Fault::Stopped => "stopped",
            Fault::Killed => "killed",
            Fault::Frozen => "frozen",
            Fault::Locked => "locked",
            Fault::Full => "full",
        }
    }
}

/// What the faults of one kind came to.
#[derive(Default)]
struct Found {
    statuses: BTreeMap<u16, u64>,
    unwell: u64,
    slowest: Duration,
    latest: Duration,
}

/// The database stopped, killed, frozen and locked.
pub fn prove(proving: &mut Proving) -> Result<()> {
    let postgres = Store::postgres(proving, "away-keys", 20)?;
    let kinds = [Fault::Killed, Fault::Stopped, Fault::Frozen, Fault::Locked];
    let kinds = kinds.get(..usize::try_from(proving.times(4, 1))?).unwrap_or(&kinds);
    faults(proving, &postgres, kinds, None)?;
    let sqlite = Store::sqlite(proving, "away", 20)?;
    faults(proving, &sqlite, &[Fault::Locked], None)
}

/// The database's disk full.
pub fn prove_full(proving: &mut Proving) -> Result<()> {
    let Some(disk) = Disk::small(proving, 96)? else { return Ok(()) };
    let store = Store::sqlite_in(proving, &disk.folder.join("data"), 20)?;
    faults(proving, &store, &[Fault::Full], Some(&disk))?;
    drop(store);
    let Some(disk) = Disk::small(proving, 96)? else { return Ok(()) };
    let store = Store::postgres_on(proving, "full-keys", 20, &disk.folder.join("space"))?;
    faults(proving, &store, &[Fault::Full], Some(&disk))
}

fn faults(proving: &mut Proving, store: &Store, kinds: &[Fault], disk: Option<&Disk>) -> Result<()> {
    let server = store.serve(proving)?;
    let mut writers = Writers::begin(&server)?;
    for kind in kinds {
        let (times, mut found) = (proving.times(20, 1), Found::default());
        for _ in 0..times {
            let lasts = Duration::from_millis(300 + random(2500));
            one(&mut writers, &mut found, || befall(store, *kind, disk, lasts).map(|(_, ended)| ended))?;
        }
        let of = format!("{}, {}", store.engine, kind.word());
        proving.found(format!("{of}: times"), times);
        proving.found(format!("{of}: answers by status"), shown(&found.statuses));
        let broken = found.statuses.keys().filter(|status| ![200, 303, 503].contains(*status)).count();
        proving.must(format!("{of}: other answers than 200, 303, 503"), broken, broken == 0)?;
        proving.must(format!("{of}: slowest answer"), in_ms(found.slowest), found.slowest <= LONGEST)?;
        proving.must(
            format!("{of}: first save after the end, at the latest"),
            in_ms(found.latest),
            found.latest <= BACK,
        )?;
        proving.found(format!("{of}: times health said so"), found.unwell);
        let kept = writers.check(server.port)?;
        proving.found(format!("{of}: saves acknowledged so far"), kept.acknowledged);
        proving.must(format!("{of}: acknowledged and lost"), kept.lost, kept.lost == 0)?;
    }
    controls(proving, store, (&mut writers, server.port), disk)?;
    server.kill()
}

/// The same trial must report a fault that is not over, and a save that is gone.
fn controls(
    proving: &mut Proving,
    store: &Store,
    (writers, port): (&mut Writers, u16),
    disk: Option<&Disk>,
) -> Result<()> {
    let of = store.engine;
    // On a full disk PostgreSQL goes on with what finds room in pages that are there.
    let stops = store.cluster.is_none() || (disk.is_none() && proving.times(1, 0) > 0);
    if stops {
        let mut found = Found::default();
        let kind = if disk.is_some() { Fault::Full } else { Fault::Locked };
        let longer = BACK + Duration::from_millis(700);
        one(writers, &mut found, || befall(store, kind, disk, longer).map(|(began, _)| began))?;
        let what = format!("{of}, control with a fault that goes on: first save");
        proving.must(what, in_ms(found.latest), found.latest > BACK)?;
    }
    if store.cluster.is_some() {
        earlier(store, true)?;
        writers.until(8)?;
        earlier(store, false)?;
        let lost = writers.check(port)?.lost;
        proving.must(format!("{of}, control put back to an earlier moment: lost"), lost, lost > 0)?;
    }
    Ok(())
}

/// One fault under load; `befall` gives when it ended.
fn one(writers: &mut Writers, found: &mut Found, befall: impl FnOnce() -> Result<Instant>) -> Result<()> {
    let (ended, seen) = writers.while_doing(&["/healthz", "/home"], || {
        std::thread::sleep(Duration::from_millis(200 + random(300)));
        let ended = befall()?;
        std::thread::sleep(
            (ended + BACK + Duration::from_millis(300)).saturating_duration_since(Instant::now()),
        );
        Ok(ended)
    })?;
    let saves = seen.get("saves").map_or(&[][..], Vec::as_slice);
    let first = saves.iter().filter(|save| save.saved && save.at > ended).map(|save| save.at).min();
    // None at all is later than any.
    let late = first.map_or(BACK * 10, |first| first.saturating_duration_since(ended));
    found.latest = found.latest.max(late);
    found.unwell +=
        u64::from(seen.get("/healthz").is_some_and(|all| all.iter().any(|seen| seen.status == 503)));
    for Seen { status, took, .. } in seen.values().flatten() {
        *found.statuses.entry(*status).or_default() += 1;
        found.slowest = found.slowest.max(*took);
    }
    Ok(())
}

/// Lets it befall for a while; gives the moments of its beginning and of its end.
fn befall(store: &Store, fault: Fault, disk: Option<&Disk>, lasts: Duration) -> Result<(Instant, Instant)> {
    let cluster = || store.cluster.as_ref().context("only PostgreSQL is a server");
    let mut began = Instant::now();
    let mut wait = || {
        // What was committed just before is answered meanwhile.
        std::thread::sleep(Duration::from_millis(100));
        began = Instant::now();
        std::thread::sleep(lasts);
    };
    match fault {
        Fault::Stopped => {
            cluster()?.halt()?;
            wait();
            cluster()?.resume()?;
        }
        Fault::Killed => {
            signal(&cluster()?.processes()?, "KILL")?;
            wait();
            cluster()?.resume()?;
        }
        Fault::Frozen => {
            signal(&cluster()?.processes()?, "STOP")?;
            wait();
            signal(&cluster()?.processes()?, "CONT")?;
        }
        Fault::Locked => {
            let lock = match &store.cluster {
                Some(cluster) => Lock::postgres(cluster)?,
                None => Lock::sqlite(&store.database()?)?,
            };
            wait();
            lock.release()?;
        }
        Fault::Full => {
            let disk = disk.context("no small disk")?;
            if store.cluster.is_none() {
                empty_the_log(&store.database()?)?;
            }
            disk.fill()?;
            wait();
            disk.empty()?;
        }
    }
    Ok((began, Instant::now()))
}

/// Moves SQLite's log into the database, so that the next save needs room.
fn empty_the_log(database: &Path) -> Result<()> {
    let script = "import sqlite3,sys; sqlite3.connect(sys.argv[1], timeout=5).execute('PRAGMA wal_checkpoint(TRUNCATE)')";
    read(Command::new("python3").args(["-c", script]).arg(database)).map(drop)
}

/// Somebody else who holds the database.
pub(super) struct Lock {
    child: Child,
}

impl Lock {
    fn postgres(cluster: &Cluster) -> Result<Self> {
        let mut psql = Command::new("psql");
        psql.args([&cluster.url_of("assent"), "-qAt"]);
        let said =
            "BEGIN; LOCK TABLE applications, audit_events, health IN ACCESS EXCLUSIVE MODE; SELECT 'held';\n";
        Self::take(psql, said)
    }

    pub(super) fn sqlite(database: &Path) -> Result<Self> {
        let script = "import sqlite3,sys\n\
             held = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)\n\
             held.execute('BEGIN IMMEDIATE'); print('held', flush=True)\n\
             sys.stdin.read(); held.execute('ROLLBACK')";
        let mut python = Command::new("python3");
        python.args(["-c", script]).arg(database);
        Self::take(python, "")
    }

    fn take(mut command: Command, said: &str) -> Result<Self> {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        child.stdin.as_mut().context("no input")?.write_all(said.as_bytes())?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("no output")?).read_line(&mut line)?;
        ensure!(line.trim() == "held", "the lock was not had: {line}");
        Ok(Self { child })
    }

    pub(super) fn release(mut self) -> Result<()> {
        // Without its input it ends, and the lock with it.
        drop(self.child.stdin.take());
        self.child.wait()?;
        Ok(())
    }
}

fn shown(statuses: &BTreeMap<u16, u64>) -> String {
    let all = statuses.iter().map(|(status, times)| format!("{status}: {times}"));
    all.collect::<Vec<_>>().join(", ")
}

fn in_ms(time: Duration) -> String {
    format!("{} ms", time.as_millis())
}

impl Store {
    /// SQLite's file.
    pub(super) fn database(&self) -> Result<PathBuf> {
        Ok(Path::new(self.options.last().context("a folder")?).join("assent.db"))
    }
}
