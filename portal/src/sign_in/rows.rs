//! Accounts as sign-in sees them, their second factor and recovery codes.

use domain::{instant::Instant, people::AccountKey};
use door::{Account, AtTheEntrance, Changed, One, Person, rows, statements};

macro_rules! candidates {
    ($condition:literal) => {
        concat!(
            "SELECT account_key, role, TRIM(given_name || ' ' || family_name) AS name, email, password_hash, totp_confirmed_at, \
             coalesce(last_used_at, created_at) AS used_at \
             FROM accounts WHERE disabled_at IS NULL AND ",
            $condition
        )
    };
}

rows! {
    /// What sign-in needs to know of an account.
    pub(super) struct Candidate {
        pub(super) person: Person,
        pub(super) email: String,
        pub(super) password_hash: Option<String>,
        pub(super) totp_confirmed_at: Option<Instant>,
        pub(super) used_at: Instant,
    }

    /// With what somebody confirms who they are.
    pub(super) struct Ways {
        pub(super) password_hash: Option<String>,
        pub(super) totp_confirmed_at: Option<Instant>,
    }

    /// The second factor of an account, its secret still sealed.
    pub(super) struct Factor {
        pub(super) username: String,
        pub(super) totp_secret: Option<Vec<u8>>,
        pub(super) totp_confirmed_at: Option<Instant>,
    }
}

statements! {
    /// The accounts that a typed username or e-mail address may mean: none, one, or the two that one person
    /// has as a consumer and at work.
    pub(super) fn candidates(AtTheEntrance, name: &str) -> Vec<Candidate> = concat!(
        candidates!("username = $1"),
        " UNION ALL ",
        candidates!("email = $1 AND role = 'consumer'"),
        " UNION ALL ",
        candidates!("email = $1 AND role <> 'consumer'")
    );
    pub(super) fn factor(AtTheEntrance, account: &AccountKey) -> One<Factor> =
        "SELECT username, totp_secret, totp_confirmed_at FROM accounts WHERE account_key = $1 AND disabled_at IS NULL";
    /// Keeps a new secret until it is confirmed; one that is there already stays.
    pub(super) fn set_secret(AtTheEntrance, account: &AccountKey, sealed: &[u8]) -> Changed =
        "UPDATE accounts SET totp_secret = $2, totp_last_step = 0 \
         WHERE account_key = $1 AND totp_secret IS NULL AND totp_confirmed_at IS NULL";
    /// The second factor works from now on; none is changed when it did already.
    pub(super) fn confirm_factor(AtTheEntrance, account: &AccountKey, now: Instant) -> Changed =
        "UPDATE accounts SET totp_confirmed_at = $2 WHERE account_key = $1 AND totp_confirmed_at IS NULL";
    /// Uses up the step of a one-time code; none is changed when it or a later one was used before.
    pub(super) fn use_step(AtTheEntrance, account: &AccountKey, step: i64, now: Instant) -> Changed =
        "UPDATE accounts SET totp_last_step = $2, totp_used_at = $3 WHERE account_key = $1 AND totp_last_step < $2";
    pub(super) fn add_recovery_code(AtTheEntrance, account: &AccountKey, code_sha256: &str) -> Changed =
        "INSERT INTO recovery_codes (account_key, code_sha256) VALUES ($1, $2)";
    /// Uses up a recovery code; none is changed when there is none such.
    pub(super) fn use_recovery_code(AtTheEntrance, account: &AccountKey, code_sha256: &str, now: Instant) -> Changed =
        "UPDATE recovery_codes SET used_at = $3 WHERE account_key = $1 AND code_sha256 = $2 AND used_at IS NULL";

    pub(super) fn ways(AtTheEntrance, account: &AccountKey) -> Option<Ways> =
        "SELECT password_hash, totp_confirmed_at FROM accounts WHERE account_key = $1 AND disabled_at IS NULL";
    /// The same three of whoever is signed in.
    pub(super) fn own_factor(Account) -> One<Factor> =
        "SELECT username, totp_secret, totp_confirmed_at FROM accounts WHERE account_key = $1";
    pub(super) fn use_own_step(Account, step: i64, now: Instant) -> Changed =
        "UPDATE accounts SET totp_last_step = $2, totp_used_at = $3 WHERE account_key = $1 AND totp_last_step < $2";
    pub(super) fn use_own_recovery_code(Account, code_sha256: &str, now: Instant) -> Changed =
        "UPDATE recovery_codes SET used_at = $3 WHERE account_key = $1 AND code_sha256 = $2 AND used_at IS NULL";
}
