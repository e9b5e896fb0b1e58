//! The places of a state: its counties, and in which of them its ZIP codes lie. They are tables that the exchange's
//! profile names. A ZIP code can be newer than the table: it is asked about, never refused.

use crate::{
    directory::Point,
    typed::{
        place::{PlaceFault, Zip},
        signs,
    },
};
use std::{collections::BTreeMap, fmt, ops::RangeInclusive, sync::Arc};

/// The places of one state; a copy costs nothing.
#[derive(Clone, Default)]
pub struct Places(Arc<Tables>);

#[derive(Default)]
struct Tables {
    counties: Vec<County>,
    /// ZIP code and the places in `counties` of those in which it lies.
    zip_codes: BTreeMap<String, Vec<usize>>,
    /// ZIP code and its place on the map, where the state has such a table.
    points: BTreeMap<String, Point>,
    /// The first three digits of the ZIP codes that are given out in the state; a few of its places have a neighbor's.
    given_out: Option<RangeInclusive<u16>>,
}

/// A county.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct County {
    /// Its federal number, five digits.
    pub fips: String,
    /// Its name, without the word county.
    pub name: String,
}

/// What the table says of a ZIP code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ZipLies<'p> {
    /// In these counties.
    In(Vec<&'p County>),
    /// It looks like one of the state, and the table does not have it.
    Unknown,
    /// In another state.
    Elsewhere,
}

/// What is wrong with a table of places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacesFault {
    /// Which table, by its key in the profile.
    pub key: &'static str,
    /// The line, from 1; 0 is the whole table.
    pub line: usize,
    /// What it should be.
    pub reason: &'static str,
}

impl Places {
    /// Reads the tables: lines of name and federal number, and lines of ZIP code and the numbers of its counties with
    /// blanks between, and lines of ZIP code, north and east; the first line of each names its columns.
    ///
    /// # Errors
    /// `PlacesFault`, naming table and line.
    pub fn read(
        counties: &str,
        zip_codes: &str,
        points: &str,
        given_out: RangeInclusive<u16>,
    ) -> Result<Self, PlacesFault> {
        let counties = rows(counties, "places.counties", county)?;
        if counties.is_empty() {
            return Err(PlacesFault { key: "places.counties", line: 0, reason: "holds no county" });
        }
        let zip_code = |line: &str| zip_code(line, &counties);
        let zip_codes = rows(zip_codes, "places.zip_codes", zip_code)?.into_iter().collect();
        let points = rows(points, "places.zip_points", point)?.into_iter().collect();
        Ok(Self(Arc::new(Tables { counties, zip_codes, points, given_out: Some(given_out) })))
    }

    /// The counties, in the order of the table.
    pub fn counties(&self) -> &[County] {
        &self.0.counties
    }

    /// The county of this federal number.
    pub fn county(&self, fips: &str) -> Option<&County> {
        self.counties().iter().find(|county| county.fips == fips)
    }

    /// Reads a county by its name or its federal number: "Hill County", "Saint Ann", "99001".
    ///
    /// # Errors
    /// `PlaceFault::County`, `PlaceFault::Signs`.
    pub fn read_county(&self, typed: &str) -> Result<&County, PlaceFault> {
        let wanted = plain_county(&signs::plain(typed)?);
        let is_wanted = |county: &&County| county.fips == wanted || plain_county(&county.name) == wanted;
        self.counties().iter().find(is_wanted).ok_or(PlaceFault::County)
    }

