//! One assister account: may act today, yes or no and why; the ways to change it; the life cycle and the history.

use super::{Held, MayAct};
use crate::{
    App,
    answer::show_in,
    layout::{Layout, Width},
    pages::activity::what_came_of,
    parts::{
        Alert, AlertKind, Button, ButtonForm, ButtonKind, Cell, Column, Link, Row, SummaryList, SummaryRow,
        Table,
    },
    query::Query,
    refusal::PageError,
    session::Visitor,
    staff::history,
};
use askama::Template;
use axum::{extract::Path, response::Response};
use domain::{
    certification::{AccountState, Step, Transition},
    people::{AccountKey, AssisterKey, AssisterKind},
};
use portal::assisters::{AssisterAccount, AssisterRow, questions};
use serde::Deserialize;
use words::{Attempt, Name, Text, Words};

#[derive(Deserialize, Default)]
pub(super) struct Said {
    said: Option<String>,
}

#[derive(Template)]
#[template(path = "assisters/account.html")]
struct AccountPage {
    layout: Layout,
    said: Option<Alert>,
    may_act: MayAct,
    /// The address takes no mail.
    refused: Option<Alert>,
    details: SummaryList,
    ways: Vec<Link>,
    invite: Option<ButtonForm>,
    changes: Table,
    history: Table,
    events: Table,
}

pub(super) async fn one(
    app: App,
    visitor: Visitor,
    Path(key): Path<String>,
    Query(said): Query<Said>,
) -> Result<Response, PageError> {
    let account = app.portal.read_assister(&visitor.session, &AssisterKey(key)).await?;
    let mut page = page(&app, &visitor, &account);
    page.said = done(visitor.words, said.said.as_deref(), &account);
    show_in(visitor.words, &page)
}

/// What was done just now.
fn done(words: Words, said: Option<&str>, account: &AssisterAccount) -> Option<Alert> {
    let (name, email) = (account.row.name(), &account.row.email);
    let told = match said? {
        "created" => words.assister_said_created(name, email),
        "invite" => words.assister_said_invited(email),
        "suspend" => words.assister_said_suspended(name),
        "reinstate" => words.assister_said_reinstated(name),
        "asked" => words.assister_said_asked(name),
        "drop" => words.assister_said_dropped(name),
        "open" => words.assister_said_opened(name),
        "second-factor" => words.assister_said_factor_reset(name),
        "sessions" => words.assister_said_sessions(name),
        "appointment" => words.assister_said_appointed(name),
        "merge" => words.assister_said_merged(name),
        "decertify" => words.assister_said_decertified(name),
        "recertify" => words.assister_said_recertified(name),
        "withdraw" => words.assister_said_withdrawn(email),
        "correct" => words.assister_said_corrected(name),
        "dates" => words.assister_said_dates(name),
        _ => return None,
    };
    Some(Alert::new(AlertKind::Success, told))
}

fn page(app: &App, visitor: &Visitor, account: &AssisterAccount) -> AccountPage {
    let words = visitor.words;
    let layout = visitor.layout(app, words.person(account.row.name())).wide(Width::Normal);
    let address = format!("/manage/assisters/{}", account.row.assister_key);
    let invited = account.row.credentials.state == AccountState::Invited;
    let invite = invited.then(|| {
        let button = Button::new(words.assister_invite_again()).kind(ButtonKind::Outline);
        ButtonForm::new(format!("{address}/invite"), layout.csrf_field(), button)
    });
    let typed = [("kind".to_owned(), account.row.credentials.kind.word().to_owned())].into();
    AccountPage {
        said: None,
        may_act: MayAct::new(
            words,
            &Held {
                credentials: &account.row.credentials,
                missing: &account.missing,
                agency: account.row.agency.as_deref(),
                background_study_on: account.row.background_study_on,
                agreement_signed_on: account.row.agreement_signed_on,
                renewal: app.portal.profile().renewal_ahead(app.portal.today()),
            },
        )
        .stopped(stopped(app, words, account)),
        refused: account
            .row
            .mail_refused
            .then(|| Alert::new(AlertKind::Warning, words.assister_mail_refused(&account.row.email))),
        details: SummaryList::new(details(app, words, account)),
        ways: ways(app, words, (&address, visitor.session.account_key()), account),
        invite,
        changes: history(app, words, &questions(&typed, &[]), &account.changes),
        history: life_cycle(app, words, account),
        events: events(app, words, account),
        layout,
    }
}

