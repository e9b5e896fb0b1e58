//! Sign in, the second factor, step-up, sign out.

mod passkeys;
mod provider;
mod step_up;

pub(crate) use passkeys::{begun, given, of_no_use, site, to_be_sent};
pub(crate) use provider::way as way_to_provider;
pub(crate) use step_up::late;

use crate::{
    App,
    answer::{show_in, show_with_in},
    cookies::{self, carrying, go, onward},
    form::Posted,
    layout::{CSRF_FIELD, Layout},
    parked,
    parts::{Alert, AlertKind, FieldErrors, FieldWidth, Hidden, Link, Passkey, PasskeyWanted, Qr, TextField},
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
    refusal::{Kind, Refusal},
    typed::Reader,
};
use portal::{
    Error, RequestContext,
    sign_in::{NextStep, PendingSignIn, SecondFactorKey, SecondFactorReady, SignIn},
};
use serde::Deserialize;
use words::{Phone, Text, Words};

pub(crate) fn routes() -> Vec<Route> {
    let mut routes = vec![
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
        Route::get("/sign-in/kept", Who::SignedIn, kept),
        Route::post("/sign-out", Who::SignedIn, sign_out),
    ];
    routes.extend(step_up::routes());
    routes.extend(passkeys::routes());
    routes.extend(provider::routes());
    routes
}

/// The field `code`.
pub(super) fn is_code(field: &str) -> Option<Reader> {
    (field == "code").then_some(Reader::Code)
}

/// The page that was wanted before signing in.
#[derive(Deserialize, Default)]
pub(crate) struct Wanted {
    #[serde(default)]
    pub(crate) next: String,
    /// What was done just now.
    #[serde(default)]
    pub(crate) said: String,
    /// Why nothing of a form is kept that came too late.
    #[serde(default)]
    ended: String,
}

#[derive(Template)]
#[template(path = "sign_in/page.html")]
struct Page {
    layout: Layout,
    errors: FieldErrors,
    /// What was done just now, or became of a form that came too late.
    said: Option<Alert>,
    next: Hidden,
    /// Where a new account is made, with the page that was wanted.
    create: String,
    name: TextField,
    password: TextField,
    passkey: Option<Passkey>,
    /// The way to the state's identity provider, where there is one.
    provider: Option<Link>,
}

impl Page {
    fn new(app: &App, guest: &Guest, name: &str, (next, ended): (&str, &str), errors: FieldErrors) -> Self {
        let words = guest.words;
        let layout = guest.layout(app, words.sign_in_title()).with_errors(&errors);
        let name = TextField::new("name", words.sign_in_name()).autocomplete("username").value(name);
        let wanted = (PasskeyWanted::Answer, &passkeys::SIGN_IN);
        Self {
            passkey: passkeys::button(app, &layout, wanted, (words.passkey_sign_in(), next), &errors),
            layout,
            said: parked::said_at_sign_in(words, next, ended),
            next: Hidden::new("next", cookies::local(next).unwrap_or("")),
            create: carrying("/create-account", next),
            name: name.errors(&errors),
            password: TextField::password("password", words.sign_in_password())
                .autocomplete("current-password")
                .errors(&errors),
            provider: provider::way(app, words, next),
            errors,
        }
    }
}

async fn page(app: App, guest: Guest, Query(wanted): Query<Wanted>) -> Result<Response, PageError> {
    if let Some(session) = &guest.session {
        return Ok(go(&onward(&wanted.next, session.actor().role())));
    }
    let mut page = Page::new(&app, &guest, "", (&wanted.next, &wanted.ended), FieldErrors::none());
    if wanted.said == "reset" {
        page.said = Some(Alert::new(AlertKind::Success, guest.words.sign_in_new_password()));
    }
    if let ("link", Some(provider)) = (&*wanted.said, app.portal.identity_provider()) {
        page.said = Some(Alert::new(AlertKind::Info, guest.words.provider_to_link(&*provider.name)));
    }
    show_in(guest.words, &page)
}

