//! What is mailed at every change of an account, in its language: to the address that counted before, and to the new one.

use crate::{ActingOn, Error, Portal, outbox};
use domain::name::Name;
use door::Account;
use words::{Mail, Phone, Words};

type Own<'a, 'door> = &'a mut ActingOn<'door, Account>;

impl Portal {
    pub(super) async fn tell_name_changed(&self, acting: Own<'_, '_>, name: Name) -> Result<(), Error> {
        self.tell_own(acting, |words, exchange, phone| words.mail_own_name_changed(exchange, name, phone))
            .await
    }

    pub(super) async fn tell_password_changed(&self, acting: Own<'_, '_>) -> Result<(), Error> {
        self.tell_own(acting, |words, exchange, phone| words.mail_own_password_changed(exchange, phone)).await
    }

    pub(super) async fn tell_factor_set_up(&self, acting: Own<'_, '_>) -> Result<(), Error> {
        self.tell_own(acting, |words, exchange, phone| words.mail_own_factor_set_up(exchange, phone)).await
    }

    pub(super) async fn tell_factor_removed(&self, acting: Own<'_, '_>) -> Result<(), Error> {
        self.tell_own(acting, |words, exchange, phone| words.mail_own_factor_removed(exchange, phone)).await
    }

    pub(super) async fn tell_passkey_added(&self, acting: Own<'_, '_>) -> Result<(), Error> {
        self.tell_own(acting, |words, exchange, phone| words.mail_passkey_added(exchange, phone)).await
    }

    pub(super) async fn tell_passkey_removed(&self, acting: Own<'_, '_>) -> Result<(), Error> {
        self.tell_own(acting, |words, exchange, phone| words.mail_passkey_removed(exchange, phone)).await
    }

    pub(super) async fn tell_codes_renewed(&self, acting: Own<'_, '_>) -> Result<(), Error> {
        self.tell_own(acting, |words, exchange, phone| words.mail_own_codes_renewed(exchange, phone)).await
    }

    pub(super) async fn tell_linked(&self, acting: Own<'_, '_>, provider: &str) -> Result<(), Error> {
        let mail =
            |words: Words, exchange: &str, phone| words.mail_own_provider_linked(exchange, phone, provider);
        self.tell_own(acting, mail).await
    }

    pub(super) async fn tell_unlinked(&self, acting: Own<'_, '_>, provider: &str) -> Result<(), Error> {
        let mail =
            |words: Words, exchange: &str, phone| words.mail_own_provider_unlinked(exchange, phone, provider);
        self.tell_own(acting, mail).await
    }

    /// To the address that counts: another one was asked for.
    pub(super) async fn tell_email_asked(&self, acting: Own<'_, '_>) -> Result<(), Error> {
        self.tell_own(acting, |words, exchange, phone| words.mail_own_email_asked(exchange, phone)).await
    }

    /// To the old address and to the new one.
    pub(super) async fn tell_email_changed(&self, acting: Own<'_, '_>, new: &str) -> Result<(), Error> {
        let mail = |words: Words, exchange: &str, phone| words.mail_own_email_changed(exchange, phone);
        self.tell_own(acting, mail).await?;
        self.tell_at(acting, new, mail).await
    }

    /// The code, to the new address.
    pub(super) async fn mail_new_email_code(
        &self,
        acting: Own<'_, '_>,
        new: &str,
        code: &str,
    ) -> Result<(), Error> {
        self.tell_at(acting, new, |words, exchange, phone| words.mail_own_email_code(exchange, phone, code))
            .await
    }

    /// To the owner of an account, when somebody wants its address for another one.
    pub(super) async fn tell_owner_of_address(&self, acting: Own<'_, '_>, email: &str) -> Result<(), Error> {
        self.tell_at(acting, email, |words, exchange, phone| words.mail_own_email_taken(exchange, phone))
            .await
    }

    async fn tell_own(
        &self,
        acting: Own<'_, '_>,
        mail: impl FnOnce(Words, &str, Phone) -> Mail,
    ) -> Result<(), Error> {
        let to = acting.facts().email.clone();
        self.tell_at(acting, &to, mail).await
    }

    async fn tell_at(
        &self,
        acting: Own<'_, '_>,
        to: &str,
        mail: impl FnOnce(Words, &str, Phone) -> Mail,
    ) -> Result<(), Error> {
        let (words, exchange) = (self.speaking(&acting.facts().language), &self.profile.exchange);
        let mail = mail(words, &exchange.name, Phone(exchange.phone.clone()));
        outbox::put_mail(acting.beside(), to, &mail).await
    }
}
