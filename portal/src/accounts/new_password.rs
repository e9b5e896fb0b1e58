//! A new password for an account that there is (ID-1): judged like that of a new account; then every session ends, on
//! every server (ID-3), and the address is told. Resetting a forgotten one and changing it while signed in both end here.

use super::{password, rows};
use crate::{Error, Portal, outbox, sign_in::password_hash};
use domain::{
    form::{Answer, AskAccount, Fields, Form, Need, Question, ask},
    people::AccountKey,
};
use door::{Entrance, Person};
use words::Phone;

/// What is asked for a new password (ID-1).
pub fn new_password_questions() -> [Question; 1] {
    let password = ask("password", AskAccount::NewPassword, Answer::Password)
        .fill("new-password")
        // Spaces count in a password: it is judged as it was typed.
        .need(Need::NotNow);
    [password.rule("ID-1")]
}

impl Portal {
    /// The hash of a new password, judged for the account with this username and address (ID-1).
    ///
    /// # Errors
    /// `Error::Invalid` at `password`; `Error::Unavailable` under overload.
    pub(crate) async fn judged_password(
        &self,
        typed: &Fields,
        (username, email): (&str, &str),
    ) -> Result<String, Error> {
        let questions = new_password_questions();
        let mut form = Form::new(&questions, typed, self.today());
        self.judge_password_of(&mut form, typed, [username, email]);
        form.read(|_| Some(()))?;
        password_hash(password(typed)).await
    }

    /// Gives an account its new password, in the transaction that proved whose it is: all its sessions end, and a mail
    /// tells its address in its language. The event is the caller's. `None` when the account is closed.
    ///
    /// # Errors
    /// `Error::Database`.
    pub(crate) async fn put_password(
        &self,
        entrance: &mut Entrance<'_>,
        account: &AccountKey,
        password_hash: &str,
    ) -> Result<Option<Person>, Error> {
        let Some(owner) = rows::put_password(entrance, account, password_hash).await? else {
            return Ok(None);
        };
        entrance.beside().end_sessions(account).await?;
        let words = self.speaking(&owner.language);
        let exchange = &self.profile.exchange;
        let mail =
            words.mail_password_changed(&exchange.name, Phone(exchange.phone.clone()), &*owner.username);
        outbox::put_mail(entrance.beside(), &owner.email, &mail).await?;
        Ok(Some(owner.person))
    }
}
