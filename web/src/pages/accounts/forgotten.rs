//! What to do without the password or the username: a code by mail, then a new password; the usernames by mail. For a
//! name that nobody has, every answer is the same.

use super::super::sign_in::{is_code, show_refused};
use crate::{
    App,
    answer::{show_in, show_with_in},
    cookies::{self, go},
    form::Posted,
    layout::Layout,
    parts::{Alert, AlertKind, Choice, FieldErrors, HelpLine, Questions, Radios, TextField},
    query::Query,
    refusal::PageError,
    routes::{Route, Who},
    session::Guest,
};
use askama::Template;
use axum::{
    http::{HeaderMap, StatusCode},
    response::Response,
};
use domain::{
    form::{AskAccount, Fields, reader_of},
    people::Role,
    profile::Desk,
    refusal::Refusal,
    typed::Reader,
};
use portal::{
    Error,
    accounts::{ResetAccount, new_password_questions},
};
use serde::Deserialize;
use words::{Asking, Words};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/forgot-password", Who::Anyone, ask_page),
        Route::post("/forgot-password", Who::Anyone, ask)
            .reads(|field| (field == "name").then_some(Reader::SignInName)),
        Route::get("/forgot-password/code", Who::Anyone, code_page),
        Route::post("/forgot-password/code", Who::Anyone, prove).reads(is_code),
        Route::get("/forgot-password/new", Who::Anyone, new_page),
        Route::post("/forgot-password/new", Who::Anyone, set).reads(|field| match field {
            "account" => Some(Reader::Choice),
            field => reader_of(&new_password_questions(), field),
        }),
        Route::get("/forgot-username", Who::Anyone, username_page),
        Route::post("/forgot-username", Who::Anyone, remind)
            .reads(|field| (field == "email").then_some(Reader::Email)),
    ]
}

/// Who helps by phone.
struct Desks {
    consumers: HelpLine,
    navigators: HelpLine,
    brokers: HelpLine,
}

impl Desks {
    fn of(app: &App) -> Self {
        let profile = app.portal.profile();
        let line = |name: &str, phone: &str| HelpLine { name: name.to_owned(), phone: phone.to_owned() };
        let desk = |desk: &Desk| line(&desk.name, &desk.phone);
        Self {
            consumers: line(&profile.exchange.name, &profile.exchange.phone),
            navigators: desk(&profile.assister_resource_center),
            brokers: desk(&profile.broker_service_line),
        }
    }
}

#[derive(Template)]
#[template(path = "accounts/forgot_password.html")]
struct AskPage {
    layout: Layout,
    errors: FieldErrors,
    name: TextField,
    desks: Desks,
}

impl AskPage {
    fn new(app: &App, guest: &Guest, name: &str, errors: FieldErrors) -> Self {
        let words = guest.words;
        Self {
            layout: guest.layout(app, words.reset_title()).with_errors(&errors),
            name: TextField::new("name", words.sign_in_name())
                .autocomplete("username")
                .value(name)
                .errors(&errors),
            desks: Desks::of(app),
            errors,
        }
    }
}

async fn ask_page(app: App, guest: Guest) -> Result<Response, PageError> {
    show_in(guest.words, &AskPage::new(&app, &guest, "", FieldErrors::none()))
}

