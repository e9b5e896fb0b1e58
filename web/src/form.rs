//! What a form posted. `frame` reads the body once, checks the CSRF token, and hands the fields over, so
//! that no handler can forget the check; `Posted` gives them to a handler.

use crate::refusal::PageError;
use axum::{extract::FromRequestParts, http::request::Parts};
use domain::form::{Wrong, repeated};
use portal::FieldFault;
use std::{collections::HashMap, sync::Arc};
use words::Unreadable;

/// The longest body of a form.
pub const LONGEST_FORM: usize = 256 * 1024;

/// The fields of a form, in order, as typed.
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    /// The first field whose name or value is no text: bytes that are not UTF-8, or a NUL. Nothing is replaced
    /// or left out, so what is stored is what was typed.
    pub fn parse(body: &[u8]) -> Result<Self, Unreadable> {
        let pairs = body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
        pairs
            .enumerate()
            .map(|(at, pair)| text_of(pair).ok_or_else(|| no_text(at, pair)))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Fields that were read another way, in order.
    pub(crate) fn of(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// The value of a field as typed; empty when the form does not hold it.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// The value of a field without spaces around it; `None` when nothing is left.
    pub fn given(&self, name: &str) -> Option<&str> {
        Some(self.get(name).trim()).filter(|value| !value.is_empty())
    }

    /// Whether a check box or button of this name was used.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(field, _)| field == name)
    }

    /// The answers to a list of questions, as they were typed.
    pub fn typed(&self) -> domain::form::Fields {
        let (mut typed, mut times) = (domain::form::Fields::new(), HashMap::<&str, usize>::new());
        for (name, value) in self.iter() {
            let time = times.entry(name).and_modify(|times| *times += 1).or_insert(1);
            typed.entry(repeated(name, *time)).or_insert_with(|| value.to_owned());
        }
        typed
    }

    /// Every field, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// Bytes as a text that can be stored; `None` when they are none.
pub(crate) fn text(bytes: &[u8]) -> Option<String> {
    std::str::from_utf8(bytes).ok().filter(|text| !text.contains('\0')).map(str::to_owned)
}

/// Which field holds what no text can hold: by its name, or by its place when the name itself is no text.
fn no_text(at: usize, pair: &[u8]) -> Unreadable {
    let name = pair.split(|byte| *byte == b'=').next().unwrap_or(pair);
    let name = text_of(name).map(|(name, _)| name).filter(|name| !name.is_empty());
    name.map_or(Unreadable::Name(at + 1), Unreadable::Text)
}

/// A name and value as text; `None` when one of them is none. The library's own reader puts a sign of its
/// own for what it cannot read, so the bytes are looked at first.
fn text_of(pair: &[u8]) -> Option<(String, String)> {
    let bytes = percent_encoding::percent_decode(pair);
    let text = bytes.decode_utf8().is_ok_and(|text| !text.contains('\0'));
    text.then(|| form_urlencoded::parse(pair).into_owned().next()).flatten()
}

/// The fields of a form whose CSRF token was checked.
#[derive(Clone, Debug)]
pub struct Posted(pub Arc<Fields>);

impl<S: Send + Sync> FromRequestParts<S> for Posted {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        parts.extensions.get::<Posted>().cloned().ok_or_else(|| PageError::bad_request(Unreadable::NoForm))
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

/// Nobody has agreed yet to words that they have not seen: the box is not ticked when they come back.
pub(crate) fn agree_anew(typed: &mut domain::form::Fields, faults: &[FieldFault]) {
    if faults.iter().any(|fault| fault.wrong == Wrong::TextChanged) {
        typed.remove("agree");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_with_a_nul_is_named() {
        let fault = Fields::parse(b"a=1&name=x%00y").unwrap_err();
        assert_eq!(fault, Unreadable::Text("name".to_owned()));
    }

    #[test]
    fn a_field_that_is_not_utf_8_is_named_and_never_replaced() {
        for body in [&b"a=1&name=x%FF"[..], b"a=1&name=x\xff", b"a=1&name=%C3", b"a=1&name=%ED%A0%80"] {
            let fault = Fields::parse(body).unwrap_err();
            assert_eq!(fault, Unreadable::Text("name".to_owned()));
        }
    }

    #[test]
    fn a_field_whose_name_is_no_text_is_told_by_its_place() {
        for body in [&b"a=1&%FF=x"[..], b"a=1&%00=x", b"a=1&\xfe\xff"] {
            let fault = Fields::parse(body).unwrap_err();
            assert_eq!(fault, Unreadable::Name(2));
        }
    }

    #[test]
    fn the_sign_for_unreadable_text_may_itself_be_typed() {
        assert_eq!(Fields::parse("x=\u{fffd}".as_bytes()).unwrap().get("x"), "\u{fffd}");
        assert_eq!(Fields::parse(b"x=%EF%BF%BD&y").unwrap().get("x"), "\u{fffd}");
    }

    #[test]
    fn what_was_typed_is_kept_and_repeated_fields_come_in_order() {
        let fields = Fields::parse(b"x=%20a+b%20&y=1&y=2").unwrap();
        assert_eq!(fields.get("x"), " a b ");
        assert_eq!(fields.given("x"), Some("a b"));
        let typed = fields.typed();
        assert_eq!(["x", "y", "y#2"].map(|name| typed[name].as_str()), [" a b ", "1", "2"]);
    }
}
