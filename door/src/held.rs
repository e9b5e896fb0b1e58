//! A connection in hand, and the transaction on it. One that met a fault of its own, or a transaction that came to no
//! clean end, is closed and never given back: after a full disk SQLite has undone the transaction by itself, after
//! a restart of the server nobody is at the other end. Waiting for a connection and waiting for an answer are
//! bounded, together below what a visitor waits for a database that is away (2.5 s).

use crate::{
    Answer, Error,
    db::{self, Db, Engine},
    error::Cause,
    planted,
    statement::Encoded,
};
use sha2::{Digest, Sha256};
use sqlx::{Any, AnyConnection, AnyPool, AssertSqlSafe, Executor, pool::PoolConnection};
use std::{
    cell::Cell,
    io,
    ops::{Deref, DerefMut},
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    task_local,
    time::{Instant, timeout, timeout_at},
};

/// So long a request waits for the database before it knows that it is away: for connections, locks and answers.
const BUDGET: Duration = Duration::from_millis(2000);
/// Of this, what is left to a statement that begins late.
const LEAST: Duration = Duration::from_millis(200);
/// So long a lock is waited for while nobody gets on.
const LOCK: Duration = Duration::from_millis(1700);
/// So long it goes on at most.
pub(crate) const IN_LINE: Duration = Duration::from_secs(10);
/// How long a statement of a write may take that was made ready before (`Door::prepared`).
const LONG: Duration = Duration::from_secs(60);
/// The same for the server, which stops a statement by itself.
const POSTGRES_TAKES_LONG: &str = "SET LOCAL statement_timeout = '60s'";
/// A database that took a write so lately is slow, not away: the wait for a connection goes on.
const LIFE: Duration = Duration::from_millis(500);

task_local! {
    /// What a request has waited so far.
    static WAITED: Cell<Duration>;
}

/// Does a request's work on one budget: what an earlier transaction waited for, a later one does not have any more.
pub async fn on_one_budget<T>(work: impl Future<Output = T>) -> T {
    WAITED.scope(Cell::default(), work).await
}

/// What is left of the budget; enough, in any case, to find a database that answers.
pub(crate) fn left() -> Duration {
    WAITED.try_with(Cell::get).map_or(BUDGET, |waited| BUDGET.saturating_sub(waited).max(2 * LEAST))
}

/// Counts what is waited.
pub(crate) async fn counted<T>(wait: impl Future<Output = T>) -> T {
    let began = Instant::now();
    let came = wait.await;
    // Jobs have no budget.
    let _job = WAITED.try_with(|waited| waited.set(waited.get() + began.elapsed()));
    came
}

/// What this process found the database to be last: full or locked, so that who gets no connection at all, because
/// others wait with theirs, knows why; and that it took a write, so that it is slow and not away.
#[derive(Clone, Default)]
pub(crate) struct Signs(Arc<Mutex<Last>>);

#[derive(Default)]
struct Last {
    trouble: Option<(Instant, Cause)>,
    write: Option<Instant>,
}

impl Signs {
    fn of_trouble(&self, cause: Cause) {
        if matches!(cause, Cause::Full | Cause::Locked) {
            self.last().trouble = Some((Instant::now(), cause));
        }
    }

    fn of_life(&self) {
        self.last().write = Some(Instant::now());
    }

    /// What was wrong within the longest wait.
    pub(crate) fn trouble(&self) -> Option<Cause> {
        self.last().trouble.filter(|(at, _)| at.elapsed() < 2 * BUDGET).map(|(_, cause)| cause)
    }

    /// Whether somebody's work was committed a moment ago.
    pub(crate) fn alive(&self) -> bool {
        self.last().write.is_some_and(|at| at.elapsed() < LIFE)
    }

