//! The mail that asks somebody to authorize an assister (ASSOC-12). It goes to any address, with an account or without.

use super::{REQUEST_DAYS, rows};
use crate::{ActingOn, Book, Error, Portal, outbox};
use words::Phone;

impl Portal {
    pub(super) async fn mail_request(
        &self,
        acting: &mut ActingOn<'_, Book>,
        to: &str,
        portal_address: &str,
    ) -> Result<(), Error> {
        let spoken = rows::language(acting.beside(), to).await?;
        let words = self.speaking(&spoken.map(|spoken| spoken.language).unwrap_or_default());
        let facts = acting.facts();
        let (name, kind, number) = (facts.name(), facts.assister_kind(), facts.reference_number.clone());
        let exchange = &self.profile.exchange;
        let until = self.day_of(acting.now().plus_seconds(REQUEST_DAYS * 86_400));
        let link = format!("{portal_address}/assister/authorize/{number}");
        let phone = Phone(exchange.phone.clone());
        let mail = words.mail_request(name, kind, &exchange.name, number, link, until, phone);
        outbox::put_mail(acting.beside(), to, &mail).await
    }
}
