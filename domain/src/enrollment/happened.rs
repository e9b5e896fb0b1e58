//! What became of an enrollment after it was signed, as its consumer reads it: most of it is a state, some is not.

use super::EnrollmentState;
use crate::people::words;

words! {
    /// One thing that became of an enrollment.
    Happened {
        /// Its carrier was told something of it.
        Sent = "sent",
        /// The carrier confirmed it.
        Effectuated = "effectuated",
        /// The carrier refused it.
        Failed = "failed",
        /// It never began.
        Cancelled = "cancelled",
        /// It ends on a day.
        Terminated = "terminated",
        /// The exchange's staff gave it back after it had ended.
        Reinstated = "reinstated",
        /// Another broker is of record, or none any more (ENR-6).
        BrokerChanged = "broker_changed",
        /// One person left, and the others stay.
        MemberLeft = "member_left",
    }
}

impl Happened {
    /// That it came to a state; none for those in which it only begins.
    pub const fn came_to(state: EnrollmentState) -> Option<Self> {
        match state {
            EnrollmentState::Sent => Some(Self::Sent),
            EnrollmentState::Effectuated => Some(Self::Effectuated),
            EnrollmentState::Failed => Some(Self::Failed),
            EnrollmentState::Cancelled => Some(Self::Cancelled),
            EnrollmentState::Terminated => Some(Self::Terminated),
            EnrollmentState::Cart | EnrollmentState::Signed => None,
        }
    }
}

/// How often each thing happened to an enrollment that decides where it goes back to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HowFar {
    /// Whether its carrier was ever told of it.
    pub told: bool,
    /// Whether the carrier ever confirmed it.
    pub confirmed: bool,
}

impl HowFar {
    /// Where coverage stands that comes back: where it stood before it ended. What a carrier confirmed once needs no other
    /// word of it; what it was never told of waits for its file.
    pub const fn state(self) -> EnrollmentState {
        match self {
            Self { confirmed: true, .. } => EnrollmentState::Effectuated,
            Self { told: true, .. } => EnrollmentState::Sent,
            Self { .. } => EnrollmentState::Signed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_after_the_signature_is_something_that_happened_under_the_same_word() {
        for &state in EnrollmentState::ALL {
            let said = Happened::came_to(state).map(Happened::word);
            let begins = matches!(state, EnrollmentState::Cart | EnrollmentState::Signed);
            assert_eq!(said, (!begins).then(|| state.word()));
        }
    }

    #[test]
    fn coverage_comes_back_to_where_it_stood_before_it_ended_enr_3() {
        let back = |told, confirmed| HowFar { told, confirmed }.state();
        assert_eq!(back(false, false), EnrollmentState::Signed);
        assert_eq!(back(true, false), EnrollmentState::Sent);
        assert_eq!(back(true, true), EnrollmentState::Effectuated);
    }
}
