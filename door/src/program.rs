//! The way in for identity systems (SCIM): a bearer token makes a `Session` whose actor is a program, as long as the token
//! is neither revoked nor expired and whoever made it still is a resource manager. The token's row is found by its
//! SHA-256, like a session's. Its actor has a basis on the roster and nowhere else.

use crate::{
    AtWork, Changed, Door, Error, Public, RequestContext, Session, randomness, rows,
    session::{CLOCKS_APART, SEEN_EVERY, token_hash},
    statements,
};
use domain::{
    instant::Instant,
    name::Name,
    people::{AccountKey, Actor, AssisterKind, Program, TokenKey, TokenScope},
};
use std::sync::Arc;

/// What every token begins with, so that whoever finds one knows what it is.
const MARK: &str = "assent_scim_";

rows! {
    /// A token that was not revoked, with whoever made it.
    struct Stored {
        token_key: TokenKey,
        token_name: String,
        kind: AssisterKind,
        scope: TokenScope,
        created_at: Instant,
        expires_at: Instant,
        last_used_at: Option<Instant>,
        account_key: AccountKey,
        given_name: String,
        family_name: String,
    }
}

statements! {
    fn of_token(Public, token_sha256: &str) -> Option<Stored> =
        "SELECT t.token_key, t.name AS token_name, t.kind, t.scope, t.created_at, t.expires_at, t.last_used_at, a.account_key, \
         a.given_name, a.family_name FROM tokens t JOIN accounts a ON a.account_key = t.account_key \
         WHERE t.token_sha256 = $1 AND t.revoked_at IS NULL AND a.disabled_at IS NULL AND a.role = 'resource_manager'";
    fn used(AtWork, token_sha256: &str, now: Instant) -> Changed =
        "UPDATE tokens SET last_used_at = $2 WHERE token_sha256 = $1 AND (last_used_at IS NULL OR last_used_at < $2)";
}

/// A new token: it is shown once, and its hash is kept.
///
/// # Errors
/// `Error::Unavailable` without randomness.
pub fn new_token() -> Result<(String, String), Error> {
    let token = format!("{MARK}{}", randomness::token()?);
    let hash = token_hash(&token);
    Ok((token, hash))
}

impl Door {
    /// The identity system behind a bearer token; `None` when nobody is: unknown, revoked, expired, or its maker is no
    /// resource manager any more. Its audit events name the token and who made it.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn program_of(&self, token: &str, context: RequestContext) -> Result<Option<Session>, Error> {
        let is_token = token
            .strip_prefix(MARK)
            .is_some_and(|rest| rest.len() == 64 && rest.bytes().all(|byte| byte.is_ascii_hexdigit()));
        if !is_token {
            return Ok(None);
        }
        let token_sha256 = token_hash(token);
        let Some(stored) = of_token(&mut self.looking(), &token_sha256).await? else { return Ok(None) };
        let now = self.now();
        if now.seconds_since(stored.created_at) < -CLOCKS_APART || now >= stored.expires_at {
            return Ok(None);
        }
        if stored.last_used_at.is_none_or(|last| now.seconds_since(last) > SEEN_EVERY) {
            self.at_work(None, async |work| used(work, &token_sha256, now).await).await?.or_not();
        }
        let maker = domain::typed::name::full(&stored.given_name, &stored.family_name);
        let program = Program {
            token: stored.token_key,
            name: stored.token_name,
            kind: stored.kind,
            scope: stored.scope,
        };
        Ok(Some(Session {
            account_key: stored.account_key,
            name: format!("{} (SCIM), {maker}", program.name),
            actor: Actor::Program(program),
            assister_kind: None,
            agency: None,
            person_name: Name::new(stored.given_name, stored.family_name),
            language: String::new(),
            csrf: String::new(),
            context,
            began_at: stored.created_at,
            confirmed_at: None,
            ends: None,
            token_sha256,
            shows_again: false,
            refused_on: Arc::default(),
        }))
    }
}
