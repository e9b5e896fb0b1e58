//! Your assister: view, find, read the statement, agree, receipts, remove. Only consumers reach these
//! pages, each for their own account (ASSOC-1).

use crate::{
    App,
    answer::{show_in, show_with_in},
    cookies::go,
    form::Posted,
    layout::{Layout, Width, other_language},
    parts::{
        Alert, AlertKind, Button, ButtonForm, ButtonKind, Cell, Column, FieldErrors, Hidden, Link, Message,
        Row, Status, SummaryList, SummaryRow, Table, TextField, Tone,
    },
    query::Query,
    refusal::PageError,
    routes::{Route, Who, within},
    session::Subject,
    spreadsheet::attachment,
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    consumer::Action,
    people::{AssociationKey, RequestKey},
    refusal::Refusal,
    typed::Reader,
};
use portal::{
    Error,
    associations::{AssisterCard, AssociationLine, Outcome, Statement, StatementShown, StoredReceipt},
    inviting::OpenRequest,
};
use serde::Deserialize;
use words::{AssisterKind, Name, Text, Words};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/assister", Who::Consumer, present),
        Route::get("/assister/find", Who::Consumer, find),
        Route::post("/assister/find", Who::Consumer, found)
            .reads(|field| (field == "reference").then_some(Reader::ReferenceNumber)),
        Route::get("/assister/authorize/{reference}", Who::Consumer, statement)
            .before(|_| within(Action::AuthorizeAssister)),
        Route::post("/assister/authorize/{reference}", Who::Consumer, agree),
        Route::get("/assister/receipts/{receipt}", Who::Consumer, receipt),
        Route::get("/assister/receipts/{receipt}/json", Who::Consumer, receipt_json),
        Route::post("/assister/decline", Who::Consumer, decline),
        Route::get("/assister/remove", Who::Consumer, remove),
        Route::post("/assister/remove", Who::Consumer, removed),
    ]
}

/// What was just done, for the page it leads to.
#[derive(Deserialize, Default)]
struct Said {
    said: Option<String>,
}

#[derive(Template)]
#[template(path = "associations/present.html")]
struct Present {
    layout: Layout,
    said: Option<Alert>,
    cannot_act: Option<Alert>,
    absent: Option<Alert>,
    requests: Vec<Request>,
    details: Option<SummaryList>,
    receipt: Option<Link>,
    history: Option<Table>,
}

/// An assister's request that waits for an answer.
struct Request {
    sentence: Text,
    review: Link,
    decline: ButtonForm,
}

fn requests(words: Words, app: &App, layout: &Layout, requests: &[OpenRequest]) -> Vec<Request> {
    let request = |request: &OpenRequest| {
        let decline = Button::new(words.association_decline()).kind(ButtonKind::Outline);
        let until = app.portal.day_of(request.lapses_at);
        Request {
            sentence: words.association_request(request.name(), request.kind(), until),
            review: Link::new(
                format!("/assister/authorize/{}", request.reference_number),
                words.association_review(),
            )
            .button(ButtonKind::Primary),
            decline: ButtonForm::new("/assister/decline", layout.csrf_field(), decline)
                .with("request", &*request.request_key.0),
        }
    };
    requests.iter().map(request).collect()
}

/// Declines a request: it is gone (ASSOC-12).
async fn decline(app: App, subject: Subject, form: Posted) -> Result<Response, PageError> {
    let request = RequestKey(form.get("request").to_owned());
    app.portal.decline_request(&subject.session, &subject.consumer, &request).await?;
    Ok(go("/assister?said=declined"))
}

async fn present(app: App, subject: Subject, Query(said): Query<Said>) -> Result<Response, PageError> {
    let read = app.portal.read_association(&subject.session, &subject.consumer).await?;
    let words = subject.words;
    let layout = subject.layout(&app, words.association_title(), &read.consumer_name()).wide(Width::Normal);
    let said = match said.said.as_deref() {
        Some("same") => Some(Alert::new(AlertKind::Info, words.association_same_done())),
        Some("declined") => Some(Alert::new(AlertKind::Success, words.association_declined_done())),
        Some("removed") => Some(Alert::new(AlertKind::Success, words.association_removed_done())),
        _ => None,
    };
    let current = read.current.as_ref();
    let cannot_act = current.filter(|line| !line.assister.may_act_on(app.portal.today()));
    let absence = current.and_then(|line| line.assister.absence_on(app.portal.today()));
    let absent = absence.map(|(from, until)| match &read.stand_in {
        Some(one) => words.association_absent_with(from, until, one.name(), &*one.public_phone),
        None => words.association_absent(from, until),
    });
    let page = Present {
        absent: absent.map(|said| Alert::new(AlertKind::Info, said)),
        details: current.map(|line| SummaryList::new(line_rows(words, &app, line))),
        receipt: current
            .map(|line| Link::new(receipt_path(&line.association_key), words.association_read_receipt())),
        history: history(words, &app, &read.history),
        requests: requests(words, &app, &layout, &read.requests),
        layout,
        said,
        cannot_act: cannot_act.map(|line| cannot_act_alert(words, &line.assister)),
    };
    show_in(words, &page)
}

