//! Everything answered so far, page by page, as it was typed (APP-2). Nothing here is checked: `checks.rs`
//! tells what is wrong. A Social Security number never stands here: only the word that tells that one is
//! held sealed elsewhere.

use super::{Kind, Page};
use crate::form::{Fields, date_of};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// All answers of one application.
#[derive(Clone, Debug)]
pub struct Answers {
    kind: Kind,
    plan_year: i16,
    today: Date,
    pages: BTreeMap<Page, Fields>,
}

impl Answers {
    /// An application without answers; `today` decides ages and what lies in the future.
    pub fn new(kind: Kind, plan_year: i16, today: Date) -> Self {
        Self { kind, plan_year, today, pages: BTreeMap::new() }
    }

    /// The field of a Social Security number: this word instead of the number when a good one is held.
    pub const HELD: &str = "held";
    /// This word when what was typed is held and is no Social Security number.
    pub const HELD_INVALID: &str = "held_invalid";
    /// The field that marks a person as taken off the list.
    pub const REMOVED: &str = "removed";

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
        let part = |name: &str| self.get(page, &format!("{field}_{name}"));
        date_of(part("month"), part("day"), part("year")).ok().flatten()
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

    /// A person's name as far as it is known: "Ana Kowalski", or "Person 2".
    pub fn name(&self, n: u8) -> String {
        let page = Page::Person(n);
        let name = format!("{} {}", self.get(page, "given_name"), self.get(page, "family_name"));
        match name.trim() {
            "" => format!("Person {n}"),
            name => name.to_owned(),
        }
    }

    /// A person's given name, where it is known.
    pub fn first_name(&self, n: u8) -> String {
        match self.get(Page::Person(n), "given_name") {
            "" => format!("Person {n}"),
            name => name.to_owned(),
        }
    }

    /// Whether a person asks for coverage.
    pub fn is_applying(&self, n: u8) -> bool {
        self.yes(Page::Person(n), "applying")
    }

    /// Whether an applicant has a status with a history that rules ask for: lawfully here, and no citizen. Without help
    /// with costs nothing depends on it.
    pub fn has_history(&self, n: u8) -> bool {
        let status = self.get(Page::Citizenship(n), "status");
        self.kind == Kind::FinancialAssistance
            && self.is_applying(n)
            && !matches!(status, "" | "citizen" | "national" | "daca" | "undocumented")
    }

    /// A person's age today, in whole years.
    pub fn age(&self, n: u8) -> Option<i16> {
        let born = self.date(Page::Person(n), "born")?;
        let had_birthday = (self.today.month(), self.today.day()) >= (born.month(), born.day());
        Some(self.today.year() - born.year() - i16::from(!had_birthday))
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
