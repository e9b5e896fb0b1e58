//! One write of an account at a time, in the order in which they came: who sends many at once waits for themselves,
//! and neither fills the queue for a lock that others wait for nor holds the connections of everybody.

use domain::people::AccountKey;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

/// Beyond so many accounts those that nobody waits for are forgotten.
const MOST: usize = 10_000;

#[derive(Clone, Default)]
pub(crate) struct Turns(Arc<Mutex<HashMap<String, Arc<Turn<()>>>>>);

impl Turns {
    /// The account's turn; it ends when the guard is dropped.
    pub(crate) async fn of(&self, account: &AccountKey) -> OwnedMutexGuard<()> {
        let turn = self.turn(account);
        turn.lock_owned().await
    }

    fn turn(&self, account: &AccountKey) -> Arc<Turn<()>> {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if turns.len() > MOST {
            turns.retain(|_, turn| Arc::strong_count(turn) > 1);
        }
        turns.entry(account.0.clone()).or_default().clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(name: &str) -> AccountKey {
        AccountKey(name.to_owned())
    }

    #[test]
    fn a_turn_that_somebody_has_is_never_forgotten_and_the_others_are() {
        let turns = Turns::default();
        let held = turns.turn(&account("ana"));
        for number in 0..MOST {
            turns.turn(&account(&number.to_string()));
        }
        assert_eq!(turns.0.lock().unwrap().len(), MOST + 1);
        // A second turn beside the first would let two writes of one account at once.
        assert!(Arc::ptr_eq(&held, &turns.turn(&account("ana"))));
        assert_eq!(turns.0.lock().unwrap().len(), 1);
    }
}
