//! The authorization of one assister by one consumer. Its statement stands in `words/en/agreements.ftl` (ASSOC-3, ASSOC-4).

use crate::people::words;

words! {
    /// Who ended an association (ASSOC-9).
    EndedBy {
        /// The consumer removed the assister.
        Consumer = "consumer",
        /// The consumer authorized another assister (ASSOC-5).
        Replaced = "replaced",
        /// The service desk, with recorded evidence (DESK-3).
        Desk = "desk",
    }
}

/// The version of the authorization statement that is current: whoever changes its words changes it.
pub const STATEMENT_VERSION: &str = "2026-11-01";
