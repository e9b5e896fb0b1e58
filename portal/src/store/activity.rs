//! The consumer's chain of audit events, read for the activity page. Only `audit.rs` writes it.

use super::{ActingOn, Consumer, db::query, statements};
use crate::{
    Error, Session,
    activity::{ActivityLine, ActivityWanted, StoredEvent},
};
use sqlx::{Row, any::AnyRow};
use std::collections::HashMap;

statements! {
    PAGE = "SELECT number, at, account_key, role, actor_name, action, outcome, target FROM audit_events \
        WHERE subject = $1 AND number < $2 AND (CAST($3 AS BIGINT) = 0 OR account_key <> $4) ORDER BY number DESC LIMIT $5";
    NAMES = "SELECT s.association_key, a.given_name, a.family_name FROM associations s \
        JOIN assisters a ON a.assister_key = s.assister_key WHERE s.consumer_key = $1";
}

fn event(row: &AnyRow) -> Result<StoredEvent, Error> {
    Ok(StoredEvent {
        number: row.try_get(0)?,
        at: row.try_get(1)?,
        account_key: row.try_get(2)?,
        role: row.try_get(3)?,
        actor_name: row.try_get(4)?,
        action: row.try_get(5)?,
        outcome: row.try_get(6)?,
        target: row.try_get(7)?,
    })
}

/// Events of the consumer, newest first.
pub(crate) async fn page(
    acting: &mut ActingOn<Consumer>,
    session: &Session,
    wanted: ActivityWanted,
    rows: i64,
) -> Result<Vec<ActivityLine>, Error> {
    let subject = format!("consumer:{}", acting.subject().key());
    let rows = query(PAGE)
        .bind(subject)
        .bind(wanted.before.unwrap_or(i64::MAX))
        .bind(i64::from(wanted.only_others))
        .bind(session.account_key().0.clone())
        .bind(rows)
        .fetch_all(acting.connection())
        .await?;
    let events = rows.iter().map(event).collect::<Result<Vec<_>, _>>()?;
    let names = match events.iter().any(|event| event.association().is_some()) {
        true => names(acting).await?,
        false => HashMap::new(),
    };
    let line = |event: StoredEvent| {
        let about = event.association().and_then(|key| names.get(key)).cloned();
        ActivityLine::of(event, about.as_deref(), session)
    };
    events.into_iter().map(line).collect()
}

/// The assisters of the consumer's associations.
async fn names(acting: &mut ActingOn<Consumer>) -> Result<HashMap<String, String>, Error> {
    let consumer = acting.subject().key().0.clone();
    let rows = query(NAMES).bind(consumer).fetch_all(acting.connection()).await?;
    rows.iter()
        .map(|row| {
            let (given, family): (String, String) = (row.try_get(1)?, row.try_get(2)?);
            Ok((row.try_get(0)?, format!("{given} {family}")))
        })
        .collect()
}
