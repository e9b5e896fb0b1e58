//! A carrier's appointment of a broker: without one the carrier pays no commission (ENR-6). It decides nothing about access
//! (CERT-1).

use crate::plan::IssuerId;
use jiff::civil::Date;

/// One carrier's appointment of one broker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// The carrier.
    pub issuer: IssuerId,
    /// Its first day.
    pub from: Date,
    /// Its last day; `None` while it goes on.
    pub until: Option<Date>,
}

impl Appointment {
    /// Whether it is in force on a day.
    pub fn is_in_force(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn it_is_in_force_from_its_first_day_to_its_last_enr_6() {
        let issuer = "31616".parse().unwrap();
        let until = Some(date(2026, 12, 31));
        let year = Appointment { issuer, from: date(2026, 1, 1), until };
        let days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)];
        assert_eq!(days.map(|day| year.is_in_force(day)), [false, true, true, false]);
        let open = Appointment { until: None, ..year };
        assert_eq!(days.map(|day| open.is_in_force(day)), [false, true, true, true]);
    }
}
