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
    certification::{AccountState, LapsesIn},
    form::{Fields, reader_of},
    people::{AgencyKey, AssisterKey, AssisterKind},
    typed::{self, Reader, search::Search},
};
use jiff::civil::Date;
use portal::assisters::{AssisterList, AssistersWanted, ListedAssister, questions};
use serde::Deserialize;
use words::{Text, Unreadable, Words};

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
        Route::get("/manage/assisters/{assister}/{change}", Who::ResourceManager, change::page)
            .before(change::before),
        Route::post("/manage/assisters/{assister}/{change}", Who::ResourceManager, change::change)
            .reads(change::reads),
    ]
}

#[derive(Deserialize, Default)]
struct Asked {
    kind: Option<String>,
    state: Option<String>,
    agency: Option<String>,
    lapses: Option<String>,
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
    lapses: Vec<Filter>,
    /// The one agency that is shown, and the way back to all.
    agency: Option<(Text, Link)>,
    table: Table,
    next: Option<Link>,
    next_search: Option<ButtonForm>,
}

async fn list(app: App, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let wanted = AssistersWanted {
        search: String::new(),
        kind: chosen("kind", asked.kind.as_deref(), AssisterKind::from_word)?,
        state: chosen("state", asked.state.as_deref(), AccountState::from_word)?,
        agency: asked.agency.filter(|agency| !agency.is_empty()).map(AgencyKey),
        lapses: chosen("lapses", asked.lapses.as_deref(), LapsesIn::from_word)?,
        after: asked.after.filter(|after| !after.is_empty()).map(AssisterKey),
    };
    let found = app.portal.list_assisters(&visitor.session, &wanted).await?;
    shown(&app, &visitor, (&wanted, &found), ("", FieldErrors::none()))
}

/// A choice of the address; none where nothing is chosen.
fn chosen<T>(
    name: &'static str,
    word: Option<&str>,
    read: fn(&str) -> Option<T>,
) -> Result<Option<T>, PageError> {
    let unknown = || PageError::bad_request(Unreadable::Choice(name));
    word.filter(|word| !word.is_empty()).map(|word| read(word).ok_or_else(unknown)).transpose()
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
    let next = next_key
        .filter(|_| !searching)
        .map(|key| Link::new(address(wanted, &key), words.assisters_next_page()).button(ButtonKind::Outline));
    let search = TextField::new("search", words.assisters_search())
        .hint(words.assisters_search_hint())
        .kind("search")
        .value(typed)
        .errors(&errors);
    let agency = wanted.agency.as_ref().map(|_| {
        let everywhere = address(&AssistersWanted { agency: None, ..wanted.clone() }, "");
        let only = found
            .agency
            .clone()
            .map_or(words.assisters_of_no_agency(), |name| words.assisters_of_agency(name));
        (only, Link::new(everywhere, words.assisters_of_all_agencies()))
    });
    let page = List {
        search,
        errors,
        searching,
        waiting: (found.waiting > 0)
            .then(|| Link::new("/manage/requests", words.assisters_waiting(found.waiting))),
        kinds: kinds(words, found, wanted),
        states: states(words, found, wanted),
        lapses: lapses(words, wanted),
        agency,
        table: table(words, &found.lines, app.portal.today()),
        next,
        next_search,
        layout,
    };
    show_with_in(words, status, &page)
}

/// The address of the list with these filters, from an account on.
fn address(wanted: &AssistersWanted, after: &str) -> String {
    let AssistersWanted { kind, state, agency, lapses, .. } = wanted;
    let mut query = form_urlencoded::Serializer::new(String::new());
    let filters = [
        ("kind", kind.map(AssisterKind::word)),
        ("state", state.map(AccountState::word)),
        ("agency", agency.as_ref().map(|key| &*key.0)),
        ("lapses", lapses.map(LapsesIn::word)),
        ("after", Some(after).filter(|after| !after.is_empty())),
    ];
    query.extend_pairs(filters.into_iter().filter_map(|(name, value)| Some((name, value?))));
    let query = query.finish();
    if query.is_empty() { "/manage".to_owned() } else { format!("/manage?{query}") }
}

fn kinds(words: Words, found: &AssisterList, wanted: &AssistersWanted) -> Vec<Filter> {
    let choices = std::iter::once(None).chain(AssisterKind::ALL.iter().copied().map(Some));
    choices
        .map(|kind| Filter {
            href: address(&AssistersWanted { kind, ..wanted.clone() }, ""),
            label: kind
                .map_or(words.assisters_all_kinds(), |kind| words.assisters_of_kind(kind))
                .into_owned(),
            count: Some(found.count(kind, wanted.state)),
            current: kind == wanted.kind,
        })
        .collect()
}

fn states(words: Words, found: &AssisterList, wanted: &AssistersWanted) -> Vec<Filter> {
    let choices = std::iter::once(None).chain(AccountState::ALL.iter().copied().map(Some));
    choices
        .map(|state| Filter {
            href: address(&AssistersWanted { state, ..wanted.clone() }, ""),
            label: state
                .map_or(words.assisters_all_states(), |state| words.assisters_state(state))
                .into_owned(),
            count: Some(found.count(wanted.kind, state)),
            current: state == wanted.state,
        })
        .collect()
}

/// When something lapses: without counts, which would be a statement each.
fn lapses(words: Words, wanted: &AssistersWanted) -> Vec<Filter> {
    let choices = std::iter::once(None).chain(LapsesIn::ALL.iter().copied().map(Some));
    choices
        .map(|lapses| Filter {
            href: address(&AssistersWanted { lapses, ..wanted.clone() }, ""),
            label: lapses
                .map_or(words.assisters_lapse_any_time(), |lapses| words.assisters_lapse_in(lapses))
                .into_owned(),
            count: None,
            current: lapses == wanted.lapses,
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
        agency(line),
        Cell::text(&*line.reference_number),
        Cell::Status(state_status(words, line.credentials.state), String::new()),
        Cell::Status(may_act_status(words, line.missing_on(today).is_empty()), String::new()),
        Cell::text(line.credentials.lapses_after().map(|day| words.day(day)).unwrap_or_default()),
    ])
}

/// The agency, as the way to its people.
fn agency(line: &ListedAssister) -> Cell {
    let agency = line.agency.clone().zip(line.agency_key.clone());
    agency.map_or(Cell::text(""), |(name, key)| Cell::Link(Link::new(format!("/manage?agency={key}"), name)))
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
