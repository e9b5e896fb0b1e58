//! The resource managers' queue: what agencies and assisters ask about accounts (CERT-2, CERT-9), one request with what it
//! would change, and the answer.

mod answer;

use crate::{
    App,
    answer::show_in,
    layout::{Layout, Width},
    parts::{
        Alert, AlertKind, ButtonKind, Cell, Column, Link, Row, Status, SummaryList, SummaryRow, Table, Tone,
    },
    query::Query,
    refusal::PageError,
    routes::{Route, Who, within},
    session::Visitor,
    staff::differences,
};
use askama::Template;
use axum::{extract::Path, response::Response};
use domain::{
    form::Question,
    people::RosterRequestKey,
    roster::Action,
    roster_request::{RequestKind, RequestState},
};
use portal::roster_requests::{Request, RequestRow};
use serde::Deserialize;
use words::{Asking, Text, Words};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/manage/requests", Who::ResourceManager, list),
        Route::get("/manage/requests/{request}", Who::ResourceManager, one),
        Route::get("/manage/requests/{request}/account", Who::ResourceManager, answer::account),
        Route::post("/manage/requests/{request}/account", Who::ResourceManager, answer::create)
            .reads(answer::reads_account),
        Route::get("/manage/requests/{request}/{answer}", Who::ResourceManager, answer::page)
            .before(|_| within(Action::AnswerRequest)),
        Route::post("/manage/requests/{request}/{answer}", Who::ResourceManager, answer::answer)
            .reads(|field| crate::staff::reads(field, &[])),
    ]
}

#[derive(Deserialize, Default)]
struct Said {
    said: Option<String>,
}

#[derive(Template)]
#[template(path = "roster_requests/list.html")]
struct List {
    layout: Layout,
    said: Option<Alert>,
    open: Table,
    answered: Table,
}

async fn list(app: App, visitor: Visitor, Query(said): Query<Said>) -> Result<Response, PageError> {
    let requests = app.portal.read_requests(&visitor.session).await?;
    let words = visitor.words;
    let said = match said.said.as_deref() {
        Some("done") => Some(words.requests_said_done()),
        Some("decline") => Some(words.requests_said_declined()),
        _ => None,
    };
    let page = List {
        layout: visitor.layout(&app, words.requests_title()).wide(Width::Wide),
        said: said.map(|said| Alert::new(AlertKind::Success, said)),
        open: table(&app, words, (words.requests_open_caption(), words.requests_open_none()), &requests.open),
        answered: table(
            &app,
            words,
            (words.requests_answered_caption(), words.requests_answered_none()),
            &requests.answered,
        ),
    };
    show_in(words, &page)
}

fn table(app: &App, words: Words, (caption, empty): (Text, Text), requests: &[RequestRow]) -> Table {
    let columns = [
        words.requests_kind(),
        words.requests_about(),
        words.requests_from(),
        words.requests_asked_on(),
        words.requests_state_column(),
        words.requests_answer(),
    ];
    let row = |request: &RequestRow| {
        let address = format!("/manage/requests/{}", request.request_key);
        let (about, from) = (about(words, request), from(words, request));
        let link = Link::new(address, words.requests_what(request.request_kind));
        Row(vec![
            Cell::Link(link.context(format!("{from}, {about}"))),
            Cell::text(about),
            Cell::text(from),
            Cell::text(words.day(app.portal.day_of(request.asked_at))),
            Cell::Status(state_of(words, request.request_state), String::new()),
            Cell::text(&*request.answer),
        ])
    };
    Table::new(caption, columns.map(Column::new).to_vec(), requests.iter().map(row).collect())
        .quiet_caption()
        .wide()
        .empty(empty)
}

/// Whom a request is about.
pub(crate) fn about(words: Words, request: &RequestRow) -> Text {
    match request.request_kind {
        RequestKind::Add => words.requests_somebody_new(),
        RequestKind::Transfer => words.requests_number(request.number().unwrap_or_default()),
        RequestKind::Leave | RequestKind::Correct | RequestKind::Profile => words.person(request.about()),
    }
}

/// Who asks: an agency, or an assister for themselves.
fn from(words: Words, request: &RequestRow) -> Text {
    request.agency.clone().map_or_else(|| words.person(request.asker()), Text::from)
}

