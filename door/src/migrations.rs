//! Brings the tables up to date: one folder of SQL for both engines, each file once, in order, all in one
//! transaction. A file that was changed after it ran is refused. The connection is its own: a long migration
//! knows no time limit, and servers that start together wait for each other.

use crate::{
    Error,
    db::{self, Db},
    randomness::sha256_hex,
};
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor, Row};

/// Name and text of each file of the folder, in the order of the names; listed by `build.rs`.
const MIGRATIONS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

impl Db {
    /// Runs the migrations that have not run yet.
    pub(crate) async fn migrate(&self) -> Result<(), Error> {
        self.migrate_with(MIGRATIONS).await
    }

    async fn migrate_with(&self, migrations: &[(&str, &str)]) -> Result<(), Error> {
        let mut connection = db::lone_connection(self.url()).await?;
        connection.execute(sqlx::raw_sql(self.alone())).await?;
        for (name, text) in migrations {
            self.run(&mut connection, name, text).await?;
        }
        for guard in self.guards() {
            self.keep(&mut connection, &guard).await?;
        }
        connection.execute("COMMIT").await?;
        connection.close().await?;
        Ok(())
    }

    async fn run(&self, connection: &mut AnyConnection, name: &str, text: &str) -> Result<(), Error> {
        let sha256 = sha256_hex(text.as_bytes());
        let done = sqlx::query("SELECT sha256 FROM migrations WHERE name = $1").bind(name.to_owned());
        match done.fetch_optional(&mut *connection).await? {
            Some(row) if row.try_get::<String, _>("sha256")? == sha256 => return Ok(()),
            Some(_) => return Err(Error::Corrupt("a migration was changed after it ran")),
            None => {}
        }
        for statement in split(&self.translate(text)) {
            connection.execute(sqlx::raw_sql(AssertSqlSafe(statement))).await?;
        }
        let noted = sqlx::query("INSERT INTO migrations (name, sha256) VALUES ($1, $2)");
        noted.bind(name.to_owned()).bind(sha256).execute(&mut *connection).await?;
        Ok(())
    }

    /// Puts a guard in the place of the one of that name, when its text is another: SQLite knows no
    /// `CREATE OR REPLACE TRIGGER`.
    async fn keep(&self, connection: &mut AnyConnection, guard: &db::Guard) -> Result<(), Error> {
        if let Some(name) = guard.sqlite_name() {
            let stands = sqlx::query("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = $1");
            let stands = stands.bind(name.to_owned()).fetch_optional(&mut *connection).await?;
            match stands {
                Some(row) if row.try_get::<String, _>("sql")? == guard.sql => return Ok(()),
                Some(_) => {
                    let drop = format!("DROP TRIGGER {name}");
                    connection.execute(sqlx::raw_sql(AssertSqlSafe(drop))).await?;
                }
                None => {}
            }
        }
        connection.execute(sqlx::raw_sql(AssertSqlSafe(guard.sql.clone()))).await?;
        Ok(())
    }
}

