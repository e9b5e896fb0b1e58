//! Questions, answers and what is wrong with them, as forms say them.

#![expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]

use domain::{
    application::*,
    form::{Fields, Given, Label, Need, Question, Wrong, WrongAccount},
    name::{Called, Name},
    people::AssisterKind,
    profile::Profile,
    typed::{Fault, day::DayFault},
    what_if,
};
use jiff::civil::date;
use words::{Asking, Words};

fn profile() -> Profile {
    Profile::from_toml(Profile::MNSURE).unwrap()
}

fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// An application in which each further question is asked of Ana, who is 20; her child has no name yet.
fn answers(status: &str, frequency: &str) -> Answers {
    let mut answers = Answers::new(Kind::FinancialAssistance, 2027, date(2026, 11, 23), &profile().places);
    answers.put(Page::Address, fields(&[("zip", "55999")]));
    for (n, given, year) in [(1, "Ana", "2006"), (2, "", "2004")] {
        let born = [("born_month", "4"), ("born_day", "2"), ("born_year", year)];
        let who = [("given_name", given), ("applying", "yes")];
        answers.put(Page::Person(n), fields(&[&born[..], &who].concat()));
        answers.put(Page::Citizenship(n), fields(&[("status", status)]));
        answers.put(Page::History(n), fields(&[("earlier", "parolee_over_one_year"), ("sponsor", "yes")]));
        answers.put(Page::Taxes(n), fields(&[("role", "dependent"), ("claimed_by", "outside_parent")]));
        answers.put(Page::Income(n), fields(&[("any", "yes"), ("frequency_1", frequency)]));
    }
    answers.put(Page::Relationships(2), fields(&[("to_1", "parent")]));
    answers.put(Page::Deductions, fields(&[("any", "yes"), ("frequency_1", frequency)]));
    answers
}

/// Everything an application, a review, a signature and an estimate ask.
fn everything() -> Vec<Question> {
    let mut all = Vec::new();
    for frequency in ["one_time", "monthly"] {
        let answers = answers("lawful_permanent_resident", frequency);
        all.extend(pages(&answers).into_iter().flat_map(|page| questions(page, &answers)));
    }
    all.extend(ask_review());
    all.extend(ask_signature(vec!["Ana".to_owned()], AskSignature::AgreeToApplication));
    all.extend(ask_signature(vec!["Ana".to_owned()], AskSignature::AgreeToEnrollment));
    all.extend(what_if::questions(&[2027], &profile().places));
    for person in what_if::person_questions(&fields(&[("age_2", "4")])) {
        all.extend([person.questions, person.offer, person.ticks].concat());
    }
    all
}

#[test]
fn every_question_says_what_it_asks_and_what_is_missing() {
    let (words, profile) = (Words::default(), profile());
    let asking = Asking::new(words, &profile);
    let all = everything();
    assert!(all.len() > 100, "{}", all.len());
    for question in &all {
        let said = asking.question(&question.asked);
        assert!(!said.label.is_empty(), "{question:?}");
        assert!(question.need != Need::Required || !said.missing.is_empty(), "{said:?}");
        // Without the exchange's names: what is missing is said where they are not known.
        assert_eq!(words.missing_answer(&question.asked), said.missing, "{question:?}");
        let formula = format!(": {}", said.label);
        assert!(!said.missing.contains(&formula), "{said:?}");
    }
}

#[test]
fn people_are_called_by_name_or_number_and_names_of_the_exchange_stand_in_questions() {
    let (words, profile) = (Words::default(), profile());
    let label = |asked: AskApplication| Asking::new(words, &profile).question(&asked.into()).label;
    let answers = answers("citizen", "monthly");
    assert_eq!(label(AskApplication::Pregnant(answers.called(1))), "Is Ana pregnant?");
    assert_eq!(label(AskApplication::Pregnant(answers.called(2))), "Is Person 2 pregnant?");
    assert_eq!(
        label(AskApplication::Resident(answers.called(1))),
        "Does Ana live in Minnesota and plan to stay?"
    );
    assert_eq!(words.application_page(Page::Taxes(2), &answers), "Income tax: Person 2");
}

#[test]
fn what_is_wrong_is_one_sentence_about_it() {
    let words = Words::default();
    let ana = Called { number: 1, name: Name::new("Ana", "Sample") };
    let tom = Called { number: 2, name: Name::default() };
    for (wrong, said) in [
        (
            Wrong::Missing(AskApplication::County(vec!["Aitkin".to_owned(), "Crow Wing".to_owned()]).into()),
            "Choose your county. This ZIP code lies in Aitkin and Crow Wing.",
        ),
        (Fault::from(DayFault::NoMonth).into(), "The month is missing. Enter month, day and year."),
        (
            WrongApplication::SameNumber(ana.clone(), vec![tom.clone()]).into(),
            "Ana Sample has the same Social Security number as Person 2. Check these numbers.",
        ),
        (
            WrongApplication::YearsApart(ana, tom, 1).into(),
            "Ana Sample and Person 2 are 1 year apart. Check this answer and both dates of birth. \
             If they are right, tick the box below this question.",
        ),
        (WrongAccount::PasswordLong(128).into(), "Use at most 128 characters."),
    ] {
        assert_eq!(words.wrong(&wrong), said);
    }
}

#[test]
fn an_answer_is_said_as_it_was_given() {
    let words = Words::default();
    let given = |given: Given| words.given(&given);
    assert_eq!(given(Given::Nothing), "");
    assert_eq!(given(Given::Yes(false)), "No");
    assert_eq!(given(Given::Day(date(2026, 11, 3))), "3 Nov 2026");
    assert_eq!(given(Given::Money(domain::cents::Cents(123_450))), "$1,234.50");
    let chosen = [Medicare::PartB.into(), Sex::Female.into()].map(Label::Listed);
    assert_eq!(given(Given::Chosen(chosen.into())), "Yes, Part B only and Female");
    assert_eq!(
        words.label(&Label::Agency("Sample Agency".to_owned(), AssisterKind::Cac)),
        "Sample Agency (certified application counselor)"
    );
    assert_eq!(words.social_security(&SocialSecurity::EndsIn("6789".to_owned())), "ends in 6789");
    assert_eq!((words.spoken("hmn"), words.spoken("xx")), ("Hmong".into(), "xx".into()));
}
