//! Reads what people type: dollars, dates in three fields, names, numbers, plain text. Messages say what to do
//! and never repeat what was typed.

use jiff::civil::Date;

/// Longest answer that is kept, in characters.
const LONGEST: usize = 200;
/// 100 million dollars: more is a slip of the finger.
const MOST_CENTS: i64 = 10_000_000_000;

/// Text as it can be stored: without control characters, trimmed. `None` when it is too long.
pub fn plain_text(typed: &str) -> Option<String> {
    let text: String = typed.chars().filter(|c| !c.is_control()).collect();
    let text = text.trim();
    (text.chars().count() <= LONGEST).then(|| text.to_owned())
}

/// Text with one space between its words and none around them.
pub(super) fn one_spaced(typed: &str) -> String {
    typed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name as it is kept: at least one letter, at most so many signs, nothing that is no text.
pub fn name(typed: &str, most: usize) -> Option<String> {
    let name = one_spaced(typed);
    let fits = name.chars().count() <= most && !name.chars().any(char::is_control);
    (fits && name.chars().any(char::is_alphabetic)).then_some(name)
}

/// Whether the typed name is the expected one; capitals and spaces do not matter.
pub(super) fn names_match(typed: &str, expected: &str) -> bool {
    let plain = |name: &str| one_spaced(name).to_lowercase();
    !plain(expected).is_empty() && plain(typed) == plain(expected)
}

/// ID-1: a username, in lower case.
///
/// # Errors
/// The message for the field.
pub fn username(typed: &str) -> Result<String, &'static str> {
    let username = typed.trim().to_lowercase();
    let good = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || "._-".contains(sign);
    match username.len() {
        0 => Err("Enter a username."),
        3..=64 if username.chars().all(good) => Ok(username),
        _ => Err("A username has 3 to 64 letters, digits, dots, dashes or underscores."),
    }
}

/// Ten digits, with or without the country code, as 651-555-0101.
///
/// # Errors
/// The message for the field.
pub(super) fn ten_digits(typed: &str) -> Result<String, &'static str> {
    let spelled = typed.chars().all(|c| c.is_ascii_digit() || " +-.()".contains(c));
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.strip_prefix('1').filter(|rest| rest.len() == 10).unwrap_or(&digits);
    match spelled && digits.len() == 10 {
        true => Ok(format!("{}-{}-{}", &digits[..3], &digits[3..6], &digits[6..])),
        false => Err("Enter a phone number with ten digits, such as 651-555-0101."),
    }
}

/// Dollars and cents as cents: "1,234.50", "$200", "-80". Empty text is `None`.
///
/// # Errors
/// The message for the field.
pub fn amount_in_cents(typed: &str) -> Result<Option<i64>, &'static str> {
    const FORM: &str = "Enter an amount in dollars, such as 1200 or 1200.50.";
    let text: String = typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '$' | ',')).collect();
    if text.is_empty() {
        return Ok(None);
    }
    let (negative, text) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest.to_owned()),
        None => (false, text),
    };
    let (whole, cents) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(cents) || (whole.is_empty() && cents.is_empty()) || cents.len() > 2 {
        return Err(FORM);
    }
    if whole.len() > 12 {
        return Err("This amount is too large. Check the number of digits.");
    }
    let dollars: i64 = if whole.is_empty() { 0 } else { whole.parse().map_err(|_| FORM)? };
    let rest: i64 = format!("{cents:0<2}").parse().map_err(|_| FORM)?;
    let total = dollars * 100 + rest;
    match total > MOST_CENTS {
        true => Err("This amount is too large. Check the number of digits."),
        false => Ok(Some(if negative { -total } else { total })),
    }
}

