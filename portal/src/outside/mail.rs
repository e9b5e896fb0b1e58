//! Mail to people, over SMTP with TLS.

use crate::{Error, store::outbox::MailRow};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};
use std::time::Duration;

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
    pub(crate) fn new(settings: &MailSettings) -> Result<Self, Error> {
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
    pub(crate) async fn send(&self, mail: &MailRow) -> Result<(), String> {
        let to = mail.to.parse().map_err(|_| "the recipient is no address".to_owned())?;
        let body = mail.body.clone().ok_or("the mail was sealed with another key")?;
        let message = Message::builder()
            .message_id(Some(format!("<{}@{}>", mail.key, self.domain)))
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
