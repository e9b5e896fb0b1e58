//! Dollars and cents as people write them: "1,234.50", "1 234,50", "$200", "-80". What could be two amounts, or
//! one of two, is asked about and never guessed.

use super::signs::{self, SignFault};

/// 100 million dollars: more is a slip of the finger.
const MOST_CENTS: i64 = 10_000_000_000;

/// Why an amount was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
pub enum MoneyFault {
    /// Hidden signs.
    #[error(transparent)]
    Signs(#[from] SignFault),
    /// Letters, or signs that no amount has.
    #[error("money.not_digits")]
    NotDigits,
    /// "1e5".
    #[error("money.exponent")]
    Exponent,
    /// "100-200".
    #[error("money.two")]
    Two,
    /// "(80)", "80-".
    #[error("money.sign")]
    Sign,
    /// Another currency, or a percent sign.
    #[error("money.not_dollars")]
    NotDollars,
    /// A comma or dot that could mean two things.
    #[error("money.unclear")]
    Unclear,
    /// Parts of a cent.
    #[error("money.parts_of_a_cent")]
    PartsOfACent,
    /// More than a hundred million dollars.
    #[error("money.too_large")]
    TooLarge,
}

/// Reads an amount as cents; nothing typed is `None`.
///
/// # Errors
/// What is not understood, and how to write it.
pub fn read(typed: &str) -> Result<Option<i64>, MoneyFault> {
    let plain = signs::plain(typed)?;
    if plain.is_empty() {
        return Ok(None);
    }
    let (negative, amount) = signed(&plain)?;
    let amount = amount.trim();
    if let Some(fault) = no_amount(amount) {
        return Err(fault);
    }
    let cents = in_cents(amount)?;
    Ok(Some(if negative { -cents } else { cents }))
}

/// An amount as it was understood: what `read` reads as the same.
pub fn shown(cents: i64) -> String {
    crate::text::dollars(cents).replacen('$', "", 1)
}

/// Minus sign and dollar sign are taken off, in either order.
fn signed(plain: &str) -> Result<(bool, &str), MoneyFault> {
    let (mut negative, mut dollars, mut rest) = (false, false, plain.trim());
    loop {
        rest = rest.trim_start();
        let currency = ["US$", "USD", "$"].iter().find_map(|word| rest.strip_prefix(word));
        match (rest.strip_prefix('-'), currency) {
            (Some(after), _) if !negative => (negative, rest) = (true, after),
            (_, Some(after)) if !dollars => (dollars, rest) = (true, after),
            _ => break,
        }
    }
    let rest = rest.trim();
    let lower = rest.to_ascii_lowercase();
    for word in ["dollars", "dollar", "usd", "$"] {
        if !dollars && lower.ends_with(word) {
            return Ok((negative, rest[..rest.len() - word.len()].trim_end()));
        }
    }
    match rest.starts_with('-') {
        true => Err(MoneyFault::NotDigits),
        false => Ok((negative, rest)),
    }
}

/// What is wrong with something that is no amount at all.
fn no_amount(text: &str) -> Option<MoneyFault> {
    let in_amounts = |sign: char| sign.is_ascii_digit() || matches!(sign, '.' | ',' | ' ' | '\'');
    if text.chars().all(in_amounts) && text.chars().any(|sign| sign.is_ascii_digit()) {
        return None;
    }
    let has_digit = |part: &str| part.chars().any(|sign| sign.is_ascii_digit());
    let between =
        |mark: &str| text.split_once(mark).is_some_and(|(one, two)| has_digit(one) && has_digit(two));
    let lower = text.to_ascii_lowercase();
    Some(match () {
        () if text.contains(['€', '£', '¥', '₹', '¢', '%']) => MoneyFault::NotDollars,
        () if lower.split_once('e').is_some_and(|(one, two)| has_digit(one) && is_exponent(two)) => {
            MoneyFault::Exponent
        }
        () if ["-", "/", "+", "&", ";", "or", "to", "and", "$"].iter().any(|mark| between(mark)) => {
            MoneyFault::Two
        }
        () if text.ends_with('-') || text.starts_with('(') && text.ends_with(')') => MoneyFault::Sign,
        () => MoneyFault::NotDigits,
    })
}

fn is_exponent(text: &str) -> bool {
    let digits = text.trim_start_matches(['+', '-']);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Digits with marks between them.
fn in_cents(amount: &str) -> Result<i64, MoneyFault> {
    let (whole, part) = whole_and_part(amount)?;
    let dollars = whole_digits(whole)?;
    if part.len() > 2 {
        return Err(MoneyFault::PartsOfACent);
    }
    if dollars.len() > 12 {
        return Err(MoneyFault::TooLarge);
    }
    let number = |digits: &str| digits.parse::<i64>().map_err(|_| MoneyFault::Unclear);
    let dollars = if dollars.is_empty() { 0 } else { number(&dollars)? };
    let cents = dollars * 100 + number(&format!("{part:0<2}"))?;
    if cents > MOST_CENTS { Err(MoneyFault::TooLarge) } else { Ok(cents) }
}

/// Which mark stands between dollars and cents. A dot does when it is the only one and not in front of exactly
/// three digits; a comma when it is in front of two digits at the end; the last mark when the others differ.
fn whole_and_part(amount: &str) -> Result<(&str, &str), MoneyFault> {
    let Some(at) = amount.rfind(['.', ',']) else { return Ok((amount, "")) };
    let (before, mark, after) = (&amount[..at], &amount[at..=at], &amount[at + 1..]);
    if !after.bytes().all(|byte| byte.is_ascii_digit()) {
        // A blank or an apostrophe behind the last dot: "1.234 567".
        return Err(MoneyFault::Unclear);
    }
    let (again, other) = (before.contains(mark), before.contains(['.', ',', ' ', '\'']));
    match (mark, after.len()) {
        _ if before.is_empty() && after.is_empty() => Err(MoneyFault::NotDigits),
        // "1,234", "1,234,567" and "1.234.567": thousands, judged with the groups.
        (",", 3) if !other || again => Ok((amount, "")),
        (".", 3) if again => Ok((amount, "")),
        // "1,23,45", "1.234.56".
        _ if again => Err(MoneyFault::Unclear),
        (",", 2) | (".", 0..=2) => Ok((before, after)),
        // "1.234" is either of two amounts; "1,234.567" none.
        (".", 3) if !other => Err(MoneyFault::Unclear),
        (".", _) => Err(MoneyFault::PartsOfACent),
        _ => Err(MoneyFault::Unclear),
    }
}

/// The digits of whole dollars: one mark, the same everywhere, in front of exactly three digits each time.
fn whole_digits(whole: &str) -> Result<String, MoneyFault> {
    let Some(mark) = whole.chars().find(|sign| !sign.is_ascii_digit()) else { return Ok(whole.to_owned()) };
    let mut groups = whole.split(mark);
    let first = groups.next().unwrap_or_default();
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let threes = groups.all(|group| group.len() == 3 && digits(group));
    if mark == ' ' && (first.len() > 2 || !threes) {
        // "100 200" may be two amounts.
        return Err(MoneyFault::Two);
    }
    let begins = digits(first) && (1..=3).contains(&first.len()) && !first.starts_with('0');
    match begins && threes {
        true => Ok(whole.chars().filter(|sign| *sign != mark).collect()),
        false => Err(MoneyFault::Unclear),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_as_people_write_it() {
        for (typed, cents) in [
            ("1200", 120_000),
            ("$1,234.5", 123_450),
            (" 0 ", 0),
            (".5", 50),
            ("-80.01", -8_001),
            ("−80", -8_000),
            ("-$80", -8_000),
            ("$-80", -8_000),
            ("7.", 700),
            ("1,234", 123_400),
            ("1,234.50", 123_450),
            ("1,234,567.89", 123_456_789),
            ("$1234", 123_400),
            ("1234 USD", 123_400),
            ("US$ 1,234", 123_400),
            ("1200 dollars", 120_000),
            ("１２３４．５０", 123_450),
            ("١٢٣٤٫٥٠", 123_450),
            ("12.00\u{200B}", 1_200),
        ] {
            assert_eq!(read(typed), Ok(Some(cents)), "{typed}");
        }
        assert_eq!(read("  "), Ok(None));
    }

    #[test]
    fn a_comma_in_front_of_two_digits_at_the_end_is_the_mark_of_cents() {
        for typed in ["1234,50", "1.234,50", "1 234,50", "1\u{202F}234,50", "1'234,50", "$1234,50"] {
            assert_eq!(read(typed), Ok(Some(123_450)), "{typed}");
        }
        assert_eq!(read("0,50"), Ok(Some(50)));
        assert_eq!(read("1.234.567,89"), Ok(Some(123_456_789)));
    }

    #[test]
    fn a_comma_is_a_thousands_mark_in_front_of_exactly_three_digits_only() {
        for typed in
            ["1234,567", "1,2345", "12,5", "1,23,456", "1,234,56", "0,123", "1,,234", "1,234,", ",123", "12,"]
        {
            assert_eq!(read(typed), Err(MoneyFault::Unclear), "{typed}");
        }
        for (typed, cents) in
            [("1,234", 123_400), ("1 234", 123_400), ("1'234'567", 123_456_700), ("1.234.567", 123_456_700)]
        {
            assert_eq!(read(typed), Ok(Some(cents)), "{typed}");
        }
    }

    #[test]
    fn what_could_be_two_amounts_is_asked_about() {
        assert_eq!(read("1.234"), Err(MoneyFault::Unclear));
        for typed in
            ["100-200", "100 – 200", "100/200", "100 200", "12 34", "100 or 200", "100 to 200", "$100 $200"]
        {
            assert_eq!(read(typed), Err(MoneyFault::Two), "{typed}");
        }
    }

    #[test]
    fn every_other_fault_has_its_name() {
        for (typed, fault) in [
            ("two thousand", MoneyFault::NotDigits),
            ("12k", MoneyFault::NotDigits),
            ("1200 a month", MoneyFault::NotDigits),
            ("--1", MoneyFault::NotDigits),
            ("-", MoneyFault::NotDigits),
            (".", MoneyFault::NotDigits),
            ("$", MoneyFault::NotDigits),
            ("12²", MoneyFault::NotDigits),
            ("1e9", MoneyFault::Exponent),
            ("1.5E+3", MoneyFault::Exponent),
            ("(80)", MoneyFault::Sign),
            ("80-", MoneyFault::Sign),
            ("80 €", MoneyFault::NotDollars),
            ("80 %", MoneyFault::NotDollars),
            ("12.345,678", MoneyFault::Unclear),
            ("1,234.567", MoneyFault::PartsOfACent),
            ("1234.5678", MoneyFault::PartsOfACent),
            ("1 234.567", MoneyFault::PartsOfACent),
            ("100000001", MoneyFault::TooLarge),
            ("99999999999999999999", MoneyFault::TooLarge),
            ("1\u{200B}2", MoneyFault::Signs(SignFault::Hidden)),
        ] {
            assert_eq!(read(typed), Err(fault), "{typed}");
        }
    }

    #[test]
    fn an_amount_is_shown_as_it_was_understood() {
        for (cents, words) in [(123_450, "1,234.50"), (-8_001, "-80.01"), (120_000, "1,200"), (0, "0")] {
            assert_eq!(shown(cents), words);
            assert_eq!(read(words), Ok(Some(cents)));
        }
    }
}
