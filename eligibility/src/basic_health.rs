//! The state's basic health program, where it has one.
use crate::Text;
use crate::case::Case;
use crate::coverage::{Offer, has_any, offer};
use crate::determination::BasicHealthResult;
use crate::household::Incarceration;
use crate::households::Households;
use crate::immigration::{Standing, name, standing};
use crate::money::{at_most, part};
use crate::pack::{BasicHealthRules, ImmigrationList};
use crate::reason::{Fact, Facts, Outcome, Reason};
use crate::rule::Rule;

/// The decision for one person.
pub(crate) struct Decision {
    pub(crate) result: BasicHealthResult,
    pub(crate) reason: Reason,
}

/// Decides for one person who asks for coverage.
pub(crate) fn decide(case: &Case<'_>, households: &Households, number: usize, in_ma: bool) -> Decision {
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
    } else if !at_most(income, rules.percent, guideline) {
        Some(case.reason(Rule::BasicHealthIncome, Outcome::NotMet, facts()))
    } else {
        coverage_stop(case, rules, households, number)
    };
    let eligible = stop.is_none();
    let reason = stop.unwrap_or_else(|| case.reason(Rule::BasicHealthIncome, Outcome::Met, facts()));
    let result = BasicHealthResult { eligible, annual_income_cents: income, limit_cents: Some(limit) };
    Decision { result, reason }
}

fn person_stop(case: &Case<'_>, rules: &BasicHealthRules, number: usize) -> Option<Reason> {
    let person = case.person(number);
    if !person.state_resident {
        return Some(case.reason(Rule::BasicHealthResidency, Outcome::NotMet, Facts::none()));
    }
    if standing(case, number, ImmigrationList::BasicHealth, case.list_date) != Standing::Listed {
        let status = Fact::Text(Text::from(name(person.immigration.status)));
        return Some(case.reason(
            Rule::BasicHealthImmigration,
            Outcome::NotMet,
            Facts::of([("status", status)]),
        ));
    }
    let barred = rules.incarceration_bars && person.incarceration == Incarceration::Incarcerated;
    barred.then(|| case.reason(Rule::BasicHealthIncarceration, Outcome::NotMet, Facts::none()))
}

fn coverage_stop(
    case: &Case<'_>,
    rules: &BasicHealthRules,
    households: &Households,
    number: usize,
) -> Option<Reason> {
    if case.medicare_is_coverage(number) {
        return Some(case.reason(Rule::BasicHealthMedicare, Outcome::NotMet, Facts::none()));
    }
    if case.medicare_unknown(number) {
        return Some(case.reason(Rule::BasicHealthMedicare, Outcome::Refer, Facts::none()));
    }
    if has_any(case, number, &rules.barred_by) {
        return Some(case.reason(Rule::BasicHealthCoverage, Outcome::NotMet, Facts::none()));
    }
    let income = households.tax_of[number].map_or_else(
        || households.annual(case, households.basic[number]),
        |place| households.tax[place].annual,
    );
    offer_stop(case, Rule::BasicHealthEmployer, offer(case, households, number, income), income)
}

/// The reason an employer's offer bars.
pub(crate) fn offer_stop(case: &Case<'_>, rule: Rule, offer: Offer, income: i64) -> Option<Reason> {
    match offer {
        Offer::NoBar => None,
        Offer::UnknownPremium => Some(case.reason(rule, Outcome::Unknown, Facts::none())),
        Offer::Affordable { premium } => {
            let share = case.credit.employer_affordability;
            let facts = Facts::of([
                ("premium_monthly_cents", Fact::Number(premium)),
                ("affordable_monthly_cents", Fact::Number(part(share, income) / 12)),
                ("affordable_percent", Fact::Percent(share)),
            ]);
            Some(case.reason(rule, Outcome::NotMet, facts))
        }
    }
}
