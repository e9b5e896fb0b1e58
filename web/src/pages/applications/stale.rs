//! Two values side by side (ACT-7): somebody saved the page while this person had it open. Nothing is lost:
//! what was typed is in the form that keeps it, what is saved stays until then.

use super::current;
use crate::{
    App,
    answer::show_with,
    layout::{Layout, Width},
    parts::{Alert, AlertKind, Button, ButtonForm, ButtonKind, Cell, Column, Link, Row, Table},
    refusal::PageError,
    session::Subject,
};
use askama::Template;
use axum::{http::StatusCode, response::Response};
use domain::{
    application::{Page, questions},
    form::{Answer, Fields, Question},
};
use portal::Stale;

#[derive(Template)]
#[template(path = "applications/stale.html")]
struct Collision {
    layout: Layout,
    notice: Alert,
    table: Table,
    mine: ButtonForm,
    theirs: Link,
}

pub(super) async fn page(
    app: &App,
    subject: &Subject,
    page: Page,
    both: &Stale,
) -> Result<Response, PageError> {
    let read = app.portal.read_applications(&subject.session, &subject.consumer, Some(page)).await?;
    let open = current(&read).ok_or_else(PageError::not_found)?;
    let fields = |json: &str| serde_json::from_str::<Fields>(json).unwrap_or_default();
    let (typed, stored) = (fields(&both.typed), fields(&both.stored));
    let mut asked = questions(page, &open.answers);
    let mut answers = open.answers.clone();
    answers.put(page, typed.clone());
    for question in questions(page, &answers) {
        if !asked.iter().any(|other| other.field == question.field) {
            asked.push(question);
        }
    }
    let layout = subject
        .layout(app, "This page was saved since you opened it", &read.consumer_name())
        .wide(Width::Normal);
    let layout = Layout { has_error: true, ..layout };
    let when = app.portal.moment_in_words(both.saved_at);
    let address = subject.at(&format!("/application/{}", page.slug()));
    let keep = Button::new("Keep what I typed").name("then").value("continue");
    let mut mine = ButtonForm::new(address.clone(), layout.csrf_field(), keep)
        .with("application", open.summary.application_key.0.clone())
        .with("version", both.version.to_string());
    for (name, value) in typed.iter().filter(|(name, _)| *name != "ssn_words") {
        mine = mine.with(name.clone(), value.clone());
    }
    let mut said = format!(
        "{} saved this page on {when}, while you had it open. Compare and choose. Nothing is lost.",
        both.saved_by
    );
    // Two people may have one name, so this is no claim.
    if both.saved_by.starts_with(subject.session.name()) {
        said += " If that was you, you saved it in another tab or window.";
    }
    let notice = Alert::new(AlertKind::Warning, said);
    show_with(
        StatusCode::CONFLICT,
        &Collision {
            table: table(&page.heading(&open.answers), &asked, &typed, &stored),
            notice,
            mine,
            theirs: Link::new(address, "Keep what is saved").button(ButtonKind::Outline),
            layout,
        },
    )
}

/// Question by question; the ones that differ say so in words.
fn table(caption: &str, asked: &[Question], typed: &Fields, stored: &Fields) -> Table {
    let rows = asked
        .iter()
        .map(|question| {
            let (mine, theirs) = (words(question, typed), words(question, stored));
            let differs = if mine == theirs { "Same" } else { "Different" };
            let shown = |words: String| if words.is_empty() { "Nothing".to_owned() } else { words };
            Row(vec![
                Cell::text(question.label.clone()),
                Cell::text(shown(mine)),
                Cell::text(shown(theirs)),
                Cell::text(differs),
            ])
        })
        .collect();
    let columns = ["Question", "What you typed", "What is saved", "Compared"].map(Column::new).to_vec();
    Table::new(caption, columns, rows)
}

fn words(question: &Question, fields: &Fields) -> String {
    match question.answer {
        Answer::SocialSecurityNumber => fields.get("ssn_words").cloned().unwrap_or_default(),
        _ => question.in_words(fields),
    }
}
