//! Sign-in and sessions (ID-2, ID-3, ID-4): from a token to the person behind it.

use crate::{Error, Portal, RequestContext, Session, randomness};
use domain::people::{AccountKey, Role};

/// A second, in the microseconds of stored instants.
pub(crate) const SECOND: i64 = 1_000_000;

/// A session's last use is written down at most this often.
const SEEN_EVERY: i64 = 60 * SECOND;

/// The token that the forms of a session carry: it follows from the session's own token, so that it needs
/// no storage, and the session's token does not follow from it.
pub(crate) fn csrf_of(token: &str) -> String {
    randomness::sha256_hex(format!("csrf:{token}").as_bytes())
}

impl Portal {
    /// Who is signed in with this token; `None` when nobody is: ended, too long unused (by role), too old,
    /// the account disabled, or the second factor still due (ID-2, ID-3).
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn session_of(&self, token: &str, context: RequestContext) -> Result<Option<Session>, Error> {
        Ok(self.live_session(token, context).await?.and_then(|(session, due)| (!due).then_some(session)))
    }

    /// The live session of a token, and whether its second factor is still due.
    pub(crate) async fn live_session(
        &self,
        token: &str,
        context: RequestContext,
    ) -> Result<Option<(Session, bool)>, Error> {
        if !is_token(token) {
            return Ok(None);
        }
        let token_sha256 = randomness::sha256_hex(token.as_bytes());
        let Some(stored) = self.db.session_of(&token_sha256).await? else { return Ok(None) };
        let now = self.clock.now();
        let limits = &self.profile.sessions;
        let idle = idle_minutes(limits, stored.actor.role()) * 60 * SECOND;
        let absolute = limits.absolute_hours * 3600 * SECOND;
        if now - stored.last_seen_at >= idle || now - stored.created_at >= absolute {
            return Ok(None);
        }
        if now - stored.last_seen_at > SEEN_EVERY {
            self.db.session_seen(&token_sha256, now).await?;
        }
        let session = Session {
            account_key: stored.account_key,
            actor: stored.actor,
            name: stored.name,
            csrf: csrf_of(token),
            context,
            confirmed_at: stored.confirmed_at,
            token_sha256,
        };
        Ok(Some((session, stored.second_factor_due)))
    }

    /// Starts a session for an account and gives its token. The caller has proved who it is.
    pub(crate) async fn start_session(
        &self,
        account: &AccountKey,
        second_factor_due: bool,
        context: &RequestContext,
    ) -> Result<String, Error> {
        let token = new_token()?;
        self.db.start_session(&token, account, second_factor_due, context, self.clock.now()).await?;
        Ok(token)
    }

    /// Signs out: the token means nothing from now on, on every server.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn end_session(&self, session: &Session) -> Result<(), Error> {
        self.db.end_session(&session.token_sha256, self.clock.now()).await
    }
}

/// A new token: 256 random bits.
pub(crate) fn new_token() -> Result<String, Error> {
    Ok(randomness::hex(&randomness::bytes::<32>()?))
}

/// Whether this can be a token at all; anything else never reaches the database.
fn is_token(token: &str) -> bool {
    token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// ID-3: how long a session may lie unused.
fn idle_minutes(limits: &domain::profile::Sessions, role: Role) -> i64 {
    match role {
        Role::Consumer => limits.idle_minutes_consumer,
        Role::Assister => limits.idle_minutes_assister,
        Role::AgencyAdministrator | Role::ResourceManager | Role::ServiceDesk | Role::Auditor => {
            limits.idle_minutes_staff
        }
    }
}
