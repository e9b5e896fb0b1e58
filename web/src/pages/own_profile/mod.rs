//! "Your assister profile": may I act today and why not, what people see of me, when I am there (CERT-1, CERT-9, CERT-10).

mod change;

use crate::{
    App,
    answer::show_in,
    layout::{Layout, Width},
    pages::assisters::{Held, MayAct},
    parts::{Alert, AlertKind, Button, ButtonForm, ButtonKind, Link, SummaryList, SummaryRow, Table},
    query::Query,
    refusal::PageError,
    routes::{Route, Who},
    session::Visitor,
    staff::differences,
};
use askama::Template;
use axum::response::Response;
use domain::{form::Question, people::AssisterKind, roster_request::RequestState};
use portal::{assisters::OwnPart, own_profile::Profile};
use serde::Deserialize;
use words::{Asking, Text, Words};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/profile", Who::Assister, page),
        Route::post("/profile/absence/end", Who::Assister, change::end_absence),
        Route::get("/profile/{own}", Who::Assister, change::page),
        Route::post("/profile/{own}", Who::Assister, change::change).reads(change::reads),
    ]
}

#[derive(Deserialize, Default)]
struct Said {
    said: Option<String>,
}

#[derive(Template)]
#[template(path = "own_profile/page.html")]
struct ProfilePage {
    layout: Layout,
    said: Option<Alert>,
    may_act: MayAct,
    public: SummaryList,
    /// What was asked for and waits.
    waits: Option<(Alert, Table)>,
    declined: Option<Alert>,
    hours: SummaryList,
    absence: Text,
    say_absence: Link,
    end_absence: Option<ButtonForm>,
}

async fn page(app: App, visitor: Visitor, Query(said): Query<Said>) -> Result<Response, PageError> {
    let profile = app.portal.read_own_profile(&visitor.session).await?;
    let words = visitor.words;
    let layout = visitor.layout(&app, words.profile_title()).wide(Width::Normal);
    let said = match said.said.as_deref() {
        Some("public") => Some(words.profile_said_asked()),
        Some("hours") => Some(words.profile_said_hours()),
        Some("absence") => Some(words.profile_said_absence()),
        Some("end") => Some(words.profile_said_end()),
        _ => None,
    };
    let row = &profile.form.row;
    let (absence, absent) = absence(words, &app, &profile);
    let page = ProfilePage {
        said: said.map(|said| Alert::new(AlertKind::Success, said)),
        may_act: MayAct::new(
            words,
            &Held {
                credentials: &row.credentials,
                missing: &profile.form.missing,
                agency: row.agency.as_deref(),
                background_study_on: row.background_study_on,
                agreement_signed_on: row.agreement_signed_on,
                renewal: app.portal.profile().renewal_ahead(app.portal.today()),
            },
        ),
        public: SummaryList::new(part(words, &app, &profile, OwnPart::Public)),
        waits: waits(words, &app, &profile),
        declined: declined(words, &app, &profile),
        hours: SummaryList::new(hours(words, &app, &profile)),
        absence,
        say_absence: Link::new(
            "/profile/absence",
            if absent { words.profile_change_absence() } else { words.profile_say_absence() },
        )
        .button(ButtonKind::Outline),
        end_absence: absent.then(|| {
            let button = Button::new(words.profile_end_absence()).kind(ButtonKind::Outline);
            ButtonForm::new("/profile/absence/end", layout.csrf_field(), button)
                .with("version", row.version.to_string())
        }),
        layout,
    };
    show_in(words, &page)
}

/// A part of the form as it stands, a line a question.
fn part(words: Words, app: &App, profile: &Profile, part: OwnPart) -> Vec<SummaryRow> {
    let asking = Asking::new(words, app.portal.profile());
    let line = |question: &Question| {
        let said = words.given(&question.given(&profile.form.filled));
        let said = if said.is_empty() { words.profile_not_said() } else { said };
        SummaryRow::new(asking.question(&question.asked).label, said)
    };
    profile.form.own_questions(part).iter().map(line).collect()
}

/// Hours and languages, and whether one stands in the directory, which only brokers decide (CERT-10).
fn hours(words: Words, app: &App, profile: &Profile) -> Vec<SummaryRow> {
    let mut rows = part(words, app, profile, OwnPart::Hours);
    let listed = match profile.form.row.credentials.kind {
        AssisterKind::Broker => return rows,
        AssisterKind::Navigator => words.profile_listed(),
        AssisterKind::Cac => words.profile_not_listed(),
    };
    rows.push(SummaryRow::new(words.profile_in_directory(), listed));
    rows
}

fn waits(words: Words, app: &App, profile: &Profile) -> Option<(Alert, Table)> {
    let request = profile.waiting()?;
    let day = app.portal.day_of(request.asked_at);
    let alert = Alert::new(AlertKind::Info, words.profile_waits(day));
    let questions = profile.form.own_questions(OwnPart::Public);
    Some((alert, differences(app, words, &questions, &profile.asked(app.portal.today()))))
}

/// The newest request, when it was declined.
fn declined(words: Words, app: &App, profile: &Profile) -> Option<Alert> {
    let request = profile.requests.first()?;
    let declined = request.request_state == RequestState::Declined;
    let day = app.portal.day_of(request.asked_at);
    declined.then(|| Alert::new(AlertKind::Warning, words.profile_declined(day, &*request.answer)))
}

/// The absence in words, and whether there is one that is not over.
fn absence(words: Words, app: &App, profile: &Profile) -> (Text, bool) {
    let absence = &profile.form.row.absence;
    match (absence.on(app.portal.today()), absence.stand_in_name()) {
        (None, _) => (words.profile_absence_none(), false),
        (Some((from, until)), None) => (words.profile_absent(from, until), true),
        (Some((from, until)), Some(name)) => (words.profile_absent_with(from, until, name), true),
    }
}
