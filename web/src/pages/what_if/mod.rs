//! "See what help you could get": a household typed in, programs and rough prices out, for everybody, signed
//! in or not. Everything travels in the form: nothing is stored, and nothing personal stands in an address.

use super::determinations::{CreditCard, PersonCard, credit_cards};
use crate::{
    App,
    answer::{show, show_with},
    form::Posted,
    layout::{Layout, Width},
    parts::{Alert, AlertKind, ButtonKind, FieldErrors, Hidden, Link, Questions, SummaryList, SummaryRow},
    refusal::PageError,
    routes::{Route, Who},
    session::Guest,
};
use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use domain::{
    form::{Fields, Question},
    people::Role,
    refusal::Kind,
    text::dollars,
    what_if,
};
use portal::{
    Error,
    shopping::ListedPlan,
    what_if::{Estimate, RoughPrices},
};
use words::Asking;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/what-if", Who::Anyone, page),
        Route::post("/what-if", Who::Anyone, answer).reads(what_if::reader_of),
    ]
}

#[derive(Template)]
#[template(path = "what_if/form.html")]
struct FormPage {
    layout: Layout,
    errors: FieldErrors,
    alert: Option<Alert>,
    intro: bool,
    household: Questions,
    people: Vec<PersonFields>,
    /// The number of one more person, while there is room.
    add: Option<u8>,
    phone: String,
}

/// One person of the form.
struct PersonFields {
    number: u8,
    questions: Questions,
    /// Prices of coverage from a job, folded away where there is nothing to see.
    offer: Questions,
    offer_open: bool,
    ticks: Questions,
}

#[derive(Template)]
#[template(path = "what_if/result.html")]
struct ResultPage {
    layout: Layout,
    year: String,
    people: Vec<PersonCard>,
    credits: Vec<CreditCard>,
    prices: Option<Prices>,
    next: Vec<Link>,
    /// An assister looks, whose way on is another.
    assister: bool,
    phone: String,
    typed: Vec<Hidden>,
}

/// Rough prices of plans.
struct Prices {
    rows: SummaryList,
    note: String,
}

impl FormPage {
    fn new(app: &App, guest: &Guest, typed: &Fields, errors: FieldErrors) -> Self {
        let layout = guest.layout(app, "See what help you could get").with_errors(&errors);
        let asking = Asking::new(layout.words, app.portal.profile());
        // Two people may have one and the same mistake.
        let errors = errors.about(|field| {
            let person = what_if::person_of(field).map(|n| layout.words.ask_person_unnamed(n));
            person.unwrap_or_default().into()
        });
        let drawn = |questions: &[Question]| Questions::new(asking, questions, typed, &errors);
        let household = what_if::questions(&app.portal.estimate_years());
        let people = what_if::person_questions(typed).into_iter().map(|person| PersonFields {
            number: person.number,
            questions: drawn(&person.questions),
            offer: drawn(&person.offer),
            offer_open: what_if::has_offer(typed, person.number),
            ticks: drawn(&person.ticks),
        });
        Self {
            alert: None,
            intro: typed.is_empty(),
            household: drawn(&household),
            people: people.collect(),
            add: Some(what_if::people(typed) + 1).filter(|next| *next <= what_if::MOST_PEOPLE),
            phone: app.portal.profile().exchange.phone.clone(),
            layout,
            errors,
        }
    }
}

async fn page(app: App, guest: Guest) -> Result<Response, PageError> {
    show(&FormPage::new(&app, &guest, &Fields::new(), FieldErrors::none()))
}

