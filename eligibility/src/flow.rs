//! Money by the day: how much of an income or deduction falls into twelve months, and whether it comes and goes.
use crate::days::{month_number, new_year};
use crate::household::Frequency;
use jiff::ToSpan;
use jiff::civil::{Date, date};

/// A month is this many parts, so that any day's share of any month is whole: 4 x 7 x 29 x 3 x 5 x 31.
const MONTH: i128 = 377_580;
const YEAR: i128 = 12 * MONTH;

/// Money of twelve months: whole cents, and parts of a year of cents where an income runs for a part only. Most run all
/// year, and whole cents need no division.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Yearly {
    cents: i64,
    parts: i128,
}

impl Yearly {
    pub(crate) const NOTHING: Self = Self { cents: 0, parts: 0 };

    pub(crate) const fn cents(cents: i64) -> Self {
        Self { cents, parts: 0 }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.cents += other.cents;
        self.parts += other.parts;
    }

    pub(crate) fn take_off(&mut self, other: Self) {
        self.cents -= other.cents;
        self.parts -= other.parts;
    }

    /// The whole of it in the smallest parts: what is compared and cut.
    pub(crate) fn exact(self) -> i128 {
        i128::from(self.cents) * YEAR + self.parts
    }

    /// From the smallest parts.
    pub(crate) const fn of_exact(parts: i128) -> Self {
        Self { cents: 0, parts }
    }

    /// In cents, half a cent up.
    pub(crate) fn in_cents(self) -> i64 {
        if self.parts == 0 {
            return self.cents;
        }
        let rounded = (self.parts * 2 + YEAR).div_euclid(YEAR * 2);
        // No household has so much: amounts and entries are bounded when they are read.
        self.cents.saturating_add(i64::try_from(rounded).unwrap_or(i64::MAX))
    }
}

/// Cents as the smallest parts.
pub(crate) fn exact_cents(cents: i64) -> i128 {
    i128::from(cents) * YEAR
}

/// The smallest parts without those of a cent, half a cent up.
pub(crate) const fn whole_cents(exact: i128) -> i128 {
    (exact * 2 + YEAR).div_euclid(YEAR * 2) * YEAR
}

/// Twelve whole months.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TwelveMonths {
    first: Date,
    last: Date,
}

impl TwelveMonths {
    pub(crate) fn of_year(year: i16) -> Self {
        Self { first: new_year(year), last: date(year, 12, 31) }
    }

    /// Those that begin with the month of a day.
    pub(crate) fn from_month_of(day: Date) -> Self {
        let first = day.first_of_month();
        Self { first, last: a_year_from(first) }
    }

    /// How much of them lies within a span, in parts of `YEAR`; whole months count the same whatever their length.
    fn parts(self, from: Option<Date>, to: Option<Date>) -> i128 {
        let start = from.map_or(self.first, |from| from.max(self.first));
        let end = to.map_or(self.last, |to| to.min(self.last));
        if start > end {
            return 0;
        }
        if start == self.first && end == self.last {
            return YEAR;
        }
        let (first, last) = (month_number(start), month_number(end));
        let of_month = |number: i64| {
            // Months counted through, from the start's own: never more than twelve.
            let month = start.first_of_month().saturating_add((number - first).months());
            let length = month.days_in_month();
            let from = if number == first { start.day() } else { 1 };
            let to = if number == last { end.day() } else { length };
            MONTH / i128::from(length) * i128::from(to - from + 1)
        };
        (first..=last).map(of_month).sum()
    }
}

/// The last day of the year that begins on a day.
fn a_year_from(day: Date) -> Date {
    day.saturating_add(1.year()).saturating_sub(1.day())
}

/// The times that one household's money is counted for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Times {
    pub(crate) application: Date,
    pub(crate) year: i16,
    /// Money that comes once on no given day is of this year.
    pub(crate) coverage_year: i16,
    /// The certification period of Medical Assistance, where income that comes and goes counts by it.
    pub(crate) certification: Option<TwelveMonths>,
}

