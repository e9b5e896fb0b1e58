//! What another system has to be asked about before it is known to be right: a way back from the identity provider, a message
//! of its. It may take seconds, so a try is not counted before it was found wrong: else many right ones at once, from a
//! provider's one address or a whole office's, would be taken for failures. So that many wrong ones at once do not slip
//! through, an address has so many turns at a time, and the others wait in line.

use super::{Limit, PROVIDER, PROVIDER_MESSAGE};
use crate::{Error, RequestContext};
use domain::network::counted_as;
use door::{Door, Entrance};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many of one address are looked at at once, on one server.
const AT_ONCE: usize = 8;
/// Beyond so many addresses those that have no turn are forgotten.
const MOST: usize = 10_000;

/// Whose turn it is, by address.
#[derive(Default)]
pub(crate) struct Turns(Mutex<HashMap<String, Arc<Semaphore>>>);

impl Turns {
    /// Waits for a turn of this address; it ends when what it gives is dropped.
    async fn of(&self, address: &str) -> Result<OwnedSemaphorePermit, Error> {
        let turns = self.turns(counted_as(address));
        turns.acquire_owned().await.map_err(|_| Error::Unavailable("no turns are left"))
    }

    fn turns(&self, whom: String) -> Arc<Semaphore> {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if turns.len() > MOST {
            turns.retain(|_, turn| Arc::strong_count(turn) > 1);
        }
        turns.entry(whom).or_insert_with(|| Arc::new(Semaphore::new(AT_ONCE))).clone()
    }
}

/// One kind of it.
pub(crate) struct Judged(&'static Limit);

/// Ways back from the identity provider.
pub(crate) const WAYS_BACK: Judged = Judged(&PROVIDER);
/// Messages of the identity provider.
pub(crate) const MESSAGES: Judged = Judged(&PROVIDER_MESSAGE);

impl Judged {
    /// Lets one be looked at, as soon as it is its address's turn; nothing is noted. What it gives is kept until the end.
    pub(crate) async fn admit(
        &self,
        (door, turns): (&Door, &Turns),
        context: &RequestContext,
    ) -> Result<OwnedSemaphorePermit, Error> {
        let turn = turns.of(&context.ip).await?;
        let whom = counted_as(&context.ip);
        let due = async |entrance: &mut Entrance<'_>| self.0.due(entrance, &whom).await;
        match door.look_at_the_entrance(due).await? > door.now() {
            true => Err(self.0.refusal.into()),
            false => Ok(turn),
        }
    }

    /// It was right.
    pub(crate) async fn right(
        &self,
        entrance: &mut Entrance<'_>,
        context: &RequestContext,
    ) -> Result<(), Error> {
        self.0.note(entrance, &counted_as(&context.ip), None).await?.succeeded(entrance).await
    }

    /// It was wrong.
    pub(crate) async fn wrong(
        &self,
        entrance: &mut Entrance<'_>,
        context: &RequestContext,
    ) -> Result<(), Error> {
        self.0.note(entrance, &counted_as(&context.ip), None).await.map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_address_has_so_many_turns_at_once_and_the_memory_has_an_end() {
        let turns = Turns::default();
        let mut held = Vec::new();
        for _ in 0..AT_ONCE {
            held.push(turns.of("192.0.2.1").await.unwrap());
        }
        assert_eq!(turns.turns("192.0.2.1".to_owned()).available_permits(), 0);
        assert!(turns.of("192.0.2.2").await.is_ok(), "another address has its own");
        for number in 0..=MOST {
            turns.turns(number.to_string());
        }
        assert_eq!(turns.turns("192.0.2.1".to_owned()).available_permits(), 0, "one that is held stays");
        assert!(turns.0.lock().unwrap().len() <= MOST + 1);
        held.clear();
        assert_eq!(turns.turns("192.0.2.1".to_owned()).available_permits(), AT_ONCE);
    }
}
