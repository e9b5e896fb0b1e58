//! Settings: what people see and change in their own account, whatever their role (ID-1 to ID-3): name, address, password,
//! second factor, sessions. Every change needs a recent confirmation (the rows of `domain::account` say so) and is told by
//! mail; a new address is told to the old one. Whoever adds another way to sign in adds a file beside `factor.rs`.

mod email;
mod factor;
mod mail;
mod passkeys;
mod provider;
mod rows;

pub use door::OwnSession;
pub use email::email_questions;
pub use factor::{NewFactor, factor_questions};
pub use passkeys::{OwnPasskey, passkey_questions};
pub use provider::{AtProvider, OwnLink};
pub(crate) use rows::STATEMENTS;

use crate::{ActingOn, Error, Portal, Session, book, sign_in::password_hash};
use domain::{
    account::Action,
    form::{Answer, AskAccount, Fields, Form, Need, Question, Wrong, WrongAccount, ask, under_rule, value},
    instant::Instant,
    name::Name,
    people::Role,
    refusal::Refusal,
};
use door::{Account, Entrance};

/// What stands in an account.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The account's role.
    pub role: Role,
    /// The person's name.
    pub name: Name,
    /// The name to sign in with.
    pub username: String,
    /// Where mail goes.
    pub email: String,
    /// Whether that address does not take mail: the newest one came back for good.
    pub mail_refused: bool,
    /// Another address that waits for its code.
    pub waiting_email: Option<String>,
    /// The app with codes, where there is one.
    pub factor: Option<OwnFactor>,
    /// How it stands to the state's identity provider, where its role signs in through one.
    pub at_provider: Option<AtProvider>,
    /// Passkeys, the oldest first.
    pub passkeys: Vec<OwnPasskey>,
    /// How many recovery codes are left.
    pub codes_left: i64,
    /// Where one is signed in, the one used last first.
    pub sessions: Vec<OwnSession>,
    given_name: String,
    family_name: String,
}

/// An app that shows codes.
#[derive(Clone, Debug)]
pub struct OwnFactor {
    /// What its person calls it; empty when nothing was said.
    pub name: String,
    /// Set up at.
    pub since: Instant,
    /// When one of its codes was used last; nothing is known of earlier than this was counted.
    pub used_at: Option<Instant>,
}

impl Settings {
    /// Whether the password alone is not enough to sign in.
    pub fn has_factor(&self) -> bool {
        self.factor.is_some() || !self.passkeys.is_empty()
    }

    /// The name as a filled-in form.
    pub fn name_filled(&self) -> Fields {
        let one_name = if self.given_name.is_empty() { "yes" } else { "" };
        let fields =
            [("given_name", &*self.given_name), ("family_name", &self.family_name), ("one_name", one_name)];
        fields.into_iter().map(|(field, value)| (field.to_owned(), value.to_owned())).collect()
    }
}

/// What is asked for another name; the answers so far decide what must be said.
pub fn name_questions(typed: &Fields) -> Vec<Question> {
    let has_one_name = value(typed, "one_name") == "yes";
    under_rule(
        "ID-1",
        [
            ask("given_name", AskAccount::GivenName, Answer::Name(100))
                .fill("given-name")
                .need(Need::when(!has_one_name)),
            ask("family_name", AskAccount::FamilyName, Answer::Name(100)).fill("family-name"),
            ask("one_name", AskAccount::OneName, Answer::Tick).need(Need::NotNow),
        ],
    )
}

/// What is asked for another password: the present one, and the new one.
pub fn password_questions() -> Vec<Question> {
    let old = ask("old_password", AskAccount::OldPassword, Answer::Password).fill("current-password");
    let new = ask("password", AskAccount::NewPassword, Answer::Password).fill("new-password");
    // Spaces count in a password: it is judged as it was typed.
    under_rule("ID-1", [old, new].map(|question| question.need(Need::NotNow)))
}

impl Portal {
    /// What stands in the account of whoever is signed in.
    ///
    /// # Errors
    /// `Denied` for identity systems.
    pub async fn read_settings(&self, session: &Session) -> Result<Settings, Error> {
        self.in_own_account(session, Action::ReadSettings, async |acting| {
            let kept = rows::kept(acting).await?;
            let passkeys = kept.iter().filter_map(OwnPasskey::of).collect();
            let kept = kept.into_iter().next().ok_or(Error::NotFound)?;
            let sessions = acting.sessions(session).await?;
            let at_provider = self.at_provider(acting).await?;
            let facts = acting.facts();
            let factor = facts.totp_confirmed_at.map(|since| OwnFactor {
                name: kept.totp_name,
                since,
                used_at: kept.totp_used_at,
            });
            let now = acting.now();
            let waits = |until: &Instant| now < *until;
            Ok(Settings {
                role: facts.role,
                name: facts.name(),
                username: facts.username.clone(),
                email: facts.email.clone(),
                mail_refused: kept.mail_refused,
                waiting_email: kept.new_email.filter(|_| kept.expires_at.as_ref().is_some_and(waits)),
                factor,
                at_provider,
                passkeys,
                codes_left: kept.codes_left,
                sessions,
                given_name: facts.given_name.clone(),
                family_name: facts.family_name.clone(),
            })
        })
        .await
    }

