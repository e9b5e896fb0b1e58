//! The table `roster_changes`.

use domain::{
    instant::Instant,
    people::{AccountKey, AssisterKey},
};
use door::{Agency, Changed, OwnProfile, Roster, rows, statements};

rows! {
    /// A change that was made.
    pub struct KeptChange {
        /// At.
        pub at: Instant,
        pub(crate) field: String,
        pub(crate) was: String,
        pub(crate) becomes: String,
        /// Why.
        pub reason: String,
        pub(crate) given_name: String,
        pub(crate) family_name: String,
    }
}

statements! {
    pub(super) fn insert(Roster, target: &str, now: Instant, field: &str, was: &str, becomes: &str, reason: &str, by: &AccountKey) -> Changed =
        "INSERT INTO roster_changes (target, number, at, field, was, becomes, reason, account_key) \
         SELECT CAST($1 AS TEXT), count(*) + 1, CAST($2 AS BIGINT), CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS TEXT), \
         CAST($6 AS TEXT), CAST($7 AS TEXT) FROM roster_changes WHERE target = $1";
    /// In the account of one of an agency's staff.
    pub(super) fn insert_of_agency(Agency, assister: &AssisterKey, now: Instant, field: &str, was: &str, becomes: &str, reason: &str,
        by: &AccountKey) -> Changed =
        "INSERT INTO roster_changes (target, number, at, field, was, becomes, reason, account_key) \
         SELECT a.assister_key, (SELECT count(*) + 1 FROM roster_changes r WHERE r.target = a.assister_key), CAST($3 AS BIGINT), \
         CAST($4 AS TEXT), CAST($5 AS TEXT), CAST($6 AS TEXT), CAST($7 AS TEXT), CAST($8 AS TEXT) FROM assisters a \
         WHERE a.agency_key = $1 AND a.assister_key = $2";
    /// In an assister's own account.
    pub(super) fn insert_own(OwnProfile, now: Instant, field: &str, was: &str, becomes: &str, by: &AccountKey) -> Changed =
        "INSERT INTO roster_changes (target, number, at, field, was, becomes, reason, account_key) \
         SELECT a.assister_key, (SELECT count(*) + 1 FROM roster_changes r WHERE r.target = a.assister_key), CAST($2 AS BIGINT), \
         CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS TEXT), '', CAST($6 AS TEXT) FROM assisters a WHERE a.assister_key = $1";
    pub(super) fn of(Roster, target: &str) -> Vec<KeptChange> =
        "SELECT r.at, r.field, r.was, r.becomes, r.reason, coalesce(c.given_name, '') AS given_name, \
         coalesce(c.family_name, '') AS family_name FROM roster_changes r LEFT JOIN accounts c ON c.account_key = r.account_key \
         WHERE r.target = $1 ORDER BY r.number DESC LIMIT 100";
}
