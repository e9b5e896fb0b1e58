//! What would change a result: the next income up and down.
use crate::common::{household, parsed, person, wages};
use eligibility::{CostSharing, IncomeThresholds, Program, RulePack, Threshold, income_thresholds};
use serde_json::{Value, json};

fn thresholds(household: &Value, person: &str) -> IncomeThresholds {
    income_thresholds(RulePack::minnesota(), &parsed(household), person).unwrap()
}

fn point(threshold: Option<Threshold>) -> (i64, Program, CostSharing) {
    let threshold = threshold.unwrap();
    (threshold.change_dollars_a_month, threshold.program, threshold.csr)
}

/// One adult in August 2026: Medical Assistance to 1,835.40 a month, MinnesotaCare to 31,300 a year, credit to 62,600.
fn one_adult(dollars: i64) -> Value {
    household(vec![person("p1", json!({}))], json!({"incomes": [wages("p1", dollars)]}))
}

#[test]
fn from_medical_assistance_more_income_leads_to_the_basic_health_program() {
    let found = thresholds(&one_adult(12_000), "p1");
    // 1,000 + 836 = 1,836 is over 1,835.40.
    assert_eq!(point(found.up), (836, Program::BasicHealth, CostSharing::None));
    assert_eq!(found.down, None);
}

#[test]
fn from_the_basic_health_program_both_ways_are_open() {
    let found = thresholds(&one_adult(24_000), "p1");
    // 31,300 / 12 = 2,608.33; 2,000 + 609 is over.
    assert_eq!(point(found.up), (609, Program::Aptc, CostSharing::Silver73));
    // 2,000 - 165 = 1,835 is within 1,835.40.
    assert_eq!(point(found.down), (-165, Program::Ma, CostSharing::None));
}

#[test]
fn a_step_of_cost_sharing_is_a_change_too() {
    let found = thresholds(&one_adult(36_000), "p1");
    // 250 percent is 39,125 a year, 3,260.42 a month.
    assert_eq!(point(found.up), (261, Program::Aptc, CostSharing::None));
    assert_eq!(point(found.down), (-392, Program::BasicHealth, CostSharing::None));
}

#[test]
fn over_every_limit_only_less_income_changes_anything() {
    let found = thresholds(&one_adult(90_000), "p1");
    assert_eq!(found.up, None);
    // 62,600 a year is 5,216.67 a month; 7,500 - 2,284 = 5,216.
    assert_eq!(point(found.down), (-2_284, Program::Aptc, CostSharing::None));
}

#[test]
fn for_a_child_the_claimers_income_changes() {
    let child = person(
        "p2",
        json!({"date_of_birth": "2018-01-01", "tax": {"role": "dependent", "claimed_by": "p1"}}),
    );
    let family = household(
        vec![person("p1", json!({})), child],
        json!({"relationships": [{"from": "p1", "kind": "parent", "to": "p2"}], "incomes": [wages("p1", 60_000)]}),
    );
    // 280 percent of 21,640 is 60,592 a year, 5,049.33 a month.
    assert_eq!(point(thresholds(&family, "p2").up), (50, Program::Aptc, CostSharing::None));
}

#[test]
fn a_projection_changes_along_with_the_month() {
    let mut household = one_adult(24_000);
    household["projected_annual_income_cents"] = json!({"p1": 2_400_000});
    assert_eq!(point(thresholds(&household, "p1").up), (609, Program::Aptc, CostSharing::Silver73));
}

#[test]
fn the_search_goes_down_to_the_last_dollar_of_the_month_and_no_further() {
    // Temporary protected status: never Medical Assistance, so the year alone decides, and it is handed in.
    let found = |monthly_cents: i64, annual_cents: i64| {
        let tps = person("p1", json!({"immigration": {"status": "tps"}}));
        let income =
            json!({"person": "p1", "kind": "wages", "amount_cents": monthly_cents, "frequency": "monthly"});
        let household = household(
            vec![tps],
            json!({"incomes": [income], "projected_annual_income_cents": {"p1": annual_cents}}),
        );
        thresholds(&household, "p1").down.map(|threshold| threshold.change_dollars_a_month)
    };
    // 31,300 a year is the limit of MinnesotaCare: so many times 12 dollars over it, and a cent less.
    let over = |months: i64| 3_130_000 + months * 1_200;
    assert_eq!((found(0, over(1)), found(0, over(1) + 1)), (Some(-1), None));
    assert_eq!((found(100, over(2)), found(100, over(2) + 1)), (Some(-2), None));
    assert_eq!((found(1_000, over(11)), found(1_000, over(11) + 1)), (Some(-11), None));
}

#[test]
fn an_unknown_person_is_named() {
    let error = income_thresholds(RulePack::minnesota(), &parsed(&one_adult(0)), "p9").unwrap_err();
    assert_eq!(error.to_string(), "person: there is no person \"p9\"");
}
