//! The mails that invite an assister (CERT-3), and that tell what was changed in the account (CERT-9).

use super::rows::{Addressee, AssisterRow, Numbered};
use crate::{ActingOn, Error, Portal, Roster, changes::Change, outbox};
use domain::{form::Question, instant::Instant};
use words::{Asking, Name, Phone, Text, Words};

impl Portal {
    /// Writes the invitation with its registration code, which works until an instant.
    pub(super) async fn mail_invitation(
        &self,
        acting: &mut ActingOn<'_, Roster>,
        words: Words,
        to: &Addressee,
        (code, until): (&str, Instant),
        portal_address: &str,
    ) -> Result<(), Error> {
        let Addressee { given_name, family_name, email, reference_number } = to;
        let exchange = &self.profile.exchange;
        let (name, phone) = (Name::new(&**given_name, &**family_name), Phone(exchange.phone.clone()));
        let (until, address) = (self.day_of(until), format!("{portal_address}/activate"));
        let mail = words.mail_invitation(name, &exchange.name, reference_number, code, until, address, phone);
        outbox::put_mail(acting.beside(), email, &mail).await
    }

    /// Tells the person which of the two accounts is left, at both addresses.
    pub(super) async fn mail_merged(
        &self,
        acting: &mut ActingOn<'_, Roster>,
        gone: &AssisterRow,
        into: &Numbered,
        number: &str,
    ) -> Result<(), Error> {
        let words = self.speaking(&gone.language);
        let (exchange, desk) = (&self.profile.exchange, self.profile.desk(into.kind));
        let name = Name::new(&*into.given_name, &*into.family_name);
        let phone = Phone(desk.phone.clone());
        let mail = words.mail_accounts_merged(name, &exchange.name, &*gone.reference_number, number, phone);
        outbox::put_mail(acting.beside(), &into.email, &mail).await?;
        outbox::put_mail(acting.beside(), &gone.email, &mail).await
    }

    /// Tells the person what was changed and why: at the new address, and at the old one where that changed and was
    /// theirs. One that nobody ever activated an account from may be a stranger's.
    pub(super) async fn mail_changes(
        &self,
        acting: &mut ActingOn<'_, Roster>,
        row: &AssisterRow,
        new_email: &str,
        (questions, changes, reason): (&[Question], &[Change], &str),
    ) -> Result<(), Error> {
        let words = self.speaking(&row.language);
        let asking = Asking::new(words, &self.profile);
        let changed = |question: &&Question| changes.iter().any(|change| change.field == question.field);
        let fields: Vec<Text> =
            questions.iter().filter(changed).map(|question| asking.question(&question.asked).label).collect();
        let exchange = &self.profile.exchange;
        let desk = Phone(self.profile.desk(row.credentials.kind).phone.clone());
        let mail = words.mail_assister_changed(row.name(), &exchange.name, &fields, reason, desk);
        outbox::put_mail(acting.beside(), new_email, &mail).await?;
        if row.email != new_email && row.account_key.is_some() {
            outbox::put_mail(acting.beside(), &row.email, &mail).await?;
        }
        Ok(())
    }
}
