//! Where a consumer stands.

use super::words;

words! {
    /// Whether plans can be looked at.
    ShoppingStage {
        /// No application is submitted yet.
        Before = "before",
        /// One is.
        After = "after",
    }
}
