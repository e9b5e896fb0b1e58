//! How dates, times and amounts stand in a file, in both directions.

use jiff::civil::{Date, DateTime, Time};

/// CCYYMMDD.
pub(crate) fn day(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// YYMMDD.
pub(crate) fn short_day(date: Date) -> String {
    format!("{:02}{:02}{:02}", date.year().rem_euclid(100), date.month(), date.day())
}

/// HHMMSS.
pub(crate) fn clock(time: Time) -> String {
    format!("{:02}{:02}{:02}", time.hour(), time.minute(), time.second())
}

/// HHMM.
pub(crate) fn short_clock(time: Time) -> String {
    format!("{:02}{:02}", time.hour(), time.minute())
}

/// CCYYMMDDHHMMSSss.
pub(crate) fn stamp(moment: DateTime) -> String {
    let hundredths = moment.subsec_nanosecond() / 10_000_000;
    format!("{}{}{hundredths:02}", day(moment.date()), clock(moment.time()))
}

/// Dollars and cents; a plain 0 for nothing.
pub(crate) fn amount(cents: u64) -> String {
    if cents == 0 { "0".to_owned() } else { format!("{}.{:02}", cents / 100, cents % 100) }
}

/// Reads CCYYMMDD.
pub(crate) fn read_day(text: &str) -> Option<Date> {
    if text.len() != 8 || !all_digits(text) {
        return None;
    }
    Date::new(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?).ok()
}

/// Reads YYMMDD, of this century.
pub(crate) fn read_short_day(text: &str) -> Option<Date> {
    (text.len() == 6).then(|| read_day(&format!("20{text}")))?
}

/// Reads HHMM, HHMMSS or HHMMSSss.
pub(crate) fn read_clock(text: &str) -> Option<Time> {
    if !matches!(text.len(), 4 | 6 | 8) || !all_digits(text) {
        return None;
    }
    let two = |from: usize| text.get(from..from + 2).map_or(Some(0_i8), |digits| digits.parse().ok());
    Time::new(two(0)?, two(2)?, two(4)?, i32::from(two(6)?) * 10_000_000).ok()
}

/// Reads CCYYMMDDHHMMSSss.
pub(crate) fn read_stamp(text: &str) -> Option<DateTime> {
    if text.len() != 16 || !all_digits(text) {
        return None;
    }
    Some(read_day(&text[..8])?.to_datetime(read_clock(&text[8..])?))
}

/// Reads dollars with at most two decimals, as cents; never negative.
pub(crate) fn read_amount(text: &str) -> Option<u64> {
    let (dollars, decimals) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let cents = match decimals {
        None => 0,
        Some(tenths) if tenths.len() == 1 && all_digits(tenths) => tenths.parse::<u64>().ok()? * 10,
        Some(cents) if cents.len() == 2 && all_digits(cents) => cents.parse().ok()?,
        Some(_) => return None,
    };
    if !all_digits(dollars) {
        return None;
    }
    dollars.parse::<u64>().ok()?.checked_mul(100)?.checked_add(cents)
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn amounts_are_read_as_they_are_written() {
        for cents in [0, 1, 9, 10, 99, 100, 101, 123_456_789] {
            assert_eq!(read_amount(&amount(cents)), Some(cents));
        }
        assert_eq!(read_amount("12.5"), Some(1250));
        assert_eq!(read_amount("12"), Some(1200));
        for bad in ["", ".", "1.", ".5", "-1", "1.234", "1,000", "+1", "1e3", "99999999999999999999"] {
            assert_eq!(read_amount(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn moments_are_read_as_they_are_written() {
        let moment = date(2026, 11, 23).at(9, 5, 7, 120_000_000);
        assert_eq!(stamp(moment), "2026112309050712");
        assert_eq!(read_stamp("2026112309050712"), Some(moment));
        assert_eq!(read_day("20260230"), None);
        assert_eq!(read_day("2026-1-1"), None);
        assert_eq!(read_clock("2460"), None);
        assert_eq!(read_clock("235959"), Some(jiff::civil::time(23, 59, 59, 0)));
        assert_eq!(read_short_day("261123"), Some(date(2026, 11, 23)));
    }
}
