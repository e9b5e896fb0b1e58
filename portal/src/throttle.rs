//! Growing waits (ID-4): a few tries are free, then each failure doubles the wait, up to a longest one, so
//! that the honest person is slowed down and never locked out; and quotas of different things in an hour
//! (ASSOC-10). Counted in the database, for all servers.

use crate::{Error, Portal, Session, store, store::Entrance, store::attempts::Counted};
use domain::instant::SECOND;

/// How far back failures count.
const WINDOW: i64 = 12 * 3600 * SECOND;
/// How long a success is remembered.
const MEMORY: i64 = 30 * 24 * 3600 * SECOND;

/// How often one kind of subject may fail.
pub(crate) struct Limit {
    /// The word in the table.
    pub(crate) scope: &'static str,
    /// Failures without a wait.
    pub(crate) free: i64,
    /// The longest wait in seconds.
    pub(crate) longest_wait: i64,
    /// Most failures in twelve hours.
    pub(crate) most: i64,
    /// Whether a success forgives the failures before it.
    pub(crate) forgives: bool,
}

/// Sign-in to one account from one address: 50 tries in twelve hours.
pub(crate) const SIGN_IN: Limit =
    Limit { scope: "sign_in", free: 5, longest_wait: 900, most: 50, forgives: true };
/// Sign-in to one account from addresses that never got in: short waits, because somebody else's tries
/// must not keep the person out for long.
pub(crate) const ACCOUNT: Limit =
    Limit { scope: "sign_in_account", free: 20, longest_wait: 30, most: i64::MAX, forgives: true };
/// Sign-in from one address to any account: an office shares one address.
pub(crate) const ADDRESS: Limit =
    Limit { scope: "sign_in_address", free: 100, longest_wait: 60, most: i64::MAX, forgives: false };
/// One-time and recovery codes of one account: whoever tries has the password already.
pub(crate) const CODE: Limit =
    Limit { scope: "second_factor", free: 5, longest_wait: 900, most: 50, forgives: true };
/// Codes mailed to one e-mail address.
pub(crate) const MAILED: Limit =
    Limit { scope: "mailed_codes", free: 3, longest_wait: 900, most: 10, forgives: false };
/// Codes mailed on behalf of one address.
pub(crate) const MAILED_FROM: Limit =
    Limit { scope: "mailed_codes_address", free: 20, longest_wait: 300, most: 100, forgives: false };
/// Registration codes tried from one address.
pub(crate) const REGISTRATION: Limit =
    Limit { scope: "registration_code", free: 10, longest_wait: 900, most: 50, forgives: true };

/// How many different things an account, and an address, may ask for in an hour. The same one again is not
/// counted, and beyond the limit of either nothing is, so that an hour of patience always helps.
pub(crate) struct Quota {
    /// The word of accounts in the table.
    by_account: &'static str,
    /// The word of addresses.
    by_address: &'static str,
    /// How many.
    most: i64,
}

/// Reference numbers looked up, found or not (ASSOC-10).
pub(crate) const LOOK_UPS: Quota =
    Quota { by_account: "look_up_account", by_address: "look_up_address", most: 10 };
const HOUR: i64 = 3600 * SECOND;

impl Limit {
    /// Whether one more try is due now, and notes it as failed. Gives the key of the note.
    pub(crate) async fn admit(
        &self,
        entrance: &mut Entrance<'_>,
        subject: &str,
    ) -> Result<Option<String>, Error> {
        let now = entrance.now().0;
        store::attempts::forget(entrance, self.scope, subject, now - MEMORY).await?;
        let forgiven = if self.forgives { self.last_success(entrance, subject).await? } else { 0 };
        let since = forgiven.max(now - WINDOW);
        let (failures, latest) = store::attempts::failures(entrance, self.scope, subject, since).await?;
        if failures >= self.most || latest + self.wait_after(failures) * SECOND > now {
            return Ok(None);
        }
        store::attempts::note(entrance, self.scope, subject).await.map(Some)
    }

    /// Whether the subject succeeded in the last thirty days.
    pub(crate) async fn succeeded_lately(
        &self,
        entrance: &mut Entrance<'_>,
        subject: &str,
    ) -> Result<bool, Error> {
        let since = entrance.now().0 - MEMORY;
        Ok(self.last_success(entrance, subject).await? > since)
    }

    async fn last_success(&self, entrance: &mut Entrance<'_>, subject: &str) -> Result<i64, Error> {
        store::attempts::last_success(entrance, self.scope, subject).await
    }

    /// Seconds to wait after so many failures.
    fn wait_after(&self, failures: i64) -> i64 {
        match u32::try_from(failures - self.free) {
            Ok(over) => 1_i64.checked_shl(over.min(40)).unwrap_or(i64::MAX).min(self.longest_wait),
            Err(_) => 0,
        }
    }
}

impl Portal {
    /// What the table of attempts keeps instead of an address or a name.
    pub(crate) fn attempt_subject(&self, what: &str) -> Result<String, Error> {
        self.door.seal().blind_index("attempts", what)
    }

    /// Whether this session may ask for `what`, and counts it.
    pub(crate) async fn admit_different(
        &self,
        quota: &Quota,
        session: &Session,
        what: &str,
    ) -> Result<bool, Error> {
        let counted = |scope: &'static str, who: &str| {
            let key = self.attempt_subject(&format!("{scope}|{who}|{what}"))?;
            Ok::<_, Error>(Counted { key, scope, subject: self.attempt_subject(who)? })
        };
        let account = counted(quota.by_account, &session.account_key().0)?;
        let address = counted(quota.by_address, &session.context().ip)?;
        self.door
            .at_the_entrance(quota.by_account, async |entrance| {
                let since = entrance.now().0 - HOUR;
                store::attempts::note_different(entrance, &account, &address, since, quota.most).await
            })
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_have_an_end_id_4() {
        let waits: Vec<i64> = (0..=18).map(|failures| SIGN_IN.wait_after(failures)).collect();
        assert_eq!(&waits[..9], [0, 0, 0, 0, 0, 1, 2, 4, 8]);
        assert_eq!(waits[15..], [900, 900, 900, 900]);
        assert_eq!(ACCOUNT.wait_after(1_000_000), 30);
    }
}
