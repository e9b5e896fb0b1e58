//! A form that came too late for its session (ID-3): what was typed is kept for its account, and after signing in its page
//! comes back filled in; whoever typed it presses the button again. The page itself is the fresh one, with its own versions and
//! keys, so that whatever protects a page from a stale form protects it here too.
//!
//! The way back is an address: the form's page with `?kept=KEY`, which goes through signing in like any wanted page. A
//! form that is refused because its person has to confirm first goes the same way: `park` with `Late::unconfirmed`.

mod fill;

use crate::{
    App,
    cookies::{self, carrying, go, home},
    form::{Fields, Posted},
    layout::CSRF_FIELD,
    parts::{Alert, AlertKind, Spoken},
    refusal::PageError,
};
use askama::Template;
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{people::ParkedKey, typed::Reader};
use fill::{Filled, Filling};
use portal::{
    Late, RequestContext, Session,
    parked::{Parked, ParkedForm},
};
use words::{Moment, Words};

/// What the address of a page calls the form with which it is to be filled.
const KEPT: &str = "kept";
/// What the address of the sign-in page calls the reason why nothing is kept.
const ENDED: &str = "ended";
/// The longest page that is filled: more than any has.
const LONGEST_PAGE: usize = 16 * 1024 * 1024;

/// What became of a form that came too late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    /// It is kept.
    Yes,
    /// Nothing was typed that may be kept.
    Nothing,
    /// It is too long.
    TooLong,
}

/// Where its person goes on.
#[derive(Clone, Debug)]
pub(crate) struct WayBack {
    /// The form's page, filled in when something is kept.
    pub(crate) address: String,
    /// What became of it.
    pub(crate) kept: Kept,
}

/// Keeps what a form held for whoever it is of, and says where they go on after signing in or confirming that it is them.
pub(crate) async fn park(
    app: &App,
    late: &Late,
    action: &str,
    fields: &Fields,
) -> Result<WayBack, PageError> {
    let page = app.paths.page_above(action).to_owned();
    let reads = app.paths.reads(action);
    let mut form = ParkedForm { action: action.to_owned(), page, ..ParkedForm::default() };
    for (name, value) in fields.iter() {
        match reads(name) {
            Some(reader) if may_be_kept(name, reader) => {
                form.fields.push((name.to_owned(), value.to_owned()));
            }
            Some(_) => form.left_out |= !value.trim().is_empty(),
            // What no person filled in is the fresh page's own.
            None => {}
        }
    }
    let page = form.page.clone();
    if form.fields.iter().all(|(_, value)| value.trim().is_empty()) {
        return Ok(WayBack { address: page, kept: Kept::Nothing });
    }
    Ok(match app.portal.park_form(late, form).await? {
        Some(key) => WayBack { address: filled_by(&page, &key), kept: Kept::Yes },
        None => WayBack { address: page, kept: Kept::TooLong },
    })
}

/// Secrets are never kept. A Social Security number has its place under its consumer's own key and no second one. What
/// somebody agreed to is agreed to again, in front of the words as they stand then.
fn may_be_kept(name: &str, reader: Reader) -> bool {
    let never =
        [Reader::Password, Reader::Code, Reader::SocialSecurityNumber, Reader::Signature, Reader::File];
    name != "agree" && !never.contains(&reader)
}

/// The address of a page that is filled with a form.
fn filled_by(page: &str, key: &ParkedKey) -> String {
    format!("{page}?{KEPT}={key}")
}

/// Whether an address leads to a page that is filled.
fn leads_to_a_form(next: &str) -> bool {
    next.split_once('?').is_some_and(|(_, asked)| asked.starts_with(KEPT))
}

/// What a form that nobody is signed in for leads to: to Sign in, when it is the own form of a session that ended.
pub(crate) fn too_late(request: &Request) -> TooLate {
    TooLate {
        action: request.uri().path().to_owned(),
        headers: request.headers().clone(),
        posted: request.extensions().get::<Posted>().cloned(),
        context: request.extensions().get::<RequestContext>().cloned().unwrap_or_default(),
    }
}

/// A form that came too late, apart from its request.
pub(crate) struct TooLate {
    action: String,
    headers: HeaderMap,
    posted: Option<Posted>,
    context: RequestContext,
}

impl TooLate {
    pub(crate) async fn answer(self, app: &App) -> Result<Response, PageError> {
        let refused = Err(PageError::not_signed_in());
        let Some(posted) = self.posted.filter(|_| !wants_json(&self.headers)) else { return refused };
        let token = cookies::token(app, &self.headers);
        let Some(late) = app.portal.late(&token, posted.get(CSRF_FIELD), &self.context).await? else {
            return refused;
        };
        let way = park(app, &late, &self.action, &posted).await?;
        let to = carrying("/sign-in", &way.address);
        Ok(match way.kept {
            Kept::Yes => go(&to),
            Kept::Nothing => go(&format!("{to}&{ENDED}=nothing")),
            Kept::TooLong => go(&format!("{to}&{ENDED}=too_long")),
        })
    }
}

/// The same for a form with a file, which is not even read: a file is never kept.
pub(crate) fn file_too_late(app: &App, request: &Request) -> Option<Response> {
    let kind = request.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
    let path = request.uri().path();
    let is_file = kind.to_ascii_lowercase().starts_with("multipart/")
        && app.uploads.iter().any(|(own, _)| *own == path);
    let was_in = !cookies::token(app, request.headers()).is_empty();
    let to = carrying("/sign-in", app.paths.page_above(path));
    (is_file && was_in).then(|| go(&format!("{to}&{ENDED}=file")))
}

