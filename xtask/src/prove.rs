//! `cargo xtask prove NAME`: proofs that take minutes, over whole processes: crashes, races, storms. Each goes with a
//! control, the same trial with the mechanism switched off or a fault planted, which must report the loss. The
//! figures go to `docs/proofs.md`; the test command runs a small seed of each.

mod attackers;
mod away;
mod blockade;
mod crash_points;
mod ending;
mod failover;
mod kills;
mod kit;
mod log;
mod mail;
mod power_loss;
mod proxies;
mod proxy;
mod revocation;
mod rolling;
mod rotation;
mod scim;
mod slow_clients;
mod small_disk;
mod writers;
mod years;

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};

use crate::bench::record::{Place, with_section};
use crate::process::{cargo, project_root, read, run, target_folder};
use crate::test::{Outcome, Run};

/// One proof.
struct Proof {
    name: &'static str,
    about: &'static str,
    work: fn(&mut Proving) -> Result<()>,
}

/// A new proof is a file of `prove/` and its row here.
const PROOFS: &[Proof] = &[
    Proof {
        name: "attackers",
        about: "sqlmap and wapiti find nothing on signed-in pages, and what is planted beside them",
        work: attackers::prove,
    },
    Proof {
        name: "crash-points",
        about: "mail and files to carriers over a kill at every write, sync, rename and send",
        work: crash_points::prove,
    },
    Proof {
        name: "years",
        about: "2,000 households are after two years in the plans that a paper says, and other parsers read the carriers' files",
        work: years::prove,
    },
    Proof { name: "proxy", about: "a crowd behind one trusted hop, and a guesser", work: proxy::prove },
    Proof {
        name: "rolling",
        about: "restarts behind nginx and HAProxy lose no request",
        work: rolling::prove,
    },
    Proof {
        name: "slow-clients",
        about: "half-sent requests keep nobody out at 512 descriptors",
        work: slow_clients::prove,
    },
    Proof {
        name: "kills",
        about: "the server is killed at random points: nothing acknowledged is lost",
        work: kills::prove,
    },
    Proof {
        name: "database-away",
        about: "the database is stopped, killed, frozen and locked: told in time, back at once, nothing acknowledged is lost",
        work: away::prove,
    },
    Proof {
        name: "disk-full",
        about: "the database's disk is full: told in time, back as soon as there is room, nothing acknowledged is lost",
        work: away::prove_full,
    },
    Proof {
        name: "power-loss",
        about: "the power is cut, on a file system that the kernel shuts down: nothing acknowledged is lost",
        work: power_loss::prove,
    },
    Proof {
        name: "failover",
        about: "the primary PostgreSQL server is killed and its synchronous standby promoted: nothing acknowledged is lost",
        work: failover::prove,
    },
    Proof {
        name: "blockade",
        about: "Nobody keeps a consumer from ending access, however hard strangers hammer",
        work: blockade::work,
    },
    Proof {
        name: "revocation",
        about: "No request that starts after a removal was answered is served",
        work: revocation::work,
    },
    Proof {
        name: "log",
        about: "Whatever is changed in the audit log behind the doors is found",
        work: log::work,
    },
    Proof {
        name: "rotation",
        about: "The keys that seal are rotated under load: no request fails, everything opens, and nothing by an earlier key",
        work: rotation::work,
    },
    Proof {
        name: "mail",
        about: "Mail to a real server with TLS and a password, a mailbox that is not there and one that is busy",
        work: mail::work,
    },
    Proof {
        name: "scim",
        about: "SCIM as scim2-cli and scim2-client judge it, and what each finds behind a proxy with a fault",
        work: scim::work,
    },
];

/// A proof at work: where things lie, how much to try, and what it has found so far.
pub struct Proving {
    /// The workspace's folder.
    pub root: PathBuf,
    /// Cargo's target folder.
    pub target: PathBuf,
    /// The portal's program.
    pub binary: PathBuf,
    /// A folder of the proof's own, empty at the start and removed at the end.
    pub folder: PathBuf,
    small: bool,
    findings: Vec<(String, String)>,
}

impl Proving {
    /// How often to try: `whole` times, or `small` times as part of the tests.
    pub fn times(&self, whole: u64, small: u64) -> u64 {
        if self.small { small } else { whole }
    }

    /// The program into which a control plants its fault. The tests have built it with everything else.
    pub fn faulty(&self) -> Result<PathBuf> {
        if !self.small {
            run(cargo(&self.root).args(["build", "--package", "assent", "--features", "assent/testing"]))?;
        }
        Ok(self.target.join("debug/assent"))
    }

