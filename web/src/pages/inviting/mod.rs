//! "Invite a consumer" (ASSOC-11, ASSOC-12): the own number in large type, a link, a QR code, a sheet to print, and a request
//! by e-mail.

use crate::{
    App,
    answer::show_with_in,
    cookies::go,
    form::Posted,
    layout::{Layout, Width},
    parts::{Alert, AlertKind, FieldErrors, Qr, TextField},
    printing::{self, NotPrinted},
    query::Query,
    refusal::PageError,
    routes::{Route, Who},
    session::Visitor,
    spreadsheet::attachment,
};
use askama::Template;
use axum::{http::StatusCode, response::Response};
use domain::{refusal::Refusal, typed::Reader};
use portal::{Error, inviting::REQUEST_DAYS};
use serde::Deserialize;
use words::{Text, Unreadable, Words, languages};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/invite", Who::Assister, page),
        Route::post("/invite", Who::Assister, request)
            .reads(|field| (field == "email").then_some(Reader::Email)),
        Route::get("/invite/sheet", Who::Assister, sheet),
    ]
}

#[derive(Deserialize, Default)]
struct Said {
    said: Option<String>,
}

impl Said {
    fn alert(&self, words: Words) -> Option<Alert> {
        match self.said.as_deref()? {
            "asked" => Some(Alert::new(AlertKind::Success, words.invite_asked(REQUEST_DAYS))),
            "no-letters" => Some(Alert::new(AlertKind::Warning, words.invite_sheet_letters())),
            "no-sheet" => Some(Alert::new(AlertKind::Warning, words.invite_sheet_none())),
            _ => None,
        }
    }
}

/// In which language the sheet is to be; the page's own where nothing is said.
#[derive(Deserialize)]
struct Wanted {
    language: Option<String>,
}

#[derive(Template)]
#[template(path = "inviting/page.html")]
struct InvitePage {
    layout: Layout,
    errors: FieldErrors,
    said: Option<Alert>,
    number: String,
    link: String,
    qr: Option<Qr>,
    /// Whether this portal prints sheets.
    sheets: bool,
    email: TextField,
    waiting: Text,
}

async fn page(app: App, visitor: Visitor, Query(said): Query<Said>) -> Result<Response, PageError> {
    shown(&app, &visitor, said.alert(visitor.words), ("", StatusCode::OK, FieldErrors::none())).await
}

async fn request(app: App, visitor: Visitor, form: Posted) -> Result<Response, PageError> {
    let typed = form.get("email");
    let address = &app.settings.public_address;
    let (status, errors) = match app.portal.request_authorization(&visitor.session, typed, address).await {
        Ok(()) => return Ok(go("/invite?said=asked")),
        Err(Error::Invalid(faults)) => (StatusCode::UNPROCESSABLE_ENTITY, faults.into()),
        Err(Error::Refused(refusal @ Refusal::TooManyRequests)) => {
            let errors = FieldErrors::at_field("email", visitor.words.refusal(refusal));
            (StatusCode::TOO_MANY_REQUESTS, errors)
        }
        Err(other) => return Err(other.into()),
    };
    let visitor = Visitor { session: visitor.session.showing_again(), ..visitor };
    shown(&app, &visitor, None, (typed, status, errors)).await
}

/// The sheet to hand out (ASSOC-11), in the language of whoever gets it.
async fn sheet(app: App, visitor: Visitor, Query(wanted): Query<Wanted>) -> Result<Response, PageError> {
    let words = match wanted.language.as_deref() {
        None => visitor.words,
        Some(tag) => languages()
            .get(tag, app.portal.is_practice())
            .ok_or_else(|| PageError::bad_request(Unreadable::Choice("language")))?,
    };
    let invitation = app.portal.read_invitation(&visitor.session).await?;
    match printing::invitation(&app, words, &invitation).await? {
        Ok(file) => Ok(attachment("application/pdf", "invitation.pdf", file)),
        Err(NotPrinted::Letters) => Ok(go("/invite?said=no-letters")),
        Err(NotPrinted::NotBuilt) => Ok(go("/invite?said=no-sheet")),
    }
}

async fn shown(
    app: &App,
    visitor: &Visitor,
    said: Option<Alert>,
    (typed, status, errors): (&str, StatusCode, FieldErrors),
) -> Result<Response, PageError> {
    let words = visitor.words;
    let invitation = app.portal.read_invitation(&visitor.session).await?;
    let link = format!("{}{}", app.settings.public_address, invitation.path);
    let page = InvitePage {
        qr: Qr::of(&link, words.invite_picture()),
        number: printing::spoken(&invitation.reference_number),
        link,
        sheets: printing::BUILT,
        email: TextField::new("email", words.invite_email())
            .hint(words.invite_email_hint())
            .kind("email")
            .autocomplete("off")
            .value(typed)
            .errors(&errors),
        waiting: words.invite_waiting(invitation.waiting),
        said,
        layout: visitor.layout(app, words.invite_title()).wide(Width::Normal).with_errors(&errors),
        errors,
    };
    show_with_in(words, status, &page)
}
