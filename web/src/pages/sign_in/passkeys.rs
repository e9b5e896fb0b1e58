//! Passkeys on the pages of signing in: alone, after the password, and to confirm who is signed in (ID-1 to ID-3). Each is a
//! form of one button; what its script asks for first comes as JSON.

use super::{CodePage, Page, SetUpPage, pending_form, step_up};
use crate::{
    App,
    answer::ForPrograms,
    cookies::{self, carrying, go, onward},
    form::Posted,
    layout::Layout,
    pages::sign_in::show_refused,
    parked,
    parts::{Button, ButtonKind, FieldErrors, Hidden, PASSKEY, Passkey, PasskeyWanted},
    refusal::PageError,
    routes::{Route, Who},
    session::{Guest, Visitor},
};
use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::refusal::Refusal;
use portal::{
    Error,
    sign_in::{Ceremony, Given, NextStep, SignedInByPasskey, Site},
};
use words::{Text, Words};

pub(super) fn routes() -> [Route; 8] {
    [
        Route::post("/sign-in/passkey/start", Who::Anyone, start_sign_in),
        Route::post("/sign-in/passkey", Who::Anyone, sign_in),
        Route::post("/sign-in/code/passkey/start", Who::Anyone, start_second),
        Route::post("/sign-in/code/passkey", Who::Anyone, second),
        Route::post("/sign-in/second-factor/passkey/start", Who::Anyone, start_first),
        Route::post("/sign-in/second-factor/passkey", Who::Anyone, first),
        Route::post("/step-up/passkey/start", Who::SignedIn, start_confirming),
        Route::post("/step-up/passkey", Who::SignedIn, confirm),
    ]
}

/// The address at which passkeys are good.
pub(crate) fn site(app: &App) -> Result<&Site, PageError> {
    app.passkeys.as_deref().ok_or_else(|| Error::from(Refusal::NoPasskeysHere).into())
}

/// What a form brings back.
pub(crate) fn given(form: &Posted) -> Given<'_> {
    Given { ceremony: form.get("ceremony"), answer: form.get("answer") }
}

/// A ceremony for the script.
pub(crate) fn begun(ceremony: &Ceremony) -> Response {
    let Ceremony { key, options } = ceremony;
    // The options are JSON already.
    for_script(format!("{{\"ceremony\":\"{key}\",\"options\":{options}}}"))
}

/// Tells the script to send the form as it is: something is wrong with what was typed, and the form's page says what.
pub(crate) fn to_be_sent() -> Response {
    for_script("{\"send\":true}".to_owned())
}

fn for_script(json: String) -> Response {
    let mut answer = json.into_response();
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer.extensions_mut().insert(ForPrograms);
    answer
}

/// Where a page is, what its script asks first, and where its form goes.
pub(super) struct Addresses {
    page: &'static str,
    start: &'static str,
    form: &'static str,
}

pub(super) const SIGN_IN: Addresses =
    Addresses { page: "/sign-in", start: "/sign-in/passkey/start", form: "/sign-in/passkey" };
pub(super) const CODE: Addresses =
    Addresses { page: "/sign-in/code", start: "/sign-in/code/passkey/start", form: "/sign-in/code/passkey" };
pub(super) const SET_UP: Addresses = Addresses {
    page: "/sign-in/second-factor",
    start: "/sign-in/second-factor/passkey/start",
    form: "/sign-in/second-factor/passkey",
};
pub(super) const STEP_UP: Addresses =
    Addresses { page: "/step-up", start: "/step-up/passkey/start", form: "/step-up/passkey" };

