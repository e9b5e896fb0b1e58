//! Signs: which may stand in anything that is typed, and the many forms of one sign that mean the same in a
//! number. Nothing here drops a sign that it does not understand: it is left for the reader, which refuses it.

use unicode_normalization::char::canonical_combining_class;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// A text that cannot be what the person sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
pub enum SignFault {
    /// Something in it cannot be seen, or turns the direction of the rest.
    #[error("signs.hidden")]
    Hidden,
}

/// The combining class of the sign that joins two letters of an Indic script into one.
const VIRAMA: u8 = 9;

/// Letters, marks and spaces that show nothing, beside those that Unicode calls control or format.
const SHOW_NOTHING: &[(char, char)] = &[
    ('\u{034F}', '\u{034F}'),
    ('\u{115F}', '\u{1160}'),
    ('\u{17B4}', '\u{17B5}'),
    ('\u{180B}', '\u{180F}'),
    ('\u{2800}', '\u{2800}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{FE00}', '\u{FE0F}'),
    ('\u{FFA0}', '\u{FFA0}'),
    ('\u{E0100}', '\u{E01EF}'),
];

/// Whether a sign shows nothing of itself, or has no agreed meaning.
fn is_hidden(sign: char) -> bool {
    use GeneralCategory::{Control, Format, PrivateUse, Surrogate, Unassigned};
    matches!(sign.general_category(), Control | Format | PrivateUse | Surrogate | Unassigned)
        || SHOW_NOTHING.iter().any(|(first, last)| (*first..=*last).contains(&sign))
}

/// Signs that mean nothing at the end of a text, and often come along when it is copied from a page or a table.
fn is_left_by_copying(sign: char) -> bool {
    const MARKS: &[char] = &[
        '\u{00AD}', '\u{061C}', '\u{200B}', '\u{200C}', '\u{200D}', '\u{200E}', '\u{200F}', '\u{2060}',
        '\u{FEFF}',
    ];
    sign.is_whitespace() || MARKS.contains(&sign)
}

/// The text without blanks, and without what copying leaves, around it. Nothing that is hidden stands in it, but
/// for line ends and the joiners that Indic letters need.
///
/// # Errors
/// `SignFault::Hidden`, also when there is nothing that can be seen.
pub fn seen(typed: &str) -> Result<&str, SignFault> {
    let text = typed.trim_matches(is_left_by_copying);
    if text.is_empty() && !typed.trim().is_empty() {
        return Err(SignFault::Hidden);
    }
    let mut before = ' ';
    for sign in text.chars() {
        let joins = matches!(sign, '\u{200C}' | '\u{200D}') && canonical_combining_class(before) == VIRAMA;
        if is_hidden(sign) && !sign.is_whitespace() && !joins {
            return Err(SignFault::Hidden);
        }
        before = sign;
    }
    Ok(text)
}

/// The text with one space between its words and none around them.
pub fn one_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The zeros of the digits that are understood: of the scripts whose readers the exchange has, and full-width ones.
const ZEROS: &[char] = &[
    '\u{0660}', '\u{06F0}', '\u{07C0}', '\u{0966}', '\u{09E6}', '\u{0A66}', '\u{0AE6}', '\u{0E50}',
    '\u{0ED0}', '\u{1040}', '\u{17E0}', '\u{FF10}',
];

/// A sign as it stands in numbers: digits of other scripts, dashes, blanks, apostrophes and full-width forms
/// become the plain one. Any other sign stays what it is.
fn plain_sign(sign: char) -> char {
    let code = u32::from(sign);
    let digit = ZEROS.iter().find_map(|zero| code.checked_sub(u32::from(*zero)).filter(|digit| *digit < 10));
    match sign {
        _ if digit.is_some() => digit.and_then(|digit| char::from_digit(digit, 10)).unwrap_or(sign),
        _ if sign.is_whitespace() => ' ',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{02BC}' => '\'',
        '\u{066B}' => '.',
        '\u{066C}' => ',',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(code - 0xFEE0).unwrap_or(sign),
        other => other,
    }
}

