//! The mail about a record that the consumer reviewed the application.

use super::rows;
use crate::{
    ActingOn, Consumer, Error, Portal,
    outbox::{self, Mail},
};
use domain::{application::Review, text::date_in_words};

impl Portal {
    /// Tells the consumer what an assister recorded about them (ACT-6), and how to say that it is not so. Without an
    /// address the activity page alone tells it.
    pub(super) async fn tell_reviewed(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        by: &str,
        review: &Review,
    ) -> Result<(), Error> {
        let Some(to) = rows::known(acting).await?.0.email else { return Ok(()) };
        let exchange = &self.profile.exchange;
        let body = format!(
            "{by} recorded that {} reviewed your application on {} ({}).\n\n\
             If that is not so, sign in, open your application, choose the review page and say \"I did not review it\". \
             Or call {} at {}.\n",
            review.consumer_name,
            date_in_words(review.reviewed_on),
            review.how.in_words().to_lowercase(),
            exchange.name,
            exchange.phone,
        );
        let subject = "Your application was recorded as reviewed by you";
        outbox::put_mail(acting.beside(), &Mail { to: &to, subject, body: &body }).await
    }
}
