//! The page of one consumer, for their assister: the way so far and the next step.

use crate::{
    App,
    answer::show,
    layout::{Layout, Width},
    parts::{ButtonKind, HelpLine, Link, SummaryList, SummaryRow},
    refusal::PageError,
    session::Subject,
};
use askama::Template;
use axum::response::Response;
use domain::{application, people::AssisterKind, text::date_in_words};
use portal::{book::Way, day_of};

#[derive(Template)]
#[template(path = "book/one.html")]
struct One {
    layout: Layout,
    base: String,
    next: Link,
    way: SummaryList,
    contact: SummaryList,
    submitted: bool,
    desk: HelpLine,
}

pub(super) async fn one(app: App, subject: Subject) -> Result<Response, PageError> {
    let acted = app.portal.read_consumer(&subject.session, &subject.consumer).await?;
    let zone = app.portal.profile().exchange.time_zone.clone();
    let layout = subject.layout(&app, &acted.consumer_name(), &acted.consumer_name()).wide(Width::Normal);
    let kind = subject.session.assister_kind().unwrap_or(AssisterKind::Navigator);
    let desk = app.portal.profile().desk(kind);
    show(&One {
        layout,
        base: subject.base.clone(),
        next: next_step(&subject, &acted),
        way: way_so_far(&acted, &zone),
        contact: contact(&acted),
        submitted: acted.submitted_at.is_some(),
        desk: HelpLine { name: desk.name.clone(), phone: desk.phone.clone() },
    })
}

fn next_step(subject: &Subject, way: &Way) -> Link {
    let (label, path) = match (way.application, &way.plan_name) {
        (_, Some(_)) => ("View coverage", "/coverage"),
        (Some(application::State::Submitted), None) => ("View results", "/application/result"),
        (Some(application::State::Draft), None) => ("Resume application", "/application"),
        (None, None) => ("Start application", "/application"),
    };
    Link::new(subject.at(path), label).button(ButtonKind::Primary)
}

fn way_so_far(way: &Way, zone: &str) -> SummaryList {
    let day = |instant| date_in_words(day_of(instant, zone));
    let mut rows = vec![SummaryRow::new("Authorized you on", day(way.authorized_at))];
    if let Some(started) = way.started_at {
        rows.push(SummaryRow::new("Application started on", day(started)));
    }
    rows.push(match way.submitted_at {
        Some(submitted) => SummaryRow::new("Application submitted on", day(submitted)),
        None if way.application.is_some() => {
            SummaryRow::new("Application", format!("In progress, {}%", way.percent))
        }
        None => SummaryRow::new("Application", "Not started"),
    });
    if let Some(determination) = &way.determination {
        rows.push(SummaryRow::new("Initial determination", determination.in_words()));
    }
    rows.push(match (&way.plan_name, way.effective_on, way.enrolled_at) {
        (Some(plan), Some(from), Some(signed)) => SummaryRow::lines(
            "QHP",
            vec![
                format!("Enrolled: {plan}"),
                format!("From {}", date_in_words(from)),
                format!("Signed on {}", day(signed)),
            ],
        ),
        _ => SummaryRow::new("QHP", "Not enrolled"),
    });
    SummaryList::new(rows)
}

fn contact(way: &Way) -> SummaryList {
    let or_none = |value: &Option<String>| value.clone().unwrap_or_else(|| "Not given".to_owned());
    SummaryList::new(vec![
        SummaryRow::new("E-mail", or_none(&way.email)),
        SummaryRow::new("Phone", or_none(&way.phone)),
    ])
}
