//! The resource manager's pages: assister accounts, a new one, and one account with its life cycle.

mod account;
mod change;
mod may_act;
mod new;

pub(crate) use may_act::{Held, MayAct, contract};
pub(crate) use new::page as new_account;

use crate::{
    App,
    answer::show_with_in,
    form::Posted,
    layout::{Layout, Width},
    parts::{
        Button, ButtonForm, ButtonKind, Cell, Column, FieldErrors, Filter, Link, Row, Status, Table,
        TextField, Tone,
    },
    query::Query,
    refusal::PageError,
    routes::{Route, Who},
    session::Visitor,
};
use askama::Template;
use axum::{http::StatusCode, response::Response};
use domain::{
    certification::AccountState,
    form::{Fields, reader_of},
    people::{AssisterKey, AssisterKind},
    typed::{self, Reader, search::Search},
};
use jiff::civil::Date;
use portal::assisters::{AssisterList, AssistersWanted, ListedAssister, questions};
use serde::Deserialize;
use words::{Unreadable, Words};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/manage", Who::ResourceManager, list),
        Route::post("/manage", Who::ResourceManager, search)
            .reads(|field| (field == "search").then_some(Reader::Search)),
        Route::get("/manage/assisters/new", Who::ResourceManager, new::form),
        Route::post("/manage/assisters/new", Who::ResourceManager, new::create)
            .reads(|field| reader_of(&questions(&Fields::new(), &[]), field)),
        Route::get("/manage/assisters/{assister}", Who::ResourceManager, account::one),
        Route::post("/manage/assisters/{assister}/invite", Who::ResourceManager, change::invite),
        Route::get("/manage/assisters/{assister}/{change}", Who::ResourceManager, change::page),
        Route::post("/manage/assisters/{assister}/{change}", Who::ResourceManager, change::change)
            .reads(change::reads),
    ]
}

#[derive(Deserialize, Default)]
struct Asked {
    kind: Option<String>,
    state: Option<String>,
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "assisters/list.html")]
struct List {
    layout: Layout,
    errors: FieldErrors,
    search: TextField,
    searching: bool,
    /// Requests that wait for an answer.
    waiting: Option<Link>,
    kinds: Vec<Filter>,
    states: Vec<Filter>,
    table: Table,
    next: Option<Link>,
    next_search: Option<ButtonForm>,
}

async fn list(app: App, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let unknown = |name| PageError::bad_request(Unreadable::Choice(name));
    let kind = match asked.kind.as_deref() {
        None | Some("") => None,
        Some(word) => Some(AssisterKind::from_word(word).ok_or_else(|| unknown("kind"))?),
    };
    let state = match asked.state.as_deref() {
        None | Some("") => None,
        Some(word) => Some(AccountState::from_word(word).ok_or_else(|| unknown("state"))?),
    };
    let after = asked.after.filter(|after| !after.is_empty()).map(AssisterKey);
    let wanted = AssistersWanted { search: String::new(), kind, state, after };
    let found = app.portal.list_assisters(&visitor.session, &wanted).await?;
    shown(&app, &visitor, (&wanted, &found), ("", FieldErrors::none()))
}

/// Search by POST, because names never stand in a URL.
async fn search(app: App, visitor: Visitor, form: Posted) -> Result<Response, PageError> {
    let typed = form.get("search");
    // What can be nothing of a person looks for nothing: everybody is shown, with what was typed and what is wrong.
    let (wanted, errors) = match Search::read(typed) {
        Ok(_) => {
            let after = form.given("after").map(|after| AssisterKey(after.to_owned()));
            let search = typed.to_owned();
            (AssistersWanted { search, after, ..AssistersWanted::default() }, FieldErrors::none())
        }
        Err(fault) => {
            (AssistersWanted::default(), FieldErrors::at_field("search", typed::Fault::from(fault)))
        }
    };
    let found = app.portal.list_assisters(&visitor.session, &wanted).await?;
    shown(&app, &visitor, (&wanted, &found), (typed, errors))
}

