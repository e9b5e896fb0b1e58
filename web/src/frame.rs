//! What stands around every request: its id, the session, the form with its CSRF check, the answer's
//! headers, and the page for whatever went wrong.

use crate::{
    App, Settings,
    answer::ForPrograms,
    api, assets, cookies,
    form::{Fields, LONGEST_FORM, Posted},
    language,
    layout::{CSRF_FIELD, Layout},
    pages::{self, staying::UNTIL},
    parked::{self, Kept, WayBack},
    parts::{ButtonKind, HelpLine, Link, Spoken},
    paths::Paths,
    refusal::PageError,
    routes,
    session::{self, context_of},
    upload,
};
use askama::Template;
use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::get,
};
use domain::access::Denial;
use portal::{Late, Portal, RequestContext, Session, sign_in::Site};
use std::{sync::Arc, time::Duration};
use tokio::sync::Semaphore;
use words::{Problem, Text, Told, Words};

/// How long the body of a form may take to come.
const BODY_TIME: Duration = Duration::from_secs(10);
/// How long one with a file may take: as long as a request may.
const UPLOAD_TIME: Duration = Duration::from_secs(14);
/// Files that come at once; others wait for their turn.
const FILES_AT_ONCE: usize = 16;

/// The whole portal as a web service.
pub fn app(portal: Portal, settings: Settings) -> Router {
    let table = pages::table(portal.is_practice());
    let paths = Paths::of(table.iter().map(|route| (route.method, route.path, route.reads)));
    let files = table.iter().filter(|route| route.takes_file);
    let uploads = files.filter_map(|route| Some((route.path, route.who.role()?))).collect();
    let passkeys = Site::of(&settings.public_address, &portal.profile().exchange.name).map(Arc::new);
    let files_at_once = Arc::new(Semaphore::new(FILES_AT_ONCE));
    let app = App { portal, settings: Arc::new(settings), paths, passkeys, uploads, files_at_once };
    routes::router(&app, table)
        .layer(from_fn_with_state(app.clone(), frame))
        .merge(api::router())
        .fallback(nowhere)
        .layer(axum::middleware::from_fn(to_the_end))
        .layer(tower_http::timeout::TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            Duration::from_secs(15),
        ))
        .layer(from_fn_with_state(app.clone(), error_page))
        .layer(tower_http::compression::CompressionLayer::new())
        .layer(tower_http::catch_panic::CatchPanicLayer::new())
        .route("/static/{*path}", get(assets::serve))
        .layer(axum::middleware::map_response(headers))
        .with_state(app)
}

/// Work that was begun goes on to its commit or rollback, although the visitor hung up or waited too long:
/// a request dropped half way would give its connection back in the middle of a transaction.
async fn to_the_end(request: Request, next: Next) -> Response {
    match tokio::spawn(portal::on_one_budget(next.run(request))).await {
        Ok(response) => response,
        Err(stopped) => match stopped.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        },
    }
}

/// An address without a page: the answer still knows who is signed in, and takes no form.
async fn nowhere(app: App, request: Request) -> Response {
    let mut response = PageError::not_found().into_response();
    let context = context_of(&request, &app.settings);
    if let Some(token) = cookies::session_token(request.headers(), &app.settings)
        && let Ok(session) = app.portal.session_of(token, context).await
    {
        language::of_account(&app, session.as_ref()).map(|words| response.extensions_mut().insert(words));
        response.extensions_mut().insert(session);
    }
    response
}

/// Session and form of a request; then the route.
async fn frame(app: App, mut request: Request, next: Next) -> Response {
    if nul_in_address(&request) {
        return PageError::not_found().into_response();
    }
    let mut context = context_of(&request, &app.settings);
    let token = cookies::session_token(request.headers(), &app.settings).map(str::to_owned);
    let session = match token {
        None => Ok(None),
        Some(token) if request.uri().path() == UNTIL => {
            app.portal.session_unused(&token, context.clone()).await
        }
        Some(token) => app.portal.session_of(&token, context.clone()).await,
    };
    let session = match session {
        Ok(session) => session,
        Err(fault) => return PageError::from(fault).into_response(),
    };
    let of_browser = request.extensions().get::<Words>().copied();
    let words = language::of_account(&app, session.as_ref()).or(of_browser).unwrap_or_default();
    words.tag().clone_into(&mut context.language);
    let session = session.map(|session| session.speaking(words.tag()));
    request.extensions_mut().insert(session.clone());
    request.extensions_mut().insert(context.clone());
    request.extensions_mut().insert(words);
    let answer = with_what_is_kept(&app, session.as_ref(), words, request, next).await;
    let mut response = answer.unwrap_or_else(IntoResponse::into_response);
    response.extensions_mut().insert(session);
    response.extensions_mut().insert(context);
    response.extensions_mut().insert(words);
    response
}