/// Why the assister cannot act, as far as it is the consumer's matter, and what to do next.
fn cannot_act_alert(words: Words, assister: &AssisterCard) -> Alert {
    let alert = |text: Text| Alert::new(AlertKind::Warning, text);
    match &assister.other_number {
        None => alert(words.association_cannot_act(assister.name())),
        Some(number) => {
            let way = words.association_other_account_way();
            alert(words.association_other_account(assister.name(), &**number))
                .link(Link::new(format!("/assister/authorize/{number}"), way))
        }
    }
}

fn receipt_path(key: &AssociationKey) -> String {
    format!("/assister/receipts/{key}")
}

fn line_rows(words: Words, app: &App, line: &AssociationLine) -> Vec<SummaryRow> {
    let mut rows = card_rows(words, &line.assister);
    let since = app.portal.day_of(line.started_at);
    let status = access(words, line.assister.may_act_on(app.portal.today()));
    rows.push(SummaryRow::new(words.association_since(), words.day(since)));
    rows.push(SummaryRow::new(words.association_access(), "").status(status));
    rows
}

/// Whether an assister can act now.
pub(crate) fn access(words: Words, may_act: bool) -> Status {
    match may_act {
        true => Status::new(words.association_can_act_now(), Tone::Good),
        false => Status::new(words.association_cannot_act_now(), Tone::Attention),
    }
}

/// What everybody may know of an assister (ASSOC-3).
fn card_rows(words: Words, card: &AssisterCard) -> Vec<SummaryRow> {
    let mut rows = vec![
        SummaryRow::new(words.association_name(), words.person(card.name())),
        SummaryRow::new(words.association_kind(), words.assister_kind(card.kind())),
    ];
    if let Some(agency) = &card.agency {
        rows.push(SummaryRow::new(words.association_agency(), &**agency));
    }
    let languages: Vec<_> = card.languages().into_iter().map(|code| words.spoken(code)).collect();
    rows.extend([
        SummaryRow::new(words.association_phone(), &*card.public_phone),
        SummaryRow::new(words.association_email(), &*card.public_email),
        SummaryRow::new(words.association_languages(), words.list(&languages)),
        SummaryRow::new(words.association_reference(), &*card.reference_number),
    ]);
    rows
}

fn history(words: Words, app: &App, lines: &[AssociationLine]) -> Option<Table> {
    let day = |at| Cell::text(words.day(app.portal.day_of(at)));
    let row = |line: &AssociationLine| {
        let receipt = words.association_receipt_of(line.assister.name());
        Row(vec![
            Cell::text(words.person(line.assister.name())),
            day(line.started_at),
            line.ended_at.map_or_else(|| Cell::text(""), day),
            Cell::text(line.ended_by.map(|by| words.association_ended_by(by)).unwrap_or_default()),
            Cell::Link(Link::new(receipt_path(&line.association_key), receipt)),
        ])
    };
    let rows: Vec<Row> = lines.iter().map(row).collect();
    let columns = [
        words.association_earlier_who(),
        words.association_earlier_from(),
        words.association_earlier_until(),
        words.association_earlier_by(),
        words.association_receipt(),
    ];
    let columns = columns.map(Column::new).to_vec();
    (!rows.is_empty()).then(|| Table::new(words.association_earlier(), columns, rows).quiet_caption())
}

#[derive(Template)]
#[template(path = "associations/find.html")]
struct Find {
    layout: Layout,
    errors: FieldErrors,
    number: TextField,
    found: Option<Found>,
}

/// The assister with the number that was typed.
struct Found {
    name: Name,
    card: SummaryList,
    assign: Link,
}

fn find_page(layout: Layout, typed: &str, errors: FieldErrors) -> Find {
    let words = layout.words;
    let number = TextField::digits("reference", words.association_find_field())
        .hint(words.association_find_field_hint())
        .value(typed)
        .max_length(20)
        .errors(&errors);
    Find { layout, errors, number, found: None }
}

