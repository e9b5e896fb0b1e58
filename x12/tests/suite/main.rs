//! The tests of the crate as one program: round trips, faults, refusals, and the independent judge.
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a test that cannot go on has failed"))]

mod cases;
mod faults;
mod files;
mod judge;
mod masking;
mod refusals;
mod round_trip;
mod support;
