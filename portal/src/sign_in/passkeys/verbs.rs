//! Signing in with a passkey: alone, as the second factor, and to confirm who is signed in.

use super::{Bound, Ceremony, Given, Purpose, Site, known};
use crate::{
    Error, Portal, RequestContext, Session,
    sign_in::{PendingSignIn, lock_of, rows as accounts},
    throttle,
};
use domain::{account::Action, network::counted_as, people::AccountKey, refusal::Refusal};
use door::Entrance;

/// Whoever signed in with a passkey alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedInByPasskey {
    /// The token of the session.
    pub token: String,
    /// A second factor was said to be lost; that a passkey of it signed in ended that.
    pub kept: bool,
}

impl Portal {
    /// What a browser needs to ask for a passkey before anybody is named; the same for everybody.
    ///
    /// # Errors
    /// `Refusal::TooManySignIns`.
    pub async fn ask_passkey(&self, site: &Site, context: &RequestContext) -> Result<Ceremony, Error> {
        if !self.passkeys.admit(&context.ip, self.door.now()) {
            return Err(Refusal::TooManySignIns.into());
        }
        self.keep_challenge(&Bound::browser(context), site.party.challenge(&[])?).await
    }

    /// Signs in with a passkey alone: its device verified its person, so it is both factors (ID-2).
    ///
    /// # Errors
    /// `Refusal::PasskeyRefused` whatever is wrong, `Refusal::TooManySignIns`, `Refusal::AccountIdle`.
    pub async fn sign_in_with_passkey(
        &self,
        site: &Site,
        given: Given<'_>,
        context: &RequestContext,
    ) -> Result<SignedInByPasskey, Error> {
        let look = async |entrance: &mut Entrance<'_>| {
            let Ok((known, _)) = known(entrance, given.answer).await? else { return Ok(None) };
            accounts::of_account(entrance, &known.account_key).await
        };
        let Some(account) = self.door.look_at_the_entrance(look).await? else {
            return self.nobodys_passkey(given, context).await;
        };
        let (person, bound) = (&account.person, Bound::browser(context));
        let key = &person.account_key;
        let sign_in = async |entrance: &mut Entrance<'_>| {
            let attempt = throttle::passkey(entrance, Some(&key.0), context).await?;
            let checked = self.checked(entrance, (site, &bound), given, (person, context)).await?;
            if let Err(refusal) = checked {
                return Ok(Err(refusal));
            }
            attempt.succeeded(entrance).await?;
            if self.is_closed(&account) {
                return Ok(Err(Refusal::AccountIdle));
            }
            if let Err(refusal) = self.beside_provider(entrance, person).await? {
                return Ok(Err(refusal));
            }
            let leave = accounts::factor(entrance, key).await?.0.leave(entrance.now());
            if let Some(leave) = &leave {
                self.keep_factor(entrance, key, leave).await?;
            }
            self.tell_odd_sign_in(entrance, key, context).await?;
            throttle::remember_device(entrance, &key.0, context).await?;
            let token = entrance.start_session(key, false, context).await?;
            let did = if leave.is_some() { "keep_second_factor" } else { "sign_in" };
            entrance.record(person, did, context).await?;
            Ok(Ok(SignedInByPasskey { token, kept: leave.is_some() }))
        };
        Ok(self.door.at_the_entrance(&lock_of(key), sign_in).await??)
    }

    /// What is no answer, or of a passkey that nobody has: it is counted and named like any other.
    async fn nobodys_passkey(
        &self,
        given: Given<'_>,
        context: &RequestContext,
    ) -> Result<SignedInByPasskey, Error> {
        let bound = Bound::browser(context);
        let refuse = async |entrance: &mut Entrance<'_>| {
            throttle::passkey(entrance, None, context).await?;
            let fault = match super::taken(entrance, &bound, given.ceremony).await? {
                Ok(_) => known(entrance, given.answer).await?.err().unwrap_or(super::Fault::UnknownPasskey),
                Err(fault) => fault,
            };
            Ok(bound.refuse(fault))
        };
        let from = throttle::subject(self.door.seal(), &counted_as(&context.ip))?;
        Err(self.door.at_the_entrance(&format!("passkeys:{from}"), refuse).await?.into())
    }

    /// What a browser needs to ask for a passkey of whoever gave the password.
    ///
    /// # Errors
    /// `Refusal::PasskeyGone` when there is none that works.
    pub async fn ask_second_passkey(&self, site: &Site, pending: &PendingSignIn) -> Result<Ceremony, Error> {
        let bound = Bound::pending(Purpose::SecondFactor, &pending.session);
        self.ask_own(site, &bound, pending.session.account_key()).await
    }

    /// Finishes signing in with a passkey: as `finish_sign_in` does with a code.
    ///
    /// # Errors
    /// `Refusal::PasskeyRefused` whatever is wrong, `Refusal::TooManySignIns`.
    pub async fn finish_sign_in_with_passkey(
        &self,
        site: &Site,
        pending: &PendingSignIn,
        given: Given<'_>,
    ) -> Result<String, Error> {
        let (session, person) = (&pending.session, pending.session.person());
        let (account, context) = (session.account_key(), session.context());
        let bound = Bound::pending(Purpose::SecondFactor, session);
        let sign_in = async |entrance: &mut Entrance<'_>| {
            let attempt = throttle::second_factor(entrance, &account.0, context).await?;
            let checked = self.checked(entrance, (site, &bound), given, (&person, context)).await?;
            if let Err(refusal) = checked {
                return Ok(Err(refusal));
            }
            let leave = accounts::factor(entrance, account).await?.0.leave(entrance.now());
            self.second_factor_given(entrance, session, (attempt, leave)).await.map(Ok)
        };
        Ok(self.door.at_the_entrance(&lock_of(account), sign_in).await??)
    }

    /// What a browser needs to ask whoever is signed in for a passkey of theirs.
    ///
    /// # Errors
    /// `Refusal::PasskeyGone` when there is none that works.
    pub async fn ask_passkey_to_confirm(&self, site: &Site, session: &Session) -> Result<Ceremony, Error> {
        self.ask_own(site, &Bound::session(Purpose::StepUp, session), session.account_key()).await
    }

    /// Confirms who is signed in with a passkey alone; gives the token of the session in the place of theirs, as old as that
    /// (ID-3: rotated).
    ///
    /// # Errors
    /// `Refusal::PasskeyRefused` whatever is wrong, `Refusal::TooManySignIns`.
    pub async fn step_up_with_passkey(
        &self,
        site: &Site,
        session: &Session,
        given: Given<'_>,
    ) -> Result<String, Error> {
        let (account, context, person) = (session.account_key(), session.context(), session.person());
        let bound = Bound::session(Purpose::StepUp, session);
        let check = async |entrance: &mut Entrance<'_>| {
            let attempt = match throttle::second_factor(entrance, &account.0, context).await {
                Err(Error::Refused(refusal)) => return Ok(Err(refusal)),
                attempt => attempt?,
            };
            let checked = self.checked(entrance, (site, &bound), given, (&person, context)).await?;
            if checked.is_ok() {
                attempt.succeeded(entrance).await?;
                throttle::remember_device(entrance, &account.0, context).await?;
            }
            Ok(checked)
        };
        let checked = self.door.at_the_entrance(&lock_of(account), check).await?;
        // What was refused is kept as a refused step-up.
        let stepped = self.door.acting_on(session, account, Action::StepUp, async |acting| {
            checked?;
            self.keep_own_factor(acting).await?;
            acting.rotate(session, true).await
        });
        stepped.await.map(door::Acted::into_value)
    }

    async fn ask_own(&self, site: &Site, bound: &Bound, account: &AccountKey) -> Result<Ceremony, Error> {
        let look = async |entrance: &mut Entrance<'_>| self.working(entrance, account).await;
        let own = self.door.look_at_the_entrance(look).await?;
        if own.is_empty() {
            return Err(Refusal::PasskeyGone.into());
        }
        self.keep_challenge(bound, site.party.challenge(&own)?).await
    }
}
