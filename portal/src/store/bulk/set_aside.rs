//! Secondary indexes and foreign keys are set aside while many rows go into an empty table and put back
//! afterwards, in the same transaction: sorting once is cheaper than placing every row, and a foreign key
//! is checked by one query instead of one a row.

use super::Loader;
use crate::Error;
use sqlx::Row;

const SQLITE_INDEXES: &str = "SELECT tbl_name, 'DROP INDEX ' || name, sql FROM sqlite_master \
     WHERE type = 'index' AND sql IS NOT NULL ORDER BY name";
const POSTGRES_INDEXES: &str = "SELECT c.relname::text, format('DROP INDEX %s', i.indexrelid::regclass), \
     pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid \
     WHERE c.relnamespace = current_schema()::regnamespace \
     AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid) ORDER BY i.indexrelid";
const POSTGRES_FOREIGN_KEYS: &str = "SELECT c.relname::text, format('ALTER TABLE %s DROP CONSTRAINT %I', k.conrelid::regclass, k.conname), \
     format('ALTER TABLE %s ADD CONSTRAINT %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid)) \
     FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid \
     WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace ORDER BY k.oid";

/// What was taken off, as the statements that put it back.
pub(crate) struct SetAside(Vec<String>);

impl Loader {
    /// Takes secondary indexes and foreign keys off these tables.
    pub(crate) async fn set_aside(&mut self, tables: &[&str]) -> Result<SetAside, Error> {
        let mut found: Vec<(String, String, String)> = Vec::new();
        match self {
            Loader::Sqlite(connection) => {
                for row in sqlx::query(SQLITE_INDEXES).fetch_all(connection).await? {
                    found.push((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?));
                }
            }
            Loader::Postgres(connection) => {
                for sql in [POSTGRES_INDEXES, POSTGRES_FOREIGN_KEYS] {
                    for row in sqlx::query(sql).fetch_all(&mut *connection).await? {
                        found.push((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?));
                    }
                }
            }
        }
        found.retain(|(table, _, _)| tables.contains(&table.as_str()));
        let mut put_back = Vec::with_capacity(found.len());
        for (_, take_off, back) in found {
            self.run_text(take_off).await?;
            put_back.push(back);
        }
        Ok(SetAside(put_back))
    }

    /// Puts them back.
    pub(crate) async fn put_back(&mut self, aside: SetAside) -> Result<(), Error> {
        for sql in aside.0 {
            self.run_text(sql).await?;
        }
        Ok(())
    }
}
