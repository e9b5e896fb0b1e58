//! Which passwords are common (ID-1): tried first by whoever guesses. A list of whole ones, and a rule over a vocabulary:
//! one or two of its words with digits and signs around them. Both are the project's own, written from what people are
//! known to choose (words, names, teams, months, keyboard walks), and copied from no ranking. The names of the exchange,
//! its state and its programs are words of the vocabulary, by the profile.

use domain::profile::Profile;
use std::{collections::HashSet, sync::LazyLock};

/// Passwords of at least twelve characters that the rule does not find, in lower case.
static WHOLE: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("common_passwords.txt").lines().collect());

/// What passwords are made of, in lower case, letters alone.
static WORDS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("common_words.txt").lines().collect());

/// Rows that fingers run along.
const ROWS: &[&str] = &[
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp",
];

/// The most words that a password is made of which is common for it.
const MOST_WORDS: usize = 2;
/// With more digits than a date has, two words are as good as a longer password.
const MOST_DIGITS: usize = 8;
/// The longest word or name looked for, in letters.
const LONGEST_WORD: usize = 32;

/// The names of the house: of the product, the exchange, its state and its programs, whole and word by word.
pub(super) fn house(profile: &Profile) -> HashSet<String> {
    let (exchange, desks) =
        (&profile.exchange, [&profile.assister_resource_center, &profile.broker_service_line]);
    let mut names = vec!["assent", &*exchange.name, &*exchange.state_name];
    names.extend(profile.programs.names());
    names.extend(desks.map(|desk| &*desk.name));
    let letters =
        |text: &str| text.to_lowercase().chars().filter(|sign| sign.is_alphabetic()).collect::<String>();
    let words = names.iter().flat_map(|name| name.split_whitespace().chain([*name]));
    words.map(letters).filter(|word| word.chars().count() >= 3).collect()
}

/// Whether a password (in lower case) is on the list, is one or two common words with digits and signs, a short piece over
/// and over, or a run along the keyboard.
pub(super) fn is_common(plain: &str, house: &HashSet<String>) -> bool {
    let unmasked: String = plain.chars().map(unmask).collect();
    // Digits at both ends are a number more often than letters.
    let bare = plain.trim_matches(|sign: char| !sign.is_alphabetic());
    let bare_unmasked: String = bare.chars().map(unmask).collect();
    let front = plain.trim_end_matches(|sign: char| !sign.is_alphabetic());
    let front_unmasked: String = front.chars().map(unmask).collect();
    let few_digits = plain.chars().filter(char::is_ascii_digit).count() <= MOST_DIGITS;
    let few_words = |text: &str| match words_in(text, house) {
        Some(1) => true,
        Some(words) => words <= MOST_WORDS && few_digits,
        None => false,
    };
    WHOLE.contains(plain)
        || WHOLE.contains(unmasked.as_str())
        || [bare, &bare_unmasked, &front_unmasked, &unmasked].into_iter().any(few_words)
        || is_repetition(plain)
        || is_run(plain)
        || !plain.chars().any(char::is_alphabetic) && has_few_signs(plain)
}

