//! "Roster": an agency's staff, as its administrator sees them, with who may act and until when (CERT-1); and what is asked of
//! the exchange, which makes the accounts (CERT-2). No consumer stands on these pages.

mod asked;
mod asking;
mod one;

use crate::{
    App,
    answer::show_in,
    layout::{Layout, Width},
    pages::{
        assisters::{contract, may_act_status, state_status},
        roster_requests::state_of,
    },
    parts::{Alert, AlertKind, ButtonKind, Cell, Column, Link, Row, Status, Table, Tone},
    query::Query,
    refusal::PageError,
    routes::{Route, Who},
    session::Visitor,
};
use askama::Template;
use axum::response::Response;
use domain::people::{AssisterKey, AssisterKind};
use jiff::civil::Date;
use portal::{
    agency_staff::{Staff, StaffLine},
    roster_requests::RequestRow,
};
use serde::Deserialize;
use words::{Text, Words};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/agency", Who::AgencyAdministrator, list),
        Route::get("/agency/staff/new", Who::AgencyAdministrator, asking::new),
        Route::post("/agency/staff/new", Who::AgencyAdministrator, asking::ask_for_account)
            .reads(asking::reads_account),
        Route::get("/agency/transfer", Who::AgencyAdministrator, asking::transfer),
        Route::post("/agency/transfer", Who::AgencyAdministrator, asking::ask_for_transfer)
            .reads(asking::reads_transfer),
        Route::get("/agency/staff/{assister}", Who::AgencyAdministrator, one::page),
        Route::get("/agency/staff/{assister}/{act}", Who::AgencyAdministrator, one::act_page)
            .before(one::before),
        Route::post("/agency/staff/{assister}/{act}", Who::AgencyAdministrator, one::act)
            .reads(|field| crate::staff::reads(field, &[])),
        Route::get("/agency/requests/{request}", Who::AgencyAdministrator, asked::page),
        Route::get("/agency/requests/{request}/take-back", Who::AgencyAdministrator, asked::confirm),
        Route::post("/agency/requests/{request}/take-back", Who::AgencyAdministrator, asked::take_back),
    ]
}

#[derive(Deserialize, Default)]
struct Asked {
    after: Option<String>,
    said: Option<String>,
}

#[derive(Template)]
#[template(path = "agency_staff/list.html")]
struct List {
    layout: Layout,
    said: Option<Alert>,
    agency: Text,
    may_act: Status,
    missing: Vec<Text>,
    contract: Text,
    ways: Vec<Link>,
    table: Table,
    next: Option<Link>,
    requests: Table,
}

async fn list(app: App, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let after = asked.after.filter(|after| !after.is_empty()).map(AssisterKey);
    let staff = app.portal.read_staff(&visitor.session, after.as_ref()).await?;
    let words = visitor.words;
    let said = match asked.said.as_deref() {
        Some("asked") => Some(words.staff_said_asked()),
        Some("taken-back") => Some(words.staff_said_taken_back()),
        _ => None,
    };
    let dates = contract(words, &staff.standing);
    let page = List {
        layout: visitor.layout(&app, words.staff_title()).wide(Width::Wide),
        said: said.map(|said| Alert::new(AlertKind::Success, said)),
        agency: words.staff_of(&*staff.agency),
        may_act: may_act_status(words, staff.missing.is_empty()),
        missing: staff.missing.iter().map(|missing| words.missing_credential(*missing)).collect(),
        contract: words.staff_contract(&*dates),
        ways: vec![
            Link::new("/agency/staff/new", words.staff_add()).button(ButtonKind::Primary),
            Link::new("/agency/transfer", words.staff_transfer()).button(ButtonKind::Outline),
        ],
        table: table(words, &staff, app.portal.today()),
        next: staff.next.as_ref().map(|key| {
            Link::new(format!("/agency?after={key}"), words.staff_next_page()).button(ButtonKind::Outline)
        }),
        requests: requests(&app, words, &staff.requests),
    };
    show_in(words, &page)
}

fn table(words: Words, staff: &Staff, today: Date) -> Table {
    let columns = [
        words.staff_name(),
        words.staff_number(),
        words.staff_account(),
        words.staff_may_act_today(),
        words.staff_access(),
        words.staff_lapses_on(),
    ];
    let row = |line: &StaffLine| {
        let address = format!("/agency/staff/{}", line.assister_key);
        let lapses = line.credentials.lapses_after().map(|day| words.day(day)).unwrap_or_default();
        let approved = line.credentials.access_approved_on.is_some_and(|on| on <= today);
        Row(vec![
            Cell::Link(Link::new(address, words.person(line.name()))),
            Cell::text(&*line.reference_number),
            Cell::Status(state_status(words, line.credentials.state), String::new()),
            Cell::Status(may_act_status(words, line.missing_on(today).is_empty()), String::new()),
            Cell::Status(access(words, line.credentials.kind, approved), String::new()),
            Cell::text(lapses),
        ])
    };
    Table::new(
        words.staff_caption(),
        columns.map(Column::new).to_vec(),
        staff.lines.iter().map(row).collect(),
    )
    .quiet_caption()
    .wide()
    .empty(words.staff_none())
}

/// The agency's part in an assister's access.
fn access(words: Words, kind: AssisterKind, approved: bool) -> Status {
    match (kind, approved) {
        (AssisterKind::Broker, _) => Status::new(words.staff_access_license(), Tone::Active),
        (AssisterKind::Navigator | AssisterKind::Cac, true) => {
            Status::new(words.staff_access_yes(), Tone::Good)
        }
        (AssisterKind::Navigator | AssisterKind::Cac, false) => {
            Status::new(words.staff_access_no(), Tone::Attention)
        }
    }
}

fn requests(app: &App, words: Words, requests: &[RequestRow]) -> Table {
    let columns = [
        words.requests_asked_on(),
        words.requests_kind(),
        words.requests_about(),
        words.requests_state_column(),
        words.requests_answer(),
    ];
    let row = |request: &RequestRow| {
        let about = crate::pages::roster_requests::about(words, request);
        let address = format!("/agency/requests/{}", request.request_key);
        let link = Link::new(address, words.requests_what(request.request_kind));
        Row(vec![
            Cell::text(words.day(app.portal.day_of(request.asked_at))),
            Cell::Link(link.context(&*about)),
            Cell::text(about),
            Cell::Status(state_of(words, request.request_state), String::new()),
            Cell::text(&*request.answer),
        ])
    };
    Table::new(
        words.staff_requests_caption(),
        columns.map(Column::new).to_vec(),
        requests.iter().map(row).collect(),
    )
    .quiet_caption()
    .empty(words.staff_requests_none())
}
