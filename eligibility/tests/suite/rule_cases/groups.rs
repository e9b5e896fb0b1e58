//! Who belongs to a group, and what follows: cases whose inputs are signs of one person.
use super::rules::{Rules, with_unborn_child};
use super::{
    Answer, CARE_ELSEWHERE, EARLIER_DENIAL, EMERGENCY, IN_CARE_AT_18, LONG_TERM_CARE, STUDENT_RESIDENT,
    WAITING, basis, born, first, household, indicator, option, run, whole, yes,
};
use crate::common::person;
use eligibility::{Funding, PersonResult, Rule, RulePack};
use serde_json::{Value, json};

/// 200 percent of the guideline of 2021: over Medicaid of Maine's children and adults, within children's insurance.
const WITHIN_CHIP: i64 = 25_760;
/// 300 percent: over both.
const OVER_ALL: i64 = 38_640;

fn status(citizen_or_immigrant: bool) -> Value {
    json!({"status": if citizen_or_immigrant { "citizen" } else { "undocumented" }})
}

fn insurance(insured: bool) -> Value {
    if insured { json!([{"kind": "individual_market"}]) } else { json!([]) }
}

fn in_chip(result: &PersonResult) -> bool {
    result.ma.eligible && result.ma.funding == Funding::Chip
}

/// A parent with these signs, who files nothing, and the child who lives there.
fn parent_and_child(pack: &RulePack, changes: Value, applies: bool, insured: bool) -> PersonResult {
    let child = json!({"date_of_birth": "2015-01-01", "applying": applies, "coverage": insurance(insured)});
    let ties = json!([{"from": "p1", "kind": "parent", "to": "child"}]);
    first(pack, &household(vec![person("p1", changes), person("child", child)], ties, json!([])))
}

pub fn adult_group(case: &Value) -> Answer {
    let rules = Rules::maine();
    let rules = if option(case, "Option Adult Group") { rules } else { rules.without("adult") };
    let changes = json!({
        "date_of_birth": born(&case["inputs"]["Applicant Age"]),
        "medicare": if yes(case, "Medicare Entitlement Indicator") { "part_a" } else { "none" },
        "pregnant": yes(case, "Applicant Pregnancy Category Indicator")
    });
    let covered = yes(case, "Applicant Dependent Child Covered Indicator");
    let result = parent_and_child(&rules.pack(), changes, false, covered);
    let ours = result.ma.eligible && basis(&result) == "adult";
    Ok(vec![indicator(case, "Applicant Adult Group Category Indicator", ours)])
}

/// A child is covered who applies or has insurance; without a child there is nothing to ask. With us that opens the
/// adult group, whose limit is above that of parents.
pub fn child_covered(case: &Value) -> Answer {
    let inputs = &case["inputs"];
    let theirs = case["expected_outputs"]["Applicant Dependent Child Covered Indicator"].as_str().unwrap();
    let pack = Rules::maine().pack();
    let result = if inputs["Qualified Children List"] == json!([]) {
        run(&pack, json!({}), 0)
    } else {
        assert_eq!(inputs["Qualified Children List"], json!([{"Person ID": "Billy"}]));
        let insured = "Person.new(\"Billy\", {\"Has Insurance\" => \"Y\"}";
        let in_list = |list: &str, text: &str| {
            inputs[list].as_array().unwrap().iter().any(|one| one["$expr"].as_str().unwrap().contains(text))
        };
        let applies = in_list("Applicant List", "Person.new(\"Billy\"");
        parent_and_child(&pack, json!({}), applies, in_list("Person List", insured))
    };
    assert!(result.ma.eligible, "as a parent at least");
    let open = |open: bool| if open { "open" } else { "closed" }.to_owned();
    Ok(vec![(open(theirs != "N"), open(basis(&result) == "adult"))])
}

pub fn child(case: &Value) -> Answer {
    let (child, young) = (
        whole(&case["configs"]["Child Age Threshold"]),
        whole(&case["configs"]["Young Adult Age Threshold"]),
    );
    let rules = Rules::maine().group_line("child", "under_age = 19", &format!("under_age = {child}"));
    let rules = if option(case, "Option Young Adults") {
        let ages = format!("min_age = {child}\nunder_age = {young}");
        rules.group_line("child_19_20", "min_age = 19\nunder_age = 21", &ages)
    } else {
        rules.without("child_19_20")
    };
    let result = run(&rules.pack(), json!({"date_of_birth": born(&case["inputs"]["Applicant Age"])}), 0);
    Ok(vec![indicator(case, "Applicant Child Category Indicator", basis(&result).starts_with("child"))])
}

