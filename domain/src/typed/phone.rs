//! Telephone numbers of the North American plan: ten digits, and an extension apart from them.

use super::signs::{self, SignFault};

/// Why a telephone number was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
pub enum PhoneFault {
    /// Hidden signs.
    #[error(transparent)]
    Signs(#[from] SignFault),
    /// Letters, or signs that no number has.
    #[error("phone.not_digits")]
    NotDigits,
    /// Seven digits.
    #[error("phone.no_area_code")]
    NoAreaCode,
    /// Fewer or more than ten digits.
    #[error("phone.length")]
    Length,
    /// "+44 20 ...".
    #[error("phone.abroad")]
    Abroad,
    /// An area code or exchange that begins with 0 or 1.
    #[error("phone.not_issued")]
    NotIssued,
    /// The extension has no digits, or too many.
    #[error("phone.extension")]
    Extension,
    /// More than one number.
    #[error("phone.two")]
    Two,
}

/// A telephone number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    digits: String,
    extension: Option<String>,
}

crate::stored::stored!(Phone, Text, |phone| phone.shown().into(), |text| Self::read(text).ok());

/// What people write in front of an extension, longest first.
const MARKS: &[&str] = &["extension", "extn", "ext", "x", "#"];

impl Phone {
    /// Reads a number, with or without the country code 1 and an extension.
    ///
    /// # Errors
    /// What is not understood.
    pub fn read(typed: &str) -> Result<Self, PhoneFault> {
        let plain = signs::plain(typed)?.to_ascii_lowercase();
        let (number, extension) = match MARKS.iter().find_map(|mark| plain.split_once(mark)) {
            Some((number, after)) => (number.trim_end_matches([' ', ',', ';', '(']), Some(after)),
            None => (plain.as_str(), None),
        };
        let digits = ten_digits(number)?;
        let extension = extension.map(extension_of).transpose()?;
        Ok(Self { digits, extension })
    }

    /// The ten digits: what a carrier's file takes.
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// The digits of the extension.
    pub fn extension(&self) -> Option<&str> {
        self.extension.as_deref()
    }

    /// The number as it was understood: "651-555-0123 ext. 89".
    pub fn shown(&self) -> String {
        let (area, rest) = self.digits.split_at(3);
        let (exchange, line) = rest.split_at(3);
        match &self.extension {
            Some(extension) => format!("{area}-{exchange}-{line} ext. {extension}"),
            None => format!("{area}-{exchange}-{line}"),
        }
    }
}

fn ten_digits(number: &str) -> Result<String, PhoneFault> {
    let number = number.trim();
    let has_seven = |part: &str| part.bytes().filter(u8::is_ascii_digit).count() >= 7;
    if [",", ";", "or", "and", "/"]
        .iter()
        .any(|mark| number.split(mark).filter(|part| has_seven(part)).count() > 1)
    {
        return Err(PhoneFault::Two);
    }
    let spelled = |sign: char| sign.is_ascii_digit() || matches!(sign, ' ' | '-' | '.' | '(' | ')' | '/');
    let bare = number.strip_prefix('+').unwrap_or(number);
    let abroad = bare.len() < number.len() && !bare.starts_with('1');
    if !bare.chars().all(spelled) || bare.starts_with('-') || !balanced(bare) {
        return Err(PhoneFault::NotDigits);
    }
    let digits: String = bare.chars().filter(char::is_ascii_digit).collect();
    if abroad {
        return Err(PhoneFault::Abroad);
    }
    let digits = match digits.len() {
        0 => return Err(PhoneFault::NotDigits),
        7 => return Err(PhoneFault::NoAreaCode),
        10 => digits,
        11 if digits.starts_with('1') => digits[1..].to_owned(),
        _ => return Err(PhoneFault::Length),
    };
    let issued = [0, 3].iter().all(|at| !matches!(digits.as_bytes().get(*at), Some(b'0' | b'1')));
    if issued { Ok(digits) } else { Err(PhoneFault::NotIssued) }
}

/// Each bracket that opens closes before the next one.
fn balanced(number: &str) -> bool {
    let brackets: String = number.chars().filter(|sign| matches!(sign, '(' | ')')).collect();
    matches!(brackets.as_str(), "" | "()")
}

fn extension_of(after: &str) -> Result<String, PhoneFault> {
    let digits = after.trim_start_matches(['.', ':', ' ', '#']).trim_end_matches([')', ' ', '.']);
    let good = (1..=7).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if good { Ok(digits.to_owned()) } else { Err(PhoneFault::Extension) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_digits_are_read_however_they_are_grouped() {
        for typed in [
            "6515550123",
            "651-555-0123",
            "651.555.0123",
            "651 555 0123",
            "(651) 555-0123",
            "+1 651 555 0123",
            "1-651-555-0123",
            "+1 (651) 555-0123",
            "651/555-0123",
            "651–555–0123",
            "６５１-５５５-０１２３",
            " 651-555-0123\u{200E}",
        ] {
            let phone = Phone::read(typed).unwrap_or_else(|fault| panic!("{typed}: {fault}"));
            assert_eq!((phone.digits(), phone.extension()), ("6515550123", None), "{typed}");
        }
    }

    #[test]
    fn an_extension_stays_apart_from_the_ten_digits() {
        for typed in [
            "651.555.0123 ext. 89",
            "651 555 0123 ext 89",
            "(651) 555-0123 ext. 89",
            "6515550123x89",
            "651-555-0123, Ext: 89",
            "651-555-0123 extension 89",
            "651-555-0123 #89",
            "651-555-0123 (ext. 89)",
        ] {
            let phone = Phone::read(typed).unwrap_or_else(|fault| panic!("{typed}: {fault}"));
            assert_eq!((phone.digits(), phone.extension()), ("6515550123", Some("89")), "{typed}");
            assert_eq!(phone.shown(), "651-555-0123 ext. 89");
            assert_eq!(Phone::read(&phone.shown()), Ok(phone));
        }
    }

    #[test]
    fn what_is_no_such_number_is_refused_by_name() {
        for (typed, fault) in [
            ("555-0123", PhoneFault::NoAreaCode),
            ("651-555-01234", PhoneFault::Length),
            ("651-555-0123 89", PhoneFault::Length),
            ("26515550123", PhoneFault::Length),
            ("+44 20 7946 0018", PhoneFault::Abroad),
            ("151-555-0123", PhoneFault::NotIssued),
            ("651-155-0123", PhoneFault::NotIssued),
            ("1-800-FLOWERS", PhoneFault::NotDigits),
            ("call me", PhoneFault::NotDigits),
            ("", PhoneFault::NotDigits),
            ("-6515550123", PhoneFault::NotDigits),
            ("651)555(0123", PhoneFault::NotDigits),
            ("651-555-0123 ext.", PhoneFault::Extension),
            ("651-555-0123 ext. 89 or 90", PhoneFault::Extension),
            ("651-555-0123 ext. 12345678", PhoneFault::Extension),
            ("651-555-0123 or 651-555-0199", PhoneFault::Two),
            ("651-555-0123/651-555-0199", PhoneFault::Two),
            ("651-555\u{202E}-0123", PhoneFault::Signs(SignFault::Hidden)),
        ] {
            assert_eq!(Phone::read(typed), Err(fault), "{typed}");
        }
    }
}
