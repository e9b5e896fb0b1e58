//! `cargo xtask alone`: the tests that read data, in a copy of the project with nothing beside it, as whoever clones it
//! has it. None may fail, and those that did not run for want of another project's files are all that is missing.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::{Run, WHOLE, rust};
use crate::checks::Tree;
use crate::process::{cargo, project_root, read, target_folder};

/// The test programs that read data, their own or other projects'. What else names another project's file is found below.
const PROGRAMS: &[&str] =
    &["--lib", "--test", "suite", "--test", "applications", "--test", "catalogs", "--test", "across"];

/// Where such programs lie, and the programs of these chores, which say by themselves what they lack.
const READERS: &[&str] = &[
    "/src/",
    "eligibility/tests/suite/",
    "x12/tests/suite/",
    "portal/tests/applications/",
    "portal/tests/catalogs/",
    "domain/tests/across.rs",
    "xtask/",
];

/// The outside judge of carriers' files reads no data and takes as long as all others together.
const OPTIONS: &[&str] = &["--skip", "judge::"];

/// Copies the project, runs these programs in the copy and compares with what they hold here.
pub fn command() -> Result<()> {
    let root = project_root()?;
    let target = target_folder(&root);
    no_other_reads(&root)?;
    let copy = target.join("xtask/alone/project");
    copy_project(&root, &copy)?;
    let built = target.join("xtask/alone/target");
    lend_built(&root, &target, &built)?;
    let mut command = cargo(&copy);
    command
        .args(["test", "--workspace", "--no-fail-fast"])
        .args(WHOLE)
        .args(PROGRAMS)
        .arg("--")
        .args(OPTIONS)
        .arg("--show-output");
    // A target folder of its own: cargo names a crate by its path inside the workspace, and would take this one's
    // tests, which look beside this one, for the copy's.
    command.env("CARGO_TARGET_DIR", built).env_remove("ASSENT_REQUIRE_ALL");
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

/// Fails when a test that is not run in the copy names a file of another project.
fn no_other_reads(root: &Path) -> Result<()> {
    let named = |path: &String| {
        let text = fs::read_to_string(root.join(path)).unwrap_or_default();
        text.contains("../shared/") || text.contains("skipped: shared/")
    };
    let known = |path: &String| READERS.iter().any(|place| path.contains(place));
    let paths = Tree::of(root)?.paths;
    let mut rust = paths.iter().filter(|path| path.ends_with(".rs"));
    match rust.find(|path| !known(path) && named(path)) {
        Some(path) => bail!("{path} reads what lies beside the project; `cargo xtask alone` must run it"),
        None => Ok(()),
    }
}

/// What is built of others' crates is the same for the copy: it is linked into its target folder, not built again.
fn lend_built(root: &Path, target: &Path, built: &Path) -> Result<()> {
    let ours = names_of_ours(root)?;
    for part in ["deps", "build", ".fingerprint"] {
        let from = target.join("debug").join(part);
        let Ok(entries) = fs::read_dir(&from) else { continue };
        for entry in entries {
            let name = entry?.file_name().to_string_lossy().into_owned();
            let of = name.rsplit_once('-').map_or(name.as_str(), |(of, _)| of);
            let of = if part == "deps" { of.strip_prefix("lib").unwrap_or(of) } else { of };
            if !ours.contains(&of.replace('-', "_")) {
                link(&from.join(&name), &built.join("debug").join(part).join(&name))?;
            }
        }
    }
    Ok(())
}

fn link(from: &Path, to: &Path) -> Result<()> {
    if from.is_dir() {
        for entry in fs::read_dir(from)? {
            let name = entry?.file_name();
            link(&from.join(&name), &to.join(&name))?;
        }
    } else if !to.exists() {
        fs::create_dir_all(to.parent().context("a file lies in a folder")?)?;
        fs::hard_link(from, to).with_context(|| format!("cannot link {}", from.display()))?;
    }
    Ok(())
}

/// The packages of the workspace and everything that is built of them.
fn names_of_ours(root: &Path) -> Result<BTreeSet<String>> {
    let told = read(cargo(root).args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let told: serde_json::Value = serde_json::from_str(&told)?;
    let mut names = BTreeSet::new();
    for package in told["packages"].as_array().into_iter().flatten() {
        let targets = package["targets"].as_array().into_iter().flatten();
        for named in std::iter::once(package).chain(targets) {
            names.extend(named["name"].as_str().map(|name| name.replace('-', "_")));
        }
    }
    Ok(names)
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
        .args(["test", "--quiet", "--workspace"])
        .args(WHOLE)
        .args(PROGRAMS)
        .arg("--")
        .args(OPTIONS)
        .args(["--list", "--format", "terse"]);
    Ok(read(&mut command)?.lines().map(|line| u64::from(line.ends_with(": test"))).sum())
}
