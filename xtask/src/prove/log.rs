//! The audit log behind the doors: whoever has the database with its password and not the keys changes, deletes, swaps,
//! cuts off, forges or restores, and `assent audit verify` with the checkpoint folder must find each. Controls: nothing
//! changed, nothing found; and without the folder what was cut off is not found.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::Proving;
use super::ending::ANA;
use super::kit::{Store, signed_in};
use crate::process::{find_program, read};

/// What an event says, each changed by itself.
const CHANGES: [&str; 15] = [
    "subject = subject || 'x'",
    "number = number + 1000",
    "at = at + 1",
    "account_key = 'practice-account-eve'",
    "role = CASE role WHEN 'auditor' THEN 'consumer' ELSE 'auditor' END",
    "actor_name = actor_name || '.'",
    "basis = basis || '.'",
    "association_key = coalesce(association_key, '') || '.'",
    "action = action || '.'",
    "target = coalesce(target, '') || '.'",
    "outcome = CASE outcome WHEN 'done' THEN 'refused' ELSE 'done' END",
    "rule = coalesce(rule, '') || '.'",
    "request_id = request_id || '.'",
    "hash = replace(hash, substr(hash, 20, 1), CASE substr(hash, 20, 1) WHEN 'a' THEN 'b' ELSE 'a' END)",
    "hash = substr(hash, 10)",
];

/// The proof.
pub fn work(proving: &mut Proving) -> Result<()> {
    let households = proving.times(160, 20);
    for postgres in [false, true] {
        let store = match postgres {
            false => Store::sqlite(proving, "log-sqlite", households)?,
            true => Store::postgres(proving, "log-postgres", households)?,
        };
        let trial = Trial::new(proving, store)?;
        tampering(proving, &trial)?;
        long_activity(proving, &trial)?;
    }
    million(proving)
}

/// One engine's log with its checkpoint.
struct Trial {
    store: Store,
    binary: PathBuf,
    checkpoint: PathBuf,
}

impl Trial {
    fn new(proving: &Proving, store: Store) -> Result<Self> {
        let checkpoint = proving.folder.join(format!("checkpoint-{}", store.engine));
        Ok(Self { store, binary: proving.binary.clone(), checkpoint })
    }

    /// Lets the job write its lines: until the folder has grown, or a while when there is nothing to add.
    fn keep_heads(&self) -> Result<()> {
        let size = || folder_size(&self.checkpoint);
        let before = size();
        let mut work = Command::new(&self.binary);
        work.arg("work").args(&self.store.options).arg("--checkpoint-to").arg(&self.checkpoint);
        let mut working = work.stdout(Stdio::null()).spawn()?;
        let begun = Instant::now();
        while size() == before && begun.elapsed() < Duration::from_secs(15) {
            std::thread::sleep(Duration::from_millis(50));
        }
        read(Command::new("kill").args(["-TERM", &working.id().to_string()]))?;
        ensure!(working.wait()?.success() && size() > before, "the job wrote no heads");
        Ok(())
    }

    /// Whether the check finds something wrong, and what it says.
    fn finds(&self, with_checkpoint: bool) -> Result<(bool, String)> {
        let mut verify = Command::new(&self.binary);
        verify.args(["audit", "verify"]).args(&self.store.options);
        if with_checkpoint {
            verify.arg("--checkpoint").arg(&self.checkpoint);
        }
        let output = verify.output()?;
        let said =
            String::from_utf8_lossy(if output.status.success() { &output.stdout } else { &output.stderr });
        Ok((!output.status.success(), said.trim().to_owned()))
    }

    /// Runs SQL as somebody who has the database: no guard stops them.
    fn behind(&self, sql: &str) -> Result<String> {
        match &self.store.cluster {
            Some(cluster) => {
                let sql = format!("SET session_replication_role = replica; {sql}");
                read(Command::new("psql").args([&cluster.url_of("assent"), "-qAtc", &sql]))
            }
            None => {
                let script = "import sqlite3, sys\n\
                    db = sqlite3.connect(sys.argv[1], isolation_level=None)\n\
                    for (name,) in db.execute(\"SELECT name FROM sqlite_master WHERE type = 'trigger'\").fetchall():\n\
                    \x20   db.execute('DROP TRIGGER ' + name)\n\
                    for sql in sys.argv[2].split(';'):\n\
                    \x20   for row in db.execute(sql).fetchall(): print('|'.join(map(str, row)))\n\
                    db.execute('PRAGMA wal_checkpoint(TRUNCATE)')\n";
                let python = find_program("python3").context("python3 is not installed")?;
                read(Command::new(python).args(["-c", script]).arg(self.file()).arg(sql))
            }
        }
    }

