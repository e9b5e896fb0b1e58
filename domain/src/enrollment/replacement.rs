//! One medical plan a person at a time (ENR-5): a new choice ends the old one the day before it starts.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{refusal::EnrollmentRefusal, state::Step};

/// A live enrollment that one of the people of a new choice has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExistingEnrollment<Key> {
    /// Which enrollment.
    pub key: Key,
    /// Whether it is a dental plan.
    pub dental: bool,
    /// First day.
    pub start: Date,
    /// Last day (the end of the year when nothing ended it).
    pub last_day: Date,
}

/// What happens to an existing enrollment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Replacement<Key> {
    /// It never was: the new choice covers from its first day, or before.
    Cancel(Key),
    /// It ends on this day.
    Terminate(Key, Date),
}

impl<Key> Replacement<Key> {
    /// The step that it is in the life of the enrollment, which began on a day and may have an end.
    pub const fn step(&self, start: Date, ends_on: Option<Date>) -> Step {
        match self {
            Self::Cancel(_) => Step::Replace,
            Self::Terminate(_, last_day) => Step::Terminate { start, ends_on, last_day: *last_day },
        }
    }

    /// Which enrollment.
    pub const fn key(&self) -> &Key {
        match self {
            Self::Cancel(key) | Self::Terminate(key, _) => key,
        }
    }

    /// Its last day; none when it never begins.
    pub const fn last_day(&self) -> Option<Date> {
        match self {
            Self::Cancel(_) => None,
            Self::Terminate(_, last_day) => Some(*last_day),
        }
    }
}

/// What a new choice that starts on `start` does to the live enrollments of its people (ENR-5). Dental plans
/// replace dental plans, medical ones medical ones; enrollments that end before are left alone.
pub fn replaced_by<Key: Clone>(
    dental: bool,
    start: Date,
    existing: &[ExistingEnrollment<Key>],
) -> Vec<Replacement<Key>> {
    let overlapping = existing.iter().filter(|old| old.dental == dental && old.last_day >= start);
    overlapping
        .map(|old| match start.yesterday() {
            Ok(day_before) if old.start < start => Replacement::Terminate(old.key.clone(), day_before),
            Ok(_) | Err(_) => Replacement::Cancel(old.key.clone()),
        })
        .collect()
}

/// Refuses medical groups of one signature that share a person (ENR-5).
pub fn one_medical_plan_each<Person: Ord + Copy>(groups: &[&[Person]]) -> Result<(), EnrollmentRefusal> {
    let mut seen = BTreeSet::new();
    let each_once = groups.iter().flat_map(|group| group.iter()).all(|person| seen.insert(*person));
    if each_once { Ok(()) } else { Err(EnrollmentRefusal::TwoMedicalPlans) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::enrollment::EnrollmentState;

    fn existing(key: u8, dental: bool, start: Date) -> ExistingEnrollment<u8> {
        ExistingEnrollment { key, dental, start, last_day: date(2027, 12, 31) }
    }

    #[test]
    fn another_choice_replaces_the_old_plan_from_its_first_day_enr_5() {
        let old = [existing(1, false, date(2027, 1, 1)), existing(2, true, date(2027, 1, 1))];
        let replaced = replaced_by(false, date(2027, 4, 1), &old);
        assert_eq!(replaced, [Replacement::Terminate(1, date(2027, 3, 31))]);
        assert_eq!(replaced_by(false, date(2027, 1, 1), &old), [Replacement::Cancel(1)]);
        assert_eq!(replaced_by(true, date(2027, 1, 1), &old), [Replacement::Cancel(2)]);
        assert!(replaced_by(false, date(2028, 1, 1), &old).is_empty(), "ended before");
    }

    #[test]
    fn a_person_is_in_one_medical_group_only_enr_5() {
        assert_eq!(one_medical_plan_each(&[&[1, 2], &[3]]), Ok(()));
        assert_eq!(one_medical_plan_each(&[&[1, 2], &[2]]), Err(EnrollmentRefusal::TwoMedicalPlans));
    }

    proptest! {
        /// Whatever the day of the choice, also when the old plan has run for months, or has an end already.
        #[test]
        fn no_two_live_plans_overlap_after_a_replacement_and_the_table_of_states_takes_each_enr_5(
            old_day in 1_i16..=365, new_day in 1_i16..=365, ends in proptest::option::of(0_i16..200),
        ) {
            let of_year = |day: i16| date(2027, 1, 1).checked_add(jiff::Span::new().days(day - 1)).unwrap();
            let (start, new_start) = (of_year(old_day), of_year(new_day));
            let ends_on = ends.map(|days| of_year((old_day + days).min(364)));
            let last_day = ends_on.unwrap_or(date(2027, 12, 31));
            let old = ExistingEnrollment { last_day, ..existing(1, false, start) };
            let states: &[_] = match ends_on {
                Some(_) => &[EnrollmentState::Terminated],
                None => &[EnrollmentState::Signed, EnrollmentState::Sent, EnrollmentState::Effectuated],
            };
            let replaced = replaced_by(false, new_start, std::slice::from_ref(&old));
            prop_assert_eq!(replaced.is_empty(), last_day < new_start);
            for replacement in replaced {
                for state in states {
                    let after = state.after(replacement.step(start, ends_on));
                    match replacement.last_day() {
                        None => prop_assert_eq!(after, Ok(EnrollmentState::Cancelled)),
                        Some(last) => {
                            prop_assert!(last < new_start && last >= start);
                            prop_assert_eq!(after, Ok(EnrollmentState::Terminated));
                        }
                    }
                }
            }
        }
    }
}
