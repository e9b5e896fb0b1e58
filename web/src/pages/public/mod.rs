//! What everybody sees first: the start page and whether the server is well.

use crate::{
    App,
    answer::{ForPrograms, show},
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

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/", Who::Anyone, start), Route::get("/healthz", Who::Anyone, healthz)]
}

#[derive(Template)]
#[template(path = "public/start.html")]
struct Start {
    layout: Layout,
    practice: bool,
}

async fn start(app: App, guest: Guest) -> Result<Response, PageError> {
    let layout = guest.layout(&app, "Get help with health coverage").wide(Width::Normal);
    show(&Start { layout, practice: app.portal.is_practice() })
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
