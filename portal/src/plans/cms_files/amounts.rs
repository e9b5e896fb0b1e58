//! Amounts of the plan files: money that may be for a person and for a group in one cell, and monthly rates. Each reader
//! gives a reason when it cannot.

use super::values::is_none;

/// Whom an amount is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Per {
    /// One person.
    Person,
    /// A family together.
    Group,
}

/// What is not an amount.
const NO_AMOUNT: &str = "is not an amount like $7,500";

/// "$7,500", "$15,000 per group", "$1,500 per person | $3,000 per group": the cents for whoever is wanted. What says none:
/// None.
pub(super) fn money_cents(text: &str, wanted: Per) -> Result<Option<i64>, &'static str> {
    if is_none(text) {
        return Ok(None);
    }
    let parts = text.split('|').map(part).collect::<Result<Vec<_>, _>>()?;
    let of = |unit: Per| parts.iter().filter(move |(per, _)| *per == Some(unit));
    match parts.as_slice() {
        [(None, cents)] => return Ok(*cents),
        [(Some(Per::Group), _)] if wanted == Per::Person => {
            return Err("is an amount per group where one per person belongs");
        }
        [(Some(Per::Person), _)] if wanted == Per::Group => {
            return Err("is an amount per person where one per group belongs");
        }
        _ => {}
    }
    if parts.iter().any(|(per, _)| per.is_none()) {
        return Err("has several amounts, one of which is neither per person nor per group");
    }
    if of(Per::Person).count() > 1 {
        return Err("has more than one amount per person");
    }
    if of(Per::Group).count() > 1 {
        return Err("has more than one amount per group");
    }
    of(wanted).next().map(|(_, cents)| *cents).ok_or(NO_AMOUNT)
}

/// One amount, and whom it is for where it says so, before the amount or behind it.
fn part(text: &str) -> Result<(Option<Per>, Option<i64>), &'static str> {
    let text = text.trim().to_ascii_lowercase();
    let units = [("per person", Per::Person), ("per group", Per::Group)];
    let unit = units.into_iter().find(|(unit, _)| text.starts_with(unit) || text.ends_with(unit));
    let Some((unit, per)) = unit else { return Ok((None, dollars(&text)?)) };
    let amount = text.strip_suffix(unit).or_else(|| text.strip_prefix(unit)).unwrap_or(&text).trim();
    // A unit alone is an amount that got lost.
    if amount.is_empty() { Err(NO_AMOUNT) } else { Ok((Some(per), dollars(amount)?)) }
}

fn dollars(text: &str) -> Result<Option<i64>, &'static str> {
    if is_none(text) && !text.is_empty() {
        return Ok(None);
    }
    let amount = text.strip_prefix('$').ok_or(NO_AMOUNT)?.trim_start();
    let digits = without_thousands(amount).ok_or(NO_AMOUNT)?;
    cents(&digits).map(Some).ok_or(NO_AMOUNT)
}

/// A comma is a thousands mark in front of three digits and nowhere else.
fn without_thousands(text: &str) -> Option<String> {
    let (whole, part) = text.split_once('.').map_or((text, None), |(whole, part)| (whole, Some(part)));
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let mut out = first.to_owned();
    for group in groups {
        if group.len() != 3 || !(1..=3).contains(&first.len()) {
            return None;
        }
        out.push_str(group);
    }
    if let Some(part) = part {
        out.push('.');
        out.push_str(part);
    }
    Some(out)
}

/// A monthly rate such as 496.90, in cents, more than nothing; None where there is no rate: blank, "Not Applicable",
/// 9999 and its like.
pub(super) fn rate_cents(text: &str) -> Result<Option<u32>, &'static str> {
    const REASON: &str = "is not a monthly rate like 496.90";
    if is_none(text) || is_nines(text) {
        return Ok(None);
    }
    let amount = without_thousands(text.strip_prefix('$').unwrap_or(text)).ok_or(REASON)?;
    let rate = cents(&amount).ok_or(REASON)?;
    match u32::try_from(rate) {
        Ok(rate) if (1..999_900).contains(&rate) => Ok(Some(rate)),
        _ => Err("is not a monthly rate above 0 and below 9,999 dollars"),
    }
}

/// The files write four nines or more where there is no rate: 9999, 9999.00, 9999.99, 999999.
fn is_nines(text: &str) -> bool {
    let text = text.strip_prefix('$').unwrap_or(text).replace(',', "");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let all = |text: &str, byte: u8| text.bytes().all(|each| each == byte);
    whole.len() >= 4 && all(whole, b'9') && part.len() <= 2 && (all(part, b'9') || all(part, b'0'))
}

