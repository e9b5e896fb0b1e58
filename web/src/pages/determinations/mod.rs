//! "Your results": what everyone got at submission, why, and what comes next (B6, ACT-9). How a result is
//! explained is in `explained`, which the estimate shares.

mod change;
mod explained;

pub(crate) use explained::{CreditCard, Explaining, PersonCard};

use crate::{
    App,
    answer::show_in,
    layout::{Layout, Width},
    parts::{Alert, AlertKind, ButtonKind, Link},
    refusal::PageError,
    routes::{Route, both},
    session::Subject,
};
use askama::Template;
use axum::response::Response;
use change::Change;
use portal::{day_of, determinations::InitialDetermination};
use words::{Name, Phone, Text};

pub(crate) fn routes() -> Vec<Route> {
    both![(get, "/application/result", result)]
}

#[derive(Template)]
#[template(path = "determinations/result.html")]
struct Results {
    layout: Layout,
    as_of: Text,
    notice: Option<Alert>,
    change: Option<Change>,
    people: Vec<PersonCard>,
    credits: Vec<CreditCard>,
    shop: Option<Link>,
    application: Link,
}

async fn result(app: App, subject: Subject) -> Result<Response, PageError> {
    let words = subject.words;
    let read = app.portal.read_determination(&subject.session, &subject.consumer).await?;
    let title = if subject.is_acting() { words.results_title_acting() } else { words.results_title() };
    let layout = subject.layout(&app, title, &read.consumer_name()).wide(Width::Normal);
    let application = Link::new(subject.at("/application"), words.results_back());
    let Some(found) = &read.value else {
        let page = Results {
            layout,
            as_of: Text::default(),
            notice: Some(Alert::new(AlertKind::Info, words.results_none())),
            change: None,
            people: Vec::new(),
            credits: Vec::new(),
            shop: None,
            application,
        };
        return show_in(words, &page);
    };
    let day = day_of(found.computed_at, &app.portal.profile().exchange.time_zone);
    let name = |id: &str| name_of(found, id);
    let explaining = Explaining {
        words,
        programs: &app.portal.profile().programs,
        whole: &found.determination,
        name: &name,
    };
    let page = Results {
        layout,
        as_of: words.results_as_of(found.plan_year, day),
        notice: found
            .desk
            .as_ref()
            .map(|desk| Alert::new(AlertKind::Info, words.results_call_desk()).call(&desk.name, &desk.phone)),
        change: found.change.map(|told| Change::new(&app, words, found, told)),
        people: people(&app, found, &explaining),
        credits: explaining.credits(),
        shop: found
            .can_shop()
            .then(|| Link::new(subject.at("/plans"), words.results_shop()).button(ButtonKind::Primary)),
        application,
    };
    show_in(words, &page)
}

fn people(app: &App, found: &InitialDetermination, explaining: &Explaining<'_>) -> Vec<PersonCard> {
    let exchange = &app.portal.profile().exchange;
    let phone = found.desk.as_ref().map_or(&exchange.phone, |desk| &desk.phone);
    let note = explaining.words.results_note(app.portal.rules_today(), Phone(phone.clone()));
    let applying = found.people.iter().filter(|person| person.applying);
    applying
        .map(|person| {
            let change = found.thresholds.get(&person.person).map(|found| explaining.thresholds(found));
            explaining.person(&person.person, &person.result).with_change(change, &note)
        })
        .collect()
}

fn name_of(found: &InitialDetermination, id: &str) -> Name {
    let person = found.people.iter().find(|person| person.person == id);
    Name::whole(person.map_or(id, |person| &person.name))
}