    fn file(&self) -> PathBuf {
        Path::new(self.store.options.last().map_or("", String::as_str)).join("assent.db")
    }

    /// Tampers, checks, and puts the log back as it was.
    fn found_after(&self, sql: &str, with_checkpoint: bool) -> Result<(bool, String)> {
        self.behind(sql)?;
        let found = self.finds(with_checkpoint)?;
        self.behind("DELETE FROM audit_events; INSERT INTO audit_events SELECT * FROM kept_events")?;
        Ok(found)
    }
}

fn folder_size(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries.flatten().filter_map(|entry| entry.metadata().ok()).map(|metadata| metadata.len()).sum()
}

fn tampering(proving: &mut Proving, trial: &Trial) -> Result<()> {
    let engine = trial.store.engine;
    trial.keep_heads()?;
    // What an earlier copy holds, before somebody goes on.
    trial.behind("CREATE TABLE earlier_events AS SELECT * FROM audit_events")?;
    go_on(proving, trial)?;
    trial.keep_heads()?;
    trial.behind("CREATE TABLE kept_events AS SELECT * FROM audit_events")?;
    let (found, said) = trial.finds(true)?;
    proving.must(
        format!("{engine}: control, nothing changed"),
        &said,
        !found && said.starts_with("Whole"),
    )?;
    let events = trial.behind("SELECT subject, number FROM audit_events ORDER BY hash")?;
    let events: Vec<(String, String)> = events
        .lines()
        .filter_map(|line| {
            line.rsplit_once('|').map(|(subject, number)| (subject.to_owned(), number.to_owned()))
        })
        .take(usize::try_from(proving.times(200, 4))?)
        .collect();
    changes(proving, trial, &events)?;
    cuts(proving, trial)
}

/// Every class of byte of the events, and their absence.
fn changes(proving: &mut Proving, trial: &Trial, events: &[(String, String)]) -> Result<()> {
    let engine = trial.store.engine;
    let (mut tried, mut missed) = (0, Vec::new());
    for (turn, (subject, number)) in events.iter().enumerate() {
        let this = format!("WHERE subject = '{subject}' AND number = {number}");
        // All of them on the engine where a try is quick, one after the other on the other one.
        let classes: Vec<&str> = match &trial.store.cluster {
            None if events.len() > 50 => CHANGES.to_vec(),
            _ => vec![CHANGES[turn % CHANGES.len()]],
        };
        let mut all: Vec<String> =
            classes.iter().map(|change| format!("UPDATE audit_events SET {change} {this}")).collect();
        all.push(format!("DELETE FROM audit_events {this}"));
        for sql in all {
            tried += 1;
            if !trial.found_after(&sql, true)?.0 {
                missed.push(sql);
            }
        }
    }
    let what = format!("{engine}: changes and deletions of {} events not found, of {tried}", events.len());
    proving.must(what, format!("{} {}", missed.len(), missed.join("; ")), missed.is_empty())
}

/// Swaps, ends cut off, chains deleted, an older database; with the folder, and without it.
fn cuts(proving: &mut Proving, trial: &Trial) -> Result<()> {
    let engine = trial.store.engine;
    let long = format!(
        "SELECT subject FROM audit_events WHERE number = 2 ORDER BY hash LIMIT {}",
        proving.times(50, 1)
    );
    let (mut swaps, mut ends) = (Vec::new(), Vec::new());
    for subject in trial.behind(&long)?.lines() {
        let of = format!("subject = '{subject}'");
        swaps.push(format!(
            "UPDATE audit_events SET number = -1 WHERE {of} AND number = 1; UPDATE audit_events SET number = 1 WHERE {of} AND number = \
             (SELECT max(number) FROM audit_events WHERE {of}); UPDATE audit_events SET number = \
             (SELECT max(number) + 1 FROM audit_events WHERE {of}) WHERE {of} AND number = -1"
        ));
        ends.push(format!(
            "DELETE FROM audit_events WHERE {of} AND number = (SELECT max(number) FROM audit_events WHERE {of})"
        ));
        ends.push(format!("DELETE FROM audit_events WHERE {of}"));
    }
    ends.push("DELETE FROM audit_events; INSERT INTO audit_events SELECT * FROM earlier_events".to_owned());
    ends.push("DELETE FROM audit_events".to_owned());
    let unkeyed = "UPDATE audit_events SET hash = substr(hash, 10) WHERE number = 1; \
                   DELETE FROM audit_events WHERE number > 1; DELETE FROM audit_adopted WHERE subject <> ''";
    swaps.push(unkeyed.to_owned());
    let missed = |all: &[String], with: bool| -> Result<usize> {
        let mut missed = 0;
        for sql in all {
            missed += usize::from(!trial.found_after(sql, with)?.0);
        }
        Ok(missed)
    };
    let unseen = missed(&swaps, true)?;
    proving.must(
        format!("{engine}: swaps and forgeries not found, of {}", swaps.len()),
        unseen,
        unseen == 0,
    )?;
    let unseen = missed(&ends, true)?;
    let what =
        format!("{engine}: ends cut off, chains deleted and older databases not found, of {}", ends.len());
    proving.must(what, unseen, unseen == 0)?;
    let unseen = missed(&ends, false)?;
    let what =
        format!("{engine}: control, the same without the checkpoint folder, not found of {}", ends.len());
    proving.must(what, unseen, unseen > 0)
}

