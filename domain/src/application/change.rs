//! A change after submission: something happened in somebody's life, and a dated version of the case follows. It is asked
//! for what changes, and for nothing else; what was submitted stays as it was (APP-1, ACT-12).

use super::{Answers, Page, PageState, page_state, pages};
use crate::{
    enrollment::{LifeEvent, SpecialEvent, ToldBy},
    form::{Answer, Asked, Fault, Fields, Form, Question, Wrong, ask, reader_of, under_rule},
    profile::Profile,
    typed::Reader,
};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What a change is about, beside the answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changing {
    /// What happened.
    pub event: LifeEvent,
    /// The pages that were saved since it was told of.
    pub touched: BTreeSet<Page>,
}

impl Changing {
    /// Whether the page is asked for: it says what changed, or it was changed on the way.
    fn asks(&self, page: Page) -> bool {
        self.touched.contains(&page) || concerns(self.event, page)
    }
}

/// Whether a page asks for what an event changes. Pages of people who came with it are asked because nothing stands there.
fn concerns(event: LifeEvent, page: Page) -> bool {
    use LifeEvent as E;
    match event {
        E::Birth | E::Adoption => matches!(page, Page::People),
        E::Marriage | E::Divorce => matches!(page, Page::People | Page::Taxes(_)),
        E::LostCoverage | E::JobOfferEnds => matches!(page, Page::Coverage(_)),
        E::Move => matches!(page, Page::Address),
        E::Income | E::LowIncome => matches!(page, Page::Income(_) | Page::Deductions | Page::Expected),
        E::Citizenship => matches!(page, Page::Citizenship(_) | Page::History(_)),
        E::Release => matches!(page, Page::About(_)),
        E::ExchangeError => false,
    }
}

/// The pages that are asked for: all of an application's; of a change those that it concerns, and those that are not right.
pub fn asked_pages(answers: &Answers) -> Vec<Page> {
    let mut all = pages(answers);
    if let Some(change) = answers.change() {
        all.retain(|page| change.asks(*page) || page_state(*page, answers) != PageState::Done);
    }
    all
}

/// What happened, and on which day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// What.
    pub event: LifeEvent,
    /// When.
    pub on: Date,
}

/// An event of which people tell, with the days on which it may lie today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tellable {
    /// The event.
    pub event: SpecialEvent,
    /// The first day: after it the days to choose a plan are not over yet.
    pub from: Date,
    /// The last one.
    pub until: Date,
}

/// The events of which people tell themselves (ENR-1), in the order of the profile.
pub fn tellable(profile: &Profile, today: Date) -> Vec<Tellable> {
    let told = profile.special_event.iter().filter(|event| event.told_by == ToldBy::Consumer);
    told.map(|event| {
        let (from, until) = event.happens(today);
        Tellable { from, until, event: event.clone() }
    })
    .collect()
}

impl Tellable {
    /// What is asked of whoever tells of it: on which day.
    pub fn questions(&self) -> Vec<Question> {
        questions(self.event.kind, (self.from, self.until))
    }

    /// The reader of a field of that form.
    pub fn reader(field: &str) -> Option<Reader> {
        reader_of(&questions(LifeEvent::Move, (Date::MIN, Date::MAX)), field)
    }

    /// Reads the day: one that leaves time to choose a plan.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(&self, typed: &Fields, today: Date) -> Result<Told, Vec<Fault>> {
        let questions = self.questions();
        let mut form = Form::new(&questions, typed, today);
        if let Some(day) = form.date("day")
            && !(self.from..=self.until).contains(&day)
        {
            form.refuse("day", Wrong::DayBetween(self.from, self.until));
        }
        form.read(|form| Some(Told { event: self.event.kind, on: form.date("day")? }))
    }
}

fn questions(event: LifeEvent, (from, until): (Date, Date)) -> Vec<Question> {
    under_rule("ENR-1", [ask("day", Asked::EventDay(event, from, until), Answer::Day)])
}

#[cfg(test)]
mod tests {
    use super::{super::next_step, *};
    use jiff::civil::date;

    fn typed(day: &str) -> Fields {
        let parts = ["day_year", "day_month", "day_day"].into_iter().zip(day.split('-'));
        parts.map(|(field, part)| (field.to_owned(), part.to_owned())).collect()
    }

    #[test]
    fn an_event_is_told_while_there_are_days_left_to_choose_a_plan_enr_1() {
        let profile = Profile::from_toml(Profile::MNSURE).unwrap();
        let today = date(2027, 3, 1);
        let events = tellable(&profile, today);
        let of = |kind: LifeEvent| events.iter().find(|told| told.event.kind == kind);
        assert!(of(LifeEvent::ExchangeError).is_none(), "the desk tells of it");
        // Sixty days back, and ahead where coverage ends on a day that is known.
        for (kind, day, right) in [
            (LifeEvent::Birth, "2027-03-01", true),
            (LifeEvent::Birth, "2026-12-31", true),
            (LifeEvent::Birth, "2026-12-30", false),
            (LifeEvent::Birth, "2027-03-02", false),
            (LifeEvent::LostCoverage, "2027-04-30", true),
            (LifeEvent::LostCoverage, "2027-05-01", false),
            (LifeEvent::Birth, "", false),
        ] {
            let read = of(kind).unwrap().read(&typed(day), today);
            assert_eq!(read.is_ok(), right, "{kind:?} {day}: {read:?}");
        }
        let told = of(LifeEvent::Move).unwrap().read(&typed("2027-02-02"), today);
        assert_eq!(told.unwrap(), Told { event: LifeEvent::Move, on: date(2027, 2, 2) });
    }

    #[test]
    fn a_change_asks_for_what_it_concerns_for_what_is_not_right_and_for_what_was_touched() {
        let mut answers = Answers::new(
            super::super::Kind::FinancialAssistance,
            2027,
            date(2027, 3, 1),
            &Profile::from_toml(Profile::MNSURE).unwrap().places,
        );
        assert_eq!(asked_pages(&answers), pages(&answers), "an application asks for everything");
        let unchanged = answers.clone();
        answers = answers.changing(Changing { event: LifeEvent::Move, touched: BTreeSet::new() });
        answers.put(Page::Deductions, Fields::from([("any".to_owned(), "no".to_owned())]));
        let asked = asked_pages(&answers);
        assert!(asked.contains(&Page::Address) && asked.contains(&Page::Contact), "nothing stands there");
        assert!(!asked.contains(&Page::Deductions), "it is right, and a move changes nothing of it");
        assert_eq!(
            next_step(Page::Deductions, &answers),
            next_step(Page::Deductions, &unchanged),
            "after a page that is right now comes what is still asked, and not the review"
        );
        let touched = BTreeSet::from([Page::Deductions]);
        answers = answers.changing(Changing { event: LifeEvent::Move, touched });
        assert!(asked_pages(&answers).contains(&Page::Deductions));
    }
}
