//! Text that is kept as words: a street, a reason, what somebody searches, the name to sign in with.

use super::signs::{self, SignFault};
use unicode_normalization::UnicodeNormalization;

/// Longest line that is kept, in characters.
pub const LONGEST_LINE: usize = 200;

/// Why a text was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
pub enum TextFault {
    /// Hidden signs.
    #[error(transparent)]
    Signs(#[from] SignFault),
    /// Longer than is kept.
    #[error("text.too_long")]
    TooLong(usize),
    /// Signs alone.
    #[error("text.no_word")]
    NoWord,
}

/// One line of text: composed, one blank between words.
///
/// # Errors
/// What is not understood.
pub fn line(typed: &str) -> Result<String, TextFault> {
    let text = any_line(typed)?;
    if text.chars().any(char::is_alphanumeric) { Ok(text) } else { Err(TextFault::NoWord) }
}

/// One line as it can be stored before anybody judges it; may be empty.
///
/// # Errors
/// `TooLong`, `Signs`.
pub fn any_line(typed: &str) -> Result<String, TextFault> {
    let text: String = signs::one_spaced(signs::seen(typed)?).nfc().collect();
    within(text, LONGEST_LINE)
}

/// Text of several lines and up to so many characters; may be empty.
///
/// # Errors
/// `TooLong`, `Signs`.
pub fn paragraph(typed: &str, most: usize) -> Result<String, TextFault> {
    let text: String = signs::seen(typed)?.replace("\r\n", "\n").nfc().collect();
    within(text, most)
}

fn within(text: String, most: usize) -> Result<String, TextFault> {
    if text.chars().count() > most { Err(TextFault::TooLong(most)) } else { Ok(text) }
}

/// Why a username was not understood (ID-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
pub enum UsernameFault {
    /// Hidden signs.
    #[error(transparent)]
    Signs(#[from] SignFault),
    /// Nothing.
    #[error("username.none")]
    None,
    /// Other signs, too short or too long.
    #[error("username.form")]
    Form,
}

/// Reads the name to sign in with, in lower case (ID-1).
///
/// # Errors
/// What is not understood.
pub fn username(typed: &str) -> Result<String, UsernameFault> {
    let username = signs::seen(typed)?.to_lowercase();
    let good = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || "._-".contains(sign);
    match username.len() {
        0 => Err(UsernameFault::None),
        3..=64 if username.chars().all(good) => Ok(username),
        _ => Err(UsernameFault::Form),
    }
}

/// The pattern of SQL's LIKE, with `!` before its signs, for texts in lower case that hold this one; empty for none.
pub fn part_of(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let plain = text.to_lowercase().replace('!', "!!").replace('%', "!%").replace('_', "!_");
    format!("%{plain}%")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_composed_and_keeps_every_sign_that_can_be_seen() {
        assert_eq!(line("  12½  Rue  de l'E\u{301}glise #4 ").as_deref(), Ok("12½ Rue de l'Église #4"));
        assert_eq!(line("<b>&amp;</b>").as_deref(), Ok("<b>&amp;</b>"));
        assert_eq!(line(&"x".repeat(201)), Err(TextFault::TooLong(200)));
        assert_eq!(line("💩"), Err(TextFault::NoWord));
        for typed in ["a\u{0}b", "\u{202E}right to left", "a\u{7}b", "a\u{200B}b"] {
            assert_eq!(line(typed), Err(TextFault::Signs(SignFault::Hidden)), "{typed:?}");
        }
    }

    #[test]
    fn a_paragraph_keeps_its_lines() {
        assert_eq!(paragraph(" One.\r\nTwo. ", 20).as_deref(), Ok("One.\nTwo."));
        assert_eq!(paragraph("123456", 5), Err(TextFault::TooLong(5)));
        assert!(paragraph("a\u{202E}b", 5).is_err());
    }

    #[test]
    fn a_username_is_in_lower_case_id_1() {
        assert_eq!(username(" Ana.K-1_\u{200B}").as_deref(), Ok("ana.k-1_"));
        for (typed, fault) in [
            ("", UsernameFault::None),
            ("an", UsernameFault::Form),
            ("ana k", UsernameFault::Form),
            ("anå", UsernameFault::Form),
            ("a\u{202E}na", UsernameFault::Signs(SignFault::Hidden)),
        ] {
            assert_eq!(username(typed), Err(fault), "{typed}");
        }
    }

    #[test]
    fn a_part_of_a_text_is_looked_for_as_it_was_typed() {
        assert_eq!(part_of(""), "");
        assert_eq!(part_of("Minn"), "%minn%");
        assert_eq!(part_of("50%_!"), "%50!%!_!!%");
    }
}
