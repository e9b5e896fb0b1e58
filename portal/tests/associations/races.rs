//! Several at once, on two server processes (ASSOC-5, ASSOC-7, ASSOC-10).

use crate::*;
use domain::numbers::ReferenceNumber;

#[tokio::test(flavor = "multi_thread")]
async fn look_ups_in_parallel_do_not_pass_the_limit_assoc_10() {
    for portal in portals().await {
        cast(&portal).await;
        let tasks: Vec<_> = (0..30)
            .map(|n| {
                let portal = portal.clone();
                tokio::spawn(async move {
                    let number = ReferenceNumber::from_random(n * 97 + 10).digits().to_owned();
                    let answer = portal.find_assister(&consumer("max"), &key("max"), &number).await;
                    refusal(&answer.unwrap_err())
                })
            })
            .collect();
        let mut looked_up = 0;
        for task in tasks {
            looked_up += usize::from(task.await.unwrap() == Some(Refusal::AssisterNotFound));
        }
        assert_eq!(looked_up, 10);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_browsers_that_authorize_two_assisters_leave_exactly_one_assoc_5() {
    for portal in portals().await {
        cast(&portal).await;
        let second = second_process(&portal).await;
        for round in 0..8 {
            let numbers = [BO, CY, NIA, CAM];
            let tasks: Vec<_> = (0..4)
                .map(|n| {
                    let portal = if n % 2 == 0 { portal.clone() } else { second.clone() };
                    let number = numbers[(n + round) % 4];
                    tokio::spawn(
                        async move { try_to_authorize(&portal, &consumer("max"), "max", number).await },
                    )
                })
                .collect();
            for task in tasks {
                task.await.unwrap().unwrap();
            }
            assert_eq!(active(&portal, "max").await.len(), 1, "round {round}");
        }
        let open =
            count(&portal, "SELECT count(*) FROM book WHERE consumer_key = 'max' AND ended_at IS NULL").await;
        assert_eq!(open, 1);
        let counted = count(
            &portal,
            "SELECT CAST(sum(not_started + in_progress + submitted + enrolled) AS BIGINT) FROM book_counts",
        )
        .await;
        assert_eq!(counted, 3, "max's, ana's and eve's");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn consumers_who_swap_assisters_do_not_stop_each_other() {
    for portal in portals().await {
        cast(&portal).await;
        authorize(&portal, "max", CY).await.unwrap();
        for (ana, max) in [(CY, BO), (BO, CY), (CY, BO), (BO, CY)] {
            let (one, two) = (portal.clone(), portal.clone());
            let one = tokio::spawn(async move { authorize(&one, "ana", ana).await.unwrap() });
            let two = tokio::spawn(async move { authorize(&two, "max", max).await.unwrap() });
            one.await.unwrap();
            two.await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_request_that_starts_after_the_removal_succeeds_assoc_7() {
    use std::sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    };
    for portal in portals().await {
        cast(&portal).await;
        let second = second_process(&portal).await;
        let removed = Arc::new(AtomicBool::new(false));
        let (after, before) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let tasks: Vec<_> = (0..6)
            .map(|n| {
                let server = if n % 2 == 0 { portal.clone() } else { second.clone() };
                let (removed, after, before) = (removed.clone(), after.clone(), before.clone());
                tokio::spawn(async move {
                    for _ in 0..2000 {
                        let late = removed.load(Ordering::SeqCst);
                        let done = server.open_application(&assister("bo"), &key("ana")).await.is_ok();
                        assert!(!(late && done), "a request that started after the removal succeeded");
                        if late && after.fetch_add(1, Ordering::SeqCst) > 100 {
                            break;
                        }
                        before.fetch_add(usize::from(done), Ordering::SeqCst);
                    }
                })
            })
            .collect();
        while before.load(Ordering::SeqCst) < 20 {
            tokio::task::yield_now().await;
        }
        let bo = AssociationKey("ana-bo".into());
        portal.end_association(&consumer("ana"), &key("ana"), &bo).await.unwrap();
        removed.store(true, Ordering::SeqCst);
        for task in tasks {
            task.await.unwrap();
        }
        assert!(after.load(Ordering::SeqCst) > 100);
    }
}
