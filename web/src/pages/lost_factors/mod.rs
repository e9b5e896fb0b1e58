//! A second factor that a consumer or a colleague lost: staff type the exact name and how they checked who asks. The page
//! lists nobody, and says the same whether there is such an account or not.

use crate::{
    App,
    answer::{show_in, show_with_in},
    cookies::go,
    form::Posted,
    layout::Layout,
    parts::{Alert, AlertKind, Button, FieldErrors, TextArea, TextField},
    query::Query,
    refusal::PageError,
    routes::{Route, Who, within},
    session::Visitor,
    staff::refused,
};
use askama::Template;
use axum::{http::StatusCode, response::Response};
use domain::{consumer::Action, typed::Reader};
use portal::changes::LONGEST_REASON;
use serde::Deserialize;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/manage/lost-factor", Who::ResourceManager, page)
            .before(|_| within(Action::GiveFactorBack)),
        Route::post("/manage/lost-factor", Who::ResourceManager, give).reads(|field| match field {
            "name" => Some(Reader::SignInName),
            "reason" => Some(Reader::Paragraph),
            _ => None,
        }),
    ]
}

#[derive(Deserialize, Default)]
struct Said {
    said: Option<String>,
}

#[derive(Template)]
#[template(path = "lost_factors/give.html")]
struct GivePage {
    layout: Layout,
    errors: FieldErrors,
    said: Option<Alert>,
    name: TextField,
    checked: TextArea,
    button: Button,
}

impl GivePage {
    fn new(app: &App, visitor: &Visitor, (name, checked): (&str, &str), errors: FieldErrors) -> Self {
        let words = visitor.words;
        let most = u16::try_from(LONGEST_REASON).unwrap_or(u16::MAX);
        Self {
            layout: visitor.layout(app, words.lost_factors_title()).with_errors(&errors),
            said: None,
            name: TextField::new("name", words.lost_factors_name())
                .hint(words.lost_factors_name_hint())
                .autocomplete("off")
                .value(name)
                .errors(&errors),
            checked: TextArea::new("reason", words.staff_reset_factor_checked())
                .hint(words.lost_factors_checked_hint())
                .max_length(most)
                .value(checked)
                .errors(&errors),
            button: Button::new(words.lost_factors_give()),
            errors,
        }
    }
}

async fn page(app: App, visitor: Visitor, Query(said): Query<Said>) -> Result<Response, PageError> {
    let words = visitor.words;
    let mut page = GivePage::new(&app, &visitor, ("", ""), FieldErrors::none());
    if said.said.as_deref() == Some("given") {
        page.said = Some(Alert::new(AlertKind::Success, words.lost_factors_said()));
    }
    show_in(words, &page)
}

/// Gives leave; when the form lacks something, it comes back with what was typed.
async fn give(app: App, visitor: Visitor, form: Posted) -> Result<Response, PageError> {
    let (words, typed) = (visitor.words, (form.get("name"), form.get("reason")));
    if form.given("name").is_none() {
        let errors = FieldErrors::at_field("name", words.lost_factors_name_missing());
        let page = GivePage::new(&app, &visitor, typed, errors);
        return show_with_in(words, StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    match app.portal.give_factor_back_by_name(&visitor.session, typed.0, typed.1).await {
        Ok(()) => Ok(go("/manage/lost-factor?said=given")),
        Err(error) => {
            let (status, errors) = refused(&visitor, error)?;
            show_with_in(words, status, &GivePage::new(&app, &visitor, typed, errors))
        }
    }
}
