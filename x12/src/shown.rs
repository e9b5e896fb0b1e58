//! Text of a file as people may see it: numbers of the form of a Social Security number with their last four digits
//! alone, and no character that a terminal would obey or that nobody would see.
//!
//! The form is nine digits on their own, or three, two and four with a separator between them. Letters beside the digits
//! make them part of another number (a plan variant ends in nine digits), unless they say that it is one (`SSN`) or
//! follow it as in an old Medicare number (`900000001A`).

use std::borrow::Cow;
use std::ops::Range;

/// How many digits a Social Security number has.
pub(crate) const DIGITS: usize = 9;
/// How many of them are shown.
const SHOWN: usize = 4;
/// How many separators may stand in one place.
const SEPARATORS: usize = 3;
/// Words in front of a number that say what it is.
const LABELS: [&str; 6] = ["ssn", "ss", "tin", "itin", "hic", "hicn"];

/// Text from outside as it may be shown to people: whatever has the form of a Social Security number is masked, and every
/// control, invisible or direction-changing character is written as its number.
#[must_use]
pub fn shown(text: &str) -> String {
    visible(&masked(text)).into_owned()
}

/// Every character that a terminal would obey or nobody would see, written as its number: `\u{1b}`.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if (' '..='~').contains(&character) {
            out.push(character);
        } else if character.is_ascii() || character == char::REPLACEMENT_CHARACTER {
            out.extend(character.escape_unicode());
        } else {
            out.extend(character.escape_debug());
        }
    }
    Cow::Owned(out)
}

/// The text with everything of the form masked.
pub(crate) fn masked(text: &str) -> Cow<'_, str> {
    if text.bytes().filter(u8::is_ascii_digit).count() < DIGITS {
        return Cow::Borrowed(text);
    }
    let found = numbers(text);
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for number in found {
        out.push_str(&text[at..number.start]);
        hide(&text[number.clone()], &mut out);
        at = number.end;
    }
    out.push_str(&text[at..]);
    Cow::Owned(out)
}

/// A value that is an identifier whatever it looks like.
pub(crate) fn hidden(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    hide(text, &mut out);
    out
}

/// Whether the value is an identifier, if with a digit too few or too many.
pub(crate) fn is_nearly_a_number(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    (DIGITS - 1..=DIGITS + 1).contains(&digits)
        && text.chars().all(|character| character.is_ascii_digit() || is_separator(character))
}

/// Letters and digits as `#`, but for the last four of a whole number.
fn hide(text: &str, out: &mut String) {
    let counted = text.chars().filter(|character| character.is_alphanumeric()).count();
    let mut left = if counted < DIGITS { usize::MAX } else { counted - SHOWN };
    for character in text.chars() {
        if character.is_alphanumeric() && left > 0 {
            left = left.saturating_sub(1);
            out.push('#');
        } else {
            out.push(character);
        }
    }
}

/// Where numbers of the form stand, also when commands to a terminal stand in or before them.
fn numbers(text: &str) -> Vec<Range<usize>> {
    let mut characters: Vec<(usize, char)> = text.char_indices().collect();
    let mut found = numbers_among(&characters, text.len());
    if text.contains(['\u{1b}', '\u{9b}']) {
        blank_commands(&mut characters);
        found.extend(numbers_among(&characters, text.len()));
        found.sort_by_key(|number| (number.start, number.end));
        found.dedup_by(|later, earlier| {
            let joins = later.start < earlier.end;
            if joins {
                earlier.end = earlier.end.max(later.end);
            }
            joins
        });
    }
    found
}

/// Makes every command to a terminal (`ESC [ 31 m`) invisible.
fn blank_commands(characters: &mut [(usize, char)]) {
    let mut place = 0;
    while place < characters.len() {
        let parameters = match characters[place].1 {
            '\u{9b}' => place + 1,
            '\u{1b}' if characters.get(place + 1).is_some_and(|(_, next)| *next == '[') => place + 2,
            _ => {
                place += 1;
                continue;
            }
        };
        let inner = |character: char| matches!(character, '0'..='?' | ' '..='/');
        let length = characters[parameters..].iter().take_while(|(_, each)| inner(*each)).count();
        let end = (parameters + length + 1).min(characters.len());
        characters[place..end].iter_mut().for_each(|(_, character)| *character = '\0');
        place = end;
    }
}

fn numbers_among(characters: &[(usize, char)], text_ends: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut place = 0;
    while place < characters.len() {
        let begins = characters[place].1.is_ascii_digit() && stands_alone(&characters[..place]);
        match begins.then(|| end_of_number(&characters[place..])).flatten() {
            Some(length) => {
                let end = characters.get(place + length).map_or(text_ends, |(at, _)| *at);
                found.push(characters[place].0..end);
                place += length;
            }
            None => place += 1,
        }
    }
    found
}

/// Whether what stands before allows that a number begins here.
fn stands_alone(before: &[(usize, char)]) -> bool {
    let seen = || before.iter().rev().map(|(_, character)| *character);
    match seen().next() {
        Some(last) if last.is_ascii_alphabetic() => {
            let word: String = seen().take_while(char::is_ascii_alphabetic).take(5).collect();
            let word: String = word.chars().rev().map(|each| each.to_ascii_lowercase()).collect();
            LABELS.contains(&word.as_str())
        }
        Some(last) => !last.is_ascii_digit(),
        None => true,
    }
}

