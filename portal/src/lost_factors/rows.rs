//! Accounts as staff find them for a second factor that was lost: by an exact name, one at most.

use domain::people::{AccountKey, ConsumerKey};
use door::{AtTheEntrance, Consumer, Roster, rows, statements};

rows! {
    /// A consumer with an account.
    pub(super) struct Found {
        pub(super) consumer_key: ConsumerKey,
    }

    /// Whose factor was lost.
    pub(super) struct Owner {
        pub(super) account_key: AccountKey,
        pub(super) given_name: String,
        pub(super) family_name: String,
        pub(super) email: String,
        pub(super) language: String,
    }
}

statements! {
    pub(super) fn named(AtTheEntrance, name: &str) -> Option<Found> =
        "SELECT c.consumer_key FROM accounts a JOIN consumers c ON c.account_key = a.account_key \
         WHERE a.role = 'consumer' AND a.disabled_at IS NULL AND (a.username = $1 OR a.email = $1) \
         ORDER BY CASE WHEN a.username = $1 THEN 0 ELSE 1 END LIMIT 1";
    pub(super) fn owner(Consumer) -> Option<Owner> =
        "SELECT a.account_key, a.given_name, a.family_name, a.email, a.language FROM consumers c \
         JOIN accounts a ON a.account_key = c.account_key WHERE c.consumer_key = $1 AND a.disabled_at IS NULL";
    /// Somebody else of the exchange's own staff.
    pub(super) fn colleague(Roster, username: &str, by: &AccountKey) -> Option<Owner> =
        "SELECT account_key, given_name, family_name, email, language FROM accounts WHERE username = $1 AND account_key <> $2 \
         AND role IN ('resource_manager', 'service_desk', 'auditor') AND disabled_at IS NULL";
}
