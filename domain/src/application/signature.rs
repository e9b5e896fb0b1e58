//! Signing (APP-4): the versioned rights and responsibilities, the typed full name, and how an assister
//! signs.

use super::AskSignature;
use crate::{
    form::{Answer, Question, ask, under_rule},
    people::Actor,
};

/// The version of the rights and responsibilities that is current.
pub const RIGHTS_VERSION: &str = "2026-11-01";

/// What the signer agrees to, as paragraphs.
pub fn rights_and_responsibilities(exchange_name: &str) -> Vec<String> {
    vec![
        "I read this application, or it was read to me. My answers are true and complete as far as I know.".to_owned(),
        "I know that I may be punished under the law if I give false answers on purpose. I sign under penalty of perjury.".to_owned(),
        format!("{exchange_name} may check my answers with computer records of other agencies. I may have to send proof."),
        format!("I must tell {exchange_name} when something changes, such as my income, my address or who lives with me."),
        "If I get a tax credit, I must file a federal income tax return for the year. I may have to pay back credit that was too high.".to_owned(),
        format!("I will be treated fairly. I can ask for another look (an appeal) if I think {exchange_name} made a mistake."),
    ]
}

/// What is to be typed: the consumer's own name, or "for NAME, by ASSISTER" (APP-4).
pub fn signature_for(consumer_name: &str, signer: &Actor, signer_name: &str) -> String {
    match signer {
        Actor::Consumer(_) | Actor::Staff(_) => consumer_name.to_owned(),
        Actor::Assister(_) => format!("for {consumer_name}, by {signer_name}"),
    }
}

/// What every signature asks (APP-4): agreement, and one of these names; the first is the one to type.
pub fn ask_signature(names: Vec<String>, agree: AskSignature) -> Vec<Question> {
    let expected = names.first().cloned().unwrap_or_default();
    let signature = ask("signature", AskSignature::Signature(expected), Answer::Signature(names)).fill("off");
    under_rule("APP-4", [ask("agree", agree, Answer::Tick), signature])
}
