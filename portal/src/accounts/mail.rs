//! What is mailed to the address of an account that is being made, in the language of whoever makes it, and to that of
//! an account whose password or username was forgotten, in its own.

use super::{reset::Meant, rows::Named};
use crate::{Error, Portal, RequestContext, outbox};
use domain::people::Role;
use door::Entrance;
use words::{Phone, Text, Words};

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

    /// What to do with a forgotten password: the code, with the accounts that it is good for; of accounts that are closed
    /// and of an invitation, who helps. For a name that nobody has, the same work and no mail.
    pub(super) async fn mail_reset(
        &self,
        entrance: &mut Entrance<'_>,
        meant: &Meant,
        code: &str,
        context: &RequestContext,
    ) -> Result<(), Error> {
        let words = self.words_for(meant, context);
        let (exchange, phone) = (&self.profile.exchange.name, self.exchange_phone());
        let to = meant.to.as_deref().filter(|_| !meant.open.is_empty());
        if to.is_some() || meant.to.is_none() {
            let mail = words.mail_reset(exchange, phone, code, &called(words, &meant.open));
            outbox::put_mail_to(entrance.beside(), to, &mail).await?;
        }
        self.mail_no_reset(entrance, words, meant).await
    }

    /// The usernames of an address. For one that has none, the same work and no mail.
    pub(super) async fn mail_usernames(
        &self,
        entrance: &mut Entrance<'_>,
        meant: &Meant,
        context: &RequestContext,
    ) -> Result<(), Error> {
        let words = self.words_for(meant, context);
        let (exchange, phone) = (&self.profile.exchange.name, self.exchange_phone());
        let to = meant.to.as_deref().filter(|_| !meant.open.is_empty());
        if to.is_some() || meant.to.is_none() {
            let mail = words.mail_usernames(exchange, phone, &called(words, &meant.open));
            outbox::put_mail_to(entrance.beside(), to, &mail).await?;
        }
        self.mail_no_reset(entrance, words, meant).await
    }

    /// Why nothing can be reset: an account that is closed, one that was never activated.
    async fn mail_no_reset(
        &self,
        entrance: &mut Entrance<'_>,
        words: Words,
        meant: &Meant,
    ) -> Result<(), Error> {
        let Some(to) = meant.to.as_deref() else { return Ok(()) };
        let (exchange, phone) = (&self.profile.exchange.name, self.exchange_phone());
        if !meant.closed.is_empty() {
            let mail = words.mail_account_closed(exchange, phone.clone(), &called(words, &meant.closed));
            outbox::put_mail(entrance.beside(), to, &mail).await?;
        }
        if meant.invited {
            let mail = words.mail_not_activated(exchange, phone);
            outbox::put_mail(entrance.beside(), to, &mail).await?;
        }
        Ok(())
    }

    /// The language of the account; of an address with two, that of the person's own.
    fn words_for(&self, meant: &Meant, context: &RequestContext) -> Words {
        match meant.open.iter().chain(&meant.closed).next() {
            Some(account) => self.speaking(&account.language),
            None => self.words_of(context),
        }
    }

    fn exchange_phone(&self) -> Phone {
        Phone(self.profile.exchange.phone.clone())
    }
}

/// Accounts by their usernames, and which is for what.
fn called(words: Words, accounts: &[Named]) -> Vec<Text> {
    let call = |one: &Named| match one.role {
        Role::Consumer => words.account_own(&*one.username),
        Role::Assister
        | Role::AgencyAdministrator
        | Role::ResourceManager
        | Role::ServiceDesk
        | Role::Auditor => words.account_work(&*one.username),
    };
    accounts.iter().map(call).collect()
}
