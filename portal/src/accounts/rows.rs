//! Accounts and what comes before them: a consumer's registration that waits for the code from the mail, and
//! an assister's invitation with its registration code.

use domain::{
    instant::Instant,
    people::{AccountKey, AgencyKey, AssisterKey, ConsumerKey, Role},
};
use door::{AtTheEntrance, Changed, One, Person, rows, statements};
use jiff::civil::Date;

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
