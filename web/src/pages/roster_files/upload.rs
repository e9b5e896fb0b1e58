//! "Import roster": a file to upload, the export beside it, and the files of the last day.

use super::{address_of, taken};
use crate::{
    App,
    answer::show_with_in,
    form::{Posted, new_key},
    layout::{Layout, Width},
    parts::{Cell, Column, FieldErrors, FileField, Hidden, Link, Row, Table},
    refusal::PageError,
    session::Visitor,
    staff::refused,
    upload::Uploaded,
};
use askama::Template;
use axum::{http::StatusCode, response::Response};
use domain::roster_file::FileState;
use portal::roster_files::{FileRow, Upload};

#[derive(Template)]
#[template(path = "roster_files/upload.html")]
struct UploadPage {
    layout: Layout,
    errors: FieldErrors,
    form_key: Hidden,
    file: FileField,
    mine: Option<Table>,
}

pub(super) async fn page(app: App, visitor: Visitor) -> Result<Response, PageError> {
    shown(&app, &visitor, (StatusCode::OK, FieldErrors::none())).await
}

pub(super) async fn take(
    app: App,
    visitor: Visitor,
    form: Posted,
    file: Uploaded,
) -> Result<Response, PageError> {
    let upload = Upload { form_key: form.get("form_key"), bytes: &file.0 };
    match app.portal.take_roster_file(&visitor.session, &upload).await {
        Ok(file) => Ok(taken(&file)),
        Err(error) => {
            let refused = refused(&visitor, error)?;
            let visitor = Visitor { session: visitor.session.showing_again(), ..visitor };
            shown(&app, &visitor, refused).await
        }
    }
}

async fn shown(
    app: &App,
    visitor: &Visitor,
    (status, errors): (StatusCode, FieldErrors),
) -> Result<Response, PageError> {
    let words = visitor.words;
    let mine = app.portal.list_roster_files(&visitor.session).await?;
    let layout = visitor.layout(app, words.roster_file_title()).wide(Width::Normal).with_errors(&errors);
    let page = UploadPage {
        form_key: Hidden::new("form_key", new_key()),
        file: FileField::new("file", words.roster_file_file(), ".csv,.tsv,.txt,text/csv")
            .hint(words.roster_file_file_hint())
            .errors(&errors),
        mine: (!mine.is_empty()).then(|| table(app, visitor, &mine)),
        errors,
        layout,
    };
    show_with_in(words, status, &page)
}

fn table(app: &App, visitor: &Visitor, files: &[FileRow]) -> Table {
    let words = visitor.words;
    let row = |file: &FileRow| {
        let address = match file.state {
            FileState::Asking => format!("{}/columns", address_of(&file.file_key)),
            _ => address_of(&file.file_key),
        };
        Row(vec![
            Cell::Link(Link::new(address, words.moment(app.portal.moment_of(file.uploaded_at)))),
            Cell::text(words.count(file.total)),
            Cell::text(words.roster_file_state(file.state)),
        ])
    };
    let columns = [
        Column::new(words.roster_file_uploaded()),
        Column::number(words.roster_file_rows()),
        Column::new(words.roster_file_state_column()),
    ];
    Table::new(words.roster_file_mine_caption(), columns.to_vec(), files.iter().map(row).collect())
}
