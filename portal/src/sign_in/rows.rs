//! Accounts as sign-in sees them, their second factor and recovery codes.

use domain::{instant::Instant, people::AccountKey};
use door::{Account, AtTheEntrance, Beside, Changed, One, Person, rows, statements};

/// When somebody else entered the address of an assister's account.
macro_rules! address_put_at {
    ($account:literal) => {
        concat!(
            "(SELECT max(h.at) FROM roster_changes h JOIN assisters s ON s.assister_key = h.target WHERE s.account_key = ",
            $account,
            ".account_key AND h.field = 'email' AND h.account_key <> ",
            $account,
            ".account_key) AS address_put_at"
        )
    };
}

/// How many passkeys an account has, those that were set aside too: none makes a password enough to sign in.
macro_rules! passkeys {
    ($account:literal) => {
        concat!(
            "(SELECT count(*) FROM passkeys k WHERE k.account_key = ",
            $account,
            ".account_key) AS passkeys"
        )
    };
}

/// How many of them work.
macro_rules! working_passkeys {
    ($account:literal) => {
        concat!(
            "(SELECT count(*) FROM passkeys w WHERE w.account_key = ",
            $account,
            ".account_key AND w.set_aside_at IS NULL) AS working_passkeys"
        )
    };
}

macro_rules! candidates {
    ($condition:literal) => {
        concat!(
            "SELECT account_key, role, TRIM(given_name || ' ' || family_name) AS name, email, password_hash, totp_confirmed_at, \
             coalesce(last_used_at, created_at) AS used_at, \
             (SELECT r.due_at FROM factor_resets r WHERE r.account_key = accounts.account_key AND r.ended_at IS NULL) AS reset_due_at, ",
            address_put_at!("accounts"),
            ", ",
            passkeys!("accounts"),
            " FROM accounts WHERE disabled_at IS NULL AND ",
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
        /// From when on another second factor may be set up.
        pub(super) reset_due_at: Option<Instant>,
        /// When somebody else entered the address.
        pub(super) address_put_at: Option<Instant>,
        pub(super) passkeys: i64,
    }

    /// With what somebody confirms who they are.
    pub(super) struct Ways {
        pub(super) password_hash: Option<String>,
        pub(super) totp_confirmed_at: Option<Instant>,
        pub(super) passkeys: i64,
        /// Those that were not set aside.
        pub(super) working_passkeys: i64,
    }

    /// The second factor of one's own account, its secret still sealed.
    pub(super) struct OwnFactor {
        pub(super) totp_secret: Option<Vec<u8>>,
        pub(super) totp_confirmed_at: Option<Instant>,
    }

    /// The second factor of an account, its secret still sealed.
    pub(super) struct Factor {
        pub(super) username: String,
        pub(super) totp_secret: Option<Vec<u8>>,
        pub(super) totp_confirmed_at: Option<Instant>,
        /// The open leave to set another one up.
        pub(super) reset_key: Option<String>,
        /// From when on.
        pub(super) due_at: Option<Instant>,
        /// When somebody else entered the account's address.
        pub(super) address_put_at: Option<Instant>,
        pub(super) passkeys: i64,
        /// Those that were not set aside.
        pub(super) working_passkeys: i64,
    }

    /// An app's key that waits for its first code.
    pub(super) struct WaitingKey {
        pub(super) sealed: Vec<u8>,
    }

    /// A leave that ended.
    pub(super) struct EndedLeave {
        pub(super) reset_key: String,
    }

    /// When an account was signed in to last, and when its person was told what was odd.
    pub(super) struct SignInsTold {
        pub(super) last_at: Instant,
        pub(super) browser_told_at: Option<Instant>,
        pub(super) tries_told_at: Option<Instant>,
    }

    /// Who is written to.
    pub(super) struct Told {
        pub(super) given_name: String,
        pub(super) family_name: String,
        pub(super) email: String,
        pub(super) language: String,
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
    pub(super) fn of_account(AtTheEntrance, account: &AccountKey) -> Option<Candidate> =
        candidates!("account_key = $1");
    pub(super) fn factor(AtTheEntrance, account: &AccountKey) -> One<Factor> =
        concat!(
            "SELECT a.username, a.totp_secret, a.totp_confirmed_at, r.reset_key, r.due_at, ",
            address_put_at!("a"),
            ", ",
            passkeys!("a"),
            ", ",
            working_passkeys!("a"),
            " FROM accounts a LEFT JOIN factor_resets r ON r.account_key = a.account_key AND r.ended_at IS NULL \
             WHERE a.account_key = $1 AND a.disabled_at IS NULL"
        );
    /// The key that was shown in this session.
    pub(super) fn waiting_key(AtTheEntrance, token_sha256: &str) -> Option<WaitingKey> =
        "SELECT sealed FROM waiting_factors WHERE token_sha256 = $1";
    pub(super) fn keep_waiting_key(AtTheEntrance, token_sha256: &str, account: &AccountKey, now: Instant, sealed: &[u8]) -> Changed =
        "INSERT INTO waiting_factors (token_sha256, account_key, made_at, sealed) VALUES ($1, $2, $3, $4)";
    pub(super) fn forget_old_waiting_keys(AtTheEntrance, account: &AccountKey, before: Instant) -> Changed =
        "DELETE FROM waiting_factors WHERE account_key = $1 AND made_at < $2";
    pub(super) fn forget_waiting_keys(AtTheEntrance, account: &AccountKey) -> Changed =
        "DELETE FROM waiting_factors WHERE account_key = $1";
    /// Uses up the step of a one-time code; none is changed when it or a later one was used before.
    pub(super) fn use_step(AtTheEntrance, account: &AccountKey, step: i64, now: Instant) -> Changed =
        "UPDATE accounts SET totp_last_step = $2, totp_used_at = $3 WHERE account_key = $1 AND totp_last_step < $2";
    /// The app with this secret is the second factor from now on, in the place of another one or of none.
    pub(super) fn put_factor(AtTheEntrance, account: &AccountKey, sealed: &[u8], step: i64, now: Instant) -> Changed =
        "UPDATE accounts SET totp_secret = $2, totp_last_step = $3, totp_name = '', totp_confirmed_at = $4, totp_used_at = $4 WHERE account_key = $1";
    /// The app's codes mean nothing any more.
    pub(super) fn forget_app(AtTheEntrance, account: &AccountKey) -> Changed =
        "UPDATE accounts SET totp_secret = NULL, totp_last_step = 0, totp_name = '', totp_confirmed_at = NULL, totp_used_at = NULL WHERE account_key = $1";
    pub(super) fn forget_recovery_codes(AtTheEntrance, account: &AccountKey) -> Changed =
        "DELETE FROM recovery_codes WHERE account_key = $1";
    /// Ends the leave to set another factor up.
    pub(super) fn end_leave(AtTheEntrance, reset_key: &str, outcome: &str, now: Instant) -> Changed =
        "UPDATE factor_resets SET ended_at = $3, outcome = $2 WHERE reset_key = $1 AND ended_at IS NULL";
    pub(super) fn told(AtTheEntrance, account: &AccountKey) -> One<Told> =
        "SELECT given_name, family_name, email, language FROM accounts WHERE account_key = $1";
    pub(super) fn sign_ins_told(AtTheEntrance, account: &AccountKey) -> Option<SignInsTold> =
        "SELECT last_at, browser_told_at, tries_told_at FROM sign_ins_told WHERE account_key = $1";
    pub(super) fn put_sign_ins_told(AtTheEntrance, account: &AccountKey, now: Instant, browser: Option<Instant>, tries: Option<Instant>) -> Changed =
        "INSERT INTO sign_ins_told (account_key, last_at, browser_told_at, tries_told_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (account_key) DO UPDATE SET last_at = excluded.last_at, browser_told_at = excluded.browser_told_at, \
         tries_told_at = excluded.tries_told_at";
    /// Who gave the leave.
    pub(super) fn asker(AtTheEntrance, reset_key: &str) -> Option<Told> =
        "SELECT a.given_name, a.family_name, a.email, a.language FROM factor_resets r \
         JOIN accounts a ON a.account_key = r.asked_by WHERE r.reset_key = $1 AND a.disabled_at IS NULL";
    pub(super) fn add_recovery_code(AtTheEntrance, account: &AccountKey, code_sha256: &str) -> Changed =
        "INSERT INTO recovery_codes (account_key, code_sha256) VALUES ($1, $2)";
    /// Gives leave to set up another second factor; none where there is no factor, or leave already.
    pub(super) fn give_leave(Beside, reset: &str, account: &AccountKey, now: Instant, due_at: Instant, by: &AccountKey, checked: &str) -> Changed =
        "INSERT INTO factor_resets (reset_key, account_key, asked_at, due_at, asked_by, checked) \
         SELECT CAST($1 AS TEXT), a.account_key, CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS TEXT), CAST($6 AS TEXT) FROM accounts a \
         WHERE a.account_key = $2 AND a.disabled_at IS NULL \
         AND (a.totp_confirmed_at IS NOT NULL OR EXISTS (SELECT 1 FROM passkeys k WHERE k.account_key = a.account_key)) \
         AND NOT EXISTS (SELECT 1 FROM factor_resets f WHERE f.account_key = a.account_key AND f.ended_at IS NULL)";
    pub(super) fn lapse_leave(Beside, account: &AccountKey, due_before: Instant, now: Instant) -> Changed =
        "UPDATE factor_resets SET ended_at = $3, outcome = 'lapsed' WHERE account_key = $1 AND ended_at IS NULL AND due_at <= $2";
    /// Uses up a recovery code; none is changed when there is none such.
    pub(super) fn use_recovery_code(AtTheEntrance, account: &AccountKey, code_sha256: &str, now: Instant) -> Changed =
        "UPDATE recovery_codes SET used_at = $3 WHERE account_key = $1 AND code_sha256 = $2 AND used_at IS NULL";

    pub(super) fn ways(AtTheEntrance, account: &AccountKey) -> Option<Ways> =
        concat!(
            "SELECT password_hash, totp_confirmed_at, ",
            passkeys!("accounts"),
            ", ",
            working_passkeys!("accounts"),
            " FROM accounts WHERE account_key = $1 AND disabled_at IS NULL"
        );
    /// Ends the own leave to set another factor up, when it is open and has not lapsed.
    pub(super) fn keep_own_factor(Account, due_after: Instant, now: Instant) -> Option<EndedLeave> =
        "UPDATE factor_resets SET ended_at = $3, outcome = 'kept' WHERE account_key = $1 AND ended_at IS NULL AND due_at > $2 \
         RETURNING reset_key";
    pub(super) fn own_asker(Account, reset_key: &str) -> Option<Told> =
        "SELECT a.given_name, a.family_name, a.email, a.language FROM factor_resets r \
         JOIN accounts a ON a.account_key = r.asked_by WHERE r.account_key = $1 AND r.reset_key = $2 AND a.disabled_at IS NULL";
    /// The same three of whoever is signed in.
    pub(super) fn own_factor(Account) -> One<OwnFactor> =
        "SELECT totp_secret, totp_confirmed_at FROM accounts WHERE account_key = $1";
    pub(super) fn use_own_step(Account, step: i64, now: Instant) -> Changed =
        "UPDATE accounts SET totp_last_step = $2, totp_used_at = $3 WHERE account_key = $1 AND totp_last_step < $2";
    pub(super) fn use_own_recovery_code(Account, code_sha256: &str, now: Instant) -> Changed =
        "UPDATE recovery_codes SET used_at = $3 WHERE account_key = $1 AND code_sha256 = $2 AND used_at IS NULL";
}
