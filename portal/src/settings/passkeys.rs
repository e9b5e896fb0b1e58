//! The own passkeys (ID-1, ID-2): added, listed with their last use, removed. The first second factor, whichever it is, comes
//! with recovery codes; the last one of an assister or staff member stays.

use super::{Settings, factor::put_codes, rows};
use crate::{
    ActingOn, Error, FieldFault, Portal, Session, randomness,
    sign_in::{
        Ceremony, Given, MOST_PASSKEYS, PasskeyBound as Bound, PasskeyFault as Fault,
        PasskeyPurpose as Purpose, Site, lock_of, opened_passkey as opened, recovery_codes,
    },
    throttle,
};
use domain::{
    account::Action,
    form::{Answer, AskAccount, Fields, Form, Need, Question, Wrong, ask, under_rule},
    instant::Instant,
    people::PasskeyKey,
    refusal::Refusal,
    typed::text::TextFault,
};
use door::{Account, Entrance};

/// The longest name of a passkey.
const LONGEST_NAME: usize = 60;

/// A passkey.
#[derive(Clone, Debug)]
pub struct OwnPasskey {
    /// Its row.
    pub key: PasskeyKey,
    /// What its person calls it; empty when nothing was said.
    pub name: String,
    /// Added at.
    pub added_at: Instant,
    /// Used last.
    pub used_at: Option<Instant>,
    /// Since when it signs nobody in, because there may be two of it.
    pub set_aside_at: Option<Instant>,
}

impl OwnPasskey {
    /// The passkey of a row, where it has one.
    pub(super) fn of(row: &rows::Kept) -> Option<Self> {
        Some(Self {
            key: row.passkey_key.clone()?,
            name: row.passkey_name.clone()?,
            added_at: row.added_at?,
            used_at: row.used_at,
            set_aside_at: row.set_aside_at,
        })
    }
}

impl Settings {
    /// Whether the app may be removed: a consumer's always, and where a passkey is left (ID-2).
    pub fn may_remove_app(&self) -> bool {
        self.factor.is_some() && (!self.role.needs_second_factor() || self.working(None) > 0)
    }

    /// Whether this passkey may be removed: a consumer's always, and where the app or another passkey is left (ID-2).
    pub fn may_remove(&self, key: &PasskeyKey) -> bool {
        let left = self.working(Some(key)) + usize::from(self.factor.is_some());
        !self.role.needs_second_factor() || left > 0
    }

    /// How many passkeys work, but for this one.
    fn working(&self, but: Option<&PasskeyKey>) -> usize {
        let counts = |one: &&OwnPasskey| one.set_aside_at.is_none() && Some(&one.key) != but;
        self.passkeys.iter().filter(counts).count()
    }
}

/// What is asked of a new passkey: what to call it.
pub fn passkey_questions() -> Vec<Question> {
    let name = ask("passkey_name", AskAccount::PasskeyName, Answer::Text).need(Need::Optional);
    under_rule("ID-2", [name])
}

impl Portal {
    /// What a browser needs to make a passkey of whoever is signed in.
    ///
    /// # Errors
    /// `Denied` without a recent confirmation; `Invalid` naming the field; `Refused(TooManyPasskeys)`.
    pub async fn ask_new_passkey(
        &self,
        session: &Session,
        site: &Site,
        typed: &Fields,
    ) -> Result<Ceremony, Error> {
        self.passkey_name(typed)?;
        let begun = self.in_own_account(session, Action::ReadNewPasskey, async |acting| {
            let (seal, account, facts) = (acting.seal(), acting.key().clone(), acting.facts().clone());
            let own = rows::passkeys(acting).await?;
            if own.len() >= MOST_PASSKEYS {
                return Err(Refusal::TooManyPasskeys.into());
            }
            let own = own.iter().map(|row| opened(&seal, &row.passkey_key, &account, &row.sealed));
            let own = own.collect::<Result<Vec<_>, Error>>()?;
            let name = format!("{} {}", facts.given_name, facts.family_name);
            site.register(&account, (&facts.username, name.trim()), &own)
        });
        self.keep_challenge(&Bound::session(Purpose::Add, session), begun.await?).await
    }

