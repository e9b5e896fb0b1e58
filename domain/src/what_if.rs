//! "What if": a household as somebody types it in to see what help there could be. It asks far less than
//! the application and nothing of it is kept. What it asks is in `questions`, what is wrong with the answers in
//! `faults`; both work on the same fields as the application's pages.

use crate::{
    form::{Answer, Choice, Fault, Fields, Label, Need, Question, ask, choices, value},
    people::words,
    places::Places,
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

words! {
    /// Who the others are to the first person.
    Relation {
        /// Husband or wife.
        Spouse = "spouse",
        /// Child, adopted child or stepchild.
        Child = "child",
        /// Parent.
        Parent = "parent",
        /// Brother or sister.
        Sibling = "sibling",
        /// Grandchild.
        Grandchild = "grandchild",
        /// Another relative.
        OtherRelative = "other_relative",
        /// Partner who is not married to them, or not related.
        Unrelated = "unrelated",
    }
}

words! {
    /// What the first person does about income tax.
    FirstTaxes {
        /// Files a tax return.
        File = "file",
        /// Is claimed by somebody who is not listed here.
        Outside = "outside",
        /// Does not file a tax return.
        None = "none",
    }
}

words! {
    /// What the others do about it.
    OtherTaxes {
        /// Files together with person 1.
        Joint = "joint",
        /// Is claimed as a dependent by person 1.
        Dependent = "dependent",
        /// Files an own tax return.
        File = "file",
        /// Is claimed by somebody who is not listed here.
        Outside = "outside",
        /// Does not file a tax return.
        None = "none",
    }
}

words! {
    /// Other coverage that somebody has or could get.
    Coverage {
        /// None.
        None = "none",
        /// A job offers coverage, but it is not taken.
        Offer = "offer",
        /// Is enrolled in a plan from a job.
        Enrolled = "enrolled",
        /// Has Medicare.
        Medicare = "medicare",
        /// Has other full coverage, such as TRICARE or veterans care.
        Other = "other",
    }
}

words! {
    /// For how long an income is.
    Period {
        /// A month.
        Monthly = "monthly",
        /// A year.
        Yearly = "yearly",
    }
}

/// What the form asks: of the household, and of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskEstimate {
    /// For which year.
    Year,
    /// County.
    County,
    /// Whether income is a month's or a year's.
    Period,
    /// Who the person is to the first one.
    Relation,
    /// Age.
    Age,
    /// Whether the person wants coverage.
    Applying,
    /// What the person does about income tax.
    Taxes,
    /// Income of the first person, where it is said what counts.
    FirstIncome,
    /// Income of another one.
    Income,
    /// Other coverage.
    Coverage,
    /// What a plan from a job costs for the person alone.
    Premium,
    /// What it costs for the family.
    FamilyPremium,
    /// Whether the person is pregnant.
    Pregnant,
    /// Tobacco.
    Tobacco,
    /// Whether the person is American Indian or Alaska Native.
    Tribe,
}

