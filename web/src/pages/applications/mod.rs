//! The application: where it stands (task list) and how it is opened. Its pages are in `applications/form.rs`,
//! two values side by side in `applications/stale.rs`, review and signature in `applications/review.rs`. The
//! same handlers serve the consumer and, under /consumers/{consumer}, their assister.

mod form;
mod review;
mod stale;

use crate::{
    App,
    answer::{show, show_with},
    cookies::go,
    form::Posted,
    layout::{Layout, Width},
    parts::{
        Alert, AlertKind, Button, ButtonForm, ButtonKind, Choice, FieldErrors, Link, Radios, Select, Status,
        Task, TaskList, Tone,
    },
    refusal::PageError,
    routes::{Route, Who, both},
    session::Subject,
};
use askama::Template;
use axum::{http::StatusCode, response::Response};
use domain::{
    application::{
        self, Answers, Kind, PageState, Section, SectionState, State as Stage, ask_review, ask_signature,
        page_state, pages, section_state,
    },
    form::reader_of,
    people::ApplicationKey,
    typed::Reader,
};
use portal::{
    Error, FieldFault,
    applications::{ApplicationSummary, Applications, OpenApplication},
};

/// The heading of /application.
const TITLE: &str = "Application for health coverage and help paying costs";

pub(crate) fn routes() -> Vec<Route> {
    let mut routes = both![
        (get, "/application", tasks),
        (post, "/application/open", open, |field| {
            matches!(field, "kind" | "plan_year").then_some(Reader::Choice)
        }),
        (post, "/application/people/add", form::add_person),
        (post, "/application/people/remove", form::remove_person),
        (post, "/application/number", form::show_number),
        (get, "/application/review", review::review),
        (get, "/application/reviewed", review::reviewed),
        (post, "/application/reviewed", review::record, |field| reader_of(&ask_review(), field)),
        (get, "/application/sign", review::sign),
        (post, "/application/sign", review::submit, |field| {
            reader_of(&ask_signature(Vec::new(), ""), field)
        }),
        (get, "/application/{topic}", form::page),
        (post, "/application/{topic}", form::save, application::reader_of),
        (get, "/application/{topic}/{person}", form::page),
        (post, "/application/{topic}/{person}", form::save, application::reader_of),
    ];
    // Only the consumer can say so.
    routes.push(Route::post("/application/reviewed/dispute", Who::Consumer, review::dispute));
    routes
}

#[derive(Template)]
#[template(path = "applications/tasks.html")]
struct Tasks {
    layout: Layout,
    lead: String,
    notice: Option<Alert>,
    resume: Option<ButtonForm>,
    links: Vec<Link>,
    tasks: Option<TaskList>,
    others: Vec<Other>,
    start: Option<Start>,
}

/// Another application of the same consumer.
struct Other {
    words: String,
    open: ButtonForm,
}

/// The form that starts an application.
struct Start {
    action: String,
    kind: Option<Radios>,
    plan_year: Option<Select>,
    year: String,
    again: bool,
    errors: FieldErrors,
}

async fn tasks(app: App, subject: Subject) -> Result<Response, PageError> {
    show(&tasks_page(&app, &subject, FieldErrors::none()).await?)
}

async fn tasks_page(app: &App, subject: &Subject, errors: FieldErrors) -> Result<Tasks, PageError> {
    let read = app.portal.read_applications(&subject.session, &subject.consumer, None).await?;
    let layout = subject.layout(app, TITLE, &read.consumer_name()).wide(Width::Normal).with_errors(&errors);
    let start = Some(start_form(subject, &read, errors)).filter(|start| !start.year.is_empty());
    let others = read.others.iter().map(|other| other_line(app, subject, &layout, other)).collect();
    let mut page = Tasks {
        lead: String::new(),
        notice: None,
        resume: None,
        links: Vec::new(),
        tasks: None,
        others,
        start,
        layout,
    };
    match &read.current {
        None => {
            page.lead = "You can stop at any time. What you have entered is kept, page by page.".to_owned()
        }
        Some(current) if current.is_draft() => draft(&mut page, subject, current),
        Some(current) => submitted(&mut page, app, subject, current),
    }
    Ok(page)
}

