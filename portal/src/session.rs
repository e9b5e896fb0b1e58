//! Who is signed in, for one request. Only sign-in (and the practice personas) make a `Session`; every
//! verb takes one.

use domain::people::{AccountKey, Actor};

/// Where a request comes from; kept with signatures and audit events.
#[derive(Clone, Debug, Default)]
pub struct RequestContext {
    /// Names the request in logs and audit events.
    pub request_id: String,
    /// The address.
    pub ip: String,
    /// The browser's own description, cut to 200 characters.
    pub user_agent: String,
}

/// Proof of who is signed in. Its constructor is private to this crate.
#[derive(Clone, Debug)]
pub struct Session {
    pub(crate) account_key: AccountKey,
    pub(crate) actor: Actor,
    pub(crate) name: String,
    pub(crate) csrf: String,
    pub(crate) context: RequestContext,
    /// When the person last proved who they are, in microseconds since 1970.
    pub(crate) confirmed_at: i64,
    /// The session's row; empty for a session that was made for a test.
    pub(crate) token_sha256: String,
}

impl Session {
    /// The account behind the session.
    pub fn account_key(&self) -> &AccountKey {
        &self.account_key
    }

    /// The consumer, assister or member of staff.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The person's name: "Signed in as NAME".
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The token that forms of this session carry.
    pub fn csrf(&self) -> &str {
        &self.csrf
    }

    /// Where this request comes from.
    pub fn context(&self) -> &RequestContext {
        &self.context
    }
}
