//! Files to carriers for the exchange's staff (ENR-7): what waits, what was sent and how it was answered, what waits for
//! somebody. A file is sent again, an answer is settled.

mod reconciliation;
mod reinstating;
mod ways;

use crate::{
    App,
    answer::show_in,
    cookies::go,
    form::Posted,
    layout::{Layout, Width},
    parts::{
        Alert, AlertKind, Button, ButtonForm, ButtonKind, Cell, Column, FieldErrors, Hidden, Link, Row,
        Status, Table, Tone,
    },
    query::Query,
    refusal::PageError,
    routes::{Route, Who},
    session::Visitor,
    staff::{ChangePage, refused},
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{carrier::FileVerdict, people::AnswerKey};
use portal::{
    carriers::{CarrierFiles, OpenAnswer, SentFile},
    outbox::Waiting,
};
use serde::Deserialize;
use words::{Text, Words};

/// So many files are listed; a carrier answers within a day or two, so what needs somebody is among them.
const LISTED: usize = 200;

pub(crate) fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::get("/manage/carriers", Who::ResourceManager, page),
        Route::get("/manage/carriers/reconciliation", Who::ResourceManager, reconciliation::audits),
        Route::get("/manage/carriers/reconciliation/{carrier}", Who::ResourceManager, reconciliation::page),
        Route::get(
            "/manage/carriers/reconciliation/{carrier}/csv",
            Who::ResourceManager,
            reconciliation::csv,
        ),
        Route::get(
            "/manage/carriers/reconciliation/{carrier}/xlsx",
            Who::ResourceManager,
            reconciliation::xlsx,
        ),
        Route::post("/manage/carriers/{carrier}/{number}/again", Who::ResourceManager, again),
        Route::get("/manage/carriers/answers/{open}", Who::ResourceManager, answer),
        Route::post("/manage/carriers/answers/{open}/again", Who::ResourceManager, transaction_again),
        Route::post("/manage/carriers/answers/{open}", Who::ResourceManager, settle)
            .reads(|field| crate::staff::reads(field, &[])),
    ];
    routes.extend(reinstating::routes());
    routes
}

#[derive(Deserialize, Default)]
struct Said {
    said: Option<String>,
}

#[derive(Template)]
#[template(path = "carriers/page.html")]
struct Page {
    layout: Layout,
    said: Option<Alert>,
    any_open: bool,
    open: Table,
    ways: Table,
    due: Table,
    files: Table,
    more: bool,
    most: usize,
}

async fn page(app: App, visitor: Visitor, Query(said): Query<Said>) -> Result<Response, PageError> {
    let stands = app.portal.read_carrier_files(&visitor.session).await?;
    let words = visitor.words;
    let said = match said.said.as_deref() {
        Some("again") => Some(words.carriers_asked_again()),
        Some("replaced") => Some(words.carriers_goes_again()),
        Some("settled") => Some(words.carriers_settled()),
        _ => None,
    };
    let layout = visitor.layout(&app, words.carriers_title()).wide(Width::Wide);
    let csrf = layout.csrf_field();
    let page = Page {
        said: said.map(|said| Alert::new(AlertKind::Success, said)),
        any_open: !stands.open.is_empty(),
        open: open(&app, words, &csrf, &stands),
        ways: ways::table(&app, words, &stands),
        due: due(&app, words, &stands),
        files: files(&app, words, &csrf, &stands),
        more: stands.files.len() > LISTED,
        most: LISTED,
        layout,
    };
    show_in(words, &page)
}

/// A carrier as people know it: its name, and its number.
fn carrier(words: Words, name: Option<&String>, number: &str) -> Cell {
    let number = if number.is_empty() { words.carriers_unknown_carrier() } else { number.to_owned().into() };
    Cell::Lines(name.cloned().map(Text::from).into_iter().chain([number]).collect())
}

