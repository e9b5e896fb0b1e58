//! Mail and files to carriers over a kill at every write, sync, rename and send. The trials are tests of the command
//! (`assent/tests/crash_points.rs`, and `assent/tests/sftp_crashes.rs` for carriers' servers), which run at some of the points with every test run; here they run at all of them.

use std::process::Command;

use anyhow::{Context, Result};

use super::Proving;
use crate::postgres::Cluster;
use crate::process::{cargo, read};

/// Runs the trials and notes what they say.
pub fn prove(proving: &mut Proving) -> Result<()> {
    if proving.small {
        println!("  some of the points are among the Rust tests");
        return Ok(());
    }
    let cluster = Cluster::start_durable(&proving.target)?;
    let mut trials = cargo(&proving.root);
    trials.args(["test", "--package", "assent", "--features", "sftp"]);
    trials.args(["--test", "crash_points", "--test", "sftp_crashes", "--", "--show-output"]);
    trials.env("ASSENT_CRASH_POINTS", "all").env("ASSENT_TEST_POSTGRES", cluster.url());
    trials.env("ASSENT_REQUIRE_ALL", "1");
    figures_of(proving, &mut trials)
}

/// Runs a test program and takes the figures that it prints.
pub fn figures_of(proving: &mut Proving, trials: &mut Command) -> Result<()> {
    let said = read(trials)?;
    for line in said.lines().filter_map(|line| line.strip_prefix("figure: ")) {
        let (what, figure) = line.split_once(" = ").context("a figure without a number")?;
        proving.found(what, figure);
    }
    Ok(())
}
