//! How hard sentences are to read: the grade of Flesch and Kincaid (Kincaid and others, Derivation of New Readability
//! Formulas for Navy Enlisted Personnel, 1975: 0.39 words a sentence + 11.8 syllables a word - 15.59), with syllables
//! counted by the rules of spelling. A file as a whole has the grade of its readers; so has every text that is
//! long enough for a grade to say something.

use crate::{Catalogue, Kind, Message, Pattern, Readers};
use fluent_syntax::ast::{Expression, InlineExpression, PatternElement};
use std::collections::BTreeMap;

/// A sentence of so many words is too long.
pub const LONGEST: usize = 25;
/// A shorter text has no grade of its own: one long word would decide it.
const MEASURED: usize = 20;
/// A shorter text is a label or a name, and no sentence: it counts for no grade.
const LABEL: usize = 5;
/// What a single text may be above its file.
const ALLOWANCE: f64 = 2.0;

impl Readers {
    /// The grade that their files may have.
    pub fn grade(self) -> f64 {
        match self {
            Readers::Consumers => 6.0,
            Readers::Staff => 8.0,
        }
    }
}

/// What was counted in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measured {
    /// Sentences, and lines that end without a full stop.
    pub sentences: usize,
    /// Words.
    pub words: usize,
    /// Syllables.
    pub syllables: usize,
    /// Words of the longest sentence.
    pub longest: usize,
}

impl Measured {
    /// The grade; a text without words has none.
    pub fn grade(&self) -> f64 {
        if self.words == 0 {
            return 0.0;
        }
        let (sentences, words) = (self.sentences.max(1) as f64, self.words as f64);
        0.39 * words / sentences + 11.8 * self.syllables as f64 / words - 15.59
    }

    /// Without what is a label only.
    fn prose(self) -> Self {
        if self.words < LABEL { Self::default() } else { self }
    }

    fn add(&mut self, other: Measured) {
        self.sentences += other.sentences;
        self.words += other.words;
        self.syllables += other.syllables;
        self.longest = self.longest.max(other.longest);
    }
}

/// Counts a text without tags.
pub fn measure(text: &str) -> Measured {
    let mut measured = Measured::default();
    for sentence in sentences(text) {
        let words = sentence.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric));
        let syllables: Vec<usize> =
            words.flat_map(|word| word.split(['-', '/'])).map(syllables).filter(|n| *n > 0).collect();
        if syllables.is_empty() {
            continue;
        }
        measured.add(Measured {
            sentences: 1,
            words: syllables.len(),
            syllables: syllables.iter().sum(),
            longest: syllables.len(),
        });
    }
    measured
}

/// A sentence ends at `.`, `!`, `?` or `:` before a blank, unless a small letter follows ("2 p.m. on Sunday").
fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for line in text.lines() {
        let (mut begun, mut before) = (0, ' ');
        for (at, c) in line.char_indices() {
            let goes_on = line[at..].trim_start().starts_with(char::is_lowercase);
            if c == ' ' && matches!(before, '.' | '!' | '?' | ':') && !goes_on {
                found.push(&line[begun..at]);
                begun = at;
            }
            before = c;
        }
        found.push(&line[begun..]);
    }
    found
}

/// Endings whose vowels are silent or one with those before, in the order in which they are looked for.
const SILENT: [&str; 3] = ["es", "ed", "e"];

/// Syllables of one word, by its spelling: groups of vowels, less what is silent at the end. Figures count one.
pub fn syllables(word: &str) -> usize {
    let word: String =
        word.chars().filter(|c| c.is_alphanumeric() || *c == '\'').collect::<String>().to_lowercase();
    let word = word.trim_end_matches("'s").replace('\'', "");
    if word.is_empty() {
        return 0;
    }
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    let is_vowel = |at: usize| match letters.get(at) {
        Some('y') => at > 0,
        Some(c) => "aeiouáéíóú".contains(*c),
        None => false,
    };
    let mut groups = (0..letters.len()).filter(|at| is_vowel(*at) && (*at == 0 || !is_vowel(at - 1))).count();
    groups += said_apart(&letters);
    for ending in SILENT {
        let Some(stem) = word.strip_suffix(ending) else { continue };
        let last = stem.chars().next_back().unwrap_or(' ');
        let before_last = stem.chars().rev().nth(1).unwrap_or(' ');
        let silent = match ending {
            "es" => {
                !stem.ends_with(['s', 'x', 'z', 'g', 'c']) && !stem.ends_with("ch") && !stem.ends_with("sh")
            }
            "ed" => last != 't' && last != 'd',
            // "table", "eligible": the l is a syllable.
            _ => last != 'l' || "aeiouy".contains(before_last),
        };
        if silent && !"aeiou".contains(last) {
            groups = groups.saturating_sub(1);
        }
        break;
    }
    groups.max(1)
}

