//! Review and enroll, and the coverage page: for the consumer, and for their assister under
//! /consumers/{consumer}. What is in the cart comes from `shopping`.

mod ending;
mod renewed;

use crate::{
    App,
    answer::{show_in, show_with_in},
    form::{Posted, agree_anew},
    layout::{Layout, Width, other_language},
    pages::shopping::documents,
    parts::{ButtonKind, FieldErrors, Hidden, Link, Questions, Status, SummaryList, SummaryRow, Tone},
    refusal::PageError,
    routes::{Reads, Route, Who, both},
    session::Subject,
};
use askama::Template;
use axum::{http::StatusCode, response::Response};
use domain::{
    enrollment::{EnrollmentState, WayOut},
    form::{Fields, reader_of},
    people::EnrollmentKey,
    refusal::Refusal,
    typed::Reader,
};
use jiff::civil::Date;
use portal::{
    Acted, Agreement, Error, day_of,
    enrollments::{
        AgentOfRecord, CarrierContact, Checkout, Enrollment, Signing, StepRow, Terms, credit_questions,
        ending_questions, signature_questions,
    },
    shopping::Replaced,
};
use renewed::{Looking, Turn, before_and_now};
use words::{Asking, Html, Money, Name, Phone, Text, Words};

pub(crate) fn routes() -> Vec<Route> {
    let reads: Reads = |field| match field {
        "credit" => Some(Reader::Money),
        _ => reader_of(&signature_questions(""), field),
    };
    let mut routes = both![
        (get, "/enroll", checkout),
        (post, "/enroll", enroll, reads),
        (get, "/coverage", coverage),
        (post, "/coverage/keep", keep)
    ];
    let reads: Reads = |field| {
        let somebody = [(String::new(), String::new())];
        let way_out = WayOut::End { earliest: Date::MIN, latest: Date::MAX };
        reader_of(&ending_questions(way_out, &somebody), field)
    };
    routes.extend([
        Route::get("/coverage/{enrollment}/end", Who::Consumer, ending::ending),
        Route::post("/coverage/{enrollment}/end", Who::Consumer, ending::end).reads(reads),
    ]);
    routes
}

#[derive(Template)]
#[template(path = "enrollments/enroll.html")]
struct Enroll {
    layout: Layout,
    base: String,
    errors: FieldErrors,
    sample: bool,
    plan: SummaryList,
    documents: Vec<Link>,
    carrier: Reaching,
    text: Agreement,
    /// Its language, where it is not the page's.
    other: Option<Words>,
    shown: Hidden,
    credit: Questions,
    signature: Questions,
    form_key: Hidden,
    plan_id: Hidden,
    people: Hidden,
    /// Where it goes on: to the plans, while somebody of the household has none.
    next: Hidden,
    /// The most credit, for the slider that moves the number.
    slider: Option<String>,
    closed: bool,
}

async fn checkout(app: App, subject: Subject) -> Result<Response, PageError> {
    let read = app.portal.read_checkout(&subject.session, &subject.consumer).await;
    let checkout = match read {
        Err(Error::Refused(
            Refusal::CartEmpty
            | Refusal::NotEligibleForPlan
            | Refusal::VariantNotAllowed
            | Refusal::EnrollmentExists,
        )) => {
            return Ok(subject.go("/plans"));
        }
        other => other?,
    };
    let signing = Signing {
        plan: checkout.plan.id.to_string(),
        people: checkout.group.people(),
        typed: Fields::from([("credit".to_owned(), plain_dollars(checkout.credit_cents))]),
        form_key: crate::form::new_key(),
    };
    let page = enroll_page(&app, &subject, &checkout, &signing, FieldErrors::none());
    show_in(subject.words, &page)
}

/// What the form says of where it goes on, when it goes on with the plans for others.
const PLANS: &str = "plans";