fn open(app: &App, words: Words, csrf: &Hidden, stands: &CarrierFiles) -> Table {
    let columns = [
        words.carriers_open_what(),
        words.carriers_open_next(),
        words.carriers_carrier(),
        words.carriers_open_where(),
        words.carriers_open_came(),
        words.carriers_again(),
        words.carriers_settle(),
    ];
    let row = |answer: &OpenAnswer| {
        let place = words.carriers_open_place(&*answer.file, answer.interchange, answer.segment);
        let address = format!("/manage/carriers/answers/{}", answer.answer_key);
        Row(vec![
            in_full(words, answer),
            Cell::text(words.carriers_next_step(answer.fault)),
            carrier(words, answer.carrier_name.as_ref(), &answer.carrier),
            Cell::text(place.clone()),
            Cell::text(words.day(app.portal.day_of(answer.taken_at))),
            match answer.outbox_key {
                Some(_) => again_button(words, csrf, format!("{address}/again"), place.to_string()),
                None => Cell::text(""),
            },
            Cell::Link(Link::new(address, words.carriers_settle()).context(place)),
        ])
    };
    let rows = stands.open.iter().map(row).collect();
    Table::new(words.carriers_open_heading(), columns.map(Column::new).to_vec(), rows)
        .quiet_caption()
        .wide()
        .empty(words.carriers_open_none())
}

/// What is wrong: the reason, and the policy that the answer names.
fn what(words: Words, answer: &OpenAnswer) -> Vec<Text> {
    let key = answer.enrollment_key.as_ref();
    let policy = key.map(|key| Text::from(format!("{} {key}", words.carriers_open_policy())));
    [words.carriers_fault(answer.fault)].into_iter().chain(policy).collect()
}

/// The same with what the file says of it.
fn in_full(words: Words, answer: &OpenAnswer) -> Cell {
    let what = Cell::Lines(what(words, answer));
    match answer.detail.is_empty() {
        true => what,
        false => Cell::Several(vec![what, Cell::Quoted(answer.detail.clone())]),
    }
}

/// What a carrier is called, where a file of its is listed.
fn name<'a>(stands: &'a CarrierFiles, carrier: &str) -> Option<&'a String> {
    stands.files.iter().find(|file| file.carrier == carrier)?.carrier_name.as_ref()
}

fn due(app: &App, words: Words, stands: &CarrierFiles) -> Table {
    let columns = vec![
        Column::new(words.carriers_carrier()),
        Column::number(words.carriers_due_count()),
        Column::new(words.carriers_due_since()),
    ];
    let row = |due: &Waiting| {
        let since = due.oldest_due.map(|at| words.moment(app.portal.moment_of(at)));
        Row(vec![
            carrier(words, name(stands, &due.destination), &due.destination),
            Cell::text(words.count(due.waiting)),
            Cell::text(since.unwrap_or_else(|| words.carriers_due_paused())),
        ])
    };
    Table::new(words.carriers_due_heading(), columns, stands.due.iter().map(row).collect())
        .quiet_caption()
        .empty(words.carriers_due_none())
}

fn files(app: &App, words: Words, csrf: &Hidden, stands: &CarrierFiles) -> Table {
    let columns = vec![
        Column::new(words.carriers_file()),
        Column::new(words.carriers_carrier()),
        Column::number(words.carriers_file_count()),
        Column::new(words.carriers_file_written()),
        Column::new(words.carriers_file_answer()),
        Column::new(words.carriers_again()),
    ];
    let row = |file: &SentFile| {
        let address = format!("/manage/carriers/{}/{}/again", file.carrier, file.number);
        let button = || again_button(words, csrf, address, file.name.clone());
        Row(vec![
            Cell::text(&*file.name),
            carrier(words, file.carrier_name.as_ref(), &file.carrier),
            match file.audit_year {
                Some(year) => {
                    Cell::Lines(vec![words.count(file.transactions), words.carriers_file_audit(year)])
                }
                None => Cell::text(words.count(file.transactions)),
            },
            written(app, words, file),
            answered(app, words, file),
            if file.goes_again() { button() } else { Cell::text("") },
        ])
    };
    let rows = stands.files.iter().take(LISTED).map(row).collect();
    Table::new(words.carriers_files_caption(), columns, rows)
        .quiet_caption()
        .wide()
        .empty(words.carriers_files_none())
}

/// When a file was written, and where the portal brings it to the carrier's server, whether it lies there.
fn written(app: &App, words: Words, file: &SentFile) -> Cell {
    let moment = |at| app.portal.moment_of(at);
    let brought = match (file.delivered_at, file.deliver_since) {
        (Some(at), _) => Some(words.carriers_file_arrived(moment(at))),
        (None, Some(since)) => Some(words.carriers_file_waits(moment(since))),
        (None, None) => None,
    };
    Cell::Lines([words.moment(moment(file.written_at))].into_iter().chain(brought).collect())
}

