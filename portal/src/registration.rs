//! A consumer creates an account (ID-1): details, a code by mail that proves the address, then account and
//! consumer in one transaction. Nobody learns here whether an address has an account.

use crate::{
    Error, Portal, RequestContext,
    accounts::{judge_password, password, sign_in_questions},
    outbox::{self, Mail},
    passwords, randomness,
    sign_in::{NextStep, SignIn, new_token},
    store::{self, Entrance, accounts::NewAccount},
    throttle,
};
use domain::{
    form::{Answer, Fields, Form, Question, ask, under_rule},
    instant::SECOND,
    people::Role,
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};

/// How long a mailed code is good, and how many tries it has.
const CODE_LIFE: i64 = 600 * SECOND;
const CODE_TRIES: i64 = 5;
/// How long a registration waits for its code at all.
const REGISTRATION_LIFE: i64 = 3600 * SECOND;

/// What a consumer is asked to create an account (ID-1).
pub fn questions() -> Vec<Question> {
    let [username, password] = sign_in_questions();
    let born = "Enter your date of birth, for example 4 28 1986.";
    under_rule(
        "ID-1",
        [
            ask("given_name", "First name", Answer::Name(100))
                .fill("given-name")
                .or_else("Enter your first name."),
            ask("family_name", "Last name", Answer::Name(100))
                .fill("family-name")
                .or_else("Enter your last name."),
            ask("date_of_birth", "Date of birth", Answer::Birthday)
                .fill("bday")
                .hint("For example: 4 28 1986")
                .or_else(born),
            ask("email", "E-mail", Answer::Email).fill("email").hint("We send a code to this address."),
            username,
            password,
        ],
    )
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

impl Registration {
    /// A good form as it waits; the password's hash follows.
    fn of(form: &Form) -> Option<Self> {
        Some(Self {
            given_name: form.text("given_name"),
            family_name: form.text("family_name"),
            date_of_birth: form.date("date_of_birth")?.to_string(),
            email: form.text("email"),
            username: form.text("username"),
            password_hash: String::new(),
            for_owner: false,
        })
    }
}

impl Portal {
    /// Takes a consumer's details and mails a code to the address; gives the token that names the
    /// registration to this browser. The answer is the same when the address has an account: then the
    /// mail tells its owner.
    ///
    /// # Errors
    /// `Error::Invalid` by field (ID-1); `Refusal::TooManyMails`.
    pub async fn create_account(&self, typed: &Fields, context: &RequestContext) -> Result<String, Error> {
        let questions = questions();
        let mut form = Form::new(&questions, typed, self.today());
        judge_password(&mut form, typed);
        if let Some(username) = form.given("username") {
            let taken = async |entrance: &mut Entrance<'_>| {
                store::accounts::username_taken(entrance, &username).await
            };
            if self.door.at_the_entrance("accounts", taken).await? {
                form.refuse("username", Refusal::UsernameTaken.to_string());
            }
        }
        let mut registration = form.read(Registration::of)?;
        registration.password_hash = passwords::hash(password(typed)).await?;
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
        outbox::mail(entrance.beside(), &mail).await
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
