//! Who may come in: tokens are made with a code, shown once, kept as hashes, and end at the next request.

use super::client::*;
use crate::{browser::Browser, cast::with_accounts};
use portal::{Portal, testing::*};
use serde_json::json;
use totp_rs::{Builder, Secret};

fn app_code(portal: &Portal, key: &str) -> String {
    let secret = Secret::try_from_base32(key.replace(' ', "")).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    totp.generate(u64::try_from(portal.clock().now().0 / 1_000_000).unwrap()).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_works_until_it_is_revoked_or_expires_or_its_maker_leaves() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let end = [
            "UPDATE tokens SET revoked_at = 1",
            "UPDATE tokens SET expires_at = 1",
            "UPDATE accounts SET disabled_at = 1 WHERE account_key = 'account-rae'",
            "UPDATE accounts SET role = 'auditor' WHERE account_key = 'account-rae'",
        ];
        for sql in end {
            let scim = Client::at(&portal, "navigator").await;
            let other_process = Client::with(&second_process(&portal).await, &scim.token);
            assert_eq!(scim.get("/Users").await.status, 200);
            assert_eq!(other_process.get("/Users").await.status, 200);
            run(&portal, sql).await;
            for client in [&scim, &other_process] {
                let refused = client.get("/Users").await;
                assert_eq!(refused.status, 401, "{sql}");
                assert!(refused.header("www-authenticate").starts_with("Bearer "));
                assert!(refused.text("detail").contains("bearer token"), "{}", refused.body);
            }
            let back = "UPDATE accounts SET disabled_at = NULL, role = 'resource_manager' WHERE account_key = 'account-rae'";
            run(&portal, back).await;
        }
        let none = Client::with(&portal, "");
        let wrong = Client::with(&portal, &format!("assent_scim_{}", "0".repeat(64)));
        for client in [none, wrong] {
            for path in ["/Users", "/Schemas", "/ServiceProviderConfig", "/.search", "/nowhere"] {
                assert_eq!(client.get(path).await.status, 401, "{path}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_may_read_changes_nothing_and_is_told_so() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let scim = Client::with(&portal, &token(&portal, "navigator", "read").await);
        assert_eq!(scim.get("/Users/nia").await.status, 200);
        assert_eq!(scim.get("/Groups").await.status, 200);
        let group = json!({"displayName": "Sample Neighbors"});
        let user = json!({"userName": "x", "name": {"familyName": "Sample"}, "emails": [{"value": "x@example.org"}]});
        let answers = [
            scim.send("POST", "/Users", Some(user)).await,
            scim.send("POST", "/Groups", Some(group)).await,
            scim.patch("/Users/nia", json!([{"op": "replace", "path": "active", "value": false}])).await,
            scim.patch("/Groups/helpers", json!([{"op": "remove", "path": "members"}])).await,
            scim.send("DELETE", "/Users/nia", None).await,
            scim.send("DELETE", "/Groups/helpers", None).await,
        ];
        for answer in answers {
            assert_eq!(answer.status, 403, "{}", answer.body);
            assert!(answer.text("detail").contains("may not do that"), "{}", answer.body);
        }
        let events = "SELECT count(*) FROM audit_events WHERE subject = 'roster' AND outcome = 'refused' AND basis = 'none'";
        assert_eq!(count(&portal, events).await, 6, "every try is kept");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_reaches_assisters_and_agencies_of_its_kind_only() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let scim = Client::at(&portal, "broker").await;
        assert_eq!(scim.get("/Users").await.ids(), ["cy", "bo"]);
        assert!(scim.get("/Groups").await.ids().is_empty());
        for path in ["/Users/nia", "/Groups/helpers", "/Groups/clinic"] {
            assert_eq!(scim.get(path).await.status, 404, "{path}");
            assert_eq!(scim.send("DELETE", path, None).await.status, 404, "{path}");
        }
        let used = "SELECT count(*) FROM tokens WHERE last_used_at IS NOT NULL";
        assert_eq!(count(&portal, used).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resource_manager_who_confirmed_lately_makes_a_token_and_sees_it_once_id_3() {
    for practice in portals().await {
        let portal = in_earnest(&practice);
        rae_with_account(&portal, "copper lantern river 42").await;
        let mut rae = Browser::at(&portal, false);
        rae.get("/sign-in").await;
        rae.post("/sign-in", &[("name", "rae"), ("password", "copper lantern river 42")])
            .await
            .follow()
            .await;
        let key = rae
            .page
            .split("<kbd class=\"assent-key\">")
            .nth(1)
            .unwrap()
            .split('<')
            .next()
            .unwrap()
            .to_owned();
        rae.post("/sign-in/second-factor", &[("code", &app_code(&portal, &key))]).await;
        rae.get("/manage/tokens").await;
        assert_eq!(rae.heading(), "Tokens of identity systems");
        assert!(rae.page.contains("/scim/v2") && rae.page.contains("No token was made yet"));
        let asked = [("name", "Identity desk"), ("kind", "navigator"), ("scope", "write"), ("days", "90")];
        rae.post("/manage/tokens", &asked[1..]).await;
        assert_eq!(rae.status, 422);
        assert!(rae.page.contains("href=\"#name\"") && !rae.page.contains("name=\"code\""));
        // Five minutes later she confirms first, and nothing was made meanwhile.
        portal.clock().advance(300);
        rae.post("/manage/tokens", &asked).await;
        assert_eq!((rae.status.as_u16(), rae.heading().as_str()), (403, "Confirm that it is you"));
        assert!(rae.page.contains("Nothing was changed yet"), "{}", rae.page);
        assert_eq!(count(&portal, "SELECT count(*) FROM tokens").await, 0);
        let confirm = [("password", "copper lantern river 42"), ("code", &*app_code(&portal, &key))];
        rae.post("/step-up", &confirm).await;
        assert!(rae.location.starts_with("/manage/tokens?kept="), "{}", rae.location);
        let back = rae.location.clone();
        rae.follow().await;
        assert!(
            rae.page.contains("value=\"Identity desk\"") && rae.page.contains("Nothing was sent"),
            "{}",
            rae.page
        );
        rae.post(&back, &asked).await;
        assert_eq!(rae.status, 200, "{}", rae.page);
        let token = rae.page.split("id=\"token\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
        assert!(token.starts_with("assent_scim_") && token.len() == 76, "{token}");
        let stored = column(&portal, "SELECT token_sha256 || name FROM tokens").await;
        assert!(!stored[0].contains(&token[12..]), "the hash alone is kept");
        let scim = Client::with(&portal, &token);
        assert_eq!(scim.get("/Users").await.status, 200);
        rae.get("/manage/tokens").await;
        assert!(
            !rae.page.contains(&token)
                && rae.page.contains("Identity desk")
                && rae.page.contains("Rae Sample")
        );
        rae.post("/manage/tokens", &asked).await;
        assert!(rae.status == 422 && rae.page.contains("A token with this name is good now"), "{}", rae.page);
        let key = column(&portal, "SELECT token_key FROM tokens").await.remove(0);
        let revoke = format!("/manage/tokens/{key}/revoke");
        rae.post(&revoke, &[]).await.follow().await;
        assert!(rae.page.contains("The token was revoked") && rae.page.contains("Revoked"));
        assert_eq!(scim.get("/Users").await.status, 401);
        // A token is no session, and a session is no token.
        rae.cookie = Some(format!("assent={token}"));
        rae.get("/manage").await;
        assert_eq!(rae.status, 303);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_comes_too_often_is_told_when_to_come_again_and_others_go_on() {
    use portal::{RequestContext, tokens::AT_ONCE};
    for portal in portals().await {
        with_accounts(&portal).await;
        let (scim, other) = (Client::at(&portal, "navigator").await, Client::at(&portal, "broker").await);
        let program = portal.program_of(&scim.token, RequestContext::default()).await.unwrap().unwrap();
        // A nightly sync of 5,000 accounts that reads each one, changes it and tries half of them again.
        assert!((0..12_500).all(|_| portal.wait_of_program(&program) == 0));
        assert_eq!(scim.get("/Users/nia").await.status, 200);
        assert!((12_501..AT_ONCE).all(|_| portal.wait_of_program(&program) == 0));
        let inactive = json!([{"op": "replace", "path": "active", "value": false}]);
        let version = "SELECT version FROM assisters WHERE assister_key = 'nia'";
        let before = count(&portal, version).await;
        for answer in [scim.get("/Users").await, scim.patch("/Users/nia", inactive).await] {
            assert_eq!((answer.status, answer.header("retry-after")), (429, "1"), "{}", answer.body);
            assert_eq!(answer.header("content-type"), "application/scim+json");
            assert_eq!(answer.body["schemas"][0], "urn:ietf:params:scim:api:messages:2.0:Error");
            assert_eq!((answer.text("status"), answer.text("scimType")), ("429", ""));
            assert!(answer.text("detail").contains("Try again in 1 second"), "{}", answer.body);
        }
        assert_eq!(count(&portal, version).await, before);
        assert_eq!(other.get("/Users/bo").await.status, 200, "another token has its own");
        portal.clock().advance(1);
        assert_eq!(scim.get("/Users/nia").await.status, 200);
        assert_eq!(scim.get("/Users/nia").await.status, 429);
        // The next night it finds everything again.
        portal.clock().advance(86_400);
        assert!((0..AT_ONCE).all(|_| portal.wait_of_program(&program) == 0));
    }
}
