//! The mail that tells what became of a request.

use super::{RequestRow, rows};
use crate::{ActingOn, Error, Portal, Roster, outbox};
use domain::roster_request::RequestState;
use words::{Name, Phone};

impl Portal {
    /// Tells whoever asked, as long as they have access.
    pub(super) async fn mail_answer(
        &self,
        acting: &mut ActingOn<'_, Roster>,
        row: &RequestRow,
        (state, said): (RequestState, &str),
    ) -> Result<(), Error> {
        let Some(asker) = rows::asker(acting, &row.asked_by).await? else { return Ok(()) };
        let exchange = &self.profile.exchange;
        let (name, phone) = (Name::new(asker.given_name, asker.family_name), Phone(exchange.phone.clone()));
        let words = self.speaking(&asker.language);
        let day = self.day_of(row.asked_at);
        let mail = match (state, said.is_empty()) {
            (RequestState::Declined, _) => {
                words.mail_request_declined(name, &exchange.name, row.request_kind, day, said, phone)
            }
            (RequestState::Open | RequestState::Done | RequestState::TakenBack, true) => {
                words.mail_request_done(name, &exchange.name, row.request_kind, day, phone)
            }
            (RequestState::Open | RequestState::Done | RequestState::TakenBack, false) => {
                words.mail_request_done_said(name, &exchange.name, row.request_kind, day, said, phone)
            }
        };
        outbox::put_mail(acting.beside(), &asker.email, &mail).await
    }
}
