//! The state's basic health program, where it has one.
use crate::Text;
use crate::case::Case;
use crate::coverage::{Offer, has_any, offer};
use crate::determination::BasicHealthResult;
use crate::household::Incarceration;
use crate::households::Households;
use crate::immigration::{Standing, standing};
use crate::missing::{Gaps, MissingFact};
use crate::money::{at_most, part};
use crate::pack::{BasicHealthRules, ImmigrationList};
use crate::reason::{Fact, Facts, Outcome, Reason};
use crate::rule::Rule;

/// The decision for one person.
pub(crate) struct Decision {
    pub(crate) result: BasicHealthResult,
    pub(crate) reason: Reason,
}

/// Decides for one person who asks for coverage. What nobody said and the decision depends on is noted among the gaps.
pub(crate) fn decide(
    case: &Case<'_>,
    households: &Households,
    number: usize,
    in_ma: bool,
    gaps: &mut Gaps,
) -> Decision {
    let household = households.basic[number];
    let income = households.annual(case, household);
    let Some(rules) = &case.pack.basic_health else {
        let reason = case.reason(Rule::BasicHealthOffered, Outcome::NotMet, Facts::none());
        return Decision {
            result: BasicHealthResult { eligible: false, annual_income_cents: income, limit_cents: None },
            reason,
        };
    };
    let guideline = case.annual_guideline.annual_cents(household.count());
    let limit = part(rules.percent, guideline);
    let facts = || {
        Facts::of([
            ("household_size", Fact::Number(i64::from(household.count()))),
            ("annual_income_cents", Fact::Number(income)),
            ("limit_cents", Fact::Number(limit)),
            ("limit_percent", Fact::Percent(rules.percent)),
        ])
    };
    let stop = if in_ma {
        Some(case.reason(Rule::BasicHealthNotMa, Outcome::NotMet, Facts::none()))
    } else if let Some(reason) = person_stop(case, rules, number) {
        Some(reason)
    } else if households.basic_unknown.has(number) {
        Some(of_outside(case, rules, number, gaps))
    } else if !at_most(income, rules.percent, guideline) {
        Some(case.reason(Rule::BasicHealthIncome, Outcome::NotMet, facts()))
    } else {
        coverage_stop(case, rules, households, number, gaps)
    };
    let eligible = stop.is_none();
    let limit = Some(limit).filter(|_| !households.basic_unknown.has(number));
    let reason = stop.unwrap_or_else(|| case.reason(Rule::BasicHealthIncome, Outcome::Met, facts()));
    let result = BasicHealthResult { eligible, annual_income_cents: income, limit_cents: limit };
    Decision { result, reason }
}

fn person_stop(case: &Case<'_>, rules: &BasicHealthRules, number: usize) -> Option<Reason> {
    let person = case.person(number);
    if !person.state_resident {
        return Some(case.reason(Rule::BasicHealthResidency, Outcome::NotMet, Facts::none()));
    }
    if standing(case, number, ImmigrationList::BasicHealth, case.list_date) != Standing::Listed {
        let status = Fact::Text(Text::from(person.immigration.status.word()));
        return Some(case.reason(
            Rule::BasicHealthImmigration,
            Outcome::NotMet,
            Facts::of([("status", status)]),
        ));
    }
    let barred = rules.incarceration_bars && person.incarceration == Incarceration::Incarcerated;
    barred.then(|| case.reason(Rule::BasicHealthIncarceration, Outcome::NotMet, Facts::none()))
}

/// What other coverage bars, whatever the income.
fn barred_by_coverage(case: &Case<'_>, rules: &BasicHealthRules, number: usize) -> Option<Reason> {
    if rules.medicare_bars.contains(&case.person(number).medicare) {
        return Some(case.reason(Rule::BasicHealthMedicare, Outcome::NotMet, Facts::none()));
    }
    has_any(case, number, &rules.barred_by)
        .then(|| case.reason(Rule::BasicHealthCoverage, Outcome::NotMet, Facts::none()))
}

/// Old enough for Medicare, and nobody said.
pub(crate) fn medicare_gap(case: &Case<'_>, rule: Rule, number: usize, gaps: &mut Gaps) -> Option<Reason> {
    case.medicare_unknown(number).then(|| {
        gaps.note(MissingFact::Medicare, &case.person(number).id);
        case.reason(rule, Outcome::Unknown, Facts::none())
    })
}

/// Claimed by somebody outside, whose return is the household.
fn of_outside(case: &Case<'_>, rules: &BasicHealthRules, number: usize, gaps: &mut Gaps) -> Reason {
    if let Some(reason) = barred_by_coverage(case, rules, number) {
        return reason;
    }
    gaps.note(MissingFact::ClaimerIncome, &case.person(number).id);
    medicare_gap(case, Rule::BasicHealthMedicare, number, gaps);
    case.reason(Rule::BasicHealthClaimer, Outcome::Unknown, Facts::none())
}

fn coverage_stop(
    case: &Case<'_>,
    rules: &BasicHealthRules,
    households: &Households,
    number: usize,
    gaps: &mut Gaps,
) -> Option<Reason> {
    if let Some(reason) = barred_by_coverage(case, rules, number) {
        return Some(reason);
    }
    let income = households.tax_of[number].map_or_else(
        || households.annual(case, households.basic[number]),
        |place| households.tax[place].annual,
    );
    let offer = offer(case, households, number, income);
    if let Some(reason) = offer_stop(case, Rule::BasicHealthEmployer, offer, income) {
        return Some(reason);
    }
    let medicare = medicare_gap(case, Rule::BasicHealthMedicare, number, gaps);
    let premium = offer_gap(case, Rule::BasicHealthEmployer, offer, gaps);
    medicare.or(premium)
}

/// The reason an employer's offer bars.
pub(crate) fn offer_stop(case: &Case<'_>, rule: Rule, offer: Offer, income: i64) -> Option<Reason> {
    let Offer::Affordable { premium } = offer else { return None };
    let share = case.credit.employer_affordability;
    let facts = Facts::of([
        ("premium_monthly_cents", Fact::Number(premium)),
        ("affordable_monthly_cents", Fact::Number(part(share, income) / 12)),
        ("affordable_percent", Fact::Percent(share)),
    ]);
    Some(case.reason(rule, Outcome::NotMet, facts))
}

/// An employer offers something, and nobody said for what.
pub(crate) fn offer_gap(case: &Case<'_>, rule: Rule, offer: Offer, gaps: &mut Gaps) -> Option<Reason> {
    let Offer::UnknownPremium { employee } = offer else { return None };
    gaps.note(MissingFact::EmployerPremium, &case.person(employee).id);
    Some(case.reason(rule, Outcome::Unknown, Facts::none()))
}
