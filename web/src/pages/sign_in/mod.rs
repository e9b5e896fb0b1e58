//! Sign in, the second factor, sign out.

use crate::{
    App,
    answer::{show, show_with},
    cookies::{self, carrying, go, onward},
    form::Posted,
    layout::{CSRF_FIELD, Layout},
    parts::{FieldErrors, FieldWidth, Hidden, TextField},
    query::Query,
    refusal::PageError,
    routes::{Route, Who},
    session::{Guest, Visitor},
};
use askama::Template;
use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use domain::{
    form::Wrong,
    refusal::{Kind, Refusal},
    typed::Reader,
};
use portal::{
    Error,
    sign_in::{NextStep, PendingSignIn, SecondFactorKey},
};
use serde::Deserialize;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/sign-in", Who::Anyone, page),
        Route::post("/sign-in", Who::Anyone, sign_in).reads(|field| match field {
            "name" => Some(Reader::SignInName),
            "password" => Some(Reader::Password),
            _ => None,
        }),
        Route::get("/sign-in/code", Who::Anyone, code_page),
        Route::post("/sign-in/code", Who::Anyone, code).reads(is_code),
        Route::get("/sign-in/second-factor", Who::Anyone, set_up_page),
        Route::post("/sign-in/second-factor", Who::Anyone, set_up).reads(is_code),
        Route::get("/sign-in/forgot", Who::Anyone, forgot),
        Route::post("/sign-out", Who::SignedIn, sign_out),
    ]
}

/// The field `code`.
pub(super) fn is_code(field: &str) -> Option<Reader> {
    (field == "code").then_some(Reader::Code)
}

/// The page that was wanted before signing in.
#[derive(Deserialize, Default)]
pub(crate) struct Wanted {
    #[serde(default)]
    next: String,
}

#[derive(Template)]
#[template(path = "sign_in/page.html")]
struct Page {
    layout: Layout,
    errors: FieldErrors,
    next: Hidden,
    name: TextField,
    password: TextField,
}

impl Page {
    fn new(app: &App, guest: &Guest, name: &str, next: &str, errors: FieldErrors) -> Self {
        let layout = guest.layout(app, "Sign in").with_errors(&errors);
        let name = TextField::new("name", "Username or e-mail").autocomplete("username").value(name);
        Self {
            layout,
            next: Hidden::new("next", cookies::local(next).unwrap_or("")),
            name: name.errors(&errors),
            password: TextField::password("password", "Password")
                .autocomplete("current-password")
                .errors(&errors),
            errors,
        }
    }
}

async fn page(app: App, guest: Guest, Query(wanted): Query<Wanted>) -> Result<Response, PageError> {
    if let Some(session) = &guest.session {
        return Ok(go(&onward(&wanted.next, session.actor().role())));
    }
    show(&Page::new(&app, &guest, "", &wanted.next, FieldErrors::none()))
}

