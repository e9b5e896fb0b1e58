//! The job that hands mail to a mail server, over SMTP with TLS: at least once, in the order it was written. In
//! practice mode, and without a mail server, mail waits.

use super::{Job, Message};
use crate::{Error, Portal};
use domain::outbox::Kind;
use door::Seal;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message as Letter, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};
use std::{slice, sync::Arc, time::Duration};

/// Given up after about five days.
pub(crate) const JOB: Job = Job { kind: Kind::Mail, lease_seconds: 120, tries: 120, batch: 20 };
/// A mail that is begun so long before the lease ends is through before it does.
const LONGEST_TALK: i64 = 30;

/// How to reach the mail server.
#[derive(Clone)]
pub struct MailSettings {
    /// `smtps://NAME:PASSWORD@HOST` (TLS from the start), `smtp://...?tls=required` (STARTTLS), or
    /// `smtp://HOST:PORT` for a server on this machine.
    pub url: String,
    /// The sender, as `Name <address>`.
    pub from: String,
}

/// A mail server that takes mail.
pub(crate) struct Mailer {
    server: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    domain: String,
}

impl Mailer {
    /// Reads the settings; nothing is sent yet.
    fn new(settings: &MailSettings) -> Result<Self, Error> {
        let from: Mailbox =
            settings.from.parse().map_err(|_| Error::Unavailable("the sender of mail is no address"))?;
        let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(&settings.url)
            .map_err(|_| Error::Unavailable("the mail server's URL cannot be read"))?
            .timeout(Some(Duration::from_secs(20)))
            .build();
        let domain = from.email.domain().to_owned();
        Ok(Self { server, from, domain })
    }

    /// Hands one mail to the server. The Message-ID is the outbox key, so that a mail that is handed over
    /// twice after a crash can be told for one.
    async fn send(&self, mail: &Message, seal: &Seal) -> Result<(), String> {
        let to = mail.destination.parse().map_err(|_| "the recipient is no address".to_owned())?;
        let body = mail.text(seal).ok_or("the mail was sealed with another key")?;
        let message = Letter::builder()
            .message_id(Some(format!("<{}@{}>", mail.outbox_key, self.domain)))
            .from(self.from.clone())
            .to(to)
            .subject(mail.subject.clone())
            .header(ContentType::TEXT_PLAIN)
            .body(body)
            .map_err(|_| "the mail cannot be written".to_owned())?;
        match self.server.send(message).await {
            Ok(_) => Ok(()),
            // Never the server's own words: they may repeat the address.
            Err(fault) => Err(match fault.status() {
                Some(code) => format!("the mail server answered {code}"),
                None if fault.is_timeout() => "the mail server did not answer in time".to_owned(),
                None => "the mail server cannot be reached".to_owned(),
            }),
        }
    }
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

    /// Delivers the mails that are due and gives how many went out. Any number of processes may do so at once.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn deliver_mail(&self) -> Result<usize, Error> {
        let Some(mailer) = self.mailer.as_ref().filter(|_| !self.practice) else { return Ok(0) };
        let mails = self.door.at_work(None, async |work| JOB.claim(work, None, "").await).await?;
        let mut sent = 0;
        for mail in &mails {
            if self.door.now() >= mail.lease_until.minus_seconds(LONGEST_TALK) {
                break; // Whoever claims next goes on.
            }
            let fault = mailer.send(mail, self.door.seal()).await.err();
            sent += usize::from(fault.is_none());
            let mail = slice::from_ref(mail);
            self.door.at_work(None, async |work| JOB.settle(work, mail, &[fault]).await).await?;
        }
        Ok(sent)
    }
}
