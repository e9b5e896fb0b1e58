//! Sign-in and sign-out (ID-2, ID-3, ID-4): from a name and a password to a session.
//!
//! Identity is embedded. An external provider (OpenID Connect, ID-1) gives its subject ([provider]); from there on it ends
//! in the same place as a password does, a `SignIn` with its session.

mod common;
mod lost_factor;
mod odd;
mod passkeys;
mod passwords;
mod provider;
mod rows;
mod second_factor;
mod step_up;

pub use crate::throttle::DEVICE_MEMORY;
pub(crate) use lost_factor::{AFTER_AN_ADDRESS, LEAVE, LeaveGiven, give_leave};
pub use passkeys::{BUILT as PASSKEYS_BUILT, Ceremony, Given, SignedInByPasskey, Site};
pub(crate) use passkeys::{
    Bound as PasskeyBound, Fault as PasskeyFault, MOST as MOST_PASSKEYS, Purpose as PasskeyPurpose,
    STATEMENTS as PASSKEY_STATEMENTS, allowance as passkey_allowance, opened as opened_passkey,
};
pub(crate) use passwords::hash as password_hash;
pub use passwords::hash_at_once;
pub use provider::{Answer, Begun, Finished, Heard, LinkedBy};
pub(crate) use provider::{
    Provider, STATEMENTS as OF_PROVIDERS, allowance as errands, forget_links, forget_waiting,
    has_another_way, waiting,
};
pub(crate) use rows::STATEMENTS;
pub use second_factor::{PendingSignIn, SecondFactorKey, SecondFactorReady};
pub(crate) use second_factor::{new_secret, place as place_of_secret, recovery_codes, step_of};
pub use step_up::Confirming;

use crate::{
    Error, Portal, RequestContext, Session, randomness,
    throttle::{self, Attempt},
};
use domain::{
    certification::closed_since,
    instant::Instant,
    network::counted_as,
    people::{AccountKey, Role},
    refusal::Refusal,
    typed::mail::sign_in_name,
};
use door::{Entrance, Through};
use rows::Candidate;

/// What a right password leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// The session's token, for the cookie.
    pub token: String,
    /// What is due before the person is signed in.
    pub next: NextStep,
}

/// What is due after the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// Nothing: signed in.
    Done,
    /// A code of the second factor, or a passkey.
    Code,
    /// The second factor itself: it is set up at the first sign-in (ID-2, ID-5).
    SetUpSecondFactor,
}

/// What a browser that has nothing yet is to be known by: a random token, or nothing when there is no randomness.
pub fn new_device() -> String {
    randomness::token().unwrap_or_default()
}

impl Portal {
    /// Who is signed in with this token; `None` when nobody is: ended, too long unused (by role), too old,
    /// the account disabled, or the second factor still due (ID-2, ID-3).
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn session_of(&self, token: &str, context: RequestContext) -> Result<Option<Session>, Error> {
        Ok(self.door.session_of(token, context).await?.and_then(door::Live::signed_in))
    }

    /// Signs in by username or e-mail address and password (ID-4). The answer and its time are the same
    /// whether the name is unknown or the password wrong.
    ///
    /// # Errors
    /// `Refusal::SignInFailed`, `Refusal::TooManySignIns`, `Refusal::AccountIdle`, `Error::Unavailable` under overload.
    pub async fn sign_in(
        &self,
        name: &str,
        password: &str,
        context: &RequestContext,
    ) -> Result<SignIn, Error> {
        let name = sign_in_name(name);
        if !context.device_shown {
            self.not_waiting(&self.who(&name, context, false)?)?;
        }
        let _turn = passwords::turn_to_sign_in().await?;
        let mut refusal = Refusal::SignInFailed;
        for meant in self.admitted_to_sign_in(&name, context).await? {
            let Meant { account, attempts } = meant;
            // As many hashes for every name of its kind: an address with two accounts takes no longer.
            let hash = account.as_ref().and_then(|account| account.password_hash.as_deref());
            let right = passwords::verify(password, hash.filter(|_| attempts.is_ok())).await?;
            match (account, attempts) {
                (Some(account), Ok(attempts)) if right => {
                    return self.signed_in(&account, &attempts, context, None).await;
                }
                (Some(_), Err(_)) => refusal = Refusal::TooManySignIns,
                (Some(_) | None, _) => {}
            }
        }
        Err(refusal.into())
    }

