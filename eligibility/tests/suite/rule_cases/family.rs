//! Who is a caretaker: with a pack whose only group is that of caretakers, having a basis says it.
use super::rules::Rules;
use super::{
    Answer, DEPRIVATION, NO_EXPECTATION, OTHER_ADULTS, basis, born, first, household, indicator, option,
    whole, yes,
};
use crate::common::person;
use eligibility::RulePack;
use serde_json::{Value, json};

fn tie(from: &str, kind: &str, to: &str) -> Value {
    json!({"from": from, "kind": kind, "to": to})
}

fn aged(id: &str, age: &Value, student: bool) -> Value {
    let files_nothing = json!({"role": "non_filer"});
    person(id, json!({"date_of_birth": born(age), "full_time_student": student, "tax": files_nothing}))
}

/// Caretakers of children to the ages of the case's configuration.
fn rules(case: &Value) -> Rules {
    let age = whole(&case["configs"]["Dependent Age Threshold"]);
    let mut lines = format!("caretaker_child_age = {age}\n");
    if option(case, "Option Dependent Student") {
        // Their option takes students of the threshold itself.
        lines += &format!("caretaker_student_age = {}\n", age + 1);
    }
    Rules::maine().only_caretakers().program_line("caretaker_child_age = 19\n", &lines)
}

fn is_caretaker(pack: &RulePack, people: Vec<Value>, ties: Vec<Value>) -> bool {
    basis(&first(pack, &household(people, json!(ties), json!([])))) == "parent"
}

/// The caretaker, the child, and the child's parents as far as they are at home.
fn lives_with(case: &Value, pack: &RulePack) -> bool {
    let inputs = &case["inputs"];
    let home = inputs["Physical Household"]["$expr"].as_str().unwrap();
    let parents: Vec<&str> =
        ["@parent", "@parent_2"].into_iter().filter(|one| home.contains(&format!("{one},"))).collect();
    assert!(!parents.is_empty() && home.contains("@child"), "{home}");
    let student = yes(case, "Student Indicator");
    let mut people =
        vec![aged("p1", &inputs["Caretaker Age"], false), aged("child", &inputs["Child Age"], student)];
    let mut ties = Vec::new();
    let is_parent = inputs["Relationship Type"] == ":parent";
    for parent in &parents {
        // A caretaker who is a parent is the first of them.
        let id = if is_parent && *parent == "@parent" { "p1" } else { parent };
        if id != "p1" {
            people.push(aged(id, &json!(40), false));
        }
        ties.push(tie(id, "parent", "child"));
    }
    if !is_parent {
        ties.push(tie("p1", "unrelated", "child"));
    }
    is_caretaker(pack, people, ties)
}

pub fn qualified_child(case: &Value) -> Answer {
    let configs = &case["configs"];
    let deprivation = "Child of Caretaker Deprived Child Indicator";
    let retained = option(case, "Deprivation Requirement Retained");
    if case["expected_outputs"].get(deprivation).is_some() {
        // Not required: the answer is no answer, and a parent at home is no reason against.
        let ours = if !retained && lives_with(case, &rules(case).pack()) { "X" } else { "N" };
        let theirs = case["expected_outputs"][deprivation].as_str().unwrap();
        return if retained { Err(DEPRIVATION) } else { Ok(vec![(theirs.to_owned(), ours.to_owned())]) };
    }
    let age = "Child of Caretaker Dependent Age Indicator";
    if case["expected_outputs"].get(age).is_some() {
        return Ok(vec![indicator(case, age, lives_with(case, &rules(case).pack()))]);
    }
    let kind = case["inputs"]["Relationship Type"].as_str().unwrap();
    let any_adult = configs["Option Caretaker Relative Relationship"] == "04";
    let partner =
        kind == ":parents_domestic_partner" && configs["Option Caretaker Relative Relationship"] != "00";
    if any_adult || partner || kind == ":former_spouse" {
        return Err(OTHER_ADULTS);
    }
    let ours = lives_with(case, &rules(case).pack());
    Ok(vec![indicator(case, "Child of Caretaker Relationship Indicator", ours)])
}

