//! The sample market against the published figures.

use std::collections::BTreeSet;

use domain::plan::{
    MetalLevel, NetworkType, Place, RatedGroup, Variant, lowest_bronze, second_lowest_silver,
};

use super::{figures::area_figures, *};
use crate::plans::place;

fn mnsure() -> Profile {
    Profile::from_toml(Profile::MNSURE).unwrap()
}

fn of(year: i16, seed: u64) -> Catalog {
    practice_catalog(&mnsure(), RulePack::minnesota(), (year, seed)).unwrap()
}

fn catalog() -> Catalog {
    of(2027, 1)
}

/// Every county's place.
fn places() -> Vec<Place> {
    let profile = mnsure();
    let numbers = profile.places.counties().iter().map(|county| county.fips.parse().unwrap());
    numbers.map(|county| place(RulePack::minnesota(), county, None).unwrap()).collect()
}

fn published(year: i16, here: Place) -> AreaFigures {
    area_figures(&mnsure(), RulePack::minnesota(), year)[usize::from(here.rating_area) - 1]
}

#[test]
fn in_every_county_the_second_lowest_silver_and_the_lowest_bronze_are_the_published_ones() {
    for (year, seed) in [(2026, 1), (2027, 1), (2027, 77), (2024, 3)] {
        let catalog = of(year, seed);
        for here in places() {
            let published = published(year, here);
            let child = RatedGroup::new(&[(10, false)]);
            let benchmark = second_lowest_silver(&catalog, &child, &here).unwrap();
            assert_eq!(benchmark.premium_cents, i64::from(published.benchmark_cents), "{here:?} {year}");
            let bronze = lowest_bronze(&catalog, &child, &here).unwrap();
            assert_eq!(bronze.premium_cents, i64::from(published.bronze_cents), "{here:?} {year}");
        }
    }
}

#[test]
fn at_21_the_benchmark_is_the_published_figure_over_0_890() {
    let catalog = catalog();
    for here in places() {
        let published = f64::from(published(2026, here).benchmark_cents);
        let adult = second_lowest_silver(&catalog, &RatedGroup::new(&[(21, false)]), &here).unwrap();
        assert!((adult.premium_cents as f64 - published / 0.890).abs() <= 0.5, "{here:?}");
        let family =
            RatedGroup::new(&[(45, true), (43, false), (17, false), (12, false), (9, false), (3, false)]);
        let family = second_lowest_silver(&catalog, &family, &here).unwrap();
        let expected = published / 0.890 * (1.444 + 1.357 + 3.0 * 0.890);
        assert!((family.premium_cents as f64 - expected).abs() <= 2.5, "three children count, no tobacco");
    }
}

#[test]
fn the_sample_market_has_the_structure_of_the_real_one() {
    let catalog = catalog();
    assert!(catalog.is_sample());
    assert_eq!(catalog.issuers().len(), 5);
    assert!((240..=260).contains(&catalog.plans().len()), "{}", catalog.plans().len());
    let metals: BTreeSet<_> = catalog.plans().iter().map(|plan| plan.metal).collect();
    assert_eq!(metals.len(), MetalLevel::ALL.len());
    let networks: BTreeSet<_> = catalog.plans().iter().map(|plan| plan.network).collect();
    assert!(
        [NetworkType::Epo, NetworkType::Ppo, NetworkType::Hmo].iter().all(|kind| networks.contains(kind))
    );
    for plan in catalog.plans() {
        let expected = match plan.metal {
            MetalLevel::Catastrophic | MetalLevel::DentalLow | MetalLevel::DentalHigh => 1,
            MetalLevel::Silver => 6,
            _ => 3,
        };
        assert_eq!(plan.variants.len(), expected, "{}", plan.name);
        let dental = matches!(plan.metal, MetalLevel::DentalLow | MetalLevel::DentalHigh);
        assert_eq!(plan.dental_only, dental);
    }
    let hsa = catalog.plans().iter().filter(|plan| plan.variant(Variant::Standard).unwrap().hsa_eligible);
    assert!(hsa.count() >= 40);
}

#[test]
fn another_state_has_a_market_of_its_own_figures() {
    let profile = Profile::from_toml(Profile::SAMPLE_STATE).unwrap();
    let rules = crate::testing::sample_rules();
    let catalog = practice_catalog(&profile, &rules, (2027, 1)).unwrap();
    assert!(catalog.plans().iter().all(|plan| plan.id.state() == "XS"));
    for county in profile.places.counties() {
        let here = place(&rules, county.fips.parse().unwrap(), None).unwrap();
        let adult = second_lowest_silver(&catalog, &RatedGroup::new(&[(21, false)]), &here).unwrap();
        let figures = area_figures(&profile, &rules, 2027)[usize::from(here.rating_area) - 1];
        assert_eq!(adult.premium_cents, i64::from(figures.benchmark_cents), "{}", county.name);
    }
}

#[test]
fn every_name_says_that_it_is_a_sample() {
    let catalog = catalog();
    assert!(catalog.issuers().iter().all(|issuer| issuer.name.starts_with("Sample ")));
    assert!(catalog.plans().iter().all(|plan| plan.name.starts_with("Sample ")));
    assert!(catalog.issuers().iter().all(|issuer| issuer.tin.as_deref().unwrap().starts_with("00")));
}

#[test]
fn the_same_year_and_seed_give_the_same_catalog() {
    assert!(of(2027, 5) == of(2027, 5));
    assert!(of(2027, 5) != of(2027, 6));
}

#[test]
fn better_variants_never_cost_more_to_use() {
    for plan in catalog().plans().iter().filter(|plan| plan.metal == MetalLevel::Silver) {
        let figure = |variant| {
            let variant = plan.variant(variant).unwrap();
            (variant.deductible_individual_cents.unwrap(), variant.out_of_pocket_individual_cents.unwrap())
        };
        let levels = [
            Variant::Standard,
            Variant::Silver73,
            Variant::Silver87,
            Variant::Silver94,
            Variant::ZeroCostSharing,
        ];
        for pair in levels.windows(2) {
            let (worse, better) = (figure(pair[0]), figure(pair[1]));
            assert!(better.0 <= worse.0 && better.1 <= worse.1, "{}", plan.name);
        }
    }
}
