//! Who keeps an agency's roster for it: the list, an invitation, and the end of an access.

use crate::{
    App,
    answer::show_with_in,
    cookies::go,
    form::Posted,
    layout::{Layout, Width},
    parts::{
        Alert, AlertKind, Button, ButtonKind, Cell, Column, FieldErrors, Link, Questions, Row, Status, Table,
        Tone,
    },
    query::Query,
    refusal::PageError,
    routes::within,
    session::Visitor,
    staff::{ChangePage, factor_reset_lead, refused},
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{form::Fields, people::AgencyKey, roster::Action};
use portal::{
    Error,
    agencies::{Administrator, Administrators, administrator_questions},
};
use serde::Deserialize;
use words::{Asking, Text, Words};

#[derive(Deserialize, Default)]
pub(super) struct Said {
    said: Option<String>,
}

#[derive(Template)]
#[template(path = "agencies/administrators.html")]
struct ListPage {
    layout: Layout,
    errors: FieldErrors,
    said: Option<Alert>,
    table: Table,
    /// The form; none for an agency that was merged away.
    questions: Option<Questions>,
    address: String,
    back: String,
}

pub(super) async fn list(
    app: App,
    visitor: Visitor,
    Path(key): Path<String>,
    Query(said): Query<Said>,
) -> Result<Response, PageError> {
    let key = AgencyKey(key);
    let read = app.portal.read_administrators(&visitor.session, &key).await?;
    let words = visitor.words;
    let said = match said.said.as_deref() {
        Some("invite") => Some(words.administrators_said_invited()),
        Some("end") => Some(words.administrators_said_end()),
        Some("second-factor") => Some(words.administrators_said_factor()),
        Some("sessions") => Some(words.administrators_said_sessions()),
        Some("restore") => Some(words.administrators_said_restore()),
        _ => None,
    };
    let said = said.map(|said| Alert::new(AlertKind::Success, said));
    shown(&app, &visitor, (&key, &read), said, (&Fields::new(), StatusCode::OK, FieldErrors::none()))
}

/// Invites somebody; when it is refused, the page comes back with what was typed.
pub(super) async fn invite(
    app: App,
    visitor: Visitor,
    Path(key): Path<String>,
    form: Posted,
) -> Result<Response, PageError> {
    let (key, typed, session) = (AgencyKey(key), form.typed(), &visitor.session);
    let invited = app.portal.invite_administrator(session, &key, &typed, &app.settings.public_address).await;
    let (status, errors) = match invited {
        Ok(()) => return Ok(go(&format!("{}?said=invite", address(&key)))),
        Err(error) => refused(&visitor, error)?,
    };
    let read = app.portal.read_administrators(&session.showing_again(), &key).await?;
    shown(&app, &visitor, (&key, &read), None, (&typed, status, errors))
}

fn address(key: &AgencyKey) -> String {
    format!("/manage/agencies/{key}/administrators")
}

fn shown(
    app: &App,
    visitor: &Visitor,
    (key, read): (&AgencyKey, &Administrators),
    said: Option<Alert>,
    (typed, status, errors): (&Fields, StatusCode, FieldErrors),
) -> Result<Response, PageError> {
    let words = visitor.words;
    let layout = visitor.layout(app, words.administrators_title(&*read.agency)).wide(Width::Normal);
    let layout = layout.with_errors(&errors);
    let (asking, questions) = (Asking::new(words, app.portal.profile()), administrator_questions());
    let errors = errors.of_questions(asking, &questions);
    let page = ListPage {
        questions: (!read.merged).then(|| Questions::new(asking, &questions, typed, &errors)),
        table: table(app, words, key, &read.lines),
        address: address(key),
        back: format!("/manage/agencies/{key}"),
        said,
        layout,
        errors,
    };
    show_with_in(words, status, &page)
}

fn table(app: &App, words: Words, key: &AgencyKey, lines: &[Administrator]) -> Table {
    let columns = [
        words.staff_name(),
        words.assister_email(),
        words.administrators_state_column(),
        words.administrators_what(),
    ];
    let row = |one: &Administrator| {
        let status = match (one.invited_until, one.is_ended) {
            (Some(until), _) => {
                Status::new(words.administrators_invited(app.portal.day_of(until)), Tone::Active)
            }
            (None, true) => Status::new(words.administrators_ended(), Tone::Attention),
            (None, false) => Status::new(words.administrators_active(), Tone::Good),
        };
        let act = if one.is_ended { Act::Restore } else { Act::End };
        let name = words.person(one.name());
        let to = |act: Act| {
            let address = format!("{}/{}/{}", address(key), one.key, act.word());
            Cell::Link(Link::new(address, act.label(words)).context(&*name))
        };
        Row(vec![
            Cell::text(&*name),
            Cell::text(&*one.email),
            Cell::Status(status, String::new()),
            Cell::Several(
                [act, Act::ResetFactor, Act::EndSessions]
                    .into_iter()
                    .filter(|act| act.fits(one))
                    .map(to)
                    .collect(),
            ),
        ])
    };
    Table::new(
        words.administrators_caption(),
        columns.map(Column::new).to_vec(),
        lines.iter().map(row).collect(),
    )
    .quiet_caption()
    .empty(words.administrators_none())
}

/// What is done about an access.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    End,
    Restore,
    ResetFactor,
    EndSessions,
}