/// What one entry (income or deduction) amounts to.
#[derive(Clone, Copy)]
pub(crate) struct Amounts {
    /// Twelve times the month.
    pub(crate) month: Yearly,
    pub(crate) year: Yearly,
}

/// When and how often money comes.
pub(crate) struct Flow {
    pub(crate) cents: i64,
    pub(crate) frequency: Frequency,
    pub(crate) from: Option<Date>,
    pub(crate) to: Option<Date>,
    /// Comes and goes: the month is a twelfth of what is expected in the certification period.
    pub(crate) varies: bool,
}

impl Flow {
    pub(crate) fn amounts(&self, times: &Times) -> Amounts {
        let a_year = match self.frequency {
            Frequency::Weekly => self.cents * 52,
            Frequency::Biweekly => self.cents * 26,
            Frequency::TwiceMonthly => self.cents * 24,
            Frequency::Monthly => self.cents * 12,
            Frequency::Yearly => self.cents,
            Frequency::OneTime => return self.one_time(times),
        };
        let within = |months: TwelveMonths| match months.parts(self.from, self.to) {
            YEAR => Yearly::cents(a_year),
            parts => Yearly { cents: 0, parts: i128::from(a_year) * parts },
        };
        let month = match times.certification.filter(|_| self.varies) {
            Some(certification) => within(certification),
            None if self.runs_on(times.application) => Yearly::cents(a_year),
            None => Yearly::NOTHING,
        };
        Amounts { month, year: within(TwelveMonths::of_year(times.year)) }
    }

    fn runs_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| to >= day)
    }

    /// Counts in the month in which it is received, and in that year; without a day, only in the coverage year.
    fn one_time(&self, times: &Times) -> Amounts {
        let this_month = self.from.is_some_and(|day| month_number(day) == month_number(times.application));
        let this_year = self.from.map_or(times.coverage_year, Date::year) == times.year;
        let counted = |counts: bool, cents: i64| if counts { Yearly::cents(cents) } else { Yearly::NOTHING };
        Amounts { month: counted(this_month, self.cents * 12), year: counted(this_year, self.cents) }
    }
}

/// The days of an entry, as far as they are given.
pub(crate) type Span = (Option<Date>, Option<Date>);

/// So far apart one job may follow another without a season between them.
const NEAR_DAYS: i32 = 31;
/// More entries in a row than a year of them.
const MOST_LINKS: usize = 24;

/// Does money come and go: is it there, with what follows it and what it follows, for less than a year from its first to
/// its last day? `others` are the entries of the same person and kind, this one may be among them. An end that is known
/// of money that was there for a year or longer, or always, is no season: it is the end of a job.
pub(crate) fn comes_and_goes(from: Date, to: Date, others: impl Iterator<Item = Span> + Clone) -> bool {
    let (mut first, mut last) = (from, to);
    for _ in 0..MOST_LINKS {
        let (mut earlier, mut later) = (first, last);
        for (begins, ends) in others.clone() {
            if begins.is_some_and(|begins| begins > first && near(begins, last)) {
                let Some(ends) = ends else { return false };
                later = later.max(ends);
            }
            if ends.is_some_and(|ends| ends < last && near(ends, first)) {
                let Some(begins) = begins else { return false };
                earlier = earlier.min(begins);
            }
        }
        if (earlier, later) == (first, last) {
            return last < a_year_from(first);
        }
        (first, last) = (earlier, later);
    }
    false
}

