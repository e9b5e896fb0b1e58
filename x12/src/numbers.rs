//! The control numbers of a group that have been used, in little memory: numbers without gaps are one range.

use std::collections::{BTreeMap, BTreeSet};

/// Ranges and words that are kept; numbers beyond them are not compared, so that no file can fill the memory.
const MOST: usize = 1 << 16;

/// Numbers seen.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    /// How many digits and the first of each range, and its last: `1` and `0001` are two.
    ranges: BTreeMap<(usize, u32), u32>,
    /// What is no number.
    words: BTreeSet<String>,
}

impl Numbers {
    /// Takes a number in; false when it was there before.
    pub(crate) fn insert(&mut self, text: &str) -> bool {
        match text.parse::<u32>() {
            Ok(number) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.insert_number(text.len(), number)
            }
            _ => {
                if self.words.len() < MOST {
                    self.words.insert(text.to_owned())
                } else {
                    !self.words.contains(text)
                }
            }
        }
    }

    fn insert_number(&mut self, digits: usize, number: u32) -> bool {
        let before = self.ranges.range((digits, 0)..=(digits, number)).next_back();
        let before = before.map(|((_, first), last)| (*first, *last));
        if before.is_some_and(|(_, last)| number <= last) {
            return false;
        }
        let joins_before = before.filter(|(_, last)| last.checked_add(1) == Some(number));
        let after = number.checked_add(1).and_then(|next| Some((next, *self.ranges.get(&(digits, next))?)));
        if let Some((next, _)) = after {
            self.ranges.remove(&(digits, next));
        }
        let first = joins_before.map_or(number, |(first, _)| first);
        let last = after.map_or(number, |(_, last)| last);
        if self.ranges.len() < MOST || joins_before.is_some() {
            self.ranges.insert((digits, first), last);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_seen_before_is_known_in_any_order() {
        let mut numbers = Numbers::default();
        for (text, new) in [
            ("0002", true),
            ("0004", true),
            ("0003", true),
            ("0003", false),
            ("0002", false),
            ("0001", true),
            ("0005", true),
            ("0005", false),
            ("12345", true),
            ("12345", false),
            ("5", true),
            ("5", false),
            ("A001", true),
            ("A001", false),
            ("", true),
            ("4294967295", true),
            ("4294967295", false),
        ] {
            assert_eq!(numbers.insert(text), new, "{text}");
        }
        assert_eq!(numbers.ranges.len(), 4);
    }

    #[test]
    fn a_million_numbers_in_a_row_are_a_range_for_each_length() {
        let mut numbers = Numbers::default();
        assert!((1..=1_000_000_u32).all(|number| numbers.insert(&format!("{number:04}"))));
        assert_eq!((numbers.ranges.len(), numbers.words.len()), (4, 0));
    }

    #[test]
    fn no_file_fills_the_memory() {
        let mut numbers = Numbers::default();
        for number in (0..400_000_u32).step_by(2) {
            numbers.insert(&format!("{number:04}"));
            numbers.insert(&format!("X{number}"));
        }
        assert!(numbers.ranges.len() <= MOST && numbers.words.len() <= MOST);
    }
}