fn draft(page: &mut Tasks, subject: &Subject, current: &OpenApplication) {
    let summary = &current.summary;
    page.lead = format!(
        "Coverage in {}, {}. {} percent is filled in.",
        summary.plan_year,
        summary.kind.in_words(),
        summary.percent
    );
    let button = Button::new("Resume application");
    page.resume = Some(open_form(subject, &page.layout, summary, button));
    page.tasks = Some(TaskList::new("application", task_list(subject, &current.answers)));
}

fn submitted(page: &mut Tasks, app: &App, subject: &Subject, current: &OpenApplication) {
    let day = current.summary.submitted_at.map(|at| app.portal.day_in_words(at)).unwrap_or_default();
    page.lead = format!(
        "Coverage in {}, {}. Submitted on {day}.",
        current.summary.plan_year,
        current.summary.kind.in_words()
    );
    page.notice = Some(read_only(app, current));
    page.links = vec![
        Link::new(subject.at("/application/result"), "View results").button(ButtonKind::Primary),
        Link::new(subject.at("/application/review"), "View application").button(ButtonKind::Outline),
    ];
}

/// ACT-12: why nothing can be changed any more, and whom to call.
fn read_only(app: &App, current: &OpenApplication) -> Alert {
    let profile = app.portal.profile();
    let (name, phone) = match &current.desk {
        Some(desk) => (&desk.name, &desk.phone),
        None => (&profile.exchange.name, &profile.exchange.phone),
    };
    Alert::new(AlertKind::Info, "To correct an error or report a change, call:")
        .heading("This application was submitted. It cannot be changed here.")
        .call(name, phone)
}

fn other_line(app: &App, subject: &Subject, layout: &Layout, other: &ApplicationSummary) -> Other {
    let state = match other.state {
        Stage::Draft => format!("{} percent filled in", other.percent),
        Stage::Submitted => {
            format!(
                "submitted on {}",
                other.submitted_at.map(|at| app.portal.day_in_words(at)).unwrap_or_default()
            )
        }
    };
    let words = format!("{}, {}: {state}", other.plan_year, other.kind.in_words());
    let button = Button::new("Resume application").context(words.clone()).kind(ButtonKind::Outline);
    Other { open: open_form(subject, layout, other, button), words }
}

fn open_form(subject: &Subject, layout: &Layout, summary: &ApplicationSummary, button: Button) -> ButtonForm {
    ButtonForm::new(subject.at("/application/open"), layout.csrf_field(), button)
        .with("kind", summary.kind.word())
        .with("plan_year", summary.plan_year.to_string())
}

/// What can still be started: kinds for the consumer alone (L1), years that have no application.
fn start_form(subject: &Subject, read: &Applications, errors: FieldErrors) -> Start {
    let taken = |year: i16| {
        let all = read.current.iter().map(|current| &current.summary).chain(&read.others);
        all.into_iter().any(|summary| summary.plan_year == year)
    };
    let mut years: Vec<i16> = read.plan_years.iter().copied().filter(|year| !taken(*year)).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    let kinds = vec![
        Choice::new(Kind::FinancialAssistance.word(), "Yes, find out if we can get help paying costs")
            .hint("Medical Assistance, MinnesotaCare, or a tax credit for a plan."),
        Choice::new(Kind::FullPrice.word(), "No, only plans at full price")
            .hint("A short form without income."),
    ];
    let choices = years.iter().map(|year| Choice::new(year.to_string(), year.to_string())).collect();
    Start {
        action: subject.at("/application/open"),
        kind: (!subject.is_acting())
            .then(|| Radios::new("kind", "Do you want help paying for coverage?", kinds).errors(&errors)),
        plan_year: (years.len() > 1).then(|| {
            let first = years.first().map(i16::to_string).unwrap_or_default();
            Select::new("plan_year", "For which year?", choices).value(&first).errors(&errors)
        }),
        year: years.first().map(i16::to_string).unwrap_or_default(),
        again: read.current.is_some(),
        errors,
    }
}

