//! The mail that invites somebody to keep an agency's roster.

use crate::{ActingOn, Error, Portal, Roster, outbox};
use domain::instant::Instant;
use words::{Name, Phone, Words};

impl Portal {
    /// The invitation with its registration code, which works until an instant. They have no account yet, so that nobody
    /// knows their language.
    pub(super) async fn mail_administrator(
        &self,
        acting: &mut ActingOn<'_, Roster>,
        (name, email): (Name, &str),
        agency: &str,
        (code, until): (&str, Instant),
        portal_address: &str,
    ) -> Result<(), Error> {
        let exchange = &self.profile.exchange;
        let (until, phone) = (self.day_of(until), Phone(exchange.phone.clone()));
        let address = format!("{portal_address}/activate");
        let words = Words::default();
        let mail =
            words.mail_administrator_invitation(name, agency, &exchange.name, code, until, address, phone);
        outbox::put_mail(acting.beside(), email, &mail).await
    }
}
