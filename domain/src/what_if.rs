//! "What if": a household as somebody types it in to see what help there could be. It asks far less than
//! the application and nothing of it is kept. What it asks is in `questions`, what is wrong with the answers in
//! `faults`; both work on the same fields as the application's pages.

use crate::{
    form::{Answer, Choice, Fault, Fields, Need, Question, ask, choices, value},
    typed::{Reader, money, number},
};
use jiff::civil::Date;

/// The rule that asks for the estimate.
const RULE: &str = "B6";
/// As many people as one form takes; larger households apply.
pub const MOST_PEOPLE: u8 = 8;

/// What is asked about one person.
#[derive(Clone, Debug)]
pub struct PersonQuestions {
    /// The number, from 1.
    pub number: u8,
    /// One after the other.
    pub questions: Vec<Question>,
    /// What coverage from a job costs; only for whoever is offered some.
    pub offer: Vec<Question>,
    /// Statements to tick where they are true.
    pub ticks: Vec<Question>,
}

/// Who the others are to the first person.
const RELATIONS: &[(&str, &str)] = &[
    ("spouse", "Husband or wife"),
    ("child", "Child, adopted child or stepchild"),
    ("parent", "Parent"),
    ("sibling", "Brother or sister"),
    ("grandchild", "Grandchild"),
    ("other_relative", "Another relative"),
    ("unrelated", "Partner who is not married to them, or not related"),
];

const TAXES_OF_THE_FIRST: &[(&str, &str)] = &[
    ("file", "Files a tax return"),
    ("outside", "Is claimed by somebody who is not listed here"),
    ("none", "Does not file a tax return"),
];

const TAXES_OF_THE_OTHERS: &[(&str, &str)] = &[
    ("joint", "Files together with person 1"),
    ("dependent", "Is claimed as a dependent by person 1"),
    ("file", "Files an own tax return"),
    ("outside", "Is claimed by somebody who is not listed here"),
    ("none", "Does not file a tax return"),
];

const COVERAGE: &[(&str, &str)] = &[
    ("none", "None"),
    ("offer", "A job offers coverage, but it is not taken"),
    ("enrolled", "Is enrolled in a plan from a job"),
    ("medicare", "Has Medicare"),
    ("other", "Has other full coverage, such as TRICARE or veterans care"),
];

const PERIODS: &[(&str, &str)] = &[("monthly", "A month"), ("yearly", "A year")];

/// The fields of the household.
const HOUSEHOLD: &[&str] = &["coverage_year", "county", "income_period"];

/// The fields of a person, each followed by the person's number.
const PERSON: &[&str] = &[
    "relation",
    "age",
    "applying",
    "taxes",
    "income",
    "coverage",
    "premium",
    "family_premium",
    "pregnant",
    "tobacco",
    "tribe",
];

/// Keeps what the form asks, of everything that was sent: the first value of each field, as it was understood or
/// else as it was typed.
pub fn fields<'f>(sent: impl Iterator<Item = (&'f str, &'f str)>) -> Fields {
    let mut fields = Fields::new();
    for (name, value) in sent {
        if HOUSEHOLD.contains(&name) || person_field(name).is_some() {
            fields.entry(name.to_owned()).or_insert_with(|| value.to_owned());
        }
    }
    let asked =
        person_questions(&fields).into_iter().flat_map(|asked| [asked.questions, asked.offer].concat());
    for question in questions(&[]).into_iter().chain(asked) {
        // No day is asked here, so that none is needed.
        fields.extend(question.kept(&fields, Date::ZERO).unwrap_or_default());
    }
    fields
}

/// A person's age in whole years, where it is one.
pub fn age(fields: &Fields, n: u8) -> Option<u8> {
    number::count(about(fields, "age", n), 0..=120).ok().and_then(|age| u8::try_from(age).ok())
}

/// Stem and number of a person's field.
fn person_field(name: &str) -> Option<(&str, u8)> {
    let (stem, number) = name.rsplit_once('_')?;
    let number = number.parse().ok().filter(|n| (1..=MOST_PEOPLE).contains(n))?;
    (PERSON.contains(&stem) && name == format!("{stem}_{number}")).then_some((stem, number))
}

/// How many people the form lists: the highest number that a field carries.
pub fn people(fields: &Fields) -> u8 {
    fields.keys().filter_map(|name| person_field(name)).map(|(_, number)| number).max().unwrap_or(1)
}

/// Adds a person at the end; nothing happens when the form is full.
pub fn add_person(fields: &mut Fields) {
    let next = people(fields) + 1;
    if next <= MOST_PEOPLE {
        fields.insert(format!("age_{next}"), String::new());
    }
}

/// Takes a person off; those behind move up. The first one stays.
pub fn remove_person(fields: &mut Fields, number: u8) {
    if number < 2 || number > people(fields) {
        return;
    }
    let kept = std::mem::take(fields).into_iter().filter_map(|(name, value)| match person_field(&name) {
        Some((_, n)) if n == number => None,
        Some((stem, n)) if n > number => Some((format!("{stem}_{}", n - 1), value)),
        Some(_) | None => Some((name, value)),
    });
    *fields = kept.collect();
}

/// What is asked about the household.
pub fn questions(years: &[i16]) -> Vec<Question> {
    let years =
        years.iter().map(|year| Choice { value: year.to_string(), label: year.to_string() }).collect();
    vec![
        ask("coverage_year", "Which year do you want coverage for?", Answer::Radios(years)),
        ask("county", "County", Answer::County)
            .hint("The county decides which plans there are and what they cost."),
        ask("income_period", "Will you enter income a month or a year?", Answer::Radios(choices(PERIODS))),
    ]
}

