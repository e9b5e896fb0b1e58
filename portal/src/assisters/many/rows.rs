//! Many accounts in few statements: all of them read a page at a time, and what a roster file makes and changes.

use crate::assisters::rows::AssisterRow;
use domain::{
    instant::Instant,
    people::{AccountKey, AssisterKey, AssisterKind, Languages},
};
use door::{AtWork, Changed, One, Roster, batches, credential_columns, rows, statements};
use jiff::civil::Date;

rows! {
    /// Where the roster stands: whatever decides about a row of a file and is changed moves one of these.
    pub(crate) struct Standing {
        accounts: i64,
        versions: i64,
        agencies: i64,
        agency_versions: i64,
        staff: i64,
    }

    /// A broker's number that was given up.
    pub(super) struct GivenUp {
        pub(super) reference_number: String,
        pub(super) npn: String,
    }

    /// A working person's address.
    pub(super) struct Working {
        pub(super) account_key: AccountKey,
        pub(super) email: String,
    }
}

statements! {
    pub(crate) fn standing(Roster) -> One<Standing> =
        "SELECT (SELECT count(*) FROM assisters) AS accounts, \
         (SELECT CAST(coalesce(sum(version), 0) AS BIGINT) FROM assisters) AS versions, (SELECT count(*) FROM agencies) AS agencies, \
         (SELECT CAST(coalesce(sum(version), 0) AS BIGINT) FROM agencies) AS agency_versions, \
         (SELECT count(*) FROM accounts WHERE role <> 'consumer') AS staff";
    /// A page of all accounts, in the order of their keys; without what only an account's own page shows.
    pub(crate) fn page(Roster, after: &str, rows: i64) -> Vec<AssisterRow> =
        concat!("SELECT ", credential_columns!(), ", a.assister_key, a.given_name, a.family_name, a.email, a.public_email, \
         a.public_phone, a.languages, a.agency_key, g.name AS agency, a.reference_number, a.assister_id, a.npn, a.created_at, \
         a.background_study_on, a.agreement_signed_on, a.city, a.zip, a.ways, a.accessibility, a.hours, a.accepts_new, a.in_directory, \
         a.account_key, a.version, a.for_cause, m.reference_number AS merged_into, coalesce(c.language, '') AS language, \
         CAST(NULL AS TEXT) AS absent_from, CAST(NULL AS TEXT) AS absent_until, CAST(NULL AS TEXT) AS stand_in, \
         '' AS stand_in_given_name, '' AS stand_in_family_name, CAST(NULL AS TEXT) AS asker_key, \
         CAST(NULL AS TEXT) AS asker_given_name, CAST(NULL AS TEXT) AS asker_family_name, \
         CAST(0 AS BIGINT) AS mail_refused, CAST(0 AS BIGINT) AS has_factor, CAST(NULL AS BIGINT) AS factor_reset_at, CAST(NULL AS BIGINT) AS last_used_at, CAST(0 AS BIGINT) AS consumers, CAST(NULL AS BIGINT) AS invitation_until \
         FROM assisters a LEFT JOIN agencies g ON g.agency_key = a.agency_key LEFT JOIN accounts c ON c.account_key = a.account_key \
         LEFT JOIN assisters m ON m.assister_key = a.merged_into WHERE a.assister_key > $1 ORDER BY a.assister_key LIMIT $2");
    pub(super) fn given_up(Roster) -> Vec<GivenUp> =
        "SELECT reference_number, npn FROM assisters WHERE state = 'decertified' AND npn IS NOT NULL";
    /// A page of the working people's accounts, in the order of their keys.
    pub(super) fn working(Roster, after: &str, rows: i64) -> Vec<Working> =
        "SELECT account_key, email FROM accounts WHERE role <> 'consumer' AND account_key > $1 ORDER BY account_key LIMIT $2";
    /// New accounts, invited, as they were staged.
    pub(super) fn insert_staged(Roster, batch: &str) -> Changed =
        "INSERT INTO assisters (assister_key, version, reference_number, assister_id, kind, given_name, family_name, email, \
         public_phone, public_email, languages, agency_key, npn, certified_from, certified_until, training_passed_on, \
         assessment_passed_on, background_study_on, agreement_signed_on, access_approved_on, license_until, city, zip, \
         county, north, east, ways, accessibility, hours, accepts_new, in_directory, created_at, state) SELECT \
         s.assister_key, 1, s.reference_number, s.assister_id, s.kind, s.given_name, s.family_name, s.email, \
         s.public_phone, s.public_email, s.languages, s.agency_key, s.npn, s.certified_from, s.certified_until, \
         s.training_passed_on, s.assessment_passed_on, s.background_study_on, s.agreement_signed_on, \
         s.access_approved_on, s.license_until, s.city, s.zip, s.county, s.north, s.east, s.ways, s.accessibility, s.hours, \
         s.accepts_new, s.in_directory, s.created_at, 'invited' FROM staged_accounts s WHERE s.batch_key = $1 AND \
         s.is_new = 1";
    /// Details as they were staged, in the place of what stood there in their version. Whoever is invited anew is there again
    /// for identity systems.
    pub(super) fn update_staged(Roster, batch: &str) -> Changed =
        "UPDATE assisters SET assister_id = s.assister_id, kind = s.kind, given_name = s.given_name, family_name = \
         s.family_name, email = s.email, public_phone = s.public_phone, public_email = s.public_email, languages = \
         s.languages, agency_key = s.agency_key, npn = s.npn, certified_from = s.certified_from, certified_until = \
         s.certified_until, training_passed_on = s.training_passed_on, assessment_passed_on = s.assessment_passed_on, \
         background_study_on = s.background_study_on, agreement_signed_on = s.agreement_signed_on, access_approved_on \
         = s.access_approved_on, license_until = s.license_until, city = s.city, zip = s.zip, county = s.county, north \
         = s.north, east = s.east, ways = s.ways, accessibility = s.accessibility, hours = s.hours, accepts_new = s.accepts_new, \
         in_directory = s.in_directory, closed_at = CASE WHEN EXISTS (SELECT 1 FROM staged_invitations i \
         WHERE i.batch_key = $1 AND i.assister_key = s.assister_key) THEN NULL ELSE assisters.closed_at END, version = assisters.version + 1 FROM staged_accounts s WHERE s.batch_key = $1 \
         AND s.is_new = 0 AND assisters.assister_key = s.assister_key AND assisters.version = s.version";
    /// The first step of every new account's life.
    pub(super) fn record_staged(Roster, batch: &str, now: Instant, by: &AccountKey) -> Changed =
        "INSERT INTO assister_transitions (assister_key, number, at, transition, state, reason, account_key) \
         SELECT s.assister_key, 1, CAST($2 AS BIGINT), 'create', 'invited', '', CAST($3 AS TEXT) FROM staged_accounts s \
         WHERE s.batch_key = $1 AND s.is_new = 1";
    /// Name and address of the accounts that the people sign in with.
    pub(super) fn rename_staged(Roster, batch: &str) -> Changed =
        "UPDATE accounts SET given_name = s.given_name, family_name = s.family_name, email = s.email FROM staged_accounts s \
         JOIN assisters a ON a.assister_key = s.assister_key \
         WHERE s.batch_key = $1 AND s.is_new = 0 AND accounts.account_key = a.account_key";
    pub(super) fn close_staged(Roster, batch: &str, now: Instant) -> Changed =
        "UPDATE invitations SET expires_at = $2 WHERE used_at IS NULL AND expires_at > $2 AND assister_key IN \
         (SELECT s.assister_key FROM staged_invitations s WHERE s.batch_key = $1)";
    pub(super) fn invite_staged(Roster, batch: &str, now: Instant) -> Changed =
        "INSERT INTO invitations (code_sha256, assister_key, created_at, expires_at) \
         SELECT s.code_sha256, s.assister_key, CAST($2 AS BIGINT), s.expires_at FROM staged_invitations s WHERE s.batch_key = $1";
    pub(super) fn forget_accounts(AtWork, batch: &str, before: Instant) -> Changed =
        "DELETE FROM staged_accounts WHERE batch_key = $1 OR created_at <= $2";
    pub(super) fn forget_invitations(AtWork, batch: &str, before: Instant) -> Changed =
        "DELETE FROM staged_invitations WHERE batch_key = $1 OR created_at <= $2";
}

