//! Loading many rows at once, for practice data and plan catalogs: on PostgreSQL by COPY, on SQLite by
//! statements of many rows. Beside db.rs the only file that knows the engines, because neither way exists
//! in the other. Table and column names are constants of this crate; values never become SQL.

mod set_aside;

use super::db::{Db, Engine};
use crate::Error;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row, SqliteConnection};
use std::sync::Arc;

/// One value of a row.
#[derive(Clone, Debug)]
pub(crate) enum Cell {
    Text(String),
    /// The same text in many rows.
    Shared(Arc<str>),
    Word(&'static str),
    /// The same bytes in many rows.
    Bytes(Arc<[u8]>),
    Number(i64),
    Empty,
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Cell::Text(text)
    }
}

impl From<&Arc<str>> for Cell {
    fn from(text: &Arc<str>) -> Self {
        Cell::Shared(text.clone())
    }
}

impl From<&Arc<[u8]>> for Cell {
    fn from(bytes: &Arc<[u8]>) -> Self {
        Cell::Bytes(bytes.clone())
    }
}

impl From<&'static str> for Cell {
    fn from(word: &'static str) -> Self {
        Cell::Word(word)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Cell::Number(number)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Cell::Empty, Into::into)
    }
}

/// Rows of one table that wait to be written.
#[derive(Debug)]
pub(crate) struct Rows {
    table: &'static str,
    columns: &'static [&'static str],
    cells: Vec<Cell>,
}

impl Rows {
    pub(crate) fn new(table: &'static str, columns: &'static [&'static str]) -> Self {
        Self { table, columns, cells: Vec::new() }
    }

    /// Adds a row; the cells come in the order of the columns.
    pub(crate) fn push<const N: usize>(&mut self, row: [Cell; N]) {
        debug_assert_eq!(N, self.columns.len(), "{}", self.table);
        self.cells.extend(row);
    }

    fn count(&self) -> usize {
        self.cells.len() / self.columns.len()
    }
}

/// A connection that loads rows in one transaction.
pub(crate) enum Loader {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// Rows a statement on SQLite: enough to spread its cost, few enough that a rest is soon prepared.
const ROWS_A_STATEMENT: usize = 256;

impl Db {
    /// A loader on a connection of its own, beside everybody else, in a transaction that `Loader::finish`
    /// commits.
    pub(crate) async fn loader(&self) -> Result<Loader, Error> {
        Ok(match self.engine() {
            Engine::Sqlite => {
                let mut connection = SqliteConnection::connect(self.url()).await?;
                connection.execute(sqlx::raw_sql(BESIDE_OTHERS)).await?;
                Loader::Sqlite(connection)
            }
            Engine::Postgres => Loader::Postgres(load_postgres(self.url()).await?),
        })
    }

    /// A loader that has an empty database to itself: nobody else may use it until it is done, this `Db`
    /// neither. SQLite then writes every page once, into the file, and not first into the log; when it is
    /// broken off, the journal takes everything back at the next start.
    pub(crate) async fn lone_loader(&self) -> Result<Loader, Error> {
        self.close().await;
        Ok(match self.engine() {
            Engine::Sqlite => {
                let mut connection = SqliteConnection::connect(self.url()).await?;
                connection.execute("PRAGMA busy_timeout=5000").await?;
                let alone = sqlx::query("PRAGMA journal_mode=DELETE").fetch_one(&mut connection).await;
                match alone.and_then(|row| row.try_get::<String, _>(0)) {
                    Ok(mode) if mode == "delete" => {}
                    _ => return Err(Error::Unavailable("the database is in use by another program")),
                }
                connection.execute(sqlx::raw_sql(ALONE)).await?;
                Loader::Sqlite(connection)
            }
            Engine::Postgres => Loader::Postgres(load_postgres(self.url()).await?),
        })
    }
}

const BESIDE_OTHERS: &str = "PRAGMA synchronous=FULL; PRAGMA busy_timeout=60000; PRAGMA cache_size=-262144; \
     PRAGMA foreign_keys=OFF; BEGIN IMMEDIATE";
const ALONE: &str = "PRAGMA synchronous=FULL; PRAGMA cache_size=-262144; PRAGMA temp_store=MEMORY; PRAGMA threads=2; \
     PRAGMA foreign_keys=OFF; BEGIN EXCLUSIVE";

async fn load_postgres(url: &str) -> Result<PgConnection, Error> {
    let mut connection = PgConnection::connect(url).await?;
    // Large texts are packed by the quick method where the server has it.
    connection
        .execute(sqlx::raw_sql(
            "SELECT set_config('default_toast_compression', 'lz4', false) FROM pg_settings \
             WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals); \
             SET maintenance_work_mem = '256MB'; BEGIN",
        ))
        .await?;
    Ok(connection)
}

impl Loader {
    /// Runs a statement with one number.
    pub(crate) async fn execute(&mut self, sql: &'static str, number: i64) -> Result<(), Error> {
        match self {
            Loader::Sqlite(connection) => {
                sqlx::query(sql).bind(number).execute(connection).await?;
            }
            Loader::Postgres(connection) => {
                sqlx::query(sql).bind(number).execute(connection).await?;
            }
        }
        Ok(())
    }

