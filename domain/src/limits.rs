//! L1-L5: what the exchange does not let an assister do through the portal. They are the exchange's
//! policy, so each is a switch of the profile; `access.rs` and the nouns ask them.

use serde::{Deserialize, Serialize};
use std::fmt;

/// One limit of the portal, as a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Limit {
    /// L1, ACT-8.
    FinancialAssistanceOnly,
    /// L2, ACT-9.
    InitialStatusOnly,
    /// L3, ACT-10.
    NoticesHidden,
    /// L4, ACT-11.
    DisassociationByDesk,
    /// L5, ACT-12.
    NoChangeAfterSubmission,
}

/// Which limits are in force: the `[limits]` table of the profile. All are in the default profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// L1.
    pub financial_assistance_only: bool,
    /// L2.
    pub initial_status_only: bool,
    /// L3.
    pub notices_hidden: bool,
    /// L4.
    pub disassociation_by_desk: bool,
    /// L5.
    pub no_change_after_submission: bool,
}

impl Limit {
    /// The code of rules.md, for problem documents and tests.
    pub fn code(self) -> &'static str {
        match self {
            Limit::FinancialAssistanceOnly => "limit.financial_assistance_only",
            Limit::InitialStatusOnly => "limit.initial_status_only",
            Limit::NoticesHidden => "limit.notices_hidden",
            Limit::DisassociationByDesk => "limit.disassociation_by_desk",
            Limit::NoChangeAfterSubmission => "limit.no_change_after_submission",
        }
    }

    /// The rule that refuses.
    pub fn rule(self) -> &'static str {
        match self {
            Limit::FinancialAssistanceOnly => "ACT-8",
            Limit::InitialStatusOnly => "ACT-9",
            Limit::NoticesHidden => "ACT-10",
            Limit::DisassociationByDesk => "ACT-11",
            Limit::NoChangeAfterSubmission => "ACT-12",
        }
    }
}

/// For logs: by its code.
impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Limits {
    /// Whether this one is in force.
    pub fn has(&self, limit: Limit) -> bool {
        match limit {
            Limit::FinancialAssistanceOnly => self.financial_assistance_only,
            Limit::InitialStatusOnly => self.initial_status_only,
            Limit::NoticesHidden => self.notices_hidden,
            Limit::DisassociationByDesk => self.disassociation_by_desk,
            Limit::NoChangeAfterSubmission => self.no_change_after_submission,
        }
    }

    /// Every limit in force.
    pub const ALL_ON: Limits = Limits {
        financial_assistance_only: true,
        initial_status_only: true,
        notices_hidden: true,
        disassociation_by_desk: true,
        no_change_after_submission: true,
    };
}
