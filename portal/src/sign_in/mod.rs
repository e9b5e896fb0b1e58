//! Sign-in and sign-out (ID-2, ID-3, ID-4): from a name and a password to a session.
//!
//! Identity is embedded. An external provider (OpenID Connect, ID-1) gives a verified e-mail address or subject;
//! from there on it ends in the same place as a password does, a `SignIn` with its session.

mod passwords;
mod rows;
mod second_factor;

pub(crate) use passwords::{fault as password_fault, hash as password_hash};
pub(crate) use rows::STATEMENTS;
pub use second_factor::{PendingSignIn, SecondFactorKey, SecondFactorReady};

use crate::{
    Error, Portal, RequestContext, Session,
    throttle::{self, Attempt},
};
use domain::{people::AccountKey, refusal::Refusal};
use door::Entrance;
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
    /// A code of the second factor.
    Code,
    /// The second factor itself: it is set up at the first sign-in (ID-2, ID-5).
    SetUpSecondFactor,
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
    /// `Refusal::SignInFailed`, `Refusal::TooManySignIns`, `Error::Unavailable` under overload.
    pub async fn sign_in(
        &self,
        name: &str,
        password: &str,
        context: &RequestContext,
    ) -> Result<SignIn, Error> {
        let name = name.trim().to_lowercase();
        let (candidates, attempts) = self.admitted_to_sign_in(&name, context).await?;
        let hashes = candidates.iter().map(|candidate| candidate.password_hash.as_deref());
        let hashes: Vec<_> = if candidates.is_empty() { vec![None] } else { hashes.collect() };
        let checks = hashes.into_iter().map(|hash| passwords::verify(password, hash));
        let verified = futures_util::future::try_join_all(checks).await?;
        let found = candidates.into_iter().zip(verified).find(|(_, right)| *right);
        let Some((Candidate { person, totp_confirmed_at, .. }, _)) = found else {
            return Err(Refusal::SignInFailed.into());
        };
        let next = match (totp_confirmed_at, person.role.needs_second_factor()) {
            (Some(_), _) => NextStep::Code,
            (None, true) => NextStep::SetUpSecondFactor,
            (None, false) => NextStep::Done,
        };
        let start = async |entrance: &mut Entrance<'_>| {
            for attempt in &attempts {
                attempt.succeeded(entrance).await?;
            }
            let due = next != NextStep::Done;
            let token = entrance.start_session(&person.account_key, due, context).await?;
            entrance.record(&person, if due { "give_password" } else { "sign_in" }, context).await?;
            Ok(SignIn { token, next })
        };
        self.door.at_the_entrance(&lock_of(&person.account_key), start).await
    }

    /// Lets a try in, notes it, and finds the accounts that the name may mean.
    async fn admitted_to_sign_in(
        &self,
        name: &str,
        context: &RequestContext,
    ) -> Result<(Vec<Candidate>, Vec<Attempt>), Error> {
        let pair = format!("{name} from {}", context.ip);
        let lock = format!("sign-in:{}", throttle::subject(self.door.seal(), name)?);
        let admit = async |entrance: &mut Entrance<'_>| {
            // Somebody else's tries do not slow down a person at an address that got in before.
            let known_here = throttle::SIGN_IN.succeeded_lately(entrance, &pair).await?;
            let mut attempts = vec![throttle::SIGN_IN.admit(entrance, &pair).await?];
            if !known_here {
                attempts.push(throttle::ACCOUNT.admit(entrance, name).await?);
            }
            attempts.push(throttle::ADDRESS.admit(entrance, &context.ip).await?);
            Ok((rows::candidates(entrance, name).await?, attempts))
        };
        self.door.at_the_entrance(&lock, admit).await
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

/// What changes an account, or signs in to it, happens one after the other.
fn lock_of(account: &AccountKey) -> String {
    format!("account:{account}")
}
