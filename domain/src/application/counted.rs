//! The answers that count, as values. What stays behind a question that was answered otherwise later counts no
//! more, and nothing is decided on what somebody who does not apply was not asked (APP-3). The household of a
//! determination is made of these alone.

use super::{Answers, Page, checks, questions};
use crate::form::amount_in_cents;
use jiff::civil::Date;

impl Answers {
    /// An answer, where there is one that counts.
    pub fn counted(&self, page: Page, field: &str) -> Option<&str> {
        Some(self.get(page, field)).filter(|given| !given.is_empty() && self.counts(page, field))
    }

    /// The date of three fields, where there is one that counts.
    pub fn counted_date(&self, page: Page, field: &str) -> Option<Date> {
        self.date(page, field).filter(|_| self.counts(page, field))
    }

    /// Dollars as cents, where there are some that count.
    pub fn counted_cents(&self, page: Page, field: &str) -> Option<i64> {
        amount_in_cents(self.counted(page, field)?).ok().flatten()
    }

    /// The lines of a page of money that count: number and cents.
    pub fn amounts(&self, page: Page) -> impl Iterator<Item = (u8, i64)> {
        (1..=questions::lines(self, page))
            .filter_map(move |line| Some((line, self.counted_cents(page, &format!("amount_{line}"))?)))
    }

    /// Every two people of the household, the one listed later first.
    pub fn pairs(&self) -> Vec<(u8, u8)> {
        let people = self.people();
        let earlier = |n: u8| people.iter().filter(move |other| **other < n).map(move |other| (n, *other));
        people.iter().flat_map(|n| earlier(*n)).collect()
    }

    /// Somebody who does not live at the home address lives apart from everyone else.
    pub fn live_apart(&self, (one, other): (u8, u8)) -> bool {
        [one, other].iter().any(|n| self.get(Page::Relationships(*n), "lives_here") == "no")
    }

    fn counts(&self, page: Page, field: &str) -> bool {
        let is = |field: &str, word: &str| self.get(page, field) == word;
        match (page, field) {
            (Page::Citizenship(n), _) => self.is_applying(n),
            (Page::History(n), field) => {
                self.has_history(n)
                    && match field {
                        "earlier_since" => !is("earlier", "none"),
                        "parole" => {
                            is("earlier", "parolee_over_one_year")
                                || self.get(Page::Citizenship(n), "status") == "parolee_over_one_year"
                        }
                        "sponsor" => self.get(Page::Citizenship(n), "status") == "lawful_permanent_resident",
                        "sponsor_gives" | "forty_quarters" => {
                            self.counts(page, "sponsor") && is("sponsor", "yes")
                        }
                        _ => true,
                    }
            }
            (Page::About(_), "expected_children") => is("pregnant", "yes"),
            (Page::About(n), "pregnancy_ended") => self.is_applying(n) && !is("pregnant", "yes"),
            (Page::Taxes(_), "filing_status") => is("role", "filer"),
            (Page::Taxes(_), "claimed_by") => is("role", "dependent"),
            (Page::Taxes(_), "custody") => is("role", "dependent") && is("claimed_by", "outside_parent"),
            (Page::Income(_) | Page::Deductions, _) => {
                let varies = field.strip_prefix("varies_");
                if varies.is_some_and(|line| is(&format!("frequency_{line}"), "one_time")) {
                    return false;
                }
                let once = field
                    .strip_prefix("day_")
                    .is_none_or(|line| is(&format!("frequency_{line}"), "one_time"));
                checks::asks_income(self) && is("any", "yes") && once
            }
            (Page::Expected, _) => checks::asks_income(self),
            (
                Page::Address
                | Page::Contact
                | Page::People
                | Page::Person(_)
                | Page::About(_)
                | Page::Relationships(_)
                | Page::Taxes(_)
                | Page::Coverage(_),
                _,
            ) => true,
        }
    }
}
