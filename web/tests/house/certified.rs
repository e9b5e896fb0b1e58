//! CERT-1 over the whole route table: whatever single fact is missing, no page of an assister opens, at the next request of
//! an open session; and with all of them in force the same pages do.

use super::stage::*;
use portal::testing::run;
use web::routes::Who;

/// A fact taken away, and given back.
const FACTS: &[(&str, &str, &str)] = &[
    (
        "activated",
        "UPDATE assisters SET state = 'invited' WHERE assister_key = 'nia'",
        "UPDATE assisters SET state = 'active' WHERE assister_key = 'nia'",
    ),
    (
        "not suspended",
        "UPDATE assisters SET state = 'suspended' WHERE assister_key = 'nia'",
        "UPDATE assisters SET state = 'active' WHERE assister_key = 'nia'",
    ),
    (
        "certified",
        "UPDATE assisters SET certified_until = '2026-11-22' WHERE assister_key = 'nia'",
        "UPDATE assisters SET certified_until = '2027-12-31' WHERE assister_key = 'nia'",
    ),
    (
        "trained",
        "UPDATE assisters SET training_passed_on = NULL WHERE assister_key = 'nia'",
        "UPDATE assisters SET training_passed_on = '2026-01-01' WHERE assister_key = 'nia'",
    ),
    (
        "assessed",
        "UPDATE assisters SET assessment_passed_on = NULL WHERE assister_key = 'nia'",
        "UPDATE assisters SET assessment_passed_on = '2026-01-01' WHERE assister_key = 'nia'",
    ),
    (
        "approved",
        "UPDATE assisters SET access_approved_on = NULL WHERE assister_key = 'nia'",
        "UPDATE assisters SET access_approved_on = '2026-01-01' WHERE assister_key = 'nia'",
    ),
    (
        "agency active",
        "UPDATE agencies SET state = 'suspended' WHERE agency_key = 'helpers'",
        "UPDATE agencies SET state = 'active' WHERE agency_key = 'helpers'",
    ),
    (
        "agency certified",
        "UPDATE agencies SET certified_on = NULL WHERE agency_key = 'helpers'",
        "UPDATE agencies SET certified_on = '2025-01-01' WHERE agency_key = 'helpers'",
    ),
    (
        "contract",
        "UPDATE agencies SET contract_until = '2026-11-22' WHERE agency_key = 'helpers'",
        "UPDATE agencies SET contract_until = NULL WHERE agency_key = 'helpers'",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn without_any_single_fact_of_cert_1_no_page_of_an_assister_opens() {
    let _others = super::statements::beside().await;
    for stage in stages().await {
        run(
            &stage.portal,
            "UPDATE associations SET assister_key = 'nia' WHERE consumer_key = 'ana' AND ended_at IS NULL; \
             UPDATE book SET assister_key = 'nia' WHERE consumer_key = 'ana' AND ended_at IS NULL",
        )
        .await;
        let own: Vec<String> = routes()
            .iter()
            .filter(|route| route.who == Who::Assister && route.method == "GET")
            .flat_map(|route| stage.paths(route, "ana", &stage.receipt))
            .collect();
        // What a limit refuses is refused with all facts too.
        let mut open = Vec::new();
        for path in &own {
            if lets_in(&stage.get("nia", path).await) {
                open.push(path);
            }
        }
        assert!(open.len() > 15, "{} of {} pages are open", open.len(), own.len());
        for (fact, taken, given_back) in FACTS {
            run(&stage.portal, taken).await;
            for path in &own {
                let answer = stage.get("nia", path).await;
                assert!(!lets_in(&answer), "{path} without {fact}: {}", answer.status);
            }
            run(&stage.portal, given_back).await;
            for path in &open {
                let answer = stage.get("nia", path).await;
                assert!(lets_in(&answer), "{path} with {fact} again: {}", answer.status);
            }
        }
    }
}
