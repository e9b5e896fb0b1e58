//! Who did something, as it is kept beside it: in one text, which every language says in its own words.

use crate::{people::AssisterKind, stored::stored};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Who saved or recorded something. It stands as "Ana Sample", "Bo Lind (broker)" or "(account)": no name has a
/// parenthesis in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum By {
    /// Nobody: it was taken over from the consumer's account.
    Account,
    /// A person for themselves.
    Person(String),
    /// An assister.
    Assister(String, AssisterKind),
}

impl By {
    const ACCOUNT: &str = "(account)";

    /// Whoever has this name; of an assister the kind.
    pub fn new(name: impl Into<String>, kind: Option<AssisterKind>) -> Self {
        match kind {
            Some(kind) => By::Assister(name.into(), kind),
            None => By::Person(name.into()),
        }
    }

    /// The name; of nobody none.
    pub fn name(&self) -> &str {
        match self {
            By::Account => "",
            By::Person(name) | By::Assister(name, _) => name,
        }
    }

    /// The text that is kept.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            By::Account => Self::ACCOUNT.into(),
            By::Person(name) => name.into(),
            By::Assister(name, kind) => format!("{name} ({kind})").into(),
        }
    }

    /// What a text says; earlier versions kept two of them in other words.
    pub fn of_text(text: &str) -> Self {
        let assister = || {
            let (name, word) = text.strip_suffix(')')?.rsplit_once(" (")?;
            let kind = match word {
                "certified application counselor" => AssisterKind::Cac,
                word => AssisterKind::from_word(word)?,
            };
            Some(By::Assister(name.to_owned(), kind))
        };
        match text {
            Self::ACCOUNT | "the account" => By::Account,
            text => assister().unwrap_or_else(|| By::Person(text.to_owned())),
        }
    }
}

impl From<String> for By {
    fn from(text: String) -> Self {
        Self::of_text(&text)
    }
}

impl From<By> for String {
    fn from(by: By) -> Self {
        by.text().into_owned()
    }
}

stored!(By, Text, |by| by.text(), |text| Some(Self::of_text(text)));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_did_something_is_read_as_it_was_kept() {
        for by in [
            By::Account,
            By::new("Ana Sample", None),
            By::new("Bo Lind", Some(AssisterKind::Broker)),
            By::new("Cam", Some(AssisterKind::Cac)),
        ] {
            assert_eq!(By::of_text(&by.text()), by);
        }
        assert_eq!(By::new("Bo Lind", Some(AssisterKind::Broker)).text(), "Bo Lind (broker)");
    }

    #[test]
    fn what_earlier_versions_kept_says_the_same() {
        assert_eq!(By::of_text("the account"), By::Account);
        let cam = By::Assister("Cam Ode".to_owned(), AssisterKind::Cac);
        assert_eq!(By::of_text("Cam Ode (certified application counselor)"), cam);
        assert_eq!(By::of_text("Ana (unheard of)"), By::Person("Ana (unheard of)".to_owned()));
    }
}