/// Letters that digits and signs stand for.
fn unmask(sign: char) -> char {
    match sign {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

/// Of how many words of the vocabulary a text is made, whatever signs stand between; `None` when of others too, or of none.
fn words_in(text: &str, house: &HashSet<String>) -> Option<usize> {
    let runs = text.split(|sign: char| !sign.is_alphabetic()).filter(|run| !run.is_empty());
    let words: Option<usize> = runs.map(|run| fewest_words(run, house)).sum();
    words.filter(|words| *words > 0)
}

/// Of how many words of the vocabulary a run of letters is made at least; `None` when of no such.
fn fewest_words(run: &str, house: &HashSet<String>) -> Option<usize> {
    let letters: Vec<char> = run.chars().collect();
    let mut fewest: Vec<Option<usize>> = vec![Some(0)];
    for end in 1..=letters.len() {
        let known = |start: &usize| {
            let word: String = letters.iter().skip(*start).take(end - start).collect();
            WORDS.contains(word.as_str()) || house.contains(&word)
        };
        let starts = end.saturating_sub(LONGEST_WORD)..end;
        let best = starts.filter(known).filter_map(|start| fewest.get(start).copied().flatten()).min();
        fewest.push(best.map(|words| words + 1));
    }
    fewest.last().copied().flatten()
}

fn is_repetition(plain: &str) -> bool {
    let signs: Vec<char> = plain.chars().collect();
    (1..=6).any(|unit| signs.iter().zip(signs.iter().skip(unit)).all(|(one, next)| one == next))
}

fn is_run(plain: &str) -> bool {
    let backwards: String = plain.chars().rev().collect();
    ROWS.iter().any(|row| {
        let twice = format!("{row}{row}");
        twice.contains(plain) || twice.contains(&backwards)
    })
}

/// Only digits and signs, and fewer than six different ones.
fn has_few_signs(plain: &str) -> bool {
    plain.chars().collect::<HashSet<_>>().len() < 6
}

#[cfg(test)]
mod tests {
    use super::*;

    fn common(password: &str) -> bool {
        is_common(password, &HashSet::new())
    }

    #[test]
    fn the_lists_hold_only_what_the_rules_can_meet() {
        assert!(WHOLE.len() > 200 && WORDS.len() > 1_300, "{} {}", WHOLE.len(), WORDS.len());
        assert!(WHOLE.iter().all(|whole| whole.chars().count() >= 12 && *whole == whole.to_lowercase()));
        assert!(WORDS.iter().all(|word| word.bytes().all(|letter| letter.is_ascii_lowercase())));
        assert!(WORDS.iter().all(|word| (2..=LONGEST_WORD).contains(&word.len())));
    }

    #[test]
    fn far_more_than_three_thousand_common_passwords_that_are_long_enough_are_refused_id_1() {
        // Words in the order of the alphabet, each with what people put behind it; and two of them.
        let endings =
            ["123", "1234", "12345", "123456", "1234567", "2024", "2025", "2026", "!", "1!", "123!", "@2026"];
        let mut words: Vec<&str> = WORDS.iter().copied().collect();
        words.sort_unstable();
        let with_ending = words.iter().flat_map(|word| endings.map(|ending| format!("{word}{ending}")));
        let twice =
            words.iter().flat_map(|word| words.iter().step_by(150).map(move |next| format!("{word}{next}1")));
        let long_enough = with_ending.chain(twice).filter(|password| password.chars().count() >= 12);
        let mut counted = HashSet::new();
        for password in long_enough {
            assert!(common(&password), "{password}");
            counted.insert(password);
        }
        assert!(counted.len() > 10_000, "{}", counted.len());
    }

    #[test]
    fn words_are_found_however_they_are_joined_and_three_of_them_are_not_refused_id_1() {
        for bad in [
            "sunshinemonkey",
            "sunshine monkey",
            "sunshine-monkey-1",
            "5un5h1n3m0nk3y",
            "$unshine-monkey2026",
            "!!football!!football!!",
            "jessica20262026",
            "12/25/1990jessica",
            "iloveyoubaby",
            "qwerty.asdfgh",
        ] {
            assert!(common(bad), "{bad}");
        }
        for good in [
            "sunshine monkey river",
            "jessica 830174926 rose",
            "sunshine lantern",
            "purple mokney 42 x",
            "żółta łódka",
        ] {
            assert!(!common(good), "{good}");
        }
    }

    #[test]
    fn the_names_of_the_house_come_from_the_profile_id_1() {
        let of = |text: &str| house(&Profile::from_toml(text).unwrap());
        let (first, sample) = (of(Profile::MNSURE), of(Profile::SAMPLE_STATE));
        for bad in [
            "mnsure minnesotacare",
            "minnesotacare2027",
            "medical assistance 1",
            "mnsur3mnsur3x".trim_end_matches('x'),
        ] {
            assert!(is_common(bad, &first), "{bad}");
        }
        assert!(!is_common("medicalassistance", &sample) && !is_common("mnsure exchange", &HashSet::new()));
        for bad in ["sample exchange", "sampleexchange27", "sample state 2027", "samplecare2027!"] {
            assert!(is_common(bad, &sample), "{bad}");
        }
    }
}
