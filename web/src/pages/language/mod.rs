//! Choosing the language of pages, mail and receipts: in the header of every page, and on a page of its own.

use crate::{
    App,
    answer::show_in,
    cookies::{self, go},
    form::Posted,
    layout::Layout,
    parts::{FieldErrors, Hidden},
    query::Query,
    refusal::PageError,
    routes::{Route, Who},
    session::Guest,
};
use askama::Template;
use axum::{http::StatusCode, response::Response};
use serde::Deserialize;
use words::languages;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/language", Who::Anyone, page), Route::post("/language", Who::Anyone, choose)]
}

/// Where to go on.
#[derive(Deserialize, Default)]
struct Wanted {
    #[serde(default)]
    next: String,
}

#[derive(Template)]
#[template(path = "language/page.html")]
struct Choose {
    layout: Layout,
    next: Hidden,
    errors: FieldErrors,
}

/// Where one was: also on the page where one signs in.
fn known(next: &str) -> Option<&str> {
    if next == "/sign-in" { Some(next) } else { cookies::local(next) }
}

impl Choose {
    fn new(app: &App, guest: &Guest, next: &str, errors: FieldErrors) -> Self {
        let layout = guest.layout(app, guest.words.language_heading()).with_errors(&errors);
        Self { layout, next: Hidden::new("next", known(next).unwrap_or_default()), errors }
    }
}

async fn page(app: App, guest: Guest, Query(wanted): Query<Wanted>) -> Result<Response, PageError> {
    show_in(guest.words, &Choose::new(&app, &guest, &wanted.next, FieldErrors::none()))
}

async fn choose(app: App, guest: Guest, posted: Posted) -> Result<Response, PageError> {
    let (tag, next) = (posted.get("lang"), posted.get("next"));
    if languages().get(tag, app.portal.is_practice()).is_none() {
        let errors = FieldErrors::at_field("lang", guest.words.language_unknown());
        let mut again = show_in(guest.words, &Choose::new(&app, &guest, next, errors))?;
        *again.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(again);
    }
    if let Some(session) = &guest.session {
        app.portal.choose_language(session, tag).await?;
    }
    let start = guest.session.as_ref().map_or("/", |session| cookies::home(session.actor().role()));
    let next = known(next).filter(|next| app.paths.has_page(next)).unwrap_or(start);
    Ok(cookies::with_language(&app, tag, go(next)))
}
