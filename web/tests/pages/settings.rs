//! Settings in the browser: what stands there for every role, the forms, what comes back, and what ends (ID-1 to ID-3).

use crate::{
    browser::Browser,
    cast,
    sign_in::{app_code, signed_up},
};
use axum::http::StatusCode;
use portal::{Portal, testing::*};

const PASSWORD: &str = "copper lantern river 42";
const OTHER: &str = "another lantern river 43";

/// Zoe, who has just signed up.
async fn zoe(portal: &Portal) -> Browser {
    let mut zoe = Browser::at(portal, false);
    signed_up(portal, &mut zoe).await;
    zoe
}

#[tokio::test(flavor = "multi_thread")]
async fn every_role_has_settings_and_finds_them_in_the_header() {
    for portal in portals().await {
        cast::with_accounts(&portal).await;
        for (name, own_name) in [("ana", true), ("bo", false), ("rae", false)] {
            let mut browser = cast::signed_in(&portal, name).await;
            browser.get("/language").await;
            assert!(browser.page.contains("href=\"/settings\">Settings</a>"), "{name}");
            browser.get("/settings").await;
            assert_eq!((browser.status, browser.heading().as_str()), (StatusCode::OK, "Settings"), "{name}");
            assert!(browser.page.contains(&format!("{name}@example.org")));
            assert_eq!(browser.page.contains("href=\"/settings/name\""), own_name, "{name}");
            assert_eq!(browser.page.contains("The exchange keeps your name"), !own_name, "{name}");
            assert!(browser.page.contains("nothing to turn off"), "{name}");
            assert!(!browser.page.contains("does not take mail"), "{name}");
            let refused = format!(
                "INSERT INTO outbox (outbox_key, kind, destination, subject, body, created_at, attempts, fault) \
                 VALUES ('zz-{name}', 'mail', '{name}@example.org', 'x', '', 1, 1, 'mail.address_refused')"
            );
            run(&portal, &refused).await;
            browser.get("/settings").await;
            assert!(browser.page.contains("This address does not take mail"), "{name}: {}", browser.page);
            assert!(browser.page.contains("Change your e-mail address</a>"), "{name}");
            browser.get("/settings/name").await;
            assert_eq!(browser.status == StatusCode::OK, own_name, "{name}");
        }
        let mut nobody = Browser::at(&portal, false);
        nobody.get("/settings").await;
        assert_eq!(nobody.location, "/sign-in?next=%2Fsettings");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_name_is_changed_and_what_is_wrong_comes_back_as_typed() {
    for portal in portals().await {
        let mut zoe = zoe(&portal).await;
        zoe.get("/settings/name").await;
        assert!(zoe.page.contains("value=\"Zoe\"") && zoe.page.contains("value=\"Sample\""));
        zoe.post("/settings/name", &[("given_name", "Zoë"), ("family_name", "")]).await;
        assert_eq!(zoe.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(zoe.page.contains("<title>Error: Change your name") && zoe.page.contains("value=\"Zoë\""));
        assert!(zoe.page.contains("<a href=\"#family_name\">"));
        zoe.post("/settings/name", &[("given_name", "Zoë"), ("family_name", "Berg")]).await;
        assert_eq!(zoe.location, "/settings?said=name");
        zoe.follow().await;
        assert!(
            zoe.page.contains("Your name was changed.") && zoe.page.contains("<strong>Zoë Berg</strong>")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_address_is_changed_with_a_code_and_until_then_the_settings_say_that_it_waits() {
    for portal in portals().await {
        let mut zoe = zoe(&portal).await;
        zoe.get("/settings/email/code").await;
        assert_eq!(zoe.location, "/settings/email", "nothing waits");
        zoe.follow().await.post("/settings/email", &[("email", "new at example.org")]).await;
        assert_eq!(zoe.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(zoe.page.contains("value=\"new at example.org\""));
        zoe.post("/settings/email", &[("email", "new@example.org")]).await;
        assert_eq!(zoe.location, "/settings/email/code");
        zoe.get("/settings").await;
        assert!(zoe.page.contains("We sent a code to new@example.org"), "{}", zoe.page);
        zoe.get("/settings/email/code").await.post("/settings/email/code", &[("code", "1234")]).await;
        assert_eq!(zoe.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            zoe.page.contains("This code is not right or has expired")
                && zoe.page.contains("new@example.org")
        );
        let mails = portal.practice_mails().await.unwrap();
        let mail = mails.iter().find(|mail| mail.to == "new@example.org").unwrap();
        let code: String = mail.body.chars().filter(char::is_ascii_digit).take(8).collect();
        zoe.post("/settings/email/code", &[("code", &code)]).await;
        assert_eq!(zoe.location, "/settings?said=email");
        zoe.follow().await;
        assert!(zoe.page.contains("<dd>new@example.org</dd>") && !zoe.page.contains("We sent a code"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_changed_and_never_written_back_id_1() {
    for portal in portals().await {
        let mut zoe = zoe(&portal).await;
        let mut elsewhere = Browser::at(&portal, false);
        let sign_in = [("name", "zoe.sample"), ("password", PASSWORD)];
        elsewhere.get("/sign-in").await.post("/sign-in", &sign_in).await;
        zoe.get("/settings/password").await;
        let typed = [("old_password", "not my password 9"), ("password", OTHER)];
        zoe.post("/settings/password", &typed).await;
        assert_eq!(zoe.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            zoe.page.contains("This is not your present password")
                && zoe.page.contains("<a href=\"#old_password\">")
        );
        assert!(!zoe.page.contains("not my password 9") && !zoe.page.contains(OTHER));
        let before = zoe.cookie.clone();
        zoe.post("/settings/password", &[("old_password", PASSWORD), ("password", OTHER)]).await;
        assert_eq!(zoe.location, "/settings?said=password");
        assert_ne!(zoe.cookie, before, "rotated");
        zoe.follow().await;
        assert!(zoe.page.contains("Your password was changed"), "{}", zoe.page);
        elsewhere.get("/home").await;
        assert_eq!(elsewhere.location, "/sign-in?next=%2Fhome");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_is_set_up_with_the_same_key_after_a_wrong_code_and_removed_again_id_2() {
    for portal in portals().await {
        let mut zoe = zoe(&portal).await;
        zoe.get("/settings/second-factor").await;
        assert!(zoe.page.contains("<svg class=\"assent-qr\" role=\"img\""));
        let code = app_code(&portal, &zoe.page);
        zoe.post("/settings/second-factor", &[("factor_name", "My phone"), ("code", "000000")]).await;
        assert_eq!(zoe.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            zoe.page.contains("Enter the six digits that your app shows now")
                && zoe.page.contains("value=\"My phone\"")
        );
        assert_eq!(app_code(&portal, &zoe.page), code, "the same key");
        zoe.post("/settings/second-factor", &[("factor_name", "My phone"), ("code", &code)]).await;
        assert_eq!((zoe.status, zoe.heading().as_str()), (StatusCode::OK, "Your recovery codes"));
        assert_eq!(zoe.page.matches("assent-key").count(), 10);
        zoe.get("/settings").await;
        assert!(zoe.page.contains("My phone") && zoe.page.contains("10 are left"), "{}", zoe.page);

        zoe.get("/settings/recovery-codes").await.post("/settings/recovery-codes", &[]).await;
        assert_eq!(zoe.page.matches("assent-key").count(), 10);
        zoe.get("/settings/second-factor/remove").await.post("/settings/second-factor/remove", &[]).await;
        assert_eq!(zoe.location, "/settings?said=removed");
        zoe.follow().await;
        assert!(zoe.page.contains("The app was removed") && zoe.page.contains("Not set up"));
        zoe.get("/settings/second-factor/remove").await;
        assert_eq!(zoe.location, "/settings");
        zoe.get("/settings/recovery-codes").await;
        assert_eq!(zoe.location, "/settings");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_shown_by_device_and_network_and_ended_id_3() {
    for portal in portals().await {
        let mut zoe = zoe(&portal).await;
        let sign_in = [("name", "zoe.sample"), ("password", PASSWORD)];
        let mut others =
            [Browser::at(&portal, false), Browser::at(&portal, false), Browser::at(&portal, false)];
        for other in &mut others {
            portal.clock().advance(1);
            other.get("/sign-in").await.post("/sign-in", &sign_in).await;
        }
        let hashes = column(&portal, "SELECT token_sha256 FROM sessions ORDER BY created_at").await;
        let place = format!(
            "UPDATE sessions SET ip = '198.51.100.23', user_agent = 'Mozilla/5.0 (Windows NT 10.0; rv:141.0) Gecko/20100101 Firefox/141.0' \
             WHERE token_sha256 = '{}'",
            hashes[1]
        );
        run(&portal, &place).await;
        zoe.get("/settings/sessions").await;
        assert!(
            zoe.page.contains("Firefox on Windows") && zoe.page.contains("198.51.100.0/24"),
            "{}",
            zoe.page
        );
        assert!(!zoe.page.contains("198.51.100.23"), "no more of an address than tells places apart");
        assert_eq!(zoe.page.matches("This device").count(), 1);
        assert_eq!(zoe.page.matches("action=\"/settings/sessions/end\"").count(), 3);
        let mut fields = zoe.hidden("/settings/sessions/end");
        fields.retain(|(name, _)| name == "csrf");
        fields.push(("session".to_owned(), hashes[1].clone()));
        zoe.post_only("/settings/sessions/end", &fields).await;
        assert_eq!(zoe.location, "/settings/sessions?said=ended");
        others[0].get("/home").await;
        assert_eq!(others[0].location, "/sign-in?next=%2Fhome");
        others[1].get("/home").await;
        assert_eq!(others[1].status, StatusCode::OK);
        zoe.post_only("/settings/sessions/end", &fields).await;
        assert_eq!(zoe.status, StatusCode::CONFLICT);
        assert!(zoe.page.contains("This session had ended already"));
        zoe.get("/settings/sessions").await.post("/settings/sessions/end-others", &[]).await.follow().await;
        assert!(
            zoe.page.contains("All your other sessions were ended")
                && zoe.page.contains("on this device only")
        );
        others[1].get("/home").await;
        assert_eq!(others[1].location, "/sign-in?next=%2Fhome");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_form_of_the_settings_asks_first_after_five_minutes_and_leads_back_id_3() {
    for portal in portals().await {
        let mut zoe = zoe(&portal).await;
        zoe.get("/settings/name").await;
        portal.clock().advance(300);
        let pages = web::pages::table(true);
        let pages =
            pages.iter().filter(|route| route.path.starts_with("/settings/") && route.method == "GET");
        let mut asked = 0;
        for path in pages.map(|route| route.path) {
            zoe.get(path).await;
            let next: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
            assert_eq!(zoe.location, format!("/step-up?next={next}"));
            asked += 1;
        }
        assert_eq!(asked, 11);
        zoe.get("/settings").await;
        assert_eq!(zoe.status, StatusCode::OK, "to look needs none");
        let csrf = zoe.hidden("/sign-out");
        let fields =
            [csrf, vec![("given_name".into(), "Eva".into()), ("family_name".into(), "Berg".into())]].concat();
        zoe.post_only("/settings/name", &fields).await;
        assert_eq!((zoe.status, zoe.heading().as_str()), (StatusCode::FORBIDDEN, "Confirm that it is you"));
        assert!(zoe.page.contains("name=\"next\" value=\"/settings/name?kept="), "{}", zoe.page);
        assert!(zoe.page.contains("What you typed is kept"), "{}", zoe.page);
        zoe.post_only("/settings/sessions/end-others", &fields).await;
        assert!(zoe.page.contains("name=\"next\" value=\"/settings/sessions\""), "{}", zoe.page);
        zoe.post("/step-up", &[("password", PASSWORD)]).await;
        assert_eq!(zoe.location, "/settings/sessions");
        assert_eq!(count(&portal, "SELECT count(*) FROM accounts WHERE given_name = 'Eva'").await, 0);
    }
}
