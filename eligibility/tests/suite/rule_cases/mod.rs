//! Single-rule cases of a federal model of the Medicaid rules. Every case either runs, as a household and a rule pack
//! built from its inputs and configuration, or is counted under the reason why it has no counterpart here. Made-up cases in
//! the same form, one or two of each rule set that we look at, go the same way.
mod family;
mod groups;
mod income;
mod refused;
mod rules;
mod status;

use crate::common::{parsed, person, public_cases};
use eligibility::{Determination, PersonResult, RulePack, determine};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What they say and what we say of one output; `Err` with the reason when the case has no counterpart.
type Answer = Result<Vec<(String, String)>, &'static str>;

const EARLIER_DENIAL: &str = "an earlier denial, which is not asked";
const WAITING: &str = "a waiting period after earlier insurance, which no pack has";
const PUBLIC_EMPLOYEES: &str = "children of public employees, who are not asked about";
const REFUGEES: &str = "refugee medical assistance, a program that the agency decides";
const EMERGENCY: &str = "emergency coverage, which the agency decides";
const DEPRIVATION: &str = "deprivation of parental support, a requirement that no pack has";
const OTHER_ADULTS: &str =
    "caretakers who are no relatives, an option no pack has, or former spouses, who are not asked about";
const SPECIAL_STATUS: &str =
    "a status that is not asked: trafficking, Amerasian, veteran, seven years, 40 quarters of work";
const IN_CARE_AT_18: &str = "one answer covers \"in foster care and on Medicaid at 18\"";
const CARE_ELSEWHERE: &str = "foster care in another state, which is not asked";
const LONG_TERM_CARE: &str = "long-term care, which is not asked";
const STUDENT_RESIDENT: &str =
    "an option to deny residency to students, which no pack has: residency is the person's answer";
const BAD_THERE_ONLY: &str =
    "bad input or configuration there, of something that may be left out or does not exist here";

const NO_EXPECTATION: &str = "no expectation of the sign";

/// How many cases each reason holds.
const NOT_APPLICABLE: [(&str, usize); 14] = [
    (EARLIER_DENIAL, 6),
    (WAITING, 7),
    (PUBLIC_EMPLOYEES, 9),
    (REFUGEES, 9),
    (EMERGENCY, 4),
    (DEPRIVATION, 3),
    (OTHER_ADULTS, 4),
    (SPECIAL_STATUS, 15),
    (IN_CARE_AT_18, 2),
    (CARE_ELSEWHERE, 1),
    (LONG_TERM_CARE, 1),
    (STUDENT_RESIDENT, 1),
    (BAD_THERE_ONLY, 18),
    (NO_EXPECTATION, 6),
];

fn yes(case: &Value, input: &str) -> bool {
    case["inputs"][input] == "Y"
}

fn option(case: &Value, config: &str) -> bool {
    case["configs"][config] == "Y"
}

fn whole(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("no whole number: {value}"))
}

/// The date of birth of someone of this age in the cases' year; null without an age.
fn born(age: &Value) -> Value {
    age.as_i64().map_or(Value::Null, |age| json!(format!("{}-01-01", 2021 - age)))
}

/// Their Y or N beside ours. X, an option switched off, is a no: with us the pack does not have it.
fn indicator(case: &Value, output: &str, ours: bool) -> (String, String) {
    let theirs = match case["expected_outputs"][output].as_str() {
        Some("X" | "N") => "N",
        Some("Y") => "Y",
        other => panic!("{output} of {} is {other:?}", case["test_name"]),
    };
    (format!("{output} {theirs}"), format!("{output} {}", if ours { "Y" } else { "N" }))
}

/// A household of 2021 with these people.
fn household(people: Vec<Value>, relationships: Value, incomes: Value) -> Value {
    json!({"id": "rule", "application_date": "2021-06-15", "coverage_year": 2021, "people": people,
        "relationships": relationships, "incomes": incomes})
}

fn all(pack: &RulePack, household: &Value) -> Determination {
    determine(pack, &parsed(household)).unwrap()
}

fn first(pack: &RulePack, household: &Value) -> PersonResult {
    all(pack, household).people["p1"].clone()
}

/// The result of one filer with this income in dollars a year.
fn run(pack: &RulePack, changes: Value, dollars: i64) -> PersonResult {
    let income =
        json!([{"person": "p1", "kind": "interest", "amount_cents": dollars * 100, "frequency": "yearly"}]);
    first(pack, &household(vec![person("p1", changes)], json!([]), income))
}

