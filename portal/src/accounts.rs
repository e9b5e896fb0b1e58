//! Accounts: invited assisters activate theirs (CERT-3), staff get theirs from the command line (ID-5), and
//! the practice personas.

use crate::{
    Error, FieldFault, Portal, RequestContext, passwords,
    practice::PERSONAS,
    randomness,
    sign_in::{NextStep, SignIn, new_token},
    store::{
        self, Entrance,
        accounts::{NewAccount, Person},
    },
    throttle,
};
use domain::{
    certification::{AccountState, Transition},
    form::{self, Answer, Fields, Form, Need, Question, ask},
    numbers::{Email, normalized_code},
    people::{AccountKey, AssisterKind, Role},
    refusal::Refusal,
};

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

/// One of the practice cast, for a button of /demo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Persona {
    /// The username.
    pub username: String,
    /// First and last name.
    pub name: String,
    /// What they are: "consumer", "broker", "resource manager" ...
    pub role_in_words: &'static str,
}

impl Portal {
    /// Whom an open registration code invites: the name, for the page after it (CERT-3).
    ///
    /// # Errors
    /// `Refusal::RegistrationCodeInvalid`, `Refusal::TooManySignIns`.
    pub async fn check_registration_code(
        &self,
        code: &str,
        context: &RequestContext,
    ) -> Result<String, Error> {
        let hash = randomness::sha256_hex(normalized_code(code).as_bytes());
        let subject = self.attempt_subject(&context.ip)?;
        let look = async |entrance: &mut Entrance<'_>| {
            let Some(note) = throttle::REGISTRATION.admit(entrance, &subject).await? else {
                return Ok(Err(Refusal::TooManySignIns));
            };
            let Some(found) = store::registrations::invitation(entrance, &hash).await? else {
                return Ok(Err(Refusal::RegistrationCodeInvalid));
            };
            store::attempts::succeeded(entrance, &note).await?;
            Ok(Ok(format!("{} {}", found.given_name, found.family_name)))
        };
        Ok(self.door.at_the_entrance("roster", look).await??)
    }

    /// Activates an assister account with its registration code (CERT-3, CERT-5): account, life cycle and
    /// session in one transaction. The second factor is set up next.
    ///
    /// # Errors
    /// `Refusal::RegistrationCodeInvalid`; `Error::Invalid` by field; `Refusal::EmailTaken`.
    pub async fn activate_assister(
        &self,
        code: &str,
        typed: &Fields,
        context: &RequestContext,
    ) -> Result<SignIn, Error> {
        self.check_registration_code(code, context).await?;
        let questions = sign_in_questions();
        let mut form = Form::new(&questions, typed, self.today());
        judge_password(&mut form, typed);
        let username = form.read(|form| form.given("username"))?;
        let password_hash = passwords::hash(password(typed)).await?;
        let hash = randomness::sha256_hex(normalized_code(code).as_bytes());
        let session = new_token()?;
        let activate = async |entrance: &mut Entrance<'_>| {
            let invited = store::registrations::invitation(entrance, &hash).await?;
            let invited = invited.ok_or(Refusal::RegistrationCodeInvalid)?;
            let state = AccountState::from_word(&invited.state).ok_or(Error::Corrupt("assister state"))?;
            state.after(Transition::Activate).map_err(|_| Refusal::RegistrationCodeInvalid)?;
            let account = NewAccount {
                role: Role::Assister,
                username,
                email: invited.email,
                given_name: invited.given_name,
                family_name: invited.family_name,
                password_hash,
            };
            let person = Self::make_account(entrance, &account, Refusal::EmailTaken).await?;
            if !store::registrations::activate(entrance, &hash, &invited.assister, &person).await? {
                return Err(Refusal::RegistrationCodeInvalid.into());
            }
            entrance.record(&person, "activate_account", context).await?;
            entrance.start_session(&session, &person.account_key, true, context).await
        };
        self.door.at_the_entrance("roster", activate).await?;
        Ok(SignIn { token: session, next: NextStep::SetUpSecondFactor })
    }

    /// Makes a staff account (ID-5); only the command line and resource managers come here.
    ///
    /// # Errors
    /// `Error::Invalid` by field; `Refusal::EmailTaken`.
    pub async fn create_staff_account(&self, staff: &NewStaff) -> Result<AccountKey, Error> {
        let mut faults = Vec::new();
        let username = form::username(&staff.username).unwrap_or_else(|words| {
            faults.push(FieldFault::new("username", words, "ID-1"));
            String::new()
        });
        if matches!(staff.role, Role::Consumer | Role::Assister) {
            faults.push(FieldFault::new("role", "Consumers and assisters make their own accounts.", "ID-5"));
        }
        let name = form::name(&staff.name, 100);
        let Some((given_name, family_name)) = name.as_deref().and_then(|name| name.rsplit_once(' ')) else {
            faults.push(FieldFault::new("name", "Enter the first and the last name.", "ID-5"));
            return Err(Error::Invalid(faults));
        };
        let email = Email::parse(&staff.email).map(|email| email.as_str().to_owned());
        let email = email.unwrap_or_else(|fault| {
            faults.push(FieldFault::new("email", fault.to_string(), "ID-1"));
            String::new()
        });
        let easy = passwords::fault(&staff.password, &[&username, &email]);
        faults.extend(easy.map(|words| FieldFault::new("password", words, "ID-1")));
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        let account = NewAccount {
            role: staff.role,
            username,
            email,
            given_name: given_name.to_owned(),
            family_name: family_name.to_owned(),
            password_hash: passwords::hash(&staff.password).await?,
        };
        let make = async |entrance: &mut Entrance<'_>| {
            let person = Self::make_account(entrance, &account, Refusal::EmailTaken).await?;
            let line = RequestContext { request_id: "command line".to_owned(), ..RequestContext::default() };
            entrance.record(&person, "create_staff_account", &line).await?;
            Ok(person.account_key)
        };
        self.door.at_the_entrance("accounts", make).await
    }

    /// Makes an account unless its username (a fault of the field) or its address is taken.
    pub(crate) async fn make_account(
        entrance: &mut Entrance<'_>,
        account: &NewAccount,
        taken: Refusal,
    ) -> Result<Person, Error> {
        if store::accounts::username_taken(entrance, &account.username).await? {
            let words = Refusal::UsernameTaken.to_string();
            return Err(Error::Invalid(vec![FieldFault::new("username", words, "ID-1")]));
        }
        if store::accounts::email_taken(entrance, account.role, &account.email).await? {
            return Err(taken.into());
        }
        match store::accounts::insert(entrance, account).await {
            Err(fault) if fault.is_duplicate() => Err(Refusal::UsernameTaken.into()),
            made => made,
        }
    }

    /// The practice cast that is there; nobody outside practice mode.
    ///
    /// # Errors
    /// `Error::NotFound` outside practice mode.
    pub async fn personas(&self) -> Result<Vec<Persona>, Error> {
        self.only_in_practice()?;
        let known = async |entrance: &mut Entrance<'_>| {
            let mut there = store::accounts::among(entrance, &PERSONAS).await?;
            there.sort_by_key(|known| PERSONAS.iter().position(|username| *username == known.username));
            let persona = |known: store::accounts::Known| {
                let kind = known.kind.as_deref().and_then(AssisterKind::from_word);
                Persona {
                    username: known.username,
                    name: known.person.name,
                    role_in_words: kind.map_or(known.person.role.in_words(), AssisterKind::in_words),
                }
            };
            Ok(there.into_iter().map(persona).collect())
        };
        self.door.at_the_entrance("practice", known).await
    }

    /// Signs in as one of the practice cast without a password; gives the session's token.
    ///
    /// # Errors
    /// `Error::NotFound` outside practice mode, and for anybody else.
    pub async fn sign_in_as_persona(
        &self,
        username: &str,
        context: &RequestContext,
    ) -> Result<String, Error> {
        self.only_in_practice()?;
        if !PERSONAS.contains(&username) {
            return Err(Error::NotFound);
        }
        let token = new_token()?;
        let sign_in = async |entrance: &mut Entrance<'_>| {
            let known = store::accounts::by_username(entrance, username).await?.ok_or(Error::NotFound)?;
            entrance.start_session(&token, &known.person.account_key, false, context).await?;
            entrance.record(&known.person, "sign_in_as_persona", context).await
        };
        self.door.at_the_entrance("practice", sign_in).await?;
        Ok(token)
    }

    fn only_in_practice(&self) -> Result<(), Error> {
        if self.practice { Ok(()) } else { Err(Error::NotFound) }
    }
}

/// What everybody is asked who makes an account: the name and the password to sign in with (ID-1).
pub fn sign_in_questions() -> [Question; 2] {
    let username = ask("username", "Username", Answer::Username)
        .fill("username")
        .hint("At least 3 letters or digits. Dots, dashes and underscores are fine.");
    let password = ask("password", "Password", Answer::Password)
        .fill("new-password")
        .hint("At least 12 characters. Several words in a row are good and easy to remember.")
        // Spaces count in a password: it is judged as it was typed.
        .need(Need::NotNow);
    [username, password].map(|question| question.rule("ID-1"))
}

/// The password as it was typed.
pub(crate) fn password(typed: &Fields) -> &str {
    typed.get("password").map_or("", String::as_str)
}

/// Refuses a password that is easy to guess, or has the username or address in it (ID-1).
pub(crate) fn judge_password(form: &mut Form, typed: &Fields) {
    let lower = |field: &str| typed.get(field).map(|text| text.trim().to_lowercase()).unwrap_or_default();
    if let Some(words) = passwords::fault(password(typed), &[&lower("username"), &lower("email")]) {
        form.refuse("password", words);
    }
}
