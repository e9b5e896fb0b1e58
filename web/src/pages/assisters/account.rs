//! One assister account: may act today, yes or no and why; the life cycle with its reasons; the history.

use super::{may_act_status, state_status};
use crate::{
    App,
    answer::{show, show_with},
    cookies::go,
    form::Posted,
    layout::{Layout, Width},
    pages::activity::what_came_of,
    parts::{
        Alert, AlertKind, Button, ButtonForm, ButtonKind, Cell, Column, FieldErrors, Row, Status,
        SummaryList, SummaryRow, Table, TextArea, Tone,
    },
    query::Query,
    refusal::PageError,
    session::Visitor,
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    access::Action as _,
    certification::{AccountState, Credentials, Missing, Transition},
    people::{AssisterKey, AssisterKind},
    refusal::Refusal,
    text::{capital, date_in_words},
};
use jiff::civil::Date;
use portal::{
    Error,
    assisters::{AssisterAccount, By},
};
use serde::Deserialize;
use words::Words;

#[derive(Deserialize, Default)]
pub(super) struct Said {
    said: Option<String>,
}

#[derive(Template)]
#[template(path = "assisters/account.html")]
struct AccountPage {
    layout: Layout,
    errors: FieldErrors,
    said: Option<Alert>,
    may_act: Status,
    missing: Vec<&'static str>,
    facts: SummaryList,
    details: SummaryList,
    address: String,
    reason: TextArea,
    buttons: Vec<Button>,
    invite: Option<ButtonForm>,
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
    let mut page = page(&app, &visitor, &account, "", FieldErrors::none());
    page.said = words_of(said.said.as_deref(), &account);
    show(&page)
}

fn words_of(said: Option<&str>, account: &AssisterAccount) -> Option<Alert> {
    let (name, email) = (account.row.name(), &account.row.email);
    let words = match said? {
        "created" => format!("The account of {name} was created. The invitation was sent to {email}."),
        "invite" => format!("A new invitation was sent to {email}. The one before is not valid any more."),
        "suspend" => format!("{name} is suspended and has no access from now on."),
        "reinstate" => format!("{name} is reinstated."),
        "decertify" => format!("{name} is decertified and has no access from now on."),
        "recertify" => format!("{name} is certified again."),
        _ => return None,
    };
    Some(Alert::new(AlertKind::Success, words))
}

/// One step of the life cycle, or a new invitation.
pub(super) async fn step(
    app: App,
    visitor: Visitor,
    Path(key): Path<String>,
    form: Posted,
) -> Result<Response, PageError> {
    let key = AssisterKey(key);
    let (session, reason) = (&visitor.session, form.get("reason"));
    let done = match form.get("step") {
        "invite" => app.portal.resend_invitation(session, &key, &app.settings.public_address).await,
        "suspend" => app.portal.suspend(session, &key, reason).await,
        "reinstate" => app.portal.reinstate(session, &key, reason).await,
        "decertify" => app.portal.decertify(session, &key, reason).await,
        "recertify" => app.portal.recertify(session, &key, reason).await,
        _ => return Err(PageError::bad_request("The form does not say which step (step) was meant.")),
    };
    let (status, errors) = match done {
        Ok(()) => {
            let address = format!("/manage/assisters/{key}?said={}", form.get("step"));
            return Ok(go(&address));
        }
        Err(Error::Invalid(faults)) => (StatusCode::UNPROCESSABLE_ENTITY, faults.into()),
        Err(Error::Refused(
            refusal @ (Refusal::ReasonMissing | Refusal::IllegalTransition | Refusal::NpnTaken),
        )) => (StatusCode::UNPROCESSABLE_ENTITY, FieldErrors::at_field("reason", refusal)),
        Err(other) => return Err(other.into()),
    };
    let account = app.portal.read_assister(&session.showing_again(), &key).await?;
    show_with(status, &page(&app, &visitor, &account, reason, errors))
}

fn page(
    app: &App,
    visitor: &Visitor,
    account: &AssisterAccount,
    typed: &str,
    errors: FieldErrors,
) -> AccountPage {
    let layout = visitor.layout(app, &account.row.name()).wide(Width::Normal).with_errors(&errors);
    let address = format!("/manage/assisters/{}", account.row.assister_key);
    let invited = account.row.credentials.state == AccountState::Invited;
    let invite = invited.then(|| {
        let button = Button::new("Send a new invitation").kind(ButtonKind::Outline);
        ButtonForm::new(&*address, layout.csrf_field(), button).with("step", "invite")
    });
    AccountPage {
        said: None,
        may_act: may_act_status(&account.missing),
        missing: account.missing.iter().map(|missing| missing.in_words()).collect(),
        facts: SummaryList::new(facts(account)),
        details: SummaryList::new(details(app, visitor.words, account)),
        reason: TextArea::new("reason", "Reason")
            .hint("Kept with the account's history. Up to 500 letters.")
            .max_length(500)
            .value(typed)
            .errors(&errors),
        buttons: buttons(account.row.credentials.state),
        invite,
        history: history(app, account),
        events: events(app, account),
        address,
        layout,
        errors,
    }
}

