//! `cargo xtask test`: the one test command. Installs what is missing, then runs every step,
//! whatever failed before, and ends with one line: how many passed, how many failed.
//! The steps themselves are in `test/`.

pub mod alone;
mod browser;
pub mod packages;
mod rust;
mod supply;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::checks;
use crate::postgres::Cluster;
use crate::process::{cargo, project_root, run, target_folder};
use crate::prove;

/// What is tested has all features that an exchange installs; a first look at the portal does without.
pub const WHOLE: &[&str] = &["--features", "assent/pdf,assent/oidc,assent/passkeys,assent/sftp"];

/// What one step came to.
#[derive(Debug, Default, Clone)]
pub struct Outcome {
    /// Tests (or checks) that passed.
    pub passed: u64,
    /// Tests (or checks) that failed, and tests that did not run although they should have.
    pub failed: u64,
    /// What a reader of the summary must know: failures, and tests that could not run here.
    pub notes: Vec<String>,
}

impl Outcome {
    /// One thing that passed.
    pub fn one() -> Self {
        Self { passed: 1, ..Self::default() }
    }

    /// A failure in words.
    pub fn fail(&mut self, note: impl Into<String>) {
        self.failed += 1;
        self.notes.push(note.into());
    }
}

/// What the steps share: where things lie, and the cluster, started by the first step that needs it.
pub struct Run {
    /// The workspace's folder.
    pub root: PathBuf,
    /// Cargo's target folder.
    pub target: PathBuf,
    cluster: Option<Cluster>,
}

impl Run {
    /// The throw-away cluster's URL; starts it at the first call.
    pub fn postgres(&mut self) -> Result<String> {
        if let Some(cluster) = &self.cluster {
            return Ok(cluster.url());
        }
        let cluster = Cluster::start(&self.target)?;
        let url = cluster.url();
        println!("PostgreSQL for this run: {url}");
        self.cluster = Some(cluster);
        Ok(url)
    }

    /// Other projects' files, which lie beside this one; absent in a lone clone.
    pub fn data_beside(&self) -> PathBuf {
        self.root.join("../shared/data")
    }
}

struct Step {
    name: &'static str,
    about: &'static str,
    work: fn(&mut Run) -> Result<Outcome>,
}

const STEPS: &[Step] = &[
    Step { name: "packages", about: "install what is missing", work: packages::install },
    Step { name: "format", about: "cargo fmt --check", work: format },
    Step { name: "checks", about: "the house rules that a program can see", work: house_rules },
    Step {
        name: "supply",
        about: "licenses, sources and known weaknesses of every crate",
        work: supply::judge,
    },
    Step { name: "lint", about: "clippy without a warning", work: lint },
    Step { name: "build", about: "every crate, test and binary, once", work: rust::build },
    Step { name: "rust", about: "every Rust test, on SQLite and PostgreSQL", work: rust::tests },
    Step { name: "docs", about: "the examples in doc comments", work: rust::doc_tests },
    Step { name: "proofs", about: "a small seed of every proof of `cargo xtask prove`", work: prove::small },
    Step { name: "browser", about: "journeys in Chromium on both databases", work: browser::journeys },
];

struct Finished {
    name: &'static str,
    took: Duration,
    outcome: Outcome,
}

/// Runs the steps that `arguments` ask for; an error when anything failed.
pub fn command(arguments: &[&str]) -> Result<()> {
    let Some(chosen) = choose(arguments)? else {
        for step in STEPS {
            println!("{:<10} {}", step.name, step.about);
        }
        return Ok(());
    };
    let root = project_root()?;
    let target = target_folder(&root);
    let mut run = Run { root, target, cluster: None };
    let finished: Vec<Finished> = chosen.iter().map(|step| take(step, &mut run)).collect();
    drop(run);
    summary(&finished)
}

