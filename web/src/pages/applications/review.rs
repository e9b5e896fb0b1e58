//! Read everything again, record that the consumer did (assisters, ACT-6), sign and submit (APP-4).

use super::{application_key, current, read_only};
use crate::{
    App,
    answer::{show_in, show_with_in},
    form::{Posted, agree_anew, new_key},
    layout::{Layout, Width, other_language},
    parts::{
        Alert, Button, ButtonForm, ButtonKind, FieldErrors, Hidden, Link, Questions, SummaryList, SummaryRow,
    },
    refusal::PageError,
    session::Subject,
};
use askama::Template;
use axum::{http::StatusCode, response::Response};
use domain::{
    application::{Page, Problem, ask_review, pages, problems, questions},
    consumer::Action,
    form::{Answer, Fields, Need},
};
use portal::{
    Agreement, Error,
    applications::{Applications, OpenApplication, ReviewRecord, Signature},
};
use words::{Asking, Name, Text, Unreadable, Words};

#[derive(Template)]
#[template(path = "applications/review.html")]
struct Review {
    layout: Layout,
    /// The task list.
    above: String,
    notice: Option<Alert>,
    problems: Vec<(String, Text)>,
    groups: Vec<Group>,
    signed: Option<SummaryList>,
    awaited: Vec<(String, String)>,
    go_on: Option<Link>,
    reviews: Vec<ReviewLine>,
}

/// A record that the consumer reviewed the application, with the consumer's way to say that it is not so.
struct ReviewLine {
    said: Text,
    dispute: Option<ButtonForm>,
}

struct Group {
    heading: Text,
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
    let title =
        if draft { words.application_review_title() } else { words.application_review_title_submitted() };
    let layout = subject.layout(&app, title, &read.consumer_name()).wide(Width::Normal);
    let wrong = if draft { problems(&open.answers) } else { Vec::new() };
    let layout = Layout { has_error: !wrong.is_empty(), ..layout };
    let next =
        if subject.is_acting() && !open.is_reviewed { "/application/reviewed" } else { "/application/sign" };
    let asking = Asking::new(words, app.portal.profile());
    let review = Review {
        above: subject.at("/application"),
        notice: (!draft).then(|| read_only(&app, words, open)),
        problems: wrong.iter().map(|wrong| problem_line(&subject, asking, open, wrong)).collect(),
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
        groups: pages(&open.answers).into_iter().map(|page| group(&subject, asking, open, page)).collect(),
        signed: (!draft).then(|| signed(&app, words, open)),
        go_on: (draft && wrong.is_empty()).then(|| {
            Link::new(subject.at(next), words.application_to_signature()).button(ButtonKind::Primary)
        }),
        reviews: open
            .reviews
            .iter()
            .map(|review| review_line(&app, &subject, (open, review), &layout))
            .collect(),
        layout,
    };
    show_in(words, &review)
}

/// What is wrong, with the page it stands on and the way there.
fn problem_line(
    subject: &Subject,
    asking: Asking<'_>,
    open: &OpenApplication,
    problem: &Problem,
) -> (String, Text) {
    let words = asking.words;
    let href = subject.at(&format!("/application/{}?check=yes#{}", problem.page.slug(), problem.field));
    let errors = FieldErrors::at_field(&problem.field, problem.wrong.clone());
    let errors = errors.of_questions(asking, &questions(problem.page, &open.answers));
    let said = errors.iter().next().map(|error| error.said(&words)).unwrap_or_default();
    (href, words.application_problem(words.application_page(problem.page, &open.answers), said))
}

