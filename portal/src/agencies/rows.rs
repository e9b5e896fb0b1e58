//! Agencies: their records, whom to talk to, and the counts of who works there.

use domain::{
    agency::{AgencyStanding, AgencyState, ContactKind},
    instant::Instant,
    people::{AccountKey, AgencyKey, AssisterKey, AssisterKind},
};
use door::{Changed, One, Roster, rows, statements};
use jiff::civil::Date;

rows! {
    /// One line of the list.
    pub struct ListedAgency {
        /// Row key.
        pub agency_key: AgencyKey,
        /// Its name.
        pub name: String,
        /// Of which kind its assisters are.
        pub kind: AssisterKind,
        /// The facts of CERT-1.
        pub standing: AgencyStanding,
        /// Assister accounts that belong to it.
        pub assisters: i64,
    }

    /// One agency.
    pub struct AgencyRow {
        /// Row key.
        pub agency_key: AgencyKey,
        /// Its name.
        pub name: String,
        /// Of which kind its assisters are.
        pub kind: AssisterKind,
        /// A broker agency's number.
        pub npn: Option<String>,
        /// Its telephone number.
        pub phone: String,
        /// The facts of CERT-1.
        pub standing: AgencyStanding,
        /// The agency into which it was merged.
        pub merged_into: Option<AgencyKey>,
        /// Its version: a form that was read before another change is refused.
        pub version: i64,
        /// Assister accounts that belong to it.
        pub assisters: i64,
        /// Consumers who authorized one of them.
        pub consumers: i64,
        /// Created at.
        pub created_at: Instant,
    }

    /// Somebody to talk to.
    pub struct Contact {
        /// About what.
        pub contact_kind: ContactKind,
        /// Their name.
        pub name: String,
        /// Their address; may be empty.
        pub email: String,
        /// Their telephone number; may be empty.
        pub phone: String,
    }

    /// An agency as an identity system sees it.
    pub struct ProvisionedAgency {
        /// Row key.
        pub agency_key: AgencyKey,
        /// Its name.
        pub name: String,
        /// The identity system's own key.
        pub external_id: Option<String>,
        /// Of which kind its assisters are.
        pub kind: AssisterKind,
        /// The facts of CERT-1.
        pub standing: AgencyStanding,
        /// Its version.
        pub version: i64,
        /// Created at.
        pub created_at: Instant,
        /// When it was changed last.
        pub changed_at: Option<Instant>,
    }

    /// Who works where.
    pub(super) struct Member {
        pub(super) agency_key: AgencyKey,
        pub(super) assister_key: AssisterKey,
    }

    /// An agency's key and name.
    pub struct AgencyName {
        /// Row key.
        pub agency_key: AgencyKey,
        /// Its name.
        pub name: String,
    }

    /// Somebody who keeps an agency's roster, or is invited to.
    pub struct Administrator {
        /// The account, or an invitation that was not used.
        pub key: String,
        pub(super) given_name: String,
        pub(super) family_name: String,
        /// Their address.
        pub email: String,
        /// Of an invitation: until when it works.
        pub invited_until: Option<Instant>,
        /// Whether the access was ended.
        pub is_ended: bool,
        /// Whether there is a second factor, and no leave yet to set up another one.
        pub may_reset_factor: bool,
        pub(super) language: String,
    }

    /// How many there are.
    pub(super) struct Found {
        pub(super) found: i64,
    }
}

/// Agencies of a kind that were not merged away.
macro_rules! provisioned {
    ($more:literal) => {
        concat!("SELECT g.agency_key, g.name, g.external_id, g.kind, g.state AS agency_state, g.certified_on AS agency_certified_on, \
         g.contract_from, g.contract_until, g.version, g.created_at, \
         (SELECT max(r.at) FROM roster_changes r WHERE r.target = g.agency_key) AS changed_at \
         FROM agencies g WHERE g.merged_into IS NULL AND ", $more)
    };
}