    /// Changes a consumer's own name, wherever it stands as theirs. What was signed keeps the name of then.
    ///
    /// # Errors
    /// `Invalid` naming each field; `Refused` with `NameKept` for assisters and staff, `NothingToChange`.
    pub async fn change_own_name(&self, session: &Session, typed: &Fields) -> Result<(), Error> {
        let questions = name_questions(typed);
        let mut form = Form::new(&questions, typed, self.today());
        if value(typed, "one_name") == "yes" && form.given("given_name").is_some() {
            form.refuse("given_name", WrongAccount::NameAndBox);
        }
        let (given, family) = form.read(|form| Some((form.text("given_name"), form.text("family_name"))))?;
        self.in_own_account(session, Action::ChangeName, async |acting| {
            let facts = acting.facts().clone();
            if facts.role != Role::Consumer {
                return Err(Refusal::NameKept.into());
            }
            if (&facts.given_name, &facts.family_name) == (&given, &family) {
                return Err(Refusal::NothingToChange.into());
            }
            rows::rename(acting, &given, &family).await?.or(Error::NotFound)?;
            rows::rename_consumer(acting, &given, &family).await?.or(Error::NotFound)?;
            book::rename(acting, &given, &family).await?;
            self.tell_name_changed(acting, Name::new(given, family)).await
        })
        .await
    }

    /// Changes the password of whoever is signed in: their other sessions end at once, on every server, and this one goes on
    /// with the token that is given (ID-3).
    ///
    /// # Errors
    /// `Invalid` naming each field (ID-1); `Refused` with `PasswordWrong`, `TooManySignIns`.
    pub async fn change_password(&self, session: &Session, typed: &Fields) -> Result<String, Error> {
        let as_typed = |field: &str| typed.get(field).map_or("", String::as_str);
        let (old, new) = (as_typed("old_password"), as_typed("password"));
        let account = session.account_key();
        let look = async |entrance: &mut Entrance<'_>| rows::signing(entrance, account).await;
        let known = self.door.look_at_the_entrance(look).await?.ok_or(Error::NotFound)?;
        let questions = password_questions();
        let mut form = Form::new(&questions, typed, self.today());
        if old.is_empty() {
            form.refuse("old_password", Wrong::Missing(AskAccount::OldPassword.into()));
        }
        match self.password_fault(new, &[&known.username, &known.email]) {
            Some(wrong) => form.refuse("password", wrong),
            None if new == old => form.refuse("password", WrongAccount::PasswordSame),
            None => {}
        }
        form.read(|_| Some(()))?;
        let checked = self.check_own_password(session, old).await?;
        let hash = match checked {
            Ok(()) => password_hash(new).await?,
            Err(_) => String::new(),
        };
        self.in_own_account(session, Action::ChangePassword, async |acting| {
            checked?;
            let before = known.password_hash.as_deref().ok_or(Refusal::PasswordWrong)?;
            // Somebody else changed it in between.
            rows::set_password(acting, before, &hash).await?.or(Refusal::PasswordWrong.into())?;
            let now = acting.now();
            rows::end_resets(acting.beside(), account, now).await?.or_not();
            acting.end_other_sessions(session).await?;
            self.tell_password_changed(acting).await?;
            acting.rotate(session, false).await
        })
        .await
    }

    /// Ends one of one's own sessions, by the hash of its token: it means nothing from its next request on, on every server.
    ///
    /// # Errors
    /// `Refused(SessionEnded)` when there is none such.
    pub async fn end_own_session(&self, session: &Session, token_sha256: &str) -> Result<(), Error> {
        self.in_own_account(session, Action::EndSessions, async |acting| {
            match acting.end_session(token_sha256).await? {
                true => Ok(()),
                false => Err(Refusal::SessionEnded.into()),
            }
        })
        .await
    }

    /// Ends all of one's own sessions but this one; gives how many.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn end_other_sessions(&self, session: &Session) -> Result<u64, Error> {
        self.in_own_account(session, Action::EndSessions, async |acting| {
            acting.end_other_sessions(session).await
        })
        .await
    }

    async fn in_own_account<T>(
        &self,
        session: &Session,
        action: Action,
        work: impl AsyncFnOnce(&mut ActingOn<'_, Account>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.door.acting_on(session, session.account_key(), action, work).await.map(door::Acted::into_value)
    }
}
