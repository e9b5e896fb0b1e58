//! The staff of one agency, as its administrator sees them: accounts and credentials, and nothing of a consumer.

use domain::{certification::Credentials, people::AssisterKey};
use door::{Agency, Changed, One, credential_columns, rows, statements};
use jiff::civil::Date;

rows! {
    /// One line of the roster.
    pub struct StaffLine {
        /// Row key.
        pub assister_key: AssisterKey,
        pub(super) given_name: String,
        pub(super) family_name: String,
        /// The seven digits.
        pub reference_number: String,
        /// The facts of CERT-1.
        pub credentials: Credentials,
    }

    /// One of the staff.
    pub struct StaffRow {
        /// Row key.
        pub assister_key: AssisterKey,
        pub(super) given_name: String,
        pub(super) family_name: String,
        /// The personal address.
        pub email: String,
        /// The number that consumers see.
        pub public_phone: String,
        /// The seven digits.
        pub reference_number: String,
        /// The facts of CERT-1.
        pub credentials: Credentials,
        /// Day on which the background study was passed.
        pub background_study_on: Option<Date>,
        /// Day on which the agreement with the exchange was signed.
        pub agreement_signed_on: Option<Date>,
        /// Its version: a form that was read before another change is refused.
        pub version: i64,
        pub(super) language: String,
        /// The agency's telephone number.
        pub(super) agency_phone: String,
    }
}

statements! {
    /// A page of the staff in the order of names, after somebody; decertified accounts are the exchange's to see.
    pub(super) fn page(Agency, after: &str, rows: i64) -> Vec<StaffLine> =
        concat!("SELECT ", credential_columns!(), ", a.assister_key, a.given_name, a.family_name, a.reference_number \
         FROM assisters a JOIN agencies g ON g.agency_key = a.agency_key WHERE a.agency_key = $1 AND a.state <> 'decertified' \
         AND (CAST($2 AS TEXT) = '' OR (a.family_name, a.given_name, a.assister_key) > \
             (SELECT b.family_name, b.given_name, b.assister_key FROM assisters b WHERE b.agency_key = $1 AND b.assister_key = $2)) \
         ORDER BY a.family_name, a.given_name, a.assister_key LIMIT $3");
    pub(super) fn one(Agency, key: &AssisterKey) -> One<StaffRow> =
        concat!("SELECT ", credential_columns!(), ", a.assister_key, a.given_name, a.family_name, a.email, a.public_phone, \
         a.reference_number, a.background_study_on, a.agreement_signed_on, a.version, coalesce(c.language, '') AS language, \
         g.phone AS agency_phone FROM assisters a JOIN agencies g ON g.agency_key = a.agency_key \
         LEFT JOIN accounts c ON c.account_key = a.account_key WHERE a.agency_key = $1 AND a.assister_key = $2");
    /// The agency's approval of access, of this day or none (CERT-1). Nobody approves brokers.
    pub(super) fn approve(Agency, key: &AssisterKey, version: i64, on: Option<Date>) -> Changed =
        "UPDATE assisters SET access_approved_on = $4, version = version + 1 WHERE agency_key = $1 AND assister_key = $2 \
         AND version = $3 AND kind <> 'broker'";
}
