//! Bad input, made from the published schema: whatever it says of a member is broken once, and the error names the member's
//! path. A member that the schema gets is in the test from that day on.
use eligibility::{InputError, RulePack, determine, parse_household};
use serde_json::{Value, json};

/// A household with something in every member.
fn full() -> Value {
    serde_json::from_str(include_str!("../../fuzz/seeds/every_member.json")).unwrap()
}

/// A schema, and the place in the full household that it describes.
struct Place<'s> {
    schema: &'s Value,
    pointer: String,
    path: String,
}

impl Place<'_> {
    fn accepts(&self, kind: &str) -> bool {
        match &self.schema["type"] {
            Value::String(one) => one == kind,
            Value::Array(kinds) => kinds.iter().any(|one| one == kind),
            _ => panic!("{} has no type", self.path),
        }
    }

    /// The full household with another value here.
    fn with(&self, new: Value) -> Value {
        let mut document = full();
        *document.pointer_mut(&self.pointer).unwrap() = new;
        document
    }

    fn value(&self) -> Value {
        full()
            .pointer(&self.pointer)
            .unwrap_or_else(|| panic!("{} is not in the household", self.path))
            .clone()
    }
}

/// Every place that the schema describes, from the root down; of a list its first entry.
fn places<'s>(root: &'s Value, schema: &'s Value, pointer: &str, path: &str, found: &mut Vec<Place<'s>>) {
    let schema = match schema["$ref"].as_str() {
        Some(name) => &root["$defs"][name.strip_prefix("#/$defs/").unwrap()],
        None => schema,
    };
    found.push(Place { schema, pointer: pointer.to_owned(), path: path.to_owned() });
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        places(root, member, &format!("{pointer}/{name}"), &below(name), found);
    }
    if schema["additionalProperties"].is_object() {
        places(root, &schema["additionalProperties"], &format!("{pointer}/p1"), &below("p1"), found);
    }
    if schema["items"].is_object() {
        places(root, &schema["items"], &format!("{pointer}/0"), &format!("{path}[0]"), found);
    }
}

fn for_every_place(mut test: impl FnMut(&Place<'_>)) {
    let root: Value = serde_json::from_str(eligibility::INPUT_SCHEMA).unwrap();
    let mut found = Vec::new();
    places(&root, &root, "", "", &mut found);
    assert!(found.len() >= 64, "{} places", found.len());
    found.iter().for_each(|place| {
        place.value();
        test(place);
    });
}

fn refused(document: &Value) -> InputError {
    match parse_household(document.to_string()) {
        Err(error) => error,
        Ok(household) => determine(RulePack::minnesota(), &household).expect_err("must be refused"),
    }
}

fn assert_named(place: &Place<'_>, new: Value) {
    let error = refused(&place.with(new));
    let path = if place.path.is_empty() { "$" } else { &place.path };
    assert_eq!(error.path, path, "{error}");
    assert!(!error.reason.is_empty());
}

#[test]
fn every_member_of_any_wrong_type_names_its_path() {
    let mut tried = 0;
    for_every_place(|place| {
        for (kind, sample) in [
            ("object", json!({"wrong": 1})),
            ("array", json!([[]])),
            ("string", json!("wrong")),
            ("boolean", json!(true)),
            ("integer", json!(1)),
            ("integer", json!(1.5)),
            ("integer", json!(1e300)),
            ("null", json!(null)),
        ] {
            if !place.accepts(kind) || sample.is_f64() {
                assert_named(place, sample);
                tried += 1;
            }
        }
    });
    assert!(tried > 400, "{tried}");
}

#[test]
fn every_needed_member_that_is_missing_names_its_path_and_every_other_may_be_left_out() {
    let (mut needed, mut optional) = (0, 0);
    for_every_place(|place| {
        let required: Vec<&str> =
            place.schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for (name, _) in place.schema["properties"].as_object().into_iter().flatten() {
            let mut document = full();
            document.pointer_mut(&place.pointer).unwrap().as_object_mut().unwrap().remove(name).unwrap();
            let path = if place.path.is_empty() { name.clone() } else { format!("{}.{name}", place.path) };
            if required.contains(&name.as_str()) {
                assert_eq!(refused(&document), InputError::new(path, "missing"));
                needed += 1;
                continue;
            }
            optional += 1;
            let result = parse_household(document.to_string())
                .and_then(|household| determine(RulePack::minnesota(), &household));
            let Err(error) = result else { continue };
            // Who is not pregnant expects no children; without relationships nobody has a spouse to file with.
            let apart = [
                ("pregnant", "people[0].expected_children"),
                ("relationships", "people[0].tax.filing_status"),
            ];
            assert!(apart.contains(&(name.as_str(), error.path.as_str())), "{name}: {error}");
        }
    });
    assert!(needed >= 20 && optional >= 30, "{needed} {optional}");
}

#[test]
fn every_member_out_of_range_names_its_path() {
    let mut tried = 0;
    let mut break_it = |place: &Place<'_>, new: Value| {
        assert_named(place, new);
        tried += 1;
    };
    for_every_place(|place| {
        let schema = place.schema;
        let below = schema["minimum"].as_i64().map(|low| low - 1);
        let above = schema["maximum"].as_i64().map(|high| high + 1);
        for outside in below.into_iter().chain(above) {
            break_it(place, json!(outside));
        }
        if place.accepts("integer") {
            break_it(place, json!(i64::MAX));
            break_it(place, json!(u64::MAX));
            break_it(place, json!(i64::MIN));
        }
        if schema["enum"].is_array() {
            break_it(place, json!("martian"));
            break_it(place, json!(""));
        }
        if schema["format"] == "date" {
            for text in ["2026-02-30", "2026-2-3", "", "2026-11-03T00:00:00", "03/11/2026"] {
                break_it(place, json!(text));
            }
        }
        if schema["pattern"].is_string() {
            for text in ["2705", "270533", "2705a", "", "２7053"] {
                break_it(place, json!(text));
            }
        }
        if schema["minLength"] == 1 {
            break_it(place, json!(""));
        }
        let first = || place.value()[0].clone();
        if let Some(low) = schema["minItems"].as_u64() {
            break_it(place, json!(vec![first(); low as usize - 1]));
        }
        if let Some(high) = schema["maxItems"].as_u64() {
            break_it(place, json!(vec![first(); high as usize + 1]));
        }
    });
    assert!(tried > 100, "{tried}");
}

#[test]
fn every_object_refuses_a_member_that_it_does_not_know() {
    let mut objects = 0;
    for_every_place(|place| {
        if !place.accepts("object") || place.schema["additionalProperties"].is_object() {
            return;
        }
        objects += 1;
        assert_eq!(place.schema["additionalProperties"], json!(false), "{}", place.path);
        let mut value = place.value();
        value["shoe_size"] = json!(38);
        let path =
            if place.path.is_empty() { "shoe_size".to_owned() } else { format!("{}.shoe_size", place.path) };
        assert_eq!(refused(&place.with(value)), InputError::new(path, "unknown member"));
    });
    assert_eq!(objects, 11);
}
