//! `cargo xtask bench eligibility`: four-person households a second in the library, lines a second through
//! `assent determine --jsonl` on one core and on all, and its memory from ten thousand lines to ten million.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::Settings;
use super::load::as_f64;
use super::record::{Figure, Place, note, write};

use crate::process::{cargo, find_program, project_root, read, run, target_folder};
use crate::server::used;

/// Lines a second that the command is to reach; a round has as many lines as that takes seconds.
const AIM: u64 = 50_000;
/// Files of growing length whose peak memory is compared.
const LENGTHS: [u64; 3] = [10_000, 1_000_000, 10_000_000];

/// Measures and records.
pub fn measure(settings: &Settings) -> Result<()> {
    if find_program("taskset").is_none() {
        bail!("taskset is not installed; apt-get install util-linux");
    }
    let root = project_root()?;
    let target = target_folder(&root);
    let speed = ["build", "--release", "--package", "eligibility", "--example", "speed"];
    run(cargo(&root).args(speed))?;
    let speed = target.join("release/examples/speed");
    let binary = settings.portal(&root, &target)?;
    let sample = read(Command::new(&speed).arg("lines"))?;
    let mut figures = Vec::new();
    for round in 1..=settings.rounds {
        println!("round {round} of {}", settings.rounds);
        library(&speed, &mut figures)?;
        for (cores, pinned) in [("one core", true), ("all cores", false)] {
            let run = feed(&binary, pinned, &sample, settings.seconds * AIM)?;
            let name = |what: &str| format!("command, {cores}: {what}");
            note(&mut figures, name("lines on the clock"), "lines/s", run.lines / run.seconds);
            note(&mut figures, name("lines a core's second"), "lines/s", run.lines / run.processor_seconds);
        }
    }
    memory(&binary, &sample, settings.lines, &mut figures)?;
    write(&root, &target, "eligibility", &Place::here(&root)?, &figures)
}

/// What the example of the crate prints: `NAME: 283000 a second of one core, ...`.
fn library(speed: &Path, figures: &mut Vec<Figure>) -> Result<()> {
    let said = read(Command::new("taskset").args(["-c", "0"]).arg(speed))?;
    for line in said.lines() {
        let (what, rate) = rate(line).with_context(|| format!("the example said {line:?}"))?;
        note(figures, format!("library: {what}"), "households/s a core", rate);
    }
    Ok(())
}

fn rate(line: &str) -> Option<(&str, f64)> {
    let (what, rest) = line.split_once(": ")?;
    Some((what, rest.split_once(" a second of one core")?.0.parse().ok()?))
}

/// The peak of each length, and what the longest adds to the shortest.
fn memory(binary: &Path, sample: &str, most: u64, figures: &mut Vec<Figure>) -> Result<()> {
    let mut peaks = Vec::new();
    for lines in LENGTHS.into_iter().map(|lines| lines.min(most)) {
        let run = feed(binary, false, sample, lines)?;
        note(figures, format!("command: peak memory at {lines} lines"), "MB", run.peak_megabytes);
        peaks.push(run.peak_megabytes);
    }
    if let [first, .., last] = peaks.as_slice() {
        note(figures, "command: peak memory, longest to shortest".to_owned(), "times", last / first);
    }
    Ok(())
}

/// One run of the command.
struct Fed {
    lines: f64,
    seconds: f64,
    processor_seconds: f64,
    peak_megabytes: f64,
}

/// Streams so many lines into the command, whose output nobody reads.
fn feed(binary: &Path, pinned: bool, sample: &str, lines: u64) -> Result<Fed> {
    let mut command = if pinned { Command::new("taskset") } else { Command::new(binary) };
    if pinned {
        command.args(["-c", "0"]).arg(binary);
    }
    command.args(["determine", "--jsonl"]).stdin(Stdio::piped()).stdout(Stdio::null());
    let start = Instant::now();
    let mut child = command.spawn().with_context(|| format!("cannot start {}", binary.display()))?;
    let mut input = child.stdin.take().context("the command has no input")?;
    let sample = sample.to_owned();
    let feeder = std::thread::spawn(move || -> std::io::Result<()> {
        let in_sample = as_u64(sample.lines().count());
        for _ in 0..lines / in_sample {
            input.write_all(sample.as_bytes())?;
        }
        sample
            .split_inclusive('\n')
            .take(usize::try_from(lines % in_sample).unwrap_or_default())
            .try_for_each(|line| input.write_all(line.as_bytes()))
    });
    let (processor_seconds, peak_megabytes) = watched(child.id())?;
    let seconds = start.elapsed().as_secs_f64();
    let status = child.wait()?;
    feeder.join().map_err(|_| anyhow::anyhow!("feeding stopped"))??;
    if !status.success() {
        bail!("the command ended with {status}");
    }
    Ok(Fed { lines: as_f64(lines), seconds, processor_seconds, peak_megabytes })
}

/// Waits for the end of a child that nobody has waited for: until then the system still tells what it used.
pub fn watched(child: u32) -> Result<(f64, f64)> {
    let mut peak = 0.0;
    loop {
        let status = std::fs::read_to_string(format!("/proc/{child}/status"))?;
        let figure =
            |name: &str| status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(":\t"));
        if let Some(kilobytes) = figure("VmHWM") {
            peak = kilobytes.trim().trim_end_matches(" kB").parse::<f64>()? / 1024.0;
        }
        if figure("State").is_some_and(|state| state.starts_with('Z')) {
            let stat = std::fs::read_to_string(format!("/proc/{child}/stat"))?;
            return Ok((used(&stat).context("/proc/PID/stat reads differently")?, peak));
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn as_u64(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_example_prints_is_read() {
        let line = "parse, determine, write: 64662 a second of one core, 23709 a second on the clock";
        assert_eq!(rate(line), Some(("parse, determine, write", 64_662.0)));
        assert_eq!(rate("nothing"), None);
    }
}
