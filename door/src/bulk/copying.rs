//! Rows on their way to PostgreSQL, by COPY in the binary format: every column of ours is text, a 64-bit
//! number or bytes.

use super::{Cell, Rows};
use crate::Error;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

/// A connection in a transaction, and rows that wait for it table by table. The end of a COPY costs a pause
/// of the network's (its last small packet waits for an answer), so there are few and long ones.
pub struct Copying {
    connection: PgConnection,
    waiting: Vec<Waiting>,
    /// Tables that were emptied in this transaction: nobody else can have seen their rows.
    emptied: &'static [&'static str],
}

struct Waiting {
    table: &'static str,
    columns: &'static [&'static str],
    bytes: Vec<u8>,
}

/// A table with so much to copy is copied.
const FULL: usize = 4 << 20;
/// Signature, no flags, no extension.
const HEAD: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

impl Copying {
    pub(super) async fn begin(url: &str) -> Result<Self, Error> {
        let mut connection = PgConnection::connect(url).await?;
        // Large values are packed by the quick method where the server has it.
        connection
            .execute(sqlx::raw_sql(
                "SELECT set_config('default_toast_compression', 'lz4', false) FROM pg_settings \
                 WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals); \
                 SET maintenance_work_mem = '256MB'; BEGIN",
            ))
            .await?;
        Ok(Self { connection, waiting: Vec::new(), emptied: &[] })
    }

    /// The connection, after everything that waited.
    pub(super) async fn connection(&mut self) -> Result<&mut PgConnection, Error> {
        self.copy_first(self.waiting.len()).await?;
        Ok(&mut self.connection)
    }

    /// Empties tables, so that the server need not look at their rows a second time (FREEZE).
    pub(super) async fn empty(&mut self, tables: &'static [&'static str]) -> Result<(), Error> {
        let sql = format!("TRUNCATE {}", tables.join(", "));
        self.connection().await?.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
        self.emptied = tables;
        Ok(())
    }

    /// Takes the rows. A table is copied together with those that came before it, to which it may refer.
    pub(super) async fn add(&mut self, rows: &mut Rows) -> Result<(), Error> {
        let at = match self.waiting.iter().position(|waiting| waiting.table == rows.table) {
            Some(at) => at,
            None => {
                self.waiting.push(Waiting { table: rows.table, columns: rows.columns, bytes: Vec::new() });
                self.waiting.len() - 1
            }
        };
        if let Some(waiting) = self.waiting.get_mut(at) {
            encode(&mut waiting.bytes, rows)?;
            if waiting.bytes.len() >= FULL {
                self.copy_first(at + 1).await?;
            }
        }
        Ok(())
    }

    async fn copy_first(&mut self, count: usize) -> Result<(), Error> {
        for waiting in self.waiting.iter_mut().take(count).filter(|waiting| !waiting.bytes.is_empty()) {
            let frozen = if self.emptied.contains(&waiting.table) { ", FREEZE" } else { "" };
            let columns = waiting.columns.join(",");
            let sql = format!("COPY {} ({columns}) FROM STDIN (FORMAT binary{frozen})", waiting.table);
            waiting.bytes.extend_from_slice(&(-1i16).to_be_bytes());
            let mut copying = self.connection.copy_in_raw(&sql).await?;
            copying.send(waiting.bytes.as_slice()).await?;
            copying.finish().await?;
            waiting.bytes.clear();
        }
        Ok(())
    }

    /// Commits.
    pub(super) async fn finish(mut self) -> Result<(), Error> {
        self.connection().await?.execute("COMMIT").await?;
        if !self.emptied.is_empty() {
            // The planner must not take large tables for the empty ones they were.
            self.connection.execute("ANALYZE").await?;
        }
        self.connection.close().await?;
        Ok(())
    }
}

fn encode(bytes: &mut Vec<u8>, rows: &mut Rows) -> Result<(), Error> {
    if bytes.is_empty() {
        bytes.extend_from_slice(HEAD);
    }
    let width = rows.columns.len();
    let columns = i16::try_from(width).map_err(|_| Error::Corrupt("too many columns"))?.to_be_bytes();
    for (i, cell) in rows.cells.drain(..).enumerate() {
        if i % width == 0 {
            bytes.extend_from_slice(&columns);
        }
        match cell {
            Cell::Text(value) => field(bytes, value.as_bytes())?,
            Cell::Shared(value) => field(bytes, value.as_bytes())?,
            Cell::Word(value) => field(bytes, value.as_bytes())?,
            Cell::Bytes(value) => field(bytes, &value)?,
            Cell::Number(value) => field(bytes, &value.to_be_bytes())?,
            Cell::Empty => bytes.extend_from_slice(&(-1i32).to_be_bytes()),
        }
    }
    Ok(())
}

fn field(bytes: &mut Vec<u8>, value: &[u8]) -> Result<(), Error> {
    let length = i32::try_from(value.len()).map_err(|_| Error::Corrupt("a value is too long"))?;
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(value);
    Ok(())
}
