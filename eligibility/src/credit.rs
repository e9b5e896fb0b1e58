//! How much the premium tax credit is: benchmark less contribution, 26 CFR 1.36B-3.
use crate::Text;
use crate::case::Case;
use crate::days::age;
use crate::determination::{CostSharing, TaxHouseholdResult};
use crate::households::TaxHousehold;
use crate::money::{at_most, divide_half_up};
use crate::pack::CreditBand;
use crate::percent::Percent;
use crate::reason::{Fact, Facts, Outcome, Reason};
use crate::rule::Rule;
use crate::set::People;

/// The result for one return; `family` are the members who get the credit.
pub(crate) fn result(
    case: &Case<'_>,
    household: &TaxHousehold,
    family: People,
    csr: CostSharing,
) -> TaxHouseholdResult {
    let percent = whole_percent(household.annual, household.guideline);
    let over =
        case.credit.ceiling.is_some_and(|ceiling| !at_most(household.annual, ceiling, household.guideline));
    let applicable = if over { None } else { applicable_percent(&case.credit.bands, percent) };
    let contribution = applicable
        .filter(|_| !family.is_empty())
        .map(|figure| monthly_contribution(household.annual, figure));
    let (slcsp, reason) = match benchmark(case, family) {
        Ok(slcsp) => (Some(slcsp), amount_reason(case, slcsp, contribution)),
        Err(reason) => (None, Some(reason)),
    };
    let credit = slcsp.map(|slcsp| contribution.map_or(0, |contribution| (slcsp - contribution).max(0)));
    TaxHouseholdResult {
        filers: case.ids(household.filers),
        members: case.ids(household.members),
        annual_income_cents: household.annual,
        guideline_cents: household.guideline,
        percent,
        applicable_percent: applicable,
        coverage_family: case.ids(family),
        slcsp_monthly_cents: slcsp,
        contribution_monthly_cents: contribution,
        aptc_max_monthly_cents: credit,
        csr,
        reasons: reason.into_iter().collect(),
    }
}

fn amount_reason(case: &Case<'_>, slcsp: i64, contribution: Option<i64>) -> Option<Reason> {
    let contribution = contribution?;
    let outcome = if slcsp > contribution { Outcome::Met } else { Outcome::NotMet };
    let facts = Facts::of([
        ("benchmark_monthly_cents", Fact::Number(slcsp)),
        ("contribution_monthly_cents", Fact::Number(contribution)),
        ("credit_monthly_cents", Fact::Number((slcsp - contribution).max(0))),
    ]);
    Some(case.reason(Rule::AptcAmount, outcome, facts))
}

/// The credit that can be used for one plan: never more than the plan's premium.
pub fn credit_for_plan(aptc_max_monthly_cents: i64, plan_premium_monthly_cents: i64) -> i64 {
    aptc_max_monthly_cents.min(plan_premium_monthly_cents).max(0)
}

/// Income in percent of the guideline, cut to a whole percent (26 CFR 1.36B-3(g)).
pub(crate) fn whole_percent(income: i64, guideline: i64) -> i64 {
    crate::money::percent_of(income, guideline).in_hundredths() / 100
}

/// Linear inside its band, rounded half up to a hundredth of a percent. The upper end of the last band is within it.
pub(crate) fn applicable_percent(bands: &[CreditBand], percent: i64) -> Option<Percent> {
    let inside = |band: &&CreditBand| percent >= band.from && band.below.is_none_or(|below| percent < below);
    let at_the_end = |band: &&CreditBand| band.below == Some(percent);
    let band = bands.iter().find(inside).or_else(|| bands.last().filter(at_the_end))?;
    let (initial, last) = (band.initial.in_hundredths(), band.last.in_hundredths());
    let Some(below) = band.below else { return Some(band.last) };
    let width = below - band.from;
    let figure = initial * width + (percent - band.from) * (last - initial);
    Some(Percent::hundredths(divide_half_up(i128::from(figure), width)))
}

/// Annual income times the figure, by twelve, in cents, half up.
pub(crate) fn monthly_contribution(annual_income: i64, figure: Percent) -> i64 {
    divide_half_up(i128::from(annual_income) * i128::from(figure.in_hundredths()), 12 * 10_000)
}

/// The benchmark premium of the coverage family.
fn benchmark(case: &Case<'_>, family: People) -> Result<i64, Reason> {
    let mut sum = 0;
    for member in priced(case, family) {
        sum += share(case, member)?;
    }
    Ok(sum)
}

/// Everyone of 21 and over, and the three oldest below (45 CFR 147.102(c)(1)).
fn priced(case: &Case<'_>, family: People) -> Vec<usize> {
    let young = |member: &usize| age(case.person(*member).date_of_birth, case.coverage_start) < 21;
    let (mut children, mut all): (Vec<usize>, Vec<usize>) = family.iter().partition(young);
    children.sort_by_key(|child| case.person(*child).date_of_birth);
    all.extend(children.into_iter().take(case.pack.benchmark.at_most_under_21));
    all
}

/// One person's part of the benchmark premium: as handed in, or the area's premium at the person's age.
fn share(case: &Case<'_>, member: usize) -> Result<i64, Reason> {
    let unknown = |missing| {
        let facts = Facts::of([
            ("missing", Fact::Text(Text::from(missing))),
            ("coverage_year", Fact::Number(i64::from(case.household.coverage_year))),
        ]);
        case.reason(Rule::AptcBenchmark, Outcome::Unknown, facts)
    };
    if let Some(given) = &case.household.benchmark {
        let shares = &given.slcsp_monthly_cents_by_person;
        return shares.get(&case.person(member).id).copied().ok_or_else(|| unknown("person"));
    }
    let rules = &case.pack.benchmark;
    let county = case.household.county_fips.as_ref().ok_or_else(|| unknown("county"))?;
    let area = rules.areas.get(county).copied().ok_or_else(|| unknown("county"))?;
    let of_year = rules.premiums.get(&case.household.coverage_year).ok_or_else(|| unknown("year"))?;
    let premium = of_year.get(area - 1).copied().ok_or_else(|| unknown("area"))?;
    let own = factor(&rules.age_curve, age(case.person(member).date_of_birth, case.coverage_start));
    Ok(divide_half_up(i128::from(premium) * i128::from(own), factor(&rules.age_curve, rules.age)))
}

fn factor(curve: &[i64], age: i64) -> i64 {
    let place = usize::try_from(age).unwrap_or(0).min(curve.len() - 1);
    curve[place]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_credit_for_a_plan_is_never_more_than_its_premium_and_never_less_than_nothing() {
        assert_eq!(credit_for_plan(20_000, 30_000), 20_000);
        assert_eq!(credit_for_plan(30_000, 20_000), 20_000);
        assert_eq!(credit_for_plan(0, 20_000), 0);
        assert_eq!(credit_for_plan(-5, 20_000), 0);
    }
}
