//! Mail on its way out: written in the business transaction, claimed with a lease by whoever delivers.

use super::{ActingOn, Db, db::query, entrance::Entrance, statements};
use crate::{Error, randomness};
use sqlx::{AnyConnection, Row, any::AnyRow};

statements! {
    MAIL = "INSERT INTO outbox (outbox_key, kind, destination, subject, body, created_at) VALUES ($1, 'mail', $2, $3, $4, $5)";
    CLAIM_MAIL = "UPDATE outbox SET lease_until = $1, attempts = attempts + 1 \
        WHERE sent_at IS NULL AND lease_until <= $2 AND outbox_key IN \
        (SELECT o.outbox_key FROM outbox o WHERE o.kind = 'mail' AND o.sent_at IS NULL AND o.lease_until <= $3 ORDER BY o.outbox_key LIMIT $4) \
        RETURNING outbox_key, destination, subject, body, created_at, attempts";
    SENT = "UPDATE outbox SET sent_at = $2, fault = NULL WHERE outbox_key = $1 AND sent_at IS NULL";
    NOT_SENT = "UPDATE outbox SET lease_until = $2, fault = $3 WHERE outbox_key = $1 AND sent_at IS NULL";
    NEWEST_MAILS = "SELECT outbox_key, destination, subject, body, created_at, attempts FROM outbox \
        WHERE kind = 'mail' ORDER BY created_at DESC, outbox_key DESC LIMIT $1";
}

/// A mail in the outbox.
#[derive(Clone, Debug)]
pub(crate) struct MailRow {
    pub(crate) key: String,
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) body: String,
    pub(crate) created_at: i64,
    pub(crate) attempts: i64,
}

fn from_row(row: &AnyRow) -> Result<MailRow, Error> {
    Ok(MailRow {
        key: row.try_get(0)?,
        to: row.try_get(1)?,
        subject: row.try_get(2)?,
        body: row.try_get(3)?,
        created_at: row.try_get(4)?,
        attempts: row.try_get(5)?,
    })
}

/// Writes a mail into the outbox, in the transaction of what it tells about.
pub(crate) async fn mail<S>(
    acting: &mut ActingOn<S>,
    to: &str,
    subject: &str,
    body: &str,
) -> Result<(), Error> {
    let now = acting.now();
    insert(acting.connection(), to, subject, body, now).await
}

/// The same at the entrance.
pub(crate) async fn mail_at_the_entrance(
    entrance: &mut Entrance,
    to: &str,
    subject: &str,
    body: &str,
) -> Result<(), Error> {
    let now = entrance.now();
    insert(entrance.connection(), to, subject, body, now).await
}

async fn insert(
    connection: &mut AnyConnection,
    to: &str,
    subject: &str,
    body: &str,
    now: i64,
) -> Result<(), Error> {
    query(MAIL)
        .bind(randomness::row_key())
        .bind(to.to_owned())
        .bind(subject.to_owned())
        .bind(body.to_owned())
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

impl Db {
    /// Claims mails that are due, until `lease_until`: nobody else delivers them before.
    pub(crate) async fn claim_mail(
        &self,
        now: i64,
        lease_until: i64,
        most: i64,
    ) -> Result<Vec<MailRow>, Error> {
        let mut tx = self.begin_append().await?;
        let rows =
            query(CLAIM_MAIL).bind(lease_until).bind(now).bind(now).bind(most).fetch_all(&mut *tx).await?;
        let mut mails: Vec<MailRow> = rows.iter().map(from_row).collect::<Result<_, _>>()?;
        tx.commit().await?;
        mails.sort_by(|one, other| one.key.cmp(&other.key));
        Ok(mails)
    }

    /// The mail was accepted by the mail server.
    pub(crate) async fn mail_sent(&self, key: &str, now: i64) -> Result<(), Error> {
        let mut tx = self.begin_append().await?;
        query(SENT).bind(key.to_owned()).bind(now).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The mail was not accepted; it is due again at `again_at`.
    pub(crate) async fn mail_not_sent(&self, key: &str, again_at: i64, fault: &str) -> Result<(), Error> {
        let mut tx = self.begin_append().await?;
        query(NOT_SENT).bind(key.to_owned()).bind(again_at).bind(fault.to_owned()).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The newest mails, sent or not.
    pub(crate) async fn newest_mails(&self, most: i64) -> Result<Vec<MailRow>, Error> {
        let rows = query(NEWEST_MAILS).bind(most).fetch_all(self.reader()).await?;
        rows.iter().map(from_row).collect()
    }
}
