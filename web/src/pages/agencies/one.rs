//! One agency: may its assisters act today, yes or no and why; its people, its contract, its history.

use crate::{
    App,
    answer::show_in,
    layout::{Layout, Width},
    pages::assisters::{contract, may_act_status},
    parts::{Alert, AlertKind, ButtonKind, Link, Status, SummaryList, SummaryRow, Table},
    query::Query,
    refusal::PageError,
    session::Visitor,
    staff::history,
};
use askama::Template;
use axum::{extract::Path, response::Response};
use domain::{
    agency::{AgencyStep, ContactKind},
    people::AgencyKey,
};
use portal::agencies::{AgencyRecord, Contact, questions};
use serde::Deserialize;
use words::{Text, Words};

#[derive(Deserialize, Default)]
pub(super) struct Said {
    said: Option<String>,
}

#[derive(Template)]
#[template(path = "agencies/one.html")]
struct OnePage {
    layout: Layout,
    said: Option<Alert>,
    may_act: Status,
    missing: Vec<Text>,
    details: SummaryList,
    people: Link,
    contacts: SummaryList,
    ways: Vec<Link>,
    history: Table,
}

pub(super) async fn page(
    app: App,
    visitor: Visitor,
    Path(key): Path<String>,
    Query(said): Query<Said>,
) -> Result<Response, PageError> {
    let agency = app.portal.read_agency(&visitor.session, &AgencyKey(key)).await?;
    let words = visitor.words;
    let page = OnePage {
        said: done(words, said.said.as_deref(), &agency.row.name),
        may_act: may_act_status(words, agency.missing.is_empty()),
        missing: agency.missing.iter().map(|missing| words.missing_credential(*missing)).collect(),
        details: SummaryList::new(details(&app, words, &agency)),
        people: Link::new(format!("/manage?agency={}", agency.row.agency_key), words.agency_people()),
        contacts: SummaryList::new(contacts(words, &agency.contacts)),
        ways: ways(words, &agency),
        history: history(&app, words, &questions(), &agency.changes),
        layout: visitor.layout(&app, &*agency.row.name).wide(Width::Normal),
    };
    show_in(words, &page)
}

/// What was done just now.
fn done(words: Words, said: Option<&str>, name: &str) -> Option<Alert> {
    let told = match said? {
        "created" => words.agency_said_created(name),
        "correct" => words.agency_said_corrected(name),
        "certify" => words.agency_said_certified(name),
        "suspend" => words.agency_said_suspended(name),
        "reinstate" => words.agency_said_reinstated(name),
        "merge" => words.agency_said_merged(name),
        _ => return None,
    };
    Some(Alert::new(AlertKind::Success, told))
}

fn details(app: &App, words: Words, agency: &AgencyRecord) -> Vec<SummaryRow> {
    let row = &agency.row;
    let certified =
        row.standing.agency_certified_on.map_or(words.agency_not_certified(), |day| words.day(day));
    let mut rows = vec![
        SummaryRow::new(words.agencies_kind(), words.agencies_of_kind(row.kind)),
        SummaryRow::new(words.agencies_state_column(), words.agencies_state(row.standing.agency_state)),
        SummaryRow::new(words.agency_certified(), certified),
        SummaryRow::new(words.agency_contract(), contract(words, &row.standing)),
        SummaryRow::new(words.agency_phone(), &*row.phone),
    ];
    if let Some(npn) = &row.npn {
        rows.push(SummaryRow::new(words.assister_npn(), &**npn));
    }
    rows.extend([
        SummaryRow::new(words.agencies_assisters(), words.count(row.assisters)),
        SummaryRow::new(words.agency_consumers(), words.count(row.consumers)),
        SummaryRow::new(words.agency_created_on(), words.day(app.portal.day_of(row.created_at))),
    ]);
    rows
}

fn contacts(words: Words, contacts: &[Contact]) -> Vec<SummaryRow> {
    let lines = |contact: &Contact| {
        let lines = [&contact.name, &contact.email, &contact.phone];
        lines.into_iter().filter(|line| !line.is_empty()).cloned().collect()
    };
    let row = |kind: &ContactKind| {
        let of = contacts.iter().find(|contact| contact.contact_kind == *kind);
        let lines = of.map_or_else(|| vec![words.assister_not_recorded().into_owned()], lines);
        SummaryRow::lines(words.agency_contact(*kind), lines)
    };
    ContactKind::ALL.iter().map(row).collect()
}

/// What can be done to it from where it stands.
fn ways(words: Words, agency: &AgencyRecord) -> Vec<Link> {
    let address = format!("/manage/agencies/{}", agency.row.agency_key);
    let to = |word: &str, label: Text, kind| Link::new(format!("{address}/{word}"), label).button(kind);
    if agency.row.merged_into.is_some() {
        return Vec::new();
    }
    let steps = [
        (AgencyStep::Certify, words.agency_certify(), ButtonKind::Primary),
        (AgencyStep::Reinstate, words.agency_reinstate(), ButtonKind::Primary),
        (AgencyStep::Suspend, words.agency_suspend(), ButtonKind::Danger),
    ];
    let mut ways = vec![to("correct", words.agency_correct(), ButtonKind::Outline)];
    let fitting = steps.into_iter().filter(|(step, _, _)| agency.row.standing.allows(*step));
    ways.extend(fitting.map(|(step, label, kind)| to(step.word(), label, kind)));
    ways.push(to("administrators", words.administrators(), ButtonKind::Outline));
    ways.push(to("merge", words.agency_merge(), ButtonKind::Outline));
    ways
}
