//! Each person's income, for the month of application and for a year, in whole cents and without loss: amounts are summed
//! as cents of twelve months and divided only at the very end.
use crate::allowed::{Deducted, Gross, net};
use crate::days::reached_in;
use crate::family::Family;
use crate::flow::{Amounts, Flow, Span, Times, TwelveMonths, Yearly, comes_and_goes};
use crate::household::{Frequency, Household, IncomeKind};
use crate::pack::{FilingThreshold, IncomeRules, RulePack, VaryingIncome};
use jiff::civil::Date;

/// One person's income.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PersonIncome {
    /// Twelve times the current month's income.
    pub(crate) monthly_times_12: i64,
    /// Projected for the year.
    pub(crate) annual: i64,
    /// Must file a return, were they a dependent.
    pub(crate) must_file: bool,
    /// Some of it comes and goes, so the month has a share of the certification period's.
    pub(crate) averaged: bool,
}

/// Sums of one person while the incomes are read.
#[derive(Clone, Copy, Default)]
struct Sums {
    month: Gross,
    year: Gross,
    earned: Yearly,
    unearned: Yearly,
    untaxed: Yearly,
    averaged: bool,
}

/// Deductions of everyone, for the month and for the year; empty when there are none.
#[derive(Default)]
struct Deductions {
    month: Vec<Deducted>,
    year: Vec<Deducted>,
}

/// Everyone's income of the month and of a year, in the order of the family. Whoever earns must be in the household:
/// `check::household`.
pub(crate) fn of_everyone(
    family: &Family<'_>,
    household: &Household,
    pack: &RulePack,
    (year, threshold): (i16, FilingThreshold),
) -> Vec<PersonIncome> {
    let application = household.application_date;
    let certification = match pack.medical_assistance.varying_income {
        VaryingIncome::Month => None,
        VaryingIncome::CertificationPeriod => Some(TwelveMonths::from_month_of(application)),
    };
    let times = Times { application, year, coverage_year: household.coverage_year, certification };
    let sums = incomes(family, household, &pack.income, &times);
    let deductions = deductions(family, household, &times);
    let law = |year: i16| move || pack.tax_law.of_year(year);
    // The month has the limits of its own year.
    let month = net(family, |number| &sums[number].month, &deductions.month, law(application.year()));
    let annual = net(family, |number| &sums[number].year, &deductions.year, law(year));
    let finish = |(number, sums): (usize, &Sums)| {
        let person = family.people[number];
        let raise = if reached_in(person.date_of_birth, 65, year) { threshold.aged_or_blind } else { 0 };
        // A projection is of the coverage year and of no other.
        let projected = household.projected_annual_income_cents.get(&person.id).copied();
        let projected = projected.filter(|_| year == household.coverage_year);
        let before_tax =
            deductions.year.get(number).map_or(Yearly::NOTHING, |own| own.before_tax(&sums.year));
        let duty = || must_file(&for_filing(sums, before_tax, &pack.income), projected, threshold, raise);
        PersonIncome {
            monthly_times_12: month[number],
            annual: projected.unwrap_or(annual[number]),
            must_file: person.tax.required_to_file.unwrap_or_else(duty),
            averaged: sums.averaged,
        }
    };
    sums.iter().enumerate().map(finish).collect()
}

fn incomes(family: &Family<'_>, household: &Household, rules: &IncomeRules, times: &Times) -> Vec<Sums> {
    let mut sums = vec![Sums::default(); family.people.len()];
    for income in &household.incomes {
        let Some(number) = family.find(&income.person) else { continue };
        if rules.never_counted.contains(&income.kind) {
            continue;
        }
        let alike = household
            .incomes
            .iter()
            .filter(|other| other.person == income.person && other.kind == income.kind);
        let (from, to, frequency) = (income.from, income.to, income.frequency);
        let by_days = || varies_by_days(from, to, frequency, alike.map(|other| (other.from, other.to)));
        let varies = income.varies.unwrap_or_else(by_days);
        let amounts = Flow { cents: income.amount_cents, frequency, from, to, varies }.amounts(times);
        let averaged = varies && times.certification.is_some();
        sums[number].averaged |= averaged;
        add(&mut sums[number], income.kind, amounts, rules);
    }
    sums
}

fn deductions(family: &Family<'_>, household: &Household, times: &Times) -> Deductions {
    if household.deductions.is_empty() {
        return Deductions::default();
    }
    let none = vec![Deducted::default(); family.people.len()];
    let mut all = Deductions { month: none.clone(), year: none };
    for deduction in &household.deductions {
        let Some(number) = family.find(&deduction.person) else { continue };
        let alike = household
            .deductions
            .iter()
            .filter(|other| other.person == deduction.person && other.kind == deduction.kind);
        let (from, to, frequency) = (deduction.from, deduction.to, deduction.frequency);
        let varies = varies_by_days(from, to, frequency, alike.map(|other| (other.from, other.to)));
        let amounts = Flow { cents: deduction.amount_cents, frequency, from, to, varies }.amounts(times);
        all.month[number].add(deduction.kind, amounts.month);
        all.year[number].add(deduction.kind, amounts.year);
    }
    all
}

