//! `cargo xtask bench sign-ins`: what a sign-in costs, how many a second two cores take, and what a storm of them does to
//! others: 200 people press "Sign in" at once, again and again, while an assister who is signed in asks for her list. The
//! control is a server that hashes any number of passwords at once.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use argon2::{Argon2, PasswordVerifier, password_hash::phc::PasswordHash};

use super::Settings;
use super::database::Store;
use super::load::{Latency, as_f64, latency};
use super::record::{Figure, Place, note, write};
use crate::http::Connection;
use crate::people::{PASSWORD, copies, fields, staff};
use crate::postgres::Cluster;
use crate::process::{project_root, target_folder};
use crate::server::{Server, demo, prepare};

/// People who sign in at once.
const CROWD: usize = 200;
/// Households of the practice data: three assisters of the cast share them, so that a book is full.
const HOUSEHOLDS: u64 = 1_500;
/// Requests a second for the list.
const RATE: u64 = 50;
/// Hashes that are timed.
const HASHES: u32 = 40;
const PAGE: &str = "/consumers";

/// Measures and records.
pub fn measure(settings: &Settings) -> Result<()> {
    let root = project_root()?;
    let target = target_folder(&root);
    let binary = settings.portal(&root, &target)?;
    let folder = target.join(format!("sign-ins-data-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let cluster = Cluster::start_durable(&target)?;
    let mut figures = Vec::new();
    let stores = Store::both(&cluster, &folder)?;
    let measured = stores.iter().try_for_each(|store| on(&binary, store, settings, &mut figures));
    drop(std::fs::remove_dir_all(&folder));
    measured?;
    write(&root, &target, "sign-ins", &Place::here(&root)?, &figures)
}

fn on(binary: &Path, store: &Store, settings: &Settings, figures: &mut Vec<Figure>) -> Result<()> {
    println!("{}: {CROWD} people", store.engine);
    prepare(demo(binary, &store.options, HOUSEHOLDS, 0))?;
    staff(binary, &store.options, "like.all")?;
    let crowd = copies("like.all", "zo", u64::try_from(CROWD)?);
    let kept = "SELECT password_hash FROM accounts WHERE username = 'like.all'";
    let said = store.database()?.run(&format!("{crowd};\nANALYZE;\n{kept}"))?;
    if figures.is_empty() {
        hash(said.trim(), figures)?;
    }
    for _ in 0..settings.rounds {
        let serve = |more: &[&str]| {
            let mut serve = demo(binary, &store.options, 0, 0);
            serve.args(["--trusted-proxy", "127.0.0.1"]).args(more);
            Server::start(serve)
        };
        as_it_is(store.engine, &serve(&[])?, settings.seconds, figures)?;
        let name = format!("{}, control, any number of hashes at once", store.engine);
        storm(&name, &serve(&["--passwords-at-once", "1000"])?, settings.seconds, figures)?;
    }
    Ok(())
}

/// What one hash costs, on one core, by the very parameters with which the portal keeps passwords.
fn hash(kept: &str, figures: &mut Vec<Figure>) -> Result<()> {
    let hash = PasswordHash::new(kept).ok().context("the stored password is no hash")?;
    let cost =
        |name: &str| hash.params.get_decimal(name).with_context(|| format!("the hash does not say {name}"));
    println!("  {} {}", hash.algorithm, hash.params);
    note(figures, "Argon2id: memory a hash (m)".to_owned(), "kB", f64::from(cost("m")?));
    note(figures, "Argon2id: passes (t)".to_owned(), "", f64::from(cost("t")?));
    note(figures, "Argon2id: lanes (p)".to_owned(), "", f64::from(cost("p")?));
    for _ in 0..HASHES {
        let begun = Instant::now();
        let right = Argon2::default().verify_password(PASSWORD.as_bytes(), kept).is_ok();
        let took = begun.elapsed().as_secs_f64() * 1e3;
        ensure!(right, "the stored hash is not that of the password");
        note(figures, "Argon2id: a hash on one core".to_owned(), "ms", took);
    }
    Ok(())
}

fn as_it_is(engine: &str, server: &Server, seconds: u64, figures: &mut Vec<Figure>) -> Result<()> {
    let before = server.memory_megabytes()?;
    let cookie = server.session_of("Bo")?;
    let quiet = latency(server.port, PAGE, &cookie, RATE, seconds)?.whole()?;
    note(figures, format!("{engine}: {PAGE} when nobody signs in, p50"), "ms", quiet.p50);
    note(figures, format!("{engine}: {PAGE} when nobody signs in, p99"), "ms", quiet.p99);
    storm(engine, server, seconds, figures)?.whole()?;
    let more = server.peak_megabytes()? - before;
    note(figures, format!("{engine}: memory that the storm took at most"), "MB", more);
    Ok(())
}

/// People who sign in at once, and again as soon as the last of them has been answered.
fn storm(name: &str, server: &Server, seconds: u64, figures: &mut Vec<Figure>) -> Result<Latency> {
    let cookie = server.session_of("Bo")?;
    let (over, told) = (AtomicBool::new(false), Told::default());
    let (list, stormed) = thread::scope(|threads| {
        let waves = threads.spawn(|| waves(server.port, &over, &told));
        // The first of them is under way.
        thread::sleep(Duration::from_millis(500));
        let list = latency(server.port, PAGE, &cookie, RATE, seconds);
        over.store(true, Ordering::SeqCst);
        let stormed = waves.join().map_err(|_| anyhow::anyhow!("the crowd stopped"));
        (list, stormed)
    });
    let (list, seconds) = (list?, stormed??);
    let count = |counter: &AtomicU64| as_f64(counter.load(Ordering::SeqCst));
    let mut add = |what: &str, unit, value| note(figures, format!("{name}: {what}"), unit, value);
    add("/consumers in a storm of 200 sign-ins, p50", "ms", list.p50);
    add("/consumers in a storm of 200 sign-ins, p99", "ms", list.p99);
    add("/consumers told that it is busy", "", as_f64(list.busy));
    add("sign-ins", "/s", count(&told.signed_in) / seconds);
    add("slowest sign-in", "ms", count(&told.slowest));
    add("sign-ins told that it is busy", "", count(&told.busy));
    Ok(list)
}

#[derive(Default)]
struct Told {
    signed_in: AtomicU64,
    busy: AtomicU64,
    slowest: AtomicU64,
}

/// Gives how many seconds the waves took.
fn waves(port: u16, over: &AtomicBool, told: &Told) -> Result<f64> {
    let crowd: Vec<_> = (0..CROWD).map(|number| visitor(port, number)).collect();
    // Everybody has the page open.
    crowd.iter().try_for_each(|visitor| visitor.get("/sign-in").map(drop))?;
    let begun = Instant::now();
    while !over.load(Ordering::SeqCst) {
        thread::scope(|threads| {
            let all: Vec<_> = crowd
                .iter()
                .enumerate()
                .map(|(number, visitor)| threads.spawn(move || sign_in(visitor, number, told)))
                .collect();
            all.into_iter()
                .try_for_each(|one| one.join().unwrap_or_else(|_| anyhow::bail!("somebody stopped")))
        })?;
    }
    Ok(begun.elapsed().as_secs_f64())
}

fn visitor(port: u16, number: usize) -> Connection {
    let mut visitor = Connection::new(port);
    visitor.headers.push(("x-forwarded-for", format!("198.51.100.{}", number + 1)));
    visitor
}

fn sign_in(visitor: &Connection, number: usize, told: &Told) -> Result<()> {
    let (name, begun) = (format!("zo{}", 10_001 + number), Instant::now());
    let answer = visitor.post("/sign-in", &fields(&[("name", &name), ("password", PASSWORD)]))?;
    told.slowest.fetch_max(u64::try_from(begun.elapsed().as_millis())?, Ordering::SeqCst);
    match answer.status {
        303 => told.signed_in.fetch_add(1, Ordering::SeqCst),
        503 => told.busy.fetch_add(1, Ordering::SeqCst),
        other => anyhow::bail!("a sign-in was answered {other}"),
    };
    Ok(())
}
