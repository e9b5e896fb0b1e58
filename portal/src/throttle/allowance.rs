//! How often one address may ask for something that costs computing and changes nothing: so many at once,
//! then one every so often. Counted in memory, a server for itself, because what stores nothing must not
//! write to the database either. What can be guessed has a `Limit` instead.

use domain::{instant::Instant, network::counted_as};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Addresses remembered at most; beyond that those who are waiting are forgotten rather than turned away.
const MOST_ADDRESSES: usize = 100_000;

/// One allowance.
pub(crate) struct Allowance {
    at_once: i64,
    every: i64,
    /// By address: when the allowance is whole again.
    whole_at: Mutex<HashMap<String, Instant>>,
}

impl Allowance {
    /// `at_once` without a wait, then one in `every` seconds.
    pub(crate) fn new(at_once: i64, every: i64) -> Self {
        Self { at_once, every, whole_at: Mutex::default() }
    }

    /// Whether one more is due; then it counts.
    pub(crate) fn admit(&self, address: &str, now: Instant) -> bool {
        let mut whole_at = self.whole_at.lock().unwrap_or_else(PoisonError::into_inner);
        if whole_at.len() >= MOST_ADDRESSES {
            whole_at.retain(|_, whole| *whole > now);
        }
        if whole_at.len() >= MOST_ADDRESSES {
            whole_at.clear();
        }
        let whole = whole_at.entry(counted_as(address)).or_insert(now);
        let next = (*whole).max(now).plus_seconds(self.every);
        let due = next <= now.plus_seconds(self.at_once * self.every);
        if due {
            *whole = next;
        }
        due
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
    fn the_memory_has_an_end() {
        let allowance = Allowance::new(1, 10);
        for number in 0..=MOST_ADDRESSES {
            assert!(admitted(&allowance, &format!("address {number}"), 0));
        }
        let remembered = allowance.whole_at.lock().unwrap_or_else(PoisonError::into_inner).len();
        assert!(remembered <= MOST_ADDRESSES);
    }
}
