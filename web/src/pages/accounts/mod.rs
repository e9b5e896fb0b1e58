//! Creating and activating accounts: consumers with a code by mail, assisters with their registration code.

use super::sign_in::show_refused;
use crate::{
    App,
    answer::{show, show_with},
    cookies::{self, go},
    form::Posted,
    layout::Layout,
    parts::{Button, ButtonForm, ButtonKind, DateField, FieldErrors, FieldWidth, Hidden, TextField},
    refusal::PageError,
    routes::{Route, Who},
    session::Guest,
};
use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use domain::refusal::Refusal;
use jiff::civil::Date;
use portal::{Error, FieldFault, registration::NewConsumer};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/create-account", Who::Anyone, create_page),
        Route::post("/create-account", Who::Anyone, create),
        Route::get("/create-account/code", Who::Anyone, create_again),
        Route::post("/create-account/code", Who::Anyone, confirm),
        Route::get("/create-account/code/again", Who::Anyone, create_again),
        Route::post("/create-account/code/again", Who::Anyone, mail_again),
        Route::get("/activate", Who::Anyone, activate_page),
        Route::post("/activate", Who::Anyone, check_code),
        Route::get("/activate/account", Who::Anyone, activate_again),
        Route::post("/activate/account", Who::Anyone, activate),
    ]
}

fn errors_of(faults: Vec<FieldFault>) -> FieldErrors {
    let mut errors = FieldErrors::none();
    for fault in faults {
        errors.add(fault.field, fault.message);
    }
    errors
}

fn error_at(field: &str, refusal: Refusal) -> FieldErrors {
    let mut errors = FieldErrors::none();
    errors.add(field, refusal.to_string());
    errors
}

#[derive(Template)]
#[template(path = "accounts/create.html")]
struct CreatePage {
    layout: Layout,
    errors: FieldErrors,
    given_name: TextField,
    family_name: TextField,
    date_of_birth: DateField,
    email: TextField,
    username: TextField,
    password: TextField,
}

fn new_password(errors: &FieldErrors) -> TextField {
    TextField::password("password", "Password")
        .autocomplete("new-password")
        .hint("At least 12 characters. Several words in a row are good and easy to remember.")
        .errors(errors)
}

fn new_username(typed: &str, errors: &FieldErrors) -> TextField {
    TextField::new("username", "Username")
        .autocomplete("username")
        .hint("At least 3 letters or digits. Dots, dashes and underscores are fine.")
        .value(typed)
        .errors(errors)
}

impl CreatePage {
    fn new(app: &App, guest: &Guest, typed: impl Fn(&str) -> String, errors: FieldErrors) -> Self {
        let mut layout = guest.layout(app, "Create your account");
        layout.has_error = !errors.is_empty();
        let text = |name: &str, label: &str, autocomplete: &str| {
            TextField::new(name, label).autocomplete(autocomplete).value(typed(name)).errors(&errors)
        };
        let [month, day, year] = ["month", "day", "year"].map(|part| typed(&format!("date_of_birth_{part}")));
        Self {
            layout,
            given_name: text("given_name", "First name", "given-name"),
            family_name: text("family_name", "Last name", "family-name"),
            date_of_birth: DateField::new("date_of_birth", "Date of birth")
                .hint("For example: 4 28 1986")
                .birthday()
                .typed(&month, &day, &year)
                .errors(&errors),
            email: text("email", "E-mail", "email").kind("email").hint("We send a code to this address."),
            username: new_username(&typed("username"), &errors),
            password: new_password(&errors),
            errors,
        }
    }
}

async fn create_page(State(app): State<App>, guest: Guest) -> Result<Response, PageError> {
    show(&CreatePage::new(&app, &guest, |_| String::new(), FieldErrors::none()))
}

/// These steps are forms; whoever comes by address starts over.
async fn create_again() -> Response {
    go("/create-account")
}

async fn create(State(app): State<App>, guest: Guest, form: Posted) -> Result<Response, PageError> {
    let new = NewConsumer {
        given_name: form.get("given_name").to_owned(),
        family_name: form.get("family_name").to_owned(),
        date_of_birth: date(&form, "date_of_birth"),
        email: form.get("email").to_owned(),
        username: form.get("username").to_owned(),
        password: form.get("password").to_owned(),
    };
    let again = |errors| CreatePage::new(&app, &guest, |name| form.get(name).to_owned(), errors);
    match app.portal.create_account(&new, &guest.context).await {
        Ok(registration) => show(&CodePage::new(&app, &guest, &registration, FieldErrors::none())),
        Err(Error::Invalid(faults)) => show_with(StatusCode::UNPROCESSABLE_ENTITY, &again(errors_of(faults))),
        Err(Error::Refused(refusal)) => show_refused(refusal, &again(error_at("email", refusal))),
        Err(other) => Err(other.into()),
    }
}

/// A date of three text fields.
fn date(form: &Posted, name: &str) -> Option<Date> {
    let part = |part: &str| form.given(&format!("{name}_{part}"));
    let year: i16 = part("year").filter(|year| year.len() == 4)?.parse().ok()?;
    Date::new(year, part("month")?.parse().ok()?, part("day")?.parse().ok()?).ok()
}

