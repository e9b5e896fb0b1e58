//! What SCIM is answered when something cannot be done (RFC 7644, section 3.12): the status, the kind of fault, and words
//! that name the attribute.

use super::CONTENT_TYPE;
use crate::answer::ForPrograms;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    access::Denial,
    form::Fault,
    refusal::{Kind, Refusal},
};
use portal::Error;
use serde_json::{Value, json};
use words::{Text, Words};

/// Why not.
#[derive(Clone, Debug)]
pub(super) struct ScimError {
    pub(super) status: StatusCode,
    pub(super) kind: Option<&'static str>,
    detail: String,
    /// Seconds after which to come again.
    retry_after: Option<i64>,
}

/// What people call the attribute of a form's field.
fn attribute(field: &str) -> &str {
    match field {
        "given_name" => "name.givenName",
        "family_name" => "name.familyName",
        "email" => "emails.value",
        "name" => "displayName",
        other => other,
    }
}

impl ScimError {
    pub(super) fn new(status: StatusCode, kind: Option<&'static str>, detail: &Text) -> Self {
        let busy = status == StatusCode::SERVICE_UNAVAILABLE;
        Self { status, kind, detail: detail.to_string(), retry_after: busy.then_some(5) }
    }

    /// 400 of a kind.
    pub(super) fn bad(kind: &'static str, detail: &Text) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Some(kind), detail)
    }

    /// 400: a value cannot be accepted.
    pub(super) fn value(attribute: &str, what: &Text) -> Self {
        Self::bad("invalidValue", &Words::default().scim_error_attribute(attribute, &**what))
    }

    /// 401.
    pub(super) fn no_token() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, None, &Words::default().scim_error_token())
    }

    /// 404.
    pub(super) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, None, &Words::default().scim_error_not_found())
    }

    /// 412.
    pub(super) fn stale() -> Self {
        Self::new(StatusCode::PRECONDITION_FAILED, None, &Words::default().scim_error_version())
    }

    /// 429: this token came more often than it may.
    pub(super) fn too_many(seconds: i64) -> Self {
        let detail = Words::default().scim_error_too_many(seconds);
        Self { retry_after: Some(seconds), ..Self::new(StatusCode::TOO_MANY_REQUESTS, None, &detail) }
    }

    /// 500.
    pub(super) fn failure() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, None, &Words::default().scim_error_failure())
    }

    fn of_refusal(refusal: Refusal) -> Self {
        let (status, kind) = match (refusal, refusal.kind()) {
            (Refusal::RecordChanged, _) => return Self::stale(),
            (
                Refusal::EmailTaken | Refusal::NpnTaken | Refusal::UserNameTaken | Refusal::AgencyNameTaken,
                _,
            ) => (StatusCode::CONFLICT, Some("uniqueness")),
            (Refusal::IllegalTransition, _) => (StatusCode::BAD_REQUEST, Some("mutability")),
            (_, Kind::NotFound) => return Self::not_found(),
            (_, Kind::NotAllowed | Kind::NotSignedIn) => (StatusCode::FORBIDDEN, None),
            (_, Kind::Conflict) => (StatusCode::CONFLICT, None),
            (_, Kind::Unprocessable) => (StatusCode::BAD_REQUEST, Some("invalidValue")),
            (_, Kind::TooMany) => (StatusCode::TOO_MANY_REQUESTS, None),
        };
        let words = Words::default();
        let named = match refusal {
            Refusal::EmailTaken => "emails.value",
            Refusal::NpnTaken => "npn",
            Refusal::UserNameTaken => "userName",
            Refusal::AgencyNameTaken => "displayName",
            Refusal::IllegalTransition | Refusal::StoppedByPerson => "active",
            _ => return Self::new(status, kind, &words.refusal(refusal)),
        };
        Self::new(status, kind, &words.scim_error_attribute(named, &*words.refusal(refusal)))
    }

    fn of_faults(faults: &[Fault]) -> Self {
        let words = Words::default();
        let said = |fault: &Fault| {
            words.scim_error_attribute(attribute(&fault.field), &*words.wrong(&fault.wrong)).into_owned()
        };
        let all: Vec<String> = faults.iter().map(said).collect();
        Self::bad("invalidValue", &Text::from(all.join(" ")))
    }
}

impl From<Error> for ScimError {
    fn from(error: Error) -> Self {
        match error {
            Error::Denied(Denial::NoBasis) | Error::NotFound => Self::not_found(),
            Error::Denied(_) => Self::new(StatusCode::FORBIDDEN, None, &Words::default().scim_error_scope()),
            Error::Refused(refusal) => Self::of_refusal(refusal),
            Error::Invalid(faults) => Self::of_faults(&faults),
            Error::Stale(_) => Self::stale(),
            fault => {
                tracing::error!(code = fault.failure_code(), "scim");
                match matches!(fault, Error::Unavailable(_)) || fault.is_overload() {
                    true => {
                        Self::new(StatusCode::SERVICE_UNAVAILABLE, None, &Words::default().scim_error_busy())
                    }
                    false => Self::failure(),
                }
            }
        }
    }
}

impl ScimError {
    fn body(&self) -> Value {
        let mut body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
            "status": self.status.as_str(), "detail": self.detail,
        });
        if let (Some(kind), Value::Object(body)) = (self.kind, &mut body) {
            body.insert("scimType".to_owned(), kind.into());
        }
        body
    }
}

impl IntoResponse for ScimError {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.body().to_string()).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, CONTENT_TYPE);
        response.extensions_mut().insert(ForPrograms);
        if self.status == StatusCode::UNAUTHORIZED {
            let realm = HeaderValue::from_static("Bearer realm=\"SCIM\", error=\"invalid_token\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, realm);
        }
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
