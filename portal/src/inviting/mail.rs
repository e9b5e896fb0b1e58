//! The mail that asks somebody to authorize an assister (ASSOC-12). It goes to any address, with an account or without.

use super::{REQUEST_DAYS, rows};
use crate::{ActingOn, Book, Error, Portal, Session, outbox};
use words::{Name, Phone};

impl Portal {
    pub(super) async fn mail_request(
        &self,
        acting: &mut ActingOn<'_, Book>,
        session: &Session,
        to: &str,
        portal_address: &str,
    ) -> Result<(), Error> {
        let spoken = rows::language(acting.beside(), to).await?;
        let words = self.speaking(&spoken.map(|spoken| spoken.language).unwrap_or_default());
        let (kind, number) = (acting.facts().assister_kind(), acting.facts().reference_number.clone());
        let exchange = &self.profile.exchange;
        let until = self.day_of(acting.now().plus_seconds(REQUEST_DAYS * 86_400));
        let link = format!("{portal_address}/assister/authorize/{number}");
        let (name, phone) = (Name::whole(session.name()), Phone(exchange.phone.clone()));
        let mail = words.mail_request(name, kind, &exchange.name, number, link, until, phone);
        outbox::put_mail(acting.beside(), to, &mail).await
    }
}
