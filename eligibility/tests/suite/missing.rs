//! "Cannot decide, missing" (APP-7): what nobody said is named with whom it is about and who can say it.
use crate::common::{determined, household, person, published, wages};
use eligibility::{Determination, Program};
use serde_json::{Value, json};

fn document(people: Vec<Value>, changes: Value) -> Value {
    let result = determined(&household(people, changes));
    let document = serde_json::to_value(&result).unwrap();
    let schema: Value = serde_json::from_str(eligibility::OUTPUT_SCHEMA).unwrap();
    assert_eq!(eligibility::departure(&schema, &published(&result)), None);
    let mut written = Vec::new();
    result.write_json(&mut written, None);
    assert_eq!(serde_json::from_slice::<Value>(&written).unwrap(), document);
    assert_eq!(serde_json::from_slice::<Determination>(&written).unwrap(), result);
    document
}

/// Fact, about whom and who can say it, of one person alone.
fn missing(changes: Value, dollars: i64) -> Vec<[String; 3]> {
    let found = document(vec![person("p1", changes)], json!({"incomes": [wages("p1", dollars)]}));
    let one = &found["people"]["p1"];
    let list: Vec<[String; 3]> = one["missing"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|gap| ["fact", "about", "who"].map(|name| gap[name].as_str().unwrap().to_owned()))
        .collect();
    assert!(list.is_empty() || one["program"] == "refer", "{one}");
    list
}

fn fact(fact: &str, who: &str) -> Vec<[String; 3]> {
    vec![[fact, "p1", who].map(str::to_owned)]
}

#[test]
fn every_fact_that_a_result_waits_for_is_named() {
    let outside = json!({"tax": {"role": "dependent", "claimed_by": "outside_parent"}});
    assert_eq!(missing(outside, 10_000), fact("claimer_income", "claimer"));
    let undated = json!({"immigration": {"status": "lawful_permanent_resident"}});
    assert_eq!(missing(undated, 10_000), fact("immigration_since", "person"));
    let old = json!({"date_of_birth": "1960-01-01"});
    assert_eq!(missing(old, 30_000), fact("medicare", "social_security"));
    let offered = json!({"coverage": [{"kind": "employer_offer"}]});
    assert_eq!(missing(offered.clone(), 30_000), fact("employer_premium", "employer"));
    assert_eq!(missing(offered, 50_000), fact("employer_premium", "employer"));
}

#[test]
fn a_fact_that_changes_nothing_is_not_asked_for() {
    // Medical Assistance is given whatever an employer asks, and the credit ends below the highest income.
    let offered = json!({"coverage": [{"kind": "employer_offer"}]});
    assert!(missing(offered.clone(), 10_000).is_empty());
    assert!(missing(offered, 90_000).is_empty());
    let said = json!({"date_of_birth": "1960-01-01", "medicare": "premium_required"});
    assert!(missing(said, 30_000).is_empty());
    // Old and over every limit: the agency looks for other help, but no answer is missing.
    assert!(missing(json!({"date_of_birth": "1960-01-01"}), 90_000).is_empty());
}

#[test]
fn several_facts_are_named_together_each_once() {
    let both = json!({"date_of_birth": "1960-01-01", "coverage": [{"kind": "employer_offer"}],
        "tax": {"role": "dependent", "claimed_by": "outside_parent"}});
    let facts: Vec<String> = missing(both, 10_000).into_iter().map(|[fact, ..]| fact).collect();
    assert_eq!(facts, ["claimer_income", "medicare"]);
    let both = json!({"date_of_birth": "1960-01-01", "coverage": [{"kind": "employer_offer"}]});
    let facts: Vec<String> = missing(both, 50_000).into_iter().map(|[fact, ..]| fact).collect();
    assert_eq!(facts, ["medicare", "employer_premium"]);
}

#[test]
fn the_premium_of_the_family_is_about_the_one_who_has_the_offer() {
    let tax = json!({"role": "filer", "filing_status": "married_joint"});
    // Until 2022 the family was tested by the employee's own premium, which nobody said.
    let offer = json!([{"kind": "employer_offer", "family_monthly_cents": 90_000}]);
    let people =
        vec![person("p1", json!({"tax": tax, "coverage": offer})), person("p2", json!({"tax": tax}))];
    let found = document(
        people,
        json!({"application_date": "2022-03-01", "coverage_year": 2022, "incomes": [wages("p1", 60_000)],
            "relationships": [{"from": "p1", "kind": "spouse", "to": "p2"}]}),
    );
    for id in ["p1", "p2"] {
        assert_eq!(found["people"][id]["missing"][0]["about"], "p1", "{id}");
    }
}

#[test]
fn without_a_missing_fact_the_list_is_left_out_and_documents_from_before_it_can_be_read() {
    let found = document(vec![person("p1", json!({}))], json!({}));
    assert_eq!(found["people"]["p1"].get("missing"), None);
    let read: Determination = serde_json::from_value(found).unwrap();
    assert_eq!((read.people["p1"].program, read.people["p1"].missing.len()), (Program::Ma, 0));
}

#[test]
fn whoever_writes_for_people_says_each_reason_and_each_missing_fact() {
    let claimed = person("p1", json!({"tax": {"role": "dependent", "claimed_by": "outside_other"}}));
    let result = determined(&household(vec![claimed], json!({"incomes": [wages("p1", 30_000)]})));
    let document = published(&result);
    let found = &document["people"]["p1"];
    assert_eq!(found["missing"][0]["plain"], "claimer_income");
    let said = |reason: &Value| reason["plain"] == format!("Why {}.", reason["rule"]);
    let reasons = found["reasons"].as_array().unwrap();
    assert!(!reasons.is_empty() && reasons.iter().all(said), "{reasons:?}");
    // Data alone has no words, and what has them is read as the same data.
    assert!(!serde_json::to_string(&result).unwrap().contains("plain"));
    assert_eq!(serde_json::from_value::<Determination>(document).unwrap(), result);
}
