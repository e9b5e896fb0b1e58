//! A consumer creates an account (ID-1): details, a code by mail that proves the address, then account and
//! consumer in one transaction. Nobody learns here whether an address has an account.

use super::{
    NewAccount,
    codes::{self, code_hash, good_until, mailed_code, name_of},
    make_account, password, rows, sign_in_questions,
};
use crate::{
    Error, Portal, RequestContext, randomness,
    sign_in::{NextStep, SignIn, password_hash},
    throttle::{self, Allowance},
};
use domain::{
    form::{Answer, AskAccount, Fields, Form, Need, Question, WrongAccount, ask, under_rule, value},
    people::{ConsumerKey, Role},
    refusal::Refusal,
    typed::day,
};
use door::Entrance;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use words::Words;

/// How long a registration waits for its code at all, in seconds.
const REGISTRATION_LIFE: i64 = 3600;

/// What a consumer is asked to create an account (ID-1), as far as the answers so far decide it.
pub fn registration_questions(typed: &Fields) -> Vec<Question> {
    let [username, password] = sign_in_questions();
    let has_one_name = value(typed, "one_name") == "yes";
    under_rule(
        "ID-1",
        [
            ask("given_name", AskAccount::GivenName, Answer::Name(100))
                .fill("given-name")
                .need(Need::when(!has_one_name)),
            ask("family_name", AskAccount::FamilyName, Answer::Name(100)).fill("family-name"),
            ask("one_name", AskAccount::OneName, Answer::Tick).need(Need::NotNow),
            ask("date_of_birth", AskAccount::DateOfBirth, Answer::Birthday).fill("bday"),
            ask("email", AskAccount::Email, Answer::Email).fill("email"),
            username,
            password,
        ],
    )
}

/// A registration that waits for its code; sealed in the table.
#[derive(Serialize, Deserialize)]
struct Registration {
    #[serde(flatten)]
    account: NewAccount,
    date_of_birth: Date,
    /// The address has an account already: the mail told its owner, and no code is right.
    for_owner: bool,
}

impl Registration {
    /// A good form as it waits; the password's hash follows.
    fn of(form: &Form) -> Option<Self> {
        let account = NewAccount {
            username: form.text("username"),
            email: form.text("email"),
            given_name: form.text("given_name"),
            family_name: form.text("family_name"),
            password_hash: String::new(),
        };
        Some(Self { account, date_of_birth: form.date("date_of_birth")?, for_owner: false })
    }
}

/// So many usernames are looked at for one address at once, a crowd's, then one a minute.
pub(crate) fn allowance() -> Allowance {
    Allowance::new(500, 60)
}

