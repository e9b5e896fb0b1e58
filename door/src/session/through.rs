//! Sessions that began through a state's identity provider (ID-1, ID-3): by which link, so that one who signs out there is
//! signed out here, on every server. A session in the place of an earlier one belongs to the same.

use super::token_hash;
use crate::{Account, Acting, AtTheEntrance, Changed, Entrance, Entry, Error, rows, statements};
use domain::{instant::Instant, people::AccountKey};

rows! {
    /// Through which link.
    struct Way {
        provider_link: Option<String>,
    }

    /// Whose.
    struct Whose {
        account_key: AccountKey,
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
    fn mark_own(Account, token_sha256: &str, link: &str, sid: &str, confirmed_at: Instant) -> Changed =
        "UPDATE sessions SET provider_link = $3, provider_sid = $4, confirmed_at = $5 WHERE account_key = $1 AND token_sha256 = $2";
    /// With the link goes when its person said at the provider who they are: a code that was given here since is none
    /// that says so anew.
    fn hand_on(AtTheEntrance, token_sha256: &str, earlier: &str) -> Changed =
        "UPDATE sessions SET provider_link = (SELECT e.provider_link FROM sessions e WHERE e.token_sha256 = $2), \
         provider_sid = (SELECT e.provider_sid FROM sessions e WHERE e.token_sha256 = $2), \
         confirmed_at = (SELECT e.confirmed_at FROM sessions e WHERE e.token_sha256 = $2) \
         WHERE token_sha256 = $1 AND EXISTS (SELECT 1 FROM sessions e WHERE e.token_sha256 = $2 AND e.provider_link IS NOT NULL)";
    fn way(AtTheEntrance, token_sha256: &str) -> Option<Way> =
        "SELECT provider_link FROM sessions WHERE token_sha256 = $1";
    /// With an empty link, whoever's; with an empty name, all of the link.
    fn whose(AtTheEntrance, link: &str, sid: &str) -> Vec<Whose> =
        "SELECT DISTINCT account_key FROM sessions WHERE ended_at IS NULL AND provider_link IS NOT NULL AND ($1 <> '' OR $2 <> '') \
         AND ($1 = '' OR provider_link = $1) AND ($2 = '' OR provider_sid = $2) ORDER BY account_key";
    fn end_through(AtTheEntrance, account: &AccountKey, link: &str, sid: &str, now: Instant) -> Changed =
        "UPDATE sessions SET ended_at = $4 WHERE account_key = $1 AND ended_at IS NULL AND provider_link IS NOT NULL \
         AND ($2 <> '' OR $3 <> '') AND ($2 = '' OR provider_link = $2) AND ($3 = '' OR provider_sid = $3)";
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

    /// Ends the sessions of a link, of a name that the provider has for its session, or of both; gives whose, and how many
    /// of each. The accounts are held, one after the other in the order of their keys.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn end_sessions_through(
        &mut self,
        link: &str,
        sid: &str,
    ) -> Result<Vec<(AccountKey, u64)>, Error> {
        let (now, mut ended) = (self.now(), Vec::new());
        for Whose { account_key } in whose(self, link, sid).await? {
            self.beside().hold(&account_key).await?;
            let sessions = end_through(self, &account_key, link, sid, now).await?.count();
            if sessions > 0 {
                ended.push((account_key, sessions));
            }
        }
        Ok(ended)
    }
}

impl Acting<'_, Account> {
    /// Says of the session in the place of another how its person said anew who they are: by this link, and then.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn came_through(&mut self, token: &str, through: &Through) -> Result<(), Error> {
        let Through { link, sid, confirmed_at } = through;
        mark_own(self, &token_hash(token), link, sid, *confirmed_at).await?.or(Error::NotFound)
    }
}
