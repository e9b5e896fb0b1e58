//! Checks across people and fields: one person twice, ZIP code and county, ages and relationships (APP-8, APP-10).

#![expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]

use domain::{application::*, form::*, name::Name, places::Places, profile::Profile};
use jiff::civil::date;
use std::collections::BTreeMap;

fn places() -> Places {
    Profile::from_toml(Profile::MNSURE).unwrap().places
}

fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect()
}

fn person(given: &str, family: &str, [month, day, year]: [&str; 3]) -> Fields {
    fields(&[
        ("given_name", given),
        ("family_name", family),
        ("born_month", month),
        ("born_day", day),
        ("born_year", year),
        ("applying", "yes"),
    ])
}

/// Two applicants of these days of birth; the second is so related to the first.
fn two(first: [&str; 3], second: [&str; 3], related: &str) -> Answers {
    let mut a = Answers::new(Kind::FinancialAssistance, 2027, date(2026, 11, 23), &places());
    a.put(Page::Person(1), person("Ana", "Sample", first));
    a.put(Page::Person(2), person("Tom", "Sample", second));
    a.put(Page::Relationships(2), fields(&[("to_1", related), ("lives_here", "yes")]));
    a
}

fn address(zip: &str, county: &str) -> Answers {
    let mut a = Answers::new(Kind::FinancialAssistance, 2027, date(2026, 11, 23), &places());
    let place = [("street", "1 Sample St"), ("city", "Sample City"), ("zip", zip), ("county", county)];
    a.put(Page::Address, fields(&place));
    a
}

/// Field and rule of the problems of a page.
fn wrong(page: Page, answers: &Answers) -> Vec<(String, &'static str)> {
    problems_of(page, answers).into_iter().map(|problem| (problem.field, problem.rule)).collect()
}

fn numbers(pairs: &[(u8, &str)]) -> BTreeMap<u8, String> {
    pairs.iter().map(|(n, number)| (*n, (*number).to_owned())).collect()
}

const APRIL: [&str; 3] = ["4", "2", "1986"];

#[test]
fn the_same_social_security_number_is_a_problem_on_everybody_who_has_it_app_8() {
    let mut a = two(APRIL, ["5", "5", "2015"], "child");
    a.put(Page::Person(3), person("Ida", "Sample", ["1", "1", "1988"]));
    for n in [1, 2, 3] {
        a.put(Page::Citizenship(n), fields(&[("ssn", Answers::HELD), ("status", "citizen")]));
    }
    let same = a.clone().compared(&numbers(&[(1, "123456789"), (2, "123-45-6789"), (3, "123456789")]));
    for (n, others) in [(1, [2, 3]), (2, [1, 3]), (3, [1, 2])] {
        let found = problems_of(Page::Citizenship(n), &same);
        assert_eq!((found[0].field.as_str(), found[0].rule), ("ssn", "APP-8"));
        let named = WrongApplication::SameNumber(same.called(n), others.map(|m| same.called(m)).into());
        assert_eq!(found[0].wrong, named.into());
    }
    let each = a.clone().compared(&numbers(&[(1, "123456789"), (2, "123456788"), (3, "223456789")]));
    // What is no number is a problem of its own, and nobody's twin.
    let bad = a.clone().compared(&numbers(&[(1, "12345"), (2, "12345")]));
    for answers in [each, bad] {
        assert!((1..=3).all(|n| wrong(Page::Citizenship(n), &answers).is_empty()));
    }
    // Whoever is taken off the list, or does not apply, has none here.
    let mut gone = a.fields(Page::Person(2));
    gone.insert(Answers::REMOVED.into(), "yes".into());
    a.put(Page::Person(2), gone);
    let a = a.compared(&numbers(&[(1, "123456789"), (2, "123456789")]));
    assert!(wrong(Page::Citizenship(1), &a).is_empty());
}

#[test]
fn the_same_name_and_date_of_birth_is_a_problem_on_both_and_twins_pass_app_8() {
    let named = |given: &str, family: &str, born: [&str; 3]| {
        let mut a = two(APRIL, born, "unrelated");
        a.put(Page::Person(2), person(given, family, born));
        [wrong(Page::Person(1), &a), wrong(Page::Person(2), &a)]
    };
    let both = || [vec![("given_name".to_owned(), "APP-8")], vec![("given_name".to_owned(), "APP-8")]];
    assert_eq!(named("Ana", "Sample", APRIL), both());
    assert_eq!(named(" ANÁ ", "sample", ["Apr", "2", "1986"]), both());
    assert_eq!(named("Eve", "Sample", APRIL), [vec![], vec![]]);
    assert_eq!(named("Ana", "Sample", ["4", "3", "1986"]), [vec![], vec![]]);
}

