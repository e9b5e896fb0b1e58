//! Ending one's own coverage: what it does, and the last day. Only consumers reach it (L5).

use super::people;
use crate::{
    App,
    answer::{show_in, show_with_in},
    form::{Posted, new_key},
    layout::Layout,
    parts::{FieldErrors, Hidden, Questions, SummaryList, SummaryRow},
    refusal::PageError,
    session::Subject,
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{enrollment::WayOut, form::Fields, people::EnrollmentKey};
use portal::{
    Acted, Error,
    enrollments::{Ending, ending_questions},
};
use words::{Asking, Html, Name, Phone, Text};

#[derive(Template)]
#[template(path = "enrollments/ending.html")]
struct EndingPage {
    layout: Layout,
    errors: FieldErrors,
    plan: SummaryList,
    does: Text,
    other_plan: Html,
    questions: Questions,
    /// That whoever holds the policy cannot leave it alone, where others can.
    holder: Option<Html>,
    action: String,
    form_key: Hidden,
    button: Text,
    call: Html,
}

pub(super) async fn ending(
    app: App,
    subject: Subject,
    Path(key): Path<String>,
) -> Result<Response, PageError> {
    let read = app.portal.read_ending(&subject.session, &subject.consumer, &EnrollmentKey(key)).await?;
    let form = (&Fields::new(), new_key());
    show_in(subject.words, &page(&app, &subject, &read, form, FieldErrors::none()))
}

pub(super) async fn end(
    app: App,
    subject: Subject,
    Path(key): Path<String>,
    form: Posted,
) -> Result<Response, PageError> {
    let (key, typed) = (EnrollmentKey(key), form.typed());
    let form_key: String = form.get("form_key").chars().take(64).collect();
    let ended = app.portal.end_coverage(&subject.session, &subject.consumer, &key, (&typed, &form_key)).await;
    let errors: FieldErrors = match ended {
        Ok(_) => return Ok(subject.go("/coverage")),
        Err(Error::Invalid(faults)) => faults.into(),
        Err(other) => return Err(other.into()),
    };
    let subject = subject.again();
    let read = app.portal.read_ending(&subject.session, &subject.consumer, &key).await?;
    let page = page(&app, &subject, &read, (&typed, form_key), errors);
    show_with_in(subject.words, StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn page(
    app: &App,
    subject: &Subject,
    ending: &Acted<Ending>,
    (typed, form_key): (&Fields, String),
    errors: FieldErrors,
) -> EndingPage {
    let (words, exchange) = (subject.words, &app.portal.profile().exchange);
    let (title, does, button) = match ending.way_out {
        WayOut::Cancel => (
            words.ending_cancel_title(),
            words.ending_cancel_does(ending.effective_on),
            words.ending_do_cancel(),
        ),
        WayOut::End { latest, .. } => (words.ending_title(), words.ending_does(latest), words.ending_do()),
    };
    let questions = ending_questions(ending.way_out, &ending.may_leave);
    let holder = ending.members.first().filter(|_| !ending.may_leave.is_empty());
    let asking = Asking::new(words, app.portal.profile());
    let layout = subject.layout(app, title, &ending.consumer_name()).with_errors(&errors);
    let errors = errors.of_questions(asking, &questions);
    let plan = vec![ending.plan_name.clone(), ending.carrier_name.clone()];
    EndingPage {
        plan: SummaryList::new(vec![
            SummaryRow::lines(words.enroll_plan(), plan),
            SummaryRow::lines(words.coverage_who(), people(words, ending.members.iter())),
            SummaryRow::new(words.enroll_start(), words.day(ending.effective_on)),
        ]),
        does,
        other_plan: words.ending_other_plan(subject.at("/plans")),
        questions: Questions::new(asking, &questions, typed, &errors),
        action: format!("/coverage/{}/end", ending.key),
        form_key: Hidden::new("form_key", form_key),
        button,
        holder: holder.map(|name| {
            words.ending_holder(Name::whole(&**name), &exchange.name, Phone(exchange.phone.clone()))
        }),
        call: words.ending_call(&exchange.name, Phone(exchange.phone.clone())),
        layout,
        errors,
    }
}
