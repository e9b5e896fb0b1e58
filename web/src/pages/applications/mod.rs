//! The application: where it stands (task list) and how it is opened. Its pages are in `applications/form.rs`,
//! two values side by side in `applications/stale.rs`, review and signature in `applications/review.rs`. The
//! same handlers serve the consumer and, under /consumers/{consumer}, their assister.

mod form;
mod review;
mod stale;

use crate::{
    App,
    answer::{show_in, show_with_in},
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
        self, Answers, AskSignature, Kind, PageState, Section, SectionState, State as Stage, Told,
        WrongApplication, ask_review, ask_signature, asked_pages, page_state, section_state,
    },
    form::reader_of,
    people::ApplicationKey,
    typed::Reader,
};
use portal::{
    Error, FieldFault,
    applications::{ApplicationSummary, Applications, OpenApplication},
};
use words::Words;

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
            reader_of(&ask_signature(Vec::new(), AskSignature::AgreeToApplication), field)
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
    lead: words::Text,
    notice: Option<Alert>,
    resume: Option<ButtonForm>,
    links: Vec<Link>,
    tasks: Option<TaskList>,
    others: Vec<Other>,
    start: Option<Start>,
}

/// Another application of the same consumer.
struct Other {
    said: words::Text,
    /// To go on with a draft.
    open: Option<ButtonForm>,
}

/// The form that starts an application.
struct Start {
    action: String,
    kind: Option<Radios>,
    plan_year: Option<Select>,
    year: i16,
    again: bool,
    errors: FieldErrors,
}

async fn tasks(app: App, subject: Subject) -> Result<Response, PageError> {
    let page = tasks_page(&app, &subject, FieldErrors::none()).await?;
    show_in(page.layout.words, &page)
}

async fn tasks_page(app: &App, subject: &Subject, errors: FieldErrors) -> Result<Tasks, PageError> {
    let read = app.portal.read_applications(&subject.session, &subject.consumer, None).await?;
    let words = subject.words;
    let layout = subject
        .layout(app, words.application_title(), &read.consumer_name())
        .wide(Width::Normal)
        .with_errors(&errors);
    let start = start_form(app, subject, &read, errors);
    let others = read.others.iter().map(|other| other_line(app, subject, &layout, other)).collect();
    let mut page = Tasks {
        lead: words::Text::default(),
        notice: None,
        resume: None,
        links: Vec::new(),
        tasks: None,
        others,
        start,
        layout,
    };
    match &read.current {
        None => page.lead = words.application_lead(),
        Some(current) if current.is_draft() => draft(&mut page, subject, current),
        Some(current) => submitted(&mut page, app, subject, current),
    }
    Ok(page)
}

fn draft(page: &mut Tasks, subject: &Subject, current: &OpenApplication) {
    let (summary, words) = (&current.summary, page.layout.words);
    page.lead = match summary.told() {
        Some(Told { event, on }) => {
            page.notice = Some(Alert::new(AlertKind::Info, words.changes_changing(on, event)));
            words.changes_draft_lead(summary.percent)
        }
        None => words.application_lead_draft(summary.kind, summary.plan_year, summary.percent),
    };
    let button = Button::new(words.application_resume());
    page.resume = Some(open_form(subject, &page.layout, summary, button));
    page.tasks = Some(TaskList::new("application", task_list(subject, &current.answers)));
}

fn submitted(page: &mut Tasks, app: &App, subject: &Subject, current: &OpenApplication) {
    let (summary, words) = (&current.summary, page.layout.words);
    let day = summary.submitted_at.map(|at| app.portal.day_of(at)).unwrap_or_default();
    page.lead = match summary.told() {
        Some(Told { event, on }) => words.changes_submitted_lead(on, day, event),
        None => words.application_lead_submitted(summary.kind, summary.plan_year, day),
    };
    page.notice = Some(read_only(app, words, current));
    page.links = vec![
        Link::new(subject.at("/application/result"), words.application_results()).button(ButtonKind::Primary),
        Link::new(subject.at("/application/review"), words.application_view()).button(ButtonKind::Outline),
    ];
    if !subject.is_acting() {
        let link = Link::new("/report-change", words.changes_title());
        page.links.push(link.button(ButtonKind::Outline));
    }
}

/// ACT-12: why nothing can be changed any more, and whom to call.
fn read_only(app: &App, words: Words, current: &OpenApplication) -> Alert {
    let profile = app.portal.profile();
    let (name, phone) = match &current.desk {
        Some(desk) => (&desk.name, &desk.phone),
        None => (&profile.exchange.name, &profile.exchange.phone),
    };
    Alert::new(AlertKind::Info, words.application_closed_call())
        .heading(words.application_closed())
        .call(name, phone)
}

