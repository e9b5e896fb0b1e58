//! The only file that knows which engine runs: settings, begin, locks, and the guards that keep the audit
//! log append-only. SQLite has one writer connection and several readers; PostgreSQL has one pool.

use crate::{Error, planted};
use sha2::{Digest, Sha256};
use sqlx::{
    Any, AnyConnection, AnyPool, AssertSqlSafe, Connection, Executor, Row, Transaction, any::AnyPoolOptions,
};
use std::{sync::atomic::AtomicU64, sync::atomic::Ordering, time::Duration};

pub(crate) type Tx = Transaction<'static, Any>;
pub(crate) type Pool = AnyPool;

/// Which engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

#[derive(Clone)]
pub(crate) struct Db {
    writers: AnyPool,
    readers: AnyPool,
    engine: Engine,
    url: String,
}

/// A trigger that refuses changes.
pub(crate) struct Guard {
    name: Option<String>,
    /// The statement that makes it.
    pub(crate) sql: String,
}

impl Guard {
    fn new(name: Option<&str>, sql: &str) -> Self {
        Self { name: name.map(str::to_owned), sql: sql.to_owned() }
    }

    /// Its name where the statement does not itself replace one that stands.
    pub(crate) fn sqlite_name(&self) -> Option<&str> {
        self.name.as_deref()
    }
}

// The wait for a lock comes first: two servers that start at once both turn the log on.
const SQLITE_SETTINGS: &str = "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; \
     PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;";
/// SQLite itself asks for the lock of another process ten times a second at most; who writes asks oftener, or one
/// process that writes all the time would keep another out.
const SHORT_WAIT: &str = "PRAGMA busy_timeout=8";
const WRITE_TRIES: u32 = 600;
const POSTGRES_SETTINGS: &str = "SET statement_timeout = '2500ms'; SET synchronous_commit = on; \
     SET idle_in_transaction_session_timeout = '15s'; SET client_min_messages = warning;";

/// What takes no update and no delete.
const APPEND_ONLY: [&str; 6] = [
    "audit_events",
    "audit_adopted",
    "determinations",
    "reviews",
    "assister_transitions",
    "statements_shown",
];

