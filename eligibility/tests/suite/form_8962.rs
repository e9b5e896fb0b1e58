//! Form 8962 of tax year 2024, lines 1 to 11, from the tax agency's own software: guideline, percent, applicable figure,
//! contribution, highest credit. The form rounds to whole dollars, the engine to cents.
use crate::common::{household, parsed, person, shared};
use eligibility::{RulePack, TaxHouseholdResult, determine};
use serde_json::{Value, json};

fn whole(value: &Value) -> Option<i64> {
    value.as_f64().map(|number| number.round() as i64)
}

/// One filer with so many dependents and so much income, in 2024.
fn run(size: i64, dollars: i64, slcsp: i64) -> TaxHouseholdResult {
    let mut people = vec![person("p1", json!({"immigration": {"status": "citizen"}}))];
    for number in 2..=size {
        let tax = json!({"role": "dependent", "claimed_by": "p1"});
        people.push(person(&format!("p{number}"), json!({"applying": false, "tax": tax})));
    }
    let household = household(
        people,
        json!({"application_date": "2024-02-01", "coverage_year": 2024,
            "incomes": [{"person": "p1", "kind": "self_employment", "amount_cents": dollars * 100, "frequency": "yearly"}],
            "benchmark": {"slcsp_monthly_cents_by_person": {"p1": slcsp * 100}}}),
    );
    determine(RulePack::minnesota(), &parsed(&household)).unwrap().tax_households[0].clone()
}

#[test]
fn lines_1_to_11_agree() {
    let Some(text) = shared("eligibility/public_cases/direct_file_form8962_cases.json") else { return };
    let cases: Vec<Value> = serde_json::from_str(&text).unwrap();
    let (mut compared, mut not_applicable) = (0, Vec::new());
    for case in &cases {
        let name = case["path"].as_str().unwrap().rsplit('/').next().unwrap();
        let size = whole(&case["line1_tax_family_size"]).unwrap_or(1);
        let dollars = whole(&case["line2a_magi"]).or(whole(&case["line3_household_income"])).unwrap();
        if size == 0 {
            not_applicable.push((name, "a family of nobody: the filer is someone else's dependent"));
            continue;
        }
        let month = case["months"]
            .as_array()
            .and_then(|months| months.iter().find(|month| !month["slcsp"].is_null()));
        let result = run(size, dollars, month.and_then(|month| whole(&month["slcsp"])).unwrap_or(500));
        let mut same = |what: &str, theirs: Option<i64>, ours: Option<i64>, tolerance: i64| {
            if let Some(theirs) = theirs {
                compared += 1;
                let ours = ours.unwrap_or_else(|| panic!("{name} {what}: we have none"));
                assert!(
                    theirs.abs_diff(ours) <= tolerance.unsigned_abs(),
                    "{name} {what}: {theirs}, ours {ours}"
                );
            }
        };
        same("line 3", whole(&case["line3_household_income"]), Some(result.annual_income_cents / 100), 0);
        let elsewhere = whole(&case["line4_fpl"]) == Some(18_210);
        if elsewhere {
            not_applicable.push((name, "line 4 is the guideline of Alaska"));
        } else {
            same("line 4", whole(&case["line4_fpl"]), Some(result.guideline_cents / 100), 0);
        }
        // The form writes 401 for everything above 400.
        same("line 5", whole(&case["line5_pct"]), Some(result.percent.min(401)), 0);
        let figure =
            case["line7_applicable_figure"].as_f64().map(|figure| (figure * 10_000.0).round() as i64);
        same("line 7", figure, result.applicable_percent.map(|percent| percent.in_hundredths()), 0);
        // Below the floor and within Medical Assistance the family is empty and we name no contribution.
        let contribution = result.contribution_monthly_cents;
        same("line 8b", whole(&case["line8b_monthly_contribution"]).map(|line| line * 100), contribution, 54);
        let annual = whole(&case["line8a_annual_contribution"]).map(|line| line * 100);
        same("line 8a", annual, contribution.map(|monthly| monthly * 12), 54);
        let most = month.and_then(|month| whole(&month["max_assistance"])).map(|line| line * 100);
        same("line 11e", most, result.aptc_max_monthly_cents, 54);
    }
    eprintln!("{} cases, {compared} figures, not applicable: {not_applicable:?}", cases.len());
    assert_eq!((cases.len(), not_applicable.len(), compared), (14, 2, 72));
}
