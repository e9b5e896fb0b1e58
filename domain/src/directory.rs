//! What the public directory says of an assister (CERT-10), and how far away one is. Where a ZIP code lies is a table of
//! points in the state: enough to put the near ones first.

use crate::people::words;

/// ZIP code, latitude and longitude in thousandths of a degree.
const POINTS: &str = include_str!("../data/minnesota_zip_points.csv");

words! {
    /// How an assister helps.
    HelpWay {
        /// One sits together.
        InPerson = "in_person",
        /// By telephone.
        Phone = "phone",
        /// By video.
        Video = "video",
    }
}

words! {
    /// What makes it easier to come.
    Accessibility {
        /// No step, wide doors.
        Wheelchair = "wheelchair",
        /// American Sign Language.
        SignLanguage = "sign_language",
        /// A hearing loop or another help for hearing.
        Hearing = "hearing",
        /// Large print or reading aloud.
        LowVision = "low_vision",
        /// The assister comes to people's homes.
        HomeVisits = "home_visits",
        /// Open in the evening or on weekends.
        Evenings = "evenings",
    }
}

/// A place on the map, in thousandths of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// Degrees north.
    pub north: i64,
    /// Degrees east; less than zero in America.
    pub east: i64,
}

impl Point {
    /// The middle of a ZIP code (five digits, more are not looked at); `None` for one that the table does not have.
    pub fn of_zip(zip: &str) -> Option<Self> {
        let five = zip.get(..5)?;
        let row = POINTS.lines().find_map(|line| line.strip_prefix(five)?.strip_prefix(','))?;
        let (north, east) = row.split_once(',')?;
        Some(Self { north: north.parse().ok()?, east: east.parse().ok()? })
    }

    /// How much shorter a degree east is than one north, squared, in thousandths: for comparing distances.
    pub fn narrowing(self) -> i64 {
        let shorter = (degrees(self.north)).to_radians().cos();
        per_thousand(shorter * shorter)
    }

    /// Miles to another place, as the crow flies.
    pub fn miles_to(self, other: Self) -> i64 {
        let middle = degrees(self.north + other.north) / 2.0;
        let north = degrees(self.north - other.north);
        let east = degrees(self.east - other.east) * middle.to_radians().cos();
        // A degree of latitude is 69 miles long.
        whole((north * north + east * east).sqrt() * 69.0)
    }
}

fn degrees(thousandths: i64) -> f64 {
    i32::try_from(thousandths).map_or(0.0, f64::from) / 1000.0
}

fn per_thousand(share: f64) -> i64 {
    whole(share * 1000.0)
}

#[expect(clippy::cast_possible_truncation, reason = "a distance on one state's map")]
fn whole(number: f64) -> i64 {
    number.round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zip_code_has_its_place_and_one_outside_the_table_has_none() {
        assert!(Point::of_zip("55401").is_some());
        assert_eq!(Point::of_zip("55401-1234"), Point::of_zip("55401"));
        for nowhere in ["", "554", "90210", "zip"] {
            assert_eq!(Point::of_zip(nowhere), None, "{nowhere}");
        }
    }

    #[test]
    fn distances_are_those_of_the_map() {
        let at = |zip: &str| Point::of_zip(zip).unwrap();
        // Minneapolis to Duluth is about 135 miles, to Saint Paul about 9.
        assert!((128..=142).contains(&at("55401").miles_to(at("55802"))));
        assert!((7..=11).contains(&at("55401").miles_to(at("55102"))));
        assert_eq!(at("55401").miles_to(at("55401")), 0);
        assert!((480..=520).contains(&at("55401").narrowing()));
    }
}