batches! {
    BATCHES;

    /// An account's details, on their way.
    pub(super) struct Account<'a> {
        batch: &'a str,
        is_new: bool,
        key: &'a AssisterKey,
        version: i64,
        reference_number: &'a str,
        assister_id: Option<&'a str>,
        kind: AssisterKind,
        given_name: &'a str,
        family_name: &'a str,
        email: &'a str,
        public_phone: &'a str,
        public_email: &'a str,
        languages: &'a Languages,
        agency: Option<&'a str>,
        npn: Option<&'a str>,
        certified_from: Option<Date>,
        certified_until: Option<Date>,
        training_passed_on: Option<Date>,
        assessment_passed_on: Option<Date>,
        background_study_on: Option<Date>,
        agreement_signed_on: Option<Date>,
        access_approved_on: Option<Date>,
        license_until: Option<Date>,
        city: &'a str,
        zip: &'a str,
        county: &'a str,
        north: Option<i64>,
        east: Option<i64>,
        ways: &'a str,
        accessibility: &'a str,
        hours: &'a str,
        accepts_new: bool,
        in_directory: bool,
        created_at: Instant,
    } => {
        fn stage(AtWork) =
            "INSERT INTO staged_accounts (batch_key, is_new, assister_key, version, reference_number, assister_id, kind, \
         given_name, family_name, email, public_phone, public_email, languages, agency_key, npn, certified_from, \
         certified_until, training_passed_on, assessment_passed_on, background_study_on, agreement_signed_on, \
         access_approved_on, license_until, city, zip, county, north, east, ways, accessibility, hours, accepts_new, \
         in_directory, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, \
         $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34)";
    }

    /// An invitation, on its way; only the code's hash is kept.
    pub(super) struct Invited<'a> { batch: &'a str, code_sha256: &'a str, key: &'a AssisterKey, at: Instant, until: Instant } => {
        fn stage_invitations(AtWork) =
            "INSERT INTO staged_invitations (batch_key, code_sha256, assister_key, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)";
    }
}
