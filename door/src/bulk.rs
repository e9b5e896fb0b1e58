//! Loading many rows at once, for practice data and plan catalogs: on PostgreSQL by COPY, on SQLite by
//! statements of many rows. Beside db.rs the only file that knows the engines, because neither way exists
//! in the other. Table and column names are constants of this crate; values never become SQL.

mod copying;
mod set_aside;

use crate::Error;
use crate::{Door, db::Engine};
use copying::Copying;
use sqlx::{AssertSqlSafe, Connection, Executor, Row, SqliteConnection};
use std::sync::Arc;

/// One value of a row.
#[derive(Clone, Debug)]
pub enum Cell {
    /// Text.
    Text(String),
    /// The same text in many rows.
    Shared(Arc<str>),
    /// A word of ours.
    Word(&'static str),
    /// The same bytes in many rows.
    Bytes(Arc<[u8]>),
    /// A number.
    Number(i64),
    /// Nothing.
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
pub struct Rows {
    table: &'static str,
    columns: &'static [&'static str],
    cells: Vec<Cell>,
}

impl Rows {
    /// Rows of a table, the cells of each in the order of these columns.
    pub fn new(table: &'static str, columns: &'static [&'static str]) -> Self {
        Self { table, columns, cells: Vec::new() }
    }

    /// Adds a row; the cells come in the order of the columns.
    pub fn push<const N: usize>(&mut self, row: [Cell; N]) {
        debug_assert_eq!(N, self.columns.len(), "{}", self.table);
        self.cells.extend(row);
    }

    fn count(&self) -> usize {
        self.cells.len() / self.columns.len()
    }
}

/// A connection that loads rows in one transaction.
pub enum Loader {
    /// By statements of many rows.
    Sqlite(SqliteConnection),
    /// By COPY.
    Postgres(Copying),
}

/// Rows a statement on SQLite: many spread its cost; the smaller sizes take what is left over, so that every
/// statement is prepared once.
const ROWS_A_STATEMENT: [usize; 4] = [256, 32, 4, 1];

impl Door {
    /// A loader on a connection of its own, beside everybody else, in a transaction that `Loader::finish`
    /// commits.
    pub async fn loader(&self) -> Result<Loader, Error> {
        Ok(match self.db.engine() {
            Engine::Sqlite => {
                let mut connection = SqliteConnection::connect(self.db.url()).await?;
                connection.execute(sqlx::raw_sql(BESIDE_OTHERS)).await?;
                Loader::Sqlite(connection)
            }
            Engine::Postgres => Loader::Postgres(Copying::begin(self.db.url()).await?),
        })
    }

    /// A loader that has an empty database to itself: nobody else may use it until it is done, this door
    /// neither. SQLite then writes every page once, into the file, and not first into the log; when it is
    /// broken off, the journal takes everything back at the next start.
    pub async fn lone_loader(&self) -> Result<Loader, Error> {
        self.close().await;
        Ok(match self.db.engine() {
            Engine::Sqlite => {
                let mut connection = SqliteConnection::connect(self.db.url()).await?;
                connection.execute("PRAGMA busy_timeout=2000").await?;
                let alone = sqlx::query("PRAGMA journal_mode=DELETE").fetch_one(&mut connection).await;
                match alone.and_then(|row| row.try_get::<String, _>("journal_mode")) {
                    Ok(mode) if mode == "delete" => {}
                    _ => return Err(Error::Unavailable("the database is in use by another program")),
                }
                connection.execute(sqlx::raw_sql(ALONE)).await?;
                Loader::Sqlite(connection)
            }
            Engine::Postgres => Loader::Postgres(Copying::begin(self.db.url()).await?),
        })
    }
}

const BESIDE_OTHERS: &str = "PRAGMA synchronous=FULL; PRAGMA busy_timeout=60000; PRAGMA cache_size=-262144; \
     PRAGMA foreign_keys=OFF; BEGIN IMMEDIATE";
const ALONE: &str = "PRAGMA synchronous=FULL; PRAGMA cache_size=-262144; PRAGMA temp_store=MEMORY; PRAGMA threads=2; \
     PRAGMA foreign_keys=OFF; BEGIN EXCLUSIVE";

impl Loader {
    /// Runs a statement with one number.
    pub async fn execute(&mut self, sql: &'static str, number: i64) -> Result<(), Error> {
        match self {
            Loader::Sqlite(connection) => {
                sqlx::query(sql).bind(number).execute(connection).await?;
            }
            Loader::Postgres(copying) => {
                sqlx::query(sql).bind(number).execute(copying.connection().await?).await?;
            }
        }
        Ok(())
    }

    /// Writes the rows and empties them.
    pub async fn write(&mut self, rows: &mut Rows) -> Result<(), Error> {
        if rows.cells.is_empty() {
            return Ok(());
        }
        match self {
            Loader::Sqlite(connection) => insert(connection, rows).await,
            Loader::Postgres(copying) => copying.add(rows).await,
        }
    }

    async fn run_text(&mut self, sql: String) -> Result<(), Error> {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql));
        match self {
            Loader::Sqlite(connection) => connection.execute(sql).await.map(drop)?,
            Loader::Postgres(copying) => copying.connection().await?.execute(sql).await.map(drop)?,
        }
        Ok(())
    }

    /// Commits.
    pub async fn finish(self) -> Result<(), Error> {
        match self {
            Loader::Sqlite(mut connection) => {
                connection.execute("COMMIT").await?;
                connection.execute("PRAGMA journal_mode=WAL").await?;
                // A long log would slow the first readers.
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").await?;
                connection.execute("PRAGMA optimize").await?;
                connection.close().await?;
            }
            Loader::Postgres(copying) => copying.finish().await?,
        }
        Ok(())
    }
}

async fn insert(connection: &mut SqliteConnection, rows: &mut Rows) -> Result<(), Error> {
    let width = rows.columns.len();
    let mut left = rows.count();
    let mut cells = rows.cells.drain(..);
    for size in ROWS_A_STATEMENT {
        let one_row = format!("({})", vec!["?"; width].join(","));
        let sql = format!(
            "INSERT INTO {} ({}) VALUES {}",
            rows.table,
            rows.columns.join(","),
            vec![one_row.as_str(); size].join(",")
        );
        while left >= size {
            let mut query = sqlx::query(AssertSqlSafe(sql.clone()));
            for cell in cells.by_ref().take(size * width) {
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
            left -= size;
        }
    }
    Ok(())
}
