//! Bad input: every member missing, of the wrong type, out of range, or at odds with another names its JSON path and why.
use crate::common::{household, person, wages};
use eligibility::{InputError, RulePack, determine, parse_household};
use serde_json::{Value, json};

/// A household with something in every member.
fn full() -> Value {
    let child = json!({
        "date_of_birth": "2018-05-05", "immigration": {"status": "lawful_permanent_resident", "since": "2020-01-01"},
        "tax": {"role": "dependent", "filing_status": null, "claimed_by": "p1", "required_to_file": false}
    });
    let parent = json!({
        "state_resident": true, "incarceration": "none", "pregnant": true, "expected_children": 1,
        "pregnancy_ended": null, "american_indian_alaska_native": false, "disabled_or_blind": false,
        "full_time_student": false, "former_foster_care": false, "medicare": "none", "tobacco": false,
        "coverage": [{"kind": "employer_offer", "self_only_monthly_cents": 20000, "family_monthly_cents": 90000,
            "minimum_value": true}]
    });
    household(
        vec![person("p1", parent), person("p2", child)],
        json!({
            "relationships": [{"from": "p1", "kind": "parent", "to": "p2"}],
            "living_apart": [["p1", "p2"]],
            "incomes": [wages("p1", 42000)],
            "deductions": [{"person": "p1", "kind": "other", "amount_cents": 100, "frequency": "monthly",
                "from": "2026-01-01", "to": "2026-12-31"}],
            "projected_annual_income_cents": {"p1": 4_200_000},
            "benchmark": {"slcsp_monthly_cents_by_person": {"p1": 44200, "p2": 30000}}
        }),
    )
}

fn refused(value: &Value) -> InputError {
    match parse_household(value.to_string()) {
        Err(error) => error,
        Ok(household) => determine(RulePack::minnesota(), &household).expect_err("must be refused"),
    }
}

/// The household with one place changed, by JSON pointer.
fn with(pointer: &str, new: Value) -> Value {
    let mut value = full();
    *value.pointer_mut(pointer).unwrap_or_else(|| panic!("no {pointer}")) = new;
    value
}

fn assert_refused(pointer: &str, new: Value, path: &str, reason: &str) {
    let error = refused(&with(pointer, new));
    assert_eq!((error.path.as_str(), error.reason.as_str()), (path, reason));
}

