//! Claimed by somebody who is not in the application: the three exceptions of 42 CFR 435.603(f)(2), and a household that nobody
//! knows.
use crate::common::{determined, household, person, wages};
use eligibility::{MissingFact, Outcome, PersonResult, Program, Rule};
use serde_json::{Value, json};

fn claimed(by: &str) -> Value {
    json!({"role": "dependent", "claimed_by": by})
}

fn result(people: Vec<Value>, changes: Value) -> PersonResult {
    determined(&household(people, changes)).people["kid"].clone()
}

/// The kid, born then and claimed so, with a mother at home who earns that much.
fn with_mother(born: &str, by: &str, dollars: i64) -> PersonResult {
    let mother = person("mom", json!({"tax": {"role": "filer", "filing_status": "single"}}));
    let kid = person("kid", json!({"date_of_birth": born, "tax": claimed(by)}));
    let changes = json!({"relationships": [{"from": "mom", "kind": "parent", "to": "kid"}],
        "incomes": [wages("mom", dollars)]});
    result(vec![mother, kid], changes)
}

fn alone(changes: Value, dollars: i64) -> PersonResult {
    result(vec![person("kid", changes)], json!({"incomes": [wages("kid", dollars)]}))
}

fn missing(result: &PersonResult) -> Vec<(MissingFact, &str)> {
    result.missing.iter().map(|missing| (missing.fact, missing.about.as_str())).collect()
}

const CLAIMER: [(MissingFact, &str); 1] = [(MissingFact::ClaimerIncome, "kid")];

#[test]
fn a_child_under_19_with_one_parent_claimed_by_the_other_belongs_where_it_lives() {
    // 42 CFR 435.603(f)(2)(iii); 19 on 3 August 2026.
    let under = with_mother("2007-08-04", "outside_parent", 20_000);
    assert_eq!((under.program, under.ma.size), (Program::Ma, 2));
    let over = with_mother("2007-08-03", "outside_parent", 20_000);
    assert_eq!((over.program, missing(&over)), (Program::Refer, CLAIMER.to_vec()));
}

#[test]
fn a_child_that_lives_with_no_parent_follows_the_parent_who_claims() {
    // EPM 2.2.3.2: the exception is not for children with guardians, other relatives or on their own.
    let own = alone(json!({"date_of_birth": "2012-01-01", "tax": claimed("outside_parent")}), 0);
    assert_eq!((own.program, missing(&own)), (Program::Refer, CLAIMER.to_vec()));
    let gran = person("gran", json!({"date_of_birth": "1970-01-01", "tax": {"role": "non_filer"}}));
    let kid = person("kid", json!({"date_of_birth": "2012-01-01", "tax": claimed("outside_parent")}));
    let tie = json!({"relationships": [{"from": "gran", "kind": "grandparent", "to": "kid"}]});
    assert_eq!(result(vec![gran, kid], tie).program, Program::Refer);
}

#[test]
fn a_child_with_grandparents_is_in_the_return_of_the_listed_parent_who_claims_from_elsewhere() {
    let people = || {
        let mother =
            json!({"applying": false, "tax": {"role": "filer", "filing_status": "head_of_household"}});
        vec![
            person("mom", mother),
            person("gran", json!({"date_of_birth": "1970-01-01", "tax": {"role": "non_filer"}})),
            person("kid", json!({"date_of_birth": "2012-01-01", "tax": claimed("mom")})),
        ]
    };
    let ties = json!([{"from": "mom", "kind": "parent", "to": "kid"}, {"from": "gran", "kind": "grandparent", "to": "kid"}]);
    let found = result(
        people(),
        json!({"relationships": ties, "living_apart": [["mom", "kid"], ["mom", "gran"]], "incomes": [wages("mom", 30_000)]}),
    );
    let of: Vec<&str> = found.ma.household.iter().map(|id| id.as_str()).collect();
    assert_eq!((of, found.ma.monthly_income_cents), (vec!["kid", "mom"], 250_000));
}

#[test]
fn a_court_order_for_the_parent_who_claims_leaves_no_exception() {
    // 42 CFR 435.603(f)(2)(iii)(A): the order decides who is the custodial parent, not the nights.
    let with_order = |order: bool| {
        let mut tax = claimed("outside_parent");
        tax["claimed_by_custodial_parent"] = json!(order);
        let mother = person("mom", json!({}));
        let kid = person("kid", json!({"date_of_birth": "2015-01-01", "tax": tax}));
        let tie = json!({"relationships": [{"from": "mom", "kind": "parent", "to": "kid"}]});
        result(vec![mother, kid], tie).program
    };
    assert_eq!((with_order(false), with_order(true)), (Program::Ma, Program::Refer));
}

#[test]
fn claimed_by_somebody_else_medical_assistance_goes_by_the_own_home_and_minnesotacare_by_the_unknown_return()
{
    // 42 CFR 435.603(f)(2)(i); EPM 3.3.1. The limit for one adult is 22,025 a year.
    let other = |dollars: i64| alone(json!({"tax": claimed("outside_other")}), dollars);
    assert_eq!(other(22_024).program, Program::Ma);
    let over = other(22_025);
    assert_eq!((over.program, missing(&over)), (Program::Refer, CLAIMER.to_vec()));
    assert!(!over.ma.eligible && !over.basic_health.eligible && !over.aptc.eligible);
    assert_eq!(over.basic_health.limit_cents, None);
}

#[test]
fn an_unknown_household_has_neither_limit_nor_percent() {
    let student = json!({"date_of_birth": "2006-03-01", "tax": claimed("outside_parent")});
    let found = alone(student, 7_000);
    assert_eq!((found.ma.limit_cents, found.ma.percent.in_hundredths()), (None, 0));
    let first = &found.reasons[0];
    assert_eq!((first.rule, first.outcome), (Rule::MaClaimer, Outcome::Unknown));
    assert!(first.source.contains("435.603(f)(2)"));
}

#[test]
fn what_does_not_depend_on_the_claimers_income_is_decided_without_it() {
    let student = |changes: Value| {
        let mut all = json!({"date_of_birth": "2005-03-01", "tax": claimed("outside_parent")});
        all.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        alone(all, 7_000)
    };
    // No income test.
    assert_eq!(student(json!({"former_foster_care": true})).program, Program::Ma);
    // Another state, and no status for anything.
    for changes in [json!({"state_resident": false}), json!({"immigration": {"status": "undocumented"}})] {
        let found = student(changes);
        assert_eq!((found.program, found.missing.len()), (Program::None, 0));
    }
    // Insurance bars MinnesotaCare, and the own home decides Medical Assistance of whoever somebody else claims.
    let insured = json!({"tax": claimed("outside_other"), "coverage": [{"kind": "tricare"}]});
    let found = student(insured);
    assert_eq!((found.program, found.missing.len()), (Program::Ma, 0));
}

#[test]
fn the_safety_net_of_a_child_claimed_elsewhere_waits_for_the_claimers_year() {
    // 42 CFR 435.603(i): the year's income is that of the return.
    let found = with_mother("2015-01-01", "outside_parent", 90_000);
    assert_eq!((found.program, found.reasons[0].rule), (Program::Refer, Rule::MaClaimer));
    assert_eq!(missing(&found), CLAIMER);
}
