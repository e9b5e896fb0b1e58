//! The published figures that the sample market is priced by: benchmark, lowest bronze, age curve.
//! Exact arithmetic in cents; the tables lie in `tables/` with their sources.

use domain::plan::{AGE_BANDS, AgeBand};

const BENCHMARKS: &str = include_str!("../tables/mn_slcsp_by_rating_area.csv");
const LOWEST_BRONZE: &str = include_str!("../tables/mn_lowest_bronze_2026.csv");
const AGE_CURVE: &str = include_str!("../tables/age_curve.csv");

/// The last year with published figures.
const LAST_YEAR: i16 = 2026;
/// Minnesota's factor for everyone under 21, in thousandths.
const CHILD_FACTOR: u32 = 890;

/// What is published for one rating area, for ages 0-14, cents a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AreaFigures {
    pub(super) area: u16,
    pub(super) benchmark_cents: u32,
    pub(super) bronze_cents: u32,
}

/// The figures of every area for a year (see `practice_catalog` for years without).
pub(super) fn area_figures(year: i16) -> Vec<AreaFigures> {
    let benchmarks = dollars(BENCHMARKS);
    let has_year = benchmarks.iter().any(|(_, published, _)| *published == year);
    let wanted = if has_year { year } else { LAST_YEAR };
    let of = |table: &[(u16, i16, u32)], area: u16, year: i16| {
        table.iter().find(|row| row.0 == area && row.1 == year).map(|row| row.2)
    };
    let bronze = dollars(LOWEST_BRONZE);
    let last_year = bronze.iter().filter_map(|&(area, _, bronze_dollars)| {
        let of_last_year = of(&benchmarks, area, LAST_YEAR)?;
        let benchmark = of(&benchmarks, area, wanted)?;
        // Half up to whole dollars; in the last year this is the published figure itself.
        let bronze = (2 * bronze_dollars * benchmark + of_last_year) / (2 * of_last_year);
        Some(AreaFigures { area, benchmark_cents: benchmark * 100, bronze_cents: bronze * 100 })
    });
    last_year.collect()
}

/// A plan's 51 rates from its rate for ages 0-14, on Minnesota's age curve, half up to the cent.
pub(super) fn rates_by_age(child_cents: u32) -> [u32; AGE_BANDS] {
    let mut rates = [0; AGE_BANDS];
    for line in AGE_CURVE.lines().skip(1) {
        let mut cells = line.split(',');
        let age = cells.next().and_then(|age| age.parse::<u8>().ok());
        let factor = cells.next().and_then(thousandths);
        if let (Some(age), Some(factor)) = (age, factor) {
            let twice = 2 * u64::from(child_cents) * u64::from(factor) + u64::from(CHILD_FACTOR);
            rates[AgeBand::of(age).index()] =
                u32::try_from(twice / (2 * u64::from(CHILD_FACTOR))).unwrap_or(u32::MAX);
        }
    }
    rates
}

/// Rows of area, year, whole dollars ("461.0").
fn dollars(table: &str) -> Vec<(u16, i16, u32)> {
    let row = |line: &str| {
        let mut cells = line.split(',');
        let (area, year, amount) = (cells.next()?, cells.next()?, cells.next()?);
        let whole = amount.trim().split('.').next()?;
        Some((area.parse().ok()?, year.parse().ok()?, whole.parse().ok()?))
    };
    table.lines().skip(1).filter_map(row).collect()
}

/// Reads "0.89" as 890.
fn thousandths(text: &str) -> Option<u32> {
    let (whole, part) = text.trim().split_once('.')?;
    let part: u32 = format!("{part:0<3}").get(..3)?.parse().ok()?;
    Some(whole.parse::<u32>().ok()? * 1_000 + part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_age_curve_is_minnesotas_own() {
        let rates = rates_by_age(89_000);
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
        assert_eq!(area_figures(2026).len(), 9);
        assert_eq!(area_figures(2027), area_figures(2026));
        let one = area_figures(2026)[0];
        assert_eq!((one.area, one.benchmark_cents, one.bronze_cents), (1, 46_100, 43_400));
        let earlier = area_figures(2025)[0];
        assert_eq!((earlier.benchmark_cents, earlier.bronze_cents), (35_800, 33_700));
    }
}
