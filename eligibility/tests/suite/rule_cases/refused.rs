//! Cases in which something is missing and their program refuses: where the same is needed here, we must refuse it too.
use super::rules::{Rules, with_unborn_child};
use super::{Answer, BAD_THERE_ONLY, born, household};
use crate::common::person;
use eligibility::{PackError, parse_household};
use serde_json::{Value, json};

fn refused(ours: &str, as_it_should: bool) -> Answer {
    let ours = if as_it_should { "refused" } else { ours };
    Ok(vec![("refused".to_owned(), ours.to_owned())])
}

/// The age that the case leaves out, in the household of everybody's first person.
fn without_age(case: &Value, age: &str) -> Answer {
    let born = born(&case["inputs"][age]);
    assert_eq!(born, Value::Null, "{} has an age", case["test_name"]);
    let person = person("p1", json!({"date_of_birth": born}));
    match parse_household(household(vec![person], json!([]), json!([])).to_string()) {
        Ok(_) => refused("taken", false),
        Err(error) => refused(&error.path, error.path == "people[0].date_of_birth"),
    }
}

/// The figure that the case's configuration leaves out, left out of the pack.
fn without_figure(case: &Value, figure: &str, rules: &Rules, key: &str) -> Answer {
    assert!(case["configs"].get(figure).is_none(), "{} has the figure", case["test_name"]);
    match rules.read() {
        Ok(_) => refused("taken", false),
        Err(PackError { key: ours, .. }) => refused(&ours, ours == key),
    }
}

pub fn bad_info(case: &Value) -> Answer {
    let configuration = case["test_name"] == "Bad Info - Configs";
    match (case["ruleset"].as_str().unwrap(), configuration) {
        (
            "child"
            | "former_foster_care"
            | "immigration"
            | "optional_targeted_low_income_children"
            | "parent_caretaker_relative"
            | "referral_type"
            | "targeted_low_income_children",
            false,
        ) => without_age(case, "Applicant Age"),
        ("qualified_child", false) => without_age(case, "Child Age"),
        ("parent_caretaker_relative" | "qualified_child", true) => {
            let rules = Rules::maine().program_line("caretaker_child_age = 19\n", "");
            without_figure(case, "Dependent Age Threshold", &rules, "medical_assistance.caretaker_child_age")
        }
        ("income", true) => {
            without_figure(case, "FPL", &Rules::maine().without_guidelines(), "poverty_guidelines")
        }
        ("optional_unborn_child", true) => {
            let rules = with_unborn_child(Rules::maine(), None);
            without_figure(case, "Percent FPL Unborn Child", &rules, "medical_assistance.groups[8].percent")
        }
        _ => Err(BAD_THERE_ONLY),
    }
}
