//! Families and returns that contradict themselves: refused where they stand, with the reason.
use crate::common::{household, parsed, person};
use eligibility::{InputError, RulePack, determine};
use serde_json::{Value, json};

fn verdict(people: Vec<Value>, ties: &[(&str, &str, &str)]) -> Result<(), InputError> {
    let tie = |(from, kind, to): &(&str, &str, &str)| json!({"from": from, "kind": kind, "to": to});
    let ties: Vec<Value> = ties.iter().map(tie).collect();
    let household = parsed(&household(people, json!({"relationships": ties})));
    determine(RulePack::minnesota(), &household).map(drop)
}

fn refused(path: &str, reason: &str) -> Result<(), InputError> {
    Err(InputError::new(path, reason))
}

fn files(id: &str, filing_status: &str) -> Value {
    person(id, json!({"tax": {"role": "filer", "filing_status": filing_status}}))
}

fn born(id: &str, day: &str) -> Value {
    person(id, json!({"date_of_birth": day}))
}

#[test]
fn nobody_files_together_without_a_spouse_in_the_household() {
    let alone = "is married_joint, but no relationship names the spouse";
    let couple = || vec![files("z", "married_joint"), files("a", "married_joint")];
    assert_eq!(verdict(couple(), &[("z", "spouse", "a")]), Ok(()));
    assert_eq!(verdict(couple(), &[]), refused("people[0].tax.filing_status", alone));
    let second = vec![files("z", "single"), files("a", "married_joint")];
    assert_eq!(verdict(second, &[("z", "sibling", "a")]), refused("people[1].tax.filing_status", alone));
    for status in ["married_separate", "married_separate_exception", "qualifying_surviving_spouse"] {
        assert_eq!(verdict(vec![files("a", status)], &[]), Ok(()), "{status}");
    }
}

#[test]
fn spouses_who_both_file_say_the_same_about_filing_together() {
    for other in ["single", "head_of_household", "married_separate", "married_separate_exception"] {
        let couple = vec![files("b", other), files("a", "married_joint")];
        let reason = "is married_joint, but the spouse \"b\" says otherwise";
        assert_eq!(verdict(couple, &[("a", "spouse", "b")]), refused("people[1].tax.filing_status", reason));
    }
    // Whoever says nothing about it, or files nothing, does not say otherwise.
    for tax in [
        json!({"role": "filer"}),
        json!({"role": "non_filer", "filing_status": "single"}),
        json!({"role": "dependent", "claimed_by": "outside_other", "filing_status": "single"}),
    ] {
        let couple = vec![files("a", "married_joint"), person("b", json!({ "tax": tax }))];
        assert_eq!(verdict(couple, &[("a", "spouse", "b")]), Ok(()), "{tax}");
    }
    // What somebody who does not file says is not asked either.
    let couple = vec![
        files("a", "single"),
        person("b", json!({"tax": {"role": "non_filer", "filing_status": "married_joint"}})),
    ];
    assert_eq!(verdict(couple, &[("a", "spouse", "b")]), Ok(()));
}

#[test]
fn parents_do_not_run_in_a_circle() {
    let people = || ["a", "b", "c", "d"].map(|id| born(id, "1986-01-01")).to_vec();
    let circle = "the parents run in a circle";
    let line = [("a", "parent", "b"), ("c", "child", "b"), ("c", "parent", "d")];
    assert_eq!(verdict(people(), &line), Ok(()));
    let three = [("a", "parent", "b"), ("c", "child", "b"), ("c", "parent", "a")];
    assert_eq!(verdict(people(), &three), refused("relationships[2]", circle));
    let four = [line[0], line[1], line[2], ("a", "child", "d")];
    assert_eq!(verdict(people(), &four), refused("relationships[3]", circle));
    // Two lines of descent that meet again are none.
    let meeting = [("a", "parent", "b"), ("a", "parent", "c"), ("b", "parent", "d"), ("c", "parent", "d")];
    assert_eq!(verdict(people(), &meeting), Ok(()));
    let by_marriage = [("a", "parent", "b"), ("c", "child", "b"), ("c", "stepparent", "a")];
    assert_eq!(verdict(people(), &by_marriage), Ok(()), "a parent by marriage makes no line");
    let twice = [line[0], line[0], line[1]];
    assert_eq!(verdict(people(), &twice), Ok(()), "the same may be said twice");
}

#[test]
fn nobody_is_married_to_a_parent_or_a_child() {
    let people = || vec![born("a", "1960-01-01"), born("b", "1986-01-01")];
    for (kind, from, to) in
        [("parent", "a", "b"), ("child", "b", "a"), ("stepparent", "a", "b"), ("stepchild", "b", "a")]
    {
        for marriage in [("a", "spouse", "b"), ("b", "spouse", "a")] {
            let kin = (from, kind, to);
            for pair in [[marriage, kin], [kin, marriage]] {
                let error = verdict(people(), &pair).unwrap_err();
                assert_eq!(error.path, "relationships[1]", "{pair:?}");
                assert!(error.reason.ends_with("cannot be spouses and parent and child"), "{error}");
            }
        }
    }
}
