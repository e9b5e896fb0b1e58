//! The mails about an association, in the consumer's language.

use super::{AssisterCard, rows};
use crate::{ActingOn, Consumer, Error, Portal, outbox};
use words::{Mail, Phone, Words};

impl Portal {
    /// Tells the consumer who can act for them now, and who cannot any more.
    pub(super) async fn tell_started(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        assister: &AssisterCard,
        replaced: Option<&AssisterCard>,
    ) -> Result<(), Error> {
        let (name, kind, exchange) = (assister.name(), assister.kind(), &self.profile.exchange);
        let (day, phone) = (self.day_of(acting.now()), Phone(exchange.phone.clone()));
        let mail = |words: Words| match replaced {
            None => words.mail_authorized(name, kind, &exchange.name, day, phone),
            Some(replaced) => {
                words.mail_authorized_instead(name, replaced.name(), kind, &exchange.name, day, phone)
            }
        };
        self.tell(acting, mail).await
    }

    /// Tells the consumer who cannot act for them any more.
    pub(super) async fn tell_ended(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        assister: &AssisterCard,
    ) -> Result<(), Error> {
        let exchange = &self.profile.exchange;
        let (day, phone) = (self.day_of(acting.now()), Phone(exchange.phone.clone()));
        let mail = |words: Words| words.mail_removed(assister.name(), &exchange.name, day, phone);
        self.tell(acting, mail).await
    }

    /// Writes a mail to the consumer in their language, when there is an address.
    pub(crate) async fn tell(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        mail: impl FnOnce(Words) -> Mail,
    ) -> Result<(), Error> {
        let rows::Address { email, language } = rows::address(acting).await?.0;
        let Some(to) = email else { return Ok(()) };
        let words = self.speaking(language.as_deref().unwrap_or_default());
        outbox::put_mail(acting.beside(), &to, &mail(words)).await
    }
}