/// Where nobody says whether money comes and goes, its days say it.
fn varies_by_days(
    from: Option<Date>,
    to: Option<Date>,
    frequency: Frequency,
    alike: impl Iterator<Item = Span> + Clone,
) -> bool {
    match (from, to) {
        (Some(from), Some(to)) => frequency != Frequency::OneTime && comes_and_goes(from, to, alike),
        (None, _) | (_, None) => false,
    }
}

fn add(sums: &mut Sums, kind: IncomeKind, amounts: Amounts, rules: &IncomeRules) {
    if !rules.not_counted_monthly.contains(&kind) {
        add_gross(&mut sums.month, kind, amounts.month);
    }
    add_gross(&mut sums.year, kind, amounts.year);
    if rules.not_for_filing.contains(&kind) {
        sums.untaxed.add(amounts.year);
    } else if rules.earned.contains(&kind) {
        sums.earned.add(amounts.year);
    } else {
        sums.unearned.add(amounts.year);
    }
}

fn add_gross(gross: &mut Gross, kind: IncomeKind, amount: Yearly) {
    gross.total.add(amount);
    match kind {
        IncomeKind::Wages | IncomeKind::OtherEarned => gross.pay.add(amount),
        IncomeKind::SelfEmployment => gross.self_employment.add(amount),
        IncomeKind::CapitalGains => gross.capital.add(amount),
        IncomeKind::Alimony => gross.alimony.add(amount),
        IncomeKind::SocialSecurity => gross.social_security.add(amount),
        IncomeKind::Unemployment
        | IncomeKind::SupplementalSecurity
        | IncomeKind::Pension
        | IncomeKind::Interest
        | IncomeKind::Dividends
        | IncomeKind::Rental
        | IncomeKind::ChildSupport
        | IncomeKind::Foreign
        | IncomeKind::Scholarship
        | IncomeKind::Tribal
        | IncomeKind::LumpSum
        | IncomeKind::VeteransBenefits
        | IncomeKind::WorkersCompensation
        | IncomeKind::Gift
        | IncomeKind::Other => {}
    }
}

/// Gross income for the duty to file, in cents.
struct ForFiling {
    earned: i64,
    unearned: i64,
    untaxed: i64,
    self_employment: i64,
}

/// What is taken out of pay before tax is no gross income, and a loss of capital or of a business makes none of the other
/// income smaller (26 USC 61(a)).
fn for_filing(sums: &Sums, before_tax: Yearly, rules: &IncomeRules) -> ForFiling {
    let (mut earned, mut unearned) = (sums.earned, sums.unearned);
    earned.take_off(before_tax);
    for (kind, sum) in [
        (IncomeKind::CapitalGains, sums.year.capital),
        (IncomeKind::SelfEmployment, sums.year.self_employment),
    ] {
        if sum.exact() < 0 && !rules.not_for_filing.contains(&kind) {
            (if rules.earned.contains(&kind) { &mut earned } else { &mut unearned }).take_off(sum);
        }
    }
    ForFiling {
        earned: earned.in_cents(),
        unearned: unearned.in_cents(),
        untaxed: sums.untaxed.in_cents(),
        self_employment: sums.year.self_employment.in_cents(),
    }
}

/// Must a dependent with this income file (26 USC 6012; IRS Publication 501, table 2)? Every limit rises for the aged; the
/// earned income that the limit of both together goes along with does not. A projection that replaces the computed income
/// counts as earned beyond the unearned and untaxed income that is listed.
fn must_file(gross: &ForFiling, override_cents: Option<i64>, threshold: FilingThreshold, raise: i64) -> bool {
    let unearned = gross.unearned.max(0);
    let earned = override_cents.map_or_else(|| gross.earned, |total| total - unearned - gross.untaxed).max(0);
    let gross_limit =
        threshold.unearned.max(earned.min(threshold.earned - threshold.addition) + threshold.addition);
    unearned > threshold.unearned + raise
        || earned > threshold.earned + raise
        || earned + unearned > gross_limit + raise
        || net_earnings(gross.self_employment) >= i128::from(threshold.self_employment) * 10_000
}

/// Net earnings from self-employment, in ten-thousandths of a cent: the profit less 7.65 percent of it, half of the two
/// rates of the tax (26 USC 1402(a)(12)).
fn net_earnings(profit: i64) -> i128 {
    i128::from(profit) * 9_235
}
