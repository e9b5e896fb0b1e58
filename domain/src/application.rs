//! One application of one household for one plan year: its kinds and states, its pages, and who may reach
//! or change it. What a page asks is in `application/questions.rs`, what is wrong with an answer in
//! `application/checks.rs` and `application/across.rs`, which answers count in `application/counted.rs`.

mod across;
mod answers;
mod asked;
mod change;
mod checks;
mod choices;
mod counted;
mod page;
mod progress;
mod questions;
mod readers;
mod review;
mod saved;
mod signature;
mod wrong;

pub use across::ADULT;
pub use answers::Answers;
pub use asked::{AskApplication, AskLine, AskReview, AskSignature, Line};
pub use change::{Changing, Tellable, Told, asked_pages, tellable};
pub use checks::{Problem, problems, problems_of};
pub use choices::{
    ClaimedOutside, DeductionKind, EarlierStatus, EmployerCoverage, Filing, Frequency, Immigration,
    Incarceration, IncomeKind, Medicare, MinimumValue, OtherCoverage, Parole, Relationship, Sex, TaxRole,
};
pub use page::{Page, Section, pages};
pub use progress::{PageState, SectionState, next_step, page_state, percent, section_state};
pub use questions::questions;
pub use readers::reader_of;
pub use review::{Review, ask_review};
pub use saved::{KeptPage, SavedPages};
pub use signature::{RIGHTS_VERSION, ask_signature};
pub use wrong::{WrongApplication, WrongReview};

use crate::{
    consumer::Basis,
    limits::{Limit, Limits},
    people::words,
};

words! {
    /// With or without financial assistance.
    Kind {
        /// For Medical Assistance, MinnesotaCare, tax credit and reduced costs.
        FinancialAssistance = "financial_assistance",
        /// Plans at full price: the consumer alone, a short form (L1).
        FullPrice = "full_price",
    }
}

words! {
    /// Where an application stands.
    State {
        /// Can be filled in.
        Draft = "draft",
        /// Signed and submitted: immutable (APP-1).
        Submitted = "submitted",
    }
}

words! {
    /// What became of the case that a submitted application opens.
    CaseStatus {
        /// Not worked on yet.
        Pending = "pending",
        /// In force.
        Active = "active",
        /// Over.
        Closed = "closed",
    }
}

impl CaseStatus {
    /// Pending or active: the year's one case (APP-1).
    pub fn is_open(self) -> bool {
        match self {
            CaseStatus::Pending | CaseStatus::Active => true,
            CaseStatus::Closed => false,
        }
    }
}

words! {
    /// How the consumer reviewed the application (ACT-6).
    ReviewedHow {
        /// In the same room.
        InPerson = "in_person",
        /// By phone.
        Phone = "phone",
        /// By video.
        Video = "video",
        /// Another way.
        Other = "other",
    }
}

/// What is held of a Social Security number; never the number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SocialSecurity {
    /// A good one, of which the last four digits may be shown (ACT-13).
    EndsIn(String),
    /// What was typed is none.
    NotIssued,
}

impl SocialSecurity {
    const NONE: &str = "not_issued";

    /// The word for it in a form.
    pub fn word(&self) -> &str {
        match self {
            SocialSecurity::EndsIn(digits) => digits,
            SocialSecurity::NotIssued => Self::NONE,
        }
    }

    /// What a word in a form says; `None` when nothing is held.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "" => None,
            Self::NONE => Some(SocialSecurity::NotIssued),
            digits => Some(SocialSecurity::EndsIn(digits.to_owned())),
        }
    }
}

/// ACT-8 (L1): an assister reaches only applications with financial assistance.
///
/// # Errors
/// `Limit::FinancialAssistanceOnly`.
pub fn reach(kind: Kind, basis: Basis, limits: &Limits) -> Result<(), Limit> {
    match (kind, basis) {
        (Kind::FinancialAssistance, _) | (Kind::FullPrice, Basis::OwnAccount) => Ok(()),
        (Kind::FullPrice, Basis::Association | Basis::Exchange) => match limits.financial_assistance_only {
            true => Err(Limit::FinancialAssistanceOnly),
            false => Ok(()),
        },
    }
}

/// ACT-12 (L5): a submitted application is read-only for everyone. For an assister the limit names the
/// desk that helps further; `None` when the draft is still open.
pub fn closed_for(state: State, basis: Basis, limits: &Limits) -> Option<Closed> {
    match (state, basis) {
        (State::Draft, _) => None,
        (State::Submitted, Basis::Association) if limits.no_change_after_submission => {
            Some(Closed::Limit(Limit::NoChangeAfterSubmission))
        }
        (State::Submitted, Basis::Association | Basis::OwnAccount | Basis::Exchange) => {
            Some(Closed::Submitted)
        }
    }
}

/// Why an application takes no more answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// The exchange's policy for assisters, with the desk as the way on.
    Limit(Limit),
    /// It was submitted.
    Submitted,
}

#[cfg(test)]
mod tests {
    use super::*;
    use Basis::Association;

    #[test]
    fn an_assister_reaches_only_applications_with_financial_assistance_act_8() {
        assert!(reach(Kind::FinancialAssistance, Association, &Limits::ALL_ON).is_ok());
        assert_eq!(reach(Kind::FullPrice, Association, &Limits::ALL_ON), Err(Limit::FinancialAssistanceOnly));
        assert!(reach(Kind::FullPrice, Basis::OwnAccount, &Limits::ALL_ON).is_ok());
        let off = Limits { financial_assistance_only: false, ..Limits::ALL_ON };
        assert!(reach(Kind::FullPrice, Association, &off).is_ok());
    }

    #[test]
    fn a_submitted_application_is_closed_for_everyone_act_12() {
        let off = Limits { no_change_after_submission: false, ..Limits::ALL_ON };
        assert_eq!(closed_for(State::Draft, Association, &Limits::ALL_ON), None);
        assert_eq!(
            closed_for(State::Submitted, Association, &Limits::ALL_ON),
            Some(Closed::Limit(Limit::NoChangeAfterSubmission))
        );
        assert_eq!(closed_for(State::Submitted, Association, &off), Some(Closed::Submitted));
        assert_eq!(closed_for(State::Submitted, Basis::OwnAccount, &Limits::ALL_ON), Some(Closed::Submitted));
    }
}
