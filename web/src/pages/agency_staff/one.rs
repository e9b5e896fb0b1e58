//! One of the staff: may they act today and why not; the agency's approval; what is asked of the exchange about them.

use crate::{
    App,
    answer::show_in,
    cookies::go,
    form::Posted,
    layout::{Layout, Width},
    pages::assisters::{Held, MayAct},
    parts::{Alert, AlertKind, Button, ButtonKind, FieldErrors, Link, SummaryList, SummaryRow},
    query::Query,
    refusal::PageError,
    routes::within,
    session::Visitor,
    staff::{ChangePage, refused},
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{agency::Action, people::AssisterKey, roster_request::RequestKind};
use jiff::civil::Date;
use portal::agency_staff::StaffMember;
use serde::Deserialize;
use words::{Text, Unreadable, Words};

#[derive(Deserialize, Default)]
pub(super) struct Said {
    said: Option<String>,
}

#[derive(Template)]
#[template(path = "agency_staff/one.html")]
struct OnePage {
    layout: Layout,
    said: Option<Alert>,
    may_act: MayAct,
    details: SummaryList,
    broker: bool,
    ways: Vec<Link>,
}

pub(super) async fn page(
    app: App,
    visitor: Visitor,
    Path(key): Path<String>,
    Query(said): Query<Said>,
) -> Result<Response, PageError> {
    let member = app.portal.read_staff_member(&visitor.session, &AssisterKey(key)).await?;
    let (words, row) = (visitor.words, &member.row);
    let said = match said.said.as_deref() {
        Some("inactivate") => Some(words.staff_said_inactivated(row.name())),
        Some("approve") => Some(words.staff_said_approved(row.name())),
        Some("correct" | "leave") => Some(words.staff_said_asked()),
        _ => None,
    };
    let page = OnePage {
        layout: visitor.layout(&app, words.person(row.name())).wide(Width::Normal),
        said: said.map(|said| Alert::new(AlertKind::Success, said)),
        may_act: MayAct::new(
            words,
            &Held {
                credentials: &row.credentials,
                missing: &member.missing,
                agency: Some(&member.agency),
                background_study_on: row.background_study_on,
                agreement_signed_on: row.agreement_signed_on,
                renewal: app.portal.profile().renewal_ahead(app.portal.today()),
            },
        ),
        details: SummaryList::new(vec![
            SummaryRow::new(words.assisters_kind(), words.assister_kind(row.credentials.kind)),
            SummaryRow::new(words.assisters_reference_number(), &*row.reference_number),
            SummaryRow::new(words.assister_email(), &*row.email),
            SummaryRow::new(words.assister_public_phone(), &*row.public_phone),
            SummaryRow::new(
                words.staff_lapses_on(),
                row.credentials
                    .lapses_after()
                    .map_or_else(|| words.assister_not_recorded(), |day| words.day(day)),
            ),
        ]),
        broker: !row.needs_approval(),
        ways: ways(words, &member, app.portal.today()),
    };
    show_in(words, &page)
}

/// What can be done from where the account stands.
fn ways(words: Words, member: &StaffMember, today: Date) -> Vec<Link> {
    let address = format!("/agency/staff/{}", member.row.assister_key);
    Act::ALL
        .into_iter()
        .filter(|act| act.fits(member, today))
        .map(|act| Link::new(format!("{address}/{}", act.word()), act.label(words)).button(act.kind()))
        .collect()
}

/// What an administrator does about one of the staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Inactivate,
    Approve,
    Correct,
    Leave,
}

/// How recent the confirmation must be that a page needs.
pub(super) fn before(word: &str) -> Option<i64> {
    within(match Act::of(word)? {
        Act::Inactivate => Action::WithdrawAccess,
        Act::Approve => Action::ApproveAccess,
        Act::Correct | Act::Leave => Action::AskExchange,
    })
}

impl Act {
    const ALL: [Self; 4] = [Self::Approve, Self::Inactivate, Self::Correct, Self::Leave];