    /// Writes the rows and empties them.
    pub(crate) async fn write(&mut self, rows: &mut Rows) -> Result<(), Error> {
        if rows.cells.is_empty() {
            return Ok(());
        }
        match self {
            Loader::Sqlite(connection) => insert(connection, rows).await,
            Loader::Postgres(connection) => copy(connection, rows).await,
        }
    }

    async fn run_text(&mut self, sql: String) -> Result<(), Error> {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql));
        match self {
            Loader::Sqlite(connection) => connection.execute(sql).await.map(drop)?,
            Loader::Postgres(connection) => connection.execute(sql).await.map(drop)?,
        }
        Ok(())
    }

    /// Commits.
    pub(crate) async fn finish(self) -> Result<(), Error> {
        match self {
            Loader::Sqlite(mut connection) => {
                connection.execute("COMMIT").await?;
                connection.execute("PRAGMA journal_mode=WAL").await?;
                // A long log would slow the first readers.
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").await?;
                connection.execute("PRAGMA optimize").await?;
                connection.close().await?;
            }
            Loader::Postgres(mut connection) => {
                connection.execute("COMMIT").await?;
                connection.execute("ANALYZE").await?;
                connection.close().await?;
            }
        }
        Ok(())
    }
}

async fn insert(connection: &mut SqliteConnection, rows: &mut Rows) -> Result<(), Error> {
    let width = rows.columns.len();
    let most = ROWS_A_STATEMENT;
    let mut left = rows.count();
    let mut cells = rows.cells.drain(..);
    while left > 0 {
        let now = left.min(most);
        let one_row = format!("({})", vec!["?"; width].join(","));
        let sql = format!(
            "INSERT INTO {} ({}) VALUES {}",
            rows.table,
            rows.columns.join(","),
            vec![one_row.as_str(); now].join(",")
        );
        // Only full statements are worth keeping prepared.
        let mut query = sqlx::query(AssertSqlSafe(sql)).persistent(now == most);
        for cell in cells.by_ref().take(now * width) {
            query = match cell {
                Cell::Text(text) => query.bind(text),
                Cell::Shared(text) => query.bind(text),
                Cell::Word(word) => query.bind(word),
                Cell::Bytes(bytes) => query.bind(bytes),
                Cell::Number(number) => query.bind(number),
                Cell::Empty => query.bind(None::<i64>),
            };
        }
        query.execute(&mut *connection).await?;
        left -= now;
    }
    Ok(())
}

/// COPY in the binary format: every column of ours is text, a 64-bit number or bytes.
async fn copy(connection: &mut PgConnection, rows: &mut Rows) -> Result<(), Error> {
    let sql = format!("COPY {} ({}) FROM STDIN (FORMAT binary)", rows.table, rows.columns.join(","));
    let width = rows.columns.len();
    let columns = i16::try_from(width).map_err(|_| Error::Corrupt("too many columns"))?.to_be_bytes();
    let mut bytes = Vec::with_capacity(rows.cells.len() * 24);
    // Signature, no flags, no extension.
    bytes.extend_from_slice(b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0");
    for (i, cell) in rows.cells.drain(..).enumerate() {
        if i % width == 0 {
            bytes.extend_from_slice(&columns);
        }
        match cell {
            Cell::Text(value) => field(&mut bytes, value.as_bytes())?,
            Cell::Shared(value) => field(&mut bytes, value.as_bytes())?,
            Cell::Word(value) => field(&mut bytes, value.as_bytes())?,
            Cell::Bytes(value) => field(&mut bytes, &value)?,
            Cell::Number(value) => field(&mut bytes, &value.to_be_bytes())?,
            Cell::Empty => bytes.extend_from_slice(&(-1i32).to_be_bytes()),
        }
    }
    bytes.extend_from_slice(&(-1i16).to_be_bytes());
    let mut copying = connection.copy_in_raw(&sql).await?;
    copying.send(bytes).await?;
    copying.finish().await?;
    Ok(())
}

fn field(bytes: &mut Vec<u8>, value: &[u8]) -> Result<(), Error> {
    let length = i32::try_from(value.len()).map_err(|_| Error::Corrupt("a value is too long"))?;
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(value);
    Ok(())
}
