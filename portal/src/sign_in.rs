//! Sign-in and sessions (ID-2, ID-3, ID-4): from a token to the person behind it.

use crate::{
    Error, Portal, RequestContext, Session, passwords, randomness,
    store::{self, Entrance, accounts::Candidate},
    throttle,
};
use domain::refusal::Refusal;

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
        let Some((candidate, _)) = found else { return Err(Refusal::SignInFailed.into()) };
        let person = candidate.person;
        let next = match (candidate.has_second_factor, person.role.needs_second_factor()) {
            (true, _) => NextStep::Code,
            (false, true) => NextStep::SetUpSecondFactor,
            (false, false) => NextStep::Done,
        };
        let token = new_token()?;
        let lock = format!("account:{}", person.account_key);
        self.door
            .at_the_entrance(&lock, async |entrance| {
                for attempt in &attempts {
                    store::attempts::succeeded(entrance, attempt).await?;
                }
                let due = next != NextStep::Done;
                entrance.start_session(&token, &person.account_key, due, context).await?;
                let did = if due { "give_password" } else { "sign_in" };
                entrance.record(&person, did, context).await
            })
            .await?;
        Ok(SignIn { token, next })
    }

    /// Lets a try in, notes it, and finds the accounts that the name may mean.
    async fn admitted_to_sign_in(
        &self,
        name: &str,
        context: &RequestContext,
    ) -> Result<(Vec<Candidate>, Vec<String>), Error> {
        let account = self.attempt_subject(name)?;
        let address = self.attempt_subject(&context.ip)?;
        let pair = self.attempt_subject(&format!("{name} from {}", context.ip))?;
        let _now = self.door.now().0;
        let lock = format!("sign-in:{account}");
        let admit = async |entrance: &mut Entrance<'_>| {
            // Somebody else's tries do not slow down a person at an address that got in before.
            let known_here = throttle::SIGN_IN.succeeded_lately(entrance, &pair).await?;
            let mut notes = Vec::new();
            let limits =
                [(&throttle::SIGN_IN, &pair), (&throttle::ACCOUNT, &account), (&throttle::ADDRESS, &address)];
            for (limit, subject) in limits {
                if known_here && limit.scope == throttle::ACCOUNT.scope {
                    continue;
                }
                match limit.admit(entrance, subject).await? {
                    Some(note) => notes.push(note),
                    None => return Err(Refusal::TooManySignIns.into()),
                }
            }
            Ok((store::accounts::for_sign_in(entrance, name).await?, notes))
        };
        self.door.at_the_entrance(&lock, admit).await
    }

    /// Signs out: the token means nothing from now on, on every server.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn end_session(&self, session: &Session) -> Result<(), Error> {
        self.end_token(&session.token_sha256()).await
    }

    /// Ends the session of a token, whether or not its second factor is still due.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn sign_out(&self, token: &str) -> Result<(), Error> {
        self.end_token(&randomness::sha256_hex(token.as_bytes())).await
    }

    async fn end_token(&self, token_sha256: &str) -> Result<(), Error> {
        let _now = self.door.now().0;
        self.door
            .at_the_entrance(&format!("session:{token_sha256}"), async |entrance| {
                entrance.end_session(token_sha256).await
            })
            .await?;
        Ok(())
    }
}

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

/// A new token: 256 random bits.
pub(crate) fn new_token() -> Result<String, Error> {
    Ok(randomness::hex(&randomness::bytes::<32>()?))
}