    /// Adds the passkey that a browser made. Gives recovery codes with the first second factor of an account, and none
    /// afterwards.
    ///
    /// # Errors
    /// `Invalid` naming the field; `Refused` with `PasskeyRefused` whatever is wrong with the answer, `TooManySignIns`.
    pub async fn add_passkey(
        &self,
        session: &Session,
        site: &Site,
        (given, typed): (Given<'_>, &Fields),
    ) -> Result<Vec<String>, Error> {
        let name = self.passkey_name(typed)?;
        let (account, bound) = (session.account_key(), Bound::session(Purpose::Add, session));
        let take = async |entrance: &mut Entrance<'_>| {
            let attempt = match throttle::second_factor(entrance, &account.0, session.context()).await {
                Err(Error::Refused(refusal)) => return Ok(Err(refusal)),
                attempt => attempt?,
            };
            let made = self.made(entrance, (site, &bound), given).await?;
            if made.is_ok() {
                attempt.succeeded(entrance).await?;
            }
            Ok(made)
        };
        let made = self.door.at_the_entrance(&lock_of(account), take).await?;
        self.in_own_account(session, Action::AddPasskey, async |acting| {
            let (made, key) = (made?, PasskeyKey(randomness::row_key()));
            let is_first = !has_factor(acting).await?;
            let (now, found_by) = (acting.now(), made.credential_sha256());
            let sealed = made.sealed(&acting.seal(), &key, account)?;
            if !rows::add_passkey(acting, &key, &found_by, &sealed, &name, now).await?.any() {
                return Err(bound.refuse(Fault::Known).into());
            }
            let codes = if is_first { recovery_codes()? } else { Vec::new() };
            if is_first {
                put_codes(acting, &codes).await?;
            }
            self.keep_own_factor(acting).await?;
            self.tell_passkey_added(acting).await?;
            Ok(codes)
        })
        .await
    }

    /// Removes a passkey; with the last second factor of a consumer go the recovery codes.
    ///
    /// # Errors
    /// `Refused` with `SecondFactorKept` for the last one of assisters and staff that works, `PasskeyGone`.
    pub async fn remove_passkey(&self, session: &Session, key: &PasskeyKey) -> Result<(), Error> {
        self.in_own_account(session, Action::RemovePasskey, async |acting| {
            rows::remove_passkey(acting, key).await?.or(Refusal::PasskeyGone.into())?;
            keep_one(acting).await?;
            self.tell_passkey_removed(acting).await
        })
        .await
    }

    fn passkey_name(&self, typed: &Fields) -> Result<String, Error> {
        let questions = passkey_questions();
        let form = Form::new(&questions, typed, self.today());
        let name = form.read(|form| Some(form.text("passkey_name")))?;
        match name.chars().count() > LONGEST_NAME {
            true => {
                let long = Wrong::Typed(TextFault::TooLong(LONGEST_NAME).into());
                Err(vec![FieldFault::new("passkey_name", long, "ID-2")].into())
            }
            false => Ok(name),
        }
    }
}

/// Whether the password alone is not enough to sign in.
pub(super) async fn has_factor(acting: &mut ActingOn<'_, Account>) -> Result<bool, Error> {
    Ok(acting.facts().totp_confirmed_at.is_some() || !rows::passkeys(acting).await?.is_empty())
}

/// After a passkey or the app was removed: one that works is left to assisters and staff; when none at all is left to a
/// consumer, recovery codes mean nothing.
pub(super) async fn keep_one(acting: &mut ActingOn<'_, Account>) -> Result<(), Error> {
    let (has_app, role) = (rows::has_app(acting).await?.0.has_app, acting.facts().role);
    let left = rows::passkeys(acting).await?;
    let works = has_app || left.iter().any(|passkey| passkey.set_aside_at.is_none());
    if role.needs_second_factor() && !works {
        return Err(Refusal::SecondFactorKept.into());
    }
    if !has_app && left.is_empty() {
        rows::forget_codes(acting).await?.or_not();
    }
    Ok(())
}