/// Pairs of vowels that are two syllables: "period", "annual", "media", "create", "reopen".
fn said_apart(letters: &[char]) -> usize {
    let apart = |(at, pair): (usize, &[char])| match pair {
        ['i', 'a', next] => !matches!(next, 'l' | 'n' | 'g'),
        ['i', 'o', next] => matches!(next, 'd' | 'l' | 'r'),
        ['u', 'a', next] => {
            let before = at.checked_sub(1).and_then(|before| letters.get(before));
            matches!(next, 'l' | 't' | 'r') && !matches!(before, Some('q' | 'g'))
        }
        ['i', 'u', 'm'] => true,
        _ => false,
    };
    let inside = letters.windows(3).enumerate().filter(|pair| apart(*pair)).count();
    let word: String = letters.iter().collect();
    let begins = ["creat", "reo", "reapp", "reenr"].iter().any(|start| word.starts_with(start));
    inside + usize::from(begins) + usize::from(word.ends_with("ia"))
}

/// What is too hard to read, or is excused without need.
pub fn findings(catalogue: &Catalogue) -> Vec<String> {
    let (mut found, mut files) = (Vec::new(), BTreeMap::<&str, Measured>::new());
    for message in catalogue.sentences() {
        let readers = catalogue.readers.get(&message.file).copied().unwrap_or_default();
        let (mut faults, mut whole) = (Vec::new(), Measured::default());
        for unit in &message.units {
            for text in texts(&unit.pattern, catalogue, message) {
                let measured = measure(&text);
                if measured.longest >= LONGEST {
                    faults.push(format!("a sentence of {} words: \"{text}\"", measured.longest));
                }
                if measured.words >= MEASURED && measured.grade() > readers.grade() + ALLOWANCE {
                    faults.push(format!("grade {:.1}: \"{text}\"", measured.grade()));
                }
                whole.add(measured.prose());
            }
        }
        match (&message.hard, faults.is_empty()) {
            (None, _) => {
                files.entry(&message.file).or_default().add(whole);
                found.extend(faults.into_iter().map(|fault| format!("{}: {fault}", message.place())));
            }
            (Some(_), true) => {
                found.push(format!("{}: is not hard to read, take the excuse out", message.place()))
            }
            (Some(_), false) => {}
        }
    }
    for (file, measured) in files {
        let most = catalogue.readers.get(file).copied().unwrap_or_default().grade();
        if measured.grade() > most {
            found
                .push(format!("words/en/{file}.ftl: grade {:.1}, its readers need {most}", measured.grade()));
        }
    }
    found
}

/// The grade of each file, for whoever wants to know.
pub fn grades(catalogue: &Catalogue) -> Vec<(String, f64)> {
    let mut files = BTreeMap::<&str, Measured>::new();
    for message in catalogue.sentences() {
        for text in message.units.iter().flat_map(|unit| texts(&unit.pattern, catalogue, message)) {
            files.entry(&message.file).or_default().add(measure(&text).prose());
        }
    }
    files.into_iter().map(|(file, measured)| (file.to_owned(), measured.grade())).collect()
}

/// A text as it may come out, once for each variant, with a short sample for each argument.
fn texts(pattern: &Pattern, catalogue: &Catalogue, message: &Message) -> Vec<String> {
    let most = variants(pattern).max(1);
    let texts = (0..most).map(|variant| {
        let mut out = String::new();
        say(pattern, catalogue, message, (variant, 0), &mut out);
        without_tags(&out)
    });
    texts.collect()
}

/// Variants of the selector that has most.
fn variants(pattern: &Pattern) -> usize {
    let of = |element: &PatternElement<String>| match element {
        PatternElement::Placeable { expression: Expression::Select { variants: all, .. } } => {
            let inside = all.iter().map(|variant| variants(&variant.value)).max();
            all.len().max(inside.unwrap_or_default())
        }
        PatternElement::Placeable { .. } | PatternElement::TextElement { .. } => 1,
    };
    pattern.elements.iter().map(of).max().unwrap_or_default()
}

fn referred<'c>(catalogue: &'c Catalogue, id: &str) -> Option<&'c Pattern> {
    let message = catalogue.messages.iter().find(|message| message.id == id)?;
    message.units.first().map(|unit| &unit.pattern)
}