/// Sends something again.
fn again_button(words: Words, csrf: &Hidden, address: String, what: String) -> Cell {
    let button = Button::new(words.carriers_again()).kind(ButtonKind::Outline).context(what);
    Cell::Form(ButtonForm::new(address, csrf.clone(), button))
}

/// How a file was answered, or since when it was not; and whether it went again.
fn answered(app: &App, words: Words, file: &SentFile) -> Cell {
    let day = |at| app.portal.day_of(at);
    let status = match file.verdict {
        None => {
            let days = i64::from((app.portal.today() - day(file.written_at)).get_days());
            match days {
                ..=0 => Status::new(words.carriers_file_today(), Tone::Active),
                _ => Status::new(words.carriers_file_unanswered(days), Tone::Attention),
            }
        }
        Some(verdict) => {
            let tone = match verdict {
                FileVerdict::Accepted => Tone::Good,
                FileVerdict::Received => Tone::Active,
                FileVerdict::AcceptedWithErrors | FileVerdict::PartlyAccepted | FileVerdict::Rejected => {
                    Tone::Attention
                }
            };
            Status::new(words.carriers_verdict(verdict), tone)
        }
    };
    let again = match (file.again_asked_at, file.sent_again_at) {
        (Some(_), _) => Some(words.carriers_file_again_due()),
        (None, Some(at)) => Some(words.carriers_file_again_on(day(at))),
        (None, None) => None,
    };
    Cell::Status(status, again.map(|again| again.to_string()).unwrap_or_default())
}

async fn again(
    app: App,
    visitor: Visitor,
    Path((carrier, number)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let number = number.parse().map_err(|_| PageError::not_found())?;
    let replaced = app.portal.send_file_again(&visitor.session, &carrier, number).await?;
    Ok(go(match replaced {
        true => "/manage/carriers?said=replaced",
        false => "/manage/carriers?said=again",
    }))
}

/// One transaction that a carrier's system did not take.
async fn transaction_again(
    app: App,
    visitor: Visitor,
    Path(key): Path<String>,
) -> Result<Response, PageError> {
    app.portal.send_transaction_again(&visitor.session, &AnswerKey(key)).await?;
    Ok(go("/manage/carriers?said=replaced"))
}

async fn answer(app: App, visitor: Visitor, Path(key): Path<String>) -> Result<Response, PageError> {
    let stands = app.portal.read_carrier_files(&visitor.session).await?;
    shown(&app, &visitor, &stands, &AnswerKey(key), ("", StatusCode::OK, FieldErrors::none()))
}

/// Settles it; when that is refused, the page comes back with what was typed.
async fn settle(
    app: App,
    visitor: Visitor,
    Path(key): Path<String>,
    form: Posted,
) -> Result<Response, PageError> {
    let (key, said, session) = (AnswerKey(key), form.get("reason"), &visitor.session);
    let (status, errors) = match app.portal.settle_answer(session, &key, said).await {
        Ok(()) => return Ok(go("/manage/carriers?said=settled")),
        Err(error) => refused(&visitor, error)?,
    };
    let stands = app.portal.read_carrier_files(&session.showing_again()).await?;
    shown(&app, &visitor, &stands, &key, (said, status, errors))
}

fn shown(
    app: &App,
    visitor: &Visitor,
    stands: &CarrierFiles,
    key: &AnswerKey,
    (said, status, errors): (&str, StatusCode, FieldErrors),
) -> Result<Response, PageError> {
    let words = visitor.words;
    let answer = stands.open.iter().find(|answer| answer.answer_key == *key);
    let answer = answer.ok_or_else(PageError::not_found)?;
    let place = words.carriers_open_place(&*answer.file, answer.interchange, answer.segment);
    let address = format!("/manage/carriers/answers/{key}");
    let layout = visitor.layout(app, words.carriers_settle_title());
    let button = Button::new(words.carriers_settle());
    let mut page = ChangePage::new(layout, (address, "/manage/carriers".to_owned()), button, (said, errors));
    page.lead = what(words, answer);
    page.lead.extend([place, words.carriers_next_step(answer.fault)]);
    page.asking_why(|area| area.value(said), (words.carriers_settle_how(), words.carriers_settle_hint()))
        .show(status)
}
