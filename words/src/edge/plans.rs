//! Plans, their levels and networks.

use super::{Got, chooses, words};
use crate::{Money, Name, Text, Words};
use domain::{
    enrollment::{EffectiveRule, LifeEvent},
    plan::{MetalLevel, NetworkType, SortBy, UseAssumptions},
    profile::Programs,
};

chooses!(MetalLevel, NetworkType, SortBy, LifeEvent, EffectiveRule);

words! {
    /// What is said of a plan beside level and network.
    Tagged {
        /// Nothing.
        Plain = "plain",
        /// A health savings account goes with it.
        Savings = "savings",
        /// It is made up.
        Sample = "sample",
        /// Both.
        SampleSavings = "sample_savings",
    }
}

impl Tagged {
    /// By what is true of a plan.
    pub fn of(savings: bool, sample: bool) -> Self {
        match (savings, sample) {
            (false, false) => Self::Plain,
            (true, false) => Self::Savings,
            (false, true) => Self::Sample,
            (true, true) => Self::SampleSavings,
        }
    }
}

impl Words {
    /// "Max Sample: Medical Assistance": what somebody gets who is not in the group.
    pub fn not_in_group(self, name: &Name, got: Got, programs: &Programs) -> Text {
        self.plans_other(name, got.program(programs), got)
    }

    /// An amount of a plan, or that its carrier does not state it.
    pub fn money_or_not_stated(self, cents: Option<i64>) -> Text {
        cents.map_or_else(|| self.plan_not_stated(), |cents| self.money(Money(cents)))
    }

    /// What the estimate of a year's cost supposes.
    pub fn year_cost_assumptions(self, assumed: &UseAssumptions) -> Text {
        self.plans_estimate_how(
            Money(assumed.low.first_member_cents),
            Money(assumed.medium.first_member_cents),
            Money(assumed.medium.other_member_cents),
            Money(assumed.high.first_member_cents),
        )
    }
}
