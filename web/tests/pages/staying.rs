//! Staying signed in (ID-3): every page says until when, the button makes it longer, and a question does not.

use crate::{
    browser::{Browser, attribute},
    cast::{signed_in, with_accounts},
};
use axum::http::StatusCode;
use portal::testing::*;

const MINUTE: i64 = 60;

/// What the page says of the session: the sentence, and the seconds for the script.
fn said(browser: &Browser) -> (String, String) {
    let sentence = browser.page.split("id=\"signed-in-until\">").nth(1).unwrap_or("");
    let sentence = sentence.split('<').next().unwrap_or("").to_owned();
    let place = browser.page.split("<div class=\"assent-session\"").nth(1).unwrap_or("");
    (sentence, attribute(place.split('>').next().unwrap_or(""), "data-seconds"))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_signed_in_page_says_until_when_and_no_other_does_id_3() {
    for portal in portals().await {
        with_accounts(&portal).await;
        // Tests begin at 9 in the morning where the exchange is.
        for (name, page, until, seconds) in [
            ("ana", "/home", "9:30", "1800"),
            ("bo", "/consumers", "9:15", "900"),
            ("rae", "/manage", "9:15", "900"),
            ("rae", "/what-if", "9:15", "900"),
            ("rae", "/no/such/page", "9:15", "900"),
        ] {
            let mut browser = signed_in(&portal, name).await;
            browser.get(page).await;
            let sentence = format!("You stay signed in until 23 Nov 2026, {until} a.m. if you do nothing.");
            assert_eq!(said(&browser), (sentence, seconds.to_owned()), "{name} {page}");
            assert_eq!(browser.page.matches("<script").count(), 1, "the one script");
            assert!(browser.page.contains("src=\"/static/session."), "{page}");
        }
        let mut guest = Browser::at(&portal, false);
        for page in ["/", "/sign-in", "/what-if"] {
            guest.get(page).await;
            // Where one signs in there is the script of passkeys (if they are built in), which knows of
            // no session.
            let scripts = usize::from(cfg!(feature = "passkeys") && page == "/sign-in");
            assert_eq!(guest.page.matches("<script").count(), scripts, "{page}");
            assert!(
                !guest.page.contains("/static/session.") && !guest.page.contains("stay signed in"),
                "{page}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn staying_is_written_at_once_and_asking_is_no_use_of_the_session_id_3() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let mut bo = signed_in(&portal, "bo").await;
        bo.get("/consumers").await;
        let form = bo.hidden("/stay-signed-in");
        portal.clock().advance(30);
        bo.post_only("/signed-in-until", &form).await;
        assert!(bo.page.contains("\"seconds\":870") && bo.page.contains("9:15 a.m."), "{}", bo.page);
        bo.post_only("/stay-signed-in", &form).await;
        assert_eq!((bo.status, bo.location.as_str()), (StatusCode::SEE_OTHER, "/consumers"));
        // Within a minute of the last use, which pages do not write down.
        portal.clock().advance(15 * MINUTE - 1);
        bo.post_only("/signed-in-until", &form).await;
        assert!(bo.page.contains("\"seconds\":1}"), "{}", bo.page);
        portal.clock().advance(1);
        bo.post_only("/signed-in-until", &form).await;
        assert!(bo.location.starts_with("/sign-in?next="), "{} {}", bo.status, bo.page);
        bo.post_only("/stay-signed-in", &form).await;
        assert!(bo.location.starts_with("/sign-in?next="), "an ended session stays ended");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_stays_beyond_the_absolute_limit_and_the_page_says_so_id_3() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let mut ana = signed_in(&portal, "ana").await;
        for _ in 0..35 {
            portal.clock().advance(20 * MINUTE);
            ana.get("/home").await;
            assert_eq!(ana.status, StatusCode::OK);
        }
        let (sentence, seconds) = said(&ana);
        assert_eq!(
            sentence,
            "You stay signed in until 23 Nov 2026, 9:00 p.m. at the latest. Then sign in again."
        );
        assert_eq!(seconds, "1200");
        assert!(ana.page.contains("data-last") && !ana.page.contains("aria-describedby=\"stay-tab\""));
        ana.post("/stay-signed-in", &[]).await;
        portal.clock().advance(20 * MINUTE - 1);
        assert_eq!(ana.get("/home").await.status, StatusCode::OK);
        portal.clock().advance(1);
        assert_eq!(ana.get("/home").await.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_button_leads_to_pages_of_ours_alone_and_wants_the_forms_token_id_3() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut bo = signed_in(&portal, "bo").await;
    bo.get("/profile").await;
    let csrf = bo.hidden("/stay-signed-in")[0].clone();
    for (next, to) in [
        ("/profile", "/profile"),
        ("//evil.example", "/consumers"),
        ("https://evil.example", "/consumers"),
        ("/no/such/page", "/consumers"),
        ("/sign-out", "/consumers"),
        ("", "/consumers"),
    ] {
        bo.post_only("/stay-signed-in", &[csrf.clone(), ("next".to_owned(), next.to_owned())]).await;
        assert_eq!(bo.location, to, "{next}");
    }
    for path in ["/stay-signed-in", "/signed-in-until"] {
        bo.post_only(path, &[]).await;
        assert_eq!(bo.status, StatusCode::FORBIDDEN, "{path}");
    }
}
