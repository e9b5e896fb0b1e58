//! The commands, a file each.

pub mod admin;
pub mod audit;
pub mod demo;
pub mod determine;
pub mod edi;
pub mod keys;
pub mod migrate;
pub mod name;
pub mod plans;
pub mod renew;
pub mod roster;
pub mod serve;
pub mod work;

use std::io::{self, Write};
use tracing_subscriber::{EnvFilter, fmt, prelude::*};

/// Logs to standard error as JSON lines; `ASSENT_LOG` sets the level (default `warn`).
pub fn logging() {
    let filter = EnvFilter::try_from_env("ASSENT_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::registry().with(filter).with(fmt::layer().json().with_writer(io::stderr)).init();
}

/// Prints a line. A reader who has seen enough, as with `| head`, does not end what is being done.
///
/// # Errors
/// Standard output that cannot be written.
pub fn say(line: &str) -> io::Result<()> {
    match writeln!(io::stdout(), "{line}") {
        Err(fault) if fault.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}
