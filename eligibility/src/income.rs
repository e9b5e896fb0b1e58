//! Each person's income, for the month of application and for the coverage year, in whole cents and without loss: amounts
//! are summed as cents a year and divided only at the very end.
use crate::days::{month_number, new_year};
use crate::family::Family;
use crate::household::{Frequency, Household, IncomeKind};
use crate::pack::{FilingThreshold, IncomeRules};
use jiff::civil::Date;

/// One person's income.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PersonIncome {
    /// Twelve times the current month's income.
    pub(crate) monthly_times_12: i64,
    /// Projected for the coverage year.
    pub(crate) annual: i64,
    /// Must file a return, were they a dependent.
    pub(crate) must_file: bool,
}

/// A month is this many parts, so that any day's share of any month is whole: 4 x 7 x 29 x 3 x 5 x 31.
const MONTH: i128 = 377_580;
const YEAR: i128 = 12 * MONTH;

/// Money of a year: whole cents, and parts of a year of cents where an income runs for a part only. Most run all year, and
/// whole cents need no division.
#[derive(Clone, Copy, Default)]
struct Yearly {
    cents: i64,
    parts: i128,
}

impl Yearly {
    fn add(&mut self, other: Self, sign: i64) {
        self.cents += sign * other.cents;
        self.parts += i128::from(sign) * other.parts;
    }

    /// In cents, half a cent up.
    fn in_cents(self) -> i64 {
        if self.parts == 0 {
            return self.cents;
        }
        let rounded = (self.parts * 2 + YEAR).div_euclid(YEAR * 2);
        // No household has so much: amounts and entries are bounded when they are read.
        self.cents.saturating_add(i64::try_from(rounded).unwrap_or(i64::MAX))
    }
}

/// Sums of one person while the incomes are read.
#[derive(Clone, Copy, Default)]
struct Sums {
    monthly_times_12: i64,
    annual: Yearly,
    earned: Yearly,
    unearned: Yearly,
    untaxed: Yearly,
    self_employment: Yearly,
}

/// What one entry (income or deduction) amounts to.
struct Amounts {
    monthly_times_12: i64,
    annual: Yearly,
}

/// When and how often money comes.
struct Flow {
    cents: i64,
    frequency: Frequency,
    from: Option<Date>,
    to: Option<Date>,
}

impl Flow {
    fn amounts(&self, application: Date, year: i16) -> Amounts {
        let a_year = match self.frequency {
            Frequency::Weekly => self.cents * 52,
            Frequency::Biweekly => self.cents * 26,
            Frequency::TwiceMonthly => self.cents * 24,
            Frequency::Monthly => self.cents * 12,
            Frequency::Yearly => self.cents,
            Frequency::OneTime => return self.one_time(application, year),
        };
        let current =
            self.from.is_none_or(|from| from <= application) && self.to.is_none_or(|to| to >= application);
        Amounts {
            monthly_times_12: if current { a_year } else { 0 },
            annual: match parts_of_year(self.from, self.to, year) {
                YEAR => Yearly { cents: a_year, parts: 0 },
                parts => Yearly { cents: 0, parts: i128::from(a_year) * parts },
            },
        }
    }

    /// Counts in the month in which it is received, and in that year; without a day, only in the coverage year.
    fn one_time(&self, application: Date, year: i16) -> Amounts {
        let this_month = self.from.is_some_and(|day| month_number(day) == month_number(application));
        let this_year = self.from.is_none_or(|day| day.year() == year);
        Amounts {
            monthly_times_12: if this_month { self.cents * 12 } else { 0 },
            annual: Yearly { cents: if this_year { self.cents } else { 0 }, parts: 0 },
        }
    }
}

/// How much of a year lies within a span, in parts of `YEAR`; whole months count the same whatever their length.
fn parts_of_year(from: Option<Date>, to: Option<Date>, year: i16) -> i128 {
    let (first, last) = (new_year(year), jiff::civil::date(year, 12, 31));
    let start = from.map_or(first, |from| from.max(first));
    let end = to.map_or(last, |to| to.min(last));
    if start > end {
        return 0;
    }
    if start == first && end == last {
        return YEAR;
    }
    (start.month()..=end.month()).map(|month| parts_of_month(start, end, year, month)).sum()
}

