//! Whether there is an assister account.

use door::{One, Roster, rows, statements};

rows! {
    /// How many there are.
    pub(super) struct Accounts {
        pub(super) assisters: i64,
    }
}

statements! {
    pub(super) fn accounts(Roster) -> One<Accounts> = "SELECT count(*) AS assisters FROM assisters";
}
