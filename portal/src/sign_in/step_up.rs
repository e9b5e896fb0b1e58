//! Step-up (ID-3): whoever is signed in says again who they are, before what needs a recent confirmation. Which acts do,
//! and how recent, stands in the actions' rows (`within`), and their door asks it. It is throttled like a sign-in, and the
//! session's token is another one afterwards.

use super::{lock_of, passwords, rows};
use crate::{
    ActingOn, Error, Portal, Session, randomness,
    throttle::{self, Attempt},
};
use domain::{account::Action, refusal::Refusal};
use door::{Account, Entrance};

/// What somebody is asked who confirms that it is them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confirming {
    /// The password. Practice data's cast has none and is not asked.
    pub password: bool,
    /// A code of the second factor, where one is set up.
    pub code: bool,
    /// Whether that may be an app's; else there are recovery codes alone.
    pub app: bool,
    /// In the place of both: a passkey, where there is one that works.
    pub passkey: bool,
}

impl Confirming {
    fn of(ways: &rows::Ways, practice: bool) -> Self {
        let app = ways.totp_confirmed_at.is_some();
        Self {
            password: ways.password_hash.is_some() || !practice,
            code: app || ways.passkeys > 0,
            app,
            passkey: ways.working_passkeys > 0,
        }
    }
}

impl Portal {
    /// What whoever is signed in is asked to confirm that it is them.
    ///
    /// # Errors
    /// `Error::NotFound` when the account was disabled meanwhile.
    pub async fn confirming(&self, session: &Session) -> Result<Confirming, Error> {
        let ways = self.ways(session).await?;
        Ok(Confirming::of(&ways, self.practice))
    }

    /// Confirms who is signed in; gives the token of the session in the place of theirs, as old as that (ID-3: rotated).
    ///
    /// # Errors
    /// `Refusal::ConfirmationWrong`, also for a code that was used before; `Refusal::TooManySignIns`.
    pub async fn step_up(&self, session: &Session, password: &str, code: &str) -> Result<String, Error> {
        let (account, ways) = (session.account_key(), self.ways(session).await?);
        let asked = Confirming::of(&ways, self.practice);
        let admit = async |entrance: &mut Entrance<'_>| {
            let admitted = throttle::sign_in(entrance, &account.0, session.context()).await?;
            let mut attempts = admitted.map_err(|_| Refusal::TooManySignIns)?;
            if asked.code {
                attempts.push(throttle::second_factor(entrance, &account.0, session.context()).await?);
            }
            Ok(attempts)
        };
        let admitted = match self.door.at_the_entrance(&lock_of(account), admit).await {
            Ok(attempts) => Ok(attempts),
            Err(Error::Refused(refusal)) => Err(refusal),
            Err(other) => return Err(other),
        };
        let hash = ways.password_hash.as_deref().filter(|_| admitted.is_ok());
        let right = !asked.password || passwords::verify(password, hash).await?;
        let stepped = self.door.acting_on(session, account, Action::StepUp, async |acting| {
            let attempts = admitted?;
            if !right {
                return Err(Refusal::ConfirmationWrong.into());
            }
            if asked.code {
                self.use_own_code(acting, code).await?;
                self.keep_own_factor(acting).await?;
            }
            Ok((acting.rotate(session, true).await?, attempts))
        });
        let (token, attempts) = stepped.await?.into_value();
        self.let_in(session, &attempts).await?;
        Ok(token)
    }

    /// Whether this is the password of whoever is signed in; it counts like a sign-in.
    pub(crate) async fn check_own_password(
        &self,
        session: &Session,
        password: &str,
    ) -> Result<Result<(), Refusal>, Error> {
        let (account, ways) = (session.account_key(), self.ways(session).await?);
        let admit = async |entrance: &mut Entrance<'_>| {
            throttle::sign_in(entrance, &account.0, session.context()).await
        };
        let Ok(attempts) = self.door.at_the_entrance(&lock_of(account), admit).await? else {
            return Ok(Err(Refusal::TooManySignIns));
        };
        if !passwords::verify(password, ways.password_hash.as_deref()).await? {
            return Ok(Err(Refusal::PasswordWrong));
        }
        self.let_in(session, &attempts).await?;
        Ok(Ok(()))
    }

    /// The tries were no failures, and the browser is known from now on.
    async fn let_in(&self, session: &Session, attempts: &[Attempt]) -> Result<(), Error> {
        let account = session.account_key();
        let let_in = async |entrance: &mut Entrance<'_>| {
            for attempt in attempts {
                attempt.succeeded(entrance).await?;
            }
            throttle::remember_device(entrance, &account.0, session.context()).await
        };
        self.door.at_the_entrance(&lock_of(account), let_in).await
    }

    /// Uses up a code of the app, or a recovery code, of whoever is signed in.
    async fn use_own_code(&self, acting: &mut ActingOn<'_, Account>, typed: &str) -> Result<(), Error> {
        let (account, now) = (acting.key().clone(), acting.now());
        let factor = rows::own_factor(acting).await?.0;
        let sealed = factor.totp_confirmed_at.and(factor.totp_secret);
        let used = match self.step_of_app(&account, sealed, typed, now)? {
            Some(step) => rows::use_own_step(acting, step, now).await?,
            None => rows::use_own_recovery_code(acting, &randomness::code_sha256(typed), now).await?,
        };
        used.or(Refusal::ConfirmationWrong.into())
    }

    async fn ways(&self, session: &Session) -> Result<rows::Ways, Error> {
        let look = async |entrance: &mut Entrance<'_>| rows::ways(entrance, session.account_key()).await;
        self.door.look_at_the_entrance(look).await?.ok_or(Error::NotFound)
    }
}
