//! Reads chains of audit events back as they were hashed, to check them; `audit.rs` writes them.

use super::{Db, audit::chain_hash, db::query, statements};
use crate::{Error, audit_trail::HashedEvent};
use sqlx::{Row, any::AnyRow};

statements! {
    AFTER = "SELECT number, hash, subject, at, account_key, role, actor_name, basis, association_key, action, target, outcome, \
        rule, request_id FROM audit_events WHERE subject = $1 AND number > $2 ORDER BY number LIMIT $3";
    SUBJECTS = "SELECT DISTINCT subject FROM audit_events ORDER BY subject";
}

/// The next events of a chain.
pub(crate) async fn after(db: &Db, subject: &str, number: i64, rows: i64) -> Result<Vec<HashedEvent>, Error> {
    let rows = query(AFTER).bind(subject.to_owned()).bind(number).bind(rows).fetch_all(db.reader()).await?;
    rows.iter().map(event).collect()
}

/// Every subject that has a chain.
pub(crate) async fn subjects(db: &Db) -> Result<Vec<String>, Error> {
    let rows = query(SUBJECTS).fetch_all(db.reader()).await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

fn event(row: &AnyRow) -> Result<HashedEvent, Error> {
    let number: i64 = row.try_get(0)?;
    let at: i64 = row.try_get(3)?;
    let mut fields = vec![Some(row.try_get(2)?), Some(number.to_string()), Some(at.to_string())];
    for column in 4..14 {
        fields.push(row.try_get::<Option<String>, _>(column)?);
    }
    Ok(HashedEvent { number, fields, hash: row.try_get(1)? })
}

/// The hash that the event must have after the one before.
pub(crate) fn hash(previous: &str, event: &HashedEvent) -> String {
    let mut all = [None; 14];
    all[0] = Some(previous);
    for (place, field) in all[1..].iter_mut().zip(&event.fields) {
        *place = field.as_deref();
    }
    chain_hash(all)
}
