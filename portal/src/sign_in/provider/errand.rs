//! What is on its way to the provider and back, and what waits for an account's consent: kept sealed, each for ten minutes,
//! found by a token that one browser alone has, and taken once.

use super::{Trouble, rows};
use crate::{Error, Portal, Session, randomness};
use domain::instant::Instant;
use door::{Door, Entrance, token_hash};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// For how long, in seconds.
pub(crate) const LIFE: i64 = 600;

/// A browser's way to the provider and back.
#[derive(Serialize, Deserialize)]
pub(super) struct Errand {
    pub(super) purpose: Purpose,
    /// The page that it wants afterwards.
    pub(super) next: String,
    /// Where it comes back to: the code is given for that alone.
    pub(super) redirect: String,
    pub(super) nonce: String,
    pub(super) verifier: String,
}

/// What it is for.
#[derive(Serialize, Deserialize)]
pub(super) enum Purpose {
    /// To sign in.
    SignIn,
    /// To confirm who is signed in, in this session of this account.
    Confirm { account: String, token_sha256: String },
}

impl Purpose {
    pub(super) fn confirming(session: &Session) -> Self {
        Self::Confirm {
            account: session.account_key().0.clone(),
            token_sha256: session.token_sha256().to_owned(),
        }
    }
}

/// Somebody of the provider's whose account is to be linked with their consent.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Waiting {
    /// By what the provider knows them.
    pub(crate) subject: String,
    /// Their address, which the provider verified.
    pub(crate) address: String,
}

fn place(name: &str) -> String {
    format!("provider_errands/sealed/{name}")
}

/// Of what waits for consent: no answer has it.
const NO_STATE: &str = "";

impl Portal {
    /// Keeps what the answer is to fit; gives the browser's token.
    pub(super) async fn set_out(&self, state: &str, errand: &Errand) -> Result<String, Error> {
        self.keep_errand(&token_hash(state), errand).await
    }

    /// Keeps who waits for an account's consent; gives the browser's token.
    pub(super) async fn wait_for_consent(&self, waiting: &Waiting) -> Result<String, Error> {
        self.keep_errand(NO_STATE, waiting).await
    }

    async fn keep_errand(&self, state_sha256: &str, what: &impl Serialize) -> Result<String, Error> {
        let token = randomness::token()?;
        let name = token_hash(&token);
        let plain = serde_json::to_vec(what).map_err(|_| Error::Corrupt("what goes to the provider"))?;
        let sealed = self.door.seal().seal(&place(&name), &plain)?;
        let keep = async |entrance: &mut Entrance<'_>| {
            let now = entrance.now();
            rows::forget_errands(entrance, now.minus_seconds(LIFE)).await?.or_not();
            rows::keep_errand(entrance, &name, state_sha256, now, &sealed).await?.or_not();
            Ok(())
        };
        self.door.at_the_entrance("provider", keep).await?;
        Ok(token)
    }

    /// Takes what a browser set out for, with when that was. The token alone, or the state alone, is nobody's.
    pub(super) async fn come_back(
        &self,
        token: &str,
        state: &str,
    ) -> Result<Result<(Errand, Instant), Trouble>, Error> {
        let (name, state) = (token_hash(token), token_hash(state));
        let take = async |entrance: &mut Entrance<'_>| rows::take_errand(entrance, &name, &state).await;
        let Some(taken) = self.door.at_the_entrance("provider", take).await? else {
            return Ok(Err(Trouble::wrong("state")));
        };
        if !is_young(taken.begun_at, self.door.now()) {
            return Ok(Err(Trouble::wrong("late")));
        }
        Ok(Ok((opened(&self.door, &name, &taken.sealed)?, taken.begun_at)))
    }
}

fn is_young(begun_at: Instant, now: Instant) -> bool {
    now.seconds_since(begun_at) < LIFE
}

fn opened<T: DeserializeOwned>(door: &Door, name: &str, sealed: &[u8]) -> Result<T, Error> {
    let plain = door.seal().open(&place(name), sealed)?;
    serde_json::from_slice(&plain).map_err(|_| Error::Corrupt("what came from the provider"))
}

/// Who waits for consent, by the browser's token; `None` when nobody does, or no longer.
pub(crate) async fn waiting(door: &Door, token: &str) -> Result<Option<Waiting>, Error> {
    let name = token_hash(token);
    let look = async |entrance: &mut Entrance<'_>| rows::errand(entrance, &name, NO_STATE).await;
    match door.look_at_the_entrance(look).await? {
        Some(kept) if is_young(kept.begun_at, door.now()) => opened(door, &name, &kept.sealed).map(Some),
        Some(_) | None => Ok(None),
    }
}

/// Nobody waits any more.
pub(crate) async fn forget_waiting(door: &Door, token: &str) -> Result<(), Error> {
    let name = token_hash(token);
    let forget = async |entrance: &mut Entrance<'_>| {
        rows::take_errand(entrance, &name, NO_STATE).await?;
        Ok(())
    };
    door.at_the_entrance("provider", forget).await
}