/// How many characters a number takes that begins here; `None` when none does.
fn end_of_number(from: &[(usize, char)]) -> Option<usize> {
    let (mut at, mut separated) = (0, [false; 2]);
    for digit in 1..=DIGITS {
        if !from.get(at)?.1.is_ascii_digit() {
            return None;
        }
        at += 1;
        if digit == DIGITS {
            break;
        }
        let mut separators = 0;
        while let Some((_, character)) = from.get(at) {
            if is_separator(*character) && !is_invisible(*character) {
                separators += 1;
            } else if !is_invisible(*character) {
                break;
            }
            at += 1;
        }
        match digit {
            3 => separated[0] = separators > 0,
            5 => separated[1] = separators > 0,
            _ if separators > 0 => return None,
            _ => {}
        }
        if separators > SEPARATORS {
            return None;
        }
    }
    (separated[0] == separated[1] && ends(&from[at..], separated[0])).then_some(at)
}

/// Whether what follows allows that the number ended.
fn ends(after: &[(usize, char)], separated: bool) -> bool {
    let mut after = after.iter().map(|(_, character)| *character);
    match after.next() {
        Some(suffix) if suffix.is_ascii_alphabetic() && !separated => {
            let next = after.next();
            let goes_on = |next: Option<char>| next.is_some_and(|each| each.is_ascii_alphanumeric());
            !goes_on(next) || !goes_on(after.next())
        }
        Some(other) => !other.is_ascii_alphanumeric(),
        None => true,
    }
}

/// What people and programs put between the parts of a number.
pub(crate) fn is_separator(character: char) -> bool {
    matches!(
        character,
        '-' | ' ' | '.' | '/' | '_' | ',' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{2010}'..='\u{2015}' | '\u{202f}' | '\u{2212}'
    ) || is_invisible(character)
}

/// Characters without a shape of their own: they do not keep digits apart.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffd}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_digits_on_their_own_are_masked_however_they_are_parted() {
        for (text, expected) in [
            ("900000001", "#####0001"),
            ("900-00-0001", "###-##-0001"),
            ("900 00 0001", "### ## 0001"),
            ("900.00.0001", "###.##.0001"),
            ("900\u{2011}00\u{2011}0001", "###\u{2011}##\u{2011}0001"),
            ("(900000001)", "(#####0001)"),
            ("9 900000001:SY^900-00-0002", "9 #####0001:SY^###-##-0002"),
            ("SSN900000001", "SSN#####0001"),
            ("ssn#900000001", "ssn######0001"),
            ("900000001A", "#####0001A"),
            ("900000001B1", "#####0001B1"),
            ("\u{1b}[31m900000001\u{1b}[0m", "\\u{1b}[31m#####0001\\u{1b}[0m"),
            ("\u{1b}[900000001m", "\\u{1b}[#####0001m"),
            ("900\u{1b}[1m000001", "###\\u{1b}[####0001"),
            ("é900000001é", "é#####0001é"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn nothing_else_is_masked() {
        for text in [
            "",
            "1",
            "90000000",
            "9000000012",
            "99901MN001000101",
            "99901MN0010001-01",
            "612-555-0100",
            "(612) 555 0100",
            "55401-1234",
            "41-0000001",
            "20270101-20271231",
            "2026-11-23",
            "M000000001",
            "0123456789abcdef0123456789abcdef",
            "12 345 6789",
            "100 55 Sample Street",
        ] {
            assert_eq!(shown(text), text);
        }
    }

    #[test]
    fn what_a_terminal_would_obey_is_written_as_its_number() {
        assert_eq!(shown("a\u{1b}[31mb\u{7}\r\n\t\0"), "a\\u{1b}[31mb\\u{7}\\u{d}\\u{a}\\u{9}\\u{0}");
        assert_eq!(shown("\u{9b}31m\u{7f}"), "\\u{9b}31m\\u{7f}");
        assert_eq!(
            shown("a\u{202e}b\u{200b}c\u{2066}d\u{feff}e\u{ad}f\u{61c}"),
            "a\\u{202e}b\\u{200b}c\\u{2066}d\\u{feff}e\\u{ad}f\\u{61c}"
        );
        assert_eq!(shown("Nguyễn 王 \"O'Neil\" \\"), "Nguyễn 王 \"O'Neil\" \\");
    }

    #[test]
    fn characters_that_nobody_sees_do_not_unmask_a_number() {
        for text in [
            "900\u{200b}000001",
            "9\u{0}000000\u{1b}01",
            "900\u{202e}-00-\u{2060}0001",
            "\u{feff}900000001\u{1a}",
        ] {
            let digits: String =
                shown(text).replace("\\u{", "").chars().filter(char::is_ascii_digit).collect();
            assert!(!digits.contains("90000"), "{text:?}: {}", shown(text));
        }
    }

    #[test]
    fn an_identifier_that_is_short_is_hidden_whole() {
        assert_eq!(hidden("900000001"), "#####0001");
        assert_eq!(hidden("9000000012"), "######0012");
        assert_eq!(
            (hidden("1"), hidden("90000001"), hidden("")),
            ("#".into(), "########".into(), String::new())
        );
        assert!(is_nearly_a_number("90000001") && is_nearly_a_number("900-00-00012"));
        assert!(!is_nearly_a_number("99") && !is_nearly_a_number("99901MN001000101"));
    }
}
