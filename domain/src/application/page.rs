//! The pages of an application: one topic each, some of them once for each person; and the sections of
//! the task list.

use super::{Answers, Kind};
use crate::{people::words, stored::stored};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

words! {
    /// The tasks of the task list, in order.
    Section {
        /// Where the household lives, how to reach it.
        Start = "start",
        /// Who is in it and who applies.
        Applicants = "applicants",
        /// Who is what to whom, and taxes.
        Household = "household",
        /// What comes in.
        Income = "income",
        /// Coverage that people have or could get.
        Coverage = "coverage",
        /// Read everything, sign, submit.
        Review = "review",
    }
}

/// One page. People are numbered from 1, the primary contact; a number is never given twice in one
/// application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Page {
    /// Home address and county.
    Address,
    /// E-mail, phone, language.
    Contact,
    /// The list of people.
    People,
    /// Name, date of birth, applying or not.
    Person(u8),
    /// Social Security number and citizenship: applicants only (APP-3).
    Citizenship(u8),
    /// What came before an applicant's immigration status, where it decides something.
    History(u8),
    /// Pregnancy and other facts that open programs: applicants only.
    About(u8),
    /// What this person is to everyone listed before.
    Relationships(u8),
    /// What this person expects to do about income tax.
    Taxes(u8),
    /// What this person earns or receives.
    Income(u8),
    /// Deductions of everyone.
    Deductions,
    /// Income expected for the whole coverage year, when it differs.
    Expected,
    /// Coverage this applicant has or is offered.
    Coverage(u8),
}

stored!(Page, Text, |page| Cow::Owned(page.slug()), |text| Self::from_slug(text));

impl From<Page> for String {
    fn from(page: Page) -> String {
        page.slug()
    }
}

impl TryFrom<String> for Page {
    type Error = &'static str;
    fn try_from(slug: String) -> Result<Self, Self::Error> {
        Self::from_slug(&slug).ok_or("application.page")
    }
}

/// Most people in one application.
pub const MOST_PEOPLE: u8 = 20;

impl Page {
    /// The page's name in paths and in the database: "person/2".
    pub fn slug(self) -> String {
        let topic = self.topic();
        match self.person() {
            Some(number) => format!("{topic}/{number}"),
            None => topic.to_owned(),
        }
    }

    /// The first part of the slug.
    pub fn topic(self) -> &'static str {
        match self {
            Page::Address => "address",
            Page::Contact => "contact",
            Page::People => "people",
            Page::Person(_) => "person",
            Page::Citizenship(_) => "citizenship",
            Page::History(_) => "immigration",
            Page::About(_) => "about",
            Page::Relationships(_) => "relationships",
            Page::Taxes(_) => "taxes",
            Page::Income(_) => "income",
            Page::Deductions => "deductions",
            Page::Expected => "expected-income",
            Page::Coverage(_) => "coverage",
        }
    }

    /// The person the page is about.
    pub fn person(self) -> Option<u8> {
        match self {
            Page::Person(n)
            | Page::Citizenship(n)
            | Page::History(n)
            | Page::About(n)
            | Page::Relationships(n)
            | Page::Taxes(n)
            | Page::Income(n)
            | Page::Coverage(n) => Some(n),
            Page::Address | Page::Contact | Page::People | Page::Deductions | Page::Expected => None,
        }
    }

    /// Reads a slug; `None` when there is no such page.
    pub fn from_slug(slug: &str) -> Option<Page> {
        let (topic, number) = match slug.split_once('/') {
            Some((topic, number)) => (topic, Some(person_number(number)?)),
            None => (slug, None),
        };
        match (topic, number) {
            ("address", None) => Some(Page::Address),
            ("contact", None) => Some(Page::Contact),
            ("people", None) => Some(Page::People),
            ("deductions", None) => Some(Page::Deductions),
            ("expected-income", None) => Some(Page::Expected),
            ("person", Some(n)) => Some(Page::Person(n)),
            ("citizenship", Some(n)) => Some(Page::Citizenship(n)),
            ("immigration", Some(n)) => Some(Page::History(n)),
            ("about", Some(n)) => Some(Page::About(n)),
            ("relationships", Some(n)) => Some(Page::Relationships(n)),
            ("taxes", Some(n)) => Some(Page::Taxes(n)),
            ("income", Some(n)) => Some(Page::Income(n)),
            ("coverage", Some(n)) => Some(Page::Coverage(n)),
            _ => None,
        }
    }

    /// The task the page belongs to.
    pub fn section(self) -> Section {
        match self {
            Page::Address | Page::Contact => Section::Start,
            Page::People | Page::Person(_) | Page::Citizenship(_) | Page::History(_) | Page::About(_) => {
                Section::Applicants
            }
            Page::Relationships(_) | Page::Taxes(_) => Section::Household,
            Page::Income(_) | Page::Deductions | Page::Expected => Section::Income,
            Page::Coverage(_) => Section::Coverage,
        }
    }
}

/// A person's number as it stands in a slug: no sign, no leading zero.
fn person_number(text: &str) -> Option<u8> {
    let number: u8 = text.parse().ok()?;
    ((1..=MOST_PEOPLE).contains(&number) && number.to_string() == text).then_some(number)
}

/// The pages of this application, in the order in which they are asked. The short form of a full-price
/// application has no income and no taxes.
pub fn pages(answers: &Answers) -> Vec<Page> {
    let people = answers.people();
    let applicants: Vec<u8> = people.iter().copied().filter(|n| answers.is_applying(*n)).collect();
    let mut pages = vec![Page::Address, Page::Contact, Page::People];
    for &n in &people {
        pages.push(Page::Person(n));
        if answers.is_applying(n) {
            pages.push(Page::Citizenship(n));
            if answers.has_history(n) {
                pages.push(Page::History(n));
            }
            pages.push(Page::About(n));
        }
    }
    let first = people.first().copied();
    pages.extend(people.iter().filter(|n| Some(**n) != first).map(|n| Page::Relationships(*n)));
    match answers.kind() {
        Kind::FinancialAssistance => {
            pages.extend(people.iter().map(|n| Page::Taxes(*n)));
            pages.extend(people.iter().map(|n| Page::Income(*n)));
            pages.extend([Page::Deductions, Page::Expected]);
            pages.extend(applicants.iter().map(|n| Page::Coverage(*n)));
        }
        Kind::FullPrice => {}
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slug_reads_back_and_strange_ones_do_not() {
        for page in [Page::Address, Page::Expected, Page::Person(1), Page::History(2), Page::Coverage(20)] {
            assert_eq!(Page::from_slug(&page.slug()), Some(page));
        }
        for bad in
            ["", "person", "person/0", "person/21", "person/01", "person/+1", "address/1", "x", "person/1/2"]
        {
            assert_eq!(Page::from_slug(bad), None, "{bad}");
        }
    }
}
