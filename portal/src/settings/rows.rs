//! The own account: what stands beside its facts, and what its person changes of it. Name and address stand in the rows of
//! the consumer or assister too, and move with the account.

use domain::{instant::Instant, people::AccountKey};
use door::{Account, AtTheEntrance, Beside, Changed, One, rows, statements};

rows! {
    /// What stands beside the facts.
    pub(super) struct Kept {
        pub(super) totp_name: String,
        pub(super) totp_used_at: Option<Instant>,
        pub(super) codes_left: i64,
        pub(super) new_email: Option<String>,
        pub(super) expires_at: Option<Instant>,
    }

    /// With what somebody signs in.
    pub(super) struct Signing {
        pub(super) username: String,
        pub(super) email: String,
        pub(super) password_hash: Option<String>,
    }

    /// An address that waits for its code.
    pub(super) struct Waiting {
        pub(super) email: String,
        pub(super) code_sha256: String,
    }

    /// Whether somebody has it.
    pub(super) struct Taken {
        pub(super) taken: bool,
    }
}

statements! {
    pub(super) fn kept(Account) -> One<Kept> =
        "SELECT a.totp_name, a.totp_used_at, e.email AS new_email, e.expires_at, \
         (SELECT count(*) FROM recovery_codes r WHERE r.account_key = a.account_key AND r.used_at IS NULL) AS codes_left \
         FROM accounts a LEFT JOIN email_changes e ON e.account_key = a.account_key WHERE a.account_key = $1";
    pub(super) fn signing(AtTheEntrance, account: &AccountKey) -> Option<Signing> =
        "SELECT username, email, password_hash FROM accounts WHERE account_key = $1 AND disabled_at IS NULL";
    /// Whoever asked to set the password anew, because it was forgotten, does so no more.
    pub(super) fn end_resets(Beside, account: &AccountKey, now: Instant) -> Changed =
        "UPDATE password_resets SET used_at = $2 WHERE used_at IS NULL AND (own_account = $1 OR work_account = $1)";
    pub(super) fn set_password(Account, before: &str, hash: &str) -> Changed =
        "UPDATE accounts SET password_hash = $3 WHERE account_key = $1 AND password_hash = $2";

    pub(super) fn rename(Account, given_name: &str, family_name: &str) -> Changed =
        "UPDATE accounts SET given_name = $2, family_name = $3 WHERE account_key = $1";
    pub(super) fn rename_consumer(Account, given_name: &str, family_name: &str) -> Changed =
        "UPDATE consumers SET given_name = $2, family_name = $3 WHERE account_key = $1";

    /// Whether another account of the same kind has this address: one consumer, one working person; an assister who was
    /// invited and has no account yet works too.
    pub(super) fn email_taken(Account, email: &str) -> One<Taken> =
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM accounts o JOIN accounts a ON a.account_key = $1 \
         WHERE o.email = $2 AND o.account_key <> a.account_key \
         AND CASE WHEN o.role = 'consumer' THEN 1 ELSE 0 END = CASE WHEN a.role = 'consumer' THEN 1 ELSE 0 END) \
         OR EXISTS (SELECT 1 FROM assisters s JOIN accounts a ON a.account_key = $1 AND a.role <> 'consumer' \
         WHERE s.email = $2 AND coalesce(s.account_key, '') <> a.account_key) THEN 1 ELSE 0 END AS taken";
    pub(super) fn keep_email(Account, email: &str, code_sha256: &str, now: Instant, until: Instant) -> Changed =
        "INSERT INTO email_changes (account_key, email, code_sha256, created_at, expires_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (account_key) DO UPDATE SET email = excluded.email, code_sha256 = excluded.code_sha256, \
         created_at = excluded.created_at, expires_at = excluded.expires_at, tries = 0";
    /// Counts a try; nothing when none is open or left.
    pub(super) fn try_code(AtTheEntrance, account: &AccountKey, most_tries: i64, now: Instant) -> Option<Waiting> =
        "UPDATE email_changes SET tries = tries + 1 WHERE account_key = $1 AND tries < $2 AND expires_at > $3 \
         RETURNING email, code_sha256";
    pub(super) fn forget_email(Account, code_sha256: &str) -> Changed =
        "DELETE FROM email_changes WHERE account_key = $1 AND code_sha256 = $2";
    pub(super) fn set_email(Account, email: &str, now: Instant) -> Changed =
        "UPDATE accounts SET email = $2, email_verified_at = $3 WHERE account_key = $1";
    pub(super) fn set_email_of_consumer(Account, email: &str) -> Changed =
        "UPDATE consumers SET email = $2 WHERE account_key = $1";
    pub(super) fn set_email_of_assister(Account, email: &str) -> Changed =
        "UPDATE assisters SET email = $2, version = version + 1 WHERE account_key = $1";

    pub(super) fn put_factor(Account, sealed: &[u8], step: i64, name: &str, now: Instant) -> Changed =
        "UPDATE accounts SET totp_secret = $2, totp_last_step = $3, totp_name = $4, totp_confirmed_at = $5, totp_used_at = $5 \
         WHERE account_key = $1";
    pub(super) fn remove_factor(Account) -> Changed =
        "UPDATE accounts SET totp_secret = NULL, totp_confirmed_at = NULL, totp_last_step = 0, totp_name = '', totp_used_at = NULL \
         WHERE account_key = $1 AND totp_confirmed_at IS NOT NULL";
    pub(super) fn forget_codes(Account) -> Changed = "DELETE FROM recovery_codes WHERE account_key = $1";
    pub(super) fn add_code(Account, code_sha256: &str) -> Changed =
        "INSERT INTO recovery_codes (account_key, code_sha256) VALUES ($1, $2)";
}
