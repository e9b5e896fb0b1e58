//! A write that needs long work before it: what it reads goes ahead of it, in transactions of its own, so that nobody waits
//! meanwhile; and one event stands for all of it, whatever came of it.

use super::{Acted, Acting, Door};
use crate::{
    Error, Session,
    subject::{Has, Subject},
};

/// The way to what a write reads before it (`Door::prepared`): its event stands for that too.
pub struct Ahead<'a, S: Subject> {
    door: &'a Door,
    session: &'a Session,
    key: &'a S::Key,
}

impl<S: Subject> Ahead<'_, S> {
    /// Reads, in a transaction that keeps nothing. The grounds are asked as for every read.
    ///
    /// # Errors
    /// `Error::Denied`, with its event; whatever `work` returns, which the write's event tells.
    pub async fn read<T>(
        &self,
        action: S::Action,
        work: impl AsyncFnOnce(&mut Acting<'_, S>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut acting = self.door.enter::<S>(self.session, self.key, action).await?;
        let outcome = work(&mut acting).await;
        acting.beside.tx.rollback().await?;
        outcome
    }
}

impl Door {
    /// A write that needs long work before it: `ahead` reads and makes ready what is to be written, in transactions of its
    /// own, while nobody waits for it; `write` gets what came of that, and passes the door as every write does. One event
    /// stands for both, also when what came before failed.
    ///
    /// # Errors
    /// As `acting_on`.
    pub async fn prepared<A: Has, P, T>(
        &self,
        session: &Session,
        key: &<A::Subject as Subject>::Key,
        action: A,
        ahead: impl AsyncFnOnce(&Ahead<'_, A::Subject>) -> Result<P, Error>,
        write: impl AsyncFnOnce(&mut Acting<'_, A::Subject>, Result<P, Error>) -> Result<T, Error>,
    ) -> Result<Acted<A::Subject, T>, Error> {
        let before = match ahead(&Ahead { door: self, session, key }).await {
            // It was refused with its own event.
            Err(denied @ Error::Denied(_)) => return Err(denied),
            before => before,
        };
        let write = async |acting: &mut Acting<'_, A::Subject>| {
            acting.beside.tx.take_long().await?;
            write(acting, before).await
        };
        self.acting_on(session, key, action, write).await
    }
}