/// The route's answer: a form is read and checked before, and a page that waits for what was kept is filled after.
async fn with_what_is_kept(
    app: &App,
    session: Option<&Session>,
    words: Words,
    request: Request,
    next: Next,
) -> Result<Response, PageError> {
    let (kept, path) = (session.zip(parked::asked(&request)), request.uri().path().to_owned());
    // The table has pages and forms only; any other method finds no handler and is answered with 405.
    if request.method() == Method::POST {
        if session.is_none()
            && let Some(instead) = parked::file_too_late(app, &request)
        {
            return Ok(instead);
        }
        let (read, fields) = with_form(request, session, app).await?;
        if let Some(session) = session
            && fields.get(CSRF_FIELD) != session.csrf()
        {
            let earlier = parked::of_an_earlier_session(app, session, &path, &fields);
            return earlier.await?.ok_or_else(PageError::forged);
        }
        let mut answer = next.run(read).await;
        if let Some(session) = session
            && wants_confirming(&answer)
        {
            let way = parked::park(app, &Late::unconfirmed(session), &path, &fields).await?;
            answer.extensions_mut().insert(way);
        }
        if let Some((session, key)) = kept {
            parked::sent(app, session, &key, answer.status()).await;
        }
        return Ok(answer);
    }
    let Some((session, key)) = kept.filter(|_| request.method() == Method::GET) else {
        return Ok(next.run(request).await);
    };
    match parked::opened(app, session, key, &path).await? {
        Ok(page) => Ok(page.fill(app, words, next.run(request).await).await),
        Err(instead) => Ok(instead),
    }
}

/// Whether the door refused because its person has to confirm first that it is them.
fn wants_confirming(answer: &Response) -> bool {
    let error = answer.extensions().get::<PageError>();
    error.is_some_and(|error| matches!(error.problem, Problem::Denied(Denial::ConfirmAgain)))
}

fn nul_in_address(request: &Request) -> bool {
    let uri = request.uri();
    let address = uri.path_and_query().map_or("", |address| address.as_str());
    percent_encoding::percent_decode_str(address).any(|byte| byte == 0)
}

/// Whether a form says that it came from another site's page. Browsers of before 2023 say it by `Origin` alone; `null`
/// is what they say of our own pages, because these tell no referrer.
fn is_foreign(headers: &HeaderMap, settings: &Settings) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site != "same-origin" && site != "none";
    }
    let Some(origin) = headers.get(header::ORIGIN).filter(|origin| *origin != "null") else { return false };
    let host_of = |address: &[u8]| {
        let address = String::from_utf8_lossy(address).to_ascii_lowercase();
        address.split_once("://").and_then(|(_, rest)| Some(rest.split('/').next()?.to_owned()))
    };
    let origin = host_of(origin.as_bytes());
    let asked =
        headers.get(header::HOST).map(|host| String::from_utf8_lossy(host.as_bytes()).to_ascii_lowercase());
    origin.is_none() || (origin != host_of(settings.public_address.as_bytes()) && origin != asked)
}

