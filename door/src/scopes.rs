//! Transactions without a subject: what a proof reaches beside its subject's rows, the entrance (before anyone
//! is signed in), jobs, and rows that are nobody's. Each has statements of its own kind, so that a test can
//! list them, and none gives a way to a row of a consumer by a key of one's choice that a door would refuse.

use crate::{
    Account, Answer, Door, Error, Seal, Statement, Subject,
    audit::{self, Event, Person},
    db::{self, Db, Engine, Tx},
    session::RequestContext,
    statement::{Scope, run},
};
use domain::{instant::Instant, people::AccountKey, stored::Bind};
use jiff::civil::Date;
use std::{marker::PhantomData, sync::Arc};

/// The scope of statements that do not go by their subject's key.
pub enum Beside {}
/// The scope of statements before anyone is signed in.
pub enum AtTheEntrance {}
/// The scope of a job's statements.
pub enum AtWork {}
/// The scope of reads of rows that are nobody's.
pub enum Public {}

impl Scope for Beside {
    const WORD: &'static str = "beside";
}
impl Scope for AtTheEntrance {
    const WORD: &'static str = "entrance";
}
impl Scope for AtWork {
    const WORD: &'static str = "work";
}
impl Scope for Public {
    const WORD: &'static str = "public";
}

/// The way to statements of another shape: those that touch no row by the subject's key. Asked for by name
/// (`acting.beside()`), counted in the registry. It owns the transaction.
pub struct Unbound<'door> {
    pub(crate) tx: Tx,
    engine: Engine,
    seal: Arc<Seal>,
    now: Instant,
    today: Date,
    /// No two doors have the same mark, so no proof can be swapped for another's.
    mark: PhantomData<fn(&'door ()) -> &'door ()>,
}

impl<'door> Unbound<'door> {
    pub(crate) fn new(tx: Tx, engine: Engine, seal: Arc<Seal>, (now, today): (Instant, Date)) -> Self {
        Self { tx, engine, seal, now, today, mark: PhantomData }
    }

    /// Writes an event in this transaction.
    pub(crate) async fn append(&mut self, event: &Event) -> Result<(), Error> {
        audit::append(&mut self.tx, self.engine, &self.seal.marker()?, event).await
    }

    /// Holds an account until the end of the transaction: whoever signs in to it, steps up or changes it comes before or
    /// after this work, never beside it. Before any row of the account is changed, else two could wait for each other.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn hold(&mut self, account: &AccountKey) -> Result<(), Error> {
        match self.engine {
            // There is one writer.
            Engine::Sqlite => Ok(()),
            Engine::Postgres => {
                db::count_statement();
                self.tx.lock(&Account::chain(account)).await
            }
        }
    }

    /// The instant of the work.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// The day of the work in the exchange's time zone.
    pub fn today(&self) -> Date {
        self.today
    }

    /// What seals fields.
    pub fn seal(&self) -> Arc<Seal> {
        self.seal.clone()
    }

    /// Runs a statement, all its values given.
    #[doc(hidden)]
    pub fn ask<'a, A: Answer, const N: usize>(
        &'a mut self,
        statement: &Statement<Beside, A, N>,
        values: [&dyn Bind; N],
    ) -> impl Future<Output = Result<A, Error>> + Send + use<'a, 'door, A, N> {
        run(&mut self.tx, statement, None, values)
    }
}

