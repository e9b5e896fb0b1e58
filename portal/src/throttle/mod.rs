//! Who may try again when (ID-4): a few tries are free, then each failure doubles the wait, up to a longest one. A
//! guesser is stopped and a crowd is not: what succeeded does not count, one account counts once for an address, and
//! a browser that signed in before is counted by itself. Counted in the database, for all servers. What may be asked
//! for only so often has a quota instead, and what costs computing and changes nothing an allowance, in memory.

mod allowance;
mod judged;
mod quota;
mod rows;
mod waiting;

pub(crate) use allowance::Allowance;
pub(crate) use judged::{MESSAGES, Turns, WAYS_BACK};
pub(crate) use quota::LOOK_UPS;
pub(crate) use rows::STATEMENTS;
pub(crate) use waiting::Waiting;

use crate::{Error, RequestContext, randomness};
use domain::{instant::Instant, network::counted_as, refusal::Refusal};
use door::{Entrance, Seal};

/// How far back failures count, in seconds.
const WINDOW: i64 = 12 * 3600;
/// The longest wait of all limits, in seconds.
const LONGEST_WAIT: i64 = 900;
/// How long a success is remembered, in seconds.
const MEMORY: i64 = 30 * 24 * 3600;
/// How long a browser is known after a sign-in, in seconds; its cookie lives as long.
pub const DEVICE_MEMORY: i64 = 180 * 24 * 3600;

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
    /// How long a success is remembered, in seconds.
    memory: i64,
    /// What is said to whoever has to wait.
    refusal: Refusal,
}

/// Sign-in to one account from one address. All addresses together have 50 (`ACCOUNT`), so that one cannot use up
/// what is left to the others.
const SIGN_IN: Limit = Limit {
    scope: "sign_in",
    free: 5,
    longest_wait: LONGEST_WAIT,
    most: 40,
    forgives: false,
    memory: MEMORY,
    refusal: Refusal::TooManySignIns,
};
/// Sign-in to one account from everywhere, but for browsers and addresses that got in before: somebody else's tries
/// must not keep a person out.
const ACCOUNT: Limit = Limit { scope: "sign_in_account", free: 20, longest_wait: 30, most: 50, ..SIGN_IN };
/// Accounts that one address failed to sign in to and never got in to since: an office shares one address.
const ADDRESS: Limit =
    Limit { scope: "sign_in_address", free: 100, longest_wait: 60, most: i64::MAX, ..SIGN_IN };
/// Sign-in to one account with a browser that signed in to it before.
const DEVICE: Limit =
    Limit { scope: "sign_in_device", most: 50, forgives: true, memory: DEVICE_MEMORY, ..SIGN_IN };
/// One-time and recovery codes of one account: whoever tries has the password already.
const CODE: Limit = Limit { scope: "second_factor", most: 50, forgives: true, ..SIGN_IN };
/// Registration codes tried from one address. Nobody guesses one: the waits only keep the noise down.
const REGISTRATION: Limit = Limit {
    scope: "registration_code",
    free: 30,
    longest_wait: 60,
    most: i64::MAX,
    forgives: true,
    ..SIGN_IN
};
/// Passkeys tried from one address, but for browsers that signed in before. Nobody guesses one either.
const PASSKEY: Limit = Limit { scope: "passkey", ..REGISTRATION };
/// Codes mailed to one e-mail address.
const MAILED: Limit =
    Limit { scope: "mailed_codes", free: 3, most: 10, refusal: Refusal::TooManyMails, ..SIGN_IN };
/// E-mail addresses that got a code on behalf of one address and did not bring it back.
const MAILED_FROM: Limit =
    Limit { scope: "mailed_codes_address", free: 100, longest_wait: 60, most: 500, ..MAILED };
/// Mails about one name (a reset, a reminder) asked for from one address.
const FORGOTTEN: Limit =
    Limit { scope: "forgotten", free: 3, most: 10, refusal: Refusal::TooManyMails, ..SIGN_IN };
/// The same from everywhere, but for browsers that signed in before: the waits are short, so that somebody else's wishes
/// do not keep a person from asking.
const FORGOTTEN_EVERYWHERE: Limit =
    Limit { scope: "forgotten_everywhere", free: 10, longest_wait: 60, most: 50, ..FORGOTTEN };
/// The same from a browser that signed in before.
const FORGOTTEN_DEVICE: Limit = Limit { scope: "forgotten_device", ..FORGOTTEN };
/// Names asked about from one address.
const FORGOTTEN_FROM: Limit =
    Limit { scope: "forgotten_address", free: 100, longest_wait: 60, most: 500, ..FORGOTTEN };
/// Codes of resets tried from one address: each has five tries of its own.
const RESET_CODE: Limit = Limit { scope: "reset_code", ..REGISTRATION };

