//! Applications and their pages. Every query takes the proof, so none can name another consumer.

use super::{ActingOn, Consumer, db::query, statements};
use crate::{Error, randomness};
use domain::people::ApplicationKey;
use sqlx::{Row, any::AnyRow};

statements! {
    LATEST = "SELECT application_key, plan_year, kind, state, last_page, percent, started_at, submitted_at \
        FROM applications WHERE consumer_key = $1 AND plan_year = $2 ORDER BY started_at DESC LIMIT 1";
    START = "INSERT INTO applications (application_key, consumer_key, plan_year, kind, state, last_page, percent, started_at) \
        VALUES ($1, $2, $3, $4, 'draft', 'start', 0, $5)";
}

/// One row of `applications`.
pub(crate) struct ApplicationRow {
    pub(crate) key: ApplicationKey,
    pub(crate) plan_year: i64,
    pub(crate) kind: String,
    pub(crate) state: String,
    pub(crate) last_page: String,
    pub(crate) percent: i64,
    pub(crate) started_at: i64,
    pub(crate) submitted_at: Option<i64>,
}

fn from_row(row: &AnyRow) -> Result<ApplicationRow, Error> {
    Ok(ApplicationRow {
        key: ApplicationKey(row.try_get(0)?),
        plan_year: row.try_get(1)?,
        kind: row.try_get(2)?,
        state: row.try_get(3)?,
        last_page: row.try_get(4)?,
        percent: row.try_get(5)?,
        started_at: row.try_get(6)?,
        submitted_at: row.try_get(7)?,
    })
}

/// The consumer's latest application for a plan year.
pub(crate) async fn latest(
    acting: &mut ActingOn<Consumer>,
    plan_year: i64,
) -> Result<Option<ApplicationRow>, Error> {
    let consumer = acting.subject().key().0.clone();
    let row = query(LATEST).bind(consumer).bind(plan_year).fetch_optional(acting.connection()).await?;
    row.as_ref().map(from_row).transpose()
}

/// Starts a draft.
pub(crate) async fn start(acting: &mut ActingOn<Consumer>, plan_year: i64, kind: &str) -> Result<(), Error> {
    let consumer = acting.subject().key().0.clone();
    let now = acting.now();
    query(START)
        .bind(randomness::row_key())
        .bind(consumer)
        .bind(plan_year)
        .bind(kind.to_owned())
        .bind(now)
        .execute(acting.connection())
        .await?;
    Ok(())
}
