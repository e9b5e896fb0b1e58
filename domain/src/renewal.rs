//! When certifications are renewed (CERT-8): the exchange's calendar, a row a plan year in the profile. It tells people
//! when; whether somebody may act is decided by the dates in the account alone (CERT-1).

use crate::profile::{Profile, ProfileFault, fault};
use jiff::civil::Date;
use serde::Deserialize;

/// The renewal before one plan year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Renewal {
    /// The plan year for which certifications are renewed.
    pub year: i16,
    /// The first day on which they can be renewed.
    pub opens: Date,
    /// The day by which they are to be renewed.
    pub due: Date,
    /// The last day of those that were not.
    pub lapses: Date,
}

impl Profile {
    /// The renewal that is next or runs on a day; `None` when the calendar has ended.
    pub fn renewal_ahead(&self, today: Date) -> Option<Renewal> {
        self.renewal.iter().filter(|one| today <= one.lapses).min_by_key(|one| one.lapses).copied()
    }

    pub(crate) fn check_renewals(&self) -> Result<(), ProfileFault> {
        for (i, one) in self.renewal.iter().enumerate() {
            if one.due < one.opens {
                return fault(&format!("renewal[{i}].due"), "lies before opens");
            }
            if one.lapses < one.due {
                return fault(&format!("renewal[{i}].lapses"), "lies before due");
            }
            if self.renewal[..i].iter().any(|before| before.year == one.year) {
                return fault(&format!("renewal[{i}].year"), "stands there twice");
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_next_renewal_is_told_until_the_day_on_which_certifications_lapse_cert_8() {
        let profile = Profile::from_toml(Profile::MNSURE).unwrap();
        let ahead = |day| profile.renewal_ahead(day).map(|one| one.year);
        assert_eq!(ahead(date(2026, 10, 31)), Some(2027));
        assert_eq!(ahead(date(2026, 11, 1)), Some(2028));
        assert_eq!(ahead(date(2099, 1, 1)), None);
        let year = profile.renewal_ahead(date(2026, 11, 29)).unwrap();
        assert!(year.opens < year.due && year.due < year.lapses);
    }

    #[test]
    fn a_calendar_that_cannot_be_is_refused_with_its_key() {
        for (good, bad, key) in [
            ("due = \"2026-10-15\"", "due = \"2026-07-15\"", "renewal[0].due"),
            ("lapses = \"2026-10-31\"", "lapses = \"2026-10-14\"", "renewal[0].lapses"),
            ("[[renewal]]\nyear = 2028", "[[renewal]]\nyear = 2027", "renewal[1].year"),
        ] {
            let text = Profile::MNSURE.replace(good, bad);
            assert_ne!(text, Profile::MNSURE, "{good}");
            assert!(Profile::from_toml(&text).unwrap_err().to_string().contains(key), "{key}");
        }
    }
}