async fn open(app: App, subject: Subject, posted: Posted) -> Result<Response, PageError> {
    let mut errors = FieldErrors::none();
    let kind = match (posted.get("kind"), subject.is_acting()) {
        ("", true) => Some(Kind::FinancialAssistance),
        (word, _) => Kind::from_word(word),
    };
    if kind.is_none() {
        errors.add("kind", "Choose whether you want help paying for coverage.");
    }
    let plan_year: Option<i16> = posted.get("plan_year").parse().ok();
    if plan_year.is_none() {
        errors.add("plan_year", "Choose the year for which you apply.");
    }
    if let (Some(kind), Some(year)) = (kind, plan_year) {
        match app.portal.open_application_for(&subject.session, &subject.consumer, kind, year).await {
            Ok(opened) => {
                let to = subject.at(&format!("/application/{}", opened.page.slug()));
                return Ok(go(&to));
            }
            Err(Error::Invalid(faults)) => {
                faults.into_iter().for_each(|fault| errors.add(fault.field, fault.message))
            }
            Err(other) => return Err(other.into()),
        }
    }
    let page = tasks_page(&app, &subject, errors.clone()).await?;
    if errors.iter().all(|error| page.start.as_ref().is_some_and(|start| start.asks(&error.field))) {
        return show_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    // The page asks no such question now: there is no field to show the mistake at.
    let faults = errors.iter().map(|error| FieldFault::new(&error.field, &*error.message, "APP-1"));
    Err(Error::Invalid(faults.collect()).into())
}

impl Start {
    /// Whether the form has this field for a person to fill in.
    fn asks(&self, field: &str) -> bool {
        match field {
            "kind" => self.kind.is_some(),
            "plan_year" => self.plan_year.is_some(),
            _ => false,
        }
    }
}

/// Each task with its status word; it opens at the first page that needs something.
fn task_list(subject: &Subject, answers: &Answers) -> Vec<Task> {
    let all = pages(answers);
    let mut tasks = Vec::new();
    for section in Section::ALL {
        let state = section_state(*section, answers);
        if *section == Section::Review {
            let word = if state == SectionState::Later { state.in_words() } else { "Ready to sign" };
            let tone = if state == SectionState::Later { Tone::Neutral } else { Tone::Active };
            let href = subject.at("/application/review");
            tasks.push(Task::open(section.in_words(), href, Status::new(word, tone)));
            continue;
        }
        let own: Vec<_> = all.iter().filter(|page| page.section() == *section).collect();
        let Some(first) = own.first() else { continue };
        let next = own.iter().find(|page| page_state(***page, answers) != PageState::Done).unwrap_or(first);
        let done = own.iter().filter(|page| page_state(***page, answers) == PageState::Done).count();
        let href = subject.at(&format!("/application/{}", next.slug()));
        let task = Task::open(section.in_words(), href, Status::new(state.in_words(), tone(state)));
        tasks.push(task.hint(format!("{done} of {} pages done", own.len())));
    }
    tasks
}

fn tone(state: SectionState) -> Tone {
    match state {
        SectionState::NotStarted | SectionState::Later => Tone::Neutral,
        SectionState::InProgress => Tone::Active,
        SectionState::Attention => Tone::Attention,
        SectionState::Done => Tone::Good,
    }
}

/// The application opened last; without one, the page that starts one is the way on.
fn current(read: &Applications) -> Option<&OpenApplication> {
    read.current.as_ref()
}

/// The key of the application that a form was made for.
fn application_key(posted: &Posted) -> ApplicationKey {
    ApplicationKey(posted.get("application").to_owned())
}
