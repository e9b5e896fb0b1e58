//! ZIP codes and counties, and which of them lie in one another. The tables hold those of Minnesota, as they are
//! published with its rating areas. A ZIP code can be newer than the table: it is asked about, never refused.

use super::signs::{self, SignFault};

/// County name and FIPS code.
const COUNTIES: &str = include_str!("../../data/minnesota_counties.csv");
/// ZIP code and the FIPS codes of the counties in which it lies.
const ZIP_CODES: &str = include_str!("../../data/minnesota_zip_codes.csv");
/// The first three digits of the ZIP codes that are given out in the state; a few of its places have a neighbor's.
const MINNESOTA: std::ops::RangeInclusive<u16> = 550..=567;

/// Why a ZIP code or a county was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlaceFault {
    /// Hidden signs.
    #[error(transparent)]
    Signs(#[from] SignFault),
    /// Neither five nor nine digits.
    #[error("place.zip")]
    Zip,
    /// No county of the state.
    #[error("place.county")]
    County,
}

/// A ZIP code, with the four digits that may follow it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zip {
    five: String,
    four: Option<String>,
}

/// What the table says of a ZIP code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ZipLies {
    /// In these counties: FIPS code and name.
    In(Vec<(&'static str, &'static str)>),
    /// It looks like one of the state, and the table does not have it.
    Unknown,
    /// In another state.
    Elsewhere,
}

impl Zip {
    /// Reads a ZIP code: "55401", "55401-1234".
    ///
    /// # Errors
    /// `PlaceFault::Zip`, `PlaceFault::Signs`.
    pub fn read(typed: &str) -> Result<Self, PlaceFault> {
        let plain = signs::plain(typed)?;
        let digits =
            |text: &str, count| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
        let (five, four) = match plain.split_once(['-', ' ']) {
            Some((five, four)) => (five.trim(), Some(four.trim_matches(['-', ' ']))),
            None if digits(&plain, 9) => (&plain[..5], Some(&plain[5..])),
            None => (plain.as_str(), None),
        };
        let good = digits(five, 5) && four.is_none_or(|four| digits(four, 4));
        match good {
            true => Ok(Self { five: five.to_owned(), four: four.map(str::to_owned) }),
            false => Err(PlaceFault::Zip),
        }
    }

    /// The five digits.
    pub fn five(&self) -> &str {
        &self.five
    }

    /// The code as it was understood.
    pub fn shown(&self) -> String {
        match &self.four {
            Some(four) => format!("{}-{four}", self.five),
            None => self.five.clone(),
        }
    }

    /// Where it lies.
    pub fn lies(&self) -> ZipLies {
        let row =
            ZIP_CODES.lines().skip(1).find_map(|line| line.strip_prefix(&*self.five)?.strip_prefix(','));
        let state = self.five.get(..3).and_then(|three| three.parse().ok());
        match row {
            Some(row) => {
                let codes: Vec<&str> = row.split(' ').collect();
                ZipLies::In(counties().filter(|(fips, _)| codes.contains(fips)).collect())
            }
            None if state.is_some_and(|three| MINNESOTA.contains(&three)) => ZipLies::Unknown,
            None => ZipLies::Elsewhere,
        }
    }
}

/// The counties of the state: FIPS code and name.
pub fn counties() -> impl Iterator<Item = (&'static str, &'static str)> {
    COUNTIES.lines().skip(1).filter_map(|line| line.split_once(',')).map(|(name, fips)| (fips, name))
}

/// A ZIP code that lies in a county, for samples.
pub fn zip_code_of(county: &str) -> Option<&'static str> {
    let rows = ZIP_CODES.lines().skip(1).filter_map(|line| line.split_once(','));
    let (inside, whole) =
        (|codes: &str| codes.split(' ').any(|code| code == county), |codes: &str| codes == county);
    let first = |fits: &dyn Fn(&str) -> bool| rows.clone().find(|(_, codes)| fits(codes)).map(|(zip, _)| zip);
    first(&whole).or_else(|| first(&inside))
}

/// The name of a county.
pub fn county_name(fips: &str) -> Option<&'static str> {
    counties().find(|(known, _)| *known == fips).map(|(_, name)| name)
}

