//! Applications: their pages, their tasks, the record of a review.

use crate::{Text, Words, edge::chooses};
use domain::application::{Answers, Page, SectionState};

pub use domain::application::{Kind as ApplicationKind, Section};

chooses!(ApplicationKind, Section);

impl Words {
    /// The heading of a page.
    pub fn application_page(self, page: Page, answers: &Answers) -> Text {
        let name = |n: u8| self.called(&answers.called(n));
        match page {
            Page::Address => self.application_page_address(),
            Page::Contact => self.application_page_contact(),
            Page::People => self.application_page_people(),
            Page::Person(n) => self.application_page_person(name(n)),
            Page::Citizenship(n) => self.application_page_citizenship(name(n)),
            Page::History(n) => self.application_page_history(name(n)),
            Page::About(n) => self.application_page_about(name(n)),
            Page::Relationships(n) => self.application_page_relationships(name(n)),
            Page::Taxes(n) => self.application_page_taxes(name(n)),
            Page::Income(n) => self.application_page_income(name(n)),
            Page::Deductions => self.application_page_deductions(),
            Page::Expected => self.application_page_expected(answers.plan_year()),
            Page::Coverage(n) => self.application_page_coverage(name(n)),
        }
    }

    /// Where a task stands.
    pub fn section_state(self, section: Section, state: SectionState) -> Text {
        match (section, state) {
            (_, SectionState::Later) => self.application_state_later(),
            (Section::Review, _) => self.application_state_ready(),
            (_, SectionState::NotStarted) => self.application_state_not_started(),
            (_, SectionState::InProgress) => self.application_state_in_progress(),
            (_, SectionState::Attention) => self.application_state_attention(),
            (_, SectionState::Done) => self.application_state_done(),
        }
    }
}
