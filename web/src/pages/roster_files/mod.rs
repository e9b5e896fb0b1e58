//! Roster files on the resource manager's pages (CERT-2): the upload, the columns where they must be named, what every row
//! would change, and what was applied. What takes long goes on behind the answer, and its page says how far it is.

mod columns;
mod rows;
mod upload;

use crate::{
    App,
    cookies::go,
    form::Posted,
    refusal::PageError,
    routes::{Route, Who, within},
    session::Visitor,
    spreadsheet::attachment,
    staff,
};
use axum::{extract::Path, response::Response};
use domain::{people::RosterFileKey, roster::Action, roster_file::FileState, typed::Reader};
use portal::Error;
use std::{future::Future, time::Duration};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/manage/export", Who::ResourceManager, export).before(|_| within(Action::ExportRoster)),
        Route::get("/manage/import", Who::ResourceManager, upload::page),
        Route::post("/manage/import", Who::ResourceManager, upload::take)
            .takes_file()
            .reads(|field| (field == "file").then_some(Reader::File)),
        Route::get("/manage/import/{file}", Who::ResourceManager, rows::page),
        Route::get("/manage/import/{file}/columns", Who::ResourceManager, columns::page),
        Route::post("/manage/import/{file}/columns", Who::ResourceManager, columns::name)
            .reads(|field| field.starts_with("column_").then_some(Reader::Choice)),
        Route::post("/manage/import/{file}/look", Who::ResourceManager, look),
        Route::post("/manage/import/{file}/apply", Who::ResourceManager, rows::apply)
            .reads(|field| staff::reads(field, &[])),
        Route::get("/manage/import/{file}/report", Who::ResourceManager, report),
    ]
}

/// So long an answer waits for work that may take longer; then its page says how far it is.
const PATIENCE: Duration = Duration::from_secs(3);

/// Work that goes on when the answer does not wait for it any more: what came of it, or nothing yet.
async fn begun<T: Send + 'static>(
    work: impl Future<Output = Result<T, Error>> + Send + 'static,
) -> Result<Option<T>, Error> {
    match tokio::time::timeout(PATIENCE, tokio::spawn(work)).await {
        Ok(Ok(done)) => done.map(Some),
        Ok(Err(_)) => Err(Error::Unavailable("the work on a roster file")),
        Err(_) => Ok(None),
    }
}

fn address_of(key: &RosterFileKey) -> String {
    format!("/manage/import/{key}")
}

/// Looks at the rows of a file again; its page shows them, or how far it is.
async fn look(app: App, visitor: Visitor, Path(key): Path<String>, _: Posted) -> Result<Response, PageError> {
    let (portal, session, file) = (app.portal.clone(), visitor.session.clone(), RosterFileKey(key.clone()));
    begun(async move { portal.look_at_roster_file(&session, &file).await }).await?;
    Ok(go(&address_of(&RosterFileKey(key))))
}

/// The way to a file that was taken in: its page looks at its rows.
fn taken((key, state): &(RosterFileKey, FileState)) -> Response {
    match state {
        FileState::Asking => go(&format!("{}/columns", address_of(key))),
        FileState::Looking | FileState::Ready | FileState::Applying | FileState::Applied => {
            go(&address_of(key))
        }
    }
}

async fn report(app: App, visitor: Visitor, Path(key): Path<String>) -> Result<Response, PageError> {
    let file = app.portal.read_roster_report(&visitor.session, &RosterFileKey(key)).await?;
    Ok(attachment("text/csv; charset=utf-8", "roster-report.csv", file))
}

async fn export(app: App, visitor: Visitor) -> Result<Response, PageError> {
    let file = app.portal.export_roster(&visitor.session).await?;
    Ok(attachment("text/csv; charset=utf-8", "roster.csv", file))
}
