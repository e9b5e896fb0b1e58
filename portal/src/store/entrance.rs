//! The entrance: work before anyone is signed in (sign-in, creating and activating accounts). It reaches
//! accounts, sessions, codes and mail, and no row about a consumer but the one that it makes.

use super::{Db, audit, db::Tx};
use crate::Error;
use sqlx::AnyConnection;

/// One transaction at the entrance, with its instant.
pub(crate) struct Entrance {
    tx: Tx,
    now: i64,
}

impl Entrance {
    /// The instant of the work.
    pub(crate) fn now(&self) -> i64 {
        self.now
    }

    pub(super) fn connection(&mut self) -> &mut AnyConnection {
        &mut self.tx
    }

    /// Records what was done, on the account's own chain, in the same transaction.
    pub(super) async fn record(&mut self, event: &audit::Event) -> Result<(), Error> {
        audit::append(&mut self.tx, event).await
    }
}

impl Db {
    /// Does the work in one transaction that holds the lock of `subject`; an error undoes all of it.
    pub(crate) async fn at_the_entrance<T>(
        &self,
        subject: &str,
        now: i64,
        work: impl AsyncFnOnce(&mut Entrance) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut entrance = Entrance { tx: self.begin_write(subject).await?, now };
        match work(&mut entrance).await {
            Ok(done) => {
                entrance.tx.commit().await?;
                Ok(done)
            }
            Err(fault) => {
                entrance.tx.rollback().await?;
                Err(fault)
            }
        }
    }
}
