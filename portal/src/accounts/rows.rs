//! Accounts and what comes before them: a consumer's registration that waits for the code from the mail, and
//! an assister's invitation with its registration code. Passwords that are set anew.

use domain::{
    instant::Instant,
    people::{AccountKey, AgencyKey, AssisterKey, ConsumerKey, Role},
};
use door::{AtTheEntrance, Changed, One, Person, rows, statements};
use jiff::civil::Date;

macro_rules! named {
    ($condition:literal) => {
        concat!(
            "SELECT account_key, role, username, email, language, disabled_at, coalesce(last_used_at, created_at) AS used_at \
             FROM accounts WHERE ",
            $condition
        )
    };
}

rows! {
    /// Whether somebody has it.
    pub(super) struct Taken {
        pub(super) taken: bool,
    }

    /// A registration that waits, and the hash of its code.
    pub(super) struct Waiting {
        pub(super) code_sha256: String,
        pub(super) sealed: Vec<u8>,
    }

    /// Whose password was changed, and where and how they are told.
    pub(super) struct Owner {
        pub(super) person: Person,
        pub(super) username: String,
        pub(super) email: String,
        pub(super) language: String,
    }

    /// An account that a username or an address means, in use or closed.
    pub(super) struct Named {
        pub(super) account_key: AccountKey,
        pub(super) role: Role,
        pub(super) username: String,
        pub(super) email: String,
        pub(super) language: String,
        pub(super) disabled_at: Option<Instant>,
        pub(super) used_at: Instant,
    }

    /// How many were invited and did not make their account yet.
    pub(super) struct Invited {
        pub(super) invited: i64,
    }

    /// A reset whose code was tried.
    pub(super) struct TriedReset {
        pub(super) code_sha256: String,
        pub(super) own_account: Option<AccountKey>,
        pub(super) work_account: Option<AccountKey>,
    }

    /// An account in use of a reset whose code was right.
    pub(super) struct Proven {
        pub(super) account_key: AccountKey,
        pub(super) role: Role,
        pub(super) username: String,
        pub(super) email: String,
        pub(super) used_at: Instant,
        /// Whose address the code went to, as a blind index.
        pub(super) person: String,
    }

    /// An invitation that is open now, of an assister or of a member of staff.
    pub(super) struct Invitation {
        pub(super) role: Role,
        /// Of an assister.
        pub(super) assister_key: Option<AssisterKey>,
        /// Of whoever is to keep an agency's roster.
        pub(super) agency_key: Option<AgencyKey>,
        pub(super) given_name: String,
        pub(super) family_name: String,
        pub(super) email: String,
    }
}

