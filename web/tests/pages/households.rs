//! Real households through the pages: answers typed into the forms, the determination read back, compared
//! with the independent model's figures (eligibility/tests/data/examples_2026.json).

use crate::{
    browser::Browser,
    cast::{signed_in, with_accounts},
};
use domain::form::Fields;
use eligibility::{Determination, Program};
use portal::{Portal, example_households, testing::*};
use serde_json::Value;

/// A single person and couples and families: MA, MinnesotaCare, tax credit, in several rating areas, and
/// none that falls under one of the model's known deviations.
const CASES: &[&str] = &[
    "pe-2026-000",
    "pe-2026-009",
    "pe-2026-018",
    "pe-2026-033",
    "pe-2026-036",
    "pe-2026-081",
    "pe-2026-120",
    "pe-2026-129",
];

fn cases() -> Vec<Value> {
    let text = include_str!("../../../eligibility/tests/data/examples_2026.json");
    let all: Value = serde_json::from_str(text).unwrap();
    let all = all["cases"].as_array().unwrap();
    CASES.iter().map(|id| all.iter().find(|case| case["id"] == *id).unwrap().clone()).collect()
}

/// Types a page and goes on.
async fn fill(browser: &mut Browser, page: &str, fields: &Fields) {
    let path = format!("/application/{page}");
    browser.get(&path).await;
    assert!(browser.status.is_success(), "{path}: {}", browser.status);
    let typed: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(&path, &typed).await;
    assert!(browser.status.is_redirection(), "{path}: {} {}", browser.status, browser.page);
}

async fn apply(portal: &Portal, case: &Value) -> Determination {
    let mut browser = signed_in(portal, "ana").await;
    browser.get("/application").await;
    browser.post("/application/open", &[("kind", "financial_assistance"), ("plan_year", "2026")]).await;
    assert!(browser.status.is_redirection(), "{}", browser.page);
    for _ in 1..example_households::people_in(case) {
        browser.get("/application/people").await;
        browser.post("/application/people/add", &[]).await;
        assert!(browser.status.is_redirection(), "{}", browser.page);
    }
    for (page, fields) in example_households::typed_pages(case, &portal.profile().places) {
        fill(&mut browser, &page, &fields).await;
    }
    browser.get("/application/sign").await;
    browser.post("/application/sign", &[("signature", "Ana Kowalski"), ("agree", "yes")]).await;
    assert!(browser.status.is_redirection(), "{}: {}", case["id"], browser.page);
    browser.get("/application/result").await;
    assert_eq!(browser.heading(), "Your results");
    let output = determination_outputs(portal).await;
    serde_json::from_str(&output[0]).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn households_come_out_with_the_independent_models_program_benchmark_and_credit() {
    for case in cases() {
        let portal = sqlite().await;
        with_accounts(&portal).await;
        let determination = apply(&portal, &case).await;
        let id = &case["id"];
        for (n, one) in case["people"].as_array().unwrap().iter().enumerate() {
            let expected = &case["expected_people"][one["id"].as_str().unwrap()];
            let program = match expected {
                e if e["is_medicaid_eligible"] == true => Program::Ma,
                e if e["is_basic_health_program_eligible"] == true => Program::BasicHealth,
                e if e["is_aca_ptc_eligible"] == true => Program::Aptc,
                _ => continue,
            };
            let found = determination.people[format!("p{}", n + 1).as_str()].program;
            assert_eq!(found, program, "{id} person {}", n + 1);
        }
        let tax = &determination.tax_households[0];
        let yearly = |cents: Option<i64>| cents.unwrap_or(0) as f64 * 12.0 / 100.0;
        for (what, found, expected) in [
            ("SLCSP", yearly(tax.slcsp_monthly_cents), &case["expected_tax_unit"]["slcsp"]),
            ("APTC", yearly(tax.aptc_max_monthly_cents), &case["expected_tax_unit"]["aca_ptc"]),
        ] {
            let expected = expected.as_f64().unwrap();
            assert!((found - expected).abs() <= 12.0, "{id} {what}: {found} and not {expected}");
        }
    }
}
