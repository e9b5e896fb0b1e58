//! `cargo xtask alone`: the tests that read data, in a copy of the project with nothing beside it, as whoever clones it
//! has it. None may fail, and those that did not run for want of another project's files are all that is missing.

use std::fs::{self, File};
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::{Run, rust};
use crate::checks::Tree;
use crate::process::{cargo, project_root, read, target_folder};

/// The test programs that read data, their own or other projects'.
const PROGRAMS: &[&str] =
    &["--lib", "--test", "suite", "--test", "applications", "--test", "catalogs", "--test", "pages"];

/// It reads nothing, and the copy would build half as much again for it.
const PRINTS: &str = "paper";

/// The outside judge of carriers' files reads no data and takes as long as all others together.
const OPTIONS: &[&str] = &["--skip", "judge::"];

/// Copies the project, runs these programs in the copy and compares with what they hold here.
pub fn command() -> Result<()> {
    let root = project_root()?;
    let target = target_folder(&root);
    let copy = target.join("xtask/alone/project");
    copy_project(&root, &copy)?;
    let mut command = cargo(&copy);
    command
        .args(["test", "--workspace", "--exclude", PRINTS, "--no-fail-fast"])
        .args(PROGRAMS)
        .arg("--")
        .args(OPTIONS)
        .arg("--show-output");
    // A target folder of its own: cargo names a crate by its path inside the workspace, and would take this one's
    // tests, which look beside this one, for the copy's.
    command.env("CARGO_TARGET_DIR", target.join("xtask/alone/target")).env_remove("ASSENT_REQUIRE_ALL");
    let mut state = Run { root: copy, target, cluster: None };
    let outcome = rust::counted(&mut state, &mut command, "alone.log")?;
    let here = listed(&root)?;
    for note in &outcome.notes {
        println!("{note}");
    }
    println!("{here} tests here; in a copy with nothing beside it {} passed", outcome.passed);
    match outcome.passed + rust::without_data(&outcome) {
        all if outcome.failed == 0 && all == here => Ok(()),
        all => bail!("in a copy with nothing beside it {all} of {here} tests ran, {} failed", outcome.failed),
    }
}

/// Every file that git knows or would add, with its time, so that cargo builds again only what changed.
fn copy_project(root: &Path, copy: &Path) -> Result<()> {
    if copy.exists() {
        fs::remove_dir_all(copy)?;
    }
    for path in Tree::of(root)?.paths {
        let (from, to) = (root.join(&path), copy.join(&path));
        fs::create_dir_all(to.parent().context("a file lies in a folder")?)?;
        fs::copy(&from, &to).with_context(|| format!("cannot copy {path}"))?;
        File::options().append(true).open(&to)?.set_modified(from.metadata()?.modified()?)?;
    }
    Ok(())
}

/// How many tests these programs hold.
fn listed(root: &Path) -> Result<u64> {
    let mut command = cargo(root);
    command
        .args(["test", "--quiet", "--workspace", "--exclude", PRINTS])
        .args(PROGRAMS)
        .arg("--")
        .args(OPTIONS)
        .args(["--list", "--format", "terse"]);
    Ok(read(&mut command)?.lines().map(|line| u64::from(line.ends_with(": test"))).sum())
}
