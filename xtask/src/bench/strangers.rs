//! `cargo xtask bench strangers`: whether an answer tells a stranger by its time that there is such a consumer. An assister
//! without an association asks in turn for a consumer of the practice data and for one that does not exist, by the same
//! connection, in a pair of either order; what counts is the difference of the medians.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use super::Settings;
use super::load::{as_f64, percentile};
use super::record::{Figure, Place, note, write};
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
    stream: TcpStream,
    requests: [String; 2],
    heard: Vec<u8>,
}

impl Asking {
    fn new(port: u16, cookie: &str) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        let requests = KEYS.map(|key| {
            format!(
                "GET /consumers/{key} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\naccept: text/html\r\ncookie: {cookie}\r\n\r\n"
            )
        });
        Ok(Self { stream, requests, heard: vec![0; 256 * 1024] })
    }

    /// So many pairs, the one first and then the other first; gives the median of each in microseconds.
    fn pairs(&mut self, pairs: u64) -> Result<[f64; 2]> {
        let mut taken = [Vec::new(), Vec::new()];
        for pair in 0..pairs {
            // Neither order comes in a beat that something else could have.
            let first = usize::from((pair.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 61) % 2 == 1);
            let mut lengths = [0, 0];
            for which in [first, 1 - first] {
                let begun = Instant::now();
                lengths[which] = self.ask(which)?;
                taken[which].push(as_f64(u64::try_from(begun.elapsed().as_nanos())?) / 1e3);
            }
            ensure!(lengths[0] == lengths[1], "answers of {} and {} bytes", lengths[0], lengths[1]);
        }
        Ok(taken.map(|mut taken| {
            taken.sort_by(f64::total_cmp);
            percentile(&taken, 50)
        }))
    }

    /// Asks, and reads the answer to its end; gives its length.
    fn ask(&mut self, which: usize) -> Result<usize> {
        self.stream.write_all(self.requests[which].as_bytes())?;
        let mut length = 0;
        loop {
            let more = self.stream.read(&mut self.heard[length..])?;
            ensure!(more > 0, "the answer broke off");
            length += more;
            if let Some(whole) = whole(&self.heard[..length])? {
                ensure!(length == whole, "{length} bytes came, {whole} were to come");
                return Ok(length);
            }
        }
    }
}

/// The length of the answer when its head is there, and all of it; it must be a 404.
fn whole(heard: &[u8]) -> Result<Option<usize>> {
    let Some(head) = heard.windows(4).position(|end| end == b"\r\n\r\n") else { return Ok(None) };
    let text = std::str::from_utf8(&heard[..head])?.to_ascii_lowercase();
    ensure!(text.starts_with("http/1.1 404"), "a stranger was answered {text:?}");
    let length = text.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length: usize = length.context("the answer has no length")?.trim().parse()?;
    Ok((heard.len() >= head + 4 + length).then_some(head + 4 + length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_whole_with_its_last_byte_and_a_404() {
        let answer = b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno";
        assert_eq!(whole(answer).unwrap(), Some(answer.len()));
        assert_eq!(whole(&answer[..answer.len() - 1]).unwrap(), None);
        assert_eq!(whole(&answer[..20]).unwrap(), None);
        assert!(whole(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").is_err());
    }
}