#[derive(Template)]
#[template(path = "accounts/code.html")]
struct CodePage {
    layout: Layout,
    errors: FieldErrors,
    registration: Hidden,
    code: TextField,
    again: ButtonForm,
    resent: bool,
}

impl CodePage {
    fn new(app: &App, guest: &Guest, registration: &str, errors: FieldErrors) -> Self {
        let mut layout = guest.layout(app, "Enter the code from your e-mail");
        layout.has_error = !errors.is_empty();
        let button = Button::new("Send a new code").kind(ButtonKind::Outline);
        Self {
            registration: Hidden::new("registration", registration),
            code: TextField::digits("code", "Eight-digit code").autocomplete("one-time-code").errors(&errors),
            again: ButtonForm::new("/create-account/code/again", layout.csrf_field(), button)
                .with("registration", registration),
            layout,
            errors,
            resent: false,
        }
    }
}

async fn confirm(
    State(app): State<App>,
    guest: Guest,
    headers: HeaderMap,
    form: Posted,
) -> Result<Response, PageError> {
    let registration = form.get("registration");
    let again = |errors| CodePage::new(&app, &guest, registration, errors);
    match app.portal.confirm_account(registration, form.get("code"), &guest.context).await {
        Ok(signed_in) => {
            app.portal.sign_out(&cookies::token(&app, &headers)).await?;
            Ok(cookies::with_session(&app, &signed_in.token, go("/home")))
        }
        Err(Error::Refused(refusal)) => show_refused(refusal, &again(error_at("code", refusal))),
        Err(Error::Invalid(faults)) => {
            let faults = faults.into_iter().map(|fault| FieldFault { field: "code".to_owned(), ..fault });
            show_with(StatusCode::CONFLICT, &again(errors_of(faults.collect())))
        }
        Err(other) => Err(other.into()),
    }
}

async fn mail_again(State(app): State<App>, guest: Guest, form: Posted) -> Result<Response, PageError> {
    let registration = form.get("registration");
    match app.portal.mail_code_again(registration, &guest.context).await {
        Ok(()) => {
            let mut page = CodePage::new(&app, &guest, registration, FieldErrors::none());
            page.resent = true;
            show(&page)
        }
        Err(Error::Refused(refusal)) => {
            let page = CodePage::new(&app, &guest, registration, error_at("code", refusal));
            show_refused(refusal, &page)
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
        let mut layout = guest.layout(app, "Activate your assister account");
        layout.has_error = !errors.is_empty();
        Self {
            layout,
            code: TextField::new("registration_code", "Registration code")
                .hint("It stands in the e-mail that invited you, in groups of four.")
                .autocomplete("off")
                .width(FieldWidth::Medium)
                .value(typed)
                .errors(&errors),
            errors,
        }
    }
}

async fn activate_page(State(app): State<App>, guest: Guest) -> Result<Response, PageError> {
    show(&ActivatePage::new(&app, &guest, "", FieldErrors::none()))
}

async fn activate_again() -> Response {
    go("/activate")
}

#[derive(Template)]
#[template(path = "accounts/choose.html")]
struct ChoosePage {
    layout: Layout,
    errors: FieldErrors,
    assister: String,
    code: Hidden,
    username: TextField,
    password: TextField,
}

impl ChoosePage {
    fn new(app: &App, guest: &Guest, assister: String, form: &Posted, errors: FieldErrors) -> Self {
        let mut layout = guest.layout(app, "Choose your username and password");
        layout.has_error = !errors.is_empty();
        Self {
            layout,
            assister,
            code: Hidden::new("registration_code", form.get("registration_code")),
            username: new_username(form.get("username"), &errors),
            password: new_password(&errors),
            errors,
        }
    }
}

async fn check_code(State(app): State<App>, guest: Guest, form: Posted) -> Result<Response, PageError> {
    let code = form.get("registration_code");
    match app.portal.check_registration_code(code, &guest.context).await {
        Ok(assister) => show(&ChoosePage::new(&app, &guest, assister, &form, FieldErrors::none())),
        Err(error) => code_refused(&app, &guest, code, error),
    }
}

fn code_refused(app: &App, guest: &Guest, code: &str, error: Error) -> Result<Response, PageError> {
    let Error::Refused(refusal) = error else { return Err(error.into()) };
    let errors = error_at("registration_code", refusal);
    show_refused(refusal, &ActivatePage::new(app, guest, code, errors))
}

async fn activate(
    State(app): State<App>,
    guest: Guest,
    headers: HeaderMap,
    form: Posted,
) -> Result<Response, PageError> {
    let code = form.get("registration_code");
    let activated =
        app.portal.activate_assister(code, form.get("username"), form.get("password"), &guest.context).await;
    let errors = match activated {
        Ok(signed_in) => {
            app.portal.sign_out(&cookies::token(&app, &headers)).await?;
            return Ok(cookies::with_session(&app, &signed_in.token, go("/sign-in/second-factor")));
        }
        Err(Error::Invalid(faults)) => errors_of(faults),
        Err(Error::Refused(Refusal::UsernameTaken)) => error_at("username", Refusal::UsernameTaken),
        Err(other) => return code_refused(&app, &guest, code, other),
    };
    match app.portal.check_registration_code(code, &guest.context).await {
        Ok(assister) => {
            let page = ChoosePage::new(&app, &guest, assister, &form, errors);
            show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => code_refused(&app, &guest, code, error),
    }
}