/// The ways to change the account from this state (CERT-5, CERT-9).
fn ways(
    app: &App,
    words: Words,
    (address, viewer): (&str, &AccountKey),
    account: &AssisterAccount,
) -> Vec<Link> {
    let row = &account.row;
    let steps = [
        (Transition::Suspend, words.assister_suspend(), ButtonKind::Danger),
        (Transition::Reinstate, reinstate(words, row), ButtonKind::Primary),
        (Transition::Decertify, words.assister_decertify(), ButtonKind::Danger),
        (Transition::Recertify, words.assister_recertify(), ButtonKind::Primary),
    ];
    let to = |word: &str, label: Text, kind| Link::new(format!("{address}/{word}"), label).button(kind);
    let mut ways = vec![
        to("correct", words.assister_correct(), ButtonKind::Outline),
        to("dates", words.assister_dates(), ButtonKind::Outline),
    ];
    if row.credentials.kind == AssisterKind::Broker {
        ways.push(to("appointment", words.assister_appoint(), ButtonKind::Outline));
    }
    if row.credentials.state == AccountState::Invited {
        ways.push(to("withdraw", words.assister_withdraw(), ButtonKind::Danger));
    }
    let legal = steps
        .into_iter()
        .filter(|(step, _, _)| row.allows(*step))
        .filter(|(step, _, _)| *step != Transition::Reinstate || row.reinstated_by(viewer).is_ok());
    ways.extend(legal.map(|(step, label, kind)| to(step.word(), label, kind)));
    if row.merged_into.is_none() {
        ways.push(to("merge", words.assister_merge(), ButtonKind::Outline));
    }
    if account.closed_since.is_some() && row.merged_into.is_none() {
        ways.push(to("open", words.assister_open(), ButtonKind::Primary));
    }
    if app.portal.may_reset_factor(row) {
        ways.push(to("second-factor", words.staff_reset_factor(), ButtonKind::Outline));
    }
    if row.may_end_sessions() {
        ways.push(to("sessions", words.staff_end_sessions(), ButtonKind::Outline));
    }
    if row.asked.is_some() {
        ways.push(to("drop", words.assister_drop_reinstatement(), ButtonKind::Outline));
    }
    ways
}

/// What the way back is called: after a suspension for cause one asks, and another one agrees.
pub(super) fn reinstate(words: Words, row: &AssisterRow) -> Text {
    match row.asked {
        _ if !row.for_cause => words.assister_reinstate(),
        None => words.assister_ask_reinstatement(),
        Some(_) => words.assister_agree_reinstatement(),
    }
}

/// What stops the assister beside CERT-1, and who may undo it.
fn stopped(app: &App, words: Words, account: &AssisterAccount) -> Vec<Text> {
    let row = &account.row;
    let for_cause = row.for_cause.then(|| words.assister_for_cause());
    let merged = row.merged_into.as_ref().map(|number| words.assister_merged_into(&**number));
    let asked = row.asked.as_ref().map(|asker| words.assister_reinstatement_asked(asker.name()));
    let closed = account.closed_since.map(|since| words.assister_closed_since(app.portal.day_of(since)));
    [merged, for_cause, asked, closed].into_iter().flatten().collect()
}

