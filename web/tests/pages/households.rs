//! Real households through the pages: answers typed into the forms, the determination read back, compared
//! with the independent model's figures (shared/data/eligibility/examples_2026.json).

use crate::{
    browser::Browser,
    cast::{signed_in, with_accounts},
};
use eligibility::{Determination, Program};
use portal::{Portal, testing::*};
use serde_json::Value;
use std::path::PathBuf;

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

fn cases() -> Option<Vec<Value>> {
    let file =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/eligibility/examples_2026.json");
    let Ok(text) = std::fs::read_to_string(file) else {
        assert!(std::env::var("ASSENT_REQUIRE_ALL").is_err(), "shared/data/eligibility is absent");
        println!("skipped: shared/data/eligibility/examples_2026.json is absent");
        return None;
    };
    let all: Value = serde_json::from_str(&text).unwrap();
    let all = all["cases"].as_array().unwrap();
    let wanted: Vec<Value> =
        CASES.iter().map(|id| all.iter().find(|case| case["id"] == *id).unwrap().clone()).collect();
    Some(wanted)
}

fn county(case: &Value) -> &'static str {
    let counties =
        [("HENNEPIN_COUNTY_MN", "27053"), ("OLMSTED_COUNTY_MN", "27109"), ("BLUE_EARTH_COUNTY_MN", "27013")];
    counties.iter().find(|(name, _)| case["county"] == *name).unwrap().1
}

/// Types a page and goes on.
async fn fill(browser: &mut Browser, page: &str, typed: &[(&str, &str)]) {
    let path = format!("/application/{page}");
    browser.get(&path).await;
    assert!(browser.status.is_success(), "{path}: {}", browser.status);
    browser.post(&path, typed).await;
    assert!(browser.status.is_redirection(), "{path}: {} {}", browser.status, browser.page);
}

async fn person(browser: &mut Browser, case: &Value, n: usize) {
    let people = case["people"].as_array().unwrap();
    let one = &people[n - 1];
    let year = (2026 - one["age"].as_i64().unwrap()).to_string();
    let name = format!("Sample{n}");
    let born = [("born_month", "1"), ("born_day", "1"), ("born_year", year.as_str())];
    let typed = [("given_name", "Case"), ("family_name", name.as_str()), ("applying", "yes")];
    fill(browser, &format!("person/{n}"), &[&typed[..], &born[..]].concat()).await;
    fill(browser, &format!("citizenship/{n}"), &[("no_ssn", "yes"), ("status", "citizen")]).await;
    let pregnant = if one["pregnant"] == true { "yes" } else { "no" };
    let about = [
        ("resident", "yes"),
        ("pregnant", pregnant),
        ("disabled", "no"),
        ("student", "no"),
        ("foster_care", "no"),
        ("tribe", "no"),
        ("incarceration", "none"),
        ("tobacco", "no"),
    ];
    fill(browser, &format!("about/{n}"), &about).await;
    let adults = people.iter().filter(|p| p["role"] == "adult").count();
    let adult = one["role"] == "adult";
    if n > 1 {
        let earlier: Vec<(String, &str)> = (1..n)
            .map(|e| {
                let other_adult = people[e - 1]["role"] == "adult";
                let word = match (adult, other_adult) {
                    (true, _) => "spouse",
                    (false, true) => "child",
                    (false, false) => "sibling",
                };
                (format!("to_{e}"), word)
            })
            .collect();
        let mut typed: Vec<(&str, &str)> =
            earlier.iter().map(|(field, word)| (field.as_str(), *word)).collect();
        typed.push(("lives_here", "yes"));
        fill(browser, &format!("relationships/{n}"), &typed).await;
    }
    let status = match (adults, people.len()) {
        (2, _) => "married_joint",
        (_, 1) => "single",
        _ => "head_of_household",
    };
    let taxes = if adult {
        vec![("role", "filer"), ("filing_status", status)]
    } else {
        vec![("role", "dependent"), ("claimed_by", "p1")]
    };
    fill(browser, &format!("taxes/{n}"), &taxes).await;
    let wages = format!("{:.2}", one["wages"].as_f64().unwrap());
    let income = if wages == "0.00" {
        vec![("any", "no")]
    } else {
        vec![("any", "yes"), ("kind_1", "wages"), ("amount_1", wages.as_str()), ("frequency_1", "yearly")]
    };
    fill(browser, &format!("income/{n}"), &income).await;
    fill(browser, &format!("coverage/{n}"), &[("employer", "none"), ("medicare", "none"), ("other", "none")])
        .await;
}

async fn apply(portal: &Portal, case: &Value) -> Determination {
    let mut browser = signed_in(portal, "ana").await;
    browser.get("/application").await;
    browser.post("/application/open", &[("kind", "financial_assistance"), ("plan_year", "2026")]).await;
    assert!(browser.status.is_redirection(), "{}", browser.page);
    fill(
        &mut browser,
        "address",
        &[("street", "1 Sample Street"), ("city", "Sample"), ("zip", "55401"), ("county", county(case))],
    )
    .await;
    fill(&mut browser, "contact", &[("email", "sample@example.org")]).await;
    let count = case["people"].as_array().unwrap().len();
    for _ in 1..count {
        browser.get("/application/people").await;
        browser.post("/application/people/add", &[]).await;
        assert!(browser.status.is_redirection(), "{}", browser.page);
    }
    fill(&mut browser, "people", &[("complete", "yes")]).await;
    for n in 1..=count {
        person(&mut browser, case, n).await;
    }
    fill(&mut browser, "deductions", &[("any", "no")]).await;
    fill(&mut browser, "expected-income", &[]).await;
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
    let Some(cases) = cases() else { return };
    for case in cases {
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
