//! The resource manager's tokens of identity systems: which there are, a new one, shown once, and the end of one.

use crate::{
    App,
    answer::{show_in, show_with_in},
    api::SCIM_PATH,
    cookies::go,
    form::Posted,
    layout::{Layout, Width},
    parts::{
        Alert, AlertKind, Button, ButtonForm, ButtonKind, Cell, Column, FieldErrors, Questions, Row, Status,
        Table, Tone,
    },
    query::Query,
    refusal::PageError,
    routes::{Route, Who, within},
    session::Visitor,
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    form::{Fields, reader_of},
    people::TokenKey,
    refusal::Refusal,
    roster::Action,
};
use portal::{
    Error,
    tokens::{ListedToken, NewToken, questions},
};
use serde::Deserialize;
use words::{Asking, Text, Words};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/manage/tokens", Who::ResourceManager, page).before(|_| within(Action::CreateToken)),
        Route::post("/manage/tokens", Who::ResourceManager, make)
            .reads(|field| reader_of(&questions(), field)),
        Route::post("/manage/tokens/{token}/revoke", Who::ResourceManager, revoke),
    ]
}

#[derive(Deserialize, Default)]
struct Said {
    said: Option<String>,
}

#[derive(Template)]
#[template(path = "tokens/list.html")]
struct List {
    layout: Layout,
    errors: FieldErrors,
    said: Option<Alert>,
    address: String,
    questions: Questions,
    table: Table,
    /// A button for each token that is good.
    ends: Vec<ButtonForm>,
}

#[derive(Template)]
#[template(path = "tokens/made.html")]
struct Made {
    layout: Layout,
    said: Alert,
    token: String,
    address: String,
}

async fn page(app: App, visitor: Visitor, Query(said): Query<Said>) -> Result<Response, PageError> {
    let tokens = app.portal.list_tokens(&visitor.session).await?;
    let said = said.said.as_deref() == Some("revoked");
    let said = said.then(|| Alert::new(AlertKind::Success, visitor.words.tokens_revoked_now()));
    show_in(visitor.words, &List::new(&app, &visitor, &tokens, (&Fields::new(), FieldErrors::none(), said)))
}

/// Makes a token and shows it, once. When it is refused, the form comes back with what was typed.
async fn make(app: App, visitor: Visitor, form: Posted) -> Result<Response, PageError> {
    let typed = form.typed();
    let errors = match app.portal.create_token(&visitor.session, &typed).await {
        Ok(NewToken { name, token }) => {
            let words = visitor.words;
            let page = Made {
                layout: visitor.layout(&app, words.tokens_title()),
                said: Alert::new(AlertKind::Success, words.tokens_made(&*name)),
                token,
                address: address(&app),
            };
            return show_in(words, &page);
        }
        Err(Error::Invalid(faults)) => faults.into(),
        Err(Error::Refused(refusal @ Refusal::TokenNameTaken)) => {
            FieldErrors::at_field("name", visitor.words.refusal(refusal))
        }
        Err(error) => return Err(error.into()),
    };
    let tokens = app.portal.list_tokens(&visitor.session.showing_again()).await?;
    let page = List::new(&app, &visitor, &tokens, (&typed, errors, None));
    show_with_in(visitor.words, StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn revoke(app: App, visitor: Visitor, Path(key): Path<String>) -> Result<Response, PageError> {
    app.portal.revoke_token(&visitor.session, &TokenKey(key)).await?;
    Ok(go("/manage/tokens?said=revoked"))
}

/// Where identity systems come in.
fn address(app: &App) -> String {
    format!("{}{}", app.settings.public_address, SCIM_PATH)
}

impl List {
    fn new(
        app: &App,
        visitor: &Visitor,
        tokens: &[ListedToken],
        (typed, errors, said): (&Fields, FieldErrors, Option<Alert>),
    ) -> Self {
        let words = visitor.words;
        let layout = visitor.layout(app, words.tokens_title()).wide(Width::Wide).with_errors(&errors);
        let questions = questions();
        let asking = Asking::new(words, app.portal.profile());
        let errors = errors.of_questions(asking, &questions);
        let now = app.portal.clock().now();
        let end = |token: &ListedToken| {
            let button = Button::new(words.tokens_revoke(&*token.name)).kind(ButtonKind::Danger);
            ButtonForm::new(format!("/manage/tokens/{}/revoke", token.token_key), layout.csrf_field(), button)
        };
        let good = |token: &&ListedToken| token.revoked_at.is_none() && now < token.expires_at;
        Self {
            said,
            address: address(app),
            questions: Questions::new(asking, &questions, typed, &errors),
            table: table(app, words, tokens),
            ends: tokens.iter().filter(good).map(end).collect(),
            layout,
            errors,
        }
    }
}

fn table(app: &App, words: Words, tokens: &[ListedToken]) -> Table {
    let columns = [
        words.tokens_name(),
        words.tokens_reaches(),
        words.tokens_may(),
        words.tokens_state(),
        words.tokens_until(),
        words.tokens_used(),
        words.tokens_made_by(),
    ];
    let now = app.portal.clock().now();
    let row = |token: &ListedToken| {
        let (tone, state): (_, Text) = match token.revoked_at {
            Some(_) => (Tone::Neutral, words.tokens_revoked()),
            None if now >= token.expires_at => (Tone::Neutral, words.tokens_expired()),
            None => (Tone::Good, words.tokens_good()),
        };
        let used = token.last_used_at.map(|at| words.moment(app.portal.moment_of(at)));
        Row(vec![
            Cell::text(&*token.name),
            Cell::text(words.agencies_of_kind(token.kind)),
            Cell::text(words.answer_token_scope(token.scope)),
            Cell::Status(Status::new(state, tone), String::new()),
            Cell::text(words.day(app.portal.day_of(token.expires_at))),
            Cell::text(used.unwrap_or_else(|| words.tokens_never())),
            Cell::text(words.person(domain::name::Name::new(&*token.given_name, &*token.family_name))),
        ])
    };
    Table::new(words.tokens_caption(), columns.map(Column::new).to_vec(), tokens.iter().map(row).collect())
        .wide()
        .empty(words.tokens_none())
}