fn details(app: &App, words: Words, account: &AssisterAccount) -> Vec<SummaryRow> {
    let languages: Vec<_> = account.row.languages.0.iter().map(|code| words.spoken(code)).collect();
    let mut rows = vec![
        SummaryRow::new(words.assisters_kind(), words.assister_kind(account.row.credentials.kind)),
        SummaryRow::new(words.assisters_reference_number(), &*account.row.reference_number),
    ];
    if let Some(id) = &account.row.assister_id {
        rows.push(SummaryRow::new(words.assister_id(), &**id));
    }
    if let Some(npn) = &account.row.npn {
        rows.push(SummaryRow::new(words.assister_npn(), &**npn));
    }
    rows.extend([
        SummaryRow::new(words.assister_email(), &*account.row.email),
        SummaryRow::new(words.assister_public_phone(), &*account.row.public_phone),
        SummaryRow::new(words.assister_public_email(), &*account.row.public_email),
        SummaryRow::new(words.assister_languages(), words.list(&languages)),
        SummaryRow::new(words.assister_hours(), hours(words, &account.row.hours)),
        SummaryRow::new(words.assister_directory(), listing(words, account)),
        SummaryRow::new(words.assister_consumers(), words.count(account.row.consumers)),
        SummaryRow::new(words.assister_created_on(), words.day(app.portal.day_of(account.row.created_at))),
    ]);
    let row = &account.row;
    if let Some(used) = row.last_used_at {
        rows.push(SummaryRow::new(words.assister_signed_in(), words.day(app.portal.day_of(used))));
    }
    if row.last_used_at.is_some() {
        rows.push(SummaryRow::new(words.assister_factor(), factor(app, words, row)));
    }
    if let (AccountState::Invited, Some(until)) =
        (account.row.credentials.state, account.row.invitation_until)
    {
        rows.push(SummaryRow::new(
            words.assister_invitation(),
            words.assister_invitation_until(app.portal.moment_of(until)),
        ));
    }
    rows
}

/// Whether there is a second factor, and leave to set up another one.
fn factor(app: &App, words: Words, row: &AssisterRow) -> Text {
    match (row.has_factor, app.portal.factor_reset_since(row)) {
        (false, _) => words.assister_factor_none(),
        (true, None) => words.assister_factor_set_up(),
        (true, Some(at)) => words.assister_factor_reset_since(app.portal.day_of(at)),
    }
}

fn hours(words: Words, hours: &str) -> Text {
    if hours.is_empty() { words.assister_not_recorded() } else { Text::from(hours.to_owned()) }
}

/// What the public directory says of the place; counselors do not stand in it, nor brokers who did not ask for it (CERT-10).
fn listing(words: Words, account: &AssisterAccount) -> Text {
    let row = &account.row;
    let listed = match row.credentials.kind {
        AssisterKind::Broker => row.in_directory,
        AssisterKind::Navigator => true,
        AssisterKind::Cac => false,
    };
    if listed { words.assister_listed(&*row.city, &*row.zip) } else { words.assister_not_listed() }
}

fn life_cycle(app: &App, words: Words, account: &AssisterAccount) -> Table {
    let rows = account.history.iter().map(|step| {
        let reason = match step.transition {
            // Older rows hold a sentence of the portal's own here.
            Step::Create | Step::Invite | Step::Activate => "",
            Step::Withdraw
            | Step::Suspend
            | Step::SuspendForCause
            | Step::AskReinstatement
            | Step::DropReinstatement
            | Step::Reinstate
            | Step::Open
            | Step::ResetFactor
            | Step::EndSessions
            | Step::Merge
            | Step::Decertify
            | Step::Recertify => &*step.reason,
        };
        Row(vec![
            Cell::text(words.moment(app.portal.moment_of(step.at))),
            Cell::text(words.assister_step(step.transition)),
            Cell::text(words.assisters_state(step.state)),
            Cell::text(reason),
            Cell::text(step.by.as_ref().map(|by| words.person(by.name())).unwrap_or_default()),
        ])
    });
    let columns = [
        words.staff_when(),
        words.assister_step_column(),
        words.assister_state_after(),
        words.staff_reason(),
        words.staff_by(),
    ];
    Table::new(words.assister_life_cycle_caption(), columns.map(Column::new).to_vec(), rows.collect())
        .quiet_caption()
        .empty(words.assister_no_step())
}

fn events(app: &App, words: Words, account: &AssisterAccount) -> Table {
    let rows = account.events.iter().map(|event| {
        let by = Name::whole(event.actor_name.clone());
        let what = words.roster_activity(event.action, &by, Attempt::from(event.outcome));
        let what = what_came_of(words, what, event.outcome, false);
        Row(vec![Cell::text(words.moment(app.portal.moment_of(event.at))), what])
    });
    let columns = [words.staff_when(), words.assister_what()].map(Column::new).to_vec();
    Table::new(words.assister_audit_caption(), columns, rows.collect())
        .quiet_caption()
        .empty(words.assister_audit_empty())
}
