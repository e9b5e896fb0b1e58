//! Small whole numbers (how many, an age) and shares in percent.

use super::signs::{self, SignFault};
use std::ops::RangeInclusive;

/// Why a number was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
pub enum CountFault {
    /// Hidden signs.
    #[error(transparent)]
    Signs(#[from] SignFault),
    /// Letters or signs.
    #[error("count.not_digits")]
    NotDigits(u16),
    /// "1.5".
    #[error("count.not_whole")]
    NotWhole(u16),
    /// "2-3".
    #[error("count.two")]
    Two,
    /// "-1".
    #[error("count.below_zero")]
    BelowZero,
    /// Smaller or larger than can be.
    #[error("count.out_of_range")]
    OutOfRange(u16, u16),
}

/// Reads a whole number that lies in a range.
///
/// # Errors
/// What is not understood.
pub fn count(typed: &str, range: RangeInclusive<u16>) -> Result<u16, CountFault> {
    let plain = signs::plain(typed)?;
    let (least, most) = (*range.start(), *range.end());
    if !plain.is_empty() && plain.bytes().all(|byte| byte.is_ascii_digit()) {
        let outside = CountFault::OutOfRange(least, most);
        return plain.parse().ok().filter(|number| range.contains(number)).ok_or(outside);
    }
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let on_both_sides =
        |mark| plain.split_once(mark).is_some_and(|(one, two)| digits(one.trim()) && digits(two.trim()));
    Err(match () {
        () if plain.strip_prefix('-').is_some_and(|rest| digits(rest.trim())) => CountFault::BelowZero,
        () if on_both_sides('.') || on_both_sides(',') => CountFault::NotWhole(least.max(1)),
        () if ['-', ' ', '/', '+'].into_iter().any(on_both_sides) => CountFault::Two,
        () => CountFault::NotDigits(least.max(1)),
    })
}

/// Why a share was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
pub enum PercentFault {
    /// Hidden signs.
    #[error(transparent)]
    Signs(#[from] SignFault),
    /// Anything but digits, one mark and a percent sign.
    #[error("percent.not_a_number")]
    NotANumber,
    /// More than two digits behind the mark.
    #[error("percent.too_fine")]
    TooFine,
    /// More than all.
    #[error("percent.out_of_range")]
    OutOfRange,
}

/// Reads a share from 0 to 100 percent, in hundredths of a percent: "12.5 %" is 1250.
///
/// # Errors
/// What is not understood.
pub fn percent(typed: &str) -> Result<u16, PercentFault> {
    let plain = signs::plain(typed)?;
    let bare = plain.strip_suffix("percent").or_else(|| plain.strip_suffix('%')).unwrap_or(&plain).trim_end();
    let (whole, part) = bare.split_once(['.', ',']).unwrap_or((bare, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(part) {
        return Err(PercentFault::NotANumber);
    }
    if part.len() > 2 {
        return Err(PercentFault::TooFine);
    }
    let hundredths = format!("{whole}{part:0<2}").parse::<u16>().ok();
    hundredths.filter(|share| *share <= 10_000).ok_or(PercentFault::OutOfRange)
}

/// A share as it was understood: "12.5 %".
pub fn percent_shown(hundredths: u16) -> String {
    let (whole, part) = (hundredths / 100, hundredths % 100);
    match (part, part % 10) {
        (0, _) => format!("{whole} %"),
        (_, 0) => format!("{whole}.{} %", part / 10),
        _ => format!("{whole}.{part:02} %"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_a_whole_number_in_its_range() {
        for (typed, number) in [("3", 3), (" ９ ", 9), ("٢", 2), ("007", 7)] {
            assert_eq!(count(typed, 1..=9), Ok(number), "{typed}");
        }
        for (typed, fault) in [
            ("10", CountFault::OutOfRange(1, 9)),
            ("0", CountFault::OutOfRange(1, 9)),
            ("99999999999", CountFault::OutOfRange(1, 9)),
            ("-1", CountFault::BelowZero),
            ("1.5", CountFault::NotWhole(1)),
            ("2,0", CountFault::NotWhole(1)),
            ("2-3", CountFault::Two),
            ("2 3", CountFault::Two),
            ("two", CountFault::NotDigits(1)),
            ("+2", CountFault::NotDigits(1)),
            ("1e0", CountFault::NotDigits(1)),
            ("2²", CountFault::NotDigits(1)),
            ("", CountFault::NotDigits(1)),
            ("2\u{200B}3", CountFault::Signs(SignFault::Hidden)),
        ] {
            assert_eq!(count(typed, 1..=9), Err(fault), "{typed}");
        }
        assert_eq!(count("120", 0..=120), Ok(120));
    }

    #[test]
    fn a_percentage_is_read_with_dot_or_comma_and_with_or_without_its_sign() {
        for (typed, share) in
            [("12.5 %", 1_250), ("12,5%", 1_250), ("12", 1_200), ("100 percent", 10_000), ("0.25", 25)]
        {
            assert_eq!(percent(typed), Ok(share), "{typed}");
            assert_eq!(percent(&percent_shown(share)), Ok(share));
        }
        for (typed, fault) in [
            ("100.01", PercentFault::OutOfRange),
            ("70000", PercentFault::OutOfRange),
            ("12.345", PercentFault::TooFine),
            ("1,000", PercentFault::TooFine),
            ("-5", PercentFault::NotANumber),
            ("12-15", PercentFault::NotANumber),
            ("half", PercentFault::NotANumber),
            ("", PercentFault::NotANumber),
            ("%", PercentFault::NotANumber),
            ("1e1", PercentFault::NotANumber),
        ] {
            assert_eq!(percent(typed), Err(fault), "{typed}");
        }
    }
}
