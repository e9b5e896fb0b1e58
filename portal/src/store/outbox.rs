//! Mail on its way out: written in the business transaction, claimed with a lease by whoever delivers. Codes
//! stand in it, so its text is sealed, and erased when the mail server has it.

use super::{ActingOn, Db, Entrance, Seal, query, statements};
use crate::{Error, randomness};
use sqlx::{AnyConnection, Row, any::AnyRow};

statements! {
    MAIL = "INSERT INTO outbox (outbox_key, kind, destination, subject, body, created_at) VALUES ($1, 'mail', $2, $3, $4, $5)";
    CLAIM_MAIL = "UPDATE outbox SET lease_until = $1, attempts = attempts + 1 \
        WHERE sent_at IS NULL AND lease_until <= $2 AND outbox_key IN \
        (SELECT o.outbox_key FROM outbox o WHERE o.kind = 'mail' AND o.sent_at IS NULL AND o.lease_until <= $3 ORDER BY o.outbox_key LIMIT $4) \
        RETURNING outbox_key, destination, subject, body, created_at, attempts";
    SENT = "UPDATE outbox SET sent_at = $2, fault = NULL, body = '' WHERE outbox_key = $1 AND sent_at IS NULL";
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
    /// The text; `None` when it cannot be opened: it was sealed with another key.
    pub(crate) body: Option<String>,
    pub(crate) created_at: i64,
    pub(crate) attempts: i64,
}

fn from_row(row: &AnyRow, seal: &Seal) -> Result<MailRow, Error> {
    let key: String = row.try_get(0)?;
    let opened = |sealed: String| {
        let plain = seal.open(&place_of(&key), &randomness::unhex(&sealed)?).ok()?;
        String::from_utf8(plain).ok()
    };
    Ok(MailRow {
        body: opened(row.try_get(3)?),
        key,
        to: row.try_get(1)?,
        subject: row.try_get(2)?,
        created_at: row.try_get(4)?,
        attempts: row.try_get(5)?,
    })
}

/// Where a message's text lies, for its seal.
pub(crate) fn place_of(outbox_key: &str) -> String {
    format!("outbox/body/{outbox_key}")
}

/// A mail as it is written: to whom, about what, the text.
pub(crate) struct Mail<'a> {
    pub(crate) to: &'a str,
    pub(crate) subject: &'a str,
    pub(crate) body: &'a str,
}

/// Writes a mail into the outbox, in the transaction of what it tells about.
pub(crate) async fn mail<S: door::Subject>(
    acting: &mut ActingOn<'_, S>,
    seal: &Seal,
    mail: &Mail<'_>,
) -> Result<(), Error> {
    let now = acting.now().0;
    insert(acting.connection(), seal, mail, now).await
}

/// The same at the entrance.
pub(crate) async fn mail_at_the_entrance(
    entrance: &mut Entrance<'_>,
    seal: &Seal,
    mail: &Mail<'_>,
) -> Result<(), Error> {
    let now = entrance.now().0;
    insert(entrance.connection(), seal, mail, now).await
}

async fn insert(connection: &mut AnyConnection, seal: &Seal, mail: &Mail<'_>, now: i64) -> Result<(), Error> {
    let key = randomness::row_key();
    let body = randomness::hex(&seal.seal(&place_of(&key), mail.body.as_bytes())?);
    query(MAIL)
        .bind(key)
        .bind(mail.to.to_owned())
        .bind(mail.subject.to_owned())
        .bind(body)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

/// Claims mails that are due, until `lease_until`: nobody else delivers them before.
pub(crate) async fn claim_mail(
    db: &Db,
    (now, lease_until): (i64, i64),
    most: i64,
) -> Result<Vec<MailRow>, Error> {
    db.at_work(None, async |work| {
        let rows = query(CLAIM_MAIL)
            .bind(lease_until)
            .bind(now)
            .bind(now)
            .bind(most)
            .fetch_all(work.connection())
            .await?;
        let mut mails: Vec<MailRow> =
            rows.iter().map(|row| from_row(row, db.seal())).collect::<Result<_, _>>()?;
        mails.sort_by(|one, other| one.key.cmp(&other.key));
        Ok(mails)
    })
    .await
}

/// The mail was accepted by the mail server.
pub(crate) async fn mail_sent(db: &Db, key: &str, now: i64) -> Result<(), Error> {
    db.at_work(None, async |work| {
        query(SENT).bind(key.to_owned()).bind(now).execute(work.connection()).await?;
        Ok(())
    })
    .await
}

/// The mail was not accepted; it is due again at `again_at`.
pub(crate) async fn mail_not_sent(db: &Db, key: &str, again_at: i64, fault: &str) -> Result<(), Error> {
    db.at_work(None, async |work| {
        query(NOT_SENT)
            .bind(key.to_owned())
            .bind(again_at)
            .bind(fault.to_owned())
            .execute(work.connection())
            .await?;
        Ok(())
    })
    .await
}

/// The newest mails, sent or not.
pub(crate) async fn newest_mails(db: &Db, most: i64) -> Result<Vec<MailRow>, Error> {
    let rows = query(NEWEST_MAILS).bind(most).fetch_all(db.reader()).await?;
    rows.iter().map(|row| from_row(row, db.seal())).collect()
}
