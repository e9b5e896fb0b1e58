//! The table `roster_changes`.

use domain::{
    instant::Instant,
    people::{AccountKey, AssisterKey},
};
use door::{Account, Agency, AtWork, Changed, OwnProfile, Roster, batches, rows, statements};

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
         SELECT CAST($1 AS TEXT), coalesce(max(number), 0) + 1, CAST($2 AS BIGINT), CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS TEXT), \
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
    /// In the account of an assister, by the account to sign in with.
    pub(super) fn insert_of_account(Account, now: Instant, field: &str, was: &str, becomes: &str) -> Changed =
        "INSERT INTO roster_changes (target, number, at, field, was, becomes, reason, account_key) \
         SELECT a.assister_key, (SELECT count(*) + 1 FROM roster_changes r WHERE r.target = a.assister_key), CAST($2 AS BIGINT), \
         CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS TEXT), '', a.account_key FROM assisters a WHERE a.account_key = $1";
    pub(super) fn of(Roster, target: &str) -> Vec<KeptChange> =
        "SELECT r.at, r.field, r.was, r.becomes, r.reason, coalesce(c.given_name, '') AS given_name, \
         coalesce(c.family_name, '') AS family_name FROM roster_changes r LEFT JOIN accounts c ON c.account_key = r.account_key \
         WHERE r.target = $1 ORDER BY r.number DESC LIMIT 100";
    /// Changes as they were staged, after those of each record that there are.
    pub(super) fn insert_staged(Roster, batch: &str, now: Instant, reason: &str, by: &AccountKey) -> Changed =
        "INSERT INTO roster_changes (target, number, at, field, was, becomes, reason, account_key) \
         SELECT s.target, s.nth + (SELECT coalesce(max(r.number), 0) FROM roster_changes r WHERE r.target = s.target), \
         CAST($2 AS BIGINT), s.field, s.was, s.becomes, CAST($3 AS TEXT), CAST($4 AS TEXT) FROM staged_changes s WHERE s.batch_key = $1";
    pub(super) fn forget(AtWork, batch: &str, before: Instant) -> Changed =
        "DELETE FROM staged_changes WHERE batch_key = $1 OR created_at <= $2";
}

batches! {
    BATCHES;

    /// A change on its way; `nth` among those of the same record.
    pub(super) struct Staged<'a> {
        batch: &'a str,
        target: &'a str,
        nth: i64,
        field: &'a str,
        was: &'a str,
        becomes: &'a str,
        at: Instant,
    } => {
        fn stage(AtWork) =
            "INSERT INTO staged_changes (batch_key, target, nth, field, was, becomes, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    }
}
