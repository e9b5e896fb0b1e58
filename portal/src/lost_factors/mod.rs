//! A second factor that a consumer lost, or a colleague of the exchange's staff (ID-2). Staff who checked who asks give leave
//! to set up another one. Nobody is listed and nobody is looked at: an exact name is typed, the act is an event in that
//! consumer's activity, and the answer says the same whether there was such an account or not. An assister never does
//! this (gate 2); an assister's own factor is given back on the page of the account (`assisters`, `agencies`).

mod rows;

pub(crate) use rows::STATEMENTS;

use crate::{
    Error, Portal, Session,
    changes::reason,
    outbox,
    sign_in::{LeaveGiven, give_leave},
};
use domain::{
    access::{Action as _, Denial},
    consumer::Action,
    people::{Actor, ConsumerKey, Role},
    refusal::Refusal,
    roster,
    typed::mail::sign_in_name,
};
use door::{Entrance, TheRoster, Unbound};
use rows::Owner;
use words::{Name, Phone};

/// How long the leave waits, in seconds: whoever has the account can stop it with the old factor until then.
const WAITS: i64 = 86_400;

impl Portal {
    /// Gives leave to set up another second factor to the consumer with this username or e-mail address, or to another
    /// member of the exchange's staff with this username; `checked` says how it was made sure who asks. For a name that
    /// nobody has, or without a factor, the answer is the same, and nothing is done but the event.
    ///
    /// # Errors
    /// `Refused(ReasonMissing)`, `Denied` for everybody but resource managers and service desk agents.
    pub async fn give_factor_back_by_name(
        &self,
        session: &Session,
        name: &str,
        checked: &str,
    ) -> Result<(), Error> {
        // Judged before anybody is looked for: what is missing says nothing of whom it is about.
        let judged = self.may_look(session, checked);
        let named = match &judged {
            Ok(()) => self.consumer_named(session, name).await?,
            Err(_) => None,
        };
        let given = match named {
            Some(consumer) => self.give_factor_back(session, &consumer, checked).await,
            None if *session.actor() == Actor::Staff(Role::ResourceManager) => {
                self.give_colleague_factor_back(session, &sign_in_name(name), checked).await
            }
            // Nobody: the try stands in the chain of whoever made it.
            None => self.give_factor_back(session, &ConsumerKey(String::new()), checked).await,
        };
        match given {
            Err(Error::Refused(Refusal::NoFactorToReset)) => Ok(()),
            Err(Error::Denied(Denial::NoBasis)) if session.actor().helps_consumers() => judged,
            given => given,
        }
    }

    /// Whether whoever helps said how it was checked who asks, and confirmed lately who they are themselves.
    fn may_look(&self, session: &Session, checked: &str) -> Result<(), Error> {
        let within = Action::GiveFactorBack.row().within;
        if within.is_some_and(|minutes| !session.is_confirmed_within(minutes, self.door.now())) {
            return Err(Denial::ConfirmAgain.into());
        }
        reason(checked).map(drop)
    }

    /// The same for a consumer whose key is known: all sessions end, a mail tells the consumer at once, and after 24 hours
    /// another factor can be set up at sign-in. Whoever signs in with the old one before that stops it.
    ///
    /// # Errors
    /// `Refused` with `ReasonMissing`, or `NoFactorToReset` without a second factor or when there is leave already;
    /// `Denied`.
    pub async fn give_factor_back(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        checked: &str,
    ) -> Result<(), Error> {
        self.door
            .acting_on(session, consumer, Action::GiveFactorBack, async |acting| {
                let checked = reason(checked)?;
                let owner = rows::owner(acting).await?.ok_or(Refusal::NoFactorToReset)?;
                self.give_back(acting.beside(), session, &owner, &checked).await
            })
            .await
            .map(door::Acted::into_value)
    }

    /// The same for a colleague; nobody gives their own back.
    async fn give_colleague_factor_back(
        &self,
        session: &Session,
        username: &str,
        checked: &str,
    ) -> Result<(), Error> {
        self.door
            .acting_on(session, &TheRoster, roster::Action::ResetStaffFactor, async |acting| {
                let checked = reason(checked)?;
                let found = rows::colleague(acting, username, session.account_key()).await?;
                let owner = found.ok_or(Refusal::NoFactorToReset)?;
                acting.target(&owner.account_key);
                self.give_back(acting.beside(), session, &owner, &checked).await
            })
            .await
            .map(door::Acted::into_value)
    }

    async fn give_back(
        &self,
        beside: &mut Unbound<'_>,
        session: &Session,
        owner: &Owner,
        checked: &str,
    ) -> Result<(), Error> {
        let due_at = beside.now().plus_seconds(WAITS);
        let (account, by) = (&owner.account_key, session.account_key());
        give_leave(beside, LeaveGiven { account, by, due_at, checked }).await?;
        let (exchange, words) = (&self.profile.exchange, self.speaking(&owner.language));
        let name = Name::new(&*owner.given_name, &*owner.family_name);
        let (from, phone) = (self.moment_of(due_at), Phone(exchange.phone.clone()));
        let mail = words.mail_factor_given_back(name, &exchange.name, from, phone);
        outbox::put_mail(beside, &owner.email, &mail).await
    }

    /// The consumer whom a name means; nobody looks who may not help.
    async fn consumer_named(&self, session: &Session, name: &str) -> Result<Option<ConsumerKey>, Error> {
        if !session.actor().helps_consumers() {
            return Ok(None);
        }
        let name = sign_in_name(name);
        let find = async |entrance: &mut Entrance<'_>| rows::named(entrance, &name).await;
        Ok(self.door.look_at_the_entrance(find).await?.map(|found| found.consumer_key))
    }
}