/// Ana looks around, so that chains grow.
fn go_on(proving: &Proving, trial: &Trial) -> Result<()> {
    let server = trial.store.serve(proving)?;
    let ana = signed_in(&server, "Ana")?;
    for path in ["/home", "/assister", "/activity", "/application"] {
        ensure!(ana.get(path)?.status == 200, "{path}");
    }
    server.stop()
}

/// An activity as long as an earlier version let strangers make it: its pages take the time of a short one's, and the
/// export is never whole in memory.
fn long_activity(proving: &mut Proving, trial: &Trial) -> Result<()> {
    let engine = trial.store.engine;
    let lines = proving.times(368_000, 20_000);
    let server = trial.store.serve(proving)?;
    let ana = signed_in(&server, "Ana")?;
    let pages = ["/activity", "/activity?others=yes", "/home"];
    let time = |path: &str| -> Result<f64> {
        let mut taken = Vec::new();
        for _ in 0..9 {
            let begun = Instant::now();
            ensure!(ana.get(path)?.status == 200, "{path}");
            taken.push(begun.elapsed().as_secs_f64() * 1000.0);
        }
        taken.sort_by(f64::total_cmp);
        Ok(taken[taken.len() / 2])
    };
    let short = pages.iter().map(|path| time(path)).collect::<Result<Vec<_>>>()?;
    // What strangers were refused, and behind it as much of her own looking around.
    for (from, who) in [
        (1_000, "'practice-account-cy', 'assister', 'Cy', 'none'"),
        (1_000 + lines, "'practice-account-ana', 'consumer', 'Ana', 'own_account'"),
    ] {
        trial.behind(&format!(
            "INSERT INTO audit_events SELECT 'consumer:{ANA}', {from} + n, n, {who}, NULL, 'read_consumer', NULL, 'refused', 'ACT-1', 'q', 'h' \
             FROM (WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {lines}) SELECT n FROM n) numbers"
        ))?;
    }
    if let Some(cluster) = &trial.store.cluster {
        // What autovacuum does within a minute. The log was deleted and written anew some hundred times before, which
        // no log is.
        read(Command::new("psql").args([&cluster.url_of("assent"), "-qAtc", "VACUUM ANALYZE audit_events"]))?;
    }
    // The small seed measures beside other work, with a program that is not optimized.
    let slack = f64::from(u32::try_from(proving.times(15, 400))?);
    for (path, before) in pages.iter().zip(short) {
        let after = time(path)?;
        let what = format!("{engine}: {path}, ms with {} lines, and before", 2 * lines);
        proving.must(what, format!("{after:.1}, {before:.1}"), after < 2.0 * before + slack)?;
    }
    let memory = server.own_megabytes()?;
    let exported = ana.lines_of("/activity/export")? as u64;
    let grown = server.own_megabytes()? - memory;
    let what = format!("{engine}: lines exported, and MB of memory that took");
    proving.must(what, format!("{exported}, {grown:.0}"), exported > 2 * lines && grown < 60.0)
}

/// How long a whole, large log takes.
fn million(proving: &mut Proving) -> Result<()> {
    let households = proving.times(700_000, 200);
    let store = Store::sqlite(proving, "log-large", households)?;
    let mut verify = Command::new(&proving.binary);
    verify.args(["audit", "verify"]).args(&store.options);
    let begun = Instant::now();
    let said = read(&mut verify)?;
    let seconds = begun.elapsed().as_secs_f64();
    proving.found("SQLite: a clean log", said.trim());
    let events: f64 = said.split_whitespace().nth(1).and_then(|count| count.parse().ok()).unwrap_or(0.0);
    let rate = events / seconds;
    let enough = proving.times(1_000_000, 1) as f64;
    proving.must(
        "SQLite: seconds to check it",
        format!("{seconds:.1} ({rate:.0} events/s)"),
        seconds < 20.0 && events >= enough,
    )
}
