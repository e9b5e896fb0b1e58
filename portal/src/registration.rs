//! A consumer creates an account (ID-1): details, a code by mail that proves the address, then account and
//! consumer in one transaction. Nobody learns here whether an address has an account.

use crate::{
    Error, FieldFault, Portal, RequestContext,
    accounts::{is_name, username_fault},
    passwords, randomness,
    sign_in::{NextStep, SignIn, new_token},
    store::{self, Entrance, accounts::NewAccount, outbox::Mail},
    throttle,
};
use domain::{instant::SECOND, numbers::Email, people::Role, refusal::Refusal};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How long a mailed code is good, and how many tries it has.
const CODE_LIFE: i64 = 600 * SECOND;
const CODE_TRIES: i64 = 5;
/// How long a registration waits for its code at all.
const REGISTRATION_LIFE: i64 = 3600 * SECOND;

/// What a consumer types to create an account.
#[derive(Clone, Debug, Default)]
pub struct NewConsumer {
    /// First name.
    pub given_name: String,
    /// Last name.
    pub family_name: String,
    /// `None` when what was typed is no date.
    pub date_of_birth: Option<Date>,
    /// E-mail address.
    pub email: String,
    /// Username.
    pub username: String,
    /// Password.
    pub password: String,
}

/// A registration that waits for its code; sealed in the table.
#[derive(Serialize, Deserialize)]
struct Registration {
    given_name: String,
    family_name: String,
    date_of_birth: String,
    email: String,
    username: String,
    password_hash: String,
    /// The address has an account already: the mail told its owner, and no code is right.
    for_owner: bool,
}

