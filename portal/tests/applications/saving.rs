//! Save page by page, alone and at once (ACT-5, ACT-7, APP-2); people on the list.

use crate::{fields, fill, key, save, signed, stale};
use domain::{application::Page, refusal::Refusal};
use portal::{Error, testing::*};

#[tokio::test(flavor = "multi_thread")]
async fn an_assister_resumes_at_the_last_saved_page_and_the_book_follows_act_5() {
    for portal in portals().await {
        cast(&portal).await;
        let bo = assister("bo");
        let opened = portal.open_application(&bo, &key("ana")).await.unwrap();
        save(&portal, &bo, "ana", &opened.key, ("address", 0, fields(&[("street", "1 Sample St")])))
            .await
            .unwrap();
        let again = portal.open_application(&consumer("ana"), &key("ana")).await.unwrap();
        assert_eq!((again.key.clone(), again.page), (opened.key.clone(), Page::Address));
        fill(&portal, &bo, "ana", &opened.key, "Kowalski").await;
        assert_eq!(
            column(&portal, "SELECT stage FROM book WHERE consumer_key = 'ana'").await,
            ["in_progress"]
        );
        assert_eq!(count(&portal, "SELECT percent FROM book WHERE consumer_key = 'ana'").await, 100);
        assert_eq!(count(&portal, "SELECT in_progress FROM book_counts WHERE assister_key = 'bo'").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_saved_named_and_not_submitted_app_2() {
    for portal in portals().await {
        cast(&portal).await;
        let ana = consumer("ana");
        let opened = portal.open_application(&ana, &key("ana")).await.unwrap();
        let typed = fields(&[("street", ""), ("zip", "554"), ("county", "99999"), ("unasked", "x")]);
        let saved = save(&portal, &ana, "ana", &opened.key, ("address", 0, typed)).await.unwrap();
        let named: Vec<_> = saved.problems.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(named, ["street", "city", "zip", "county"]);
        let read = portal.read_applications(&ana, &key("ana"), Some(Page::Address)).await.unwrap();
        let answers = read.value.current.unwrap().answers;
        assert_eq!(answers.get(Page::Address, "zip"), "554");
        assert_eq!(answers.get(Page::Address, "unasked"), "");
        let refused =
            portal.submit_application(&ana, &key("ana"), &opened.key, &signed("Ana Kowalski", "k")).await;
        assert!(matches!(refused, Err(Error::Refused(Refusal::ApplicationIncomplete))));
        let long = fields(&[("street", &"x".repeat(300))]);
        let refused = save(&portal, &ana, "ana", &opened.key, ("address", 1, long)).await.unwrap_err();
        assert!(matches!(refused, Error::Invalid(faults) if faults[0].field == "street"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_savers_of_one_page_the_second_gets_both_values_act_7() {
    for portal in portals().await {
        cast(&portal).await;
        let (ana, bo) = (consumer("ana"), assister("bo"));
        let opened = portal.open_application(&bo, &key("ana")).await.unwrap();
        let typed = |street: &str| fields(&[("street", street), ("city", "Duluth")]);
        save(&portal, &ana, "ana", &opened.key, ("address", 0, typed("1 Ana Street"))).await.unwrap();
        let both = stale(
            save(&portal, &bo, "ana", &opened.key, ("address", 0, typed("2 Bo Street"))).await.unwrap_err(),
        );
        assert!(both.stored.contains("1 Ana Street") && both.typed.contains("2 Bo Street"), "{both:?}");
        assert_eq!((both.version, both.saved_by.name()), (1, "ana"));
        let kept = saved_page(&portal, Page::Address).await;
        assert!(kept[0].contains("1 Ana Street"));
        // The same answers again are no collision, other pages never are, and the second may decide.
        save(&portal, &ana, "ana", &opened.key, ("address", 0, typed("1 Ana Street"))).await.unwrap();
        save(&portal, &bo, "ana", &opened.key, ("people", 0, fields(&[("complete", "yes")]))).await.unwrap();
        save(&portal, &bo, "ana", &opened.key, ("address", both.version, typed("2 Bo Street")))
            .await
            .unwrap();
        assert_eq!(count(&portal, "SELECT count(*) FROM audit_events WHERE rule = 'ACT-7'").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_savers_of_one_version_have_one_winner_and_nobody_loses_a_value_act_7() {
    for portal in portals().await {
        cast(&portal).await;
        let second = second_process(&portal).await;
        let opened = portal.open_application(&assister("bo"), &key("ana")).await.unwrap();
        let application = opened.key.clone();
        let tasks: Vec<_> = (0..16)
            .map(|i| {
                let portal = if i % 2 == 0 { portal.clone() } else { second.clone() };
                let application = application.clone();
                tokio::spawn(async move {
                    let who = if i % 3 == 0 { consumer("ana") } else { assister("bo") };
                    let typed = fields(&[("street", format!("street {i:02}").as_str())]);
                    save(&portal, &who, "ana", &application, ("address", 0, typed)).await
                })
            })
            .collect();
        let (mut won, mut both) = (0, Vec::new());
        for (i, task) in tasks.into_iter().enumerate() {
            match task.await.unwrap() {
                Ok(saved) => won += saved.version,
                Err(error) => both.push((i, stale(error))),
            }
        }
        assert_eq!((won, both.len()), (1, 15));
        let stored = saved_page(&portal, Page::Address).await;
        for (i, stale) in both {
            assert!(stale.typed.contains(&format!("street {i:02}")), "{stale:?}");
            assert_eq!(stale.stored, stored[0]);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn saves_of_different_pages_at_once_all_succeed_act_7() {
    for portal in portals().await {
        cast(&portal).await;
        let opened = portal.open_application(&assister("bo"), &key("ana")).await.unwrap();
        let pages = ["address", "people", "taxes/1", "income/1", "deductions", "expected-income"];
        let tasks: Vec<_> = pages
            .into_iter()
            .enumerate()
            .map(|(i, page)| {
                let (portal, application) = (portal.clone(), opened.key.clone());
                tokio::spawn(async move {
                    let who = if i % 2 == 0 { consumer("ana") } else { assister("bo") };
                    save(&portal, &who, "ana", &application, (page, 0, fields(&[("any", "no")])))
                        .await
                        .is_ok()
                })
            })
            .collect();
        for task in tasks {
            assert!(task.await.unwrap());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_added_at_once_taken_off_and_put_back() {
    for portal in portals().await {
        cast(&portal).await;
        let opened = portal.open_application(&consumer("ana"), &key("ana")).await.unwrap();
        let tasks: Vec<_> = (0..4)
            .map(|i| {
                let (portal, application) = (portal.clone(), opened.key.clone());
                tokio::spawn(async move {
                    let who = if i % 2 == 0 { consumer("ana") } else { assister("bo") };
                    portal.add_person(&who, &key("ana"), &application).await.unwrap().value
                })
            })
            .collect();
        let mut numbers = Vec::new();
        for task in tasks {
            numbers.push(task.await.unwrap());
        }
        numbers.sort_unstable();
        assert_eq!(numbers, [2, 3, 4, 5]);
        let bo = assister("bo");
        portal.set_person_removed(&bo, &key("ana"), &opened.key, (3, true)).await.unwrap();
        let resumed = portal.open_application(&bo, &key("ana")).await.unwrap();
        assert_eq!(resumed.page, Page::People, "one resumes at the list, not at somebody who is off it");
        let people = async || {
            let read = portal.read_applications(&bo, &key("ana"), None).await.unwrap();
            read.value.current.unwrap().answers.people()
        };
        assert_eq!(people().await, [1, 2, 4, 5]);
        portal.set_person_removed(&bo, &key("ana"), &opened.key, (3, false)).await.unwrap();
        assert_eq!(people().await.len(), 5);
        assert!(portal.set_person_removed(&bo, &key("ana"), &opened.key, (1, true)).await.is_err());
        assert!(portal.set_person_removed(&bo, &key("ana"), &opened.key, (9, true)).await.is_err());
    }
}
