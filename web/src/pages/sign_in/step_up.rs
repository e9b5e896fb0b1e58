//! Step-up (ID-3): whoever is signed in confirms who they are, and goes on to where they were. A form that came too late
//! is answered with the same page: nothing was changed, and afterwards one is on the form's page again.

use super::{passkeys, provider::way_to_confirm, show_refused};
use crate::{
    App,
    answer::{show_in, show_with_in},
    cookies::{self, go, home, local, onward},
    form::Posted,
    layout::Layout,
    parts::{FieldErrors, FieldWidth, Hidden, Link, PASSKEY, Passkey, PasskeyWanted, TextField},
    query::Query,
    refusal::PageError,
    routes::{Route, Who},
    session::{self, Visitor},
};
use askama::Template;
use axum::{http::StatusCode, response::Response};
use domain::{refusal::Refusal, typed::Reader};
use portal::{Error, Session, sign_in::Confirming};
use words::{Text, Words};

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
pub(super) struct Page {
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
    passkey: Option<Passkey>,
    /// The way to say it at the state's identity provider.
    provider: Option<Link>,
}

impl Page {
    fn new(app: &App, layout: Layout, asked: Confirming, next: &str, errors: FieldErrors) -> Self {
        let words = layout.words;
        let password = TextField::password("password", words.step_up_password());
        let label = if asked.app { words.code_field() } else { words.passkey_no_app_code() };
        let code = TextField::new("code", label).width(FieldWidth::Medium);
        let wanted = (PasskeyWanted::Answer, &passkeys::STEP_UP);
        let passkey = passkeys::button(app, &layout, wanted, (words.passkey_use(), next), &errors);
        Self {
            passkey: passkey.filter(|_| asked.passkey),
            layout: layout.with_errors(&errors),
            late: false,
            kept: false,
            next: Hidden::new("next", local(next).unwrap_or("")),
            back: "/",
            password: asked.password.then(|| password.autocomplete("current-password").errors(&errors)),
            code: asked.code.then(|| code.autocomplete("one-time-code").errors(&errors)),
            provider: None,
            errors,
        }
    }

    /// With the way to the identity provider, for whoever can say there who they are.
    async fn or_there(self, app: &App, session: &Session, next: &str) -> Result<Self, PageError> {
        let provider = way_to_confirm(app, self.layout.words, session, next).await?;
        Ok(Self { provider, ..self })
    }

    fn of(app: &App, visitor: &Visitor, asked: Confirming, next: &str, errors: FieldErrors) -> Self {
        let layout = visitor.layout(app, visitor.words.step_up_title());
        let page = Self::new(app, layout, asked, next, errors);
        Self { back: home(visitor.session.actor().role()), ..page }
    }
}

async fn page(
    app: App,
    visitor: Visitor,
    Query(wanted): Query<super::Wanted>,
) -> Result<Response, PageError> {
    let asked = app.portal.confirming(&visitor.session).await?;
    let page = Page::of(&app, &visitor, asked, &wanted.next, FieldErrors::none());
    show_in(visitor.words, &page.or_there(&app, &visitor.session, &wanted.next).await?)
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
        let page = Page::of(&app, &visitor, asked, next, errors).or_there(&app, session, next).await?;
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
            let page = Page::of(&app, &visitor, asked, next, errors);
            show_refused(words, refusal, &page.or_there(&app, session, next).await?)
        }
        Err(other) => Err(other.into()),
    }
}

/// The page after a passkey was of no use; whoever has none is told at the first field there is, and on a page of its own
/// where nothing is asked.
pub(super) async fn refused(
    app: &App,
    visitor: &Visitor,
    next: &str,
    (why, said): (Refusal, Text),
) -> Result<Page, PageError> {
    let asked = app.portal.confirming(&visitor.session).await?;
    let fields = [(asked.passkey, PASSKEY), (asked.password, "password"), (asked.code, "code")];
    let Some((_, field)) = fields.into_iter().find(|(is_asked, _)| *is_asked) else {
        return Err(Error::Refused(why).into());
    };
    let page = Page::of(app, visitor, asked, next, FieldErrors::at_field(field, said));
    page.or_there(app, &visitor.session, next).await
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
    let page = Page::new(app, layout, asked, next, FieldErrors::none());
    let page = Page { late: true, kept, back: home(session.actor().role()), ..page };
    let page = page.or_there(app, session, next).await?;
    show_with_in(words, StatusCode::FORBIDDEN, &page)
}
