//! Plans that go on into the next year because nobody chose another (45 CFR 155.335): who goes on, and with how much tax
//! credit. From a plan year that the profile names, a month counts for the credit only once the applicant has provided or
//! verified what it rests on (26 U.S.C. 36B(c)(5), by P.L. 119-21, section 71303): a renewal that nobody acted on earns none.

use jiff::{Span, civil::Date};
use serde::Deserialize;

use crate::{
    cents::Cents,
    people::words,
    plan::age_on,
    profile::{ProfileFault, fault},
};

/// The age at which Medicare begins.
const MEDICARE: u8 = 65;

words! {
    /// Why an enrollment does not go on into the next year by itself.
    NotRenewed {
        /// The plan ends, and the carriers named none that follows it.
        PlanEnds = "plan_ends",
        /// What follows it is not sold where these people live, or not to them.
        NotSold = "not_sold",
        /// Whoever is covered turned 65: Medicare comes first, and only they know whether they have it.
        Medicare = "medicare",
        /// The newest result gives other coverage, or none.
        NotEligible = "not_eligible",
        /// There is no open case any more that it could rest on.
        NoCase = "no_case",
    }
}

impl NotRenewed {
    /// Whether there is still something to do about coverage of a plan year that does not go on: until that year is over.
    pub fn is_ahead(plan_year: i16, today: Date) -> bool {
        today.year() <= plan_year
    }
}

/// What the exchange decided about renewals that nobody acts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SilentRenewal {
    /// From which plan year on such a renewal carries no tax credit until its people confirm it.
    pub no_credit_from: i16,
    /// How many months before that plan year people and their assisters are told.
    pub told_months_before: i8,
}

impl SilentRenewal {
    pub(crate) fn check(&self) -> Result<(), ProfileFault> {
        match self.told_months_before {
            1..=12 => Ok(()),
            _ => fault("enrollment.silent_renewal.told_months_before", "must lie between 1 and 12"),
        }
    }

    /// The first day on which it is told that the credit stops with a plan year; none for a year that keeps it.
    fn told_from(&self, year: i16) -> Option<Date> {
        let january = Date::new(year, 1, 1).ok().filter(|_| year >= self.no_credit_from)?;
        Some(january.saturating_sub(Span::new().months(self.told_months_before)))
    }

    /// The first day of the plan year up to which whoever began before it is told that the credit stops with it; in the year of
    /// the first one, before it is told, none.
    pub fn year_told(&self, today: Date) -> Option<Date> {
        let next = today.year().saturating_add(1);
        let is_told = self.told_from(next).is_some_and(|told| today >= told);
        match (is_told, today.year() >= self.no_credit_from) {
            (true, _) => Date::new(next, 1, 1).ok(),
            // Whose credit has stopped is told of all year; whose stops with the next one, not yet.
            (false, true) => Some(Date::ZERO),
            (false, false) => None,
        }
    }

    /// Whether a silent renewal into a plan year keeps its credit.
    pub const fn keeps_credit(&self, year: i16) -> bool {
        year < self.no_credit_from
    }

    /// The plan year with which the credit of an enrollment that began on a day stops unless somebody acts, once that is
    /// told.
    pub fn credit_stops(&self, began: Date, today: Date) -> Option<i16> {
        let next = began.year().saturating_add(1);
        let told = self.told_from(next)?;
        (today >= told && today.year() < next).then_some(next)
    }
}

/// What the turn of the year does, or did, to the tax credit of people who do not act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditTurn {
    /// It stops with a plan year, unless they act before.
    Stops {
        /// The plan year.
        year: i16,
        /// How much it is a month.
        cents: Cents,
    },
    /// It has stopped with a renewal that nobody confirmed.
    Stopped {
        /// The plan year.
        year: i16,
        /// How much it was a month.
        cents: Cents,
    },
}

