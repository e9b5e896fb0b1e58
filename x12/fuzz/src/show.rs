//! The fuzz target: bytes as a file from a carrier. docs/834.md has the command.
#![no_main]

mod check;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| check::bytes(bytes));