    fn word(self) -> &'static str {
        match self {
            Self::Inactivate => "inactivate",
            Self::Approve => "approve",
            Self::Correct => "correct",
            Self::Leave => "leave",
        }
    }

    fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.word() == word)
    }

    /// Whether the account is where this can be done.
    fn fits(self, member: &StaffMember, today: Date) -> bool {
        let row = &member.row;
        match self {
            Self::Inactivate => row.needs_approval() && row.is_approved_on(today),
            Self::Approve => row.needs_approval() && !row.is_approved_on(today),
            Self::Correct | Self::Leave => true,
        }
    }

    fn kind(self) -> ButtonKind {
        match self {
            Self::Inactivate => ButtonKind::Danger,
            Self::Approve => ButtonKind::Primary,
            Self::Correct | Self::Leave => ButtonKind::Outline,
        }
    }

    fn label(self, words: Words) -> Text {
        match self {
            Self::Inactivate => words.staff_inactivate(),
            Self::Approve => words.staff_approve(),
            Self::Correct => words.staff_ask_correction(),
            Self::Leave => words.staff_ask_leave(),
        }
    }

    fn title(self, words: Words, member: &StaffMember) -> Text {
        let name = member.row.name();
        match self {
            Self::Inactivate => words.staff_inactivate_title(name),
            Self::Approve => words.staff_approve_title(name),
            Self::Correct => words.staff_correct_title(name),
            Self::Leave => words.staff_leave_title(name),
        }
    }

    fn lead(self, words: Words, member: &StaffMember) -> Vec<Text> {
        let name = || member.row.name();
        match self {
            Self::Inactivate => {
                vec![words.staff_inactivate_lead(name()), words.staff_inactivate_stays(name())]
            }
            Self::Approve => vec![words.staff_approve_lead(name())],
            Self::Correct => vec![words.staff_correct_lead()],
            Self::Leave => vec![words.staff_leave_lead(name())],
        }
    }
}

pub(super) async fn act_page(
    app: App,
    visitor: Visitor,
    Path((key, word)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let act = Act::of(&word).ok_or_else(PageError::not_found)?;
    let member = app.portal.read_staff_member(&visitor.session, &AssisterKey(key)).await?;
    shown(&app, &visitor, act, &member, ("", StatusCode::OK, FieldErrors::none()))
}

/// Does it; when it is refused, the page comes back with what was typed.
pub(super) async fn act(
    app: App,
    visitor: Visitor,
    Path((key, word)): Path<(String, String)>,
    form: Posted,
) -> Result<Response, PageError> {
    let act = Act::of(&word).ok_or_else(PageError::not_found)?;
    let (key, why) = (AssisterKey(key), form.get("reason"));
    let (portal, session) = (&app.portal, &visitor.session);
    let version =
        || form.get("version").parse().map_err(|_| PageError::bad_request(Unreadable::Number("version")));
    let done = match act {
        Act::Inactivate => portal.approve_access(session, &key, (false, version()?), why).await,
        Act::Approve => portal.approve_access(session, &key, (true, version()?), why).await,
        Act::Correct => portal.ask_about_staff(session, &key, RequestKind::Correct, why).await,
        Act::Leave => portal.ask_about_staff(session, &key, RequestKind::Leave, why).await,
    };
    let (status, errors) = match done {
        Ok(()) => return Ok(go(&format!("/agency/staff/{key}?said={word}"))),
        Err(error) => refused(&visitor, error)?,
    };
    let member = portal.read_staff_member(&session.showing_again(), &key).await?;
    shown(&app, &visitor, act, &member, (why, status, errors))
}

fn shown(
    app: &App,
    visitor: &Visitor,
    act: Act,
    member: &StaffMember,
    (why, status, errors): (&str, StatusCode, FieldErrors),
) -> Result<Response, PageError> {
    let words = visitor.words;
    let back = format!("/agency/staff/{}", member.row.assister_key);
    // Of another state, the person's own page says what can be done.
    if !act.fits(member, app.portal.today()) && errors.is_empty() {
        return Ok(go(&back));
    }
    let address = format!("{back}/{}", act.word());
    let layout = visitor.layout(app, act.title(words, member));
    let button = match act {
        Act::Inactivate | Act::Approve => Button::new(act.label(words)).kind(act.kind()),
        Act::Correct | Act::Leave => Button::new(words.staff_send()),
    };
    let mut page = ChangePage::new(layout, (address, back), button, (why, errors));
    page.lead = act.lead(words, member);
    let field = match act {
        Act::Inactivate | Act::Approve => return page.version(member.row.version).show(status),
        Act::Correct => words.staff_correct_field(),
        Act::Leave => words.staff_leave_field(),
    };
    page.asking_why(|area| area.value(why), (field, words.staff_field_hint())).show(status)
}
