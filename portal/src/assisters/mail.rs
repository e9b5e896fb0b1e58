//! The mail that invites an assister (CERT-3).

use super::rows::Addressee;
use crate::{
    ActingOn, Error, Portal, Roster,
    outbox::{self, Mail},
};
use domain::instant::Instant;

impl Portal {
    /// Writes the invitation with its registration code, which works until an instant.
    pub(super) async fn mail_invitation(
        &self,
        acting: &mut ActingOn<'_, Roster>,
        to: &Addressee,
        (code, until): (&str, Instant),
        portal_address: &str,
    ) -> Result<(), Error> {
        let Addressee { given_name, family_name, email, reference_number } = to;
        let exchange = &self.profile.exchange;
        let body = format!(
            "Hello {given_name} {family_name},\n\nan assister account was made for you at {}.\n\n\
             Your reference number: {reference_number}\n\
             It stays yours. Give it to the people you help, so that they can find you.\n\n\
             Your registration code: {code}\nIt works once, until {}.\n\n\
             To set up your account, open {portal_address}/activate\n\n\
             If you did not expect this mail, call {} at {}.\n",
            exchange.name,
            self.day_in_words(until),
            exchange.name,
            exchange.phone,
        );
        let subject = format!("Activate your assister account at {}", exchange.name);
        outbox::put_mail(acting.beside(), &Mail { to: email, subject: &subject, body: &body }).await
    }
}
