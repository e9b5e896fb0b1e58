//! Revocation at once: Bo asks for Ana's data over eight connections to two servers; of the requests that start after
//! his removal was answered, none may be served. Control: what was found of him is remembered for a moment.

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};
use std::thread;
use std::time::Duration;

use anyhow::{Result, anyhow, bail};

use super::Proving;
use super::ending::{ANA, Ana, sessions, two_servers};
use super::kit::Store;
use crate::http::Connection;

const CONNECTIONS: usize = 8;
/// Requests that start after one removal was answered.
const EACH: u64 = 50;

/// The proof.
pub fn work(proving: &mut Proving) -> Result<()> {
    let removals = proving.times(200, 2);
    // A control goes on until it has reported: a late request is a matter of moments, and of what else the machine does.
    let (fewer, most) = (proving.times(20, 1), proving.times(200, 40));
    for postgres in [false, true] {
        let store = match postgres {
            false => Store::sqlite(proving, "revocation-sqlite", 20)?,
            true => Store::postgres(proving, "revocation-postgres", 20)?,
        };
        let engine = store.engine;
        let race = race(proving, &store, None, removals..=removals)?;
        proving.found(format!("{engine}: requests served before"), race.before);
        let trials = race.started;
        proving.must(format!("{engine}: trials"), trials, trials >= removals * EACH && race.before > 0)?;
        proving.must(
            format!("{engine}: served although they started after the removal"),
            race.late,
            race.late == 0,
        )?;
        let control = self::race(proving, &store, Some("cache"), fewer..=most)?;
        proving.must(
            format!("{engine}: control with a planted cache, served late of {}", control.started),
            control.late,
            control.late > 0,
        )?;
    }
    Ok(())
}

/// What Bo's connections share.
#[derive(Default)]
struct Race {
    /// Nobody starts a request.
    pause: AtomicBool,
    under_way: AtomicU64,
    /// Whether the removal was answered.
    removed: AtomicBool,
    before: AtomicU64,
    started: AtomicU64,
    late: AtomicU64,
    over: AtomicBool,
}

struct Found {
    before: u64,
    started: u64,
    late: u64,
}

/// So many removals at least, and more until one request was served late.
fn race(
    proving: &Proving,
    store: &Store,
    fault: Option<&str>,
    removals: RangeInclusive<u64>,
) -> Result<Found> {
    let servers = two_servers(proving, store, fault)?;
    let cookies = sessions(&servers[0], &["Bo"])?;
    let mut ana = Ana::sign_in(&servers)?;
    let race = Arc::new(Race::default());
    race.pause.store(true, SeqCst);
    let askers: Vec<_> = (0..CONNECTIONS)
        .map(|number| {
            let mut connection = Connection::new(servers[number % 2].port);
            connection.cookie = cookies["Bo"].clone();
            let race = race.clone();
            thread::spawn(move || ask(&connection, number, &race))
        })
        .collect();
    let done = (0..*removals.end())
        .take_while(|done| done < removals.start() || race.late.load(SeqCst) == 0)
        .try_for_each(|_| one(&mut ana, &race));
    race.over.store(true, SeqCst);
    for asker in askers {
        asker.join().map_err(|_| anyhow!("Bo stopped"))?;
    }
    done?;
    let (before, started, late) =
        (race.before.load(SeqCst), race.started.load(SeqCst), race.late.load(SeqCst));
    Ok(Found { before, started, late })
}

/// Ana authorizes Bo, removes him while he asks, and waits until so many of his requests have started since.
fn one(ana: &mut Ana, race: &Race) -> Result<()> {
    race.pause.store(true, SeqCst);
    until(|| race.under_way.load(SeqCst) == 0)?;
    race.removed.store(false, SeqCst);
    ana.authorize()?;
    let removal = ana.open_removal()?;
    let served = race.before.load(SeqCst);
    race.pause.store(false, SeqCst);
    until(|| race.before.load(SeqCst) > served)?;
    while !ana.remove(&removal)? {}
    let wanted = race.started.load(SeqCst) + EACH;
    race.removed.store(true, SeqCst);
    until(|| race.started.load(SeqCst) >= wanted)
}

fn until(holds: impl Fn() -> bool) -> Result<()> {
    for _ in 0..60_000 {
        if holds() {
            return Ok(());
        }
        thread::sleep(Duration::from_micros(500));
    }
    bail!("waited in vain")
}

fn ask(connection: &Connection, number: usize, race: &Race) {
    let pages = ["", "/application", "/coverage", "/application/review"];
    let mut turn = number;
    while !race.over.load(SeqCst) {
        race.under_way.fetch_add(1, SeqCst);
        if race.pause.load(SeqCst) {
            race.under_way.fetch_sub(1, SeqCst);
            thread::sleep(Duration::from_micros(200));
            continue;
        }
        turn += 1;
        let removed = race.removed.load(SeqCst);
        if removed {
            race.started.fetch_add(1, SeqCst);
        }
        let answer = connection.get(&format!("/consumers/{ANA}{}", pages[turn % pages.len()]));
        if answer.is_ok_and(|answer| answer.status == 200) {
            if removed { &race.late } else { &race.before }.fetch_add(1, SeqCst);
        }
        race.under_way.fetch_sub(1, SeqCst);
    }
}
