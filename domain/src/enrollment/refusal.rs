//! Why an enrollment step is refused, with the figures: dates, states, limits. Rule, code and words for the
//! page stand with every other refusal in `crate::refusal`.

use jiff::civil::Date;

use super::state::{EnrollmentState, Step};
use crate::{plan::CreditRefusal, refusal::Refusal};

/// Why an enrollment step is refused. Nothing personal is in it. A log has its code and figures; people read the refusal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EnrollmentRefusal {
    /// Outside open enrollment and without an event.
    #[error("window.closed {from} {until}")]
    WindowClosed {
        /// First day of open enrollment.
        from: Date,
        /// Last day of open enrollment.
        until: Date,
    },
    /// The event's window has passed or has not begun.
    #[error("window.outside_event {from} {until}")]
    OutsideEventWindow {
        /// First day.
        from: Date,
        /// Last day.
        until: Date,
    },
    /// No such event in the profile.
    #[error("window.unknown_event")]
    UnknownEvent,
    /// The coverage would not start in the plan year.
    #[error("start.outside_plan_year {start} {year}")]
    OutsidePlanYear {
        /// Computed start.
        start: Date,
        /// Plan year.
        year: i16,
    },
    /// The credit is out of its limits.
    #[error(transparent)]
    Credit(#[from] CreditRefusal),
    /// The variant is not the one the group gets.
    #[error("plan.wrong_variant")]
    WrongVariant,
    /// One person in two medical groups.
    #[error("plan.two_medical")]
    TwoMedicalPlans,
    /// The step does not exist from this state.
    #[error("state.wrong {} {}", state.word(), step.word())]
    WrongState {
        /// Where it is.
        state: EnrollmentState,
        /// What was asked.
        step: Step,
    },
    /// Cancelling is for coverage that has not begun.
    #[error("cancel.already_started {start}")]
    AlreadyStarted {
        /// Its first day.
        start: Date,
    },
    /// The last day lies before the first.
    #[error("end.before_start {start}")]
    EndBeforeStart {
        /// Its first day.
        start: Date,
    },
    /// Coverage comes back within its year alone.
    #[error("reinstate.year_over {last}")]
    YearOver {
        /// The last day of that year.
        last: Date,
    },
    /// The last day lies after the plan year, or is not before the one that there is.
    #[error("end.too_late {last}")]
    EndTooLate {
        /// The last day that can be.
        last: Date,
    },
}

impl EnrollmentRefusal {
    /// What the page answers: rule, code, status and words are kept there, for every refusal of the portal.
    pub const fn refusal(&self) -> Refusal {
        match self {
            Self::WindowClosed { .. } | Self::OutsideEventWindow { .. } | Self::UnknownEvent => {
                Refusal::WindowClosed
            }
            Self::OutsidePlanYear { .. } => Refusal::OutsidePlanYear,
            Self::Credit(_) => Refusal::CreditOutOfRange,
            Self::WrongVariant => Refusal::VariantNotAllowed,
            Self::TwoMedicalPlans => Refusal::EnrollmentExists,
            Self::WrongState { .. } | Self::AlreadyStarted { .. } => Refusal::EnrollmentState,
            Self::YearOver { .. } => Refusal::YearOver,
            Self::EndBeforeStart { .. } | Self::EndTooLate { .. } => Refusal::EndOutsideCoverage,
        }
    }
}

impl From<EnrollmentRefusal> for Refusal {
    fn from(refused: EnrollmentRefusal) -> Self {
        refused.refusal()
    }
}
