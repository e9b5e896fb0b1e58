//! "Your account", and the activity on it: who opened or changed the consumer's data.

use crate::{
    App,
    frame::show,
    layout::{Layout, Width},
    parts::{ButtonKind, Card, Cell, Column, Link, Row, Status, Table, Tone},
    query::Query,
    refusal::PageError,
    routes::{Route, Who},
    session::Subject,
    spreadsheet::{attachment, comma_separated},
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::text::date_in_words;
use portal::{
    activity::{ActivityLine, ActivityWanted},
    home::Home,
};
use serde::Deserialize;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/home", Who::Consumer, home),
        Route::get("/activity", Who::Consumer, activity),
        Route::get("/activity/export", Who::Consumer, export),
    ]
}

#[derive(Template)]
#[template(path = "home/home.html")]
struct HomePage {
    layout: Layout,
    application: Card,
    coverage: Card,
    assister: Card,
    notices: Card,
    recent: Vec<Told>,
}

/// One event in words.
struct Told {
    when: String,
    what: String,
}

async fn home(State(app): State<App>, subject: Subject) -> Result<Response, PageError> {
    let read = app.portal.read_home(&subject.session, &subject.consumer).await?;
    let mut layout = subject.layout(&app, "Your account", &read.consumer_name());
    layout.width = Width::Normal;
    show(&HomePage {
        layout,
        application: application_card(&app, &read),
        coverage: coverage_card(&read),
        assister: assister_card(&app, &read),
        notices: Card::new("Notices").line("You have no unread notices."),
        recent: read
            .activity
            .iter()
            .map(|line| Told {
                when: app.portal.moment_in_words(line.at),
                what: format!("{} {}.", who(line), done(line)),
            })
            .collect(),
    })
}

fn application_card(app: &App, home: &Home) -> Card {
    let card = Card::new("Application");
    let button = |label: &str| Link::new("/application", label).button(ButtonKind::Primary);
    match &home.application {
        None => card
            .status(Status::new("Not started", Tone::Neutral))
            .line("Apply for health coverage and help paying for it.")
            .link(button("Start application")),
        Some(draft) if draft.submitted_at.is_none() => card
            .status(Status::new(format!("In progress, {}%", draft.percent), Tone::Active))
            .line(format!("Your application for {} waits where you left it.", draft.plan_year))
            .link(button("Resume application")),
        Some(sent) => card
            .status(Status::new("Submitted", Tone::Good))
            .line(format!(
                "Your application for {} was submitted on {}.",
                sent.plan_year,
                app.portal.day_in_words(sent.submitted_at.unwrap_or_default())
            ))
            .link(Link::new("/application", "View application").button(ButtonKind::Outline)),
    }
}

fn coverage_card(home: &Home) -> Card {
    let card = Card::new("Coverage");
    match &home.coverage {
        Some(coverage) => {
            let day = coverage.effective_on.parse().map(date_in_words).unwrap_or_default();
            card.status(Status::new("Enrolled", Tone::Good))
                .line(format!("{} from {day}", coverage.plan_name))
                .link(Link::new("/coverage", "View coverage").button(ButtonKind::Outline))
        }
        None => card
            .status(Status::new("Not enrolled", Tone::Neutral))
            .line("See plans and prices once your application is submitted.")
            .link(Link::new("/plans", "Shop for plans").button(ButtonKind::Outline)),
    }
}

fn assister_card(app: &App, home: &Home) -> Card {
    let card = Card::new("Your assister");
    match &home.assister {
        Some(line) => {
            let status = match line.assister.may_act_today {
                true => Status::new("Can act for you", Tone::Good),
                false => Status::new("Cannot act for you now", Tone::Attention),
            };
            card.status(status)
                .line(format!("{}, {}", line.assister.name, line.assister.kind.in_words()))
                .line(format!("Authorized on {}", app.portal.day_in_words(line.started_at)))
                .link(Link::new("/assister", "See your assister").button(ButtonKind::Outline))
        }
        None => card
            .line("Nobody can act for you. A certified assister helps for free.")
            .link(Link::new("/assister/find", "Assign an assister").button(ButtonKind::Outline)),
    }
}

fn who(line: &ActivityLine) -> String {
    match line.own {
        true => line.who.clone(),
        false => format!("{} ({})", line.who, line.role),
    }
}

fn done(line: &ActivityLine) -> String {
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
#[template(path = "home/activity.html")]
struct Activity {
    layout: Layout,
    only_others: bool,
    table: Table,
    next: Option<Link>,
    export: Link,
}

async fn activity(
    State(app): State<App>,
    subject: Subject,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let only_others = asked.others.as_deref() == Some("yes");
    let before = match asked.before.as_deref() {
        None | Some("") => None,
        Some(number) => Some(number.parse::<i64>().map_err(|_| {
            PageError::bad_request("The place in the list (before) in the address is no number.")
        })?),
    };
    let wanted = ActivityWanted { before, only_others };
    let read = app.portal.read_activity(&subject.session, &subject.consumer, wanted).await?;
    let mut layout = subject.layout(&app, "Activity on your account", &read.consumer_name());
    layout.width = Width::Normal;
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

async fn export(
    State(app): State<App>,
    subject: Subject,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
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
    let file = comma_separated(&["When", "Who", "Role", "What", "Outcome"], rows);
    Ok(attachment("text/csv; charset=utf-8", "activity.csv", file))
}
