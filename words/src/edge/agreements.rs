//! What people agree to, as paragraphs. A language that has not all of it says none of it: what somebody agrees to is in
//! one language, and the one that is kept with it.

use crate::{AssisterKind, Name, Text, Words, languages};

/// How the messages of the authorization of an assister begin, and of what a signer agrees to.
const AGREEMENTS: [&str; 2] = ["authorization_", "rights_"];

impl Words {
    /// The language of what is agreed to: this one if it has all of it, else English.
    #[must_use]
    pub fn of_agreements(self) -> Self {
        let lacks = |key: &&str| AGREEMENTS.iter().any(|start| key.starts_with(start));
        if self.missing().iter().any(lacks) { languages().english() } else { self }
    }

    /// The authorization of an assister (ASSOC-3).
    pub fn authorization(self, assister: &Name, kind: AssisterKind, exchange: &str) -> Vec<Text> {
        vec![
            self.authorization_permission(assister, exchange),
            self.authorization_may(assister),
            self.authorization_may_not(assister),
            self.authorization_stays(),
            self.authorization_ends(),
            self.authorization_kind(assister, kind),
        ]
    }

    /// The rights and responsibilities of whoever signs (APP-4).
    pub fn rights(self, exchange: &str) -> Vec<Text> {
        vec![
            self.rights_true(),
            self.rights_perjury(),
            self.rights_checks(exchange),
            self.rights_changes(exchange),
            self.rights_tax_credit(),
            self.rights_fairness(exchange),
        ]
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
        let said = half.of_agreements().authorization(&name, AssisterKind::Cac, "the exchange");
        assert!(said[0].contains("Bo Lind") && said[5].contains("counselor"), "{said:?}");
    }
}
