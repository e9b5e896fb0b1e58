//! Form 8962 of tax year 2024, lines 1 to 11, from the tax agency's own software, and the same lines of made-up returns:
//! guideline, percent, applicable figure, contribution, highest credit. The form rounds to whole dollars, the engine to cents.
use crate::common::{household, parsed, person, public_cases};
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
            "incomes": [{"person": "p1", "kind": "other", "amount_cents": dollars * 100, "frequency": "yearly"}],
            "benchmark": {"slcsp_monthly_cents_by_person": {"p1": slcsp * 100}}}),
    );
    determine(RulePack::minnesota(), &parsed(&household)).unwrap().tax_households[0].clone()
}

/// What was compared, what differed, and what has no counterpart here.
#[derive(Default)]
struct Tally {
    compared: usize,
    differ: Vec<String>,
    not_applicable: Vec<(String, &'static str)>,
}

impl Tally {
    fn same(&mut self, what: &str, theirs: Option<i64>, ours: Option<i64>, tolerance: u64) {
        let Some(theirs) = theirs else { return };
        self.compared += 1;
        if ours.is_none_or(|ours| theirs.abs_diff(ours) > tolerance) {
            self.differ.push(format!("{what}: {theirs}, ours {ours:?}"));
        }
    }
}

fn compare(case: &Value, tally: &mut Tally) {
    let name = case["path"].as_str().unwrap().rsplit('/').next().unwrap();
    let size = whole(&case["line1_tax_family_size"]).unwrap_or(1);
    let dollars = whole(&case["line2a_magi"]).or(whole(&case["line3_household_income"])).unwrap();
    if size == 0 {
        let nobody = "a family of nobody: the filer is someone else's dependent";
        return tally.not_applicable.push((name.to_owned(), nobody));
    }
    let months = case["months"].as_array();
    let month = months.and_then(|months| months.iter().find(|month| !month["slcsp"].is_null()));
    let result = run(size, dollars, month.and_then(|month| whole(&month["slcsp"])).unwrap_or(500));
    let line = |number: &str| format!("{name} line {number}");
    let income = result.annual_income_cents / 100;
    tally.same(&line("3"), whole(&case["line3_household_income"]), Some(income), 0);
    if whole(&case["line4_fpl"]) == Some(18_210) {
        tally.not_applicable.push((name.to_owned(), "line 4 is the guideline of Alaska"));
    } else {
        tally.same(&line("4"), whole(&case["line4_fpl"]), Some(result.guideline_cents / 100), 0);
    }
    // The form writes 401 for everything above 400.
    tally.same(&line("5"), whole(&case["line5_pct"]), Some(result.percent.min(401)), 0);
    let figure = case["line7_applicable_figure"].as_f64().map(|figure| (figure * 10_000.0).round() as i64);
    tally.same(&line("7"), figure, result.applicable_percent.map(|percent| percent.in_hundredths()), 0);
    // Below the floor and within Medical Assistance the family is empty and we name no contribution.
    let contribution = result.contribution_monthly_cents;
    let cents = |value: &Value| whole(value).map(|dollars| dollars * 100);
    tally.same(&line("8b"), cents(&case["line8b_monthly_contribution"]), contribution, 54);
    let annual = contribution.map(|monthly| monthly * 12);
    tally.same(&line("8a"), cents(&case["line8a_annual_contribution"]), annual, 54);
    let most = month.and_then(|month| cents(&month["max_assistance"]));
    tally.same(&line("11e"), most, result.aptc_max_monthly_cents, 54);
}

fn compare_all(text: &str) -> (usize, Tally) {
    let cases: Vec<Value> = serde_json::from_str(text).unwrap();
    let mut tally = Tally::default();
    cases.iter().for_each(|case| compare(case, &mut tally));
    eprintln!(
        "{} cases, {} figures, not applicable: {:?}",
        cases.len(),
        tally.compared,
        tally.not_applicable
    );
    (cases.len(), tally)
}

#[test]
fn lines_1_to_11_agree() {
    let Some(text) = public_cases("direct_file_form8962_cases.json") else { return };
    let (cases, tally) = compare_all(&text);
    assert!(tally.differ.is_empty(), "{}", tally.differ.join("\n"));
    assert_eq!((cases, tally.not_applicable.len(), tally.compared), (14, 2, 72));
}

/// Filled in by hand from the instructions of 2024: tables 1-1 and 2, worksheet 2, lines 3 to 8 and 11.
const OUR_OWN: &str = include_str!("../data/own_form_8962.json");

#[test]
fn lines_1_to_11_of_our_own_returns_agree_and_a_wrong_line_is_found() {
    let (cases, tally) = compare_all(OUR_OWN);
    assert!(tally.differ.is_empty(), "{}", tally.differ.join("\n"));
    assert_eq!((cases, tally.not_applicable.len(), tally.compared), (4, 2, 15));
    let (_, tally) = compare_all(&OUR_OWN.replace("0.0208", "0.0209"));
    assert_eq!(tally.differ, ["two_at_202 line 7: 209, ours Some(208)"]);
}
