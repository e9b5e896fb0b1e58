//! The server is killed where it stands, at random points under load: whatever it had acknowledged is there when it comes
//! back. Control: the database is put back to an earlier moment while the server is down.

use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use super::Proving;
use super::kit::Store;
use super::writers::{Kept, Writers, random};
use crate::postgres::free_port;
use crate::process::read;

/// The proof.
pub fn prove(proving: &mut Proving) -> Result<()> {
    let stores = [Store::sqlite(proving, "kills", 20)?, Store::postgres(proving, "kills-keys", 20)?];
    for store in stores {
        let (kills, port) = (proving.times(40, 2), free_port()?);
        let mut server = store.serve_on(proving, port)?;
        let mut writers = Writers::begin(&server)?;
        for _ in 0..kills {
            let lived = Duration::from_millis(300 + random(1200));
            writers.while_doing(&[], || {
                std::thread::sleep(lived);
                server.kill()
            })?;
            server = store.serve_on(proving, port)?;
        }
        let kept = writers.check(port)?;
        proving.found(format!("{}: kills", store.engine), kills);
        proving.found(format!("{}: saves acknowledged", store.engine), kept.acknowledged);
        proving.must(format!("{}: acknowledged and lost", store.engine), kept.lost, kept.lost == 0)?;

        writers.until(20)?;
        earlier(&store, true)?;
        writers.until(40)?;
        server.kill()?;
        earlier(&store, false)?;
        let _server = store.serve_on(proving, port)?;
        let Kept { lost, .. } = writers.check(port)?;
        proving.must(
            format!("{}, control put back to an earlier moment: lost", store.engine),
            lost,
            lost > 0,
        )?;
    }
    Ok(())
}

/// Remembers the database as it is, or puts it back: on SQLite its log is taken away, and with it what was written since
/// it was last moved into the database.
pub fn earlier(store: &Store, remember: bool) -> Result<()> {
    if let Some(cluster) = &store.cluster {
        let sql = if remember {
            "CREATE TABLE earlier AS SELECT application_key, answers FROM applications"
        } else {
            "UPDATE applications a SET answers = e.answers FROM earlier e WHERE e.application_key = a.application_key"
        };
        return read(Command::new("psql").args([&cluster.url_of("assent"), "-qc", sql])).map(drop);
    }
    if !remember {
        let folder = store.options.last().context("a folder")?;
        for end in ["-wal", "-shm"] {
            std::fs::remove_file(format!("{folder}/assent.db{end}"))?;
        }
    }
    Ok(())
}
