//! "Create assister account": the form, and what a refusal shows at which field.

use super::errors_of;
use crate::{
    App,
    answer::{show, show_with},
    form::{Fields, Posted},
    layout::Layout,
    pages::associations::capital,
    parts::{Checkboxes, Choice, DateField, FieldErrors, Radios, Select, TextField},
    refusal::PageError,
    session::Visitor,
};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{people::AssisterKind, refusal::Refusal};
use portal::{
    Error,
    assisters::{LANGUAGES, NewAssister},
};

#[derive(Template)]
#[template(path = "assisters/new.html")]
struct NewPage {
    layout: Layout,
    errors: FieldErrors,
    kind: Radios,
    person: [TextField; 4],
    agency: Select,
    public: [TextField; 2],
    languages: Checkboxes,
    days: [DateField; 5],
}

pub(super) async fn form(State(app): State<App>, visitor: Visitor) -> Result<Response, PageError> {
    show(&page(&app, &visitor, &Fields::default(), FieldErrors::none()).await?)
}

pub(super) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    form: Posted,
) -> Result<Response, PageError> {
    let new = typed(&form);
    let (status, errors) =
        match app.portal.create_assister(&visitor.session, &new, &app.settings.public_address).await {
            Ok(made) => {
                let address = format!("/manage/assisters/{}?said=created", made.key);
                return Ok(Redirect::to(&address).into_response());
            }
            Err(Error::Invalid(faults)) => (StatusCode::UNPROCESSABLE_ENTITY, errors_of(faults)),
            Err(Error::Refused(refusal @ Refusal::EmailTaken)) => {
                (StatusCode::CONFLICT, at("email", &refusal))
            }
            Err(Error::Refused(refusal @ Refusal::NpnTaken)) => (StatusCode::CONFLICT, at("npn", &refusal)),
            Err(Error::Refused(refusal @ Refusal::RoleConflict)) => {
                (StatusCode::UNPROCESSABLE_ENTITY, at("kind", &refusal))
            }
            Err(other) => return Err(other.into()),
        };
    show_with(status, &page(&app, &visitor, &form, errors).await?)
}

fn at(field: &str, refusal: &Refusal) -> FieldErrors {
    let mut errors = FieldErrors::none();
    errors.add(field, refusal.to_string());
    errors
}

fn typed(form: &Fields) -> NewAssister {
    let text = |name: &str| form.get(name).to_owned();
    NewAssister {
        kind: text("kind"),
        given_name: text("given_name"),
        family_name: text("family_name"),
        email: text("email"),
        npn: text("npn"),
        agency: text("agency"),
        public_phone: text("public_phone"),
        public_email: text("public_email"),
        languages: form.all("languages").map(str::to_owned).collect(),
        certified_from: day(form, "certified_from"),
        certified_until: day(form, "certified_until"),
        training_passed_on: day(form, "training_passed_on"),
        access_approved_on: day(form, "access_approved_on"),
        license_until: day(form, "license_until"),
    }
}

/// Three fields as one day, `YYYY-MM-DD`; empty when nothing was typed. The verb judges it.
fn day(form: &Fields, name: &str) -> String {
    let [month, day, year] = parts(form, name);
    match (month, day, year) {
        ("", "", "") => String::new(),
        (month, day, year) => format!("{year:0>4}-{month:0>2}-{day:0>2}"),
    }
}

fn parts<'a>(form: &'a Fields, name: &str) -> [&'a str; 3] {
    ["month", "day", "year"].map(|part| form.get(&format!("{name}_{part}")).trim())
}

async fn page(
    app: &App,
    visitor: &Visitor,
    form: &Fields,
    errors: FieldErrors,
) -> Result<NewPage, PageError> {
    let agencies = app.portal.list_agencies(&visitor.session).await?;
    let mut layout = visitor.layout(app, "Create assister account");
    layout.has_error = !errors.is_empty();
    let text = |name: &str, label: &str| TextField::new(name, label).value(form.get(name)).errors(&errors);
    let date = |name: &str, label: &str, hint: &str| {
        let [month, day, year] = parts(form, name);
        DateField::new(name, label).hint(hint).typed(month, day, year).errors(&errors)
    };
    let kinds =
        AssisterKind::ALL.iter().map(|kind| Choice::new(kind.word(), capital(kind.in_words()))).collect();
    let agencies = agencies
        .iter()
        .map(|agency| Choice::new(&*agency.key, format!("{} ({})", agency.name, agency.kind.in_words())))
        .collect();
    let languages = LANGUAGES.iter().map(|(code, name)| Choice::new(*code, *name)).collect();
    let ticked = form.all("languages").fold(
        Checkboxes::new("languages", "Languages besides English", languages).optional(),
        |field, code| field.value(code),
    );
    let day_hint = "For example: 11 3 2026";
    Ok(NewPage {
        kind: Radios::new("kind", "Kind of assister", kinds).value(form.get("kind")).errors(&errors),
        person: [
            text("given_name", "First name"),
            text("family_name", "Last name"),
            text("email", "E-mail")
                .kind("email")
                .hint("The person's own address. The invitation goes there."),
            TextField::digits("npn", "National Producer Number (NPN)")
                .hint("Brokers: 1 to 10 digits. Navigators and counselors: leave empty.")
                .value(form.get("npn"))
                .errors(&errors),
        ],
        agency: Select::new("agency", "Agency or organization", agencies)
            .hint("Needed for navigators and counselors. Brokers may work alone.")
            .value(form.get("agency"))
            .errors(&errors),
        public: [
            text("public_phone", "Public phone")
                .kind("tel")
                .hint("Consumers see it. For example: 651-555-0101"),
            text("public_email", "Public e-mail")
                .kind("email")
                .hint("Consumers see it. When left empty, they see the person's own.")
                .optional(),
        ],
        languages: ticked.errors(&errors),
        days: [
            date("certified_from", "First day of the certification", day_hint),
            date("certified_until", "Last day of the certification", day_hint),
            date(
                "training_passed_on",
                "Training and assessment passed on",
                "Leave empty when not yet passed.",
            )
            .optional(),
            date("license_until", "Last day of the producer license", "Brokers only."),
            date(
                "access_approved_on",
                "Agency approved access on",
                "Navigators and counselors. Leave empty when not yet approved.",
            ),
        ],
        layout,
        errors,
    })
}