impl CreditTurn {
    /// What it is for an enrollment that began, or begins, on a day: with the credit that stopped when it was renewed, or else
    /// the one that is used now.
    pub fn of(
        rule: Option<SilentRenewal>,
        began: Date,
        (used, stopped): (Option<Cents>, Option<Cents>),
        today: Date,
    ) -> Option<Self> {
        let some = |cents: Option<Cents>| cents.filter(|cents| cents.0 > 0);
        match (some(stopped), some(used)) {
            (Some(cents), _) => Some(Self::Stopped { year: began.year(), cents }),
            (None, Some(cents)) => rule?.credit_stops(began, today).map(|year| Self::Stops { year, cents }),
            (None, None) => None,
        }
    }
}

/// Whether somebody turns 65 after a plan began and by the day on which the next one would.
pub fn turns_65(born: Date, began: Date, next: Date) -> bool {
    age_on(born, began) < MEDICARE && age_on(born, next) >= MEDICARE
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const RULE: SilentRenewal = SilentRenewal { no_credit_from: 2028, told_months_before: 5 };

    #[test]
    fn a_silent_renewal_has_no_credit_from_the_plan_year_of_the_profile_enr_4() {
        assert!(RULE.keeps_credit(2027));
        assert!(!RULE.keeps_credit(2028) && !RULE.keeps_credit(2029));
    }

    #[test]
    fn it_is_told_five_months_before_and_until_the_year_begins_enr_4() {
        let stops = |began, today| RULE.credit_stops(began, today);
        assert_eq!(stops(date(2027, 1, 1), date(2027, 7, 31)), None);
        assert_eq!(stops(date(2027, 1, 1), date(2027, 8, 1)), Some(2028));
        assert_eq!(stops(date(2027, 11, 1), date(2027, 12, 31)), Some(2028), "whenever it began");
        assert_eq!(stops(date(2027, 1, 1), date(2028, 1, 1)), None, "it has ended with its year");
        assert_eq!(stops(date(2026, 1, 1), date(2026, 12, 31)), None, "the year before keeps it");
        assert_eq!(stops(date(2028, 1, 1), date(2027, 12, 1)), None, "the next one is two years ahead");
    }

    #[test]
    fn assisters_are_told_from_the_first_of_august_before_the_first_such_year() {
        assert_eq!(RULE.year_told(date(2027, 7, 31)), None);
        assert_eq!(RULE.year_told(date(2027, 8, 1)), Some(date(2028, 1, 1)));
        assert_eq!(RULE.year_told(date(2027, 12, 31)), Some(date(2028, 1, 1)));
        assert_eq!(RULE.year_told(date(2028, 1, 1)), Some(Date::ZERO), "of those whose credit has stopped");
        assert_eq!(RULE.year_told(date(2028, 8, 1)), Some(date(2029, 1, 1)));
    }

    #[test]
    fn a_credit_that_stopped_comes_before_the_one_that_will_and_none_is_no_news() {
        let (began, today) = (date(2027, 1, 1), date(2027, 12, 1));
        let turn = |used: i64, stopped: Option<i64>| {
            CreditTurn::of(Some(RULE), began, (Some(Cents(used)), stopped.map(Cents)), today)
        };
        assert_eq!(turn(100, None), Some(CreditTurn::Stops { year: 2028, cents: Cents(100) }));
        assert_eq!(turn(0, Some(90)), Some(CreditTurn::Stopped { year: 2027, cents: Cents(90) }));
        assert_eq!((turn(0, None), turn(0, Some(0))), (None, None));
        let kept = CreditTurn::of(None, began, (Some(Cents(100)), None), today);
        assert_eq!(kept, None, "a profile without the rule keeps it");
    }

    #[test]
    fn who_turns_65_within_the_plan_or_on_the_first_day_of_the_next_goes_to_medicare_first() {
        let (began, next) = (date(2027, 1, 1), date(2028, 1, 1));
        assert!(turns_65(date(1963, 1, 1), began, next));
        assert!(turns_65(date(1962, 1, 2), began, next));
        assert!(!turns_65(date(1963, 1, 2), began, next), "64 on the first day");
        assert!(!turns_65(date(1962, 1, 1), began, next), "was 65 before the plan began: it is not news");
    }
}