    fn last(&self) -> MutexGuard<'_, Last> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection of a pool, in a transaction or for one read.
pub(crate) struct Tx {
    connection: PoolConnection<Any>,
    /// Until when the first answers must be there.
    until: Instant,
    /// Whether every answer is waited for so long only; on SQLite nothing is waited for but the lock at the beginning.
    bounded: bool,
    signs: Signs,
    open: bool,
    writes: bool,
    broken: bool,
}

impl Tx {
    /// Says words that take no values and answer nothing.
    async fn say(&mut self, words: &'static str) -> Result<(), Error> {
        if self.broken {
            return Err(gone());
        }
        let patience = self.patience();
        let said = async { Ok(self.connection.execute(words).await.map(drop)?) };
        let said = within(patience, said).await;
        self.noted(said)
    }

    /// Runs a statement.
    pub(crate) async fn answer<A: Answer>(
        &mut self,
        sql: &'static str,
        arguments: Encoded,
    ) -> Result<A, Error> {
        if self.broken {
            return Err(gone());
        }
        let answered = within(self.patience(), A::fetch(&mut self.connection, sql, arguments)).await;
        self.noted(answered)
    }

    /// Runs a statement whose text was made of one of ours for many rows; gives how many it changed.
    pub(crate) async fn change(&mut self, sql: &str, arguments: Encoded) -> Result<u64, Error> {
        if self.broken {
            return Err(gone());
        }
        let patience = self.patience();
        let run = async {
            let arguments = arguments.map_err(sqlx::Error::Encode)?;
            let query = sqlx::query_with(AssertSqlSafe(sql.to_owned()), arguments);
            Ok(query.execute(&mut *self.connection).await?.rows_affected())
        };
        let changed = within(patience, run).await;
        self.noted(changed)
    }

    /// What comes writes many rows at once: each statement of this transaction may take so long. Somebody waits for it
    /// knowingly, and it was made ready before.
    pub(crate) async fn take_long(&mut self) -> Result<(), Error> {
        self.until = Instant::now() + LONG;
        match self.bounded {
            true => self.say(POSTGRES_TAKES_LONG).await,
            false => Ok(()),
        }
    }

    /// How long the next answer is waited for.
    fn patience(&self) -> Option<Duration> {
        let left = self.until.checked_duration_since(Instant::now());
        self.bounded.then(|| left.map_or(BUDGET, |left| left.max(LEAST)))
    }

    /// A fault of the connection's own makes it one that is closed.
    fn noted<T>(&mut self, answered: Result<T, Error>) -> Result<T, Error> {
        let Err(fault) = &answered else { return answered };
        self.signs.of_trouble(fault.cause());
        let read_only = self.writes && fault.takes_no_writes();
        if read_only || fault.is_of_the_connection() {
            self.broken = true;
            self.connection.close_on_drop();
        }
        // A standby that is not yet promoted.
        if read_only { Err(Error::Unavailable("the database takes no writes")) } else { answered }
    }

    async fn begin(&mut self, words: &'static str, writes: bool) -> Result<(), Error> {
        // Whatever becomes of it: a transaction may have begun.
        self.open = true;
        self.writes = writes;
        let bounded = std::mem::replace(&mut self.bounded, true);
        let (now, mut begun) = (Instant::now(), self.try_to_begin(words).await);
        // SQLite's one writer: nothing began while another process writes, and asking often gets a turn.
        while begun.as_ref().is_err_and(|fault| fault.cause() == Cause::Locked) && self.stays_in_line(now) {
            begun = self.try_to_begin(words).await;
        }
        self.bounded = bounded;
        self.noted(begun)
    }

    async fn try_to_begin(&mut self, words: &'static str) -> Result<(), Error> {
        let patience = self.patience();
        let begun = self.connection.execute(words);
        within(patience, async { Ok(begun.await.map(drop)?) }).await
    }

    /// Whether it still waits for a lock since `began`: a while, and longer while others get on.
    fn stays_in_line(&self, began: Instant) -> bool {
        let in_time = Instant::now() < self.until;
        is_patient(began.elapsed(), in_time, self.signs.alive()) && !planted::is(planted::BLOCKADE)
    }

