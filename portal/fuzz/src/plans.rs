//! The fuzz target: bytes as the public plan files. docs/running.md has the command.
//!
//! The reader is taken in as a source, because the portal's crate would bring a database along.
#![no_main]

#[path = "../../src/plans/cms_files/mod.rs"]
mod cms_files;

#[path = "check.rs"]
mod check;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| check::bytes(bytes));
