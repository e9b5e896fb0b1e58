//! Percentages without floating point: whole hundredths of a percent. A binary fraction exists only for the instant
//! in which the JSON number is written or read; nothing is ever computed with it.
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A percentage in hundredths of a percent: `Percent::hundredths(649)` is 6.49 %.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(i64);

impl Percent {
    /// From hundredths of a percent.
    pub const fn hundredths(hundredths: i64) -> Self {
        Self(hundredths)
    }

    /// In hundredths of a percent.
    pub const fn in_hundredths(self) -> i64 {
        self.0
    }

    /// From decimal text such as `6.49`, `-3` or `133`; `None` when it is not a number or finer than a hundredth.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 12 || !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        let kept = fraction.get(..2).unwrap_or(fraction);
        if fraction.bytes().skip(2).any(|digit| digit != b'0') {
            return None;
        }
        let scale = if kept.len() == 1 { 10 } else { 1 };
        let cents: i64 = if kept.is_empty() { 0 } else { kept.parse::<i64>().ok()? * scale };
        let value = whole.parse::<i64>().ok()? * 100 + cents;
        Some(Self(if negative { -value } else { value }))
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        match rest {
            0 => write!(formatter, "{sign}{whole}"),
            tens if tens % 10 == 0 => write!(formatter, "{sign}{whole}.{}", tens / 10),
            _ => write!(formatter, "{sign}{whole}.{rest:02}"),
        }
    }
}

impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[expect(
            clippy::cast_precision_loss,
            reason = "only to write a JSON number; exact far beyond any percentage"
        )]
        serializer.serialize_f64(self.0 as f64 / 100.0)
    }
}

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PercentVisitor)
    }
}

struct PercentVisitor;

impl Visitor<'_> for PercentVisitor {
    type Value = Percent;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a percentage with at most two decimals")
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Percent, E> {
        Percent::parse(&value.to_string())
            .ok_or_else(|| E::custom("not a percentage with at most two decimals"))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Percent, E> {
        Percent::parse(&value.to_string()).ok_or_else(|| E::custom("too large"))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Percent, E> {
        Percent::parse(&value.to_string()).ok_or_else(|| E::custom("too large"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_digits_with_at_most_two_decimals() {
        for (text, hundredths) in [
            ("0", 0),
            ("-3", -300),
            ("6.49", 649),
            ("6.4", 640),
            ("133.00", 13_300),
            ("999999999999", 99_999_999_999_900),
        ] {
            assert_eq!(Percent::parse(text).map(Percent::in_hundredths), Some(hundredths), "{text}");
        }
        for text in ["", "-", ".5", "x", "1x", "1.x", "6.491", "1000000000000", "+1", "1,5"] {
            assert_eq!(Percent::parse(text), None, "{text}");
        }
    }

    #[test]
    fn it_is_written_as_short_as_it_can_be() {
        for text in ["0", "-3", "6.49", "6.4", "133", "-0.05"] {
            assert_eq!(Percent::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn json_numbers_are_read_exactly_and_others_are_refused() {
        let read = |text: &str| serde_json::from_str::<Percent>(text).map(Percent::in_hundredths);
        assert_eq!((read("7").unwrap(), read("-7").unwrap(), read("7.25").unwrap()), (700, -700, 725));
        for text in ["18446744073709551615", "-9223372036854775808", "7.255"] {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(read("\"7\"").unwrap_err().to_string().contains("a percentage with at most two decimals"));
    }
}
