//! The resource manager's pages: assister accounts, a new one, and one account with its life cycle.

mod account;
mod new;

use crate::{
    App,
    answer::show_with,
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
    certification::{AccountState, Credentials, Missing},
    form::{Fields, reader_of},
    people::{AssisterKey, AssisterKind},
    text::{capital, date_in_words},
    typed::{self, Reader, search::Search},
};
use jiff::civil::Date;
use portal::assisters::{AssisterList, AssistersWanted, ListedAssister, questions};
use serde::Deserialize;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/manage", Who::ResourceManager, list),
        Route::post("/manage", Who::ResourceManager, search)
            .reads(|field| (field == "search").then_some(Reader::Search)),
        Route::get("/manage/assisters/new", Who::ResourceManager, new::form),
        Route::post("/manage/assisters/new", Who::ResourceManager, new::create)
            .reads(|field| reader_of(&questions(&Fields::new(), &[]), field)),
        Route::get("/manage/assisters/{assister}", Who::ResourceManager, account::one),
        Route::post("/manage/assisters/{assister}", Who::ResourceManager, account::step)
            .reads(|field| (field == "reason").then_some(Reader::Paragraph)),
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
    kinds: Vec<Filter>,
    states: Vec<Filter>,
    table: Table,
    next: Option<Link>,
    next_search: Option<ButtonForm>,
}

async fn list(app: App, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let unknown = |name: &str| {
        PageError::bad_request(format!("The filter in the address ({name}) is none that this list knows."))
    };
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
    let layout = visitor.layout(app, "Assister accounts").wide(Width::Wide).with_errors(&errors);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let searching = !wanted.search.trim().is_empty();
    let next_key = found.next.clone().map(|key| key.0);
    let next_search = next_key.clone().filter(|_| searching).map(|key| {
        let button = Button::new("Next page").kind(ButtonKind::Outline);
        ButtonForm::new("/manage", layout.csrf_field(), button)
            .with("search", &*wanted.search)
            .with("after", key)
    });
    let next = next_key.filter(|_| !searching).map(|key| {
        Link::new(address(wanted.kind, wanted.state, &key), "Next page").button(ButtonKind::Outline)
    });
    let search = TextField::new("search", "Search")
        .hint("A name, or a whole reference number, NPN, assister ID or e-mail")
        .kind("search")
        .value(typed)
        .errors(&errors);
    let page = List {
        search,
        errors,
        searching,
        kinds: kinds(found, wanted),
        states: states(found, wanted),
        table: table(&found.lines, app.portal.today()),
        next,
        next_search,
        layout,
    };
    show_with(status, &page)
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

fn kinds(found: &AssisterList, wanted: &AssistersWanted) -> Vec<Filter> {
    let choices = std::iter::once(None).chain(AssisterKind::ALL.iter().copied().map(Some));
    choices
        .map(|kind| Filter {
            href: address(kind, wanted.state, ""),
            label: kind.map_or("All kinds".to_owned(), |kind| format!("{}s", capital(kind.in_words()))),
            count: found.count(kind, wanted.state),
            current: kind == wanted.kind,
        })
        .collect()
}

fn states(found: &AssisterList, wanted: &AssistersWanted) -> Vec<Filter> {
    let choices = std::iter::once(None).chain(AccountState::ALL.iter().copied().map(Some));
    choices
        .map(|state| Filter {
            href: address(wanted.kind, state, ""),
            label: state.map_or("All states".to_owned(), |state| capital(state.word())),
            count: found.count(wanted.kind, state),
            current: state == wanted.state,
        })
        .collect()
}

fn table(lines: &[ListedAssister], today: Date) -> Table {
    let columns = ["Name", "Kind", "Agency", "Reference number", "State", "May act today", "Lapses on"];
    let rows = lines.iter().map(|line| row(line, today)).collect();
    Table::new("Assister accounts, in the order of last names", columns.map(Column::new).to_vec(), rows)
        .quiet_caption()
        .wide()
        .empty("No account matches.")
}

fn row(line: &ListedAssister, today: Date) -> Row {
    Row(vec![
        Cell::Link(Link::new(format!("/manage/assisters/{}", line.assister_key), line.name())),
        Cell::text(capital(line.credentials.kind.in_words())),
        Cell::text(line.agency.clone().unwrap_or_default()),
        Cell::text(&*line.reference_number),
        Cell::Status(state_status(line.credentials.state), String::new()),
        Cell::Status(may_act_status(&line.missing_on(today)), String::new()),
        Cell::text(lapses_on(&line.credentials).map(date_in_words).unwrap_or_default()),
    ])
}

/// The first day on which something that CERT-1 asks for ends.
fn lapses_on(credentials: &Credentials) -> Option<Date> {
    [credentials.certified_until, credentials.license_until].into_iter().flatten().min()
}

fn state_status(state: AccountState) -> Status {
    let tone = match state {
        AccountState::Invited => Tone::Active,
        AccountState::Active => Tone::Good,
        AccountState::Suspended => Tone::Attention,
        AccountState::Decertified => Tone::Bad,
    };
    Status::new(capital(state.word()), tone)
}

fn may_act_status(missing: &[Missing]) -> Status {
    if missing.is_empty() { Status::new("Yes", Tone::Good) } else { Status::new("No", Tone::Attention) }
}