/// Ways back from the identity provider to one address that led nowhere.
const PROVIDER: Limit = Limit { scope: "provider", refusal: Refusal::TooManySignIns, ..REGISTRATION };
/// Messages from one address that were none of the provider's.
const PROVIDER_MESSAGE: Limit = Limit { scope: "provider_message", ..PROVIDER };

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

/// Lets a try to sign in to `account` in; else says when the next one is due, and has noted nothing.
pub(crate) async fn sign_in(
    entrance: &mut Entrance<'_>,
    account: &str,
    context: &RequestContext,
) -> Result<Result<Vec<Attempt>, Instant>, Error> {
    let network = counted_as(&context.ip);
    let (here, device) = (format!("{account} from {network}"), with_device(account, context));
    let mut counted = Vec::new();
    if is_known(entrance, account, context).await? {
        counted.push((&DEVICE, device, None));
    } else {
        let known_here = SIGN_IN.succeeded_lately(entrance, &here).await?;
        counted.push((&SIGN_IN, here, None));
        if !known_here {
            counted.push((&ACCOUNT, account.to_owned(), None));
            counted.push((&ADDRESS, network, Some(account)));
        }
    }
    let now = entrance.now();
    let mut due = now;
    for (limit, whom, _) in &counted {
        due = due.max(limit.due(entrance, whom).await?);
    }
    if due > now {
        return Ok(Err(due));
    }
    let mut attempts = Vec::new();
    for (limit, whom, what) in &counted {
        attempts.push(limit.note(entrance, whom, *what).await?);
    }
    Ok(Ok(attempts))
}

/// Lets a code of the account's second factor be tried.
pub(crate) async fn second_factor(
    entrance: &mut Entrance<'_>,
    account: &str,
    context: &RequestContext,
) -> Result<Attempt, Error> {
    match is_known(entrance, account, context).await? {
        true => CODE.admit(entrance, &with_device(account, context), None).await,
        false => CODE.admit(entrance, account, None).await,
    }
}

/// Lets a passkey be tried before anybody is signed in; of whoever's it is, where that is known.
pub(crate) async fn passkey(
    entrance: &mut Entrance<'_>,
    account: Option<&str>,
    context: &RequestContext,
) -> Result<Attempt, Error> {
    match account {
        Some(account) if is_known(entrance, account, context).await? => {
            PASSKEY.admit(entrance, &with_device(account, context), None).await
        }
        Some(_) | None => PASSKEY.admit(entrance, &counted_as(&context.ip), None).await,
    }
}

/// Lets a registration code be tried.
pub(crate) async fn registration_code(
    entrance: &mut Entrance<'_>,
    context: &RequestContext,
) -> Result<Attempt, Error> {
    REGISTRATION.admit(entrance, &counted_as(&context.ip), None).await
}

/// Lets one more code be mailed to an e-mail address, on behalf of the address of a browser.
pub(crate) async fn mail(
    entrance: &mut Entrance<'_>,
    email: &str,
    context: &RequestContext,
) -> Result<(), Error> {
    MAILED.admit(entrance, email, None).await?;
    MAILED_FROM.admit(entrance, &counted_as(&context.ip), Some(email)).await?;
    Ok(())
}

/// The code that was mailed to this address came back.
pub(crate) async fn mail_came_back(
    entrance: &mut Entrance<'_>,
    email: &str,
    context: &RequestContext,
) -> Result<(), Error> {
    let key = MAILED_FROM.key_of(entrance, &counted_as(&context.ip), email)?;
    Attempt(key).succeeded(entrance).await
}

/// Lets one more mail about a name be asked for, whether or not anybody has it.
pub(crate) async fn forgotten(
    entrance: &mut Entrance<'_>,
    (what, name): (&str, &str),
    known: bool,
    context: &RequestContext,
) -> Result<(), Error> {
    let (network, whom) = (counted_as(&context.ip), format!("{what}|{name}"));
    if known {
        FORGOTTEN_DEVICE.admit(entrance, &with_device(&whom, context), None).await?;
        return Ok(());
    }
    FORGOTTEN.admit(entrance, &format!("{whom} from {network}"), None).await?;
    FORGOTTEN_EVERYWHERE.admit(entrance, &whom, None).await?;
    FORGOTTEN_FROM.admit(entrance, &network, Some(name)).await?;
    Ok(())
}

/// Lets the code of a reset be tried.
pub(crate) async fn reset_code(
    entrance: &mut Entrance<'_>,
    context: &RequestContext,
) -> Result<Attempt, Error> {
    RESET_CODE.admit(entrance, &counted_as(&context.ip), None).await
}

