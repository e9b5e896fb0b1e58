//! "Your assister", "Your account" and the activity, as a browser without script sees them.

use crate::{
    browser::Browser,
    cast::{signed_in, with_accounts},
};
use axum::http::StatusCode;
use portal::testing::*;

const NIA: &str = "1000031";
const DI: &str = "1000028";

async fn find(browser: &mut Browser, number: &str) {
    browser.get("/assister/find").await.post("/assister/find", &[("reference", number)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consumer_changes_and_removes_her_assister_page_by_page_assoc_4_assoc_7() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let mut ana = signed_in(&portal, "ana").await;
        ana.get("/home").await;
        assert!(ana.heading() == "Your account" && ana.page.contains("Bo Lind, broker"));
        find(&mut ana, "100 0031").await;
        assert!(ana.page.contains("We found Nia Xiong") && ana.page.contains("Assign this assister"));
        let authorize = format!("/assister/authorize/{NIA}");
        ana.get(&authorize).await;
        assert_eq!(ana.heading(), "Assister authorization");
        for words in
            ["I give Nia Xiong permission", "This replaces Bo Lind", "agent of record", "Your privacy"]
        {
            assert!(ana.page.contains(words), "{words}");
        }
        ana.post(&authorize, &[]).await;
        assert_eq!(ana.status, StatusCode::SEE_OTHER);
        let receipt = ana.location.clone();
        ana.follow().await;
        assert_eq!(ana.heading(), "Authorization receipt");
        assert!(ana.page.contains("Ana Kowalski") && ana.page.contains("Bo Lind, who can no longer act"));
        let page = ana.page.clone();
        ana.get(&format!("{receipt}/json")).await;
        assert!(ana.page.contains("\"assister_name\": \"Nia Xiong\""));
        let hash =
            column(&portal, "SELECT receipt_sha256 FROM associations WHERE assister_key = 'nia'").await;
        assert!(page.contains(&hash[0]));

        ana.get("/assister").await;
        assert!(
            ana.page.contains("Can act for you") && ana.page.contains("You, by choosing another assister")
        );
        ana.get("/assister/remove").await.post("/assister/remove", &[]).await;
        ana.follow().await;
        assert!(ana.page.contains("was removed") && ana.page.contains("You have no assister"));
        // A second press of the same button, from another window.
        ana.post("/assister/remove", &[("csrf", "forged")]).await;
        assert_eq!(ana.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_stays_and_the_words_stand_at_the_field_assoc_2() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let mut ana = signed_in(&portal, "ana").await;
        for (number, status) in [
            ("1000032", StatusCode::UNPROCESSABLE_ENTITY),
            ("12", StatusCode::UNPROCESSABLE_ENTITY),
            ("<b>\"'", StatusCode::UNPROCESSABLE_ENTITY),
            (DI, StatusCode::NOT_FOUND),
        ] {
            find(&mut ana, number).await;
            assert_eq!(ana.status, status, "{number}");
            assert!(ana.page.contains("<title>Error: Assign an assister"));
            assert!(ana.page.contains("href=\"#reference\"") && !ana.page.contains("<b>\""));
            assert!(number.contains('<') || ana.page.contains(&format!("value=\"{number}\"")));
        }
        for path in
            ["/assister/authorize/1000032", "/assister/authorize/nothing", "/assister/receipts/eve-di"]
        {
            ana.get(path).await;
            assert_eq!(ana.status, StatusCode::NOT_FOUND, "{path}");
        }
        for path in ["/activity?before=x", "/activity?before=99999999999999999999"] {
            ana.get(path).await;
            assert_eq!(ana.status, StatusCode::BAD_REQUEST, "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_eleventh_number_in_an_hour_is_answered_with_429_assoc_10() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut ana = signed_in(&portal, "ana").await;
    for n in 0..10 {
        let number = domain::numbers::ReferenceNumber::from_random(n * 37 + 900);
        find(&mut ana, number.digits()).await;
        assert_eq!(ana.status, StatusCode::NOT_FOUND);
    }
    find(&mut ana, NIA).await;
    assert_eq!(ana.status, StatusCode::TOO_MANY_REQUESTS);
    ana.get(&format!("/assister/authorize/{NIA}")).await;
    assert_eq!(ana.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_was_not_the_current_one_comes_back_to_be_read_assoc_4() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut ana = signed_in(&portal, "ana").await;
    let path = format!("/assister/authorize/{NIA}");
    ana.get(&path).await.post(&path, &[]).await;
    let mut eve = signed_in(&portal, "eve").await;
    eve.get(&path).await;
    let csrf = crate::browser::attribute(eve.page.split("name=\"csrf\"").nth(1).unwrap(), "value");
    let old = [("csrf", csrf.as_str()), ("version", "2025-11-01"), ("language", "en"), ("sha256", "0")];
    let old: Vec<_> = old.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    eve.post_only(&path, &old).await;
    // To read it again is an act of its own.
    assert_eq!(eve.status, StatusCode::SEE_OTHER);
    eve.get(&format!("{path}?said=changed")).await;
    assert_eq!((eve.status, eve.heading().as_str()), (StatusCode::OK, "Assister authorization"));
    assert!(eve.page.contains("has changed since you opened it") && eve.page.contains("I agree"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lapsed_assister_is_shown_as_unable_to_act_cert_7() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut eve = signed_in(&portal, "eve").await;
    eve.get("/assister").await;
    assert!(eve.page.contains("Di Osman cannot act for you now") && eve.page.contains("Remove assister"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_consumers_own_pages_are_closed_to_everybody_else_assoc_1() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    for name in ["bo", "rae"] {
        let mut other = signed_in(&portal, name).await;
        for path in
            ["/home", "/assister", "/assister/find", "/assister/remove", "/activity", "/activity/export"]
        {
            other.get(path).await;
            assert_eq!(other.status, StatusCode::FORBIDDEN, "{name} at {path}");
            assert!(!other.page.contains("Kowalski"));
        }
    }
    let mut nobody = Browser::at(&portal, false);
    nobody.get("/assister").await;
    assert_eq!(
        (nobody.status, nobody.location.as_str()),
        (StatusCode::SEE_OTHER, "/sign-in?next=%2Fassister")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_activity_tells_who_did_what_and_the_file_starts_no_formula_act_4() {
    for portal in portals().await {
        with_accounts(&portal).await;
        run(
            &portal,
            "UPDATE accounts SET given_name = '=1+1', family_name = '<i>' WHERE account_key = 'account-bo'",
        )
        .await;
        let mut bo = signed_in(&portal, "bo").await;
        bo.get("/consumers/ana").await;
        assert_eq!(bo.status, StatusCode::OK);
        let mut ana = signed_in(&portal, "ana").await;
        ana.get("/activity?others=yes").await;
        assert_eq!(ana.heading(), "Activity on your account");
        assert!(
            ana.page.contains("=1+1 &#60;i&#62; (broker) opened the overview.") && !ana.page.contains("<i>")
        );
        assert!(!ana.page.contains("You opened"));
        ana.get("/activity/export?others=yes").await;
        assert!(ana.page.starts_with("\u{feff}\"When\",\"Who\""));
        assert!(ana.page.contains("\"'=1+1 <i> (broker)\""));
    }
}
