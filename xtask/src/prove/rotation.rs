//! The keys that seal are rotated, one rotation after the other, while 50 requests a second run against two servers that share
//! the file of the keys: visitors who write what is sealed and read it again at the other server. No request fails, and what
//! was sealed before opens all the time. A third server has a copy of the file from before: afterwards it opens nothing,
//! because nothing names the key that it knows. The control is the same with such a server in the place of the second:
//! one that does not learn the new key.

mod load;

use std::path::PathBuf;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::Proving;
use super::kit::{Store, signed_in};
use super::writers::{open_application, token, value};
use crate::bench::database::Database;
use crate::http::Connection;
use crate::people::{PASSWORD, copies, fields, staff};
use crate::process::read;
use crate::server::Server;
use load::{Load, Shown};

/// People who have an account and forget their password, one at a time.
const FORGETFUL: u64 = 4_000;
/// Members of staff who are about to set up their second factor.
const STAFF: [&str; 2] = ["kim.one", "kim.two"];
/// How long a key must have been the current one before an earlier one is retired.
const SETTLED: Duration = Duration::from_secs(62);
/// Between two rotations.
const PAUSE: Duration = Duration::from_millis(300);
const TRUSTED: [&str; 2] = ["--trusted-proxy", "127.0.0.1"];

/// The proof.
pub fn work(proving: &mut Proving) -> Result<()> {
    for postgres in [false, true] {
        let store = match postgres {
            false => Store::sqlite(proving, "rotation-sqlite", 20)?,
            true => Store::postgres(proving, "rotation-postgres", 20)?,
        };
        STAFF.iter().try_for_each(|name| staff(&proving.binary, &store.options, name))?;
        Database::of(&store.options)?.run(&copies(STAFF[0], load::FORGETFUL, FORGETFUL))?;
        trial(proving, &store)?;
        control(proving, &store)?;
    }
    Ok(())
}

fn trial(proving: &mut Proving, store: &Store) -> Result<()> {
    let engine = store.engine;
    let keys = Keys::of(proving, store, "trial")?;
    let servers = [store.serve_with(proving, &TRUSTED)?, store.serve_with(proving, &TRUSTED)?];
    let shown = stage(&servers[0])?;
    let behind = store.serve_with(proving, &["--keyring", &keys.copy])?;
    let load = Load::begin(&servers, &shown, 0);
    sleep(Duration::from_secs(proving.times(10, 2)));
    let (opened, of) = shown.opened_at(behind.port)?;
    ensure!(opened == of, "{opened} of {of} opened before the first rotation");

    let (mut rotations, mut went_on) = (0, 0);
    while rotations < proving.times(40, 2) {
        match keys.rotate()? {
            true => rotations += 1,
            false => went_on += 1,
        }
        sleep(PAUSE);
    }
    let last = Instant::now();
    while keys.list()?.behind > 0 {
        ensure!(last.elapsed() < Duration::from_secs(20), "values still name an earlier key");
        keys.rotate()?;
    }
    proving.found(format!("{engine}: rotations, one after the other"), rotations);
    proving.found(format!("{engine}: such that had to be run again for what was sealed meanwhile"), went_on);
    let retired = keys.retire_all(proving.times(1, 0) == 1)?;
    sleep(Duration::from_secs(proving.times(10, 1)));
    let done = load.end()?;
    let figure = format!("{} of {} failed, {:.1} a second", done.failures.len(), done.asked, done.a_second);
    done.failures.iter().take(5).for_each(|failure| println!("    {failure}"));
    proving.must(format!("{engine}: requests meanwhile"), figure, done.failures.is_empty())?;
    proving.found(format!("{engine}: of them, such that sealed a value"), done.sealed);
    proving.found(format!("{engine}: of them, such that opened values"), done.opened);
    if let Some(retired) = retired {
        proving.found(format!("{engine}: earlier keys retired meanwhile"), retired);
    }

    let listed = keys.list()?;
    let figure = format!("{}, {} and {}", listed.behind, listed.missing, listed.damaged);
    let clean = listed.behind + listed.missing + listed.damaged == 0;
    proving.must(
        format!(
            "{engine}: of {} sealed values, those under an earlier, a missing and no key",
            listed.current
        ),
        figure,
        clean,
    )?;
    let fresh = store.serve_with(proving, &TRUSTED)?;
    let (opened, of) = shown.opened_at(fresh.port)?;
    proving.must(
        format!("{engine}: what was sealed before opens at a server that starts afterwards"),
        format!("{opened} of {of}"),
        opened == of,
    )?;
    let (opened, of) = shown.opened_at(behind.port)?;
    proving.must(
        format!("{engine}: the same at a server that has the key from before alone"),
        format!("{opened} of {of}"),
        opened == 0,
    )?;
    let refused = keys.with_the_copy().is_err();
    proving.must(format!("{engine}: and another one that starts with it is refused"), refused, refused)
}

/// The second server has a copy of the file, and nobody brings it the new key.
fn control(proving: &mut Proving, store: &Store) -> Result<()> {
    let keys = Keys::of(proving, store, "control")?;
    let second = [&TRUSTED[..], &["--keyring", &keys.copy]].concat();
    let servers = [store.serve_with(proving, &TRUSTED)?, store.serve_with(proving, &second)?];
    let shown = stage(&servers[0])?;
    let load = Load::begin(&servers, &shown, FORGETFUL / 2);
    sleep(Duration::from_secs(1));
    let before = load.failed();
    keys.rotate()?;
    sleep(Duration::from_secs(proving.times(10, 2)));
    let done = load.end()?;
    ensure!(before == 0, "{before} requests failed before the rotation: {:?}", done.failures.first());
    let figure = format!("{} of {} failed", done.failures.len(), done.asked);
    let what = format!("{}: control, a server that does not learn the new key", store.engine);
    proving.must(what, figure, !done.failures.is_empty())
}

