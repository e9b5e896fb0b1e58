//! Indexes, keys and guards are set aside while many rows go into empty tables and put back afterwards, in
//! the same transaction: sorting once is cheaper than placing every row, and a foreign key is checked by
//! one query instead of one a row. SQLite keeps primary keys: they are part of its tables.

use super::Loader;
use crate::Error;
use sqlx::Row;

const SQLITE_INDEXES: &str = "SELECT tbl_name AS own, tbl_name AS other, 'DROP INDEX ' || name AS take_off, sql AS back FROM sqlite_master \
     WHERE type = 'index' AND sql IS NOT NULL ORDER BY name";
/// Table, the table that a foreign key points to, and the statements that take off and put back. In the order
/// of taking off: foreign keys before the keys they rest on.
const POSTGRES_CONSTRAINTS: &str = "SELECT c.relname::text AS own, coalesce(f.relname, c.relname)::text AS other, \
     format('ALTER TABLE %s DROP CONSTRAINT %I', k.conrelid::regclass, k.conname) AS take_off, \
     format('ALTER TABLE %s ADD CONSTRAINT %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid)) AS back \
     FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid LEFT JOIN pg_class f ON f.oid = k.confrelid \
     WHERE k.contype IN ('f', 'p', 'u') AND k.connamespace = current_schema()::regnamespace ORDER BY k.contype <> 'f', k.oid";
const POSTGRES_INDEXES: &str = "SELECT c.relname::text AS own, c.relname::text AS other, \
     format('DROP INDEX %s', i.indexrelid::regclass) AS take_off, pg_get_indexdef(i.indexrelid) AS back FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid \
     WHERE c.relnamespace = current_schema()::regnamespace \
     AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid) ORDER BY i.indexrelid";
/// The guards that refuse to empty a table.
const POSTGRES_GUARDS: &str = "SELECT DISTINCT c.relname::text AS own, c.relname::text AS other, \
     format('ALTER TABLE %s DISABLE TRIGGER USER', c.oid::regclass) AS take_off, \
     format('ALTER TABLE %s ENABLE TRIGGER USER', c.oid::regclass) AS back FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid \
     WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace";

/// What was taken off, as the statements that put it back.
pub struct SetAside(Vec<String>);

impl Loader {
    /// Takes indexes, keys and guards off these empty tables, which are this loader's alone until the end.
    pub async fn set_aside(&mut self, tables: &'static [&'static str]) -> Result<SetAside, Error> {
        let mut found: Vec<(String, String, String, String)> = Vec::new();
        match self {
            Loader::Sqlite(connection) => {
                for row in sqlx::query(SQLITE_INDEXES).fetch_all(connection).await? {
                    found.push((
                        row.try_get("own")?,
                        row.try_get("other")?,
                        row.try_get("take_off")?,
                        row.try_get("back")?,
                    ));
                }
            }
            Loader::Postgres(copying) => {
                let connection = copying.connection().await?;
                for sql in [POSTGRES_CONSTRAINTS, POSTGRES_INDEXES, POSTGRES_GUARDS] {
                    for row in sqlx::query(sql).fetch_all(&mut *connection).await? {
                        found.push((
                            row.try_get("own")?,
                            row.try_get("other")?,
                            row.try_get("take_off")?,
                            row.try_get("back")?,
                        ));
                    }
                }
            }
        }
        found.retain(|(table, other, ..)| {
            tables.contains(&table.as_str()) || tables.contains(&other.as_str())
        });
        let mut put_back = Vec::with_capacity(found.len());
        for (_, _, take_off, back) in found {
            self.run_text(take_off).await?;
            put_back.push(back);
        }
        put_back.reverse();
        if let Loader::Postgres(copying) = self {
            copying.empty(tables).await?;
        }
        Ok(SetAside(put_back))
    }

    /// Puts them back.
    pub async fn put_back(&mut self, aside: SetAside) -> Result<(), Error> {
        for sql in aside.0 {
            self.run_text(sql).await?;
        }
        Ok(())
    }
}
