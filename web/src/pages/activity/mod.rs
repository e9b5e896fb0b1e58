//! Activity: who opened or changed the consumer's data, as a list and as a file.

use crate::{
    App,
    answer::show_in,
    layout::{Layout, Width},
    parts::{ButtonKind, Cell, Column, Link, Row, Status, Table, Tone},
    query::Query,
    refusal::PageError,
    routes::{Route, Who, within},
    session::Subject,
    spreadsheet::{attachment, comma_separated, comma_separated_head},
};
use askama::Template;
use axum::{body::Body, http::StatusCode, response::Response};
use domain::consumer::Action;
use futures_util::{StreamExt, stream};
use portal::activity::{ActivityLine, ActivityWanted, By, Outcome, Told};
use serde::Deserialize;
use std::borrow::Cow;
use tokio::sync::mpsc;
use words::{Attempt, Deed, Doer, Name, Text, Unreadable, Words};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/activity", Who::Consumer, activity),
        Route::get("/activity/export", Who::Consumer, export).before(|_| within(Action::ExportActivity)),
    ]
}

/// Who did or tried what, as one sentence.
pub(crate) fn sentence(words: Words, line: &ActivityLine) -> Text {
    match &line.told {
        Told::Did { by, action, outcome, about } => {
            let (doer, name) = doer(by);
            let attempt = Attempt::from(*outcome);
            words.activity(*action, Deed { doer, name: &name, attempt, about: about.as_ref() })
        }
        Told::Strangers(tries) => words.activity_strangers(*tries),
    }
}

/// By whom, for a sentence.
fn doer(by: &By) -> (Doer, Cow<'_, Name>) {
    match by {
        By::You => (Doer::You, Cow::default()),
        By::Stranger => (Doer::Stranger, Cow::default()),
        By::Other { name, role, kind } => (Doer::other(words::Who::of(*role, *kind)), Cow::Borrowed(name)),
    }
}

#[derive(Deserialize, Default)]
struct Asked {
    others: Option<String>,
    before: Option<String>,
}

#[derive(Template)]
#[template(path = "activity/list.html")]
struct Activity {
    layout: Layout,
    only_others: bool,
    table: Table,
    next: Option<Link>,
    export: Link,
}

async fn activity(app: App, subject: Subject, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let only_others = asked.others.as_deref() == Some("yes");
    let typed = asked.before.as_deref().filter(|number| !number.is_empty());
    let before = match typed.map(str::parse::<i64>) {
        None => None,
        Some(Ok(number)) => Some(number),
        Some(Err(_)) => {
            let what = Unreadable::Address(Some("before".to_owned()));
            return Err(subject.unread(&app, Action::ReadActivity, what).await);
        }
    };
    let wanted = ActivityWanted { before, only_others };
    let read = app.portal.read_activity(&subject.session, &subject.consumer, wanted).await?;
    let words = subject.words;
    let layout = subject.layout(&app, words.activity_title(), &read.consumer_name()).wide(Width::Normal);
    let rows = read.lines.iter().map(|line| row(&app, words, line)).collect();
    let others = if only_others { "others=yes&" } else { "" };
    let columns = [words.activity_when(), words.activity_what()].map(Column::new).to_vec();
    show_in(
        words,
        &Activity {
            layout,
            only_others,
            table: Table::new(words.activity_caption(), columns, rows)
                .quiet_caption()
                .empty(words.activity_empty()),
            next: read.next.map(|number| {
                Link::new(format!("/activity?{others}before={number}"), words.activity_older())
                    .button(ButtonKind::Outline)
            }),
            export: Link::new(
                format!("/activity/export?{}", others.trim_end_matches('&')),
                words.activity_export(),
            ),
        },
    )
}

/// What was done or tried, with a mark when nothing came of it.
pub(crate) fn what_came_of(words: Words, what: Text, outcome: Outcome, own: bool) -> Cell {
    let (mark, tone) = match outcome {
        Outcome::Done => return Cell::text(what),
        Outcome::Refused if own => (words.activity_not_done(), Tone::Neutral),
        Outcome::Repeated => (words.activity_came_of_it(Attempt::Repeated), Tone::Neutral),
        Outcome::Refused => (words.activity_came_of_it(Attempt::Refused), Tone::Bad),
    };
    Cell::Status(Status::new(mark, tone), what.into_owned())
}

/// What came of what a line tells.
fn outcome(line: &ActivityLine) -> Outcome {
    match line.told {
        Told::Did { outcome, .. } => outcome,
        Told::Strangers(_) => Outcome::Refused,
    }
}

fn row(app: &App, words: Words, line: &ActivityLine) -> Row {
    let what = what_came_of(words, sentence(words, line), outcome(line), line.is_own());
    Row(vec![Cell::text(words.moment(app.portal.moment_of(line.at))), what])
}

async fn export(app: App, subject: Subject, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let only_others = asked.others.as_deref() == Some("yes");
    let words = subject.words;
    let (pages, mut ready) = mpsc::channel(1);
    let reading = tokio::spawn({
        let (app, subject) = (app.clone(), subject);
        async move { app.portal.export_activity(&subject.session, &subject.consumer, only_others, pages).await }
    });
    let Some(first) = ready.recv().await else {
        return Err(match reading.await {
            Ok(Err(fault)) => fault.into(),
            Ok(Ok(())) | Err(_) => PageError::of_status(StatusCode::INTERNAL_SERVER_ERROR),
        });
    };
    let columns =
        [words.activity_when(), words.activity_by(), words.activity_what(), words.activity_outcome()];
    let mut start = comma_separated_head(&columns)?;
    start.extend(exported(&app, words, first)?);
    // The file grows while it is read: however long the activity, some pages of it are in memory.
    let rest = stream::try_unfold(
        (app, words, ready, Some(reading)),
        async |(app, words, mut ready, mut reading)| {
            // The visitor's browser sees that the file ends too early.
            let broken = || std::io::Error::other("activity");
            if let Some(lines) = ready.recv().await {
                let bytes = exported(&app, words, lines).map_err(|_| broken())?;
                return Ok(Some((bytes, (app, words, ready, reading))));
            }
            let Some(reading) = reading.take() else { return Ok(None) };
            match reading.await {
                Ok(Ok(())) => Ok(None),
                Ok(Err(_)) | Err(_) => Err(broken()),
            }
        },
    );
    let file = stream::once(async { Ok(start) }).chain(rest);
    Ok(attachment("text/csv; charset=utf-8", "activity.csv", Body::from_stream(file)))
}

fn exported(app: &App, words: Words, lines: Vec<ActivityLine>) -> Result<Vec<u8>, PageError> {
    comma_separated(lines.iter().map(|line| {
        let who = match &line.told {
            Told::Did { by, .. } => {
                let (doer, name) = doer(by);
                words.activity_who(doer, name)
            }
            Told::Strangers(_) => words.activity_strangers_who(),
        };
        vec![
            words.moment(app.portal.moment_of(line.at)),
            who,
            sentence(words, line),
            words.activity_came_of_it(Attempt::from(outcome(line))),
        ]
    }))
}
