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

/// A policy that uses some of the credit of the tax households whose members are in it, by their places in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedCredit {
    /// The tax households.
    pub households: Vec<usize>,
    /// What is used, cents a month.
    pub cents: i64,
}

/// What is left of each tax household's most credit beside policies, in the order in which they began. Each takes from the first
/// of its households as long as that has any, then from the next: always the same way, so that nothing need be kept of it.
pub fn left_of(most_cents: &[i64], used: &[UsedCredit]) -> Vec<i64> {
    let mut left: Vec<i64> = most_cents.iter().map(|most| (*most).max(0)).collect();
    for policy in used {
        let mut cents = policy.cents;
        for household in &policy.households {
            let Some(left) = left.get_mut(*household) else { continue };
            let taken = cents.clamp(0, *left);
            *left -= taken;
            cents -= taken;
        }
    }
    left
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

    #[test]
    fn what_a_policy_uses_is_not_left_for_another_one_enr_4() {
        let of = |households: &[usize], cents| UsedCredit { households: households.to_vec(), cents };
        assert_eq!(left_of(&[30_000, 20_000], &[]), [30_000, 20_000]);
        assert_eq!(left_of(&[30_000, 20_000], &[of(&[0], 12_000)]), [18_000, 20_000]);
        assert_eq!(left_of(&[30_000, 20_000], &[of(&[0], 12_000), of(&[0, 1], 25_000)]), [0, 13_000]);
        // Less is allowed than when they were signed for: nothing is left, and it is nobody's debt here.
        assert_eq!(left_of(&[10_000, 20_000], &[of(&[0], 12_000)]), [0, 20_000]);
    }

    /// Which of three tax households each policy is of, and which part of what is left it uses.
    fn policies() -> impl Strategy<Value = Vec<(Vec<usize>, i64, bool)>> {
        let of = prop::sample::subsequence(vec![0_usize, 1, 2], 1..=3);
        prop::collection::vec((of, 0_i64..=100, any::<bool>()), 1..8)
    }

    proptest! {
        /// However many policies sign for whatever part of what is left for them, and whichever of them end: no tax household's
        /// credit is used beyond its most, and the last one that takes all leaves nothing.
        #[test]
        fn policies_that_each_take_what_is_left_share_the_credit_exactly_enr_4(
            most in prop::collection::vec(0_i64..90_000, 3), policies in policies(),
        ) {
            let mut live: Vec<UsedCredit> = Vec::new();
            for (households, percent, ends) in policies {
                let left = left_of(&most, &live);
                let available: i64 = households.iter().map(|place| left[*place]).sum();
                live.push(UsedCredit { households, cents: available * percent / 100 });
                let used: i64 = live.iter().map(|policy| policy.cents).sum();
                prop_assert_eq!(used, (0..3).map(|place| most[place] - left_of(&most, &live)[place]).sum::<i64>());
                if ends {
                    live.remove(0);
                }
            }
            let everybody = UsedCredit { households: vec![0, 1, 2], cents: left_of(&most, &live).iter().sum() };
            live.push(everybody);
            prop_assert_eq!(left_of(&most, &live), [0, 0, 0]);
            prop_assert_eq!(live.iter().map(|policy| policy.cents).sum::<i64>(), most.iter().sum::<i64>());
        }

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
