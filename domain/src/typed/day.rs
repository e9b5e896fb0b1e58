//! Days as people write them: in three fields, or in one. Each fault has its own words; a year of two digits is
//! asked about, because two centuries could be meant.

use super::signs::{self, SignFault};
use jiff::civil::Date;

/// Why a day was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
pub enum DayFault {
    /// Hidden signs.
    #[error(transparent)]
    Signs(#[from] SignFault),
    /// No month in an otherwise typed date.
    #[error("day.no_month")]
    NoMonth,
    /// No day.
    #[error("day.no_day")]
    NoDay,
    /// No year.
    #[error("day.no_year")]
    NoYear,
    /// Neither a number from 1 to 12 nor the name of a month.
    #[error("day.month")]
    Month,
    /// No number from 1 to 31.
    #[error("day.day")]
    Day,
    /// "86".
    #[error("day.two_digit_year")]
    TwoDigitYear,
    /// No year of our time.
    #[error("day.year")]
    Year,
    /// 29 February of another year.
    #[error("day.no_leap_year")]
    NoLeapYear,
    /// 31 April.
    #[error("day.no_such_day")]
    NoSuchDay,
    /// One text that is no date, or could be two.
    #[error("day.form")]
    Form,
    /// Not before today, where it must be.
    #[error("day.ahead")]
    Ahead,
    /// A birth that long ago.
    #[error("day.too_long_ago")]
    TooLongAgo,
    /// Before the exchange's time.
    #[error("day.before_records")]
    BeforeRecords,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Reads a day that was typed in three fields. A whole date in one of them is understood too; three empty ones are
/// `None`.
///
/// # Errors
/// What is not understood.
pub fn read([month, day, year]: [&str; 3]) -> Result<Option<Date>, DayFault> {
    let [month, day, year] = [signs::plain(month)?, signs::plain(day)?, signs::plain(year)?];
    match (month.as_str(), day.as_str(), year.as_str()) {
        ("", "", "") => Ok(None),
        (whole, "", "") | ("", whole, "") | ("", "", whole) if whole.contains([' ', '/', '-', '.', ',']) => {
            in_one(whole).map(Some)
        }
        ("", _, _) => Err(DayFault::NoMonth),
        (_, "", _) => Err(DayFault::NoDay),
        (_, _, "") => Err(DayFault::NoYear),
        parts => of_parts(parts).map(Some),
    }
}

/// Reads a day that was typed into one field: "4/28/1986", "Apr 28, 1986", "28 April 1986", "1986-04-28".
///
/// # Errors
/// What is not understood; `Form` where day and month could be taken for one another.
pub fn in_one(typed: &str) -> Result<Date, DayFault> {
    let plain = signs::plain(typed)?;
    let parts: Vec<&str> = plain.split([' ', '/', '-', '.', ',']).filter(|part| !part.is_empty()).collect();
    let &[one, two, three] = parts.as_slice() else { return Err(DayFault::Form) };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let by_dots = plain.contains('.') && !plain.chars().any(char::is_alphabetic);
    match (digits(one), digits(two), digits(three)) {
        _ if by_dots => Err(DayFault::Form),
        (true, true, true) if one.len() == 4 => of_parts((two, three, one)),
        (true, true, true) | (false, _, _) => of_parts((one, two, three)),
        (true, false, _) => of_parts((two, one, three)),
        (true, true, false) => Err(DayFault::Year),
    }
}

/// The three fields of a day as it was understood.
pub fn shown(date: Date) -> [String; 3] {
    [date.month().to_string(), date.day().to_string(), date.year().to_string()]
}

/// A day of birth lies within the last 125 years.
///
/// # Errors
/// `Ahead`, `TooLongAgo`.
pub fn of_birth(date: Date, today: Date) -> Result<Date, DayFault> {
    match date {
        _ if date > today => Err(DayFault::Ahead),
        _ if date.year() < today.year() - 125 => Err(DayFault::TooLongAgo),
        _ => Ok(date),
    }
}

/// Whole years from a day of birth to another day.
pub fn age_on(born: Date, day: Date) -> i16 {
    let had_birthday = (day.month(), day.day()) >= (born.month(), born.day());
    day.year() - born.year() - i16::from(!had_birthday)
}

/// A day of the exchange's own records.
///
/// # Errors
/// `BeforeRecords`.
pub fn of_records(date: Date) -> Result<Date, DayFault> {
    if date.year() < 2000 { Err(DayFault::BeforeRecords) } else { Ok(date) }
}

fn of_parts((month, day, year): (&str, &str, &str)) -> Result<Date, DayFault> {
    let month = month_of(month).ok_or(DayFault::Month)?;
    let day = small(without_ordinal(day), 31).ok_or(DayFault::Day)?;
    let digits = year.bytes().all(|byte| byte.is_ascii_digit());
    let year = match year.strip_prefix('\'').unwrap_or(year) {
        two if two.len() == 2 && two.bytes().all(|byte| byte.is_ascii_digit()) => {
            return Err(DayFault::TwoDigitYear);
        }
        four if four.len() == 4 && digits => four.parse::<i16>().map_err(|_| DayFault::Year)?,
        _ => return Err(DayFault::Year),
    };
    if !(1900..=2100).contains(&year) {
        return Err(DayFault::Year);
    }
    let fault = if (month, day) == (2, 29) { DayFault::NoLeapYear } else { DayFault::NoSuchDay };
    Date::new(year, month, day).map_err(|_| fault)
}

/// A month by its number or its name, which may be cut after three letters.
fn month_of(text: &str) -> Option<i8> {
    let name = text.trim_end_matches('.').to_ascii_lowercase();
    let named = |month: &&str| {
        name.len() >= 3 && (month.starts_with(&*name) || name == "sept" && *month == "september")
    };
    match MONTHS.iter().position(named) {
        Some(at) => i8::try_from(at + 1).ok(),
        None => small(text, 12),
    }
}

/// "3rd" is 3.
fn without_ordinal(text: &str) -> &str {
    let lower =
        text.len().checked_sub(2).and_then(|at| text.get(at..)).unwrap_or_default().to_ascii_lowercase();
    match lower.as_str() {
        "st" | "nd" | "rd" | "th" => &text[..text.len() - 2],
        _ => text,
    }
}

fn small(text: &str, most: i8) -> Option<i8> {
    let digits = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten().filter(|number| (1..=most).contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_is_read_from_three_fields_with_the_month_as_number_or_name() {
        for month in ["4", "04", "Apr", "apr.", "April", "APRIL", "４"] {
            assert_eq!(read([month, " 3 ", "1986"]), Ok(Some(date(1986, 4, 3))), "{month}");
        }
        assert_eq!(read(["Sept", "30th", "1986"]), Ok(Some(date(1986, 9, 30))));
        assert_eq!(read(["٤", "٣", "١٩٨٦"]), Ok(Some(date(1986, 4, 3))));
        assert_eq!(read(["", " ", ""]), Ok(None));
    }

    #[test]
    fn a_whole_date_in_one_of_three_fields_is_understood() {
        for whole in ["Apr 3 1986", "4/3/1986", "1986-04-03"] {
            assert_eq!(read([whole, "", ""]), Ok(Some(date(1986, 4, 3))));
            assert_eq!(read(["", "", whole]), Ok(Some(date(1986, 4, 3))));
        }
    }

    #[test]
    fn a_day_is_read_from_one_field() {
        for typed in [
            "4/3/1986",
            "04-03-1986",
            "4 3 1986",
            "Apr 3 1986",
            "Apr. 3, 1986",
            "April 3rd, 1986",
            "3 Apr 1986",
            "3 April 1986",
            "3-Apr-1986",
            "1986-04-03",
            "1986/4/3",
            "４/３/１９８６",
        ] {
            assert_eq!(in_one(typed), Ok(date(1986, 4, 3)), "{typed}");
        }
        for (typed, fault) in [
            ("4/3/86", DayFault::TwoDigitYear),
            ("Apr 3 '86", DayFault::TwoDigitYear),
            ("13/4/1986", DayFault::Month),
            ("3.4.1986", DayFault::Form),
            ("04031986", DayFault::Form),
            ("4/3", DayFault::Form),
            ("4/3/1986 4/4/1986", DayFault::Form),
            ("yesterday", DayFault::Form),
            ("", DayFault::Form),
        ] {
            assert_eq!(in_one(typed), Err(fault), "{typed}");
        }
    }

    #[test]
    fn each_fault_of_a_day_has_its_own_name() {
        for (parts, fault) in [
            (["", "3", "1986"], DayFault::NoMonth),
            (["4", "", "1986"], DayFault::NoDay),
            (["4", "3", ""], DayFault::NoYear),
            (["13", "1", "2020"], DayFault::Month),
            (["0", "1", "2020"], DayFault::Month),
            (["Abril", "1", "2020"], DayFault::Month),
            (["Ma", "1", "2020"], DayFault::Month),
            (["4", "32", "2020"], DayFault::Day),
            (["4", "0", "2020"], DayFault::Day),
            (["4", "-3", "2020"], DayFault::Day),
            (["4", "3", "86"], DayFault::TwoDigitYear),
            (["4", "3", "986"], DayFault::Year),
            (["4", "3", "19860"], DayFault::Year),
            (["4", "3", "1e3"], DayFault::Year),
            (["4", "3", "1899"], DayFault::Year),
            (["2", "29", "1900"], DayFault::NoLeapYear),
            (["2", "29", "2023"], DayFault::NoLeapYear),
            (["2", "30", "2024"], DayFault::NoSuchDay),
            (["4", "31", "2024"], DayFault::NoSuchDay),
            (["4", "3\u{200B}1", "2024"], DayFault::Signs(SignFault::Hidden)),
        ] {
            assert_eq!(read(parts), Err(fault), "{parts:?}");
        }
        assert_eq!(read(["2", "29", "2000"]), Ok(Some(date(2000, 2, 29))));
    }

    #[test]
    fn nobody_is_born_tomorrow_or_125_years_ago_and_records_begin_in_2000() {
        let today = date(2026, 11, 23);
        assert_eq!(of_birth(date(2026, 11, 24), today), Err(DayFault::Ahead));
        assert_eq!(of_birth(today, today), Ok(today));
        assert_eq!(of_birth(date(1900, 12, 31), today), Err(DayFault::TooLongAgo));
        assert!(of_birth(date(1901, 1, 1), today).is_ok());
        assert_eq!(of_records(date(1999, 12, 31)), Err(DayFault::BeforeRecords));
        assert!(of_records(date(2000, 1, 1)).is_ok());
    }

    #[test]
    fn an_age_counts_birthdays() {
        let born = date(2008, 11, 23);
        assert_eq!([22, 23, 24].map(|day| age_on(born, date(2026, 11, day))), [17, 18, 18]);
    }

    #[test]
    fn a_day_is_shown_as_it_was_understood() {
        let day = date(1986, 4, 3);
        let parts = shown(day);
        assert_eq!(parts, ["4", "3", "1986"]);
        assert_eq!(read(parts.each_ref().map(String::as_str)), Ok(Some(day)));
    }
}
