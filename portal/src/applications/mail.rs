//! The mail about a record that the consumer reviewed the application.

use super::rows;
use crate::{ActingOn, Consumer, Error, Portal, Session, outbox};
use domain::application::Review;
use words::{Name, Phone};

impl Portal {
    /// Tells the consumer what an assister recorded about them (ACT-6), and how to say that it is not so. Without an
    /// address the activity page alone tells it.
    pub(super) async fn tell_reviewed(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        by: &Session,
        review: &Review,
    ) -> Result<(), Error> {
        let rows::Known { email, language, .. } = rows::known(acting).await?.0;
        // Only assisters record it.
        let (Some(to), Some(kind)) = (email, by.assister_kind()) else { return Ok(()) };
        let words = self.speaking(language.as_deref().unwrap_or_default());
        let exchange = &self.profile.exchange;
        let (reviewer, phone) = (Name::whole(&*review.consumer_name), Phone(exchange.phone.clone()));
        let (how, day) = (review.how, review.reviewed_on);
        let mail = words.mail_reviewed(by.person_name(), reviewer, kind, how, day, &exchange.name, phone);
        outbox::put_mail(acting.beside(), &to, &mail).await
    }
}