/// The reader of a field; `None` when the form has none of this name.
pub fn reader_of(field: &str) -> Option<Reader> {
    let full = Fields::from([(format!("age_{MOST_PEOPLE}"), String::new())]);
    let of_people = person_questions(&full);
    let asked =
        of_people.iter().flat_map(|person| person.questions.iter().chain(&person.offer).chain(&person.ticks));
    questions(&[]).iter().chain(asked).find_map(|question| question.reads(field))
}

/// What is asked about each person.
pub fn person_questions(fields: &Fields) -> Vec<PersonQuestions> {
    (1..=people(fields)).map(|n| about_person(fields, n)).collect()
}

/// Whether anything about coverage from a job was answered for a person.
pub fn has_offer(fields: &Fields, n: u8) -> bool {
    let of = |stem: &str| about(fields, stem, n);
    matches!(of("coverage"), "offer" | "enrolled")
        || !of("premium").is_empty()
        || !of("family_premium").is_empty()
}

fn about_person(fields: &Fields, n: u8) -> PersonQuestions {
    let field = |stem: &str| format!("{stem}_{n}");
    let applying = about(fields, "applying", n) == "yes";
    let offered = about(fields, "coverage", n) == "offer";
    let mut questions = Vec::new();
    if n > 1 {
        let relations = Answer::Select(choices(RELATIONS));
        questions.push(ask(field("relation"), "Who is this person to person 1?", relations));
    }
    let taxes = choices(if n == 1 { TAXES_OF_THE_FIRST } else { TAXES_OF_THE_OTHERS });
    let income = ask(field("income"), "Income before taxes", Answer::Money).need(Need::Optional);
    questions.extend([
        ask(field("age"), "Age in years", Answer::Age).hint("0 for a baby under 1."),
        ask(field("applying"), "Does this person want health coverage?", Answer::YesNo),
        ask(field("taxes"), "Income tax return for that year", Answer::Select(taxes)),
        income.hint(match n {
            1 => {
                "Pay, profit of self-employment, unemployment, pensions and Social Security. \
                 Leave out child support, gifts and SSI. Leave empty for none."
            }
            _ => "",
        }),
        ask(field("coverage"), "Other coverage they have or could get", Answer::Select(choices(COVERAGE)))
            .need(Need::when(applying)),
    ]);
    let offer = vec![
        ask(
            field("premium"),
            "What the plan from the job costs a month for this person alone",
            Answer::Money,
        )
        .need(Need::when(offered)),
        ask(
            field("family_premium"),
            "What the plan from the job costs a month for the family",
            Answer::Money,
        )
        .hint("Leave empty when the family is not offered any.")
        .need(Need::NotNow),
    ];
    let ticks = [
        ("pregnant", "Is pregnant"),
        ("tobacco", "Uses tobacco"),
        ("tribe", "Is American Indian or Alaska Native"),
    ];
    let ticks = ticks.map(|(stem, label)| ask(field(stem), label, Answer::Tick).need(Need::NotNow));
    PersonQuestions { number: n, questions, offer, ticks: ticks.into() }
}

/// An answer about a person: `about(fields, "age", 1)`.
pub fn about<'f>(fields: &'f Fields, stem: &str, n: u8) -> &'f str {
    value(fields, &format!("{stem}_{n}"))
}

/// Every fault, in the order of the questions; a household can be made of fields without one.
pub fn faults(fields: &Fields, years: &[i16], today: Date) -> Vec<Fault> {
    let mut faults = Vec::new();
    for question in questions(years) {
        let message = question.fault(fields, today);
        faults.extend(message.map(|message| Fault::new(&question.field, message, RULE)));
    }
    for asked in person_questions(fields) {
        let n = asked.number;
        for question in asked.questions.iter().chain(&asked.offer).chain(&asked.ticks) {
            let message = question
                .fault(fields, today)
                .or_else(|| contradiction(fields, n, &question.field).map(str::to_owned));
            faults.extend(
                message.map(|message| Fault::new(&question.field, format!("Person {n}: {message}"), RULE)),
            );
        }
    }
    if faults.is_empty() && !(1..=people(fields)).any(|n| about(fields, "applying", n) == "yes") {
        faults.push(Fault::new("applying_1", "At least one person must want coverage.", RULE));
    }
    faults
}

/// What does not fit with the other answers, at the field of one question.
fn contradiction(fields: &Fields, n: u8, field: &str) -> Option<&'static str> {
    let of = |stem: &str, n: u8| about(fields, stem, n);
    let age = |n: u8| age(fields, n);
    let stem = field.rsplit_once('_').map_or("", |(stem, _)| stem);
    match (stem, of(stem, n)) {
        ("relation", "spouse") if (2..n).any(|other| of("relation", other) == "spouse") => {
            Some("Only one husband or wife can be listed.")
        }
        ("relation", "child") if age(n)? >= age(1)? => {
            Some("A child is younger than person 1. Check both ages.")
        }
        ("relation", "parent") if age(n)? <= age(1)? => {
            Some("A parent is older than person 1. Check both ages.")
        }
        ("taxes", "joint") if of("relation", n) != "spouse" => {
            Some("Only a husband or wife can file together with person 1.")
        }
        ("taxes", "dependent") if of("relation", n) == "spouse" => {
            Some("A husband or wife is not claimed as a dependent. Choose another answer.")
        }
        ("taxes", "joint" | "dependent") if of("taxes", 1) != "file" => {
            Some("Person 1 must file a tax return for this. Change one of the two answers.")
        }
        ("income" | "premium" | "family_premium", typed)
            if money::read(typed).ok().flatten().is_some_and(|cents| cents < 0) =>
        {
            Some("This amount cannot be below zero.")
        }
        _ => None,
    }
}
