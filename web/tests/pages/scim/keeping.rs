//! Accounts and agencies are made, corrected, stopped, started again and closed.

use super::client::*;
use crate::cast::{signed_in, with_accounts};
use portal::testing::*;
use serde_json::{Value, json};

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const ASSISTER: &str = "urn:assent:params:scim:schemas:extension:assister:2.0:User";

fn kim() -> Value {
    json!({
        "schemas": [USER, ASSISTER], "userName": "kim.sample", "externalId": "id-7",
        "name": {"givenName": "Kim", "familyName": "Sample"}, "active": true,
        "emails": [{"value": "Kim@Example.org", "type": "work", "primary": true}],
        ASSISTER: {"city": "Duluth"}, "nickName": "K", "id": "mine",
    })
}

/// What of a table an identity system may not touch, in one text.
async fn associations(portal: &portal::Portal) -> Vec<String> {
    let sql = "SELECT association_key || consumer_key || assister_key || CAST(coalesce(ended_at, 0) AS TEXT) FROM associations ORDER BY 1";
    column(portal, sql).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_made_that_waits_for_its_certification_cert_2() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let scim = Client::at(&portal, "navigator").await;
        let made = scim.send("POST", "/Users", Some(kim())).await;
        assert_eq!(made.status, 201, "{}", made.body);
        let id = made.text("id").to_owned();
        assert_eq!(made.header("location"), format!("https://portal.example/scim/v2/Users/{id}"));
        assert_eq!(made.header("content-type"), "application/scim+json");
        assert_eq!(made.header("etag"), made.body["meta"]["version"]);
        assert_eq!(made.body["emails"], json!([{"value": "kim@example.org", "type": "work"}]));
        assert_eq!(made.body["displayName"], "Kim Sample");
        assert_eq!((made.text("userType"), made.body["nickName"].clone()), ("navigator", Value::Null));
        // The rest of the extension comes when it is asked for.
        assert_eq!(made.body[ASSISTER], json!({"city": "Duluth"}));
        let whole = scim.get(&format!("/Users/{id}?attributes={ASSISTER}")).await.body[ASSISTER].clone();
        assert_eq!((&whole["state"], &whole["mayAct"]), (&json!("invited"), &json!(false)));
        assert!(whole["missing"].as_array().unwrap().contains(&json!("certification")), "{whole}");
        assert_eq!(whole["referenceNumber"].as_str().unwrap().len(), 7);
        let mails = portal.practice_mails().await.unwrap();
        assert!(mails[0].to.contains("kim@example.org"), "the invitation is out");
        // The same account on the page, with who made it.
        let mut rae = signed_in(&portal, "rae").await;
        rae.get(&format!("/manage/assisters/{id}")).await;
        assert!(rae.page.contains("Kim Sample") && rae.page.contains("with the token Identity desk"));
        assert!(rae.page.contains("Identity desk (SCIM), "), "the event names the token and its maker");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resource_manager_certifies_what_an_identity_system_made_and_can_correct_it_first_cert_9() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let scim = Client::at(&portal, "navigator").await;
    let mut numbered = kim();
    numbered["name"]["familyName"] = json!("Sample 2");
    let id = scim.send("POST", "/Users", Some(numbered)).await.text("id").to_owned();
    let mut rae = signed_in(&portal, "rae").await;
    let dates = format!("/manage/assisters/{id}/dates");
    rae.get(&dates).await;
    let days = [("certified_from", ["1", "1", "2026"]), ("certified_until", ["12", "31", "2027"])];
    let mut typed: Vec<(String, String)> = rae.hidden(&dates);
    for (field, parts) in days {
        for (part, value) in ["month", "day", "year"].iter().zip(parts) {
            typed.push((format!("{field}_{part}"), value.to_owned()));
        }
    }
    typed.push(("reason".to_owned(), "papers are there".to_owned()));
    rae.post_only(&dates, &typed).await;
    assert_eq!(rae.status, 303, "{}", rae.page);
    // The page of the person asks for what is missing there, and for a name without digits.
    let correct = format!("/manage/assisters/{id}/correct");
    rae.get(&correct)
        .await
        .post(&correct, &[("kind", "navigator"), ("family_name", "Sample 2"), ("reason", "why")])
        .await;
    assert_eq!(rae.status, 422);
    for field in ["given_name", "family_name", "agency", "public_phone"] {
        assert!(rae.page.contains(&format!("href=\"#{field}\"")), "{field}");
    }
    let mut all: Vec<(String, String)> = rae.hidden(&correct);
    for (field, value) in [
        ("kind", "navigator"),
        ("given_name", "Kim"),
        ("family_name", "Sample"),
        ("email", "kim@example.org"),
        ("agency", "helpers"),
        ("public_phone", "651-555-0188"),
        ("reason", "why"),
    ] {
        all.push((field.to_owned(), value.to_owned()));
    }
    rae.post_only(&correct, &all).await;
    assert_eq!(rae.status, 303, "{}", rae.page);
    let now = scim.get(&format!("/Users/{id}?attributes={ASSISTER}:certifiedUntil,groups,name")).await.body;
    assert_eq!(
        (&now[ASSISTER]["certifiedUntil"], &now["groups"][0]["value"]),
        (&json!("2027-12-31"), &json!("helpers"))
    );
    assert_eq!(now["name"]["familyName"], "Sample");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_makes_no_account_is_refused_with_the_attribute_cert_4() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let scim = Client::at(&portal, "navigator").await;
        let without = |name: &str| {
            let mut user = kim();
            user.as_object_mut().unwrap().remove(name);
            user
        };
        let with = |name: &str, value: Value| {
            let mut user = kim();
            user[name] = value;
            user
        };
        for (user, status, kind, named) in [
            (without("userName"), 400, "invalidValue", "userName: "),
            (without("name"), 400, "invalidValue", "name.familyName: "),
            (without("emails"), 400, "invalidValue", "emails: "),
            (with("emails", json!([{"value": "info@example.org"}])), 400, "invalidValue", "emails.value: "),
            (
                with("emails", json!([{"value": "a@b.example"}, {"value": "c@b.example"}])),
                400,
                "invalidValue",
                "emails: ",
            ),
            (with("name", json!({"familyName": "(none)"})), 400, "invalidValue", "name.familyName: "),
            (with("active", json!("perhaps")), 400, "invalidValue", "active: "),
            (with("emails", json!([{"value": "nia@example.org"}])), 409, "uniqueness", "emails.value: "),
            (with("userName", json!("NIA@example.org")), 409, "uniqueness", "userName: "),
            // One person is not navigator and broker at once (CERT-6).
            (
                with("emails", json!([{"value": "bo@example.org"}])),
                400,
                "invalidValue",
                "already has an account",
            ),
        ] {
            let refused = scim.send("POST", "/Users", Some(user)).await;
            assert_eq!((refused.status, refused.text("scimType")), (status, kind), "{}", refused.body);
            assert!(refused.text("detail").contains(named), "{}", refused.body);
            assert_eq!(refused.text("status"), status.to_string());
        }
        let made = count(&portal, "SELECT count(*) FROM assisters").await;
        assert_eq!(made, 5, "nothing was made");
        let unread = scim.send_raw("POST", "/Users", Some("{\"userName\": \n oops}")).await;
        assert_eq!((unread.status, unread.text("scimType")), (400, "invalidSyntax"));
        assert!(unread.text("detail").contains("line 2"), "{}", unread.body);
        let brokers = Client::at(&portal, "broker").await;
        let no_npn = brokers.send("POST", "/Users", Some(kim())).await;
        assert!(no_npn.status == 400 && no_npn.text("detail").starts_with("npn: "), "{}", no_npn.body);
        let taken = with(ASSISTER, json!({"npn": 17500001}));
        let taken = brokers.send("POST", "/Users", Some(taken)).await;
        assert_eq!((taken.status, taken.text("scimType")), (409, "uniqueness"), "{}", taken.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_stopped_cannot_act_at_the_next_request_and_can_again_when_started_cert_1() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let scim = Client::at(&portal, "navigator").await;
        let mut nia = signed_in(&portal, "nia").await;
        nia.get("/consumers").await;
        assert_eq!(nia.status, 200);
        let stopped = scim.patch("/Users/nia", json!([{"op": "Replace", "value": {"active": false}}])).await;
        assert_eq!((stopped.status, &stopped.body["active"]), (200, &json!(false)), "{}", stopped.body);
        nia.get("/consumers").await;
        assert_eq!(nia.status, 303, "the session ended");
        let mut again = signed_in(&portal, "nia").await;
        again.get("/consumers").await;
        assert_eq!(again.status, 403);
        let reasons = "SELECT reason FROM assister_transitions WHERE assister_key = 'nia'";
        assert_eq!(column(&portal, reasons).await, ["By an identity system, with the token Identity desk"]);
        let started =
            scim.patch("/Users/nia", json!([{"op": "replace", "path": "active", "value": "True"}])).await;
        assert_eq!((started.status, &started.body["active"]), (200, &json!(true)), "{}", started.body);
        again.get("/consumers").await;
        assert_eq!(again.status, 200);
        // What a person stopped, for cause or not, only a person starts again (CERT-5, CERT-9).
        let nia = domain::people::AssisterKey("nia".into());
        for for_cause in [true, false] {
            run(&portal, "UPDATE assisters SET state = 'active', for_cause = 0 WHERE assister_key = 'nia'")
                .await;
            match for_cause {
                true => portal.suspend_for_cause(&resource_manager(), &nia, "complaint").await.unwrap(),
                false => portal.suspend(&resource_manager(), &nia, "complaint").await.unwrap(),
            }
            let refused =
                scim.patch("/Users/nia", json!([{"op": "replace", "path": "active", "value": true}])).await;
            assert_eq!(refused.status, 403, "for cause: {for_cause}");
            assert!(refused.text("detail").contains("Ask one to start it again"), "{}", refused.body);
        }
        again.get("/consumers").await;
        assert_eq!(again.status, 303);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_is_kept_with_its_reason_and_told_cert_9() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let scim = Client::at(&portal, "navigator").await;
        let before = scim.get("/Users/nia").await;
        let changed = scim
            .patch(
                "/Users/nia",
                json!([
                    {"op": "replace", "path": "name.familyName", "value": "Xiong-Sample"},
                    {"op": "add", "path": format!("{ASSISTER}:city"), "value": "Ely"},
                    {"op": "replace", "path": "emails[type eq \"work\"].value", "value": "nia.new@example.org"},
                    {"op": "add", "value": {"externalId": "e-1", "displayName": "nobody"}},
                ]),
            )
            .await;
        assert_eq!(changed.status, 200, "{}", changed.body);
        assert_eq!(changed.body["name"], json!({"givenName": "Nia", "familyName": "Xiong-Sample"}));
        assert_eq!((&changed.body[ASSISTER]["city"], changed.text("externalId")), (&json!("Ely"), "e-1"));
        assert_ne!(changed.header("etag"), before.header("etag"));
        assert!(changed.body["meta"]["lastModified"].as_str() > before.body["meta"]["lastModified"].as_str());
        let kept = "SELECT field || ': ' || becomes FROM roster_changes WHERE target = 'nia' ORDER BY field";
        assert_eq!(
            column(&portal, kept).await,
            [
                "city: Ely",
                "email: nia.new@example.org",
                "external_id: e-1",
                "family_name: Xiong-Sample",
                "user_name: nia@example.org"
            ]
        );
        let told = portal.practice_mails().await.unwrap();
        assert!(told.iter().any(|mail| mail.to.contains("nia.new@example.org")));
        let mut rae = signed_in(&portal, "rae").await;
        rae.get("/manage/assisters/nia").await;
        for words in ["Xiong-Sample", "with the token Identity desk", "Key in the identity system"] {
            assert!(rae.page.contains(words), "{words}");
        }
        // A half-right PATCH changes nothing.
        let half = scim
            .patch("/Users/nia", json!([{"op": "replace", "path": "userName", "value": "x"}, {"op": "remove", "path": "emails"}]))
            .await;
        assert_eq!((half.status, half.text("scimType")), (400, "mutability"), "{}", half.body);
        assert_eq!(scim.get("/Users/nia").await.text("userName"), "nia@example.org");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_an_old_version_is_refused() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let mut scim = Client::at(&portal, "navigator").await;
        for (path, change) in [
            ("/Users/nia", json!([{"op": "replace", "path": "name.givenName", "value": "Nya"}])),
            ("/Groups/helpers", json!([{"op": "replace", "path": "displayName", "value": "Sample Helping"}])),
        ] {
            scim.headers.clear();
            let tag = scim.get(path).await.header("etag").to_owned();
            scim.headers = vec![("if-none-match", tag.clone())];
            assert_eq!(scim.get(path).await.status, 304);
            scim.headers = vec![("if-match", "W/\"0\"".to_owned())];
            assert_eq!(scim.patch(path, change.clone()).await.status, 412);
            assert_eq!(scim.send("DELETE", path, None).await.status, 412);
            scim.headers = vec![("if-match", tag.clone())];
            assert_eq!(scim.patch(path, change.clone()).await.status, 200);
            let late = scim.patch(path, change).await;
            assert_eq!(late.status, 412, "{}", late.body);
        }
        // Who works there is part of an agency's version.
        scim.headers.clear();
        let tag = scim.get("/Groups/helpers").await.header("etag").to_owned();
        scim.patch("/Groups/helpers", json!([{"op": "remove", "path": "members[value eq \"di\"]"}])).await;
        assert_ne!(scim.get("/Groups/helpers").await.header("etag"), tag);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_put_replaces_what_can_be_written_and_nothing_else() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let scim = Client::at(&portal, "navigator").await;
        let mut user = scim.get("/Users/nia").await.body;
        user["name"] = json!({"familyName": "Only"});
        user[ASSISTER] = json!({"kind": "broker", "referenceNumber": "1", "city": ""});
        user["groups"] = json!([]);
        let put = scim.send("PUT", "/Users/nia", Some(user)).await;
        assert_eq!((put.status, &put.body["name"]), (200, &json!({"familyName": "Only"})), "{}", put.body);
        assert_eq!((put.text("userType"), &put.body["groups"][0]["value"]), ("navigator", &json!("helpers")));
        let stored = column(
            &portal,
            "SELECT kind || reference_number || given_name FROM assisters WHERE assister_key = 'nia'",
        )
        .await;
        assert_eq!(stored, ["navigator1000031"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_deleted_is_gone_here_and_decertified_there_cert_5() {
    for portal in portals().await {
        with_accounts(&portal).await;
        associate(&portal, "max", "nia").await;
        let (scim, before) = (Client::at(&portal, "navigator").await, associations(&portal).await);
        assert_eq!(scim.send("DELETE", "/Users/nia", None).await.status, 204);
        for method in ["GET", "DELETE"] {
            let gone = scim.send(method, "/Users/nia", None).await;
            assert_eq!((gone.status, gone.text("status")), (404, "404"));
        }
        assert!(!scim.get("/Users").await.ids().contains(&"nia".to_owned()));
        assert!(!scim.get("/Groups/helpers").await.body["members"].to_string().contains("nia"));
        let state = "SELECT state FROM assisters WHERE assister_key = 'nia'";
        assert_eq!(column(&portal, state).await, ["decertified"]);
        // Reference number and associations stay (CERT-7, ASSOC-1).
        assert_eq!(associations(&portal).await, before);
        let mut again = kim();
        again["emails"] = json!([{"value": "nia@example.org"}]);
        let refused = scim.send("POST", "/Users", Some(again)).await;
        assert_eq!((refused.status, refused.text("scimType")), (409, "uniqueness"));
        // An invitation is withdrawn: its code means nothing any more.
        let id = scim.send("POST", "/Users", Some(kim())).await.text("id").to_owned();
        assert_eq!(scim.send("DELETE", &format!("/Users/{id}"), None).await.status, 204);
        let open =
            format!("SELECT count(*) FROM invitations WHERE assister_key = '{id}' AND expires_at > {NOW}");
        assert_eq!(count(&portal, &open).await, 0);
        // A new invitation by a person brings the account back.
        let key = domain::people::AssisterKey(id.clone());
        portal.resend_invitation(&resource_manager(), &key, "https://portal.example").await.unwrap();
        assert_eq!(scim.get(&format!("/Users/{id}")).await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agency_is_a_group_and_its_assisters_are_its_members_cert_9() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let scim = Client::at(&portal, "navigator").await;
        let made =
            json!({"displayName": "Sample Neighbors", "members": [{"value": "di"}], "externalId": "g"});
        let made = scim.send("POST", "/Groups", Some(made)).await;
        assert_eq!(
            (made.status, &made.body["members"][0]["$ref"]),
            (201, &json!("https://portal.example/scim/v2/Users/di")),
            "{}",
            made.body
        );
        let path = format!("/Groups/{}", made.text("id"));
        // Whoever comes to another agency leaves the one before.
        assert!(!scim.get("/Groups/helpers").await.body["members"].to_string().contains("\"di\""));
        let more =
            scim.patch(&path, json!([{"op": "add", "path": "members", "value": [{"value": "nia"}]}])).await;
        assert_eq!(more.body["members"].as_array().unwrap().len(), 2, "{}", more.body);
        assert_eq!(scim.get("/Users/nia").await.body["groups"][0]["display"], "Sample Neighbors");
        // It is not certified, so that its assisters cannot act (CERT-1).
        let mut nia = signed_in(&portal, "nia").await;
        nia.get("/consumers").await;
        assert_eq!(nia.status, 403);
        let less = json!([{"op": "remove", "path": "members", "value": [{"value": "di"}]}]);
        assert_eq!(scim.patch(&path, less).await.body["members"][0]["value"], "nia");
        for (value, named) in [("bo", "members: "), ("nobody", "members: ")] {
            let refused = scim
                .patch(&path, json!([{"op": "add", "path": "members", "value": [{"value": value}]}]))
                .await;
            assert!(refused.status == 400 && refused.text("detail").starts_with(named), "{}", refused.body);
        }
        let twin = scim.send("POST", "/Groups", Some(json!({"displayName": "sample helpers"}))).await;
        assert_eq!((twin.status, twin.text("scimType")), (409, "uniqueness"));
        // One that was never certified goes; one that was stays.
        assert_eq!(scim.send("DELETE", &path, None).await.status, 204);
        assert_eq!(scim.get(&path).await.status, 404);
        assert_eq!(scim.get("/Users/nia").await.body["groups"], Value::Null);
        let refused = scim.send("DELETE", "/Groups/helpers", None).await;
        assert_eq!(refused.status, 403);
        assert!(refused.text("detail").contains("Ask a resource manager"), "{}", refused.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_request_of_an_identity_system_touches_a_consumer_or_an_association_assoc_1() {
    for portal in portals().await {
        with_accounts(&portal).await;
        associate(&portal, "max", "nia").await;
        let scim = Client::at(&portal, "navigator").await;
        let consumers = ["ana", "eve", "max"];
        let mut before = associations(&portal).await;
        for consumer in consumers {
            before.extend(rows_of(&portal, consumer).await);
        }
        let change = json!([{"op": "replace", "path": "active", "value": false}]);
        let mut walked = 0;
        for id in ["nia", "ana", "ana-bo", "max-nia", "helpers", "bo"] {
            for endpoint in
                ["Users", "Groups", "Consumers", "Associations", "Me", "Bulk", "Schemas", "consumers"]
            {
                for method in ["GET", "PUT", "PATCH", "POST", "DELETE"] {
                    let path = format!("/{endpoint}/{id}");
                    let answer = match method {
                        "PATCH" => scim.patch(&path, change.clone()).await,
                        "PUT" | "POST" => scim.send(method, &path, Some(kim())).await,
                        _ => scim.send(method, &path, None).await,
                    };
                    assert!(answer.status < 500, "{method} {path}: {}", answer.body);
                    let known =
                        (endpoint == "Users" && id == "nia") || (endpoint == "Groups" && id == "helpers");
                    assert!(known || answer.status >= 400, "{method} {path}: {}", answer.body);
                    walked += 1;
                }
            }
        }
        let mut after = associations(&portal).await;
        for consumer in consumers {
            after.extend(rows_of(&portal, consumer).await);
        }
        assert_eq!(after, before, "{walked} requests");
        let events = "SELECT count(*) FROM audit_events WHERE subject LIKE 'consumer:%'";
        assert_eq!(count(&portal, events).await, 0);
    }
}