/// Reads the form. That it came from the visitor's own page is checked by its token, which is the caller's.
async fn with_form(
    request: Request,
    session: Option<&Session>,
    app: &App,
) -> Result<(Request, Arc<Fields>), PageError> {
    if is_foreign(request.headers(), &app.settings) {
        return Err(PageError::forged());
    }
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let boundary = kind.filter(|_| may_upload(&request, session, app)).and_then(upload::boundary);
    if boundary.is_none() && !kind.is_some_and(is_form) {
        return Err(PageError::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let late = |_| PageError::of_status(StatusCode::REQUEST_TIMEOUT);
    let (mut parts, body) = request.into_parts();
    let fields = match boundary {
        Some(boundary) => {
            let read = async {
                let _turn = app.files_at_once.acquire().await;
                upload::read(body, boundary).await
            };
            let (fields, file) = tokio::time::timeout(UPLOAD_TIME, read).await.map_err(late)??;
            parts.extensions.insert(file);
            fields
        }
        None => {
            let body = tokio::time::timeout(BODY_TIME, axum::body::to_bytes(body, LONGEST_FORM))
                .await
                .map_err(late)?
                .map_err(|_| PageError::of_status(StatusCode::PAYLOAD_TOO_LARGE))?;
            Fields::parse(&body).map_err(PageError::bad_request)?
        }
    };
    let fields = Arc::new(fields);
    let mut request = Request::from_parts(parts, Body::empty());
    request.extensions_mut().insert(Posted(fields.clone()));
    Ok((request, fields))
}

/// Whether the form may have a file: nobody else makes the portal hold a long body.
fn may_upload(request: &Request, session: Option<&Session>, app: &App) -> bool {
    let role = session.map(|session| session.actor().role());
    app.uploads.iter().any(|(path, of)| *path == request.uri().path() && role == Some(*of))
}

/// Whether a content type is the one that our forms send.
fn is_form(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or("").trim();
    kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

#[derive(Template)]
#[template(path = "refusal/page.html")]
struct ErrorPage {
    layout: Layout,
    told: Told,
    /// The line by which staff find what happened.
    trace: Text,
    /// The desk of the assister who is signed in, by kind (DESK-1).
    desk: Option<HelpLine>,
    /// Links to where one can go on.
    ways: Vec<Link>,
}

/// Gives every error its page, or its problem document for callers that ask for JSON.
async fn error_page(app: App, mut request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let is_form = request.method() == Method::POST;
    let wanted = request.uri().path_and_query().map_or("/", |wanted| wanted.as_str()).to_owned();
    // Read once, for every answer: `frame` puts the account's over it.
    let of_browser = language::of_browser(&app, request.headers());
    request.extensions_mut().insert(of_browser);
    let wants_json = parked::wants_json(request.headers());
    let response = next.run(request).await;
    let status = response.status();
    // A plain text is what the framework says of an address or a body that it could not read.
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_page = kind.is_some_and(|kind| !kind.as_bytes().starts_with(b"text/plain"))
        || response.extensions().get::<ForPrograms>().is_some();
    if !(status.is_client_error() || status.is_server_error()) || is_page {
        return response;
    }
    let error =
        response.extensions().get::<PageError>().cloned().unwrap_or_else(|| PageError::of_status(status));
    let session = response.extensions().get::<Option<Session>>().cloned().flatten();
    let words = response.extensions().get::<Words>().copied().unwrap_or(of_browser);
    if let (Problem::Denied(Denial::ConfirmAgain), Some(session), false) =
        (&error.problem, &session, wants_json)
    {
        let way = response.extensions().get::<WayBack>();
        let next = match way {
            Some(way) => &way.address,
            None if is_form => app.paths.page_above(&path),
            None => &wanted,
        };
        let kept = way.is_some_and(|way| way.kept == Kept::Yes);
        match pages::sign_in::late(&app, (session, words), (&path, next), kept).await {
            Ok(page) => return page,
            Err(fault) => tracing::error!(code = fault.code, "a step-up that cannot be asked for"),
        }
    }
    let context = response.extensions().get::<RequestContext>();
    let request_id = context.map(|context| context.request_id.clone()).unwrap_or_default();
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    if let Some(seconds) = error.retry_after {
        parts.headers.insert(header::RETRY_AFTER, seconds.into());
    }
    let mut layout = session::layout(&app, (session.as_ref(), words), &path, "");
    let told = words.problem(&about(&error, &path, session.as_ref()));
    let body = if wants_json {
        let problem = serde_json::json!({
            "type": format!("about:blank#{}", error.code), "title": told.title, "status": status.as_u16(),
            "detail": told.what, "code": error.code, "rule": error.rule, "request_id": request_id,
        });
        parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        Body::from(problem.to_string())
    } else {
        layout.title = told.title.to_string();
        layout.has_error = true;
        // An address that did not open is not said again.
        layout.here.clear();
        let kind = session.as_ref().and_then(Session::assister_kind);
        let desk = kind.map(|kind| app.portal.profile().desk(kind));
        let desk = desk.map(|desk| HelpLine { name: desk.name.clone(), phone: desk.phone.clone() });
        let ways = ways_on(words, &error, &path, layout.home_href());
        let trace = words.error_trace(error.code, error.rule, &request_id);
        let page = ErrorPage { layout, told, trace, desk, ways };
        parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        Body::from(page.render_with_values(&Spoken(words)).unwrap_or_default())
    };
    Response::from_parts(parts, body)
}

/// What the page of an error is about: an assister who asked for a consumer is told why there may be none.
fn about(error: &PageError, path: &str, session: Option<&Session>) -> Problem {
    let of_assister = session.is_some_and(|session| session.assister_kind().is_some());
    match (of_assister && path.starts_with("/consumers/"), &error.problem) {
        (true, Problem::NotFound) => Problem::ConsumerNotFound,
        (_, problem) => problem.clone(),
    }
}

/// Where one can go from an error: back to the consumer whom a limit concerns, to Sign in, to the start page
/// unless that is the page that does not open.
fn ways_on(words: Words, error: &PageError, path: &str, home: &str) -> Vec<Link> {
    let mut ways = Vec::new();
    if error.status == StatusCode::UNAUTHORIZED {
        ways.push(Link::new("/sign-in", words.error_sign_in()));
    }
    if let Some(key) = path.strip_prefix("/consumers/").and_then(|rest| rest.split('/').next())
        && error.concerns_one_consumer()
    {
        ways.push(Link::new(format!("/consumers/{key}"), words.error_back_to_consumer()));
    }
    if path != home {
        ways.push(Link::new(home, words.error_start_page()));
    }
    let kinds = [ButtonKind::Primary, ButtonKind::Outline, ButtonKind::Outline];
    ways.into_iter().zip(kinds).map(|(way, kind)| way.button(kind)).collect()
}

const CONTENT_SECURITY_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);

/// The headers of every answer; personal pages are never stored.
async fn headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}
