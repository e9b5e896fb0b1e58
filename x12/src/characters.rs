//! What X12 can carry: printable ASCII (the basic and extended sets) without our four delimiters.
//!
//! Names are transliterated, never refused for their script; identifiers are refused rather than altered.

/// Between the elements of a segment.
pub(crate) const ELEMENT: char = '*';
/// After a segment.
pub(crate) const SEGMENT: char = '~';
/// Between the components of an element.
pub(crate) const COMPONENT: char = ':';
/// Between the repetitions of an element.
pub(crate) const REPETITION: char = '^';

/// Text as it will stand in the file: other scripts in Latin letters without marks, delimiters as hyphens, every run of
/// blanks and control characters as one space, none at the ends.
///
/// `Núñez*Ortiz` becomes `Nunez-Ortiz`. Empty when nothing of the text can be carried.
#[must_use]
pub fn transliterate(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii() {
            push(&mut out, character);
        } else if character.is_whitespace() {
            push(&mut out, ' ');
        } else {
            any_ascii::any_ascii_char(character).chars().for_each(|latin| push(&mut out, latin));
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Adds one ASCII character in the form that can be carried.
fn push(out: &mut String, character: char) {
    match character {
        ELEMENT | SEGMENT | COMPONENT | REPETITION => out.push('-'),
        graphic if graphic.is_ascii_graphic() => out.push(graphic),
        _ if out.is_empty() || out.ends_with(' ') => {}
        _ => out.push(' '),
    }
}

/// [`transliterate`], cut at the longest the element may be.
pub(crate) fn fit(text: &str, longest: usize) -> String {
    let mut out = transliterate(text);
    out.truncate(longest);
    out.truncate(out.trim_end().len());
    out
}

/// Whether the text can be carried exactly as it is.
#[must_use]
pub fn is_carried_unchanged(text: &str) -> bool {
    !text.is_empty() && transliterate(text) == text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_many_scripts_come_out_in_latin_letters() {
        assert_eq!(transliterate("Núñez"), "Nunez");
        assert_eq!(transliterate("Nguyễn Thị Ánh"), "Nguyen Thi Anh");
        assert_eq!(transliterate("Björk Þórsdóttir"), "Bjork Thorsdottir");
        assert_eq!(transliterate("Łukasz Groß"), "Lukasz Gross");
        assert_eq!(transliterate("O’Neil “Bo”"), "O'Neil \"Bo\"");
        assert!(is_carried_unchanged(&transliterate("Юлия Щербакова")));
        assert!(is_carried_unchanged(&transliterate("王小明")));
        assert!(is_carried_unchanged(&transliterate("ሰላም")));
    }

    #[test]
    fn delimiters_and_control_characters_never_survive() {
        assert_eq!(transliterate("A*B~C:D^E"), "A-B-C-D-E");
        assert_eq!(transliterate("  Mary\r\n\tAnn\u{a0} "), "Mary Ann");
        assert_eq!(transliterate("\u{7f}\u{1}"), "");
        assert_eq!(fit("abc def", 4), "abc");
    }

    #[test]
    fn what_is_carried_unchanged_is_told_apart() {
        assert!(is_carried_unchanged("ana.o'neil+home@sample.test"));
        for bad in ["", " a", "a ", "a  b", "a*b", "é", "a\nb"] {
            assert!(!is_carried_unchanged(bad), "{bad:?}");
        }
    }
}