    /// Whoever appends to these chains waits, on every server, until this transaction ends. SQLite's one writer is
    /// order enough. Locks of chains are apart from those of subjects, which are held for the time of the work.
    pub(crate) async fn order<'a>(
        &mut self,
        engine: Engine,
        chains: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), Error> {
        if engine == Engine::Sqlite || planted::is(planted::BLOCKADE) {
            return Ok(());
        }
        let mut locks: Vec<i64> = chains.into_iter().map(lock_of_chain).collect();
        // Two servers take them in the same order, so that neither waits for the other for ever.
        locks.sort_unstable();
        let locks: Vec<_> =
            locks.iter().map(|lock| format!("pg_advisory_xact_lock('{lock}'::bigint)")).collect();
        if locks.is_empty() {
            return Ok(());
        }
        let patience = self.patience();
        let words = sqlx::raw_sql(AssertSqlSafe(format!("SELECT {}", locks.join(", "))));
        let ordered = self.connection.execute(words);
        let ordered = within(patience, async { Ok(ordered.await.map(drop)?) }).await;
        self.noted(ordered)
    }

    /// Takes the lock of a name until the end of the transaction (PostgreSQL).
    pub(crate) async fn lock(&mut self, name: &str) -> Result<(), Error> {
        const LOCK: &str = "SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended($1, 0))) locked";
        let patience = self.patience();
        let lock = sqlx::query(LOCK).bind(name.to_owned()).execute(&mut *self.connection);
        let locked = within(patience, async { Ok(lock.await.map(drop)?) }).await;
        self.noted(locked)
    }

    /// Marks a point to which the work can be undone while the transaction goes on.
    pub(crate) async fn savepoint(&mut self) -> Result<(), Error> {
        self.say("SAVEPOINT work").await
    }

    /// Undoes everything since the savepoint.
    pub(crate) async fn undo_to_savepoint(&mut self) -> Result<(), Error> {
        self.say("ROLLBACK TO SAVEPOINT work").await
    }

    /// Ends the transaction: everything counts.
    pub(crate) async fn commit(mut self) -> Result<(), Error> {
        self.say("COMMIT").await?;
        self.open = false;
        if self.writes {
            self.signs.of_life();
        }
        Ok(())
    }

    /// Ends the transaction: nothing counts.
    pub(crate) async fn rollback(mut self) -> Result<(), Error> {
        self.say("ROLLBACK").await?;
        self.open = false;
        Ok(())
    }
}

impl Deref for Tx {
    type Target = AnyConnection;
    fn deref(&self) -> &AnyConnection {
        &self.connection
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        &mut self.connection
    }
}

impl Drop for Tx {
    /// A transaction that nobody ended ends with its connection.
    fn drop(&mut self) {
        if self.open {
            self.connection.close_on_drop();
        }
    }
}

impl Db {
    /// A transaction. A connection that was dead before anything was sent on it is replaced, once: what the pool
    /// has besides is as old, and goes with it.
    pub(crate) async fn begin(&self, pool: &AnyPool, words: &'static str, writes: bool) -> Result<Tx, Error> {
        let until = self.until();
        let mut tx = self.hold(pool, until).await?;
        let begun = tx.begin(words, writes).await;
        if !was_dead(&begun) {
            return begun.map(|()| tx);
        }
        drop(tx);
        replace_idle(pool);
        let mut tx = self.hold(pool, until).await?;
        tx.begin(words, writes).await.map(|()| tx)
    }

    /// One read without a transaction, with its values twice: it is tried again like the beginning of a transaction.
    pub(crate) async fn lone<A: Answer>(
        &self,
        sql: &'static str,
        [values, again]: [Encoded; 2],
    ) -> Result<A, Error> {
        let until = self.until();
        let answered = self.hold(self.readers(), until).await?.answer(sql, values).await;
        if !was_dead(&answered) {
            return answered;
        }
        replace_idle(self.readers());
        db::count_statement();
        self.hold(self.readers(), until).await?.answer(sql, again).await
    }