async fn sign_in(app: App, guest: Guest, headers: HeaderMap, form: Posted) -> Result<Response, PageError> {
    let (words, name, next) = (guest.words, form.get("name"), form.get("next"));
    let mut errors = FieldErrors::none();
    if form.given("name").is_none() {
        errors.add("name", words.sign_in_name_missing());
    }
    if form.get("password").is_empty() {
        errors.add("password", words.sign_in_password_missing());
    }
    if !errors.is_empty() {
        let page = Page::new(&app, &guest, name, (next, ""), errors);
        return show_with_in(words, StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let signed_in = match app.portal.sign_in(name, form.get("password"), &guest.context).await {
        Ok(signed_in) => signed_in,
        Err(Error::Refused(refusal)) => {
            let mut errors = FieldErrors::none();
            errors.add("name", words.refusal(refusal));
            return show_refused(words, refusal, &Page::new(&app, &guest, name, (next, ""), errors));
        }
        Err(other) => return Err(other.into()),
    };
    arrived(&app, &headers, &signed_in, &guest.context, next).await
}

/// The answer to whoever said who they are: their page, or the next step before.
async fn arrived(
    app: &App,
    headers: &HeaderMap,
    signed_in: &SignIn,
    context: &RequestContext,
    next: &str,
) -> Result<Response, PageError> {
    // ID-3: what the browser held before means nothing any more.
    app.portal.sign_out(&cookies::token(app, headers)).await?;
    let to = match signed_in.next {
        NextStep::Done => parked::arrive(app, &signed_in.token, context, next).await?,
        NextStep::Code => carrying("/sign-in/code", next),
        NextStep::SetUpSecondFactor => carrying("/sign-in/second-factor", next),
    };
    Ok(cookies::with_session(app, &signed_in.token, context, go(&to)))
}

/// A form that comes back with a refusal; with 429 it says when to try again.
pub(crate) fn show_refused(
    words: Words,
    refusal: Refusal,
    page: &impl Template,
) -> Result<Response, PageError> {
    let mut response = show_with_in(words, status_of(refusal), page)?;
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
    phone: Phone,
    /// The factor was said to be lost: a code of it stops that.
    lost: bool,
    /// When another one can be set up.
    lost_from: Option<Text>,
    /// Whether a code may be an app's; else there are recovery codes alone.
    has_app: bool,
    passkey: Option<Passkey>,
}

impl CodePage {
    fn new(app: &App, guest: &Guest, pending: &PendingSignIn, next: &str, errors: FieldErrors) -> Self {
        let (words, has_app) = (guest.words, pending.has_app());
        let layout = pending_layout(app, guest, pending, &words.code_title(), &errors);
        let wanted = (PasskeyWanted::Answer, &passkeys::CODE);
        let passkey = passkeys::button(app, &layout, wanted, (words.passkey_use(), next), &errors);
        let label = if has_app { words.code_field() } else { words.passkey_no_app_code() };
        Self {
            layout,
            has_app,
            passkey: passkey.filter(|_| pending.has_passkey()),
            next: Hidden::new("next", cookies::local(next).unwrap_or("")),
            code: TextField::new("code", label)
                .autocomplete("one-time-code")
                .width(FieldWidth::Medium)
                .errors(&errors),
            errors,
            phone: Phone(app.portal.profile().exchange.phone.clone()),
            lost: pending.may_replace(),
            lost_from: pending.may_replace_from().map(|at| words.lost_from(app.portal.moment_of(at))),
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
    if pending.next() == NextStep::SetUpSecondFactor && !pending.may_replace() {
        return Ok(go(&carrying("/sign-in/second-factor", &wanted.next)));
    }
    show_in(guest.words, &CodePage::new(&app, &guest, &pending, &wanted.next, FieldErrors::none()))
}

async fn code(app: App, guest: Guest, headers: HeaderMap, form: Posted) -> Result<Response, PageError> {
    let next = form.get("next");
    let Some(pending) = pending_form(&app, &guest, &headers, &form).await? else {
        return Ok(go(&carrying("/sign-in", next)));
    };
    match app.portal.finish_sign_in(&pending, form.get("code")).await {
        Ok(token) => signed_in(&app, &guest, (&pending, &token), next).await,
        Err(Error::Refused(refusal)) => {
            let mut errors = FieldErrors::none();
            errors.add("code", guest.words.refusal(refusal));
            show_refused(guest.words, refusal, &CodePage::new(&app, &guest, &pending, next, errors))
        }
        Err(other) => Err(other.into()),
    }
}

/// Whoever gave the second factor goes on.
async fn signed_in(
    app: &App,
    guest: &Guest,
    (pending, token): (&PendingSignIn, &str),
    next: &str,
) -> Result<Response, PageError> {
    let to = parked::arrive(app, token, &guest.context, next).await?;
    // The old factor was not lost, and whoever signed in with it is told what that stopped.
    let to = if pending.may_replace() { carrying("/sign-in/kept", &to) } else { to };
    Ok(cookies::with_session(app, token, &guest.context, go(&to)))
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
    /// Where the old factor signs in, when it was said to be lost.
    old: Option<String>,
    /// Whether nobody of this role signs in without one.
    needed: bool,
    passkey: Option<Passkey>,
}

impl SetUpPage {
    fn new(
        app: &App,
        guest: &Guest,
        pending: &PendingSignIn,
        key: &SecondFactorKey,
        (next, errors): (&str, FieldErrors),
    ) -> Result<Self, PageError> {
        let words = guest.words;
        let layout = pending_layout(app, guest, pending, &words.set_up_title(), &errors);
        let wanted = (PasskeyWanted::New, &passkeys::SET_UP);
        Ok(Self {
            passkey: passkeys::button(app, &layout, wanted, (words.passkey_set_up(), next), &errors),
            layout,
            next: Hidden::new("next", cookies::local(next).unwrap_or("")),
            qr: Qr::of(&key.address, words.set_up_picture())
                .ok_or_else(|| PageError::of_status(StatusCode::INTERNAL_SERVER_ERROR))?,
            key: key.text.clone(),
            old: pending.may_replace().then(|| carrying("/sign-in/code", next)),
            needed: pending.role().needs_second_factor(),
            code: TextField::digits("code", words.set_up_field())
                .autocomplete("one-time-code")
                .errors(&errors),
            errors,
        })
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
    show_in(guest.words, &SetUpPage::new(&app, &guest, &pending, &key, (&wanted.next, FieldErrors::none()))?)
}

#[derive(Template)]
#[template(path = "sign_in/recovery_codes.html")]
struct RecoveryCodes {
    layout: Layout,
    codes: Vec<String>,
    onward: String,
}

/// Whoever set a second factor up is signed in, and sees the recovery codes.
async fn set_up_done(
    app: &App,
    guest: &Guest,
    ready: SecondFactorReady,
    next: &str,
) -> Result<Response, PageError> {
    let session = app.portal.session_of(&ready.token, guest.context.clone()).await?;
    let guest = Guest { session, ..guest.clone() };
    let layout = guest.layout(app, guest.words.recovery_title());
    let onward = parked::arrive(app, &ready.token, &guest.context, next).await?;
    let page = RecoveryCodes { layout, codes: ready.recovery_codes, onward };
    Ok(cookies::with_session(app, &ready.token, &guest.context, show_in(guest.words, &page)?))
}

async fn set_up(app: App, guest: Guest, headers: HeaderMap, form: Posted) -> Result<Response, PageError> {
    let next = form.get("next");
    let Some(pending) = pending_form(&app, &guest, &headers, &form).await? else {
        return Ok(go(&carrying("/sign-in", next)));
    };
    if pending.next() == NextStep::Code {
        // It was set up in another window.
        return Ok(go(&carrying("/sign-in/code", next)));
    }
    let key = app.portal.second_factor_key(&pending).await?;
    let words = guest.words;
    match app.portal.confirm_second_factor(&pending, form.get("code")).await {
        Ok(ready) => set_up_done(&app, &guest, ready, next).await,
        Err(Error::Refused(refusal)) => {
            // There are no recovery codes yet: what may be typed here are the six digits only.
            let said = match refusal {
                Refusal::CodeWrong => words.set_up_wrong(),
                other => words.refusal(other),
            };
            let errors = FieldErrors::at_field("code", said);
            let page = SetUpPage::new(&app, &guest, &pending, &key, (next, errors))?;
            show_refused(words, refusal, &page)
        }
        Err(other) => Err(other.into()),
    }
}

#[derive(Template)]
#[template(path = "sign_in/kept.html")]
struct Kept {
    layout: Layout,
    phone: Phone,
    onward: String,
}

/// What signing in with a factor stopped that was said to be lost.
async fn kept(app: App, visitor: Visitor, Query(wanted): Query<Wanted>) -> Result<Response, PageError> {
    let words = visitor.words;
    let page = Kept {
        layout: visitor.layout(&app, words.kept_title()),
        phone: Phone(app.portal.profile().exchange.phone.clone()),
        onward: onward(&wanted.next, visitor.session.actor().role()),
    };
    show_in(words, &page)
}

async fn sign_out(app: App, visitor: Visitor, _form: Posted) -> Result<Response, PageError> {
    app.portal.end_session(&visitor.session).await?;
    let back = format!("{}/", app.settings.public_address);
    // Whoever signed in at the provider is signed in there still.
    let answer = match app.portal.goodbye_at_provider(&visitor.session, &back).await? {
        Some(url) => provider::goodbye(&app, visitor.words, &url)?,
        None => go("/"),
    };
    Ok(cookies::without_session(&app, answer))
}
