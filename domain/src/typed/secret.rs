//! What is typed and never shown again: passwords and Social Security numbers.

use super::signs::{self, SignFault};
use unicode_normalization::UnicodeNormalization;

/// A password in its one form (NFKC): a letter with an accent is the same, whatever keyboard composed it. Blanks
/// count, also at the ends. Any sign may stand in a password (ID-1), and so may what shows nothing by itself, as
/// in emoji: nobody reads a password, and both times it is brought into the same form.
pub fn password(typed: &str) -> String {
    typed.nfkc().collect()
}

/// Why a Social Security number was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SocialSecurityFault {
    /// Hidden signs.
    #[error(transparent)]
    Signs(#[from] SignFault),
    /// Not nine digits.
    #[error("social_security.length")]
    Length,
    /// It begins with 9.
    #[error("social_security.tax_number")]
    TaxNumber,
    /// Never given out.
    #[error("social_security.not_issued")]
    NotIssued,
}

/// The nine digits of a Social Security number; printing shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Digits(String);

impl Digits {
    /// The nine digits, for sealing and for the one page that shows them.
    pub fn in_full(&self) -> &str {
        &self.0
    }

    /// The number as it was understood, for that page: "123-45-6789".
    pub fn shown(&self) -> String {
        let (area, rest) = self.0.split_at(3);
        let (group, serial) = rest.split_at(2);
        format!("{area}-{group}-{serial}")
    }
}

impl std::fmt::Debug for Digits {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Digits(hidden)")
    }
}

/// Reads a Social Security number.
///
/// # Errors
/// What is not understood; never the number.
pub fn social_security_number(typed: &str) -> Result<Digits, SocialSecurityFault> {
    let digits = signs::digits(&signs::plain(typed)?).filter(|digits| digits.len() == 9);
    let digits = digits.ok_or(SocialSecurityFault::Length)?;
    let issued = !matches!(&digits[..3], "000" | "666") && &digits[3..5] != "00" && &digits[5..] != "0000";
    match issued {
        _ if digits.starts_with('9') => Err(SocialSecurityFault::TaxNumber),
        true => Ok(Digits(digits)),
        false => Err(SocialSecurityFault::NotIssued),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_the_same_whatever_keyboard_composed_it_id_1() {
        assert_eq!(password("cafe\u{301} noir"), password("caf\u{e9} noir"));
        assert_eq!(password("ﬁn"), "fin");
        assert_eq!(password(" two  blanks "), " two  blanks ");
        assert_ne!(password("cafe noir"), password("caf\u{e9} noir"));
    }

    #[test]
    fn a_social_security_number_has_nine_issued_digits_and_hides_in_debug() {
        for typed in ["123456789", " 123-45 6789 ", "123–45–6789", "123.45.6789", "１２３-４５-６７８９"]
        {
            let number = social_security_number(typed).unwrap();
            assert_eq!((number.in_full(), number.shown().as_str()), ("123456789", "123-45-6789"));
            assert!(!format!("{number:?}").contains("123"));
        }
        for (typed, fault) in [
            ("", SocialSecurityFault::Length),
            ("12345678", SocialSecurityFault::Length),
            ("1234567890", SocialSecurityFault::Length),
            ("12345678a", SocialSecurityFault::Length),
            ("123,45,6789", SocialSecurityFault::Length),
            ("-123456789", SocialSecurityFault::Length),
            ("000123456", SocialSecurityFault::NotIssued),
            ("666123456", SocialSecurityFault::NotIssued),
            ("123006789", SocialSecurityFault::NotIssued),
            ("123450000", SocialSecurityFault::NotIssued),
            ("900123456", SocialSecurityFault::TaxNumber),
            ("123\u{200B}456789", SocialSecurityFault::Signs(SignFault::Hidden)),
        ] {
            assert_eq!(social_security_number(typed), Err(fault), "{typed}");
        }
    }
}
