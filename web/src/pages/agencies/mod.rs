//! The resource manager's agencies and organizations: the list, a new one, one agency with its people, its contract and
//! its history, and what can be done to it (CERT-9).

mod administrators;
mod change;
mod one;

use crate::{
    App,
    answer::show_with_in,
    form::Posted,
    layout::{Layout, Width},
    pages::assisters::{contract, may_act_status},
    parts::{Button, ButtonForm, ButtonKind, Cell, Column, FieldErrors, Filter, Link, Row, Table, TextField},
    query::Query,
    refusal::PageError,
    routes::{Route, Who, within},
    session::Visitor,
};
use askama::Template;
use axum::{http::StatusCode, response::Response};
use domain::{
    form::reader_of,
    people::{AgencyKey, AssisterKind},
    roster::Action,
    typed::{self, Reader, text},
};
use jiff::civil::Date;
use portal::agencies::{AgenciesWanted, AgencyList, ListedAgency, administrator_questions, questions};
use serde::Deserialize;
use words::{Unreadable, Words};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/manage/agencies", Who::ResourceManager, list),
        Route::post("/manage/agencies", Who::ResourceManager, search)
            .reads(|field| (field == "search").then_some(Reader::Text)),
        Route::get("/manage/agencies/new", Who::ResourceManager, change::new),
        Route::post("/manage/agencies/new", Who::ResourceManager, change::create)
            .reads(|field| reader_of(&questions(), field)),
        Route::get("/manage/agencies/{agency}", Who::ResourceManager, one::page),
        Route::get("/manage/agencies/{agency}/administrators", Who::ResourceManager, administrators::list)
            .before(|_| within(Action::InviteAdministrator)),
        Route::post("/manage/agencies/{agency}/administrators", Who::ResourceManager, administrators::invite)
            .reads(|field| reader_of(&administrator_questions(), field)),
        Route::get(
            "/manage/agencies/{agency}/administrators/{administrator}/{access}",
            Who::ResourceManager,
            administrators::page,
        )
        .before(administrators::before),
        Route::post(
            "/manage/agencies/{agency}/administrators/{administrator}/{access}",
            Who::ResourceManager,
            administrators::change,
        )
        .reads(|field| crate::staff::reads(field, &[])),
        Route::get("/manage/agencies/{agency}/{step}", Who::ResourceManager, change::page)
            .before(change::before),
        Route::post("/manage/agencies/{agency}/{step}", Who::ResourceManager, change::change)
            .reads(change::reads),
    ]
}

#[derive(Deserialize, Default)]
struct Asked {
    kind: Option<String>,
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "agencies/list.html")]
struct List {
    layout: Layout,
    errors: FieldErrors,
    search: TextField,
    searching: bool,
    kinds: Vec<Filter>,
    table: Table,
    next: Option<Link>,
    next_search: Option<ButtonForm>,
}

async fn list(app: App, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let kind = match asked.kind.as_deref() {
        None | Some("") => None,
        Some(word) => Some(
            AssisterKind::from_word(word)
                .ok_or_else(|| PageError::bad_request(Unreadable::Choice("kind")))?,
        ),
    };
    let after = asked.after.filter(|after| !after.is_empty()).map(AgencyKey);
    let wanted = AgenciesWanted { search: String::new(), kind, after };
    let found = app.portal.read_agencies(&visitor.session, &wanted).await?;
    shown(&app, &visitor, (&wanted, &found), ("", FieldErrors::none()))
}

/// Search by POST, as everywhere.
async fn search(app: App, visitor: Visitor, form: Posted) -> Result<Response, PageError> {
    let typed = form.get("search");
    let (wanted, errors) = match text::any_line(typed) {
        Ok(_) => {
            let after = form.given("after").map(|after| AgencyKey(after.to_owned()));
            (AgenciesWanted { search: typed.to_owned(), kind: None, after }, FieldErrors::none())
        }
        Err(fault) => (AgenciesWanted::default(), FieldErrors::at_field("search", typed::Fault::from(fault))),
    };
    let found = app.portal.read_agencies(&visitor.session, &wanted).await?;
    shown(&app, &visitor, (&wanted, &found), (typed, errors))
}

fn shown(
    app: &App,
    visitor: &Visitor,
    (wanted, found): (&AgenciesWanted, &AgencyList),
    (typed, errors): (&str, FieldErrors),
) -> Result<Response, PageError> {
    let words = visitor.words;
    let layout = visitor.layout(app, words.agencies_title()).wide(Width::Wide).with_errors(&errors);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let searching = !wanted.search.trim().is_empty();
    let next_key = found.next.clone().map(|key| key.0);
    let next_search = next_key.clone().filter(|_| searching).map(|key| {
        let button = Button::new(words.agencies_next_page()).kind(ButtonKind::Outline);
        ButtonForm::new("/manage/agencies", layout.csrf_field(), button)
            .with("search", &*wanted.search)
            .with("after", key)
    });
    let next = next_key.filter(|_| !searching).map(|key| {
        let kind = wanted.kind.map_or_else(String::new, |kind| format!("kind={kind}&"));
        Link::new(format!("/manage/agencies?{kind}after={key}"), words.agencies_next_page())
            .button(ButtonKind::Outline)
    });
    let search = TextField::new("search", words.agencies_search())
        .hint(words.agencies_search_hint())
        .kind("search")
        .value(typed)
        .errors(&errors);
    let page = List {
        search,
        searching,
        kinds: kinds(words, wanted.kind),
        table: table(words, &found.lines, app.portal.today()),
        next,
        next_search,
        layout,
        errors,
    };
    show_with_in(words, status, &page)
}

fn kinds(words: Words, wanted: Option<AssisterKind>) -> Vec<Filter> {
    let choices = std::iter::once(None).chain(AssisterKind::ALL.iter().copied().map(Some));
    choices
        .map(|kind| Filter {
            href: kind.map_or("/manage/agencies".to_owned(), |kind| format!("/manage/agencies?kind={kind}")),
            label: kind.map_or(words.agencies_all_kinds(), |kind| words.agencies_of_kind(kind)).into_owned(),
            count: None,
            current: kind == wanted,
        })
        .collect()
}

fn table(words: Words, lines: &[ListedAgency], today: Date) -> Table {
    let columns = [
        Column::new(words.agencies_name()),
        Column::new(words.agencies_kind()),
        Column::new(words.agencies_state_column()),
        Column::new(words.agencies_may_act()),
        Column::new(words.agency_contract()),
        Column::number(words.agencies_assisters()),
    ];
    let row = |line: &ListedAgency| {
        let missing = line.standing.missing_on(today);
        Row(vec![
            Cell::Link(Link::new(format!("/manage/agencies/{}", line.agency_key), &*line.name)),
            Cell::text(words.agencies_of_kind(line.kind)),
            Cell::text(words.agencies_state(line.standing.agency_state)),
            Cell::Status(may_act_status(words, missing.is_empty()), String::new()),
            Cell::text(contract(words, &line.standing)),
            Cell::text(words.count(line.assisters)),
        ])
    };
    Table::new(words.agencies_caption(), columns.to_vec(), lines.iter().map(row).collect())
        .quiet_caption()
        .wide()
        .empty(words.agencies_none())
}
