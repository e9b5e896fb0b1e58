//! Signing for a plan, and coverage.

use super::chooses;
use crate::{Name, Text, Words};
use domain::enrollment::{EnrollmentState, Happened, NotRenewed, WhoLeaves};

chooses!(EnrollmentState, Happened, NotRenewed, WhoLeaves);

impl Words {
    /// "Bo Lind, NPN 1234567", by name and number; or that there is none.
    pub fn agent_of_record(self, agent: Option<(&Name, &str)>) -> Text {
        agent.map_or_else(|| self.enroll_no_agent(), |(name, number)| self.enroll_agent_named(name, number))
    }
}
