//! One page of the application: its questions as a form, what is wrong with what was saved, people to add
//! or take off, and saving.

use super::{application_key, current, stale};
use crate::{
    App,
    answer::{show_in, show_with_in},
    cookies::go,
    form::Posted,
    layout::Layout,
    parts::{Button, ButtonForm, ButtonKind, FieldErrors, Hidden, Link, Questions, Status, Tone},
    query::Query,
    refusal::PageError,
    session::Subject,
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    application::{
        self, Answers, AskApplication, Page, PageState, Section, SocialSecurity, page_state, problems_of,
        questions,
    },
    by::By,
    consumer::Action,
    form::{Answer, Question},
    typed::secret::social_security_number,
};
use portal::{
    Error,
    applications::{OpenApplication, PageSave},
};
use serde::Deserialize;
use std::collections::HashMap;
use words::{Asking, Unreadable, Words};

/// What the address says besides the page.
#[derive(Deserialize, Default)]
pub(super) struct Asked {
    /// Shows what is wrong with the saved answers.
    #[serde(default)]
    check: String,
}

#[derive(Template)]
#[template(path = "applications/page.html")]
struct PageForm {
    layout: Layout,
    /// The task list.
    above: String,
    section: Section,
    action: String,
    application: Hidden,
    version: Hidden,
    lines: Option<Hidden>,
    questions: Questions,
    more: Option<Button>,
    anyway: Option<Button>,
    saved: words::Text,
    people: Option<People>,
    show_number: Option<ButtonForm>,
    errors: FieldErrors,
}

/// The list on the page of people.
struct People {
    lines: Vec<PersonLine>,
    add: ButtonForm,
}

struct PersonLine {
    name: String,
    said: words::Text,
    status: Status,
    open: Option<Link>,
    change: Option<ButtonForm>,
}

/// The page that the path names.
fn page_of(parameters: &HashMap<String, String>) -> Result<Page, PageError> {
    let part = |name: &str| parameters.get(name).map_or("", String::as_str);
    let slug = match part("person") {
        "" => part("topic").to_owned(),
        person => format!("{}/{person}", part("topic")),
    };
    Page::from_slug(&slug).ok_or_else(PageError::not_found)
}

pub(super) async fn page(
    app: App,
    subject: Subject,
    Path(parameters): Path<HashMap<String, String>>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let page = page_of(&parameters)?;
    let read = app.portal.read_applications(&subject.session, &subject.consumer, Some(page)).await?;
    let Some(open) = current(&read) else {
        return Ok(subject.go("/application"));
    };
    if !application::pages(&open.answers).contains(&page) {
        return Err(PageError::not_found());
    }
    if !open.is_draft() {
        return Ok(subject.go("/application/review"));
    }
    let mut errors = FieldErrors::none();
    if !asked.check.is_empty() {
        for problem in problems_of(page, &open.answers) {
            errors.add(problem.field, problem.wrong);
        }
    }
    let title = subject.words.application_page(page, &open.answers);
    let layout = subject.layout(&app, title, &read.consumer_name());
    let form = form(&app, &subject, (open, page, &open.answers), (layout, errors));
    show_in(form.layout.words, &form)
}

/// The form of a page, with what is stored or what was typed.
fn form(
    app: &App,
    subject: &Subject,
    (open, page, answers): (&OpenApplication, Page, &Answers),
    (mut layout, errors): (Layout, FieldErrors),
) -> PageForm {
    layout.has_error = !errors.is_empty();
    let (fields, words) = (answers.fields(page), layout.words);
    let asking = Asking::new(words, app.portal.profile());
    let held =
        page.person().and_then(|n| open.masked_numbers.get(&n)).filter(|_| page.topic() == "citizenship");
    let questions = as_asked(page, answers, held, !subject.is_acting());
    let errors = errors.of_questions(asking, &questions);
    let amounts = matches!(page, Page::Income(_) | Page::Deductions);
    PageForm {
        above: subject.at("/application"),
        section: page.section(),
        action: subject.at(&format!("/application/{}", page.slug())),
        application: Hidden::new("application", open.summary.application_key.0.clone()),
        version: Hidden::new("version", open.version(page).to_string()),
        lines: amounts.then(|| Hidden::new("lines", fields.get("lines").cloned().unwrap_or_default())),
        questions: Questions::new(asking, &questions, &fields, &errors),
        more: amounts.then(|| {
            let label = match page {
                Page::Deductions => words.application_more_deductions(),
                _ => words.application_more_income(),
            };
            Button::new(label).name("then").value("more").kind(ButtonKind::Outline)
        }),
        anyway: (!errors.is_empty()).then(|| {
            Button::new(words.application_anyway()).name("then").value("anyway").kind(ButtonKind::Quiet)
        }),
        saved: saved_by(app, words, (open, page), subject.is_acting()),
        people: (page == Page::People).then(|| people(subject, open, &layout)),
        show_number: held.and(page.person()).map(|n| {
            let button = Button::new(words.application_show_number()).kind(ButtonKind::Quiet);
            ButtonForm::new(subject.at("/application/number"), layout.csrf_field(), button)
                .with("person", n.to_string())
        }),
        layout,
        errors,
    }
}

