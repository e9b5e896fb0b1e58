//! The answer to a request: done or declined, or the account that was asked for, checked and created.

use crate::{
    App,
    answer::{show_in, show_with_in},
    cookies::go,
    form::Posted,
    pages::assisters::new_account,
    parts::{Button, ButtonKind, FieldErrors},
    refusal::PageError,
    session::Visitor,
    staff::{ChangePage, refused},
};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    form::{Fields, reader_of},
    people::RosterRequestKey,
    roster_request::{RequestKind, RequestState},
    typed::Reader,
};
use portal::{
    assisters::questions,
    roster_requests::{Answer, Request},
};
use words::{Text, Unreadable, Words};

/// What a page answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Done,
    Decline,
}

impl What {
    fn of(word: &str) -> Option<Self> {
        match word {
            "done" => Some(Self::Done),
            "decline" => Some(Self::Decline),
            _ => None,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Decline => "decline",
        }
    }
}

pub(super) async fn page(
    app: App,
    visitor: Visitor,
    Path((key, word)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let what = What::of(&word).ok_or_else(PageError::not_found)?;
    let request = app.portal.read_request(&visitor.session, &RosterRequestKey(key)).await?;
    shown(&app, &visitor, what, &request, ("", StatusCode::OK, FieldErrors::none()))
}

/// Answers it; when that is refused, the page comes back with what was typed.
pub(super) async fn answer(
    app: App,
    visitor: Visitor,
    Path((key, word)): Path<(String, String)>,
    form: Posted,
) -> Result<Response, PageError> {
    let what = What::of(&word).ok_or_else(PageError::not_found)?;
    let (key, said) = (RosterRequestKey(key), form.get("reason"));
    let answer = match what {
        What::Decline => Answer::Declined,
        What::Done => Answer::Done(
            form.get("version").parse().map_err(|_| PageError::bad_request(Unreadable::Number("version")))?,
        ),
    };
    let (portal, session) = (&app.portal, &visitor.session);
    let (status, errors) = match portal.answer_request(session, &key, answer, said).await {
        Ok(()) => return Ok(go(&format!("/manage/requests?said={}", what.word()))),
        Err(error) => refused(&visitor, error)?,
    };
    let request = portal.read_request(&session.showing_again(), &key).await?;
    shown(&app, &visitor, what, &request, (said, status, errors))
}

fn shown(
    app: &App,
    visitor: &Visitor,
    what: What,
    request: &Request,
    (said, status, errors): (&str, StatusCode, FieldErrors),
) -> Result<Response, PageError> {
    let words = visitor.words;
    let kind = request.row.request_kind;
    let back = format!("/manage/requests/{}", request.row.request_key);
    let address = format!("{back}/{}", what.word());
    // What was answered, and what is done by creating an account, has its own page.
    let asked = request.row.request_state == RequestState::Open
        && (what == What::Decline || kind != RequestKind::Add);
    if !asked && errors.is_empty() {
        return Ok(go(&back));
    }
    let name = request.account.as_ref().map_or_else(|| request.row.about(), |account| account.row.name());
    let (title, button) = match what {
        What::Done => (words.requests_done_title(name, kind), Button::new(words.requests_do(kind))),
        What::Decline => {
            (words.requests_decline_title(), Button::new(words.requests_decline()).kind(ButtonKind::Danger))
        }
    };
    let layout = visitor.layout(app, title);
    let mut page = ChangePage::new(layout, (address, back), button, (said, errors));
    page.lead = lead(words, what, kind);
    if what == What::Decline {
        return page.show(status);
    }
    let version = request.account.as_ref().map_or(0, |account| account.row.version);
    page.asking_why(
        |area| area.value(said).optional(),
        (words.requests_answer_field(), words.requests_answer_hint()),
    )
    .version(version)
    .show(status)
}

fn lead(words: Words, what: What, kind: RequestKind) -> Vec<Text> {
    match what {
        What::Decline => vec![words.requests_decline_lead()],
        What::Done if kind.changes_account() => {
            vec![words.requests_first(kind), words.requests_done_changes()]
        }
        What::Done => vec![words.requests_first(kind), words.requests_done_lead()],
    }
}

pub(super) fn reads_account(field: &str) -> Option<Reader> {
    reader_of(&questions(&Fields::new(), &[]), field)
}

/// The form of a new account, filled in as the agency asked.
pub(super) async fn account(
    app: App,
    visitor: Visitor,
    Path(key): Path<String>,
) -> Result<Response, PageError> {
    let request = app.portal.read_request(&visitor.session, &RosterRequestKey(key)).await?;
    let back = format!("/manage/requests/{}", request.row.request_key);
    let asked = request.row.request_state == RequestState::Open;
    if !asked || request.row.request_kind != RequestKind::Add {
        return Ok(go(&back));
    }
    let filled = request.new_account(app.portal.today());
    let places = (format!("{back}/account"), back);
    let page = new_account(&app, &visitor, places, &request.agencies, (&filled, FieldErrors::none()));
    show_in(visitor.words, &page)
}

/// Creates the account as the resource manager checked it (CERT-2).
pub(super) async fn create(
    app: App,
    visitor: Visitor,
    Path(key): Path<String>,
    form: Posted,
) -> Result<Response, PageError> {
    let (key, typed) = (RosterRequestKey(key), form.typed());
    let address = &app.settings.public_address;
    let made = app.portal.create_requested(&visitor.session, &key, &typed, address).await;
    let (status, errors) = match made {
        Ok(made) => return Ok(go(&format!("/manage/assisters/{}?said=created", made.key))),
        Err(error) => refused(&visitor, error)?,
    };
    let request = app.portal.read_request(&visitor.session.showing_again(), &key).await?;
    let back = format!("/manage/requests/{key}");
    let places = (format!("{back}/account"), back);
    let page = new_account(&app, &visitor, places, &request.agencies, (&typed, errors));
    show_with_in(visitor.words, status, &page)
}
