//! Cells of the CMS files: money, yes and no, areas, shares. Each reader gives a reason when it cannot.

use domain::plan::{CountyFips, EssentialShare};

/// "$7,500", "$15,000 per group", "$7500 per person": cents. "Not Applicable" and empty: None.
pub(super) fn money_cents(text: &str) -> Result<Option<i64>, &'static str> {
    const REASON: &str = "is not an amount like $7,500";
    let amount = text.trim_end_matches(" per group").trim_end_matches(" per person").trim();
    if amount.is_empty() || amount.eq_ignore_ascii_case("not applicable") {
        return Ok(None);
    }
    let digits = amount.strip_prefix('$').ok_or(REASON)?.replace(',', "");
    cents(&digits).map(Some).ok_or(REASON)
}

/// A monthly rate such as 496.90, in cents; more than nothing and below 10,000 dollars.
pub(super) fn rate_cents(text: &str) -> Result<u32, &'static str> {
    const REASON: &str = "is not a monthly rate like 496.90";
    let rate = cents(text.strip_prefix('$').unwrap_or(text)).ok_or(REASON)?;
    match u32::try_from(rate) {
        // The files write 9999 where there is no rate.
        Ok(rate) if (1..999_900).contains(&rate) => Ok(rate),
        _ => Err("is not a monthly rate above 0 and below 9,999 dollars"),
    }
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
        "Yes" => Ok(true),
        "No" => Ok(false),
        _ => Err("is neither Yes nor No"),
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

/// The essential part of a premium: "0.9942", "99.42%", or empty for all of it.
pub(super) fn essential_share(text: &str) -> Result<EssentialShare, &'static str> {
    const REASON: &str = "is not a share like 0.994 or 99.4%";
    if text.is_empty() {
        return Ok(EssentialShare::WHOLE);
    }
    let (number, decimals) = text.strip_suffix('%').map_or((text, 6), |number| (number, 4));
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
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
        for wrong in ["7,500", "$", "$-5", "$7.123", "$ten", "per group"] {
            assert!(money_cents(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn rates_are_above_zero_and_real() {
        assert_eq!(rate_cents("496.90"), Ok(49_690));
        assert_eq!(rate_cents("496.9"), Ok(49_690));
        assert_eq!(rate_cents("496"), Ok(49_600));
        for wrong in ["", "0", "0.00", "9999", "-1", "1e3", "496.905", "12.", ".5", "n/a"] {
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
        for (text, millionths) in
            [("0.9942", 994_200), ("99.42%", 994_200), ("1", 1_000_000), ("100%", 1_000_000)]
        {
            assert_eq!(essential_share(text).map(EssentialShare::millionths), Ok(millionths), "{text}");
        }
        assert!(
            essential_share("101%").is_err()
                && essential_share("x").is_err()
                && essential_share("-1").is_err()
        );
    }
}