fn plain_dollars(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn enroll_page(
    app: &App,
    subject: &Subject,
    checkout: &Acted<Checkout>,
    signing: &Signing,
    errors: FieldErrors,
) -> Enroll {
    let words = subject.words;
    let title = words.enroll_title();
    let layout = subject.layout(app, title, &checkout.consumer_name()).with_errors(&errors);
    let credit = credit_questions(&checkout.plan, &signing.typed);
    let signature = signature_questions(&checkout.signature);
    let asking = Asking::new(layout.words, app.portal.profile());
    let errors = errors.of_questions(asking, &[credit.clone(), signature.clone()].concat());
    Enroll {
        base: subject.base.clone(),
        sample: checkout.sample,
        plan: summary(words, checkout),
        documents: documents(words, &checkout.plan),
        carrier: Reaching::of(words, &checkout.plan.carrier, &checkout.contact),
        text: checkout.text.clone(),
        other: other_language(words, checkout.text.language),
        shown: Hidden::new(Agreement::FIELD, &*checkout.text.sha256),
        credit: Questions::new(asking, &credit, &signing.typed, &errors),
        signature: Questions::new(asking, &signature, &signing.typed, &errors),
        form_key: Hidden::new("form_key", &*signing.form_key),
        plan_id: Hidden::new("plan", checkout.plan.id.to_string()),
        people: Hidden::new("for", checkout.group.people()),
        next: Hidden::new("next", if checkout.group.without_a_plan().is_empty() { "" } else { PLANS }),
        slider: (checkout.plan.credit_cents > 0).then(|| plain_dollars(checkout.plan.credit_cents)),
        closed: checkout.group.effective_on.is_none(),
        layout,
        errors,
    }
}

/// How to reach a carrier, as far as its catalog says it.
struct Reaching {
    call: Option<Html>,
    pay: Option<Link>,
}

impl Reaching {
    fn of(words: Words, carrier: &str, contact: &CarrierContact) -> Self {
        let CarrierContact { carrier_phone, carrier_page } = contact;
        Self {
            call: carrier_phone.as_ref().map(|phone| words.carrier_call(carrier, Phone(phone.shown()))),
            pay: carrier_page
                .as_ref()
                .map(|page| Link::new(page.as_str(), words.carrier_pay(carrier)).away()),
        }
    }
}

fn agent_of_record(words: Words, agent: Option<&AgentOfRecord>) -> Text {
    let named = agent.map(|agent| (Name::whole(&*agent.broker_name), agent.broker_npn.as_str()));
    words.agent_of_record(named.as_ref().map(|(name, number)| (name, *number)))
}

fn people<'n>(words: Words, names: impl Iterator<Item = &'n String>) -> Vec<String> {
    names.map(|name| words.person(Name::whole(&**name)).into_owned()).collect()
}

fn summary(words: Words, checkout: &Checkout) -> SummaryList {
    let plan = &checkout.plan;
    let members = checkout.group.members.iter().map(|member| &member.name);
    let start = checkout.group.effective_on.map_or_else(|| words.enroll_not_open(), |day| words.day(day));
    let money = |cents| words.money(Money(cents));
    let mut rows = vec![
        SummaryRow::lines(words.enroll_who(), people(words, members)),
        SummaryRow::lines(words.enroll_plan(), vec![plan.name.clone(), plan.carrier.clone()]),
        SummaryRow::new(words.enroll_price_before(), money(plan.premium_cents)),
        SummaryRow::new(words.enroll_most_credit(), money(plan.credit_cents)),
        SummaryRow::new(words.enroll_price_after(), money(plan.premium_cents - plan.credit_cents)),
        SummaryRow::new(words.enroll_start(), start),
        SummaryRow::new(words.enroll_agent(), agent_of_record(words, checkout.agent_of_record.as_ref())),
    ];
    let replaced: Vec<String> = checkout
        .group
        .replaces()
        .into_iter()
        .map(|(present, how)| {
            let plan = &*present.plan_name;
            let said = match how {
                Replaced::Until(day) => words.enroll_replaces_until(plan, day),
                Replaced::FromItsFirstDay(day) => words.enroll_replaces_whole(plan, day),
                Replaced::BeforeItStarts => words.enroll_replaces_before(plan),
            };
            said.into_owned()
        })
        .collect();
    if !replaced.is_empty() {
        rows.insert(2, SummaryRow::lines(words.enroll_replaces(), replaced));
    }
    let rest = checkout.group.without_a_plan();
    if !rest.is_empty() {
        let later = rest.iter().map(|one| words.enroll_later_one(Name::whole(&*one.name)).into_owned());
        let mut later: Vec<String> = later.collect();
        if checkout.credit_cents < plan.credit_cents {
            later.push(words.enroll_share(Money(checkout.credit_cents)).into_owned());
        }
        rows.insert(1, SummaryRow::lines(words.enroll_later(), later));
    }
    SummaryList::new(rows)
}

