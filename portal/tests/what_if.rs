//! Estimates, on both databases: the same as an application's determination, nothing stored, and not without
//! end for one address.

use domain::{form::Fields, refusal::Refusal};
use portal::{Error, Portal, Program, RequestContext, example_households::ESTIMATE, testing::*};

fn typed(changes: &[(&str, &str)]) -> Fields {
    ESTIMATE.iter().chain(changes).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn from(ip: &str) -> RequestContext {
    RequestContext { ip: ip.to_owned(), ..RequestContext::default() }
}

/// How many rows each table has.
async fn rows(portal: &Portal) -> Vec<(String, i64)> {
    let tables = match is_postgres(portal) {
        true => "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
        false => "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1",
    };
    let mut rows = Vec::new();
    for table in column(portal, tables).await {
        let number = count(portal, &format!("SELECT count(*) FROM {table}")).await;
        rows.push((table, number));
    }
    rows
}

#[tokio::test(flavor = "multi_thread")]
async fn an_estimate_says_programs_prices_and_what_would_change_and_leaves_nothing() {
    for portal in portals().await {
        portal.load_practice_catalogs(1).await.unwrap();
        let before = rows(&portal).await;
        assert!(before.len() > 20, "{before:?}");
        let child = [
            ("relation_2", "child"),
            ("age_2", "8"),
            ("applying_2", "yes"),
            ("taxes_2", "dependent"),
            ("coverage_2", "none"),
        ];
        let estimate = portal.estimate(&typed(&child), &from("192.0.2.1")).await.unwrap();
        let program = |id: &str| estimate.determination.people[id].program;
        assert_eq!((program("p1"), program("p2")), (Program::Aptc, Program::Ma));
        assert_eq!(estimate.applying, ["p1", "p2"]);

        let prices = estimate.prices.as_ref().unwrap();
        let tax = &estimate.determination.tax_households[0];
        assert_eq!(prices.people, ["p1"]);
        assert_eq!(
            (prices.credit_cents, prices.benchmark_cents),
            (tax.aptc_max_monthly_cents, tax.slcsp_monthly_cents)
        );
        assert!(prices.credit_cents.unwrap() > 0 && prices.known && prices.sample);
        for (plan, metal) in [(&prices.bronze, "bronze"), (&prices.silver, "silver")] {
            let plan = plan.as_ref().unwrap();
            assert!(plan.metal.word().contains(metal), "{:?}", plan.metal);
            assert!(plan.credit_cents <= prices.credit_cents.unwrap());
        }
        // The benchmark is the second lowest: the lowest costs no more.
        assert!(prices.silver.as_ref().unwrap().premium_cents <= prices.benchmark_cents.unwrap());

        let down = estimate.thresholds["p1"].down.as_ref().unwrap();
        assert!(down.change_dollars_a_month < 0);
        assert_eq!(rows(&portal).await, before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_catalog_the_credit_is_given_and_its_amount_is_not_known() {
    let portal = sqlite().await;
    let estimate = portal.estimate(&typed(&[]), &from("192.0.2.1")).await.unwrap();
    let prices = estimate.prices.unwrap();
    assert!(!prices.known && prices.silver.is_none() && prices.credit_cents.is_none());
    let estimate = portal.estimate(&typed(&[("income_1", "1000")]), &from("192.0.2.1")).await.unwrap();
    assert!(estimate.prices.is_none(), "nobody buys a plan");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_cannot_ask_without_end_and_faults_cost_nothing() {
    let portal = sqlite().await;
    let mut answered = 0;
    let refused = loop {
        match portal.estimate(&typed(&[]), &from("192.0.2.1")).await {
            Ok(_) => answered += 1,
            Err(refused) => break refused,
        }
        assert!(answered <= 1_000, "no end");
    };
    assert_eq!(answered, 60);
    assert!(matches!(refused, Error::Refused(Refusal::TooManyEstimates)), "{refused}");
    let faulty = portal.estimate(&typed(&[("age_1", "")]), &from("192.0.2.1")).await.unwrap_err();
    assert!(matches!(faulty, Error::Invalid(faults) if faults[0].field == "age_1"));
    assert!(portal.estimate(&typed(&[]), &from("192.0.2.2")).await.is_ok());
    portal.clock().advance(2);
    assert!(portal.estimate(&typed(&[]), &from("192.0.2.1")).await.is_ok());
}
