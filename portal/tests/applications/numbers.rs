//! Social Security numbers: sealed, masked, shown by an act of its own (ACT-13).

use crate::{fields, key, put, save, stale};
use domain::{
    application::{Page, SocialSecurity},
    form::Fields,
};
use portal::testing::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_social_security_number_is_sealed_masked_and_shown_by_an_act_of_its_own_act_13() {
    for portal in portals().await {
        cast(&portal).await;
        let (ana, bo) = (consumer("ana"), assister("bo"));
        let opened = portal.open_application(&bo, &key("ana")).await.unwrap();
        put(&portal, &ana, "ana", &opened.key, "person/1", fields(&[("applying", "yes")])).await;
        let typed = fields(&[("ssn", "123-45-6789"), ("status", "citizen")]);
        save(&portal, &bo, "ana", &opened.key, ("citizenship/1", 0, typed)).await.unwrap();
        let read = portal.read_applications(&bo, &key("ana"), None).await.unwrap();
        assert!(!format!("{:?}", read.value).contains("12345"));
        let current = read.value.current.unwrap();
        assert_eq!(current.masked_numbers[&1], SocialSecurity::EndsIn("6789".to_owned()));
        let stored = saved_page(&portal, Page::Citizenship(1)).await;
        assert!(!stored[0].contains("6789"), "{stored:?}");
        let shown = portal.show_social_security_number(&bo, &key("ana"), 1).await.unwrap();
        assert_eq!(shown.value, "123456789");
        let events = "SELECT count(*) FROM audit_events WHERE action = 'show_social_security_number' AND outcome = 'done'";
        assert_eq!(count(&portal, events).await, 1);
        // An empty field keeps the number; what is no number is kept and named; the box takes it away.
        let kept = fields(&[("status", "national")]);
        let saved = save(&portal, &bo, "ana", &opened.key, ("citizenship/1", 1, kept)).await.unwrap();
        assert!(saved.problems.is_empty());
        let bad = fields(&[("ssn", "12345"), ("status", "national")]);
        let saved = save(&portal, &bo, "ana", &opened.key, ("citizenship/1", 2, bad)).await.unwrap();
        assert_eq!(saved.problems[0].field, "ssn");
        assert_eq!(portal.show_social_security_number(&ana, &key("ana"), 1).await.unwrap().value, "12345");
        let none = fields(&[("no_ssn", "yes"), ("status", "national")]);
        let saved = save(&portal, &bo, "ana", &opened.key, ("citizenship/1", 3, none)).await.unwrap();
        assert!(saved.problems.is_empty());
        assert_eq!(count(&portal, "SELECT count(*) FROM social_security_numbers").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_page_carries_its_number_sealed_and_sends_it_again_act_7_act_13() {
    for portal in portals().await {
        cast(&portal).await;
        let (ana, bo) = (consumer("ana"), assister("bo"));
        let opened = portal.open_application(&bo, &key("ana")).await.unwrap();
        put(&portal, &ana, "ana", &opened.key, "person/1", fields(&[("applying", "yes")])).await;
        let typed = |ssn: &str| fields(&[("ssn", ssn), ("status", "citizen")]);
        save(&portal, &ana, "ana", &opened.key, ("citizenship/1", 0, typed("123456789"))).await.unwrap();
        let both = stale(
            save(&portal, &bo, "ana", &opened.key, ("citizenship/1", 0, typed("223456780")))
                .await
                .unwrap_err(),
        );
        for text in [&both.typed, &both.stored] {
            assert!(!text.contains("22345") && !text.contains("12345"), "{text}");
        }
        assert!(both.stored.contains("\"6789\"") && both.typed.contains("\"6780\""));
        let again: Fields = serde_json::from_str(&both.typed).unwrap();
        save(&portal, &bo, "ana", &opened.key, ("citizenship/1", both.version, again)).await.unwrap();
        assert_eq!(portal.show_social_security_number(&bo, &key("ana"), 1).await.unwrap().value, "223456780");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_somebody_else_has_answers_nothing() {
    for portal in portals().await {
        cast(&portal).await;
        for name in ["ana", "eve"] {
            let who = consumer(name);
            let opened = portal.open_application(&who, &key(name)).await.unwrap();
            put(&portal, &who, name, &opened.key, "person/1", fields(&[("applying", "yes")])).await;
            let typed = fields(&[("ssn", "123-45-6789"), ("status", "citizen")]);
            let saved = save(&portal, &who, name, &opened.key, ("citizenship/1", 0, typed)).await.unwrap();
            assert!(saved.problems.is_empty(), "{:?}", saved.problems);
        }
        let indexes = count(&portal, "SELECT count(DISTINCT blind_index) FROM social_security_numbers").await;
        let sealed = count(&portal, "SELECT count(DISTINCT sealed) FROM social_security_numbers").await;
        assert_eq!((indexes, sealed), (1, 2));
    }
}
