//! What a database holds before practice data is made, and the cast in it.

use domain::people::AssisterKind;
use door::{AtTheEntrance, One, Person, Public, rows, statements};

macro_rules! known {
    ($condition:literal) => {
        concat!(
            "SELECT a.account_key, a.role, a.given_name || ' ' || a.family_name AS name, a.username, r.kind \
             FROM accounts a LEFT JOIN assisters r ON r.account_key = a.account_key WHERE a.disabled_at IS NULL AND ",
            $condition
        )
    };
}

rows! {
    /// Whether there is any account, and whether one of them is practice data's Ana.
    pub(super) struct Accounts {
        pub(super) filled: bool,
        pub(super) practice: bool,
    }

    /// Someone of the cast, with the kind of an assister.
    pub(super) struct Known {
        pub(super) person: Person,
        pub(super) username: String,
        pub(super) kind: Option<AssisterKind>,
    }
}

statements! {
    pub(super) fn accounts(Public) -> One<Accounts> =
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM accounts) THEN 1 ELSE 0 END AS filled, \
         CASE WHEN EXISTS (SELECT 1 FROM accounts WHERE account_key = 'practice-account-ana') THEN 1 ELSE 0 END AS practice";
    pub(super) fn by_username(AtTheEntrance, username: &str) -> Option<Known> = known!("a.username = $1");
    pub(super) fn cast(AtTheEntrance) -> Vec<Known> =
        known!("a.username IN ('ana', 'bo', 'cy', 'di', 'nia', 'cam', 'eve', 'rae', 'ari', 'bea', 'ada', 'ola')");
}
