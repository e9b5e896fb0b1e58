//! "Invite a consumer" (ASSOC-11, ASSOC-12): the own number in large type, a link, a QR code, a sheet to print, and a request
//! by e-mail.

use crate::{
    App,
    answer::show_with_in,
    cookies::go,
    form::Posted,
    layout::{Layout, Width},
    parts::{Alert, AlertKind, FieldErrors, Qr, TextField},
    query::Query,
    refusal::PageError,
    routes::{Route, Who},
    session::Visitor,
};
use askama::Template;
use axum::{http::StatusCode, response::Response};
use domain::{refusal::Refusal, typed::Reader};
use portal::{Error, inviting::REQUEST_DAYS};
use serde::Deserialize;
use words::Text;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/invite", Who::Assister, page),
        Route::post("/invite", Who::Assister, request)
            .reads(|field| (field == "email").then_some(Reader::Email)),
    ]
}

#[derive(Deserialize, Default)]
struct Said {
    said: Option<String>,
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
    email: TextField,
    waiting: Text,
}

async fn page(app: App, visitor: Visitor, Query(said): Query<Said>) -> Result<Response, PageError> {
    let said = said.said.as_deref() == Some("asked");
    let said = said.then(|| Alert::new(AlertKind::Success, visitor.words.invite_asked(REQUEST_DAYS)));
    shown(&app, &visitor, said, ("", StatusCode::OK, FieldErrors::none())).await
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

async fn shown(
    app: &App,
    visitor: &Visitor,
    said: Option<Alert>,
    (typed, status, errors): (&str, StatusCode, FieldErrors),
) -> Result<Response, PageError> {
    let words = visitor.words;
    let invitation = app.portal.read_invitation(&visitor.session).await?;
    let link = format!("{}{}", app.settings.public_address, invitation.path);
    let digits = &invitation.reference_number;
    let page = InvitePage {
        qr: Qr::of(&link, words.invite_picture()),
        // As one reads it aloud.
        number: digits.split_at_checked(3).map_or_else(|| digits.clone(), |(a, b)| format!("{a} {b}")),
        link,
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
