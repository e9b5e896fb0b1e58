//! Many accounts in few statements: all of them read a page at a time, and what a roster file makes and changes.

use crate::assisters::rows::AssisterRow;
use domain::{
    instant::Instant,
    people::{AccountKey, AssisterKey, AssisterKind, Languages},
};
use door::{One, Roster, batches, credential_columns, rows, statements};
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
         a.background_study_on, a.agreement_signed_on, a.city, a.zip, a.ways, a.accessibility, a.accepts_new, a.in_directory, \
         a.account_key, a.version, coalesce(c.language, '') AS language, CAST(0 AS BIGINT) AS consumers, \
         CAST(NULL AS BIGINT) AS invitation_until FROM assisters a LEFT JOIN agencies g ON g.agency_key = a.agency_key \
         LEFT JOIN accounts c ON c.account_key = a.account_key WHERE a.assister_key > $1 ORDER BY a.assister_key LIMIT $2");
    pub(super) fn given_up(Roster) -> Vec<GivenUp> =
        "SELECT reference_number, npn FROM assisters WHERE state = 'decertified' AND npn IS NOT NULL";
    /// A page of the working people's accounts, in the order of their keys.
    pub(super) fn working(Roster, after: &str, rows: i64) -> Vec<Working> =
        "SELECT account_key, email FROM accounts WHERE role <> 'consumer' AND account_key > $1 ORDER BY account_key LIMIT $2";
}

batches! {
    BATCHES;

    /// An account's details.
    pub(super) struct Account<'a> {
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
        certified_from: Date,
        certified_until: Date,
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
        accepts_new: bool,
        in_directory: bool,
        created_at: Instant,
    } => {
    /// New accounts, invited.
    fn insert(Roster) =
        "INSERT INTO assisters (assister_key, version, reference_number, assister_id, kind, given_name, family_name, email, \
         public_phone, public_email, languages, agency_key, npn, certified_from, certified_until, training_passed_on, \
         assessment_passed_on, background_study_on, agreement_signed_on, access_approved_on, license_until, city, zip, county, \
         north, east, ways, accessibility, accepts_new, in_directory, created_at, state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, \
         $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, 'invited')";
    /// Details in the place of what stood there in this version.
    fn update(Roster) =
        "UPDATE assisters SET assister_id = v.column4, kind = v.column5, given_name = v.column6, family_name = v.column7, \
         email = v.column8, public_phone = v.column9, public_email = v.column10, languages = v.column11, agency_key = v.column12, \
         npn = v.column13, certified_from = v.column14, certified_until = v.column15, training_passed_on = v.column16, \
         assessment_passed_on = v.column17, background_study_on = v.column18, agreement_signed_on = v.column19, \
         access_approved_on = v.column20, license_until = v.column21, city = v.column22, zip = v.column23, county = v.column24, \
         north = v.column25, east = v.column26, ways = v.column27, accessibility = v.column28, accepts_new = v.column29, \
         in_directory = v.column30, version = assisters.version + 1 FROM (VALUES ($1, CAST($2 AS BIGINT), $3, $4, $5, $6, $7, $8, $9, \
         $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, CAST($25 AS BIGINT), CAST($26 AS BIGINT), $27, $28, \
         CAST($29 AS BIGINT), CAST($30 AS BIGINT), CAST($31 AS BIGINT))) v \
         WHERE assisters.assister_key = v.column1 AND assisters.version = v.column2";
    }

    /// The first step of an account's life.
    pub(super) struct Created<'a> { key: &'a AssisterKey, at: Instant, by: &'a AccountKey } => {
    fn record_created(Roster) =
        "INSERT INTO assister_transitions (assister_key, at, account_key, number, transition, state, reason) \
         VALUES ($1, $2, $3, 1, 'create', 'invited', '')";
    }

    /// An invitation; only the code's hash is kept.
    pub(super) struct Invited<'a> { code_sha256: &'a str, key: &'a AssisterKey, at: Instant, until: Instant } => {
    fn close_invitations(Roster) =
        "UPDATE invitations SET expires_at = v.column3 FROM (VALUES ($1, $2, CAST($3 AS BIGINT), CAST($4 AS BIGINT))) v \
         WHERE invitations.assister_key = v.column2 AND invitations.used_at IS NULL AND invitations.expires_at > v.column3";
    fn invite(Roster) =
        "INSERT INTO invitations (code_sha256, assister_key, created_at, expires_at) VALUES ($1, $2, $3, $4)";
    }

    /// The name and the address of the account that somebody signs in with.
    pub(super) struct Renamed<'a> { account: &'a AccountKey, given_name: &'a str, family_name: &'a str, email: &'a str } => {
    fn rename(Roster) =
        "UPDATE accounts SET given_name = v.column2, family_name = v.column3, email = v.column4 \
         FROM (VALUES ($1, $2, $3, $4)) v WHERE accounts.account_key = v.column1";
    }
}
