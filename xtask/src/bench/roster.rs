//! `cargo xtask bench roster`: a roster file of 20,000 rows through `assent roster import`, on SQLite and PostgreSQL: looked at,
//! applied when every row is new, exported, applied when every row is changed, and looked at when nothing differs. Rows a
//! second, memory, and how long the one transaction held the database's writer.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use super::Settings;
use super::eligibility::watched;
use super::load::as_f64;
use super::record::{Figure, Place, note, write};
use crate::postgres::Cluster;
use crate::process::{project_root, read, target_folder};
use crate::server::{demo, prepare};

/// Rows of the file: as many as one may have.
const ROWS: u32 = 20_000;
const DATABASE: &str = "assent_roster";

/// Measures and records.
pub fn measure(settings: &Settings) -> Result<()> {
    let root = project_root()?;
    let target = target_folder(&root);
    let binary = settings.portal(&root, &target)?;
    let folder = target.join(format!("bench-roster-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let mut figures = Vec::new();
    let measured = on_both(settings, &target, &binary, &folder, &mut figures);
    drop(std::fs::remove_dir_all(&folder));
    measured?;
    write(&root, &target, "roster", &Place::here(&root)?, &figures)
}

fn on_both(
    settings: &Settings,
    target: &Path,
    binary: &Path,
    folder: &Path,
    figures: &mut Vec<Figure>,
) -> Result<()> {
    let cluster = Cluster::start_durable(target)?;
    for round in 0..settings.rounds {
        let name = format!("{DATABASE}_{round}");
        read(
            Command::new("psql")
                .args(["--no-psqlrc", "--quiet", &cluster.url(), "--command"])
                .arg(format!("CREATE DATABASE {name}")),
        )?;
        let keys = folder.join(format!("keys-{round}")).display().to_string();
        let store = vec!["--database".to_owned(), cluster.url_of(&name), "--data".to_owned(), keys];
        round_on("PostgreSQL", &Run { settings, binary, folder, store }, figures)?;
        let data = folder.join(format!("sqlite-{round}")).display().to_string();
        round_on(
            "SQLite",
            &Run { settings, binary, folder, store: vec!["--data".to_owned(), data] },
            figures,
        )?;
    }
    Ok(())
}

struct Run<'a> {
    settings: &'a Settings,
    binary: &'a Path,
    folder: &'a Path,
    store: Vec<String>,
}

fn round_on(engine: &str, run: &Run<'_>, figures: &mut Vec<Figure>) -> Result<()> {
    println!("{engine}: practice data with {} assisters", run.settings.assisters);
    prepare(demo(run.binary, &run.store, 20, run.settings.assisters))?;
    let (new, out) = (run.folder.join("new.csv"), run.folder.join("roster.csv"));
    std::fs::write(&new, file(ROWS))?;
    run.import(engine, "looked at, all new", &new, &["--dry-run"], figures)?;
    run.import(engine, "applied, all new", &new, &[], figures)?;
    let (seconds, peak, _) = run.roster(&["export", &out.display().to_string()])?;
    note(figures, format!("{engine}: exported"), "rows/s", f64::from(ROWS) / seconds);
    note(figures, format!("{engine}: exported, peak memory"), "MB", peak);
    // With those that were there before there are more rows than one file may have.
    let exported = std::fs::read_to_string(&out)?;
    let most = usize::try_from(ROWS)? + 1;
    std::fs::write(&out, exported.split_inclusive('\n').take(most).collect::<String>())?;
    run.import(engine, "looked at, nothing differs", &out, &["--dry-run"], figures)?;
    let changed = run.folder.join("changed.csv");
    std::fs::write(&changed, file(ROWS).replace("651-555-0177", "651-555-0178"))?;
    run.import(engine, "applied, all changed", &changed, &[], figures)
}

impl Run<'_> {
    fn import(
        &self,
        engine: &str,
        what: &str,
        file: &Path,
        more: &[&str],
        figures: &mut Vec<Figure>,
    ) -> Result<()> {
        let file = file.display().to_string();
        let own = ["import", &file, "--reason", "measured", "--public-address", "https://portal.example"];
        let (seconds, peak, held) = self.roster(&[&own[..], more].concat())?;
        note(figures, format!("{engine}: {what}"), "rows/s", f64::from(ROWS) / seconds);
        note(figures, format!("{engine}: {what}, peak memory"), "MB", peak);
        if let Some(held) = held {
            note(figures, format!("{engine}: {what}, the transaction"), "ms", held);
        }
        Ok(())
    }

    /// Seconds and peak megabytes of one command, and the milliseconds that its transaction held the writer.
    fn roster(&self, words: &[&str]) -> Result<(f64, f64, Option<f64>)> {
        let log: PathBuf = self.folder.join("log");
        let start = Instant::now();
        let mut child = Command::new(self.binary)
            .arg("roster")
            .args(words)
            .args(&self.store)
            .env("ASSENT_LOG", "info")
            .stdout(Stdio::null())
            .stderr(File::create(&log)?)
            .spawn()
            .with_context(|| format!("cannot start {}", self.binary.display()))?;
        let (_, peak) = watched(child.id())?;
        let seconds = start.elapsed().as_secs_f64();
        let said = std::fs::read_to_string(&log)?;
        let status = child.wait()?;
        if !status.success() {
            bail!("the command ended with {status}: {said}");
        }
        Ok((seconds, peak, held(&said)))
    }
}

/// What the log says of the transaction.
fn held(log: &str) -> Option<f64> {
    let line = log.lines().find(|line| line.contains("roster file written"))?;
    let rest = line.split("\"milliseconds\":").nth(1)?;
    let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
    number.parse::<u64>().ok().map(as_f64)
}

/// A file of so many new brokers.
fn file(rows: u32) -> String {
    let mut text = "kind,given_name,family_name,email,npn,public_phone,languages,city,zip,ways,accepts_new,certified_from,certified_until,\
                    training_passed_on,assessment_passed_on,license_until\n"
        .to_owned();
    for number in 0..rows {
        let name = lettered(number);
        text.push_str(&format!(
            "broker,Gil{name},Sample,gil{name}@example.org,{},651-555-0177,\"es,so\",Saint Paul,55101,\"in_person,phone\",yes,\
             2025-11-01,2030-10-31,2025-10-01,2025-10-01,2031-12-31\n",
            60_000_000 + number
        ));
    }
    text
}

/// A number in letters, for names.
fn lettered(number: u32) -> String {
    let letter = |digit: u8| char::from(b'a' + (digit - b'0'));
    number.to_string().bytes().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_has_a_row_for_each_number_and_the_log_is_read() {
        let text = file(12);
        assert_eq!(text.lines().count(), 13);
        assert!(text.contains("Gilbb,Sample,gilbb@example.org,60000011"), "{text}");
        let log = "{\"fields\":{\"message\":\"roster file written\",\"rows\":3,\"milliseconds\":412}}";
        assert_eq!(held(log), Some(412.0));
        assert_eq!(held("nothing"), None);
    }
}
