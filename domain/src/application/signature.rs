//! Signing (APP-4): the version of the rights and responsibilities, which stand in `words/en/agreements.ftl`, and the
//! typed full name.

use crate::form::{Answer, Question, ask, under_rule};

/// The version of the rights and responsibilities that is current: whoever changes their words changes it.
pub const RIGHTS_VERSION: &str = "2026-11-01";

/// What every signature asks (APP-4): agreement, and one of these names; the first is the one to type.
pub fn ask_signature(names: Vec<String>, to_agree: &str) -> Vec<Question> {
    let expected = names.first().cloned().unwrap_or_default();
    let signature = ask("signature", "Signature", Answer::Signature(names))
        .fill("off")
        .hint(format!("Type this: {expected}"))
        .missing(format!("Type this to sign: {expected}"));
    under_rule(
        "APP-4",
        [ask("agree", "I have read this and agree", Answer::Tick).or_else(to_agree), signature],
    )
}
