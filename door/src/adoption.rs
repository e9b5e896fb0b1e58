//! Chains whose events were hashed without a key, by an earlier version: their heads are marked with a key once, when
//! this version first opens the database. An event without a key counts up to its chain's marked head; whoever has the
//! database alone can neither change what stands before it nor write one after it.

use crate::{
    AtWork, Changed, Entry, Error, Marker, Statement,
    db::{self, Db},
    rows,
    statement::run_on,
};
use sqlx::{AnyConnection, Connection, Executor};

rows! {
    /// The last event of a chain.
    struct Last {
        subject: String,
        number: i64,
        hash: String,
    }

    /// Whether it was done.
    struct Done {
        number: i64,
    }
}

const DONE: Statement<AtWork, Option<Done>, 0> =
    Statement::new("SELECT number FROM audit_adopted WHERE subject = ''");
const LAST: Statement<AtWork, Vec<Last>, 2> = Statement::new(
    "SELECT e.subject, e.number, e.hash FROM audit_events e WHERE e.subject > $1 AND e.hash NOT LIKE '%:%' AND e.number = \
     (SELECT max(m.number) FROM audit_events m WHERE m.subject = e.subject) ORDER BY e.subject LIMIT $2",
);
const ADOPT: Statement<AtWork, Changed, 4> =
    Statement::new("INSERT INTO audit_adopted (subject, number, hash, mark) VALUES ($1, $2, $3, $4)");

/// The statements of this file.
pub(crate) const STATEMENTS: &[Entry] = &[DONE.entry("done"), LAST.entry("last"), ADOPT.entry("adopt")];

const BATCH: i64 = 500;

/// The mark of a chain's head.
pub(crate) fn mark(marker: &Marker, subject: &str, number: i64, hash: &str) -> String {
    marker.mark(&format!("adopted/{}:{subject}/{number}/{hash}", subject.len()))
}

/// Marks the heads of all chains that have no key, once.
pub(crate) async fn adopt(db: &Db, marker: &Marker) -> Result<(), Error> {
    let mut connection = db::lone_connection(db.url()).await?;
    if run_on(&mut connection, &DONE, []).await?.is_some() {
        return Ok(connection.close().await?);
    }
    connection.execute(sqlx::raw_sql(db.alone())).await?;
    if run_on(&mut connection, &DONE, []).await?.is_none() {
        let chains = adopt_all(&mut connection, marker).await?;
        put(&mut connection, marker, &Last { subject: String::new(), number: chains, hash: String::new() })
            .await?;
        if chains > 0 {
            tracing::warn!(chains, "chains of an earlier version are marked with a key; this is done once");
        }
    }
    connection.execute("COMMIT").await?;
    connection.close().await?;
    Ok(())
}

async fn adopt_all(connection: &mut AnyConnection, marker: &Marker) -> Result<i64, Error> {
    let (mut chains, mut after) = (0, String::new());
    loop {
        let heads = run_on(connection, &LAST, [&after, &BATCH]).await?;
        let Some(last) = heads.last() else { return Ok(chains) };
        after.clone_from(&last.subject);
        for head in &heads {
            put(connection, marker, head).await?;
            chains += 1;
        }
    }
}

async fn put(connection: &mut AnyConnection, marker: &Marker, head: &Last) -> Result<(), Error> {
    let Last { subject, number, hash } = head;
    let mark = mark(marker, subject, *number, hash);
    run_on(connection, &ADOPT, [subject, number, hash, &mark]).await?.or_not();
    Ok(())
}
