//! The table `roster_changes`.

use domain::{instant::Instant, people::AccountKey};
use door::{Changed, Roster, batches, rows, statements};

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
    pub(super) fn of(Roster, target: &str) -> Vec<KeptChange> =
        "SELECT r.at, r.field, r.was, r.becomes, r.reason, coalesce(c.given_name, '') AS given_name, \
         coalesce(c.family_name, '') AS family_name FROM roster_changes r LEFT JOIN accounts c ON c.account_key = r.account_key \
         WHERE r.target = $1 ORDER BY r.number DESC LIMIT 100";
}

batches! {
    BATCHES;

    /// A change of one record of many; `nth` among those of the same record.
    pub(super) struct OneOfMany<'a> {
        target: &'a str,
        nth: i64,
        at: Instant,
        field: &'a str,
        was: &'a str,
        becomes: &'a str,
        reason: &'a str,
        by: &'a AccountKey,
    } => {
    fn insert_all(Roster) =
        "INSERT INTO roster_changes (target, number, at, field, was, becomes, reason, account_key) \
         SELECT v.column1, v.column2 + (SELECT coalesce(max(r.number), 0) FROM roster_changes r WHERE r.target = v.column1), \
         v.column3, v.column4, v.column5, v.column6, v.column7, v.column8 \
         FROM (VALUES ($1, CAST($2 AS BIGINT), CAST($3 AS BIGINT), $4, $5, $6, $7, $8)) v";
    }
}
