//! Single-rule cases of a federal model of the Medicaid rules: those whose inputs are literal and have a counterpart.
use crate::common::{parsed, person, shared};
use eligibility::{Household, PersonResult, RulePack, determine};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The first person's result for a household with no income, in 2021, with a pack of the tests.
fn run(pack: &RulePack, changes: Value) -> PersonResult {
    let mut changes = changes;
    changes["tax"] = json!({"role": "non_filer"});
    let household: Household = parsed(&json!({
        "id": "rule", "application_date": "2021-06-15", "coverage_year": 2021, "people": [person("p1", changes)]
    }));
    determine(pack, &household).unwrap().people["p1"].clone()
}

fn born(age: i64) -> String {
    format!("{}-01-01", 2021 - age)
}

fn yes(case: &Value, input: &str) -> bool {
    case["inputs"][input] == "Y"
}

fn basis(result: &PersonResult) -> &str {
    result.ma.basis.as_deref().unwrap_or("none")
}

/// What we say where they say Y or N; `Err` with the reason when the case has no counterpart.
fn ours(case: &Value, maine: &RulePack, minnesota: &RulePack) -> Result<bool, &'static str> {
    let age = case["inputs"]["Applicant Age"].as_i64();
    match (case["ruleset"].as_str().unwrap(), age) {
        ("adult_group", Some(age)) => {
            if case["configs"]["Option Adult Group"] != "Y" {
                return Err("a state without the adult group is a pack without it");
            }
            if case["inputs"]["Applicant Dependent Child Covered Indicator"] == "N" {
                return Err("whether a child is covered is not asked");
            }
            let medicare = if yes(case, "Medicare Entitlement Indicator") { "part_a" } else { "none" };
            let pregnant = yes(case, "Applicant Pregnancy Category Indicator");
            let result =
                run(maine, json!({"date_of_birth": born(age), "medicare": medicare, "pregnant": pregnant}));
            Ok(basis(&result) == "adult")
        }
        ("child", Some(age)) => {
            // Minnesota covers young adults to 20, the test's Maine pack to 18 as children.
            let young_adults = case["configs"]["Option Young Adults"] == "Y";
            let pack = if young_adults { minnesota } else { maine };
            Ok(basis(&run(pack, json!({"date_of_birth": born(age)}))).starts_with("child"))
        }
        ("pregnant", _) => {
            let ended = yes(case, "Applicant Post Partum Period Indicator").then_some("2021-05-20");
            let pregnant = yes(case, "Applicant Pregnant Indicator");
            Ok(basis(&run(maine, json!({"pregnant": pregnant, "pregnancy_ended": ended}))) == "pregnant")
        }
        ("former_foster_care", Some(age)) => former_foster_care(case, age, maine),
        ("targeted_low_income_children", Some(age)) => {
            if case["configs"]["CHIP Targeted Low Income Child Group"] != "Y" || age < 10 {
                return Err("a group that the test's pack does not have");
            }
            let insured =
                if yes(case, "Has Insurance") { json!([{"kind": "individual_market"}]) } else { json!([]) };
            let mut household = json!({
                "id": "rule", "application_date": "2021-06-15", "coverage_year": 2021,
                "people": [person("p1", json!({"date_of_birth": born(age), "coverage": insured}))],
                // 200 percent of the guideline: over Medicaid, within children's insurance.
                "incomes": [{"person": "p1", "kind": "interest", "amount_cents": 2_576_000, "frequency": "yearly"}]
            });
            household["people"][0]["tax"] = json!({"role": "non_filer"});
            let result = determine(maine, &parsed(&household)).unwrap().people["p1"].clone();
            Ok(result.ma.eligible && basis(&result) == "chip_child")
        }
        ("immigration", Some(age)) => immigration(case, age, maine),
        _ => Err("the inputs are objects of their program, or the rule has no counterpart here"),
    }
}

