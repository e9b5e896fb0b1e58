//! Enrolling in a plan: who may, when, from which day, with how much credit (ENR-1 to ENR-5).
//! Dates of a year and the events of special enrollment are data of the profile; `today` is passed in.

mod refusal;
mod replacement;
mod signature;
mod special_events;
mod state;
mod window;

pub use refusal::EnrollmentRefusal;
pub use replacement::{ExistingEnrollment, Replacement, one_medical_plan_each, replaced_by};
pub use signature::Signature;
pub use special_events::{EffectiveRule, SpecialEvent};
pub use state::{EnrollmentState, Step};
pub use window::{OpenWindow, effective_date, open_window};

use crate::plan::{Plan, check_credit};

/// What the determination says of one member of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemberDetermination {
    /// Position in the group, from 0, to name the member to the reader.
    pub member: usize,
    /// Whether the determination of the plan year allows a qualified health plan.
    pub allows_plan: bool,
}

/// ENR-1, first half: every member's determination allows a plan, and there is a member.
pub fn check_determinations(members: &[MemberDetermination]) -> Result<(), EnrollmentRefusal> {
    if members.is_empty() {
        return Err(EnrollmentRefusal::NobodyToEnroll);
    }
    match members.iter().find(|member| !member.allows_plan) {
        Some(member) => Err(EnrollmentRefusal::NotEligible { member: member.member }),
        None => Ok(()),
    }
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
    fn nobody_enrolls_without_a_determination_that_allows_a_plan_enr_1() {
        let member = |member, allows_plan| MemberDetermination { member, allows_plan };
        assert_eq!(check_determinations(&[member(0, true), member(1, true)]), Ok(()));
        let refused = check_determinations(&[member(0, true), member(1, false)]);
        assert_eq!(refused, Err(EnrollmentRefusal::NotEligible { member: 1 }));
        assert_eq!(check_determinations(&[]), Err(EnrollmentRefusal::NobodyToEnroll));
        assert_eq!(EnrollmentRefusal::NobodyToEnroll.refusal().rule(), "ENR-1");
    }
}
