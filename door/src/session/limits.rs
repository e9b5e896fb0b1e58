//! When a session ends (ID-3), staying signed in, and whose form it is that came too late for its session.

use super::{RequestContext, Session, csrf_of, idle_minutes, is_token, token_hash};
use crate::{AtWork, Changed, Door, Error, Person, Public, randomness, rows, statements};
use domain::{
    instant::Instant,
    people::{AccountKey, Role},
    profile::Sessions,
};

/// For how long after its end a session's form is still known as its account's, in seconds.
const KNOWN_AFTER: i64 = 24 * 3600;

/// When a session ends when nothing is done, and when it does in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ends {
    /// When nothing is done.
    pub at: Instant,
    /// Whatever is done.
    pub at_the_latest: Instant,
}

impl Ends {
    /// Of a session of this role that was made and last seen then.
    pub(super) fn of(limits: &Sessions, role: Role, made: Instant, seen: Instant) -> Self {
        let at_the_latest = made.plus_seconds(limits.absolute_hours * 3600);
        let unused = seen.plus_seconds(idle_minutes(limits, role) * 60);
        Self { at: unused.min(at_the_latest), at_the_latest }
    }

    /// Whether nothing that is done makes it last longer.
    pub fn is_last(self) -> bool {
        self.at == self.at_the_latest
    }
}

/// Somebody whose session ended, or was replaced by another one, since the form in hand was shown: what the form held
/// may be kept for the account, and nothing else may be done.
#[derive(Clone, Debug)]
pub struct Late {
    /// Whose account it is.
    pub person: Person,
    /// Where the request comes from.
    pub context: RequestContext,
}

impl Late {
    /// Whoever is signed in and has to confirm first that it is them.
    pub fn unconfirmed(session: &Session) -> Self {
        Self { person: session.person(), context: session.context.clone() }
    }
}

rows! {
    /// A session, whatever became of it.
    struct Earlier {
        person: Person,
        created_at: Instant,
        last_seen_at: Instant,
        ended_at: Option<Instant>,
    }

    /// A session that another one took the place of.
    struct Replaced {
        created_at: Instant,
    }
}

statements! {
    /// A session that was signed in once, of an account that is in use.
    fn earlier(Public, token_sha256: &str) -> Option<Earlier> =
        "SELECT a.account_key, a.role, TRIM(a.given_name || ' ' || a.family_name) AS name, s.created_at, s.last_seen_at, s.ended_at \
         FROM sessions s JOIN accounts a ON a.account_key = s.account_key \
         WHERE s.token_sha256 = $1 AND s.second_factor_due = 0 AND a.disabled_at IS NULL";
    fn replaced(Public, account: &AccountKey, csrf_sha256: &str) -> Option<Replaced> =
        "SELECT created_at FROM sessions WHERE account_key = $1 AND csrf_sha256 = $2 AND second_factor_due = 0";
    fn stay(AtWork, token_sha256: &str, now: Instant) -> Changed =
        "UPDATE sessions SET last_seen_at = $2 WHERE token_sha256 = $1 AND ended_at IS NULL";
}

impl Session {
    /// When it ends; `None` of one that no browser has.
    pub fn ends(&self) -> Option<Ends> {
        self.ends
    }
}

impl Door {
    /// Makes a live session last as long as it may from now on, written down at once; gives its new end. `None` when it
    /// ended at this moment.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn stay(&self, session: &Session) -> Result<Option<Ends>, Error> {
        let now = self.now();
        let stayed = self.at_work(None, async |work| stay(work, &session.token_sha256, now).await).await?;
        let ends = Ends::of(&self.profile.sessions, session.actor.role(), session.began_at, now);
        Ok(stayed.any().then_some(ends))
    }

    /// Whose form it is that carries `csrf` and came with the token of a session that ended not long ago: unused, too
    /// old, or ended from elsewhere. `None` when the form is not that session's own, or nobody's.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn late(
        &self,
        token: &str,
        csrf: &str,
        context: &RequestContext,
    ) -> Result<Option<Late>, Error> {
        if !is_token(token) || csrf_of(token) != csrf {
            return Ok(None);
        }
        let Some(found) = earlier(&mut self.looking(), &token_hash(token)).await? else { return Ok(None) };
        let Earlier { person, created_at, last_seen_at, ended_at } = found;
        let limit = Ends::of(&self.profile.sessions, person.role, created_at, last_seen_at).at;
        let ended = ended_at.map_or(limit, |ended| ended.min(limit));
        let since = self.now().seconds_since(ended);
        Ok((0..=KNOWN_AFTER).contains(&since).then(|| Late { person, context: context.clone() }))
    }

    /// The same for whoever is signed in again: whether the form is of an earlier session of the same account.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn late_of(&self, session: &Session, csrf: &str) -> Result<Option<Late>, Error> {
        let hash = csrf_hash(csrf);
        let found = replaced(&mut self.looking(), &session.account_key, &hash).await?;
        let oldest = self.profile.sessions.absolute_hours * 3600 + KNOWN_AFTER;
        let known = found.is_some_and(|earlier| self.now().seconds_since(earlier.created_at) <= oldest);
        Ok(known.then(|| Late::unconfirmed(session)))
    }
}

/// What is kept of the token that a session's forms carry.
pub(super) fn csrf_hash(csrf: &str) -> String {
    randomness::sha256_hex(csrf.as_bytes())
}