pub fn pregnant(case: &Value) -> Answer {
    let ended = yes(case, "Applicant Post Partum Period Indicator").then_some("2021-05-20");
    let changes = json!({"pregnant": yes(case, "Applicant Pregnant Indicator"), "pregnancy_ended": ended});
    let result = run(&Rules::maine().pack(), changes, 0);
    Ok(vec![indicator(case, "Applicant Pregnancy Category Indicator", basis(&result) == "pregnant")])
}

pub fn former_foster_care(case: &Value) -> Answer {
    let inputs = &case["inputs"];
    let threshold = whole(&case["configs"]["Foster Care Age Threshold"]);
    if !yes(case, "Had Medicaid During Foster Care") || whole(&inputs["Age Left Foster Care"]) < threshold {
        return Err(IN_CARE_AT_18);
    }
    if inputs["State"] != inputs["Foster Care State"] {
        return Err(CARE_ELSEWHERE);
    }
    let changes = json!({
        "date_of_birth": born(&inputs["Applicant Age"]), "former_foster_care": yes(case, "Former Foster Care"),
        "state_resident": yes(case, "Medicaid Residency Indicator"),
        "immigration": status(yes(case, "Applicant Medicaid Citizen Or Immigrant Indicator"))
    });
    let result = run(&Rules::maine().pack(), changes, OVER_ALL);
    let former = result.ma.eligible && basis(&result) == "former_foster_care";
    let mut pairs = vec![indicator(case, "Applicant Former Foster Care Category Indicator", former)];
    if case["expected_outputs"].get("Applicant CHIP Prelim Indicator").is_some() {
        pairs.push(indicator(case, "Applicant Medicaid Prelim Indicator", result.ma.eligible));
        pairs.push(indicator(case, "Applicant CHIP Prelim Indicator", in_chip(&result)));
    }
    Ok(pairs)
}

/// A child with an income between Medicaid and children's insurance.
fn uninsured_child(case: &Value, pack: &RulePack) -> PersonResult {
    let changes = json!({"date_of_birth": born(&case["inputs"]["Applicant Age"]),
        "coverage": insurance(yes(case, "Has Insurance"))});
    run(pack, changes, WITHIN_CHIP)
}

pub fn targeted_children(case: &Value) -> Answer {
    let age =
        |end: &str| whole(&case["configs"][format!("CHIP Targeted Low Income Child Age {end} Threshold")]);
    let rules = if option(case, "CHIP Targeted Low Income Child Group") {
        let ages = format!("min_age = {}\nunder_age = {}", age("Low"), age("High"));
        Rules::maine().group_line("chip_child", "under_age = 19", &ages)
    } else {
        Rules::maine().without("chip_child")
    };
    let result = uninsured_child(case, &rules.pack());
    Ok(vec![indicator(case, "Applicant CHIP Targeted Low Income Child Indicator", in_chip(&result))])
}

pub fn optional_children(case: &Value) -> Answer {
    let name = "Optional Targeted Low Income Child";
    let age = |end: &str| whole(&case["configs"][format!("{name} Age {end} Threshold")]);
    let rules = Rules::maine().without("chip_child");
    let rules = if option(case, &format!("{name} Group")) {
        rules.with(&format!(
            "code = \"optional_child\"\nmin_age = {}\nunder_age = {}\nuninsured = true\npercent = 208",
            age("Low"),
            age("High")
        ))
    } else {
        rules
    };
    let result = uninsured_child(case, &rules.pack());
    let ours = result.ma.eligible && basis(&result) == "optional_child";
    Ok(vec![indicator(case, &format!("Applicant {name} Indicator"), ours)])
}

pub fn chip_eligibility(case: &Value) -> Answer {
    if case["inputs"].get("Previously Denied").is_some() {
        return Err(EARLIER_DENIAL);
    }
    let (child, unborn) =
        (yes(case, "Applicant CHIP Prelim Indicator"), yes(case, "Applicant Unborn Child Indicator"));
    let free = !yes(case, "Incarceration Status");
    // Only the waiting period and the parent's employer keep such a child out.
    if child && !unborn && !yes(case, "Applicant State Health Benefits CHIP Indicator") {
        return Err(WAITING);
    }
    let pack = with_unborn_child(Rules::maine(), Some(208)).pack();
    let prison = if free { "none" } else { "incarcerated" };
    // The first sign: a child without insurance, within the limit or over it. The second: the child of a mother
    // without a status, who is pregnant or not.
    let income = if child { WITHIN_CHIP } else { OVER_ALL };
    let one = run(&pack, json!({"date_of_birth": "2011-01-01", "incarceration": prison}), income);
    let mother = json!({"pregnant": unborn, "incarceration": prison, "immigration": status(false)});
    let other = run(&pack, mother, 0);
    let mut pairs = vec![indicator(case, "Applicant CHIP Indicator", in_chip(&one) || in_chip(&other))];
    if case["expected_outputs"].get("APTC Referral Indicator").is_some() {
        pairs.push(indicator(case, "APTC Referral Indicator", one.aptc.eligible));
    }
    Ok(pairs)
}

