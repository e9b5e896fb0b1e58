//! Reconciliation: coverage as the exchange knows it beside coverage as its carrier does (ENR-7). The carrier's audit file
//! changes nothing: each difference is shown with both values, for somebody to see through.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::{
    enrollment::{EnrollmentState, last_day_of_year},
    people::words,
};

words! {
    /// How the two sides differ on a policy.
    Difference {
        /// In force here; the carrier's file does not have it.
        NotAtCarrier = "not_at_carrier",
        /// The carrier has it; no enrollment that was sent to this carrier has its number.
        UnknownHere = "unknown_here",
        /// The carrier has it; its confirmation never came.
        NotConfirmed = "not_confirmed",
        /// The carrier has it; here it never began, or was refused.
        NoCoverageHere = "no_coverage_here",
        /// It stands in the file more than once; the first is compared.
        Twice = "twice",
        /// Another plan.
        OtherPlan = "other_plan",
        /// Other people.
        OtherPeople = "other_people",
        /// Another first day.
        OtherFirstDay = "other_first_day",
        /// Another last day.
        OtherLastDay = "other_last_day",
        /// Another premium.
        OtherPremium = "other_premium",
        /// Another tax credit.
        OtherCredit = "other_credit",
        /// Another broker of record, or one instead of none.
        OtherBroker = "other_broker",
    }
}

/// One difference, with what each side says; nothing where a side says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differs {
    /// In what.
    pub what: Difference,
    /// What stands here.
    pub ours: String,
    /// What the carrier has.
    pub theirs: String,
}

impl Differs {
    /// A difference of which one side, or neither, has a value.
    pub fn only(what: Difference) -> Self {
        Self { what, ours: String::new(), theirs: String::new() }
    }
}

/// Coverage as one side knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownCoverage {
    /// The plan and its variant, 16 characters.
    pub plan: String,
    /// The numbers of the people, as the exchange gave them.
    pub people: BTreeSet<String>,
    /// First day.
    pub first_day: Date,
    /// Last day, where it is not the year's.
    pub last_day: Option<Date>,
    /// Cents a month.
    pub premium_cents: u64,
    /// Cents a month of the tax credit.
    pub credit_cents: u64,
    /// National Producer Number of the broker of record.
    pub broker: Option<String>,
}

impl KnownCoverage {
    /// The last day, said or the year's.
    fn ends(&self) -> Date {
        self.last_day.unwrap_or_else(|| last_day_of_year(self.first_day))
    }
}

/// How coverage stands here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its state.
    pub state: EnrollmentState,
    /// Whether the carrier ever confirmed it.
    pub confirmed: bool,
    /// First day.
    pub first_day: Date,
    /// Last day, where it is not the year's.
    pub last_day: Option<Date>,
}

impl Standing {
    /// Whether it is in force on a day or later, and so belongs into a file that both sides compare: confirmed, and not at
    /// its end before.
    pub fn in_force_from(&self, day: Date) -> bool {
        let counts = match self.state {
            EnrollmentState::Effectuated => true,
            EnrollmentState::Terminated => self.confirmed,
            EnrollmentState::Cart
            | EnrollmentState::Signed
            | EnrollmentState::Sent
            | EnrollmentState::Failed
            | EnrollmentState::Cancelled => false,
        };
        counts && self.last_day.unwrap_or_else(|| last_day_of_year(self.first_day)) >= day
    }
}

/// In what the two sides differ on a policy that both have, in the order of a file.
pub fn differences(stands: Standing, ours: &KnownCoverage, theirs: &KnownCoverage) -> Vec<Differs> {
    let stands = match stands.state {
        EnrollmentState::Terminated if !stands.confirmed => Some(Difference::NotConfirmed),
        EnrollmentState::Effectuated | EnrollmentState::Terminated => None,
        EnrollmentState::Cart | EnrollmentState::Signed | EnrollmentState::Sent => {
            Some(Difference::NotConfirmed)
        }
        // Nothing else of it can agree.
        EnrollmentState::Failed | EnrollmentState::Cancelled => {
            return vec![Differs::only(Difference::NoCoverageHere)];
        }
    };
    let people = |some: &BTreeSet<String>, others: &BTreeSet<String>| {
        some.difference(others).cloned().collect::<Vec<_>>().join(", ")
    };
    let broker = |side: &KnownCoverage| side.broker.clone().unwrap_or_default();
    let of = |what, ours: String, theirs: String| (ours != theirs).then_some(Differs { what, ours, theirs });
    let said = [
        of(Difference::OtherPlan, ours.plan.clone(), theirs.plan.clone()),
        of(
            Difference::OtherPeople,
            people(&ours.people, &theirs.people),
            people(&theirs.people, &ours.people),
        ),
        of(Difference::OtherFirstDay, ours.first_day.to_string(), theirs.first_day.to_string()),
        of(Difference::OtherLastDay, ours.ends().to_string(), theirs.ends().to_string()),
        of(Difference::OtherPremium, dollars(ours.premium_cents), dollars(theirs.premium_cents)),
        of(Difference::OtherCredit, dollars(ours.credit_cents), dollars(theirs.credit_cents)),
        of(Difference::OtherBroker, broker(ours), broker(theirs)),
    ];
    stands.map(Differs::only).into_iter().chain(said.into_iter().flatten()).collect()
}

