//! The tables `passkeys` and `passkey_challenges`.

use domain::{
    instant::Instant,
    people::{AccountKey, PasskeyKey},
};
use door::{AtTheEntrance, AtWork, Changed, rows, statements};

rows! {
    /// A passkey with whose it is.
    pub(super) struct Known {
        pub(super) passkey_key: PasskeyKey,
        pub(super) account_key: AccountKey,
        pub(super) sealed: Vec<u8>,
        pub(super) set_aside_at: Option<Instant>,
    }

    /// A passkey that works.
    pub(super) struct Working {
        pub(super) passkey_key: PasskeyKey,
        pub(super) sealed: Vec<u8>,
    }

    /// What a browser was asked to sign.
    pub(super) struct Challenge {
        pub(super) purpose: String,
        pub(super) bound_to: String,
        pub(super) begun_at: Instant,
        pub(super) used_at: Option<Instant>,
        pub(super) sealed: Vec<u8>,
    }
}

statements! {
    pub(super) fn of_credential(AtTheEntrance, credential_sha256: &str) -> Option<Known> =
        "SELECT p.passkey_key, p.account_key, p.sealed, p.set_aside_at FROM passkeys p \
         JOIN accounts a ON a.account_key = p.account_key WHERE p.credential_sha256 = $1 AND a.disabled_at IS NULL";
    pub(super) fn working(AtTheEntrance, account: &AccountKey) -> Vec<Working> =
        "SELECT passkey_key, sealed FROM passkeys WHERE account_key = $1 AND set_aside_at IS NULL ORDER BY passkey_key";
    /// None is added when an account, this one or another, has the same credential.
    pub(super) fn add(AtTheEntrance, key: &PasskeyKey, account: &AccountKey, credential_sha256: &str, sealed: &[u8], name: &str, now: Instant) -> Changed =
        "INSERT INTO passkeys (passkey_key, account_key, credential_sha256, sealed, name, added_at) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (credential_sha256) DO NOTHING";
    pub(super) fn used(AtTheEntrance, key: &PasskeyKey, sealed: &[u8], now: Instant) -> Changed =
        "UPDATE passkeys SET sealed = $2, used_at = $3 WHERE passkey_key = $1 AND set_aside_at IS NULL";
    pub(super) fn set_aside(AtTheEntrance, key: &PasskeyKey, now: Instant) -> Changed =
        "UPDATE passkeys SET set_aside_at = $2 WHERE passkey_key = $1 AND set_aside_at IS NULL";
    pub(super) fn forget_all(AtTheEntrance, account: &AccountKey) -> Changed =
        "DELETE FROM passkeys WHERE account_key = $1";

    pub(super) fn keep_challenge(AtTheEntrance, key: &str, purpose: &str, bound_to: &str, now: Instant, sealed: &[u8]) -> Changed =
        "INSERT INTO passkey_challenges (challenge_key, purpose, bound_to, begun_at, sealed) VALUES ($1, $2, $3, $4, $5)";
    pub(super) fn challenge(AtTheEntrance, key: &str) -> Option<Challenge> =
        "SELECT purpose, bound_to, begun_at, used_at, sealed FROM passkey_challenges WHERE challenge_key = $1";
    /// Uses a challenge up; none is changed when it was before.
    pub(super) fn use_challenge(AtTheEntrance, key: &str, now: Instant) -> Changed =
        "UPDATE passkey_challenges SET used_at = $2 WHERE challenge_key = $1 AND used_at IS NULL";
    /// Only the newest of a browser or session counts.
    pub(super) fn forget_challenges(AtTheEntrance, bound_to: &str, purpose: &str) -> Changed =
        "DELETE FROM passkey_challenges WHERE bound_to = $1 AND purpose = $2";
    pub(super) fn purge_challenges(AtWork, before: Instant) -> Changed =
        "DELETE FROM passkey_challenges WHERE begun_at <= $1";
}
