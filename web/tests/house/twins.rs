//! Twins (gate 1): Ana and Eve have the same data with different marks. Whatever Ana or her assister opens
//! or sends, no mark of Eve comes back, not even for a request that carries Eve's keys.

use super::stage::*;
use portal::testing::*;

#[tokio::test(flavor = "multi_thread")]
async fn no_mark_of_eve_comes_back_to_ana_or_to_her_assister() {
    let _others = super::statements::beside().await;
    for stage in stages().await {
        let eves: Vec<String> = column(
            &stage.portal,
            "SELECT application_key FROM applications WHERE consumer_key = 'eve' UNION ALL \
             SELECT enrollment_key FROM enrollments WHERE consumer_key = 'eve' UNION ALL \
             SELECT association_key FROM associations WHERE consumer_key = 'eve'",
        )
        .await;
        let mut answers = 0;
        for person in ["ana", "bo"] {
            for route in routes() {
                // The practice mailbox and the personas are everybody's.
                if route.path.starts_with("/demo") || route.path == "/sign-out" {
                    continue;
                }
                for key in ["ana", "eve"] {
                    for receipt in eves.iter().map(String::as_str).chain([stage.receipt.as_str()]) {
                        if !route.path.contains("{receipt}") && receipt != stage.receipt {
                            continue;
                        }
                        for path in stage.paths(&route, key, receipt) {
                            answers += opened(&stage, person, route.method, &path, &eves).await;
                        }
                    }
                }
            }
        }
        println!("{answers} answers, none with a mark of Eve");
        assert!(answers > 300);
    }
}

/// Sends a request, and a form once for each of Eve's keys in every field that could hold one.
async fn opened(stage: &Stage, person: &str, method: &str, path: &str, eves: &[String]) -> usize {
    let mut answers = Vec::new();
    match method {
        "GET" => answers.push(stage.get(person, path).await),
        _ => {
            for key in eves {
                let fields: Vec<(&str, &str)> =
                    ["application", "association", "enrollment", "consumer", "after", "before", "key"]
                        .iter()
                        .map(|field| (*field, key.as_str()))
                        .chain([("version", "1"), ("person", "1"), ("complete", "yes")])
                        .collect();
                answers.push(stage.post(person, path, &fields).await);
            }
        }
    }
    for answer in &answers {
        assert_eq!(EVE.found_in(answer), None, "{method} {path} as {person}");
        assert!(!answer.status.is_server_error(), "{method} {path} as {person}: {}", answer.status);
    }
    answers.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_twin_finds_her_own_marks_on_the_same_pages() {
    let _others = super::statements::beside().await;
    let stage = stage(sqlite().await).await;
    let mut marked = 0;
    for route in routes().iter().filter(|route| route.method == "GET" && !route.path.starts_with("/demo")) {
        for path in stage.paths(route, "ana", &stage.receipt) {
            let (ana, eve) = (stage.get("ana", &path).await, stage.get("eve", &path).await);
            let marks = (ANA.found_in(&ana).is_some(), EVE.found_in(&eve).is_some());
            assert_eq!(EVE.found_in(&ana), None, "{path}");
            assert_eq!(ANA.found_in(&eve), None, "{path}");
            if marks == (true, true) {
                marked += 1;
            }
        }
    }
    assert!(marked >= 14, "{marked}");
}