pub fn preliminary_chip(case: &Value) -> Answer {
    let changes = json!({
        "date_of_birth": "2011-01-01", "state_resident": yes(case, "Medicaid Residency Indicator"),
        "immigration": status(yes(case, "Applicant CHIP Citizen Or Immigrant Indicator")),
        "coverage": insurance(yes(case, "Has Insurance"))
    });
    let income = if yes(case, "Applicant Income CHIP Eligible Indicator") { WITHIN_CHIP } else { OVER_ALL };
    let result = run(&Rules::maine().pack(), changes, income);
    Ok(vec![indicator(case, "Applicant CHIP Prelim Indicator", in_chip(&result))])
}

fn adult(case: &Value, changes: Value, income_sign: &str) -> PersonResult {
    let mut changes = changes;
    changes["state_resident"] = json!(yes(case, "Medicaid Residency Indicator"));
    changes["immigration"] = status(yes(case, "Applicant Medicaid Citizen Or Immigrant Indicator"));
    run(&Rules::maine().pack(), changes, if yes(case, income_sign) { 0 } else { OVER_ALL })
}

pub fn preliminary_medicaid(case: &Value) -> Answer {
    let result = adult(case, json!({}), "Applicant Income Medicaid Eligible Indicator");
    Ok(vec![indicator(case, "Applicant Medicaid Prelim Indicator", result.ma.eligible)])
}

/// Their rule decides regular coverage first; only that part is ours.
pub fn emergency_medicaid(case: &Value) -> Answer {
    if case["expected_outputs"].get("Applicant Medicaid Indicator").is_none() {
        return Err(EMERGENCY);
    }
    let care = json!({"date_of_birth": "2000-01-01",
        "former_foster_care": yes(case, "Applicant Former Foster Care Category Indicator")});
    let result = adult(case, care, "Applicant Income Medicaid Eligible Indicator");
    Ok(vec![
        indicator(case, "Applicant Medicaid Indicator", result.ma.eligible),
        indicator(case, "APTC Referral Indicator", result.aptc.eligible),
    ])
}

pub fn medicaid_eligibility(case: &Value) -> Answer {
    if case["inputs"].get("Previously Denied").is_some() {
        return Err(EARLIER_DENIAL);
    }
    let income = if yes(case, "Applicant Medicaid Prelim Indicator") { 0 } else { OVER_ALL };
    let result = run(&Rules::maine().pack(), json!({}), income);
    Ok(vec![
        indicator(case, "Applicant Medicaid Indicator", result.ma.eligible),
        indicator(case, "APTC Referral Indicator", result.aptc.eligible),
    ])
}

/// Their rule asks nothing about income; ours speaks where income closed the way.
pub fn referral_type(case: &Value) -> Answer {
    if yes(case, "Applicant Attest Long Term Care") {
        return Err(LONG_TERM_CARE);
    }
    let changes = json!({
        "date_of_birth": born(&case["inputs"]["Applicant Age"]),
        "disabled_or_blind": yes(case, "Applicant Attest Blind or Disabled"),
        "medicare": if yes(case, "Medicare Entitlement Indicator") { "part_a" } else { "none" }
    });
    let income = |kind: &str, cents: i64| json!({"person": "p1", "kind": kind, "amount_cents": cents, "frequency": "yearly"});
    let mut incomes = vec![income("interest", OVER_ALL * 100)];
    if yes(case, "Receives SSI") {
        incomes.push(income("supplemental_security", 900_000));
    }
    let input = household(vec![person("p1", changes)], json!([]), json!(incomes));
    let result = first(&Rules::maine().pack(), &input);
    let referred = result.reasons.iter().any(|reason| reason.rule == Rule::MaAgency);
    Ok(vec![indicator(case, "Applicant Medicaid Non-MAGI Referral Indicator", referred)])
}

pub fn residency(case: &Value) -> Answer {
    if option(case, "Option Deny Residency to Temporary Resident Students") {
        return Err(STUDENT_RESIDENT);
    }
    let claimed = yes(case, "Claimed as Dependent by Person Not on Application");
    let tax = if claimed {
        json!({"role": "dependent", "claimed_by": "outside_other"})
    } else {
        json!({"role": "filer"})
    };
    let changes = json!({"date_of_birth": "2001-01-01", "state_resident": yes(case, "Lives In State"),
        "full_time_student": yes(case, "Student Indicator"), "tax": tax});
    let result = run(&Rules::maine().pack(), changes, 0);
    assert_eq!(result.ma.eligible, result.reasons[0].rule != Rule::MaResidency, "nothing else may stop it");
    Ok(vec![indicator(case, "Medicaid Residency Indicator", result.ma.eligible)])
}