impl Db {
    /// Connects and asserts the settings that durability rests on.
    pub(crate) async fn open(url: &str, connections: u32) -> Result<Self, Error> {
        sqlx::any::install_default_drivers();
        let engine = match url.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => Engine::Sqlite,
            Some("postgres" | "postgresql") if is_private_way(url) => Engine::Postgres,
            Some("postgres" | "postgresql") => {
                return Err(Error::Unavailable(
                    "a PostgreSQL server on another machine needs sslmode=verify-full in its URL",
                ));
            }
            _ => return Err(Error::Unavailable("a database URL starts with sqlite: or postgres:")),
        };
        let pool = |most: u32, more: &'static str| {
            AnyPoolOptions::new()
                .max_connections(most)
                .acquire_timeout(Duration::from_secs(10))
                .test_before_acquire(false)
                .after_connect(move |connection, _| {
                    Box::pin(async move {
                        let settings = match engine {
                            Engine::Sqlite => SQLITE_SETTINGS,
                            Engine::Postgres => POSTGRES_SETTINGS,
                        };
                        connection.execute(sqlx::raw_sql(settings)).await?;
                        connection.execute(sqlx::raw_sql(more)).await?;
                        Ok(())
                    })
                })
                .connect(url)
        };
        let (writers, readers) = match engine {
            // Whatever only reads could not write if it tried, as on PostgreSQL.
            Engine::Sqlite => (
                pool(1, if planted::is(planted::BLOCKADE) { "" } else { SHORT_WAIT }).await?,
                pool(4, "PRAGMA query_only=ON").await?,
            ),
            Engine::Postgres => {
                let shared = pool(connections, "").await?;
                (shared.clone(), shared)
            }
        };
        let db = Self { writers, readers, engine, url: url.to_owned() };
        db.assert_settings().await?;
        Ok(db)
    }

    async fn assert_settings(&self) -> Result<(), Error> {
        if self.engine == Engine::Sqlite {
            for pool in [&self.writers, &self.readers] {
                let row = sqlx::query("PRAGMA synchronous").fetch_one(pool).await?;
                let journal = sqlx::query("PRAGMA journal_mode").fetch_one(pool).await?;
                // synchronous = 2 is FULL: with NORMAL a power cut loses acknowledged writes.
                if row.try_get::<i64, _>("synchronous")? != 2
                    || journal.try_get::<String, _>("journal_mode")? != "wal"
                {
                    return Err(Error::Unavailable("SQLite must run WAL with synchronous=FULL"));
                }
            }
        } else {
            let row = sqlx::query("SHOW synchronous_commit").fetch_one(&self.readers).await?;
            if row.try_get::<String, _>("synchronous_commit")? != "on" {
                return Err(Error::Unavailable("PostgreSQL must run with synchronous_commit=on"));
            }
        }
        Ok(())
    }

    pub(crate) fn engine(&self) -> Engine {
        self.engine
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// A connection for statements that need no transaction.
    pub(crate) fn reader(&self) -> &AnyPool {
        &self.readers
    }

    /// A transaction that only reads: one snapshot for the check and for what is shown.
    pub(crate) async fn begin_read(&self) -> Result<Tx, Error> {
        Ok(match self.engine {
            Engine::Sqlite => self.readers.begin_with("BEGIN DEFERRED").await?,
            Engine::Postgres => {
                self.readers.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?
            }
        })
    }

    /// A transaction that writes, holding the subject's lock until the end, so that what was checked
    /// still holds when it commits.
    pub(crate) async fn begin_write(&self, subject: &str) -> Result<Tx, Error> {
        Ok(match self.engine {
            Engine::Sqlite => self.begin_immediate().await?,
            Engine::Postgres => {
                let mut tx = self.writers.begin().await?;
                count_statement();
                sqlx::query("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended($1, 0))) locked")
                    .bind(subject.to_owned())
                    .execute(&mut *tx)
                    .await?;
                tx
            }
        })
    }

    /// What opens the transaction of the migrations on a connection of its own: no time limit, and one server
    /// after the other.
    pub(crate) fn alone(&self) -> &'static str {
        match self.engine {
            Engine::Sqlite => {
                "PRAGMA busy_timeout=600000; BEGIN IMMEDIATE; \
                 CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, sha256 TEXT NOT NULL) STRICT"
            }
            Engine::Postgres => {
                "SET statement_timeout = 0; SET synchronous_commit = on; SET client_min_messages = warning; \
                 BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('migrations', 0)); \
                 CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, sha256 TEXT NOT NULL)"
            }
        }
    }

    /// Engine-specific guards after the tables: the audit log and what is kept for ten years take no
    /// update and no delete.
    pub(crate) fn guards(&self) -> Vec<Guard> {
        let mut guards = Vec::new();
        if self.engine == Engine::Postgres {
            guards.push(Guard::new(
                None,
                "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
            ));
        }
        for table in APPEND_ONLY {
            self.refuse(&mut guards, table, "UPDATE");
            self.refuse(&mut guards, table, "DELETE");
        }
        // ASSOC-9: an association can only be ended, once; what was agreed stays as it was.
        self.refuse(&mut guards, "associations", "DELETE");
        let changed = "OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR NEW.association_key <> OLD.association_key \
             OR NEW.consumer_key <> OLD.consumer_key OR NEW.assister_key <> OLD.assister_key OR NEW.started_at <> OLD.started_at \
             OR NEW.statement_sha256 <> OLD.statement_sha256 OR NEW.receipt <> OLD.receipt OR NEW.receipt_sha256 <> OLD.receipt_sha256";
        guards.push(match self.engine {
            Engine::Sqlite => Guard::new(
                Some("associations_only_end"),
                &format!(
                    "CREATE TRIGGER associations_only_end BEFORE UPDATE ON associations WHEN {changed} \
                     BEGIN SELECT RAISE(ABORT, 'associations is append-only'); END"
                ),
            ),
            Engine::Postgres => Guard::new(
                None,
                &format!(
                    "CREATE OR REPLACE TRIGGER associations_only_end BEFORE UPDATE ON associations FOR EACH ROW WHEN ({changed}) \
                     EXECUTE FUNCTION refuse_change()"
                ),
            ),
        });
        guards
    }

    fn refuse(&self, guards: &mut Vec<Guard>, table: &str, what: &str) {
        let name = format!("{table}_no_{what}");
        guards.push(match self.engine {
            Engine::Sqlite => {
                let sql = format!(
                    "CREATE TRIGGER {name} BEFORE {what} ON {table} \
                     BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                );
                Guard::new(Some(&name), &sql)
            }
            Engine::Postgres => {
                // To empty a table is to delete from it.
                let what = if what == "DELETE" { "DELETE OR TRUNCATE" } else { what };
                let sql = format!(
                    "CREATE OR REPLACE TRIGGER {name} BEFORE {what} ON {table} \
                     FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
                );
                Guard::new(None, &sql)
            }
        });
    }

    /// The text of a migration in this engine's words: types at most.
    pub(crate) fn translate(&self, sql: &str) -> String {
        match self.engine {
            Engine::Postgres => sql.to_owned(),
            Engine::Sqlite => {
                sql.replace("BIGINT", "INTEGER").replace("BYTEA", "BLOB").replace("\n);", "\n) STRICT;")
            }
        }
    }

    /// Waits for open transactions and closes.
    pub(crate) async fn close(&self) {
        self.writers.close().await;
        self.readers.close().await;
    }
}