/// Where a form leads that carries the token of an earlier session of whoever is signed in again; `None` when it is
/// no such form, or nothing of it can be kept.
pub(crate) async fn of_an_earlier_session(
    app: &App,
    session: &Session,
    action: &str,
    fields: &Fields,
) -> Result<Option<Response>, PageError> {
    let Some(late) = app.portal.late_of(session, fields.get(CSRF_FIELD)).await? else { return Ok(None) };
    let way = park(app, &late, action, fields).await?;
    Ok((way.kept == Kept::Yes).then(|| go(&way.address)))
}

/// Where somebody goes who just signed in: to the page that was wanted, to a form of theirs that waits, or home.
pub(crate) async fn arrive(
    app: &App,
    token: &str,
    context: &RequestContext,
    next: &str,
) -> Result<String, PageError> {
    let wanted = cookies::local(next).filter(|next| *next != "/");
    let session = app.portal.session_of(token, context.clone()).await?;
    Ok(match (wanted, session) {
        (Some(wanted), _) => wanted.to_owned(),
        (None, Some(session)) => match app.portal.waiting_form(&session).await? {
            Some((key, page)) => filled_by(&page, &key),
            None => home(session.actor().role()).to_owned(),
        },
        (None, None) => "/".to_owned(),
    })
}

/// What the sign-in page says first, to somebody whose session ended: whether what was typed is kept.
pub(crate) fn said_at_sign_in(words: Words, next: &str, ended: &str) -> Option<Alert> {
    let (kind, said) = match ended {
        _ if leads_to_a_form(next) => (AlertKind::Info, words.parked_kept()),
        "nothing" => (AlertKind::Info, words.parked_nothing()),
        "too_long" => (AlertKind::Warning, words.parked_too_long()),
        "file" => (AlertKind::Warning, words.parked_file()),
        _ => return None,
    };
    Some(Alert::new(kind, said))
}

/// Whether a program asks and no person.
pub(crate) fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.contains("json") && !accept.contains("html"))
}

/// The kept form that an address names.
pub(crate) fn asked(request: &Request) -> Option<ParkedKey> {
    let asked = request.uri().query()?;
    let (_, key) = form_urlencoded::parse(asked.as_bytes()).find(|(name, _)| name == KEPT)?;
    (key.len() <= 64).then(|| ParkedKey(key.into_owned()))
}

/// A page that is to be filled.
pub(crate) struct ToFill {
    key: ParkedKey,
    form: ParkedForm,
    when: Moment,
}

/// What stands behind the address of a filled page: the form, or where to go in its place. Somebody else than its person
/// is led to their own start page; one that is gone, to the page as it is.
pub(crate) async fn opened(
    app: &App,
    session: &Session,
    key: ParkedKey,
    path: &str,
) -> Result<Result<ToFill, Response>, PageError> {
    Ok(match app.portal.parked_form(session, &key).await? {
        Parked::Here(form, at) if form.page == path => {
            Ok(ToFill { key, form, when: app.portal.moment_of(at) })
        }
        Parked::Another => Err(go(home(session.actor().role()))),
        Parked::Here(..) | Parked::Gone => Err(go(path)),
    })
}

#[derive(Template)]
#[template(path = "parked/banner.html")]
struct Banner {
    words: Words,
    when: Moment,
    left_out: bool,
    no_place: Vec<String>,
}

impl ToFill {
    /// The page with what was kept in its form. Any other answer than a page goes out as it is: it says itself why
    /// the page does not open, and the form stays until it lapses.
    pub(crate) async fn fill(self, app: &App, words: Words, answer: Response) -> Response {
        let kind = answer.headers().get(header::CONTENT_TYPE);
        let is_page = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
        if answer.status() != StatusCode::OK || !is_page {
            return answer;
        }
        let (mut parts, body) = answer.into_parts();
        let Ok(bytes) = axum::body::to_bytes(body, LONGEST_PAGE).await else {
            return PageError::of_status(StatusCode::INTERNAL_SERVER_ERROR).into_response();
        };
        let Self { key, form, when } = self;
        let reads = app.paths.reads(&form.action);
        let filling = Filling {
            action: &form.action,
            new_action: &filled_by(&form.action, &key),
            page: &form.page,
            fields: &form.fields,
            is_kept: &|name| reads(name).is_some_and(|reader| may_be_kept(name, reader)),
        };
        let Filled { mut html, content_at, no_place } =
            fill::fill(&String::from_utf8_lossy(&bytes), &filling);
        let banner = Banner { words, when, left_out: form.left_out, no_place };
        if let (Some(at), Ok(banner)) = (content_at, banner.render_with_values(&Spoken(words))) {
            html.insert_str(at, &banner);
        }
        parts.headers.remove(header::CONTENT_LENGTH);
        Response::from_parts(parts, Body::from(html))
    }
}

/// Forgets a form that was sent now, when the answer says that it was taken.
pub(crate) async fn sent(app: &App, session: &Session, key: &ParkedKey, answer: StatusCode) {
    if answer.is_redirection()
        && let Err(fault) = app.portal.forget_parked(session, key).await
    {
        // It lapses by itself.
        tracing::warn!(code = fault.failure_code(), "a kept form is not forgotten");
    }
}
