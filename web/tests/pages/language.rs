//! The language of a person: chosen in the header, kept in the account and by the browser.

use crate::{
    browser::Browser,
    cast::{signed_in, with_accounts},
};
use axum::http::StatusCode;
use portal::testing::*;

const RIGHT_TO_LEFT: &str = "<html lang=\"ar-XB\" dir=\"rtl\">";
const ENGLISH: &str = "<html lang=\"en\" dir=\"ltr\">";

/// Chooses a language in the header of the page.
async fn choose(browser: &mut Browser, tag: &str) {
    browser.post("/language", &[("lang", tag)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_signed_out_chooses_in_the_header_and_comes_back_to_the_page() {
    for portal in portals().await {
        let mut browser = Browser::at(&portal, true);
        browser.get("/sign-in").await;
        assert!(
            browser.page.contains(ENGLISH) && browser.page.contains(">English</button>"),
            "{}",
            browser.page
        );
        choose(&mut browser, "ar-XB").await;
        assert_eq!((browser.status, browser.location.as_str()), (StatusCode::SEE_OTHER, "/sign-in"));
        let attributes = "=ar-XB; Max-Age=31536000; Path=/; HttpOnly; SameSite=Lax; Secure";
        assert_eq!(browser.set_cookie, format!("__Host-assent-language{attributes}"));
        assert!(browser.follow().await.page.contains(RIGHT_TO_LEFT));
        assert!(browser.get("/language").await.page.contains(RIGHT_TO_LEFT));
        assert!(browser.get("/nowhere").await.page.contains(RIGHT_TO_LEFT), "an error speaks it too");
        choose(browser.get("/language").await, "en").await;
        assert_eq!(browser.location, "/language");
        assert!(browser.follow().await.page.contains(ENGLISH));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_account_keeps_the_language_for_every_browser() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let mut browser = signed_in(&portal, "ana").await;
        choose(browser.get("/home").await, "ar-XB").await;
        assert_eq!(browser.location, "/home");
        let mut other = signed_in(&portal, "ana").await;
        assert!(other.get("/home").await.page.contains(RIGHT_TO_LEFT));
        other.wishes = "en".to_owned();
        assert!(
            other.get("/home").await.page.contains(RIGHT_TO_LEFT),
            "what was chosen comes before the wish"
        );
        let mut bo = signed_in(&portal, "bo").await;
        assert!(bo.get("/consumers").await.page.contains(ENGLISH), "an assister reads their own");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browsers_wish_counts_until_somebody_chooses() {
    for portal in portals().await {
        let mut browser = Browser::at(&portal, false);
        browser.wishes = "fr, ar-XB;q=0.5, en;q=0.4".to_owned();
        assert!(browser.get("/").await.page.contains(RIGHT_TO_LEFT));
        choose(&mut browser, "en").await;
        assert!(browser.get("/").await.page.contains(ENGLISH));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_language_is_told_at_its_place_and_nobody_is_led_elsewhere() {
    for portal in portals().await {
        let mut browser = Browser::at(&portal, false);
        choose(browser.get("/language").await, "tlh").await;
        assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            browser.page.contains("<a href=\"#lang\">This language is not on the list."),
            "{}",
            browser.page
        );
        for next in
            ["https://evil.example/", "//evil.example", "/sign-out", "/application/number", "/nowhere"]
        {
            let fields =
                [("lang", "en"), ("next", next)].map(|(name, value)| (name.to_owned(), value.to_owned()));
            assert_eq!(browser.post_only("/language", &fields).await.location, "/", "{next}");
        }
    }
}
