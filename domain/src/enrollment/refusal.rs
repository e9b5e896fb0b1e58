//! Why an enrollment step is refused, with the figures: dates, states, limits. Rule, code and words for the
//! page stand with every other refusal in `crate::refusal`.

use jiff::civil::Date;

use super::state::{EnrollmentState, Step};
use crate::{plan::CreditRefusal, refusal::Refusal};

/// Why an enrollment step is refused. Nothing personal is in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EnrollmentRefusal {
    /// Outside open enrollment and without an event.
    #[error(
        "enrollment is closed: open enrollment is from {from} to {until}, and no event opens another window"
    )]
    WindowClosed {
        /// First day of open enrollment.
        from: Date,
        /// Last day of open enrollment.
        until: Date,
    },
    /// The event's window has passed or has not begun.
    #[error("the special enrollment period of this event is from {from} to {until}")]
    OutsideEventWindow {
        /// First day.
        from: Date,
        /// Last day.
        until: Date,
    },
    /// No such event in the profile.
    #[error("no event of this kind opens an enrollment window")]
    UnknownEvent,
    /// The coverage would not start in the plan year.
    #[error("coverage would start on {start}, which is not in plan year {year}")]
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
    #[error("this variant of the plan does not follow from the determination")]
    WrongVariant,
    /// One person in two medical groups.
    #[error("a person is in two medical plans at a time")]
    TwoMedicalPlans,
    /// The step does not exist from this state.
    #[error("an enrollment that is {} cannot be {}", state.word(), step.past())]
    WrongState {
        /// Where it is.
        state: EnrollmentState,
        /// What was asked.
        step: Step,
    },
    /// Cancelling is for coverage that has not begun.
    #[error("coverage began on {start}: it can be terminated, not cancelled")]
    AlreadyStarted {
        /// Its first day.
        start: Date,
    },
    /// The last day lies before the first.
    #[error("coverage begins on {start} and cannot end before it: cancel it instead")]
    EndBeforeStart {
        /// Its first day.
        start: Date,
    },
    /// The last day lies after the plan year.
    #[error("coverage ends with its plan year, on {last}")]
    EndAfterYear {
        /// The last day of the year.
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
            Self::EndBeforeStart { .. } | Self::EndAfterYear { .. } => Refusal::EndOutsideCoverage,
        }
    }
}

impl From<EnrollmentRefusal> for Refusal {
    fn from(refused: EnrollmentRefusal) -> Self {
        refused.refusal()
    }
}