#[test]
fn a_zip_code_lies_in_the_county_or_is_a_problem() {
    for (zip, county) in [
        ("55401", "27053"),
        ("55401-1234", "27053"),
        ("56444", "27001"),
        ("56444", "27035"),
        ("57026", "27081"),
    ] {
        assert_eq!(wrong(Page::Address, &address(zip, county)), [], "{zip} {county}");
    }
    for (zip, county) in [("90210", "27137"), ("55401", "27137"), ("56444", "27053")] {
        assert_eq!(
            wrong(Page::Address, &address(zip, county)),
            [("zip".to_owned(), "APP-2")],
            "{zip} {county}"
        );
    }
    let misplaced = |zip, county| problems_of(Page::Address, &address(zip, county)).remove(0).wrong;
    let names = |counties: &[&str]| counties.iter().map(|county| (*county).to_owned()).collect();
    let not_in = |counties: &[&str], chosen: &str| {
        Wrong::from(WrongApplication::ZipNotInCounty(names(counties), chosen.to_owned()))
    };
    assert_eq!(misplaced("55401", "27137"), not_in(&["Hennepin"], "St. Louis"));
    assert_eq!(misplaced("56444", "27053"), not_in(&["Aitkin", "Crow Wing"], "Hennepin"));
    assert_eq!(misplaced("90210", "27137"), WrongApplication::ZipElsewhere.into());
}

/// The figures of the table against the published list that lies beside the project, where it does.
#[test]
fn every_zip_code_of_the_published_list_lies_in_its_county() {
    let list = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/data/plans/mn_zip_county_rating_area.csv");
    let Ok(text) = std::fs::read_to_string(&list) else {
        assert!(std::env::var_os("ASSENT_REQUIRE_ALL").is_none(), "shared/data/plans is absent");
        println!("skipped: shared/data/plans/mn_zip_county_rating_area.csv is absent");
        return;
    };
    let mut rows = 0;
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        assert_eq!(wrong(Page::Address, &address(cells[0], cells[2])), [], "{line}");
        rows += 1;
    }
    assert_eq!(rows, 1488);
}

#[test]
fn a_county_that_is_missing_is_asked_with_those_in_which_the_zip_code_lies() {
    let missing = |zip| problems_of(Page::Address, &address(zip, "")).remove(0).wrong;
    let names = |counties: &[&str]| counties.iter().map(|county| (*county).to_owned()).collect();
    let asked = |counties: &[&str]| Wrong::Missing(AskApplication::County(names(counties)).into());
    assert_eq!(missing("56444"), asked(&["Aitkin", "Crow Wing"]));
    assert_eq!(missing("55401"), asked(&["Hennepin"]));
}

#[test]
fn a_zip_code_that_the_table_does_not_have_is_asked_about_and_can_be_confirmed() {
    let mut a = address("55999", "27053");
    assert_eq!(wrong(Page::Address, &a), [("zip".to_owned(), "APP-2")]);
    let questions = questions(Page::Address, &a);
    let asked = questions.iter().find(|question| question.field.starts_with("sure_")).unwrap();
    let mut page = a.fields(Page::Address);
    page.insert(asked.field.clone(), "yes".to_owned());
    a.put(Page::Address, page.clone());
    assert_eq!(wrong(Page::Address, &a), []);
    // Another new one is asked about again.
    page.insert("zip".to_owned(), "55998".to_owned());
    a.put(Page::Address, page);
    assert_eq!(wrong(Page::Address, &a), [("zip".to_owned(), "APP-2")]);
}

