//! "Your results": what everyone got at submission, why, and what comes next (B6, ACT-9).

use crate::{
    App,
    frame::show,
    layout::{Layout, Width},
    parts::{
        Alert, AlertKind, ButtonKind, Cell, Column, Link, Row, Status, SummaryList, SummaryRow, Table, Tone,
    },
    refusal::PageError,
    routes::{Route, Who},
    session::Subject,
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::text::dollars;
use portal::{
    CostSharing, Outcome, Program, Reason, TaxHouseholdResult,
    determinations::{InitialDetermination, PersonOutcome},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/application/result", Who::Consumer, result),
        Route::get("/consumers/{consumer}/application/result", Who::Assister, result),
    ]
}

#[derive(Template)]
#[template(path = "results/result.html")]
struct Results {
    layout: Layout,
    as_of: String,
    notice: Option<Alert>,
    people: Vec<PersonCard>,
    credits: Vec<CreditCard>,
    shop: Option<Link>,
    application: Link,
}

/// One person's result.
struct PersonCard {
    name: String,
    status: Status,
    facts: Option<SummaryList>,
    why: Vec<String>,
    why_not: Vec<String>,
    next: &'static str,
    rules: Option<Table>,
}

/// One tax return's credit.
struct CreditCard {
    heading: String,
    facts: SummaryList,
    why: Vec<String>,
}

async fn result(State(app): State<App>, subject: Subject) -> Result<Response, PageError> {
    let read = app.portal.read_determination(&subject.session, &subject.consumer).await?;
    let mut layout = subject.layout(&app, "Your results", &read.consumer_name);
    layout.width = Width::Normal;
    let application = Link::new(subject.at("/application"), "Application");
    let Some(found) = &read.value else {
        let text = "There are no results yet. They come when the application is signed and submitted.";
        return show(&Results {
            layout,
            as_of: String::new(),
            notice: Some(Alert::new(AlertKind::Info, text)),
            people: Vec::new(),
            credits: Vec::new(),
            shop: None,
            application,
        });
    };
    let day = app.portal.day_in_words(found.computed_at);
    show(&Results {
        layout,
        as_of: format!("Coverage in {}. Initial, as of {day}.", found.application.plan_year),
        notice: found.desk.as_ref().map(|desk| {
            let text = format!(
                "This is the initial determination. It may have changed since. For the present status, call {} at {}.",
                desk.name, desk.phone
            );
            Alert::new(AlertKind::Info, text)
        }),
        people: found.people.iter().filter(|person| person.applying).map(|person| card(found, person)).collect(),
        credits: credits(found),
        shop: found
            .can_shop()
            .then(|| Link::new(subject.at("/plans"), "Shop for plans").button(ButtonKind::Primary)),
        application,
    })
}

/// A program in words, its tone, and what comes next.
fn program(program: Program) -> (&'static str, Tone, &'static str) {
    match program {
        Program::Ma => (
            "Medical Assistance (MA)",
            Tone::Good,
            "You do not need to choose a plan here. A letter tells you when coverage starts and how to use it.",
        ),
        Program::BasicHealth => (
            "MinnesotaCare",
            Tone::Good,
            "You do not need to choose a plan here. The agency will tell you the premium.",
        ),
        Program::Aptc => (
            "Plan with a tax credit",
            Tone::Good,
            "Shop for a plan. The tax credit lowers the price each month.",
        ),
        Program::Qhp => {
            ("Plan at full price", Tone::Active, "Shop for a plan. There is no tax credit for this person.")
        }
        Program::None => {
            ("No coverage found", Tone::Bad, "Read the reasons. If you think this is wrong, you can appeal.")
        }
        Program::Refer => (
            "The agency must look",
            Tone::Attention,
            "The agency looks at this case and writes to you. It may ask for papers.",
        ),
    }
}

fn cost_sharing(level: CostSharing) -> Option<&'static str> {
    match level {
        CostSharing::None => None,
        CostSharing::Silver73 => Some("Silver plans with lower deductibles (73 percent)"),
        CostSharing::Silver87 => Some("Silver plans with much lower deductibles (87 percent)"),
        CostSharing::Silver94 => Some("Silver plans with very low deductibles (94 percent)"),
        CostSharing::Limited => Some("No costs at Indian health providers, in plans of any level"),
        CostSharing::Zero => Some("No costs for covered care, in plans of any level"),
    }
}