/// Ages of the children that the cases only name, as the fixture beside them has them (same repository and path).
fn age_of(child: &str) -> i64 {
    match child {
        "@child" | "@child_2a" | "@child_2b" | "@child_3a" | "@child_5a" | "@child_5b" | "@child_6a"
        | "@child_6b" => 6,
        "@child_3b" | "@child_4b" => 20,
        "@child_4a" => 26,
        other => panic!("{other} has no age"),
    }
}

pub fn parent_caretaker(case: &Value) -> Answer {
    let pack = rules(case).pack();
    let parent = aged("p1", &case["inputs"]["Applicant Age"], false);
    let mut children = Vec::new();
    for relationship in case["inputs"]["Applicant Relationships"].as_array().unwrap() {
        let parts = relationship["$expr"].as_str().unwrap().strip_prefix("Relationship.new(").unwrap();
        let (name, rest) = parts.split_once(", ").unwrap();
        match rest.split_once(',').unwrap().0 {
            ":self" => {}
            ":child" => children.push((name, "child")),
            ":stepchild" => children.push((name, "stepchild")),
            ":other" => children.push((name, "unrelated")),
            other => panic!("unknown relationship {other}"),
        }
    }
    let with = |children: &[(&str, &str)]| {
        let mut people = vec![parent.clone()];
        people.extend(children.iter().map(|(name, _)| aged(name, &json!(age_of(name)), false)));
        is_caretaker(&pack, people, children.iter().map(|(name, kind)| tie(name, kind, "p1")).collect())
    };
    // A child qualifies when it alone makes the parent a caretaker.
    let numbered = children.len() > 1;
    let qualified: Vec<String> = (1..)
        .zip(&children)
        .filter(|(_, child)| with(&[**child]))
        .map(|(number, _)| if numbered { format!("Child {number}") } else { "Child".to_owned() })
        .collect();
    let list = &case["expected_outputs"]["Qualified Children List"];
    Ok(vec![
        indicator(case, "Applicant Parent Caretaker Category Indicator", with(&children)),
        (list.to_string(), json!(qualified).to_string()),
    ])
}

/// A person, the spouse who is a caretaker, and the spouse's grandchild.
pub fn caretakers_spouse(case: &Value) -> Answer {
    let sign = "Applicant Parent Caretaker Category Indicator";
    // Their rule leaves the sign alone there, so the case says nothing of who is a caretaker.
    if case["expected_outputs"].get(sign).is_none() {
        return Err(NO_EXPECTATION);
    }
    let inputs = &case["inputs"];
    let has = |part: &str, words: &str| inputs[part].to_string().contains(words);
    assert!(has("Applicant Relationships", "Relationship.new(@spouse, :spouse") && !yes(case, sign));
    assert!(has("Physical Household", "[@person,@spouse]"));
    let people =
        vec![aged("p1", &json!(40), false), aged("p2", &json!(40), false), aged("child", &json!(6), false)];
    let ties = vec![tie("p2", "spouse", "p1"), tie("p2", "grandparent", "child")];
    let pack = Rules::maine().only_caretakers().pack();
    Ok(vec![indicator(case, sign, is_caretaker(&pack, people, ties))])
}

#[test]
fn the_spouse_of_a_caretaker_is_one_too_when_both_live_together_whether_or_not_the_caretaker_applies() {
    // The federal model has these households without an expectation; 42 CFR 435.4 has the answer.
    let pack = Rules::maine().only_caretakers().pack();
    let found = |applies: bool, kind: &str, of_child: Option<&str>, apart: bool| {
        let mut spouse = aged("p2", &json!(40), false);
        spouse["applying"] = json!(applies);
        let mut ties = vec![tie("p2", kind, "p1")];
        ties.extend(of_child.map(|relative| tie(relative, "grandparent", "child")));
        let people = vec![aged("p1", &json!(40), false), spouse, aged("child", &json!(6), false)];
        let mut input = household(people, json!(ties), json!([]));
        if apart {
            input["living_apart"] = json!([["p1", "p2"], ["p1", "child"]]);
        }
        basis(&first(&pack, &input)) == "parent"
    };
    assert!(found(true, "spouse", Some("p2"), false));
    assert!(found(false, "spouse", Some("p2"), false));
    assert!(found(true, "spouse", Some("p1"), false));
    assert!(!found(true, "spouse", None, false));
    assert!(!found(true, "sibling", Some("p2"), false));
    assert!(!found(true, "spouse", Some("p2"), true));
}
