//! Read everything again, record that the consumer did (assisters, ACT-6), sign and submit (APP-4).

use super::{application_key, current, read_only};
use crate::{
    App,
    answer::{show, show_with},
    form::{Posted, new_key},
    layout::{Layout, Width},
    parts::{
        Alert, Button, ButtonForm, ButtonKind, FieldErrors, Hidden, Link, Questions, SummaryList, SummaryRow,
    },
    refusal::PageError,
    session::Subject,
};
use askama::Template;
use axum::{http::StatusCode, response::Response};
use domain::{
    application::{Page, ask_review, pages, problems, questions},
    consumer::Action,
    form::{Answer, Fields, Need},
    text::date_in_words,
};
use portal::{
    Error,
    applications::{Applications, OpenApplication, ReviewRecord, Signature},
};
use words::{Name, Text, Unreadable};

#[derive(Template)]
#[template(path = "applications/review.html")]
struct Review {
    layout: Layout,
    base: String,
    notice: Option<Alert>,
    problems: Vec<(String, String)>,
    groups: Vec<Group>,
    signed: Option<SummaryList>,
    awaited: Vec<(String, String)>,
    go_on: Option<Link>,
    reviews: Vec<ReviewLine>,
}

/// A record that the consumer reviewed the application, with the consumer's way to say that it is not so.
struct ReviewLine {
    words: String,
    dispute: Option<ButtonForm>,
}

struct Group {
    heading: String,
    answers: SummaryList,
}

/// What reads go through: the application, or the way to start one.
async fn read(app: &App, subject: &Subject) -> Result<portal::Acted<Applications>, PageError> {
    Ok(app.portal.read_applications(&subject.session, &subject.consumer, None).await?)
}

pub(super) async fn review(app: App, subject: Subject) -> Result<Response, PageError> {
    let read = read(&app, &subject).await?;
    let Some(open) = current(&read) else { return Ok(subject.go("/application")) };
    let words = subject.words;
    let draft = open.is_draft();
    let title = if draft { "Review your application" } else { "Your application" };
    let layout = subject.layout(&app, title, &read.consumer_name()).wide(Width::Normal);
    let wrong = if draft { problems(&open.answers) } else { Vec::new() };
    let layout = Layout { has_error: !wrong.is_empty(), ..layout };
    let next =
        if subject.is_acting() && !open.is_reviewed { "/application/reviewed" } else { "/application/sign" };
    show(&Review {
        base: subject.base.clone(),
        notice: (!draft).then(|| read_only(&app, open)),
        problems: wrong
            .iter()
            .map(|problem| {
                let page =
                    subject.at(&format!("/application/{}?check=yes#{}", problem.page.slug(), problem.field));
                let heading = problem.page.heading(&open.answers);
                let colon = if heading.ends_with('?') { "" } else { ":" };
                (page, format!("{heading}{colon} {}", problem.message))
            })
            .collect(),
        awaited: app
            .portal
            .awaited(open)
            .into_iter()
            .map(|fact| {
                let (page, field) = fact.asked_at;
                let href = subject.at(&format!("/application/{}#{field}", page.slug()));
                (
                    href,
                    words.missing_about(Name::whole(fact.about), words.missing_fact(fact.what)).into_owned(),
                )
            })
            .collect(),
        groups: pages(&open.answers).into_iter().map(|page| group(&subject, open, page)).collect(),
        signed: (!draft).then(|| signed(&app, open)),
        go_on: (draft && wrong.is_empty())
            .then(|| Link::new(subject.at(next), "Continue to signature").button(ButtonKind::Primary)),
        reviews: open
            .reviews
            .iter()
            .map(|review| review_line(&app, &subject, (open, review), &layout))
            .collect(),
        layout,
    })
}

fn review_line(
    app: &App,
    subject: &Subject,
    (open, review): (&OpenApplication, &ReviewRecord),
    layout: &Layout,
) -> ReviewLine {
    let dispute = (!subject.is_acting() && review.disputed_at.is_none()).then(|| {
        let button = Button::new("I did not review it").kind(ButtonKind::Outline);
        ButtonForm::new("/application/reviewed/dispute", layout.csrf_field(), button)
            .with("application", open.summary.application_key.0.clone())
            .with("number", review.number.to_string())
    });
    ReviewLine { words: review_words(app, review), dispute }
}

pub(super) async fn dispute(app: App, subject: Subject, posted: Posted) -> Result<Response, PageError> {
    let Ok(number) = posted.get("number").parse() else {
        return Err(subject.unread(&app, Action::DisputeReview, Unreadable::Number("number")).await);
    };
    let key = application_key(&posted);
    app.portal.dispute_review(&subject.session, &subject.consumer, (&key, number)).await?;
    Ok(subject.go("/application/review"))
}

/// The answers of one page, each with the way to change it.
fn group(subject: &Subject, open: &OpenApplication, page: Page) -> Group {
    let fields = open.answers.fields(page);
    let href = subject.at(&format!("/application/{}", page.slug()));
    let mut rows: Vec<SummaryRow> = questions(page, &open.answers)
        .iter()
        .filter_map(|question| {
            let words = match (&question.answer, page.person()) {
                (Answer::SocialSecurityNumber, Some(n)) => {
                    open.masked_numbers.get(&n).cloned().unwrap_or_default()
                }
                _ => question.in_words(&fields),
            };
            if words.is_empty() && question.need != Need::Required {
                return None;
            }
            let words = if words.is_empty() { "Not answered".to_owned() } else { words };
            let row = SummaryRow::new(question.label.clone(), words);
            Some(if open.is_draft() { row.change(format!("{href}#{}", question.field)) } else { row })
        })
        .collect();
    if rows.is_empty() {
        let row = SummaryRow::new("Answers", "Nothing entered");
        rows.push(if open.is_draft() { row.change(href) } else { row });
    }
    Group { heading: page.heading(&open.answers), answers: SummaryList::new(rows) }
}

