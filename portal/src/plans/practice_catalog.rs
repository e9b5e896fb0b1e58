//! The built-in sample market: made-up carriers with the structure of the real one, the same for the same year and
//! seed. In every rating area the second-lowest silver and the lowest bronze equal the published figures, so that
//! credits computed in practice mode are those of the real market. It is always marked as a sample.
//! The market itself is data in `designs.rs`; `figures.rs` reads the published tables.

mod designs;
mod figures;

use domain::plan::{
    AGE_BANDS, Catalog, CatalogFault, CatalogOrigin, CountyCoverage, Coverage, EssentialShare, Issuer,
    IssuerId, Plan, PlanId, RateTable, ServiceArea,
};

use self::{
    designs::{CARRIERS, Carrier, DENTAL_DESIGNS, DESIGNS, Design, Network, PriceAnchor},
    figures::{AreaFigures, area_figures, rates_by_age},
};
use super::counties::counties;

/// Makes the sample catalog of a year. Years after the last published table take the figures of 2026; earlier
/// years have their own benchmark, and a lowest bronze in the proportion of 2026.
///
/// # Errors
/// A `CatalogFault` if the built-in data contradict themselves (a test proves that they do not).
pub fn practice_catalog(year: i16, seed: u64) -> Result<Catalog, CatalogFault> {
    let figures = area_figures(year);
    let mut issuers = Vec::new();
    let mut areas = Vec::new();
    let mut plans = Vec::new();
    for carrier in CARRIERS {
        let Ok(issuer) = carrier.hios.parse::<IssuerId>() else { continue };
        issuers.push(Issuer { id: issuer, name: carrier.name.to_owned(), tin: Some(carrier.tin.to_owned()) });
        for (product, network) in carrier.networks.iter().enumerate() {
            areas.push(service_area(issuer, product, network));
            let of = Product { carrier, network, product, dental: false };
            plans.extend(
                DESIGNS.iter().enumerate().filter_map(|(at, design)| of.plan(at, design, &figures, seed)),
            );
        }
        if carrier.dental {
            let of = Product { carrier, network: &carrier.networks[0], product: 0, dental: true };
            let designs = DENTAL_DESIGNS.iter().enumerate();
            plans.extend(
                designs.filter_map(|(at, design)| of.plan(DESIGNS.len() + at, design, &figures, seed)),
            );
        }
    }
    Catalog::new(year, CatalogOrigin::Practice, issuers, areas, plans)
}

/// One carrier's plans in one network.
struct Product<'a> {
    carrier: &'a Carrier,
    network: &'a Network,
    product: usize,
    dental: bool,
}

impl Product<'_> {
    fn plan(&self, at: usize, design: &Design, figures: &[AreaFigures], seed: u64) -> Option<Plan> {
        let id: PlanId =
            format!("{}MN{:03}{:04}", self.carrier.hios, self.product + 1, at + 1).parse().ok()?;
        let network_type = if self.dental { design.dental_network } else { self.network.network_type };
        Some(Plan {
            id,
            name: format!("{} {} {}", self.carrier.short_name, self.network.name, design.name),
            metal: design.metal,
            network: network_type,
            dental_only: self.dental,
            service_area: area_code(self.product),
            essential_share: EssentialShare::WHOLE,
            variants: design.variants(),
            rates: self.rates(id, design, figures, seed),
        })
    }

    fn rates(&self, id: PlanId, design: &Design, figures: &[AreaFigures], seed: u64) -> RateTable {
        let mut table = RateTable::new();
        for area in figures.iter().filter(|figures| self.network.reaches(figures.area)) {
            let rates = rates_by_age(self.child_cents(id, design, area, seed));
            let tobacco = (self.carrier.tobacco_percent > 0 && !self.dental)
                .then(|| with_tobacco(&rates, self.carrier.tobacco_percent));
            table.set_area(area.area, &rates, tobacco.as_ref());
        }
        table
    }

    /// The rate of ages 0-14 in an area. Two silver plans and one bronze plan of the statewide networks sit on the
    /// published figures; every other stays above them.
    fn child_cents(&self, id: PlanId, design: &Design, area: &AreaFigures, seed: u64) -> u32 {
        let noise = mixed(seed, id, area.area) % 201; // 0.0 to 2.0 percent
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

fn area_code(product: usize) -> String {
    format!("MNS{:03}", product + 1)
}

fn service_area(issuer: IssuerId, product: usize, network: &Network) -> ServiceArea {
    let coverage = if network.areas.is_empty() {
        Coverage::EntireState
    } else {
        let inside = counties().filter(|county| network.areas.contains(&county.rating_area));
        Coverage::Counties(
            inside.map(|county| CountyCoverage { county: county.fips, zip_codes: None }).collect(),
        )
    };
    ServiceArea { issuer, code: area_code(product), name: format!("Sample {}", network.name), coverage }
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