/// The questions of a page for whoever looks at it: the browser fills in a person's own contact details only,
/// and a number that is held is told of, never shown.
fn as_asked(page: Page, answers: &Answers, held: Option<&SocialSecurity>, own: bool) -> Vec<Question> {
    let mut questions = questions(page, answers);
    for question in &mut questions {
        if !own && !question.fill.is_empty() {
            question.fill = "off";
        }
        if matches!(question.answer, Answer::SocialSecurityNumber) {
            question.asked = AskApplication::SocialSecurity(held.cloned()).into();
        }
    }
    questions
}

/// Who saved the page, and when.
fn saved_by(app: &App, words: Words, (open, page): (&OpenApplication, Page), acting: bool) -> words::Text {
    match open.stored.get(page) {
        None => words::Text::default(),
        Some(stored) => match &stored.saved_by {
            By::Account if acting => words.application_from_consumer(),
            By::Account => words.application_from_account(),
            by => words.application_saved(words.by(by), app.portal.moment_of(stored.saved_at)),
        },
    }
}

fn people(subject: &Subject, open: &OpenApplication, layout: &Layout) -> People {
    let (answers, words) = (&open.answers, layout.words);
    let key = open.summary.application_key.0.clone();
    let form = |path: &str, button: Button| {
        ButtonForm::new(subject.at(path), layout.csrf_field(), button).with("application", key.clone())
    };
    let listed = answers.people();
    let all = open.stored.pages().filter_map(|page| match page {
        Page::Person(n) => Some(n),
        _ => None,
    });
    let lines = all
        .map(|n| {
            let here = listed.contains(&n);
            let name = words.person(words.called(&answers.called(n)));
            let state = page_state(Page::Person(n), answers);
            let status = match state {
                _ if !here => Status::new(words.application_person_off(), Tone::Neutral),
                PageState::Done if answers.is_applying(n) => {
                    Status::new(words.application_person_applies(), Tone::Good)
                }
                PageState::Done => Status::new(words.application_person_applies_not(), Tone::Neutral),
                PageState::Attention | PageState::NotStarted => {
                    Status::new(words.application_person_attention(), Tone::Attention)
                }
            };
            let lacks = here && state != PageState::Done;
            let change = (n != 1).then(|| {
                let label = if here {
                    words.application_person_remove()
                } else {
                    words.application_person_put_back()
                };
                let button = Button::new(label).context(name.clone()).kind(ButtonKind::Quiet);
                form("/application/people/remove", button)
                    .with("person", n.to_string())
                    .with("removed", if here { "yes" } else { "no" })
            });
            PersonLine {
                open: here.then(|| Link::new(subject.at(&format!("/application/person/{n}")), name.clone())),
                name: name.into(),
                said: if lacks { words.application_person_open() } else { words::Text::default() },
                status,
                change,
            }
        })
        .collect();
    People {
        lines,
        add: form(
            "/application/people/add",
            Button::new(words.application_person_add()).kind(ButtonKind::Outline),
        ),
    }
}

