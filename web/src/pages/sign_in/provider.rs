//! Sign-in through the state's own identity provider (ID-1): the way there, the way back, and signing out there too. The way
//! back changes something although it is a link: it counts with the state that the browser was sent with, and its cookie.

use super::{Wanted, arrived, show_refused};
use crate::{
    App,
    answer::show_in,
    cookies::{self, carrying, go, local, onward},
    layout::Layout,
    parts::{ButtonKind, Link},
    query::Query,
    refusal::PageError,
    routes::{Route, Who},
    session::{Guest, Visitor},
};
use askama::Template;
use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use domain::refusal::Refusal;
use portal::{
    Error, RequestContext, Session,
    sign_in::{Answer, Begun, Finished, new_device},
};
use serde::Deserialize;
use words::{Phone, Text, Words};

/// Where somebody sets out for the provider.
const BEGIN: &str = "/sign-in/provider/begin";
/// Where they set out to confirm who they are.
const CONFIRM: &str = "/step-up/provider";
/// Where the provider sends them back to.
const BACK: &str = "/sign-in/provider";
/// Where somebody is asked for their consent whose account is not linked yet.
const LINK: &str = "/settings/provider";

pub(super) fn routes() -> [Route; 3] {
    [
        Route::get(BACK, Who::Anyone, finish),
        Route::get(BEGIN, Who::Anyone, begin),
        Route::get(CONFIRM, Who::SignedIn, confirm),
    ]
}

/// The way to the provider, with the page that is wanted afterwards; `None` where there is none.
pub(crate) fn way(app: &App, words: Words, next: &str) -> Option<Link> {
    let provider = app.portal.identity_provider()?;
    let link = Link::new(carrying(BEGIN, next), words.provider_sign_in(&*provider.name));
    Some(link.button(ButtonKind::Outline))
}

/// The same for whoever is signed in and can say there anew who they are.
pub(super) async fn way_to_confirm(
    app: &App,
    words: Words,
    session: &Session,
    next: &str,
) -> Result<Option<Link>, PageError> {
    let Some(provider) = app.portal.identity_provider() else { return Ok(None) };
    let may = app.portal.may_confirm_at_provider(session).await?;
    let link = || Link::new(carrying(CONFIRM, next), words.provider_confirm(&*provider.name));
    Ok(may.then(|| link().button(ButtonKind::Outline)))
}

#[derive(Template)]
#[template(path = "sign_in/provider.html")]
struct Failed {
    layout: Layout,
    lines: Vec<Text>,
    again: Link,
    back: Link,
    phone: Phone,
}

/// The page of whoever is not signed in: one sentence for whatever was wrong, and what to do next.
fn failed(app: &App, guest: &Guest, refusal: Refusal) -> Result<Response, PageError> {
    let (words, provider) = (guest.words, app.portal.identity_provider().ok_or_else(PageError::not_found)?);
    let is_down = refusal == Refusal::ProviderDown;
    let (title, again, back) = match &guest.session {
        Some(_) => {
            (words.provider_not_confirmed_title(), "/step-up", Link::new("/settings", words.settings_back()))
        }
        None => (words.provider_failed_title(), BEGIN, Link::new("/sign-in", words.sign_in_back())),
    };
    let (title, lines) = match is_down {
        true => (
            words.provider_down_title(&*provider.name),
            vec![words.provider_down(&*provider.name), words.provider_down_more()],
        ),
        false => (title, vec![words.refusal(refusal)]),
    };
    let mut layout = guest.layout(app, title);
    layout.has_error = true;
    // The address of the way back is good once.
    layout.here.clear();
    let page = Failed {
        layout,
        lines,
        again: Link::new(again, words.provider_try_again()).button(ButtonKind::Primary),
        back,
        phone: Phone(app.portal.profile().exchange.phone.clone()),
    };
    show_refused(words, refusal, &page)
}

/// Where the provider sends people back to.
fn back(app: &App) -> String {
    format!("{}{BACK}", app.settings.public_address)
}

/// Whether another site's page sent the browser here: nobody sets out without wanting to. Browsers of before 2023 do not say.
fn is_sent_by_another(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none")
}

