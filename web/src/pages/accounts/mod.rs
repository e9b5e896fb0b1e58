//! Creating and activating accounts: consumers with a code by mail, assisters with their registration code.

mod forgotten;

use super::sign_in::{Wanted, is_code, show_refused};
use crate::{
    App,
    answer::{show_in, show_with_in},
    cookies::{self, carrying, go, onward},
    form::Posted,
    layout::Layout,
    parts::{Button, ButtonForm, ButtonKind, FieldErrors, FieldWidth, Hidden, Questions, TextField},
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
    form::{Fields, reader_of},
    people::Role,
    refusal::Refusal,
    typed::Reader,
};
use portal::{
    Error, FieldFault,
    accounts::{registration_questions, sign_in_questions},
};
use words::{Asking, Name};

pub(crate) fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::get("/create-account", Who::Anyone, create_page),
        Route::post("/create-account", Who::Anyone, create)
            .reads(|field| reader_of(&registration_questions(&Fields::new()), field)),
        Route::get("/create-account/code", Who::Anyone, create_again),
        Route::post("/create-account/code", Who::Anyone, confirm).reads(is_code),
        Route::get("/create-account/code/again", Who::Anyone, create_again),
        Route::post("/create-account/code/again", Who::Anyone, mail_again),
        Route::get("/activate", Who::Anyone, activate_page),
        Route::post("/activate", Who::Anyone, check_code)
            .reads(|field| (field == "registration_code").then_some(Reader::Code)),
        Route::get("/activate/account", Who::Anyone, activate_again),
        Route::post("/activate/account", Who::Anyone, activate)
            .reads(|field| reader_of(&sign_in_questions(), field)),
    ];
    routes.extend(forgotten::routes());
    routes
}

#[derive(Template)]
#[template(path = "accounts/create.html")]
struct CreatePage {
    layout: Layout,
    errors: FieldErrors,
    next: Hidden,
    /// Where one signs in, with the page that was wanted.
    sign_in: String,
    questions: Questions,
}

impl CreatePage {
    fn new(app: &App, guest: &Guest, typed: &Fields, next: &str, errors: FieldErrors) -> Self {
        let layout = guest.layout(app, guest.words.create_title()).with_errors(&errors);
        let questions = registration_questions(typed);
        let asking = Asking::new(layout.words, app.portal.profile());
        let errors = errors.of_questions(asking, &questions);
        Self {
            next: Hidden::new("next", cookies::local(next).unwrap_or("")),
            sign_in: carrying("/sign-in", next),
            questions: Questions::new(asking, &questions, typed, &errors),
            layout,
            errors,
        }
    }
}

/// Whoever came from a link goes on to where it leads once the account is made.
async fn create_page(app: App, guest: Guest, Query(wanted): Query<Wanted>) -> Result<Response, PageError> {
    show_in(guest.words, &CreatePage::new(&app, &guest, &Fields::new(), &wanted.next, FieldErrors::none()))
}

/// These steps are forms; whoever comes by address starts over.
async fn create_again() -> Response {
    go("/create-account")
}

async fn create(app: App, guest: Guest, form: Posted) -> Result<Response, PageError> {
    let (words, typed, next) = (guest.words, form.typed(), form.get("next"));
    let again = |errors| CreatePage::new(&app, &guest, &typed, next, errors);
    match app.portal.create_account(&typed, &guest.context).await {
        Ok(registration) => {
            show_in(words, &CodePage::new(&app, &guest, (&registration, next), FieldErrors::none()))
        }
        Err(Error::Invalid(faults)) => {
            show_with_in(words, StatusCode::UNPROCESSABLE_ENTITY, &again(faults.into()))
        }
        Err(Error::Refused(refusal)) => {
            show_refused(words, refusal, &again(FieldErrors::at_field("email", words.refusal(refusal))))
        }
        Err(other) => Err(other.into()),
    }
}

#[derive(Template)]
#[template(path = "accounts/code.html")]
struct CodePage {
    layout: Layout,
    errors: FieldErrors,
    registration: Hidden,
    next: Hidden,
    code: TextField,
    again: ButtonForm,
    resent: bool,
}

impl CodePage {
    fn new(app: &App, guest: &Guest, (registration, next): (&str, &str), errors: FieldErrors) -> Self {
        let words = guest.words;
        let next = cookies::local(next).unwrap_or("");
        let layout = guest.layout(app, words.mailed_title()).with_errors(&errors);
        let button = Button::new(words.mailed_again()).kind(ButtonKind::Outline);
        Self {
            registration: Hidden::new("registration", registration),
            next: Hidden::new("next", next),
            code: TextField::digits("code", words.mailed_field())
                .autocomplete("one-time-code")
                .errors(&errors),
            again: ButtonForm::new("/create-account/code/again", layout.csrf_field(), button)
                .with("registration", registration)
                .with("next", next),
            layout,
            errors,
            resent: false,
        }
    }
}

