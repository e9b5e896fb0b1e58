//! A second factor that was lost (ID-2): the exchange checked who asks and gave leave to set another one up. That is done
//! at the next sign-in, behind the password. Until then the old factor works as before, and whoever gives it, at a sign-in
//! or later, or sets another one up while signed in, ends the leave: nobody needs it, and somebody else may have asked.

use super::{
    passkeys,
    rows::{self, Factor, Told},
};
use crate::{ActingOn, Error, Portal, outbox, randomness};
use domain::{instant::Instant, people::AccountKey, refusal::Refusal};
use door::{Account, Entrance, Unbound};
use words::{Mail, Name, Phone, Words};

/// How long the leave to set another factor up lasts, in seconds: as long as a registration code.
pub const LEAVE: i64 = 7 * 86_400;

/// How long the leave waits after somebody else entered the account's address, in seconds: whoever could enter one and
/// set the password by it must not get the second factor too before the owner has had time to object.
pub(crate) const AFTER_AN_ADDRESS: i64 = 72 * 3600;

/// A leave that is open.
pub(super) struct Leave {
    /// Its row.
    pub(super) key: String,
    /// Whether another factor may be set up now.
    pub(super) due: bool,
    /// From when on.
    pub(super) from: Instant,
}

/// From when on a leave is in force that was to begin then: later, when somebody else entered the account's address.
fn begins(due_at: Instant, address_put_at: Option<Instant>) -> Instant {
    address_put_at.map_or(due_at, |at| at.plus_seconds(AFTER_AN_ADDRESS).max(due_at))
}

/// Whether such a leave is in force.
pub(super) fn in_force(due_at: Instant, address_put_at: Option<Instant>, now: Instant) -> bool {
    begins(due_at, address_put_at) <= now && now < due_at.plus_seconds(LEAVE)
}

impl Factor {
    /// Whether the password alone is not enough to sign in.
    pub(super) fn is_set_up(&self) -> bool {
        self.totp_confirmed_at.is_some() || self.passkeys > 0
    }

    /// The leave to set another factor up, when it is open and has not lapsed.
    pub(super) fn leave(&self, now: Instant) -> Option<Leave> {
        let (key, due_at) = (self.reset_key.clone()?, self.due_at?);
        let open = now < due_at.plus_seconds(LEAVE);
        open.then(|| Leave {
            key,
            due: in_force(due_at, self.address_put_at, now),
            from: begins(due_at, self.address_put_at),
        })
    }
}

/// Leave to be given to an account.
pub(crate) struct LeaveGiven<'a> {
    /// Whose factor was lost.
    pub(crate) account: &'a AccountKey,
    /// Who checked who asks, and answers for it.
    pub(crate) by: &'a AccountKey,
    /// From when on another factor may be set up.
    pub(crate) due_at: Instant,
    /// How it was checked who asks.
    pub(crate) checked: &'a str,
}

/// Gives leave to set up another second factor at a sign-in. All sessions end; the old factor works until that is done.
///
/// # Errors
/// `Refused(NoFactorToReset)` without a second factor, or when there is leave already.
pub(crate) async fn give_leave(beside: &mut Unbound<'_>, given: LeaveGiven<'_>) -> Result<(), Error> {
    let LeaveGiven { account, by, due_at, checked } = given;
    let (key, now) = (randomness::row_key(), beside.now());
    beside.end_sessions(account).await?;
    rows::lapse_leave(beside, account, now.minus_seconds(LEAVE), now).await?.or_not();
    let given = rows::give_leave(beside, &key, account, now, due_at, by, checked).await?;
    given.or(Refusal::NoFactorToReset.into())
}

impl Portal {
    /// A second factor was given: the leave ends, and both who has the account and who gave the leave are told.
    pub(super) async fn keep_factor(
        &self,
        entrance: &mut Entrance<'_>,
        account: &AccountKey,
        leave: &Leave,
    ) -> Result<(), Error> {
        let now = entrance.now();
        rows::end_leave(entrance, &leave.key, "kept", now).await?.or(Error::NotFound)?;
        let (owner, asker) =
            (rows::told(entrance, account).await?.0, rows::asker(entrance, &leave.key).await?);
        self.tell_kept(entrance.beside(), owner, asker).await
    }

    /// A second factor was given at the provider: whoever does that needs no leave to set up another one here.
    pub(super) async fn keep_open(
        &self,
        entrance: &mut Entrance<'_>,
        account: &AccountKey,
    ) -> Result<(), Error> {
        match rows::factor(entrance, account).await?.0.leave(entrance.now()) {
            Some(leave) => self.keep_factor(entrance, account, &leave).await,
            None => Ok(()),
        }
    }

    /// The same by whoever is signed in and gave a factor, or set another one up, in the session; nothing without a leave.
    pub(crate) async fn keep_own_factor(&self, acting: &mut ActingOn<'_, Account>) -> Result<(), Error> {
        let now = acting.now();
        let lapsed = now.minus_seconds(LEAVE);
        let Some(ended) = rows::keep_own_factor(acting, lapsed, now).await? else { return Ok(()) };
        let (facts, asker) = (acting.facts().clone(), rows::own_asker(acting, &ended.reset_key).await?);
        let owner = Told {
            given_name: facts.given_name,
            family_name: facts.family_name,
            email: facts.email,
            language: facts.language,
        };
        self.tell_kept(acting.beside(), owner, asker).await
    }

    async fn tell_kept(
        &self,
        beside: &mut Unbound<'_>,
        owner: Told,
        asker: Option<Told>,
    ) -> Result<(), Error> {
        self.tell_told(beside, &owner, Words::mail_factor_kept).await?;
        let Some(asker) = asker else { return Ok(()) };
        let exchange = &self.profile.exchange;
        let whom = Name::new(owner.given_name, owner.family_name);
        let mail = self.speaking(&asker.language).mail_factor_kept_asker(whom, &exchange.name);
        outbox::put_mail(beside, &asker.email, &mail).await
    }

    /// A new factor takes the place of the old one, its passkeys and its recovery codes.
    pub(super) async fn forget_lost(
        &self,
        entrance: &mut Entrance<'_>,
        account: &AccountKey,
        leave: &Leave,
    ) -> Result<(), Error> {
        let now = entrance.now();
        rows::end_leave(entrance, &leave.key, "set_up", now).await?.or(Error::NotFound)?;
        rows::forget_recovery_codes(entrance, account).await?.or_not();
        passkeys::forget_all(entrance, account).await?;
        self.tell_owner(entrance, account, Words::mail_factor_set_up).await
    }

    /// Writes to whoever has the account, in their language.
    pub(super) async fn tell_owner(
        &self,
        entrance: &mut Entrance<'_>,
        account: &AccountKey,
        mail: fn(Words, Name, String, Phone) -> Mail,
    ) -> Result<(), Error> {
        let owner = rows::told(entrance, account).await?.0;
        self.tell_told(entrance.beside(), &owner, mail).await
    }

    async fn tell_told(
        &self,
        beside: &mut Unbound<'_>,
        owner: &Told,
        mail: fn(Words, Name, String, Phone) -> Mail,
    ) -> Result<(), Error> {
        let exchange = &self.profile.exchange;
        let name = Name::new(&*owner.given_name, &*owner.family_name);
        let words = self.speaking(&owner.language);
        let mail = mail(words, name, exchange.name.clone(), Phone(exchange.phone.clone()));
        outbox::put_mail(beside, &owner.email, &mail).await
    }
}
