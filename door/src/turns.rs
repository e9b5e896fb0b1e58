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
