//! Accounts: consumers make theirs with a code by mail (`registration`), invited assisters activate theirs
//! (`activation`), staff get theirs from the command line (ID-5). Who forgot the password sets it anew (`reset`).

mod activation;
mod codes;
mod language;
mod mail;
mod new_password;
mod registration;
mod reset;
mod rows;

pub(crate) use codes::{TRIES, good_until, mailed_code, typed_code};
pub use new_password::new_password_questions;
pub(crate) use registration::allowance;
pub use registration::registration_questions;
pub use reset::ResetAccount;
pub(crate) use rows::STATEMENTS;

use crate::{Error, FieldFault, Portal, RequestContext, randomness, sign_in::password_hash};
use domain::{
    form::{Answer, AskAccount, Fields, Form, Need, Question, WrongAccount, ask},
    instant::Instant,
    numbers::{Email, registration_code},
    people::{AccountKey, Role},
    refusal::Refusal,
    typed::{Fault, name, text},
};
use door::{Entrance, Person};
use serde::{Deserialize, Serialize};

/// Days for which a registration code is valid (CERT-3).
pub const INVITATION_DAYS: i64 = 7;

/// A member of staff to be invited (ID-5).
#[derive(Clone, Debug)]
pub struct InvitedStaff {
    /// Which staff role.
    pub role: Role,
    /// First and last name.
    pub name: String,
    /// E-mail address.
    pub email: String,
}

/// A registration code to be handed over, and until when it works.
#[derive(Clone, Debug)]
pub struct RegistrationCode {
    /// Groups of four letters.
    pub code: String,
    /// Works until.
    pub until: Instant,
}

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
        faults.extend(own_account(staff.role));
        let NameAndEmail { given_name, family_name, email } =
            name_and_email(&staff.name, &staff.email, &mut faults);
        let easy = self.password_fault(&staff.password, &[&username, &email]);
        faults.extend(easy.map(|wrong| FieldFault::new("password", wrong, "ID-1")));
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        let account = NewAccount {
            username,
            email,
            given_name,
            family_name,
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

impl Portal {
    /// Invites a member of staff to make their own account (ID-5); only the command line comes here. The code is told once
    /// and works once, for seven days; an earlier one of the same address means nothing any more.
    ///
    /// # Errors
    /// `Error::Invalid` by field; `Refusal::EmailTaken`.
    pub async fn invite_staff(&self, staff: &InvitedStaff) -> Result<RegistrationCode, Error> {
        let mut faults: Vec<_> = own_account(staff.role).into_iter().collect();
        let NameAndEmail { given_name, family_name, email } =
            name_and_email(&staff.name, &staff.email, &mut faults);
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        let code = registration_code(randomness::bytes::<16>()?);
        let invite = async |entrance: &mut Entrance<'_>| {
            if rows::working_email_taken(entrance, &email).await?.0.taken {
                return Err(Refusal::EmailTaken.into());
            }
            let (now, until) = (entrance.now(), entrance.now().plus_seconds(INVITATION_DAYS * 86_400));
            rows::close_staff_invitations(entrance, &email, now).await?.or_not();
            let hash = randomness::code_sha256(&code);
            rows::invite_staff(entrance, &hash, staff.role, &given_name, &family_name, &email, now, until)
                .await?
                .or_not();
            Ok(until)
        };
        let until = self.door.at_the_entrance("accounts", invite).await?;
        Ok(RegistrationCode { code, until })
    }
}

/// A name in two parts, and an address.
struct NameAndEmail {
    given_name: String,
    family_name: String,
    email: String,
}

/// Reads the name and the address of a member of staff.
fn name_and_email(name: &str, email: &str, faults: &mut Vec<FieldFault>) -> NameAndEmail {
    let name = name::read(name, 100).unwrap_or_else(|fault| {
        faults.push(FieldFault::new("name", Fault::from(fault), "ID-5"));
        String::new()
    });
    let email = Email::parse(email).map(|email| email.as_str().to_owned()).unwrap_or_else(|fault| {
        faults.push(FieldFault::new("email", Fault::from(fault), "ID-1"));
        String::new()
    });
    let (given_name, family_name) = in_two(&name);
    NameAndEmail { given_name: given_name.to_owned(), family_name: family_name.to_owned(), email }
}

/// Given and family name; whoever has one name has it as the last name.
pub(crate) fn in_two(name: &str) -> (&str, &str) {
    name.rsplit_once(' ').unwrap_or(("", name))
}

/// Consumers make their accounts themselves; assisters, and whoever keeps an agency's roster, are invited by a resource
/// manager.
fn own_account(role: Role) -> Option<FieldFault> {
    matches!(role, Role::Consumer | Role::Assister | Role::AgencyAdministrator)
        .then(|| FieldFault::new("role", WrongAccount::OwnAccount, "ID-5"))
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

impl Portal {
    /// Refuses a password that is easy to guess, or has the username or address in it (ID-1).
    fn judge_password(&self, form: &mut Form, typed: &Fields) {
        let given = |field: &str| typed.get(field).map_or("", |text| text.trim());
        self.judge_password_of(form, typed, [given("username"), given("email")]);
    }

    /// The same for a username and an address that are known (ID-1).
    fn judge_password_of(&self, form: &mut Form, typed: &Fields, personal: [&str; 2]) {
        let [username, email] = personal.map(str::to_lowercase);
        if let Some(wrong) = self.password_fault(password(typed), &[&username, &email]) {
            form.refuse("password", wrong);
        }
    }
}
