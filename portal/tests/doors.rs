//! The doors, on both databases: who gets in, what stays undone, what is recorded.

use domain::people::ConsumerKey;
use portal::{Error, testing::*};

fn ana() -> ConsumerKey {
    ConsumerKey("ana".into())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_associated_assister_opens_the_application_and_resumes_it_act_5() {
    for portal in portals().await {
        cast(&portal).await;
        let first = portal.open_application(&assister("bo"), &ana()).await.unwrap();
        let again = portal.open_application(&assister("bo"), &ana()).await.unwrap();
        assert_eq!(first.key, again.key);
        let trail = column(
            &portal,
            "SELECT outcome FROM audit_events WHERE subject = 'consumer:ana' ORDER BY number",
        )
        .await;
        assert_eq!(trail, ["done", "done"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn for_everybody_else_the_consumer_does_not_exist_and_the_attempt_is_recorded_act_1() {
    for portal in portals().await {
        cast(&portal).await;
        let strangers = [assister("cy"), consumer("eve"), resource_manager(), assister("nobody")];
        for stranger in &strangers {
            let refused = portal.open_application(stranger, &ana()).await.unwrap_err();
            assert!(matches!(refused, Error::Denied(domain::access::Denial::NoBasis)), "{refused}");
        }
        let lapsed = portal.open_application(&assister("di"), &ConsumerKey("eve".into())).await.unwrap_err();
        assert!(matches!(lapsed, Error::Denied(domain::access::Denial::NoBasis)));
        let nobody = ConsumerKey("no-such-consumer".into());
        assert!(portal.open_application(&assister("bo"), &nobody).await.is_err());
        assert_eq!(count(&portal, "SELECT count(*) FROM applications").await, 0);
        assert_eq!(
            count(&portal, "SELECT count(*) FROM audit_events WHERE outcome = 'refused' AND rule = 'ACT-1'")
                .await,
            6
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_make_one_draft_and_a_gapless_chain() {
    for portal in portals().await {
        cast(&portal).await;
        let second = second_process(&portal).await;
        let tasks: Vec<_> = (0..24)
            .map(|i| {
                let portal = if i % 2 == 0 { portal.clone() } else { second.clone() };
                tokio::spawn(async move {
                    portal.open_application(&assister("bo"), &ana()).await.map(|o| o.value.key)
                })
            })
            .collect();
        let mut keys = std::collections::HashSet::new();
        for task in tasks {
            keys.insert(task.await.unwrap().unwrap());
        }
        assert_eq!(keys.len(), 1);
        assert_eq!(
            count(&portal, "SELECT count(*) FROM audit_events WHERE subject = 'consumer:ana'").await,
            24
        );
        assert_eq!(
            count(&portal, "SELECT max(number) FROM audit_events WHERE subject = 'consumer:ana'").await,
            24
        );
    }
}
