//! The proof of a change: files to send, and those that were sent, each as a download.

use crate::{
    App,
    answer::{show_in, show_with_in},
    form::{Posted, new_key},
    layout::{Layout, Width},
    parts::{Alert, AlertKind, Cell, Column, FieldErrors, FileField, Hidden, Link, Row, Table},
    query::Query,
    refusal::PageError,
    session::Subject,
    spreadsheet::attachment,
    upload::Uploaded,
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    people::{ApplicationKey, ProofKey},
    proof::ProofKind,
};
use portal::{
    Error,
    applications::{Changes, NewProof, ProofLine},
};
use serde::Deserialize;
use words::{Text, Words};

#[derive(Deserialize, Default)]
pub(super) struct Said {
    said: Option<String>,
}

#[derive(Template)]
#[template(path = "changes/proof.html")]
struct ProofPage {
    layout: Layout,
    errors: FieldErrors,
    said: Option<Alert>,
    what: Text,
    days: u8,
    by: Option<Text>,
    application: Hidden,
    form_key: Hidden,
    file: FileField,
    kept: Option<Table>,
    back: Link,
}

pub(super) async fn page(
    app: App,
    subject: Subject,
    Path(key): Path<String>,
    Query(said): Query<Said>,
) -> Result<Response, PageError> {
    let mut page = shown(&app, &subject, &ApplicationKey(key), FieldErrors::none()).await?;
    let said = said.said.as_deref() == Some("sent");
    page.said = said.then(|| Alert::new(AlertKind::Success, subject.words.changes_proof_said()));
    show_in(subject.words, &page)
}

/// Keeps a file; when it is refused, the page says why.
pub(super) async fn send(
    app: App,
    subject: Subject,
    form: Posted,
    file: Uploaded,
) -> Result<Response, PageError> {
    let key = ApplicationKey(form.get("application").to_owned());
    let form_key: String = form.get("form_key").chars().take(64).collect();
    let new = NewProof { form_key: &form_key, bytes: &file.0 };
    match app.portal.add_proof(&subject.session, &subject.consumer, (&key, new)).await {
        Ok(_) => Ok(subject.go(&format!("/report-change/proof/{key}?said=sent"))),
        Err(Error::Invalid(faults)) => {
            let subject = subject.again();
            let page = shown(&app, &subject, &key, faults.into()).await?;
            show_with_in(subject.words, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other.into()),
    }
}

/// A file, always as a download: nothing of it is shown here.
pub(super) async fn download(
    app: App,
    subject: Subject,
    Path((key, proof)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let (key, proof) = (ApplicationKey(key), ProofKey(proof));
    let read = app.portal.read_proof(&subject.session, &subject.consumer, (&key, &proof)).await?;
    let proof = read.value;
    let name = match proof.kind {
        ProofKind::Pdf => "proof.pdf",
        ProofKind::Jpeg => "proof.jpg",
        ProofKind::Png => "proof.png",
    };
    Ok(attachment(proof.kind.media_type(), name, proof.bytes))
}

async fn shown(
    app: &App,
    subject: &Subject,
    key: &ApplicationKey,
    errors: FieldErrors,
) -> Result<ProofPage, PageError> {
    let words = subject.words;
    let read = app.portal.read_changes(&subject.session, &subject.consumer).await?;
    let change = read.told.iter().chain(&read.open).find(|change| change.application_key == *key);
    let wanted =
        change.and_then(|change| app.portal.proof_wanted(change)).ok_or_else(PageError::not_found)?;
    let layout = subject.layout(app, words.changes_proof_title(), &read.consumer_name());
    let layout = layout.wide(Width::Normal).with_errors(&errors);
    Ok(ProofPage {
        said: None,
        what: words.changes_proof_what(wanted.event),
        days: app.portal.profile().enrollment.proof_days,
        by: wanted.due.map(|due| words.changes_proof_by(due)),
        application: Hidden::new("application", key.0.clone()),
        form_key: Hidden::new("form_key", new_key()),
        file: FileField::new("file", words.changes_proof_file(), ".pdf,image/jpeg,image/png,application/pdf")
            .hint(words.changes_proof_file_hint())
            .errors(&errors),
        kept: kept(app, words, &read, key),
        back: Link::new(subject.at("/report-change"), words.changes_back()),
        errors,
        layout,
    })
}

fn kept(app: &App, words: Words, read: &Changes, key: &ApplicationKey) -> Option<Table> {
    let kept = read.proofs_of(key);
    let columns = vec![
        Column::new(words.changes_proof_added()),
        Column::new(words.changes_proof_file()),
        Column::number(words.changes_proof_size()),
        Column::new(words.changes_proof_download()),
    ];
    let row = |proof: &&ProofLine| {
        let address = format!("/report-change/proof/{key}/{}", proof.proof_key);
        let at = words.moment(app.portal.moment_of(proof.added_at));
        Row(vec![
            Cell::text(at.clone()),
            Cell::text(words.changes_proof_kind(proof.kind)),
            Cell::text(words.changes_proof_kilobytes((proof.bytes + 1023) / 1024)),
            Cell::Link(Link::new(address, words.changes_proof_download()).context(at)),
        ])
    };
    let rows = kept.iter().map(row).collect();
    (!kept.is_empty()).then(|| Table::new(words.changes_proof_kept(), columns, rows).quiet_caption())
}