async fn answer(app: App, guest: Guest, posted: Posted) -> Result<Response, PageError> {
    let mut fields = what_if::fields(posted.iter());
    let again = |fields: &Fields| show(&FormPage::new(&app, &guest, fields, FieldErrors::none()));
    match posted.get("then") {
        "add" => {
            what_if::add_person(&mut fields);
            return again(&fields);
        }
        "change" => return again(&fields),
        then => {
            if let Some(number) = then.strip_prefix("remove_").and_then(|number| number.parse().ok()) {
                what_if::remove_person(&mut fields, number);
                return again(&fields);
            }
        }
    }
    match app.portal.estimate(&fields, &guest.context).await {
        Ok(estimate) => show(&result(&app, &guest, &fields, &estimate)),
        Err(Error::Invalid(faults)) => {
            let page = FormPage::new(&app, &guest, &fields, faults.into());
            show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(Error::Refused(refusal)) if refusal.kind() == Kind::TooMany => {
            let mut page = FormPage::new(&app, &guest, &fields, FieldErrors::none());
            let refusal = guest.words.refusal(refusal);
            let words = format!("{refusal} Or call us at {}. Your answers are still here.", page.phone);
            page.alert = Some(Alert::new(AlertKind::Error, words));
            page.layout.has_error = true;
            let mut response = show_with(StatusCode::TOO_MANY_REQUESTS, &page)?;
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
            Ok(response)
        }
        Err(other) => Err(other.into()),
    }
}

/// What a person of the form is called.
fn name(id: &str) -> String {
    format!("Person {}", id.trim_start_matches('p'))
}

fn result(app: &App, guest: &Guest, fields: &Fields, estimate: &Estimate) -> ResultPage {
    let layout = guest.layout(app, "What help you could get").wide(Width::Normal);
    let whole = &estimate.determination;
    let rules = whole.rule_set.as_str();
    let note =
        format!("This is an estimate with the rules of today ({rules}). Only the income changes in it.");
    let people = estimate.applying.iter().filter_map(|id| {
        let result = whole.people.get(id.as_str())?;
        let card = PersonCard::new(&name(id), id, result, whole)
            .with_missing(&result.missing, &name)
            .for_estimate(result.program);
        Some(card.with_thresholds(estimate.thresholds.get(id), &note))
    });
    ResultPage {
        year: whole.coverage_year.to_string(),
        people: people.collect(),
        credits: credit_cards(whole, &name),
        prices: estimate.prices.as_ref().map(prices),
        next: next(guest),
        assister: role(guest) == Some(Role::Assister),
        phone: app.portal.profile().exchange.phone.clone(),
        typed: fields.iter().map(|(name, value)| Hidden::new(name.as_str(), value.as_str())).collect(),
        layout,
    }
}

fn prices(prices: &RoughPrices) -> Prices {
    let people: Vec<String> = prices.people.iter().map(|id| name(id)).collect();
    let known = |cents: Option<i64>| cents.map_or_else(|| "Not known yet".to_owned(), dollars);
    let plan = |plan: &Option<ListedPlan>| match plan {
        None if !prices.known => vec!["The prices of this year are not known yet".to_owned()],
        None => vec!["No such plan in this county".to_owned()],
        Some(plan) => {
            let net = plan.premium_cents - plan.credit_cents;
            let mut lines = vec![format!("{} a month", dollars(net))];
            if plan.credit_cents > 0 {
                lines.push(format!("{} before the tax credit", dollars(plan.premium_cents)));
            }
            lines.push(format!("{}, {}", plan.name, plan.carrier));
            lines
        }
    };
    let mut rows = vec![SummaryRow::lines("For", people)];
    if prices.benchmark_cents.is_some() || prices.credit_cents != Some(0) {
        rows.push(SummaryRow::new("Tax credit a month, at most", known(prices.credit_cents)));
        rows.push(SummaryRow::new("Benchmark plan a month", known(prices.benchmark_cents)));
    }
    rows.push(SummaryRow::lines("Bronze plan with the lowest price", plan(&prices.bronze)));
    rows.push(SummaryRow::lines("Silver plan with the lowest price", plan(&prices.silver)));
    let made_up = if prices.sample { "The plans are made up for practice. " } else { "" };
    Prices {
        rows: SummaryList::new(rows),
        note: format!(
            "{made_up}Prices are for everybody named above in one plan, with the whole tax credit used."
        ),
    }
}

fn role(guest: &Guest) -> Option<Role> {
    guest.session.as_ref().map(|session| session.actor().role())
}

/// What to do with an estimate, by who looks at it.
fn next(guest: &Guest) -> Vec<Link> {
    let primary = |to: &str, label: &str| Link::new(to, label).button(ButtonKind::Primary);
    let other = |to: &str, label: &str| Link::new(to, label).button(ButtonKind::Outline);
    match role(guest) {
        None => vec![primary("/create-account", "Create account"), other("/sign-in", "Sign in")],
        Some(Role::Consumer) => {
            vec![primary("/application", "Go to your application"), other("/assister", "Your assister")]
        }
        Some(Role::Assister) => vec![primary("/consumers", "Back to my consumers")],
        Some(Role::ResourceManager | Role::AgencyAdministrator | Role::ServiceDesk | Role::Auditor) => {
            Vec::new()
        }
    }
}
