//! Growing waits (ID-4): a few tries are free, then each failure doubles the wait, up to a longest one, so
//! that the honest person is slowed down and never locked out. Counted in the database, for all servers.
//! What may be asked for only so often has a quota instead, and what costs computing and changes nothing an
//! allowance, counted in memory.

mod allowance;
mod quota;
mod rows;

pub(crate) use allowance::Allowance;
pub(crate) use quota::LOOK_UPS;
pub(crate) use rows::STATEMENTS;

use crate::{Error, randomness};
use domain::{instant::Instant, refusal::Refusal};
use door::{Entrance, Seal};

/// How far back failures count, in seconds.
const WINDOW: i64 = 12 * 3600;
/// How long a success is remembered, in seconds.
const MEMORY: i64 = 30 * 24 * 3600;

/// How often one kind of subject may fail.
pub(crate) struct Limit {
    /// The word in the table.
    scope: &'static str,
    /// Failures without a wait.
    free: i64,
    /// The longest wait in seconds.
    longest_wait: i64,
    /// Most failures in twelve hours.
    most: i64,
    /// Whether a success forgives the failures before it.
    forgives: bool,
    /// What is said to whoever has to wait.
    refusal: Refusal,
}

/// Sign-in to one account from one address: 50 tries in twelve hours.
pub(crate) const SIGN_IN: Limit = Limit {
    scope: "sign_in",
    free: 5,
    longest_wait: 900,
    most: 50,
    forgives: true,
    refusal: Refusal::TooManySignIns,
};
/// Sign-in to one account from addresses that never got in: short waits, because somebody else's tries
/// must not keep the person out for long.
pub(crate) const ACCOUNT: Limit =
    Limit { scope: "sign_in_account", free: 20, longest_wait: 30, most: i64::MAX, ..SIGN_IN };
/// Sign-in from one address to any account: an office shares one address.
pub(crate) const ADDRESS: Limit = Limit {
    scope: "sign_in_address",
    free: 100,
    longest_wait: 60,
    most: i64::MAX,
    forgives: false,
    ..SIGN_IN
};
/// One-time and recovery codes of one account: whoever tries has the password already.
pub(crate) const CODE: Limit = Limit { scope: "second_factor", ..SIGN_IN };
/// Registration codes tried from one address.
pub(crate) const REGISTRATION: Limit = Limit { scope: "registration_code", free: 10, ..SIGN_IN };
/// Codes mailed to one e-mail address.
pub(crate) const MAILED: Limit = Limit {
    scope: "mailed_codes",
    free: 3,
    longest_wait: 900,
    most: 10,
    forgives: false,
    refusal: Refusal::TooManyMails,
};
/// Codes mailed on behalf of one address.
pub(crate) const MAILED_FROM: Limit =
    Limit { scope: "mailed_codes_address", free: 20, longest_wait: 300, most: 100, ..MAILED };

/// A try that was let in. It counts as failed until it is told to have succeeded: many at once cannot slip
/// through between check and note.
pub(crate) struct Attempt(String);

impl Attempt {
    /// It succeeded after all.
    pub(crate) async fn succeeded(&self, entrance: &mut Entrance<'_>) -> Result<(), Error> {
        rows::succeeded(entrance, &self.0).await?.or_not();
        Ok(())
    }
}

impl Limit {
    /// Lets one more try of `whom` in when it is due now; else the limit's refusal.
    pub(crate) async fn admit(&self, entrance: &mut Entrance<'_>, whom: &str) -> Result<Attempt, Error> {
        let now = entrance.now();
        let subject = subject(&entrance.seal(), whom)?;
        rows::forget(entrance, self.scope, &subject, now.minus_seconds(MEMORY)).await?.or_not();
        let mut since = now.minus_seconds(WINDOW);
        if self.forgives {
            since = since.max(self.last_success(entrance, &subject).await?);
        }
        let failed = rows::failures(entrance, self.scope, &subject, since).await?.0;
        let due = failed.latest.unwrap_or_default().plus_seconds(self.wait_after(failed.failures));
        if failed.failures >= self.most || due > now {
            return Err(self.refusal.into());
        }
        let attempt = Attempt(randomness::row_key());
        rows::note(entrance, &attempt.0, self.scope, &subject, now).await?.or_not();
        Ok(attempt)
    }

    /// Whether `whom` succeeded in the last thirty days.
    pub(crate) async fn succeeded_lately(
        &self,
        entrance: &mut Entrance<'_>,
        whom: &str,
    ) -> Result<bool, Error> {
        let since = entrance.now().minus_seconds(MEMORY);
        let subject = subject(&entrance.seal(), whom)?;
        Ok(self.last_success(entrance, &subject).await? > since)
    }

    async fn last_success(&self, entrance: &mut Entrance<'_>, subject: &str) -> Result<Instant, Error> {
        Ok(rows::success(entrance, self.scope, subject).await?.0.latest.unwrap_or_default())
    }

    /// Seconds to wait after so many failures.
    fn wait_after(&self, failures: i64) -> i64 {
        match u32::try_from(failures - self.free) {
            Ok(over) => 1_i64.checked_shl(over.min(40)).unwrap_or(i64::MAX).min(self.longest_wait),
            Err(_) => 0,
        }
    }
}

/// What the table of attempts keeps instead of an address or a name.
pub(crate) fn subject(seal: &Seal, whom: &str) -> Result<String, Error> {
    seal.blind_index("attempts", whom)
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