/// A number as it is read: plain signs, one space where there were blanks.
///
/// # Errors
/// `SignFault::Hidden`.
pub fn plain(typed: &str) -> Result<String, SignFault> {
    let plain: String = seen(typed)?.chars().map(plain_sign).collect();
    Ok(one_spaced(&plain))
}

/// Digits (or whatever `is_content` says) with the separators between them that people type, without these;
/// `None` when another sign stands there, or a separator in front or behind.
pub fn joined(plain: &str, is_content: impl Fn(char) -> bool) -> Option<String> {
    let at_ends = [plain.chars().next(), plain.chars().next_back()];
    let content: String = plain.chars().filter(|sign| is_content(*sign)).collect();
    let understood = |sign: char| is_content(sign) || matches!(sign, ' ' | '-' | '.' | '/' | '_');
    let whole = at_ends.into_iter().flatten().all(&is_content) && plain.chars().all(understood);
    (whole && !content.is_empty()).then_some(content)
}

/// The digits of a number whose separators are no content: "123-456", "100.0015".
pub fn digits(plain: &str) -> Option<String> {
    joined(plain, |sign| sign.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_copying_leaves_around_a_text_is_dropped_and_means_nothing() {
        for typed in ["Ana\u{200B}", "\u{FEFF}Ana", " \u{200E}Ana\u{00AD} ", "\u{2060}\u{3000}Ana\n"] {
            assert_eq!(seen(typed), Ok("Ana"), "{typed:?}");
        }
    }

    #[test]
    fn hidden_and_turning_signs_inside_are_refused_and_never_dropped() {
        for hidden in [
            "\u{200B}",
            "\u{200C}",
            "\u{00AD}",
            "\u{202E}",
            "\u{2066}",
            "\u{3164}",
            "\u{2800}",
            "\u{FE0F}",
            "\u{0}",
            "\u{7}",
            "\u{E0041}",
            "\u{E000}",
            "\u{0378}",
        ] {
            assert_eq!(seen(&format!("A{hidden}na")), Err(SignFault::Hidden), "{hidden:?}");
        }
    }

    #[test]
    fn a_text_of_hidden_signs_alone_is_refused_and_not_taken_for_nothing() {
        for typed in ["\u{200B}", " \u{FEFF} ", "\u{202E}", "\u{3164}"] {
            assert_eq!(seen(typed), Err(SignFault::Hidden), "{typed:?}");
        }
        assert_eq!(seen(" \t\n"), Ok(""));
    }

    #[test]
    fn a_turning_sign_at_the_end_is_refused_too() {
        assert_eq!(seen("\u{202E}Ana"), Err(SignFault::Hidden));
        assert_eq!(seen("Ana\u{202C}"), Err(SignFault::Hidden));
    }

    #[test]
    fn the_joiner_that_indic_letters_need_stays() {
        let sri = "\u{0DC1}\u{0DCA}\u{200D}\u{0DBB}\u{0DD3}";
        assert_eq!(seen(sri), Ok(sri));
        assert_eq!(seen("a\u{200D}b"), Err(SignFault::Hidden));
    }

    #[test]
    fn digits_of_other_scripts_are_the_same_digits() {
        for typed in ["１２３", "١٢٣", "۱۲۳", "१२३", "၁၂၃", "១២៣", "໑໒໓"] {
            assert_eq!(plain(typed).as_deref(), Ok("123"), "{typed}");
        }
        assert_eq!(plain("١٬٢٣٤٫٥٠").as_deref(), Ok("1,234.50"));
        assert_eq!(plain("－１\u{00A0}000").as_deref(), Ok("-1 000"));
        // No decimal digit: a reader must see it to refuse it.
        assert_eq!(plain("12²½").as_deref(), Ok("12²½"));
    }

    #[test]
    fn separators_between_digits_are_no_content_and_anything_else_is_a_fault() {
        for typed in ["123-456", "123 456", "123.456", "1 2 3 - 4 5 6", "123/456"] {
            assert_eq!(digits(typed).as_deref(), Some("123456"), "{typed}");
        }
        for typed in ["", "-123456", "123456-", "123,456", "12x3456", "#123456", "123²456", "- -"] {
            assert_eq!(digits(typed), None, "{typed}");
        }
    }
}
