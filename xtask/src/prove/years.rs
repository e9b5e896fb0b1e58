//! Two years in the life of 2,000 households: everybody is in exactly the plans that a paper of a hundred lines says, and what was
//! written to carriers is understood by two other parsers. The trial is a test of the portal (`portal/tests/years`), which every
//! test run makes with a few households.

use anyhow::Result;

use super::{Proving, crash_points::figures_of};
use crate::postgres::Cluster;
use crate::process::cargo;
use crate::test::{WHOLE, packages::python_program};

/// Runs the trial and notes what it says.
pub fn prove(proving: &mut Proving) -> Result<()> {
    if proving.small {
        println!("  a few households are among the Rust tests");
        return Ok(());
    }
    let cluster = Cluster::start(&proving.target)?;
    let mut trial = cargo(&proving.root);
    trial.args(["test", "--workspace"]).args(WHOLE).args(["--test", "years", "--", "--show-output"]);
    trial.env("ASSENT_HOUSEHOLDS", "2000").env("ASSENT_TEST_POSTGRES", cluster.url());
    trial.env("ASSENT_REQUIRE_ALL", "1").env("ASSENT_PYTHON", python_program(&proving.target));
    figures_of(proving, &mut trial)
}
