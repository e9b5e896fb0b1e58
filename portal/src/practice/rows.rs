//! What a database holds before practice data is made.

use door::{One, Public, rows, statements};

rows! {
    /// How many accounts there are, and whether one of them is practice data's Ana.
    pub(super) struct Accounts {
        pub(super) accounts: i64,
        pub(super) practice: bool,
    }
}

statements! {
    pub(super) fn accounts(Public) -> One<Accounts> =
        "SELECT count(*) AS accounts, coalesce(max(CASE WHEN account_key = 'practice-account-ana' THEN 1 ELSE 0 END), 0) AS practice \
         FROM accounts";
}
