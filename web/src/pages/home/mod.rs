//! "Your account": where the consumer stands, with the newest activity on it.

use crate::{
    App,
    answer::show,
    layout::{Layout, Width},
    pages::activity::sentence,
    parts::{ButtonKind, Card, Link, Status, Tone},
    refusal::PageError,
    routes::{Route, Who},
    session::Subject,
};
use askama::Template;
use axum::response::Response;
use domain::text::date_in_words;
use portal::home::{Home, HomeApplication};

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/home", Who::Consumer, home)]
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

async fn home(app: App, subject: Subject) -> Result<Response, PageError> {
    let read = app.portal.read_home(&subject.session, &subject.consumer).await?;
    let layout = subject.layout(&app, "Your account", &read.consumer_name()).wide(Width::Normal);
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
                what: sentence(subject.words, line).into_owned(),
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
        Some(HomeApplication { plan_year, submitted_at: None, percent }) => card
            .status(Status::new(format!("In progress, {percent}%"), Tone::Active))
            .line(format!("Your application for {plan_year} waits where you left it."))
            .link(button("Resume application")),
        Some(HomeApplication { plan_year, submitted_at: Some(at), .. }) => card
            .status(Status::new("Submitted", Tone::Good))
            .line(format!(
                "Your application for {plan_year} was submitted on {}.",
                app.portal.day_in_words(*at)
            ))
            .link(Link::new("/application", "View application").button(ButtonKind::Outline)),
    }
}

fn coverage_card(home: &Home) -> Card {
    let card = Card::new("Coverage");
    match &home.coverage {
        Some(coverage) => card
            .status(Status::new("Enrolled", Tone::Good))
            .line(format!("{} from {}", coverage.plan_name, date_in_words(coverage.effective_on)))
            .link(Link::new("/coverage", "View coverage").button(ButtonKind::Outline)),
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
            let status = match line.assister.may_act_on(app.portal.today()) {
                true => Status::new("Can act for you", Tone::Good),
                false => Status::new("Cannot act for you now", Tone::Attention),
            };
            card.status(status)
                .line(format!("{}, {}", line.assister.name(), line.assister.kind().in_words()))
                .line(format!("Authorized on {}", app.portal.day_in_words(line.started_at)))
                .link(Link::new("/assister", "See your assister").button(ButtonKind::Outline))
        }
        None => card
            .line("Nobody can act for you. A certified assister helps for free.")
            .link(Link::new("/assister/find", "Assign an assister").button(ButtonKind::Outline)),
    }
}
