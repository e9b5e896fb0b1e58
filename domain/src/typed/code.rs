//! Codes: one-time codes of digits, and the codes of letters and digits that invite and recover. What separates
//! their groups is no content; anything else makes another code, and is refused.

use super::signs;

/// Why a code was not understood. Whether it is right is said by whoever gave it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
pub enum CodeFault {
    /// No code of digits.
    #[error("code.digits")]
    Digits,
    /// No code of letters and digits.
    #[error("code.letters")]
    Letters,
}

/// Reads a code of so many digits: "123 456", "123-456".
///
/// # Errors
/// `CodeFault`.
pub fn digits(typed: &str, count: usize) -> Result<String, CodeFault> {
    let read = signs::plain(typed).ok().and_then(|plain| signs::digits(&plain));
    read.filter(|digits| digits.len() == count).ok_or(CodeFault::Digits)
}

/// Reads a code of letters and digits, and gives it in capitals without its separators.
///
/// # Errors
/// `CodeFault`.
pub fn letters(typed: &str) -> Result<String, CodeFault> {
    let plain = signs::plain(typed).unwrap_or_default();
    let code = signs::joined(&plain, |sign| sign.is_ascii_alphanumeric());
    code.map(|code| code.to_ascii_uppercase()).ok_or(CodeFault::Letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_in_a_code_are_no_content() {
        for typed in ["123456", "123-456", "123 456", " 12 34 56\u{200B}", "１２３４５６", "123.456"] {
            assert_eq!(digits(typed, 6).as_deref(), Ok("123456"), "{typed}");
        }
        for typed in ["ABCD-EFGH", "abcd efgh", "AbCd–EfGh", " ABCDEFGH\n", "ＡＢＣＤ-EFGH"] {
            assert_eq!(letters(typed).as_deref(), Ok("ABCDEFGH"), "{typed}");
        }
    }

    #[test]
    fn what_is_not_understood_in_a_code_is_refused_and_never_dropped() {
        for typed in
            ["", "12345", "1234567", "12a3456", "123,456", "-123456", "123456!", "12\u{200B}3456", "123²456"]
        {
            assert!(digits(typed, 6).is_err(), "{typed}");
        }
        for typed in ["", "ABCD+EFGH", "ABCD:EFGH", "ÀBCD-EFGH", "-ABCD", "AB\u{202E}CD"] {
            assert!(letters(typed).is_err(), "{typed}");
        }
    }
}
