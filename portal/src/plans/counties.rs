//! Minnesota's 87 counties and their rating areas: a county chosen on a page becomes a `Place`.

use domain::plan::{CountyFips, Place};

const TABLE: &str = include_str!("tables/mn_counties_rating_areas.csv");

/// A county.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct County {
    /// Its name.
    pub name: &'static str,
    /// Its federal number.
    pub fips: CountyFips,
    /// Its rating area, 1 to 9.
    pub rating_area: u16,
}

/// All counties, by name.
pub fn counties() -> impl Iterator<Item = County> {
    TABLE.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        let name = cells.next()?;
        Some(County { name, fips: cells.next()?.parse().ok()?, rating_area: cells.next()?.parse().ok()? })
    })
}

/// The county with this number.
pub fn county(fips: CountyFips) -> Option<County> {
    counties().find(|county| county.fips == fips)
}

/// The place of a household in this county; None for a county outside Minnesota.
pub fn place(fips: CountyFips, zip: Option<u32>) -> Option<Place> {
    county(fips).map(|county| Place { county: fips, zip, rating_area: county.rating_area })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_87_counties_in_nine_rating_areas() {
        assert_eq!(counties().count(), 87);
        assert!(
            counties()
                .all(|county| (1..=9).contains(&county.rating_area) && county.fips.state_number() == 27)
        );
        let hennepin = place("27053".parse().unwrap(), Some(55401)).unwrap();
        assert_eq!(hennepin.rating_area, 8);
        assert!(place("19001".parse().unwrap(), None).is_none());
    }
}
