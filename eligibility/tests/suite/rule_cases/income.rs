//! Limits: the case's guideline and percentages in a pack whose only group is the case's.
use super::rules::{Rules, with_unborn_child};
use super::{Answer, basis, first, household, indicator, run, whole, yes};
use crate::common::person;
use eligibility::{Funding, PersonResult};
use serde_json::{Value, json};

/// Their guideline for one person and for each further one.
fn guideline(case: &Value) -> (i64, i64) {
    let year = &case["configs"]["FPL"][case["inputs"]["Application Year"].to_string()];
    if let Some(by_size) = year["FPL By Household Size"].as_array() {
        let (one, two, three) = (whole(&by_size[0]), whole(&by_size[1]), whole(&by_size[2]));
        assert_eq!(three - two, two - one, "the steps are alike up to the size that the case looks at");
        return (one, two - one);
    }
    (whole(&year["Base FPL"]), whole(&year["FPL Per Person"]))
}

/// The household's result with the groups of one program alone, at the case's percentages.
fn result(case: &Value, program: &str) -> PersonResult {
    let (funding, thresholds) =
        (program.to_lowercase(), case["configs"][format!("{program} Thresholds")].as_object().unwrap());
    assert_eq!(thresholds.len(), 1, "one group in each program");
    let (category, threshold) = thresholds.iter().next().unwrap();
    let percent = whole(&threshold["threshold"]);
    let group = match category.as_str() {
        "Adult Group Category" => "code = \"adult\"\nmin_age = 19\nunder_age = 65\nno_medicare = true",
        "Pregnancy Category" => "code = \"pregnant\"\npregnant = true",
        other => panic!("unknown group {other}"),
    };
    let (first_person, further) = guideline(case);
    let pack = Rules::maine()
        .only(&format!("{group}\nfunding = \"{funding}\"\npercent = {percent}"))
        .guideline(first_person, further)
        .pack();
    let inputs = &case["inputs"];
    let pregnant = yes(case, "Applicant Pregnancy Category Indicator");
    // Outside the adult group at 20: with Medicare.
    let medicare = if yes(case, "Applicant Adult Group Category Indicator") { "none" } else { "part_a" };
    let born = super::born(&inputs["Applicant Age"]);
    let mut people =
        vec![person("p1", json!({"date_of_birth": born, "pregnant": pregnant, "medicare": medicare}))];
    let size = inputs["Medicaid Household"]["$expr"].as_str().unwrap().trim_end_matches(')');
    let size: usize = size.rsplit(' ').next().unwrap().parse().unwrap();
    // An expected child is one of the household; the others are dependents.
    for number in people.len() + usize::from(pregnant)..size {
        let claimed =
            json!({"date_of_birth": "2011-01-01", "tax": {"role": "dependent", "claimed_by": "p1"}});
        people.push(person(&format!("d{number}"), claimed));
    }
    let income = json!([{"person": "p1", "kind": "interest", "frequency": "yearly",
        "amount_cents": whole(&inputs["Calculated Income"]) * 100}]);
    let result = first(&pack, &household(people, json!([]), income));
    assert_eq!(usize::try_from(result.ma.size), Ok(size));
    result
}

/// The percentage of the group without the disregard of five points.
fn threshold(result: &PersonResult) -> f64 {
    let facts = serde_json::to_value(result).unwrap()["reasons"][0]["facts"].clone();
    facts["limit_percent"].as_f64().unwrap() - 5.0
}

/// The limit of the year in dollars, at which theirs must be once it is cut to a cent of a month.
fn same_limit(theirs: f64, result: &PersonResult) -> (String, String) {
    let a_month = (theirs * 100.0 / 12.0).floor();
    (format!("{a_month} a month"), format!("{} a month", result.ma.limit_cents.unwrap()))
}

pub fn income(case: &Value) -> Answer {
    let expected = &case["expected_outputs"];
    let mut pairs = Vec::new();
    for program in ["Medicaid", "CHIP"] {
        let result = result(case, program);
        if let Some(theirs) = expected.get(format!("Percentage for {program} Category Used")) {
            let theirs = theirs["threshold"].as_f64().unwrap();
            pairs.push((format!("{theirs} percent"), format!("{} percent", threshold(&result))));
        }
        if let Some(theirs) = expected.get(format!("FPL * Percentage {program}")) {
            pairs.push(same_limit(theirs.as_f64().unwrap(), &result));
        }
        if let Some(theirs) = expected.get(format!("Category Used to Calculate {program} Income")) {
            let ours = match basis(&result) {
                "adult" => "Adult Group Category",
                "pregnant" => "Pregnancy Category",
                other => other,
            };
            pairs.push((theirs.as_str().unwrap().to_owned(), ours.to_owned()));
        }
        if let Some(theirs) = expected.get("Calculated Income as Percentage of FPL") {
            let percent = serde_json::to_value(&result).unwrap()["ma"]["percent"].as_f64().unwrap();
            pairs.push((format!("{theirs} percent"), format!("{} percent", percent.floor())));
        }
        let sign = format!("Applicant Income {program} Eligible Indicator");
        if expected.get(&sign).is_some() {
            pairs.push(indicator(case, &sign, result.ma.eligible));
        }
    }
    Ok(pairs)
}

/// Their figures are a guideline of ten dollars; a pack's has four digits at least, so all are taken times a thousand.
pub fn unborn_child(case: &Value) -> Answer {
    const TIMES: i64 = 1_000;
    let inputs = &case["inputs"];
    let percent = whole(&case["configs"]["Percent FPL Unborn Child"]);
    // For a mother and the child she expects together.
    let pack = with_unborn_child(Rules::maine(), Some(percent))
        .guideline(whole(&inputs["FPL"]) * TIMES - 100, 100)
        .pack();
    // Without a status she has no other way in: both other programs say no.
    let mother = json!({"pregnant": yes(case, "Applicant Pregnant Indicator"), "immigration": {"status": "undocumented"}});
    let result = run(&pack, mother, whole(&inputs["Calculated Income"]) * TIMES);
    assert_eq!((result.ma.size, basis(&result)), (2, "unborn_child"));
    let given = result.ma.eligible && result.ma.funding == Funding::Chip;
    let mut pairs = vec![indicator(case, "Applicant Unborn Child Indicator", given)];
    if let Some(theirs) = case["expected_outputs"].get("Percentage for CHIP Category Used") {
        pairs.push((
            format!("{:.1} percent", theirs.as_f64().unwrap()),
            format!("{:.1} percent", threshold(&result)),
        ));
    }
    if let Some(product) = case["expected_outputs"]["FPL * Percentage CHIP"]["$expr"].as_str() {
        let factors = product.trim_matches(['(', ')']).split(" * ");
        let theirs: f64 = factors.map(|factor| factor.parse::<f64>().unwrap()).product();
        pairs.push(same_limit(theirs * 1_000.0, &result));
    }
    Ok(pairs)
}