    /// Where a ZIP code lies.
    pub fn where_lies(&self, zip: &Zip) -> ZipLies<'_> {
        let three = zip.five().get(..3).and_then(|three| three.parse().ok());
        match self.0.zip_codes.get(zip.five()) {
            Some(found) => ZipLies::In(found.iter().map(|at| &self.0.counties[*at]).collect()),
            None if three.is_some_and(|three| self.is_given_out(three)) => ZipLies::Unknown,
            None => ZipLies::Elsewhere,
        }
    }

    /// The middle of a ZIP code; `None` for one that the table does not have.
    pub fn point_of(&self, zip: &Zip) -> Option<Point> {
        self.0.points.get(zip.five()).copied()
    }

    fn is_given_out(&self, three: u16) -> bool {
        self.0.given_out.as_ref().is_some_and(|range| range.contains(&three))
    }

    /// A ZIP code that lies in a county, for samples: in it alone, where there is one.
    pub fn zip_code_of(&self, fips: &str) -> Option<&str> {
        let own = self.counties().iter().position(|county| county.fips == fips)?;
        let alone = |at: &&Vec<usize>| ***at == [own];
        let inside = |at: &&Vec<usize>| at.contains(&own);
        let first = |fits: &dyn Fn(&&Vec<usize>) -> bool| {
            self.0.zip_codes.iter().find(|(_, at)| fits(at)).map(|(zip, _)| zip.as_str())
        };
        first(&alone).or_else(|| first(&inside))
    }
}

impl fmt::Debug for Places {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Places").field("counties", &self.counties().len()).finish_non_exhaustive()
    }
}

/// The rows of a table behind its first line.
fn rows<T>(
    table: &str,
    key: &'static str,
    read: impl Fn(&str) -> Result<T, &'static str>,
) -> Result<Vec<T>, PlacesFault> {
    let fault = |line| move |reason| PlacesFault { key, line, reason };
    let lines = (1..).zip(table.lines()).skip(1).filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(number, line)| read(line.trim()).map_err(fault(number))).collect()
}

fn county(line: &str) -> Result<County, &'static str> {
    let (name, fips) = line.split_once(',').ok_or("must be a name, a comma and the federal number")?;
    match is_digits(fips) && !name.trim().is_empty() {
        true => Ok(County { fips: fips.to_owned(), name: name.trim().to_owned() }),
        false => Err("must be a name and a federal number of five digits"),
    }
}

fn zip_code(line: &str, counties: &[County]) -> Result<(String, Vec<usize>), &'static str> {
    let (zip, numbers) = line.split_once(',').ok_or("must be a ZIP code, a comma and counties")?;
    if !is_digits(zip) {
        return Err("must begin with a ZIP code of five digits");
    }
    let place = |fips: &str| counties.iter().position(|county| county.fips == fips);
    let places: Option<Vec<usize>> = numbers.split_whitespace().map(place).collect();
    let places = places.filter(|places| !places.is_empty());
    Ok((zip.to_owned(), places.ok_or("must name counties of the table of counties")?))
}

fn point(line: &str) -> Result<(String, Point), &'static str> {
    const FORM: &str = "must be a ZIP code, and thousandths of a degree north and east";
    let mut parts = line.split(',');
    let zip = parts.next().filter(|zip| is_digits(zip)).ok_or(FORM)?;
    let mut number = || parts.next().and_then(|part| part.trim().parse().ok()).ok_or(FORM);
    let at = Point { north: number()?, east: number()? };
    let on_the_map = (-90_000..=90_000).contains(&at.north) && (-180_000..=180_000).contains(&at.east);
    if on_the_map { Ok((zip.to_owned(), at)) } else { Err(FORM) }
}

