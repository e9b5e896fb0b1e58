//! Tokens with which identity systems come in (SCIM). A resource manager who confirmed lately who they are makes one; it
//! is shown once, its hash is kept, and it can be revoked at once. Who comes in with one is the door's to say.

mod rows;

pub use rows::ListedToken;
pub(crate) use rows::STATEMENTS;

use crate::{Error, FieldFault, Portal, RequestContext, Session, randomness, throttle::Allowance};
use domain::{
    form::{Answer, AskToken, Fields, Form, Question, ask, choices, under_rule},
    people::{AssisterKind, TokenKey, TokenScope},
    refusal::Refusal,
    roster::Action,
};
use door::TheRoster;

/// A day in seconds.
const DAY: i64 = 86_400;
/// For how many days a token may be good.
const DAYS: &[&str] = &["30", "90", "180", "365"];
/// Requests of one token that come as fast as they like. A nightly sync of 5,000 accounts reads and changes each one, with
/// its agencies, searches and repeats: 20,000 leave it twice what it needs.
pub const AT_ONCE: i64 = 20_000;
/// Then one in so many seconds, so that a day has 86,400 more and the next night finds everything again. A system that runs
/// in a circle no longer takes a whole server.
const EVERY: i64 = 1;
/// The longest name of a token.
const LONGEST_NAME: usize = 100;

/// A token that was just made.
#[derive(Clone)]
pub struct NewToken {
    /// What it was called.
    pub name: String,
    /// The token itself: nobody sees it again.
    pub token: String,
}

/// What is asked for a new token.
pub fn questions() -> Vec<Question> {
    let days = DAYS.iter().map(|days| domain::form::Choice {
        value: (*days).to_owned(),
        label: domain::form::Label::Days(days.parse().unwrap_or_default()),
    });
    under_rule(
        "ID-3",
        [
            ask("name", AskToken::Name, Answer::Text),
            ask("kind", AskToken::Kind, Answer::Radios(choices(AssisterKind::ALL))),
            ask("scope", AskToken::Scope, Answer::Radios(choices(TokenScope::ALL))),
            ask("days", AskToken::Days, Answer::Select(days.collect())),
        ],
    )
}

/// How often one token may come: each server counts for itself.
pub(crate) fn allowance() -> Allowance {
    Allowance::new(AT_ONCE, EVERY)
}

impl Portal {
    /// In how many seconds one more request of an identity system is due; none when it is, and then it counts. What is no
    /// identity system's is not counted here.
    pub fn wait_of_program(&self, session: &Session) -> i64 {
        let Some(program) = session.program() else { return 0 };
        self.programs.wait(program.token.0.clone(), self.door.now())
    }

    /// The identity system behind a bearer token; `None` when nobody is.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn program_of(&self, token: &str, context: RequestContext) -> Result<Option<Session>, Error> {
        self.door.program_of(token, context).await
    }

    /// All tokens, the newest first, whatever became of them.
    ///
    /// # Errors
    /// `Denied` for anybody but a resource manager.
    pub async fn list_tokens(&self, session: &Session) -> Result<Vec<ListedToken>, Error> {
        self.door
            .acting_on(session, &TheRoster, Action::ListTokens, rows::list)
            .await
            .map(door::Acted::into_value)
    }

    /// Makes a token.
    ///
    /// # Errors
    /// `Invalid` naming each field; `Refused(TokenNameTaken)`; `Denied`.
    pub async fn create_token(&self, session: &Session, typed: &Fields) -> Result<NewToken, Error> {
        let questions = questions();
        let form = Form::new(&questions, typed, self.today());
        let (name, kind, scope, days) = form.read(|form| {
            let days: i64 = form.text("days").parse().ok()?;
            let kind = AssisterKind::from_word(&form.text("kind"))?;
            Some((form.text("name"), kind, TokenScope::from_word(&form.text("scope"))?, days))
        })?;
        if name.chars().count() > LONGEST_NAME {
            let long = domain::typed::Fault::from(domain::typed::text::TextFault::TooLong(LONGEST_NAME));
            return Err(vec![FieldFault::new("name", long, "ID-3")].into());
        }
        let (token, sha256) = door::new_token()?;
        self.door
            .acting_on(session, &TheRoster, Action::CreateToken, async |acting| {
                let key = TokenKey(randomness::row_key());
                acting.target(&key);
                let now = acting.now();
                if rows::same_name(acting, &name, now).await?.0.found > 0 {
                    return Err(Refusal::TokenNameTaken.into());
                }
                let until = now.plus_seconds(days * DAY);
                let made = rows::insert(
                    acting,
                    &key,
                    &sha256,
                    &name,
                    kind,
                    scope,
                    session.account_key(),
                    now,
                    until,
                );
                made.await?.or(Error::NotFound)?;
                Ok(NewToken { name, token })
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Revokes a token: it means nothing from its next request on, on every server.
    ///
    /// # Errors
    /// `NotFound`; `Refused(TokenRevoked)` when it was revoked before; `Denied`.
    pub async fn revoke_token(&self, session: &Session, key: &TokenKey) -> Result<(), Error> {
        self.door
            .acting_on(session, &TheRoster, Action::RevokeToken, async |acting| {
                acting.target(key);
                let now = acting.now();
                rows::named(acting, key).await?.ok_or(Error::NotFound)?;
                rows::revoke(acting, key, now).await?.or(Refusal::TokenRevoked.into())
            })
            .await
            .map(door::Acted::into_value)
    }
}