fn basis(result: &PersonResult) -> &str {
    result.ma.basis.as_deref().unwrap_or("none")
}

fn answer(case: &Value) -> Answer {
    let ruleset = case["ruleset"].as_str().unwrap();
    match ruleset {
        "chip_waiting_period" => return Err(WAITING),
        "previously_denied" => return Err(EARLIER_DENIAL),
        "public_employees_benefits" => return Err(PUBLIC_EMPLOYEES),
        "refugee_assistance" => return Err(REFUGEES),
        "income_override" => return Err(SPECIAL_STATUS),
        "emergency_medicaid" => return groups::emergency_medicaid(case),
        _ => {}
    }
    if case["test_name"].as_str().unwrap().starts_with("Bad Info") {
        return refused::bad_info(case);
    }
    match ruleset {
        "adult_group" => groups::adult_group(case),
        "child" => groups::child(case),
        "dependent_child_covered" => groups::child_covered(case),
        "pregnant" => groups::pregnant(case),
        "former_foster_care" => groups::former_foster_care(case),
        "targeted_low_income_children" => groups::targeted_children(case),
        "optional_targeted_low_income_children" => groups::optional_children(case),
        "chip_eligibility" => groups::chip_eligibility(case),
        "preliminary_chip" => groups::preliminary_chip(case),
        "preliminary_medicaid" => groups::preliminary_medicaid(case),
        "medicaid_eligibility" => groups::medicaid_eligibility(case),
        "referral_type" => groups::referral_type(case),
        "residency" => groups::residency(case),
        "qualified_child" => family::qualified_child(case),
        "parent_caretaker_relative" => family::parent_caretaker(case),
        "parent_caretaker_relative_spouse" => family::caretakers_spouse(case),
        "immigration" => status::immigration(case),
        "income" => income::income(case),
        "optional_unborn_child" => income::unborn_child(case),
        other => panic!("a rule set nobody has looked at: {other}"),
    }
}

/// What came of the cases: how many there were, ran, agreed, how many outputs, which differ, and why others did not run.
#[derive(Default)]
struct Tally {
    counts: (usize, usize, usize, usize),
    differ: Vec<String>,
    not_applicable: BTreeMap<&'static str, usize>,
}

fn compare_all(text: &str) -> Tally {
    let cases: Vec<Value> = serde_json::from_str(text).unwrap();
    let mut tally = Tally::default();
    let (mut agreed, mut outputs) = (0, 0);
    for case in &cases {
        let name = case["test_name"].as_str().unwrap();
        match answer(case) {
            Err(why) => *tally.not_applicable.entry(why).or_default() += 1,
            Ok(pairs) => {
                assert!(!pairs.is_empty(), "{name}: nothing is compared");
                outputs += pairs.len();
                if pairs.iter().all(|(theirs, ours)| theirs == ours) {
                    agreed += 1;
                } else {
                    tally.differ.push(format!("{} {name}: {pairs:?}", case["ruleset"]));
                }
            }
        }
    }
    let run = cases.len() - tally.not_applicable.values().sum::<usize>();
    tally.counts = (cases.len(), run, agreed, outputs);
    eprintln!("cases, run, agreed, outputs: {:?}; {:#?}", tally.counts, tally.not_applicable);
    tally
}

#[test]
fn every_single_rule_case_agrees_or_is_named_with_its_reason() {
    let Some(text) = public_cases("mitc_rule_cases.json") else { return };
    let tally = compare_all(&text);
    assert!(tally.differ.is_empty(), "{}", tally.differ.join("\n"));
    assert_eq!(tally.not_applicable, BTreeMap::from(NOT_APPLICABLE));
    assert_eq!(tally.counts, (197, 111, 111, 142));
}

#[test]
fn our_own_cases_of_each_rule_set_with_a_counterpart_agree_and_a_wrong_sign_is_found() {
    let text = include_str!("../../data/own_rule_cases.json");
    let tally = compare_all(text);
    assert!(tally.differ.is_empty(), "{}", tally.differ.join("\n"));
    assert_eq!(tally.not_applicable, BTreeMap::from([(WAITING, 1), (SPECIAL_STATUS, 1)]));
    assert_eq!(tally.counts, (24, 22, 22, 31));
    let sign = "\"Applicant Adult Group Category Indicator\": \"Y\"}}";
    let tally = compare_all(&text.replace(sign, &sign.replace('Y', "N")));
    assert_eq!((tally.differ.len(), tally.counts.2), (1, 21));
    assert!(tally.differ[0].starts_with("\"adult_group\" adult of 40"), "{}", tally.differ[0]);
}
