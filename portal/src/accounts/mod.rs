//! Accounts: consumers make theirs with a code by mail (`registration`), invited assisters activate theirs
//! (`activation`), staff get theirs from the command line (ID-5).

mod activation;
mod language;
mod mail;
mod registration;
mod rows;

pub use registration::registration_questions;
pub(crate) use rows::STATEMENTS;

use crate::{
    Error, FieldFault, Portal, RequestContext, randomness,
    sign_in::{password_fault, password_hash},
};
use domain::{
    form::{Answer, AskAccount, Fields, Form, Need, Question, WrongAccount, ask},
    numbers::Email,
    people::{AccountKey, Role},
    refusal::Refusal,
    typed::{Fault, name, text},
};
use door::{Entrance, Person};
use serde::{Deserialize, Serialize};

/// A resource manager or another member of staff to be given an account (ID-5).
#[derive(Clone, Debug)]
pub struct NewStaff {
    /// Which staff role.
    pub role: Role,
    /// First and last name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Username.
    pub username: String,
    /// Password; the second factor is set up at the first sign-in.
    pub password: String,
}

/// An account to be made.
#[derive(Serialize, Deserialize)]
struct NewAccount {
    username: String,
    email: String,
    given_name: String,
    family_name: String,
    password_hash: String,
}

impl Portal {
    /// Makes a staff account (ID-5); only the command line and resource managers come here.
    ///
    /// # Errors
    /// `Error::Invalid` by field; `Refusal::EmailTaken`.
    pub async fn create_staff_account(&self, staff: &NewStaff) -> Result<AccountKey, Error> {
        let mut faults = Vec::new();
        let username = text::username(&staff.username).unwrap_or_else(|fault| {
            faults.push(FieldFault::new("username", Fault::from(fault), "ID-1"));
            String::new()
        });
        if matches!(staff.role, Role::Consumer | Role::Assister) {
            faults.push(FieldFault::new("role", WrongAccount::OwnAccount, "ID-5"));
        }
        let name = name::read(&staff.name, 100).unwrap_or_else(|fault| {
            faults.push(FieldFault::new("name", Fault::from(fault), "ID-5"));
            String::new()
        });
        // Whoever has one name has it as the last name.
        let (given_name, family_name) = name.rsplit_once(' ').unwrap_or(("", &name));
        let email = Email::parse(&staff.email).map(|email| email.as_str().to_owned());
        let email = email.unwrap_or_else(|fault| {
            faults.push(FieldFault::new("email", Fault::from(fault), "ID-1"));
            String::new()
        });
        let easy = password_fault(&staff.password, &[&username, &email]);
        faults.extend(easy.map(|wrong| FieldFault::new("password", wrong, "ID-1")));
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        let account = NewAccount {
            username,
            email,
            given_name: given_name.to_owned(),
            family_name: family_name.to_owned(),
            password_hash: password_hash(&staff.password).await?,
        };
        let make = async |entrance: &mut Entrance<'_>| {
            let person = make_account(entrance, staff.role, account).await?;
            let line = RequestContext { request_id: "command-line".to_owned(), ..RequestContext::default() };
            entrance.record(&person, "create_staff_account", &line).await?;
            Ok(person.account_key)
        };
        self.door.at_the_entrance("accounts", make).await
    }
}

/// Makes an account unless its username (a fault of the field) or its address is taken.
async fn make_account(entrance: &mut Entrance<'_>, role: Role, account: NewAccount) -> Result<Person, Error> {
    let NewAccount { username, email, given_name, family_name, password_hash } = account;
    if rows::username_taken(entrance, &username).await?.0.taken {
        return Err(Error::Invalid(vec![FieldFault::new("username", Refusal::UsernameTaken, "ID-1")]));
    }
    let (taken, refusal) = if role == Role::Consumer {
        (rows::consumer_email_taken(entrance, &email).await?, Refusal::AccountExists)
    } else {
        (rows::working_email_taken(entrance, &email).await?, Refusal::EmailTaken)
    };
    if taken.0.taken {
        return Err(refusal.into());
    }
    let (account_key, now) = (AccountKey(randomness::row_key()), entrance.now());
    let inserted = rows::insert(
        entrance,
        &account_key,
        role,
        &username,
        &email,
        &given_name,
        &family_name,
        &password_hash,
        now,
    );
    match inserted.await {
        Ok(inserted) => inserted.or_not(),
        Err(fault) if fault.is_duplicate() => return Err(Refusal::UsernameTaken.into()),
        Err(fault) => return Err(fault),
    }
    Ok(Person { account_key, role, name: name::full(&given_name, &family_name) })
}

/// What everybody is asked who makes an account: the name and the password to sign in with (ID-1).
pub fn sign_in_questions() -> [Question; 2] {
    let username = ask("username", AskAccount::Username, Answer::Username).fill("username");
    let password = ask("password", AskAccount::Password, Answer::Password)
        .fill("new-password")
        // Spaces count in a password: it is judged as it was typed.
        .need(Need::NotNow);
    [username, password].map(|question| question.rule("ID-1"))
}

/// The password as it was typed.
fn password(typed: &Fields) -> &str {
    typed.get("password").map_or("", String::as_str)
}

/// Refuses a password that is easy to guess, or has the username or address in it (ID-1).
fn judge_password(form: &mut Form, typed: &Fields) {
    let lower = |field: &str| typed.get(field).map(|text| text.trim().to_lowercase()).unwrap_or_default();
    if let Some(wrong) = password_fault(password(typed), &[&lower("username"), &lower("email")]) {
        form.refuse("password", wrong);
    }
}
