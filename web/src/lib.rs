//! Pages, forms, templates and static files of the portal. See ARCHITECTURE.md, "Pages". A request passes
//! `frame` (session, CSRF, headers, error pages), its route's guard in `routes`, and one handler in
//! a folder of `pages`, which calls one verb of the portal and fills one template.

mod answer;
pub mod api;
pub mod assets;
mod cookies;
pub mod form;
mod frame;
mod language;
pub mod layout;
pub mod pages;
mod parked;
pub mod parts;
mod paths;
mod printing;
mod query;
pub mod refusal;
pub mod routes;
pub mod session;
pub mod spreadsheet;
mod staff;
pub mod upload;

use axum::{extract::FromRequestParts, http::request::Parts};
use portal::Portal;
use std::{convert::Infallible, sync::Arc};

/// What every handler can reach.
#[derive(Clone)]
pub struct App {
    /// The portal's verbs.
    pub portal: Portal,
    /// How this server is reached.
    pub settings: Arc<Settings>,
    /// Where one can go.
    pub(crate) paths: paths::Paths,
    /// Where passkeys are good; nothing where there are none.
    pub(crate) passkeys: Option<Arc<portal::sign_in::Site>>,
    /// Which forms may have a file, and whose.
    pub(crate) uploads: Arc<[(&'static str, domain::people::Role)]>,
    /// Files that may come at once: each is held in memory.
    pub(crate) files_at_once: Arc<tokio::sync::Semaphore>,
}

impl FromRequestParts<Self> for App {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, app: &Self) -> Result<Self, Infallible> {
        Ok(app.clone())
    }
}

/// How this server is reached.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Address of the portal as people type it, without a slash at the end: for links in mails.
    pub public_address: String,
    /// Cookies carry `Secure` and the `__Host-` prefix. Off only in practice mode on plain http.
    pub secure_cookies: bool,
}

/// The visitor's address, as whoever listens found it; it goes with each request as an extension.
#[derive(Clone, Debug)]
pub struct VisitorAddress(pub String);

pub use frame::app;