pub(super) async fn save(
    app: App,
    subject: Subject,
    Path(parameters): Path<HashMap<String, String>>,
    posted: Posted,
) -> Result<Response, PageError> {
    let page = page_of(&parameters)?;
    let Ok(version) = posted.get("version").parse::<i64>() else {
        return Err(subject.unread(&app, Action::SaveApplication, Unreadable::Number("version")).await);
    };
    let mut fields = posted.typed();
    let then = posted.get("then");
    if then == "more" {
        let shown = fields.keys().filter(|name| name.starts_with("amount_")).count();
        fields.insert("lines".to_owned(), (shown + 1).to_string());
    }
    let save = PageSave { application: application_key(&posted), page, version, fields };
    let saved = match app.portal.save_application_page(&subject.session, &subject.consumer, &save).await {
        Ok(saved) => saved,
        Err(Error::Stale(both)) => return stale::page(&app, &subject.again(), page, &both).await,
        Err(Error::Invalid(faults)) => return as_typed(&app, &subject.again(), &save, faults).await,
        Err(other) => return Err(other.into()),
    };
    let to = match then {
        "exit" if subject.is_acting() => subject.base.clone(),
        "exit" => "/home".to_owned(),
        "more" => subject.at(&format!("/application/{}", page.slug())),
        "anyway" => subject.at(&format!("/application/{}", saved.next)),
        _ if !saved.problems.is_empty() => subject.at(&format!("/application/{}?check=yes", page.slug())),
        _ => subject.at(&format!("/application/{}", saved.next)),
    };
    Ok(go(&to))
}

/// The page comes back with what was typed; nothing was saved.
async fn as_typed(
    app: &App,
    subject: &Subject,
    save: &PageSave,
    faults: Vec<portal::FieldFault>,
) -> Result<Response, PageError> {
    let read = app.portal.read_applications(&subject.session, &subject.consumer, Some(save.page)).await?;
    let open = current(&read).ok_or_else(PageError::not_found)?;
    let mut answers = open.answers.clone();
    let mut typed = save.fields.clone();
    typed.remove("ssn");
    answers.put(save.page, typed);
    let title = subject.words.application_page(save.page, &open.answers);
    let layout = subject.layout(app, title, &read.consumer_name());
    let form = form(app, subject, (open, save.page, &answers), (layout, faults.into()));
    show_with_in(form.layout.words, StatusCode::UNPROCESSABLE_ENTITY, &form)
}

pub(super) async fn add_person(app: App, subject: Subject, posted: Posted) -> Result<Response, PageError> {
    let key = application_key(&posted);
    let added = app.portal.add_person(&subject.session, &subject.consumer, &key).await?;
    Ok(subject.go(&format!("/application/person/{}", added.value)))
}

/// The number of the person whom a button is about.
async fn person_number(
    app: &App,
    subject: &Subject,
    posted: &Posted,
    action: Action,
) -> Result<u8, PageError> {
    match posted.get("person").parse() {
        Ok(number) => Ok(number),
        Err(_) => Err(subject.unread(app, action, Unreadable::Number("person")).await),
    }
}

pub(super) async fn remove_person(app: App, subject: Subject, posted: Posted) -> Result<Response, PageError> {
    let person = person_number(&app, &subject, &posted, Action::SaveApplication).await?;
    let change = (person, posted.get("removed") == "yes");
    let key = application_key(&posted);
    app.portal.set_person_removed(&subject.session, &subject.consumer, &key, change).await?;
    Ok(subject.go("/application/people"))
}

#[derive(Template)]
#[template(path = "applications/number.html")]
struct Number {
    layout: Layout,
    number: String,
    back: Link,
}

/// ACT-13: one Social Security number in full, as an act of its own.
pub(super) async fn show_number(app: App, subject: Subject, posted: Posted) -> Result<Response, PageError> {
    let person = person_number(&app, &subject, &posted, Action::ShowSocialSecurityNumber).await?;
    let shown = app.portal.show_social_security_number(&subject.session, &subject.consumer, person).await?;
    let grouped =
        social_security_number(&shown.value).map_or_else(|_| shown.value.clone(), |number| number.shown());
    let back = subject.at(&format!("/application/{}", Page::Citizenship(person).slug()));
    let words = subject.words;
    let page = Number {
        layout: subject.layout(&app, words.application_number_title(), &shown.consumer_name()),
        number: grouped,
        back: Link::new(back, words.application_number_hide()).button(ButtonKind::Primary),
    };
    show_in(words, &page)
}
