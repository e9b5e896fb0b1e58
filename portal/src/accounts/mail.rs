//! What is mailed to the address of an account that is being made, in the language of whoever makes it.

use crate::{Error, Portal, outbox};
use door::Entrance;
use words::{Phone, Words};

impl Portal {
    /// The code, to whoever creates an account.
    pub(super) async fn mail_code(
        &self,
        entrance: &mut Entrance<'_>,
        words: Words,
        to: &str,
        code: &str,
    ) -> Result<(), Error> {
        let exchange = &self.profile.exchange;
        let mail = words.mail_code(&exchange.name, Phone(exchange.phone.clone()), code);
        outbox::put_mail(entrance.beside(), to, &mail).await
    }

    /// To the owner of an account, when somebody creates another one with the address.
    pub(super) async fn mail_owner(
        &self,
        entrance: &mut Entrance<'_>,
        words: Words,
        to: &str,
    ) -> Result<(), Error> {
        let exchange = &self.profile.exchange;
        let mail = words.mail_owner(&exchange.name, Phone(exchange.phone.clone()));
        outbox::put_mail(entrance.beside(), to, &mail).await
    }
}
