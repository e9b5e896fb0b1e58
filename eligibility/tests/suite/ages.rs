//! The day on which an age is taken: that of application, or the first of coverage.
use crate::common::{determined, household, person, wages};
use eligibility::{Outcome, PersonResult, Program, Rule};
use serde_json::{Value, json};

/// One person alone who applies on a day for a year's coverage.
fn applying(on: &str, year: i16, changes: Value, dollars: i64) -> PersonResult {
    let changes_of_household = json!({"application_date": on, "coverage_year": year,
        "incomes": [wages("p1", dollars)]});
    determined(&household(vec![person("p1", changes)], changes_of_household)).people["p1"].clone()
}

fn outcome(result: &PersonResult, rule: Rule) -> Option<Outcome> {
    result.reasons.iter().find(|reason| reason.rule == rule).map(|reason| reason.outcome)
}

#[test]
fn who_is_65_before_coverage_starts_is_referred_and_not_asked_the_full_price() {
    for born in ["1961-11-15", "1961-12-15", "1962-01-01"] {
        let result = applying("2026-11-03", 2027, json!({"date_of_birth": born}), 25_000);
        assert_eq!(result.program, Program::Refer, "{born}");
        for rule in [Rule::MaAgency, Rule::BasicHealthMedicare, Rule::AptcMedicare] {
            assert_eq!(outcome(&result, rule), Some(Outcome::Refer), "{born} {rule:?}");
        }
    }
    let younger = applying("2026-11-03", 2027, json!({"date_of_birth": "1962-01-02"}), 25_000);
    assert_eq!(younger.program, Program::BasicHealth);
    assert_eq!(outcome(&younger, Rule::MaAgency), None);
}

#[test]
fn the_month_of_the_65th_birthday_refers_also_where_coverage_starts_before_the_day() {
    // December of the coverage year: there is no later month to start in.
    let born = |day: &str| applying("2026-12-03", 2026, json!({"date_of_birth": day}), 90_000).program;
    assert_eq!(born("1961-12-31"), Program::Refer);
    assert_eq!(born("1962-01-01"), Program::Qhp);
}

#[test]
fn who_is_65_before_coverage_starts_has_medical_assistance_until_then() {
    let result = applying("2026-11-03", 2027, json!({"date_of_birth": "1961-12-15"}), 10_000);
    assert_eq!(result.program, Program::Ma);
    assert_eq!(outcome(&result, Rule::MaAgency), None);
}

#[test]
fn who_can_have_medicare_only_for_a_premium_gets_the_credit_and_the_hint() {
    let old = json!({"date_of_birth": "1961-12-15", "medicare": "premium_required"});
    let result = applying("2026-11-03", 2027, old, 40_000);
    assert_eq!(result.program, Program::Aptc);
    assert_eq!(outcome(&result, Rule::MaAgency), Some(Outcome::Refer));
}

/// Someone without lawful presence who files nothing: MinnesotaCare takes them under 18.
fn undocumented(on: &str, year: i16, born: &str) -> Program {
    let changes = json!({"date_of_birth": born, "immigration": {"status": "undocumented"},
        "tax": {"role": "non_filer"}});
    applying(on, year, changes, 20_000).program
}

#[test]
fn an_age_in_a_list_of_the_exchange_is_that_of_the_first_day_of_coverage() {
    assert_eq!(undocumented("2026-11-03", 2027, "2008-12-10"), Program::None, "18 all through 2027");
    assert_eq!(undocumented("2026-11-03", 2027, "2009-01-01"), Program::None);
    assert_eq!(undocumented("2026-11-03", 2027, "2009-01-02"), Program::BasicHealth);
    // Within the year coverage starts with the next month.
    assert_eq!(undocumented("2027-03-10", 2027, "2009-04-01"), Program::None);
    assert_eq!(undocumented("2027-03-10", 2027, "2009-04-02"), Program::BasicHealth);
}

#[test]
fn an_age_in_a_list_of_medical_assistance_is_that_of_the_day_of_application() {
    let refugee = |born: &str| {
        let changes = json!({"date_of_birth": born, "immigration": {"status": "refugee"}});
        applying("2026-11-03", 2027, changes, 10_000).ma.eligible
    };
    assert!(refugee("2005-11-04"), "20, and 21 when coverage of the exchange starts");
    assert!(!refugee("2005-11-03"));
}