fn cents(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || !all_digits(part) || whole.len() > 9 || part.len() > 2 {
        return None;
    }
    let part_cents: i64 = format!("{part:0<2}").parse().ok()?;
    Some(whole.parse::<i64>().ok()? * 100 + part_cents)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Result<Option<i64>, &'static str> {
        money_cents(text, Per::Person)
    }

    #[test]
    fn money_is_read_as_the_files_write_it() {
        assert_eq!(money("$7,500"), Ok(Some(750_000)));
        assert_eq!(money_cents("$15,000 per group", Per::Group), Ok(Some(1_500_000)));
        assert_eq!(money("$7500 per person"), Ok(Some(750_000)));
        assert_eq!(money("$0"), Ok(Some(0)));
        assert_eq!(money("Not Applicable"), Ok(None));
        assert_eq!(money(""), Ok(None));
        assert_eq!(money_cents("$18000 per group", Per::Group), Ok(Some(1_800_000)));
        assert_eq!(money("$1,234,567.5"), Ok(Some(123_456_750)));
        let wrong = [
            "7,500",
            "$",
            "$-5",
            "$7.123",
            "$ten",
            "per group",
            "$1,50",
            "$1234,500",
            "$,500",
            "$1,2345",
            "$1.500,00",
        ];
        for wrong in wrong {
            assert!(money(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_cell_with_both_amounts_gives_the_one_that_is_wanted() {
        for (text, person, group) in [
            ("$1,500 per person | $3,000 per group", Some(150_000), Some(300_000)),
            ("$9100 per person | $18200 per group", Some(910_000), Some(1_820_000)),
            ("$3,000 per group|$1,500 per person", Some(150_000), Some(300_000)),
            ("$1,500 per person | per group not applicable", Some(150_000), None),
            ("$1,500 per person | Not Applicable per group", Some(150_000), None),
            ("per person not applicable | per group not applicable", None, None),
            ("$0 Per Person | $0 Per Group", Some(0), Some(0)),
        ] {
            assert_eq!(money_cents(text, Per::Person), Ok(person), "{text}");
            assert_eq!(money_cents(text, Per::Group), Ok(group), "{text}");
        }
    }

    #[test]
    fn a_cell_whose_amounts_contradict_each_other_or_say_not_whose_they_are_is_refused() {
        for (text, reason) in [
            ("$1,500 per person | $2,000 per person", "more than one amount per person"),
            ("$1,500 per person | $3,000 per group | $4,000 per group", "more than one amount per group"),
            ("$1,500 | $3,000", "neither per person nor per group"),
            ("$1,500 | $3,000 per group", "neither per person nor per group"),
            ("$1,500 per person | $3,000 per family", "is not an amount"),
            ("$1,500 per person |", "is not an amount"),
            ("per person | $3,000 per group", "is not an amount"),
            ("per person $1,500 per group", "is not an amount"),
        ] {
            for wanted in [Per::Person, Per::Group] {
                let said = money_cents(text, wanted).unwrap_err();
                assert!(said.contains(reason), "{text}: {said}");
            }
        }
        assert!(money_cents("$3,000 per group", Per::Person).unwrap_err().contains("per group where"));
        assert!(money_cents("$1,500 per person", Per::Group).unwrap_err().contains("per person where"));
    }

    #[test]
    fn nines_and_what_means_none_are_no_rate() {
        for none in ["", "Not Applicable", "N/A", "-"] {
            assert_eq!((rate_cents(none), money(none)), (Ok(None), Ok(None)), "{none:?}");
        }
        for none in ["9999", "9999.00", "9999.9", "9999.99", "$9,999.99", "99999", "999999.99"] {
            assert_eq!(rate_cents(none), Ok(None), "{none}");
        }
        assert_eq!(rate_cents("999.99"), Ok(Some(99_999)));
    }

    #[test]
    fn rates_are_above_zero_and_real() {
        assert_eq!(rate_cents("496.90"), Ok(Some(49_690)));
        assert_eq!(rate_cents("496.9"), Ok(Some(49_690)));
        assert_eq!(rate_cents("1,496"), Ok(Some(149_600)));
        for wrong in ["0", "0.00", "9999.5", "9998.99.", "12345", "-1", "1e3", "496.905", "12.", ".5", "4,96"]
        {
            assert!(rate_cents(wrong).is_err(), "{wrong}");
        }
    }
}
