//! Loading many rows at once, for practice data and plan catalogs: on PostgreSQL by COPY, on SQLite by
//! statements of many rows. Beside db.rs the only file that knows the engines, because neither way exists
//! in the other. Table and column names are constants of this crate; values never become SQL.

mod set_aside;

use super::db::{Db, Engine};
use crate::Error;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};
use std::{fmt::Write as _, sync::Arc};

/// One value of a row.
#[derive(Clone, Debug)]
pub(crate) enum Cell {
    Text(String),
    /// The same text in many rows.
    Shared(Arc<str>),
    Word(&'static str),
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
    /// A loader on a connection of its own, in a transaction that `Loader::finish` commits.
    pub(crate) async fn loader(&self) -> Result<Loader, Error> {
        Ok(match self.engine() {
            Engine::Sqlite => {
                let mut connection = SqliteConnection::connect(self.url()).await?;
                connection
                    .execute(sqlx::raw_sql(
                        "PRAGMA synchronous=FULL; PRAGMA busy_timeout=60000; PRAGMA cache_size=-262144; \
                         PRAGMA foreign_keys=OFF; BEGIN IMMEDIATE",
                    ))
                    .await?;
                Loader::Sqlite(connection)
            }
            Engine::Postgres => {
                let mut connection = PgConnection::connect(self.url()).await?;
                // Large texts are packed by the quick method where the server has it.
                connection
                    .execute(sqlx::raw_sql(
                        "SELECT set_config('default_toast_compression', 'lz4', false) FROM pg_settings \
                         WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals); \
                         SET maintenance_work_mem = '256MB'; SET temp_buffers = '64MB'; BEGIN",
                    ))
                    .await?;
                Loader::Postgres(connection)
            }
        })
    }
}

impl Loader {
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

    /// Runs a statement without values.
    pub(crate) async fn run(&mut self, sql: &'static str) -> Result<(), Error> {
        match self {
            Loader::Sqlite(connection) => connection.execute(sql).await.map(drop)?,
            Loader::Postgres(connection) => connection.execute(sql).await.map(drop)?,
        }
        Ok(())
    }

    /// Empties a temporary table.
    pub(crate) async fn empty(&mut self, temporary: &'static str) -> Result<(), Error> {
        let empty = match self {
            Loader::Sqlite(_) => "DELETE FROM",
            Loader::Postgres(_) => "TRUNCATE",
        };
        self.run_text(format!("{empty} {temporary}")).await
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
                Cell::Number(number) => query.bind(number),
                Cell::Empty => query.bind(None::<i64>),
            };
        }
        query.execute(&mut *connection).await?;
        left -= now;
    }
    Ok(())
}

async fn copy(connection: &mut PgConnection, rows: &mut Rows) -> Result<(), Error> {
    let sql = format!("COPY {} ({}) FROM STDIN", rows.table, rows.columns.join(","));
    let mut text = String::with_capacity(rows.cells.len() * 16);
    let width = rows.columns.len();
    for (i, cell) in rows.cells.drain(..).enumerate() {
        match cell {
            Cell::Text(value) => escaped(&mut text, &value),
            Cell::Shared(value) => escaped(&mut text, &value),
            Cell::Word(value) => escaped(&mut text, value),
            Cell::Number(value) => number(&mut text, value),
            Cell::Empty => text.push_str("\\N"),
        }
        text.push(if (i + 1) % width == 0 { '\n' } else { '\t' });
    }
    let mut copying = connection.copy_in_raw(&sql).await?;
    copying.send(text.into_bytes()).await?;
    copying.finish().await?;
    Ok(())
}

/// Writing to a text cannot fail.
fn number(text: &mut String, value: i64) {
    let _infallible = write!(text, "{value}");
}

fn escaped(text: &mut String, value: &str) {
    let special = |byte: u8| matches!(byte, b'\\' | b'\t' | b'\n' | b'\r');
    if !value.bytes().any(special) {
        text.push_str(value);
        return;
    }
    for letter in value.chars() {
        match letter {
            '\\' => text.push_str("\\\\"),
            '\t' => text.push_str("\\t"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            other => text.push(other),
        }
    }
}