/// Where a request stands.
pub(crate) fn state_of(words: Words, state: RequestState) -> Status {
    let tone = match state {
        RequestState::Open => Tone::Active,
        RequestState::Done => Tone::Good,
        RequestState::Declined => Tone::Attention,
        RequestState::TakenBack => Tone::Neutral,
    };
    Status::new(words.requests_state(state), tone)
}

#[derive(Template)]
#[template(path = "roster_requests/one.html")]
struct OnePage {
    layout: Layout,
    details: SummaryList,
    filled: Option<SummaryList>,
    changes: Option<Table>,
    first: Option<Text>,
    ways: Vec<Link>,
}

async fn one(app: App, visitor: Visitor, Path(key): Path<String>) -> Result<Response, PageError> {
    let request = app.portal.read_request(&visitor.session, &RosterRequestKey(key)).await?;
    let (words, row) = (visitor.words, &request.row);
    let title = words.requests_one_title(&*from(words, row), row.request_kind);
    let open = row.request_state == RequestState::Open;
    let (questions, typed) = &request.filled;
    let page = OnePage {
        layout: visitor.layout(&app, title).wide(Width::Normal),
        details: SummaryList::new(details(&app, words, &request)),
        filled: (row.request_kind == RequestKind::Add).then(|| {
            let asking = Asking::new(words, app.portal.profile());
            let line = |question: &Question| {
                let label = asking.question(&question.asked).label;
                SummaryRow::new(label, words.given(&question.given(typed)))
            };
            SummaryList::new(questions.iter().map(line).collect())
        }),
        changes: (row.request_kind == RequestKind::Profile && open).then(|| {
            let questions = request.account.as_ref().map(|account| account.questions(&account.filled));
            differences(&app, words, &questions.unwrap_or_default(), &request.changes)
        }),
        first: open.then(|| words.requests_first(row.request_kind)),
        ways: if open { ways(words, row) } else { Vec::new() },
    };
    show_in(words, &page)
}

fn details(app: &App, words: Words, request: &Request) -> Vec<SummaryRow> {
    let row = &request.row;
    let mut rows = vec![
        SummaryRow::new(words.requests_state_column(), "").status(state_of(words, row.request_state)),
        SummaryRow::new(words.requests_about(), about(words, row)),
    ];
    // Of an assister's own request, whom it is about says who asks.
    if row.agency_key.is_some() {
        rows.extend([
            SummaryRow::new(words.requests_from(), from(words, row)),
            SummaryRow::new(words.requests_asked_by(), words.person(row.asker())),
        ]);
    }
    let asked_at = words.moment(app.portal.moment_of(row.asked_at));
    rows.push(SummaryRow::new(words.requests_asked_on(), asked_at));
    if row.request_kind == RequestKind::Transfer {
        let account = request.account.as_ref();
        let whose = account.map_or_else(|| words.requests_not_found(), |one| words.person(one.row.name()));
        rows.push(SummaryRow::new(words.requests_account(), whose));
        if let Some(account) = account {
            let agency = account.row.agency.clone();
            let agency = agency.map_or_else(|| words.requests_works_alone(), Text::from);
            rows.push(SummaryRow::new(words.requests_present_agency(), agency));
        }
    }
    if !row.note.is_empty() {
        rows.push(SummaryRow::new(words.requests_note(), &*row.note));
    }
    if !row.answer.is_empty() {
        rows.push(SummaryRow::new(words.requests_answer(), &*row.answer));
    }
    rows
}

/// What can be done with a request that waits.
fn ways(words: Words, row: &RequestRow) -> Vec<Link> {
    let address = format!("/manage/requests/{}", row.request_key);
    let way = if row.request_kind == RequestKind::Add { "account" } else { "done" };
    let mut ways = Vec::new();
    if let Some(assister) = &row.assister_key {
        let account = format!("/manage/assisters/{assister}");
        ways.push(Link::new(account, words.requests_open_account()).button(ButtonKind::Outline));
    }
    ways.push(
        Link::new(format!("{address}/{way}"), words.requests_do(row.request_kind))
            .button(ButtonKind::Primary),
    );
    let decline = Link::new(format!("{address}/decline"), words.requests_decline());
    ways.push(decline.button(ButtonKind::Outline));
    ways
}
