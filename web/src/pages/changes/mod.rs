//! "Report a change": what happened in somebody's life, what it lets one do, and until when (ENR-1). The pages that ask for
//! what changes are the application's own. Only consumers reach it (L5).

mod proofs;

use crate::{
    App,
    answer::{show_in, show_with_in},
    form::Posted,
    layout::{Layout, Width},
    parts::{
        Alert, AlertKind, Button, ButtonForm, ButtonKind, Cell, Column, FieldErrors, Link, Questions, Row,
        Status, Table, Tone,
    },
    refusal::PageError,
    routes::{Route, Who},
    session::Subject,
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    application::{Tellable, Told},
    enrollment::LifeEvent,
    form::Fields,
    people::ApplicationKey,
    typed::Reader,
};
use portal::{
    Acted, Error,
    applications::{ApplicationSummary, Changes},
};
use words::{Asking, Html, Phone, Text, Words};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/report-change", Who::Consumer, list),
        Route::post("/report-change/drop", Who::Consumer, drop_change),
        Route::post("/report-change/proof", Who::Consumer, proofs::send)
            .takes_file()
            .reads(|field| (field == "file").then_some(Reader::File)),
        Route::get("/report-change/proof/{version}", Who::Consumer, proofs::page),
        Route::get("/report-change/proof/{version}/{proof}", Who::Consumer, proofs::download),
        Route::get("/report-change/{event}", Who::Consumer, ask),
        Route::post("/report-change/{event}", Who::Consumer, tell).reads(Tellable::reader),
    ]
}

#[derive(Template)]
#[template(path = "changes/list.html")]
struct List {
    layout: Layout,
    notice: Option<Alert>,
    open: Option<Open>,
    events: Option<Table>,
    told: Option<Table>,
    call: Html,
}

/// The change that waits to be signed.
struct Open {
    said: Text,
    go_on: ButtonForm,
    drop: ButtonForm,
}

async fn list(app: App, subject: Subject) -> Result<Response, PageError> {
    let read = app.portal.read_changes(&subject.session, &subject.consumer).await?;
    let (words, exchange) = (subject.words, &app.portal.profile().exchange);
    let layout = subject.layout(&app, words.changes_title(), &read.consumer_name()).wide(Width::Normal);
    let no_case = || {
        let link = Link::new(subject.at("/application"), words.application_resume());
        Alert::new(AlertKind::Info, words.changes_no_case(read.plan_year)).link(link)
    };
    let may_tell = read.has_case && read.open.is_none();
    let page = List {
        notice: (!read.has_case).then(no_case),
        open: read.open.as_ref().and_then(|open| waits(&subject, &layout, open)),
        events: may_tell.then(|| events(&subject, &read.events, read.plan_year)),
        told: (!read.told.is_empty()).then(|| told(&app, words, &read)),
        call: words.changes_call(&exchange.name, Phone(exchange.phone.clone())),
        layout,
    };
    show_in(words, &page)
}

fn waits(subject: &Subject, layout: &Layout, open: &ApplicationSummary) -> Option<Open> {
    let words = subject.words;
    let Told { event, on } = open.told()?;
    let go_on = Button::new(words.changes_go_on());
    let go_on = ButtonForm::new(subject.at("/application/open"), layout.csrf_field(), go_on)
        .with("kind", open.kind.word())
        .with("plan_year", open.plan_year.to_string());
    let drop = Button::new(words.changes_drop()).kind(ButtonKind::Danger);
    let drop = ButtonForm::new("/report-change/drop", layout.csrf_field(), drop)
        .with("application", open.application_key.0.clone());
    Some(Open { said: words.changes_open(on, open.percent, event), go_on, drop })
}

/// What may have happened, each with what follows from it.
fn events(subject: &Subject, events: &[Tellable], plan_year: i16) -> Table {
    let words = subject.words;
    let columns = [words.plans_events_what(), words.changes_until(), words.plans_events_start()];
    let row = |told: &Tellable| {
        let kind = told.event.kind;
        let address = subject.at(&format!("/report-change/{}", kind.word()));
        let days = words.changes_days_after(told.event.days_after);
        let mut follows = vec![words.plans_event_start(told.event.effective)];
        if !told.event.carries_credit_in(plan_year) {
            follows.push(words.changes_no_credit());
        }
        Row(vec![
            Cell::Link(Link::new(address, words.plans_event(kind))),
            Cell::text(days),
            Cell::Lines(follows),
        ])
    };
    Table::new(words.changes_which(), columns.map(Column::new).to_vec(), events.iter().map(row).collect())
        .quiet_caption()
}

