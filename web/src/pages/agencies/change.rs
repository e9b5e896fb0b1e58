//! The pages on which an agency is made or changed, each change with its reason.

use crate::{
    App,
    answer::{show_in, show_with_in},
    cookies::go,
    form::Posted,
    layout::Layout,
    parts::{Alert, AlertKind, Button, ButtonKind, FieldErrors, Questions},
    refusal::PageError,
    routes::within,
    session::Visitor,
    staff::{self, ChangePage, refused},
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{agency::AgencyStep, form::Fields, people::AgencyKey, roster::Action, typed::Reader};
use portal::{
    Error, Session,
    agencies::{AgencyRecord, merging, questions},
};
use words::{Asking, Text, Unreadable, Words};

#[derive(Template)]
#[template(path = "agencies/new.html")]
struct NewPage {
    layout: Layout,
    errors: FieldErrors,
    questions: Questions,
}

impl NewPage {
    fn new(app: &App, visitor: &Visitor, typed: &Fields, errors: FieldErrors) -> Self {
        let questions = questions();
        let layout = visitor.layout(app, visitor.words.agency_create()).with_errors(&errors);
        let asking = Asking::new(layout.words, app.portal.profile());
        let errors = errors.of_questions(asking, &questions);
        Self { questions: Questions::new(asking, &questions, typed, &errors), layout, errors }
    }
}

pub(super) async fn new(app: App, visitor: Visitor) -> Result<Response, PageError> {
    show_in(visitor.words, &NewPage::new(&app, &visitor, &Fields::new(), FieldErrors::none()))
}

pub(super) async fn create(app: App, visitor: Visitor, form: Posted) -> Result<Response, PageError> {
    let typed = form.typed();
    match app.portal.create_agency(&visitor.session, &typed).await {
        Ok(key) => Ok(go(&format!("/manage/agencies/{key}?said=created"))),
        Err(error) => {
            let (status, errors) = refused(&visitor, error)?;
            show_with_in(visitor.words, status, &NewPage::new(&app, &visitor, &typed, errors))
        }
    }
}

/// What a page changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Correct,
    Merge,
    Step(AgencyStep),
}

impl What {
    fn of(word: &str) -> Option<Self> {
        match word {
            "correct" => Some(Self::Correct),
            "merge" => Some(Self::Merge),
            word => AgencyStep::from_word(word).map(Self::Step),
        }
    }

    /// What it does to the roster.
    fn action(self) -> Action {
        match self {
            Self::Correct => Action::CorrectAgency,
            Self::Merge => Action::MergeAgencies,
            Self::Step(AgencyStep::Certify) => Action::CertifyAgency,
            Self::Step(AgencyStep::Suspend) => Action::SuspendAgency,
            Self::Step(AgencyStep::Reinstate) => Action::ReinstateAgency,
        }
    }

    fn title(self, words: Words, name: &str) -> Text {
        match self {
            Self::Correct => words.agency_correct_title(name),
            Self::Merge => words.agency_merge_title(name),
            Self::Step(AgencyStep::Certify) => words.agency_certify_title(name),
            Self::Step(AgencyStep::Suspend) => words.agency_suspend_title(name),
            Self::Step(AgencyStep::Reinstate) => words.agency_reinstate_title(name),
        }
    }

    fn button(self, words: Words) -> Button {
        match self {
            Self::Correct => Button::new(words.assister_save()),
            Self::Merge => Button::new(words.agency_merge()).kind(ButtonKind::Danger),
            Self::Step(AgencyStep::Certify) => Button::new(words.agency_certify()),
            Self::Step(AgencyStep::Suspend) => Button::new(words.agency_suspend()).kind(ButtonKind::Danger),
            Self::Step(AgencyStep::Reinstate) => Button::new(words.agency_reinstate()),
        }
    }

    fn lead(self, words: Words) -> Text {
        match self {
            Self::Correct => words.agency_correct_lead(),
            Self::Merge => words.agency_merge_lead(),
            Self::Step(AgencyStep::Certify) => words.agency_certify_lead(),
            Self::Step(AgencyStep::Suspend) => words.agency_suspend_lead(),
            Self::Step(AgencyStep::Reinstate) => words.agency_reinstate_lead(),
        }
    }
}

/// What the page needs of the agency.
async fn read(app: &App, session: &Session, what: What, key: &AgencyKey) -> Result<AgencyRecord, Error> {
    match what {
        What::Merge => app.portal.read_agency_to_merge(session, key).await,
        What::Correct | What::Step(_) => app.portal.read_agency(session, key).await,
    }
}

pub(super) async fn page(
    app: App,
    visitor: Visitor,
    Path((key, word)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let what = What::of(&word).ok_or_else(PageError::not_found)?;
    let agency = read(&app, &visitor.session, what, &AgencyKey(key)).await?;
    let typed = agency.filled.clone();
    shown(&app, &visitor, (what, &word), &agency, (&typed, "", StatusCode::OK, FieldErrors::none()))
}

/// How recent the confirmation must be that a page needs.
pub(super) fn before(word: &str) -> Option<i64> {
    within(What::of(word)?.action())
}

/// The reader of a field of these pages.
pub(super) fn reads(field: &str) -> Option<Reader> {
    let asked: Vec<_> = questions().into_iter().chain(merging(&[])).collect();
    staff::reads(field, &asked)
}

/// Does what a page changes; when it is refused, the page comes back with what was typed.
pub(super) async fn change(
    app: App,
    visitor: Visitor,
    Path((key, word)): Path<(String, String)>,
    form: Posted,
) -> Result<Response, PageError> {
    let what = What::of(&word).ok_or_else(PageError::not_found)?;
    let (key, typed, reason) = (AgencyKey(key), form.typed(), form.get("reason"));
    let (portal, session) = (&app.portal, &visitor.session);
    let done = match what {
        What::Correct => {
            let version = form.get("version").parse();
            let version = version.map_err(|_| PageError::bad_request(Unreadable::Number("version")))?;
            portal.correct_agency(session, &key, version, (&typed, reason)).await
        }
        What::Merge => portal.merge_agencies(session, &key, (&typed, reason)).await,
        What::Step(step) => portal.step_agency(session, &key, step, reason).await,
    };
    let (status, errors) = match done {
        Ok(()) => return Ok(go(&format!("/manage/agencies/{key}?said={word}"))),
        Err(error) => refused(&visitor, error)?,
    };
    let agency = read(&app, &session.showing_again(), what, &key).await?;
    shown(&app, &visitor, (what, &word), &agency, (&typed, reason, status, errors))
}

fn shown(
    app: &App,
    visitor: &Visitor,
    (what, word): (What, &str),
    agency: &AgencyRecord,
    (typed, reason, status, errors): (&Fields, &str, StatusCode, FieldErrors),
) -> Result<Response, PageError> {
    let words = visitor.words;
    let (row, back) = (&agency.row, format!("/manage/agencies/{}", agency.row.agency_key));
    let address = format!("{back}/{word}");
    let layout = visitor.layout(app, what.title(words, &row.name));
    let mut page = ChangePage::new(layout, (address, back), what.button(words), (reason, errors));
    page.lead = vec![what.lead(words)];
    if what == What::Step(AgencyStep::Suspend) {
        let affected = words.agency_affected(row.assisters, row.consumers);
        page.alert = Some(Alert::new(AlertKind::Warning, affected));
    }
    match what {
        What::Step(_) => {}
        What::Correct => page = page.version(row.version).asking(app, &questions(), typed),
        What::Merge => page = page.asking(app, &merging(&agency.others), typed),
    }
    page.show(status)
}
