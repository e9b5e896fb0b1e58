//! Limits of age, and when exactly each ends.
use crate::days::{age, month_number};
use jiff::civil::Date;

/// When exactly "under an age" ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AgeEnds {
    Birthday,
    EndOfBirthdayMonth,
    MonthBeforeBirthday,
}

/// "Under an age".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AgeLimit {
    pub(crate) under: i64,
    pub(crate) ends: AgeEnds,
}

impl AgeLimit {
    /// Is somebody born then under the age on that day?
    pub(crate) fn holds(self, birth: Date, on: Date) -> bool {
        let months = || month_number(on) - month_number(birth);
        match self.ends {
            AgeEnds::Birthday => age(birth, on) < self.under,
            AgeEnds::EndOfBirthdayMonth => months() <= self.under * 12,
            AgeEnds::MonthBeforeBirthday => months() < self.under * 12,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_age_ends_on_the_birthday_with_its_month_or_with_the_month_before() {
        let birth = date(2005, 11, 15);
        let days = [
            date(2026, 10, 31),
            date(2026, 11, 1),
            date(2026, 11, 15),
            date(2026, 11, 30),
            date(2026, 12, 1),
        ];
        for (ends, under) in [
            (AgeEnds::Birthday, [true, true, false, false, false]),
            (AgeEnds::EndOfBirthdayMonth, [true, true, true, true, false]),
            (AgeEnds::MonthBeforeBirthday, [true, false, false, false, false]),
        ] {
            assert_eq!(days.map(|on| AgeLimit { under: 21, ends }.holds(birth, on)), under, "{ends:?}");
        }
    }
}
