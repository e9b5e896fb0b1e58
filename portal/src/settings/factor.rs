//! The own second factor (ID-2): consumers set one up and remove it as they like; assisters and staff put another one in
//! the place of theirs, which works until the new one is confirmed. Recovery codes are shown once; new ones end the old.

use super::{
    Settings,
    passkeys::{has_factor, keep_one},
    rows,
};
use crate::{
    ActingOn, Error, Portal, Session, randomness,
    sign_in::{SecondFactorKey, lock_of, new_secret, place_of_secret, recovery_codes, step_of},
    throttle,
};
use domain::{
    account::Action,
    form::{Answer, AskAccount, Fields, Form, Need, Question, ask, under_rule, value},
    instant::Instant,
    people::AccountKey,
    refusal::Refusal,
};
use door::{Account, Entrance, Seal};

/// The longest name of an app.
const LONGEST_NAME: usize = 60;
/// How long a key that was shown may wait for its first code, in seconds.
const SHOWN_FOR: i64 = 1_800;

/// A key that is shown and not in force yet.
#[derive(Clone)]
pub struct NewFactor {
    /// What an app needs.
    pub key: SecondFactorKey,
    /// The same sealed, for the form that confirms it: nothing is stored before.
    pub sealed: String,
    /// Whether it comes in the place of one that works.
    pub replaces: bool,
}

/// What is asked to confirm a new app: what to call it, and its first code.
pub fn factor_questions() -> Vec<Question> {
    under_rule(
        "ID-2",
        [
            ask("factor_name", AskAccount::FactorName, Answer::Text).need(Need::Optional),
            ask("code", AskAccount::FactorCode, Answer::Text).fill("one-time-code"),
        ],
    )
}

impl Portal {
    /// A key for a new app of whoever is signed in; the present one goes on working.
    ///
    /// # Errors
    /// `Denied` without a recent confirmation.
    pub async fn new_factor(&self, session: &Session) -> Result<NewFactor, Error> {
        self.in_own_account(session, Action::ReadNewFactor, async |acting| {
            let (secret, now) = (new_secret()?, acting.now());
            let mut shown = now.0.to_be_bytes().to_vec();
            shown.extend(secret);
            let sealed = acting.seal().seal(&place_of_shown(acting.key()), &shown)?;
            let key = self.key_of(&secret, &acting.facts().username);
            let replaces = acting.facts().totp_confirmed_at.is_some();
            Ok(NewFactor { key, sealed: randomness::hex(&sealed), replaces })
        })
        .await
    }

    /// The key that a form carries sealed, to show it again to whoever has these settings; `None` when it is none of this
    /// account's, or too old.
    pub fn shown_factor(&self, session: &Session, settings: &Settings, sealed: &str) -> Option<NewFactor> {
        let secret = opened(self.door.seal(), session.account_key(), sealed, self.door.now()).ok()?;
        let key = self.key_of(&secret, &settings.username);
        Some(NewFactor { key, sealed: sealed.to_owned(), replaces: settings.factor.is_some() })
    }

    /// Confirms a new app with its first code: it is the second factor from now on. Gives new recovery codes; the earlier
    /// ones mean nothing any more.
    ///
    /// # Errors
    /// `Invalid` naming each field; `Refused` with `CodeWrong`, `TooManySignIns`, `SecondFactorGone`.
    pub async fn set_up_own_factor(
        &self,
        session: &Session,
        sealed: &str,
        typed: &Fields,
    ) -> Result<Vec<String>, Error> {
        let questions = factor_questions();
        let mut form = Form::new(&questions, typed, self.today());
        if form.text("factor_name").chars().count() > LONGEST_NAME {
            let long = domain::typed::text::TextFault::TooLong(LONGEST_NAME);
            form.refuse("factor_name", domain::form::Wrong::Typed(long.into()));
        }
        let name = form.read(|form| Some(form.text("factor_name")))?;
        let account = session.account_key();
        let admit = async |entrance: &mut Entrance<'_>| {
            throttle::second_factor(entrance, &account.0, session.context()).await
        };
        let admitted = match self.door.at_the_entrance(&lock_of(account), admit).await {
            Ok(attempt) => Ok(attempt),
            Err(Error::Refused(refusal)) => Err(refusal),
            Err(other) => return Err(other),
        };
        let codes = recovery_codes()?;
        let set_up = self.in_own_account(session, Action::SetUpFactor, async |acting| {
            let attempt = admitted?;
            let now = acting.now();
            let secret = opened(&acting.seal(), account, sealed, now)?;
            let step = step_of(&secret, value(typed, "code"), now)?.ok_or(Refusal::CodeWrong)?;
            let kept = acting.seal().seal(&place_of_secret(account), &secret)?;
            rows::put_factor(acting, &kept, step, &name, now).await?.or(Error::NotFound)?;
            put_codes(acting, &codes).await?;
            self.keep_own_factor(acting).await?;
            self.tell_factor_set_up(acting).await?;
            Ok(attempt)
        });
        let attempt = set_up.await?;
        let right = async |entrance: &mut Entrance<'_>| attempt.succeeded(entrance).await;
        self.door.at_the_entrance(&lock_of(account), right).await?;
        Ok(codes)
    }

    /// Removes the app; with the last second factor of a consumer go the recovery codes.
    ///
    /// # Errors
    /// `Refused` with `SecondFactorKept` for the last one of assisters and staff, `SecondFactorGone` when there is none.
    pub async fn remove_own_factor(&self, session: &Session) -> Result<(), Error> {
        self.in_own_account(session, Action::RemoveFactor, async |acting| {
            rows::remove_factor(acting).await?.or(Refusal::SecondFactorGone.into())?;
            keep_one(acting).await?;
            self.tell_factor_removed(acting).await
        })
        .await
    }

    /// New recovery codes, shown once: the earlier ones mean nothing any more.
    ///
    /// # Errors
    /// `Refused(SecondFactorGone)` for whoever has no second factor.
    pub async fn renew_recovery_codes(&self, session: &Session) -> Result<Vec<String>, Error> {
        let codes = recovery_codes()?;
        self.in_own_account(session, Action::RenewRecoveryCodes, async |acting| {
            if !has_factor(acting).await? {
                return Err(Refusal::SecondFactorGone.into());
            }
            put_codes(acting, &codes).await?;
            self.tell_codes_renewed(acting).await
        })
        .await?;
        Ok(codes)
    }
}

/// Recovery codes in the place of those that there are.
pub(super) async fn put_codes(acting: &mut ActingOn<'_, Account>, codes: &[String]) -> Result<(), Error> {
    rows::forget_codes(acting).await?.or_not();
    for code in codes {
        rows::add_code(acting, &randomness::code_sha256(code)).await?.or_not();
    }
    Ok(())
}

/// The secret that was shown to this account lately.
fn opened(seal: &Seal, account: &AccountKey, sealed: &str, now: Instant) -> Result<Vec<u8>, Error> {
    let gone = || Error::from(Refusal::SecondFactorGone);
    let sealed = randomness::unhex(sealed).ok_or_else(gone)?;
    let shown = seal.open(&place_of_shown(account), &sealed).map_err(|_| gone())?;
    let (at, secret) = shown.split_first_chunk::<8>().ok_or_else(gone)?;
    match now.seconds_since(Instant(i64::from_be_bytes(*at))) < SHOWN_FOR {
        true => Ok(secret.to_vec()),
        false => Err(gone()),
    }
}

/// What is sealed for a form is none of what is stored.
fn place_of_shown(account: &AccountKey) -> String {
    format!("settings/new_factor/{account}")
}
