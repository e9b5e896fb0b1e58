//! The two made-up languages, made from English by the build: `en-XA` is 40 % longer with an accent in every word,
//! `ar-XB` is English in Arabic letters, right to left. Tags and arguments stay as they are. They show what was left
//! behind in English, what is cut off, and what stands on the wrong side.

use crate::{File, Pattern, Resource, parse};
use fluent_syntax::ast::{Entry, Expression, PatternElement};

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pseudo {
    /// Longer, with accents.
    Accented,
    /// In Arabic letters.
    RightToLeft,
}

/// Both, with their tags.
pub const MADE_UP: [(&str, Pseudo); 2] = [("en-XA", Pseudo::Accented), ("ar-XB", Pseudo::RightToLeft)];

const PLAIN: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ACCENTED: &str = "áƀçđéƒğĥíĵķĺɱñóþɋŕšţúṽŵẋýžÁƁÇĐÉƑĞĤÍĴĶĹṀÑÓÞɊŔŠŢÚṼŴẊÝŽ";
const ARABIC: &str = "ابتثجحخدذرزسشصضطظعغفقكلمنهابتثجحخدذرزسشصضطظعغفقكلمنه";

fn letter(c: char, alphabet: &str) -> Option<char> {
    PLAIN.chars().position(|plain| plain == c).and_then(|at| alphabet.chars().nth(at))
}

/// English made up in one of the styles.
///
/// # Errors
/// The first fault of a file that cannot be read.
pub fn files(english: &[File], style: Pseudo) -> Result<Vec<File>, String> {
    let made = |(file, text): &File| {
        let mut read = parse(file, text)?;
        resource(&mut read, style);
        Ok((file.clone(), fluent_syntax::serializer::serialize(&read)))
    };
    english.iter().map(made).collect()
}

/// One text, outside tags.
pub fn text(value: &str, style: Pseudo) -> String {
    let (mut out, mut rest) = (String::new(), value);
    while !rest.is_empty() {
        let (plain, tail) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        for word in plain.split_inclusive([' ', '\n', '|']) {
            out.push_str(&made_up(word, style));
        }
        let (tag, after) = tail.split_at(tail.find('>').map_or(tail.len(), |at| at + 1));
        out.push_str(tag);
        rest = after;
    }
    out
}

fn made_up(word: &str, style: Pseudo) -> String {
    match style {
        Pseudo::RightToLeft => word.chars().map(|c| letter(c, ARABIC).unwrap_or(c)).collect(),
        Pseudo::Accented => longer(word),
    }
}

/// Every letter with an accent, and two more for each five: vowels first, as if the word were drawn out.
fn longer(word: &str) -> String {
    let vowel = |c: char| "aeiouAEIOU".contains(c);
    let letters = word.chars().filter(char::is_ascii_alphabetic).count();
    let mut more = (letters * 2).div_ceil(5);
    let mut others = more.saturating_sub(word.chars().filter(|c| vowel(*c)).count());
    let mut out = String::new();
    for c in word.chars() {
        let Some(accented) = letter(c, ACCENTED) else {
            out.push(c);
            continue;
        };
        out.push(accented);
        if more > 0 && (vowel(c) || others > 0) {
            out.extend(accented.to_lowercase());
            more -= 1;
            others -= usize::from(!vowel(c));
        }
    }
    out
}

/// A whole file. How a language's plurals go stays English's own; the direction is the style's.
pub fn resource(resource: &mut Resource, style: Pseudo) {
    for entry in &mut resource.body {
        let Entry::Message(message) = entry else { continue };
        match (message.id.name.as_str(), style) {
            ("language_direction", Pseudo::RightToLeft) => {
                let value = "rtl".to_owned();
                message.value = Some(Pattern { elements: vec![PatternElement::TextElement { value }] });
            }
            ("language_direction" | "language_plurals_like", _) => {}
            _ => {
                message.value.iter_mut().for_each(|value| pattern(value, style));
                message.attributes.iter_mut().for_each(|attribute| pattern(&mut attribute.value, style));
            }
        }
    }
}

fn pattern(of: &mut Pattern, style: Pseudo) {
    for element in &mut of.elements {
        match element {
            PatternElement::TextElement { value } => *value = text(value, style),
            PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
                variants.iter_mut().for_each(|variant| pattern(&mut variant.value, style));
            }
            PatternElement::Placeable { .. } => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_accented_and_two_fifths_longer_and_the_tags_stay() {
        let said = text("Go to <a-plans>Remove assister</a-plans>.", Pseudo::Accented);
        assert!(said.starts_with("Ğóó ţóó <a-plans>") && said.ends_with("</a-plans>."), "{said}");
        for plain in ["Remove assister", "Nothing is done without your consent", "Jan|Feb|Mar"] {
            let made = text(plain, Pseudo::Accented);
            assert!(made.chars().count() * 10 >= plain.chars().count() * 13, "{made}");
            assert!(made.split([' ', '|']).all(|word| !word.is_ascii()), "{made}");
        }
    }

    #[test]
    fn the_other_runs_right_to_left_and_keeps_figures_and_tags() {
        assert_eq!(text("<b>ab</b> 3", Pseudo::RightToLeft), "<b>اب</b> 3");
        let english =
            [("common".to_owned(), "language_direction = ltr\nlanguage_plurals_like = en\n".to_owned())];
        let made = files(&english, Pseudo::RightToLeft).unwrap();
        assert_eq!(made[0].1, "language_direction = rtl\nlanguage_plurals_like = en\n");
    }

    #[test]
    fn both_alphabets_have_every_letter() {
        for alphabet in [ACCENTED, ARABIC] {
            assert_eq!(alphabet.chars().count(), PLAIN.len());
            assert!(alphabet.chars().all(|c| !c.is_ascii()));
        }
    }
}
