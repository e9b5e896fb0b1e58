//! A list where an object belongs, or an object where a word belongs: the reader of the types would guess; the schema does not.
use eligibility::parse_household;
use serde_json::{Value, json};

/// A household with something in every member.
fn full() -> Value {
    serde_json::from_str(include_str!("../../fuzz/seeds/every_member.json")).unwrap()
}

/// Every place of a document: its pointer, and its path as the errors write it.
fn places(value: &Value, pointer: &str, path: &str, found: &mut Vec<(String, String)>) {
    found.push((pointer.to_owned(), if path.is_empty() { "$".to_owned() } else { path.to_owned() }));
    match value {
        Value::Object(members) => members.iter().for_each(|(name, member)| {
            let below = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            places(member, &format!("{pointer}/{name}"), &below, found);
        }),
        Value::Array(items) => items.iter().enumerate().for_each(|(place, item)| {
            places(item, &format!("{pointer}/{place}"), &format!("{path}[{place}]"), found);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The error after one place has been given another shape, for every place that has a shape to give.
fn each(reshape: impl Fn(&Value) -> Option<Value>, reasons: &[&str]) -> usize {
    let (whole, mut found) = (full(), Vec::new());
    places(&whole, "", "", &mut found);
    let mut reshaped = 0;
    for (pointer, path) in found {
        let mut document = whole.clone();
        let place = document.pointer_mut(&pointer).unwrap();
        let Some(shape) = reshape(place) else { continue };
        *place = shape;
        let error = parse_household(document.to_string()).expect_err(&path);
        assert_eq!(error.path, path, "{error}");
        assert!(reasons.contains(&error.reason.as_str()), "{error}");
        reshaped += 1;
    }
    reshaped
}

#[test]
fn a_list_of_the_members_of_an_object_is_refused_where_it_stands() {
    let list = |value: &Value| Some(Value::Array(value.as_object()?.values().cloned().collect()));
    // The household, a person, immigration, tax, coverage, a relationship, income, deduction, figures twice, benchmark.
    assert!(each(list, &["must be an object"]) >= 11);
}

#[test]
fn a_list_in_the_order_of_the_members_is_refused_too() {
    for (pointer, path, list) in [
        ("/people/0/tax", "people[0].tax", json!(["filer", null, null, null])),
        ("/people/0/immigration", "people[0].immigration", json!(["citizen", null])),
        ("/relationships/0", "relationships[0]", json!(["p1", "spouse", "p2"])),
        ("/incomes/0", "incomes[0]", json!(["p1", "wages", 1, "monthly", null, null])),
        ("/benchmark", "benchmark", json!([{"p1": 1}])),
    ] {
        let mut document = full();
        *document.pointer_mut(pointer).unwrap() = list;
        let error = parse_household(document.to_string()).unwrap_err();
        assert_eq!((error.path.as_str(), error.reason.as_str()), (path, "must be an object"));
    }
    let whole = json!(["id", "2026-11-03", 2027, null, full()["people"], [], [], [], [], {}, null]);
    assert_eq!(parse_household(whole.to_string()).unwrap_err().to_string(), "$: must be an object");
}

#[test]
fn an_object_in_place_of_a_word_is_refused_where_it_stands() {
    let word = |value: &Value| Some(json!({ value.as_str()?: null }));
    assert!(each(word, &["must be a text", "not a date"]) > 20);
}

#[test]
fn words_may_still_be_written_with_escapes_and_nothing_may_follow_the_household() {
    let text = full().to_string();
    let escaped = text.replace("\"citizen\"", "\"c\\u0069tizen\"");
    assert_ne!(text, escaped);
    assert_eq!(parse_household(&escaped), parse_household(&text));
    assert!(parse_household(format!("{text} \n")).is_ok());
    let error = parse_household(format!("{text} {{}}")).unwrap_err();
    assert_eq!(error.path, "$");
    assert!(error.reason.contains("trailing characters"), "{error}");
}
