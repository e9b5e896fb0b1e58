//! Mail leaves from the outbox: at least once, in the order it was written, with growing pauses while the
//! mail server does not take it. In practice mode it stays, and /demo/mail shows it.

use crate::{Error, Portal, outside::mail::Mailer, store, store::outbox::MailRow};
use domain::instant::SECOND;
use std::{sync::Arc, time::Duration};

pub use crate::outside::mail::MailSettings;

/// How long one worker holds a mail before another may try.
const LEASE: i64 = 120 * SECOND;
/// Mails of one round.
const ROUND: i64 = 20;
/// The longest pause between two tries.
const LONGEST_PAUSE: i64 = 3600;

/// A mail of the practice mailbox.
#[derive(Clone, Debug)]
pub struct PracticeMail {
    /// The address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub body: String,
    /// When it was written, in microseconds since 1970.
    pub written_at: i64,
}

impl Portal {
    /// The portal with a mail server.
    ///
    /// # Errors
    /// `Error::Unavailable` when the settings make no sense.
    pub fn with_mail(mut self, settings: &MailSettings) -> Result<Self, Error> {
        self.mailer = Some(Arc::new(Mailer::new(settings)?));
        Ok(self)
    }

    /// Delivers the mails that are due and gives how many went out. Any number of processes may do so at
    /// once. Without a mail server, and in practice mode, mail waits.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn deliver_mail(&self) -> Result<usize, Error> {
        let Some(mailer) = self.mailer.as_ref().filter(|_| !self.practice) else { return Ok(0) };
        let now = self.door.now().0;
        let mails = store::outbox::claim_mail(&self.door, (now, now + LEASE), ROUND).await?;
        let mut sent = 0;
        for mail in &mails {
            if self.door.now().0 >= now + LEASE - 30 * SECOND {
                break; // The lease is nearly over: whoever claims next goes on.
            }
            match mailer.send(mail).await {
                Ok(()) => {
                    store::outbox::mail_sent(&self.door, &mail.key, self.door.now().0).await?;
                    sent += 1;
                }
                Err(fault) => {
                    tracing::warn!(mail = mail.key, fault, tries = mail.attempts, "mail not sent");
                    let again = self.door.now().0 + pause_after(mail.attempts) * SECOND;
                    store::outbox::mail_not_sent(&self.door, &mail.key, again, &fault).await?;
                }
            }
        }
        Ok(sent)
    }

    /// Delivers mail from now on, until the portal closes.
    pub fn keep_delivering_mail(&self) {
        let portal = self.clone();
        tokio::spawn(async move {
            loop {
                match portal.deliver_mail().await {
                    Ok(0) => tokio::time::sleep(Duration::from_secs(2)).await,
                    Ok(_) => {}
                    Err(fault) if fault.is_closed() => return,
                    Err(fault) => {
                        tracing::error!(code = fault.failure_code(), "mail cannot be delivered");
                        tokio::time::sleep(Duration::from_secs(15)).await;
                    }
                }
            }
        });
    }

    /// The newest mails of the practice mailbox, newest first.
    ///
    /// # Errors
    /// `Error::NotFound` outside practice mode.
    pub async fn practice_mails(&self) -> Result<Vec<PracticeMail>, Error> {
        if !self.practice {
            return Err(Error::NotFound);
        }
        let mails = store::outbox::newest_mails(&self.door, 100).await?;
        let mail = |MailRow { to, subject, body, created_at, .. }| PracticeMail {
            to,
            subject,
            body: body.unwrap_or_else(|| "This mail was sealed with another key.".to_owned()),
            written_at: created_at,
        };
        Ok(mails.into_iter().map(mail).collect())
    }
}

/// Seconds until the next try.
fn pause_after(attempts: i64) -> i64 {
    let doubling = u32::try_from(attempts.clamp(0, 20)).unwrap_or(20);
    (15_i64 << doubling).min(LONGEST_PAUSE)
}