async fn enroll(app: App, subject: Subject, form: Posted) -> Result<Response, PageError> {
    let mut signing = Signing {
        plan: form.get("plan").to_owned(),
        people: form.get("for").to_owned(),
        typed: form.typed(),
        form_key: form.get("form_key").chars().take(64).collect(),
    };
    let errors = match app.portal.enroll(&subject.session, &subject.consumer, &signing).await {
        Ok(_) if form.get("next") == PLANS => return Ok(subject.go("/plans")),
        Ok(_) => return Ok(subject.go("/coverage")),
        Err(Error::Invalid(faults)) => {
            agree_anew(&mut signing.typed, &faults);
            faults.into()
        }
        Err(other) => return Err(other.into()),
    };
    let subject = subject.again();
    let checkout = app.portal.read_checkout(&subject.session, &subject.consumer).await?;
    let page = enroll_page(&app, &subject, &checkout, &signing, errors);
    show_with_in(subject.words, StatusCode::UNPROCESSABLE_ENTITY, &page)
}

#[derive(Template)]
#[template(path = "enrollments/coverage.html")]
struct Coverage {
    layout: Layout,
    plans: String,
    enrollments: Vec<Covered>,
    acting: bool,
    /// Whether somebody has, or will have, coverage.
    is_live: bool,
}

/// One enrollment of the page: its plan, its rows, what became of it, and what can be done with it.
struct Covered {
    plan: String,
    rows: SummaryList,
    carrier: Reaching,
    steps: Vec<Text>,
    ways: Vec<Link>,
    turn: Option<Turn>,
}

async fn coverage(app: App, subject: Subject) -> Result<Response, PageError> {
    let words = subject.words;
    let rows = app.portal.read_coverage(&subject.session, &subject.consumer).await?;
    let zone = &app.portal.profile().exchange.time_zone;
    let acting = subject.is_acting();
    let layout = subject.layout(&app, words.coverage_title(), &rows.consumer_name()).wide(Width::Normal);
    let looking = Looking { app: &app, subject: &subject, layout: &layout, all: &rows };
    let enrollments = rows.iter().map(|one| Covered {
        turn: looking.turn(one),
        plan: one.row.plan_name.clone(),
        rows: enrollment(words, one, zone, acting),
        carrier: Reaching::of(words, &one.row.carrier_name, &one.contact),
        steps: one.steps.iter().map(|step| self::step(words, step, zone)).collect(),
        ways: one.way_out.iter().flat_map(|way| ways(words, one, *way)).collect(),
    });
    let enrollments = enrollments.collect();
    let is_live = rows.iter().any(|one| one.row.state.is_live());
    show_in(words, &Coverage { layout, plans: subject.at("/plans"), enrollments, acting, is_live })
}

/// "Keep this plan": into the cart, and on to the page where it is signed.
async fn keep(app: App, subject: Subject, form: Posted) -> Result<Response, PageError> {
    let key = EnrollmentKey(form.get("enrollment").to_owned());
    match app.portal.keep_plan(&subject.session, &subject.consumer, &key).await {
        Err(Error::Refused(Refusal::NotEligibleForPlan)) => Ok(subject.go("/application")),
        Err(Error::Refused(Refusal::VariantNotAllowed | Refusal::EnrollmentExists)) => {
            Ok(subject.go("/plans"))
        }
        kept => kept.map(|_| subject.go("/enroll")).map_err(PageError::from),
    }
}

/// What a consumer can do with an enrollment that goes on.
fn ways(words: Words, one: &Enrollment, way_out: WayOut) -> [Link; 2] {
    let (row, end) = (&one.row, format!("/coverage/{}/end", one.row.enrollment_key));
    let label = match way_out {
        WayOut::Cancel => words.coverage_cancel(&*row.plan_name),
        WayOut::End { .. } => words.coverage_end(&*row.plan_name),
    };
    [Link::new("/plans", words.coverage_change_plan()).button(ButtonKind::Outline), Link::new(end, label)]
}

