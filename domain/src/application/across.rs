//! What cannot be right across people, or hardly: one person listed twice (APP-8), ages and relationships that do not
//! fit, a ZIP code outside the county. What hardly can be is asked about: whoever answers mends it, or ticks that it
//! is right.

use super::{Answers, Page};
use crate::{
    form::{Answer, Need, Question, ask},
    typed::{
        day, name,
        place::{ZipLies, county_name},
    },
};
use jiff::civil::Date;

/// From this age on a person is an adult: who marries (Minn. Stat. 517.02), and who may say that an application was reviewed.
pub const ADULT: i16 = 18;
/// Parents are rarely younger or older than this when a child is born.
const PARENTS: std::ops::Range<i16> = 10..80;
/// The same of grandparents.
const GRANDPARENTS: std::ops::Range<i16> = 20..110;
/// Brothers and sisters are rarely as many years apart.
const SIBLINGS: std::ops::Range<i16> = 0..50;

/// Something that hardly can be, with the box that says it is right.
pub(super) struct Unlikely {
    /// The field of the box.
    field: String,
    /// What is ticked.
    statement: String,
    /// What to look at.
    pub(super) message: String,
}

impl Unlikely {
    /// The box.
    pub(super) fn question(&self) -> Question {
        ask(self.field.clone(), self.statement.clone(), Answer::Tick).need(Need::NotNow)
    }

    /// Whether the box is ticked.
    pub(super) fn is_confirmed(&self, page: Page, answers: &Answers) -> bool {
        answers.yes(page, &self.field)
    }
}

/// Whole years from one day to a later one; below zero when the second is earlier.
fn years_between(one: Date, other: Date) -> i16 {
    let (early, late) = (one.min(other), one.max(other));
    let full = day::age_on(early, late);
    if one <= other { full } else { -full.max(1) }
}

/// What cannot be about the relationship of a person to one listed before.
pub(super) fn impossible(answers: &Answers, (n, earlier): (u8, u8)) -> Option<&'static str> {
    let (own, other) = births(answers, (n, earlier))?;
    match answers.get(Page::Relationships(n), &format!("to_{earlier}")) {
        "child" | "grandchild" if own <= other => {
            Some("Check this answer: a child is younger than the parent.")
        }
        "parent" | "grandparent" if own >= other => {
            Some("Check this answer: a parent is older than the child.")
        }
        _ => None,
    }
}

/// What hardly can be about it.
pub(super) fn unlikely(answers: &Answers, (n, earlier): (u8, u8)) -> Option<Unlikely> {
    let (own, other) =
        births(answers, (n, earlier)).filter(|_| impossible(answers, (n, earlier)).is_none())?;
    let kind = answers.get(Page::Relationships(n), &format!("to_{earlier}"));
    let (name, other_name) = (answers.name(n), answers.name(earlier));
    let apart = years_between(own, other).abs();
    // How many years the older generation is ahead.
    let (ahead, usual) = match kind {
        "child" | "stepchild" => (years_between(other, own), PARENTS),
        "parent" | "stepparent" => (years_between(own, other), PARENTS),
        "grandchild" => (years_between(other, own), GRANDPARENTS),
        "grandparent" => (years_between(own, other), GRANDPARENTS),
        "sibling" => (apart, SIBLINGS),
        "spouse" => return child_married(answers, (n, earlier)),
        _ => return None,
    };
    let step = kind.starts_with("step") && ahead < 0;
    (!usual.contains(&ahead) && (ahead >= 0 || step)).then(|| {
        let kind_in_words = if kind == "sibling" { "brother or sister" } else { kind };
        let years = if apart == 1 { "1 year".to_owned() } else { format!("{apart} years") };
        Unlikely {
            field: format!("sure_{kind}_{earlier}"),
            statement: format!(
                "It is right: {name} is the {kind_in_words} of {other_name}, and they are {years} apart"
            ),
            message: format!(
                "{name} and {other_name} are {years} apart. Check this answer and both dates of birth. If they are right, tick the box below this question."
            ),
        }
    })
}

