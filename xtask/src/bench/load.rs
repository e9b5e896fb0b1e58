//! Load and what it came to: `wrk` for throughput, our own steady clients for latency at a fixed rate
//! (measured from the instant a request was due, so that a stall counts for everybody behind it),
//! and `pgbench` for what the database alone can do.

use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::http::Connection;
use crate::process::read;

/// Connections that wrk and pgbench keep open.
const CONNECTIONS: &str = "16";

/// What wrk reports.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Throughput {
    /// Requests a second.
    pub requests_per_second: f64,
    /// Requests in all.
    pub requests: f64,
}

/// Drives one page as fast as it goes.
pub fn throughput(port: u16, path: &str, cookie: &str, seconds: u64) -> Result<Throughput> {
    let mut wrk = Command::new("wrk");
    wrk.args(["-t1", "-c", CONNECTIONS, "-d", &format!("{seconds}s"), "-H", &format!("Cookie: {cookie}")]);
    wrk.arg(format!("http://127.0.0.1:{port}{path}"));
    let said = read(&mut wrk)?;
    if let Some(errors) = said.lines().find(|line| line.contains("Non-2xx") || line.contains("Socket errors"))
    {
        bail!("the measured page failed: {}", errors.trim());
    }
    reported(&said).with_context(|| format!("wrk said:\n{said}"))
}

fn reported(said: &str) -> Option<Throughput> {
    let rate = said.lines().find_map(|line| line.trim().strip_prefix("Requests/sec:"))?;
    let total =
        said.lines().find_map(|line| line.trim().split_once(" requests in ")).map(|(count, _)| count)?;
    Some(Throughput { requests_per_second: rate.trim().parse().ok()?, requests: total.parse().ok()? })
}

/// Milliseconds at a fixed rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Latency {
    /// Median.
    pub p50: f64,
    /// 99th percentile.
    pub p99: f64,
    /// How many were answered that the server is busy (503); their times count too.
    pub busy: u64,
}

impl Latency {
    /// Every request was answered with its page.
    pub fn whole(self) -> Result<Self> {
        ensure!(self.busy == 0, "{} requests were answered that the server is busy", self.busy);
        Ok(self)
    }
}

/// Asks for a page `rate` times a second over eight connections.
pub fn latency(port: u16, path: &str, cookie: &str, rate: u64, seconds: u64) -> Result<Latency> {
    const CLIENTS: u64 = 8;
    let start = Instant::now() + Duration::from_millis(50);
    let every = Duration::from_secs_f64(1.0 / as_f64(rate));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (path, cookie) = (path.to_owned(), cookie.to_owned());
            let due = (client..rate * seconds).step_by(8);
            thread::spawn(move || steady(port, &path, &cookie, due.map(|turn| start + times(every, turn))))
        })
        .collect();
    let (mut all, mut busy): (Vec<f64>, u64) = (Vec::new(), 0);
    for client in clients {
        let (taken, told) = client.join().map_err(|_| anyhow::anyhow!("a client stopped"))??;
        all.extend(taken);
        busy += told;
    }
    all.sort_by(f64::total_cmp);
    Ok(Latency { p50: percentile(&all, 50), p99: percentile(&all, 99), busy })
}

fn times(every: Duration, turn: u64) -> Duration {
    Duration::from_secs_f64(every.as_secs_f64() * as_f64(turn))
}

/// The times, and how often the server was busy.
fn steady(
    port: u16,
    path: &str,
    cookie: &str,
    due: impl Iterator<Item = Instant>,
) -> Result<(Vec<f64>, u64)> {
    let mut connection = Connection::new(port);
    connection.cookie = cookie.to_owned();
    let (mut taken, mut busy) = (Vec::new(), 0);
    for instant in due {
        thread::sleep(instant.saturating_duration_since(Instant::now()));
        let answer = connection.get(path)?;
        match answer.status {
            200 => {}
            503 => busy += 1,
            other => bail!("{path} answered {other}"),
        }
        taken.push(instant.elapsed().as_secs_f64() * 1000.0);
    }
    Ok((taken, busy))
}

/// The value below which `percent` of a sorted list lie; 0 for an empty one.
pub fn percentile(sorted: &[f64], percent: usize) -> f64 {
    let place = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(place).copied().unwrap_or_default()
}

/// Runs a script of statements by pgbench; gives runs a second.
pub fn pgbench(url: &str, script: &Path, seconds: u64) -> Result<f64> {
    let mut pgbench = Command::new("pgbench");
    pgbench.args(["--no-vacuum", "--protocol=prepared", "--client", CONNECTIONS, "--jobs=1"]);
    pgbench.args(["--time", &seconds.to_string(), "--file"]).arg(script).arg(url);
    let said = read(&mut pgbench)?;
    let tps = said.lines().find_map(|line| line.strip_prefix("tps = "));
    let tps = tps.and_then(|rest| rest.split_whitespace().next()?.parse().ok());
    tps.with_context(|| format!("pgbench said:\n{said}"))
}

/// Exact for every number a measurement can reach.
#[expect(clippy::cast_precision_loss, reason = "rates and turns stay far below 2^52")]
pub fn as_f64(number: u64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_wrk_says_is_read() {
        let said = "Running 2s test @ x\n  4024 requests in 2.00s, 5.1MB read\nRequests/sec:   2011.53\nTransfer/sec: 1MB\n";
        let expected = Throughput { requests_per_second: 2011.53, requests: 4024.0 };
        assert_eq!(reported(said), Some(expected));
        assert_eq!(reported("unable to connect"), None);
    }

    #[test]
    fn percentiles_of_a_sorted_list() {
        let list: Vec<f64> = (1..=100u32).map(f64::from).collect();
        assert_eq!(percentile(&list, 50), 51.0);
        assert_eq!(percentile(&list, 99), 100.0);
        assert_eq!(percentile(&[], 99), 0.0);
    }
}
