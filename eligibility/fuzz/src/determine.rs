//! The fuzz target: bytes as the input of a determination. docs/eligibility.md has the command.
#![no_main]

mod check;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| check::bytes(bytes));
