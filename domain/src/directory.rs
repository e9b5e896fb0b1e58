//! What the public directory says of an assister (CERT-10), and how far away one is.

use crate::people::words;
use jiff::civil::Date;

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

/// The first and the last day of an absence that is not over on a day; one that lies ahead is told too.
pub fn absence_on(day: Date, from: Option<Date>, until: Option<Date>) -> Option<(Date, Date)> {
    from.zip(until).filter(|(_, until)| day <= *until)
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
    use jiff::civil::date;

    #[test]
    fn an_absence_is_told_until_its_last_day() {
        let (from, until) = (date(2026, 12, 21), date(2026, 12, 31));
        let told = |day| absence_on(day, Some(from), Some(until));
        assert_eq!(told(date(2026, 11, 29)), Some((from, until)));
        assert_eq!(told(until), Some((from, until)));
        assert_eq!((told(date(2027, 1, 1)), absence_on(from, None, None)), (None, None));
    }

    #[test]
    fn distances_are_those_of_the_map() {
        let (south, north) = (Point { north: 45_000, east: -93_000 }, Point { north: 46_000, east: -93_000 });
        assert_eq!((south.miles_to(north), south.miles_to(south)), (69, 0));
        // A degree east is shorter by the cosine of the latitude.
        let east = Point { north: 45_000, east: -92_000 };
        assert_eq!((south.miles_to(east), south.narrowing()), (49, 500));
    }
}