statements! {
    pub(super) fn username_taken(AtTheEntrance, username: &str) -> One<Taken> =
        "SELECT count(*) AS taken FROM accounts WHERE username = $1";
    pub(super) fn consumer_email_taken(AtTheEntrance, email: &str) -> One<Taken> =
        "SELECT count(*) AS taken FROM accounts WHERE email = $1 AND role = 'consumer'";
    pub(super) fn working_email_taken(AtTheEntrance, email: &str) -> One<Taken> =
        "SELECT count(*) AS taken FROM accounts WHERE email = $1 AND role <> 'consumer'";
    /// Makes an account whose e-mail address is verified.
    pub(super) fn insert(AtTheEntrance, account: &AccountKey, role: Role, username: &str, email: &str, given_name: &str, family_name: &str, password_hash: &str, now: Instant) -> Changed =
        "INSERT INTO accounts (account_key, role, username, email, given_name, family_name, password_hash, email_verified_at, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)";
    /// Gives an account that is in use another password.
    pub(super) fn put_password(AtTheEntrance, account: &AccountKey, password_hash: &str) -> Option<Owner> =
        "UPDATE accounts SET password_hash = $2 WHERE account_key = $1 AND disabled_at IS NULL \
         RETURNING account_key, role, TRIM(given_name || ' ' || family_name) AS name, username, email, language";
    /// Keeps the language of a person's pages and mail.
    pub(super) fn speak(AtTheEntrance, account: &AccountKey, language: &str) -> Changed =
        "UPDATE accounts SET language = $2 WHERE account_key = $1";
    /// Makes the consumer of a new account.
    pub(super) fn insert_consumer(AtTheEntrance, consumer: &ConsumerKey, account: &AccountKey, born: Date, now: Instant) -> Changed =
        "INSERT INTO consumers (consumer_key, account_key, given_name, family_name, date_of_birth, email, created_at) \
         SELECT CAST($1 AS TEXT), account_key, given_name, family_name, CAST($3 AS TEXT), email, CAST($4 AS BIGINT) FROM accounts WHERE account_key = $2";

    pub(super) fn register(AtTheEntrance, registration_sha256: &str, sealed: &[u8], code_sha256: &str, now: Instant, expires_at: Instant) -> Changed =
        "INSERT INTO registrations (registration_sha256, sealed, code_sha256, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)";
    /// Counts a try; nothing when it has expired, was used, or has no tries left.
    pub(super) fn try_code(AtTheEntrance, registration_sha256: &str, most_tries: i64, now: Instant) -> Option<Waiting> =
        "UPDATE registrations SET tries = tries + 1 \
         WHERE registration_sha256 = $1 AND used_at IS NULL AND tries < $2 AND expires_at > $3 RETURNING code_sha256, sealed";
    pub(super) fn use_up(AtTheEntrance, registration_sha256: &str, now: Instant) -> Changed =
        "UPDATE registrations SET used_at = $2 WHERE registration_sha256 = $1 AND used_at IS NULL";
    pub(super) fn waiting(AtTheEntrance, registration_sha256: &str, since: Instant) -> Option<Waiting> =
        "SELECT code_sha256, sealed FROM registrations WHERE registration_sha256 = $1 AND used_at IS NULL AND created_at > $2";
    pub(super) fn new_code(AtTheEntrance, registration_sha256: &str, code_sha256: &str, expires_at: Instant) -> Changed =
        "UPDATE registrations SET code_sha256 = $2, expires_at = $3, tries = 0 WHERE registration_sha256 = $1";
    /// Forgets registrations made before an instant.
    pub(super) fn purge(AtTheEntrance, before: Instant) -> Changed = "DELETE FROM registrations WHERE created_at < $1";

    /// The accounts, closed ones too, that a typed username or e-mail address means.
    pub(super) fn named(AtTheEntrance, name: &str) -> Vec<Named> = concat!(
        named!("username = $1"),
        " UNION ALL ",
        named!("email = $1 AND role = 'consumer'"),
        " UNION ALL ",
        named!("email = $1 AND role <> 'consumer'")
    );
    /// Who was invited at an address and has no account yet.
    pub(super) fn invited_at(AtTheEntrance, email: &str, now: Instant) -> One<Invited> =
        "SELECT (SELECT count(*) FROM assisters WHERE email = $1 AND state = 'invited') \
         + (SELECT count(*) FROM staff_invitations WHERE email = $1 AND used_at IS NULL AND expires_at > $2) AS invited";
    pub(super) fn ask_reset(AtTheEntrance, reset_sha256: &str, person: &str, own: Option<&str>, work: Option<&str>, code_sha256: &str, now: Instant, expires_at: Instant) -> Changed =
        "INSERT INTO password_resets (reset_sha256, person, own_account, work_account, code_sha256, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// Ends what a person has open: the newest counts.
    pub(super) fn end_resets(AtTheEntrance, person: &str, now: Instant) -> Changed =
        "UPDATE password_resets SET used_at = $2 WHERE person = $1 AND used_at IS NULL";
    /// The same of an account whose password was set.
    pub(super) fn end_resets_of(AtTheEntrance, account: &AccountKey, now: Instant) -> Changed =
        "UPDATE password_resets SET used_at = $2 WHERE used_at IS NULL AND (own_account = $1 OR work_account = $1)";
    /// Counts a try; nothing when it has expired, was used, or has no tries left.
    pub(super) fn try_reset(AtTheEntrance, reset_sha256: &str, most_tries: i64, now: Instant) -> Option<TriedReset> =
        "UPDATE password_resets SET tries = tries + 1 \
         WHERE reset_sha256 = $1 AND proven_at IS NULL AND used_at IS NULL AND tries < $2 AND expires_at > $3 \
         RETURNING code_sha256, own_account, work_account";
    /// The code was right: it is used up, and there is time for a new password.
    pub(super) fn prove_reset(AtTheEntrance, reset_sha256: &str, now: Instant, expires_at: Instant) -> Changed =
        "UPDATE password_resets SET proven_at = $2, expires_at = $3 \
         WHERE reset_sha256 = $1 AND proven_at IS NULL AND used_at IS NULL AND expires_at > $2";
    /// The accounts of a reset whose code was right, its owner's own first.
    pub(super) fn proven(AtTheEntrance, reset_sha256: &str, now: Instant) -> Vec<Proven> =
        "SELECT a.account_key, a.role, a.username, a.email, coalesce(a.last_used_at, a.created_at) AS used_at, r.person \
         FROM password_resets r JOIN accounts a ON a.account_key = r.own_account OR a.account_key = r.work_account \
         WHERE r.reset_sha256 = $1 AND r.proven_at IS NOT NULL AND r.used_at IS NULL AND r.expires_at > $2 AND a.disabled_at IS NULL \
         ORDER BY CASE WHEN a.role = 'consumer' THEN 0 ELSE 1 END";
    pub(super) fn use_reset(AtTheEntrance, reset_sha256: &str, now: Instant) -> Changed =
        "UPDATE password_resets SET used_at = $2 \
         WHERE reset_sha256 = $1 AND proven_at IS NOT NULL AND used_at IS NULL AND expires_at > $2";
    /// Forgets resets asked for before an instant.
    pub(super) fn forget_resets(AtTheEntrance, before: Instant) -> Changed =
        "DELETE FROM password_resets WHERE created_at < $1";

    /// The open invitation of a registration code (CERT-3: unused, not expired).
    pub(super) fn invitation(AtTheEntrance, code_sha256: &str, now: Instant) -> Option<Invitation> =
        "SELECT 'assister' AS role, i.assister_key, CAST(NULL AS TEXT) AS agency_key, a.given_name, a.family_name, a.email FROM invitations i \
         JOIN assisters a ON a.assister_key = i.assister_key AND a.state = 'invited' \
         WHERE i.code_sha256 = $1 AND i.used_at IS NULL AND i.expires_at > $2 \
         UNION ALL SELECT s.role, CAST(NULL AS TEXT) AS assister_key, s.agency_key, s.given_name, s.family_name, s.email FROM staff_invitations s \
         WHERE s.code_sha256 = $1 AND s.used_at IS NULL AND s.expires_at > $2";
    /// Invites a member of staff.
    pub(super) fn invite_staff(AtTheEntrance, code_sha256: &str, role: Role, given_name: &str, family_name: &str, email: &str, now: Instant, until: Instant) -> Changed =
        "INSERT INTO staff_invitations (code_sha256, role, given_name, family_name, email, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// Ends the open invitations of an address.
    pub(super) fn close_staff_invitations(AtTheEntrance, email: &str, now: Instant) -> Changed =
        "UPDATE staff_invitations SET expires_at = $2 WHERE email = $1 AND used_at IS NULL AND expires_at > $2";
    pub(super) fn use_staff_invitation(AtTheEntrance, code_sha256: &str, now: Instant) -> Changed =
        "UPDATE staff_invitations SET used_at = $2 WHERE code_sha256 = $1 AND used_at IS NULL AND expires_at > $2";
    pub(super) fn use_invitation(AtTheEntrance, code_sha256: &str, now: Instant) -> Changed =
        "UPDATE invitations SET used_at = $2 WHERE code_sha256 = $1 AND used_at IS NULL AND expires_at > $2";
    /// The account keeps an agency's roster.
    pub(super) fn belong(AtTheEntrance, account: &AccountKey, agency: &AgencyKey) -> Changed =
        "UPDATE accounts SET agency_key = $2 WHERE account_key = $1 AND role = 'agency_administrator'";
    pub(super) fn activate(AtTheEntrance, assister: &AssisterKey, account: &AccountKey) -> Changed =
        "UPDATE assisters SET state = 'active', account_key = $2, version = version + 1 \
         WHERE assister_key = $1 AND state = 'invited' AND account_key IS NULL";
    /// The step of the life cycle (CERT-5).
    pub(super) fn activated(AtTheEntrance, assister: &AssisterKey, account: &AccountKey, now: Instant) -> Changed =
        "INSERT INTO assister_transitions (assister_key, number, at, transition, state, reason, account_key) \
         SELECT a.assister_key, 1 + COALESCE((SELECT max(t.number) FROM assister_transitions t WHERE t.assister_key = a.assister_key), 0), \
         CAST($3 AS BIGINT), 'activate', 'active', '', CAST($2 AS TEXT) FROM assisters a WHERE a.assister_key = $1";
}