fn say(
    pattern: &Pattern,
    catalogue: &Catalogue,
    message: &Message,
    (variant, depth): (usize, u8),
    out: &mut String,
) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => out.push_str(value),
            PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
                if let Some(chosen) = variants.get(variant.min(variants.len().saturating_sub(1))) {
                    say(&chosen.value, catalogue, message, (variant, depth), out);
                }
            }
            PatternElement::Placeable { expression: Expression::Inline(inline) } => match inline {
                InlineExpression::VariableReference { id } => {
                    let kind = message.arguments.iter().find(|(name, _)| *name == id.name);
                    out.push_str(kind.map_or("Ana", |(_, kind)| sample(kind)));
                }
                InlineExpression::MessageReference { id, .. } if depth < 8 => {
                    // A helper is measured for itself; here it begins many sentences, and any variant will do.
                    if let Some(pattern) = referred(catalogue, &id.name) {
                        say(pattern, catalogue, message, (0, depth + 1), out);
                    }
                }
                InlineExpression::StringLiteral { value } => out.push_str(value),
                _ => {}
            },
        }
    }
}

fn sample(kind: &Kind) -> &'static str {
    match kind {
        Kind::Name | Kind::Text | Kind::Choice(_) => "Ana",
        Kind::Names | Kind::Texts => "Ana and Bo",
        Kind::Code | Kind::Count | Kind::Year => "7",
        Kind::Money => "$7",
        Kind::Percent => "7%",
        Kind::Day => "3 May 2027",
        Kind::Moment => "3 May 2027, 2 p.m.",
        Kind::Phone => "555-0100",
        Kind::Href => "",
    }
}

fn without_tags(text: &str) -> String {
    text.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_counted_as_they_are_said() {
        for (count, words) in [
            (
                1,
                "the plan help name changed asked takes health plans you're price aid done made ZIP 2027 $412 use",
            ),
            (
                2,
                "portal assist money wages needed started prices table answer enroll people income county create",
            ),
            (
                3,
                "assister consumer example coverage remember benefit credited amendment eleven media yesterday authorized",
            ),
            (4, "application reopening certificate insurances"),
            (5, "authorization determination"),
            (6, "eligibility"),
        ] {
            for word in words.split(' ') {
                assert_eq!(syllables(word), count, "{word}");
            }
        }
        let plain = "You can go on by yourself Wait choose another assister The county decides which plans you can get";
        let said: usize = plain.split(' ').map(syllables).sum();
        assert_eq!(said, 25);
    }

    #[test]
    fn sentences_end_where_a_reader_rests() {
        let count = |text| measure(text).sentences;
        assert_eq!(count("Sign in. Then go on! Why? Because: It works."), 5);
        assert_eq!(count("It is open until 2 p.m. on Sunday."), 1);
        assert_eq!(count("Your account\n\nAna"), 2);
        assert_eq!(count("  \n - \n"), 0);
        assert_eq!(measure("One two three. Four.").longest, 3);
    }

    #[test]
    fn the_grade_is_that_of_the_formula() {
        // 6 words, 1 sentence, 6 syllables.
        assert!((measure("The cat sat on the mat.").grade() - (0.39 * 6.0 + 11.8 - 15.59)).abs() < 1e-9);
        let hard =
            "Determination of eligibility necessitates documentation of anticipated household modifications.";
        assert!(measure(hard).grade() > 15.0);
        assert!(measure("").grade() < 1.0);
    }

    fn found(text: &str) -> String {
        let file = |text: &str| vec![("x".to_owned(), format!("### Readers: consumers\n{text}\n"))];
        findings(&crate::english::read(&file(text))).join("\n")
    }

    #[test]
    fn long_and_hard_sentences_are_found_in_every_variant_and_an_excuse_needs_a_fault() {
        let long = "one two three four five six one two three four five six one two three four five six one two three four five six seven";
        assert!(found(&format!("a = {long}")).contains("a sentence of 25 words"));
        assert!(found(&format!("a = {}", long.trim_end_matches(" seven"))).is_empty());
        assert!(found(&format!("# Hard to read: the law says it so\na = {long}")).is_empty());
        assert!(found("# Hard to read: no reason\na = We can help.").contains("take the excuse out"));
        let variants = format!("# $n (Count)\na = {{ $n ->\n    [one] It is one.\n   *[other] {long}\n  }}");
        assert!(found(&variants).contains("a sentence of 25 words"));
        let hard = "a = Determination of eligibility necessitates other documentation.";
        assert!(found(hard).contains("its readers need 6"));
    }
}
