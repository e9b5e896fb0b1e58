//! What people agree to, as paragraphs. A language that has not all of it says none of it: what somebody agrees to is in
//! one language, and the one that is kept with it.

use crate::{AssisterKind, Name, Text, Words, languages};

/// How the messages of the authorization of an assister begin, of what a signer agrees to, and of what whoever enrolls
/// signs.
const AGREEMENTS: [&str; 3] = ["authorization_", "rights_", "enroll_text_"];

impl Words {
    /// The language of what is agreed to: this one if it has all of it, else English.
    #[must_use]
    pub fn of_agreements(self) -> Self {
        let lacks = |key: &&str| AGREEMENTS.iter().any(|start| key.starts_with(start));
        if self.missing().iter().any(lacks) { languages().english() } else { self }
    }

    /// The authorization of an assister (ASSOC-3).
    pub fn authorization(self, assister: &Name, kind: AssisterKind, exchange: &str) -> Vec<Text> {
        let words = self.of_agreements();
        vec![
            words.authorization_permission(assister, exchange),
            words.authorization_may(assister),
            words.authorization_may_not(assister),
            words.authorization_stays(),
            words.authorization_ends(),
            words.authorization_kind(assister, kind),
        ]
    }

    /// The rights and responsibilities of whoever signs (APP-4).
    pub fn rights(self, exchange: &str) -> Vec<Text> {
        let words = self.of_agreements();
        vec![
            words.rights_true(),
            words.rights_perjury(),
            words.rights_checks(exchange),
            words.rights_changes(exchange),
            words.rights_tax_credit(),
            words.rights_fairness(exchange),
        ]
    }

    /// What whoever enrolls signs (ENR-3).
    pub fn enrollment_text(self, exchange: &str) -> Vec<Text> {
        let words = self.of_agreements();
        vec![words.enroll_text_ask(exchange), words.enroll_text_pay(), words.enroll_text_credit()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fallback, Language, files_of};

    #[test]
    fn a_language_that_lacks_a_paragraph_says_none() {
        let made_up = languages().get("en-XA", true).unwrap();
        assert_eq!(made_up.of_agreements(), made_up);
        let half = vec![("agreements".to_owned(), "rights_true = Cierto.\n".to_owned())];
        let english = Language::load("en", &files_of("en"), None, Fallback::Quiet);
        let half = Words::from(Language::load("es", &half, Some(english), Fallback::Quiet));
        assert_eq!(half.of_agreements().tag(), "en");
        let name = Name::new("Bo", "Lind");
        let said = half.authorization(&name, AssisterKind::Cac, "the exchange");
        assert!(said[0].contains("Bo Lind") && said[5].contains("counselor"), "{said:?}");
        let english = languages().english();
        assert_eq!(half.rights("the exchange"), english.rights("the exchange"));
        // Whatever is signed is no half: each in turn lacks its last paragraph, and has all else.
        for lacks in ["authorization_stays", "rights_true", "enroll_text_pay"] {
            let without = |(file, text): (String, String)| {
                let lines = text.lines().filter(|line| !line.starts_with(&format!("{lacks} =")));
                (file, lines.collect::<Vec<_>>().join("\n"))
            };
            let files: Vec<_> = files_of("en-XA").into_iter().map(without).collect();
            let behind = Language::load("en", &files_of("en"), None, Fallback::Quiet);
            let half = Words::from(Language::load("en-XA", &files, Some(behind), Fallback::Quiet));
            assert_eq!(half.missing(), [lacks]);
            let english = languages().english();
            assert_eq!(
                half.enrollment_text("the exchange"),
                english.enrollment_text("the exchange"),
                "{lacks}"
            );
            assert_eq!(half.rights("the exchange"), english.rights("the exchange"), "{lacks}");
        }
    }
}
