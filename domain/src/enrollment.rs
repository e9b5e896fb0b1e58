//! Enrolling in a plan: who may, when, from which day, with how much credit (ENR-1 to ENR-5).
//! Dates of a year and the events of special enrollment are data of the profile; `today` is passed in.

mod calendar;
mod ending;
mod refusal;
mod replacement;
mod silent;
mod special_events;
mod state;
mod window;

pub use calendar::{HowToEnroll, PlanYear};
pub(crate) use calendar::{check_events, in_force};
pub use ending::WayOut;
pub use refusal::EnrollmentRefusal;
pub use replacement::{ExistingEnrollment, Replacement, one_medical_plan_each, replaced_by};
pub use silent::{CreditTurn, NotRenewed, SilentRenewal, turns_65};
pub use special_events::{EffectiveRule, LifeEvent, SpecialEvent, ToldBy};
pub use state::{EnrollmentState, Step};
pub use window::{OpenWindow, effective_date, open_window};

use crate::plan::{Plan, check_credit};
use jiff::civil::Date;

/// The last day of a day's year: coverage goes no further.
pub(crate) fn last_day_of_year(day: Date) -> Date {
    Date::new(day.year(), 12, 31).unwrap_or(Date::MAX)
}

/// ENR-4 for one chosen plan: the amount applied against what the plan and the determination allow.
pub fn check_applied_credit(
    plan: &Plan,
    premium_cents: i64,
    available_cents: i64,
    applied_cents: i64,
) -> Result<(), EnrollmentRefusal> {
    let essential = plan.essential_share.of_cents(premium_cents);
    Ok(check_credit(plan.metal, essential, available_cents, applied_cents)?)
}
