//! The sessions of one's own account (ID-3): where one is signed in, a new token after a step-up or a new password, and
//! the end of the others.

use super::{RequestContext, Session, csrf_of, idle_minutes, limits::csrf_hash, token_hash};
use crate::{Account, Acting, Changed, Entry, Error, randomness, rows, statements};
use domain::instant::Instant;

rows! {
    /// A session that has not ended.
    struct Open {
        token_sha256: String,
        created_at: Instant,
        last_seen_at: Instant,
        ip: String,
        user_agent: String,
    }
}

/// A session with which somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnSession {
    /// The hash of its token: names it, and lets nobody in.
    pub token_sha256: String,
    /// Since when.
    pub began_at: Instant,
    /// Used last.
    pub last_seen_at: Instant,
    /// The address it came from at the sign-in or step-up.
    pub ip: String,
    /// The browser's own description.
    pub user_agent: String,
    /// The one that asks.
    pub is_this: bool,
}

statements! {
    /// The newest first. What lies unused or is too old has ended by itself.
    fn open(Account, used_since: Instant, begun_since: Instant) -> Vec<Open> =
        "SELECT token_sha256, created_at, last_seen_at, ip, user_agent FROM sessions WHERE account_key = $1 \
         AND ended_at IS NULL AND second_factor_due = 0 AND last_seen_at > $2 AND created_at > $3 \
         ORDER BY last_seen_at DESC, token_sha256 LIMIT 100";
    /// In the place of an earlier one: it is as old as that.
    fn follow(Account, token_sha256: &str, earlier: &str, now: Instant, confirmed_at: Instant, ip: &str, user_agent: &str, csrf_sha256: &str) -> Changed =
        "INSERT INTO sessions (account_key, token_sha256, created_at, last_seen_at, confirmed_at, second_factor_due, ip, user_agent, csrf_sha256, provider_link, provider_sid) \
         SELECT account_key, CAST($2 AS TEXT), created_at, CAST($4 AS BIGINT), CAST($5 AS BIGINT), 0, CAST($6 AS TEXT), CAST($7 AS TEXT), CAST($8 AS TEXT), \
         provider_link, provider_sid FROM sessions WHERE token_sha256 = $3 AND account_key = $1 AND ended_at IS NULL AND second_factor_due = 0";
    fn end_one(Account, token_sha256: &str, now: Instant) -> Changed =
        "UPDATE sessions SET ended_at = $3 WHERE account_key = $1 AND token_sha256 = $2 AND ended_at IS NULL";
    fn end_others(Account, token_sha256: &str, now: Instant) -> Changed =
        "UPDATE sessions SET ended_at = $3 WHERE account_key = $1 AND token_sha256 <> $2 AND ended_at IS NULL";
}

/// The statements of this file.
pub(crate) const OF_OWN_ACCOUNT: &[Entry] = STATEMENTS;

impl Acting<'_, Account> {
    /// Where one is signed in, the one used last first.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn sessions(&mut self, asking: &Session) -> Result<Vec<OwnSession>, Error> {
        let (now, limits) = (self.now(), self.sessions_live());
        let used_since = now.minus_seconds(idle_minutes(&limits, self.facts().role) * 60);
        let begun_since = now.minus_seconds(limits.absolute_hours * 3600);
        let open = open(self, used_since, begun_since).await?;
        let own = |open: Open| OwnSession {
            is_this: open.token_sha256 == asking.token_sha256,
            token_sha256: open.token_sha256,
            began_at: open.created_at,
            last_seen_at: open.last_seen_at,
            ip: open.ip,
            user_agent: open.user_agent,
        };
        Ok(open.into_iter().map(own).collect())
    }

    /// Ends the session that asks and gives the token of one in its place, as old as that (ID-3: rotated). Its
    /// confirmation is from now on after a step-up; else it is as long ago as it was.
    ///
    /// # Errors
    /// `Error::NotFound` when it ended meanwhile.
    pub async fn rotate(&mut self, session: &Session, stepped_up: bool) -> Result<String, Error> {
        let (token, now) = (randomness::token()?, self.now());
        let RequestContext { ip, user_agent, .. } = &session.context;
        let confirmed_at = session.confirmed_at.filter(|_| !stepped_up).unwrap_or(now);
        let (hash, earlier) = (token_hash(&token), &session.token_sha256);
        let csrf = csrf_hash(&csrf_of(&token));
        let followed = follow(self, &hash, earlier, now, confirmed_at, ip, user_agent, &csrf).await?;
        followed.or(Error::NotFound)?;
        end_one(self, earlier, now).await?.or(Error::NotFound)?;
        Ok(token)
    }

    /// Ends one session of the account; false when there is none such.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn end_session(&mut self, token_sha256: &str) -> Result<bool, Error> {
        let now = self.now();
        Ok(end_one(self, token_sha256, now).await?.any())
    }

    /// Ends all sessions but the one that asks, also those that still owe the second factor; gives how many.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn end_other_sessions(&mut self, session: &Session) -> Result<u64, Error> {
        let now = self.now();
        Ok(end_others(self, &session.token_sha256, now).await?.count())
    }
}
