//! What there is of agencies and assisters.

use door::{One, Roster, rows, statements};
use jiff::civil::Date;

rows! {
    /// How many there are.
    pub(super) struct There {
        pub(super) agencies: i64,
        pub(super) assisters: i64,
    }
}

statements! {
    /// Agencies whose assisters may act on a day, and assister accounts.
    pub(super) fn there(Roster, today: Date) -> One<There> =
        "SELECT (SELECT count(*) FROM agencies WHERE state = 'active' AND certified_on <= $1 AND contract_from <= $1 \
             AND (contract_until IS NULL OR contract_until >= $1)) AS agencies, \
         (SELECT count(*) FROM assisters) AS assisters";
}
