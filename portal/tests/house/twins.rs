//! Twins (gate 1): Ana and Eve do the same with different marks. Whatever a verb answers Ana or her
//! assister, no mark of Eve is in it, and Eve's keys open nothing for them.

use super::{audit_trail::ready, verbs::Walk};
use domain::{application::Page, form::Fields, people::*};
use portal::{Error, Portal, applications::PageSave, testing::*};

/// Both twins apply, enroll and choose an assister; gives everything that Ana's verbs answered.
async fn both_live(portal: &Portal) -> Vec<String> {
    run(portal, "UPDATE consumers SET given_name = 'Evemark' WHERE consumer_key = 'eve'").await;
    let (ana, eve) = (consumer("ana"), consumer("eve"));
    let mut answers = Vec::new();
    for (actor, key, marks) in
        [(&eve, "eve", ("Evemark", "Evemark Kowalski")), (&ana, "ana", ("Anamark", "Ana Kowalski"))]
    {
        let mut walk = Walk::new(portal, actor, key, marks);
        walk.look().await;
        walk.apply(None).await;
        walk.shop(None).await;
        walk.look().await;
        if key == "ana" {
            answers.extend(walk.done.into_iter().filter_map(|done| done.answer.ok()));
        }
    }
    let bo = assister("bo");
    let mut walk = Walk::new(portal, &bo, "ana", ("Anamark", "for Ana Kowalski, by bo"));
    walk.look().await;
    walk.shop(None).await;
    answers.extend(walk.done.into_iter().filter_map(|done| done.answer.ok()));
    let mut walk = Walk::new(portal, &ana, "ana", ("Anamark", "Ana Kowalski"));
    walk.associate("1000015").await;
    answers.extend(walk.done.into_iter().filter_map(|done| done.answer.ok()));
    answers
}

#[tokio::test(flavor = "multi_thread")]
async fn no_verb_answers_ana_with_a_mark_of_eve() {
    for portal in ready().await {
        let answers = both_live(&portal).await;
        assert!(answers.len() > 40, "{}", answers.len());
        for answer in &answers {
            assert!(!answer.contains("Evemark"), "{answer}");
        }
        let marked = answers.iter().filter(|answer| answer.contains("Anamark")).count();
        assert!(marked > 10, "{marked}");
    }
    // The key check of a statement reads its text, and `OR 1 = 1` would pass it: each was run here, for both.
    let statements: usize = portal::REGISTRY
        .iter()
        .flat_map(|(_, entries)| entries.iter())
        .filter(|entry| entry.scope == "consumer")
        .count();
    assert!(statements >= 30, "{statements}");
    assert_eq!(door::testing::never_sent(portal::REGISTRY, "consumer"), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assister_reads_no_activity_by_way_of_the_first_page_b3() {
    for portal in portals().await {
        cast(&portal).await;
        let refused = portal.read_home(&assister("bo"), &ConsumerKey("ana".into())).await.unwrap_err();
        assert!(matches!(refused, Error::Denied(domain::access::Denial::ConsumerOnly)), "{refused}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_of_eve_opens_nothing_for_ana_or_her_assister_act_1() {
    for portal in ready().await {
        both_live(&portal).await;
        let key =
            column(&portal, "SELECT application_key FROM applications WHERE consumer_key = 'eve'").await;
        let eves = ApplicationKey(key[0].clone());
        let ana = ConsumerKey("ana".into());
        let before = column(&portal, "SELECT answers FROM applications WHERE consumer_key = 'eve'").await;
        for actor in [consumer("ana"), assister("bo")] {
            let fields: Fields = [("street".to_owned(), "Anamark".to_owned())].into_iter().collect();
            let save = PageSave { application: eves.clone(), page: Page::Address, version: 1, fields };
            let refused = [
                portal.save_application_page(&actor, &ana, &save).await.map(|_| ()),
                portal.add_person(&actor, &ana, &eves).await.map(|_| ()),
                portal.set_person_removed(&actor, &ana, &eves, (1, true)).await.map(|_| ()),
                portal.read_receipt(&actor, &ana, &AssociationKey("eve-di".into())).await.map(|_| ()),
                portal.end_association(&actor, &ana, &AssociationKey("eve-di".into())).await.map(|_| ()),
            ];
            for answer in refused {
                let error = answer.unwrap_err();
                assert!(
                    matches!(error, Error::NotFound | Error::Denied(_) | Error::Refused(_)),
                    "{}: {error}",
                    actor.name()
                );
            }
        }
        let after = column(&portal, "SELECT answers FROM applications WHERE consumer_key = 'eve'").await;
        assert_eq!(before, after);
        let ended = "SELECT count(*) FROM associations WHERE association_key = 'eve-di' AND ended_at IS NULL";
        assert_eq!(count(&portal, ended).await, 1);
    }
}
