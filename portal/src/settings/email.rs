//! Another e-mail address (ID-1): a code goes to it, the old one is told at once, and it counts when the code came back.
//! Nobody learns here whether an address has an account: then its owner is told, and no code is right.

use super::rows;
use crate::{
    ActingOn, Error, FieldFault, Portal, Session,
    accounts::{TRIES, good_until, mailed_code, typed_code},
    changes,
    sign_in::lock_of,
    throttle,
};
use domain::{
    account::Action,
    form::{Answer, AskAccount, Fields, Form, Question, ask, under_rule},
    people::{AccountKey, Role},
    refusal::Refusal,
};
use door::{Account, Entrance, Seal};

/// What is asked for another address. One that somebody works with is one person's own (CERT-4).
pub fn email_questions(role: Role) -> Vec<Question> {
    let answer = if role == Role::Consumer { Answer::Email } else { Answer::PersonalEmail };
    under_rule("ID-1", [ask("email", AskAccount::NewEmail, answer).fill("email")])
}

impl Portal {
    /// Mails a code to another address and tells the old one. What was asked before is replaced.
    ///
    /// # Errors
    /// `Invalid` naming the field; `Refused(TooManyMails)`.
    pub async fn ask_new_email(&self, session: &Session, typed: &Fields) -> Result<(), Error> {
        let questions = email_questions(session.actor().role());
        let form = Form::new(&questions, typed, self.today());
        let email = form.read(|form| Some(form.text("email")))?;
        let code = mailed_code()?;
        let admit =
            async |entrance: &mut Entrance<'_>| throttle::mail(entrance, &email, session.context()).await;
        let admitted = match self.door.at_the_entrance(&lock_of(session.account_key()), admit).await {
            Err(fault) if !matches!(fault, Error::Refused(_)) => return Err(fault),
            admitted => admitted,
        };
        self.in_own_account(session, Action::AskNewEmail, async |acting| {
            admitted?;
            if acting.facts().email == email {
                return Err(vec![FieldFault::new("email", Refusal::NothingToChange, "ID-1")].into());
            }
            let taken = rows::email_taken(acting, &email).await?.0.taken;
            let hash = code_hash(&acting.seal(), acting.key(), &email, &code)?;
            let (now, hash) = (acting.now(), if taken { String::new() } else { hash });
            rows::keep_email(acting, &email, &hash, now, good_until(now)).await?.or_not();
            match taken {
                true => self.tell_owner_of_address(acting, &email).await?,
                false => self.mail_new_email_code(acting, &email, &code).await?,
            }
            self.tell_email_asked(acting).await
        })
        .await
    }

    /// Takes the code from the mail: the other address counts from now on, and both are told.
    ///
    /// # Errors
    /// `Refused` with `EmailCodeWrong` (wrong, older than ten minutes, used, or five tries over), or `EmailTaken` when
    /// somebody was quicker.
    pub async fn confirm_new_email(&self, session: &Session, typed: &str) -> Result<(), Error> {
        let account = session.account_key();
        let counted = async |entrance: &mut Entrance<'_>| {
            let now = entrance.now();
            rows::try_code(entrance, account, TRIES, now).await
        };
        // The try is counted and committed before anything is compared.
        let waiting = self.door.at_the_entrance(&lock_of(account), counted).await?;
        let confirmed = self.in_own_account(session, Action::ConfirmNewEmail, async |acting| {
            let rows::Waiting { email, code_sha256 } = waiting.ok_or(Refusal::EmailCodeWrong)?;
            let digits = typed_code(typed).ok_or(Refusal::EmailCodeWrong)?;
            if code_hash(&acting.seal(), account, &email, &digits)? != code_sha256 {
                return Err(Refusal::EmailCodeWrong.into());
            }
            rows::forget_email(acting, &code_sha256).await?.or(Refusal::EmailCodeWrong.into())?;
            if rows::email_taken(acting, &email).await?.0.taken {
                return Err(Refusal::EmailTaken.into());
            }
            self.put_email(acting, &email).await?;
            self.tell_email_changed(acting, &email).await?;
            Ok(email)
        });
        let email = confirmed.await?;
        let came_back = async |entrance: &mut Entrance<'_>| {
            throttle::mail_came_back(entrance, &email, session.context()).await
        };
        self.door.at_the_entrance(&lock_of(account), came_back).await
    }

    /// Writes an address that was proved wherever it stands as this person's.
    async fn put_email(&self, acting: &mut ActingOn<'_, Account>, email: &str) -> Result<(), Error> {
        let now = acting.now();
        rows::set_email(acting, email, now).await?.or(Error::NotFound)?;
        rows::set_email_of_consumer(acting, email).await?.or_not();
        if rows::set_email_of_assister(acting, email).await?.any() {
            let was = acting.facts().email.clone();
            changes::keep_of_account(acting, ("email", &was, email)).await?;
        }
        Ok(())
    }
}

/// Only a keyed hash is kept, bound to the account and the address: nobody finds eight digits from it.
fn code_hash(seal: &Seal, account: &AccountKey, email: &str, code: &str) -> Result<String, Error> {
    seal.blind_index("email_changes", &format!("{account}:{email}:{code}"))
}
