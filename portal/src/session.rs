//! Who is signed in, for one request. Only sign-in (and the practice personas) make a `Session`; every
//! verb takes one.

use domain::people::{AccountKey, Actor, AssisterKind};

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
    pub(crate) assister_kind: Option<AssisterKind>,
    pub(crate) name: String,
    pub(crate) csrf: String,
    pub(crate) context: RequestContext,
    /// When the person signed in, in microseconds since 1970.
    pub(crate) began_at: i64,
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

    /// Broker, navigator or CAC, when an assister is signed in: decides which desk helps.
    pub fn assister_kind(&self) -> Option<AssisterKind> {
        self.assister_kind
    }

    /// The role in words, for an assister the kind: "Signed in as NAME (ROLE)".
    pub fn role_in_words(&self) -> &'static str {
        self.assister_kind.map_or_else(|| self.actor.role().in_words(), AssisterKind::in_words)
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
