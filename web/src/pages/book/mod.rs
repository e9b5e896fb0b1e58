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
use domain::{consumer::Action, enrollment::CreditTurn, typed::Reader};
use jiff::civil::Date;
use words::{Money, Text, Words};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/consumers", Who::Assister, list::list),
        Route::post("/consumers", Who::Assister, list::search)
            .reads(|field| (field == "name").then_some(Reader::Search)),
        Route::get("/consumers/{consumer}", Who::Assister, one::one),
        refused("/consumers/{consumer}/notices", Action::ReadNotices),
        refused("/consumers/{consumer}/case-status", Action::ReadCaseStatus),
        refused("/consumers/{consumer}/disassociate", Action::EndAssociation),
        refused("/consumers/{consumer}/change", Action::ChangeSubmitted),
    ]
}

/// Whether the tax credit of coverage from a day on stops with the year, or has stopped with a renewal, and by how much.
fn credit(
    app: &App,
    words: Words,
    began: Option<Date>,
    credits: (Option<Money>, Option<Money>),
) -> Option<Text> {
    let rule = app.portal.profile().enrollment.silent_renewal;
    Some(match CreditTurn::of(rule, began?, credits, app.portal.today())? {
        CreditTurn::Stops { year, cents } => words.book_credit_stops(cents, year),
        CreditTurn::Stopped { cents, .. } => words.book_credit_stopped(cents),
    })
}

/// What the portal does not do for assisters: asked for all the same, so that the refusal has its reason and the
/// attempt its event.
fn refused(path: &'static str, action: Action) -> Route {
    Route::get(path, Who::Assister, async move |app: App, subject: Subject| {
        let asked = app.portal.ask_for(&subject.session, &subject.consumer, action).await;
        Err::<(), PageError>(asked.map_or_else(PageError::from, |_| PageError::not_found()))
    })
}
