//! The only file that knows which engine runs: settings, begin, locks, and the guards that keep the audit
//! log append-only. SQLite has one writer connection and several readers; PostgreSQL has one pool.

pub(crate) use crate::held::Tx;
use crate::held::{IN_LINE, Signs};
use crate::{Error, planted};
use sqlx::{
    AnyConnection, AnyPool, Connection, Executor, Row,
    any::AnyPoolOptions,
    postgres::{PgConnectOptions, PgSslMode},
    sqlite::SqliteConnectOptions,
};
use std::{
    net::IpAddr,
    path::{Path, PathBuf},
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::time::Instant;

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
    url: Arc<str>,
    pub(crate) signs: Signs,
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

/// So long a start waits for the database.
const START: Duration = Duration::from_secs(10);
// The wait for a lock comes first: two servers that start at once both turn the log on.
const SQLITE_SETTINGS: &str = "PRAGMA busy_timeout=1700; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; \
     PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;";
/// SQLite itself asks for the lock of another process ten times a second at most; who writes asks oftener (`held`), or
/// one process that writes all the time would keep another out.
const SHORT_WAIT: &str = "PRAGMA busy_timeout=8";
const POSTGRES_SETTINGS: &str = "SET statement_timeout = '1900ms'; SET lock_timeout = '1700ms'; SET synchronous_commit = on; \
     SET idle_in_transaction_session_timeout = '15s'; SET client_min_messages = warning;";

/// What takes no update and no delete.
const APPEND_ONLY: [&str; 7] = [
    "audit_events",
    "audit_adopted",
    "determinations",
    "reviews",
    "review_disputes",
    "assister_transitions",
    "statements_shown",
];

impl Db {
    /// Connects and asserts the settings that durability rests on; `practice` data may lie where a power cut
    /// destroys it.
    pub(crate) async fn open(url: &str, connections: u32, practice: bool) -> Result<Self, Error> {
        sqlx::any::install_default_drivers();
        let engine = match url.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => Engine::Sqlite,
            Some("postgres" | "postgresql") if is_private_way(&PgConnectOptions::from_str(url)?) => {
                Engine::Postgres
            }
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
                // Between two tries to connect it pauses for a fifth of this at most; whoever waits asks again.
                .acquire_timeout(Duration::from_secs(1))
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
                .connect_lazy(url)
        };
        let (writers, readers) = match engine {
            // Whatever only reads could not write if it tried, as on PostgreSQL.
            Engine::Sqlite => (
                pool(1, if planted::is(planted::BLOCKADE) { "" } else { SHORT_WAIT })?,
                pool(4, "PRAGMA query_only=ON")?,
            ),
            Engine::Postgres => {
                let shared = pool(connections, "")?;
                (shared.clone(), shared)
            }
        };
        let db = Self { writers, readers, engine, url: url.into(), signs: Signs::default() };
        match engine {
            Engine::Sqlite => db.assert_sqlite().await?,
            Engine::Postgres => db.assert_postgres(practice).await?,
        }
        Ok(db)
    }

    async fn assert_sqlite(&self) -> Result<(), Error> {
        for pool in [&self.writers, &self.readers] {
            let mut first = self.hold(pool, Instant::now() + START).await?;
            let row = sqlx::query("PRAGMA synchronous").fetch_one(&mut *first).await?;
            let journal = sqlx::query("PRAGMA journal_mode").fetch_one(&mut *first).await?;
            let journal: String = journal.try_get("journal_mode")?;
            if !keeps_what_it_acknowledged(row.try_get("synchronous")?, &journal) {
                return Err(Error::Unavailable("SQLite must run WAL with synchronous=FULL"));
            }
        }
        keep_to_owner(SqliteConnectOptions::from_str(&self.url)?.get_filename())
    }

    async fn assert_postgres(&self, practice: bool) -> Result<(), Error> {
        let settings = "SELECT current_setting('synchronous_commit') AS commits, \
             current_setting('fsync') AS syncs, current_setting('full_page_writes') AS pages";
        let mut first = self.hold(&self.readers, Instant::now() + START).await?;
        let row = sqlx::query(settings).fetch_one(&mut *first).await?;
        let on = |name| row.try_get::<String, _>(name).map(|value| value == "on");
        if !on("commits")? {
            return Err(Error::Unavailable("PostgreSQL must run with synchronous_commit=on"));
        }
        // The servers of tests sync nothing either.
        survives_power_cuts((on("syncs")?, on("pages")?), practice || cfg!(feature = "testing"))
    }

    pub(crate) fn engine(&self) -> Engine {
        self.engine
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The connections that read.
    pub(crate) fn readers(&self) -> &AnyPool {
        &self.readers
    }

    /// A transaction that only reads: one snapshot for the check and for what is shown.
    pub(crate) async fn begin_read(&self) -> Result<Tx, Error> {
        let words = match self.engine {
            Engine::Sqlite => "BEGIN DEFERRED",
            Engine::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        self.begin(&self.readers, words, false).await
    }

    /// A transaction that writes, holding the subject's lock until the end, so that what was checked
    /// still holds when it commits.
    pub(crate) async fn begin_write(&self, subject: &str) -> Result<Tx, Error> {
        let last = Instant::now() + IN_LINE;
        loop {
            let mut tx = self.begin_append().await?;
            if self.engine == Engine::Sqlite {
                return Ok(tx);
            }
            count_statement();
            match tx.lock(subject).await {
                Ok(()) => return Ok(tx),
                // Nothing was done yet, and those before in the line get on.
                Err(fault) if fault.is_of_the_database() && self.signs.alive() && Instant::now() < last => {}
                Err(fault) => return Err(fault),
            }
        }
    }

    /// A transaction that writes and holds no subject's lock: the recorder's, and a job's.
    pub(crate) async fn begin_append(&self) -> Result<Tx, Error> {
        let words = match self.engine {
            Engine::Sqlite => "BEGIN IMMEDIATE",
            Engine::Postgres => "BEGIN",
        };
        self.begin(&self.writers, words, true).await
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

/// SQLite's `synchronous` of 2 is FULL: with NORMAL a power cut loses acknowledged writes.
fn keeps_what_it_acknowledged(synchronous: i64, journal: &str) -> bool {
    synchronous == 2 && journal == "wal"
}

/// A server that syncs nothing, or tears pages, is for practice data only.
fn survives_power_cuts((syncs, whole_pages): (bool, bool), practice: bool) -> Result<(), Error> {
    match (syncs && whole_pages, practice) {
        (true, _) => Ok(()),
        (false, true) => {
            tracing::warn!(
                "PostgreSQL runs with fsync=off or full_page_writes=off: a power cut may destroy this practice data"
            );
            Ok(())
        }
        (false, false) => Err(Error::Unavailable(
            "PostgreSQL runs with fsync=off or full_page_writes=off: a power cut would lose what was acknowledged; turn both on",
        )),
    }
}

/// Whether the way to a PostgreSQL server is this machine's own, or encrypted and the server's name checked: told
/// by the options with which the driver connects, after everything that the URL and the environment said.
fn is_private_way(options: &PgConnectOptions) -> bool {
    let host = options.get_host();
    let address: Option<IpAddr> = host.trim_start_matches('[').trim_end_matches(']').parse().ok();
    options.get_socket().is_some()
        || host.starts_with('/')
        || host == "localhost"
        || address.is_some_and(|address| address.is_loopback())
        || matches!(options.get_ssl_mode(), PgSslMode::VerifyFull)
}

/// The database, its log and its index are read by their owner only; what SQLite makes anew takes the database's mode.
fn keep_to_owner(database: &Path) -> Result<(), Error> {
    #[cfg(unix)]
    for end in ["", "-wal", "-shm"] {
        use std::{fs, io, os::unix::fs::PermissionsExt};
        let mut file = database.as_os_str().to_owned();
        file.push(end);
        let file = PathBuf::from(file);
        let kept = fs::metadata(&file).and_then(|found| match found.permissions().mode() & 0o077 {
            0 => Ok(()),
            _ => fs::set_permissions(&file, fs::Permissions::from_mode(0o600)),
        });
        match kept {
            // In memory, or a log that is not there.
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => {}
            kept => kept.map_err(Error::file(&file))?,
        }
    }
    Ok(())
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

/// Opens one connection outside the pools, for long work such as loading practice data.
pub(crate) async fn lone_connection(url: &str) -> Result<AnyConnection, Error> {
    Ok(AnyConnection::connect(url).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_private(url: &str) -> bool {
        is_private_way(&PgConnectOptions::from_str(url).unwrap())
    }

    #[test]
    fn a_server_that_a_power_cut_destroys_is_for_practice_only() {
        assert!(survives_power_cuts((true, true), false).is_ok());
        for does in [(false, true), (true, false), (false, false)] {
            assert!(survives_power_cuts(does, true).is_ok());
            assert!(survives_power_cuts(does, false).unwrap_err().to_string().contains("turn both on"));
        }
    }

    #[tokio::test]
    async fn nothing_is_sent_to_a_server_on_another_machine_that_is_not_verified() {
        for open in ["postgres://127.0.0.1.example.org:1/x", "postgresql://10.255.255.1:1/x?sslmode=require"]
        {
            let refused = Db::open(open, 1, true).await.err().unwrap().to_string();
            assert!(refused.contains("needs sslmode=verify-full"), "{refused}");
        }
        let other = Db::open("mysql://localhost/x", 1, true).await.err().unwrap().to_string();
        assert!(other.contains("sqlite: or postgres:"), "{other}");
    }

    #[test]
    fn sqlite_that_does_not_sync_every_commit_is_refused() {
        assert!(keeps_what_it_acknowledged(2, "wal"));
        for (synchronous, journal) in [(1, "wal"), (0, "wal"), (2, "delete"), (2, "memory")] {
            assert!(!keeps_what_it_acknowledged(synchronous, journal), "{synchronous} {journal}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_database_that_others_could_read_is_its_owners_only_from_then_on() {
        use std::{fs, os::unix::fs::PermissionsExt};
        let folder = std::env::temp_dir().join(format!("assent-tests/{}", crate::randomness::row_key()));
        fs::create_dir_all(&folder).unwrap();
        let database = folder.join("assent.db");
        // No file is no fault: it is in memory, or has no log yet. A way that cannot be gone is one.
        keep_to_owner(&database).unwrap();
        for end in ["", "-wal"] {
            let file = folder.join(format!("assent.db{end}"));
            fs::write(&file, "x").unwrap();
            fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        }
        keep_to_owner(&database).unwrap();
        for end in ["", "-wal"] {
            let file = folder.join(format!("assent.db{end}"));
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600, "{end}");
        }
        let through_a_file = database.join("assent.db");
        assert!(matches!(keep_to_owner(&through_a_file), Err(Error::File { .. })));
    }

    #[test]
    fn a_server_on_another_machine_must_be_verified_whatever_way_its_address_is_given() {
        for own in [
            "postgres://a@127.0.0.1:5432/x",
            "postgres://localhost/x",
            "postgres:///x?host=/run/pg",
            "postgres://%2Frun%2Fpg/x",
            "postgres://[::1]/x",
            "postgres:///x?hostaddr=127.0.0.1",
        ] {
            assert!(is_private(own), "{own}");
        }
        for open in [
            "postgres://db.example.org/x",
            "postgres://a:p@10.0.0.1/x?sslmode=require",
            "postgres://a:p@10.0.0.1/x?sslmode=verify-ca",
            "postgres:///x?host=db.example.org",
            "postgres://localhost/x?hostaddr=10.0.0.1",
            "postgres://127.0.0.1/x?host=localhost&host=db.example.org",
            // The last one counts.
            "postgres://db.example.org/x?sslmode=verify-full&sslmode=disable",
            "postgres://db.example.org/x?sslmode=verify-full&ssl-mode=prefer",
            "postgres://127.0.0.1.example.org/x",
            "postgres://db.example.org/localhost?application_name=sslmode=verify-full",
        ] {
            assert!(!is_private(open), "{open}");
        }
        assert!(is_private("postgres://db.example.org/x?sslmode=verify-full"));
        assert!(is_private("postgres://db.example.org/x?sslmode=disable&sslmode=verify-full"));
    }
}