/// Every place of a document: its pointer and its path as the errors write it.
fn places(value: &Value, pointer: &str, path: &str, found: &mut Vec<(String, String)>) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, member)| {
            found.push((format!("{pointer}/{name}"), below(name)));
            places(member, &format!("{pointer}/{name}"), &below(name), found);
        }),
        Value::Array(items) => items.iter().enumerate().for_each(|(place, item)| {
            found.push((format!("{pointer}/{place}"), format!("{path}[{place}]")));
            places(item, &format!("{pointer}/{place}"), &format!("{path}[{place}]"), found);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn all_places() -> Vec<(String, String)> {
    let mut found = Vec::new();
    places(&full(), "", "", &mut found);
    found
}

#[test]
fn the_full_household_is_accepted() {
    let household = parse_household(full().to_string()).unwrap();
    determine(RulePack::minnesota(), &household).unwrap();
}

#[test]
fn every_member_of_a_wrong_type_names_its_path() {
    for (pointer, path) in all_places() {
        let new = if full().pointer(&pointer).unwrap().is_object() { json!([]) } else { json!({"wrong": 1}) };
        let error = refused(&with(&pointer, new));
        assert_eq!(error.path, path, "{error}");
    }
}

#[test]
fn a_number_with_a_fraction_is_not_a_whole_number() {
    assert_refused(
        "/incomes/0/amount_cents",
        json!(3500.5),
        "incomes[0].amount_cents",
        "must be a whole number",
    );
    assert_refused("/coverage_year", json!("2026"), "coverage_year", "must be a whole number");
}

#[test]
fn every_needed_member_that_is_missing_names_its_path() {
    let needed = [
        ("", "id", "id"),
        ("", "application_date", "application_date"),
        ("", "coverage_year", "coverage_year"),
        ("", "people", "people"),
        ("/people/1", "id", "people[1].id"),
        ("/people/1", "date_of_birth", "people[1].date_of_birth"),
        ("/people/1", "applying", "people[1].applying"),
        ("/people/1", "immigration", "people[1].immigration"),
        ("/people/1/immigration", "status", "people[1].immigration.status"),
        ("/people/1", "tax", "people[1].tax"),
        ("/people/1/tax", "role", "people[1].tax.role"),
        ("/people/0/coverage/0", "kind", "people[0].coverage[0].kind"),
        ("/relationships/0", "from", "relationships[0].from"),
        ("/relationships/0", "kind", "relationships[0].kind"),
        ("/relationships/0", "to", "relationships[0].to"),
        ("/incomes/0", "person", "incomes[0].person"),
        ("/incomes/0", "kind", "incomes[0].kind"),
        ("/incomes/0", "amount_cents", "incomes[0].amount_cents"),
        ("/incomes/0", "frequency", "incomes[0].frequency"),
        ("/deductions/0", "amount_cents", "deductions[0].amount_cents"),
        ("/benchmark", "slcsp_monthly_cents_by_person", "benchmark.slcsp_monthly_cents_by_person"),
    ];
    for (pointer, member, path) in needed {
        let mut value = full();
        let object = value.pointer_mut(pointer).unwrap().as_object_mut().unwrap();
        object.remove(member).unwrap();
        let error = refused(&value);
        assert_eq!((error.path.as_str(), error.reason.as_str()), (path, "missing"));
    }
}

#[test]
fn every_optional_member_may_be_left_out() {
    let optional =
        ["relationships", "living_apart", "incomes", "deductions", "projected_annual_income_cents"];
    for member in optional.into_iter().chain(["benchmark", "county_fips"]) {
        let mut value = full();
        value.as_object_mut().unwrap().remove(member).unwrap();
        parse_household(value.to_string()).unwrap_or_else(|error| panic!("{member}: {error}"));
    }
}

#[test]
fn unknown_members_are_refused() {
    let mut value = full();
    value["people"][1]["shoe_size"] = json!(38);
    let error = refused(&value);
    assert_eq!((error.path.as_str(), error.reason.as_str()), ("people[1].shoe_size", "unknown member"));
    let mut value = full();
    value["shoes"] = json!([]);
    assert_eq!(refused(&value).path, "shoes");
}

#[test]
fn words_and_dates_are_checked() {
    assert_refused("/people/1/date_of_birth", json!("2018-02-30"), "people[1].date_of_birth", "not a date");
    assert_refused("/application_date", json!("2026-08-03T10:00:00"), "application_date", "not a date");
    assert_refused("/deductions/0/from", json!("2026-8-3"), "deductions[0].from", "not a date");
    assert_refused("/people/1/date_of_birth", json!(2018), "people[1].date_of_birth", "not a date");
    for wrong in ["2705", "270530", "27o53", "abcde"] {
        assert_refused("/county_fips", json!(wrong), "county_fips", "must be five digits");
    }
    let error = refused(&with("/people/1/immigration/status", json!("martian")));
    assert_eq!(error.path, "people[1].immigration.status");
    assert!(error.reason.starts_with("\"martian\" is not one of citizen, national,"), "{}", error.reason);
}

#[test]
fn broken_json_says_where() {
    let error = parse_household("{\"id\": ").unwrap_err();
    assert_eq!(error.path, "$");
    assert!(error.reason.starts_with("not JSON: EOF"), "{}", error.reason);
    assert_eq!(parse_household("[]").unwrap_err().to_string(), "$: must be an object");
}

#[test]
fn a_member_that_stands_twice_is_named() {
    for (once, twice, path) in [
        (r#""coverage_year":2026"#, r#""coverage_year":2026,"coverage_year":2027"#, "coverage_year"),
        // Two claimers of one person.
        (r#""claimed_by":"p1""#, r#""claimed_by":"p1","claimed_by":"p2""#, "people[1].tax.claimed_by"),
        (r#""p1":4200000"#, r#""p1":4200000,"p1":1"#, "projected_annual_income_cents.p1"),
        (r#""p2":30000"#, r#""p2":30000,"p2":1"#, "benchmark.slcsp_monthly_cents_by_person.p2"),
    ] {
        let text = full().to_string();
        assert!(text.contains(once), "{once} in {text}");
        let error = parse_household(text.replacen(once, twice, 1)).unwrap_err();
        assert_eq!((error.path.as_str(), error.reason.as_str()), (path, "is there twice"));
    }
}

#[test]
fn figures_out_of_range_are_refused() {
    for pointer in
        ["/incomes/0/amount_cents", "/deductions/0/amount_cents", "/projected_annual_income_cents/p1"]
    {
        assert!(refused(&with(pointer, json!(100_000_000_001_i64))).reason.contains("range"), "{pointer}");
        parse_household(with(pointer, json!(100_000_000_000_i64)).to_string()).unwrap();
    }
    assert_refused("/deductions/0/amount_cents", json!(-1), "deductions[0].amount_cents", "is out of range");
    assert_refused(
        "/people/0/coverage/0/self_only_monthly_cents",
        json!(-1),
        "people[0].coverage[0].self_only_monthly_cents",
        "is out of range",
    );
    assert_refused(
        "/people/0/expected_children",
        json!(13),
        "people[0].expected_children",
        "must be 0 to 12",
    );
    assert_refused(
        "/people/0/expected_children",
        json!(-1),
        "people[0].expected_children",
        "must be from 0 to 12",
    );
    assert_refused("/people", json!([]), "people", "must be 1 to 64 people");
    assert_refused("/coverage_year", json!(2040), "coverage_year", "the rule set has no figures for 2040");
    assert_eq!(refused(&with("/application_date", json!("2033-01-01"))).path, "application_date");
}

#[test]
fn dates_that_contradict_each_other_are_refused() {
    let between = "must lie between birth and application";
    assert_refused(
        "/people/1/date_of_birth",
        json!("2026-08-04"),
        "people[1].date_of_birth",
        "is after the application date",
    );
    assert_refused(
        "/people/1/date_of_birth",
        json!("1789-07-14"),
        "people[1].date_of_birth",
        "is too long ago",
    );
    assert_refused(
        "/people/1/immigration/since",
        json!("2017-01-01"),
        "people[1].immigration.since",
        between,
    );
    assert_refused("/people/0/pregnancy_ended", json!("2026-08-04"), "people[0].pregnancy_ended", between);
    assert_refused("/deductions/0/to", json!("2025-12-31"), "deductions[0].to", "is before `from`");
    assert_refused(
        "/people/0/pregnant",
        json!(false),
        "people[0].expected_children",
        "is given, but `pregnant` is false",
    );
}

#[test]
fn unknown_people_are_named_where_they_stand() {
    let nobody = "there is no person \"p9\"";
    for (pointer, path) in [
        ("/relationships/0/from", "relationships[0].from"),
        ("/relationships/0/to", "relationships[0].to"),
        ("/living_apart/0/1", "living_apart[0][1]"),
        ("/incomes/0/person", "incomes[0].person"),
        ("/deductions/0/person", "deductions[0].person"),
        ("/people/1/tax/claimed_by", "people[1].tax.claimed_by"),
    ] {
        assert_refused(pointer, json!("p9"), path, nobody);
    }
    assert_refused(
        "/projected_annual_income_cents",
        json!({"p9": 1}),
        "projected_annual_income_cents.p9",
        nobody,
    );
    let benchmark = "benchmark.slcsp_monthly_cents_by_person";
    assert_refused(
        "/benchmark/slcsp_monthly_cents_by_person",
        json!({"p9": 1}),
        &format!("{benchmark}.p9"),
        nobody,
    );
    assert_refused("/people/1/id", json!("p1"), "people[1].id", "\"p1\" is there twice");
}

#[test]
fn claims_that_cannot_be_are_refused() {
    let path = "people[1].tax.claimed_by";
    assert_refused(
        "/people/1/tax/claimed_by",
        json!(null),
        path,
        "missing: a dependent needs the person who claims them",
    );
    assert_refused("/people/1/tax/claimed_by", json!("p2"), path, "nobody claims themself");
    assert_refused("/people/1/tax/role", json!("non_filer"), path, "is given, but the role is non_filer");
    let tax = json!({"role": "non_filer"});
    assert_refused("/people/0/tax", tax, path, "\"p1\" does not file, so cannot claim anyone");
    let circle = json!({"role": "dependent", "claimed_by": "p2"});
    assert_refused("/people/0/tax", circle, "people[0].tax.claimed_by", "the claims run in a circle");
}

#[test]
fn relationships_that_cannot_be_are_refused() {
    assert_refused(
        "/relationships/0/to",
        json!("p1"),
        "relationships[0].to",
        "nobody is related to themself",
    );
    assert_refused("/living_apart/0/1", json!("p1"), "living_apart[0]", "nobody lives apart from themself");
    let both =
        json!([{"from": "p1", "kind": "parent", "to": "p2"}, {"from": "p1", "kind": "child", "to": "p2"}]);
    let each = "\"p2\" and \"p1\" cannot each be the parent of the other";
    assert_refused("/relationships", both, "relationships[1]", each);
    let mut value = full();
    value["people"].as_array_mut().unwrap().push(person("p3", json!({})));
    value["relationships"] =
        json!([{"from": "p1", "kind": "spouse", "to": "p2"}, {"from": "p3", "kind": "spouse", "to": "p1"}]);
    assert_eq!(refused(&value).to_string(), "relationships[1]: \"p1\" would have two spouses");
}

#[test]
fn a_member_whose_name_is_no_plain_word_is_quoted_in_the_path() {
    for (name, path) in
        [("", "$[\"\"]"), ("a b", "$[\"a b\"]"), ("people.id", "$[\"people.id\"]"), ("size", "size")]
    {
        let mut value = full();
        value[name] = json!(1);
        assert_eq!(refused(&value), InputError::new(path, "unknown member"));
    }
    let mut value = full();
    value["people"][1][""] = json!(1);
    assert_eq!(refused(&value).path, "people[1][\"\"]");
    value = full();
    value["projected_annual_income_cents"][""] = json!(1);
    assert_eq!(refused(&value).path, "projected_annual_income_cents[\"\"]");
}
