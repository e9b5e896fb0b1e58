//! "Your account": where the consumer stands, with the newest activity on it.

use crate::{
    App,
    answer::show_in,
    layout::{Layout, Width},
    pages::{activity::sentence, associations::access},
    parts::{ButtonKind, Card, Link, Status, Tone},
    refusal::PageError,
    routes::{Route, Who},
    session::Subject,
};
use askama::Template;
use axum::response::Response;
use domain::enrollment::{CreditTurn, NotRenewed};
use jiff::civil::Date;
use portal::{
    activity::ActivityLine,
    home::{Home, HomeApplication, HomeCoverage},
};
use words::{Percent, ShoppingStage, Text, Words};

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
    when: Text,
    what: Text,
}

async fn home(app: App, subject: Subject) -> Result<Response, PageError> {
    let read = app.portal.read_home(&subject.session, &subject.consumer).await?;
    let words = subject.words;
    let layout = subject.layout(&app, words.home_title(), &read.consumer_name()).wide(Width::Normal);
    let told = |line: &ActivityLine| Told {
        when: words.moment(app.portal.moment_of(line.at)),
        what: sentence(words, line),
    };
    let page = HomePage {
        layout,
        application: application_card(words, &app, &read),
        coverage: coverage_card(words, &app, &read),
        assister: assister_card(words, &app, &read),
        notices: Card::new(words.home_notices()).line(words.home_notices_none()),
        recent: read.activity.iter().map(told).collect(),
    };
    show_in(words, &page)
}

fn application_card(words: Words, app: &App, home: &Home) -> Card {
    let card = Card::new(words.home_application());
    let link = |label: Text, kind| Link::new("/application", label).button(kind);
    match &home.application {
        None => card
            .status(Status::new(words.home_application_none(), Tone::Neutral))
            .line(words.home_application_none_more())
            .link(link(words.home_application_start(), ButtonKind::Primary)),
        Some(HomeApplication { plan_year, submitted_at: None, percent }) => card
            .status(Status::new(words.home_application_draft(Percent::whole(*percent)), Tone::Active))
            .line(words.home_application_draft_more(plan_year))
            .link(link(words.home_application_resume(), ButtonKind::Primary)),
        Some(HomeApplication { plan_year, submitted_at: Some(at), .. }) => card
            .status(Status::new(words.home_application_submitted(), Tone::Good))
            .line(words.home_application_submitted_more(plan_year, app.portal.day_of(*at)))
            .link(link(words.home_application_view(), ButtonKind::Outline)),
    }
}

fn coverage_card(words: Words, app: &App, home: &Home) -> Card {
    let card = Card::new(words.home_coverage());
    let is_submitted = home.application.as_ref().is_some_and(|one| one.submitted_at.is_some());
    let stage = if is_submitted { ShoppingStage::After } else { ShoppingStage::Before };
    match &home.coverage {
        Some(coverage) => turned(words, app, coverage)
            .into_iter()
            .fold(
                card.status(Status::new(words.home_enrolled(), Tone::Good)).line(match coverage.ends_on {
                    Some(until) => {
                        words.home_enrolled_until(&coverage.plan_name, coverage.effective_on, until)
                    }
                    None => words.home_enrolled_more(&coverage.plan_name, coverage.effective_on),
                }),
                |card, line| card.line(line),
            )
            .link(Link::new("/coverage", words.home_enrolled_view()).button(ButtonKind::Outline)),
        None => card
            .status(Status::new(words.home_not_enrolled(), Tone::Neutral))
            .line(words.home_not_enrolled_more(stage))
            .link(Link::new("/plans", words.home_shop()).button(ButtonKind::Outline)),
    }
}

/// What the turn of the year does, or did, to the coverage when nobody acts.
fn turned(words: Words, app: &App, coverage: &HomeCoverage) -> Option<Text> {
    let (today, began) = (app.portal.today(), coverage.effective_on);
    if let Some(why) = coverage.missed.filter(|_| NotRenewed::is_ahead(began.year(), today)) {
        let last = Date::new(began.year(), 12, 31).unwrap_or(began);
        return Some(words.missed_why(why, last));
    }
    let credits = (coverage.credit_cents, coverage.stopped_credit_cents);
    let rule = app.portal.profile().enrollment.silent_renewal;
    Some(match CreditTurn::of(rule, began, credits, today)? {
        CreditTurn::Stops { year, cents } => words.credit_stops(cents, year),
        CreditTurn::Stopped { year, cents } => words.credit_stopped(cents, year),
    })
}

fn assister_card(words: Words, app: &App, home: &Home) -> Card {
    let card = Card::new(words.home_assister());
    match &home.assister {
        Some(line) => {
            let since = app.portal.day_of(line.started_at);
            card.status(access(words, line.assister.may_act_on(app.portal.today())))
                .line(words.home_assister_who(line.assister.name(), line.assister.kind()))
                .line(words.home_assister_since(since))
                .link(Link::new("/assister", words.authorize_see()).button(ButtonKind::Outline))
        }
        None => card
            .line(words.home_assister_none())
            .link(Link::new("/assister/find", words.association_assign()).button(ButtonKind::Outline)),
    }
}
