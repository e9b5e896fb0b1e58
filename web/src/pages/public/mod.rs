//! What everybody sees first: the start page, whether the server is well, and whom to tell of a weakness.

use crate::{
    App,
    answer::{ForPrograms, show_in},
    layout::{Layout, Width},
    refusal::PageError,
    routes::{Route, Who},
    session::Guest,
};
use askama::Template;
use axum::{
    Extension,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::ToSpan;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/", Who::Anyone, start),
        Route::get("/healthz", Who::Anyone, healthz),
        Route::get("/.well-known/security.txt", Who::Anyone, security),
    ]
}

#[derive(Template)]
#[template(path = "public/start.html")]
struct Start {
    layout: Layout,
    practice: bool,
    /// What the state's programs are called.
    programs: Vec<String>,
}

async fn start(app: App, guest: Guest) -> Result<Response, PageError> {
    let words = guest.words;
    let layout = guest.layout(&app, words.start_title()).wide(Width::Normal);
    let programs = app.portal.profile().programs.names().into_iter().map(str::to_owned).collect();
    show_in(words, &Start { layout, practice: app.portal.is_practice(), programs })
}

/// What is wrong, in one word; a load balancer then sends visitors elsewhere.
async fn healthz(app: App) -> Response {
    match app.portal.health().await {
        Ok(()) => "ok\n".into_response(),
        Err(unwell) => {
            let again = [(header::RETRY_AFTER, "1")];
            let word = format!("{}\n", unwell.word());
            (StatusCode::SERVICE_UNAVAILABLE, again, Extension(ForPrograms), word).into_response()
        }
    }
}

/// How long what the page says holds: RFC 9116 wants less than a year, and it is written anew each day.
const SAID_FOR_DAYS: i32 = 90;

/// Whom to tell of a weakness, as the profile says (RFC 9116); without it there is no such page.
async fn security(app: App) -> Result<String, PageError> {
    let said = app.portal.profile().security.as_ref().ok_or_else(PageError::not_found)?;
    let mut lines: Vec<String> = said.contact.iter().map(|way| format!("Contact: {way}")).collect();
    let until = app.portal.today().saturating_add(SAID_FOR_DAYS.days());
    lines.push(format!("Expires: {until}T00:00:00Z"));
    lines.push(format!("Preferred-Languages: {}", said.languages.join(", ")));
    lines.extend(said.policy.iter().map(|policy| format!("Policy: {policy}")));
    // A canonical address must be https; practice on this machine has none.
    let address = &app.settings.public_address;
    if address.starts_with("https://") {
        lines.push(format!("Canonical: {address}/.well-known/security.txt"));
    }
    Ok(lines.join("\n") + "\n")
}
