//! Metal levels, networks, cost-sharing variants, and which variant a group gets (ENR-4).
//! Every list has one word for the database and for files (`word`), read back by `from_word`.

use crate::people::words;

words! {
    /// How much of the cost of care a plan pays; the two last only for dental plans.
    MetalLevel {
        /// For people under 30 or with a hardship; never with a credit.
        Catastrophic = "catastrophic",
        /// About 60 percent.
        Bronze = "bronze",
        /// Bronze with a wider range (up to 65 percent).
        ExpandedBronze = "expanded_bronze",
        /// About 70 percent; more with cost-sharing reductions.
        Silver = "silver",
        /// About 80 percent.
        Gold = "gold",
        /// About 90 percent.
        Platinum = "platinum",
        /// Dental, about 70 percent.
        DentalLow = "dental_low",
        /// Dental, about 85 percent.
        DentalHigh = "dental_high",
    }
}

words! {
    /// Whom a plan pays for care.
    NetworkType {
        /// Exclusive provider organization.
        Epo = "epo",
        /// Preferred provider organization.
        Ppo = "ppo",
        /// Health maintenance organization.
        Hmo = "hmo",
        /// Point of service.
        Pos = "pos",
        /// Any provider (dental plans mostly).
        Indemnity = "indemnity",
    }
}

words! {
    /// The two digits after a plan number.
    Variant {
        /// 00: sold outside the exchange.
        OffExchange = "00",
        /// 01: the plan as it is.
        Standard = "01",
        /// 02: nothing to pay for care (American Indian or Alaska Native, at most 300 percent).
        ZeroCostSharing = "02",
        /// 03: nothing to pay at Indian health providers.
        Limited = "03",
        /// 04: silver that pays 73 percent.
        Silver73 = "04",
        /// 05: silver that pays 87 percent.
        Silver87 = "05",
        /// 06: silver that pays 94 percent.
        Silver94 = "06",
    }
}

words! {
    /// The cost-sharing reduction of one person's determination.
    CsrLevel {
        /// None.
        None = "none",
        /// Limited cost sharing (American Indian or Alaska Native, any income).
        Limited = "limited",
        /// Income at most 250 percent.
        Silver73 = "73",
        /// Income at most 200 percent.
        Silver87 = "87",
        /// Income at most 150 percent.
        Silver94 = "94",
        /// Zero cost sharing (American Indian or Alaska Native, at most 300 percent).
        Zero = "zero",
    }
}

impl MetalLevel {
    /// Bronze of either kind.
    pub const fn is_bronze(self) -> bool {
        matches!(self, Self::Bronze | Self::ExpandedBronze)
    }

    /// The level as the public CMS files write it.
    pub fn from_cms(text: &str) -> Option<Self> {
        match text {
            "Catastrophic" => Some(Self::Catastrophic),
            "Bronze" => Some(Self::Bronze),
            "Expanded Bronze" => Some(Self::ExpandedBronze),
            "Silver" => Some(Self::Silver),
            "Gold" => Some(Self::Gold),
            "Platinum" => Some(Self::Platinum),
            "Low" => Some(Self::DentalLow),
            "High" => Some(Self::DentalHigh),
            _ => None,
        }
    }
}

impl NetworkType {
    /// The type as the public CMS files write it.
    pub fn from_cms(text: &str) -> Option<Self> {
        match text {
            "EPO" => Some(Self::Epo),
            "PPO" => Some(Self::Ppo),
            "HMO" => Some(Self::Hmo),
            "POS" => Some(Self::Pos),
            "Indemnity" => Some(Self::Indemnity),
            _ => None,
        }
    }
}

impl Variant {
    /// The two digits.
    pub const fn digits(self) -> &'static str {
        self.word()
    }

    /// Reads the two digits.
    pub fn from_digits(digits: &str) -> Option<Self> {
        Self::from_word(digits)
    }

    /// Whether the exchange sells it.
    pub const fn on_exchange(self) -> bool {
        !matches!(self, Self::OffExchange)
    }
}

impl CsrLevel {
    /// What one person's level is worth on a plan of this metal (ENR-4): the income-based ones on silver only,
    /// the tribal ones on every metal, and nothing on catastrophic and dental plans.
    pub const fn on_metal(self, metal: MetalLevel) -> Self {
        use MetalLevel::{
            Bronze, Catastrophic, DentalHigh, DentalLow, ExpandedBronze, Gold, Platinum, Silver,
        };
        match metal {
            Silver => self,
            Bronze | ExpandedBronze | Gold | Platinum => match self {
                Self::Limited | Self::Zero => self,
                Self::None | Self::Silver73 | Self::Silver87 | Self::Silver94 => Self::None,
            },
            Catastrophic | DentalLow | DentalHigh => Self::None,
        }
    }

    const fn common(self, other: Self) -> Self {
        use CsrLevel::{Limited, None, Silver73, Silver87, Silver94, Zero};
        match (self, other) {
            (None, _) | (_, None) => None,
            // Who has an income-based level only may not have the limited one, so they share none.
            (Limited, Silver73 | Silver87 | Silver94) | (Silver73 | Silver87 | Silver94, Limited) => None,
            (Limited, Limited | Zero) | (Zero, Limited) => Limited,
            (Silver73, Silver73 | Silver87 | Silver94 | Zero) | (Silver87 | Silver94 | Zero, Silver73) => {
                Silver73
            }
            (Silver87, Silver87 | Silver94 | Zero) | (Silver94 | Zero, Silver87) => Silver87,
            (Silver94, Silver94 | Zero) | (Zero, Silver94) => Silver94,
            (Zero, Zero) => Zero,
        }
    }

