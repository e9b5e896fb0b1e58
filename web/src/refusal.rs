//! The one place that turns an error of the portal into a status, a page and a problem document (RFC
//! 9457): what happened, what to do, whom to call.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{access::Denial, limits::Limit, refusal::Kind};
use portal::Error;

/// Why a page cannot be shown. `frame` makes the page around it.
#[derive(Clone, Debug)]
pub struct PageError {
    /// HTTP status.
    pub status: StatusCode,
    /// The page's heading.
    pub title: &'static str,
    /// The code of rules.md.
    pub code: &'static str,
    /// The rule, empty for failures.
    pub rule: &'static str,
    /// What happened.
    pub what: String,
    /// What to do next.
    pub next: &'static str,
    /// Further lines: what is missing, which fields.
    pub details: Vec<String>,
    /// Seconds after which to try again.
    pub retry_after: Option<u32>,
}

impl PageError {
    fn new(status: StatusCode, title: &'static str, code: &'static str, rule: &'static str) -> Self {
        Self {
            status,
            title,
            code,
            rule,
            what: String::new(),
            next: "",
            details: Vec::new(),
            retry_after: None,
        }
    }

    fn says(mut self, what: impl Into<String>, next: &'static str) -> Self {
        self.what = what.into();
        self.next = next;
        self
    }

    /// Whether a limit of the exchange (L1-L5) stopped one act for a consumer who is otherwise open to the
    /// assister.
    pub fn concerns_one_consumer(&self) -> bool {
        self.code.starts_with("limit.")
    }

    /// 404, the same for what does not exist and for what one may not know of.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "Page not found", "not_found", "ACT-1").says(
            "There is no such page, or it is not open to you.",
            "Check the address, or go back and try another way. If you were helping a consumer, they may have removed you as their assister.",
        )
    }

    /// 401.
    pub fn not_signed_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "Sign in again", "not_signed_in", "ID-3").says(
            "You are not signed in. Your session may have ended because it was not used for a while.",
            "Sign in, then go back in your browser and send the form again.",
        )
    }

    /// 403 for a page of another role.
    pub fn not_this_role() -> Self {
        Self::new(StatusCode::FORBIDDEN, "Not part of your role", "role.not_allowed", "ROLE-1")
            .says("This page belongs to another role.", "Go back to your own start page.")
    }

    /// 403 for a form that another site may have sent.
    pub fn forged() -> Self {
        Self::new(StatusCode::FORBIDDEN, "Form not accepted", "form.csrf", "CSRF").says(
            "We could not tell that this form came from your own page, so nothing was changed.",
            "Go back, reload the page and send the form again.",
        )
    }

    /// 400.
    pub fn bad_request(what: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "We could not read this", "bad_request", "INPUT")
            .says(what, "Go back and try again.")
    }

    /// Another status that the web server itself found, such as 405.
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::not_found(),
            StatusCode::METHOD_NOT_ALLOWED => {
                Self::new(status, "Not possible here", "method_not_allowed", "INPUT").says(
                    "This address does not take this kind of request.",
                    "Go back and use the page's own buttons.",
                )
            }
            StatusCode::PAYLOAD_TOO_LARGE => Self::new(status, "Too much at once", "too_large", "INPUT")
                .says("What was sent is larger than this page takes.", "Go back and send less at once."),
            StatusCode::SERVICE_UNAVAILABLE => {
                let page = Self::new(status, "Too busy", "unavailable", "").says(
                    "The portal cannot do this at the moment. Nothing was lost that was saved before. \
                     What you sent just now may not have been saved.",
                    "Wait a few seconds, look whether it is there, and try again. If it happens again, call us.",
                );
                Self { retry_after: Some(5), ..page }
            }
            other if other.is_client_error() => {
                Self { status: other, ..Self::bad_request("The request could not be read.") }
            }
            other => Self::new(other, "Something went wrong", "failure", "").says(
                "Something went wrong on our side. Nothing was lost that was saved before.",
                "Try again in a minute. If it happens again, call us.",
            ),
        }
    }
}

/// A clause as a sentence of its own.
fn sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    letters.next().map_or(String::new(), |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

impl From<Denial> for PageError {
    fn from(denial: Denial) -> Self {
        let rule = denial.rule();
        let limit = |code, what: &str, next| {
            Self::new(StatusCode::FORBIDDEN, "Not possible in the assister portal", code, rule)
                .says(what, next)
        };
        match denial {
            Denial::NoBasis => Self::not_found(),
            Denial::NotThisRole => Self::not_this_role(),
            Denial::ConsumerOnly => limit(
                "association.consumer_only",
                "Only the consumer can do this, in their own account.",
                "Ask the consumer to sign in and open Your assister.",
            ),
            Denial::NotCertified(missing) => {
                let mut error = Self::new(
                    StatusCode::FORBIDDEN,
                    "You cannot act for consumers today",
                    "assister.not_certified",
                    rule,
                )
                .says(
                    "Your access is stopped until this is settled. Your associations stay and work again afterwards.",
                    "Call your desk to find out what to do.",
                );
                error.details = missing.iter().map(|missing| sentence(missing.in_words())).collect();
                error
            }
            Denial::Limit(Limit::FinancialAssistanceOnly) => limit(
                "limit.financial_assistance_only",
                "Only applications with financial assistance can be completed through the assister portal.",
                "The consumer can complete this application in their own account, or call the exchange.",
            ),
            Denial::Limit(Limit::InitialStatusOnly) => limit(
                "limit.initial_status_only",
                "The portal shows only the initial status of an application. It may have changed since.",
                "Call your desk for the present status.",
            ),
            Denial::Limit(Limit::NoticesHidden) => Self::not_found(),
            Denial::Limit(Limit::DisassociationByDesk) => limit(
                "limit.disassociation_by_desk",
                "An assister cannot end an association online.",
                "Call your desk. They end it for you.",
            ),
            Denial::Limit(Limit::NoChangeAfterSubmission) => limit(
                "limit.no_change_after_submission",
                "A submitted application cannot be corrected or changed here.",
                "Call to correct an error or report a change.",
            ),
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
                let mut page = Self::new(status, "This did not go through", refusal.code(), refusal.rule())
                    .says(refusal.to_string(), "Go back and try again, or call us.");
                if refusal.kind() == Kind::TooMany {
                    page.retry_after = Some(3600);
                }
                page
            }
            Error::Invalid(faults) => {
                let mut page = Self::new(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "Some answers need a change",
                    "invalid",
                    "INPUT",
                )
                .says("These answers cannot be accepted as they are.", "Go back and change them.");
                page.details = faults
                    .into_iter()
                    .map(|fault| format!("{}: {}", fault.field, Words::default().wrong(&fault.wrong)))
                    .collect();
                page
            }
            Error::Stale(_) => {
                Self::new(StatusCode::CONFLICT, "Saved since you opened it", "application.stale", "ACT-7")
                    .says(
                        "Somebody saved this page while you had it open.",
                        "Go back, reload the page and compare.",
                    )
            }
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
