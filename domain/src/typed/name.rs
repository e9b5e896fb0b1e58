//! Names of people: letters of every script with their marks, blanks, hyphens, apostrophes of every kind, periods.
//! One rule wherever a name is typed. Kept composed (NFC); compared without what people leave out when they sign.

use super::signs::{self, SignFault};
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// Why a name was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
pub enum NameFault {
    /// Hidden signs.
    #[error(transparent)]
    Signs(#[from] SignFault),
    /// Signs that no name has.
    #[error("name.not_letters")]
    NotLetters,
    /// Hyphens or marks alone.
    #[error("name.no_letter")]
    NoLetter,
    /// Longer than is kept.
    #[error("name.too_long")]
    TooLong(usize),
}

/// Reads a name, or a part of one, of up to so many signs.
///
/// # Errors
/// What is not understood.
pub fn read(typed: &str, most: usize) -> Result<String, NameFault> {
    read_of(typed, most, is_of_names)
}

/// Reads a name out of the records of an identity system, where people of one name are numbered: digits may stand in it.
///
/// # Errors
/// What is not understood.
pub fn of_records(typed: &str, most: usize) -> Result<String, NameFault> {
    read_of(typed, most, |sign| is_of_names(sign) || sign.is_ascii_digit())
}

fn read_of(typed: &str, most: usize, is_good: fn(char) -> bool) -> Result<String, NameFault> {
    let name: String = signs::one_spaced(signs::seen(typed)?).nfc().collect();
    let group = |sign: char| sign.general_category_group();
    // A mark belongs to the letter before it.
    let begins_well = name.chars().next().is_none_or(|sign| group(sign) != GeneralCategoryGroup::Mark);
    if !begins_well || !name.chars().all(is_good) {
        return Err(NameFault::NotLetters);
    }
    if !name.chars().any(|sign| group(sign) == GeneralCategoryGroup::Letter) {
        return Err(NameFault::NoLetter);
    }
    if name.chars().count() > most { Err(NameFault::TooLong(most)) } else { Ok(name) }
}

pub(super) fn is_of_names(sign: char) -> bool {
    // What joins letters was judged before.
    let joins = matches!(sign, '\u{200C}' | '\u{200D}');
    let group = sign.general_category_group();
    let letters = matches!(group, GeneralCategoryGroup::Letter | GeneralCategoryGroup::Mark);
    letters || joins || matches!(sign, ' ' | '.' | '\u{00B7}') || is_hyphen(sign) || is_apostrophe(sign)
}

fn is_hyphen(sign: char) -> bool {
    matches!(sign, '-' | '\u{2010}'..='\u{2013}' | '\u{FF0D}')
}

fn is_apostrophe(sign: char) -> bool {
    matches!(sign, '\'' | '`' | '\u{00B4}' | '\u{02B9}'..='\u{02BC}' | '\u{2018}'..='\u{201B}' | '\u{2032}' | '\u{FF07}')
}

/// Given and family name as one; either may be missing, for people who have one name.
pub fn full(given: &str, family: &str) -> String {
    match (given.trim(), family.trim()) {
        ("", one) | (one, "") => one.to_owned(),
        (given, family) => format!("{given} {family}"),
    }
}

/// Whether two names are the same to somebody who writes them without accents, in other capitals, with another
/// kind of apostrophe or hyphen, or with more blanks. Two empty ones are not.
pub fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (bare(one), bare(other));
    !one.is_empty() && one == other
}

/// A name without case, accents, kinds of apostrophes and hyphens, and extra blanks.
pub fn bare(name: &str) -> String {
    let mut bare = String::new();
    for sign in name.nfkd().flat_map(char::to_lowercase).nfkd() {
        let mark = sign.general_category_group() == GeneralCategoryGroup::Mark;
        match sign {
            '\u{200C}' | '\u{200D}' => {}
            // In Latin, Greek and Cyrillic a mark is an accent; in other scripts it may be a vowel.
            _ if mark && is_accent(sign) => {}
            _ if is_apostrophe(sign) => bare.push('\''),
            _ if is_hyphen(sign) => bare.push('-'),
            _ => match stroked(sign) {
                Some(plain) => bare.push_str(plain),
                None => bare.push(sign),
            },
        }
    }
    signs::one_spaced(&bare)
}

/// Marks that are put on letters of alphabets to tell them apart.
fn is_accent(mark: char) -> bool {
    matches!(mark, '\u{0300}'..='\u{036F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}')
}

/// What people write for letters that have no accent to leave out.
fn stroked(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ł' => "l",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ŧ' => "t",
        'ı' => "i",
        'ŋ' => "n",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        _ => return None,
    })
}

/// Reads a signature: one of these names, as `is_same` compares. It is kept as it was typed, its blanks too.
///
/// # Errors
/// The words for the field.
pub fn signature(typed: &str, names: &[String]) -> Result<String, SignatureFault> {
    let blank = |sign: char| if sign.is_control() { ' ' } else { sign };
    let signed: String = signs::seen(typed)?.chars().map(blank).nfc().collect();
    let expected = || names.first().cloned().unwrap_or_default();
    match names.iter().any(|name| is_same(&signed, name)) {
        true => Ok(signed),
        false => Err(SignatureFault::Another(expected())),
    }
}