async fn find(app: App, subject: Subject) -> Result<Response, PageError> {
    let begun = app.portal.begin_finding(&subject.session, &subject.consumer).await?;
    let words = subject.words;
    let layout = subject.layout(&app, words.association_find_title(), &begun.consumer_name());
    show_in(words, &find_page(layout, "", FieldErrors::none()))
}

/// The search is a POST, so that a number that was typed never stands in an address.
async fn found(app: App, subject: Subject, form: Posted) -> Result<Response, PageError> {
    let words = subject.words;
    let mut layout = subject.layout(&app, words.association_find_title(), "");
    let typed = form.get("reference");
    let words = subject.words;
    match app.portal.find_assister(&subject.session, &subject.consumer, typed).await {
        Ok(card) => {
            let mut page = find_page(layout, typed, FieldErrors::none());
            let to = format!("/assister/authorize/{}", card.reference_number);
            page.found = Some(Found {
                name: card.name(),
                card: SummaryList::new(card_rows(words, &card)),
                assign: Link::new(to, words.association_found_assign()).button(Default::default()),
            });
            show_in(words, &page)
        }
        Err(fault) => {
            let (status, message) = match &fault {
                Error::Invalid(faults) => (
                    StatusCode::UNPROCESSABLE_ENTITY,
                    faults.first().map(|fault| Message::from(fault.wrong.clone())).unwrap_or_default(),
                ),
                Error::Refused(refusal @ Refusal::AssisterNotFound) => {
                    (StatusCode::NOT_FOUND, (*refusal).into())
                }
                Error::Refused(refusal @ Refusal::TooManyLookUps) => {
                    (StatusCode::TOO_MANY_REQUESTS, (*refusal).into())
                }
                _ => return Err(fault.into()),
            };
            let mut errors = FieldErrors::none();
            errors.add("reference", message);
            layout.has_error = true;
            show_with_in(words, status, &find_page(layout, typed, errors))
        }
    }
}

#[derive(Template)]
#[template(path = "associations/statement.html")]
struct StatementPage {
    layout: Layout,
    changed: Option<Alert>,
    same: Option<Alert>,
    statement: Statement,
    /// The statement's language, where it is not the page's.
    other: Option<Words>,
    card: SummaryList,
    version: Hidden,
    language: Hidden,
    sha256: Hidden,
}

async fn statement(
    app: App,
    subject: Subject,
    Path(reference): Path<String>,
    Query(said): Query<Said>,
) -> Result<Response, PageError> {
    let read = app.portal.read_statement(&subject.session, &subject.consumer, &reference).await?;
    let words = subject.words;
    let mut layout = subject.layout(&app, words.authorize_title(), &read.consumer_name());
    let changed = said.said.as_deref() == Some("changed");
    layout.has_error = changed;
    let statement = read.value;
    let same = statement.is_present.then(|| {
        Alert::new(AlertKind::Info, words.authorize_same(statement.assister.name()))
            .link(Link::new("/assister", words.authorize_see()))
    });
    let page = StatementPage {
        layout,
        changed: changed.then(|| Alert::new(AlertKind::Error, words.refusal(Refusal::StatementChanged))),
        same,
        other: other_language(words, &statement.language),
        card: SummaryList::new(card_rows(words, &statement.assister)),
        version: Hidden::new("version", &*statement.version),
        language: Hidden::new("language", &*statement.language),
        sha256: Hidden::new("sha256", &*statement.sha256),
        statement,
    };
    show_in(words, &page)
}

/// "I agree" (ASSOC-4).
async fn agree(
    app: App,
    subject: Subject,
    Path(reference): Path<String>,
    form: Posted,
) -> Result<Response, PageError> {
    let shown = StatementShown {
        version: form.get("version").to_owned(),
        language: form.get("language").to_owned(),
        sha256: form.get("sha256").to_owned(),
    };
    match app.portal.authorize_assister(&subject.session, &subject.consumer, &reference, &shown).await {
        Ok(made) => Ok(match made.outcome {
            Outcome::Started | Outcome::Replaced => go(&receipt_path(&made.association)),
            Outcome::Unchanged => go("/assister?said=same"),
        }),
        // To read the statement again is an act of its own.
        Err(Error::Refused(Refusal::StatementChanged)) => {
            let reference: String = form_urlencoded::byte_serialize(reference.as_bytes()).collect();
            Ok(go(&format!("/assister/authorize/{reference}?said=changed")))
        }
        Err(fault) => Err(fault.into()),
    }
}

#[derive(Template)]
#[template(path = "associations/receipt.html")]
struct ReceiptPage {
    layout: Layout,
    stored: StoredReceipt,
    /// The receipt's language, where it is not the page's.
    other: Option<Words>,
    assister: Name,
    parties: SummaryList,
    how: SummaryList,
    proof: SummaryList,
    download: Link,
}

