//! The sample market as data: carriers, their networks, plan designs and cost sharing. All made up.

use domain::plan::{MetalLevel, NetworkType, PlanVariant, Variant};

/// Which figure a design's price starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    /// The area's benchmark.
    Silver,
    /// The area's lowest bronze.
    Bronze,
    /// The lowest bronze, and may be below it.
    BelowBronze,
    /// A dental rate, the same everywhere.
    Dental,
}

/// What of a design or network sits on a published figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PriceAnchor {
    /// Nothing.
    Free,
    /// Design: the cheapest silver of its network.
    CheapestSilver,
    /// Design: the cheapest bronze of its network.
    CheapestBronze,
    /// Network: has the market's lowest silver and lowest bronze.
    LowestSilverAndBronze,
    /// Network: has the market's second-lowest silver.
    Benchmark,
}

pub(super) struct Carrier {
    pub(super) hios: &'static str,
    /// No real employer number begins with 00.
    pub(super) tin: &'static str,
    pub(super) name: &'static str,
    pub(super) short_name: &'static str,
    /// Surcharge for tobacco from 21 on.
    pub(super) tobacco_percent: u32,
    pub(super) dental: bool,
    pub(super) networks: &'static [Network],
}

pub(super) struct Network {
    pub(super) name: &'static str,
    pub(super) network_type: NetworkType,
    /// Rating areas; empty is the whole state.
    pub(super) areas: &'static [u16],
    pub(super) price_basis_points: u32,
    pub(super) anchor: PriceAnchor,
}

impl Network {
    pub(super) fn reaches(&self, area: u16) -> bool {
        self.areas.is_empty() || self.areas.contains(&area)
    }
}

const fn network(
    name: &'static str,
    network_type: NetworkType,
    areas: &'static [u16],
    price_basis_points: u32,
    anchor: PriceAnchor,
) -> Network {
    Network { name, network_type, areas, price_basis_points, anchor }
}

use NetworkType::{Epo, Hmo, Indemnity, Ppo};
use PriceAnchor::{Benchmark, CheapestBronze, CheapestSilver, Free, LowestSilverAndBronze};

/// Five carriers; two of them sell in the whole state.
pub(super) const CARRIERS: &[Carrier] = &[
    Carrier {
        hios: "99001",
        tin: "000000001",
        name: "Sample Health North",
        short_name: "Sample North",
        tobacco_percent: 10,
        dental: true,
        networks: &[
            network("Statewide", Epo, &[], 10_000, LowestSilverAndBronze),
            network("Metro Select", Epo, &[8], 10_150, Free),
            network("Woods", Epo, &[1, 2, 7], 10_250, Free),
            network("Choice", Epo, &[6, 7, 8], 10_400, Free),
            network("Edge", Epo, &[3, 4, 5], 10_300, Free),
        ],
    },
    Carrier {
        hios: "99002",
        tin: "000000002",
        name: "Sample Health Prairie",
        short_name: "Sample Prairie",
        tobacco_percent: 15,
        dental: true,
        networks: &[
            network("Statewide", Ppo, &[], 10_100, Benchmark),
            network("Broad", Ppo, &[], 10_900, Free),
            network("Metro", Ppo, &[8], 10_200, Free),
            network("Southern", Ppo, &[1, 3, 4], 10_350, Free),
            network("Western", Ppo, &[5, 6, 9], 10_450, Free),
        ],
    },
    Carrier {
        hios: "99003",
        tin: "000000003",
        name: "Sample Health Lakes",
        short_name: "Sample Lakes",
        tobacco_percent: 0,
        dental: true,
        networks: &[
            network("Core", Hmo, &[1, 2, 7, 8], 10_500, Free),
            network("Metro Plus", Hmo, &[7, 8], 10_200, Free),
            network("Central", Hmo, &[6, 8], 10_600, Free),
        ],
    },
    Carrier {
        hios: "99004",
        tin: "000000004",
        name: "Sample Health River",
        short_name: "Sample River",
        tobacco_percent: 20,
        dental: false,
        networks: &[
            network("Valley", Hmo, &[1, 3, 8], 10_300, Free),
            network("Harbor", Hmo, &[2, 7], 10_550, Free),
            network("Plains", Hmo, &[4, 5, 9], 10_700, Free),
        ],
    },
    Carrier {
        hios: "99005",
        tin: "000000005",
        name: "Sample Health Bluffs",
        short_name: "Sample Bluffs",
        tobacco_percent: 0,
        dental: false,
        networks: &[
            network("Bluff Country", Hmo, &[1, 3], 10_250, Free),
            network("East", Hmo, &[1, 8], 10_450, Free),
        ],
    },
];

/// Deductible and out-of-pocket maximum of one person, whole dollars.
type Dollars = (i64, i64);

