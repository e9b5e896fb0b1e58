//! Cells of the CMS files: money, yes and no, areas, shares. Each reader gives a reason when it cannot.

use domain::plan::{CountyFips, EssentialShare};

/// Whether a cell says that there is nothing to say: blank, "Not Applicable", "per group not applicable", "N/A".
pub(super) fn is_none(text: &str) -> bool {
    let words = text.to_ascii_lowercase();
    let words = words.replace("per group", " ").replace("per person", " ");
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    // A unit alone is an amount that got lost.
    if words.is_empty() {
        return text.trim().is_empty();
    }
    matches!(words.as_str(), "not applicable" | "n/a" | "na" | "none" | "not available" | "null" | "-" | "--")
}

/// "$7,500", "$15,000 per group", "$7500 per person": cents. What says none: None.
pub(super) fn money_cents(text: &str) -> Result<Option<i64>, &'static str> {
    const REASON: &str = "is not an amount like $7,500";
    if is_none(text) {
        return Ok(None);
    }
    let unit = ["per group", "per person"].into_iter().find(|unit| text.to_ascii_lowercase().ends_with(unit));
    let amount = text.get(..text.len() - unit.map_or(0, str::len)).unwrap_or(text).trim();
    let amount = amount.strip_prefix('$').ok_or(REASON)?.trim_start();
    let digits = without_thousands(amount).ok_or(REASON)?;
    cents(&digits).map(Some).ok_or(REASON)
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

/// "Yes" or "No".
pub(super) fn yes_or_no(text: &str) -> Result<bool, &'static str> {
    match text {
        yes if yes.eq_ignore_ascii_case("yes") => Ok(true),
        no if no.eq_ignore_ascii_case("no") => Ok(false),
        _ => Err("is neither Yes nor No"),
    }
}

/// "Yes" or "No"; what says none is no.
pub(super) fn yes_or_none(text: &str) -> Result<bool, &'static str> {
    if is_none(text) { Ok(false) } else { yes_or_no(text) }
}

/// Which market a row is of: "Individual" is ours, "SHOP (Small Group)" is not.
pub(super) fn is_individual(text: &str) -> Result<bool, &'static str> {
    let text = text.to_ascii_lowercase();
    match text.as_str() {
        "individual" => Ok(true),
        other if other.starts_with("shop") || other.starts_with("small group") => Ok(false),
        _ => Err("is neither Individual nor SHOP (Small Group)"),
    }
}

/// "Rating Area 3".
pub(super) fn rating_area(text: &str) -> Result<u16, &'static str> {
    const REASON: &str = "is not a rating area like Rating Area 3";
    let number = text.strip_prefix("Rating Area ").and_then(|number| number.parse().ok()).ok_or(REASON)?;
    if (1..=99).contains(&number) { Ok(number) } else { Err(REASON) }
}

/// "Anoka - 27003", or the number alone.
pub(super) fn county(text: &str) -> Result<CountyFips, &'static str> {
    let number = text.rsplit(" - ").next().unwrap_or(text).trim();
    number.parse().map_err(|_| "does not end in a county number of five digits")
}

/// "55303, 55304".
pub(super) fn zip_codes(text: &str) -> Result<Vec<u32>, &'static str> {
    let zip = |zip: &str| match zip.trim() {
        zip if zip.len() == 5 && zip.bytes().all(|byte| byte.is_ascii_digit()) => zip.parse().ok(),
        _ => None,
    };
    text.split(',').map(zip).collect::<Option<Vec<u32>>>().ok_or("is not a list of ZIP codes")
}

/// The essential part of a premium: "0.9942", "99.42%"; what says none is all of it.
pub(super) fn essential_share(text: &str) -> Result<EssentialShare, &'static str> {
    const REASON: &str = "is not a share like 0.994 or 99.4%";
    if is_none(text) {
        return Ok(EssentialShare::WHOLE);
    }
    let (number, decimals) = text.strip_suffix('%').map_or((text, 6), |number| (number, 4));
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let part = part.trim_end_matches('0');
    if part.len() > decimals || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(REASON);
    }
    let whole: u32 = whole.parse().map_err(|_| REASON)?;
    let part: u32 = format!("{part:0<decimals$}").parse().map_err(|_| REASON)?;
    let unit = if decimals == 6 { 1_000_000 } else { 10_000 };
    let millionths = whole.checked_mul(unit).and_then(|whole| whole.checked_add(part)).ok_or(REASON)?;
    EssentialShare::from_millionths(millionths).ok_or(REASON)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_as_the_files_write_it() {
        assert_eq!(money_cents("$7,500"), Ok(Some(750_000)));
        assert_eq!(money_cents("$15,000 per group"), Ok(Some(1_500_000)));
        assert_eq!(money_cents("$7500 per person"), Ok(Some(750_000)));
        assert_eq!(money_cents("$0"), Ok(Some(0)));
        assert_eq!(money_cents("Not Applicable"), Ok(None));
        assert_eq!(money_cents(""), Ok(None));
        assert_eq!(money_cents("$18000 per group"), Ok(Some(1_800_000)));
        assert_eq!(money_cents("$1,234,567.5"), Ok(Some(123_456_750)));
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
            assert!(money_cents(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_cell_that_means_none_is_none() {
        for none in [
            "",
            "Not Applicable",
            "not applicable",
            "NOT  APPLICABLE",
            "per group not applicable",
            "per person not applicable",
            "Not Applicable per group",
            "N/A",
            "n/a",
            "NA",
            "None",
            "-",
        ] {
            assert_eq!(money_cents(none), Ok(None), "{none:?}");
            assert_eq!(rate_cents(none), Ok(None), "{none:?}");
            assert_eq!(yes_or_none(none), Ok(false), "{none:?}");
            assert_eq!(essential_share(none), Ok(EssentialShare::WHOLE), "{none:?}");
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

    #[test]
    fn areas_counties_and_shares_are_read() {
        assert_eq!(rating_area("Rating Area 9"), Ok(9));
        assert!(rating_area("Rating Area 0").is_err() && rating_area("9").is_err());
        assert_eq!(county("Lac qui Parle - 27073").unwrap().to_string(), "27073");
        assert_eq!(county("27073").unwrap().to_string(), "27073");
        assert!(county("Anoka").is_err());
        assert_eq!(zip_codes("55303, 55304"), Ok(vec![55_303, 55_304]));
        assert!(zip_codes("").is_err() && zip_codes("5530").is_err());
        for (text, millionths) in [
            ("0.9942", 994_200),
            ("0.99420000", 994_200),
            ("99.42%", 994_200),
            ("1", 1_000_000),
            ("100%", 1_000_000),
        ] {
            assert_eq!(essential_share(text).map(EssentialShare::millionths), Ok(millionths), "{text}");
        }
        assert!(
            essential_share("101%").is_err()
                && essential_share("x").is_err()
                && essential_share("-1").is_err()
        );
    }
}
