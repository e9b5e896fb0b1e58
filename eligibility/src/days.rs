//! Ages and months.
use jiff::civil::Date;

/// Whole years from birth to a day; a birthday on 29 February is kept on 1 March in other years.
pub(crate) fn age(birth: Date, on: Date) -> i64 {
    let before = (on.month(), on.day()) < (birth.month(), birth.day());
    i64::from(on.year()) - i64::from(birth.year()) - i64::from(before)
}

/// Months from the first month of the calendar: to compare months alone.
pub(crate) fn month_number(date: Date) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month()) - 1
}

/// Has a full span of years passed since a day?
pub(crate) fn years_passed(since: Date, years: i64, on: Date) -> bool {
    age(since, on) >= years
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
