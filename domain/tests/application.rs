//! The rules of an application: what is asked of whom, what is wrong, what comes out.

#![expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]

use domain::{application::*, form::*, places::Places, profile::Profile};
use jiff::civil::date;

fn places() -> Places {
    Profile::from_toml(Profile::MNSURE).unwrap().places
}

fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect()
}

fn person(given: &str, year: &str, applying: &str) -> Fields {
    fields(&[
        ("given_name", given),
        ("family_name", "Sample"),
        ("born_month", "4"),
        ("born_day", "2"),
        ("born_year", year),
        ("applying", applying),
    ])
}

/// A mother with a son; she files and claims him. The grandmother does not apply.
fn family() -> Answers {
    let mut a = Answers::new(Kind::FinancialAssistance, 2027, date(2026, 11, 23), &places());
    a.put(
        Page::Address,
        fields(&[("street", "1 Sample St"), ("city", "Minneapolis"), ("zip", "55401"), ("county", "27053")]),
    );
    a.put(Page::Contact, fields(&[("email", "ana@example.org")]));
    a.put(Page::People, fields(&[("complete", "yes")]));
    a.put(Page::Person(1), person("Ana", "1986", "yes"));
    a.put(Page::Person(2), person("Tom", "2015", "yes"));
    a.put(Page::Person(3), person("Ida", "1950", "no"));
    for n in [1, 2] {
        a.put(Page::Citizenship(n), fields(&[("no_ssn", "yes"), ("status", "citizen")]));
        a.put(
            Page::About(n),
            fields(&[
                ("resident", "yes"),
                ("pregnant", "no"),
                ("disabled", "no"),
                ("tribe", "no"),
                ("incarceration", "none"),
                ("tobacco", "no"),
            ]),
        );
        a.put(Page::Coverage(n), fields(&[("employer", "none"), ("medicare", "none"), ("other", "none")]));
    }
    a.put(Page::Relationships(2), fields(&[("to_1", "child"), ("lives_here", "yes")]));
    a.put(
        Page::Relationships(3),
        fields(&[("to_1", "parent"), ("to_2", "grandparent"), ("lives_here", "no")]),
    );
    a.put(Page::Taxes(1), fields(&[("role", "filer"), ("filing_status", "head_of_household")]));
    a.put(Page::Taxes(2), fields(&[("role", "dependent"), ("claimed_by", "p1")]));
    a.put(Page::Taxes(3), fields(&[("role", "non_filer")]));
    a.put(
        Page::Income(1),
        fields(&[("any", "yes"), ("kind_1", "wages"), ("amount_1", "$3,500"), ("frequency_1", "monthly")]),
    );
    a.put(Page::Income(2), fields(&[("any", "no")]));
    a.put(Page::Income(3), fields(&[("any", "no")]));
    a.put(Page::Deductions, fields(&[("any", "no")]));
    a.put(Page::Expected, fields(&[("p1", "43000")]));
    a
}

#[test]
fn complete_answers_have_no_problem() {
    let a = family();
    assert_eq!(problems(&a), []);
    assert_eq!(percent(&a), 100);
}

#[test]
fn people_who_do_not_apply_are_never_asked_for_a_number_or_a_status_app_3() {
    let a = family();
    let asked = pages(&a);
    assert!(asked.contains(&Page::Citizenship(1)));
    assert!(!asked.contains(&Page::Citizenship(3)));
    for page in asked.into_iter().filter(|page| page.person() == Some(3)) {
        for question in questions(page, &a) {
            assert!(!matches!(question.field.as_str(), "ssn" | "status" | "since"), "{page:?}");
        }
    }
}

#[test]
fn what_was_typed_is_kept_and_named_as_a_problem_app_2() {
    let mut a = family();
    let mut typed = person("Ana", "86", "yes");
    typed.insert("family_name".into(), String::new());
    a.put(Page::Person(1), typed);
    a.put(
        Page::Address,
        fields(&[("street", "1 Sample St"), ("city", "Minneapolis"), ("zip", "5540"), ("county", "99999")]),
    );
    let found: Vec<_> = problems(&a).into_iter().map(|p| (p.page, p.field)).collect();
    for (page, field) in [
        (Page::Address, "zip"),
        (Page::Address, "county"),
        (Page::Person(1), "born"),
        (Page::Person(1), "family_name"),
    ] {
        assert!(found.contains(&(page, field.to_owned())), "{found:?}");
    }
    assert_eq!(a.get(Page::Person(1), "born_year"), "86");
    assert!(percent(&a) < 100);
}

