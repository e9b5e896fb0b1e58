//! The table `parked_forms`.

use domain::{
    instant::Instant,
    people::{AccountKey, ParkedKey},
};
use door::{AtTheEntrance, AtWork, Changed, rows, statements};

rows! {
    /// A form that was kept, with whose it is.
    pub(super) struct Kept {
        pub(super) account_key: AccountKey,
        pub(super) parked_at: Instant,
        pub(super) sealed: Vec<u8>,
    }

    /// The newest of an account.
    pub(super) struct Newest {
        pub(super) parked_key: ParkedKey,
        pub(super) sealed: Vec<u8>,
    }
}

statements! {
    pub(super) fn insert(AtTheEntrance, key: &ParkedKey, account: &AccountKey, now: Instant, sealed: &[u8]) -> Changed =
        "INSERT INTO parked_forms (parked_key, account_key, parked_at, sealed) VALUES ($1, $2, $3, $4)";
    /// Leaves an account its newest ones.
    pub(super) fn forget_older(AtTheEntrance, account: &AccountKey, most: i64) -> Changed =
        "DELETE FROM parked_forms WHERE account_key = $1 AND parked_key NOT IN (SELECT p.parked_key FROM parked_forms p \
         WHERE p.account_key = $1 ORDER BY p.parked_at DESC, p.parked_key DESC LIMIT $2)";
    pub(super) fn of_key(AtTheEntrance, key: &ParkedKey, since: Instant) -> Option<Kept> =
        "SELECT account_key, parked_at, sealed FROM parked_forms WHERE parked_key = $1 AND parked_at > $2";
    pub(super) fn opened(AtTheEntrance, key: &ParkedKey, now: Instant) -> Changed =
        "UPDATE parked_forms SET opened_at = $2 WHERE parked_key = $1";
    /// That its person has not come back to yet.
    pub(super) fn newest(AtTheEntrance, account: &AccountKey, since: Instant) -> Option<Newest> =
        "SELECT parked_key, sealed FROM parked_forms WHERE account_key = $1 AND parked_at > $2 AND opened_at IS NULL \
         ORDER BY parked_at DESC, parked_key DESC LIMIT 1";
    pub(super) fn forget(AtTheEntrance, key: &ParkedKey, account: &AccountKey) -> Changed =
        "DELETE FROM parked_forms WHERE parked_key = $1 AND account_key = $2";
    pub(super) fn purge(AtWork, before: Instant) -> Changed = "DELETE FROM parked_forms WHERE parked_at <= $1";
}
