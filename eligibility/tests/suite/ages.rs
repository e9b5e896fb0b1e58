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
fn who_is_65_in_the_first_month_of_coverage_is_referred_and_not_asked_the_full_price() {
    // Medicare begins with the month in which 65 is reached, and that is on the day before the birthday: 42 USC 426(a); 42 CFR
    // 406.10(b). Born on 1 February, it is January.
    for born in ["1961-11-15", "1961-12-15", "1962-01-01", "1962-01-02", "1962-01-31", "1962-02-01"] {
        let result = applying("2026-11-03", 2027, json!({"date_of_birth": born}), 25_000);
        assert_eq!(result.program, Program::Refer, "{born}");
        assert_eq!(outcome(&result, Rule::MaAgency), Some(Outcome::Refer), "{born}");
        assert_eq!(outcome(&result, Rule::BasicHealthMedicare), Some(Outcome::Unknown), "{born}");
        let credit = applying("2026-11-03", 2027, json!({"date_of_birth": born}), 45_000);
        assert_eq!(outcome(&credit, Rule::AptcMedicare), Some(Outcome::Unknown), "{born}");
        assert_eq!(credit.program, Program::Refer, "{born}");
    }
    for (dollars, program) in [(25_000, Program::BasicHealth), (45_000, Program::Aptc)] {
        let younger = applying("2026-11-03", 2027, json!({"date_of_birth": "1962-02-02"}), dollars);
        assert_eq!(younger.program, program);
        assert_eq!(outcome(&younger, Rule::MaAgency), None);
    }
}

#[test]
fn medicare_of_65_counts_from_the_first_month_of_coverage_also_within_the_year() {
    // Applied for in March, coverage starts in April.
    let born = |day: &str| applying("2027-03-10", 2027, json!({"date_of_birth": day}), 45_000).program;
    assert_eq!(born("1962-04-30"), Program::Refer);
    assert_eq!(born("1962-05-01"), Program::Refer, "65 on 30 April");
    assert_eq!(born("1962-05-02"), Program::Aptc);
}

#[test]
fn the_month_of_the_65th_birthday_refers_also_where_coverage_starts_before_the_day() {
    // December of the coverage year: there is no later month to start in.
    let born = |day: &str| applying("2026-12-03", 2026, json!({"date_of_birth": day}), 90_000).program;
    assert_eq!(born("1961-12-31"), Program::Refer);
    assert_eq!(born("1962-01-01"), Program::Refer, "65 on 31 December for Medicare");
    assert_eq!(born("1962-01-02"), Program::Qhp);
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
fn an_age_in_a_list_of_minnesotacare_is_that_of_the_first_month_of_coverage() {
    // EPM 3.2.1.2: of 18 from the first of the month after the birthday.
    assert_eq!(undocumented("2026-11-03", 2027, "2008-12-10"), Program::None, "18 all through 2027");
    assert_eq!(undocumented("2026-11-03", 2027, "2008-12-31"), Program::None);
    assert_eq!(undocumented("2026-11-03", 2027, "2009-01-01"), Program::BasicHealth);
    // Within the year coverage starts with the next month.
    assert_eq!(undocumented("2027-03-10", 2027, "2009-03-31"), Program::None);
    assert_eq!(undocumented("2027-03-10", 2027, "2009-04-01"), Program::BasicHealth);
}

#[test]
fn an_age_in_a_list_of_medical_assistance_lasts_to_the_end_of_the_month_of_the_birthday() {
    // EPM 2.2.2.1: eligible on any day of a month, eligible for all of it.
    let refugee = |born: &str| {
        let changes = json!({"date_of_birth": born, "immigration": {"status": "refugee"}});
        applying("2026-11-03", 2027, changes, 10_000).ma.eligible
    };
    assert!(refugee("2005-11-04"), "20, and 21 when coverage of the exchange starts");
    assert!(refugee("2005-11-01"), "21 this month");
    assert!(!refugee("2005-10-31"));
}
