//! Signing (APP-4): the version of the rights and responsibilities, which stand in `words/en/agreements.ftl`, and the
//! typed full name.

use super::AskSignature;
use crate::form::{Answer, Question, ask, under_rule};

/// The version of the rights and responsibilities that is current: whoever changes their words changes it.
pub const RIGHTS_VERSION: &str = "2026-11-01";

/// What every signature asks (APP-4): agreement, and one of these names; the first is the one to type.
pub fn ask_signature(names: Vec<String>, agree: AskSignature) -> Vec<Question> {
    let expected = names.first().cloned().unwrap_or_default();
    let signature = ask("signature", AskSignature::Signature(expected), Answer::Signature(names)).fill("off");
    under_rule("APP-4", [ask("agree", agree, Answer::Tick), signature])
}
