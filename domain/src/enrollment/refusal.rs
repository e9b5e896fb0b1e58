//! Named refusals of enrollment, each with its rule and the code that pages and problem documents use.

use jiff::civil::Date;

use super::state::{EnrollmentState, Step};
use crate::plan::CreditRefusal;

/// Why an enrollment step is refused. Nothing personal is in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EnrollmentRefusal {
    /// The group has no members.
    #[error("ENR-1: a group needs at least one member")]
    NobodyToEnroll,
    /// A member's determination does not allow a plan.
    #[error("ENR-1: the determination of member {} does not allow a plan", member + 1)]
    NotEligible {
        /// Position in the group, from 0.
        member: usize,
    },
    /// Outside open enrollment and without an event.
    #[error(
        "ENR-1: enrollment is closed: open enrollment is from {from} to {until}, and no event opens another window"
    )]
    WindowClosed {
        /// First day of open enrollment.
        from: Date,
        /// Last day of open enrollment.
        until: Date,
    },
    /// The event's window has passed or has not begun.
    #[error("ENR-1: the special enrollment period of this event is from {from} to {until}")]
    OutsideEventWindow {
        /// First day.
        from: Date,
        /// Last day.
        until: Date,
    },
    /// No such event in the profile.
    #[error("ENR-1: no event of this kind opens an enrollment window")]
    UnknownEvent,
    /// The coverage would not start in the plan year.
    #[error("ENR-2: coverage would start on {start}, which is not in plan year {year}")]
    OutsidePlanYear {
        /// Computed start.
        start: Date,
        /// Plan year.
        year: i16,
    },
    /// The signature lacks something.
    #[error("ENR-3: the signature needs {missing}")]
    SignatureIncomplete {
        /// What is missing, in words.
        missing: &'static str,
    },
    /// The credit is out of its limits.
    #[error(transparent)]
    Credit(#[from] CreditRefusal),
    /// The variant is not the one the group gets.
    #[error("ENR-4: this variant of the plan does not follow from the determination")]
    WrongVariant,
    /// One person in two medical groups.
    #[error("ENR-5: a person is in two medical plans at a time")]
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
    /// The rule that refuses; the state table is part of ENR-3.
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::NobodyToEnroll
            | Self::NotEligible { .. }
            | Self::WindowClosed { .. }
            | Self::OutsideEventWindow { .. }
            | Self::UnknownEvent => "ENR-1",
            Self::OutsidePlanYear { .. } => "ENR-2",
            Self::SignatureIncomplete { .. }
            | Self::WrongState { .. }
            | Self::AlreadyStarted { .. }
            | Self::EndBeforeStart { .. }
            | Self::EndAfterYear { .. } => "ENR-3",
            Self::Credit(_) | Self::WrongVariant => "ENR-4",
            Self::TwoMedicalPlans => "ENR-5",
        }
    }

    /// The code of the problem document.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NobodyToEnroll => "enrollment.empty_group",
            Self::NotEligible { .. } => "enrollment.not_eligible",
            Self::WindowClosed { .. } | Self::OutsideEventWindow { .. } => "enrollment.window_closed",
            Self::UnknownEvent => "enrollment.unknown_event",
            Self::OutsidePlanYear { .. } => "enrollment.outside_plan_year",
            Self::SignatureIncomplete { .. } => "enrollment.signature",
            Self::Credit(_) => "enrollment.credit",
            Self::WrongVariant => "enrollment.variant",
            Self::TwoMedicalPlans => "enrollment.two_medical_plans",
            Self::WrongState { .. } => "enrollment.state",
            Self::AlreadyStarted { .. } => "enrollment.already_started",
            Self::EndBeforeStart { .. } | Self::EndAfterYear { .. } => "enrollment.end_date",
        }
    }

    /// The HTTP status that goes with it: a step that the state forbids conflicts, the rest is not acceptable content.
    pub const fn status(&self) -> u16 {
        match self {
            Self::WrongState { .. } | Self::AlreadyStarted { .. } => 409,
            Self::NobodyToEnroll
            | Self::NotEligible { .. }
            | Self::WindowClosed { .. }
            | Self::OutsideEventWindow { .. }
            | Self::UnknownEvent
            | Self::OutsidePlanYear { .. }
            | Self::SignatureIncomplete { .. }
            | Self::Credit(_)
            | Self::WrongVariant
            | Self::TwoMedicalPlans
            | Self::EndBeforeStart { .. }
            | Self::EndAfterYear { .. } => 422,
        }
    }
}