/// What was sealed before: a number of Eve's, the second factors that two members of staff are about to set up, mails.
fn stage(server: &Server) -> Result<Shown> {
    let mut sessions = Vec::new();
    for (name, number) in [("Ana", "123456789"), ("Eve", "223456780")] {
        let person = signed_in(server, name)?;
        open_application(&person)?;
        let page = person.get("/application/person/1")?.body;
        let fresh = [("version", value(&page, "version")?), ("applying", "yes".to_owned())];
        let fresh = fresh.map(|(name, value)| (name.to_owned(), value));
        let hidden = [token(&page)?, ("application".to_owned(), value(&page, "application")?)];
        let then = fields(&[("then", "exit")]);
        let saved = person.post("/application/person/1", &[&hidden[..], &fresh, &then].concat())?;
        ensure!(saved.status == 303, "{name}: who applies was answered {}", saved.status);
        load::type_number(&person, number)?;
        sessions.push((person.cookie.clone(), token(&page)?));
    }
    let [ana, eve] = sessions.try_into().ok().context("two people")?;
    let factors = STAFF.iter().map(|name| about_to_set_up(server, name)).collect::<Result<_>>()?;
    Ok(Shown { ana, eve, number: "223-45-6780".to_owned(), factors })
}

/// The cookie of a sign-in whose second factor is due, and the text of its key.
fn about_to_set_up(server: &Server, name: &str) -> Result<(String, String)> {
    let mut person = Connection::new(server.port);
    let answer = person.post("/sign-in", &fields(&[("name", name), ("password", PASSWORD)]))?;
    ensure!(answer.location == "/sign-in/second-factor", "{name} was led to {:?}", answer.location);
    person.cookie = answer.cookies.join("; ");
    let page = person.get("/sign-in/second-factor")?.body;
    Ok((person.cookie.clone(), load::key_on(&page).context("no key to set up")?))
}

/// The command for the keys, and a copy of their file from before.
struct Keys {
    binary: PathBuf,
    options: Vec<String>,
    copy: String,
}

/// What the command lists.
#[derive(Default)]
struct Listed {
    current: u64,
    behind: u64,
    missing: u64,
    damaged: u64,
    earlier: Vec<String>,
}

impl Keys {
    fn of(proving: &Proving, store: &Store, trial: &str) -> Result<Self> {
        let folder = store.options.last().context("a folder")?;
        let copy = proving.folder.join(format!("keyring-{}-{trial}", store.engine));
        std::fs::copy(format!("{folder}/keys/keyring"), &copy)?;
        let (binary, options) = (proving.binary.clone(), store.options.clone());
        Ok(Self { binary, options, copy: copy.display().to_string() })
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command.arg("keys").args(words).args(&self.options);
        command
    }

    /// Whether nothing names an earlier key any more.
    fn rotate(&self) -> Result<bool> {
        let done = self.command(&["rotate"]).output()?;
        let said = String::from_utf8_lossy(&done.stderr);
        match done.status.success() {
            true => Ok(true),
            false if said.contains("still name an earlier key") => Ok(false),
            false => bail!("the rotation ended with {}: {said}", done.status),
        }
    }

    fn list(&self) -> Result<Listed> {
        listed(&read(&mut self.command(&["list"]))?)
    }

    /// Retires every earlier key, when the current one is old enough; until then the command refuses. Gives how many.
    fn retire_all(&self, wait: bool) -> Result<Option<usize>> {
        let earlier = self.list()?.earlier;
        if !wait {
            let first = earlier.first().context("no earlier key")?;
            let refused = self.command(&["retire", first]).output()?;
            let said = String::from_utf8_lossy(&refused.stderr);
            ensure!(!refused.status.success() && said.contains("in a minute"), "retired too soon: {said}");
            return Ok(None);
        }
        sleep(SETTLED);
        for name in &earlier {
            read(&mut self.command(&["retire", name]))?;
        }
        Ok(Some(earlier.len()))
    }

    /// A process that starts with the copy.
    fn with_the_copy(&self) -> Result<()> {
        read(&mut self.command(&["list", "--keyring", &self.copy])).map(drop)
    }
}

fn listed(said: &str) -> Result<Listed> {
    let mut all = Listed::default();
    for line in said.lines().skip(1) {
        let words: Vec<_> = line.split_whitespace().collect();
        if let [number, "values", "are", ..] = words[..] {
            all.damaged = number.parse()?;
            continue;
        }
        let [name, state, values, ..] = words[..] else { bail!("a line reads differently: {line}") };
        let values: u64 = values.parse()?;
        match state {
            "current" => all.current += values,
            "earlier" => {
                all.behind += values;
                all.earlier.push(name.to_owned());
            }
            "MISSING" => all.missing += values,
            _ => {}
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_keys_is_read_by_state() {
        let said = "NAME                   VALUES  SINCE\n\
                    0a0a0a0a  earlier           2  November 30, 2026\n\
                    0b0b0b0b  current          12  November 30, 2026\n\
                    0c0c0c0c  MISSING           1\n3 values are damaged: they name no key.\n";
        let all = listed(said).unwrap();
        assert_eq!((all.behind, all.current, all.missing, all.damaged), (2, 12, 1, 3));
        assert_eq!(all.earlier, ["0a0a0a0a"]);
    }
}
