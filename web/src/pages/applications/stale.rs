//! Two values side by side (ACT-7): somebody saved the page while this person had it open. Nothing is lost:
//! what was typed is in the form that keeps it, what is saved stays until then.

use super::current;
use crate::{
    App,
    answer::show_with_in,
    layout::{Layout, Width},
    parts::{Alert, AlertKind, Button, ButtonForm, ButtonKind, Cell, Column, Link, Row, Table},
    refusal::PageError,
    session::Subject,
};
use askama::Template;
use axum::{http::StatusCode, response::Response};
use domain::{
    application::{Page, SocialSecurity, questions},
    form::{Answer, Fields, Question},
};
use portal::Stale;
use words::{Asking, Words};

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
    let words = subject.words;
    let layout =
        subject.layout(app, words.application_stale_title(), &read.consumer_name()).wide(Width::Normal);
    let layout = Layout { has_error: true, ..layout };
    let when = app.portal.moment_of(both.saved_at);
    let address = subject.at(&format!("/application/{}", page.slug()));
    let keep = Button::new(words.application_stale_mine()).name("then").value("continue");
    let mut mine = ButtonForm::new(address.clone(), layout.csrf_field(), keep)
        .with("application", open.summary.application_key.0.clone())
        .with("version", both.version.to_string());
    for (name, value) in typed.iter().filter(|(name, _)| *name != "ssn_words") {
        mine = mine.with(name.clone(), value.clone());
    }
    // Two people may have one name, so this is no claim.
    let who = words.by(&both.saved_by);
    let said = match both.saved_by.name() == subject.session.name() {
        true => words.application_stale_own(who, when),
        false => words.application_stale(who, when),
    };
    let notice = Alert::new(AlertKind::Warning, said);
    let asking = Asking::new(words, app.portal.profile());
    let caption = words.application_page(page, &open.answers);
    show_with_in(
        words,
        StatusCode::CONFLICT,
        &Collision {
            table: table(asking, &caption, &asked, (&typed, &stored)),
            notice,
            mine,
            theirs: Link::new(address, words.application_stale_theirs()).button(ButtonKind::Outline),
            layout,
        },
    )
}

/// Question by question; the ones that differ say so in words.
fn table(
    asking: Asking<'_>,
    caption: &str,
    asked: &[Question],
    (typed, stored): (&Fields, &Fields),
) -> Table {
    let words = asking.words;
    let rows = asked
        .iter()
        .map(|question| {
            let (mine, theirs) = (given(words, question, typed), given(words, question, stored));
            let differs = match mine == theirs {
                true => words.application_stale_same(),
                false => words.application_stale_different(),
            };
            let shown =
                |given: words::Text| if given.is_empty() { words.application_stale_nothing() } else { given };
            Row(vec![
                Cell::text(asking.question(&question.asked).label),
                Cell::text(shown(mine)),
                Cell::text(shown(theirs)),
                Cell::text(differs),
            ])
        })
        .collect();
    let columns = [
        words.application_stale_question(),
        words.application_stale_typed(),
        words.application_stale_saved(),
        words.application_stale_compared(),
    ];
    let columns = columns.map(Column::new).to_vec();
    Table::new(caption, columns, rows)
}

fn given(words: Words, question: &Question, fields: &Fields) -> words::Text {
    match question.answer {
        Answer::SocialSecurityNumber => {
            let held = fields.get("ssn_words").and_then(|word| SocialSecurity::from_word(word));
            held.map(|held| words.social_security(&held)).unwrap_or_default()
        }
        _ => words.given(&question.given(fields)),
    }
}
