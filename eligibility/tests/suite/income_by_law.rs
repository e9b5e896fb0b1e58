//! Households of our own for the rules of income, in both directions of each limit, each with its right answer, worked out by
//! hand, and its citation.
use crate::cases_by_law::compare;
use crate::common::{determined, household, parsed, person, wages};
use eligibility::{Fact, Rule, RulePack, determine};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const MINNESOTA: &str = include_str!("../../packs/minnesota.toml");

fn cases() -> Vec<Value> {
    serde_json::from_str(include_str!("../data/own_income_cases.json")).unwrap()
}

#[test]
fn every_household_of_our_own_has_the_right_income_and_program() {
    let (mut compared, mut wrong) = (0, String::new());
    for case in &cases() {
        for (place, right, ours) in compare(case) {
            compared += 1;
            if right != ours {
                wrong +=
                    &format!("{} {place}: right is {right}, ours {ours}: {}\n", case["id"], case["right"]);
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(compared > 100, "{compared}");
}

#[test]
fn every_case_has_a_name_of_its_own_a_reason_and_a_citation() {
    let cases = cases();
    let names: BTreeSet<&str> = cases.iter().map(|case| case["id"].as_str().unwrap()).collect();
    assert_eq!(names.len(), cases.len());
    for case in &cases {
        assert!(
            !case["right"].as_str().unwrap().is_empty() && !case["citation"].as_str().unwrap().is_empty()
        );
    }
}

/// The year's income of the first person, in cents, under a pack.
fn year(pack: &RulePack, value: &Value) -> i64 {
    determine(pack, &parsed(value)).unwrap().tax_households[0].annual_income_cents
}

#[test]
fn a_pack_that_names_no_limit_has_none() {
    let start = MINNESOTA.find("# What the tax law allows").unwrap();
    let end = MINNESOTA.find("# By which day the yearly figures").unwrap();
    let without = RulePack::from_toml(&MINNESOTA.replace(&MINNESOTA[start..end], "")).unwrap();
    let case = |incomes: Value, deductions: Value| {
        household(vec![person("p1", json!({}))], json!({"incomes": incomes, "deductions": deductions}))
    };
    let entry = |kind: &str, dollars: i64| json!({"person": "p1", "kind": kind, "amount_cents": dollars * 100, "frequency": "yearly"});
    let loss = case(json!([entry("wages", 40_000), entry("capital_gains", -10_000)]), json!([]));
    assert_eq!((year(RulePack::minnesota(), &loss), year(&without, &loss)), (3_700_000, 3_000_000));
    let business = case(json!([entry("self_employment", 30_000)]), json!([]));
    assert_eq!((year(RulePack::minnesota(), &business), year(&without, &business)), (2_788_057, 3_000_000));
    for (kind, left, unlimited) in [
        ("student_loan_interest", 3_750_000, 3_100_000),
        ("educator_expenses", 3_965_000, 3_100_000),
        ("retirement_contribution", 3_250_000, 3_100_000),
        ("health_savings", 3_125_000, 3_100_000),
        ("self_employed_health", 4_000_000, 3_100_000),
        ("alimony_paid", 3_100_000, 3_100_000),
        ("other", 3_100_000, 3_100_000),
        ("self_employment_tax", 3_100_000, 3_100_000),
        ("pretax_payroll", 3_100_000, 3_100_000),
    ] {
        let deducts = case(json!([entry("wages", 40_000)]), json!([entry(kind, 9_000)]));
        let found = (year(RulePack::minnesota(), &deducts), year(&without, &deducts));
        assert_eq!(found, (left, unlimited), "{kind}");
    }
}

#[test]
fn tax_on_self_employment_begins_at_its_limit_and_not_above_it() {
    // With all profit net earnings, the limit of 400 dollars can be hit to the cent (26 USC 1402(b)(2): "less than $400").
    let line = "2026 = { wage_base = 184500, net_earnings = 92.35,";
    assert!(MINNESOTA.contains(line));
    let all = MINNESOTA.replace(line, "2026 = { wage_base = 184500, net_earnings = 100,");
    let pack = RulePack::from_toml(&all).unwrap();
    let profit = |cents: i64| {
        let entry =
            json!({"person": "p1", "kind": "self_employment", "amount_cents": cents, "frequency": "yearly"});
        let incomes = json!([wages("p1", 20_000), entry]);
        year(&pack, &household(vec![person("p1", json!({}))], json!({"incomes": incomes}))) - 2_000_000
    };
    // Half of 15.3 percent of 400 dollars.
    assert_eq!((profit(39_999), profit(40_000)), (39_999, 36_940));
}

#[test]
fn spouses_with_a_return_each_have_half_the_limit_of_a_loss() {
    let filer =
        |id: &str, status: &str| person(id, json!({"tax": {"role": "filer", "filing_status": status}}));
    for (status, left) in [("married_separate", 3_850_000), ("married_joint", 3_700_000)] {
        let loss = json!({"person": "a", "kind": "capital_gains", "amount_cents": -1_000_000, "frequency": "yearly"});
        let couple = household(
            vec![filer("a", status), filer("b", status)],
            json!({
                "relationships": [{"from": "a", "kind": "spouse", "to": "b"}],
                "incomes": [wages("a", 40_000), loss]
            }),
        );
        assert_eq!(year(RulePack::minnesota(), &couple), left, "{status}");
    }
}

#[test]
fn spouses_of_whom_neither_files_have_the_limit_of_one_return_and_one_who_files_apart_half_of_it() {
    let loss =
        json!({"person": "a", "kind": "capital_gains", "amount_cents": -1_000_000, "frequency": "yearly"});
    let left = |of_a: Value, of_b: Value| {
        let couple = household(
            vec![person("a", json!({"tax": of_a})), person("b", json!({"tax": of_b}))],
            json!({
                "relationships": [{"from": "a", "kind": "spouse", "to": "b"}],
                "incomes": [wages("a", 40_000), loss]
            }),
        );
        let found = determine(RulePack::minnesota(), &parsed(&couple)).unwrap();
        found.people["a"].basic_health.annual_income_cents
    };
    let none = || json!({"role": "non_filer"});
    let apart = || json!({"role": "filer", "filing_status": "married_separate"});
    assert_eq!(left(none(), none()), 3_700_000);
    assert_eq!(left(apart(), none()), 3_850_000);
    assert_eq!(left(none(), apart()), 3_850_000);
}

#[test]
fn a_pack_may_count_income_that_comes_and_goes_by_the_month_alone() {
    let by_month = MINNESOTA.replace("varying_income = \"certification_period\"\n", "");
    let case = cases().into_iter().find(|case| case["id"] == "season-4").unwrap();
    let month = |text: &str| {
        let pack = RulePack::from_toml(text).unwrap();
        determine(&pack, &parsed(&case["input"])).unwrap().people["a"].ma.monthly_income_cents
    };
    assert_eq!((month(MINNESOTA), month(&by_month)), (183_517, 0));
    assert_eq!(month(&MINNESOTA.replace("\"certification_period\"", "\"month\"")), 0);
    let error = RulePack::from_toml(&MINNESOTA.replace("\"certification_period\"", "\"year\"")).unwrap_err();
    assert_eq!(error.key, "medical_assistance.varying_income");
    assert_eq!(error.reason, "must be month or certification_period");
}

#[test]
fn the_explanation_says_that_income_was_averaged_and_of_which_year_the_safety_net_is() {
    let first = |id: &str| {
        let case = cases().into_iter().find(|case| case["id"] == id).unwrap();
        determined(&case["input"]).people["a"].reasons[0].clone()
    };
    let averaged = |id: &str| first(id).facts.get("averaged").cloned();
    assert_eq!(first("season-2").rule, Rule::MaIncome);
    assert_eq!(first("season-2").facts.number("monthly_income_cents"), 183_575);
    assert_eq!(averaged("season-2"), Some(Fact::Flag(true)));
    let flagged = |id: &str| averaged(id) == Some(Fact::Flag(true));
    assert!(!flagged("season-5") && !flagged("season-7"));
    let net = first("net-1");
    assert_eq!(net.rule, Rule::MaSafetyNet);
    assert_eq!((net.facts.number("year"), net.facts.number("annual_income_cents")), (2026, 1_560_000));
}

#[test]
fn social_security_that_is_not_taxed_leaves_more_of_a_students_loan() {
    // 26 USC 221(b)(2)(C)(ii), 86(a)(2): of 20,000 only 85 percent are in the income that shrinks it.
    let case = |wages: i64| {
        let entry = |kind: &str, dollars: i64| json!({"person": "p1", "kind": kind, "amount_cents": dollars * 100, "frequency": "yearly"});
        household(
            vec![person("p1", json!({}))],
            json!({"incomes": [entry("wages", wages), entry("social_security", 20_000)],
                "deductions": [entry("student_loan_interest", 2_500)]}),
        )
    };
    assert_eq!(year(RulePack::minnesota(), &case(68_000)), 8_550_000, "68,000 and 17,000 are 85,000");
    assert_eq!(year(RulePack::minnesota(), &case(75_500)), 9_550_000 - 125_000, "halfway");
}

#[test]
fn one_time_money_is_not_said_to_vary() {
    let income = json!({"person": "p1", "kind": "lump_sum", "amount_cents": 1, "frequency": "one_time", "varies": true});
    let value = household(vec![person("p1", json!({}))], json!({"incomes": [income]}));
    let error = eligibility::parse_household(value.to_string()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "incomes[0].varies: is true, but money that comes once does not come and go"
    );
}
