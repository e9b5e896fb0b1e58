//! CERT-1 over the whole route table: whatever single fact is missing, no page of an assister opens, at the next request of
//! an open session; and with all of them in force the same pages do. The own profile alone stays open: it says what is
//! missing, and no consumer stands on it.

use super::stage::*;
use portal::testing::run;
use web::routes::Who;

/// A fact, what takes it away, and what gives it back. Of a navigator the agency's approval counts where of a broker the
/// license does: portal/tests/certification.rs has every combination of both.
const FACTS: &[(&str, &str, &str)] = &[
    ("activation", "assisters SET state = 'invited'", "assisters SET state = 'active'"),
    ("no suspension", "assisters SET state = 'suspended'", "assisters SET state = 'active'"),
    (
        "certification",
        "assisters SET certified_until = '2026-11-22'",
        "assisters SET certified_until = '2027-12-31'",
    ),
    (
        "training",
        "assisters SET training_passed_on = NULL",
        "assisters SET training_passed_on = '2026-01-01'",
    ),
    (
        "assessment",
        "assisters SET assessment_passed_on = NULL",
        "assisters SET assessment_passed_on = '2026-01-01'",
    ),
    ("license", "assisters SET license_until = '2026-11-22'", "assisters SET license_until = '2027-12-31'"),
    ("an active agency", "agencies SET state = 'suspended'", "agencies SET state = 'active'"),
    ("a certified agency", "agencies SET certified_on = NULL", "agencies SET certified_on = '2025-01-01'"),
    ("a contract", "agencies SET contract_until = '2026-11-22'", "agencies SET contract_until = NULL"),
];

/// Changes Bo, or the agency for which he works.
async fn change(stage: &Stage, what: &str) {
    let whose = if what.starts_with("assisters") { "assister_key = 'bo'" } else { "agency_key = 'lakes'" };
    run(&stage.portal, &format!("UPDATE {what} WHERE {whose}")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_any_single_fact_of_cert_1_no_page_of_an_assister_opens() {
    let _others = super::statements::beside().await;
    for stage in stages().await {
        run(
            &stage.portal,
            "INSERT INTO agencies (agency_key, name, kind, state, phone, certified_on, contract_from, created_at) \
             VALUES ('lakes', 'Sample Lakes', 'broker', 'active', '651-555-0162', '2025-01-01', '2025-01-01', 1); \
             UPDATE assisters SET agency_key = 'lakes' WHERE assister_key = 'bo'",
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
            if lets_in(&stage.get("bo", path).await) {
                open.push(path);
            }
        }
        assert!(open.len() > 15, "{} of {} pages are open", open.len(), own.len());
        for (fact, taken, given_back) in FACTS {
            change(&stage, taken).await;
            for path in &own {
                let answer = stage.get("bo", path).await;
                if path.starts_with("/profile") {
                    let says_why = answer.body.contains("Not today, because:");
                    assert!(lets_in(&answer) && (path != "/profile" || says_why), "{path} without {fact}");
                    assert_eq!((ANA.found_in(&answer), EVE.found_in(&answer)), (None, None), "{path}");
                    continue;
                }
                assert!(!lets_in(&answer), "{path} without {fact}: {}", answer.status);
            }
            change(&stage, given_back).await;
            for path in &open {
                let answer = stage.get("bo", path).await;
                assert!(lets_in(&answer), "{path} with {fact} again: {}", answer.status);
            }
        }
    }
}
