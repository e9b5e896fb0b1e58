//! What somebody looks for in a list of people: a part of a name, or a whole number or address.

use super::{
    mail::Email,
    name,
    signs::{self, SignFault},
};
use unicode_normalization::UnicodeNormalization;

/// The longest search.
const LONGEST: usize = 100;

/// Why a search was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
pub enum SearchFault {
    /// Hidden signs.
    #[error(transparent)]
    Signs(#[from] SignFault),
    /// Neither of a name nor of a number.
    #[error("search.unknown")]
    Unknown,
    /// Not of a name.
    #[error("search.no_name")]
    NoName,
    /// Longer than any name.
    #[error("search.too_long")]
    TooLong,
}

/// What is looked for; empty when it can be none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Compared exactly: a number or assister ID in capitals and without its separators, an e-mail address in its one form.
    pub exactly: String,
    /// A part of a name, in lower case.
    pub part_of_name: String,
}

/// Reads a part of a name, in lower case; the comma behind a family name may stand in it.
///
/// # Errors
/// What is not understood.
pub fn part_of_name(typed: &str) -> Result<String, SearchFault> {
    let part = signs::one_spaced(signs::seen(typed)?).nfc().collect::<String>().to_lowercase();
    match part.chars().all(|sign| name::is_of_names(sign) || sign == ',') {
        _ if part.chars().count() > LONGEST => Err(SearchFault::TooLong),
        true => Ok(part),
        false => Err(SearchFault::NoName),
    }
}

impl Search {
    /// Reads what is looked for; nothing typed looks for nothing.
    ///
    /// # Errors
    /// What is not understood.
    pub fn read(typed: &str) -> Result<Self, SearchFault> {
        let exactly = match Email::parse(typed) {
            Ok(email) => email.as_str().to_owned(),
            Err(_) => {
                let number = signs::joined(&signs::plain(typed)?, |sign| sign.is_ascii_alphanumeric());
                number.map(|number| number.to_ascii_uppercase()).unwrap_or_default()
            }
        };
        match part_of_name(typed) {
            Ok(part_of_name) => Ok(Self { exactly, part_of_name }),
            Err(SearchFault::NoName) if !exactly.is_empty() => {
                Ok(Self { exactly, part_of_name: String::new() })
            }
            Err(SearchFault::NoName) => Err(SearchFault::Unknown),
            Err(other) => Err(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_a_part_of_a_name_a_whole_number_or_a_whole_address() {
        let found =
            |exactly: &str, part: &str| Ok(Search { exactly: exactly.into(), part_of_name: part.into() });
        assert_eq!(Search::read("123 4567"), found("1234567", ""));
        assert_eq!(Search::read("7654 009"), found("7654009", ""));
        assert_eq!(Search::read(" Lind "), found("LIND", "lind"));
        assert_eq!(Search::read("Vang, P"), found("", "vang, p"));
        assert_eq!(Search::read("Jose\u{301}"), found("", "josé"));
        assert_eq!(Search::read("X@bücher.test"), found("x@xn--bcher-kva.test", ""));
        assert_eq!(Search::read("  "), found("", ""));
    }

    #[test]
    fn what_no_name_or_number_has_is_refused_and_never_dropped() {
        assert_eq!(Search::read("li%d"), Err(SearchFault::Unknown));
        assert_eq!(Search::read("bo@"), Err(SearchFault::Unknown));
        assert_eq!(Search::read("li\u{202E}nd"), Err(SearchFault::Signs(SignFault::Hidden)));
        assert_eq!(part_of_name("li_d"), Err(SearchFault::NoName));
        assert_eq!(part_of_name(&"a".repeat(101)), Err(SearchFault::TooLong));
    }
}