/// What was told, and how long it lets one choose a plan.
fn told(app: &App, words: Words, read: &Changes) -> Table {
    let columns = [
        words.plans_events_what(),
        words.changes_on(),
        words.changes_signed(),
        words.changes_until(),
        words.changes_proof_column(),
    ];
    let today = app.portal.today();
    let row = |change: &ApplicationSummary| {
        let Told { event, on } = change.told()?;
        let until = app.portal.profile().event(event).map(|event| event.until(on));
        let until = until.map_or_else(
            || Cell::text(""),
            |until| {
                let over = until < today;
                let tone = if over { Tone::Neutral } else { Tone::Active };
                let said = if over { words.changes_over() } else { words.changes_open_until() };
                Cell::Status(Status::new(said, tone), words.day(until).to_string())
            },
        );
        let signed = change.submitted_at.map(|at| words.day(app.portal.day_of(at)));
        Some(Row(vec![
            Cell::text(words.plans_event(event)),
            Cell::text(words.day(on)),
            Cell::text(signed.unwrap_or_default()),
            until,
            proof(app, words, read, change),
        ]))
    };
    Table::new(
        words.changes_told(),
        columns.map(Column::new).to_vec(),
        read.told.iter().filter_map(row).collect(),
    )
    .quiet_caption()
}

/// What was sent to show it, or by when it is.
fn proof(app: &App, words: Words, read: &Changes, change: &ApplicationSummary) -> Cell {
    let Some(wanted) = app.portal.proof_wanted(change) else {
        return Cell::text(words.changes_proof_none());
    };
    let status = match (read.proofs_of(&change.application_key).len(), wanted.due) {
        (0, Some(due)) if due < app.portal.today() => {
            Status::new(words.changes_proof_late(due), Tone::Attention)
        }
        (0, Some(due)) => Status::new(words.changes_proof_by(due), Tone::Attention),
        (files, _) => Status::new(words.changes_proof_sent(files), Tone::Good),
    };
    let address = format!("/report-change/proof/{}", change.application_key);
    let link = Link::new(address, words.changes_proof_open()).context(words.plans_event(wanted.event));
    Cell::Several(vec![Cell::Status(status, String::new()), Cell::Link(link)])
}

#[derive(Template)]
#[template(path = "changes/event.html")]
struct EventPage {
    layout: Layout,
    errors: FieldErrors,
    follows: Vec<Text>,
    questions: Questions,
    action: String,
    back: Link,
}

async fn ask(app: App, subject: Subject, Path(word): Path<String>) -> Result<Response, PageError> {
    let read = app.portal.read_changes(&subject.session, &subject.consumer).await?;
    if !read.has_case || read.open.is_some() {
        return Ok(subject.go("/report-change"));
    }
    let page = page(&app, &subject, &read, event(&word)?, (&Fields::new(), FieldErrors::none()))?;
    show_in(subject.words, &page)
}

/// Begins the change; the first page that asks for what changes comes next.
async fn tell(
    app: App,
    subject: Subject,
    Path(word): Path<String>,
    form: Posted,
) -> Result<Response, PageError> {
    let (event, typed) = (event(&word)?, form.typed());
    let told = app.portal.tell_event(&subject.session, &subject.consumer, (event, &typed)).await;
    let errors: FieldErrors = match told {
        Ok(opened) => return Ok(subject.go(&format!("/application/{}", opened.page.slug()))),
        Err(Error::Invalid(faults)) => faults.into(),
        Err(other) => return Err(other.into()),
    };
    let subject = subject.again();
    let read = app.portal.read_changes(&subject.session, &subject.consumer).await?;
    let page = page(&app, &subject, &read, event, (&typed, errors))?;
    show_with_in(subject.words, StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// The event that the path names.
fn event(word: &str) -> Result<LifeEvent, PageError> {
    LifeEvent::from_word(word).ok_or_else(PageError::not_found)
}

fn page(
    app: &App,
    subject: &Subject,
    read: &Acted<Changes>,
    event: LifeEvent,
    (typed, errors): (&Fields, FieldErrors),
) -> Result<EventPage, PageError> {
    let words = subject.words;
    let told = read.events.iter().find(|told| told.event.kind == event).ok_or_else(PageError::not_found)?;
    let (questions, asking) = (told.questions(), Asking::new(words, app.portal.profile()));
    let layout = subject.layout(app, words.plans_event(event), &read.consumer_name()).with_errors(&errors);
    let errors = errors.of_questions(asking, &questions);
    let mut follows =
        vec![words.changes_days_to_choose(told.event.days_after), words.changes_starts(told.event.effective)];
    if !told.event.carries_credit_in(read.plan_year) {
        follows.push(words.changes_no_credit());
    }
    if told.event.proof {
        let days = app.portal.profile().enrollment.proof_days;
        follows.push(words.changes_proof(days));
    }
    Ok(EventPage {
        follows,
        questions: Questions::new(asking, &questions, typed, &errors),
        action: subject.at(&format!("/report-change/{}", event.word())),
        back: Link::new(subject.at("/report-change"), words.changes_back()),
        layout,
        errors,
    })
}

async fn drop_change(app: App, subject: Subject, form: Posted) -> Result<Response, PageError> {
    let key = ApplicationKey(form.get("application").to_owned());
    app.portal.drop_change(&subject.session, &subject.consumer, &key).await?;
    Ok(subject.go("/report-change"))
}
