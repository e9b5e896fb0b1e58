//! The mails that invite an assister (CERT-3), and that tell what was changed in the account (CERT-9).

use super::rows::{Addressee, AssisterRow, Numbered};
use crate::{ActingOn, Error, Portal, Roster, changes::Change, outbox};
use domain::{form::Question, instant::Instant};
use words::{Asking, Mail, Name, Phone, Text, Words};

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
        let name = Name::new(&*to.given_name, &*to.family_name);
        let mail = self.invitation_mail(words, (name, &to.reference_number), (code, until), portal_address);
        outbox::put_mail(acting.beside(), &to.email, &mail).await
    }

    /// The invitation to somebody with a reference number, with a code that works until an instant.
    pub(super) fn invitation_mail(
        &self,
        words: Words,
        (name, reference_number): (Name, &str),
        (code, until): (&str, Instant),
        portal_address: &str,
    ) -> Mail {
        let exchange = &self.profile.exchange;
        let (until, phone) = (self.day_of(until), Phone(exchange.phone.clone()));
        let address = format!("{portal_address}/activate");
        words.mail_invitation(name, &exchange.name, reference_number, code, until, address, phone)
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
        let mail = self.changed_mail(row, (questions, changes, reason));
        for to in told_of_changes(row, new_email) {
            outbox::put_mail(acting.beside(), to, &mail).await?;
        }
        Ok(())
    }

    /// What tells the person of changes.
    pub(super) fn changed_mail(
        &self,
        row: &AssisterRow,
        (questions, changes, reason): (&[Question], &[Change], &str),
    ) -> Mail {
        let words = self.speaking(&row.language);
        let asking = Asking::new(words, &self.profile);
        let changed = |question: &&Question| changes.iter().any(|change| change.field == question.field);
        let fields: Vec<Text> =
            questions.iter().filter(changed).map(|question| asking.question(&question.asked).label).collect();
        let exchange = &self.profile.exchange;
        let desk = Phone(self.profile.desk(row.credentials.kind).phone.clone());
        words.mail_assister_changed(row.name(), &exchange.name, &fields, reason, desk)
    }
}

/// The addresses to which changes of an account are told.
pub(super) fn told_of_changes<'a>(row: &'a AssisterRow, new_email: &'a str) -> Vec<&'a str> {
    let old = Some(&*row.email).filter(|old| *old != new_email && row.account_key.is_some());
    std::iter::once(new_email).chain(old).collect()
}
