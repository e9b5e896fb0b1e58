//! Your assister: view, find, read the statement, agree, receipts, remove. Only consumers reach these
//! pages, each for their own account (ASSOC-1).

use crate::{
    App,
    answer::{show, show_with},
    cookies::go,
    form::Posted,
    layout::{Layout, Width},
    parts::{
        Alert, AlertKind, Cell, Column, FieldErrors, Hidden, Link, Message, Row, Status, SummaryList,
        SummaryRow, Table, TextField, Tone,
    },
    query::Query,
    refusal::PageError,
    routes::{Route, Who},
    session::Subject,
    spreadsheet::attachment,
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{association::EndedBy, people::AssociationKey, refusal::Refusal, text::capital, typed::Reader};
use portal::{
    Error,
    associations::{AssisterCard, AssociationLine, Outcome, Statement, StatementShown, StoredReceipt},
};
use serde::Deserialize;
use words::Words;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/assister", Who::Consumer, present),
        Route::get("/assister/find", Who::Consumer, find),
        Route::post("/assister/find", Who::Consumer, found)
            .reads(|field| (field == "reference").then_some(Reader::ReferenceNumber)),
        Route::get("/assister/authorize/{reference}", Who::Consumer, statement),
        Route::post("/assister/authorize/{reference}", Who::Consumer, agree),
        Route::get("/assister/receipts/{receipt}", Who::Consumer, receipt),
        Route::get("/assister/receipts/{receipt}/json", Who::Consumer, receipt_json),
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
    details: Option<SummaryList>,
    receipt: Option<Link>,
    history: Option<Table>,
}

async fn present(app: App, subject: Subject, Query(said): Query<Said>) -> Result<Response, PageError> {
    let read = app.portal.read_association(&subject.session, &subject.consumer).await?;
    let layout = subject.layout(&app, "Your assister", &read.consumer_name()).wide(Width::Normal);
    let said = match said.said.as_deref() {
        Some("same") => {
            Some(Alert::new(AlertKind::Info, "This is your assister already. Nothing was changed."))
        }
        Some("removed") => {
            Some(Alert::new(AlertKind::Success, "Your assister was removed and has no access any more."))
        }
        _ => None,
    };
    let current = read.current.as_ref();
    let cannot_act = current.filter(|line| !line.assister.may_act_on(app.portal.today())).map(|line| {
        let text = format!(
            "{} cannot act for you now. You can wait, choose another assister, or go on by yourself.",
            line.assister.name()
        );
        Alert::new(AlertKind::Warning, text)
    });
    show(&Present {
        details: current.map(|line| SummaryList::new(line_rows(&app, subject.words, line))),
        receipt: current.map(|line| {
            Link::new(receipt_path(&line.association_key), "Read the receipt of your authorization")
        }),
        history: history(&app, &read.history),
        layout,
        said,
        cannot_act,
    })
}

fn receipt_path(key: &AssociationKey) -> String {
    format!("/assister/receipts/{key}")
}

fn line_rows(app: &App, words: Words, line: &AssociationLine) -> Vec<SummaryRow> {
    let mut rows = card_rows(words, &line.assister);
    rows.push(SummaryRow::new("Authorized on", app.portal.day_in_words(line.started_at)));
    let status = match line.assister.may_act_on(app.portal.today()) {
        true => Status::new("Can act for you", Tone::Good),
        false => Status::new("Cannot act for you now", Tone::Attention),
    };
    rows.push(SummaryRow::new("Access", "").status(status));
    rows
}

/// What everybody may know of an assister (ASSOC-3).
fn card_rows(words: Words, card: &AssisterCard) -> Vec<SummaryRow> {
    let mut rows =
        vec![SummaryRow::new("Name", card.name()), SummaryRow::new("Kind", capital(card.kind().in_words()))];
    if let Some(agency) = &card.agency {
        rows.push(SummaryRow::new("Agency or organization", &**agency));
    }
    let languages: Vec<_> = card.languages().into_iter().map(|code| words.spoken(code)).collect();
    rows.extend([
        SummaryRow::new("Phone", &*card.public_phone),
        SummaryRow::new("E-mail", &*card.public_email),
        SummaryRow::new("Languages", words.list(&languages)),
        SummaryRow::new("Reference number", &*card.reference_number),
    ]);
    rows
}

fn history(app: &App, lines: &[AssociationLine]) -> Option<Table> {
    let rows = lines
        .iter()
        .map(|line| {
            let ended = line.ended_at.map(|at| app.portal.day_in_words(at)).unwrap_or_default();
            Row(vec![
                Cell::text(line.assister.name()),
                Cell::text(app.portal.day_in_words(line.started_at)),
                Cell::text(ended),
                Cell::text(match line.ended_by {
                    Some(EndedBy::Consumer) => "You",
                    Some(EndedBy::Replaced) => "You, by choosing another assister",
                    Some(EndedBy::Desk) => "The service desk",
                    None => "",
                }),
                Cell::Link(
                    Link::new(receipt_path(&line.association_key), "Receipt")
                        .context(format!("of {}", line.assister.name())),
                ),
            ])
        })
        .collect::<Vec<_>>();
    let columns = ["Assister", "From", "Until", "Ended by", "Receipt"].map(Column::new).to_vec();
    (!rows.is_empty()).then(|| Table::new("Earlier assisters", columns, rows).quiet_caption())
}