/// The legal steps, as buttons (CERT-5).
fn buttons(state: AccountState) -> Vec<Button> {
    let steps = [
        (Transition::Suspend, "Suspend", ButtonKind::Danger),
        (Transition::Reinstate, "Reinstate", ButtonKind::Primary),
        (Transition::Decertify, "Decertify", ButtonKind::Danger),
        (Transition::Recertify, "Recertify", ButtonKind::Primary),
    ];
    steps
        .into_iter()
        .filter(|(transition, _, _)| state.after(*transition).is_ok())
        .map(|(transition, label, kind)| Button::new(label).kind(kind).name("step").value(transition.word()))
        .collect()
}

/// All of CERT-1, each fact with yes or no.
fn facts(account: &AssisterAccount) -> Vec<SummaryRow> {
    let Credentials {
        kind,
        state,
        certified_from,
        certified_until,
        training_passed_on,
        access_approved_on,
        license_until,
        ..
    } = &account.row.credentials;
    let fact = |name: &str, words: String, missing: &[Missing]| {
        let good = !missing.iter().any(|one| account.missing.contains(one));
        let status = if good { Status::new("Yes", Tone::Good) } else { Status::new("No", Tone::Attention) };
        SummaryRow::new(name, words).status(status)
    };
    let day = |day: &Option<Date>| day.map_or("not recorded".to_owned(), date_in_words);
    let agency = account.row.agency.clone().unwrap_or_else(|| "works alone".to_owned());
    let mut rows = vec![
        SummaryRow::new("Account", "").status(state_status(*state)),
        fact(
            "Certified",
            format!("{} to {}", day(certified_from), day(certified_until)),
            &[Missing::Certification],
        ),
        fact("Training and assessment passed", day(training_passed_on), &[Missing::Training]),
    ];
    match kind {
        AssisterKind::Broker => {
            rows.push(fact("License in force", format!("until {}", day(license_until)), &[Missing::License]));
        }
        AssisterKind::Navigator | AssisterKind::Cac => {
            rows.push(fact(
                "Access approved by the agency",
                day(access_approved_on),
                &[Missing::AgencyApproval],
            ));
        }
    }
    rows.push(fact("Agency active", agency, &[Missing::Agency]));
    rows
}

fn details(app: &App, words: Words, account: &AssisterAccount) -> Vec<SummaryRow> {
    let languages: Vec<_> = account.row.languages.0.iter().map(|code| words.spoken(code)).collect();
    let mut rows = vec![
        SummaryRow::new("Kind", capital(account.row.credentials.kind.in_words())),
        SummaryRow::new("Reference number", &*account.row.reference_number),
    ];
    if let Some(id) = &account.row.assister_id {
        rows.push(SummaryRow::new("Assister ID", &**id));
    }
    if let Some(npn) = &account.row.npn {
        rows.push(SummaryRow::new("NPN", &**npn));
    }
    rows.extend([
        SummaryRow::new("E-mail", &*account.row.email),
        SummaryRow::new("Public phone", &*account.row.public_phone),
        SummaryRow::new("Public e-mail", &*account.row.public_email),
        SummaryRow::new("Languages", words.list(&languages)),
        SummaryRow::new("Consumers now", account.row.consumers.to_string()),
        SummaryRow::new("Created on", app.portal.day_in_words(account.row.created_at)),
    ]);
    if let (AccountState::Invited, Some(until)) =
        (account.row.credentials.state, account.row.invitation_until)
    {
        rows.push(SummaryRow::new(
            "Invitation",
            format!("valid until {}", app.portal.moment_in_words(until)),
        ));
    }
    rows
}

fn history(app: &App, account: &AssisterAccount) -> Table {
    let rows = account.history.iter().map(|step| {
        Row(vec![
            Cell::text(app.portal.moment_in_words(step.at)),
            Cell::text(capital(step.transition.word())),
            Cell::text(capital(step.state.word())),
            Cell::text(&*step.reason),
            Cell::text(step.by.as_ref().map(By::name).unwrap_or_default()),
        ])
    });
    let columns = ["When", "Step", "State after it", "Reason", "By"].map(Column::new).to_vec();
    Table::new("Life cycle, newest first", columns, rows.collect())
        .quiet_caption()
        .empty("No step was recorded.")
}

fn events(app: &App, account: &AssisterAccount) -> Table {
    let rows = account.events.iter().map(|event| {
        let what = what_came_of(event.action.row().did, event.outcome, false);
        Row(vec![Cell::text(app.portal.moment_in_words(event.at)), Cell::text(&*event.actor_name), what])
    });
    let columns = ["When", "Who", "What"].map(Column::new).to_vec();
    Table::new("Who opened or changed this account, newest first", columns, rows.collect())
        .quiet_caption()
        .empty("Nobody has opened this account before.")
}
