//! `cargo xtask bench NAME`: measures against a release server on loopback, alternating with pgbench
//! running the same statements, and writes one JSON a run and a table in `docs/benchmarks.md`.
//! Ratios count; absolute times are notes of one machine.

mod dashboard;
pub mod database;
mod directory;
mod edi;
mod eligibility;
mod enumeration;
mod last_day;
pub mod load;
pub mod record;
mod roster;
mod sign_ins;
mod statements;
mod strangers;
mod wire;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process::{cargo, run};

/// How much to measure; the defaults are those of the published table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Alternating rounds; the median of them counts.
    pub rounds: usize,
    /// Seconds of load a round.
    pub seconds: u64,
    /// Households in the practice data.
    pub households: u64,
    /// Assisters in the practice data.
    pub assisters: u64,
    /// Requests a second in the latency measurement.
    pub rate: u64,
    /// Lines of the longest file that a determination command reads.
    pub lines: u64,
    /// People at once on the last day.
    pub people: u64,
    /// Assisters in the directory.
    pub listed: u64,
    /// Pairs of a known and an unknown name.
    pub pairs: u64,
    /// A portal that was built elsewhere, instead of this checkout's release build.
    pub binary: Option<PathBuf>,
}

impl Settings {
    /// The portal that is measured, built where it has to be.
    fn portal(&self, root: &Path, target: &Path) -> Result<PathBuf> {
        if let Some(built) = &self.binary {
            return Ok(built.clone());
        }
        run(cargo(root).args(["build", "--release", "--package", "assent"]))?;
        Ok(target.join("release/assent"))
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            rounds: 5,
            seconds: 10,
            households: 300_000,
            assisters: 600,
            rate: 200,
            lines: 10_000_000,
            people: 1_000,
            listed: 100_000,
            pairs: 400,
            binary: None,
        }
    }
}

/// What can be measured.
const NAMES: &str =
    "dashboard, directory, edi, eligibility, enumeration, last-day, roster, sign-ins, strangers";

/// Runs the named measurement.
pub fn command(arguments: &[&str]) -> Result<()> {
    let Some((name, rest)) = arguments.split_first() else {
        bail!("which measurement? names: {NAMES}");
    };
    let settings = settings(rest)?;
    match *name {
        "dashboard" => dashboard::measure(&settings),
        "directory" => directory::measure(&settings),
        "edi" => edi::measure(&settings),
        "eligibility" => eligibility::measure(&settings),
        "enumeration" => enumeration::measure(&settings),
        "last-day" => last_day::measure(&settings),
        "roster" => roster::measure(&settings),
        "sign-ins" => sign_ins::measure(&settings),
        "strangers" => strangers::measure(&settings),
        other => bail!("no measurement is called {other:?}; names: {NAMES}"),
    }
}

fn settings(arguments: &[&str]) -> Result<Settings> {
    let mut settings = Settings::default();
    for pair in arguments.chunks(2) {
        let [flag, value] = pair else { bail!("{} needs a value", pair.join(" ")) };
        if *flag == "--binary" {
            settings.binary = Some(PathBuf::from(value));
            continue;
        }
        let number: u64 = value.parse().with_context(|| format!("{flag} {value} is not a number"))?;
        match *flag {
            "--rounds" => settings.rounds = usize::try_from(number)?.max(1),
            "--seconds" => settings.seconds = number.max(1),
            "--households" => settings.households = number,
            "--assisters" => settings.assisters = number,
            "--rate" => settings.rate = number.max(1),
            "--people" => settings.people = number.max(4),
            "--listed" => settings.listed = number.max(1),
            "--pairs" => settings.pairs = number.max(20),
            "--lines" => settings.lines = number.max(1),
            other => bail!(
                "{other} is unknown; known: --rounds --seconds --households --assisters --rate --lines --people --listed --pairs --binary"
            ),
        }
    }
    Ok(settings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_change_the_settings_and_unknown_ones_are_named() {
        let set = settings(&["--rounds", "3", "--households", "1000"]).unwrap();
        assert_eq!((set.rounds, set.households, set.seconds), (3, 1000, 10));
        let error = settings(&["--speed", "9"]).err().unwrap().to_string();
        assert!(error.contains("--speed"), "{error}");
        assert!(settings(&["--rounds"]).is_err());
    }
}
