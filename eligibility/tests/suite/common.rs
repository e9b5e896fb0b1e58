//! What several test files share: reading the public cases where they lie, building households in few lines.
use eligibility::{
    Determination, Household, MissingFact, Reason, RulePack, Sentences, determine, parse_household,
};
use serde_json::{Value, json};
use std::{borrow::Cow, path::PathBuf};

/// The text of a file of another project, which lies beside this one and is never copied in; a clear message and `None`
/// when it is absent, a failure when `ASSENT_REQUIRE_ALL=1` is set.
pub fn public_cases(name: &str) -> Option<String> {
    let path = format!("shared/data/eligibility/public_cases/{name}");
    match std::fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(&path)) {
        Ok(text) => Some(text),
        Err(_) if std::env::var("ASSENT_REQUIRE_ALL").is_ok_and(|value| value == "1") => {
            panic!("{path} is absent, and ASSENT_REQUIRE_ALL=1 asks for it")
        }
        Err(_) => {
            eprintln!("skipped: {path} is absent");
            None
        }
    }
}

/// A person of 40, a citizen who files alone and asks for coverage; `changes` replaces members.
pub fn person(id: &str, changes: Value) -> Value {
    let mut person = json!({
        "id": id, "date_of_birth": "1986-01-01", "applying": true, "immigration": {"status": "citizen"},
        "tax": {"role": "filer", "filing_status": "single"}
    });
    merge(&mut person, changes);
    person
}

/// A household of these people in Hennepin County; `changes` replaces members.
pub fn household(people: Vec<Value>, changes: Value) -> Value {
    let mut household = json!({
        "id": "test", "application_date": "2026-08-03", "coverage_year": 2026, "county_fips": "27053",
        "people": people
    });
    merge(&mut household, changes);
    household
}

/// Wages of a year in dollars.
pub fn wages(person: &str, dollars: i64) -> Value {
    json!({"person": person, "kind": "wages", "amount_cents": dollars * 100, "frequency": "yearly"})
}

fn merge(target: &mut Value, changes: Value) {
    if let (Value::Object(target), Value::Object(changes)) = (target, changes) {
        for (name, value) in changes {
            target.insert(name, value);
        }
    }
}

/// Parses; the household must be right.
pub fn parsed(value: &Value) -> Household {
    parse_household(value.to_string()).unwrap_or_else(|error| panic!("{error}\n{value:#}"))
}

/// Determines with the embedded pack; the household must be right.
pub fn determined(value: &Value) -> Determination {
    determine(RulePack::minnesota(), &parsed(value)).unwrap_or_else(|error| panic!("{error}\n{value:#}"))
}

/// Stands where sentences stand, for the crate knows none.
struct Placeholder;

impl Sentences for Placeholder {
    fn reason(&self, reason: &Reason) -> Cow<'static, str> {
        Cow::Owned(format!("Why \"{}\".", reason.rule.code()))
    }

    fn missing(&self, fact: MissingFact) -> Cow<'static, str> {
        Cow::Borrowed(fact.word())
    }
}

/// The document as the command publishes it, with sentences.
pub fn published(result: &Determination) -> Value {
    let mut written = Vec::new();
    result.write_json(&mut written, Some(&Placeholder));
    serde_json::from_slice(&written).unwrap()
}
