//! The session's cookie, and the page that a person wanted before signing in.

use crate::{App, Settings};
use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::people::Role;
use portal::{RequestContext, sign_in::DEVICE_MEMORY};

/// The name of the session's cookie. On plain http (practice mode) browsers take no `__Host-` cookie.
fn cookie_name(settings: &Settings) -> &'static str {
    if settings.secure_cookies { "__Host-assent" } else { "assent" }
}

/// The name of the cookie that a browser is known by at the next sign-in (ID-4). It says nothing of who.
fn device_name(settings: &Settings) -> &'static str {
    if settings.secure_cookies { "__Host-assent-device" } else { "assent-device" }
}

/// The name of the cookie with the language that was chosen.
fn language_name(settings: &Settings) -> &'static str {
    if settings.secure_cookies { "__Host-assent-language" } else { "assent-language" }
}

/// How long a browser remembers the language, in seconds: a year.
const LANGUAGE_MEMORY: i64 = 31_536_000;

/// The name of the cookie that names a password's reset to the browser that asked for it.
fn reset_name(settings: &Settings) -> &'static str {
    if settings.secure_cookies { "__Host-assent-reset" } else { "assent-reset" }
}

/// How long a browser keeps it, in seconds: as long as a code, and then a new password, may take.
const RESET_MEMORY: i64 = 1200;

/// The name of the cookie that belongs to a way to the identity provider and back.
fn provider_name(settings: &Settings) -> &'static str {
    if settings.secure_cookies { "__Host-assent-provider" } else { "assent-provider" }
}

/// How long a browser keeps it, in seconds: as long as that way may take, and then the consent to a link.
const PROVIDER_MEMORY: i64 = 600;

/// The session's token in a request.
pub(crate) fn session_token<'a>(headers: &'a HeaderMap, settings: &Settings) -> Option<&'a str> {
    cookie(headers, cookie_name(settings))
}

/// What a browser is known by.
pub(crate) fn device<'a>(headers: &'a HeaderMap, settings: &Settings) -> Option<&'a str> {
    cookie(headers, device_name(settings)).filter(|device| device.len() <= 64)
}

/// The language that was chosen with this browser.
pub(crate) fn language<'a>(headers: &'a HeaderMap, settings: &Settings) -> Option<&'a str> {
    cookie(headers, language_name(settings))
}

/// The answer that makes the browser remember a language.
pub(crate) fn with_language(app: &App, tag: &str, mut response: Response) -> Response {
    let cookie = format!("{}={tag}", language_name(&app.settings));
    set(app, &mut response, &cookie, Some(LANGUAGE_MEMORY));
    response
}

/// The token of the reset that was asked for with this browser.
pub(crate) fn reset<'a>(headers: &'a HeaderMap, settings: &Settings) -> Option<&'a str> {
    cookie(headers, reset_name(settings)).filter(|token| token.len() <= 64)
}

/// The answer that names a reset to the browser.
pub(crate) fn with_reset(app: &App, token: &str, mut response: Response) -> Response {
    set(app, &mut response, &format!("{}={token}", reset_name(&app.settings)), Some(RESET_MEMORY));
    response
}

/// The answer after which the browser knows of no reset.
pub(crate) fn without_reset(app: &App, mut response: Response) -> Response {
    set(app, &mut response, &format!("{}=", reset_name(&app.settings)), Some(0));
    response
}

/// The token of a way to the identity provider, or of what waits for its account's consent.
pub(crate) fn provider<'a>(headers: &'a HeaderMap, settings: &Settings) -> Option<&'a str> {
    cookie(headers, provider_name(settings)).filter(|token| token.len() <= 64)
}

/// The answer that gives the browser such a token.
pub(crate) fn with_provider(app: &App, token: &str, mut response: Response) -> Response {
    set(app, &mut response, &format!("{}={token}", provider_name(&app.settings)), Some(PROVIDER_MEMORY));
    response
}

/// The answer after which the browser has none.
pub(crate) fn without_provider(app: &App, mut response: Response) -> Response {
    set(app, &mut response, &format!("{}=", provider_name(&app.settings)), Some(0));
    response
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value)
}

/// Sets a cookie that no script reads and no other site's form carries; for so many seconds, or until the browser closes.
fn set(app: &App, response: &mut Response, cookie: &str, seconds: Option<i64>) {
    let life = seconds.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    let secure = if app.settings.secure_cookies { "; Secure" } else { "" };
    let cookie = format!("{cookie}{life}; Path=/; HttpOnly; SameSite=Lax{secure}");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// The answer with the cookie of a session, and the one that the browser is known by from now on.
pub(crate) fn with_session(
    app: &App,
    token: &str,
    context: &RequestContext,
    mut response: Response,
) -> Response {
    set(app, &mut response, &format!("{}={token}", cookie_name(&app.settings)), None);
    with_device(app, context, response)
}

/// The answer with the cookie that the browser is known by from now on.
pub(crate) fn with_device(app: &App, context: &RequestContext, mut response: Response) -> Response {
    let device = format!("{}={}", device_name(&app.settings), context.device);
    set(app, &mut response, &device, Some(DEVICE_MEMORY));
    response
}

/// The answer that takes the cookie away, and whatever else the browser keeps of the portal.
pub(crate) fn without_session(app: &App, mut response: Response) -> Response {
    set(app, &mut response, &format!("{}=", cookie_name(&app.settings)), Some(0));
    // Not the cookies: the session's is gone already, and a browser stays known to its limits.
    let everything = HeaderValue::from_static("\"cache\", \"storage\"");
    response.headers_mut().insert("clear-site-data", everything);
    response
}

/// The token that a request carries, whether or not anybody is signed in with it.
pub(crate) fn token(app: &App, headers: &HeaderMap) -> String {
    session_token(headers, &app.settings).unwrap_or("").to_owned()
}

/// A wanted page, when it is one of ours: a local path, and not a step of signing in or out.
pub(crate) fn local(next: &str) -> Option<&str> {
    let good = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains(['\\', '\0'])
        && !next.chars().any(char::is_control)
        && next.len() <= 2000
        && !next.starts_with("/sign-")
        && !next.starts_with("/step-up");
    good.then_some(next)
}

/// An address with the wanted page carried along.
pub(crate) fn carrying(path: &str, next: &str) -> String {
    match local(next) {
        Some(next) => {
            let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
            format!("{path}?next={next}")
        }
        None => path.to_owned(),
    }
}

/// Where a person of a role starts.
pub(crate) fn home(role: Role) -> &'static str {
    match role {
        Role::Consumer => "/home",
        Role::Assister => "/consumers",
        Role::ResourceManager => "/manage",
        Role::AgencyAdministrator => "/agency",
        Role::ServiceDesk | Role::Auditor => "/",
    }
}

/// Where to go after signing in.
pub(crate) fn onward(next: &str, role: Role) -> String {
    local(next).filter(|next| *next != "/").unwrap_or(home(role)).to_owned()
}

/// A redirect after a form.
pub(crate) fn go(to: &str) -> Response {
    Redirect::to(to).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_local_paths_are_returned_to() {
        for good in ["/home", "/consumers/k/application?page=income", "/"] {
            assert_eq!(local(good), Some(good));
        }
        for bad in [
            "",
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/a\nb",
            "/sign-in",
            "/sign-out",
            "/step-up?next=/home",
            "home",
        ] {
            assert_eq!(local(bad), None, "{bad}");
        }
        assert_eq!(onward("//evil.example", Role::Assister), "/consumers");
        assert_eq!(carrying("/sign-in/code", "/a?b=c"), "/sign-in/code?next=%2Fa%3Fb%3Dc");
    }
}