    /// Whether an assister's account was closed because nobody used it (CERT-8). Only who knows the password is told.
    fn is_closed(&self, account: &Candidate) -> bool {
        let idle_days = self.profile.accounts.idle_days_assister;
        account.person.role == Role::Assister
            && closed_since(account.used_at, idle_days, self.door.now()).is_some()
    }

    /// Who tries, for those who wait: a name from an address, or with the browser that is known.
    fn who(&self, name: &str, context: &RequestContext, known: bool) -> Result<String, Error> {
        let with = if known { &context.device } else { "" };
        let who = format!("{name}|{}|{with}", counted_as(&context.ip));
        throttle::subject(self.door.seal(), &who)
    }

    fn not_waiting(&self, who: &str) -> Result<(), Error> {
        match self.waiting.holds(who, self.door.now()) {
            true => Err(Refusal::TooManySignIns.into()),
            false => Ok(()),
        }
    }

    /// Whoever proved otherwise that these names are theirs need not wait on this server for what was tried before.
    pub(crate) fn let_sign_in(&self, names: [&str; 2], context: &RequestContext) -> Result<(), Error> {
        for name in names {
            for known in [false, true] {
                self.waiting.forget(&self.who(name, context, known)?);
            }
        }
        Ok(())
    }

    /// What a right password leads to, or having signed in at the provider. The account is looked at again while it is held:
    /// what was right when it was read may have been changed since, and a password of before opens nothing.
    async fn signed_in(
        &self,
        known: &Candidate,
        attempts: &[Attempt],
        context: &RequestContext,
        came: Option<&Came>,
    ) -> Result<SignIn, Error> {
        let key = &known.person.account_key;
        let start = async |entrance: &mut Entrance<'_>| {
            let account = rows::of_account(entrance, key).await?;
            let account = match (account, came) {
                (Some(account), Some(_)) => account,
                (Some(account), None) if account.password_hash == known.password_hash => account,
                (_, None) => return Err(Refusal::SignInFailed.into()),
                (None, Some(_)) => return Err(Refusal::ProviderRefused.into()),
            };
            let person = &account.person;
            if self.is_closed(&account) {
                return Err(Refusal::AccountIdle.into());
            }
            if came.is_none() {
                self.beside_provider(entrance, person).await??;
            }
            for attempt in attempts {
                attempt.succeeded(entrance).await?;
            }
            let next = next_step(&account, came, entrance.now());
            let due = next != NextStep::Done;
            if !due {
                if came.is_some_and(|came| came.is_second_factor) {
                    self.keep_open(entrance, key).await?;
                }
                self.tell_odd_sign_in(entrance, key, context).await?;
                throttle::remember_device(entrance, &key.0, context).await?;
            }
            let token = entrance.start_session(key, due, context).await?;
            if let Some(came) = came {
                came.mark(entrance, &token).await?;
            }
            let did = match (due, came) {
                (true, None) => "give_password",
                (false, None) => "sign_in",
                (true, Some(_)) => "sign_in_at_provider",
                (false, Some(_)) => "sign_in_through_provider",
            };
            entrance.record(person, did, context).await?;
            Ok(SignIn { token, next })
        };
        self.door.at_the_entrance(&lock_of(key), start).await
    }

    /// Finds the accounts that the name may mean and lets a try at each in, unless it comes too early for all of
    /// them. An address can mean two accounts, so that it always is two tries; nobody's is one like any other.
    async fn admitted_to_sign_in(&self, name: &str, context: &RequestContext) -> Result<Vec<Meant>, Error> {
        let least = if name.contains('@') { 2 } else { 1 };
        let look = async |entrance: &mut Entrance<'_>| {
            let found = rows::candidates(entrance, name).await?;
            let most = least.max(found.len());
            let mut accounts: Vec<_> = found.into_iter().map(Some).collect();
            accounts.resize_with(most, || None);
            let mut known = false;
            for (place, account) in accounts.iter().enumerate() {
                known |=
                    throttle::is_known(entrance, &key_of(account.as_ref(), place, name), context).await?;
            }
            Ok((accounts, known))
        };
        let (accounts, known) = self.door.look_at_the_entrance(look).await?;
        let who = self.who(name, context, known)?;
        self.not_waiting(&who)?;
        // One lock for all names of a person, so that they cannot be tried side by side.
        let person = accounts.iter().flatten().next().map_or(name, |account| account.email.as_str());
        let lock = format!("sign-in:{}", throttle::subject(self.door.seal(), person)?);
        let mut due = None;
        let admit = async |entrance: &mut Entrance<'_>| {
            let mut all = Vec::new();
            for (place, account) in accounts.into_iter().enumerate() {
                let key = key_of(account.as_ref(), place, name);
                let attempts = throttle::sign_in(entrance, &key, context).await?;
                all.push(Meant { account, attempts });
            }
            due = too_early(&all);
            match due {
                Some(_) => Err(Refusal::TooManySignIns.into()),
                None => Ok(all),
            }
        };
        let admitted = self.door.at_the_entrance(&lock, admit).await;
        if let Some(due) = due {
            self.waiting.until(who, due);
        }
        admitted
    }

    /// Signs out: the token means nothing from now on, on every server.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn end_session(&self, session: &Session) -> Result<(), Error> {
        self.end(session.token_sha256()).await
    }

    /// Ends the session of a token, whether or not its second factor is still due.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn sign_out(&self, token: &str) -> Result<(), Error> {
        self.end(&door::token_hash(token)).await
    }

    async fn end(&self, token_sha256: &str) -> Result<(), Error> {
        let end = async |entrance: &mut Entrance<'_>| entrance.end_session(token_sha256).await;
        self.door.at_the_entrance(&format!("session:{token_sha256}"), end).await?;
        Ok(())
    }
}

