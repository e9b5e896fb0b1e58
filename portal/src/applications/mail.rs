//! The mail about a record that the consumer reviewed the application.

use super::rows;
use crate::{ActingOn, Consumer, Error, Portal, Session, outbox};
use domain::application::Review;
use words::{Name, Phone, Words};

impl Portal {
    /// Tells the consumer what an assister recorded about them (ACT-6), and how to say that it is not so. Without an
    /// address the activity page alone tells it.
    pub(super) async fn tell_reviewed(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        words: Words,
        by: &Session,
        review: &Review,
    ) -> Result<(), Error> {
        // Only assisters record it.
        let (Some(to), Some(kind)) = (rows::known(acting).await?.0.email, by.assister_kind()) else {
            return Ok(());
        };
        let exchange = &self.profile.exchange;
        let (reviewer, phone) = (Name::whole(&*review.consumer_name), Phone(exchange.phone.clone()));
        let (how, day) = (review.how, review.reviewed_on);
        let mail = words.mail_reviewed(by.person_name(), reviewer, kind, how, day, &exchange.name, phone);
        outbox::put_mail(acting.beside(), &to, &mail).await
    }
}