fn near(one: Date, other: Date) -> bool {
    other.until(one).is_ok_and(|span| span.get_days().abs() <= NEAR_DAYS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: Date, to: Date) -> Span {
        (Some(from), Some(to))
    }

    #[test]
    fn a_season_of_less_than_a_year_comes_and_goes_and_a_whole_year_does_not() {
        let alone = |from: Date, to: Date| comes_and_goes(from, to, [span(from, to)].into_iter());
        assert!(alone(date(2026, 5, 1), date(2026, 11, 30)));
        assert!(alone(date(2026, 1, 1), date(2026, 12, 30)));
        assert!(!alone(date(2026, 1, 1), date(2026, 12, 31)));
        assert!(!alone(date(2020, 3, 1), date(2026, 12, 31)));
    }

    #[test]
    fn what_another_entry_carries_on_is_no_season() {
        let (from, to) = (date(2026, 1, 1), date(2026, 6, 30));
        let with = |other: Span| comes_and_goes(from, to, [span(from, to), other].into_iter());
        assert!(!with((Some(date(2026, 7, 1)), None)), "a raise");
        assert!(!with((Some(date(2026, 7, 31)), None)), "the next job within a month");
        assert!(with((Some(date(2026, 8, 1)), None)), "a new job after a gap");
        assert!(!with((None, Some(date(2025, 12, 31)))), "the pay before a raise");
        assert!(!with(span(date(2026, 7, 1), date(2026, 12, 31))), "two halves of one year");
        assert!(with(span(date(2026, 7, 1), date(2026, 12, 30))), "a season in two parts");
        assert!(with((Some(date(2020, 1, 1)), None)), "a steady job beside it");
        assert!(with(span(date(2027, 1, 1), date(2027, 6, 30))), "the season of the next year");
    }

    #[test]
    fn what_begins_or_ends_with_a_short_season_is_beside_it_and_carries_nothing_on() {
        let (from, to) = (date(2026, 6, 1), date(2026, 6, 20));
        let with = |other: Span| comes_and_goes(from, to, [span(from, to), other].into_iter());
        assert!(with((Some(from), None)), "a steady job from the same day");
        assert!(with((None, Some(to))), "a steady job to the same day");
        assert!(!with((Some(date(2026, 6, 2)), None)), "what begins a day later follows");
        assert!(!with((None, Some(date(2026, 6, 19)))), "what ends a day earlier goes before");
    }

    #[test]
    fn parts_of_twelve_months_need_not_begin_in_january() {
        let months = TwelveMonths::from_month_of(date(2027, 2, 15));
        let parts = |from: Date, to: Date| months.parts(Some(from), Some(to));
        assert_eq!(parts(date(2027, 5, 1), date(2027, 11, 30)), 7 * MONTH);
        assert_eq!(parts(date(2026, 5, 1), date(2026, 11, 30)), 0);
        assert_eq!(parts(date(2026, 5, 1), date(2027, 2, 14)), MONTH / 2);
        assert_eq!(parts(date(2028, 1, 31), date(2028, 2, 1)), MONTH / 31);
        assert_eq!(parts(date(2027, 2, 1), date(2028, 1, 31)), YEAR);
        assert_eq!(parts(date(2027, 12, 1), date(2028, 1, 31)), 2 * MONTH);
    }

    #[test]
    fn the_last_day_that_can_be_written_stops_no_counting() {
        let months = TwelveMonths::from_month_of(date(2027, 1, 1));
        assert_eq!(months.parts(Some(date(2027, 12, 1)), Some(Date::MAX)), MONTH);
        assert_eq!(TwelveMonths::of_year(9999).parts(Some(date(9999, 12, 1)), Some(Date::MAX)), MONTH);
        assert!(!comes_and_goes(date(9999, 1, 1), Date::MAX, std::iter::empty()));
    }

    #[test]
    fn half_a_cent_is_rounded_up() {
        assert_eq!(Yearly::of_exact(YEAR / 2).in_cents(), 1);
        assert_eq!(Yearly::of_exact(YEAR / 2 - 1).in_cents(), 0);
        assert_eq!(whole_cents(YEAR / 2), exact_cents(1));
        assert_eq!(whole_cents(YEAR / 2 - 1), 0);
        assert_eq!(whole_cents(exact_cents(-3)), exact_cents(-3));
    }
}