#[test]
fn answers_that_contradict_each_other_are_problems() {
    let cases: Vec<(Page, Fields, Page, &str)> = vec![
        (
            Page::Taxes(1),
            fields(&[("role", "filer"), ("filing_status", "married_joint")]),
            Page::Taxes(1),
            "filing_status",
        ),
        (
            Page::Taxes(2),
            fields(&[("role", "dependent"), ("claimed_by", "p3")]),
            Page::Taxes(2),
            "claimed_by",
        ),
        (Page::Taxes(2), fields(&[("role", "dependent")]), Page::Taxes(2), "claimed_by"),
        (
            Page::Relationships(2),
            fields(&[("to_1", "parent"), ("lives_here", "yes")]),
            Page::Relationships(2),
            "to_1",
        ),
        (Page::Income(2), fields(&[("any", "no"), ("amount_1", "5")]), Page::Income(2), "any"),
        (Page::Income(2), fields(&[("any", "yes")]), Page::Income(2), "kind_1"),
        (
            Page::Income(2),
            fields(&[("any", "yes"), ("kind_1", "wages"), ("amount_1", "-5"), ("frequency_1", "weekly")]),
            Page::Income(2),
            "amount_1",
        ),
        (
            Page::Income(2),
            fields(&[("any", "yes"), ("kind_1", "gift"), ("amount_1", "5"), ("frequency_1", "one_time")]),
            Page::Income(2),
            "day_1",
        ),
        (
            Page::Coverage(1),
            fields(&[("employer", "offer"), ("medicare", "none"), ("other", "none")]),
            Page::Coverage(1),
            "employee_only",
        ),
        (Page::Citizenship(1), fields(&[("status", "citizen")]), Page::Citizenship(1), "ssn"),
        (
            Page::Citizenship(1),
            fields(&[("ssn", Answers::HELD_INVALID), ("status", "citizen")]),
            Page::Citizenship(1),
            "ssn",
        ),
        (
            Page::Citizenship(1),
            fields(&[("no_ssn", "yes"), ("status", "lawful_permanent_resident")]),
            Page::Citizenship(1),
            "since",
        ),
        (Page::People, fields(&[("complete", "no")]), Page::People, "complete"),
        (Page::Contact, fields(&[]), Page::Contact, "email"),
    ];
    for (page, typed, at, field) in cases {
        let mut a = family();
        a.put(page, typed.clone());
        let found: Vec<_> = problems(&a).into_iter().map(|p| (p.page, p.field)).collect();
        assert!(found.contains(&(at, field.to_owned())), "{page:?} {typed:?}: {found:?}");
    }
}

#[test]
fn a_day_of_somebodys_life_lies_between_birth_and_today() {
    for (page, field, others) in [
        (Page::About(1), "pregnancy_ended", fields(&[])),
        (Page::Citizenship(1), "since", fields(&[("status", "refugee")])),
    ] {
        // Ana was born on 2 April 1986.
        for (day, wrong) in [
            (["4", "1", "1986"], true),
            (["4", "2", "1986"], false),
            (["11", "23", "2026"], false),
            (["11", "24", "2026"], true),
        ] {
            let parts = ["month", "day", "year"].map(|part| format!("{field}_{part}"));
            let mut typed = others.clone();
            typed.extend(parts.into_iter().zip(day.map(str::to_owned)));
            let mut a = family();
            a.put(page, typed);
            let named = problems(&a).into_iter().any(|p| p.page == page && p.field == field);
            assert_eq!(named, wrong, "{field} {day:?}");
        }
    }
}

#[test]
fn a_full_price_application_is_short_and_asks_nothing_about_money_l1() {
    let mut a = Answers::new(Kind::FullPrice, 2027, date(2026, 11, 23), &places());
    a.put(Page::Person(1), person("Max", "1990", "yes"));
    let topics: Vec<_> = pages(&a).into_iter().map(Page::topic).collect();
    assert_eq!(topics, ["address", "contact", "people", "person", "citizenship", "about"]);
}