/// How somebody came who signed in at the state's identity provider.
struct Came {
    through: Through,
    /// They gave a second factor there.
    is_second_factor: bool,
}

/// What is due after a right password, or after having signed in at the provider.
fn next_step(account: &Candidate, came: Option<&Came>, now: Instant) -> NextStep {
    let Candidate { person, totp_confirmed_at, reset_due_at, address_put_at, passkeys, .. } = account;
    let reset = reset_due_at.is_some_and(|due| lost_factor::in_force(due, *address_put_at, now));
    let has_factor = totp_confirmed_at.is_some() || *passkeys > 0;
    match (has_factor, person.role.needs_second_factor()) {
        (_, _) if came.is_some_and(|came| came.is_second_factor) => NextStep::Done,
        (true, _) if reset => NextStep::SetUpSecondFactor,
        (true, _) => NextStep::Code,
        (false, true) => NextStep::SetUpSecondFactor,
        (false, false) => NextStep::Done,
    }
}

/// An account that a name may mean, or nobody's in its place, and the tries that were let in; else when the next is due.
struct Meant {
    account: Option<Candidate>,
    attempts: Result<Vec<Attempt>, Instant>,
}

/// By which tries at an account are counted; at nobody's, by the name.
fn key_of(account: Option<&Candidate>, place: usize, name: &str) -> String {
    account.map_or_else(|| format!("nobody|{place}|{name}"), |known| known.person.account_key.0.clone())
}

/// When a name may be tried again that comes too early for every account it may mean.
fn too_early(all: &[Meant]) -> Option<Instant> {
    let real = |meant: &&Meant| meant.account.is_some();
    let counted: Vec<_> = match all.iter().any(|meant| real(&meant)) {
        true => all.iter().filter(real).collect(),
        false => all.iter().collect(),
    };
    let due: Result<Vec<_>, ()> =
        counted.iter().map(|meant| meant.attempts.as_ref().err().ok_or(())).collect();
    due.ok()?.into_iter().min().copied()
}

/// What changes an account, or signs in to it, happens one after the other.
pub(crate) fn lock_of(account: &AccountKey) -> String {
    format!("account:{account}")
}
