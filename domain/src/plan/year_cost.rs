//! What a year with a plan may cost: twelve premiums and the care paid oneself, for little, some and much care.
//! An estimate from stated assumptions, which the page shows next to it; never a promise.

use serde::{Deserialize, Serialize};

use crate::people::words;

use super::{
    catalog::{Plan, PlanVariant},
    levels::{MetalLevel, Variant},
};

words! {
    /// How much care a household expects to use.
    UseLevel {
        /// A visit or two.
        Low = "low",
        /// Regular visits and medicines.
        Medium = "medium",
        /// A hospital stay or a costly condition.
        High = "high",
    }
}

/// What a year of care costs before any plan pays, in cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearOfCare {
    /// Of the member who needs most.
    pub first_member_cents: i64,
    /// Of each other member.
    pub other_member_cents: i64,
}

/// The part of a bill that a member pays between deductible and out-of-pocket maximum, in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetalCoinsurance {
    /// Catastrophic, and bronze of either kind.
    pub bronze: i64,
    /// Silver 70 and 73.
    pub silver: i64,
    /// Gold.
    pub gold: i64,
    /// Platinum.
    pub platinum: i64,
    /// Silver 87.
    pub silver_87: i64,
    /// Silver 94.
    pub silver_94: i64,
}

/// Everything the estimate supposes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UseAssumptions {
    /// Little care.
    pub low: YearOfCare,
    /// Some care.
    pub medium: YearOfCare,
    /// Much care by one member.
    pub high: YearOfCare,
    /// After the deductible.
    pub coinsurance_percent: MetalCoinsurance,
}

impl UseAssumptions {
    /// The built-in assumptions: round figures of this project, not a study. Covered care in the network only; each
    /// member first pays the deductible, then a part of the bill by metal level, up to the out-of-pocket maximum.
    pub const STANDARD: Self = Self {
        low: YearOfCare { first_member_cents: 60_000, other_member_cents: 60_000 },
        medium: YearOfCare { first_member_cents: 500_000, other_member_cents: 250_000 },
        high: YearOfCare { first_member_cents: 4_000_000, other_member_cents: 250_000 },
        coinsurance_percent: MetalCoinsurance {
            bronze: 40,
            silver: 30,
            gold: 20,
            platinum: 10,
            silver_87: 15,
            silver_94: 5,
        },
    };

    /// The care supposed at a level of use.
    pub const fn care(&self, level: UseLevel) -> YearOfCare {
        match level {
            UseLevel::Low => self.low,
            UseLevel::Medium => self.medium,
            UseLevel::High => self.high,
        }
    }

    fn coinsurance(&self, metal: MetalLevel, variant: Variant) -> Option<i64> {
        let percent = &self.coinsurance_percent;
        match variant {
            Variant::ZeroCostSharing => return Some(0),
            Variant::Silver87 => return Some(percent.silver_87),
            Variant::Silver94 => return Some(percent.silver_94),
            Variant::OffExchange | Variant::Standard | Variant::Limited | Variant::Silver73 => {}
        }
        match metal {
            MetalLevel::Catastrophic | MetalLevel::Bronze | MetalLevel::ExpandedBronze => {
                Some(percent.bronze)
            }
            MetalLevel::Silver => Some(percent.silver),
            MetalLevel::Gold => Some(percent.gold),
            MetalLevel::Platinum => Some(percent.platinum),
            MetalLevel::DentalLow | MetalLevel::DentalHigh => None,
        }
    }

    /// What `members` people pay themselves for a year of care, in cents; None when the carrier does not state
    /// deductible and maximum, and for dental plans.
    pub fn care_paid_cents(
        &self,
        plan: &Plan,
        of: &PlanVariant,
        members: usize,
        level: UseLevel,
    ) -> Option<i64> {
        let percent = self.coinsurance(plan.metal, of.variant)?;
        let deductible = of.deductible_individual_cents?;
        let most = of.out_of_pocket_individual_cents?;
        let (mut deductible_left, most_together) = match members {
            0 => return Some(0),
            1 => (deductible, most),
            _ => (
                of.deductible_family_cents.unwrap_or(i64::MAX),
                of.out_of_pocket_family_cents.unwrap_or(i64::MAX),
            ),
        };
        let care = self.care(level);
        let mut together = 0_i64;
        for member in 0..members {
            let bill = if member == 0 { care.first_member_cents } else { care.other_member_cents };
            let own = bill.min(deductible).min(deductible_left);
            deductible_left -= own;
            together = together.saturating_add((own + (bill - own) * percent / 100).min(most));
        }
        Some(together.min(most_together))
    }

    /// Premiums after credit and care paid, for a year, in cents.
    pub fn year_cents(
        &self,
        plan: &Plan,
        of: &PlanVariant,
        members: usize,
        net_premium_cents: i64,
        level: UseLevel,
    ) -> Option<i64> {
        Some(net_premium_cents * 12 + self.care_paid_cents(plan, of, members, level)?)
    }
}
