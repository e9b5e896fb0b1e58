//! What an exchange needs before real people come: the list that staff work through.

use crate::{people::words, profile::Profile};
use jiff::civil::Date;

words! {
    /// One thing that an exchange needs.
    Needed {
        /// An agency whose assisters may act.
        Agencies = "agencies",
        /// An assister account.
        Assisters = "assisters",
        /// A plan year that is not over.
        PlanYear = "plan_year",
        /// When certifications are renewed next.
        Renewal = "renewal",
        /// The plans of that year.
        Catalog = "catalog",
        /// A server that takes mail.
        MailServer = "mail_server",
        /// Telephone numbers that are the exchange's own.
        PhoneNumbers = "phone_numbers",
        /// Whom to tell of a weakness.
        SecurityContact = "security_contact",
        /// Tax numbers of the carriers, for the 834.
        CarrierNumbers = "carrier_numbers",
    }
}

impl Profile {
    /// The plan year whose open enrollment is next or runs on a day; `None` when all are over.
    pub fn plan_year_ahead(&self, today: Date) -> Option<i16> {
        self.plan_year.iter().filter(|year| today <= year.open_to).map(|year| year.year).min()
    }

    /// Whether a telephone number is one of those that samples have (555-01xx): nobody answers there.
    pub fn has_sample_phones(&self) -> bool {
        let phones =
            [&self.exchange.phone, &self.assister_resource_center.phone, &self.broker_service_line.phone];
        phones.iter().any(|phone| phone.contains("555-01"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_embedded_profile_still_has_the_telephone_numbers_of_a_sample() {
        let mut profile = Profile::from_toml(Profile::MNSURE).unwrap();
        assert!(profile.has_sample_phones());
        for phone in [
            &mut profile.exchange.phone,
            &mut profile.assister_resource_center.phone,
            &mut profile.broker_service_line.phone,
        ] {
            *phone = "651-539-2099".to_owned();
        }
        assert!(!profile.has_sample_phones());
    }

    #[test]
    fn a_plan_year_is_ahead_until_the_last_day_of_its_open_enrollment() {
        let profile = Profile::from_toml(Profile::MNSURE).unwrap();
        assert_eq!(profile.plan_year_ahead(date(2026, 6, 1)), Some(2027));
        assert_eq!(profile.plan_year_ahead(date(2026, 12, 31)), Some(2027));
        assert_eq!(profile.plan_year_ahead(date(2027, 1, 1)), None);
    }
}
