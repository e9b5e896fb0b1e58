//! Plain English for each rule and outcome, for people who read at sixth-grade level.
use crate::reason::{Facts, Outcome};
use crate::rule::Rule;

/// The sentence for the page.
pub(crate) fn sentence(rule: Rule, _outcome: Outcome, _facts: &Facts) -> String {
    rule.code().to_owned()
}
