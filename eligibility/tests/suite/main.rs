//! The tests of the whole crate, through its public face only.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::cast_possible_truncation,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod ages;
mod bad_input;
mod bad_input_history;
mod bad_input_schema;
mod bad_input_shapes;
mod barriers;
mod cases_by_law;
mod claimed_outside;
mod codes;
mod common;
mod contradictions;
mod dc_testbed;
mod edges;
mod examples_2026;
mod filing;
mod form_8962;
mod fuzz_seeds;
mod gateway;
mod group_keys;
mod history;
mod households;
mod income_by_law;
mod incomes;
mod limits;
mod missing;
mod pack_figures;
mod packs;
mod properties;
mod published;
mod rule_cases;
mod thresholds;
