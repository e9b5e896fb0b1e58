//! What people agree to: its paragraphs, and the hash that is kept with who agreed to it.

use crate::randomness::sha256_hex;
use crate::{Error, FieldFault, Portal, Session};
use domain::{
    form::{Fields, Wrong, value},
    people::Actor,
};
use words::{AssisterKind, Name, Text, Words};

/// What is agreed to.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// As it stands on the page.
    pub paragraphs: Vec<String>,
    /// The tag of its language: English's, where that of the page lacks a part of it.
    pub language: &'static str,
    /// SHA-256 of it in UTF-8, in hexadecimal.
    pub sha256: String,
}

impl Agreement {
    /// The field of a form that says by its hash which text stood beside it.
    pub const FIELD: &str = "text";

    /// What is signed is what was shown: in another language, or with changed words, it is to be read again (APP-4).
    pub(crate) fn check_shown(&self, typed: &Fields) -> Result<(), Error> {
        match value(typed, Self::FIELD) == self.sha256 {
            true => Ok(()),
            false => Err(vec![FieldFault::new("agree", Wrong::TextChanged, "APP-4")].into()),
        }
    }
}

impl Portal {
    /// The rights and responsibilities as this person signs them now.
    pub fn rights(&self, session: &Session) -> Agreement {
        rights(self.words_of(session.context()), &self.profile.exchange.name)
    }

    /// What this person signs now to enroll.
    pub fn enrollment_text(&self, session: &Session) -> Agreement {
        enrollment(self.words_of(session.context()), &self.profile.exchange.name)
    }
}

/// The authorization of an assister (ASSOC-3): the hash is of its paragraphs, joined by empty lines.
pub(crate) fn authorization(words: Words, assister: &Name, kind: AssisterKind, exchange: &str) -> Agreement {
    agreement(words, words.authorization(assister, kind, exchange), "\n\n")
}

/// The rights and responsibilities of whoever signs (APP-4): the hash is of its paragraphs, joined by line ends.
pub(crate) fn rights(words: Words, exchange: &str) -> Agreement {
    agreement(words, words.rights(exchange), "\n")
}

/// What whoever enrolls signs (ENR-3): the hash is of its paragraphs, joined by line ends.
pub(crate) fn enrollment(words: Words, exchange: &str) -> Agreement {
    agreement(words, words.enrollment_text(exchange), "\n")
}

/// What is to be typed as a signature: the consumer's own name, or "for NAME, by ASSISTER" (APP-4).
pub(crate) fn signature(words: Words, consumer: &Name, signer: &Actor, name: &Name) -> String {
    let signature = match signer {
        Actor::Consumer(_) | Actor::Staff(_) | Actor::Program(_) => words.person(consumer),
        Actor::Assister(_) => words.signature_for(consumer, name),
    };
    // Nobody can type the marks that keep directions apart.
    signature.replace(['\u{2066}', '\u{2068}', '\u{2069}'], "")
}

fn agreement(words: Words, paragraphs: Vec<Text>, between: &str) -> Agreement {
    let paragraphs: Vec<String> = paragraphs.into_iter().map(Text::into_owned).collect();
    let sha256 = sha256_hex(paragraphs.join(between).as_bytes());
    Agreement { sha256, paragraphs, language: words.of_agreements().tag() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of the words of 2026-11-01: a hash that is kept with an agreement is found again only in the very same words.
    #[test]
    fn the_words_that_were_agreed_to_have_not_changed() {
        let (words, bo) = (Words::default(), Name::new("Bo", "Lind"));
        for (kind, hash) in [
            (AssisterKind::Broker, "53bd31ae64ea4b6eee97fadab2232104e0e3b96ba27c831aebf4080e353722c3"),
            (AssisterKind::Navigator, "1f873365084dfba2ce50ee4bfa0e04051fa30aa8d5940318ea444b89f575202d"),
            (AssisterKind::Cac, "5c0e834bedb1d043c303f79beb77a1605d96d2ccd5359e59630c9ec76a614b68"),
        ] {
            assert_eq!(authorization(words, &bo, kind, "MNsure").sha256, hash, "{kind:?}");
        }
        let hash = "6c57557aba0c483f14a9deb39398edfa8cdf443a9f1c78325d74bcb1f0339ad7";
        assert_eq!(rights(words, "MNsure").sha256, hash);
        let hash = "fee0538fc1d62f920e160c1e67308a2d2bec7c6e8054506488ef6ef1d5ecb212";
        assert_eq!(enrollment(words, "MNsure").sha256, hash);
    }

    #[test]
    fn a_signature_can_be_typed_in_every_language_app_4() {
        let (ana, bo) = (Name::new("Ana", "Sample"), Name::new("Bo", "Lind"));
        let assister = Actor::Assister(domain::people::AssisterKey("bo".to_owned()));
        assert_eq!(signature(Words::default(), &ana, &assister, &bo), "for Ana Sample, by Bo Lind");
        let turned = words::languages().get("ar-XB", true).unwrap();
        let typed = signature(turned, &ana, &assister, &bo);
        assert!(typed.contains("Ana Sample") && !typed.contains('\u{2068}'), "{typed:?}");
    }

    #[test]
    fn the_statement_names_the_assister_and_says_how_to_end_it_in_every_language_assoc_3() {
        for tag in words::languages().tags(true) {
            let words = words::languages().get(tag, true).unwrap().of_agreements();
            for kind in AssisterKind::ALL {
                let agreed = authorization(words, &Name::new("Bo", "Lind"), *kind, "the exchange");
                let text = agreed.paragraphs.join("\n");
                assert!(text.contains("Bo") && text.contains("Lind"), "{tag}: {text}");
                assert!(text.contains(&*words.authorization_ends()), "{tag}");
            }
        }
        assert!(Words::default().authorization_ends().contains("end it at any time"));
    }
}