#[test]
fn ages_that_hardly_fit_a_relationship_are_asked_about_and_can_be_confirmed() {
    for (first, second, related, likely) in [
        (APRIL, ["4", "2", "1996"], "child", true),
        (APRIL, ["4", "1", "1996"], "child", false),
        (APRIL, ["4", "2", "1976"], "parent", true),
        (APRIL, ["4", "3", "1976"], "parent", false),
        (["4", "2", "1920"], ["4", "2", "2001"], "child", false),
        (APRIL, ["4", "2", "1980"], "stepchild", false),
        (APRIL, ["4", "2", "1990"], "stepparent", false),
        (APRIL, ["4", "2", "2006"], "grandchild", true),
        (APRIL, ["4", "1", "2006"], "grandchild", false),
        (APRIL, ["4", "2", "1960"], "grandparent", true),
        (APRIL, ["4", "2", "1970"], "grandparent", false),
        (APRIL, ["11", "23", "2008"], "spouse", true),
        (APRIL, ["11", "24", "2008"], "spouse", false),
        (APRIL, ["4", "2", "2014"], "spouse", false),
        (APRIL, ["4", "2", "2014"], "sibling", true),
        (["4", "2", "1950"], ["4", "2", "2014"], "sibling", false),
        (APRIL, ["4", "2", "2014"], "unrelated", true),
    ] {
        let mut a = two(first, second, related);
        let page = Page::Relationships(2);
        let expected = if likely { vec![] } else { vec![("to_1".to_owned(), "APP-2")] };
        assert_eq!(wrong(page, &a), expected, "{first:?} {second:?} {related}");
        if !likely {
            let asked: Vec<_> =
                questions(page, &a).into_iter().filter(|q| q.field.starts_with("sure_")).collect();
            assert_eq!(asked.len(), 1, "{related}");
            let mut confirmed = a.fields(page);
            confirmed.insert(asked[0].field.clone(), "yes".to_owned());
            a.put(page, confirmed);
            assert_eq!(wrong(page, &a), [], "{related}");
        }
    }
}

#[test]
fn what_cannot_be_has_no_box_to_confirm_it() {
    for (second, related) in [
        (["4", "2", "1986"], "child"),
        (["4", "2", "1980"], "child"),
        (["4", "2", "1980"], "grandchild"),
        (["4", "2", "1990"], "parent"),
        (["4", "2", "1986"], "grandparent"),
    ] {
        let a = two(APRIL, second, related);
        assert_eq!(wrong(Page::Relationships(2), &a), [("to_1".to_owned(), "APP-2")], "{second:?} {related}");
        assert!(
            questions(Page::Relationships(2), &a).iter().all(|q| !q.field.starts_with("sure_")),
            "{related}"
        );
    }
}

#[test]
fn somebody_may_have_one_name_and_says_so() {
    let mut a = two(APRIL, ["5", "5", "2015"], "child");
    let mut one = person("", "Sukarno", APRIL);
    a.put(Page::Person(1), one.clone());
    assert_eq!(wrong(Page::Person(1), &a), [("given_name".to_owned(), "APP-2")]);
    one.insert("one_name".to_owned(), "yes".to_owned());
    a.put(Page::Person(1), one.clone());
    assert_eq!(wrong(Page::Person(1), &a), []);
    assert_eq!((a.name(1), a.called_short(1).name), ("Sukarno".to_owned(), Name::whole("Sukarno")));
    one.insert("given_name".to_owned(), "Ana".to_owned());
    a.put(Page::Person(1), one);
    assert_eq!(wrong(Page::Person(1), &a), [("given_name".to_owned(), "APP-2")]);
}

#[test]
fn the_adults_of_an_application_may_say_that_it_was_reviewed_act_6() {
    let mut a = two(APRIL, ["11", "24", "2008"], "child");
    assert_eq!(a.adults(), ["Ana Sample"]);
    a.put(Page::Person(3), person("Ida", "Núñez", ["1", "1", "1950"]));
    let review = |name: &str| {
        let typed = fields(&[
            ("reviewed_month", "Nov"),
            ("reviewed_day", "22"),
            ("reviewed_year", "2026"),
            ("how", "phone"),
            ("consumer_name", name),
        ]);
        Review::read(&typed, (date(2026, 11, 23), date(2026, 11, 20)), &a.adults())
    };
    assert_eq!(review("ana  sample").unwrap().consumer_name, "ana sample");
    assert!(review("Ida Nunez").is_ok());
    for name in ["Mickey Mouse", "Tom Sample", "😀", ""] {
        let faults = review(name).unwrap_err();
        assert_eq!((faults[0].field.as_str(), faults[0].rule), ("consumer_name", "ACT-6"), "{name}");
    }
}
