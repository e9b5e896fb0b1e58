//! Links that their account cannot remove, or not any more (ID-1): whoever runs the server removes them, an account that is
//! closed keeps none, and that of an earlier provider is in nobody's way.

use super::*;
use domain::people::{AgencyKey, AssisterKey};
use portal::settings::OwnLink;

/// A session of an account that began by its link.
async fn session_by_link(portal: &Portal, account: &str, token: &str) {
    let now = portal.clock().now().0;
    let session = format!(
        "INSERT INTO sessions (token_sha256, account_key, created_at, last_seen_at, confirmed_at, second_factor_due, ip, user_agent, \
         provider_link) SELECT '{}', account_key, {now}, {now}, {now}, 0, '', '', link_key FROM provider_links \
         WHERE account_key = '{account}'",
        door::token_hash(token)
    );
    run(portal, &session).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_its_account_cannot_remove_is_removed_by_whoever_runs_the_server_id_1() {
    for portal in portals().await {
        let alone = IdentityProvider { only: vec![Role::Assister], ..config("http://127.0.0.1:1") };
        let portal = with(&portal, alone).await;
        portal.link_identity("bo@example.org", "before").await.unwrap();
        let bo = of_account(&assister("bo"), "account-bo");
        assert_eq!(refusal(portal.unlink_provider(&bo).await), Refusal::ProviderLinkKept);
        let anew = portal.link_identity("bo@example.org", "after").await.map(|linked| linked.name);
        assert_eq!(refusal(anew), Refusal::ProviderLinkTaken);
        let (by_link, other) = ("a".repeat(64), "b".repeat(64));
        session_by_link(&portal, "account-bo", &by_link).await;
        session_by_link(&portal, "account-bo", &other).await;
        let hash = door::token_hash(&other);
        run(&portal, &format!("UPDATE sessions SET provider_link = NULL WHERE token_sha256 = '{hash}'"))
            .await;

        let unlinked = portal.unlink_identity(" Bo@Example.org", false).await.unwrap();
        assert_eq!(unlinked.name, "Bo Lind");
        assert!(session_of(&portal, &by_link).await.is_none(), "what began by the link ends with it");
        assert!(session_of(&portal, &other).await.is_some());
        let told = portal.practice_mails().await.unwrap().remove(0);
        assert_eq!((&*told.to, &*told.subject), ("bo@example.org", "The link of your account was removed"));
        let events = "SELECT action FROM audit_events WHERE subject = 'account:account-bo' AND outcome = 'done' ORDER BY number";
        assert_eq!(column(&portal, events).await, ["link_identity", "unlink_identity"]);
        let none = portal.unlink_identity("bo@example.org", false).await.map(|unlinked| unlinked.name);
        assert_eq!(refusal(none), Refusal::NothingToChange);
        portal.link_identity("bo@example.org", "after").await.unwrap();
        for (email, of_a_consumer) in [("bo@example.org", true), ("nobody@example.org", false)] {
            let nobody = portal.unlink_identity(email, of_a_consumer).await;
            assert!(matches!(nobody, Err(Error::NotFound)), "{email}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consumers_link_is_removed_by_the_address_and_the_one_at_work_stays_id_1() {
    for portal in portals().await {
        let portal = with(&portal, config("http://127.0.0.1:1")).await;
        let consumer = "INSERT INTO accounts (account_key, role, username, email, given_name, family_name, created_at) \
                        VALUES ('own', 'consumer', 'bo.himself', 'bo@example.org', 'Bo', 'Lind', 1); \
                        INSERT INTO provider_links (link_key, account_key, issuer, subject, linked_at) \
                        VALUES ('own', 'own', 'http://127.0.0.1:1', 'himself', 1)";
        run(&portal, consumer).await;
        portal.link_identity("bo@example.org", "at-work").await.unwrap();
        portal.unlink_identity("bo@example.org", true).await.unwrap();
        assert_eq!(column(&portal, "SELECT subject FROM provider_links").await, ["at-work"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_closed_leaves_its_subject_to_the_persons_other_one_id_1_cert_9() {
    for portal in portals().await {
        let portal = with(&portal, config("http://127.0.0.1:1")).await;
        let cy = "INSERT INTO accounts (account_key, role, username, email, given_name, family_name, created_at) \
                  VALUES ('account-cy', 'assister', 'cy', 'cy@example.org', 'Cy', 'Brand', 1); \
                  UPDATE assisters SET account_key = 'account-cy' WHERE assister_key = 'cy'";
        run(&portal, cy).await;
        let rae = confirmed(&resource_manager(), portal.clock().now());
        portal.link_identity("bo@example.org", "one-person").await.unwrap();
        let into: Fields = [("other_account".to_owned(), "1000015".to_owned())].into();
        portal.merge_assister(&rae, &AssisterKey("bo".into()), (&into, "one person")).await.unwrap();
        assert_eq!(count(&portal, "SELECT count(*) FROM provider_links").await, 0);
        portal.link_identity("cy@example.org", "one-person").await.unwrap();

        administrator(&portal, "helpers").await;
        portal.link_identity("ada@example.org", "ada").await.unwrap();
        session_by_link(&portal, "account-ada", &"c".repeat(64)).await;
        portal.end_administrator(&rae, &AgencyKey("helpers".into()), "account-ada", "left").await.unwrap();
        assert_eq!(column(&portal, "SELECT account_key FROM provider_links").await, ["account-cy"]);
        assert!(session_of(&portal, &"c".repeat(64)).await.is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_with_an_earlier_provider_is_in_the_way_of_none_with_another_one_id_1() {
    for portal in portals().await {
        let portal = with(&portal, config("http://127.0.0.1:1")).await;
        portal.link_identity("bo@example.org", "bo").await.unwrap();
        let other = with_profile(&portal, |profile| {
            profile.identity_provider = Some(config("http://127.0.0.1:2"));
        });
        let other = other.with_identity_provider(SECRET.to_owned(), None).unwrap();
        let bo = of_account(&assister("bo"), "account-bo");
        let link = async |portal: &Portal| -> Option<OwnLink> {
            portal.read_settings(&bo).await.unwrap().at_provider.unwrap().link
        };
        assert!(link(&other).await.is_none());
        other.link_identity("bo@example.org", "bo").await.unwrap();
        assert!(link(&other).await.is_some() && link(&portal).await.is_some());
        for (email, subject) in [("bo@example.org", "another"), ("bo@example.org", "bo")] {
            let twice = other.link_identity(email, subject).await.map(|linked| linked.name);
            assert_eq!(refusal(twice), Refusal::ProviderLinkTaken);
        }
        // Whoever removes it leaves none behind.
        run(&portal, "UPDATE accounts SET password_hash = 'x' WHERE account_key = 'account-bo'").await;
        other.unlink_provider(&bo).await.unwrap();
        assert_eq!(count(&portal, "SELECT count(*) FROM provider_links").await, 0);
    }
}
