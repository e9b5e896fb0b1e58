//! Step-up (ID-3): whoever is signed in confirms who they are, and goes on to where they were. A form that came too late
//! is answered with the same page: nothing was changed, and afterwards one is on the form's page again.

use super::show_refused;
use crate::{
    App,
    answer::{show_in, show_with_in},
    cookies::{self, go, home, local, onward},
    form::Posted,
    layout::Layout,
    parts::{FieldErrors, FieldWidth, Hidden, TextField},
    query::Query,
    refusal::PageError,
    routes::{Route, Who},
    session::{self, Visitor},
};
use askama::Template;
use axum::{http::StatusCode, response::Response};
use domain::typed::Reader;
use portal::{Error, Session, sign_in::Confirming};
use words::Words;

pub(super) fn routes() -> [Route; 2] {
    [
        Route::get("/step-up", Who::SignedIn, page),
        Route::post("/step-up", Who::SignedIn, confirm).reads(|field| match field {
            "password" => Some(Reader::Password),
            "code" => Some(Reader::Code),
            _ => None,
        }),
    ]
}

#[derive(Template)]
#[template(path = "sign_in/step_up.html")]
struct Page {
    layout: Layout,
    errors: FieldErrors,
    /// A form came too late: nothing was changed.
    late: bool,
    /// What was typed is kept.
    kept: bool,
    next: Hidden,
    /// Where one goes who does not confirm.
    back: &'static str,
    password: Option<TextField>,
    code: Option<TextField>,
}

impl Page {
    fn new(words: Words, layout: Layout, asked: Confirming, next: &str, errors: FieldErrors) -> Self {
        let password = TextField::password("password", words.step_up_password());
        let code = TextField::new("code", words.code_field()).width(FieldWidth::Medium);
        Self {
            layout: layout.with_errors(&errors),
            late: false,
            kept: false,
            next: Hidden::new("next", local(next).unwrap_or("")),
            back: "/",
            password: asked.password.then(|| password.autocomplete("current-password").errors(&errors)),
            code: asked.code.then(|| code.autocomplete("one-time-code").errors(&errors)),
            errors,
        }
    }

    fn of(app: &App, visitor: &Visitor, asked: Confirming, next: &str, errors: FieldErrors) -> Self {
        let layout = visitor.layout(app, visitor.words.step_up_title());
        let page = Self::new(visitor.words, layout, asked, next, errors);
        Self { back: home(visitor.session.actor().role()), ..page }
    }
}

async fn page(
    app: App,
    visitor: Visitor,
    Query(wanted): Query<super::Wanted>,
) -> Result<Response, PageError> {
    let asked = app.portal.confirming(&visitor.session).await?;
    show_in(visitor.words, &Page::of(&app, &visitor, asked, &wanted.next, FieldErrors::none()))
}

async fn confirm(app: App, visitor: Visitor, form: Posted) -> Result<Response, PageError> {
    let (words, session, next) = (visitor.words, &visitor.session, form.get("next"));
    let asked = app.portal.confirming(session).await?;
    let mut errors = FieldErrors::none();
    if asked.password && form.get("password").is_empty() {
        errors.add("password", words.step_up_password_missing());
    }
    if asked.code && form.given("code").is_none() {
        errors.add("code", words.step_up_code_missing());
    }
    if !errors.is_empty() {
        let page = Page::of(&app, &visitor, asked, next, errors);
        return show_with_in(words, StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    match app.portal.step_up(session, form.get("password"), form.get("code")).await {
        Ok(token) => {
            let to = onward(next, session.actor().role());
            Ok(cookies::with_session(&app, &token, session.context(), go(&to)))
        }
        Err(Error::Refused(refusal)) => {
            let field = if asked.password { "password" } else { "code" };
            let errors = FieldErrors::at_field(field, words.refusal(refusal));
            show_refused(words, refusal, &Page::of(&app, &visitor, asked, next, errors))
        }
        Err(other) => Err(other.into()),
    }
}

/// The answer to a form that needs a more recent confirmation, and the way back to the page where it stands, filled in
/// when what was typed is kept.
pub(crate) async fn late(
    app: &App,
    (session, words): (&Session, Words),
    (address, next): (&str, &str),
    kept: bool,
) -> Result<Response, PageError> {
    let asked = app.portal.confirming(session).await?;
    let mut layout = session::layout(app, (Some(session), words), address, words.step_up_title());
    // What a form was sent to is no page to come back to.
    layout.here.clear();
    let page = Page::new(words, layout, asked, next, FieldErrors::none());
    let page = Page { late: true, kept, back: home(session.actor().role()), ..page };
    show_with_in(words, StatusCode::FORBIDDEN, &page)
}
