//! `cargo xtask bench NAME`: measures against a release server on loopback.

use anyhow::{Result, bail};

/// Runs the named measurement.
pub fn command(arguments: &[&str]) -> Result<()> {
    bail!("no measurement is called {arguments:?}")
}
