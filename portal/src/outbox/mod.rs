//! The outbox: whatever leaves the process is written here, sealed, in the transaction of what it tells about, and
//! delivered by jobs. In practice mode mail stays, and /demo/mail shows it.

mod jobs;
mod mail;
mod rows;

pub use mail::MailSettings;
pub(crate) use mail::{JOB as MAIL, Mailer};
pub use rows::{Undelivered, Waiting};

pub(crate) use jobs::{Fault, Job};
pub(crate) use rows::{BATCHES, Message, STATEMENTS};

use crate::{Error, Portal, randomness};
use domain::{instant::Instant, outbox::Kind, people::OutboxKey};
use door::{Seal, Unbound, Work};
use words::Mail;

/// A mail of the practice mailbox.
#[derive(Clone, Debug)]
pub struct PracticeMail {
    /// The address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text; empty when it was damaged or sealed with another key.
    pub body: String,
    /// When it was written.
    pub written_at: Instant,
}

/// Writes a mail into the outbox, in the transaction of what it tells about.
pub(crate) async fn put_mail(beside: &mut Unbound<'_>, to: &str, mail: &Mail) -> Result<(), Error> {
    let body = format!("{}\n", mail.body);
    let (subject, body) = (&*mail.subject, body.as_bytes());
    put(beside, &Draft { key: new_key(), kind: Kind::Mail, destination: to, subject, body }).await
}

/// Writes a mail to somebody, or does the work of it when there is nobody: how long it takes must not tell which.
pub(crate) async fn put_mail_to(
    beside: &mut Unbound<'_>,
    to: Option<&str>,
    mail: &Mail,
) -> Result<(), Error> {
    let Some(to) = to else {
        let (key, now) = (new_key(), beside.now());
        let body = format!("{}\n", mail.body);
        let body = randomness::hex(&beside.seal().seal(&place_of(&key), body.as_bytes())?);
        return rows::put_nothing(beside, &key, Kind::Mail, "", &mail.subject, &body, now)
            .await
            .map(door::Changed::or_not);
    };
    put_mail(beside, to, mail).await
}

/// A message as it is written.
pub(crate) struct Draft<'a> {
    pub(crate) key: OutboxKey,
    pub(crate) kind: Kind,
    /// Who gets it: an address, a carrier.
    pub(crate) destination: &'a str,
    /// What it is about, in plain text: a mail's subject, an enrollment.
    pub(crate) subject: &'a str,
    pub(crate) body: &'a [u8],
}

/// The key of the next message.
pub(crate) fn new_key() -> OutboxKey {
    OutboxKey(randomness::row_key())
}

/// Writes a message into the outbox. Codes and Social Security numbers stand in it, so it is sealed.
pub(crate) async fn put(beside: &mut Unbound<'_>, draft: &Draft<'_>) -> Result<(), Error> {
    let Draft { key, kind, destination, subject, body } = draft;
    let body = randomness::hex(&beside.seal().seal(&place_of(key), body)?);
    let now = beside.now();
    rows::put(beside, key, *kind, destination, subject, &body, now).await?.or_not();
    Ok(())
}

impl Message {
    /// What it says; `None` when it was damaged or sealed with another key.
    pub(crate) fn open(&self, seal: &Seal) -> Option<Vec<u8>> {
        opened(seal, &self.outbox_key, &self.body)
    }

    /// The same as text.
    fn text(&self, seal: &Seal) -> Option<String> {
        String::from_utf8(self.open(seal)?).ok()
    }
}

/// What a message says, of which key and body are known; `None` when it was damaged or sealed with another key.
pub(crate) fn opened(seal: &Seal, key: &OutboxKey, body: &str) -> Option<Vec<u8>> {
    seal.open(&place_of(key), &randomness::unhex(body)?).ok()
}

/// A mail that is sealed already, one of many.
pub(crate) struct SealedMail {
    key: OutboxKey,
    to: String,
    subject: String,
    body: String,
}

/// Seals a mail before the transaction that writes it, so that this is short.
pub(crate) fn sealed(seal: &Seal, to: &str, mail: &Mail) -> Result<SealedMail, Error> {
    let key = new_key();
    let body = randomness::hex(&seal.seal(&place_of(&key), format!("{}\n", mail.body).as_bytes())?);
    Ok(SealedMail { key, to: to.to_owned(), subject: mail.subject.to_string(), body })
}

/// Lays sealed mails ready: nobody delivers them before `put_staged` moves them.
pub(crate) async fn stage_mails(
    work: &mut Work<'_>,
    batch: &str,
    mails: &[&SealedMail],
) -> Result<(), Error> {
    let (now, mut rows) = (work.now(), Vec::with_capacity(mails.len()));
    for SealedMail { key, to, subject, body } in mails {
        rows.push(rows::Staged { batch, key, destination: to, subject, body, now });
    }
    rows::stage(work, &rows).await.map(drop)
}

/// Moves the mails that were laid ready into the outbox, in the transaction of what they tell about.
pub(crate) async fn put_staged(beside: &mut Unbound<'_>, batch: &str) -> Result<(), Error> {
    let now = beside.now();
    rows::put_staged(beside, batch, now).await.map(door::Changed::or_not)
}

/// Forgets what was laid ready: of a batch, and what is older.
pub(crate) async fn unstage(work: &mut Work<'_>, batch: &str, before: Instant) -> Result<(), Error> {
    rows::forget_staged(work, batch, before).await.map(door::Changed::or_not)
}

/// Where a message lies, for its seal.
fn place_of(key: &OutboxKey) -> String {
    format!("outbox/body/{key}")
}

impl Portal {
    /// Forgets the mails that were written for nobody.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn forget_mails_to_nobody(&self) -> Result<usize, Error> {
        let forget = self.door.at_work(Some("mails_to_nobody"), rows::forget_nothing);
        forget.await.map(|changed| {
            changed.or_not();
            0
        })
    }

    /// The newest mails of the practice mailbox, newest first.
    ///
    /// # Errors
    /// `Error::NotFound` outside practice mode.
    pub async fn practice_mails(&self) -> Result<Vec<PracticeMail>, Error> {
        if !self.practice {
            return Err(Error::NotFound);
        }
        let mails = rows::newest(&mut self.door.looking(), Kind::Mail, 100).await?;
        let shown = |mail: Message| PracticeMail {
            body: mail.text(self.door.seal()).unwrap_or_default(),
            to: mail.destination,
            subject: mail.subject,
            written_at: mail.created_at,
        };
        Ok(mails.into_iter().map(shown).collect())
    }
}