fn review_line(
    app: &App,
    subject: &Subject,
    (open, review): (&OpenApplication, &ReviewRecord),
    layout: &Layout,
) -> ReviewLine {
    let dispute = (!subject.is_acting() && review.disputed_at.is_none()).then(|| {
        let button = Button::new(layout.words.application_dispute()).kind(ButtonKind::Outline);
        ButtonForm::new("/application/reviewed/dispute", layout.csrf_field(), button)
            .with("application", open.summary.application_key.0.clone())
            .with("number", review.number.to_string())
    });
    ReviewLine { said: review_words(app, layout.words, review), dispute }
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
fn group(subject: &Subject, asking: Asking<'_>, open: &OpenApplication, page: Page) -> Group {
    let words = asking.words;
    let fields = open.answers.fields(page);
    let href = subject.at(&format!("/application/{}", page.slug()));
    let mut rows: Vec<SummaryRow> = questions(page, &open.answers)
        .iter()
        .filter_map(|question| {
            let given = match (&question.answer, page.person()) {
                (Answer::SocialSecurityNumber, Some(n)) => {
                    open.masked_numbers.get(&n).map(|held| words.social_security(held)).unwrap_or_default()
                }
                _ => words.given(&question.given(&fields)),
            };
            if given.is_empty() && question.need != Need::Required {
                return None;
            }
            let given = if given.is_empty() { words.answer_none() } else { given };
            let row = SummaryRow::new(asking.question(&question.asked).label, given);
            Some(if open.is_draft() { row.change(format!("{href}#{}", question.field)) } else { row })
        })
        .collect();
    if rows.is_empty() {
        let row = SummaryRow::new(words.application_answers(), words.application_answers_none());
        rows.push(if open.is_draft() { row.change(href) } else { row });
    }
    Group { heading: words.application_page(page, &open.answers), answers: SummaryList::new(rows) }
}

fn signed(app: &App, words: Words, open: &OpenApplication) -> SummaryList {
    let at = open.summary.submitted_at.map(|at| words.moment(app.portal.moment_of(at)));
    SummaryList::new(vec![
        SummaryRow::new(words.application_signature(), open.summary.signature.clone().unwrap_or_default()),
        SummaryRow::new(words.application_submitted_on(), at.unwrap_or_default()),
    ])
}

fn review_words(app: &App, words: Words, review: &ReviewRecord) -> Text {
    let (how, name, day) = (review.how, &review.consumer_name, review.reviewed_on);
    let by = words.by(&review.recorded_by);
    match review.disputed_at {
        Some(at) => words.application_reviewed_not(how, name, by, day, app.portal.moment_of(at)),
        None => words.application_reviewed(how, name, by, day),
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
    let nothing = (&Fields::new(), FieldErrors::none());
    show_in(subject.words, &reviewed_page(&app, &subject, (&read.consumer_name(), open), nothing))
}

fn reviewed_page(
    app: &App,
    subject: &Subject,
    (consumer_name, open): (&str, &OpenApplication),
    (typed, errors): (&Fields, FieldErrors),
) -> Reviewed {
    let words = subject.words;
    let layout = subject.layout(app, words.application_record_title(), consumer_name).with_errors(&errors);
    let asking = Asking::new(words, app.portal.profile());
    let questions = ask_review();
    let errors = errors.of_questions(asking, &questions);
    Reviewed {
        base: subject.base.clone(),
        action: subject.at("/application/reviewed"),
        application: Hidden::new("application", open.summary.application_key.0.clone()),
        questions: Questions::new(asking, &questions, typed, &errors),
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
            let page = reviewed_page(&app, &subject, (&read.consumer_name(), open), (&typed, faults.into()));
            show_with_in(subject.words, StatusCode::UNPROCESSABLE_ENTITY, &page)
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
    reviews: Vec<Text>,
    rights: Agreement,
    /// Their language, where it is not the page's.
    other: Option<Words>,
    text: Hidden,
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
    let page = sign_page(&app, &subject, (&read.consumer_name(), open), &typed, FieldErrors::none());
    show_in(subject.words, &page)
}

fn sign_page(
    app: &App,
    subject: &Subject,
    (consumer_name, open): (&str, &OpenApplication),
    typed: &Signature,
    errors: FieldErrors,
) -> Sign {
    let words = subject.words;
    let layout = subject.layout(app, words.application_sign_title(), consumer_name).with_errors(&errors);
    let asking = Asking::new(words, app.portal.profile());
    let errors = errors.of_questions(asking, &open.signing);
    let rights = app.portal.rights(&subject.session);
    Sign {
        base: subject.base.clone(),
        action: subject.at("/application/sign"),
        application: Hidden::new("application", open.summary.application_key.0.clone()),
        form_key: Hidden::new("form_key", typed.form_key.clone()),
        reviews: open.reviews.iter().map(|review| review_words(app, words, review)).collect(),
        other: other_language(words, rights.language),
        text: Hidden::new(Agreement::FIELD, &*rights.sha256),
        rights,
        questions: Questions::new(asking, &open.signing, &typed.typed, &errors),
        layout,
        errors,
    }
}

pub(super) async fn submit(app: App, subject: Subject, posted: Posted) -> Result<Response, PageError> {
    let mut typed =
        Signature { typed: posted.typed(), form_key: posted.get("form_key").chars().take(64).collect() };
    let key = application_key(&posted);
    match app.portal.submit_application(&subject.session, &subject.consumer, &key, &typed).await {
        Ok(_) => Ok(subject.go("/application/result")),
        Err(Error::Invalid(faults)) => {
            let read = read(&app, &subject.again()).await?;
            let open = current(&read).ok_or_else(PageError::not_found)?;
            agree_anew(&mut typed.typed, &faults);
            let page = sign_page(&app, &subject, (&read.consumer_name(), open), &typed, faults.into());
            show_with_in(subject.words, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other.into()),
    }
}
