//! What a form posted. `frame` reads the body once, checks the CSRF token, and hands the fields over, so
//! that no handler can forget the check; `Posted` gives them to a handler.

use crate::refusal::PageError;
use axum::{extract::FromRequestParts, http::request::Parts};
use std::sync::Arc;

/// The longest body of a form.
pub const LONGEST_FORM: usize = 256 * 1024;

/// The fields of a form, in order, as typed.
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    /// The name of a field that holds a character no text has (NUL).
    pub fn parse(body: &[u8]) -> Result<Self, String> {
        let fields: Vec<(String, String)> = form_urlencoded::parse(body).into_owned().collect();
        match fields.iter().find(|(name, value)| name.contains('\0') || value.contains('\0')) {
            Some((name, _)) => Err(name.replace('\0', "")),
            None => Ok(Self(fields)),
        }
    }

    /// The value of a field as typed; empty when the form does not hold it.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// The value of a field without spaces around it; `None` when nothing is left.
    pub fn given(&self, name: &str) -> Option<&str> {
        Some(self.get(name).trim()).filter(|value| !value.is_empty())
    }

    /// Every value of a field that may come several times (check boxes).
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Whether a check box or button of this name was used.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(field, _)| field == name)
    }

    /// Every field, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// The fields of a form whose CSRF token was checked.
#[derive(Clone, Debug)]
pub struct Posted(pub Arc<Fields>);

impl<S: Send + Sync> FromRequestParts<S> for Posted {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        parts.extensions.get::<Posted>().cloned().ok_or_else(|| PageError::bad_request("no form was sent"))
    }
}

impl std::ops::Deref for Posted {
    type Target = Fields;
    fn deref(&self) -> &Fields {
        &self.0
    }
}

/// A key for a form that must count once however often it is sent (APP-6).
pub fn new_key() -> String {
    uuid::Uuid::now_v7().simple().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_with_a_nul_is_named() {
        assert_eq!(Fields::parse(b"a=1&name=x%00y").unwrap_err(), "name");
    }

    #[test]
    fn what_was_typed_is_kept_and_repeated_fields_come_in_order() {
        let fields = Fields::parse(b"x=%20a+b%20&y=1&y=2").unwrap();
        assert_eq!(fields.get("x"), " a b ");
        assert_eq!(fields.given("x"), Some("a b"));
        assert_eq!(fields.all("y").collect::<Vec<_>>(), ["1", "2"]);
    }
}