fn signed(app: &App, open: &OpenApplication) -> SummaryList {
    let day = open.summary.submitted_at.map(|at| app.portal.moment_in_words(at)).unwrap_or_default();
    SummaryList::new(vec![
        SummaryRow::new("Signature", open.summary.signature.clone().unwrap_or_default()),
        SummaryRow::new("Submitted on", day),
    ])
}

fn review_words(app: &App, review: &ReviewRecord) -> String {
    let recorded = format!(
        "{} reviewed the application on {}. How: {}. Recorded by {}.",
        review.consumer_name,
        date_in_words(review.reviewed_on),
        review.how.in_words().to_lowercase(),
        review.recorded_by
    );
    match review.disputed_at {
        Some(at) => {
            let when = app.portal.moment_in_words(at);
            format!("{recorded} On {when} the consumer said that they did not. This record does not count.")
        }
        None => recorded,
    }
}

#[derive(Template)]
#[template(path = "applications/reviewed.html")]
struct Reviewed {
    layout: Layout,
    base: String,
    action: String,
    application: Hidden,
    questions: Questions,
    errors: FieldErrors,
}

pub(super) async fn reviewed(app: App, subject: Subject) -> Result<Response, PageError> {
    if !subject.is_acting() {
        return Ok(subject.go("/application/review"));
    }
    let read = read(&app, &subject).await?;
    let Some(open) = current(&read).filter(|open| open.is_draft()) else {
        return Ok(subject.go("/application"));
    };
    show(&reviewed_page(&app, &subject, (&read.consumer_name(), open), &Fields::new(), FieldErrors::none()))
}

fn reviewed_page(
    app: &App,
    subject: &Subject,
    (consumer_name, open): (&str, &OpenApplication),
    typed: &Fields,
    errors: FieldErrors,
) -> Reviewed {
    let layout = subject.layout(app, "Record the consumer's review", consumer_name).with_errors(&errors);
    let questions = ask_review();
    let errors = errors.of_questions(&questions);
    Reviewed {
        base: subject.base.clone(),
        action: subject.at("/application/reviewed"),
        application: Hidden::new("application", open.summary.application_key.0.clone()),
        questions: Questions::new(&questions, typed, &errors),
        layout,
        errors,
    }
}

pub(super) async fn record(app: App, subject: Subject, posted: Posted) -> Result<Response, PageError> {
    let typed = posted.typed();
    let key = application_key(&posted);
    match app.portal.record_review(&subject.session, &subject.consumer, &key, &typed).await {
        Ok(_) => Ok(subject.go("/application/sign")),
        Err(Error::Invalid(faults)) => {
            let read = read(&app, &subject.again()).await?;
            let open = current(&read).ok_or_else(PageError::not_found)?;
            let page = reviewed_page(&app, &subject, (&read.consumer_name(), open), &typed, faults.into());
            show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other.into()),
    }
}

#[derive(Template)]
#[template(path = "applications/sign.html")]
struct Sign {
    layout: Layout,
    base: String,
    action: String,
    application: Hidden,
    form_key: Hidden,
    reviews: Vec<String>,
    rights: Vec<Text>,
    questions: Questions,
    errors: FieldErrors,
}

pub(super) async fn sign(app: App, subject: Subject) -> Result<Response, PageError> {
    let read = read(&app, &subject).await?;
    let Some(open) = current(&read) else { return Ok(subject.go("/application")) };
    if !open.is_draft() || !problems(&open.answers).is_empty() {
        return Ok(subject.go("/application/review"));
    }
    if subject.is_acting() && !open.is_reviewed {
        return Ok(subject.go("/application/reviewed"));
    }
    let typed = Signature { form_key: new_key(), ..Signature::default() };
    show(&sign_page(&app, &subject, (&read.consumer_name(), open), &typed, FieldErrors::none()))
}

fn sign_page(
    app: &App,
    subject: &Subject,
    (consumer_name, open): (&str, &OpenApplication),
    typed: &Signature,
    errors: FieldErrors,
) -> Sign {
    let layout = subject.layout(app, "Sign and submit", consumer_name).with_errors(&errors);
    let errors = errors.of_questions(&open.signing);
    Sign {
        base: subject.base.clone(),
        action: subject.at("/application/sign"),
        application: Hidden::new("application", open.summary.application_key.0.clone()),
        form_key: Hidden::new("form_key", typed.form_key.clone()),
        reviews: open.reviews.iter().map(|review| review_words(app, review)).collect(),
        rights: subject.words.of_agreements().rights(&app.portal.profile().exchange.name),
        questions: Questions::new(&open.signing, &typed.typed, &errors),
        layout,
        errors,
    }
}

pub(super) async fn submit(app: App, subject: Subject, posted: Posted) -> Result<Response, PageError> {
    let typed =
        Signature { typed: posted.typed(), form_key: posted.get("form_key").chars().take(64).collect() };
    let key = application_key(&posted);
    match app.portal.submit_application(&subject.session, &subject.consumer, &key, &typed).await {
        Ok(_) => Ok(subject.go("/application/result")),
        Err(Error::Invalid(faults)) => {
            let read = read(&app, &subject.again()).await?;
            let open = current(&read).ok_or_else(PageError::not_found)?;
            let page = sign_page(&app, &subject, (&read.consumer_name(), open), &typed, faults.into());
            show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other.into()),
    }
}
