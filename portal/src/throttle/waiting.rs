//! Who has to wait, in memory: a try that comes too early is refused without a statement, a lock or a hash, however
//! many there are. It only spares work: what is not remembered here is found in the database.

use super::LONGEST_WAIT;
use domain::instant::Instant;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Remembered at most; beyond that all are forgotten and looked up again.
const MOST: usize = 100_000;

/// Until when whom.
#[derive(Default)]
pub(crate) struct Waiting(Mutex<HashMap<String, Instant>>);

impl Waiting {
    /// Whether `whom` has to wait still.
    pub(crate) fn holds(&self, whom: &str, now: Instant) -> bool {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match waiting.get(whom) {
            // One that is due later than any wait is of the time when the clock was ahead.
            Some(due) if *due > now && *due <= now.plus_seconds(LONGEST_WAIT) => true,
            Some(_) => {
                waiting.remove(whom);
                false
            }
            None => false,
        }
    }

    /// Lets `whom` wait no longer.
    pub(crate) fn forget(&self, whom: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(whom);
    }

    /// Lets `whom` wait.
    pub(crate) fn until(&self, whom: String, due: Instant) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() >= MOST {
            waiting.clear();
        }
        waiting.insert(whom, due);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_waits_waits_until_then_and_the_memory_has_an_end() {
        let (waiting, start) = (Waiting::default(), Instant::default());
        waiting.until("zoe".to_owned(), start.plus_seconds(10));
        assert!(waiting.holds("zoe", start.plus_seconds(9)) && !waiting.holds("ana", start));
        assert!(!waiting.holds("zoe", start.plus_seconds(10)) && !waiting.holds("zoe", start));
        waiting.until("zoe".to_owned(), start.plus_seconds(10));
        waiting.forget("zoe");
        assert!(!waiting.holds("zoe", start));
        for number in 0..=MOST {
            waiting.until(number.to_string(), start.plus_seconds(10));
        }
        assert!(waiting.0.lock().unwrap_or_else(PoisonError::into_inner).len() <= MOST);
    }
}
