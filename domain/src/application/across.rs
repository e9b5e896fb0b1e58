//! What cannot be right across people, or hardly: one person listed twice (APP-8), ages and relationships that do not
//! fit, a ZIP code outside the county. What hardly can be is asked about: whoever answers mends it, or ticks that it
//! is right.

use super::{Answers, AskApplication, Page, WrongApplication};
use crate::{
    form::{Answer, Need, Question, ask},
    places::{County, ZipLies},
    typed::{day, name, place::Zip},
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
    statement: AskApplication,
    /// What to look at.
    pub(super) wrong: WrongApplication,
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
pub(super) fn impossible(answers: &Answers, (n, earlier): (u8, u8)) -> Option<WrongApplication> {
    let (own, other) = births(answers, (n, earlier))?;
    match answers.get(Page::Relationships(n), &format!("to_{earlier}")) {
        "child" | "grandchild" if own <= other => Some(WrongApplication::ChildNotYounger),
        "parent" | "grandparent" if own >= other => Some(WrongApplication::ParentNotOlder),
        _ => None,
    }
}

/// What hardly can be about it.
pub(super) fn unlikely(answers: &Answers, (n, earlier): (u8, u8)) -> Option<Unlikely> {
    let (own, other) =
        births(answers, (n, earlier)).filter(|_| impossible(answers, (n, earlier)).is_none())?;
    let kind = answers.get(Page::Relationships(n), &format!("to_{earlier}"));
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
        let (one, two, years) = (answers.called(n), answers.called(earlier), apart.unsigned_abs());
        Unlikely {
            field: format!("sure_{kind}_{earlier}"),
            statement: AskApplication::SureApart(one.clone(), two.clone(), years),
            wrong: WrongApplication::YearsApart(one, two, years),
        }
    })
}

fn child_married(answers: &Answers, pair: (u8, u8)) -> Option<Unlikely> {
    let young = [pair.0, pair.1].into_iter().find(|n| answers.age(*n).is_some_and(|age| age < ADULT))?;
    let (one, two) = (answers.called(pair.0), answers.called(pair.1));
    let (youngest, age) = (answers.called(young), answers.age(young)?.unsigned_abs());
    Some(Unlikely {
        field: format!("sure_spouse_{}", pair.1),
        statement: AskApplication::SureMarried(one, two, youngest.clone(), age),
        wrong: WrongApplication::MarriedChild(youngest, age),
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

/// The names of the counties in which the home's ZIP code lies; none when that is not known.
pub(super) fn counties_of_the_zip(answers: &Answers) -> Vec<String> {
    match answers.zip().map(|zip| answers.places().where_lies(&zip)) {
        Some(ZipLies::In(counties)) => names(&counties),
        Some(ZipLies::Unknown | ZipLies::Elsewhere) | None => Vec::new(),
    }
}

fn names(counties: &[&County]) -> Vec<String> {
    counties.iter().map(|county| county.name.clone()).collect()
}

/// What is wrong with ZIP code and county together.
pub(super) fn misplaced(answers: &Answers) -> Option<WrongApplication> {
    let chosen = answers.get(Page::Address, "county");
    match answers.places().where_lies(&answers.zip()?) {
        ZipLies::In(counties) if chosen.is_empty() || counties.iter().any(|county| county.fips == chosen) => {
            None
        }
        ZipLies::In(counties) => {
            let chosen = answers.places().county(chosen)?.name.clone();
            Some(WrongApplication::ZipNotInCounty(names(&counties), chosen))
        }
        ZipLies::Elsewhere => Some(WrongApplication::ZipElsewhere),
        ZipLies::Unknown => None,
    }
}

/// A ZIP code of the state that the table does not have may be a new one.
pub(super) fn new_zip(answers: &Answers) -> Option<Unlikely> {
    let is_new = |zip: &Zip| answers.places().where_lies(zip) == ZipLies::Unknown;
    let zip = answers.zip().filter(is_new)?;
    Some(Unlikely {
        field: format!("sure_zip_{}", zip.five()),
        statement: AskApplication::SureZip,
        wrong: WrongApplication::ZipUnknown,
    })
}