    /// Notes a figure, and says it.
    pub fn found(&mut self, what: impl Into<String>, figure: impl ToString) {
        let (what, figure) = (what.into(), figure.to_string());
        println!("  {what}: {figure}");
        self.findings.push((what, figure));
    }

    /// Notes a figure that must be as it should be.
    pub fn must(&mut self, what: impl Into<String>, figure: impl ToString, holds: bool) -> Result<()> {
        let what = what.into();
        self.found(what.clone(), figure.to_string());
        ensure!(holds, "{what}: {}", figure.to_string());
        Ok(())
    }
}

/// Runs the named proof whole and records its figures; without a name, lists what can be proved.
pub fn command(arguments: &[&str]) -> Result<()> {
    let (name, small) = match arguments {
        [] => {
            PROOFS.iter().for_each(|proof| println!("{:<12} {}", proof.name, proof.about));
            return Ok(());
        }
        [name] => (*name, false),
        [name, "--small"] => (*name, true),
        other => bail!("cargo xtask prove takes a name and --small, not {:?}", other.join(" ")),
    };
    let proof = PROOFS.iter().find(|proof| proof.name == name);
    let proof = proof.with_context(|| format!("no proof is called {name:?}; see cargo xtask prove"))?;
    let root = project_root()?;
    let target = target_folder(&root);
    let mut build = cargo(&root);
    build.args(["build", "--package", "assent"]);
    let profile = if small { "debug" } else { "release" };
    // As the tests build it: with the faults that controls plant.
    build.args(if small { ["--features", "assent/testing"].as_slice() } else { &["--release"] });
    run(&mut build)?;
    let findings = prove(proof, root.clone(), target.clone(), profile, small)?;
    if !small {
        record(&root, proof, &findings)?;
    }
    Ok(())
}

/// A small seed of every proof, as a step of the tests. Its limits of time are measured beside other work, by a program
/// that is not optimized: a seed has a second try, and the summary says when it took it. A whole proof has none.
pub fn small(state: &mut Run) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    for proof in PROOFS {
        println!("{}: {}", proof.name, proof.about);
        let once = || prove(proof, state.root.clone(), state.target.clone(), "debug", true);
        let held = once().or_else(|error| {
            println!("  {error:#}");
            outcome.notes.push(format!("the proof {:?} needed a second try: {error:#}", proof.name));
            once()
        });
        match held {
            Ok(_) => outcome.passed += 1,
            Err(error) => outcome.fail(format!("the proof {:?}: {error:#}", proof.name)),
        }
    }
    Ok(outcome)
}

fn prove(
    proof: &Proof,
    root: PathBuf,
    target: PathBuf,
    profile: &str,
    small: bool,
) -> Result<Vec<(String, String)>> {
    let folder = target.join(format!("xtask/proofs/{}-{}", proof.name, std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let binary = target.join(profile).join("assent");
    let start = Instant::now();
    let mut proving = Proving { root, target, binary, folder: folder.clone(), small, findings: Vec::new() };
    let proved = (proof.work)(&mut proving);
    drop(std::fs::remove_dir_all(&folder));
    proved?;
    proving.found("took", format!("{:.0} s", start.elapsed().as_secs_f64()));
    Ok(proving.findings)
}

/// The proof's section of `docs/proofs.md`, with the day, the commit and the machine.
fn record(root: &std::path::Path, proof: &Proof, findings: &[(String, String)]) -> Result<()> {
    let place = Place::here(root)?;
    let day = read(Command::new("date").args(["-u", "+%Y-%m-%d"]))?;
    let mut section = format!(
        "{}\n\n{}, commit {}, {}.\n\n| Figure | |\n| --- | ---: |\n",
        proof.about,
        day.trim(),
        place.commit,
        place.machine
    );
    for (what, figure) in findings {
        section.push_str(&format!("| {what} | {figure} |\n"));
    }
    let document = root.join("docs/proofs.md");
    let text = std::fs::read_to_string(&document).unwrap_or_else(|_| {
        "# Proofs\n\nMade by `cargo xtask prove NAME`; the test command runs a small seed of each. A control is the same \
         trial with the mechanism switched off or a fault planted: it must report what the proof says does not happen.\n"
            .to_owned()
    });
    std::fs::write(&document, with_section(&text, proof.name, &section))
        .with_context(|| format!("cannot write {}", document.display()))
}