/// Whether the way to a PostgreSQL server is this machine's own, or encrypted and the server's name checked.
fn is_private_way(url: &str) -> bool {
    let (_, rest) = url.split_once("://").unwrap_or(("", url));
    let (address, options) = rest.split_once('?').unwrap_or((rest, ""));
    let address = address.split('/').next().unwrap_or("");
    let host = address.rsplit('@').next().unwrap_or("");
    let host = match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or(""),
        None => host.split(':').next().unwrap_or(""),
    };
    let own = matches!(host, "" | "localhost" | "127.0.0.1" | "::1") || host.starts_with("%2F");
    let elsewhere =
        options.split('&').any(|option| option.starts_with("host=") && !option.starts_with("host=/"));
    (own && !elsewhere) || options.split('&').any(|option| option == "sslmode=verify-full")
}

/// Statements sent since the process started: pages are pinned to a number of statements by tests.
static STATEMENTS_SENT: AtomicU64 = AtomicU64::new(0);

pub(crate) fn count_statement() {
    STATEMENTS_SENT.fetch_add(1, Ordering::Relaxed);
}

/// A statement goes to the database: counted, and in tests remembered, so that one can be found that no test
/// reaches.
pub(crate) fn sent(sql: &'static str) {
    count_statement();
    #[cfg(feature = "testing")]
    crate::testing::remember(sql);
    #[cfg(not(feature = "testing"))]
    let _ = sql;
}

#[cfg(feature = "testing")]
pub(crate) fn statements_sent() -> u64 {
    STATEMENTS_SENT.load(Ordering::Relaxed)
}

/// Marks a point to which the work can be undone while the transaction goes on.
pub(crate) async fn savepoint(connection: &mut AnyConnection) -> Result<(), Error> {
    connection.execute("SAVEPOINT work").await?;
    Ok(())
}

/// Undoes everything since the savepoint.
pub(crate) async fn undo_to_savepoint(connection: &mut AnyConnection) -> Result<(), Error> {
    connection.execute("ROLLBACK TO SAVEPOINT work").await?;
    Ok(())
}

/// Opens one connection outside the pools, for long work such as loading practice data.
pub(crate) async fn lone_connection(url: &str) -> Result<AnyConnection, Error> {
    Ok(AnyConnection::connect(url).await?)
}

impl Db {
    /// A transaction that writes and holds no subject's lock: the recorder's, and a job's.
    pub(crate) async fn begin_append(&self) -> Result<Tx, Error> {
        Ok(match self.engine {
            Engine::Sqlite => self.begin_immediate().await?,
            Engine::Postgres => self.writers.begin().await?,
        })
    }

    /// SQLite's one writer, when another process has done.
    async fn begin_immediate(&self) -> Result<Tx, Error> {
        let mut tries = 0;
        loop {
            tries += 1;
            match self.writers.begin_with("BEGIN IMMEDIATE").await.map_err(Error::from) {
                Err(busy)
                    if busy.is_transient() && tries < WRITE_TRIES && !planted::is(planted::BLOCKADE) => {}
                begun => return begun,
            }
        }
    }
}

/// Whoever appends to these chains waits, on every server, until this transaction ends. SQLite's one writer is
/// order enough. Locks of chains are apart from those of subjects, which are held for the time of the work.
pub(crate) async fn order<'a>(
    connection: &mut AnyConnection,
    engine: Engine,
    chains: impl IntoIterator<Item = &'a str>,
) -> Result<(), Error> {
    if engine == Engine::Sqlite || planted::is(planted::BLOCKADE) {
        return Ok(());
    }
    let mut locks: Vec<i64> = chains.into_iter().map(lock_of_chain).collect();
    // Two servers take them in the same order, so that neither waits for the other for ever.
    locks.sort_unstable();
    let locks: Vec<_> = locks.iter().map(|lock| format!("pg_advisory_xact_lock('{lock}'::bigint)")).collect();
    if !locks.is_empty() {
        let sql = format!("SELECT {}", locks.join(", "));
        connection.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
    }
    Ok(())
}

fn lock_of_chain(chain: &str) -> i64 {
    let digest = Sha256::new().chain_update("chain/").chain_update(chain).finalize();
    digest.first_chunk().copied().map_or(0, i64::from_be_bytes)
}

#[cfg(test)]
mod tests {
    use super::is_private_way;

    #[test]
    fn a_server_on_another_machine_must_be_verified() {
        for own in [
            "postgres://a@127.0.0.1:5432/x",
            "postgres://localhost/x",
            "postgres:///x?host=/run/pg",
            "postgres://[::1]/x",
        ] {
            assert!(is_private_way(own), "{own}");
        }
        for open in [
            "postgres://db.example.org/x",
            "postgres://a:p@10.0.0.1/x?sslmode=require",
            "postgres:///x?host=db.example.org",
        ] {
            assert!(!is_private_way(open), "{open}");
        }
        assert!(is_private_way("postgres://db.example.org/x?sslmode=verify-full"));
    }
}