async fn sign_in(app: App, guest: Guest, headers: HeaderMap, form: Posted) -> Result<Response, PageError> {
    let (name, next) = (form.get("name"), form.get("next"));
    let mut errors = FieldErrors::none();
    if form.given("name").is_none() {
        errors.add("name", "Enter your username or e-mail address.");
    }
    if form.get("password").is_empty() {
        errors.add("password", "Enter your password.");
    }
    if !errors.is_empty() {
        let page = Page::new(&app, &guest, name, next, errors);
        return show_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let signed_in = match app.portal.sign_in(name, form.get("password"), &guest.context).await {
        Ok(signed_in) => signed_in,
        Err(Error::Refused(refusal)) => {
            let mut errors = FieldErrors::none();
            errors.add("name", refusal.to_string());
            return show_refused(refusal, &Page::new(&app, &guest, name, next, errors));
        }
        Err(other) => return Err(other.into()),
    };
    // ID-3: what the browser held before means nothing any more.
    app.portal.sign_out(&cookies::token(&app, &headers)).await?;
    let to = match signed_in.next {
        NextStep::Done => onward(next, domain::people::Role::Consumer),
        NextStep::Code => carrying("/sign-in/code", next),
        NextStep::SetUpSecondFactor => carrying("/sign-in/second-factor", next),
    };
    Ok(cookies::with_session(&app, &signed_in.token, &guest.context, go(&to)))
}

/// A form that comes back with a refusal; with 429 it says when to try again.
pub(crate) fn show_refused(refusal: Refusal, page: &impl Template) -> Result<Response, PageError> {
    let mut response = show_with(status_of(refusal), page)?;
    if refusal.kind() == Kind::TooMany {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
    }
    Ok(response)
}

fn status_of(refusal: Refusal) -> StatusCode {
    match refusal.kind() {
        Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::NotSignedIn | Kind::NotAllowed | Kind::NotFound | Kind::Unprocessable => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
    }
}

#[derive(Template)]
#[template(path = "sign_in/code.html")]
struct CodePage {
    layout: Layout,
    errors: FieldErrors,
    next: Hidden,
    code: TextField,
    phone: String,
}

impl CodePage {
    fn new(app: &App, guest: &Guest, pending: &PendingSignIn, next: &str, errors: FieldErrors) -> Self {
        Self {
            layout: pending_layout(app, guest, pending, "Enter your code", &errors),
            next: Hidden::new("next", cookies::local(next).unwrap_or("")),
            code: TextField::new("code", "Code from your app, or a recovery code")
                .autocomplete("one-time-code")
                .width(FieldWidth::Medium)
                .errors(&errors),
            errors,
            phone: app.portal.profile().exchange.phone.clone(),
        }
    }
}

/// The frame of a page between password and second factor: nobody is signed in yet.
fn pending_layout(
    app: &App,
    guest: &Guest,
    pending: &PendingSignIn,
    title: &str,
    errors: &FieldErrors,
) -> Layout {
    let mut layout = guest.layout(app, title);
    layout.csrf = pending.csrf().to_owned();
    layout.has_error = !errors.is_empty();
    layout
}

/// Who owes which second factor; `None` when nobody does (then sign-in starts over).
async fn pending(app: &App, guest: &Guest, headers: &HeaderMap) -> Result<Option<PendingSignIn>, PageError> {
    let token = cookies::token(app, headers);
    Ok(app.portal.pending_sign_in(&token, guest.context.clone()).await?)
}

/// The same for a form, with its CSRF token checked: the frame knows only tokens of those signed in.
async fn pending_form(
    app: &App,
    guest: &Guest,
    headers: &HeaderMap,
    form: &Posted,
) -> Result<Option<PendingSignIn>, PageError> {
    let pending = pending(app, guest, headers).await?;
    match &pending {
        Some(known) if form.get(CSRF_FIELD) != known.csrf() => Err(PageError::forged()),
        Some(_) | None => Ok(pending),
    }
}

async fn code_page(
    app: App,
    guest: Guest,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    let Some(pending) = pending(&app, &guest, &headers).await? else {
        return Ok(go(&carrying("/sign-in", &wanted.next)));
    };
    if pending.next() == NextStep::SetUpSecondFactor {
        return Ok(go(&carrying("/sign-in/second-factor", &wanted.next)));
    }
    show(&CodePage::new(&app, &guest, &pending, &wanted.next, FieldErrors::none()))
}

async fn code(app: App, guest: Guest, headers: HeaderMap, form: Posted) -> Result<Response, PageError> {
    let next = form.get("next");
    let Some(pending) = pending_form(&app, &guest, &headers, &form).await? else {
        return Ok(go(&carrying("/sign-in", next)));
    };
    match app.portal.finish_sign_in(&pending, form.get("code")).await {
        Ok(token) => {
            Ok(cookies::with_session(&app, &token, &guest.context, go(&onward(next, pending.role()))))
        }
        Err(Error::Refused(refusal)) => {
            let mut errors = FieldErrors::none();
            errors.add("code", refusal.to_string());
            show_refused(refusal, &CodePage::new(&app, &guest, &pending, next, errors))
        }
        Err(other) => Err(other.into()),
    }
}

#[derive(Template)]
#[template(path = "sign_in/set_up.html")]
struct SetUpPage {
    layout: Layout,
    errors: FieldErrors,
    next: Hidden,
    qr: Qr,
    key: String,
    code: TextField,
}

/// A QR code as the modules of an inline picture.
struct Qr {
    size: usize,
    path: String,
}

impl Qr {
    fn of(text: &str) -> Result<Self, PageError> {
        let code =
            qrcode::QrCode::new(text).map_err(|_| PageError::of_status(StatusCode::INTERNAL_SERVER_ERROR))?;
        let width = code.width();
        let dark =
            code.to_colors().into_iter().enumerate().filter(|(_, color)| *color == qrcode::Color::Dark);
        // Four modules of quiet zone on each side, as the standard asks for.
        let path = dark.map(|(at, _)| format!("M{} {}h1v1h-1z", at % width + 4, at / width + 4)).collect();
        Ok(Self { size: width + 8, path })
    }
}

impl SetUpPage {
    fn new(
        app: &App,
        guest: &Guest,
        pending: &PendingSignIn,
        key: &SecondFactorKey,
        next: &str,
    ) -> Result<Self, PageError> {
        Ok(Self {
            layout: pending_layout(app, guest, pending, "Set up your second factor", &FieldErrors::none()),
            next: Hidden::new("next", cookies::local(next).unwrap_or("")),
            qr: Qr::of(&key.address)?,
            key: key.text.clone(),
            code: TextField::digits("code", "Six-digit code from your app").autocomplete("one-time-code"),
            errors: FieldErrors::none(),
        })
    }

    fn wrong(mut self, message: Wrong) -> Self {
        self.errors.add("code", message);
        self.layout.has_error = true;
        self.code = self.code.errors(&self.errors);
        self
    }
}

async fn set_up_page(
    app: App,
    guest: Guest,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    let Some(pending) = pending(&app, &guest, &headers).await? else {
        return Ok(go(&carrying("/sign-in", &wanted.next)));
    };
    if pending.next() == NextStep::Code {
        return Ok(go(&carrying("/sign-in/code", &wanted.next)));
    }
    let key = app.portal.second_factor_key(&pending).await?;
    show(&SetUpPage::new(&app, &guest, &pending, &key, &wanted.next)?)
}

#[derive(Template)]
#[template(path = "sign_in/recovery_codes.html")]
struct RecoveryCodes {
    layout: Layout,
    codes: Vec<String>,
    onward: String,
}

async fn set_up(app: App, guest: Guest, headers: HeaderMap, form: Posted) -> Result<Response, PageError> {
    let next = form.get("next");
    let Some(pending) = pending_form(&app, &guest, &headers, &form).await? else {
        return Ok(go(&carrying("/sign-in", next)));
    };
    let key = app.portal.second_factor_key(&pending).await?;
    let again =
        |wrong: Wrong| SetUpPage::new(&app, &guest, &pending, &key, next).map(|page| page.wrong(wrong));
    match app.portal.confirm_second_factor(&pending, form.get("code")).await {
        Ok(ready) => {
            let session = app.portal.session_of(&ready.token, guest.context.clone()).await?;
            let guest = Guest { session, ..guest.clone() };
            let layout = guest.layout(&app, "Your recovery codes");
            let onward = onward(next, pending.role());
            let page = RecoveryCodes { layout, codes: ready.recovery_codes, onward };
            Ok(cookies::with_session(&app, &ready.token, &guest.context, show(&page)?))
        }
        Err(Error::Invalid(faults)) => {
            let wrong = faults.into_iter().next().map_or(Wrong::NotOffered, |fault| fault.wrong);
            show_with(StatusCode::UNPROCESSABLE_ENTITY, &again(wrong)?)
        }
        Err(Error::Refused(refusal)) => show_refused(refusal, &again(refusal.into())?),
        Err(other) => Err(other.into()),
    }
}

#[derive(Template)]
#[template(path = "sign_in/forgot.html")]
struct Forgot {
    layout: Layout,
    exchange: String,
    phone: String,
    arc: String,
    arc_phone: String,
    bsl: String,
    bsl_phone: String,
}

async fn forgot(app: App, guest: Guest) -> Result<Response, PageError> {
    let profile = app.portal.profile();
    show(&Forgot {
        layout: guest.layout(&app, "Forgot your password"),
        exchange: profile.exchange.name.clone(),
        phone: profile.exchange.phone.clone(),
        arc: profile.assister_resource_center.name.clone(),
        arc_phone: profile.assister_resource_center.phone.clone(),
        bsl: profile.broker_service_line.name.clone(),
        bsl_phone: profile.broker_service_line.phone.clone(),
    })
}

async fn sign_out(app: App, visitor: Visitor, _form: Posted) -> Result<Response, PageError> {
    app.portal.end_session(&visitor.session).await?;
    Ok(cookies::without_session(&app, go("/")))
}