fn step(words: Words, step: &StepRow, zone: &str) -> Text {
    let day = day_of(step.at, zone);
    let name = step.by_name.as_ref().map(|name| Name::whole(&**name));
    if let (Some(name), Some(from)) = (&name, step.agent_from) {
        return match &step.agent {
            Some(AgentOfRecord { broker_name, broker_npn }) => {
                let broker = Name::whole(&**broker_name);
                words.coverage_step_agent(day, name, from, broker, &**broker_npn)
            }
            None => words.coverage_step_no_agent(day, name, from),
        };
    }
    if let (Some(name), Some(terms)) = (&name, &step.terms) {
        let Terms { terms_from, new_premium, new_credit } = *terms;
        let price = Money(new_premium.0 - new_credit.0);
        return words.coverage_step_left(day, name, terms_from, price, new_credit);
    }
    match (name, &step.reason) {
        (Some(name), Some(reason)) => words.coverage_step_because(day, name, &**reason, step.happened),
        (Some(name), None) => words.coverage_step_by(day, name, step.happened),
        (None, _) => words.coverage_step(day, step.happened),
    }
}

/// An enrollment in rows. What the carrier answered is later status: not for assisters (L2).
fn enrollment(words: Words, one: &Enrollment, zone: &str, acting: bool) -> SummaryList {
    let row = &one.row;
    let tone = match row.state {
        EnrollmentState::Signed | EnrollmentState::Sent => Tone::Active,
        EnrollmentState::Effectuated => Tone::Good,
        EnrollmentState::Failed => Tone::Bad,
        EnrollmentState::Cancelled | EnrollmentState::Terminated | EnrollmentState::Cart => Tone::Neutral,
    };
    let mut rows = Vec::new();
    if let Some(details) = &one.details {
        rows.push(SummaryRow::lines(words.coverage_who(), people(words, details.members.iter())));
        let left = details.left.iter().map(|(name, last_day)| {
            let name = Name::whole(&**name);
            let said = match last_day {
                Some(day) => words.coverage_leaves_after(name, *day),
                None => words.coverage_never_in(name),
            };
            said.into_owned()
        });
        let left: Vec<String> = left.collect();
        if !left.is_empty() {
            rows.push(SummaryRow::lines(words.coverage_leaves(), left));
        }
    }
    rows.push(SummaryRow::new(words.coverage_carrier(), row.carrier_name.clone()));
    let never_was = matches!(row.state, EnrollmentState::Cancelled | EnrollmentState::Failed);
    if acting && never_was {
        // Whether somebody is enrolled is theirs to know; how it came to be is not (ACT-9).
        let state = Status::new(words.coverage_not_in_force(), Tone::Neutral);
        rows.push(SummaryRow::new(words.coverage_state(), "").status(state));
    } else if !acting {
        let state = Status::new(words.coverage_stands(row.state), tone);
        rows.push(SummaryRow::new(words.coverage_state(), "").status(state));
    }
    rows.push(SummaryRow::new(words.enroll_start(), words.day(row.effective_on)));
    if row.replaced_by.is_some() {
        rows.push(SummaryRow::new(words.coverage_more(), words.coverage_replaced()));
    }
    rows.extend(row.ends_on.map(|day| SummaryRow::new(words.coverage_last_day(), words.day(day))));
    let Some(details) = &one.details else {
        // L1: the consumer did this alone.
        rows.push(SummaryRow::new(words.coverage_more(), words.coverage_alone()));
        return SummaryList::new(rows);
    };
    let signed = &details.signed;
    let (premium, credit) = details.price;
    rows.extend([
        SummaryRow::new(words.coverage_price(), words.money(Money(premium.0 - credit.0))),
        SummaryRow::new(words.coverage_credit(), words.money(credit)),
        SummaryRow::new(words.coverage_policy(), row.enrollment_key.to_string()),
    ]);
    let day = words.day(day_of(signed.signed_at, zone));
    if row.renews.is_some() {
        rows.extend(before_and_now(words, signed));
        rows.push(SummaryRow::new(words.renewed_on(), day));
        rows.push(SummaryRow::new(words.coverage_signature(), words.renewed_signature()));
    } else {
        rows.push(SummaryRow::new(words.coverage_signed_on(), day));
        rows.push(SummaryRow::new(words.coverage_signature(), signed.signature.clone()));
    }
    rows.push(SummaryRow::new(words.enroll_agent(), agent_of_record(words, details.agent.as_ref())));
    SummaryList::new(rows)
}