fn other_line(app: &App, subject: &Subject, layout: &Layout, other: &ApplicationSummary) -> Other {
    let words = layout.words;
    let said = match other.state {
        _ if let Some(Told { event, on }) = other.told() => words.changes_changing(on, event),
        Stage::Draft => words.application_other_draft(other.kind, other.plan_year, other.percent),
        Stage::Submitted => {
            let day = other.submitted_at.map(|at| app.portal.day_of(at)).unwrap_or_default();
            words.application_other_submitted(other.kind, other.plan_year, day)
        }
    };
    let button = Button::new(words.application_resume()).context(said.clone()).kind(ButtonKind::Outline);
    let open = (other.state == Stage::Draft).then(|| open_form(subject, layout, other, button));
    Other { open, said }
}

fn open_form(subject: &Subject, layout: &Layout, summary: &ApplicationSummary, button: Button) -> ButtonForm {
    ButtonForm::new(subject.at("/application/open"), layout.csrf_field(), button)
        .with("kind", summary.kind.word())
        .with("plan_year", summary.plan_year.to_string())
}

/// What can still be started: kinds for the consumer alone (L1), years that have no application; `None` without any.
fn start_form(app: &App, subject: &Subject, read: &Applications, errors: FieldErrors) -> Option<Start> {
    let words = subject.words;
    let taken = |year: i16| {
        let all = read.current.iter().map(|current| &current.summary).chain(&read.others);
        all.into_iter().any(|summary| summary.plan_year == year)
    };
    let mut years: Vec<i16> = read.plan_years.iter().copied().filter(|year| !taken(*year)).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    let programs = app.portal.profile().programs.names();
    let kinds = vec![
        Choice::new(Kind::FinancialAssistance.word(), words.application_start_help())
            .hint(words.application_start_help_hint(&programs)),
        Choice::new(Kind::FullPrice.word(), words.application_start_full())
            .hint(words.application_start_full_hint()),
    ];
    let latest = *years.first()?;
    let choices = years.iter().map(|year| Choice::new(year.to_string(), year.to_string())).collect();
    Some(Start {
        action: subject.at("/application/open"),
        kind: (!subject.is_acting())
            .then(|| Radios::new("kind", words.application_start_kind(), kinds).errors(&errors)),
        plan_year: (years.len() > 1).then(|| {
            let question = words.application_start_which_year();
            Select::new("plan_year", question, choices).value(&latest.to_string()).errors(&errors)
        }),
        year: latest,
        again: read.current.is_some(),
        errors,
    })
}

async fn open(app: App, subject: Subject, posted: Posted) -> Result<Response, PageError> {
    let mut faults = Vec::new();
    let kind = match (posted.get("kind"), subject.is_acting()) {
        ("", true) => Some(Kind::FinancialAssistance),
        (word, _) => Kind::from_word(word),
    };
    if kind.is_none() {
        faults.push(FieldFault::new("kind", WrongApplication::KindMissing, "APP-1"));
    }
    let plan_year: Option<i16> = posted.get("plan_year").parse().ok();
    if plan_year.is_none() {
        faults.push(FieldFault::new("plan_year", WrongApplication::YearMissing, "APP-1"));
    }
    if let (Some(kind), Some(year)) = (kind, plan_year) {
        match app.portal.open_application_for(&subject.session, &subject.consumer, kind, year).await {
            Ok(opened) => {
                let to = subject.at(&format!("/application/{}", opened.page.slug()));
                return Ok(go(&to));
            }
            Err(Error::Invalid(found)) => faults.extend(found),
            Err(other) => return Err(other.into()),
        }
    }
    let page = tasks_page(&app, &subject, faults.clone().into()).await?;
    if faults.iter().all(|fault| page.start.as_ref().is_some_and(|start| start.asks(&fault.field))) {
        return show_with_in(page.layout.words, StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    // The page asks no such question now: there is no field to show the mistake at.
    Err(Error::Invalid(faults).into())
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
    let (all, words) = (asked_pages(answers), subject.words);
    let mut tasks = Vec::new();
    for section in Section::ALL {
        let state = section_state(*section, answers);
        let (name, word) = (words.application_section(*section), words.section_state(*section, state));
        if *section == Section::Review {
            let tone = if state == SectionState::Later { Tone::Neutral } else { Tone::Active };
            let href = subject.at("/application/review");
            tasks.push(Task::open(name, href, Status::new(word, tone)));
            continue;
        }
        let own: Vec<_> = all.iter().filter(|page| page.section() == *section).collect();
        let Some(first) = own.first() else { continue };
        let next = own.iter().find(|page| page_state(***page, answers) != PageState::Done).unwrap_or(first);
        let done = own.iter().filter(|page| page_state(***page, answers) == PageState::Done).count();
        let href = subject.at(&format!("/application/{}", next.slug()));
        let task = Task::open(name, href, Status::new(word, tone(state)));
        tasks.push(task.hint(words.application_pages_done(done, own.len())));
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
