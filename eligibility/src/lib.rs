//! Household in, explained determination out. Pure: no clock, no input or output, no floating point; whatever changes
//! with time or place is data in a rule pack. See docs/eligibility.md.

mod allowed;
mod basic_health;
mod case;
mod check;
mod coverage;
mod credit;
mod date;
mod days;
mod determination;
mod engine;
mod error;
mod family;
mod flow;
mod health_plan;
mod history;
mod household;
mod households;
mod immigration;
mod income;
mod medical_assistance;
mod missing;
mod money;
mod pack;
mod parse;
mod percent;
mod reason;
mod rule;
mod schema;
mod set;
mod sponsor;
mod strict;
mod thresholds;
mod twice;
mod write;

pub use credit::credit_for_plan;
pub use determination::{
    BasicHealthResult, CostSharing, Determination, Funding, MaResult, PersonResult, Program,
    TaxHouseholdResult, Verdict,
};
/// A text that is cheap to copy: ids of people, sources and names of rule sets stand many times in one determination, so
/// short ones are held inline and long ones are shared.
pub use ecow::EcoString as Text;
pub use engine::determine;
pub use error::{InputError, PackError};
pub use history::{EarlierStatus, Immigration, ImmigrationStatus, Parole, Sponsor};
pub use household::{
    Benchmark, Coverage, CoverageKind, Deduction, DeductionKind, FilingStatus, Frequency, Household,
    Incarceration, Income, IncomeKind, Medicare, Person, Relationship, RelationshipKind, Tax, TaxRole,
};
pub use missing::{Informant, Missing, MissingFact};
pub use pack::{MissingFigure, RulePack};
pub use parse::{household_id, parse_household};
pub use percent::Percent;
pub use reason::{Fact, Facts, Outcome, Reason};
pub use rule::Rule;
pub use schema::{INPUT_SCHEMA, OUTPUT_SCHEMA, departure};
pub use thresholds::{IncomeThresholds, MOST_DOLLARS, Threshold, income_thresholds};
pub use write::Sentences;
