//! "See what help you could get": a household typed in, programs and rough prices out, for everybody, signed
//! in or not. Everything travels in the form: nothing is stored, and nothing personal stands in an address.

use super::determinations::{CreditCard, Explaining, PersonCard};
use crate::{
    App,
    answer::{show_in, show_with_in},
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
    what_if,
};
use portal::{
    Error,
    shopping::ListedPlan,
    what_if::{Estimate, RoughPrices},
};
use words::{Asking, Made, Money, Name, Phone, Text, Words};

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
    phone: Phone,
}

/// One person of the form.
struct PersonFields {
    number: u8,
    heading: Text,
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
    year: i16,
    people: Vec<PersonCard>,
    credits: Vec<CreditCard>,
    prices: Option<Prices>,
    next: Vec<Link>,
    /// An assister looks, whose way on is another.
    assister: bool,
    phone: Phone,
    typed: Vec<Hidden>,
}

/// Rough prices of plans.
struct Prices {
    rows: SummaryList,
    note: Text,
}

impl FormPage {
    fn new(app: &App, guest: &Guest, typed: &Fields, errors: FieldErrors) -> Self {
        let words = guest.words;
        let layout = guest.layout(app, words.what_if_title()).with_errors(&errors);
        let asking = Asking::new(words, app.portal.profile());
        // Two people may have one and the same mistake.
        let errors = errors.about(|field| {
            let person = what_if::person_of(field).map(|n| words.ask_person_unnamed(n));
            person.unwrap_or_default().into()
        });
        let drawn = |questions: &[Question]| Questions::new(asking, questions, typed, &errors);
        let household = what_if::questions(&app.portal.estimate_years(), &app.portal.profile().places);
        let people = what_if::person_questions(typed).into_iter().map(|person| PersonFields {
            number: person.number,
            heading: match person.number {
                1 => words.what_if_first_person(person.number),
                other => words.what_if_person(other),
            },
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
            phone: Phone(app.portal.profile().exchange.phone.clone()),
            layout,
            errors,
        }
    }
}

async fn page(app: App, guest: Guest) -> Result<Response, PageError> {
    show_in(guest.words, &FormPage::new(&app, &guest, &Fields::new(), FieldErrors::none()))
}

async fn answer(app: App, guest: Guest, posted: Posted) -> Result<Response, PageError> {
    let mut fields = what_if::fields(posted.iter(), &app.portal.profile().places);
    let words = guest.words;
    let again = |fields: &Fields| show_in(words, &FormPage::new(&app, &guest, fields, FieldErrors::none()));
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
        Ok(estimate) => show_in(words, &result(&app, &guest, &fields, &estimate)),
        Err(Error::Invalid(faults)) => {
            let page = FormPage::new(&app, &guest, &fields, faults.into());
            show_with_in(words, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(Error::Refused(refusal)) if refusal.kind() == Kind::TooMany => {
            let mut page = FormPage::new(&app, &guest, &fields, FieldErrors::none());
            let said = words.what_if_too_many(words.refusal(refusal), &page.phone);
            page.alert = Some(Alert::new(AlertKind::Error, said));
            page.layout.has_error = true;
            let mut response = show_with_in(words, StatusCode::TOO_MANY_REQUESTS, &page)?;
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
            Ok(response)
        }
        Err(other) => Err(other.into()),
    }
}

/// What a person of the form is called.
fn name(words: Words, id: &str) -> Text {
    match id.trim_start_matches('p').parse::<u8>() {
        Ok(number) => words.what_if_person(number),
        Err(_) => Text::Owned(id.to_owned()),
    }
}

fn result(app: &App, guest: &Guest, fields: &Fields, estimate: &Estimate) -> ResultPage {
    let words = guest.words;
    let layout = guest.layout(app, words.what_if_result_title()).wide(Width::Normal);
    let (whole, exchange) = (&estimate.determination, &app.portal.profile().exchange);
    let note = words.what_if_note(whole.rule_set.as_str());
    let name = |id: &str| Name::whole(name(words, id));
    let programs = &app.portal.profile().programs;
    let explaining = Explaining { words, programs, whole, name: &name };
    let people = estimate.applying.iter().filter_map(|id| {
        let result = whole.people.get(id.as_str())?;
        let change = estimate.thresholds.get(id).map(|found| explaining.thresholds(found));
        Some(explaining.person(id, result).for_estimate(result.program).with_change(change, &note))
    });
    ResultPage {
        year: whole.coverage_year,
        people: people.collect(),
        credits: explaining.credits(),
        prices: estimate.prices.as_ref().map(|found| prices(words, found)),
        next: next(guest),
        assister: role(guest) == Some(Role::Assister),
        phone: Phone(exchange.phone.clone()),
        typed: fields.iter().map(|(name, value)| Hidden::new(name.as_str(), value.as_str())).collect(),
        layout,
    }
}

/// The plan with the lowest price, in lines.
fn lowest(words: Words, plan: Option<&ListedPlan>, known: bool) -> Vec<String> {
    let Some(plan) = plan else {
        let why = if known { words.what_if_no_plan() } else { words.what_if_prices_unknown() };
        return vec![why.into_owned()];
    };
    let mut lines = vec![words.what_if_price(Money(plan.premium_cents - plan.credit_cents))];
    if plan.credit_cents > 0 {
        lines.push(words.what_if_price_before(Money(plan.premium_cents)));
    }
    lines.push(words.what_if_plan(&plan.name, &plan.carrier));
    lines.into_iter().map(Text::into_owned).collect()
}

fn prices(words: Words, prices: &RoughPrices) -> Prices {
    let people = prices.people.iter().map(|id| name(words, id).into_owned()).collect();
    let mut rows = vec![SummaryRow::lines(words.what_if_prices_for(), people)];
    if prices.benchmark_cents.is_some() || prices.credit_cents != Some(0) {
        let known = |cents| words.money_or_unknown(cents);
        rows.push(SummaryRow::new(words.what_if_credit(), known(prices.credit_cents)));
        rows.push(SummaryRow::new(words.what_if_benchmark(), known(prices.benchmark_cents)));
    }
    let plan = |plan: &Option<ListedPlan>| lowest(words, plan.as_ref(), prices.known);
    rows.push(SummaryRow::lines(words.what_if_bronze(), plan(&prices.bronze)));
    rows.push(SummaryRow::lines(words.what_if_silver(), plan(&prices.silver)));
    let made = if prices.sample { Made::ForPractice } else { Made::Real };
    Prices { rows: SummaryList::new(rows), note: words.what_if_prices_note(made) }
}

fn role(guest: &Guest) -> Option<Role> {
    guest.session.as_ref().map(|session| session.actor().role())
}

/// What to do with an estimate, by who looks at it.
fn next(guest: &Guest) -> Vec<Link> {
    let words = guest.words;
    let primary = |to: &str, label: Text| Link::new(to, label).button(ButtonKind::Primary);
    let other = |to: &str, label: Text| Link::new(to, label).button(ButtonKind::Outline);
    match role(guest) {
        None => vec![
            primary("/create-account", words.what_if_create_account()),
            other("/sign-in", words.what_if_sign_in()),
        ],
        Some(Role::Consumer) => vec![
            primary("/application", words.what_if_application()),
            other("/assister", words.what_if_assister()),
        ],
        Some(Role::Assister) => vec![primary("/consumers", words.what_if_consumers())],
        Some(Role::ResourceManager | Role::AgencyAdministrator | Role::ServiceDesk | Role::Auditor) => {
            Vec::new()
        }
    }
}
