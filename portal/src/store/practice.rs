//! What a database holds before practice data is made.

use super::{Db, query, statements};
use crate::Error;
use sqlx::Row;

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
