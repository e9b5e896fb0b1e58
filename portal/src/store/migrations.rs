//! Brings the tables up to date: one folder of SQL for both engines, each file once, in order, in its own
//! transaction. A file that was changed after it ran is refused.

use super::db::Db;
use crate::{Error, randomness::sha256_hex};
use sqlx::{AssertSqlSafe, Executor, Row};

const MIGRATIONS: &[(&str, &str)] = &[
    ("0001_portal", include_str!("../../migrations/0001_portal.sql")),
    ("0002_catalog", include_str!("../../migrations/0002_catalog.sql")),
    ("0003_carriers", include_str!("../../migrations/0003_carriers.sql")),
];

impl Db {
    /// Runs the migrations that have not run yet.
    pub(crate) async fn migrate(&self) -> Result<(), Error> {
        let mut tx = self.begin_write("migrations").await?;
        tx.execute("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, sha256 TEXT NOT NULL)")
            .await?;
        for (name, text) in MIGRATIONS {
            let sha256 = sha256_hex(text.as_bytes());
            let done = sqlx::query("SELECT sha256 FROM migrations WHERE name = $1")
                .bind(*name)
                .fetch_optional(&mut *tx)
                .await?;
            match done {
                Some(row) if row.try_get::<String, _>(0)? == sha256 => continue,
                Some(_) => return Err(Error::Corrupt("a migration was changed after it ran")),
                None => {}
            }
            for statement in split(&self.translate(text)) {
                tx.execute(sqlx::raw_sql(AssertSqlSafe(statement))).await?;
            }
            sqlx::query("INSERT INTO migrations (name, sha256) VALUES ($1, $2)")
                .bind(*name)
                .bind(sha256)
                .execute(&mut *tx)
                .await?;
        }
        for guard in self.guards() {
            tx.execute(sqlx::raw_sql(AssertSqlSafe(guard))).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

/// The statements of a file, without comments.
fn split(text: &str) -> Vec<String> {
    let bare: String =
        text.lines().filter(|line| !line.trim_start().starts_with("--")).collect::<Vec<_>>().join("\n");
    bare.split(";\n").map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}
