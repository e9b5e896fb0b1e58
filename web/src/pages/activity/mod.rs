//! Activity: who opened or changed the consumer's data, as a list and as a file.

use crate::{
    App,
    answer::show,
    layout::{Layout, Width},
    parts::{ButtonKind, Cell, Column, Link, Row, Status, Table, Tone},
    query::Query,
    refusal::PageError,
    routes::{Route, Who},
    session::Subject,
    spreadsheet::{attachment, comma_separated, comma_separated_head},
};
use askama::Template;
use axum::{body::Body, http::StatusCode, response::Response};
use domain::consumer::Action;
use futures_util::{StreamExt, stream};
use portal::activity::{ActivityLine, ActivityWanted, Outcome};
use serde::Deserialize;
use tokio::sync::mpsc;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/activity", Who::Consumer, activity),
        Route::get("/activity/export", Who::Consumer, export),
    ]
}

/// Who did it: the name, with the role of whoever is not the consumer.
fn who(line: &ActivityLine) -> String {
    match line.own || line.counted {
        true => line.who.clone(),
        false => format!("{} ({})", line.who, line.role),
    }
}

/// Who did or tried what, as one sentence.
pub(crate) fn sentence(line: &ActivityLine) -> String {
    match line.outcome {
        Outcome::Refused if line.counted => format!("{}.", line.what),
        Outcome::Refused if line.own => format!("{} tried, and it was not done: {}.", who(line), line.what),
        Outcome::Refused => format!("{} was refused: {}.", who(line), line.what),
        Outcome::Repeated => {
            format!("{} sent the same form again, and nothing more was done: {}.", who(line), line.what)
        }
        Outcome::Done => format!("{} {}.", who(line), line.what),
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
            let what = "The place in the list (before) in the address is no number.";
            return Err(subject.unread(&app, Action::ReadActivity, what).await);
        }
    };
    let wanted = ActivityWanted { before, only_others };
    let read = app.portal.read_activity(&subject.session, &subject.consumer, wanted).await?;
    let layout = subject.layout(&app, "Activity on your account", &read.consumer_name()).wide(Width::Normal);
    let rows = read.lines.iter().map(|line| row(&app, line)).collect();
    let others = if only_others { "others=yes&" } else { "" };
    let columns = ["When", "Who", "What"].map(Column::new).to_vec();
    show(&Activity {
        layout,
        only_others,
        table: Table::new("Who did what, newest first", columns, rows)
            .quiet_caption()
            .empty("Nothing was done yet."),
        next: read.next.map(|number| {
            Link::new(format!("/activity?{others}before={number}"), "Older activity")
                .button(ButtonKind::Outline)
        }),
        export: Link::new(format!("/activity/export?{}", others.trim_end_matches('&')), "Export CSV"),
    })
}

/// What was done or tried, with a mark when nothing came of it.
pub(crate) fn what_came_of(what: &str, outcome: Outcome, own: bool) -> Cell {
    let mark = match outcome {
        Outcome::Done => return Cell::text(what),
        Outcome::Repeated => Status::new("Sent again", Tone::Neutral),
        Outcome::Refused if own => Status::new("Not done", Tone::Neutral),
        Outcome::Refused => Status::new("Refused", Tone::Bad),
    };
    Cell::Status(mark, what.to_owned())
}

fn row(app: &App, line: &ActivityLine) -> Row {
    let what = what_came_of(&line.what, line.outcome, line.own);
    Row(vec![Cell::text(app.portal.moment_in_words(line.at)), Cell::text(who(line)), what])
}

async fn export(app: App, subject: Subject, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let only_others = asked.others.as_deref() == Some("yes");
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
    let mut start = comma_separated_head(&["When", "Who", "Role", "What", "Outcome"])?;
    start.extend(exported(&app, first)?);
    // The file grows while it is read: however long the activity, some pages of it are in memory.
    let rest = stream::try_unfold((app, ready, Some(reading)), async |(app, mut ready, mut reading)| {
        let broken = || std::io::Error::other("the activity could not be read to its end");
        if let Some(lines) = ready.recv().await {
            let bytes = exported(&app, lines).map_err(|_| broken())?;
            return Ok(Some((bytes, (app, ready, reading))));
        }
        let Some(reading) = reading.take() else { return Ok(None) };
        match reading.await {
            Ok(Ok(())) => Ok(None),
            Ok(Err(_)) | Err(_) => Err(broken()),
        }
    });
    let file = stream::once(async { Ok(start) }).chain(rest);
    Ok(attachment("text/csv; charset=utf-8", "activity.csv", Body::from_stream(file)))
}

fn exported(app: &App, lines: Vec<ActivityLine>) -> Result<Vec<u8>, PageError> {
    comma_separated(lines.into_iter().map(|line| {
        vec![
            app.portal.moment_in_words(line.at),
            line.who,
            line.role.to_owned(),
            line.what,
            line.outcome.word().to_owned(),
        ]
    }))
}
