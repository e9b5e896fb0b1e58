//! Cells of the plan files: yes and no, days, areas, shares. Each reader gives a reason when it cannot; amounts are in
//! `amounts.rs`.

use domain::plan::{CountyFips, EssentialShare};
use jiff::civil::Date;

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

/// "Yes" or "No", and as state exchanges write it, "true" or "false".
pub(super) fn yes_or_no(text: &str) -> Result<bool, &'static str> {
    let is = |words: [&str; 2]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    match text {
        _ if is(["yes", "true"]) => Ok(true),
        _ if is(["no", "false"]) => Ok(false),
        _ => Err("is neither Yes nor No, and neither true nor false"),
    }
}

/// "2027-01-15", and as state exchanges write it, month first: "1/15/2027", "01/15/2027".
pub(super) fn day(text: &str) -> Result<Date, &'static str> {
    const REASON: &str = "is not a date like 2027-01-15 or 1/15/2027";
    let parts: Vec<&str> = text.split('/').collect();
    let [month, day, year] = parts.as_slice() else { return text.parse().map_err(|_| REASON) };
    let digits = |part: &str, lengths: std::ops::RangeInclusive<usize>| {
        let all = lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        all.then(|| part.parse::<i16>().ok())?
    };
    let (Some(month), Some(day)) = (digits(month, 1..=2), digits(day, 1..=2)) else { return Err(REASON) };
    let year = digits(year, 4..=4).ok_or("is not a date whose year has four digits")?;
    if !(1..=12).contains(&month) {
        return Err("is not a date with the month first: there is no such month");
    }
    let (month, day) = (i8::try_from(month).map_err(|_| REASON)?, i8::try_from(day).map_err(|_| REASON)?);
    Date::new(year, month, day).map_err(|_| "is not a date with the month first: the month has no such day")
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
            assert!(is_none(none), "{none:?}");
            assert_eq!(yes_or_none(none), Ok(false), "{none:?}");
            assert_eq!(essential_share(none), Ok(EssentialShare::WHOLE), "{none:?}");
        }
    }

    #[test]
    fn yes_and_no_are_also_true_and_false() {
        for (text, yes) in [("Yes", true), ("no", false), ("TRUE", true), ("false", false)] {
            assert_eq!(yes_or_no(text), Ok(yes), "{text}");
        }
        for wrong in ["", "Y", "1", "truth", "Yes/No"] {
            assert!(yes_or_no(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn days_are_read_with_the_year_or_the_month_first_and_never_guessed() {
        let fifteenth: Date = "2027-01-15".parse().unwrap();
        for text in ["2027-01-15", "1/15/2027", "01/15/2027"] {
            assert_eq!(day(text), Ok(fifteenth), "{text}");
        }
        for wrong in [
            "",
            "31/12/2027",
            "0/1/2027",
            "2/29/2027",
            "4/31/2027",
            "1/15/27",
            "1/15/02027",
            "1-15-2027",
            "15.1.2027",
            "1/15",
            "1/15/2027/1",
            "001/15/2027",
            "+1/15/2027",
            "1/ 15/2027",
            "2027/01/15",
            "January 15, 2027",
        ] {
            assert!(day(wrong).is_err(), "{wrong}");
        }
        assert!(day("31/12/2027").unwrap_err().contains("no such month"));
        assert!(day("1/15/27").unwrap_err().contains("four digits"));
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
