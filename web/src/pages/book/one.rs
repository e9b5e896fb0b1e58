//! The page of one consumer, for their assister: the way so far and the next step.

use super::credit;
use crate::{
    App,
    answer::show_in,
    layout::{Layout, Width},
    parts::{ButtonKind, HelpLine, Link, SummaryList, SummaryRow},
    refusal::PageError,
    session::Subject,
};
use askama::Template;
use axum::response::Response;
use domain::{application, book::Stage, people::AssisterKind};
use portal::book::Way;
use words::{Html, Percent, Text, Words};

#[derive(Template)]
#[template(path = "book/one.html")]
struct One {
    layout: Layout,
    /// What goes through the desk, with the way to ask for it.
    not_here: [Html; 3],
    next: Link,
    way: SummaryList,
    contact: SummaryList,
    submitted: bool,
    desk: HelpLine,
}

pub(super) async fn one(app: App, subject: Subject) -> Result<Response, PageError> {
    let acted = app.portal.read_consumer(&subject.session, &subject.consumer).await?;
    let words = subject.words;
    let layout = subject.layout(&app, acted.consumer_name(), &acted.consumer_name()).wide(Width::Normal);
    let kind = subject.session.assister_kind().unwrap_or(AssisterKind::Navigator);
    let desk = app.portal.profile().desk(kind);
    let page = One {
        layout,
        not_here: [
            words.book_no_change(subject.at("/change")),
            words.book_no_status(subject.at("/case-status")),
            words.book_no_end(subject.at("/disassociate")),
        ],
        next: next_step(&subject, &acted),
        way: way_so_far(&app, words, &acted),
        contact: contact(words, &acted),
        submitted: acted.submitted_at.is_some(),
        desk: HelpLine { name: desk.name.clone(), phone: desk.phone.clone() },
    };
    show_in(words, &page)
}

fn next_step(subject: &Subject, way: &Way) -> Link {
    let words = subject.words;
    let (label, path) = match (way.application, &way.plan_name) {
        (_, Some(_)) => (words.book_coverage(), "/coverage"),
        (Some(application::State::Submitted), None) => (words.book_results(), "/application/result"),
        (Some(application::State::Draft), None) => (words.book_resume(), "/application"),
        (None, None) => (words.book_start(), "/application"),
    };
    Link::new(subject.at(path), label).button(ButtonKind::Primary)
}

fn way_so_far(app: &App, words: Words, way: &Way) -> SummaryList {
    let day = |instant| words.day(app.portal.day_of(instant));
    let mut rows = vec![SummaryRow::new(words.book_authorized_you_on(), day(way.authorized_at))];
    if let Some(started) = way.started_at {
        rows.push(SummaryRow::new(words.book_started_on(), day(started)));
    }
    rows.push(match way.submitted_at {
        Some(submitted) => SummaryRow::new(words.book_submitted_on(), day(submitted)),
        None if way.application.is_some() => {
            let far = words.book_in_progress(Percent::whole(way.percent));
            SummaryRow::new(words.book_application(), far)
        }
        None => SummaryRow::new(words.book_application(), words.book_stage(Stage::NotStarted)),
    });
    if let Some(determination) = &way.determination {
        let facts = words.short_result(determination, &app.portal.profile().programs);
        rows.push(SummaryRow::lines(words.book_determination(), lines(facts)));
    }
    rows.push(match (&way.plan_name, way.effective_on, way.enrolled_at) {
        (Some(plan), Some(from), Some(signed)) => {
            let day = app.portal.day_of(signed);
            let signed = match way.renews {
                Some(_) => words.book_renewed_on(day),
                None => words.book_signed_on(day),
            };
            let from = match way.ends_on {
                Some(until) => words.book_from_until(from, until),
                None => words.book_from(from),
            };
            let mut enrolled = vec![words.book_enrolled_in(plan), from, signed];
            enrolled.extend(credit(
                app,
                words,
                way.effective_on,
                (way.credit_cents, way.stopped_credit_cents),
            ));
            SummaryRow::lines(words.book_plan(), lines(enrolled))
        }
        _ => SummaryRow::new(words.book_plan(), words.book_not_enrolled()),
    });
    SummaryList::new(rows)
}

fn lines(texts: Vec<Text>) -> Vec<String> {
    texts.into_iter().map(Text::into_owned).collect()
}

fn contact(words: Words, way: &Way) -> SummaryList {
    let or_none = |value: &Option<String>| value.clone().map_or_else(|| words.book_not_given(), Text::from);
    SummaryList::new(vec![
        SummaryRow::new(words.book_email(), or_none(&way.email)),
        SummaryRow::new(words.book_phone(), or_none(&way.phone)),
    ])
}
