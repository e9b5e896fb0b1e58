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
    spreadsheet::{attachment, comma_separated},
};
use askama::Template;
use axum::response::Response;
use portal::activity::{ActivityLine, ActivityWanted};
use serde::Deserialize;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/activity", Who::Consumer, activity),
        Route::get("/activity/export", Who::Consumer, export),
    ]
}

/// Who did it: the name, with the role of whoever is not the consumer.
pub(crate) fn who(line: &ActivityLine) -> String {
    match line.own {
        true => line.who.clone(),
        false => format!("{} ({})", line.who, line.role),
    }
}

/// What was done or tried, after the name.
pub(crate) fn done(line: &ActivityLine) -> String {
    match line.refused {
        true if line.own => format!("tried, and it was not done: {}", line.what),
        true => format!("was refused: {}", line.what),
        false => line.what.clone(),
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
    let before = match asked.before.as_deref() {
        None | Some("") => None,
        Some(number) => Some(number.parse::<i64>().map_err(|_| {
            PageError::bad_request("The place in the list (before) in the address is no number.")
        })?),
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

fn row(app: &App, line: &ActivityLine) -> Row {
    let what = match line.refused {
        true if line.own => Cell::Status(Status::new("Not done", Tone::Neutral), line.what.clone()),
        true => Cell::Status(Status::new("Refused", Tone::Bad), line.what.clone()),
        false => Cell::text(&*line.what),
    };
    Row(vec![Cell::text(app.portal.moment_in_words(line.at)), Cell::text(who(line)), what])
}

async fn export(app: App, subject: Subject, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let only_others = asked.others.as_deref() == Some("yes");
    let read = app.portal.export_activity(&subject.session, &subject.consumer, only_others).await?;
    let rows = read.value.lines.into_iter().map(|line| {
        vec![
            app.portal.moment_in_words(line.at),
            line.who,
            line.role.to_owned(),
            line.what,
            if line.refused { "refused" } else { "done" }.to_owned(),
        ]
    });
    let file = comma_separated(&["When", "Who", "Role", "What", "Outcome"], rows)?;
    Ok(attachment("text/csv; charset=utf-8", "activity.csv", file))
}