fn parts_of_month(start: Date, end: Date, year: i16, month: i8) -> i128 {
    let length = jiff::civil::date(year, month, 1).days_in_month();
    let from = if start.month() == month { start.day() } else { 1 };
    let to = if end.month() == month { end.day() } else { length };
    MONTH / i128::from(length) * i128::from(to - from + 1)
}

/// Everyone's income, in the order of the family. Whoever earns must be in the household: `check::household`.
pub(crate) fn of_everyone(
    family: &Family<'_>,
    household: &Household,
    rules: &IncomeRules,
    threshold: FilingThreshold,
) -> Vec<PersonIncome> {
    let mut sums = vec![Sums::default(); family.people.len()];
    let (application, year) = (household.application_date, household.coverage_year);
    for income in &household.incomes {
        let Some(number) = family.find(&income.person) else { continue };
        let flow = Flow {
            cents: income.amount_cents,
            frequency: income.frequency,
            from: income.from,
            to: income.to,
        };
        add(&mut sums[number], income.kind, &flow.amounts(application, year), rules);
    }
    for deduction in &household.deductions {
        let Some(number) = family.find(&deduction.person) else { continue };
        let (cents, frequency) = (deduction.amount_cents, deduction.frequency);
        let amounts =
            Flow { cents, frequency, from: deduction.from, to: deduction.to }.amounts(application, year);
        sums[number].monthly_times_12 -= amounts.monthly_times_12;
        sums[number].annual.add(amounts.annual, -1);
    }
    let finish = |(number, sums): (usize, &Sums)| {
        let person = family.people[number];
        let raise = if is_65_in(person.date_of_birth, year) { threshold.aged_or_blind } else { 0 };
        let override_cents = household.projected_annual_income_cents.get(&person.id).copied();
        let annual = override_cents.unwrap_or_else(|| sums.annual.in_cents());
        let must_file =
            person.tax.required_to_file.unwrap_or_else(|| must_file(sums, override_cents, threshold, raise));
        PersonIncome { monthly_times_12: sums.monthly_times_12, annual, must_file }
    };
    sums.iter().enumerate().map(finish).collect()
}

fn add(sums: &mut Sums, kind: IncomeKind, amounts: &Amounts, rules: &IncomeRules) {
    if rules.never_counted.contains(&kind) {
        return;
    }
    if !rules.not_counted_monthly.contains(&kind) {
        sums.monthly_times_12 += amounts.monthly_times_12;
    }
    sums.annual.add(amounts.annual, 1);
    if rules.not_for_filing.contains(&kind) {
        sums.untaxed.add(amounts.annual, 1);
        return;
    }
    if rules.earned.contains(&kind) {
        sums.earned.add(amounts.annual, 1);
    } else {
        sums.unearned.add(amounts.annual, 1);
    }
    if kind == IncomeKind::SelfEmployment {
        sums.self_employment.add(amounts.annual, 1);
    }
}

/// 26 USC 63(f)(1), 26 CFR 1.151-1(c): 65 before the close of the year, and an age is reached on the day before the birthday.
fn is_65_in(born: Date, year: i16) -> bool {
    born <= new_year(year - 64)
}

/// Must a dependent with this income file (26 USC 6012; IRS Publication 501, table 2)? Every limit rises for the aged; the
/// earned income that the limit of both together goes along with does not. A projection that replaces the computed income
/// counts as earned beyond the unearned and untaxed income that is listed.
fn must_file(sums: &Sums, override_cents: Option<i64>, threshold: FilingThreshold, raise: i64) -> bool {
    let unearned = sums.unearned.in_cents().max(0);
    let earned = override_cents
        .map_or_else(|| sums.earned.in_cents(), |total| total - unearned - sums.untaxed.in_cents())
        .max(0);
    let gross_limit =
        threshold.unearned.max(earned.min(threshold.earned - threshold.addition) + threshold.addition);
    unearned > threshold.unearned + raise
        || earned > threshold.earned + raise
        || earned + unearned > gross_limit + raise
        || net_earnings(sums.self_employment.in_cents()) >= i128::from(threshold.self_employment) * 10_000
}

/// Net earnings from self-employment, in ten-thousandths of a cent: the profit less 7.65 percent of it, half of the two
/// rates of the tax (26 USC 1402(a)(12)).
fn net_earnings(profit: i64) -> i128 {
    i128::from(profit) * 9_235
}