/// A date of three text fields. All empty is `None`.
///
/// # Errors
/// The message for the field.
pub fn date_of(month: &str, day: &str, year: &str) -> Result<Option<Date>, &'static str> {
    let parts = [month.trim(), day.trim(), year.trim()];
    if parts.iter().all(|part| part.is_empty()) {
        return Ok(None);
    }
    if parts.iter().any(|part| part.is_empty()) {
        return Err("Enter month, day and year.");
    }
    let number =
        |text: &str, most: usize| match text.len() <= most && text.bytes().all(|b| b.is_ascii_digit()) {
            true => text.parse::<i16>().ok(),
            false => None,
        };
    let form = "Enter the date in numbers, for example 4 28 1986.";
    let (Some(month), Some(day), Some(year)) =
        (number(parts[0], 2), number(parts[1], 2), number(parts[2], 4))
    else {
        return Err(form);
    };
    if !(1900..=2100).contains(&year) {
        return Err("Enter the year with four digits, for example 1986.");
    }
    let small = |n: i16| i8::try_from(n).map_err(|_| form);
    Date::new(year, small(month)?, small(day)?)
        .map(Some)
        .map_err(|_| "There is no such day. Check month and day.")
}

/// The nine digits of a Social Security number; printing shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Digits(String);

impl Digits {
    /// The nine digits, for sealing and for the one page that shows them.
    pub fn in_full(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Digits {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Digits(hidden)")
    }
}

/// Reads a Social Security number; spaces and dashes are ignored.
///
/// # Errors
/// The message for the field.
pub fn social_security_number(typed: &str) -> Result<Digits, &'static str> {
    let digits: String =
        typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '‑' | '.')).collect();
    if digits.len() != 9 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("A Social Security number has nine digits. Check the number you entered.");
    }
    let issued = !matches!(&digits[..3], "000" | "666")
        && !digits.starts_with('9')
        && &digits[3..5] != "00"
        && &digits[5..] != "0000";
    match issued {
        true => Ok(Digits(digits)),
        false => Err("This is not a Social Security number. Check each digit on the card."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_are_read_as_people_write_them() {
        for (typed, cents) in [
            ("1200", 120_000),
            ("$1,234.5", 123_450),
            (" 0 ", 0),
            (".5", 50),
            ("-80.01", -8_001),
            ("7.", 700),
        ] {
            assert_eq!(amount_in_cents(typed), Ok(Some(cents)), "{typed}");
        }
        assert_eq!(amount_in_cents("  "), Ok(None));
        for bad in ["abc", "1.234", "--1", "-", ".", "1e9", "100000001", "99999999999999999999", "１２"] {
            assert!(amount_in_cents(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_date_is_three_numbers_that_make_a_day() {
        assert_eq!(date_of("4", "28", "1986"), Ok(Some(jiff::civil::date(1986, 4, 28))));
        assert_eq!(date_of("", " ", ""), Ok(None));
        for bad in [
            ("2", "30", "2020"),
            ("13", "1", "2020"),
            ("4", "", "1986"),
            ("4", "28", "86"),
            ("a", "1", "2020"),
            ("0", "0", "0000"),
        ] {
            assert!(date_of(bad.0, bad.1, bad.2).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_social_security_number_has_nine_issued_digits_and_hides_in_debug() {
        let number = social_security_number(" 123-45 6789 ").unwrap();
        assert_eq!(number.in_full(), "123456789");
        assert!(!format!("{number:?}").contains("123"));
        for bad in ["12345678", "000123456", "666123456", "900123456", "123006789", "123450000", "12345678a"]
        {
            assert!(social_security_number(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_name_is_the_same_whatever_the_capitals_and_spaces_app_4() {
        assert!(names_match("  ana   KOWALSKI", "Ana Kowalski"));
        assert!(names_match("Łucja Żak", "łucja żak"));
        assert!(!names_match("Ana", "Ana Kowalski"));
        assert!(!names_match("", ""));
    }

    #[test]
    fn text_loses_control_characters_and_has_a_longest_length() {
        assert_eq!(plain_text(" a\u{0}b\n").as_deref(), Some("ab"));
        assert_eq!(plain_text(&"x".repeat(201)), None);
    }
}
