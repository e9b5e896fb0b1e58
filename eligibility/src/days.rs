//! Ages and months.
use jiff::civil::Date;

/// Whole years from birth to a day; a birthday on 29 February is kept on 1 March in other years.
pub(crate) fn age(birth: Date, on: Date) -> i64 {
    let before = (on.month(), on.day()) < (birth.month(), birth.day());
    i64::from(on.year()) - i64::from(birth.year()) - i64::from(before)
}

/// Months counted through: to compare months alone.
pub(crate) fn month_number(date: Date) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month())
}

/// The number of the month with which Medicare begins: an age is reached on the day before the birthday, so for whoever is
/// born on the first of a month it is the month before (42 USC 426(a); 42 CFR 406.10(b); 20 CFR 404.2(c)(4)).
pub(crate) fn medicare_month(birth: Date, age: i64) -> i64 {
    month_number(birth) - i64::from(birth.day() == 1) + age * 12
}

/// Has a full span of years passed since a day?
pub(crate) fn years_passed(since: Date, years: i64, on: Date) -> bool {
    age(since, on) >= years
}

/// Is an age reached by the end of a year? It is reached on the day before the birthday: 26 CFR 1.151-1(c)(2).
pub(crate) fn reached_in(born: Date, age: i16, year: i16) -> bool {
    born <= new_year(year - (age - 1))
}

/// The first of January of a year.
pub(crate) fn new_year(year: i16) -> Date {
    jiff::civil::date(year, 1, 1)
}

/// The first day of coverage: the first of the month after the application, within the coverage year.
pub(crate) fn coverage_start(application: Date, coverage_year: i16) -> Date {
    if application < new_year(coverage_year) {
        return new_year(coverage_year);
    }
    let month = if application.year() > coverage_year { 12 } else { (application.month() + 1).min(12) };
    jiff::civil::date(coverage_year, month, 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn coverage_starts_on_the_first_of_the_next_month_within_its_year() {
        assert_eq!(coverage_start(date(2026, 11, 3), 2027), date(2027, 1, 1));
        assert_eq!(coverage_start(date(2026, 12, 31), 2027), date(2027, 1, 1));
        assert_eq!(coverage_start(date(2027, 1, 1), 2027), date(2027, 2, 1));
        assert_eq!(coverage_start(date(2027, 11, 30), 2027), date(2027, 12, 1));
        assert_eq!(coverage_start(date(2027, 12, 5), 2027), date(2027, 12, 1));
        assert_eq!(coverage_start(date(2028, 2, 5), 2027), date(2027, 12, 1));
    }

    #[test]
    fn a_birthday_makes_older_on_its_day() {
        let birth = date(2004, 2, 29);
        assert_eq!((age(birth, date(2025, 2, 28)), age(birth, date(2025, 3, 1))), (20, 21));
        assert_eq!((age(birth, date(2024, 2, 28)), age(birth, date(2024, 2, 29))), (19, 20));
        assert!(!years_passed(date(2021, 11, 4), 5, date(2026, 11, 3)));
        assert!(years_passed(date(2021, 11, 3), 5, date(2026, 11, 3)));
        assert_eq!(medicare_month(date(1962, 1, 2), 65), month_number(date(2027, 1, 31)));
        assert_eq!(medicare_month(date(1962, 1, 1), 65), month_number(date(2026, 12, 1)));
        assert_eq!(medicare_month(date(1962, 3, 1), 65), month_number(date(2027, 2, 1)));
        assert_eq!(month_number(date(2026, 1, 31)) - month_number(date(2025, 12, 1)), 1);
    }
}