    /// Until when an answer must be there. Where others get on, a request waits in line and not in vain.
    fn until(&self) -> Instant {
        Instant::now() + if self.signs.alive() { BUDGET } else { left() }
    }

    /// Waits for a turn as it waits for a connection.
    pub(crate) async fn in_line<T>(&self, turn: impl Future<Output = T>) -> Result<T, Error> {
        let (mut turn, last, mut until) = (pin!(turn), Instant::now() + IN_LINE, self.until());
        loop {
            match counted(timeout_at(until, turn.as_mut())).await {
                Ok(turn) => return Ok(turn),
                Err(_) => until = self.later(until, last)?,
            }
        }
    }

    /// A connection, before `until`, or later while the database takes others' writes.
    pub(crate) async fn hold(&self, pool: &AnyPool, mut until: Instant) -> Result<Tx, Error> {
        let last = until.max(Instant::now() + IN_LINE);
        let connection = loop {
            match counted(timeout_at(until - LEAST, pool.acquire())).await {
                Ok(Ok(connection)) => break connection,
                Ok(Err(fault)) if !matches!(fault, sqlx::Error::PoolTimedOut) => return Err(fault.into()),
                // The pool gives up sooner, so that it never pauses long between two tries to connect.
                Ok(Err(_)) if Instant::now() < until - LEAST => {}
                _ => until = self.later(until, last)?,
            }
        };
        let (signs, bounded) = (self.signs.clone(), self.engine() == Engine::Postgres);
        Ok(Tx { connection, until, bounded, signs, open: false, writes: false, broken: false })
    }

    /// Until when a wait goes on that was to end at `until`; a fault when it is over.
    fn later(&self, until: Instant, last: Instant) -> Result<Instant, Error> {
        let later = goes_on((until, last), Instant::now(), self.signs.alive());
        later.ok_or_else(|| sqlx::Error::PoolTimedOut.into())
    }
}

/// Until when a wait goes on that was to end at `until`: a budget longer while others get on, and never beyond `last`.
fn goes_on((until, last): (Instant, Instant), now: Instant, others_get_on: bool) -> Option<Instant> {
    (others_get_on && until < last).then(|| last.min(now + BUDGET))
}

/// Whether a lock is waited for after so long: a while, as long as there is time for an answer, and longer while others
/// get on.
fn is_patient(waited: Duration, in_time: bool, others_get_on: bool) -> bool {
    waited < LOCK && in_time || others_get_on && waited < IN_LINE
}

fn lock_of_chain(chain: &str) -> i64 {
    let digest = Sha256::new().chain_update("chain/").chain_update(chain).finalize();
    digest.first_chunk().copied().map_or(0, i64::from_be_bytes)
}

/// Whether the connection was dead when it was used; one that was late may have done what it was told.
fn was_dead<T>(answered: &Result<T, Error>) -> bool {
    answered.as_ref().is_err_and(|fault| fault.is_of_the_connection() && !fault.is_late())
}

/// Closes what lies idle in a pool.
fn replace_idle(pool: &AnyPool) {
    while let Some(mut idle) = pool.try_acquire() {
        idle.close_on_drop();
    }
}

async fn within<T>(
    limit: Option<Duration>,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    match limit {
        None => work.await,
        Some(limit) => {
            counted(timeout(limit, work)).await.unwrap_or_else(|_| Err(of_kind(io::ErrorKind::TimedOut)))
        }
    }
}

/// The connection was broken before.
fn gone() -> Error {
    of_kind(io::ErrorKind::NotConnected)
}

fn of_kind(kind: io::ErrorKind) -> Error {
    sqlx::Error::Io(kind.into()).into()
}

#[cfg(test)]
mod tests;