#[derive(Template)]
#[template(path = "associations/find.html")]
struct Find {
    layout: Layout,
    errors: FieldErrors,
    number: TextField,
    card: Option<SummaryList>,
    assign: Option<Link>,
    name: String,
}

fn find_page(layout: Layout, typed: &str, errors: FieldErrors) -> Find {
    let number = TextField::digits("reference", "Seven-digit reference number")
        .hint("Your assister gives you this number. For example: 123 4567")
        .value(typed)
        .max_length(20)
        .errors(&errors);
    Find { layout, errors, number, card: None, assign: None, name: String::new() }
}

async fn find(app: App, subject: Subject) -> Result<Response, PageError> {
    let begun = app.portal.begin_finding(&subject.session, &subject.consumer).await?;
    let layout = subject.layout(&app, "Assign an assister", &begun.consumer_name());
    show(&find_page(layout, "", FieldErrors::none()))
}

/// The search is a POST, so that a number that was typed never stands in an address.
async fn found(app: App, subject: Subject, form: Posted) -> Result<Response, PageError> {
    let mut layout = subject.layout(&app, "Assign an assister", "");
    let typed = form.get("reference");
    match app.portal.find_assister(&subject.session, &subject.consumer, typed).await {
        Ok(card) => {
            let mut page = find_page(layout, typed, FieldErrors::none());
            page.assign = Some(
                Link::new(format!("/assister/authorize/{}", card.reference_number), "Assign this assister")
                    .button(Default::default()),
            );
            page.card = Some(SummaryList::new(card_rows(subject.words, &card)));
            page.name = card.name();
            show(&page)
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
            show_with(status, &find_page(layout, typed, errors))
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
    let mut layout = subject.layout(&app, "Assister authorization", &read.consumer_name());
    let changed = said.said.as_deref() == Some("changed");
    layout.has_error = changed;
    let statement = read.value;
    let same = statement.is_present.then(|| {
        let text = format!(
            "{} is your assister already. Agreeing again changes nothing.",
            statement.assister.name()
        );
        Alert::new(AlertKind::Info, text).link(Link::new("/assister", "See your assister"))
    });
    show(&StatementPage {
        layout,
        changed: changed.then(|| Alert::new(AlertKind::Error, Refusal::StatementChanged.to_string())),
        same,
        card: SummaryList::new(card_rows(subject.words, &statement.assister)),
        version: Hidden::new("version", &*statement.version),
        language: Hidden::new("language", &*statement.language),
        sha256: Hidden::new("sha256", &*statement.sha256),
        statement,
    })
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
    parties: SummaryList,
    how: SummaryList,
    proof: SummaryList,
    download: Link,
}

async fn receipt(app: App, subject: Subject, Path(key): Path<String>) -> Result<Response, PageError> {
    let key = AssociationKey(key);
    let read = app.portal.read_receipt(&subject.session, &subject.consumer, &key).await?;
    let layout = subject.layout(&app, "Authorization receipt", &read.consumer_name());
    let receipt = &read.receipt;
    let mut parties = vec![
        SummaryRow::new("Who agreed", &*receipt.consumer_name),
        SummaryRow::new("Who may act", &*receipt.assister_name),
        SummaryRow::new("Kind", capital(&receipt.assister_kind)),
        SummaryRow::new("Reference number", &*receipt.assister_reference_number),
    ];
    if let Some(agency) = &receipt.assister_agency {
        parties.push(SummaryRow::new("Agency or organization", &**agency));
    }
    if let Some(replaced) = &receipt.replaced_assister_name {
        parties.push(SummaryRow::new("Replaced", format!("{replaced}, who can no longer act")));
    }
    let how = vec![
        SummaryRow::new("When", moment(&app, &receipt.agreed_at)),
        SummaryRow::new("How", capital(&receipt.channel)),
    ];
    let proof = vec![
        SummaryRow::new("Receipt number", &*receipt.receipt),
        SummaryRow::new("Exact time (UTC)", &*receipt.agreed_at),
        SummaryRow::new("From address", &*receipt.ip),
        SummaryRow::new("Browser", &*receipt.user_agent),
        SummaryRow::new(
            "Statement",
            format!("version {}, language {}", receipt.statement_version, receipt.statement_language),
        ),
        SummaryRow::new("SHA-256", &*read.sha256),
    ];
    show(&ReceiptPage {
        layout,
        parties: SummaryList::new(parties),
        how: SummaryList::new(how),
        proof: SummaryList::new(proof),
        download: Link::new(format!("{}/json", receipt_path(&key)), "Download JSON")
            .button(Default::default()),
        stored: read.value,
    })
}

/// The receipt's own time as people read it; as it stands when it is none.
fn moment(app: &App, agreed_at: &str) -> String {
    match agreed_at.parse::<jiff::Timestamp>() {
        Ok(at) => app.portal.moment_in_words(at.as_microsecond()),
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
    name: String,
    what_ending_does: &'static str,
    association: Hidden,
}

async fn remove(app: App, subject: Subject) -> Result<Response, PageError> {
    let read = app.portal.read_association(&subject.session, &subject.consumer).await?;
    let Some(current) = &read.current else { return Ok(go("/assister")) };
    show(&Remove {
        layout: subject.layout(&app, "Remove your assister", &read.consumer_name()),
        name: current.assister.name(),
        what_ending_does: domain::association::what_ending_does(current.assister.kind()),
        association: Hidden::new("association", &*current.association_key.0),
    })
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
