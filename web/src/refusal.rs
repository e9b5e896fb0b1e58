//! The one place that turns an error of the portal into a status, a page and a problem document (RFC
//! 9457): what happened, what to do, whom to call.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{access::Denial, limits::Limit, refusal::Kind};
use portal::Error;
use words::{Problem, Unreadable};

/// Why a page cannot be shown. `frame` makes the page around it, in the reader's language.
#[derive(Clone, Debug)]
pub struct PageError {
    /// HTTP status.
    pub status: StatusCode,
    /// The code of rules.md.
    pub code: &'static str,
    /// The rule, empty for failures.
    pub rule: &'static str,
    /// What people read.
    pub problem: Problem,
    /// Seconds after which to try again.
    pub retry_after: Option<u32>,
}

impl PageError {
    fn new(status: StatusCode, code: &'static str, rule: &'static str, problem: Problem) -> Self {
        Self { status, code, rule, problem, retry_after: None }
    }

    /// Whether a limit of the exchange (L1-L5) stopped one act for a consumer who is otherwise open to the
    /// assister.
    pub fn concerns_one_consumer(&self) -> bool {
        self.code.starts_with("limit.")
    }

    /// 404, the same for what does not exist and for what one may not know of.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "ACT-1", Problem::NotFound)
    }

    /// 401.
    pub fn not_signed_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "not_signed_in", "ID-3", Problem::NotSignedIn)
    }

    /// 403 for a page of another role.
    pub fn not_this_role() -> Self {
        Denial::NotThisRole.into()
    }

    /// 403 for a form that another site may have sent.
    pub fn forged() -> Self {
        Self::new(StatusCode::FORBIDDEN, "form.csrf", "CSRF", Problem::Forged)
    }

    /// 400.
    pub fn bad_request(what: Unreadable) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_request", "INPUT", Problem::Unreadable(what))
    }

    /// Another status that the web server itself found, such as 405.
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::not_found(),
            StatusCode::METHOD_NOT_ALLOWED => {
                Self::new(status, "method_not_allowed", "INPUT", Problem::NotPossible)
            }
            StatusCode::PAYLOAD_TOO_LARGE => Self::new(status, "too_large", "INPUT", Problem::TooLarge),
            StatusCode::SERVICE_UNAVAILABLE => {
                Self { retry_after: Some(5), ..Self::new(status, "unavailable", "", Problem::TooBusy) }
            }
            other if other.is_client_error() => {
                Self { status: other, ..Self::bad_request(Unreadable::Request) }
            }
            other => Self::new(other, "failure", "", Problem::Failure),
        }
    }
}

impl From<Denial> for PageError {
    fn from(denial: Denial) -> Self {
        match denial {
            Denial::NoBasis | Denial::Limit(Limit::NoticesHidden) => Self::not_found(),
            Denial::NotThisRole
            | Denial::ConfirmAgain
            | Denial::ConsumerOnly
            | Denial::NotCertified(_)
            | Denial::Limit(_) => {
                let (code, rule) = (denial.code(), denial.rule());
                Self::new(StatusCode::FORBIDDEN, code, rule, Problem::Denied(denial))
            }
        }
    }
}

impl From<Error> for PageError {
    fn from(error: Error) -> Self {
        match error {
            Error::Denied(denial) => denial.into(),
            Error::NotFound => Self::not_found(),
            Error::Refused(refusal) => {
                let status = match refusal.kind() {
                    Kind::NotSignedIn => StatusCode::UNAUTHORIZED,
                    Kind::NotAllowed => StatusCode::FORBIDDEN,
                    Kind::NotFound => StatusCode::NOT_FOUND,
                    Kind::Conflict => StatusCode::CONFLICT,
                    Kind::Unprocessable => StatusCode::UNPROCESSABLE_ENTITY,
                    Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
                };
                let problem = Problem::Refused(refusal);
                let retry_after = (refusal.kind() == Kind::TooMany).then_some(3600);
                Self { retry_after, ..Self::new(status, refusal.code(), refusal.rule(), problem) }
            }
            Error::Invalid(faults) => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", "INPUT", Problem::Answers(faults))
            }
            Error::Stale(_) => Self::new(StatusCode::CONFLICT, "application.stale", "ACT-7", Problem::Stale),
            Error::Unavailable(what) => {
                tracing::error!(what, "unavailable");
                Self::of_status(StatusCode::SERVICE_UNAVAILABLE)
            }
            Error::Database(_) if error.is_overload() => {
                tracing::warn!(code = error.failure_code(), "overload");
                Self::of_status(StatusCode::SERVICE_UNAVAILABLE)
            }
            Error::Database(_) => {
                tracing::error!(code = error.failure_code(), "database");
                Self::of_status(StatusCode::INTERNAL_SERVER_ERROR)
            }
            Error::File { path, fault } => {
                tracing::error!(path, fault, "file");
                Self::of_status(StatusCode::INTERNAL_SERVER_ERROR)
            }
            Error::Corrupt(what) => {
                tracing::error!(what, "stored value does not read back");
                Self::of_status(StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
