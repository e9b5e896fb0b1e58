//! An assister's book: the list of consumers, the page of one of them, and the refusals of L2-L5 with the way
//! on.

mod list;
mod one;

use crate::{
    App,
    refusal::PageError,
    routes::{Route, Who},
    session::Subject,
};
use axum::response::Response;
use domain::consumer::Action;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/consumers", Who::Assister, list::list),
        Route::post("/consumers", Who::Assister, list::search),
        Route::get("/consumers/{consumer}", Who::Assister, one::one),
        Route::get("/consumers/{consumer}/notices", Who::Assister, notices),
        Route::get("/consumers/{consumer}/case-status", Who::Assister, case_status),
        Route::get("/consumers/{consumer}/disassociate", Who::Assister, disassociate),
        Route::get("/consumers/{consumer}/change", Who::Assister, change),
    ]
}

async fn ask(app: &App, subject: &Subject, action: Action) -> Result<Response, PageError> {
    Err(match app.portal.ask_for(&subject.session, &subject.consumer, action).await {
        Err(error) => error.into(),
        Ok(_) => PageError::not_found(),
    })
}

async fn notices(app: App, subject: Subject) -> Result<Response, PageError> {
    ask(&app, &subject, Action::ReadNotices).await
}

async fn case_status(app: App, subject: Subject) -> Result<Response, PageError> {
    ask(&app, &subject, Action::ReadCaseStatus).await
}

async fn disassociate(app: App, subject: Subject) -> Result<Response, PageError> {
    ask(&app, &subject, Action::EndAssociation).await
}

async fn change(app: App, subject: Subject) -> Result<Response, PageError> {
    ask(&app, &subject, Action::ChangeSubmitted).await
}