fn set_out(app: &App, guest: &Guest, begun: Result<Begun, Error>) -> Result<Response, PageError> {
    match begun {
        Ok(begun) => Ok(cookies::with_provider(app, &begun.token, go(&begun.url))),
        Err(Error::Refused(refusal)) => failed(app, guest, refusal),
        Err(other) => Err(other.into()),
    }
}

async fn begin(
    app: App,
    guest: Guest,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    if app.portal.identity_provider().is_none() || is_sent_by_another(&headers) {
        return Ok(go(&carrying("/sign-in", &wanted.next)));
    }
    let next = local(&wanted.next).unwrap_or_default();
    let begun = app.portal.begin_at_provider(None, (&back(&app), next), &guest.context).await;
    set_out(&app, &guest, begun)
}

async fn confirm(
    app: App,
    guest: Guest,
    visitor: Visitor,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    if app.portal.identity_provider().is_none() || is_sent_by_another(&headers) {
        return Ok(go(&carrying("/step-up", &wanted.next)));
    }
    let (session, next) = (&visitor.session, local(&wanted.next).unwrap_or_default());
    let begun = app.portal.begin_at_provider(Some(session), (&back(&app), next), session.context()).await;
    set_out(&app, &guest, begun)
}

/// What the provider sends a browser back with.
#[derive(Deserialize, Default)]
struct Came {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    error: String,
    iss: Option<String>,
}

async fn finish(
    app: App,
    guest: Guest,
    headers: HeaderMap,
    Query(came): Query<Came>,
) -> Result<Response, PageError> {
    if app.portal.identity_provider().is_none() {
        return Ok(go("/sign-in"));
    }
    let context = known_by(&guest.context);
    let answer = Answer {
        token: cookies::provider(&headers, &app.settings).unwrap_or_default(),
        state: &came.state,
        code: &came.code,
        error: &came.error,
        issuer: came.iss.as_deref(),
    };
    let response = match app.portal.finish_at_provider(guest.session.as_ref(), &answer, &context).await {
        Ok(Finished::SignedIn(signed_in, next)) => {
            arrived(&app, &headers, &signed_in, &context, &next).await?
        }
        Ok(Finished::Confirmed(token, next)) => {
            let role = guest.session.as_ref().map(|session| session.actor().role());
            let to = role.map_or_else(|| "/".to_owned(), |role| onward(&next, role));
            cookies::with_session(&app, &token, &context, go(&to))
        }
        Ok(Finished::ToLink(token)) => {
            let to = match guest.session {
                Some(_) => LINK.to_owned(),
                None => format!("{}&said=link", carrying("/sign-in", LINK)),
            };
            return Ok(cookies::with_provider(&app, &token, go(&to)));
        }
        Err(Error::Refused(refusal)) => failed(&app, &guest, refusal)?,
        Err(other) => return Err(other.into()),
    };
    Ok(cookies::without_provider(&app, response))
}

/// A browser that signs in is known from then on, as by a form.
fn known_by(context: &RequestContext) -> RequestContext {
    let device = if context.device.is_empty() { new_device() } else { context.device.clone() };
    RequestContext { device, ..context.clone() }
}

#[derive(Template)]
#[template(path = "sign_in/goodbye.html")]
struct Goodbye {
    layout: Layout,
    provider: String,
    onward: Link,
}

/// Takes whoever signed out here to the provider, to sign out there: by a page of ours, because no form of ours may lead
/// anywhere else.
pub(super) fn goodbye(app: &App, words: Words, url: &str) -> Result<Response, PageError> {
    let provider = app.portal.identity_provider().ok_or_else(PageError::not_found)?.name.clone();
    let layout = crate::session::layout(app, (None, words), "", words.goodbye_title());
    let onward = Link::new(url, words.goodbye_link(&*provider)).button(ButtonKind::Primary);
    let mut response = show_in(words, &Goodbye { layout, provider, onward })?;
    if let Ok(value) = HeaderValue::from_str(&format!("0; url={url}")) {
        response.headers_mut().insert(header::REFRESH, value);
    }
    Ok(response)
}
