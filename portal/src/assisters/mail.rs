//! The mail that invites an assister (CERT-3).

use super::rows::Addressee;
use crate::{ActingOn, Error, Portal, Roster, outbox};
use domain::instant::Instant;
use words::{Name, Phone, Words};

impl Portal {
    /// Writes the invitation with its registration code, which works until an instant.
    pub(super) async fn mail_invitation(
        &self,
        acting: &mut ActingOn<'_, Roster>,
        words: Words,
        to: &Addressee,
        (code, until): (&str, Instant),
        portal_address: &str,
    ) -> Result<(), Error> {
        let Addressee { given_name, family_name, email, reference_number } = to;
        let exchange = &self.profile.exchange;
        let (name, phone) = (Name::new(&**given_name, &**family_name), Phone(exchange.phone.clone()));
        let (until, address) = (self.day_of(until), format!("{portal_address}/activate"));
        let mail = words.mail_invitation(name, &exchange.name, reference_number, code, until, address, phone);
        outbox::put_mail(acting.beside(), email, &mail).await
    }
}
