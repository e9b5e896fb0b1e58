//! A portal as a process of its own, for measurements and proofs: practice data of the wanted size, a free port,
//! a session of a member of the cast, the processor time it has used, a kill and a stop.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::form::form_with;
use crate::http::Connection;
use crate::postgres::free_port;
use crate::process::{read, shown};

/// Ticks a second of `/proc/PID/stat` on Linux.
const TICKS: f64 = 100.0;

/// A running portal; dropping it ends it.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub port: u16,
}

/// The command that makes practice data of a size in `store`, the options that say where data lies, and serves it.
pub fn demo(binary: &Path, store: &[String], households: u64, assisters: u64) -> Command {
    let mut command = Command::new(binary);
    command.arg("demo").args(store);
    command.args(["--households", &households.to_string()]);
    command.args(["--assisters", &assisters.to_string(), "--seed", "1"]);
    command
}

/// Writes the practice data and gives the seconds it took.
pub fn prepare(mut demo: Command) -> Result<f64> {
    let start = Instant::now();
    read(demo.arg("--no-serve"))?;
    Ok(start.elapsed().as_secs_f64())
}

impl Server {
    /// Starts a command that serves on a free port and waits until it says that it is ready.
    pub fn start(demo: Command) -> Result<Self> {
        Self::start_on(demo, free_port()?)
    }

    /// The same on a chosen port.
    pub fn start_on(mut demo: Command, port: u16) -> Result<Self> {
        demo.args(["--port", &port.to_string()]);
        Self::started(demo, port)
    }

    /// The same where the command itself says where it listens; `port` is where it is reached.
    pub fn started(mut demo: Command, port: u16) -> Result<Self> {
        demo.stdout(Stdio::piped());
        let mut child = demo.spawn().with_context(|| format!("cannot start {}", shown(&demo)))?;
        let output = child.stdout.take().context("the server has no output")?;
        let server = Self { child, port };
        let mut lines = BufReader::new(output).lines();
        for line in lines.by_ref() {
            if line?.contains("Assent is ready at") {
                // Whatever it says later is read, so that it never waits for a reader.
                std::thread::spawn(move || lines.for_each(drop));
                return Ok(server);
            }
        }
        bail!("{} ended before it was ready", shown(&demo))
    }

    /// Its number among the processes.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Kills it where it stands, without a word.
    pub fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Tells it to stop and waits until it has.
    pub fn stop(mut self) -> Result<()> {
        read(Command::new("kill").args(["-TERM", &self.child.id().to_string()]))?;
        let status = self.child.wait()?;
        if !status.success() {
            bail!("the server ended with {status}");
        }
        Ok(())
    }

    /// Signs in by the practice page and gives the session's cookie.
    pub fn session_of(&self, person: &str) -> Result<String> {
        Self::session_at(self.port, person)
    }

    /// The same behind a proxy.
    pub fn session_at(port: u16, person: &str) -> Result<String> {
        let mut connection = Connection::new(port);
        let page = connection.get("/demo")?;
        connection.cookie = page.cookies.join("; ");
        let form = form_with(&page.body, &format!("Sign in as {person}"))
            .with_context(|| format!("/demo has no button for {person}"))?;
        let answer = connection.post(&form.action, &form.fields)?;
        if answer.cookies.is_empty() {
            bail!("signing in as {person} answered {} without a cookie", answer.status);
        }
        Ok(answer.cookies.join("; "))
    }

    /// Seconds of processor time used so far.
    pub fn processor_seconds(&self) -> Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        used(&stat).context("/proc/PID/stat reads differently")
    }

    /// Resident memory in MB.
    pub fn memory_megabytes(&self) -> Result<f64> {
        self.memory("VmRSS:")
    }

    /// The most that it ever was, in MB.
    pub fn peak_megabytes(&self) -> Result<f64> {
        self.memory("VmHWM:")
    }

    /// What of it is the process's own, in MB: pages of the database's file that are mapped do not count.
    pub fn own_megabytes(&self) -> Result<f64> {
        self.memory("RssAnon:")
    }

    fn memory(&self, kind: &str) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(kind));
        let kilobytes: f64 =
            line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0.0);
        Ok(kilobytes / 1024.0)
    }
}

/// User and system time: the 14th and 15th field, counted after the name in brackets.
pub fn used(stat: &str) -> Option<f64> {
    let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
    let ticks = |place: usize| fields.get(place)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / TICKS)
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processor_time_is_read_behind_a_name_with_spaces() {
        let stat = "42 (a b) c) S 1 1 1 0 -1 0 0 0 0 0 250 50 0 0 20 0 3 0";
        assert_eq!(used(stat), Some(3.0));
    }
}
