//! What leaves the process (mail, 834s) is written here, in the transaction of the work, and delivered by
//! workers afterwards.

use super::{ActingOn, db::query, statements};
use crate::{Error, randomness};

statements! {
    MAIL = "INSERT INTO outbox (outbox_key, kind, destination, subject, body, created_at) VALUES ($1, 'mail', $2, $3, $4, $5)";
}

/// Writes a mail into the outbox, in the transaction of what it tells about.
pub(crate) async fn mail<S>(
    acting: &mut ActingOn<S>,
    to: &str,
    subject: &str,
    body: &str,
) -> Result<(), Error> {
    let now = acting.now();
    query(MAIL)
        .bind(randomness::row_key())
        .bind(to.to_owned())
        .bind(subject.to_owned())
        .bind(body.to_owned())
        .bind(now)
        .execute(acting.connection())
        .await?;
    Ok(())
}
