//! Lists, filters, pages, versions, and what the portal says of itself: against a model that is written here once more.

use super::client::*;
use crate::cast::with_accounts;
use portal::{Portal, testing::*};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const ASSISTER: &str = "urn:assent:params:scim:schemas:extension:assister:2.0:User";

/// Thirty navigators, of whom every third is suspended and every fifth has no key of the identity system.
async fn many(portal: &Portal) {
    with_accounts(portal).await;
    let mut sql = String::new();
    for n in 0..30 {
        let state = if n % 3 == 0 { "suspended" } else { "active" };
        let external = if n % 5 == 0 { "NULL".to_owned() } else { format!("'e-{n}'") };
        let id = format!("{:09}", 100_000_000 + n);
        sql += &format!(
            "INSERT INTO assisters (assister_key, kind, state, given_name, family_name, email, public_phone, public_email, languages, \
             reference_number, assister_id, external_id, city, created_at) VALUES ('n{n:02}', 'navigator', '{state}', 'Sam', 'Sample {n}', \
             'sam{n}@example.org', '', '', 'en', '20000{n:02}', '{id}', {external}, 'Ely', {});\n",
            NOW + i64::from(n) * 1_000_000
        );
    }
    run(portal, &sql).await;
}

fn ids(answer: &Answer) -> BTreeSet<String> {
    answer.ids().into_iter().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_finds_what_a_model_finds() {
    for portal in portals().await {
        many(&portal).await;
        let scim = Client::at(&portal, "navigator").await;
        let all = scim
            .get(&format!(
                "/Users?count=200&attributes=id,userName,name,emails,active,externalId,groups,meta,{ASSISTER}"
            ))
            .await;
        let all = all.body["Resources"].as_array().unwrap().clone();
        assert_eq!(all.len(), 32);
        let text = |one: &Value, path: &str| {
            one.pointer(path).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let more = |one: &Value, name: &str| one[ASSISTER][name].clone();
        type Model<'m> = Box<dyn Fn(&Value) -> bool + 'm>;
        let models: Vec<(String, Model<'_>)> = vec![
            ("userName eq \"SAM7@example.org\"".into(), Box::new(|u| text(u, "/userName") == "sam7@example.org")),
            ("externalId eq \"e-7\"".into(), Box::new(|u| text(u, "/externalId") == "e-7")),
            ("externalId eq \"E-7\"".into(), Box::new(|_| false)),
            ("not (externalId pr)".into(), Box::new(|u| u["externalId"].is_null())),
            ("active eq false".into(), Box::new(|u| u["active"] == false)),
            ("active ne true and externalId pr".into(), Box::new(|u| u["active"] == false && !u["externalId"].is_null())),
            ("name.familyName sw \"sample 1\"".into(), Box::new(|u| text(u, "/name/familyName").starts_with("Sample 1"))),
            ("name.familyName ew \"9\" or name.givenName eq \"Nia\"".into(), Box::new(|u| text(u, "/name/familyName").ends_with('9') || text(u, "/name/givenName") == "Nia")),
            ("emails co \"2\"".into(), Box::new(|u| text(u, "/emails/0/value").contains('2'))),
            ("emails[type eq \"work\" and value sw \"sam2\"]".into(), Box::new(|u| text(u, "/emails/0/value").starts_with("sam2"))),
            ("groups.value eq \"helpers\"".into(), Box::new(|u| text(u, "/groups/0/value") == "helpers")),
            ("groups.display ne \"Sample Helpers\"".into(), Box::new(|u| text(u, "/groups/0/display") != "Sample Helpers")),
            (format!("{ASSISTER}:mayAct eq true"), Box::new(|u| more(u, "mayAct") == true)),
            (format!("{ASSISTER}:state eq \"suspended\" and not ({ASSISTER}:city pr)"), Box::new(|_| false)),
            (format!("{ASSISTER}:missing eq \"suspended\""), Box::new(|u| more(u, "missing").to_string().contains("\"suspended\""))),
            (format!("{ASSISTER}:city eq null"), Box::new(|u| more(u, "city").is_null())),
            ("meta.created gt \"2026-11-23T15:00:20Z\"".into(), Box::new(|u| text(u, "/meta/created").as_str() > "2026-11-23T15:00:20Z")),
            ("meta.created le \"2026-11-23T09:00:20-06:00\"".into(), Box::new(|u| text(u, "/meta/created").as_str() <= "2026-11-23T15:00:20Z")),
            ("userName gt \"sam5\" and userName lt \"sam7\"".into(), Box::new(|u| { let name = text(u, "/userName"); name.as_str() > "sam5" && name.as_str() < "sam7" })),
            ("userName eq \"sam1@example.org\" or (active eq true and (externalId eq \"e-2\" or externalId eq \"e-4\"))".into(),
             Box::new(|u| text(u, "/userName") == "sam1@example.org" || (u["active"] == true && ["e-2", "e-4"].contains(&&*text(u, "/externalId"))))),
        ];
        for (filter, model) in &models {
            let wanted: BTreeSet<String> =
                all.iter().filter(|one| model(one)).map(|one| text(one, "/id")).collect();
            let found = scim.filtered("/Users?count=200", filter).await;
            assert_eq!(found.status, 200, "{filter}: {}", found.body);
            assert_eq!(ids(&found), wanted, "{filter}");
            assert_eq!(found.body["totalResults"], wanted.len(), "{filter}");
            let message = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": filter, "count": 200});
            assert_eq!(ids(&scim.send("POST", "/Users/.search", Some(message)).await), wanted, "{filter}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_that_means_nothing_is_refused_and_says_where() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let scim = Client::at(&portal, "navigator").await;
    for (filter, named) in [
        ("userName eq", "character"),
        ("userName xx \"a\"", "character 9"),
        ("(userName pr", "character"),
        ("nickName eq \"a\"", "nickName"),
        ("password eq \"a\"", "password"),
        ("emails.display pr", "emails.display"),
        ("emails[display pr]", "emails.display"),
        ("urn:nobody:2.0:User:city pr", "urn:nobody"),
        ("active gt true", "active"),
        ("active eq \"true\"", "active"),
        ("userName eq 5", "userName"),
        ("name eq \"a\"", "name"),
        ("meta.created gt \"yesterday\"", "created"),
    ] {
        let refused = scim.filtered("/Users", filter).await;
        assert_eq!(
            (refused.status, refused.text("scimType")),
            (400, "invalidFilter"),
            "{filter}: {}",
            refused.body
        );
        assert!(refused.text("detail").contains(named), "{filter}: {}", refused.body);
    }
    let deep = format!("{}userName pr{}", "(".repeat(500), ")".repeat(500));
    assert_eq!(scim.filtered("/Users", &deep).await.text("scimType"), "invalidFilter");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_a_list_are_the_list_whatever_the_size_of_a_page() {
    for portal in portals().await {
        many(&portal).await;
        let scim = Client::at(&portal, "navigator").await;
        for (filter, size) in [("", 1), ("", 7), ("", 32), ("active eq true", 4), ("externalId pr", 10)] {
            let more = if filter.is_empty() {
                String::new()
            } else {
                format!("&filter={}", filter.replace(' ', "%20"))
            };
            let whole = scim.get(&format!("/Users?count=200{more}")).await.ids();
            let mut pages = Vec::new();
            for start in (1..=whole.len()).step_by(size) {
                let page = scim.get(&format!("/Users?startIndex={start}&count={size}{more}")).await;
                assert_eq!(
                    (&page.body["startIndex"], &page.body["totalResults"]),
                    (&json!(start), &json!(whole.len()))
                );
                assert_eq!(page.body["itemsPerPage"], page.ids().len());
                pages.extend(page.ids());
            }
            assert_eq!(pages, whole, "{filter} {size}");
        }
        let none = scim.get("/Users?count=0").await;
        assert_eq!((none.ids().len(), &none.body["totalResults"]), (0, &json!(32)));
        assert_eq!(scim.get("/Users?startIndex=-5&count=2").await.body["startIndex"], 1);
        assert_eq!(scim.get("/Users?count=-1").await.ids().len(), 0);
        assert!(scim.get("/Users?startIndex=1000").await.ids().is_empty());
        let refused = scim.get("/Users?count=many").await;
        assert_eq!((refused.status, refused.text("scimType")), (400, "invalidValue"));
        // Everything together: agencies first, then assisters.
        let search = |start: usize| json!({"startIndex": start, "count": 1});
        let first = scim.send("POST", "/.search", Some(search(1))).await;
        let second = scim.send("POST", "/.search", Some(search(2))).await;
        assert_eq!((first.ids(), &first.body["totalResults"]), (vec!["helpers".to_owned()], &json!(33)));
        assert_eq!(second.ids(), scim.get("/Users?count=1").await.ids());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_attributes_that_are_asked_for_are_answered_and_no_others() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let scim = Client::at(&portal, "navigator").await;
    let names = |answer: &Answer| answer.body.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let set = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<BTreeSet<_>>();
    let some = scim.get("/Users/nia?attributes=USERNAME,name.familyName,emails.value").await;
    assert_eq!(names(&some), set(&["schemas", "id", "userName", "name", "emails"]));
    assert_eq!(
        (&some.body["name"], &some.body["emails"]),
        (&json!({"familyName": "Xiong"}), &json!([{"value": "nia@example.org"}]))
    );
    let most = scim.get("/Users/nia?excludedAttributes=emails,name.givenName,id,meta").await;
    assert!(
        !names(&most).contains("emails") && !names(&most).contains("meta") && names(&most).contains("id")
    );
    assert_eq!(most.body["name"], json!({"familyName": "Xiong"}));
    let both = scim.get("/Users/nia?attributes=id&excludedAttributes=name").await;
    assert_eq!(both.status, 400);
    let no_members = scim.get("/Groups?excludedAttributes=members").await;
    assert!(!no_members.body.to_string().contains("members"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_portal_says_what_it_supports_and_what_a_resource_is() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let (navigators, brokers) = (Client::at(&portal, "navigator").await, Client::at(&portal, "broker").await);
    let config = navigators.get("/ServiceProviderConfig").await;
    for (feature, supported) in [
        ("patch", true),
        ("filter", true),
        ("etag", true),
        ("bulk", false),
        ("sort", false),
        ("changePassword", false),
    ] {
        assert_eq!(config.body[feature]["supported"], supported, "{feature}");
    }
    let schemas = navigators.get("/Schemas").await;
    assert_eq!(schemas.ids().len(), 6);
    for id in schemas.ids() {
        assert_eq!(navigators.get(&format!("/Schemas/{id}")).await.text("id"), id);
    }
    let has_npn = |answer: &Answer| answer.body.to_string().contains("\"npn\"");
    let extension = format!("/Schemas/{ASSISTER}");
    assert!(has_npn(&brokers.get(&extension).await) && !has_npn(&navigators.get(&extension).await));
    assert_eq!(navigators.get("/ResourceTypes").await.ids(), ["User", "Group"]);
    for path in ["/Schemas", "/ResourceTypes", "/ServiceProviderConfig"] {
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            let refused = navigators.send(method, path, None).await;
            assert_eq!(
                (refused.status, refused.header("content-type")),
                (405, "application/scim+json"),
                "{method} {path}"
            );
        }
    }
    for path in ["/Schemas/none", "/ResourceTypes/none", "/Users/none", "/none", "/Users/nia/more", "/"] {
        assert_eq!(navigators.get(path).await.status, 404, "{path}");
    }
    let wrong_kind = {
        let mut client = Client::at(&portal, "navigator").await;
        client.headers = vec![("content-type", "text/plain".to_owned())];
        client.send_raw("POST", "/Users", None).await
    };
    assert_eq!(wrong_kind.status, 415);
    let large = format!("{{\"userName\": \"{}\"}}", "x".repeat(1_100_000));
    assert_eq!(navigators.send_raw("POST", "/Users", Some(&large)).await.status, 413);
}