/// The statements of a file, without comments.
fn split(text: &str) -> Vec<String> {
    let bare: String =
        text.lines().filter(|line| !line.trim_start().starts_with("--")).collect::<Vec<_>>().join("\n");
    bare.split(";\n").map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, databases, empty_databases};

    #[tokio::test(flavor = "multi_thread")]
    async fn servers_that_start_together_on_an_empty_database_all_come_up() {
        for database in empty_databases().await {
            let starts = (0..4).map(|_| {
                let database = database.clone();
                tokio::spawn(async move { testing::door(database).await })
            });
            for start in starts.collect::<Vec<_>>() {
                start.await.unwrap();
            }
            let door = testing::door(database).await;
            let ran = testing::count(&door, "SELECT count(*) FROM migrations").await;
            assert_eq!(usize::try_from(ran), Ok(MIGRATIONS.len()));
        }
    }

    /// Longer than any statement of the portal may take on PostgreSQL; SQLite knows no such limit.
    const SLOW: &str =
        "CREATE TABLE slow (number BIGINT NOT NULL\n);\nINSERT INTO slow SELECT 1 FROM pg_sleep(3);\n";
    const SLOW_ON_SQLITE: &str = "CREATE TABLE slow (number BIGINT NOT NULL\n);\n\
        INSERT INTO slow WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 500000) SELECT max(x) FROM n;\n";

    #[tokio::test(flavor = "multi_thread")]
    async fn a_migration_takes_as_long_as_it_takes_and_a_second_server_waits_for_it() {
        for database in databases().await {
            let door = testing::door(database.clone()).await;
            let slow = if testing::is_postgres(&door) { SLOW } else { SLOW_ON_SQLITE };
            let migrate = || {
                let db = door.db.clone();
                tokio::spawn(async move { db.migrate_with(&[("9999_slow", slow)]).await })
            };
            let (one, other) = (migrate(), migrate());
            one.await.unwrap().unwrap();
            other.await.unwrap().unwrap();
            assert_eq!(testing::count(&door, "SELECT count(*) FROM slow").await, 1);
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_migration_that_was_changed_after_it_ran_is_refused() {
        for database in databases().await {
            let door = testing::door(database).await;
            let changed = door.db.migrate_with(&[("0002_catalog", "CREATE TABLE other (a TEXT\n);\n")]).await;
            assert!(matches!(changed, Err(Error::Corrupt(_))));
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_log_takes_no_update_no_delete_and_on_postgresql_no_emptying() {
        for database in databases().await {
            let door = testing::door(database).await;
            let row = "INSERT INTO audit_events VALUES ('s', 1, 1, 'a', 'r', 'n', 'b', NULL, 'x', NULL, 'done', NULL, 'q', 'h')";
            testing::run(&door, row).await;
            let mut changes = vec!["UPDATE audit_events SET at = 2", "DELETE FROM audit_events"];
            if testing::is_postgres(&door) {
                changes.push("TRUNCATE audit_events");
            }
            for change in changes {
                let fault = testing::try_to_run(&door, change).await.unwrap_err();
                assert!(fault.contains("append-only"), "{change}: {fault}");
            }
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_guard_whose_text_changed_is_replaced_at_the_next_start() {
        for database in databases().await {
            let door = testing::door(database.clone()).await;
            let old = match testing::is_postgres(&door) {
                true => {
                    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS \
                     $$ BEGIN RETURN OLD; END $$"
                }
                false => {
                    "DROP TRIGGER audit_events_no_DELETE; CREATE TRIGGER audit_events_no_DELETE BEFORE DELETE ON audit_events \
                     WHEN OLD.number < 0 BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END"
                }
            };
            testing::run(&door, old).await;
            let row = "INSERT INTO audit_events VALUES ('s', 1, 1, 'a', 'r', 'n', 'b', NULL, 'x', NULL, 'done', NULL, 'q', 'h')";
            testing::run(&door, row).await;
            let door = testing::door(database).await;
            let fault = testing::try_to_run(&door, "DELETE FROM audit_events").await.unwrap_err();
            assert!(fault.contains("append-only"), "{fault}");
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn links_stay_but_for_closed_accounts_and_keys_that_waited_for_everybody_go_id_1_id_2() {
        for database in empty_databases().await {
            let db = Db::open(&database, 1, true).await.unwrap();
            let before = MIGRATIONS.iter().position(|(name, _)| name.starts_with("0032")).unwrap();
            db.migrate_with(&MIGRATIONS[..before]).await.unwrap();
            let secret = if db.engine() == db::Engine::Postgres { "'\\xab'::bytea" } else { "X'ab'" };
            let rows = format!(
                "INSERT INTO accounts (account_key, role, username, email, given_name, family_name, created_at, totp_secret, \
                 totp_confirmed_at, disabled_at) VALUES ('used', 'auditor', 'used', 'a', 'Kim', 'S', 1, {secret}, 1, NULL), \
                 ('waits', 'auditor', 'waits', 'b', 'Kim', 'S', 1, {secret}, NULL, NULL), \
                 ('closed', 'auditor', 'closed', 'c', 'Kim', 'S', 1, NULL, NULL, 1); \
                 INSERT INTO factor_resets (reset_key, account_key, asked_at, due_at, asked_by, totp_secret) \
                 VALUES ('open', 'used', 1, 1, 'used', {secret}); \
                 INSERT INTO provider_links (link_key, account_key, issuer, subject, linked_at, used_at) \
                 VALUES ('of-used', 'used', 'one', 'kim', 1, 2), ('of-closed', 'closed', 'one', 'kim-too', 1, NULL)"
            );
            let mut connection = db::lone_connection(&database).await.unwrap();
            connection.execute(sqlx::raw_sql(AssertSqlSafe(rows))).await.unwrap();
            connection.close().await.unwrap();
            let door = testing::door(database).await;
            for (sql, counted) in [
                ("SELECT count(*) FROM accounts WHERE totp_secret IS NOT NULL", 1),
                ("SELECT count(*) FROM accounts WHERE account_key = 'used' AND totp_secret IS NOT NULL", 1),
                ("SELECT count(*) FROM factor_resets WHERE ended_at IS NULL", 1),
                ("SELECT count(*) FROM provider_links", 1),
                ("SELECT count(*) FROM provider_links WHERE link_key = 'of-used' AND used_at = 2", 1),
            ] {
                assert_eq!(testing::count(&door, sql).await, counted, "{sql}");
            }
        }
    }
}