impl Portal {
    /// Takes a consumer's details and mails a code to the address; gives the token that names the
    /// registration to this browser. The answer is the same when the address has an account: then the
    /// mail tells its owner.
    ///
    /// # Errors
    /// `Error::Invalid` by field (ID-1); `Refusal::TooManyMails`.
    pub async fn create_account(
        &self,
        typed: &NewConsumer,
        context: &RequestContext,
    ) -> Result<String, Error> {
        let (mut registration, mut faults) = self.registration_of(typed);
        let username = registration.username.clone();
        let taken =
            async |entrance: &mut Entrance<'_>| store::accounts::username_taken(entrance, &username).await;
        if self.door.at_the_entrance("accounts", taken).await? {
            faults.push(FieldFault::new("username", Refusal::UsernameTaken.to_string(), "ID-1"));
        }
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        registration.password_hash = passwords::hash(&typed.password).await?;
        let token = new_token()?;
        let code = mailed_code()?;
        let now = self.door.now().0;
        let subjects = self.mail_subjects(&registration.email, context)?;
        let keep = async |entrance: &mut Entrance<'_>| {
            admit_mail(entrance, &subjects).await?;
            store::registrations::purge(entrance, now - REGISTRATION_LIFE).await?;
            registration.for_owner =
                store::accounts::email_taken(entrance, Role::Consumer, &registration.email).await?;
            let sealed = self.sealed_registration(&token, &registration)?;
            let hash = code_hash(&token, &code);
            store::registrations::register(entrance, &token, sealed, hash, now + CODE_LIFE).await?;
            self.mail_code(entrance, &registration, &code).await
        };
        self.door.at_the_entrance("accounts", keep).await?;
        Ok(token)
    }

    /// Mails another code for a registration; says nothing about whether there is one.
    ///
    /// # Errors
    /// `Refusal::TooManyMails`.
    pub async fn mail_code_again(&self, token: &str, context: &RequestContext) -> Result<(), Error> {
        let now = self.door.now().0;
        let code = mailed_code()?;
        let again = async |entrance: &mut Entrance<'_>| {
            let since = now - REGISTRATION_LIFE;
            let Some(sealed) = store::registrations::waiting(entrance, token, since).await? else {
                return Ok(());
            };
            let registration = self.opened_registration(token, &sealed)?;
            admit_mail(entrance, &self.mail_subjects(&registration.email, context)?).await?;
            store::registrations::new_code(entrance, token, code_hash(token, &code), now + CODE_LIFE).await?;
            self.mail_code(entrance, &registration, &code).await
        };
        self.door.at_the_entrance("accounts", again).await
    }

    /// Takes the code from the mail: makes the account with its consumer and signs the person in.
    ///
    /// # Errors
    /// `Refusal::EmailCodeWrong` (wrong, older than ten minutes, used, or five tries over);
    /// `Refusal::UsernameTaken` or `Refusal::AccountExists` when somebody was quicker.
    pub async fn confirm_account(
        &self,
        token: &str,
        typed: &str,
        context: &RequestContext,
    ) -> Result<SignIn, Error> {
        let _now = self.door.now().0;
        let counted = async |entrance: &mut Entrance<'_>| {
            store::registrations::try_code(entrance, token, CODE_TRIES).await
        };
        // The try is counted and committed before anything is compared.
        let waiting = self.door.at_the_entrance("accounts", counted).await?;
        let (hash, sealed) = waiting.ok_or(Refusal::EmailCodeWrong)?;
        let registration = self.opened_registration(token, &sealed)?;
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        if code_hash(token, &digits) != hash || registration.for_owner {
            return Err(Refusal::EmailCodeWrong.into());
        }
        let session = new_token()?;
        let make = async |entrance: &mut Entrance<'_>| {
            if !store::registrations::use_up(entrance, token).await? {
                return Err(Refusal::EmailCodeWrong.into());
            }
            let account = NewAccount {
                role: Role::Consumer,
                username: registration.username,
                email: registration.email,
                given_name: registration.given_name,
                family_name: registration.family_name,
                password_hash: registration.password_hash,
            };
            let person = Self::make_account(entrance, &account, Refusal::AccountExists).await?;
            store::accounts::insert_consumer(entrance, &person, &account, &registration.date_of_birth)
                .await?;
            entrance.record(&person, "create_account", context).await?;
            entrance.start_session(&session, &person.account_key, false, context).await
        };
        self.door.at_the_entrance("accounts", make).await?;
        Ok(SignIn { token: session, next: NextStep::Done })
    }

    fn registration_of(&self, typed: &NewConsumer) -> (Registration, Vec<FieldFault>) {
        let mut faults = Vec::new();
        let mut need = |field: &str, good: bool, words: &str| {
            if !good {
                faults.push(FieldFault::new(field, words, "ID-1"));
            }
        };
        let (given_name, family_name) = (typed.given_name.trim(), typed.family_name.trim());
        need("given_name", is_name(given_name), "Enter your first name.");
        need("family_name", is_name(family_name), "Enter your last name.");
        let today = self.today();
        let born = typed.date_of_birth.filter(|day| day.year() >= 1900 && *day <= today);
        need("date_of_birth", born.is_some(), "Enter your date of birth, for example 4 28 1986.");
        let email = Email::parse(&typed.email);
        if let Err(fault) = &email {
            need("email", false, &fault.to_string());
        }
        let email = email.map(|email| email.as_str().to_owned()).unwrap_or_default();
        let username = typed.username.trim().to_lowercase();
        faults.extend(username_fault(&username));
        faults.extend(passwords::fault(&typed.password, &[&username, &email]));
        let registration = Registration {
            given_name: given_name.to_owned(),
            family_name: family_name.to_owned(),
            date_of_birth: born.map(|day| day.to_string()).unwrap_or_default(),
            email,
            username,
            password_hash: String::new(),
            for_owner: false,
        };
        (registration, faults)
    }

    fn sealed_registration(&self, token: &str, registration: &Registration) -> Result<Vec<u8>, Error> {
        let json = serde_json::to_vec(registration).map_err(|_| Error::Corrupt("a registration"))?;
        self.door.seal().seal(&place(token), &json)
    }

    fn opened_registration(&self, token: &str, sealed: &[u8]) -> Result<Registration, Error> {
        let json = self.door.seal().open(&place(token), sealed)?;
        serde_json::from_slice(&json).map_err(|_| Error::Corrupt("a registration"))
    }

    fn mail_subjects(&self, email: &str, context: &RequestContext) -> Result<[String; 2], Error> {
        Ok([self.attempt_subject(email)?, self.attempt_subject(&context.ip)?])
    }

    /// The mail with the code, or, when the address has an account, the mail to its owner.
    async fn mail_code(
        &self,
        entrance: &mut Entrance<'_>,
        registration: &Registration,
        code: &str,
    ) -> Result<(), Error> {
        let exchange = &self.profile.exchange;
        let (subject, body) = if registration.for_owner {
            (
                format!("You already have a {} account", exchange.name),
                format!(
                    "Somebody, perhaps you, tried to create a {name} account with this e-mail address.\n\n\
                     You already have an account. Sign in with your username or this e-mail address.\n\n\
                     If this was not you, there is nothing to do. Questions? Call {phone}.\n",
                    name = exchange.name,
                    phone = exchange.phone
                ),
            )
        } else {
            (
                format!("Your {} code", exchange.name),
                format!(
                    "Your code: {code}\n\nEnter it on the page where you create your {name} account. \
                     It is good for 10 minutes and works once.\n\n\
                     Nobody from {name} will ask you for this code. If you did not ask for it, there is \
                     nothing to do. Questions? Call {phone}.\n",
                    name = exchange.name,
                    phone = exchange.phone
                ),
            )
        };
        let mail = Mail { to: &registration.email, subject: &subject, body: &body };
        store::outbox::mail_at_the_entrance(entrance, self.door.seal(), &mail).await
    }
}

/// One mail more to this address, on behalf of this address of a browser.
async fn admit_mail(entrance: &mut Entrance<'_>, [email, browser]: &[String; 2]) -> Result<(), Error> {
    for (limit, subject) in [(&throttle::MAILED, email), (&throttle::MAILED_FROM, browser)] {
        if limit.admit(entrance, subject).await?.is_none() {
            return Err(Refusal::TooManyMails.into());
        }
    }
    Ok(())
}

/// Eight random digits.
fn mailed_code() -> Result<String, Error> {
    Ok(format!("{:08}", randomness::below(100_000_000)?))
}

/// Only a hash bound to the registration is kept.
fn code_hash(token: &str, code: &str) -> String {
    randomness::sha256_hex(format!("{token}:{code}").as_bytes())
}

fn place(token: &str) -> String {
    format!("registrations/sealed/{}", randomness::sha256_hex(token.as_bytes()))
}
