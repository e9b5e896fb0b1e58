//! The built-in sample market: made-up carriers with the structure of the real one, the same for the same year and
//! seed. In every rating area the second-lowest silver and the lowest bronze equal the figures of the state's rule pack and
//! profile, so that credits computed in practice mode are those of the real market. It is always marked as a sample.
//! The market itself is data in `designs.rs`; `figures.rs` reads what the state says.

mod designs;
mod figures;

use domain::{
    plan::{
        AGE_BANDS, Catalog, CatalogFault, CatalogOrigin, CountyCoverage, Coverage, EssentialShare, Issuer,
        IssuerId, Plan, PlanId, RateTable, ServiceArea,
    },
    profile::Profile,
};
use eligibility::RulePack;

use self::{
    designs::{CARRIERS, Carrier, DENTAL_DESIGNS, DESIGNS, Design, Network, PriceAnchor},
    figures::{AreaFigures, area_figures, rates_by_age},
};

/// Makes the sample catalog of a state for a year. Years after the last published benchmark take its figures; earlier years
/// have their own, and a lowest bronze in the proportion of the last one. A network that reaches none of the state's rating
/// areas is left out.
///
/// # Errors
/// A `CatalogFault` if the built-in data contradict themselves (a test proves that they do not).
pub fn practice_catalog(
    profile: &Profile,
    rules: &RulePack,
    (year, seed): (i16, u64),
) -> Result<Catalog, CatalogFault> {
    let state = State { profile, rules, figures: &area_figures(profile, rules, year), seed };
    let mut issuers = Vec::new();
    let mut areas = Vec::new();
    let mut plans = Vec::new();
    for carrier in CARRIERS {
        let Ok(issuer) = carrier.hios.parse::<IssuerId>() else { continue };
        issuers.push(Issuer { tin: Some(carrier.tin.to_owned()), ..Issuer::named(issuer, carrier.name) });
        for (product, network) in carrier.networks.iter().enumerate().filter(|(_, of)| state.has(of)) {
            areas.push(state.service_area(issuer, product, network));
            let of = Product { state: &state, carrier, network, product, dental: false };
            plans.extend(DESIGNS.iter().enumerate().filter_map(|(at, design)| of.plan(at, design)));
            if carrier.dental && product == 0 {
                let of = Product { dental: true, ..of };
                let designs = (DESIGNS.len()..).zip(DENTAL_DESIGNS);
                plans.extend(designs.filter_map(|(at, design)| of.plan(at, design)));
            }
        }
    }
    Catalog::new(year, CatalogOrigin::Practice, issuers, areas, plans)
}

/// What the market takes from the state.
struct State<'a> {
    profile: &'a Profile,
    rules: &'a RulePack,
    figures: &'a [AreaFigures],
    seed: u64,
}

impl State<'_> {
    /// Whether a network reaches anybody.
    fn has(&self, network: &Network) -> bool {
        self.figures.iter().any(|figures| network.reaches(figures.area))
    }

    fn area_code(&self, product: usize) -> String {
        format!("{}S{:03}", self.profile.exchange.state, product + 1)
    }

    fn service_area(&self, issuer: IssuerId, product: usize, network: &Network) -> ServiceArea {
        let coverage = if network.areas.is_empty() {
            Coverage::EntireState
        } else {
            let counties = self.profile.places.counties().iter();
            let area = |fips: &str| self.rules.rating_area(fips).and_then(|area| u16::try_from(area).ok());
            let inside =
                counties.filter(|county| area(&county.fips).is_some_and(|area| network.reaches(area)));
            let numbers = inside.filter_map(|county| county.fips.parse().ok());
            Coverage::Counties(numbers.map(|county| CountyCoverage { county, zip_codes: None }).collect())
        };
        let code = self.area_code(product);
        ServiceArea { issuer, code, name: format!("Sample {}", network.name), coverage }
    }
}

/// One carrier's plans in one network.
struct Product<'a> {
    state: &'a State<'a>,
    carrier: &'a Carrier,
    network: &'a Network,
    product: usize,
    dental: bool,
}

impl Product<'_> {
    fn plan(&self, at: usize, design: &Design) -> Option<Plan> {
        let (hios, state) = (self.carrier.hios, &self.state.profile.exchange.state);
        let id: PlanId = format!("{hios}{state}{:03}{:04}", self.product + 1, at + 1).parse().ok()?;
        let network_type = if self.dental { design.dental_network } else { self.network.network_type };
        Some(Plan {
            id,
            name: format!("{} {} {}", self.carrier.short_name, self.network.name, design.name),
            metal: design.metal,
            network: network_type,
            dental_only: self.dental,
            service_area: self.state.area_code(self.product),
            essential_share: EssentialShare::WHOLE,
            variants: design.variants(),
            documents: Vec::new(),
            rates: self.rates(id, design),
        })
    }

    fn rates(&self, id: PlanId, design: &Design) -> RateTable {
        let mut table = RateTable::new();
        for area in self.state.figures.iter().filter(|figures| self.network.reaches(figures.area)) {
            let rates = rates_by_age(self.state.rules, self.own_cents(id, design, area));
            let tobacco = (self.carrier.tobacco_percent > 0 && !self.dental)
                .then(|| with_tobacco(&rates, self.carrier.tobacco_percent));
            table.set_area(area.area, &rates, tobacco.as_ref());
        }
        table
    }

    /// The rate at the benchmark's age in an area. Two silver plans and one bronze plan of the statewide networks sit on the
    /// published figures; every other stays above them.
    fn own_cents(&self, id: PlanId, design: &Design, area: &AreaFigures) -> u32 {
        let noise = mixed(self.state.seed, id, area.area) % 201; // 0.0 to 2.0 percent
        let step = |base: u32| -> u32 {
            let factor = u64::from(design.price_basis_points) * u64::from(self.network.price_basis_points);
            let cents = u64::from(base) * factor / 10_000 * (10_000 + noise) / 100_000_000;
            u32::try_from(cents).unwrap_or(u32::MAX)
        };
        let gap = area.benchmark_cents.saturating_sub(area.bronze_cents);
        match (design.anchor, self.network.anchor) {
            (PriceAnchor::CheapestSilver, PriceAnchor::LowestSilverAndBronze) => {
                area.benchmark_cents - gap / 4
            }
            (PriceAnchor::CheapestSilver, PriceAnchor::Benchmark) => area.benchmark_cents,
            (PriceAnchor::CheapestBronze, PriceAnchor::LowestSilverAndBronze) => area.bronze_cents,
            _ => match design.base {
                designs::Base::Silver => step(area.benchmark_cents).max(area.benchmark_cents + 100),
                designs::Base::Bronze => step(area.bronze_cents).max(area.bronze_cents + 100),
                designs::Base::BelowBronze => step(area.bronze_cents),
                designs::Base::Dental => step(2_600),
            },
        }
    }
}

/// More for tobacco from 21 on.
fn with_tobacco(rates: &[u32; AGE_BANDS], percent: u32) -> [u32; AGE_BANDS] {
    const BAND_OF_21: usize = 7;
    std::array::from_fn(|band| match band {
        0..BAND_OF_21 => rates[band],
        _ => rates[band] + rates[band] * percent / 100,
    })
}

/// A number that depends on nothing but seed, plan and area (SplitMix64).
fn mixed(seed: u64, id: PlanId, area: u16) -> u64 {
    let mut state = seed ^ u64::from(area);
    for byte in id.as_str().bytes() {
        state = state.wrapping_mul(0x0100_0000_01b3) ^ u64::from(byte);
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        state ^= state >> 31;
    }
    state
}

#[cfg(test)]
mod tests;