    /// What is left of it where no income was verified: what people have as members of a tribe at any income (45 CFR
    /// 155.350(b)); the rest goes with the credit (42 U.S.C. 18071(f)(2)).
    pub const fn without_income(self) -> Self {
        match self {
            Self::Zero | Self::Limited => Self::Limited,
            Self::None | Self::Silver73 | Self::Silver87 | Self::Silver94 => Self::None,
        }
    }

    /// The variant of a plan that carries this level.
    pub const fn variant(self) -> Variant {
        match self {
            Self::None => Variant::Standard,
            Self::Limited => Variant::Limited,
            Self::Silver73 => Variant::Silver73,
            Self::Silver87 => Variant::Silver87,
            Self::Silver94 => Variant::Silver94,
            Self::Zero => Variant::ZeroCostSharing,
        }
    }
}

/// The level of a group on one policy of this metal: the lowest common to all (45 CFR 155.305(g)(3), ENR-4).
/// Each member's level counts as what it is worth on that metal. An empty group has none.
pub fn csr_of_group(levels: &[CsrLevel], metal: MetalLevel) -> CsrLevel {
    levels.iter().map(|level| level.on_metal(metal)).reduce(CsrLevel::common).unwrap_or(CsrLevel::None)
}

/// The variant that a group with these levels gets on a plan of this metal (ENR-4).
pub fn variant_for(levels: &[CsrLevel], metal: MetalLevel) -> Variant {
    csr_of_group(levels, metal).variant()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn income_based_variants_are_silver_only_enr_4() {
        for level in [CsrLevel::Silver73, CsrLevel::Silver87, CsrLevel::Silver94] {
            assert_eq!(variant_for(&[level], MetalLevel::Gold), Variant::Standard);
            assert_ne!(variant_for(&[level], MetalLevel::Silver), Variant::Standard);
        }
        assert_eq!(variant_for(&[CsrLevel::Silver94], MetalLevel::Silver).digits(), "06");
    }

    #[test]
    fn without_a_verified_income_no_level_by_income_is_left_enr_4() {
        for &level in CsrLevel::ALL {
            let left = level.without_income();
            assert!(matches!(left, CsrLevel::None | CsrLevel::Limited), "{level:?}");
            assert_eq!(left.without_income(), left);
        }
        assert_eq!(CsrLevel::Zero.without_income(), CsrLevel::Limited);
        assert_eq!(CsrLevel::Silver94.without_income(), CsrLevel::None);
    }

    #[test]
    fn tribal_variants_come_with_every_metal_but_catastrophic_enr_4() {
        for metal in [MetalLevel::Bronze, MetalLevel::Silver, MetalLevel::Gold, MetalLevel::Platinum] {
            assert_eq!(variant_for(&[CsrLevel::Zero], metal), Variant::ZeroCostSharing);
            assert_eq!(variant_for(&[CsrLevel::Limited], metal), Variant::Limited);
        }
        assert_eq!(variant_for(&[CsrLevel::Zero], MetalLevel::Catastrophic), Variant::Standard);
        assert_eq!(variant_for(&[CsrLevel::Zero], MetalLevel::DentalLow), Variant::Standard);
    }

    #[test]
    fn a_policy_takes_the_lowest_level_common_to_all_enr_4() {
        use CsrLevel::{Limited, None, Silver73, Silver87, Silver94, Zero};
        let silver = |levels: &[CsrLevel]| csr_of_group(levels, MetalLevel::Silver);
        assert_eq!(silver(&[Silver94, Silver87]), Silver87);
        assert_eq!(silver(&[Silver94, None, Silver87]), None);
        assert_eq!(silver(&[Zero, Silver94]), Silver94);
        assert_eq!(silver(&[Zero, Limited]), Limited);
        assert_eq!(silver(&[Limited, Silver73]), None, "a level by income does not include the limited one");
        assert_eq!(csr_of_group(&[Zero, Silver94], MetalLevel::Gold), None);
        assert_eq!(silver(&[]), None);
    }

    #[test]
    fn the_order_of_members_does_not_change_the_level_enr_4() {
        for &a in CsrLevel::ALL {
            for &b in CsrLevel::ALL {
                for &c in CsrLevel::ALL {
                    let level = csr_of_group(&[a, b, c], MetalLevel::Silver);
                    for order in [[a, c, b], [b, a, c], [b, c, a], [c, a, b], [c, b, a]] {
                        assert_eq!(csr_of_group(&order, MetalLevel::Silver), level);
                    }
                }
            }
        }
    }

    #[test]
    fn words_read_back() {
        for &metal in MetalLevel::ALL {
            assert_eq!(MetalLevel::from_word(metal.word()), Some(metal));
        }
        for &variant in Variant::ALL {
            assert_eq!(Variant::from_digits(variant.digits()), Some(variant));
        }
        assert_eq!(Variant::from_digits("07"), None);
    }
}
