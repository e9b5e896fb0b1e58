//! What the exchange still needs before real people come, for its staff.

use crate::{
    App,
    answer::show_in,
    layout::{Layout, Width},
    parts::{Status, Task, TaskList, Tone},
    refusal::PageError,
    routes::{Route, Who},
    session::Visitor,
};
use askama::Template;
use axum::response::Response;
use domain::setup::Needed;
use portal::setup::SetupLine;
use words::{Text, Words};

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/manage/setup", Who::ResourceManager, page)]
}

#[derive(Template)]
#[template(path = "setup/page.html")]
struct SetupPage {
    layout: Layout,
    lead: Text,
    tasks: TaskList,
}

async fn page(app: App, visitor: Visitor) -> Result<Response, PageError> {
    let lines = app.portal.read_setup(&visitor.session).await?;
    let words = visitor.words;
    let missing = lines.iter().filter(|line| !line.there).count();
    let page = SetupPage {
        lead: if missing == 0 { words.setup_all_there() } else { words.setup_missing(missing) },
        tasks: TaskList::new("setup", lines.iter().map(|line| task(words, *line)).collect()),
        layout: visitor.layout(&app, words.setup_title()).wide(Width::Normal),
    };
    show_in(words, &page)
}

/// One line: what it is, what to do when it is not there, and where.
fn task(words: Words, line: SetupLine) -> Task {
    let label = words.setup_needed(line.needed);
    let status = match line.there {
        true => Status::new(words.setup_there(), Tone::Good),
        false => Status::new(words.setup_not_there(), Tone::Attention),
    };
    let task = match href(line.needed) {
        Some(href) => Task::open(label, href, status),
        None => Task::later(label, status),
    };
    if line.there { task } else { task.hint(words.setup_do(line.needed)) }
}

/// The page on which it can be done; what is done on the server has none.
fn href(needed: Needed) -> Option<&'static str> {
    match needed {
        Needed::Agencies => Some("/manage/agencies"),
        Needed::Assisters => Some("/manage"),
        Needed::PlanYear
        | Needed::Renewal
        | Needed::Catalog
        | Needed::MailServer
        | Needed::PhoneNumbers
        | Needed::SecurityContact
        | Needed::CarrierNumbers => None,
    }
}
