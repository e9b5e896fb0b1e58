//! What can be wrong with a household or a rule pack, said so that the person who wrote it can mend it.
use serde::{Deserialize, Serialize};

/// The household is not usable: where and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("{path}: {reason}")]
pub struct InputError {
    /// JSON path of the wrong member, for example `people[1].date_of_birth`; `$` is the whole document.
    pub path: String,
    /// What is wrong with it.
    pub reason: String,
}

impl InputError {
    /// An error at a path.
    pub fn new(path: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { path: path.into(), reason: reason.into() }
    }
}

/// The rule pack is not usable: which key, what stands there, why it cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{key} = {value}: {reason}")]
pub struct PackError {
    /// Dotted key in the file.
    pub key: String,
    /// What stands there, or `(missing)`.
    pub value: String,
    /// Why it cannot be used.
    pub reason: String,
}

impl PackError {
    /// An error at a key.
    pub fn new(key: impl Into<String>, value: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { key: key.into(), value: value.into(), reason: reason.into() }
    }
}

/// The path of a member below another path: `people.age`. A name that is not a plain word is quoted, so that a path is
/// never empty and never reads like another one.
pub(crate) fn member(path: &str, name: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
    match (path, !name.is_empty() && name.chars().all(plain)) {
        ("", true) => name.to_owned(),
        ("", false) => format!("$[{name:?}]"),
        (path, true) => format!("{path}.{name}"),
        (path, false) => format!("{path}[{name:?}]"),
    }
}
