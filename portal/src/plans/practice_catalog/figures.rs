//! The figures that the sample market is priced by: benchmark and age curve of the state's rule pack, and the lowest bronze
//! of its profile. Exact arithmetic in cents.

use domain::{
    plan::{AGE_BANDS, AgeBand},
    profile::Profile,
};
use eligibility::RulePack;

/// What is published for one rating area, for the benchmark's age, cents a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AreaFigures {
    pub(super) area: u16,
    pub(super) benchmark_cents: u32,
    pub(super) bronze_cents: u32,
}

/// The figures of every rating area for a year (see `practice_catalog` for years without).
pub(super) fn area_figures(profile: &Profile, rules: &RulePack, year: i16) -> Vec<AreaFigures> {
    let last_year = rules.benchmarks(i16::MAX);
    let areas = (1u16..).zip(rules.benchmarks(year)).zip(last_year);
    areas.map(|((area, benchmark), of_last_year)| figures(profile, area, *benchmark, *of_last_year)).collect()
}

fn figures(profile: &Profile, area: u16, benchmark: i64, of_last_year: i64) -> AreaFigures {
    let published = profile.practice.lowest_bronze.get(usize::from(area) - 1);
    // Where a profile names none, the lowest bronze costs four fifths of the benchmark.
    let bronze = published.map_or(of_last_year * 4 / 5, |dollars| i64::from(*dollars) * 100);
    // Half up to whole dollars; in the last year this is the published figure itself.
    let dollars = (2 * bronze * benchmark + 100 * of_last_year) / (200 * of_last_year);
    let cents = |amount: i64| u32::try_from(amount).unwrap_or(u32::MAX);
    AreaFigures { area, benchmark_cents: cents(benchmark), bronze_cents: cents(dollars * 100) }
}

/// A plan's 51 rates from its rate at the benchmark's age, on the state's age curve, half up to the cent.
pub(super) fn rates_by_age(rules: &RulePack, own_cents: u32) -> [u32; AGE_BANDS] {
    let own = rules.age_factor(rules.benchmark_age());
    let mut rates = [0; AGE_BANDS];
    for age in 0..=64u8 {
        let twice = 2 * i64::from(own_cents) * rules.age_factor(age.into()) + own;
        rates[AgeBand::of(age).index()] = u32::try_from(twice / (2 * own)).unwrap_or(u32::MAX);
    }
    rates
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn premiums_follow_the_age_curve_of_the_rule_pack() {
        let rates = rates_by_age(RulePack::minnesota(), 89_000);
        for age in 0..21 {
            assert_eq!(rates[AgeBand::of(age).index()], 89_000);
        }
        assert_eq!(rates[AgeBand::of(21).index()], 100_000);
        assert_eq!(rates[AgeBand::of(40).index()], 127_800);
        assert_eq!(rates[AgeBand::of(64).index()], 300_000);
        assert!(rates.windows(2).all(|pair| pair[0] <= pair[1]));
    }

    #[test]
    fn years_without_published_figures_take_those_of_2026() {
        let profile = Profile::from_toml(Profile::MNSURE).unwrap();
        let of = |year| area_figures(&profile, RulePack::minnesota(), year);
        assert_eq!(of(2026).len(), 9);
        assert_eq!(of(2027), of(2026));
        let one = of(2026)[0];
        assert_eq!((one.area, one.benchmark_cents, one.bronze_cents), (1, 46_100, 43_400));
        let earlier = of(2025)[0];
        assert_eq!((earlier.benchmark_cents, earlier.bronze_cents), (35_800, 33_700));
    }
}
