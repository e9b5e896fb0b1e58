//! "Your results": what everyone got at submission, why, and what comes next (B6, ACT-9). How a result is
//! explained is in `explained`, which the estimate shares.

mod explained;
mod facts;

pub(crate) use explained::{CreditCard, PersonCard, credit_cards};

use crate::{
    App,
    answer::show,
    layout::{Layout, Width},
    parts::{Alert, AlertKind, ButtonKind, Link},
    refusal::PageError,
    routes::{Route, both},
    session::Subject,
};
use askama::Template;
use axum::response::Response;
use portal::determinations::InitialDetermination;

pub(crate) fn routes() -> Vec<Route> {
    both![(get, "/application/result", result)]
}

#[derive(Template)]
#[template(path = "determinations/result.html")]
struct Results {
    layout: Layout,
    as_of: String,
    notice: Option<Alert>,
    people: Vec<PersonCard>,
    credits: Vec<CreditCard>,
    shop: Option<Link>,
    application: Link,
}

async fn result(app: App, subject: Subject) -> Result<Response, PageError> {
    let read = app.portal.read_determination(&subject.session, &subject.consumer).await?;
    let layout = subject.layout(&app, "Your results", &read.consumer_name()).wide(Width::Normal);
    let application = Link::new(subject.at("/application"), "Back to the application");
    let Some(found) = &read.value else {
        let text = "There are no results yet. They come when the application is signed and submitted.";
        return show(&Results {
            layout,
            as_of: String::new(),
            notice: Some(Alert::new(AlertKind::Info, text)),
            people: Vec::new(),
            credits: Vec::new(),
            shop: None,
            application,
        });
    };
    let day = app.portal.day_in_words(found.computed_at);
    show(&Results {
        layout,
        as_of: format!("Coverage in {}. Initial, as of {day}.", found.plan_year),
        notice: found.desk.as_ref().map(|desk| {
            let text =
                "This is the initial determination. It may have changed since. For the present status, call:";
            Alert::new(AlertKind::Info, text).call(&desk.name, &desk.phone)
        }),
        people: people(&app, found),
        credits: credits(found),
        shop: found
            .can_shop()
            .then(|| Link::new(subject.at("/plans"), "Shop for plans").button(ButtonKind::Primary)),
        application,
    })
}

fn people(app: &App, found: &InitialDetermination) -> Vec<PersonCard> {
    let (rules, exchange) = (app.portal.rules_today(), &app.portal.profile().exchange);
    let phone = found.desk.as_ref().map_or(&exchange.phone, |desk| &desk.phone);
    let note = format!(
        "This is an estimate with the rules of today ({rules}). Only the income changes in it, and it is not \
         part of the results. To report a change of income, call {phone}."
    );
    let applying = found.people.iter().filter(|person| person.applying);
    applying
        .map(|person| {
            PersonCard::new(&person.name, &person.person, &person.result, &found.determination)
                .with_missing(&person.result.missing, &|id| name_of(found, id))
                .with_thresholds(found.thresholds.get(&person.person), &note)
        })
        .collect()
}

fn name_of(found: &InitialDetermination, id: &str) -> String {
    let person = found.people.iter().find(|person| person.person == id);
    person.map_or_else(|| id.to_owned(), |person| person.name.clone())
}

fn credits(found: &InitialDetermination) -> Vec<CreditCard> {
    credit_cards(&found.determination, &|id| name_of(found, id))
}