fn is_digits(text: &str) -> bool {
    text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit())
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
    use crate::profile::Profile;

    fn minnesota() -> Places {
        Profile::from_toml(Profile::MNSURE).unwrap().places
    }

    fn zip(typed: &str) -> Zip {
        Zip::read(typed).unwrap()
    }

    #[test]
    fn a_county_is_read_by_name_or_number() {
        let places = minnesota();
        let read = |typed: &str| places.read_county(typed).map(|county| county.fips.as_str());
        for typed in ["27053", "Hennepin", " hennepin county", "HENNEPIN"] {
            assert_eq!(read(typed), Ok("27053"), "{typed}");
        }
        for typed in ["St. Louis", "Saint Louis", "st louis county", "27137"] {
            assert_eq!(read(typed), Ok("27137"), "{typed}");
        }
        for typed in ["", "Cook County, Illinois", "17031", "Hennepin or Ramsey", "27"] {
            assert_eq!(read(typed), Err(PlaceFault::County), "{typed}");
        }
        for County { fips, name } in places.counties() {
            assert_eq!((read(fips), read(name)), (Ok(fips.as_str()), Ok(fips.as_str())));
        }
    }

    #[test]
    fn the_first_state_has_87_counties() {
        let places = minnesota();
        assert_eq!(places.counties().len(), 87);
        assert_eq!(places.county("27053").unwrap().name, "Hennepin");
    }

    #[test]
    fn a_zip_code_lies_in_the_counties_of_the_table() {
        let places = minnesota();
        let names = |typed: &str| match places.where_lies(&zip(typed)) {
            ZipLies::In(counties) => counties.iter().map(|county| county.name.clone()).collect(),
            ZipLies::Unknown | ZipLies::Elsewhere => Vec::new(),
        };
        assert_eq!(names("55401-1234"), ["Hennepin"]);
        assert!(names("56444").len() > 1);
        assert_eq!(places.where_lies(&zip("90210")), ZipLies::Elsewhere);
        assert_eq!(places.where_lies(&zip("55999")), ZipLies::Unknown);
    }

    #[test]
    fn every_county_has_a_zip_code_that_lies_in_it() {
        for profile in [Profile::MNSURE, Profile::SAMPLE_STATE] {
            let places = Profile::from_toml(profile).unwrap().places;
            for county in places.counties() {
                let zip = zip(places.zip_code_of(&county.fips).unwrap());
                let lies = places.where_lies(&zip);
                assert!(matches!(lies, ZipLies::In(all) if all.contains(&county)), "{}", county.name);
            }
        }
    }

    #[test]
    fn a_table_that_is_wrong_is_told_by_its_line() {
        let read = |counties, zip_codes| Places::read(counties, zip_codes, "", 1..=2).map(|_| ());
        let fault = |key, line| move |fault: PlacesFault| (fault.key, fault.line) == (key, line);
        assert!(read("county,fips\nHill,99001\n", "zip,counties\n00101,99001\n").is_ok());
        for (counties, zip_codes, key, line) in [
            ("county,fips\n", "zip\n", "places.counties", 0),
            ("county,fips\nHill\n", "zip\n", "places.counties", 2),
            ("county,fips\nHill,9901\n", "zip\n", "places.counties", 2),
            ("county,fips\nHill,99001\n", "zip\n00101,99001\n\n101,99001\n", "places.zip_codes", 4),
            ("county,fips\nHill,99001\n", "zip\n00101,99002\n", "places.zip_codes", 2),
            ("county,fips\nHill,99001\n", "zip\n00101,\n", "places.zip_codes", 2),
        ] {
            assert!(read(counties, zip_codes).is_err_and(fault(key, line)), "{counties} {zip_codes}");
        }
    }

    #[test]
    fn a_zip_code_has_its_place_on_the_map_where_the_table_has_it() {
        let places = minnesota();
        let at = |typed: &str| places.point_of(&zip(typed));
        assert!(at("55401").is_some() && at("55401-1234") == at("55401"));
        assert_eq!(at("90210"), None);
        let (minneapolis, duluth, saint_paul) =
            (at("55401").unwrap(), at("55802").unwrap(), at("55102").unwrap());
        assert!((128..=142).contains(&minneapolis.miles_to(duluth)));
        assert!((7..=11).contains(&minneapolis.miles_to(saint_paul)));
        for wrong in ["zip,north,east\n5540,1,2", "zip,north,east\n55401,1", "zip,north,east\n55401,99000,1"]
        {
            let fault = Places::read("county,fips\nHill,99001", "zip,counties\n", wrong, 1..=2).unwrap_err();
            assert_eq!((fault.key, fault.line), ("places.zip_points", 2), "{wrong}");
        }
    }
}
