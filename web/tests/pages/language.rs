//! The language of a person: chosen in the header, kept in the account and by the browser.

use crate::{
    browser::Browser,
    cast::{signed_in, with_accounts},
    sign_in::sha256,
};
use axum::http::StatusCode;
use domain::{name::Name, people::AssisterKind};
use portal::{example_households::LoneAdult, testing::*};

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
async fn a_consumer_gets_pages_mail_and_receipt_in_the_language_chosen_and_the_assister_reads_their_own() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let made_up = words::languages().get("ar-XB", true).unwrap();
        let mut ana = signed_in(&portal, "ana").await;
        choose(ana.get("/home").await, "ar-XB").await;
        let authorize = "/assister/authorize/1000031";
        assert!(ana.get(authorize).await.page.contains(RIGHT_TO_LEFT));
        ana.post(authorize, &[]).await;
        let receipt = ana.location.clone();
        let exchange = &portal.profile().exchange;
        let (nia, kind) = (Name::new("Nia", "Xiong"), AssisterKind::Navigator);
        let agreed = made_up.authorization(&nia, kind, &exchange.name);
        assert!(ana.follow().await.page.contains(&*agreed[0]), "{}", ana.page);
        // Changed since: the pages are English, and what was agreed to stays as it was read.
        choose(ana.get("/home").await, "en").await;
        let again = &ana.get(&receipt).await.page;
        assert!(again.contains(ENGLISH) && again.contains(&*agreed[0]), "{again}");

        let phone = words::Phone(exchange.phone.clone());
        let told = made_up.mail_authorized(&nia, kind, &exchange.name, portal.today(), phone);
        let mails = portal.practice_mails().await.unwrap();
        let subjects: Vec<_> = mails.iter().map(|mail| &*mail.subject).collect();
        assert!(subjects.contains(&&*told.subject), "{subjects:?}");

        let mut nia = signed_in(&portal, "nia").await;
        assert!(nia.get("/consumers/ana").await.page.contains(ENGLISH), "the assister reads their own");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_asked_behind_the_address_stays_asked_in_the_other_language() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let mut browser = signed_in(&portal, "bo").await;
        choose(browser.get("/consumers?stage=enrolled&name=a%26b").await, "ar-XB").await;
        assert_eq!(browser.location, "/consumers?stage=enrolled&name=a%26b");
    }
}

/// Chooses another language in a second window, sends the form of the first one, and reads the text that comes back: it is
/// to be agreed to anew.
async fn signs_in_another_language(browser: &mut Browser, path: &str, typed: &[(&str, &str)]) {
    let shown = browser.hidden(path);
    let mut fields = shown.clone();
    fields.extend(typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    choose(browser.get("/home").await, "en-XA").await;
    browser.post_only(path, &fields).await;
    assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {}", browser.location);
    assert!(
        browser.page.contains("<html lang=\"en-XA\"") && browser.page.contains("href=\"#agree\""),
        "{path}"
    );
    assert!(!browser.page.contains(" checked"), "nobody agreed to these words yet");
    let text = |fields: &[(String, String)]| fields.iter().find(|(name, _)| name == "text").cloned();
    assert!(text(&shown).is_some() && text(&shown) != text(&browser.hidden(path)));
    browser.post(path, typed).await;
    assert!(browser.status.is_redirection(), "{path}: {}", browser.page);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_signed_is_what_was_shown_and_its_language_is_kept_app_4() {
    for portal in portals().await {
        with_accounts(&portal).await;
        portal.load_practice_catalogs(1).await.unwrap();
        let mut ana = signed_in(&portal, "ana").await;
        ana.get("/application").await;
        ana.post("/application/open", &[("kind", "financial_assistance"), ("plan_year", "2027")]).await;
        for (page, fields) in LoneAdult::ANA.pages() {
            let path = format!("/application/{page}");
            let fields: Vec<_> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
            ana.get(&path).await;
            ana.post(&path, &fields).await;
        }
        let signed = [("signature", "Ana Kowalski"), ("agree", "yes")];
        ana.get("/application/sign").await;
        signs_in_another_language(&mut ana, "/application/sign", &signed).await;
        choose(ana.get("/home").await, "en").await;
        ana.get("/plans").await;
        let plan = ana.hidden("/plans/choose").into_iter().find(|(name, _)| name == "plan").unwrap().1;
        ana.post("/plans/choose", &[("plan", &plan)]).await;
        ana.get("/enroll").await;
        let enrolled = [&signed[..], &[("credit", "0")]].concat();
        signs_in_another_language(&mut ana, "/enroll", &enrolled).await;
        let made_up = words::languages().get("en-XA", true).unwrap();
        let exchange = &portal.profile().exchange.name;
        for (table, text) in
            [("applications", made_up.rights(exchange)), ("enrollments", made_up.enrollment_text(exchange))]
        {
            let text: Vec<&str> = text.iter().map(|line| &**line).collect();
            let sql = format!("SELECT signature_text_language || ' ' || signature_text_sha256 FROM {table}");
            let kept = column(&portal, &sql).await;
            assert_eq!(kept, [format!("en-XA {}", sha256(&text.join("\n")))], "{table}");
        }
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