fn shown(
    app: &App,
    visitor: &Visitor,
    (wanted, found): (&AssistersWanted, &AssisterList),
    (typed, errors): (&str, FieldErrors),
) -> Result<Response, PageError> {
    let words = visitor.words;
    let layout = visitor.layout(app, words.assisters_title()).wide(Width::Wide).with_errors(&errors);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let searching = !wanted.search.trim().is_empty();
    let next_key = found.next.clone().map(|key| key.0);
    let next_search = next_key.clone().filter(|_| searching).map(|key| {
        let button = Button::new(words.assisters_next_page()).kind(ButtonKind::Outline);
        ButtonForm::new("/manage", layout.csrf_field(), button)
            .with("search", &*wanted.search)
            .with("after", key)
    });
    let next = next_key.filter(|_| !searching).map(|key| {
        Link::new(address(wanted.kind, wanted.state, &key), words.assisters_next_page())
            .button(ButtonKind::Outline)
    });
    let search = TextField::new("search", words.assisters_search())
        .hint(words.assisters_search_hint())
        .kind("search")
        .value(typed)
        .errors(&errors);
    let page = List {
        search,
        errors,
        searching,
        waiting: (found.waiting > 0)
            .then(|| Link::new("/manage/requests", words.assisters_waiting(found.waiting))),
        kinds: kinds(words, found, wanted),
        states: states(words, found, wanted),
        table: table(words, &found.lines, app.portal.today()),
        next,
        next_search,
        layout,
    };
    show_with_in(words, status, &page)
}

fn address(kind: Option<AssisterKind>, state: Option<AccountState>, after: &str) -> String {
    let parts = [
        kind.map(|kind| format!("kind={kind}")),
        state.map(|state| format!("state={state}")),
        Some(after).filter(|after| !after.is_empty()).map(|after| format!("after={after}")),
    ];
    let query = parts.into_iter().flatten().collect::<Vec<_>>().join("&");
    if query.is_empty() { "/manage".to_owned() } else { format!("/manage?{query}") }
}

fn kinds(words: Words, found: &AssisterList, wanted: &AssistersWanted) -> Vec<Filter> {
    let choices = std::iter::once(None).chain(AssisterKind::ALL.iter().copied().map(Some));
    choices
        .map(|kind| Filter {
            href: address(kind, wanted.state, ""),
            label: kind
                .map_or(words.assisters_all_kinds(), |kind| words.assisters_of_kind(kind))
                .into_owned(),
            count: found.count(kind, wanted.state),
            current: kind == wanted.kind,
        })
        .collect()
}

fn states(words: Words, found: &AssisterList, wanted: &AssistersWanted) -> Vec<Filter> {
    let choices = std::iter::once(None).chain(AccountState::ALL.iter().copied().map(Some));
    choices
        .map(|state| Filter {
            href: address(wanted.kind, state, ""),
            label: state
                .map_or(words.assisters_all_states(), |state| words.assisters_state(state))
                .into_owned(),
            count: found.count(wanted.kind, state),
            current: state == wanted.state,
        })
        .collect()
}

fn table(words: Words, lines: &[ListedAssister], today: Date) -> Table {
    let columns = [
        words.assisters_name(),
        words.assisters_kind(),
        words.assisters_agency(),
        words.assisters_reference_number(),
        words.assisters_account_state(),
        words.assisters_may_act(),
        words.assisters_lapses_on(),
    ];
    let rows = lines.iter().map(|line| row(words, line, today)).collect();
    Table::new(words.assisters_caption(), columns.map(Column::new).to_vec(), rows)
        .quiet_caption()
        .wide()
        .empty(words.assisters_none())
}

fn row(words: Words, line: &ListedAssister, today: Date) -> Row {
    Row(vec![
        Cell::Link(Link::new(format!("/manage/assisters/{}", line.assister_key), words.person(line.name()))),
        Cell::text(words.assister_kind(line.credentials.kind)),
        Cell::text(line.agency.clone().unwrap_or_default()),
        Cell::text(&*line.reference_number),
        Cell::Status(state_status(words, line.credentials.state), String::new()),
        Cell::Status(may_act_status(words, line.missing_on(today).is_empty()), String::new()),
        Cell::text(line.credentials.lapses_after().map(|day| words.day(day)).unwrap_or_default()),
    ])
}

/// An account's state.
pub(crate) fn state_status(words: Words, state: AccountState) -> Status {
    let tone = match state {
        AccountState::Invited => Tone::Active,
        AccountState::Active => Tone::Good,
        AccountState::Suspended => Tone::Attention,
        AccountState::Decertified => Tone::Bad,
    };
    Status::new(words.assisters_state(state), tone)
}

/// Yes or no.
pub(crate) fn may_act_status(words: Words, may: bool) -> Status {
    if may { Status::new(words.yes(), Tone::Good) } else { Status::new(words.no(), Tone::Attention) }
}
