//! The mails about an association.

use super::{AssisterCard, rows};
use crate::{
    ActingOn, Consumer, Error, Portal,
    outbox::{self, Mail},
};

impl Portal {
    /// Tells the consumer who can act for them now, and who cannot any more.
    pub(super) async fn tell_started(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        assister: &AssisterCard,
        replaced: Option<&AssisterCard>,
    ) -> Result<(), Error> {
        let name = assister.name();
        let replaced = replaced
            .map_or(String::new(), |replaced| format!("\n{} can no longer act for you.\n", replaced.name()));
        let body = format!(
            "On {}, you gave {name} ({}) permission to act for you in your {} account.\n{replaced}\n\
             Sign in and open \"Your assister\" to read the receipt or to remove the assister. \
             Everything they open or change is listed under \"Activity\".\n",
            self.day_in_words(acting.now()),
            assister.kind().in_words(),
            self.profile.exchange.name,
        );
        self.tell(acting, &format!("{name} can now act for you"), &body).await
    }

    /// Tells the consumer who cannot act for them any more.
    pub(super) async fn tell_ended(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        assister: &AssisterCard,
    ) -> Result<(), Error> {
        let name = assister.name();
        let body = format!(
            "On {}, you removed {name} as your assister. They can no longer see or change anything in your {} \
             account.\n\nYour application and your coverage stay as they are.\n",
            self.day_in_words(acting.now()),
            self.profile.exchange.name,
        );
        self.tell(acting, &format!("{name} can no longer act for you"), &body).await
    }

    /// Writes a mail, when there is an address.
    async fn tell(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        subject: &str,
        body: &str,
    ) -> Result<(), Error> {
        let Some(to) = rows::address(acting).await?.0.email else { return Ok(()) };
        let exchange = &self.profile.exchange;
        let body = &format!("{body}\nIf this was not you, call {} at {}.\n", exchange.name, exchange.phone);
        outbox::put_mail(acting.beside(), &Mail { to: &to, subject, body }).await
    }
}
