//! A form with a file (`multipart/form-data`): its fields as any form's, and one file beside them. `frame` reads it for the
//! routes that take one, from those who may send one, and checks it as it checks every form.

use crate::{
    form::{Fields, LONGEST_FORM, text},
    refusal::PageError,
};
use axum::{body::Body, extract::FromRequestParts, http::StatusCode, http::request::Parts};
use domain::roster_file::MOST_BYTES;
use multer::{Constraints, Multipart, SizeLimit};
use std::sync::Arc;
use words::Unreadable;

/// The longest body with a file: somewhat more than a file may have, so that one that is a little too long is told so on its
/// own page.
const LONGEST: usize = MOST_BYTES + MOST_BYTES / 2;

/// The file of a form that was checked; empty when none was chosen.
#[derive(Clone, Debug, Default)]
pub struct Uploaded(pub Arc<Vec<u8>>);

impl<S: Send + Sync> FromRequestParts<S> for Uploaded {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        parts.extensions.get::<Uploaded>().cloned().ok_or_else(|| PageError::bad_request(Unreadable::NoForm))
    }
}

/// The boundary of a form with a file; `None` when the content type is another.
pub(crate) fn boundary(kind: &str) -> Option<String> {
    multer::parse_boundary(kind).ok()
}

/// Reads such a form.
///
/// # Errors
/// 400 for what is no form, 413 for one that is too long.
pub(crate) async fn read(body: Body, boundary: String) -> Result<(Fields, Uploaded), PageError> {
    let size = |bytes: usize| u64::try_from(bytes).unwrap_or(u64::MAX);
    let limit = SizeLimit::new().whole_stream(size(LONGEST));
    let constraints = Constraints::new().size_limit(limit);
    let mut parts = Multipart::with_constraints(body.into_data_stream(), boundary, constraints);
    let (mut fields, mut file, mut typed) = (Vec::new(), Uploaded::default(), 0);
    while let Some(part) = parts.next_field().await.map_err(|fault| refused(&fault))? {
        let name = part.name().unwrap_or_default().to_owned();
        let is_file = part.file_name().is_some();
        let bytes = part.bytes().await.map_err(|fault| refused(&fault))?;
        if is_file {
            file = Uploaded(Arc::new(bytes.to_vec()));
            continue;
        }
        typed += bytes.len();
        if typed > LONGEST_FORM {
            return Err(PageError::of_status(StatusCode::PAYLOAD_TOO_LARGE));
        }
        match text(&bytes) {
            Some(value) => fields.push((name, value)),
            None => return Err(PageError::bad_request(Unreadable::Text(name))),
        }
    }
    Ok((Fields::of(fields), file))
}

fn refused(fault: &multer::Error) -> PageError {
    match fault {
        multer::Error::StreamSizeExceeded { .. } | multer::Error::FieldSizeExceeded { .. } => {
            PageError::of_status(StatusCode::PAYLOAD_TOO_LARGE)
        }
        _ => PageError::bad_request(Unreadable::Request),
    }
}