async fn ask(app: App, guest: Guest, form: Posted) -> Result<Response, PageError> {
    let (words, name) = (guest.words, form.get("name"));
    let again = |message| AskPage::new(&app, &guest, name, FieldErrors::at_field("name", message));
    if form.given("name").is_none() {
        let page = again(words.sign_in_name_missing());
        return show_with_in(words, StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    match app.portal.ask_password_reset(name, &guest.context).await {
        Ok(token) => Ok(cookies::with_reset(&app, &token, go("/forgot-password/code"))),
        Err(Error::Refused(refusal)) => show_refused(words, refusal, &again(words.refusal(refusal))),
        Err(other) => Err(other.into()),
    }
}

#[derive(Template)]
#[template(path = "accounts/reset_code.html")]
struct CodePage {
    layout: Layout,
    errors: FieldErrors,
    code: TextField,
    desks: Desks,
}

impl CodePage {
    fn new(app: &App, guest: &Guest, errors: FieldErrors) -> Self {
        let words = guest.words;
        Self {
            layout: guest.layout(app, words.mailed_title()).with_errors(&errors),
            code: TextField::digits("code", words.mailed_field())
                .autocomplete("one-time-code")
                .errors(&errors),
            desks: Desks::of(app),
            errors,
        }
    }
}

/// The token of the reset that this browser asked for. Whoever has none begins at the beginning.
fn reset(app: &App, headers: &HeaderMap) -> Result<String, Response> {
    let token = cookies::reset(headers, &app.settings).map(str::to_owned);
    token.ok_or_else(|| go("/forgot-password"))
}

async fn code_page(app: App, guest: Guest, headers: HeaderMap) -> Result<Response, PageError> {
    match reset(&app, &headers) {
        Ok(_) => show_in(guest.words, &CodePage::new(&app, &guest, FieldErrors::none())),
        Err(begin) => Ok(begin),
    }
}

async fn prove(app: App, guest: Guest, headers: HeaderMap, form: Posted) -> Result<Response, PageError> {
    let words = guest.words;
    let token = match reset(&app, &headers) {
        Ok(token) => token,
        Err(begin) => return Ok(begin),
    };
    match app.portal.prove_password_reset(&token, form.get("code"), &guest.context).await {
        Ok(()) => Ok(go("/forgot-password/new")),
        Err(Error::Refused(refusal)) => {
            let errors = FieldErrors::at_field("code", words.refusal(refusal));
            show_refused(words, refusal, &CodePage::new(&app, &guest, errors))
        }
        Err(other) => Err(other.into()),
    }
}

#[derive(Template)]
#[template(path = "accounts/new_password.html")]
struct NewPage {
    layout: Layout,
    errors: FieldErrors,
    /// The account, where there is one.
    only: Option<String>,
    accounts: Option<Radios>,
    questions: Questions,
}

impl NewPage {
    fn new(app: &App, guest: &Guest, accounts: &[ResetAccount], typed: &Fields, errors: FieldErrors) -> Self {
        let words = guest.words;
        let layout = guest.layout(app, words.new_password_title()).with_errors(&errors);
        let questions = new_password_questions();
        let asking = Asking::new(words, app.portal.profile());
        let errors = errors.of_questions(asking, &questions);
        let choices = accounts.iter().map(|one| Choice::new(&*one.username, called(words, one))).collect();
        let radios = Radios::new("account", asking.question(&AskAccount::WhichAccount.into()).label, choices)
            .value(typed.get("account").map_or("", String::as_str))
            .errors(&errors);
        let only = match accounts {
            [only] => Some(only.username.clone()),
            _ => None,
        };
        Self {
            accounts: only.is_none().then_some(radios),
            only,
            questions: Questions::new(asking, &questions, typed, &errors),
            layout,
            errors,
        }
    }
}

/// An account by its username, and what it is for.
fn called(words: Words, account: &ResetAccount) -> words::Text {
    match account.role {
        Role::Consumer => words.account_own(&*account.username),
        Role::Assister
        | Role::AgencyAdministrator
        | Role::ResourceManager
        | Role::ServiceDesk
        | Role::Auditor => words.account_work(&*account.username),
    }
}

async fn new_page(app: App, guest: Guest, headers: HeaderMap) -> Result<Response, PageError> {
    let token = match reset(&app, &headers) {
        Ok(token) => token,
        Err(begin) => return Ok(begin),
    };
    match app.portal.proven_password_reset(&token).await {
        Ok(accounts) => {
            let page = NewPage::new(&app, &guest, &accounts, &Fields::new(), FieldErrors::none());
            show_in(guest.words, &page)
        }
        Err(error) => over(&app, &guest, error),
    }
}

/// The first page again, which says that this reset cannot be finished.
fn over(app: &App, guest: &Guest, error: Error) -> Result<Response, PageError> {
    let words = guest.words;
    match error {
        Error::Refused(refusal @ Refusal::ResetOver) => {
            let errors = FieldErrors::at_field("name", words.refusal(refusal));
            show_refused(words, refusal, &AskPage::new(app, guest, "", errors))
        }
        other => Err(other.into()),
    }
}

async fn set(app: App, guest: Guest, headers: HeaderMap, form: Posted) -> Result<Response, PageError> {
    let token = match reset(&app, &headers) {
        Ok(token) => token,
        Err(begin) => return Ok(begin),
    };
    let typed = form.typed();
    let faults = match app.portal.reset_password(&token, &typed, &guest.context).await {
        Ok(()) => return Ok(cookies::without_reset(&app, go("/sign-in?said=reset"))),
        Err(Error::Invalid(faults)) => faults,
        Err(other) => return over(&app, &guest, other),
    };
    match app.portal.proven_password_reset(&token).await {
        Ok(accounts) => {
            let page = NewPage::new(&app, &guest, &accounts, &typed, faults.into());
            show_with_in(guest.words, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => over(&app, &guest, error),
    }
}

#[derive(Template)]
#[template(path = "accounts/forgot_username.html")]
struct UsernamePage {
    layout: Layout,
    errors: FieldErrors,
    said: Option<Alert>,
    email: TextField,
    desks: Desks,
}

impl UsernamePage {
    fn new(app: &App, guest: &Guest, (email, said): (&str, Option<Alert>), errors: FieldErrors) -> Self {
        let words = guest.words;
        let asked = Asking::new(words, app.portal.profile()).question(&AskAccount::OwnEmail.into());
        Self {
            layout: guest.layout(app, words.reminder_title()).with_errors(&errors),
            said,
            email: TextField::new("email", asked.label)
                .hint(asked.hint)
                .autocomplete("email")
                .value(email)
                .errors(&errors),
            desks: Desks::of(app),
            errors,
        }
    }
}

#[derive(Deserialize, Default)]
struct Said {
    said: Option<String>,
}

async fn username_page(app: App, guest: Guest, Query(said): Query<Said>) -> Result<Response, PageError> {
    let said = (said.said.as_deref() == Some("sent"))
        .then(|| Alert::new(AlertKind::Success, guest.words.reminder_sent()));
    show_in(guest.words, &UsernamePage::new(&app, &guest, ("", said), FieldErrors::none()))
}

async fn remind(app: App, guest: Guest, form: Posted) -> Result<Response, PageError> {
    let (words, email) = (guest.words, form.get("email"));
    let again = |errors| UsernamePage::new(&app, &guest, (email, None), errors);
    match app.portal.remind_of_username(email, &guest.context).await {
        Ok(()) => Ok(go("/forgot-username?said=sent")),
        Err(Error::Invalid(faults)) => {
            show_with_in(words, StatusCode::UNPROCESSABLE_ENTITY, &again(faults.into()))
        }
        Err(Error::Refused(refusal)) => {
            show_refused(words, refusal, &again(FieldErrors::at_field("email", words.refusal(refusal))))
        }
        Err(other) => Err(other.into()),
    }
}