/// The password of an account was set anew from here: what was tried before with the forgotten one does not count. The
/// browser is not known by it, since codes of the second factor are counted by that.
pub(crate) async fn may_sign_in_again(
    entrance: &mut Entrance<'_>,
    account: &str,
    context: &RequestContext,
) -> Result<(), Error> {
    let here = format!("{account} from {}", counted_as(&context.ip));
    let (hidden, all) = (subject(&entrance.seal(), &here)?, entrance.now().plus_seconds(1));
    rows::forget(entrance, SIGN_IN.scope, &hidden, all).await?.or_not();
    SIGN_IN.note(entrance, &here, Some("reset")).await?.succeeded(entrance).await
}

/// Remembers the browser that signed in to an account.
pub(crate) async fn remember_device(
    entrance: &mut Entrance<'_>,
    account: &str,
    context: &RequestContext,
) -> Result<(), Error> {
    if context.device.is_empty() {
        return Ok(());
    }
    let whom = with_device(account, context);
    DEVICE.note(entrance, &whom, Some("known")).await?.succeeded(entrance).await
}

/// Whether this browser signed in to the account before.
pub(crate) async fn is_known(
    entrance: &mut Entrance<'_>,
    account: &str,
    context: &RequestContext,
) -> Result<bool, Error> {
    if !context.device_shown {
        return Ok(false);
    }
    DEVICE.succeeded_lately(entrance, &with_device(account, context)).await
}

/// Wrong tries at an account.
pub(crate) struct WrongTries {
    /// Passwords, but for those from browsers and addresses that got in before.
    pub(crate) passwords: i64,
    /// Codes of the second factor.
    pub(crate) codes: i64,
}

/// The wrong tries at an account since then, as far back as they are counted.
pub(crate) async fn wrong_tries(
    entrance: &mut Entrance<'_>,
    account: &str,
    context: &RequestContext,
    since: Instant,
) -> Result<WrongTries, Error> {
    let (whom, here) =
        (subject(&entrance.seal(), account)?, subject(&entrance.seal(), &with_device(account, context))?);
    let passwords = rows::failures(entrance, ACCOUNT.scope, &whom, since).await?.0.failures;
    let elsewhere = rows::failures(entrance, CODE.scope, &whom, since).await?.0.failures;
    let here = rows::failures(entrance, CODE.scope, &here, since).await?.0.failures;
    Ok(WrongTries { passwords, codes: elsewhere + here })
}

fn with_device(account: &str, context: &RequestContext) -> String {
    format!("{account} with {}", context.device)
}

impl Limit {
    /// Lets one more try of `whom` in when it is due now; else the limit's refusal.
    async fn admit(
        &self,
        entrance: &mut Entrance<'_>,
        whom: &str,
        what: Option<&str>,
    ) -> Result<Attempt, Error> {
        match self.due(entrance, whom).await? > entrance.now() {
            true => Err(self.refusal.into()),
            false => self.note(entrance, whom, what).await,
        }
    }

    /// When the next try of `whom` is due; with the most of failures, when to ask again.
    async fn due(&self, entrance: &mut Entrance<'_>, whom: &str) -> Result<Instant, Error> {
        let now = entrance.now();
        let subject = subject(&entrance.seal(), whom)?;
        let mut since = now.minus_seconds(WINDOW);
        if self.forgives {
            since = since.max(self.last_success(entrance, &subject).await?);
        }
        let failed = rows::failures(entrance, self.scope, &subject, since).await?.0;
        if failed.failures >= self.most {
            return Ok(now.plus_seconds(self.longest_wait));
        }
        // What was noted while the clock was ahead is no reason to wait until then.
        let latest = failed.latest.filter(|latest| *latest <= now).unwrap_or_default();
        Ok(latest.plus_seconds(self.wait_after(failed.failures)))
    }

    /// Notes a try; of the same `what` only the latest counts.
    async fn note(
        &self,
        entrance: &mut Entrance<'_>,
        whom: &str,
        what: Option<&str>,
    ) -> Result<Attempt, Error> {
        let (now, subject) = (entrance.now(), subject(&entrance.seal(), whom)?);
        rows::forget(entrance, self.scope, &subject, now.minus_seconds(self.memory)).await?.or_not();
        let attempt = match what {
            Some(what) => self.key_of(entrance, whom, what)?,
            None => randomness::row_key(),
        };
        rows::note(entrance, &attempt, self.scope, &subject, now).await?.or_not();
        Ok(Attempt(attempt))
    }

    fn key_of(&self, entrance: &Entrance<'_>, whom: &str, what: &str) -> Result<String, Error> {
        subject(&entrance.seal(), &format!("{}|{whom}|{what}", self.scope))
    }

    /// Whether `whom` succeeded as long ago as is remembered.
    async fn succeeded_lately(&self, entrance: &mut Entrance<'_>, whom: &str) -> Result<bool, Error> {
        let since = entrance.now().minus_seconds(self.memory);
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
