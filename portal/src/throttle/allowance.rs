//! How often one address may ask for something that costs computing and changes nothing, and one identity system for
//! anything: so many at once, then one every so often. Counted in memory, a server for itself, because what stores
//! nothing must not write to the database either. What can be guessed has a `Limit` instead.

use domain::{instant::Instant, network::counted_as};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Remembered at most; beyond that those who are waiting are forgotten rather than turned away.
const MOST: usize = 100_000;

/// One allowance.
pub(crate) struct Allowance {
    at_once: i64,
    every: i64,
    /// By whoever asks: when the allowance is whole again.
    whole_at: Mutex<HashMap<String, Instant>>,
}

impl Allowance {
    /// `at_once` without a wait, then one in `every` seconds.
    pub(crate) fn new(at_once: i64, every: i64) -> Self {
        Self { at_once, every, whole_at: Mutex::default() }
    }

    /// Whether one more of this address is due; then it counts.
    pub(crate) fn admit(&self, address: &str, now: Instant) -> bool {
        self.wait(counted_as(address), now) == 0
    }

    /// In how many seconds one more of `whom` is due; none when it is, and then it counts.
    pub(crate) fn wait(&self, whom: String, now: Instant) -> i64 {
        let mut whole_at = self.whole_at.lock().unwrap_or_else(PoisonError::into_inner);
        if whole_at.len() >= MOST {
            whole_at.retain(|_, whole| *whole > now);
        }
        if whole_at.len() >= MOST {
            whole_at.clear();
        }
        let whole = whole_at.entry(whom).or_insert(now);
        let next = (*whole).max(now).plus_seconds(self.every);
        let early = next.0 - now.plus_seconds(self.at_once * self.every).0;
        if early <= 0 {
            *whole = next;
        }
        // Part of a second is waited for as a whole one.
        early.max(0).saturating_add(999_999) / 1_000_000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether an address is admitted so many seconds after the start.
    fn admitted(allowance: &Allowance, address: &str, seconds: i64) -> bool {
        allowance.admit(address, Instant::default().plus_seconds(seconds))
    }

    #[test]
    fn some_are_free_then_one_every_so_often_for_each_address_alone() {
        let allowance = Allowance::new(3, 10);
        let admitted = |address, now| admitted(&allowance, address, now);
        assert_eq!([0, 0, 0, 0].map(|now| admitted("192.0.2.1", now)), [true, true, true, false]);
        assert!(admitted("192.0.2.2", 0), "another address has its own");
        assert!(!admitted("192.0.2.1", 9), "a refused try does not count and does not help");
        assert!(admitted("192.0.2.1", 10));
        assert!(!admitted("192.0.2.1", 10));
        assert_eq!([1_000; 4].map(|now| admitted("192.0.2.1", now)), [true, true, true, false]);
    }

    #[test]
    fn addresses_of_one_network_share_an_allowance() {
        let allowance = Allowance::new(1, 10);
        assert!(admitted(&allowance, "2001:db8::1", 0));
        assert!(!admitted(&allowance, "2001:db8::2", 0));
        assert!(admitted(&allowance, "2001:db8:0:1::1", 0));
        assert!(admitted(&allowance, "192.0.2.1", 0));
        assert!(!admitted(&allowance, "::ffff:192.0.2.1", 0));
    }

    #[test]
    fn whoever_comes_too_early_is_told_how_long_to_wait() {
        let allowance = Allowance::new(2, 10);
        let waits = |seconds| allowance.wait("a token".to_owned(), Instant::default().plus_seconds(seconds));
        assert_eq!([0, 0, 0, 4, 9, 10, 10].map(waits), [0, 0, 10, 6, 1, 0, 10]);
        let within = Instant(Instant::default().plus_seconds(19).0 + 1);
        assert_eq!(allowance.wait("a token".to_owned(), within), 1, "part of a second is a whole one");
    }

    #[test]
    fn the_memory_has_an_end() {
        let allowance = Allowance::new(1, 10);
        for number in 0..=MOST {
            assert!(admitted(&allowance, &format!("address {number}"), 0));
        }
        let remembered = allowance.whole_at.lock().unwrap_or_else(PoisonError::into_inner).len();
        assert!(remembered <= MOST);
    }
}
