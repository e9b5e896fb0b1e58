//! Enrolling in a plan: who may, when, from which day, with how much credit (ENR-1 to ENR-5).
//! Dates of a year and the events of special enrollment are data of the profile; `today` is passed in.

mod agent;
mod calendar;
mod ending;
mod happened;
mod refusal;
mod replacement;
mod silent;
mod special_events;
mod state;
mod window;

pub use agent::agent_changes_on;
pub use calendar::{HowToEnroll, PlanYear};
pub(crate) use calendar::{check_events, in_force};
pub use ending::WayOut;
pub use happened::{Happened, HowFar};
pub use refusal::EnrollmentRefusal;
pub use replacement::{ExistingEnrollment, Replacement, one_medical_plan_each, replaced_by};
pub use silent::{CreditTurn, NotRenewed, SilentRenewal, turns_65};
pub use special_events::{EffectiveRule, LifeEvent, SpecialEvent, ToldBy};
pub use state::{EnrollmentState, Step};
pub use window::{OpenWindow, effective_date, open_window};

use crate::plan::{EssentialShare, Plan, check_credit};
use jiff::civil::Date;

/// The last day of a day's year: coverage goes no further.
pub(crate) fn last_day_of_year(day: Date) -> Date {
    Date::new(day.year(), 12, 31).unwrap_or(Date::MAX)
}

crate::people::words! {
    /// Whose coverage ends, when it is not one person's.
    WhoLeaves {
        /// Everybody's: the plan ends.
        Everyone = "everyone",
    }
}

/// What a plan costs a month after somebody left it, and how much of the tax credit that was used is still: no more than its
/// essential part (ENR-4).
pub fn premium_without(essential: EssentialShare, shares_cents: &[i64], credit_cents: i64) -> (i64, i64) {
    let premium = shares_cents.iter().sum();
    (premium, credit_cents.clamp(0, essential.of_cents(premium).max(0)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_stays_pays_the_own_shares_and_uses_no_more_credit_than_the_essential_part_enr_4() {
        let whole = EssentialShare::WHOLE;
        assert_eq!(premium_without(whole, &[40_000, 20_000], 30_000), (60_000, 30_000));
        assert_eq!(premium_without(whole, &[20_000, 0], 30_000), (20_000, 20_000));
        assert_eq!(premium_without(whole, &[20_000], 0), (20_000, 0));
        let nine_tenths = EssentialShare::from_millionths(900_000).unwrap();
        assert_eq!(premium_without(nine_tenths, &[20_000], 30_000), (20_000, 18_000));
    }
}
