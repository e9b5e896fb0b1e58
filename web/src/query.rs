//! What an address asks for behind its question mark; what cannot be read is told by name.

use crate::refusal::PageError;
use axum::{extract::FromRequestParts, http::request::Parts};
use serde::de::DeserializeOwned;
use words::Unreadable;

/// The query of an address.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Query<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        let read = axum::extract::Query::<T>::try_from_uri(&parts.uri);
        read.map(|query| Self(query.0)).map_err(|fault| {
            // The library names the part of the query in its own sentence: "duplicate field `before`".
            let said = fault.body_text();
            PageError::bad_request(Unreadable::Address(said.split('`').nth(1).map(str::to_owned)))
        })
    }
}