async fn receipt(app: App, subject: Subject, Path(key): Path<String>) -> Result<Response, PageError> {
    let key = AssociationKey(key);
    let read = app.portal.read_receipt(&subject.session, &subject.consumer, &key).await?;
    let words = subject.words;
    let layout = subject.layout(&app, words.receipt_title(), &read.consumer_name());
    let receipt = &read.receipt;
    let assister = Name::whole(&*receipt.assister_name);
    // What was agreed to is shown in the very words that are kept.
    let other = other_language(words, &receipt.statement_language);
    let mut parties = vec![
        SummaryRow::new(words.receipt_who_agreed(), &*receipt.consumer_name),
        SummaryRow::new(words.receipt_who_may_act(), &*receipt.assister_name),
        SummaryRow::new(words.association_kind(), &*receipt.assister_kind).quoted(other),
        SummaryRow::new(words.association_reference(), &*receipt.assister_reference_number),
    ];
    if let Some(agency) = &receipt.assister_agency {
        parties.push(SummaryRow::new(words.association_agency(), &**agency));
    }
    if let Some(replaced) = &receipt.replaced_assister_name {
        let replaced = words.receipt_replaced_who(Name::whole(&**replaced));
        parties.push(SummaryRow::new(words.receipt_replaced(), replaced));
    }
    let how = vec![
        SummaryRow::new(words.receipt_when(), moment(words, &app, &receipt.agreed_at)),
        SummaryRow::new(words.receipt_how(), &*receipt.channel).quoted(other),
    ];
    let proof = vec![
        SummaryRow::new(words.receipt_number(), &*receipt.receipt),
        SummaryRow::new(words.receipt_exact_time(), &*receipt.agreed_at),
        SummaryRow::new(words.receipt_address(), &*receipt.ip),
        SummaryRow::new(words.receipt_browser(), &*receipt.user_agent),
        SummaryRow::new(
            words.receipt_statement(),
            words.receipt_statement_which(&receipt.statement_version, &receipt.statement_language),
        ),
        SummaryRow::new(words.receipt_hash(), &*read.sha256),
    ];
    let page = ReceiptPage {
        layout,
        other,
        assister,
        parties: SummaryList::new(parties),
        how: SummaryList::new(how),
        proof: SummaryList::new(proof),
        download: Link::new(format!("{}/json", receipt_path(&key)), words.receipt_download())
            .button(Default::default()),
        stored: read.value,
    };
    show_in(words, &page)
}

/// The receipt's own time as people read it; as it stands when it is none.
fn moment(words: Words, app: &App, agreed_at: &str) -> String {
    match agreed_at.parse::<jiff::Timestamp>() {
        Ok(at) => words.moment(app.portal.moment_of(at.as_microsecond())).into_owned(),
        Err(_) => agreed_at.to_owned(),
    }
}

/// The stored bytes, whose SHA-256 stands on the page and in the audit log.
async fn receipt_json(app: App, subject: Subject, Path(key): Path<String>) -> Result<Response, PageError> {
    let key = AssociationKey(key);
    let read = app.portal.read_receipt(&subject.session, &subject.consumer, &key).await?;
    Ok(attachment("application/json", "authorization-receipt.json", read.value.json))
}

#[derive(Template)]
#[template(path = "associations/remove.html")]
struct Remove {
    layout: Layout,
    name: Name,
    kind: AssisterKind,
    association: Hidden,
}

async fn remove(app: App, subject: Subject) -> Result<Response, PageError> {
    let read = app.portal.read_association(&subject.session, &subject.consumer).await?;
    let Some(current) = &read.current else { return Ok(go("/assister")) };
    let words = subject.words;
    let page = Remove {
        layout: subject.layout(&app, words.remove_title(), &read.consumer_name()),
        name: current.assister.name(),
        kind: current.assister.kind(),
        association: Hidden::new("association", &*current.association_key.0),
    };
    show_in(words, &page)
}

/// The second click (ASSOC-7).
async fn removed(app: App, subject: Subject, form: Posted) -> Result<Response, PageError> {
    let shown = AssociationKey(form.get("association").to_owned());
    match app.portal.end_association(&subject.session, &subject.consumer, &shown).await {
        Ok(_) => Ok(go("/assister?said=removed")),
        // Ended or replaced in another window: the page tells how it stands now.
        Err(Error::Refused(Refusal::NoAssociation)) => Ok(go("/assister")),
        Err(fault) => Err(fault.into()),
    }
}
