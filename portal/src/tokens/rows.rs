//! The table `tokens`.

use domain::{
    instant::Instant,
    people::{AccountKey, AssisterKind, TokenKey, TokenScope},
};
use door::{Changed, One, Roster, rows, statements};

rows! {
    /// A token, without what lets anybody in.
    pub struct ListedToken {
        /// Row key.
        pub token_key: TokenKey,
        /// What it is called.
        pub name: String,
        /// Of which kind the assisters and agencies are that it reaches.
        pub kind: AssisterKind,
        /// What it may do.
        pub scope: TokenScope,
        /// Made at.
        pub created_at: Instant,
        /// Good until.
        pub expires_at: Instant,
        /// Used last.
        pub last_used_at: Option<Instant>,
        /// Revoked at.
        pub revoked_at: Option<Instant>,
        /// Given name of whoever made it.
        pub given_name: String,
        /// Family name.
        pub family_name: String,
    }

    pub(super) struct Named {
        pub(super) name: String,
    }

    /// How many there are.
    pub(super) struct Found {
        pub(super) found: i64,
    }
}

statements! {
    pub(super) fn list(Roster) -> Vec<ListedToken> =
        "SELECT t.token_key, t.name, t.kind, t.scope, t.created_at, t.expires_at, t.last_used_at, t.revoked_at, \
         a.given_name, a.family_name FROM tokens t JOIN accounts a ON a.account_key = t.account_key \
         ORDER BY t.token_key DESC LIMIT 500";
    pub(super) fn insert(Roster, key: &TokenKey, sha256: &str, name: &str, kind: AssisterKind, scope: TokenScope,
        account: &AccountKey, now: Instant, until: Instant) -> Changed =
        "INSERT INTO tokens (token_key, token_sha256, name, kind, scope, account_key, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// Tokens of this name that are good now.
    pub(super) fn same_name(Roster, name: &str, now: Instant) -> One<Found> =
        "SELECT count(*) AS found FROM tokens WHERE lower(name) = lower(CAST($1 AS TEXT)) AND revoked_at IS NULL AND expires_at > $2";
    pub(super) fn named(Roster, key: &TokenKey) -> Option<Named> = "SELECT name FROM tokens WHERE token_key = $1";
    pub(super) fn revoke(Roster, key: &TokenKey, now: Instant) -> Changed =
        "UPDATE tokens SET revoked_at = $2 WHERE token_key = $1 AND revoked_at IS NULL";
}
