//! The authorization of one assister by one consumer: the versioned statement (ASSOC-3, ASSOC-4) and what
//! replacing an assister does.

use crate::people::{AssisterKind, words};

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

/// The version of the authorization statement that is current.
pub const STATEMENT_VERSION: &str = "2026-11-01";

/// The authorization statement, with the assister's name in it, as paragraphs.
pub fn statement(assister_name: &str, kind: AssisterKind, exchange_name: &str) -> Vec<String> {
    let mut paragraphs = vec![
        format!(
            "I give {assister_name} permission to act for me and my household in my {exchange_name} account. \
             {assister_name} explained their role to me, or I know it from this page."
        ),
        format!(
            "{assister_name} may see and use the personal information in my account, start, fill in, sign and \
             submit an application for help paying for health coverage, and shop for and enroll us in a plan. \
             They may do this with me or without me in the room."
        ),
        format!(
            "{assister_name} may not see my notices, and may not change an application after it was submitted."
        ),
        "I stay responsible for true answers, for reading my notices and for paying my premiums. I will look \
         at my application before it is submitted."
            .to_owned(),
        "This permission starts when I select \"I agree\". It lasts until I end it. I can end it at any time in \
         my account, without giving a reason, and it stops at once."
            .to_owned(),
    ];
    match kind {
        AssisterKind::Broker => paragraphs.push(format!(
            "{assister_name} is a broker. They become my agent of record: the insurance company may pay them a \
             commission for a plan we enroll in. I do not pay for their help."
        )),
        AssisterKind::Navigator => paragraphs.push(format!(
            "{assister_name} is a navigator. The organization they work for may be paid by the exchange for \
             helping me. I do not pay for their help."
        )),
        AssisterKind::Cac => paragraphs.push(format!(
            "{assister_name} is a certified application counselor. They are not paid for helping me enroll, \
             and I do not pay for their help."
        )),
    }
    paragraphs
}

/// The privacy notice shown beside the statement (ASSOC-3).
pub fn privacy_notice() -> &'static str {
    "Your assister must keep what they see private and may use it only to help you get and keep coverage. \
     Everything they open or change is listed in your account under Activity."
}

/// What ending the association with the present assister does, for the consumer (ASSOC-3).
pub fn what_ending_does(kind: AssisterKind) -> &'static str {
    match kind {
        AssisterKind::Broker => {
            "They lose access at once. They are no agent of record for what you enroll in from now on. Of a plan that \
             you have already, the insurance company goes on naming them until you tell it otherwise."
        }
        AssisterKind::Navigator => {
            "They lose access at once. Their organization is no longer paid for helping you from now on."
        }
        AssisterKind::Cac => "They lose access at once.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_statement_holds_the_assisters_name_and_says_how_to_end_it_assoc_3() {
        for kind in AssisterKind::ALL {
            let text = statement("Bo Lind", *kind, "the exchange").join("\n");
            assert!(text.contains("Bo Lind"));
            assert!(text.contains("end it at any time"));
        }
    }
}
