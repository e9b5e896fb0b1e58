//! The job that hands mail to a mail server, over SMTP with TLS: at least once, in the order it was written. That an
//! attempt begins is noted first; a mail of which nobody knows whether it arrived goes out again, with a header that
//! says so. In practice mode, and without a mail server, mail waits.

use super::{Job, Message};
use crate::{Error, Portal};
use domain::outbox::Kind;
use door::Seal;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message as Letter, Tokio1Executor,
    message::{
        Mailbox,
        header::{ContentType, HeaderName, HeaderValue},
    },
};
use std::{slice, sync::Arc, time::Duration};

/// Given up after about five days.
pub(crate) const JOB: Job = Job { kind: Kind::Mail, lease_seconds: 120, tries: 120, batch: 20 };
/// A mail that is begun so long before the lease ends is through before it does.
const LONGEST_TALK: i64 = 30;
/// The header of a mail that may have arrived before; beside the Message-ID, which stays the same, for people.
const MAY_REPEAT: HeaderName = HeaderName::new_from_ascii_str("Assent-May-Repeat");

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
    async fn send(&self, mail: &Message, seal: &Seal) -> Result<(), Failed> {
        let message = self.letter(mail, seal).map_err(|fault| Failed { fault, in_doubt: false })?;
        match self.server.send(message).await {
            Ok(_) => Ok(()),
            // Never the server's own words: they may repeat the address.
            Err(fault) => Err(match fault.status() {
                Some(code) => Failed { fault: format!("the mail server answered {code}"), in_doubt: false },
                // It may have taken the mail, and its answer was lost.
                None => Failed {
                    fault: match fault.is_timeout() {
                        true => "the mail server did not answer in time".to_owned(),
                        false => "the mail server cannot be reached".to_owned(),
                    },
                    in_doubt: true,
                },
            }),
        }
    }

    fn letter(&self, mail: &Message, seal: &Seal) -> Result<Letter, String> {
        let to = mail.destination.parse().map_err(|_| "the recipient is no address".to_owned())?;
        let body = mail.text(seal).ok_or("the mail was sealed with another key")?;
        let mut letter = Letter::builder()
            .message_id(Some(format!("<{}@{}>", mail.outbox_key, self.domain)))
            .from(self.from.clone())
            .to(to)
            .subject(mail.subject.clone())
            .header(ContentType::TEXT_PLAIN);
        if mail.begun_at.is_some() {
            letter = letter.raw_header(HeaderValue::new(MAY_REPEAT, "yes".to_owned()));
        }
        letter.body(body).map_err(|_| "the mail cannot be written".to_owned())
    }
}

/// Why a mail did not go out, in words.
struct Failed {
    fault: String,
    /// Whether it may have gone out all the same.
    in_doubt: bool,
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
        for mut mail in mails {
            if self.door.now() >= mail.lease_until.minus_seconds(LONGEST_TALK) {
                break; // Whoever claims next goes on.
            }
            let began_at = self.door.now();
            if !self.door.at_work(None, async |work| JOB.begin(work, &mail).await).await? {
                continue; // In another's hands by now.
            }
            let failed = mailer.send(&mail, self.door.seal()).await.err();
            sent += usize::from(failed.is_none());
            if failed.as_ref().is_some_and(|failed| failed.in_doubt) {
                mail.begun_at = mail.begun_at.or(Some(began_at));
            }
            let (mail, fault) = (slice::from_ref(&mail), failed.map(|failed| failed.fault));
            self.door
                .at_work(None, async |work| JOB.settle(work, mail, slice::from_ref(&fault)).await)
                .await?;
        }
        Ok(sent)
    }
}
