//! `cargo xtask bench strangers`: whether an answer tells a stranger by its time that there is such a consumer. An assister
//! without an association asks in turn for a consumer of the practice data and for one that does not exist, by the same
//! connection, in a pair of either order; what counts is the difference of the medians.

use std::process::Command;

use anyhow::{Result, ensure};

use super::Settings;
use super::load::{as_f64, percentile};
use super::record::{Figure, Place, note, write};
use super::wire::Wire;
use crate::postgres::Cluster;
use crate::process::{project_root, read, target_folder};
use crate::server::{Server, demo, prepare};

/// Keys of one length: a consumer of the cast, and nobody.
const KEYS: [&str; 2] = ["practice-ana", "practice-anx"];
/// Who has nothing to do with either.
const STRANGER: &str = "Cy";
/// Pairs a second of a round, roughly.
const PAIRS: u64 = 500;
/// Pairs before the first that counts.
const BEFORE: u64 = 500;
/// What is wanted, in microseconds.
const AIM: f64 = 10.0;

/// Measures and records.
pub fn measure(settings: &Settings) -> Result<()> {
    let root = project_root()?;
    let target = target_folder(&root);
    let binary = settings.portal(&root, &target)?;
    let folder = target.join(format!("strangers-data-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let keys = folder.join("keys").display().to_string();
    let cluster = Cluster::start_durable(&target)?;
    read(Command::new("psql").args([&cluster.url(), "-qc", "CREATE DATABASE strangers"]))?;
    let stores = [
        ("PostgreSQL", vec!["--database".into(), cluster.url_of("strangers"), "--data".into(), keys]),
        ("SQLite", vec!["--data".into(), folder.join("sqlite").display().to_string()]),
    ];
    let mut figures = Vec::new();
    let measured = stores.iter().try_for_each(|(engine, store)| {
        let demo = || demo(&binary, store, settings.households, settings.assisters);
        println!("{engine}: practice data of {} households", settings.households);
        prepare(demo())?;
        on(engine, &Server::start(demo())?, settings, &mut figures)
    });
    drop(std::fs::remove_dir_all(&folder));
    measured?;
    println!("  wanted: a difference of {AIM} µs at most");
    write(&root, &target, "strangers", &Place::here(&root)?, &figures)
}

fn on(engine: &str, server: &Server, settings: &Settings, figures: &mut Vec<Figure>) -> Result<()> {
    let cookie = server.session_of(STRANGER)?;
    let mut asking = Asking::new(server.port, &cookie)?;
    asking.pairs(BEFORE)?;
    for _ in 0..settings.rounds {
        let [there, nobody] = asking.pairs(settings.seconds * PAIRS)?;
        note(figures, format!("{engine}: a consumer who exists, median"), "µs", there);
        note(figures, format!("{engine}: one who does not, median"), "µs", nobody);
        note(figures, format!("{engine}: difference"), "µs", there - nobody);
    }
    Ok(())
}

/// One connection that asks for either.
struct Asking {
    wire: Wire,
    requests: [String; 2],
}

impl Asking {
    fn new(port: u16, cookie: &str) -> Result<Self> {
        let requests = KEYS.map(|key| {
            format!(
                "GET /consumers/{key} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\naccept: text/html\r\ncookie: {cookie}\r\n\r\n"
            )
        });
        Ok(Self { wire: Wire::to(port)?, requests })
    }

    /// So many pairs, the one first and then the other first; gives the median of each in microseconds.
    fn pairs(&mut self, pairs: u64) -> Result<[f64; 2]> {
        let mut taken = [Vec::new(), Vec::new()];
        for pair in 0..pairs {
            // Neither order comes in a beat that something else could have.
            let first = usize::from((pair.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 61) % 2 == 1);
            let mut lengths = [0, 0];
            for which in [first, 1 - first] {
                let took = self.wire.ask(&self.requests[which])?;
                taken[which].push(as_f64(u64::try_from(took.as_nanos())?) / 1e3);
                let answer = self.wire.answer();
                ensure!(answer.starts_with(b"HTTP/1.1 404"), "a stranger was not answered 404");
                lengths[which] = answer.len();
            }
            ensure!(lengths[0] == lengths[1], "answers of {} and {} bytes", lengths[0], lengths[1]);
        }
        Ok(taken.map(|mut taken| {
            taken.sort_by(f64::total_cmp);
            percentile(&taken, 50)
        }))
    }
}