fn former_foster_care(case: &Value, age: i64, pack: &RulePack) -> Result<bool, &'static str> {
    if case["inputs"]["Had Medicaid During Foster Care"] == "N"
        || case["inputs"]["Age Left Foster Care"] == 15
    {
        return Err("one answer covers \"in foster care and on Medicaid at 18\"");
    }
    if case["inputs"]["State"] == "MI" {
        return Err(
            "foster care in another state counts for all who turned 18 from 2023 on, and is not asked",
        );
    }
    let status = if yes(case, "Applicant Medicaid Citizen Or Immigrant Indicator") {
        "citizen"
    } else {
        "undocumented"
    };
    let result = run(
        pack,
        json!({"date_of_birth": born(age), "former_foster_care": yes(case, "Former Foster Care"),
            "state_resident": yes(case, "Medicaid Residency Indicator"), "immigration": {"status": status}}),
    );
    Ok(result.ma.eligible && basis(&result) == "former_foster_care")
}

fn immigration(case: &Value, age: i64, pack: &RulePack) -> Result<bool, &'static str> {
    if case["expected_outputs"].get("Applicant Medicaid Citizen Or Immigrant Indicator").is_none() {
        return Err("a step inside their rule, not a result");
    }
    let special = [
        "Victim of Trafficking",
        "Amerasian Immigrant",
        "Veteran Status",
        "Applicant Has 40 Title II Work Quarters",
    ];
    if special.iter().any(|input| yes(case, input)) {
        return Err("a special status that is not asked");
    }
    let citizen = yes(case, "US Citizen Indicator");
    let since = if yes(case, "Five Year Bar Met") { "2015-01-01" } else { "2020-01-01" };
    let status = match (citizen, yes(case, "Lawful Presence Attested")) {
        (true, _) => json!({"status": "citizen"}),
        (false, true) => json!({"status": "lawful_permanent_resident", "since": since}),
        (false, false) => json!({"status": "undocumented"}),
    };
    Ok(run(pack, json!({"date_of_birth": born(age), "immigration": status})).ma.eligible)
}

/// The Y or N of a case.
fn theirs(case: &Value) -> Option<bool> {
    let outputs = case["expected_outputs"].as_object()?;
    let preferred = [
        "Applicant Former Foster Care Category Indicator",
        "Applicant Medicaid Citizen Or Immigrant Indicator",
    ];
    let wanted = preferred.iter().find_map(|name| outputs.get(*name));
    let any = || outputs.iter().find(|(name, _)| name.ends_with("Indicator")).map(|(_, value)| value);
    match wanted.or_else(any)?.as_str()? {
        "Y" => Some(true),
        "N" => Some(false),
        _ => None,
    }
}

#[test]
fn single_rules_agree_where_they_have_a_counterpart() {
    let Some(text) = shared("eligibility/public_cases/mitc_rule_cases.json") else { return };
    let cases: Vec<Value> = serde_json::from_str(&text).unwrap();
    let maine = RulePack::from_toml(include_str!("../packs/maine.toml")).unwrap();
    let (mut agreed, mut not_applicable, mut differ) = (0, BTreeMap::<&str, usize>::new(), Vec::new());
    for case in &cases {
        let verdict = match theirs(case) {
            None => Err("no yes or no is expected (bad input of their program, or an option switched off)"),
            Some(theirs) => ours(case, &maine, RulePack::minnesota()).map(|ours| (theirs, ours)),
        };
        match verdict {
            Err(why) => *not_applicable.entry(why).or_default() += 1,
            Ok((theirs, ours)) if theirs == ours => agreed += 1,
            Ok((theirs, ours)) => {
                differ
                    .push(format!("{} {}: theirs {theirs}, ours {ours}", case["ruleset"], case["test_name"]));
            }
        }
    }
    eprintln!("{} cases, {agreed} agreed, not applicable: {not_applicable:#?}", cases.len());
    assert!(differ.is_empty(), "{}", differ.join("\n"));
    assert_eq!(agreed + not_applicable.values().sum::<usize>(), 197);
    assert!(agreed >= 25, "{agreed}");
}
