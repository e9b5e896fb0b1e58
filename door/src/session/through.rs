//! Sessions that began through a state's identity provider (ID-1, ID-3): by which link, so that one who signs out there is
//! signed out here, on every server. A session in the place of an earlier one belongs to the same.

use super::token_hash;
use crate::{AtTheEntrance, Changed, Entrance, Entry, Error, rows, statements};
use domain::instant::Instant;

rows! {
    /// Through which link.
    struct Way {
        provider_link: Option<String>,
    }
}

/// How somebody came in who signed in at the provider.
#[derive(Clone, Debug)]
pub struct Through {
    /// The link between the account and the provider's subject.
    pub link: String,
    /// What the provider calls its session; empty when it does not say.
    pub sid: String,
    /// When the person last said there who they are.
    pub confirmed_at: Instant,
}

statements! {
    fn mark(AtTheEntrance, token_sha256: &str, link: &str, sid: &str, confirmed_at: Instant) -> Changed =
        "UPDATE sessions SET provider_link = $2, provider_sid = $3, confirmed_at = $4 WHERE token_sha256 = $1";
    fn hand_on(AtTheEntrance, token_sha256: &str, earlier: &str) -> Changed =
        "UPDATE sessions SET provider_link = (SELECT e.provider_link FROM sessions e WHERE e.token_sha256 = $2), \
         provider_sid = (SELECT e.provider_sid FROM sessions e WHERE e.token_sha256 = $2) \
         WHERE token_sha256 = $1 AND EXISTS (SELECT 1 FROM sessions e WHERE e.token_sha256 = $2 AND e.provider_link IS NOT NULL)";
    fn way(AtTheEntrance, token_sha256: &str) -> Option<Way> =
        "SELECT provider_link FROM sessions WHERE token_sha256 = $1";
    /// With an empty link, whoever's; with an empty name, all of the link.
    fn end_through(AtTheEntrance, link: &str, sid: &str, now: Instant) -> Changed =
        "UPDATE sessions SET ended_at = $3 WHERE ended_at IS NULL AND provider_link IS NOT NULL AND ($1 <> '' OR $2 <> '') \
         AND ($1 = '' OR provider_link = $1) AND ($2 = '' OR provider_sid = $2)";
}

/// The statements of this file.
pub(crate) const THROUGH_A_PROVIDER: &[Entry] = STATEMENTS;

impl Entrance<'_> {
    /// Says of a session that was just started how its person came in.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn came_through(&mut self, token: &str, through: &Through) -> Result<(), Error> {
        let Through { link, sid, confirmed_at } = through;
        mark(self, &token_hash(token), link, sid, *confirmed_at).await?.or(Error::NotFound)
    }

    /// Says of a session that was just started that it takes the place of an earlier one.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn follows(&mut self, token: &str, earlier_sha256: &str) -> Result<(), Error> {
        hand_on(self, &token_hash(token), earlier_sha256).await?.or_not();
        Ok(())
    }

    /// Through which link a session was begun; `None` when it was in another way.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn link_of(&mut self, token_sha256: &str) -> Result<Option<String>, Error> {
        Ok(way(self, token_sha256).await?.and_then(|way| way.provider_link))
    }

    /// Ends the sessions of a link, of a name that the provider has for its session, or of both; gives how many.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn end_sessions_through(&mut self, link: &str, sid: &str) -> Result<u64, Error> {
        let now = self.now();
        Ok(end_through(self, link, sid, now).await?.count())
    }
}
