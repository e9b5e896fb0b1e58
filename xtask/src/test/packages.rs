//! Installs what the tests need and the machine lacks, by the ordinary package managers:
//! apt-get for programs, `npm ci` for the browser tests, pip in a virtual environment for pyx12.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use super::{Outcome, Run};
use crate::postgres::{is_root, newest_binaries};
use crate::process::{find_program, read, run};

/// The outside judge of our X12 files.
const PYX12: &str = "pyx12>=4,<5";

/// Installs the missing packages and says which.
pub fn install(state: &mut Run) -> Result<Outcome> {
    let missing = missing_packages();
    if missing.is_empty() {
        println!("every Debian package that is needed is there");
    } else {
        apt_install(&missing)?;
    }
    python(&state.target)?;
    browser_packages(&state.root)?;
    Ok(Outcome::default())
}

/// The interpreter that has pyx12.
pub fn python_program(target: &Path) -> PathBuf {
    target.join("python/bin/python")
}

fn missing_packages() -> Vec<&'static str> {
    let mut missing = Vec::new();
    if newest_binaries().is_none() || find_program("psql").is_none() {
        missing.push("postgresql");
    }
    if find_program("chromium").is_none() {
        missing.push("chromium");
    }
    if find_program("node").is_none() {
        missing.push("nodejs");
    }
    if find_program("npm").is_none() {
        missing.push("npm");
    }
    missing.extend(
        ["nginx", "haproxy"]
            .into_iter()
            .filter(|name| find_program(name).is_none() && !Path::new("/usr/sbin").join(name).is_file()),
    );
    let venv = Command::new(system_python()).args(["-c", "import venv, ensurepip"]).output();
    if !venv.is_ok_and(|output| output.status.success()) {
        missing.extend(["python3", "python3-venv", "python3-pip"]);
    }
    missing
}

/// Debian's own Python first: it is the one that apt-get can complete.
fn system_python() -> &'static str {
    if Path::new("/usr/bin/python3").is_file() { "/usr/bin/python3" } else { "python3" }
}

fn apt_install(packages: &[&str]) -> Result<()> {
    if !is_root() || find_program("apt-get").is_none() {
        bail!("missing: {}; install them (apt-get install, as root) and run again", packages.join(" "));
    }
    println!("installing {}", packages.join(" "));
    read(Command::new("apt-get").args(["update", "--quiet"]))?;
    let mut install = Command::new("apt-get");
    install.env("DEBIAN_FRONTEND", "noninteractive");
    install.args(["install", "--quiet", "--yes", "--no-install-recommends"]).args(packages);
    read(&mut install).map(drop)
}

fn python(target: &Path) -> Result<()> {
    let program = python_program(target);
    let probe = Command::new(&program).args(["-c", "import pyx12"]).output();
    if probe.is_ok_and(|output| output.status.success()) {
        return Ok(());
    }
    println!("installing {PYX12} below {}", target.join("python").display());
    read(Command::new(system_python()).args(["-m", "venv", "--clear"]).arg(target.join("python")))?;
    read(Command::new(program).args(["-m", "pip", "install", "--quiet", PYX12])).map(drop)
}

/// `npm ci`, unless the installed packages are those of the lock file already.
fn browser_packages(root: &Path) -> Result<()> {
    let folder = root.join("e2e");
    let lock = std::fs::read(folder.join("package-lock.json"))?;
    let mark = folder.join("node_modules/.installed-from");
    if std::fs::read(&mark).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    println!("npm ci in e2e");
    let mut install = Command::new("npm");
    install.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(&folder);
    run(&mut install)?;
    Ok(std::fs::write(mark, lock)?)
}
