//! What everybody sees first: the start page and whether the server is well.

use crate::{
    App,
    answer::show,
    layout::{Layout, Width},
    refusal::PageError,
    routes::{Route, Who},
    session::Guest,
};
use askama::Template;
use axum::response::Response;

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

async fn healthz() -> &'static str {
    "ok\n"
}
