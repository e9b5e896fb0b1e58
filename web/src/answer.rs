//! A handler's answer: its template, rendered.

use crate::{parts::Spoken, refusal::PageError};
use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use words::Words;

/// Marks an answer for programs: it goes out as it is, whatever its status.
#[derive(Clone, Copy)]
pub(crate) struct ForPrograms;

/// A page in a language, with all its parts.
pub(crate) fn show_in(words: Words, template: &impl Template) -> Result<Response, PageError> {
    match template.render_with_values(&Spoken(words)) {
        Ok(html) => Ok(Html(html).into_response()),
        Err(fault) => {
            tracing::error!(%fault, "template");
            Err(PageError::of_status(StatusCode::INTERNAL_SERVER_ERROR))
        }
    }
}

/// A page in a language with another status: 422 for a form that comes back, 409 for a stale one.
pub(crate) fn show_with_in(
    words: Words,
    status: StatusCode,
    template: &impl Template,
) -> Result<Response, PageError> {
    let mut response = show_in(words, template)?;
    *response.status_mut() = status;
    Ok(response)
}