/// Why a signature was not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureFault {
    /// Hidden signs.
    #[error(transparent)]
    Signs(#[from] SignFault),
    /// Another name.
    #[error("signature.another")]
    Another(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_records_may_be_numbered_and_is_a_name_all_the_same() {
        assert_eq!(of_records(" Sample  2 ", 100).as_deref(), Ok("Sample 2"));
        assert_eq!(read("Sample 2", 100), Err(NameFault::NotLetters));
        assert_eq!(of_records("22", 100), Err(NameFault::NoLetter));
        assert_eq!(of_records("Bo (broker)", 100), Err(NameFault::NotLetters));
        assert_eq!(of_records("Sample 2", 5), Err(NameFault::TooLong(5)));
    }

    #[test]
    fn a_name_has_letters_of_any_script_with_marks_blanks_hyphens_apostrophes_and_periods() {
        for name in [
            "Ana",
            "Pa Houa O’Vang-Ñúñez",
            "O'Brien",
            "d‘Arc",
            "Łucja Żak",
            "J. R. R.",
            "Nguyễn Thị Minh Khai",
            "محمد",
            "דוד",
            "李小龙",
            "さくら",
            "김민수",
            "आरती",
            "ကျော်",
            "ວັນ",
            "Αννα",
            "Ёлка",
            "Gal·la",
            "Sukarno",
            "ʻAolani",
            "Saw Eh Htoo",
            "Jean–Luc",
            "\u{0DC1}\u{0DCA}\u{200D}\u{0DBB}\u{0DD3}",
        ] {
            assert_eq!(read(name, 60).as_deref(), Ok(name), "{name}");
        }
    }

    #[test]
    fn what_is_no_name_is_refused_with_a_reason() {
        let hidden = NameFault::Signs(SignFault::Hidden);
        for (typed, fault) in [
            ("😀😀", NameFault::NotLetters),
            ("Ana 😀", NameFault::NotLetters),
            ("<script>", NameFault::NotLetters),
            ("Ana2", NameFault::NotLetters),
            ("Ana, Bo", NameFault::NotLetters),
            ("ana@example.org", NameFault::NotLetters),
            ("Ana_K", NameFault::NotLetters),
            ("\"Ana\"", NameFault::NotLetters),
            ("\u{301}Ana", NameFault::NotLetters),
            ("-", NameFault::NoLetter),
            (".'", NameFault::NoLetter),
            ("\u{200B}", hidden),
            ("A\u{200B}na", hidden),
            ("\u{202E}anA", hidden),
            ("A\u{3164}na", hidden),
            ("A\0na", hidden),
        ] {
            assert_eq!(read(typed, 60), Err(fault), "{typed:?}");
        }
        assert_eq!(read(&"a".repeat(61), 60), Err(NameFault::TooLong(60)));
    }

    #[test]
    fn a_name_is_kept_composed_with_one_blank_between_its_words() {
        assert_eq!(read("  Jose\u{301}   Nun\u{303}ez\u{200B} ", 60).as_deref(), Ok("José Nuñez"));
        assert_eq!(read(&"e\u{301}".repeat(60), 60), Ok("é".repeat(60)));
    }

    #[test]
    fn names_are_compared_without_case_accents_kind_of_apostrophe_and_extra_blanks_app_4() {
        let name = "Pa Houa O’Vang-Ñúñez";
        for typed in [
            "Pa Houa O’Vang-Ñúñez ",
            "pa houa o'vang-nunez",
            "PA  HOUA O‘VANG–NÚÑEZ",
            "Pa Houa O`Vang-Nun\u{303}ez",
        ] {
            assert!(is_same(typed, name), "{typed}");
        }
        for (typed, name) in [
            ("lucja zak", "Łucja Żak"),
            ("strasse", "Straße"),
            ("ISIK", "Işık"),
            ("Soren Aero", "Søren Ærø"),
            ("Ａｎａ", "Ana"),
        ] {
            assert!(is_same(typed, name), "{typed}");
        }
        for (typed, name) in
            [("Ana", "Ana Kowalski"), ("", ""), (" ", ""), ("Pa Houa OVang-Nunez", name), ("कि", "कु")]
        {
            assert!(!is_same(typed, name), "{typed}");
        }
    }

    #[test]
    fn a_signature_is_one_of_the_names_and_kept_as_it_was_typed() {
        let names = ["Ana Núñez".to_owned(), "Bo Lind".to_owned()];
        assert_eq!(signature(" ana   nunez ", &names).as_deref(), Ok("ana   nunez"));
        assert_eq!(signature("ana\tNúñez", &names).as_deref(), Ok("ana Núñez"));
        let curly = ["Pa Houa O'Vang-Ñúñez".to_owned()];
        assert_eq!(signature("Pa  Houa O’Vang-Ñúñez ", &curly).as_deref(), Ok("Pa  Houa O’Vang-Ñúñez"));
        assert_eq!(signature("Bo Lind", &names).as_deref(), Ok("Bo Lind"));
        assert_eq!(signature("Ana", &names), Err(SignatureFault::Another("Ana Núñez".to_owned())));
        assert_eq!(signature("A\u{202E}na", &names), Err(SignatureFault::Signs(SignFault::Hidden)));
        assert!(signature("", &[String::new()]).is_err());
    }

    #[test]
    fn somebody_may_have_one_name() {
        assert_eq!(
            [full("Ana", "Kowalski"), full("", "Sukarno"), full("Sukarno", " ")],
            ["Ana Kowalski", "Sukarno", "Sukarno"]
        );
    }
}
