//! "Create assister account": the form, and what a refusal shows at which field.

use crate::{
    App,
    answer::{show_in, show_with_in},
    cookies::go,
    form::Posted,
    layout::Layout,
    parts::{FieldErrors, Questions},
    refusal::PageError,
    session::Visitor,
    staff::refused,
};
use askama::Template;
use axum::response::Response;
use domain::form::Fields;
use portal::assisters::{Agency, questions, usual};
use words::Asking;

const ADDRESS: &str = "/manage/assisters/new";

#[derive(Template)]
#[template(path = "assisters/new.html")]
pub(crate) struct NewPage {
    layout: Layout,
    errors: FieldErrors,
    /// Where the form goes, and where one goes without it.
    address: String,
    back: String,
    questions: Questions,
}

pub(super) async fn form(app: App, visitor: Visitor) -> Result<Response, PageError> {
    let mut usual = usual();
    // Until the next renewal, unless something else is typed.
    if let Some(renewal) = app.portal.profile().renewal_ahead(app.portal.today()) {
        let until = questions(&usual, &[]).into_iter().find(|question| question.field == "certified_until");
        usual.extend(until.map(|until| until.fields_of(&renewal.lapses.to_string())).unwrap_or_default());
    }
    let agencies = app.portal.list_agencies(&visitor.session).await?;
    let page = page(&app, &visitor, (ADDRESS, "/manage"), &agencies, (&usual, FieldErrors::none()));
    show_in(visitor.words, &page)
}

pub(super) async fn create(app: App, visitor: Visitor, form: Posted) -> Result<Response, PageError> {
    let typed = form.typed();
    let made = app.portal.create_assister(&visitor.session, &typed, &app.settings.public_address).await;
    let (status, errors) = match made {
        Ok(made) => return Ok(go(&format!("/manage/assisters/{}?said=created", made.key))),
        Err(error) => refused(&visitor, error)?,
    };
    let visitor = Visitor { session: visitor.session.showing_again(), ..visitor };
    let agencies = app.portal.list_agencies(&visitor.session).await?;
    let page = page(&app, &visitor, (ADDRESS, "/manage"), &agencies, (&typed, errors));
    show_with_in(visitor.words, status, &page)
}

/// The form of a new account, as it was typed or as it was asked for.
pub(crate) fn page(
    app: &App,
    visitor: &Visitor,
    (address, back): (impl Into<String>, impl Into<String>),
    agencies: &[Agency],
    (typed, errors): (&Fields, FieldErrors),
) -> NewPage {
    let questions = questions(typed, agencies);
    let layout = visitor.layout(app, visitor.words.assisters_create()).with_errors(&errors);
    let asking = Asking::new(layout.words, app.portal.profile());
    let errors = errors.of_questions(asking, &questions);
    let (address, back) = (address.into(), back.into());
    NewPage { questions: Questions::new(asking, &questions, typed, &errors), layout, errors, address, back }
}
