//! "Add staff" and a transfer: requests to the exchange, which alone makes and moves accounts (CERT-2, CERT-9).

use crate::{
    App,
    cookies::go,
    form::Posted,
    parts::{Button, FieldErrors},
    refusal::PageError,
    session::Visitor,
    staff::{self, ChangePage, refused},
};
use axum::{http::StatusCode, response::Response};
use domain::{
    form::{Fields, Question},
    people::AssisterKind,
    typed::Reader,
};
use portal::{assisters::asked_of_agency, roster_requests::transfer_questions};

/// What a page asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Account(AssisterKind),
    Transfer,
}

impl What {
    fn questions(self) -> Vec<Question> {
        match self {
            Self::Account(kind) => asked_of_agency(kind),
            Self::Transfer => transfer_questions(),
        }
    }
}

/// What came of a form: what was typed, the note, and what is wrong.
type Came<'a> = (&'a Fields, &'a str, StatusCode, FieldErrors);

pub(super) fn reads_account(field: &str) -> Option<Reader> {
    let questions: Vec<_> = AssisterKind::ALL.iter().flat_map(|kind| asked_of_agency(*kind)).collect();
    staff::reads(field, &questions)
}

pub(super) fn reads_transfer(field: &str) -> Option<Reader> {
    staff::reads(field, &transfer_questions())
}

pub(super) async fn new(app: App, visitor: Visitor) -> Result<Response, PageError> {
    let kind = app.portal.read_own_agency(&visitor.session).await?;
    let usual = [("accepts_new", "yes"), ("ways", "in_person"), ("ways#2", "phone")];
    let usual = usual.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect();
    shown(&app, &visitor, What::Account(kind), (&usual, "", StatusCode::OK, FieldErrors::none()))
}

pub(super) async fn ask_for_account(app: App, visitor: Visitor, form: Posted) -> Result<Response, PageError> {
    let (typed, note) = (form.typed(), form.get("reason"));
    let (status, errors) = match app.portal.ask_for_account(&visitor.session, &typed, note).await {
        Ok(()) => return Ok(go("/agency?said=asked")),
        Err(error) => refused(&visitor, error)?,
    };
    let kind = app.portal.read_own_agency(&visitor.session.showing_again()).await?;
    shown(&app, &visitor, What::Account(kind), (&typed, note, status, errors))
}

pub(super) async fn transfer(app: App, visitor: Visitor) -> Result<Response, PageError> {
    app.portal.read_own_agency(&visitor.session).await?;
    let nothing = Fields::new();
    shown(&app, &visitor, What::Transfer, (&nothing, "", StatusCode::OK, FieldErrors::none()))
}

pub(super) async fn ask_for_transfer(
    app: App,
    visitor: Visitor,
    form: Posted,
) -> Result<Response, PageError> {
    let (typed, why) = (form.typed(), form.get("reason"));
    let (status, errors) = match app.portal.ask_for_transfer(&visitor.session, &typed, why).await {
        Ok(()) => return Ok(go("/agency?said=asked")),
        Err(error) => refused(&visitor, error)?,
    };
    shown(&app, &visitor, What::Transfer, (&typed, why, status, errors))
}

fn shown(
    app: &App,
    visitor: &Visitor,
    what: What,
    (typed, note, status, errors): Came<'_>,
) -> Result<Response, PageError> {
    let words = visitor.words;
    let (title, lead, address, field) = match what {
        What::Account(_) => {
            (words.staff_add_title(), words.staff_add_lead(), "/agency/staff/new", words.staff_note_field())
        }
        What::Transfer => (
            words.staff_transfer_title(),
            words.staff_transfer_lead(),
            "/agency/transfer",
            words.staff_transfer_field(),
        ),
    };
    let layout = visitor.layout(app, title);
    let places = (address.to_owned(), "/agency".to_owned());
    let mut page = ChangePage::new(layout, places, Button::new(words.staff_send()), (note, errors));
    page.lead = vec![lead];
    let optional = matches!(what, What::Account(_));
    page = page.asking_why(
        |area| if optional { area.value(note).optional() } else { area.value(note) },
        (field, words.staff_field_hint()),
    );
    page.asking(app, &what.questions(), typed).show(status)
}
