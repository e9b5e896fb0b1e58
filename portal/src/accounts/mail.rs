//! What is mailed to the address of an account that is being made.

use crate::{
    Error, Portal,
    outbox::{self, Mail},
};
use door::Entrance;

impl Portal {
    /// The code, to whoever creates an account.
    pub(super) async fn mail_code(
        &self,
        entrance: &mut Entrance<'_>,
        to: &str,
        code: &str,
    ) -> Result<(), Error> {
        let name = &self.profile.exchange.name;
        let body = format!(
            "Your code: {code}\n\nEnter it on the page where you create your {name} account. \
             It is good for 10 minutes and works once.\n\n\
             Nobody from {name} will ask you for this code. If you did not ask for it, there is nothing to do."
        );
        self.mail_from_the_entrance(entrance, to, &format!("Your {name} code"), &body).await
    }

    /// To the owner of an account, when somebody creates another one with the address.
    pub(super) async fn mail_owner(&self, entrance: &mut Entrance<'_>, to: &str) -> Result<(), Error> {
        let name = &self.profile.exchange.name;
        let body = format!(
            "Somebody, perhaps you, tried to create a {name} account with this e-mail address.\n\n\
             You already have an account. Sign in with your username or this e-mail address.\n\n\
             If this was not you, there is nothing to do."
        );
        self.mail_from_the_entrance(entrance, to, &format!("You already have a {name} account"), &body).await
    }

    async fn mail_from_the_entrance(
        &self,
        entrance: &mut Entrance<'_>,
        to: &str,
        subject: &str,
        body: &str,
    ) -> Result<(), Error> {
        let body = &format!("{body} Questions? Call {}.\n", self.profile.exchange.phone);
        outbox::put_mail(entrance.beside(), &Mail { to, subject, body }).await
    }
}