/// The button of one of these pages, where passkeys work.
pub(super) fn button(
    app: &App,
    layout: &Layout,
    (wanted, page): (PasskeyWanted, &'static Addresses),
    (label, next): (Text, &str),
    errors: &FieldErrors,
) -> Option<Passkey> {
    let site = app.passkeys.as_deref()?;
    let button = Button::new(label).kind(ButtonKind::Outline);
    let (addresses, page) = ((page.start, page.form), carrying(page.page, next));
    let passkey = Passkey::new(wanted, addresses, site.origin(), &page, button);
    let next = Hidden::new("next", cookies::local(next).unwrap_or(""));
    Some(passkey.with(layout.csrf_field()).with(next).errors(errors))
}

/// Why a passkey was of no use. A form that brings nothing back was sent without script.
fn said(words: Words, form: &Posted, why: Refusal) -> Text {
    let is_empty = form.get("answer").is_empty() && why == Refusal::PasskeyRefused;
    if is_empty { words.passkey_no_script() } else { words.refusal(why) }
}

/// The same, where the button is.
pub(crate) fn of_no_use(words: Words, form: &Posted, why: Refusal) -> FieldErrors {
    FieldErrors::at_field(PASSKEY, said(words, form, why))
}

async fn start_sign_in(app: App, guest: Guest, _form: Posted) -> Result<Response, PageError> {
    let ceremony = app.portal.ask_passkey(site(&app)?, &guest.context).await?;
    // What was asked is good for this browser alone: it is known by its cookie from now on.
    Ok(cookies::with_device(&app, &guest.context, begun(&ceremony)))
}

async fn sign_in(app: App, guest: Guest, headers: HeaderMap, form: Posted) -> Result<Response, PageError> {
    let (words, next) = (guest.words, form.get("next"));
    match app.portal.sign_in_with_passkey(site(&app)?, given(&form), &guest.context).await {
        Ok(SignedInByPasskey { token, kept }) => {
            // ID-3: what the browser held before means nothing any more.
            app.portal.sign_out(&cookies::token(&app, &headers)).await?;
            let to = parked::arrive(&app, &token, &guest.context, next).await?;
            let to = if kept { carrying("/sign-in/kept", &to) } else { to };
            Ok(cookies::with_session(&app, &token, &guest.context, go(&to)))
        }
        Err(Error::Refused(why)) => {
            let errors = of_no_use(words, &form, why);
            show_refused(words, why, &Page::new(&app, &guest, "", (next, ""), errors))
        }
        Err(other) => Err(other.into()),
    }
}

async fn start_second(
    app: App,
    guest: Guest,
    headers: HeaderMap,
    form: Posted,
) -> Result<Response, PageError> {
    let pending = pending_form(&app, &guest, &headers, &form).await?;
    let pending = pending.ok_or_else(PageError::not_signed_in)?;
    Ok(begun(&app.portal.ask_second_passkey(site(&app)?, &pending).await?))
}

async fn second(app: App, guest: Guest, headers: HeaderMap, form: Posted) -> Result<Response, PageError> {
    let (words, next) = (guest.words, form.get("next"));
    let Some(pending) = pending_form(&app, &guest, &headers, &form).await? else {
        return Ok(go(&carrying("/sign-in", next)));
    };
    match app.portal.finish_sign_in_with_passkey(site(&app)?, &pending, given(&form)).await {
        Ok(token) => super::signed_in(&app, &guest, (&pending, &token), next).await,
        Err(Error::Refused(why)) => {
            let errors = of_no_use(words, &form, why);
            show_refused(words, why, &CodePage::new(&app, &guest, &pending, next, errors))
        }
        Err(other) => Err(other.into()),
    }
}

async fn start_first(
    app: App,
    guest: Guest,
    headers: HeaderMap,
    form: Posted,
) -> Result<Response, PageError> {
    let pending = pending_form(&app, &guest, &headers, &form).await?;
    let pending = pending.ok_or_else(PageError::not_signed_in)?;
    Ok(begun(&app.portal.ask_first_passkey(site(&app)?, &pending).await?))
}

async fn first(app: App, guest: Guest, headers: HeaderMap, form: Posted) -> Result<Response, PageError> {
    let (words, next) = (guest.words, form.get("next"));
    let Some(pending) = pending_form(&app, &guest, &headers, &form).await? else {
        return Ok(go(&carrying("/sign-in", next)));
    };
    if pending.next() == NextStep::Code {
        // It was set up in another window.
        return Ok(go(&carrying("/sign-in/code", next)));
    }
    match app.portal.set_up_passkey(site(&app)?, &pending, given(&form)).await {
        Ok(ready) => super::set_up_done(&app, &guest, ready, next).await,
        Err(Error::Refused(why)) => {
            let (key, errors) = (app.portal.second_factor_key(&pending).await?, of_no_use(words, &form, why));
            show_refused(words, why, &SetUpPage::new(&app, &guest, &pending, &key, (next, errors))?)
        }
        Err(other) => Err(other.into()),
    }
}

async fn start_confirming(app: App, visitor: Visitor, _form: Posted) -> Result<Response, PageError> {
    Ok(begun(&app.portal.ask_passkey_to_confirm(site(&app)?, &visitor.session).await?))
}

async fn confirm(app: App, visitor: Visitor, form: Posted) -> Result<Response, PageError> {
    let (words, session, next) = (visitor.words, &visitor.session, form.get("next"));
    match app.portal.step_up_with_passkey(site(&app)?, session, given(&form)).await {
        Ok(token) => {
            let to = onward(next, session.actor().role());
            Ok(cookies::with_session(&app, &token, session.context(), go(&to)))
        }
        Err(Error::Refused(why)) => {
            let said = said(words, &form, why);
            show_refused(words, why, &step_up::refused(&app, &visitor, next, (why, said)).await?)
        }
        Err(other) => Err(other.into()),
    }
}