#[test]
fn a_removed_person_leaves_and_their_number_is_not_used_again() {
    let mut a = family();
    let mut gone = a.fields(Page::Person(3));
    gone.insert(Answers::REMOVED.into(), "yes".into());
    a.put(Page::Person(3), gone);
    assert_eq!(a.people(), [1, 2]);
    assert_eq!(a.next_person(), Some(4));
    assert_eq!(problems(&a), []);
}

#[test]
fn the_task_list_goes_from_page_to_page_and_ends_at_the_review() {
    let a = family();
    let mut step = pages(&a)[0].slug();
    let mut seen = vec![step.clone()];
    while let Some(page) = Page::from_slug(&step) {
        step = next_step(page, &a);
        seen.push(step.clone());
    }
    assert_eq!(seen.len(), pages(&a).len() + 1);
    assert_eq!(section_state(Section::Start, &a), SectionState::Done);
    let empty = Answers::new(Kind::FinancialAssistance, 2027, date(2026, 11, 23), &places());
    assert_eq!(section_state(Section::Start, &empty), SectionState::NotStarted);
    assert_eq!(section_state(Section::Review, &empty), SectionState::Later);
}

#[test]
fn an_answer_counts_as_long_as_the_question_before_it_says_so() {
    let counted = |page: Page, pairs: &[(&str, &str)], field: &str| {
        let mut a = family();
        a.put(page, fields(pairs));
        a.counted(page, field).map(str::to_owned)
    };
    let some = |word: &str| Some(word.to_owned());
    let taxes = |role: &str, field: &str| {
        counted(
            Page::Taxes(1),
            &[("role", role), ("filing_status", "single"), ("claimed_by", "outside_other")],
            field,
        )
    };
    assert_eq!((taxes("filer", "filing_status"), taxes("filer", "claimed_by")), (some("single"), None));
    assert_eq!(
        (taxes("dependent", "filing_status"), taxes("dependent", "claimed_by")),
        (None, some("outside_other"))
    );
    let expected = |pregnant: &str| {
        counted(Page::About(1), &[("pregnant", pregnant), ("expected_children", "2")], "expected_children")
    };
    assert_eq!((expected("yes"), expected("no")), (some("2"), None));
    // Ana applies, Ida does not (APP-3).
    let status = |n: u8| counted(Page::Citizenship(n), &[("status", " refugee ")], "status");
    assert_eq!((status(1), status(3)), (some("refugee"), None));
}

#[test]
fn days_and_amounts_count_like_other_answers() {
    let mut a = family();
    let ended =
        [("pregnancy_ended_month", "6"), ("pregnancy_ended_day", "15"), ("pregnancy_ended_year", "2026")];
    for (pregnant, day) in [("no", Some(date(2026, 6, 15))), ("yes", None)] {
        a.put(Page::About(1), fields(&[&ended[..], &[("pregnant", pregnant)]].concat()));
        assert_eq!(a.counted_date(Page::About(1), "pregnancy_ended"), day);
    }
    let lines = [
        ("kind_1", "wages"),
        ("amount_1", "100"),
        ("frequency_1", "monthly"),
        ("kind_3", "gift"),
        ("amount_3", "7.50"),
        ("frequency_3", "one_time"),
        ("day_1_month", "1"),
        ("day_1_day", "2"),
        ("day_1_year", "2026"),
        ("day_3_month", "3"),
        ("day_3_day", "4"),
        ("day_3_year", "2026"),
    ];
    let page = Page::Income(1);
    a.put(page, fields(&[&lines[..], &[("any", "yes")]].concat()));
    assert_eq!(a.amounts(page).collect::<Vec<_>>(), [(1, 10_000), (3, 750)]);
    assert_eq!(
        (a.counted_date(page, "day_1"), a.counted_date(page, "day_3")),
        (None, Some(date(2026, 3, 4)))
    );
    a.put(page, fields(&[&lines[..], &[("any", "no")]].concat()));
    assert_eq!(a.amounts(page).count(), 0);
}

#[test]
fn every_two_people_are_a_pair_and_whoever_lives_elsewhere_lives_apart_from_all() {
    let a = family();
    assert_eq!(a.pairs(), [(2, 1), (3, 1), (3, 2)]);
    let apart: Vec<_> = a.pairs().into_iter().filter(|pair| a.live_apart(*pair)).collect();
    assert_eq!(apart, [(3, 1), (3, 2)]);
}
