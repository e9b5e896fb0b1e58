//! One request of the agency to the exchange: what was asked, what came of it, and taking it back while it waits (CERT-9).

use crate::{
    App,
    answer::show_in,
    cookies::go,
    layout::{Layout, Width},
    pages::roster_requests::{about, state_of},
    parts::{Button, ButtonKind, FieldErrors, Link, SummaryList, SummaryRow},
    refusal::PageError,
    session::Visitor,
    staff::ChangePage,
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{form::Question, people::RosterRequestKey, roster_request::RequestState};
use portal::roster_requests::{OwnRequest, RequestRow};
use words::{Asking, Words};

#[derive(Template)]
#[template(path = "agency_staff/request.html")]
struct RequestPage {
    layout: Layout,
    details: SummaryList,
    filled: Option<SummaryList>,
    way: Option<Link>,
}

fn is_open(row: &RequestRow) -> bool {
    row.request_state == RequestState::Open
}

pub(super) async fn page(app: App, visitor: Visitor, Path(key): Path<String>) -> Result<Response, PageError> {
    let request = app.portal.read_own_request(&visitor.session, &RosterRequestKey(key)).await?;
    let (words, row) = (visitor.words, &request.row);
    let (questions, typed) = &request.filled;
    let asking = Asking::new(words, app.portal.profile());
    let line = |question: &Question| {
        let label = asking.question(&question.asked).label;
        SummaryRow::new(label, words.given(&question.given(typed)))
    };
    let filled: Vec<_> = questions.iter().map(line).collect();
    let page = RequestPage {
        layout: visitor.layout(&app, words.staff_request_title(row.request_kind)).wide(Width::Normal),
        details: SummaryList::new(details(&app, words, &request)),
        filled: (!filled.is_empty()).then(|| SummaryList::new(filled)),
        way: is_open(row).then(|| {
            let address = format!("/agency/requests/{}/take-back", row.request_key);
            Link::new(address, words.staff_take_back()).button(ButtonKind::Outline)
        }),
    };
    show_in(words, &page)
}

fn details(app: &App, words: Words, request: &OwnRequest) -> Vec<SummaryRow> {
    let row = &request.row;
    let mut rows = vec![
        SummaryRow::new(words.requests_state_column(), "").status(state_of(words, row.request_state)),
        SummaryRow::new(words.requests_about(), about(words, row)),
        SummaryRow::new(words.requests_asked_by(), words.person(row.asker())),
        SummaryRow::new(words.requests_asked_on(), words.moment(app.portal.moment_of(row.asked_at))),
    ];
    if let Some(answered_at) = row.answered_at {
        let moment = words.moment(app.portal.moment_of(answered_at));
        rows.push(SummaryRow::new(words.staff_request_answered_on(), moment));
    }
    for (label, text) in [(words.requests_note(), &row.note), (words.requests_answer(), &row.answer)] {
        if !text.is_empty() {
            rows.push(SummaryRow::new(label, &**text));
        }
    }
    rows
}

/// Says what taking it back does, and asks once more.
pub(super) async fn confirm(
    app: App,
    visitor: Visitor,
    Path(key): Path<String>,
) -> Result<Response, PageError> {
    let row = app.portal.read_own_request(&visitor.session, &RosterRequestKey(key)).await?.row;
    let (words, back) = (visitor.words, format!("/agency/requests/{}", row.request_key));
    // What was answered says so on its own page.
    if !is_open(&row) {
        return Ok(go(&back));
    }
    let layout = visitor.layout(&app, words.staff_take_back_title(row.request_kind));
    let button = Button::new(words.staff_take_back()).kind(ButtonKind::Danger);
    let address = format!("{back}/take-back");
    let mut page = ChangePage::new(layout, (address, back), button, ("", FieldErrors::none()));
    page.lead = vec![words.staff_take_back_lead()];
    page.without_reason().show(StatusCode::OK)
}

pub(super) async fn take_back(
    app: App,
    visitor: Visitor,
    Path(key): Path<String>,
) -> Result<Response, PageError> {
    app.portal.take_back_request(&visitor.session, &RosterRequestKey(key)).await?;
    Ok(go("/agency?said=taken-back"))
}
