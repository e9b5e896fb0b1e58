//! A person's name as one value. Which part comes first is a language's business, so nothing joins them but `words`.

use std::fmt;

/// Given and family name; one of them may be empty, for people who have one name.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// What a person is called by those who know them.
    pub given: String,
    /// What a family shares.
    pub family: String,
}

impl Name {
    /// A name of two parts.
    pub fn new(given: impl Into<String>, family: impl Into<String>) -> Self {
        Self { given: given.into(), family: family.into() }
    }

    /// A name that is one word, or that was put together before.
    pub fn whole(name: impl Into<String>) -> Self {
        Self { given: name.into(), family: String::new() }
    }

    /// Nobody's.
    pub fn is_empty(&self) -> bool {
        self.given.is_empty() && self.family.is_empty()
    }
}

/// Somebody of a household: by name, as far as it is known, and by their number on the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// The number on the list.
    pub number: u8,
    /// The name; empty when it is not known yet.
    pub name: Name,
}

/// So that whoever wants a name takes it by value and by reference.
impl AsRef<Name> for Name {
    fn as_ref(&self) -> &Name {
        self
    }
}

/// Never the name itself: it is personal, and debug texts end in logs.
impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Name").finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_not_told_by_its_debug_text() {
        let name = Name::new("Ana", "Sample");
        assert_eq!(format!("{name:?}"), "Name");
        assert!(!name.is_empty() && Name::default().is_empty() && !Name::whole("Ana").is_empty());
    }
}
