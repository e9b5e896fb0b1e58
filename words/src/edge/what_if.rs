//! The estimate for everybody.

use super::words;

words! {
    /// Whether plans are real.
    Made {
        /// They are sold.
        Real = "real",
        /// They are made up.
        ForPractice = "for_practice",
    }
}