statements! {
    pub(super) fn provisioned(Roster, key: &AgencyKey, kind: AssisterKind) -> Option<ProvisionedAgency> =
        provisioned!("g.agency_key = $1 AND g.kind = $2");
    /// The next ones, the newest first.
    pub(super) fn provisioned_before(Roster, kind: AssisterKind, before: &str, rows: i64) -> Vec<ProvisionedAgency> =
        provisioned!("g.kind = $1 AND (CAST($2 AS TEXT) = '' OR g.agency_key < $2) ORDER BY g.agency_key DESC LIMIT $3");
    /// Who works at the agencies from one key to another.
    pub(super) fn members(Roster, from: &str, to: &str) -> Vec<Member> =
        "SELECT agency_key, assister_key FROM assisters WHERE agency_key >= $1 AND agency_key <= $2 AND closed_at IS NULL \
         ORDER BY agency_key, assister_key";
    pub(super) fn call(Roster, key: &AgencyKey, external_id: Option<&str>) -> Changed =
        "UPDATE agencies SET external_id = $2, version = version + 1 WHERE agency_key = $1";
    pub(super) fn merged_here(Roster, key: &AgencyKey) -> One<Found> =
        "SELECT count(*) AS found FROM agencies WHERE merged_into = $1";
    pub(super) fn release(Roster, key: &AgencyKey) -> Changed =
        "UPDATE assisters SET agency_key = NULL, version = version + 1 WHERE agency_key = $1";
    pub(super) fn remove(Roster, key: &AgencyKey) -> Changed =
        "DELETE FROM agencies WHERE agency_key = $1 AND certified_on IS NULL";
    /// A page of the list, in the order of names: of a kind, of a part of a name, after a name; an empty text wants everything.
    pub(super) fn page(Roster, kind: &str, name: &str, after: &str, rows: i64) -> Vec<ListedAgency> =
        "SELECT g.agency_key, g.name, g.kind, g.state AS agency_state, g.certified_on AS agency_certified_on, \
         g.contract_from, g.contract_until, (SELECT count(*) FROM assisters a WHERE a.agency_key = g.agency_key) AS assisters \
         FROM agencies g WHERE g.merged_into IS NULL AND (CAST($1 AS TEXT) = '' OR g.kind = $1) \
         AND (CAST($2 AS TEXT) = '' OR lower(g.name) LIKE CAST($2 AS TEXT) ESCAPE '!') \
         AND (CAST($3 AS TEXT) = '' OR (g.name, g.agency_key) > (SELECT h.name, h.agency_key FROM agencies h WHERE h.agency_key = $3)) \
         ORDER BY g.name, g.agency_key LIMIT $4";
    pub(super) fn read(Roster, key: &AgencyKey) -> One<AgencyRow> =
        "SELECT g.agency_key, g.name, g.kind, g.npn, g.phone, g.state AS agency_state, g.certified_on AS agency_certified_on, \
         g.contract_from, g.contract_until, g.merged_into, g.version, g.created_at, \
         (SELECT count(*) FROM assisters a WHERE a.agency_key = g.agency_key) AS assisters, \
         (SELECT CAST(coalesce(sum(b.not_started + b.in_progress + b.submitted + b.enrolled), 0) AS BIGINT) \
             FROM assisters a JOIN book_counts b ON b.assister_key = a.assister_key WHERE a.agency_key = g.agency_key) AS consumers \
         FROM agencies g WHERE g.agency_key = $1";
    pub(super) fn contacts(Roster, key: &AgencyKey) -> Vec<Contact> =
        "SELECT kind AS contact_kind, name, email, phone FROM agency_contacts WHERE agency_key = $1";
    /// Another agency of this name, whatever its capitals.
    pub(super) fn same_name(Roster, key: &AgencyKey, name: &str) -> One<Found> =
        "SELECT count(*) AS found FROM agencies WHERE lower(name) = lower(CAST($2 AS TEXT)) AND agency_key <> $1";
    pub(super) fn insert(Roster, key: &AgencyKey, kind: AssisterKind, name: &str, npn: Option<&str>, phone: &str,
        contract_from: Option<Date>, contract_until: Option<Date>, now: Instant) -> Changed =
        "INSERT INTO agencies (agency_key, kind, name, npn, phone, contract_from, contract_until, created_at, state) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'active')";
    pub(super) fn update(Roster, key: &AgencyKey, version: i64, kind: AssisterKind, name: &str, npn: Option<&str>, phone: &str,
        contract_from: Option<Date>, contract_until: Option<Date>) -> Changed =
        "UPDATE agencies SET kind = $3, name = $4, npn = $5, phone = $6, contract_from = $7, contract_until = $8, \
         version = version + 1 WHERE agency_key = $1 AND version = $2";
    pub(super) fn forget_contacts(Roster, key: &AgencyKey) -> Changed = "DELETE FROM agency_contacts WHERE agency_key = $1";
    pub(super) fn keep_contact(Roster, key: &AgencyKey, kind: ContactKind, name: &str, email: &str, phone: &str) -> Changed =
        "INSERT INTO agency_contacts (agency_key, kind, name, email, phone) VALUES ($1, $2, $3, $4, $5)";
    pub(super) fn certify(Roster, key: &AgencyKey, today: Date) -> Changed =
        "UPDATE agencies SET certified_on = $2, version = version + 1 WHERE agency_key = $1 AND certified_on IS NULL";
    pub(super) fn set_state(Roster, key: &AgencyKey, from: AgencyState, to: AgencyState) -> Changed =
        "UPDATE agencies SET state = $3, version = version + 1 WHERE agency_key = $1 AND state = $2";
    /// The others of its kind, in the order of names.
    pub(super) fn others(Roster, key: &AgencyKey) -> Vec<AgencyName> =
        "SELECT o.agency_key, o.name FROM agencies o JOIN agencies g ON g.kind = o.kind \
         WHERE g.agency_key = $1 AND o.agency_key <> g.agency_key AND o.merged_into IS NULL ORDER BY o.name, o.agency_key";
    /// Who keeps its roster, with those who are invited and did not come yet.
    pub(super) fn administrators(Roster, key: &AgencyKey, now: Instant) -> Vec<Administrator> =
        "SELECT account_key AS key, given_name, family_name, email, CAST(NULL AS BIGINT) AS invited_until, \
         CAST(CASE WHEN disabled_at IS NULL THEN 0 ELSE 1 END AS BIGINT) AS is_ended, \
         CAST(CASE WHEN (totp_confirmed_at IS NOT NULL OR EXISTS (SELECT 1 FROM passkeys k WHERE k.account_key = accounts.account_key)) \
             AND disabled_at IS NULL AND NOT EXISTS (SELECT 1 FROM factor_resets f \
             WHERE f.account_key = accounts.account_key AND f.ended_at IS NULL AND f.due_at > CAST($2 AS BIGINT) - 604800000000) \
             THEN 1 ELSE 0 END AS BIGINT) AS may_reset_factor, language FROM accounts \
         WHERE agency_key = $1 AND role = 'agency_administrator' \
         UNION ALL SELECT code_sha256 AS key, given_name, family_name, email, expires_at AS invited_until, CAST(0 AS BIGINT) AS is_ended, \
         CAST(0 AS BIGINT) AS may_reset_factor, '' AS language \
         FROM staff_invitations WHERE agency_key = $1 AND used_at IS NULL AND expires_at > $2 ORDER BY family_name, given_name, key";
    /// Working people's accounts and assisters with this address.
    pub(super) fn with_email(Roster, email: &str) -> One<Found> =
        "SELECT (SELECT count(*) FROM accounts WHERE email = $1 AND role <> 'consumer') \
         + (SELECT count(*) FROM assisters WHERE email = $1) AS found";
    /// Ends the open invitations of an address.
    pub(super) fn close_invitations(Roster, email: &str, now: Instant) -> Changed =
        "UPDATE staff_invitations SET expires_at = $2 WHERE email = $1 AND used_at IS NULL AND expires_at > $2";
    /// Invites an administrator; only the code's hash is kept.
    pub(super) fn invite(Roster, code_sha256: &str, agency: &AgencyKey, given_name: &str, family_name: &str, email: &str,
        now: Instant, until: Instant) -> Changed =
        "INSERT INTO staff_invitations (code_sha256, role, agency_key, given_name, family_name, email, created_at, expires_at) \
         VALUES ($1, 'agency_administrator', $2, $3, $4, $5, $6, $7)";
    /// Ends an invitation that was not used.
    pub(super) fn close_invitation(Roster, agency: &AgencyKey, code_sha256: &str, now: Instant) -> Changed =
        "UPDATE staff_invitations SET expires_at = $3 WHERE agency_key = $1 AND code_sha256 = $2 AND used_at IS NULL AND expires_at > $3";
    /// Ends an administrator's access.
    pub(super) fn end_access(Roster, agency: &AgencyKey, account: &AccountKey, now: Instant) -> Changed =
        "UPDATE accounts SET disabled_at = $3 WHERE agency_key = $1 AND account_key = $2 AND role = 'agency_administrator' \
         AND disabled_at IS NULL";
    /// Gives it again.
    pub(super) fn restore_access(Roster, agency: &AgencyKey, account: &AccountKey) -> Changed =
        "UPDATE accounts SET disabled_at = NULL WHERE agency_key = $1 AND account_key = $2 AND role = 'agency_administrator' \
         AND disabled_at IS NOT NULL";
    /// Its administrators keep another one's roster, and those who are invited will.
    pub(super) fn move_administrators(Roster, from: &AgencyKey, to: &AgencyKey) -> Changed =
        "UPDATE accounts SET agency_key = $2 WHERE agency_key = $1";
    pub(super) fn move_invitations(Roster, from: &AgencyKey, to: &AgencyKey) -> Changed =
        "UPDATE staff_invitations SET agency_key = $2 WHERE agency_key = $1";
    /// What it asked and nobody answered is asked by the other one.
    pub(super) fn move_requests(Roster, from: &AgencyKey, to: &AgencyKey) -> Changed =
        "UPDATE roster_requests SET agency_key = $2 WHERE agency_key = $1";
    /// All its assisters belong to another one.
    pub(super) fn move_staff(Roster, from: &AgencyKey, to: &AgencyKey) -> Changed =
        "UPDATE assisters SET agency_key = $2, version = version + 1 WHERE agency_key = $1";
    pub(super) fn merged(Roster, key: &AgencyKey, into: &AgencyKey) -> Changed =
        "UPDATE agencies SET merged_into = $2, state = 'suspended', version = version + 1 WHERE agency_key = $1 AND merged_into IS NULL";
}
