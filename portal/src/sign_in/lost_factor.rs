//! A second factor that was lost (ID-2): the exchange checked who asks and gave leave to set another one up. That is done
//! at the next sign-in, behind the password. Until then the old factor works as before, and whoever signs in with it
//! ends the leave: it was not lost, and somebody else may have asked.

use super::rows::{self, Factor, Told};
use crate::{ActingOn, Error, Portal, Roster, Session, outbox, randomness};
use domain::{instant::Instant, people::AccountKey, refusal::Refusal};
use door::Entrance;
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
    /// The new secret, sealed, once it was shown.
    pub(super) secret: Option<Vec<u8>>,
}

/// Whether a leave that begins then is in force; later, when somebody else entered the account's address.
pub(super) fn in_force(due_at: Instant, address_put_at: Option<Instant>, now: Instant) -> bool {
    let safe_at = address_put_at.map(|at| at.plus_seconds(AFTER_AN_ADDRESS));
    safe_at.is_none_or(|safe| safe <= now) && due_at <= now && now < due_at.plus_seconds(LEAVE)
}

impl Factor {
    /// The leave to set another factor up, when it is open and has not lapsed.
    pub(super) fn leave(&self, now: Instant) -> Option<Leave> {
        let (key, due_at) = (self.reset_key.clone()?, self.due_at?);
        let open = now < due_at.plus_seconds(LEAVE);
        open.then(|| Leave {
            key,
            due: in_force(due_at, self.address_put_at, now),
            secret: self.new_secret.clone(),
        })
    }
}

/// Gives leave to set up another second factor at the next sign-in, in the name of whoever checked who asks. All sessions
/// end; the old factor works until that is done.
///
/// # Errors
/// `Refused(NoFactorToReset)` without a second factor, or when there is leave already.
pub(crate) async fn give_leave(
    acting: &mut ActingOn<'_, Roster>,
    by: &Session,
    account: &AccountKey,
) -> Result<(), Error> {
    let (key, now) = (randomness::row_key(), acting.now());
    rows::lapse_leave(acting, account, now.minus_seconds(LEAVE), now).await?.or_not();
    let given = rows::give_leave(acting, &key, account, now, by.account_key()).await?;
    given.or(Refusal::NoFactorToReset.into())?;
    acting.beside().end_sessions(account).await
}

impl Portal {
    /// The old factor signed in: the leave ends, and both who has the account and who gave the leave are told.
    pub(super) async fn keep_factor(
        &self,
        entrance: &mut Entrance<'_>,
        account: &AccountKey,
        leave: &Leave,
    ) -> Result<(), Error> {
        let now = entrance.now();
        rows::end_leave(entrance, &leave.key, "kept", now).await?.or(Error::NotFound)?;
        let owner = self.tell_owner(entrance, account, Words::mail_factor_kept).await?;
        let Some(asker) = rows::asker(entrance, &leave.key).await? else { return Ok(()) };
        let exchange = &self.profile.exchange;
        let whom = Name::new(owner.given_name, owner.family_name);
        let mail = self.speaking(&asker.language).mail_factor_kept_asker(whom, &exchange.name);
        outbox::put_mail(entrance.beside(), &asker.email, &mail).await
    }

    /// The new factor was set up: the old one and its recovery codes mean nothing any more.
    pub(super) async fn replace_factor(
        &self,
        entrance: &mut Entrance<'_>,
        account: &AccountKey,
        leave: &Leave,
        (sealed, step): (&[u8], i64),
    ) -> Result<(), Error> {
        let now = entrance.now();
        rows::end_leave(entrance, &leave.key, "set_up", now).await?.or(Error::NotFound)?;
        rows::forget_recovery_codes(entrance, account).await?.or_not();
        rows::replace_factor(entrance, account, sealed, step, now).await?.or(Error::NotFound)?;
        self.tell_owner(entrance, account, Words::mail_factor_set_up).await.map(drop)
    }

    /// Writes to whoever has the account, in their language.
    pub(super) async fn tell_owner(
        &self,
        entrance: &mut Entrance<'_>,
        account: &AccountKey,
        mail: fn(Words, Name, String, Phone) -> Mail,
    ) -> Result<Told, Error> {
        let owner = rows::told(entrance, account).await?.0;
        let exchange = &self.profile.exchange;
        let name = Name::new(&*owner.given_name, &*owner.family_name);
        let words = self.speaking(&owner.language);
        let mail = mail(words, name, exchange.name.clone(), Phone(exchange.phone.clone()));
        outbox::put_mail(entrance.beside(), &owner.email, &mail).await?;
        Ok(owner)
    }
}