fn child_married(answers: &Answers, pair: (u8, u8)) -> Option<Unlikely> {
    let young = [pair.0, pair.1].into_iter().find(|n| answers.age(*n).is_some_and(|age| age < ADULT))?;
    let (name, other) = (answers.name(pair.0), answers.name(pair.1));
    let (youngest, age) = (answers.name(young), answers.age(young)?);
    Some(Unlikely {
        field: format!("sure_spouse_{}", pair.1),
        statement: format!("It is right: {name} and {other} are married, and {youngest} is {age} years old"),
        message: format!(
            "{youngest} is {age} years old. Check this answer and the date of birth. If they are right, tick the box below this question."
        ),
    })
}

fn births(answers: &Answers, (n, earlier): (u8, u8)) -> Option<(Date, Date)> {
    Some((answers.date(Page::Person(n), "born")?, answers.date(Page::Person(earlier), "born")?))
}

/// APP-8: the others who are listed with the same name and date of birth.
pub(super) fn same_person(answers: &Answers, n: u8) -> Vec<u8> {
    let who = |n: u8| {
        let born = answers.date(Page::Person(n), "born")?;
        let page = Page::Person(n);
        let name = name::bare(&name::full(answers.get(page, "given_name"), answers.get(page, "family_name")));
        Some((name, born)).filter(|(name, _)| !name.is_empty())
    };
    let own = who(n);
    let others = answers.people().into_iter().filter(|other| *other != n);
    others.filter(|other| own.is_some() && who(*other) == own).collect()
}

/// Several people in one sentence: "Ana and Tom".
pub(super) fn named(answers: &Answers, people: &[u8]) -> String {
    in_a_sentence(&people.iter().map(|n| answers.name(*n)).collect::<Vec<_>>())
}

/// "A", "A and B", "A, B and C".
fn in_a_sentence(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [front @ .., last] => format!("{} and {last}", front.join(", ")),
    }
}

/// The counties in which the home's ZIP code lies, in words; `None` when it is not known.
pub(super) fn counties_of_the_zip(answers: &Answers) -> Option<Vec<&'static str>> {
    match answers.zip()?.lies() {
        ZipLies::In(counties) => Some(counties.into_iter().map(|(_, name)| name).collect()),
        ZipLies::Unknown | ZipLies::Elsewhere => None,
    }
}

/// What is wrong with ZIP code and county together.
pub(super) fn misplaced(answers: &Answers) -> Option<String> {
    let county = answers.get(Page::Address, "county");
    match answers.zip()?.lies() {
        ZipLies::In(counties) if county.is_empty() || counties.iter().any(|(fips, _)| *fips == county) => {
            None
        }
        ZipLies::In(counties) => {
            let names: Vec<String> = counties.iter().map(|(_, name)| (*name).to_owned()).collect();
            let chosen = county_name(county)?;
            Some(format!(
                "This ZIP code lies in {} County, and not in {chosen} County. Check the ZIP code and the county.",
                in_a_sentence(&names)
            ))
        }
        ZipLies::Elsewhere => Some(
            "This ZIP code is not one of Minnesota. Check it. If you live in another state, call us."
                .to_owned(),
        ),
        ZipLies::Unknown => None,
    }
}

/// A ZIP code of the state that the table does not have may be a new one.
pub(super) fn new_zip(answers: &Answers) -> Option<Unlikely> {
    (answers.zip()?.lies() == ZipLies::Unknown).then(|| Unlikely {
        field: format!("sure_zip_{}", answers.zip().map(|zip| zip.five().to_owned()).unwrap_or_default()),
        statement: "This ZIP code is right, and lies in the county that I chose".to_owned(),
        message: "We do not know this ZIP code. Check it. If it is right, tick the box below.".to_owned(),
    })
}
