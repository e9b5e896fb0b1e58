//! Other coverage: what bars MinnesotaCare (EPM 3.2.3.1) and what bars the credit (26 CFR 1.36B-2(c)).
use crate::common::{determined, household, person, wages};
use eligibility::{PersonResult, Program, Rule, RulePack, determine, parse_household};
use serde_json::{Value, json};

/// One adult at 175 percent of the guideline.
fn adult(changes: Value) -> PersonResult {
    let input = household(vec![person("p1", changes)], json!({"incomes": [wages("p1", 28_000)]}));
    determined(&input).people["p1"].clone()
}

fn covered(kind: &str) -> PersonResult {
    adult(json!({"coverage": [{"kind": kind}]}))
}

#[test]
fn enrolment_in_any_health_insurance_bars_minnesotacare_and_what_is_none_does_not() {
    for kind in [
        "individual_market",
        "employer_enrolled",
        "cobra_enrolled",
        "tricare",
        "veterans",
        "peace_corps",
        "other_minimum_essential",
    ] {
        let found = covered(kind);
        assert!(!found.basic_health.eligible, "{kind}");
        assert!(found.reasons.iter().any(|reason| reason.rule == Rule::BasicHealthCoverage), "{kind}");
    }
    for kind in ["limited", "cobra_offer"] {
        assert_eq!(covered(kind).program, Program::BasicHealth, "{kind}");
    }
}

#[test]
fn a_plan_bought_privately_bars_no_credit_as_every_other_insurance_does() {
    // 26 USC 36B(c)(2)(B)(i), 5000A(f)(1)(C): coverage of the individual market is no bar.
    assert_eq!(covered("individual_market").program, Program::Aptc);
    assert_eq!(covered("other_minimum_essential").program, Program::Qhp);
}

#[test]
fn part_b_alone_bars_minnesotacare_but_not_the_credit() {
    for (medicare, basic, credit) in [
        ("part_b", false, true),
        ("part_a", false, false),
        ("premium_part_a", false, false),
        ("part_a_and_b", false, false),
        ("eligible_premium_free", false, false),
        ("premium_required", true, false),
    ] {
        let found = adult(json!({"medicare": medicare}));
        assert_eq!((found.basic_health.eligible, found.aptc.eligible), (basic, credit), "{medicare}");
    }
}

#[test]
fn the_offer_of_an_employer_bars_when_affordable_and_waits_for_its_price() {
    // EPM 3.2.3.2: 9.96 percent of 28,000 is 232.40 a month.
    let offer = |premium: Value| {
        let offer =
            json!({"kind": "employer_offer", "self_only_monthly_cents": premium, "minimum_value": true});
        adult(json!({"coverage": [offer]})).program
    };
    assert_eq!(offer(json!(23_240)), Program::Qhp);
    assert_eq!(offer(json!(23_241)), Program::BasicHealth);
    assert_eq!(offer(json!(null)), Program::Refer);
}

#[test]
fn what_bars_is_data_of_the_pack() {
    let text = include_str!("../../packs/minnesota.toml").replacen(
        "\"premium_part_a\", \"part_b\", ",
        "\"premium_part_a\", ",
        1,
    );
    let pack = RulePack::from_toml(&text).unwrap();
    let input = household(
        vec![person("p1", json!({"medicare": "part_b"}))],
        json!({"incomes": [wages("p1", 28_000)]}),
    );
    let result = determine(&pack, &parse_household(input.to_string()).unwrap()).unwrap();
    assert!(result.people["p1"].basic_health.eligible);
}
