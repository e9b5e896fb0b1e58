//! Signing out in both places (ID-3): who signs out here is sent to sign out at the provider too, and who signs out there is
//! signed out here, on every server, at once (Back-Channel Logout).

use super::{Trouble, rows};
use crate::{Error, Portal, RequestContext, Session, randomness, throttle};
use door::Entrance;

/// How long the name of a message is kept, in seconds: longer than any message is taken.
const HEARD_FOR: i64 = 3_600;

/// What became of a message of the provider's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// It is right: so many sessions ended.
    Ended(u64),
    /// It is not; the log says why.
    Wrong,
}

impl Portal {
    /// The provider says that somebody signed out there: their sessions that began through it end.
    ///
    /// # Errors
    /// `Error::NotFound` without a provider; `Refused` with `ProviderDown` when its keys cannot be asked for, and with
    /// `TooManySignIns` after many wrong messages.
    pub async fn heard_of_logout(&self, token: &str, context: &RequestContext) -> Result<Heard, Error> {
        let _turn = throttle::MESSAGES.admit((&self.door, &self.at_provider), context).await?;
        let heard = self.hear(token, context).await?;
        if heard == Heard::Wrong {
            let wrong = async |entrance: &mut Entrance<'_>| throttle::MESSAGES.wrong(entrance, context).await;
            self.door.at_the_entrance("provider", wrong).await?;
        }
        Ok(heard)
    }

    async fn hear(&self, token: &str, context: &RequestContext) -> Result<Heard, Error> {
        let (provider, config) = self.spoken_to()?;
        let wrong = |trouble: Trouble| {
            let (reason, request_id) = (trouble.reason, &*context.request_id);
            tracing::warn!(reason, request_id, "a logout token that is not taken");
            Ok(Heard::Wrong)
        };
        let said = match provider.logged_out(token, self.door.now()).await {
            Ok(said) => said,
            Err(Trouble::DOWN) => return Err(Trouble::DOWN.told(context)),
            Err(trouble) => return wrong(trouble),
        };
        let name = randomness::sha256_hex(format!("{}|{}", config.issuer, said.name).as_bytes());
        let hear = async |entrance: &mut Entrance<'_>| {
            let now = entrance.now();
            rows::forget_heard(entrance, now.minus_seconds(HEARD_FOR)).await?.or_not();
            if !rows::hear(entrance, &name, now).await?.any() {
                return Ok(None);
            }
            throttle::MESSAGES.right(entrance, context).await?;
            let link = match &said.subject {
                Some(subject) => rows::link(entrance, &config.issuer, subject).await?,
                None => None,
            };
            if said.subject.is_some() && link.is_none() {
                return Ok(Some(0));
            }
            if let Some(link) = &link {
                // Whoever is signing in by it at this moment is among those who are signed out.
                entrance.beside().hold(&link.account_key).await?;
            }
            let key = link.as_ref().map_or("", |link| link.link_key.as_str());
            let ended = entrance.end_sessions_through(key, said.sid.as_deref().unwrap_or_default()).await?;
            for (account, _) in &ended {
                if let Some(owner) = rows::owner(entrance, account).await? {
                    entrance.record(&owner.person, "signed_out_at_provider", context).await?;
                }
            }
            Ok(Some(ended.iter().map(|(_, sessions)| sessions).sum()))
        };
        match self.door.at_the_entrance("provider", hear).await? {
            Some(ended) => Ok(Heard::Ended(ended)),
            None => wrong(Trouble::wrong("repeated")),
        }
    }

    /// Where whoever signs out here is sent to sign out at the provider too; `None` when the session did not begin there.
    /// `back` is where the provider sends the browser afterwards.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn goodbye_at_provider(&self, session: &Session, back: &str) -> Result<Option<String>, Error> {
        let Some(provider) = self.provider.as_deref() else { return Ok(None) };
        let look = async |entrance: &mut Entrance<'_>| entrance.link_of(session.token_sha256()).await;
        match self.door.look_at_the_entrance(look).await? {
            Some(_) => Ok(provider.goodbye(back, self.door.now()).await),
            None => Ok(None),
        }
    }
}
