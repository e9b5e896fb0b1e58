//! The mails that tell an assister what the agency decided about access.

use super::StaffRow;
use crate::{ActingOn, Agency, Error, Portal, outbox};
use words::Phone;

impl Portal {
    /// In the assister's language, with the agency's number to call.
    pub(super) async fn mail_approval(
        &self,
        acting: &mut ActingOn<'_, Agency>,
        row: &StaffRow,
        (approved, reason): (bool, &str),
    ) -> Result<(), Error> {
        let (words, exchange) = (self.speaking(&row.language), &self.profile.exchange.name);
        let (agency, phone) = (acting.facts().name.clone(), Phone(row.agency_phone.clone()));
        let mail = match approved {
            true => words.mail_access_approved(row.name(), &agency, exchange, reason, phone),
            false => words.mail_access_withdrawn(row.name(), &agency, exchange, reason, phone),
        };
        outbox::put_mail(acting.beside(), &row.email, &mail).await
    }
}
