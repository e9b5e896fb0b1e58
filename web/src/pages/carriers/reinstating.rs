//! Coverage that was ended comes back, for the exchange's staff: by its policy number, typed in full. The pages list nobody
//! and name nobody: whoever calls reads the number from "Your coverage", and carriers say it in their files.

use crate::{
    App,
    answer::{show_in, show_with_in},
    cookies::go,
    form::Posted,
    layout::Layout,
    parts::{
        Alert, AlertKind, Button, FieldErrors, Status, SummaryList, SummaryRow, TextArea, TextField, Tone,
    },
    query::Query,
    refusal::PageError,
    routes::{Route, Who, within},
    session::Visitor,
    staff::refused,
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{consumer::Action, people::EnrollmentKey, typed::Reader};
use portal::{Acted, Error, changes::LONGEST_REASON, enrollments::Reinstating};
use serde::Deserialize;
use words::{Text, Words};

/// Where a policy number is typed.
pub(super) const FIND: &str = "/manage/carriers/reinstate";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(FIND, Who::ResourceManager, page),
        Route::post(FIND, Who::ResourceManager, find)
            .reads(|field| (field == "policy").then_some(Reader::Text)),
        Route::get("/manage/carriers/reinstate/{policy}", Who::ResourceManager, policy)
            .before(|_| within(Action::ReinstateCoverage)),
        Route::post("/manage/carriers/reinstate/{policy}", Who::ResourceManager, reinstate)
            .reads(|field| crate::staff::reads(field, &[])),
    ]
}

#[derive(Deserialize, Default)]
struct Said {
    said: Option<String>,
}

#[derive(Template)]
#[template(path = "carriers/reinstate_find.html")]
struct FindPage {
    layout: Layout,
    errors: FieldErrors,
    said: Option<Alert>,
    policy: TextField,
    button: Button,
}

impl FindPage {
    fn new(app: &App, visitor: &Visitor, typed: &str, errors: FieldErrors) -> Self {
        let words = visitor.words;
        Self {
            layout: visitor.layout(app, words.reinstate_title()).with_errors(&errors),
            said: None,
            policy: TextField::new("policy", words.reinstate_policy())
                .hint(words.reinstate_policy_hint())
                .autocomplete("off")
                .value(typed)
                .errors(&errors),
            button: Button::new(words.reinstate_look()),
            errors,
        }
    }
}

async fn page(app: App, visitor: Visitor, Query(said): Query<Said>) -> Result<Response, PageError> {
    let words = visitor.words;
    let mut page = FindPage::new(&app, &visitor, "", FieldErrors::none());
    if said.said.as_deref() == Some("back") {
        page.said = Some(Alert::new(AlertKind::Success, words.reinstate_said()));
    }
    show_in(words, &page)
}

/// A number that no plan has comes back with the page.
async fn find(app: App, visitor: Visitor, form: Posted) -> Result<Response, PageError> {
    let (words, typed) = (visitor.words, form.get("policy").trim());
    let wrong = match app.portal.policy_holder(&visitor.session, &EnrollmentKey(typed.to_owned())).await {
        Ok(_) => return Ok(go(&format!("{FIND}/{typed}"))),
        Err(Error::NotFound) if typed.is_empty() => words.reinstate_policy_missing(),
        Err(Error::NotFound) => words.reinstate_policy_unknown(),
        Err(fault) => return Err(fault.into()),
    };
    let errors = FieldErrors::at_field("policy", wrong);
    show_with_in(words, StatusCode::UNPROCESSABLE_ENTITY, &FindPage::new(&app, &visitor, typed, errors))
}

#[derive(Template)]
#[template(path = "carriers/reinstate.html")]
struct PolicyPage {
    layout: Layout,
    errors: FieldErrors,
    plan: SummaryList,
    /// Why it cannot come back; the form stands where it can.
    refused: Option<Text>,
    address: String,
    reason: TextArea,
    button: Button,
}

async fn policy(app: App, visitor: Visitor, Path(key): Path<String>) -> Result<Response, PageError> {
    let read = read(&app, &visitor, key).await?;
    show_in(visitor.words, &policy_page(&app, &visitor, &read, ("", FieldErrors::none())))
}

async fn read(app: &App, visitor: &Visitor, key: String) -> Result<Acted<Reinstating>, Error> {
    let key = EnrollmentKey(key);
    let consumer = app.portal.policy_holder(&visitor.session, &key).await?;
    app.portal.read_reinstatement(&visitor.session, &consumer, &key).await
}

/// Gives it back; what the form lacks comes back with the page.
async fn reinstate(
    app: App,
    visitor: Visitor,
    Path(key): Path<String>,
    form: Posted,
) -> Result<Response, PageError> {
    let (policy, why) = (EnrollmentKey(key.clone()), form.get("reason"));
    let consumer = app.portal.policy_holder(&visitor.session, &policy).await?;
    let (status, errors) =
        match app.portal.reinstate_coverage(&visitor.session, &consumer, &policy, why).await {
            Ok(()) => return Ok(go(&format!("{FIND}?said=back"))),
            Err(error) => refused(&visitor, error)?,
        };
    let read = app.portal.read_reinstatement(&visitor.session.showing_again(), &consumer, &policy).await?;
    show_with_in(visitor.words, status, &policy_page(&app, &visitor, &read, (why, errors)))
}

fn policy_page(
    app: &App,
    visitor: &Visitor,
    read: &Reinstating,
    (why, errors): (&str, FieldErrors),
) -> PolicyPage {
    let words = visitor.words;
    let most = u16::try_from(LONGEST_REASON).unwrap_or(u16::MAX);
    PolicyPage {
        layout: visitor.layout(app, words.reinstate_title()).with_errors(&errors),
        plan: plan(words, read),
        refused: read.refused.map(|why| words.refusal(why)),
        address: format!("{FIND}/{}", read.key),
        reason: TextArea::new("reason", words.staff_reason())
            .hint(words.reinstate_reason_hint())
            .max_length(most)
            .value(why)
            .errors(&errors),
        button: Button::new(words.reinstate_do()),
        errors,
    }
}

fn plan(words: Words, read: &Reinstating) -> SummaryList {
    let mut rows = vec![
        SummaryRow::new(words.carriers_open_policy(), read.key.to_string()),
        SummaryRow::lines(words.reinstate_plan(), vec![read.plan_name.clone(), read.carrier_name.clone()]),
        SummaryRow::new(words.reinstate_state(), "")
            .status(Status::new(words.coverage_stands(read.state), Tone::Neutral)),
        SummaryRow::new(words.reinstate_from(), words.day(read.effective_on)),
    ];
    rows.extend(read.ends_on.map(|day| SummaryRow::new(words.reinstate_until(), words.day(day))));
    rows.push(SummaryRow::new(words.reinstate_people(), words.count(read.people)));
    SummaryList::new(rows)
}
