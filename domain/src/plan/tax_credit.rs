//! How much of a tax credit may go to a policy (ENR-4), and how one credit is shared over several policies
//! (26 CFR 1.36B-3(d), 45 CFR 155.340). All cents a month.

use super::levels::MetalLevel;

/// Why an amount of credit is refused (ENR-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CreditRefusal {
    /// Below zero.
    #[error("credit.negative")]
    Negative,
    /// More than the determination allows.
    #[error("credit.more_than_determined {most_cents}")]
    MoreThanDetermined {
        /// What is left of the household's credit.
        most_cents: i64,
    },
    /// More than the essential part of the premium.
    #[error("credit.more_than_premium {essential_cents}")]
    MoreThanPremium {
        /// The essential part of the premium.
        essential_cents: i64,
    },
    /// On a catastrophic plan.
    #[error("credit.catastrophic")]
    Catastrophic,
    /// On a dental plan.
    #[error("credit.dental")]
    Dental,
}

/// One policy among several that share a household's credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PolicyShare {
    /// The most that this policy takes: [`most_credit_cents`] of it.
    pub limit_cents: i64,
    /// Its weight: the sum of its members' age factors, or of their rates on the benchmark plan.
    pub weight: i64,
}

/// The most credit that a policy takes: `available_cents` of the determination, never more than the essential
/// part of the premium, none on catastrophic and dental plans (ENR-4).
pub fn most_credit_cents(metal: MetalLevel, essential_cents: i64, available_cents: i64) -> i64 {
    match metal {
        MetalLevel::Catastrophic | MetalLevel::DentalLow | MetalLevel::DentalHigh => 0,
        MetalLevel::Bronze
        | MetalLevel::ExpandedBronze
        | MetalLevel::Silver
        | MetalLevel::Gold
        | MetalLevel::Platinum => available_cents.min(essential_cents).max(0),
    }
}

/// Checks a chosen amount (ENR-4).
pub fn check_credit(
    metal: MetalLevel,
    essential_cents: i64,
    available_cents: i64,
    applied_cents: i64,
) -> Result<(), CreditRefusal> {
    if applied_cents < 0 {
        return Err(CreditRefusal::Negative);
    }
    if applied_cents == 0 {
        return Ok(());
    }
    match metal {
        MetalLevel::Catastrophic => return Err(CreditRefusal::Catastrophic),
        MetalLevel::DentalLow | MetalLevel::DentalHigh => return Err(CreditRefusal::Dental),
        MetalLevel::Bronze
        | MetalLevel::ExpandedBronze
        | MetalLevel::Silver
        | MetalLevel::Gold
        | MetalLevel::Platinum => {}
    }
    if applied_cents > available_cents {
        return Err(CreditRefusal::MoreThanDetermined { most_cents: available_cents.max(0) });
    }
    if applied_cents > essential_cents {
        return Err(CreditRefusal::MoreThanPremium { essential_cents });
    }
    Ok(())
}

