//! The consumer's chain of audit events, read for the activity page. Only `audit.rs` writes it.

use super::{ActingOn, Consumer, query, statements};
use crate::{
    Error, Session,
    activity::{ActivityLine, ActivityWanted, StoredEvent},
};
use domain::{access::Action as _, consumer::Action};
use sqlx::{Row, any::AnyRow};

statements! {
    /// `$3`: 0 for everything, 1 for what others did, 2 for that and what the consumer did herself but look; `$7` names the
    /// actions that only look.
    /// With the name of the assister where an association was started or ended: its key is the target, and the
    /// receipt's hash may stand behind it. And with the kind of the assister who acted.
    PAGE = "SELECT e.number, e.at, e.account_key, e.role, e.actor_name, e.action, e.outcome, a.given_name, a.family_name, w.kind \
        FROM audit_events e \
        LEFT JOIN associations s ON s.consumer_key = $6 AND e.action IN ('authorize_assister','end_association') \
            AND e.outcome = 'done' AND (e.target = s.association_key OR e.target LIKE s.association_key || ' %') \
        LEFT JOIN assisters a ON a.assister_key = s.assister_key \
        LEFT JOIN assisters w ON w.account_key = e.account_key \
        WHERE e.subject = $1 AND e.number < $2 AND (CAST($3 AS BIGINT) = 0 OR e.account_key <> $4 \
            OR ($3 = 2 AND CAST($7 AS TEXT) NOT LIKE '% ' || e.action || ' %')) \
        ORDER BY e.number DESC LIMIT $5";
}

fn event(row: &AnyRow) -> Result<StoredEvent, Error> {
    let (given, family): (Option<String>, Option<String>) = (row.try_get(7)?, row.try_get(8)?);
    Ok(StoredEvent {
        number: row.try_get(0)?,
        at: row.try_get(1)?,
        account_key: row.try_get(2)?,
        role: row.try_get(3)?,
        actor_name: row.try_get(4)?,
        action: row.try_get(5)?,
        outcome: row.try_get(6)?,
        assister_kind: row.try_get(9)?,
        about: given.zip(family).map(|(given, family)| format!("{given} {family}")),
    })
}

/// Events of the consumer, newest first.
pub(crate) async fn page(
    acting: &mut ActingOn<'_, Consumer>,
    session: &Session,
    wanted: ActivityWanted,
    rows: i64,
) -> Result<Vec<ActivityLine>, Error> {
    let which = i64::from(wanted.only_others);
    lines(acting, session, (which, wanted.before.unwrap_or(i64::MAX)), rows).await
}

/// The newest events but for the consumer's own looking around.
pub(crate) async fn newest(
    acting: &mut ActingOn<'_, Consumer>,
    session: &Session,
    rows: i64,
) -> Result<Vec<ActivityLine>, Error> {
    lines(acting, session, (2, i64::MAX), rows).await
}

async fn lines(
    acting: &mut ActingOn<'_, Consumer>,
    session: &Session,
    (which, before): (i64, i64),
    rows: i64,
) -> Result<Vec<ActivityLine>, Error> {
    let consumer = acting.key().0.clone();
    let subject = format!("consumer:{consumer}");
    let rows = query(PAGE)
        .bind(subject)
        .bind(before)
        .bind(which)
        .bind(session.account_key().0.clone())
        .bind(rows)
        .bind(consumer)
        .bind(looks())
        .fetch_all(acting.connection())
        .await?;
    rows.iter().map(|row| ActivityLine::of(event(row)?, session)).collect()
}

/// The words of the actions that only look, each between spaces.
fn looks() -> String {
    let words = Action::ALL.iter().filter(|action| action.only_reads()).map(|action| action.word());
    format!(" {} ", words.collect::<Vec<_>>().join(" "))
}