/// How recent the confirmation must be that a page needs.
pub(super) fn before(word: &str) -> Option<i64> {
    within(match Act::of(word)? {
        Act::End => Action::EndAdministrator,
        Act::Restore => Action::RestoreAdministrator,
        Act::ResetFactor => Action::ResetAdministratorsFactor,
        Act::EndSessions => Action::EndAdministratorSessions,
    })
}

impl Act {
    fn of(word: &str) -> Option<Self> {
        [Self::End, Self::Restore, Self::ResetFactor, Self::EndSessions]
            .into_iter()
            .find(|act| act.word() == word)
    }

    fn word(self) -> &'static str {
        match self {
            Self::End => "end",
            Self::Restore => "restore",
            Self::ResetFactor => "second-factor",
            Self::EndSessions => "sessions",
        }
    }

    fn label(self, words: Words) -> Text {
        match self {
            Self::End => words.administrators_end(),
            Self::Restore => words.administrators_restore(),
            Self::ResetFactor => words.staff_reset_factor(),
            Self::EndSessions => words.staff_end_sessions(),
        }
    }

    /// Whether the access is where this can be done.
    fn fits(self, one: &Administrator) -> bool {
        match self {
            Self::End => !one.is_ended,
            Self::Restore => one.is_ended,
            Self::ResetFactor => one.may_reset_factor,
            Self::EndSessions => !one.is_ended && one.invited_until.is_none(),
        }
    }
}

pub(super) async fn page(
    app: App,
    visitor: Visitor,
    Path((key, administrator, word)): Path<(String, String, String)>,
) -> Result<Response, PageError> {
    let (act, key) = (Act::of(&word).ok_or_else(PageError::not_found)?, AgencyKey(key));
    let read = app.portal.read_administrators(&visitor.session, &key).await?;
    about(&app, &visitor, (act, &key, &administrator), &read, ("", StatusCode::OK, FieldErrors::none()))
}

/// Ends an access or gives it again; when it is refused, the page comes back with what was typed.
pub(super) async fn change(
    app: App,
    visitor: Visitor,
    Path((key, administrator, word)): Path<(String, String, String)>,
    form: Posted,
) -> Result<Response, PageError> {
    let (act, key) = (Act::of(&word).ok_or_else(PageError::not_found)?, AgencyKey(key));
    let (portal, session, why) = (&app.portal, &visitor.session, form.get("reason"));
    let done = match act {
        Act::End => portal.end_administrator(session, &key, &administrator, why).await,
        Act::ResetFactor => portal.reset_administrators_factor(session, &key, &administrator, why).await,
        Act::EndSessions => portal.end_administrator_sessions(session, &key, &administrator, why).await,
        Act::Restore => portal.restore_administrator(session, &key, &administrator, why).await,
    };
    let (status, errors) = match done {
        Ok(()) => return Ok(go(&format!("{}?said={word}", address(&key)))),
        Err(error) => refused(&visitor, error)?,
    };
    let read = portal.read_administrators(&session.showing_again(), &key).await?;
    about(&app, &visitor, (act, &key, &administrator), &read, (why, status, errors))
}

fn about(
    app: &App,
    visitor: &Visitor,
    (act, key, administrator): (Act, &AgencyKey, &str),
    read: &Administrators,
    (why, status, errors): (&str, StatusCode, FieldErrors),
) -> Result<Response, PageError> {
    let words = visitor.words;
    let one = read.lines.iter().find(|one| one.key == administrator).ok_or(Error::NotFound)?;
    // Of another state, the list says what can be done.
    if !act.fits(one) && errors.is_empty() {
        return Ok(go(&address(key)));
    }
    let (title, lead, kind) = match act {
        Act::End => {
            let lead = vec![words.administrators_end_lead()];
            (words.administrators_end_title(one.name()), lead, ButtonKind::Danger)
        }
        Act::Restore => {
            let lead = vec![words.administrators_restore_lead()];
            (words.administrators_restore_title(one.name()), lead, ButtonKind::Primary)
        }
        Act::ResetFactor => {
            let title = words.administrators_factor_title(one.name());
            (title, factor_reset_lead(words), ButtonKind::Primary)
        }
        Act::EndSessions => {
            let title = words.administrators_sessions_title(one.name());
            (title, vec![words.staff_end_sessions_lead()], ButtonKind::Danger)
        }
    };
    let places = (format!("{}/{administrator}/{}", address(key), act.word()), address(key));
    let button = Button::new(act.label(words)).kind(kind);
    let mut page = ChangePage::new(visitor.layout(app, title), places, button, (why, errors));
    page.lead = lead;
    if act == Act::ResetFactor {
        page = page.asking_how_checked(why);
    }
    page.show(status)
}