async fn confirm(app: App, guest: Guest, headers: HeaderMap, form: Posted) -> Result<Response, PageError> {
    let (words, registration, next) = (guest.words, form.get("registration"), form.get("next"));
    let again = |errors| CodePage::new(&app, &guest, (registration, next), errors);
    match app.portal.confirm_account(registration, form.get("code"), &guest.context).await {
        Ok(signed_in) => {
            app.portal.sign_out(&cookies::token(&app, &headers)).await?;
            let to = onward(next, Role::Consumer);
            Ok(cookies::with_session(&app, &signed_in.token, &guest.context, go(&to)))
        }
        Err(Error::Refused(refusal)) => {
            show_refused(words, refusal, &again(FieldErrors::at_field("code", words.refusal(refusal))))
        }
        Err(Error::Invalid(faults)) => {
            let faults = faults.into_iter().map(|fault| FieldFault { field: "code".to_owned(), ..fault });
            show_with_in(words, StatusCode::CONFLICT, &again(faults.collect::<Vec<_>>().into()))
        }
        Err(other) => Err(other.into()),
    }
}

async fn mail_again(app: App, guest: Guest, form: Posted) -> Result<Response, PageError> {
    let (words, registration, next) = (guest.words, form.get("registration"), form.get("next"));
    match app.portal.mail_code_again(registration, &guest.context).await {
        Ok(()) => {
            let mut page = CodePage::new(&app, &guest, (registration, next), FieldErrors::none());
            page.resent = true;
            show_in(words, &page)
        }
        Err(Error::Refused(refusal)) => {
            let errors = FieldErrors::at_field("code", words.refusal(refusal));
            show_refused(words, refusal, &CodePage::new(&app, &guest, (registration, next), errors))
        }
        Err(other) => Err(other.into()),
    }
}

#[derive(Template)]
#[template(path = "accounts/activate.html")]
struct ActivatePage {
    layout: Layout,
    errors: FieldErrors,
    code: TextField,
}

impl ActivatePage {
    fn new(app: &App, guest: &Guest, typed: &str, errors: FieldErrors) -> Self {
        let words = guest.words;
        let layout = guest.layout(app, words.activate_title()).with_errors(&errors);
        Self {
            layout,
            code: TextField::new("registration_code", words.activate_field())
                .hint(words.activate_field_hint())
                .autocomplete("off")
                .width(FieldWidth::Medium)
                .value(typed)
                .errors(&errors),
            errors,
        }
    }
}

async fn activate_page(app: App, guest: Guest) -> Result<Response, PageError> {
    show_in(guest.words, &ActivatePage::new(&app, &guest, "", FieldErrors::none()))
}

async fn activate_again() -> Response {
    go("/activate")
}

#[derive(Template)]
#[template(path = "accounts/choose.html")]
struct ChoosePage {
    layout: Layout,
    errors: FieldErrors,
    assister: Name,
    code: Hidden,
    questions: Questions,
}

impl ChoosePage {
    fn new(app: &App, guest: &Guest, assister: Name, form: &Posted, errors: FieldErrors) -> Self {
        let layout = guest.layout(app, guest.words.choose_title()).with_errors(&errors);
        let questions = sign_in_questions();
        let asking = Asking::new(layout.words, app.portal.profile());
        let errors = errors.of_questions(asking, &questions);
        Self {
            layout,
            assister,
            code: Hidden::new("registration_code", form.get("registration_code")),
            questions: Questions::new(asking, &questions, &form.typed(), &errors),
            errors,
        }
    }
}

async fn check_code(app: App, guest: Guest, form: Posted) -> Result<Response, PageError> {
    let code = form.get("registration_code");
    match app.portal.check_registration_code(code, &guest.context).await {
        Ok(assister) => {
            show_in(guest.words, &ChoosePage::new(&app, &guest, assister, &form, FieldErrors::none()))
        }
        Err(error) => code_refused(&app, &guest, code, error),
    }
}

fn code_refused(app: &App, guest: &Guest, code: &str, error: Error) -> Result<Response, PageError> {
    let words = guest.words;
    match error {
        Error::Refused(refusal) => {
            let errors = FieldErrors::at_field("registration_code", words.refusal(refusal));
            show_refused(words, refusal, &ActivatePage::new(app, guest, code, errors))
        }
        Error::Invalid(faults) => {
            let page = ActivatePage::new(app, guest, code, faults.into());
            show_with_in(words, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        other => Err(other.into()),
    }
}

async fn activate(app: App, guest: Guest, headers: HeaderMap, form: Posted) -> Result<Response, PageError> {
    let code = form.get("registration_code");
    let errors = match app.portal.activate_assister(code, &form.typed(), &guest.context).await {
        Ok(signed_in) => {
            app.portal.sign_out(&cookies::token(&app, &headers)).await?;
            return Ok(cookies::with_session(
                &app,
                &signed_in.token,
                &guest.context,
                go("/sign-in/second-factor"),
            ));
        }
        Err(Error::Invalid(faults)) => faults.into(),
        Err(Error::Refused(Refusal::UsernameTaken)) => {
            FieldErrors::at_field("username", guest.words.refusal(Refusal::UsernameTaken))
        }
        Err(other) => return code_refused(&app, &guest, code, other),
    };
    match app.portal.check_registration_code(code, &guest.context).await {
        Ok(assister) => {
            let page = ChoosePage::new(&app, &guest, assister, &form, errors);
            show_with_in(guest.words, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => code_refused(&app, &guest, code, error),
    }
}
