//! Reconciliation (ENR-7): what carriers say of all their coverage beside what stands here, as a page and as files.

use super::carrier;
use crate::{
    App,
    answer::show_in,
    layout::{Layout, Width},
    parts::{Alert, AlertKind, ButtonKind, Cell, Column, Link, Row, Table},
    refusal::PageError,
    session::Visitor,
    spreadsheet::{Sheet, attachment},
};
use askama::Template;
use axum::{extract::Path, response::Response};
use portal::carriers::{CarrierAudit, DifferenceRow, Reconciliation};
use words::{Text, Words};

/// So many differences stand on the page; the files have all.
const SHOWN: i64 = 200;

#[derive(Template)]
#[template(path = "carriers/audits.html")]
struct Audits {
    layout: Layout,
    audits: Table,
}

pub(super) async fn audits(app: App, visitor: Visitor) -> Result<Response, PageError> {
    let (audits, words) = (app.portal.read_carrier_audits(&visitor.session).await?, visitor.words);
    let columns = vec![
        Column::new(words.carriers_carrier()),
        Column::new(words.audits_made_on()),
        Column::number(words.audits_policies()),
        Column::number(words.audits_differences()),
        Column::new(words.audits_see()),
    ];
    let row = |audit: &CarrierAudit| {
        let address = format!("/manage/carriers/reconciliation/{}", audit.carrier);
        let name = audit.carrier_name.clone().unwrap_or_else(|| audit.carrier.clone());
        Row(vec![
            carrier(words, audit.carrier_name.as_ref(), &audit.carrier),
            Cell::text(words.day(audit.made_on)),
            Cell::text(words.count(audit.policies)),
            Cell::text(words.count(audit.differences)),
            Cell::Link(Link::new(address, words.audits_see()).context(name)),
        ])
    };
    let table = Table::new(words.audits_caption(), columns, audits.iter().map(row).collect());
    let layout = visitor.layout(&app, words.audits_title());
    show_in(words, &Audits { audits: table.quiet_caption().empty(words.audits_none()), layout })
}

#[derive(Template)]
#[template(path = "carriers/reconciliation.html")]
struct Page {
    layout: Layout,
    lead: Text,
    agreed: Option<Alert>,
    differences: Table,
    more: Option<Text>,
    files: [Link; 2],
}

pub(super) async fn page(
    app: App,
    visitor: Visitor,
    Path(carrier): Path<String>,
) -> Result<Response, PageError> {
    let found = app.portal.read_reconciliation(&visitor.session, &carrier, SHOWN).await?;
    let (words, Reconciliation { audit, differences }) = (visitor.words, &found);
    let row = |one: &DifferenceRow| {
        Row(vec![
            Cell::text(&*one.policy),
            Cell::text(words.audits_difference(one.difference)),
            Cell::text(&*one.ours),
            Cell::text(&*one.theirs),
            Cell::text(words.audits_next_step(one.difference)),
        ])
    };
    let columns = head(words).map(Column::new).to_vec();
    let name = audit.carrier_name.clone().unwrap_or_else(|| audit.carrier.clone());
    let layout = visitor.layout(&app, words.audits_of(&*name)).wide(Width::Wide);
    let file = |ending| format!("/manage/carriers/reconciliation/{carrier}/{ending}");
    let page = Page {
        lead: words.audits_lead(
            &*audit.file,
            audit.made_on,
            audit.policies,
            app.portal.day_of(audit.taken_at),
        ),
        agreed: (audit.differences == 0).then(|| Alert::new(AlertKind::Success, words.audits_agree())),
        differences: Table::new(words.audits_differences(), columns, differences.iter().map(row).collect())
            .quiet_caption()
            .wide()
            .empty(words.audits_agree()),
        more: (audit.differences > SHOWN).then(|| words.audits_more(SHOWN, audit.differences)),
        files: [
            Link::new(file("csv"), words.audits_csv()).button(ButtonKind::Outline),
            Link::new(file("xlsx"), words.audits_xlsx()).button(ButtonKind::Outline),
        ],
        layout,
    };
    show_in(words, &page)
}

fn head(words: Words) -> [Text; 5] {
    [
        words.carriers_open_policy(),
        words.audits_what(),
        words.audits_ours(),
        words.audits_theirs(),
        words.carriers_open_next(),
    ]
}

/// All of it as a sheet, for a file.
async fn sheet(app: &App, visitor: &Visitor, carrier: &str) -> Result<Sheet, PageError> {
    let found = app.portal.read_reconciliation(&visitor.session, carrier, i64::MAX).await?;
    let words = visitor.words;
    let row = |one: DifferenceRow| {
        vec![
            one.policy.into(),
            words.audits_difference(one.difference),
            one.ours.into(),
            one.theirs.into(),
            words.audits_next_step(one.difference),
        ]
    };
    Ok(Sheet { head: head(words).to_vec(), rows: found.differences.into_iter().map(row).collect() })
}

pub(super) async fn csv(
    app: App,
    visitor: Visitor,
    Path(carrier): Path<String>,
) -> Result<Response, PageError> {
    let file = sheet(&app, &visitor, &carrier).await?.comma_separated()?;
    Ok(attachment("text/csv; charset=utf-8", "reconciliation.csv", file))
}

pub(super) async fn xlsx(
    app: App,
    visitor: Visitor,
    Path(carrier): Path<String>,
) -> Result<Response, PageError> {
    const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let file = sheet(&app, &visitor, &carrier).await?.workbook()?;
    Ok(attachment(KIND, "reconciliation.xlsx", file))
}
