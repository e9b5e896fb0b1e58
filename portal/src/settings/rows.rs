//! The own account: what stands beside its facts, and what its person changes of it. Name and address stand in the rows of
//! the consumer or assister too, and move with the account.

use domain::{
    instant::Instant,
    people::{AccountKey, PasskeyKey},
};
use door::{Account, AtTheEntrance, Beside, Changed, One, rows, statements};

rows! {
    /// What stands beside the facts, and one of the passkeys.
    pub(super) struct Kept {
        pub(super) totp_name: String,
        pub(super) totp_used_at: Option<Instant>,
        pub(super) codes_left: i64,
        pub(super) new_email: Option<String>,
        pub(super) expires_at: Option<Instant>,
        /// The newest mail to the address came back for good.
        pub(super) mail_refused: bool,
        pub(super) passkey_key: Option<PasskeyKey>,
        pub(super) passkey_name: Option<String>,
        pub(super) added_at: Option<Instant>,
        pub(super) used_at: Option<Instant>,
        pub(super) set_aside_at: Option<Instant>,
    }

    /// Whether there is an app with codes.
    pub(super) struct HasApp {
        pub(super) has_app: bool,
    }

    /// A passkey.
    pub(super) struct PasskeyRow {
        pub(super) passkey_key: PasskeyKey,
        pub(super) set_aside_at: Option<Instant>,
        pub(super) sealed: Vec<u8>,
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

    /// The own link with the identity provider, and whether there is a password too.
    pub(super) struct Linked {
        pub(super) linked_at: Instant,
        pub(super) used_at: Option<Instant>,
        pub(super) has_password: bool,
    }

    /// Whether somebody has it.
    pub(super) struct Taken {
        pub(super) taken: bool,
    }
}

statements! {
    /// As many rows as there are passkeys, and one when there is none.
    pub(super) fn kept(Account) -> Vec<Kept> =
        "SELECT a.totp_name, a.totp_used_at, e.email AS new_email, e.expires_at, \
         (SELECT count(*) FROM recovery_codes r WHERE r.account_key = a.account_key AND r.used_at IS NULL) AS codes_left, \
         CASE WHEN (SELECT o.fault FROM outbox o WHERE o.kind = 'mail' AND o.destination = a.email \
             AND (o.sent_at IS NOT NULL OR o.fault IS NOT NULL) ORDER BY o.outbox_key DESC LIMIT 1) = 'mail.address_refused' \
             THEN 1 ELSE 0 END AS mail_refused, \
         p.passkey_key, p.name AS passkey_name, p.added_at, p.used_at, p.set_aside_at \
         FROM accounts a LEFT JOIN email_changes e ON e.account_key = a.account_key \
         LEFT JOIN passkeys p ON p.account_key = a.account_key WHERE a.account_key = $1 ORDER BY p.added_at, p.passkey_key";
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

    pub(super) fn own_link(Account, issuer: &str) -> Option<Linked> =
        "SELECT l.linked_at, l.used_at, CASE WHEN a.password_hash IS NULL THEN 0 ELSE 1 END AS has_password \
         FROM provider_links l JOIN accounts a ON a.account_key = l.account_key WHERE l.account_key = $1 AND l.issuer = $2";
    pub(super) fn put_link(Account, link_key: &str, issuer: &str, subject: &str, now: Instant) -> Changed =
        "INSERT INTO provider_links (account_key, link_key, issuer, subject, linked_at) VALUES ($1, $2, $3, $4, $5)";
    pub(super) fn remove_link(Account) -> Changed = "DELETE FROM provider_links WHERE account_key = $1";
    /// Those that began by the link, but for the one that asks.
    pub(super) fn end_linked_sessions(Account, but_for: &str, now: Instant) -> Changed =
        "UPDATE sessions SET ended_at = $3 WHERE account_key = $1 AND token_sha256 <> $2 AND ended_at IS NULL \
         AND provider_link IS NOT NULL";

    pub(super) fn put_factor(Account, sealed: &[u8], step: i64, name: &str, now: Instant) -> Changed =
        "UPDATE accounts SET totp_secret = $2, totp_last_step = $3, totp_name = $4, totp_confirmed_at = $5, totp_used_at = $5 \
         WHERE account_key = $1";
    pub(super) fn remove_factor(Account) -> Changed =
        "UPDATE accounts SET totp_secret = NULL, totp_confirmed_at = NULL, totp_last_step = 0, totp_name = '', totp_used_at = NULL \
         WHERE account_key = $1 AND totp_confirmed_at IS NOT NULL";
    pub(super) fn has_app(Account) -> One<HasApp> =
        "SELECT CASE WHEN totp_confirmed_at IS NULL THEN 0 ELSE 1 END AS has_app FROM accounts WHERE account_key = $1";
    pub(super) fn passkeys(Account) -> Vec<PasskeyRow> =
        "SELECT passkey_key, set_aside_at, sealed FROM passkeys WHERE account_key = $1";
    /// None is added when somebody has the same credential.
    pub(super) fn add_passkey(Account, key: &PasskeyKey, credential_sha256: &str, sealed: &[u8], name: &str, now: Instant) -> Changed =
        "INSERT INTO passkeys (account_key, passkey_key, credential_sha256, sealed, name, added_at) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (credential_sha256) DO NOTHING";
    pub(super) fn remove_passkey(Account, key: &PasskeyKey) -> Changed =
        "DELETE FROM passkeys WHERE account_key = $1 AND passkey_key = $2";
    pub(super) fn forget_codes(Account) -> Changed = "DELETE FROM recovery_codes WHERE account_key = $1";
    pub(super) fn add_code(Account, code_sha256: &str) -> Changed =
        "INSERT INTO recovery_codes (account_key, code_sha256) VALUES ($1, $2)";
}