/// Which rules belong to a program: the first part of their code.
fn prefix(program: Program) -> &'static str {
    match program {
        Program::Ma | Program::Refer => "ma.",
        Program::BasicHealth => "basic_health.",
        Program::Aptc => "aptc.",
        Program::Qhp => "qhp.",
        Program::None => "person.",
    }
}

fn card(found: &InitialDetermination, person: &PersonOutcome) -> PersonCard {
    let got = person.result.program;
    let (words, tone, next) = program(got);
    let mut facts = Vec::new();
    if got == Program::Aptc {
        let own =
            |tax: &&TaxHouseholdResult| tax.coverage_family.iter().any(|id| id.as_str() == person.person);
        let tax = found.determination.tax_households.iter().find(own);
        let amount = match tax.and_then(|tax| tax.aptc_max_monthly_cents) {
            Some(cents) => {
                format!("Up to {} a month, for everyone on the tax return together", dollars(cents))
            }
            None => "Not known yet".to_owned(),
        };
        facts.push(SummaryRow::new("Tax credit", amount));
    }
    if let Some(level) = cost_sharing(person.result.csr) {
        facts.push(SummaryRow::new("Lower costs", level));
    }
    let reasons = &person.result.reasons;
    let own = |reason: &&Reason| {
        reason.outcome == Outcome::Met && reason.rule.code().starts_with(prefix(got))
            || got == Program::Refer && reason.outcome == Outcome::Refer
            || got == Program::Aptc && reason.rule.code().starts_with("csr.")
    };
    let why: Vec<String> = reasons.iter().filter(own).map(plain).collect();
    let why_not = reasons.iter().filter(|r| !own(r) && r.outcome != Outcome::Met).map(plain).collect();
    PersonCard {
        name: person.name.clone(),
        status: Status::new(words, tone),
        facts: (!facts.is_empty()).then(|| SummaryList::new(facts)),
        why,
        why_not,
        next,
        rules: (!reasons.is_empty()).then(|| rules(&person.name, reasons)),
    }
}

/// Rule, outcome and source, for whoever wants to check.
fn rules(name: &str, reasons: &[Reason]) -> Table {
    let outcome = |outcome: Outcome| match outcome {
        Outcome::Met => "Met",
        Outcome::NotMet => "Not met",
        Outcome::Refer => "The agency looks",
        Outcome::Unknown => "Not known",
    };
    let rows = reasons
        .iter()
        .map(|reason| {
            Row(vec![
                Cell::text(reason.rule.code()),
                Cell::text(outcome(reason.outcome)),
                Cell::text(plain(reason)),
                Cell::text(reason.source.as_str()),
            ])
        })
        .collect();
    let columns = ["Rule", "Outcome", "In words", "Source"].map(Column::new).to_vec();
    Table::new(format!("Rules used for {name}"), columns, rows)
}

fn credits(found: &InitialDetermination) -> Vec<CreditCard> {
    let name = |id: &str| {
        found
            .people
            .iter()
            .find(|person| person.person == id)
            .map_or_else(|| id.to_owned(), |person| person.name.clone())
    };
    found
        .determination
        .tax_households
        .iter()
        .filter(|tax| !tax.coverage_family.is_empty())
        .map(|tax| {
            let amount = |cents: Option<i64>| cents.map_or_else(|| "Not known yet".to_owned(), dollars);
            let family: Vec<String> = tax.coverage_family.iter().map(|id| name(id.as_str())).collect();
            let filers: Vec<String> = tax.filers.iter().map(|id| name(id.as_str())).collect();
            CreditCard {
                heading: format!("Tax credit on the return of {}", filers.join(" and ")),
                facts: SummaryList::new(vec![
                    SummaryRow::lines("For", family),
                    SummaryRow::new("Most credit a month", amount(tax.aptc_max_monthly_cents)),
                    SummaryRow::new("Benchmark plan a month", amount(tax.slcsp_monthly_cents)),
                    SummaryRow::new("Expected own share a month", amount(tax.contribution_monthly_cents)),
                    SummaryRow::new("Income of the year", dollars(tax.annual_income_cents)),
                    SummaryRow::new("Income in percent of the poverty guideline", format!("{}", tax.percent)),
                ]),
                why: tax.reasons.iter().map(plain).collect(),
            }
        })
        .collect()
}

fn plain(reason: &Reason) -> String {
    reason.plain().to_string()
}