/// Reads a county by its name or its FIPS code, and gives the code: "Hennepin County", "Saint Louis", "27053".
///
/// # Errors
/// `PlaceFault::County`, `PlaceFault::Signs`.
pub fn county(typed: &str) -> Result<&'static str, PlaceFault> {
    let wanted = plain_county(&signs::plain(typed)?);
    let same = |(fips, name): &(&str, &str)| *fips == wanted || plain_county(name) == wanted;
    counties().find(same).map(|(fips, _)| fips).ok_or(PlaceFault::County)
}

/// A county's name without case, the word county, and the ways to write Saint.
fn plain_county(name: &str) -> String {
    let lower = signs::one_spaced(name).to_lowercase();
    let bare = lower.strip_suffix(" county").unwrap_or(&lower);
    let saint = ["saint ", "st. ", "st "].iter().find_map(|word| bare.strip_prefix(word));
    saint.map_or_else(|| bare.to_owned(), |rest| format!("st {rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zip_code_has_five_digits_or_nine() {
        for (typed, words) in [
            ("55401", "55401"),
            (" ５５４０１ ", "55401"),
            ("55401-1234", "55401-1234"),
            ("55401 1234", "55401-1234"),
            ("55401 - 1234", "55401-1234"),
            ("554011234", "55401-1234"),
        ] {
            let zip = Zip::read(typed).unwrap_or_else(|fault| panic!("{typed}: {fault}"));
            assert_eq!((zip.shown().as_str(), zip.five()), (words, "55401"), "{typed}");
            assert_eq!(Zip::read(words), Ok(zip));
        }
        for typed in [
            "",
            "5540",
            "554011",
            "5540a",
            "55401-",
            "55401-123",
            "-55401",
            "55401-12345",
            "55,401",
            "55401 or 55402",
        ] {
            assert_eq!(Zip::read(typed), Err(PlaceFault::Zip), "{typed}");
        }
    }

    #[test]
    fn a_county_is_read_by_name_or_number() {
        for typed in ["27053", "Hennepin", " hennepin county", "HENNEPIN"] {
            assert_eq!(county(typed), Ok("27053"), "{typed}");
        }
        for typed in ["St. Louis", "Saint Louis", "st louis county", "27137"] {
            assert_eq!(county(typed), Ok("27137"), "{typed}");
        }
        for typed in ["", "Cook County, Illinois", "17031", "Hennepin or Ramsey", "27"] {
            assert_eq!(county(typed), Err(PlaceFault::County), "{typed}");
        }
        assert!(counties().all(|(fips, name)| county(fips) == Ok(fips) && county(name) == Ok(fips)));
    }

    #[test]
    fn the_state_has_87_counties() {
        let all: Vec<_> = counties().collect();
        assert_eq!(all.len(), 87);
        assert!(all.contains(&("27053", "Hennepin")));
    }

    #[test]
    fn a_zip_code_lies_in_the_counties_of_the_table() {
        let lies = |zip: &str| Zip::read(zip).unwrap().lies();
        assert_eq!(lies("55401-1234"), ZipLies::In(vec![("27053", "Hennepin")]));
        assert!(matches!(lies("56444"), ZipLies::In(counties) if counties.len() > 1));
        assert_eq!(lies("90210"), ZipLies::Elsewhere);
        assert_eq!(lies("55999"), ZipLies::Unknown);
    }

    #[test]
    fn every_county_of_the_table_of_zip_codes_is_one_of_the_state() {
        let known: Vec<&str> = counties().map(|(fips, _)| fips).collect();
        let mut seen = std::collections::BTreeSet::new();
        for line in ZIP_CODES.lines().skip(1) {
            let (zip, codes) = line.split_once(',').unwrap();
            assert!(Zip::read(zip).is_ok_and(|zip| matches!(zip.lies(), ZipLies::In(_))), "{line}");
            for code in codes.split(' ') {
                assert!(known.contains(&code), "{line}");
                seen.insert(code);
            }
        }
        assert_eq!(seen.len(), known.len());
        for county in known {
            let zip = Zip::read(zip_code_of(county).unwrap()).unwrap();
            assert!(
                matches!(zip.lies(), ZipLies::In(all) if all.iter().any(|(fips, _)| *fips == county)),
                "{county}"
            );
        }
    }
}