/// What does not fit with the other answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrongEstimate {
    /// Nobody wants coverage.
    NobodyApplies,
    /// A second husband or wife.
    TwoSpouses,
    /// A child is not younger than the first person.
    ChildNotYounger,
    /// A parent is not older.
    ParentNotOlder,
    /// Somebody else than a husband or wife files together.
    JointNoSpouse,
    /// A husband or wife is claimed.
    SpouseClaimed,
    /// The first person does not file.
    FirstDoesNotFile,
    /// An amount below zero.
    BelowZero,
}

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
pub fn fields<'f>(sent: impl Iterator<Item = (&'f str, &'f str)>, places: &Places) -> Fields {
    let mut fields = Fields::new();
    for (name, value) in sent {
        if HOUSEHOLD.contains(&name) || person_field(name).is_some() {
            fields.entry(name.to_owned()).or_insert_with(|| value.to_owned());
        }
    }
    let asked =
        person_questions(&fields).into_iter().flat_map(|asked| [asked.questions, asked.offer].concat());
    for question in questions(&[], places).into_iter().chain(asked) {
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

/// The number of the person whom a field is about.
pub fn person_of(field: &str) -> Option<u8> {
    person_field(field).map(|(_, number)| number)
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
pub fn questions(years: &[i16], places: &Places) -> Vec<Question> {
    let year = |year: &i16| Choice { value: year.to_string(), label: Label::Text(year.to_string()) };
    let years = years.iter().map(year).collect();
    vec![
        ask("coverage_year", AskEstimate::Year, Answer::Radios(years)),
        ask("county", AskEstimate::County, Answer::County(places.clone())),
        ask("income_period", AskEstimate::Period, Answer::Radios(choices(Period::ALL))),
    ]
}

/// The reader of a field; `None` when the form has none of this name.
pub fn reader_of(field: &str) -> Option<Reader> {
    let full = Fields::from([(format!("age_{MOST_PEOPLE}"), String::new())]);
    let of_people = person_questions(&full);
    let asked =
        of_people.iter().flat_map(|person| person.questions.iter().chain(&person.offer).chain(&person.ticks));
    questions(&[], &Places::default()).iter().chain(asked).find_map(|question| question.reads(field))
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
        questions.push(ask(field("relation"), AskEstimate::Relation, Answer::Select(choices(Relation::ALL))));
    }
    let first = n == 1;
    let taxes = if first { choices(FirstTaxes::ALL) } else { choices(OtherTaxes::ALL) };
    let income = if first { AskEstimate::FirstIncome } else { AskEstimate::Income };
    let coverage = Answer::Select(choices(Coverage::ALL));
    questions.extend([
        ask(field("age"), AskEstimate::Age, Answer::Age),
        ask(field("applying"), AskEstimate::Applying, Answer::YesNo),
        ask(field("taxes"), AskEstimate::Taxes, Answer::Select(taxes)),
        ask(field("income"), income, Answer::Money).need(Need::Optional),
        ask(field("coverage"), AskEstimate::Coverage, coverage).need(Need::when(applying)),
    ]);
    let offer = vec![
        ask(field("premium"), AskEstimate::Premium, Answer::Money).need(Need::when(offered)),
        ask(field("family_premium"), AskEstimate::FamilyPremium, Answer::Money).need(Need::NotNow),
    ];
    let ticks = [
        ("pregnant", AskEstimate::Pregnant),
        ("tobacco", AskEstimate::Tobacco),
        ("tribe", AskEstimate::Tribe),
    ];
    let ticks = ticks.map(|(stem, asked)| ask(field(stem), asked, Answer::Tick).need(Need::NotNow));
    PersonQuestions { number: n, questions, offer, ticks: ticks.into() }
}

/// An answer about a person: `about(fields, "age", 1)`.
pub fn about<'f>(fields: &'f Fields, stem: &str, n: u8) -> &'f str {
    value(fields, &format!("{stem}_{n}"))
}

/// Every fault, in the order of the questions; a household can be made of fields without one.
pub fn faults(fields: &Fields, (years, places): (&[i16], &Places), today: Date) -> Vec<Fault> {
    let mut faults = Vec::new();
    for question in questions(years, places) {
        let wrong = question.fault(fields, today);
        faults.extend(wrong.map(|wrong| Fault::new(&question.field, wrong, RULE)));
    }
    for asked in person_questions(fields) {
        let n = asked.number;
        for question in asked.questions.iter().chain(&asked.offer).chain(&asked.ticks) {
            let wrong = question
                .fault(fields, today)
                .or_else(|| contradiction(fields, n, &question.field).map(Into::into));
            faults.extend(wrong.map(|wrong| Fault::new(&question.field, wrong, RULE)));
        }
    }
    if faults.is_empty() && !(1..=people(fields)).any(|n| about(fields, "applying", n) == "yes") {
        faults.push(Fault::new("applying_1", WrongEstimate::NobodyApplies, RULE));
    }
    faults
}

/// What does not fit with the other answers, at the field of one question.
fn contradiction(fields: &Fields, n: u8, field: &str) -> Option<WrongEstimate> {
    let of = |stem: &str, n: u8| about(fields, stem, n);
    let age = |n: u8| age(fields, n);
    let stem = field.rsplit_once('_').map_or("", |(stem, _)| stem);
    match (stem, of(stem, n)) {
        ("relation", "spouse") if (2..n).any(|other| of("relation", other) == "spouse") => {
            Some(WrongEstimate::TwoSpouses)
        }
        ("relation", "child") if age(n)? >= age(1)? => Some(WrongEstimate::ChildNotYounger),
        ("relation", "parent") if age(n)? <= age(1)? => Some(WrongEstimate::ParentNotOlder),
        ("taxes", "joint") if of("relation", n) != "spouse" => Some(WrongEstimate::JointNoSpouse),
        ("taxes", "dependent") if of("relation", n) == "spouse" => Some(WrongEstimate::SpouseClaimed),
        ("taxes", "joint" | "dependent") if of("taxes", 1) != "file" => Some(WrongEstimate::FirstDoesNotFile),
        ("income" | "premium" | "family_premium", typed)
            if money::read(typed).ok().flatten().is_some_and(|cents| cents < 0) =>
        {
            Some(WrongEstimate::BelowZero)
        }
        _ => None,
    }
}