pub(super) struct Design {
    pub(super) name: &'static str,
    pub(super) metal: MetalLevel,
    standard: Dollars,
    /// 73, 87, 94.
    reduced: Option<[Dollars; 3]>,
    hsa: bool,
    pub(super) base: Base,
    pub(super) price_basis_points: u32,
    pub(super) anchor: PriceAnchor,
    pub(super) dental_network: NetworkType,
}

const fn design(name: &'static str, metal: MetalLevel, standard: Dollars, base: Base, price: u32) -> Design {
    Design {
        name,
        metal,
        standard,
        reduced: None,
        hsa: false,
        base,
        price_basis_points: price,
        anchor: Free,
        dental_network: Indemnity,
    }
}

const fn silver(name: &'static str, standard: Dollars, reduced: [Dollars; 3], price: u32) -> Design {
    Design { reduced: Some(reduced), ..design(name, MetalLevel::Silver, standard, Base::Silver, price) }
}

const fn with_hsa(design: Design) -> Design {
    Design { hsa: true, ..design }
}

const fn anchored(design: Design, anchor: PriceAnchor) -> Design {
    Design { anchor, ..design }
}

use MetalLevel::{Bronze, Catastrophic, DentalHigh, DentalLow, ExpandedBronze, Gold, Platinum};

/// Every network sells each of these.
pub(super) const DESIGNS: &[Design] = &[
    design("Catastrophic", Catastrophic, (10_600, 10_600), Base::BelowBronze, 7_800),
    anchored(design("Bronze Value", Bronze, (9_500, 10_600), Base::Bronze, 10_250), CheapestBronze),
    with_hsa(design("Bronze HSA", Bronze, (7_500, 8_500), Base::Bronze, 10_500)),
    design("Bronze Copay", ExpandedBronze, (7_000, 10_000), Base::Bronze, 10_800),
    design("Bronze Plus", ExpandedBronze, (6_000, 9_800), Base::Bronze, 11_100),
    anchored(
        silver("Silver Value", (5_500, 9_800), [(4_500, 8_200), (1_200, 3_300), (250, 2_000)], 10_300),
        CheapestSilver,
    ),
    with_hsa(silver("Silver HSA", (3_800, 8_000), [(3_200, 7_200), (900, 3_000), (200, 1_700)], 10_700)),
    silver("Silver Copay", (4_500, 9_200), [(3_800, 7_900), (800, 3_200), (100, 1_800)], 10_550),
    silver("Silver Plus", (3_000, 8_800), [(2_500, 7_500), (600, 2_900), (0, 1_500)], 11_200),
    design("Gold Value", Gold, (1_800, 7_800), Base::Silver, 10_900),
    with_hsa(design("Gold HSA", Gold, (2_500, 6_000), Base::Silver, 11_300)),
    design("Gold Plus", Gold, (900, 6_500), Base::Silver, 11_900),
    design("Platinum", Platinum, (0, 3_500), Base::Silver, 14_300),
];

/// Carriers with dental plans sell each of these in their first network.
pub(super) const DENTAL_DESIGNS: &[Design] = &[
    design("Dental Low", DentalLow, (75, 450), Base::Dental, 8_000),
    Design { dental_network: Ppo, ..design("Dental Low PPO", DentalLow, (50, 450), Base::Dental, 9_000) },
    design("Dental High", DentalHigh, (25, 400), Base::Dental, 13_000),
    Design { dental_network: Ppo, ..design("Dental High PPO", DentalHigh, (0, 400), Base::Dental, 14_500) },
];

impl Design {
    /// Standard; zero and limited except for catastrophic and dental plans; 73, 87 and 94 for silver.
    pub(super) fn variants(&self) -> Vec<PlanVariant> {
        let mut variants = vec![figures(Variant::Standard, self.standard, self.hsa)];
        if !matches!(self.metal, Catastrophic | DentalLow | DentalHigh) {
            variants.push(figures(Variant::ZeroCostSharing, (0, 0), false));
            variants.push(figures(Variant::Limited, self.standard, false));
        }
        if let Some(reduced) = self.reduced {
            let digits = [Variant::Silver73, Variant::Silver87, Variant::Silver94];
            variants.extend(
                digits.into_iter().zip(reduced).map(|(variant, dollars)| figures(variant, dollars, false)),
            );
        }
        variants
    }
}

fn figures(variant: Variant, (deductible, most): Dollars, hsa_eligible: bool) -> PlanVariant {
    PlanVariant {
        variant,
        deductible_individual_cents: Some(deductible * 100),
        deductible_family_cents: Some(deductible * 200),
        out_of_pocket_individual_cents: Some(most * 100),
        out_of_pocket_family_cents: Some(most * 200),
        hsa_eligible,
    }
}
