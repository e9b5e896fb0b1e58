//! The power is cut while the portal writes: a file system of its own is shut down by the kernel without writing what it
//! holds back, mounted again, and the portal started on what is there. Controls: the same trial with a writer that
//! does not wait for the disk (`synchronous=NORMAL` on SQLite, `synchronous_commit=off` on PostgreSQL),
//! beside one that does.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::Proving;
use super::kit::Store;
use super::small_disk::Disk;
use super::writers::Writers;
use crate::postgres::{Cluster, free_port, signal};
use crate::process::read;

/// Room for a cluster and its log.
const MEGABYTES: u64 = 512;
/// Small, so that making it takes no time; durable as a state's. What waits to be written waits long enough to be lost.
const SETTINGS: &str =
    "-c shared_buffers=32MB -c max_wal_size=64MB -c min_wal_size=32MB -c wal_writer_delay=2s";

/// The proof.
pub fn prove(proving: &mut Proving) -> Result<()> {
    let Some(disk) = Disk::with_ext4(proving, MEGABYTES)? else { return Ok(()) };
    let store = Store::sqlite_in(proving, &disk.folder.join("data"), 20)?;
    portal(proving, &store, &disk)?;
    drop((store, disk));
    let Some(disk) = Disk::with_ext4(proving, MEGABYTES)? else { return Ok(()) };
    let cluster = Cluster::start_in(disk.folder.join("cluster"), SETTINGS)?;
    disk.settle()?;
    let store = Store::postgres_in(proving, cluster, ("power-keys", ""), 20)?;
    portal(proving, &store, &disk)?;
    drop((store, disk));
    raw_sqlite(proving)?;
    raw_postgres(proving)?;
    // The program of the tests bears such a server, because the tests' own is one.
    if proving.times(1, 0) > 0 { refused(proving) } else { Ok(()) }
}

/// A server that syncs nothing is refused.
fn refused(proving: &mut Proving) -> Result<()> {
    let cluster = Cluster::start(&proving.target)?;
    let mut migrate = Command::new(&proving.binary);
    migrate.args(["migrate", "--database", &cluster.url(), "--data"]).arg(proving.folder.join("refused"));
    let output = migrate.output()?;
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    let refused = !output.status.success() && said.contains("fsync=off");
    proving.must("PostgreSQL with fsync=off", said, refused)
}

fn portal(proving: &mut Proving, store: &Store, disk: &Disk) -> Result<()> {
    let (saves, port) = (proving.times(2000, 60), free_port()?);
    let server = store.serve_on(proving, port)?;
    let mut writers = Writers::begin(&server)?;
    writers.until(saves)?;
    // Its own list of them lies on the disk.
    let others = store.cluster.as_ref().map_or(Ok(Vec::new()), Cluster::processes)?;
    disk.cut_power(|| {
        server.kill()?;
        signal(&others, "KILL")
    })?;
    if let Some(cluster) = &store.cluster {
        cluster.resume()?;
    }
    let _server = store.serve_on(proving, port)?;
    let kept = writers.check(port)?;
    proving.found(format!("{}: saves acknowledged", store.engine), kept.acknowledged);
    proving.must(format!("{}: acknowledged and lost", store.engine), kept.lost, kept.lost == 0)
}

/// So many rows one after the other, each acknowledged; the last line says how many. It never closes the database.
const SQLITE: &str = "import os,sqlite3,sys\n\
    database = sqlite3.connect(sys.argv[1], isolation_level=None)\n\
    database.execute('PRAGMA journal_mode=WAL')\n\
    database.execute('PRAGMA synchronous=' + sys.argv[2])\n\
    database.execute('CREATE TABLE acknowledged (number INTEGER PRIMARY KEY, text TEXT)')\n\
    for number in range(int(sys.argv[3])):\n\
    \x20   database.execute('INSERT INTO acknowledged VALUES (?, ?)', (number, 'x' * 500))\n\
    os._exit(0)";
const COUNT: &str = "import sqlite3,sys\n\
    try: print(sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM acknowledged').fetchone()[0])\n\
    except sqlite3.Error: print(0)";

fn raw_sqlite(proving: &mut Proving) -> Result<()> {
    let rows = proving.times(2000, 300);
    for synchronous in ["FULL", "NORMAL"] {
        let Some(disk) = Disk::with_ext4(proving, 64)? else { return Ok(()) };
        let database = disk.folder.join("raw.db");
        let python = |script: &str, more: &[&str]| {
            read(Command::new("python3").args(["-c", script]).arg(&database).args(more))
        };
        python(SQLITE, &[synchronous, &rows.to_string()])?;
        disk.cut_power(|| Ok(()))?;
        let kept: u64 = python(COUNT, &[])?.trim().parse().context("a number of rows")?;
        lost(proving, &format!("SQLite, synchronous={synchronous}"), (rows, kept), synchronous == "FULL")?;
    }
    Ok(())
}

fn raw_postgres(proving: &mut Proving) -> Result<()> {
    let rows = proving.times(2000, 300);
    for commit in ["on", "off"] {
        let Some(disk) = Disk::with_ext4(proving, MEGABYTES)? else { return Ok(()) };
        let cluster = Cluster::start_in(disk.folder.join("cluster"), SETTINGS)?;
        disk.settle()?;
        let file = proving.folder.join("rows.sql");
        let row = "INSERT INTO acknowledged (text) VALUES (repeat('x', 500));\n";
        let table = "CREATE TABLE acknowledged (number SERIAL, text TEXT); CHECKPOINT;";
        let rows_times = row.repeat(usize::try_from(rows)?);
        std::fs::write(&file, format!("{table}\nSET synchronous_commit = {commit};\n{rows_times}"))?;
        psql(&cluster, &["-v", "ON_ERROR_STOP=1", "-f"], Some(&file))?;
        let all = cluster.processes()?;
        disk.cut_power(|| signal(&all, "KILL"))?;
        cluster.resume()?;
        let count = psql(&cluster, &["-Atc", "SELECT count(*) FROM acknowledged"], None)?;
        let kept: u64 = count.trim().parse().context("a number of rows")?;
        lost(proving, &format!("PostgreSQL, synchronous_commit={commit}"), (rows, kept), commit == "on")?;
    }
    Ok(())
}

fn psql(cluster: &Cluster, arguments: &[&str], file: Option<&Path>) -> Result<String> {
    read(Command::new("psql").arg(cluster.url()).arg("-q").args(arguments).args(file))
}

fn lost(proving: &mut Proving, what: &str, (rows, kept): (u64, u64), durable: bool) -> Result<()> {
    let (lost, as_wanted) = (rows - kept, (kept == rows) == durable);
    proving.must(format!("control, a plain writer on {what}: lost of {rows}"), lost, as_wanted)
}
