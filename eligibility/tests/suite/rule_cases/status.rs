//! Citizens and immigrants: with a pack whose only group takes everybody, the lists of statuses alone decide.
use super::rules::Rules;
use super::{Answer, SPECIAL_STATUS, born, indicator, run, whole, yes};
use serde_json::{Value, json};

const SPECIAL: [&str; 4] = [
    "Victim of Trafficking",
    "Amerasian Immigrant",
    "Veteran Status",
    "Applicant Has 40 Title II Work Quarters",
];

fn list(lines: &str) -> String {
    format!("program = \"medical_assistance\"\nfrom = 2014-01-01\n{lines}\n")
}

/// The lists for lawfully residing children and pregnant people, as the case's state chose them (CHIPRA 214): for both
/// programs, Medicaid alone or none, and in each for both, children or pregnant people.
fn residing(case: &Value, chip: bool) -> Vec<String> {
    let configs = &case["configs"];
    let program = configs["Option CHIPRA 214 Applicable Program"].as_str().unwrap();
    let whom = configs
        [if chip { "Option CHIPRA 214 CHIP Applies To" } else { "Option CHIPRA 214 Applies To" }]
    .as_str()
    .unwrap();
    let chosen = if chip { program == "01" } else { matches!(program, "01" | "02") };
    let statuses = "statuses = [\"lawful_permanent_resident\", \"other_lawfully_present\"]";
    let age = whole(&configs["Option CHIPRA 214 Child Age Threshold"]);
    let children =
        (chosen && matches!(whom, "01" | "02")).then(|| list(&format!("under_age = {age}\n{statuses}")));
    let pregnant =
        (chosen && matches!(whom, "01" | "03")).then(|| list(&format!("pregnant = true\n{statuses}")));
    children.into_iter().chain(pregnant).collect()
}

/// Residents with a qualified status, after five years where the bar applies.
fn qualified(case: &Value) -> String {
    let bar = if yes(case, "Five Year Bar Applies") { "\"lawful_permanent_resident\"" } else { "" };
    list(&format!("statuses = [\"lawful_permanent_resident\"]\nfive_year_bar = [{bar}]"))
}

/// Is the case's person let in where these lists are all there is?
fn listed(case: &Value, chip: bool, lists: Vec<String>) -> bool {
    let funding = if chip { "chip" } else { "medicaid" };
    let rules = Rules::maine()
        .only(&format!("code = \"any\"\nfunding = \"{funding}\"\npercent = 133"))
        .program_lists(lists);
    let since = if yes(case, "Five Year Bar Met") { "2015-01-01" } else { "2020-01-01" };
    let immigration = if yes(case, "US Citizen Indicator") {
        json!({"status": "citizen"})
    } else if !yes(case, "Lawful Presence Attested") {
        json!({"status": "undocumented"})
    } else if case["inputs"]["Immigration Status"] == "01" {
        json!({"status": "lawful_permanent_resident", "since": since})
    } else {
        json!({"status": "other_lawfully_present"})
    };
    let changes = json!({"date_of_birth": born(&case["inputs"]["Applicant Age"]), "immigration": immigration,
        "pregnant": yes(case, "Applicant Pregnancy Category Indicator")});
    run(&rules.pack(), changes, 0).ma.eligible
}

pub fn immigration(case: &Value) -> Answer {
    if SPECIAL.iter().any(|input| yes(case, input)) {
        return Err(SPECIAL_STATUS);
    }
    let everyone = |chip: bool| {
        let mut lists = vec![list("statuses = [\"citizen\", \"national\"]"), qualified(case)];
        lists.extend(residing(case, chip));
        lists
    };
    let expected = &case["expected_outputs"];
    let mut pairs = Vec::new();
    for (output, chip, lists) in [
        ("Applicant Medicaid Citizen Or Immigrant Indicator", false, everyone(false)),
        ("Applicant CHIP Citizen Or Immigrant Indicator", true, everyone(true)),
        ("Applicant Medicaid CHIPRA 214 Indicator", false, residing(case, false)),
        ("Applicant CHIP CHIPRA 214 Indicator", true, residing(case, true)),
        ("Applicant Five Year Bar Indicator", false, vec![qualified(case)]),
    ] {
        // Of the five years, no answer means that they were not looked at.
        let silent = output.contains("Five Year") && expected[output] == "X";
        if expected.get(output).is_some() && !silent {
            pairs.push(indicator(case, output, listed(case, chip, lists)));
        }
    }
    if pairs.is_empty() { Err(SPECIAL_STATUS) } else { Ok(pairs) }
}
