//! What a database holds before practice data is made, and the audit events of what sample consumers did.

use super::{
    audit,
    bulk::Rows,
    db::{Db, query},
    statements,
};
use crate::Error;
use domain::action::Action;
use sqlx::Row;
use std::sync::Arc;

statements! {
    ACCOUNTS = "SELECT count(*) AS accounts, coalesce(max(CASE WHEN account_key = 'practice-account-ana' THEN 1 ELSE 0 END), 0) AS practice FROM accounts";
}

/// What is in the database.
pub(crate) enum There {
    Nothing,
    Practice,
    Other,
}

/// Looks.
pub(crate) async fn what_is_there(db: &Db) -> Result<There, Error> {
    let row = query(ACCOUNTS).fetch_one(db.reader()).await?;
    Ok(match (row.try_get::<i64, _>(0)?, row.try_get::<i64, _>(1)?) {
        (0, _) => There::Nothing,
        (_, 1) => There::Practice,
        _ => There::Other,
    })
}

/// Rows of the audit log.
pub(crate) fn events() -> Rows {
    Rows::new("audit_events", audit::COLUMNS)
}

/// The chain of audit events of a sample consumer, who acted in their own account.
pub(crate) struct Chain {
    pub(crate) consumer: Arc<str>,
    pub(crate) account: Arc<str>,
    pub(crate) name: Arc<str>,
    number: i64,
    hash: Arc<str>,
}

impl Chain {
    pub(crate) fn new(consumer: &Arc<str>, account: &Arc<str>, name: &Arc<str>) -> Self {
        let (consumer, account, name) = (consumer.clone(), account.clone(), name.clone());
        Self { consumer, account, name, number: 0, hash: Arc::from("") }
    }

    /// Adds the next event.
    pub(crate) fn add(&mut self, events: &mut Rows, at: i64, action: Action, target: String) {
        self.number += 1;
        let event = audit::Event::of_sample(self, at, action, target);
        self.hash = event.push(events, self.number, &self.hash);
    }
}
