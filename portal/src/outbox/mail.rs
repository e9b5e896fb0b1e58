//! The job that hands mail to a mail server, over SMTP with TLS: at least once, in the order it was written. That an
//! attempt begins is noted first; a mail of which nobody knows whether it arrived goes out again, with a header that
//! says so. In practice mode, and without a mail server, mail waits.

use super::{Fault, Job, Message};
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
/// What a mail server answers to an address that takes no mail: no such box, moved, not allowed there (RFC 5321). What it
/// says of us (530, 535, 554) or of a full box (452, 552) may be otherwise tomorrow.
const NO_SUCH_ADDRESS: [&str; 3] = ["550", "551", "553"];
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
        let message = self.letter(mail, seal)?;
        match self.server.send(message).await {
            Ok(_) => Ok(()),
            Err(fault) => Err(match fault.status() {
                Some(code) if NO_SUCH_ADDRESS.contains(&code.to_string().as_str()) => Failed::AddressRefused,
                Some(code) => Failed::Answered(code.to_string()),
                None if fault.is_timeout() => Failed::Silent,
                None => Failed::Unreachable,
            }),
        }
    }

    fn letter(&self, mail: &Message, seal: &Seal) -> Result<Letter, Failed> {
        let to = mail.destination.parse().map_err(|_| Failed::NoAddress)?;
        let body = mail.text(seal).ok_or(Failed::Sealed)?;
        let mut letter = Letter::builder()
            .message_id(Some(format!("<{}@{}>", mail.outbox_key, self.domain)))
            .from(self.from.clone())
            .to(to)
            .subject(mail.subject.clone())
            .header(ContentType::TEXT_PLAIN);
        if mail.begun_at.is_some() {
            letter = letter.raw_header(HeaderValue::new(MAY_REPEAT, "yes".to_owned()));
        }
        letter.body(body).map_err(|_| Failed::Unwritable)
    }
}

/// Why a mail did not go out, by a code for whoever runs the portal. Never the server's own words: they may repeat the
/// address.
#[derive(Debug, thiserror::Error)]
enum Failed {
    /// The server refused it with this number.
    #[error("mail_server.{0}")]
    Answered(String),
    /// The address takes no mail; the statement about an assister's account looks for this word.
    #[error("mail.address_refused")]
    AddressRefused,
    /// The server did not answer in time.
    #[error("mail_server.silent")]
    Silent,
    /// The server cannot be reached.
    #[error("mail_server.unreachable")]
    Unreachable,
    /// The recipient is no address.
    #[error("mail.no_address")]
    NoAddress,
    /// The mail was sealed with another key.
    #[error("mail.sealed")]
    Sealed,
    /// The mail cannot be written.
    #[error("mail.unwritable")]
    Unwritable,
}

impl Failed {
    /// Whether it may have gone out all the same: the server may have taken it, and its answer was lost.
    fn in_doubt(&self) -> bool {
        matches!(self, Self::Silent | Self::Unreachable)
    }

    /// Whether another try is in vain.
    fn for_good(&self) -> bool {
        matches!(self, Self::AddressRefused | Self::NoAddress)
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
            if failed.as_ref().is_some_and(Failed::in_doubt) {
                mail.begun_at = mail.begun_at.or(Some(began_at));
            }
            let fault = failed.map(|failed| Fault { word: failed.to_string(), for_good: failed.for_good() });
            let mail = slice::from_ref(&mail);
            self.door
                .at_work(None, async |work| JOB.settle(work, mail, slice::from_ref(&fault)).await)
                .await?;
        }
        Ok(sent)
    }
}
