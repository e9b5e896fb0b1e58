//! What a determination is where it is stored.

use super::Document;
use domain::short_result::ShortResult;
use door::rows;

rows! {
    /// An initial determination.
    pub(crate) struct Computed {
        pub(crate) rule_set: String,
        /// The household, as JSON.
        pub(crate) input: Document,
        /// The determination, as JSON.
        pub(crate) output: Document,
        /// In short.
        pub(crate) summary: ShortResult,
    }
}