impl Portal {
    /// Takes a consumer's details and mails a code to the address; gives the token that names the
    /// registration to this browser. The answer is the same when the address has an account: then the
    /// mail tells its owner.
    ///
    /// # Errors
    /// `Error::Invalid` by field (ID-1); `Refusal::TooManyMails`.
    pub async fn create_account(&self, typed: &Fields, context: &RequestContext) -> Result<String, Error> {
        let questions = registration_questions(typed);
        let mut form = Form::new(&questions, typed, self.today());
        let youngest = self.profile.accounts.youngest;
        if form.date("date_of_birth").is_some_and(|born| day::age_on(born, self.today()) < youngest) {
            form.refuse("date_of_birth", WrongAccount::TooYoung(youngest));
        }
        if value(typed, "one_name") == "yes" && form.given("given_name").is_some() {
            form.refuse("given_name", WrongAccount::NameAndBox);
        }
        self.judge_password(&mut form, typed);
        if let Some(username) = form.given("username") {
            // Whether a name is taken must be told to whoever chooses one, and not to whoever collects them (ID-4).
            if !self.usernames.admit(&context.ip, self.door.now()) {
                return Err(Refusal::TooManyUsernames.into());
            }
            let taken = async |entrance: &mut Entrance<'_>| {
                Ok(rows::username_taken(entrance, &username).await?.0.taken)
            };
            if self.door.at_the_entrance("accounts", taken).await? {
                form.refuse("username", Refusal::UsernameTaken);
            }
        }
        let mut registration = form.read(Registration::of)?;
        registration.account.password_hash = password_hash(password(typed)).await?;
        let (token, code) = (randomness::token()?, mailed_code()?);
        let keep = async |entrance: &mut Entrance<'_>| {
            let now = entrance.now();
            let email = &registration.account.email;
            throttle::mail(entrance, email, context).await?;
            rows::purge(entrance, now.minus_seconds(REGISTRATION_LIFE)).await?.or_not();
            registration.for_owner = rows::consumer_email_taken(entrance, email).await?.0.taken;
            let json = serde_json::to_vec(&registration).map_err(|_| Error::Corrupt("a registration"))?;
            let sealed = entrance.seal().seal(&place(&token), &json)?;
            let (name, hash) = (name_of(&token), code_hash(&token, &code));
            rows::register(entrance, &name, &sealed, &hash, now, good_until(now)).await?.or_not();
            self.mail_registration(entrance, self.words_of(context), &registration, &code).await
        };
        self.door.at_the_entrance("accounts", keep).await?;
        Ok(token)
    }

    /// Mails another code for a registration; says nothing about whether there is one.
    ///
    /// # Errors
    /// `Refusal::TooManyMails`.
    pub async fn mail_code_again(&self, token: &str, context: &RequestContext) -> Result<(), Error> {
        let code = mailed_code()?;
        let again = async |entrance: &mut Entrance<'_>| {
            let now = entrance.now();
            let (name, since) = (name_of(token), now.minus_seconds(REGISTRATION_LIFE));
            let Some(waiting) = rows::waiting(entrance, &name, since).await? else { return Ok(()) };
            let registration = self.opened_registration(token, &waiting)?;
            throttle::mail(entrance, &registration.account.email, context).await?;
            let hash = code_hash(token, &code);
            rows::new_code(entrance, &name, &hash, good_until(now)).await?.or_not();
            self.mail_registration(entrance, self.words_of(context), &registration, &code).await
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
        let name = name_of(token);
        let counted = async |entrance: &mut Entrance<'_>| {
            let now = entrance.now();
            rows::try_code(entrance, &name, codes::TRIES, now).await
        };
        // The try is counted and committed before anything is compared.
        let waiting = self.door.at_the_entrance("accounts", counted).await?;
        let waiting = waiting.ok_or(Refusal::EmailCodeWrong)?;
        let Registration { account, date_of_birth, for_owner } = self.opened_registration(token, &waiting)?;
        if !codes::is_right(token, typed, &waiting.code_sha256) || for_owner {
            return Err(Refusal::EmailCodeWrong.into());
        }
        let make = async |entrance: &mut Entrance<'_>| {
            let now = entrance.now();
            rows::use_up(entrance, &name, now).await?.or(Refusal::EmailCodeWrong.into())?;
            throttle::mail_came_back(entrance, &account.email, context).await?;
            let person = make_account(entrance, Role::Consumer, account).await?;
            rows::speak(entrance, &person.account_key, &context.language).await?.or_not();
            let consumer = ConsumerKey(randomness::row_key());
            rows::insert_consumer(entrance, &consumer, &person.account_key, date_of_birth, now)
                .await?
                .or_not();
            throttle::remember_device(entrance, &person.account_key.0, context).await?;
            entrance.record(&person, "create_account", context).await?;
            entrance.start_session(&person.account_key, false, context).await
        };
        let token = self.door.at_the_entrance("accounts", make).await?;
        Ok(SignIn { token, next: NextStep::Done })
    }

    fn opened_registration(&self, token: &str, waiting: &rows::Waiting) -> Result<Registration, Error> {
        let json = self.door.seal().open(&place(token), &waiting.sealed)?;
        serde_json::from_slice(&json).map_err(|_| Error::Corrupt("a registration"))
    }

    /// The mail with the code, or, when the address has an account, the mail to its owner.
    async fn mail_registration(
        &self,
        entrance: &mut Entrance<'_>,
        words: Words,
        registration: &Registration,
        code: &str,
    ) -> Result<(), Error> {
        let email = &registration.account.email;
        match registration.for_owner {
            true => self.mail_owner(entrance, words, email).await,
            false => self.mail_code(entrance, words, email, code).await,
        }
    }
}

fn place(token: &str) -> String {
    format!("registrations/sealed/{}", name_of(token))
}