/// Shares a credit over policies by weight, none above its limit; what one cannot take goes to the others.
/// The parts add up to the credit or, when the limits are less, to the limits. Odd cents go to the policies
/// with most room, the earlier first.
pub fn share_credit(credit_cents: i64, policies: &[PolicyShare]) -> Vec<i64> {
    let mut parts = vec![0_i64; policies.len()];
    let mut left = credit_cents.max(0);
    loop {
        let room = |parts: &[i64], place: usize| (policies[place].limit_cents - parts[place]).max(0);
        let open: Vec<usize> = (0..policies.len()).filter(|&place| room(&parts, place) > 0).collect();
        if left == 0 || open.is_empty() {
            return parts;
        }
        let weights: i128 = open.iter().map(|&place| i128::from(policies[place].weight.max(1))).sum();
        let round = left;
        for &place in &open {
            let weight = i128::from(policies[place].weight.max(1));
            let fair = i64::try_from(i128::from(round) * weight / weights).unwrap_or(round);
            let given = fair.min(room(&parts, place));
            parts[place] += given;
            left -= given;
        }
        if left == round {
            // Fewer cents than policies: one each to those with most room.
            let mut by_room = open;
            by_room.sort_by_key(|&place| std::cmp::Reverse(room(&parts, place)));
            for place in by_room.into_iter().take(usize::try_from(left).unwrap_or(usize::MAX)) {
                parts[place] += 1;
                left -= 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_credit_is_never_more_than_the_premium_or_the_determination_enr_4() {
        assert_eq!(most_credit_cents(MetalLevel::Silver, 50_000, 30_000), 30_000);
        assert_eq!(most_credit_cents(MetalLevel::Bronze, 25_000, 30_000), 25_000);
        assert_eq!(check_credit(MetalLevel::Silver, 50_000, 30_000, -1), Err(CreditRefusal::Negative));
        assert_eq!(
            check_credit(MetalLevel::Silver, 50_000, 30_000, 30_001),
            Err(CreditRefusal::MoreThanDetermined { most_cents: 30_000 })
        );
        assert_eq!(
            check_credit(MetalLevel::Silver, 20_000, 30_000, 20_001),
            Err(CreditRefusal::MoreThanPremium { essential_cents: 20_000 })
        );
        assert_eq!(check_credit(MetalLevel::Silver, 20_000, 30_000, 20_000), Ok(()));
    }

    #[test]
    fn no_credit_goes_with_a_catastrophic_or_dental_plan_enr_4() {
        assert_eq!(most_credit_cents(MetalLevel::Catastrophic, 50_000, 30_000), 0);
        assert_eq!(
            check_credit(MetalLevel::Catastrophic, 50_000, 30_000, 1),
            Err(CreditRefusal::Catastrophic)
        );
        assert_eq!(check_credit(MetalLevel::DentalHigh, 50_000, 30_000, 1), Err(CreditRefusal::Dental));
        assert_eq!(check_credit(MetalLevel::Catastrophic, 50_000, 30_000, 0), Ok(()));
    }

    #[test]
    fn a_policy_that_cannot_take_its_share_leaves_it_to_the_others_enr_4() {
        let small = PolicyShare { limit_cents: 1_000, weight: 1_000 };
        let large = PolicyShare { limit_cents: 90_000, weight: 1_000 };
        assert_eq!(share_credit(30_000, &[small, large]), [1_000, 29_000]);
        assert_eq!(share_credit(30_001, &[large, large]), [15_001, 15_000]);
        assert_eq!(share_credit(300_000, &[small, large]), [1_000, 90_000]);
        assert_eq!(share_credit(5, &[]), [0_i64; 0]);
    }

    proptest! {
        #[test]
        fn shares_add_up_and_keep_their_limits_enr_4(
            credit in 0_i64..500_000,
            policies in prop::collection::vec((0_i64..200_000, 0_i64..5_000), 1..6),
        ) {
            let policies: Vec<_> =
                policies.into_iter().map(|(limit_cents, weight)| PolicyShare { limit_cents, weight }).collect();
            let parts = share_credit(credit, &policies);
            let limits: i64 = policies.iter().map(|policy| policy.limit_cents).sum();
            prop_assert_eq!(parts.iter().sum::<i64>(), credit.min(limits));
            for (part, policy) in parts.iter().zip(&policies) {
                prop_assert!(*part >= 0 && *part <= policy.limit_cents);
            }
        }

        #[test]
        fn what_the_limit_allows_the_check_accepts_enr_4(
            metal in prop::sample::select(MetalLevel::ALL),
            essential in 0_i64..300_000,
            available in 0_i64..300_000,
        ) {
            let most = most_credit_cents(metal, essential, available);
            prop_assert!(most <= essential && most <= available);
            prop_assert_eq!(check_credit(metal, essential, available, most), Ok(()));
            prop_assert!(check_credit(metal, essential, available, most + 1).is_err());
        }
    }
}
