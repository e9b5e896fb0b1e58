//! Everything answered so far, page by page, as it was typed (APP-2). Nothing here is checked: `checks.rs`
//! tells what is wrong. A Social Security number never stands here: only the word that tells that one is
//! held sealed elsewhere.

use super::{Changing, Kind, Page};
use crate::{
    form::Fields,
    name::{Called, Name},
    places::Places,
    typed::{day, name, place::Zip, secret},
};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// All answers of one application.
#[derive(Clone, Debug)]
pub struct Answers {
    kind: Kind,
    plan_year: i16,
    today: Date,
    places: Places,
    pages: BTreeMap<Page, Fields>,
    same_number: Vec<(u8, u8)>,
    change: Option<Changing>,
}

impl Answers {
    /// An application without answers; `today` decides ages and what lies in the future, `places` where one can live.
    pub fn new(kind: Kind, plan_year: i16, today: Date, places: &Places) -> Self {
        let places = places.clone();
        Self { kind, plan_year, today, places, pages: BTreeMap::new(), same_number: Vec::new(), change: None }
    }

    /// The same application without answers.
    #[must_use]
    pub fn emptied(&self) -> Self {
        Self::new(self.kind, self.plan_year, self.today, &self.places)
    }

    /// The answers of a change after submission: fewer pages are asked for.
    #[must_use]
    pub fn changing(self, change: Changing) -> Self {
        Self { change: Some(change), ..self }
    }

    /// The change that these are the answers of, if they are of one.
    pub fn change(&self) -> Option<&Changing> {
        self.change.as_ref()
    }

    /// The field of a Social Security number: this word instead of the number when a good one is held.
    pub const HELD: &str = "held";
    /// This word when what was typed is held and is no Social Security number.
    pub const HELD_INVALID: &str = "held_invalid";
    /// The field that marks a person as taken off the list.
    pub const REMOVED: &str = "removed";

    /// Notes who has the same Social Security number as somebody else (APP-8), of the numbers by person. The numbers
    /// themselves are not kept.
    #[must_use]
    pub fn compared(mut self, numbers: &BTreeMap<u8, String>) -> Self {
        let read = |number: &String| secret::social_security_number(number).ok();
        let good: Vec<_> = numbers.iter().filter_map(|(n, number)| Some((*n, read(number)?))).collect();
        let pairs = good.iter().flat_map(|one| good.iter().map(move |other| (one, other)));
        let same = pairs.filter(|((n, number), (m, other))| n != m && number == other);
        self.same_number = same.map(|((n, _), (m, _))| (*n, *m)).collect();
        self
    }

    /// The others of the household who have the same Social Security number.
    pub fn same_number(&self, n: u8) -> Vec<u8> {
        let people = self.people();
        let others = self.same_number.iter().filter(|(one, _)| *one == n).map(|(_, other)| *other);
        others.filter(|other| people.contains(other) && self.is_applying(*other)).collect()
    }

    /// Puts the answers of a page.
    pub fn put(&mut self, page: Page, fields: Fields) {
        self.pages.insert(page, fields);
    }

    /// With or without financial assistance.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The coverage year.
    pub fn plan_year(&self) -> i16 {
        self.plan_year
    }

    /// The day on which the answers are looked at.
    pub fn today(&self) -> Date {
        self.today
    }

    /// The state's places.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// Whether a page was saved.
    pub fn has(&self, page: Page) -> bool {
        self.pages.contains_key(&page)
    }

    /// All fields of a page; empty when it was not saved.
    pub fn fields(&self, page: Page) -> Fields {
        self.pages.get(&page).cloned().unwrap_or_default()
    }

    /// One answer, without spaces around it; empty when there is none.
    pub fn get(&self, page: Page, field: &str) -> &str {
        self.pages.get(&page).and_then(|fields| fields.get(field)).map_or("", |value| value.trim())
    }

    /// Whether an answer is "yes".
    pub fn yes(&self, page: Page, field: &str) -> bool {
        self.get(page, field) == "yes"
    }

    /// A date of three fields; `None` when it is none.
    pub fn date(&self, page: Page, field: &str) -> Option<Date> {
        let parts = ["month", "day", "year"].map(|name| self.get(page, &format!("{field}_{name}")));
        day::read(parts).ok().flatten()
    }

    /// The numbers of the people in the household.
    pub fn people(&self) -> Vec<u8> {
        self.pages
            .iter()
            .filter_map(|(page, fields)| match page {
                Page::Person(n) if fields.get(Self::REMOVED).is_none_or(|word| word != "yes") => Some(*n),
                _ => None,
            })
            .collect()
    }

    /// The number for the next person; numbers are never used again.
    pub fn next_person(&self) -> Option<u8> {
        let last = self.pages.keys().filter_map(|page| page.person()).max().unwrap_or(0);
        (last < super::page::MOST_PEOPLE).then_some(last + 1)
    }

    /// A person as far as their name is known.
    pub fn called(&self, n: u8) -> Called {
        let part = |field: &str| self.get(Page::Person(n), field);
        Called { number: n, name: Name::new(part("given_name"), part("family_name")) }
    }

    /// A person by the given name; by the one name of whoever has one.
    pub fn called_short(&self, n: u8) -> Called {
        let part = |field: &str| self.get(Page::Person(n), field);
        let short = match (part("given_name"), part("one_name")) {
            ("", "yes") => part("family_name"),
            (given, _) => given,
        };
        Called { number: n, name: Name::whole(short) }
    }

    /// Given and family name as one; empty when nothing of it is known.
    pub fn name(&self, n: u8) -> String {
        let Called { name, .. } = self.called(n);
        name::full(&name.given, &name.family)
    }

    /// Whether a person asks for coverage.
    pub fn is_applying(&self, n: u8) -> bool {
        self.yes(Page::Person(n), "applying")
    }

    /// Whether what came before an applicant's status decides something: who waits five years for Medical Assistance,
    /// and whether a sponsor's support counts. Without help with costs nothing depends on it.
    pub fn has_history(&self, n: u8) -> bool {
        let status = self.get(Page::Citizenship(n), "status");
        self.kind == Kind::FinancialAssistance
            && self.is_applying(n)
            && matches!(status, "lawful_permanent_resident" | "parolee_over_one_year" | "battered")
    }

    /// A person's age today, in whole years.
    pub fn age(&self, n: u8) -> Option<i16> {
        self.date(Page::Person(n), "born").map(|born| day::age_on(born, self.today))
    }

    /// The names of the adults of the household.
    pub fn adults(&self) -> Vec<String> {
        let adult = |n: &u8| self.age(*n).is_some_and(|age| age >= super::across::ADULT);
        self.people().into_iter().filter(adult).map(|n| self.name(n)).collect()
    }

    /// The ZIP code of the home, where it is one.
    pub fn zip(&self) -> Option<Zip> {
        Zip::read(self.get(Page::Address, "zip")).ok()
    }

    /// A person's id in the household that the determination is computed from.
    pub fn person_id(n: u8) -> String {
        format!("p{n}")
    }

    /// The number of the person whom a determination calls `id`; `None` when it is no id of ours.
    pub fn person_number(id: &str) -> Option<u8> {
        id.strip_prefix('p')?.parse().ok()
    }
}
