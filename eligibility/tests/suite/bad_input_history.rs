//! Bad input in the history of immigration and in who claims: what is at odds is refused where it stands.
use crate::common::{household, person};
use eligibility::parse_household;
use serde_json::{Value, json};

fn refused(changes: Value) -> (String, String) {
    let people = vec![person("p1", changes), person("p2", json!({}))];
    let error = parse_household(household(people, json!({})).to_string()).unwrap_err();
    (error.path, error.reason)
}

fn immigration(members: Value) -> Value {
    let mut value = json!({"status": "lawful_permanent_resident", "since": "2020-01-01"});
    value.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    json!({"immigration": value})
}

fn assert_refused(changes: Value, member: &str, reason: &str) {
    assert_eq!(refused(changes), (format!("people[0].{member}"), reason.to_owned()));
}

#[test]
fn a_history_lies_between_birth_and_application() {
    let between = "must lie between birth and application";
    for day in ["1985-12-31", "2026-08-04"] {
        assert_refused(immigration(json!({"entered": day})), "immigration.entered", between);
        let earlier = json!({"earlier": [{"status": "cofa"}, {"status": "refugee", "since": day}]});
        assert_refused(immigration(earlier), "immigration.earlier[1].since", between);
    }
    for day in ["1986-01-01", "2026-08-03"] {
        let all = immigration(json!({"entered": day, "earlier": [{"status": "refugee", "since": day}]}));
        let people = vec![person("p1", all)];
        assert!(parse_household(household(people, json!({})).to_string()).is_ok(), "{day}");
    }
}

#[test]
fn a_parole_belongs_to_a_parolee() {
    let reason = "is given, but the status is not parolee_over_one_year";
    assert_refused(immigration(json!({"parole": "afghan"})), "immigration.parole", reason);
    let earlier = json!({"earlier": [{"status": "refugee", "parole": "afghan"}]});
    assert_refused(immigration(earlier), "immigration.earlier[0].parole", reason);
    let word = "\"chilean\" is not one of afghan, ukrainian, other";
    assert_refused(immigration(json!({"parole": "chilean"})), "immigration.parole", word);
}

#[test]
fn a_sponsor_is_somebody_else_and_gives_no_less_than_nothing() {
    let sponsor = |sponsor: Value| immigration(json!({ "sponsor": sponsor }));
    let at = |member: &str| format!("immigration.sponsor.{member}");
    assert_refused(sponsor(json!({"person": "p9"})), &at("person"), "there is no person \"p9\"");
    assert_refused(sponsor(json!({"person": "p1"})), &at("person"), "nobody sponsors themself");
    for cents in [-1, 100_000_000_001_i64] {
        let given = sponsor(json!({"contributes_monthly_cents": cents}));
        assert_refused(given, &at("contributes_monthly_cents"), "is out of range");
    }
    assert_refused(sponsor(json!({"income": 1})), &at("income"), "unknown member");
}

#[test]
fn more_earlier_statuses_than_anybody_had_are_refused() {
    let many = |count: usize| immigration(json!({"earlier": vec![json!({"status": "tps"}); count]}));
    assert_refused(many(21), "immigration.earlier", "must be at most 20 entries");
    let people = vec![person("p1", many(20))];
    assert!(parse_household(household(people, json!({})).to_string()).is_ok());
}

#[test]
fn nobody_claims_by_an_order_whom_nobody_claims() {
    let tax = json!({"tax": {"role": "filer", "claimed_by_custodial_parent": true}});
    assert_refused(tax, "tax.claimed_by_custodial_parent", "is true, but nobody claims this person");
}