/// An amount as files write it.
fn dollars(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn known() -> KnownCoverage {
        KnownCoverage {
            plan: "99001MN001000101".to_owned(),
            people: ["k-p1", "k-p2"].map(str::to_owned).into(),
            first_day: date(2027, 1, 1),
            last_day: None,
            premium_cents: 41_250,
            credit_cents: 20_005,
            broker: Some("12345678".to_owned()),
        }
    }

    fn standing(state: EnrollmentState, confirmed: bool, last_day: Option<Date>) -> Standing {
        Standing { state, confirmed, first_day: date(2027, 1, 1), last_day }
    }

    const IN_FORCE: Standing = Standing {
        state: EnrollmentState::Effectuated,
        confirmed: true,
        first_day: date(2027, 1, 1),
        last_day: None,
    };

    fn differs(change: impl Fn(&mut KnownCoverage)) -> Vec<(Difference, String, String)> {
        let mut theirs = known();
        change(&mut theirs);
        differences(IN_FORCE, &known(), &theirs)
            .into_iter()
            .map(|one| (one.what, one.ours, one.theirs))
            .collect()
    }

    #[test]
    fn the_same_coverage_has_no_difference_also_when_only_one_side_writes_the_years_last_day_enr_7() {
        assert_eq!(differs(|_| ()), []);
        assert_eq!(differs(|theirs| theirs.last_day = Some(date(2027, 12, 31))), []);
    }

    #[test]
    fn each_thing_that_differs_is_told_with_both_values_enr_7() {
        let one = |what, ours: &str, theirs: &str| vec![(what, ours.to_owned(), theirs.to_owned())];
        for (change, expected) in [
            (
                (|theirs| theirs.plan.replace_range(14.., "04")) as fn(&mut KnownCoverage),
                one(Difference::OtherPlan, "99001MN001000101", "99001MN001000104"),
            ),
            (
                |theirs| {
                    theirs.people.remove("k-p2");
                    theirs.people.insert("k-p7".to_owned());
                },
                one(Difference::OtherPeople, "k-p2", "k-p7"),
            ),
            (
                |theirs| theirs.first_day = date(2027, 2, 1),
                one(Difference::OtherFirstDay, "2027-01-01", "2027-02-01"),
            ),
            (
                |theirs| theirs.last_day = Some(date(2027, 6, 30)),
                one(Difference::OtherLastDay, "2027-12-31", "2027-06-30"),
            ),
            (|theirs| theirs.premium_cents += 1, one(Difference::OtherPremium, "412.50", "412.51")),
            (|theirs| theirs.credit_cents = 5, one(Difference::OtherCredit, "200.05", "0.05")),
            (|theirs| theirs.broker = None, one(Difference::OtherBroker, "12345678", "")),
        ] {
            assert_eq!(differs(change), expected);
        }
    }

    #[test]
    fn how_it_stands_here_is_told_first_and_what_never_was_coverage_says_no_more_enr_7() {
        let mut theirs = known();
        theirs.premium_cents = 1;
        let whats = |state, confirmed| {
            let found = differences(standing(state, confirmed, None), &known(), &theirs);
            found.iter().map(|one| one.what).collect::<Vec<_>>()
        };
        assert_eq!(whats(EnrollmentState::Sent, false), [Difference::NotConfirmed, Difference::OtherPremium]);
        assert_eq!(whats(EnrollmentState::Terminated, true), [Difference::OtherPremium]);
        let never = whats(EnrollmentState::Terminated, false);
        assert_eq!(never, [Difference::NotConfirmed, Difference::OtherPremium], "it ended unconfirmed");
        for state in [EnrollmentState::Cancelled, EnrollmentState::Failed] {
            assert_eq!(whats(state, true), [Difference::NoCoverageHere]);
        }
    }

    #[test]
    fn confirmed_coverage_is_compared_until_its_last_day_has_passed_at_the_latest_with_its_year_enr_7() {
        let day = date(2027, 6, 30);
        for &state in EnrollmentState::ALL {
            let open = standing(state, true, None).in_force_from(day);
            let counts = matches!(state, EnrollmentState::Effectuated | EnrollmentState::Terminated);
            assert_eq!(open, counts, "{state:?}");
            assert!(
                !standing(state, true, None).in_force_from(date(2028, 1, 1)),
                "the year is over: {state:?}"
            );
        }
        let ended =
            |confirmed, last| standing(EnrollmentState::Terminated, confirmed, Some(last)).in_force_from(day);
        assert!(ended(true, day) && !ended(true, date(2027, 6, 29)));
        assert!(!ended(false, date(2027, 9, 30)), "the carrier never confirmed it");
    }

    proptest! {
        #[test]
        fn the_sides_changed_over_differ_in_the_same_things(premium in 0_u64..3, credit in 0_u64..3, month in 1_i8..4, broker in proptest::option::of("[12]")) {
            let other = KnownCoverage {
                premium_cents: 41_249 + premium,
                credit_cents: 20_004 + credit,
                first_day: date(2027, month, 1),
                broker,
                ..known()
            };
            let there = differences(IN_FORCE, &known(), &other);
            let back = differences(IN_FORCE, &other, &known());
            let swapped: Vec<_> =
                back.into_iter().map(|one| Differs { what: one.what, ours: one.theirs, theirs: one.ours }).collect();
            prop_assert_eq!(there, swapped);
        }
    }
}