/// One transaction without a session, with its instant.
macro_rules! transaction {
    ($(#[$meta:meta])* $name:ident of $scope:ident) => {
        $(#[$meta])*
        pub struct $name<'door>(Unbound<'door>);

        impl<'door> $name<'door> {
            /// The instant of the work.
            pub fn now(&self) -> Instant {
                self.0.now
            }

            /// The day of the work in the exchange's time zone.
            pub fn today(&self) -> Date {
                self.0.today
            }

            /// What seals fields.
            pub fn seal(&self) -> Arc<Seal> {
                self.0.seal()
            }

            /// The way to statements that others share.
            pub fn beside(&mut self) -> &mut Unbound<'door> {
                &mut self.0
            }

            /// Runs a statement, all its values given.
            #[doc(hidden)]
            pub fn ask<'a, A: Answer, const N: usize>(
                &'a mut self,
                statement: &Statement<$scope, A, N>,
                values: [&dyn Bind; N],
            ) -> impl Future<Output = Result<A, Error>> + Send + use<'a, 'door, A, N> {
                run(&mut self.0.tx, statement, None, values)
            }

            async fn finish<T>(self, outcome: Result<T, Error>) -> Result<T, Error> {
                match outcome {
                    Ok(_) => self.0.tx.commit().await?,
                    // When that fails, its connection ends, and the transaction with it.
                    Err(_) => drop(self.0.tx.rollback().await),
                }
                outcome
            }
        }
    };
}

transaction! {
    /// The entrance: work before anyone is signed in (sign-in, creating and activating accounts). It reaches
    /// accounts, sessions, codes and mail, and no row about a consumer but the one that it makes.
    Entrance of AtTheEntrance
}

transaction! {
    /// A job of the machine's: it delivers what was decided and sealed behind a door, and decides nothing.
    Work of AtWork
}

impl Entrance<'_> {
    /// Records on the account's own chain what its person did, in the same transaction.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn record(
        &mut self,
        person: &Person,
        did: &'static str,
        context: &RequestContext,
    ) -> Result<(), Error> {
        let event = Event::of_account(person, did, &context.request_id, self.now());
        self.0.append(&event).await
    }
}

/// Reads, without a transaction, of rows that are nobody's: plan catalogs, what is due to whom.
pub struct Looking<'door> {
    db: Db,
    mark: PhantomData<&'door ()>,
}

impl<'door> Looking<'door> {
    /// Runs a statement.
    #[doc(hidden)]
    pub fn ask<'a, A: Answer, const N: usize>(
        &'a mut self,
        statement: &Statement<Public, A, N>,
        values: [&dyn Bind; N],
    ) -> impl Future<Output = Result<A, Error>> + Send + use<'a, 'door, A, N> {
        db::sent(statement.sql);
        let (sql, db) = (statement.sql, self.db.clone());
        let values = [(); 2].map(|()| crate::statement::encoded(None, &values));
        async move { db.lone(sql, values).await }
    }
}

impl Door {
    /// Does the work in one transaction that holds the lock of `lock`; an error undoes all of it.
    ///
    /// # Errors
    /// What the work returns; `Error::Database`.
    pub async fn at_the_entrance<T>(
        &self,
        lock: &str,
        work: impl AsyncFnOnce(&mut Entrance<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut entrance = Entrance(self.unbound(self.db.begin_write(lock).await?));
        let outcome = work(&mut entrance).await;
        entrance.finish(outcome).await
    }

    /// Looks before anyone is signed in: one snapshot, no lock, and nothing can be changed.
    ///
    /// # Errors
    /// What the work returns; `Error::Database`.
    pub async fn look_at_the_entrance<T>(
        &self,
        work: impl AsyncFnOnce(&mut Entrance<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut entrance = Entrance(self.unbound(self.db.begin_read().await?));
        let outcome = work(&mut entrance).await;
        entrance.finish(outcome).await
    }

    /// Does a job's work in one transaction; with a lock, a second one of the same name waits. An error undoes
    /// all of it.
    ///
    /// # Errors
    /// What the work returns; `Error::Database`.
    pub async fn at_work<T>(
        &self,
        lock: Option<&str>,
        work: impl AsyncFnOnce(&mut Work<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let tx = match lock {
            Some(lock) => self.db.begin_write(lock).await?,
            None => self.db.begin_append().await?,
        };
        let mut at_work = Work(self.unbound(tx));
        let outcome = work(&mut at_work).await;
        at_work.finish(outcome).await
    }

    /// The way to rows that are nobody's.
    pub fn looking(&self) -> Looking<'_> {
        Looking { db: self.db.clone(), mark: PhantomData }
    }
}
