//! What if: from what is typed to a household, what is wrong with it, and people added and taken off.

#![expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]

use domain::{
    form::{Fault, Fields, Wrong},
    places::Places,
    profile::Profile,
    what_if::*,
};
use jiff::civil::date;

const YEARS: &[i16] = &[2026, 2027];

fn places() -> Places {
    Profile::from_toml(Profile::MNSURE).unwrap().places
}

fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// One person of 40 who files alone and earns 2,000 dollars a month.
fn alone() -> Fields {
    fields(&[
        ("coverage_year", "2027"),
        ("county", "27053"),
        ("income_period", "monthly"),
        ("age_1", "40"),
        ("applying_1", "yes"),
        ("taxes_1", "file"),
        ("income_1", "2,000"),
        ("coverage_1", "none"),
    ])
}

/// The same with a wife who files with them and a daughter whom they claim.
fn family() -> Fields {
    let mut all = alone();
    all.extend(fields(&[
        ("relation_2", "spouse"),
        ("age_2", "38"),
        ("applying_2", "no"),
        ("taxes_2", "joint"),
        ("relation_3", "child"),
        ("age_3", "0"),
        ("applying_3", "yes"),
        ("taxes_3", "dependent"),
        ("coverage_3", "none"),
    ]));
    all
}

fn with(mut all: Fields, changes: &[(&str, &str)]) -> Fields {
    all.extend(fields(changes));
    all
}

fn read(all: &Fields) -> Vec<Fault> {
    faults(all, (YEARS, &places()), date(2026, 11, 23))
}

/// The fields that are wrong.
fn wrong(all: &Fields) -> Vec<String> {
    read(all).into_iter().map(|fault| fault.field).collect()
}

#[test]
fn a_form_that_is_filled_in_has_no_fault() {
    assert_eq!(read(&alone()), []);
    assert_eq!(read(&family()), []);
}

#[test]
fn every_fault_is_named_at_its_field_with_the_person() {
    let nothing = read(&Fields::new());
    let named: Vec<_> = nothing.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(named, ["coverage_year", "county", "income_period", "age_1", "applying_1", "taxes_1"]);
    assert_eq!(
        nothing.iter().map(|fault| person_of(&fault.field)).collect::<Vec<_>>()[2..4],
        [None, Some(1)]
    );
    assert_eq!(nothing[3].wrong, Wrong::Missing(AskEstimate::Age.into()));
    for (changes, field) in [
        (&[("coverage_year", "2031")][..], "coverage_year"),
        (&[("county", "19001")], "county"),
        (&[("age_1", "121")], "age_1"),
        (&[("age_1", "-1")], "age_1"),
        (&[("age_1", "4.5")], "age_1"),
        (&[("income_1", "-5")], "income_1"),
        (&[("income_1", "lots")], "income_1"),
        (&[("coverage_1", "")], "coverage_1"),
        (&[("coverage_1", "offer")], "premium_1"),
        (&[("applying_1", "perhaps")], "applying_1"),
        (&[("tobacco_1", "on")], "tobacco_1"),
    ] {
        assert_eq!(wrong(&with(alone(), changes)), [field], "{changes:?}");
    }
}

#[test]
fn answers_that_do_not_fit_together_are_refused() {
    for (changes, field) in [
        (&[("relation_3", "spouse"), ("taxes_3", "file")][..], "relation_3"),
        (&[("age_3", "40")], "relation_3"),
        (&[("relation_3", "parent")], "relation_3"),
        (&[("taxes_3", "joint")], "taxes_3"),
        (&[("taxes_2", "dependent")], "taxes_2"),
        (&[("applying_1", "no"), ("applying_3", "no")], "applying_1"),
    ] {
        assert_eq!(wrong(&with(family(), changes)), [field], "{changes:?}");
    }
    assert_eq!(wrong(&with(family(), &[("taxes_1", "none")])), ["taxes_2", "taxes_3"]);
}

#[test]
fn a_person_taken_off_leaves_no_gap_and_adding_ends_at_the_most() {
    let mut all = family();
    remove_person(&mut all, 2);
    assert_eq!(people(&all), 2);
    assert_eq!((all["relation_2"].as_str(), all["age_2"].as_str()), ("child", "0"));
    assert!(!all.contains_key("age_3"));
    remove_person(&mut all, 1);
    assert_eq!(people(&all), 2, "the first person stays");
    for _ in 0..20 {
        add_person(&mut all);
    }
    assert_eq!(people(&all), MOST_PEOPLE);
    assert_eq!(all["age_1"], "40");
}

#[test]
fn only_what_the_form_asks_is_read() {
    let sent =
        [("csrf", "x"), ("age_1", "40"), ("age_1", "50"), ("age_01", "1"), ("age_9", "1"), ("note_2", "x")];
    assert_eq!(domain::what_if::fields(sent.into_iter(), &places()), fields(&[("age_1", "40")]));
}
