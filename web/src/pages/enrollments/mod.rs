//! Review and enroll, and the coverage page: for the consumer, and for their assister under
//! /consumers/{consumer}. What is in the cart comes from `shopping`.

use crate::{
    App,
    answer::{show, show_with},
    form::Posted,
    layout::{Layout, Width},
    parts::{FieldErrors, Hidden, Questions, Status, SummaryList, SummaryRow, Tone},
    refusal::PageError,
    routes::{Reads, Route, both},
    session::Subject,
};
use askama::Template;
use axum::{http::StatusCode, response::Response};
use domain::{
    enrollment::EnrollmentState,
    form::{Fields, reader_of},
    refusal::Refusal,
    text::{date_in_words, dollars},
    typed::Reader,
};
use portal::{
    Acted, Error, day_of,
    enrollments::{AgentOfRecord, Checkout, Enrollment, Signing, credit_questions, signature_questions},
};
use words::Asking;

pub(crate) fn routes() -> Vec<Route> {
    let reads: Reads = |field| match field {
        "credit" => Some(Reader::Money),
        _ => reader_of(&signature_questions(""), field),
    };
    both![(get, "/enroll", checkout), (post, "/enroll", enroll, reads), (get, "/coverage", coverage),]
}

#[derive(Template)]
#[template(path = "enrollments/enroll.html")]
struct Enroll {
    layout: Layout,
    base: String,
    errors: FieldErrors,
    sample: bool,
    plan: SummaryList,
    text: Vec<String>,
    credit: Questions,
    signature: Questions,
    form_key: Hidden,
    plan_id: Hidden,
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
        typed: Fields::from([("credit".to_owned(), plain_dollars(checkout.plan.credit_cents))]),
        form_key: crate::form::new_key(),
    };
    let page = enroll_page(&app, &subject, &checkout, &signing, FieldErrors::none());
    show(&page)
}

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
    let layout = subject.layout(app, "Review and enroll", &checkout.consumer_name()).with_errors(&errors);
    let credit = credit_questions(&checkout.plan, &signing.typed);
    let signature = signature_questions(&checkout.signature);
    let asking = Asking::new(layout.words, app.portal.profile());
    let errors = errors.of_questions(asking, &[credit.clone(), signature.clone()].concat());
    Enroll {
        base: subject.base.clone(),
        sample: checkout.sample,
        plan: summary(checkout),
        text: checkout.text.clone(),
        credit: Questions::new(asking, &credit, &signing.typed, &errors),
        signature: Questions::new(asking, &signature, &signing.typed, &errors),
        form_key: Hidden::new("form_key", &*signing.form_key),
        plan_id: Hidden::new("plan", checkout.plan.id.to_string()),
        closed: checkout.group.effective_on.is_none(),
        layout,
        errors,
    }
}

fn agent_of_record(agent: Option<&AgentOfRecord>) -> String {
    agent.map_or("None".to_owned(), |agent| format!("{}, NPN {}", agent.broker_name, agent.broker_npn))
}

fn summary(checkout: &Checkout) -> SummaryList {
    let plan = &checkout.plan;
    let people = checkout.group.members.iter().map(|member| member.name.clone()).collect();
    let effective =
        checkout.group.effective_on.map_or_else(|| "Enrollment is not open".to_owned(), date_in_words);
    let agent = agent_of_record(checkout.agent_of_record.as_ref());
    SummaryList::new(vec![
        SummaryRow::lines("Who", people),
        SummaryRow::lines("Plan", vec![plan.name.clone(), plan.carrier.clone()]),
        SummaryRow::new("Monthly price before tax credit", dollars(plan.premium_cents)),
        SummaryRow::new("Most tax credit for this plan", dollars(plan.credit_cents)),
        SummaryRow::new("Price with all of it", dollars(plan.premium_cents - plan.credit_cents)),
        SummaryRow::new("Coverage starts", effective),
        SummaryRow::new("Agent of record", agent),
    ])
}

async fn enroll(app: App, subject: Subject, form: Posted) -> Result<Response, PageError> {
    let signing = Signing {
        plan: form.get("plan").to_owned(),
        typed: form.typed(),
        form_key: form.get("form_key").chars().take(64).collect(),
    };
    let errors = match app.portal.enroll(&subject.session, &subject.consumer, &signing).await {
        Ok(_) => return Ok(subject.go("/coverage")),
        Err(Error::Invalid(faults)) => faults.into(),
        Err(other) => return Err(other.into()),
    };
    let subject = subject.again();
    let checkout = app.portal.read_checkout(&subject.session, &subject.consumer).await?;
    let page = enroll_page(&app, &subject, &checkout, &signing, errors);
    show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

#[derive(Template)]
#[template(path = "enrollments/coverage.html")]
struct Coverage {
    layout: Layout,
    base: String,
    enrollments: Vec<(String, SummaryList)>,
    acting: bool,
}

async fn coverage(app: App, subject: Subject) -> Result<Response, PageError> {
    let rows = app.portal.read_coverage(&subject.session, &subject.consumer).await?;
    let zone = &app.portal.profile().exchange.time_zone;
    let acting = subject.is_acting();
    let layout = subject.layout(&app, "Your coverage", &rows.consumer_name()).wide(Width::Normal);
    let enrollments =
        rows.iter().map(|one| (one.row.plan_name.clone(), enrollment(one, zone, acting))).collect();
    show(&Coverage { layout, base: subject.base.clone(), enrollments, acting })
}

/// An enrollment in rows. What the carrier answered is later status: not for assisters (L2).
fn enrollment(one: &Enrollment, zone: &str, acting: bool) -> SummaryList {
    let row = &one.row;
    let (word, tone) = match row.state {
        EnrollmentState::Signed => ("Signed, goes to the insurance company", Tone::Active),
        EnrollmentState::Sent => ("Sent to the insurance company", Tone::Active),
        EnrollmentState::Effectuated => ("Confirmed by the insurance company", Tone::Good),
        EnrollmentState::Failed => ("Not accepted by the insurance company", Tone::Bad),
        EnrollmentState::Cancelled => ("Cancelled", Tone::Neutral),
        EnrollmentState::Terminated => ("Ended", Tone::Neutral),
        EnrollmentState::Cart => ("Not signed", Tone::Neutral),
    };
    let mut rows = Vec::new();
    if let Some(details) = &one.details {
        rows.push(SummaryRow::lines("Who is covered", details.members.clone()));
    }
    rows.push(SummaryRow::new("Insurance company", row.carrier_name.clone()));
    if !acting {
        rows.push(SummaryRow::new("Where it stands", "").status(Status::new(word, tone)));
    }
    rows.push(SummaryRow::new("Coverage starts", date_in_words(row.effective_on)));
    let Some(details) = &one.details else {
        // L1: the consumer did this alone.
        rows.push(SummaryRow::new(
            "More",
            "The consumer enrolled alone, at full price. You see no more of it here.",
        ));
        return SummaryList::new(rows);
    };
    let signed = &details.signed;
    rows.extend([
        SummaryRow::new("Monthly price", dollars(signed.premium_cents.0 - signed.credit_cents.0)),
        SummaryRow::new("Tax credit used", dollars(signed.credit_cents.0)),
        SummaryRow::new("Signed on", date_in_words(day_of(signed.signed_at, zone))),
        SummaryRow::new("Signature", signed.signature.clone()),
    ]);
    rows.push(SummaryRow::new("Agent of record", agent_of_record(signed.agent.as_ref())));
    SummaryList::new(rows)
}
