//! What the state's identity provider says behind the browser's back (OpenID Connect Back-Channel Logout 1.0): somebody
//! signed out there. No cookie counts here; the message proves itself.

use crate::{App, answer::ForPrograms, session::context_of};
use axum::{
    Router,
    body::to_bytes,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use domain::refusal::{Kind, Refusal};
use portal::{Error, sign_in::Heard};
use std::time::Duration;

/// The longest body.
const LONGEST_BODY: usize = 16 * 1024;
/// How long a body may take to come.
const BODY_TIME: Duration = Duration::from_secs(5);

/// Where the provider says it.
pub(crate) const PATH: &str = "/oidc/logout";

pub(crate) fn router() -> Router<App> {
    Router::new().route(PATH, post(logout))
}

async fn logout(app: App, request: Request) -> Response {
    let context = context_of(&request, &app.settings);
    let Some(token) = token(request).await else { return answer(StatusCode::BAD_REQUEST) };
    match app.portal.heard_of_logout(&token, &context).await {
        Ok(Heard::Ended(_)) => answer(StatusCode::OK),
        Ok(Heard::Wrong) => answer(StatusCode::BAD_REQUEST),
        Err(Error::NotFound) => answer(StatusCode::NOT_FOUND),
        Err(Error::Refused(refusal)) if refusal.kind() == Kind::TooMany => {
            let mut response = answer(StatusCode::TOO_MANY_REQUESTS);
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
            response
        }
        // It is asked to say it again.
        Err(Error::Refused(Refusal::ProviderDown)) => answer(StatusCode::SERVICE_UNAVAILABLE),
        Err(fault) => {
            tracing::error!(%fault, "a logout token");
            answer(StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}

/// The one field of the form.
async fn token(request: Request) -> Option<String> {
    let kind = request.headers().get(header::CONTENT_TYPE)?.to_str().ok()?.to_ascii_lowercase();
    if kind.split(';').next()?.trim() != "application/x-www-form-urlencoded" {
        return None;
    }
    let body =
        tokio::time::timeout(BODY_TIME, to_bytes(request.into_body(), LONGEST_BODY)).await.ok()?.ok()?;
    let mut tokens = form_urlencoded::parse(&body).filter(|(name, _)| name == "logout_token");
    let (_, token) = tokens.next()?;
    tokens.next().is_none().then(|| token.into_owned())
}

fn answer(status: StatusCode) -> Response {
    let mut response = status.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.extensions_mut().insert(ForPrograms);
    response
}