/// The steps to run, or nothing when they are only to be listed.
fn choose(arguments: &[&str]) -> Result<Option<Vec<&'static Step>>> {
    let mut only: Vec<&str> = Vec::new();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match (*argument, rest.as_slice().first()) {
            ("--list", _) => return Ok(None),
            ("--only", Some(name)) if STEPS.iter().any(|step| step.name == *name) => {
                only.push(name);
                rest.next();
            }
            ("--only", Some(name)) => bail!("--only: no step is called {name:?}; see --list"),
            ("--only", None) => bail!("--only needs the name of a step; see --list"),
            (other, _) => bail!("cargo xtask test does not know {other:?}; it knows --list and --only STEP"),
        }
    }
    let wanted = |step: &&Step| only.is_empty() || only.contains(&step.name);
    Ok(Some(STEPS.iter().filter(wanted).collect()))
}

fn take(step: &Step, run: &mut Run) -> Finished {
    println!("\n=== {}: {}", step.name, step.about);
    let start = Instant::now();
    let outcome = (step.work)(run).unwrap_or_else(|error| {
        let mut outcome = Outcome::default();
        outcome.fail(format!("{error:#}"));
        outcome
    });
    for note in &outcome.notes {
        println!("  {note}");
    }
    let took = start.elapsed();
    println!("=== {}: {:.1} s", step.name, took.as_secs_f64());
    Finished { name: step.name, took, outcome }
}

fn summary(finished: &[Finished]) -> Result<()> {
    println!("\n{:<10} {:>8} {:>8} {:>8}", "step", "seconds", "passed", "failed");
    for step in finished {
        let Outcome { passed, failed, .. } = step.outcome;
        println!("{:<10} {:>8.1} {passed:>8} {failed:>8}", step.name, step.took.as_secs_f64());
    }
    for step in finished {
        for note in &step.outcome.notes {
            println!("{}: {}", step.name, note.lines().next().unwrap_or_default());
        }
    }
    let passed: u64 = finished.iter().map(|step| step.outcome.passed).sum();
    let failed: u64 = finished.iter().map(|step| step.outcome.failed).sum();
    let seconds: f64 = finished.iter().map(|step| step.took.as_secs_f64()).sum();
    println!("{seconds:.0} s in all\n{passed} passed, {failed} failed");
    if failed > 0 {
        std::process::exit(1);
    }
    Ok(())
}

fn format(state: &mut Run) -> Result<Outcome> {
    run(cargo(&state.root).args(["fmt", "--all", "--check"]))?;
    Ok(Outcome::one())
}

fn lint(state: &mut Run) -> Result<Outcome> {
    let mut clippy = cargo(&state.root);
    clippy.args(["clippy", "--quiet", "--workspace", "--all-targets"]).args(WHOLE);
    clippy.args(["--", "-D", "warnings"]);
    run(&mut clippy)?;
    Ok(Outcome::one())
}

fn house_rules(state: &mut Run) -> Result<Outcome> {
    checks::all(&state.root)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_arguments_every_step_runs_in_order() {
        let chosen = choose(&[]).unwrap().unwrap();
        let names: Vec<&str> = chosen.iter().map(|step| step.name).collect();
        assert_eq!(names.first(), Some(&"packages"));
        assert_eq!(names.last(), Some(&"browser"));
        assert_eq!(names.len(), STEPS.len());
    }

    #[test]
    fn a_step_that_does_not_exist_is_named_in_the_error() {
        let error = choose(&["--only", "browsers"]).err().unwrap().to_string();
        assert!(error.contains("\"browsers\""), "{error}");
        assert!(choose(&["--only"]).is_err());
        assert!(choose(&["--fast"]).is_err());
    }

    #[test]
    fn several_steps_can_be_chosen() {
        let chosen = choose(&["--only", "rust", "--only", "format"]).unwrap().unwrap();
        let names: Vec<&str> = chosen.iter().map(|step| step.name).collect();
        assert_eq!(names, ["format", "rust"]);
    }
}
