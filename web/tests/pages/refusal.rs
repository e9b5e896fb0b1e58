//! What stands on the page of a refusal: who is signed in, what happened, and a way on that leads somewhere.

use crate::cast::{signed_in, with_accounts};
use axum::http::StatusCode;
use domain::{
    application::{AskSignature, ask_signature},
    profile::Profile,
};
use portal::testing::*;
use words::{Asking, Words};

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_address_still_shows_who_is_signed_in() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut ana = signed_in(&portal, "ana").await;
    ana.get("/no-such-page").await;
    assert_eq!((ana.status, ana.heading().as_str()), (StatusCode::NOT_FOUND, "Page not found"));
    // What the page says when the session ends waits behind it.
    let shown = ana.page.split("</main>").next().unwrap();
    assert!(shown.contains("Signed in as <strong>Ana Kowalski</strong>") && !shown.contains("/sign-in"));
    assert!(ana.page.contains(r#"href="/home">Go to the start page"#));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_not_accepted_still_shows_who_is_signed_in() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut ana = signed_in(&portal, "ana").await;
    ana.post_only("/assister/find", &[("csrf".to_owned(), "forged".to_owned())]).await;
    assert_eq!((ana.status, ana.heading().as_str()), (StatusCode::FORBIDDEN, "Form not accepted"));
    assert!(ana.page.contains("Signed in as <strong>Ana Kowalski</strong>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_an_ended_session_leads_to_sign_in_id_3() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut ana = signed_in(&portal, "ana").await;
    ana.cookie = None;
    ana.post_only("/assister/find", &[("reference".to_owned(), "1000015".to_owned())]).await;
    assert_eq!((ana.status, ana.heading().as_str()), (StatusCode::UNAUTHORIZED, "Sign in again"));
    assert!(ana.page.contains(r#"<a class="usa-button" href="/sign-in">Sign in</a>"#));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_leads_back_to_its_consumer_and_an_unknown_consumer_to_nobody_act_11() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut bo = signed_in(&portal, "bo").await;
    bo.get("/consumers/ana/disassociate").await;
    assert_eq!(bo.status, StatusCode::FORBIDDEN);
    assert!(bo.page.contains(r#"href="/consumers/ana">Back to this consumer"#), "{}", bo.page);
    bo.get("/consumers/eve/disassociate").await;
    assert_eq!(bo.status, StatusCode::NOT_FOUND);
    assert!(!bo.page.contains("/consumers/eve"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assister_who_may_not_act_today_is_not_sent_in_a_circle_cert_1() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    run(&portal, "UPDATE assisters SET certified_until = '2020-01-01' WHERE assister_key = 'bo'").await;
    let mut bo = signed_in(&portal, "bo").await;
    bo.get("/consumers").await;
    assert_eq!(
        (bo.status, bo.heading().as_str()),
        (StatusCode::FORBIDDEN, "You cannot act for consumers today")
    );
    assert!(bo.page.contains("<li>The certification is not in force today.</li>"), "{}", bo.page);
    assert!(!bo.page.contains("Go to the start page"));
}

#[test]
fn mistakes_stand_in_the_order_of_the_form() {
    let mut errors = web::parts::FieldErrors::none();
    errors.add("signature", "Type your name.");
    errors.add("elsewhere", "Something else.");
    errors.add("agree", "Check the box.");
    let profile = Profile::from_toml(Profile::MNSURE).unwrap();
    let asking = Asking::new(Words::default(), &profile);
    let questions = ask_signature(Vec::new(), AskSignature::AgreeToApplication);
    let errors = errors.of_questions(asking, &questions);
    let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["agree", "signature", "elsewhere"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_asks_for_an_unknown_filter_says_which() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut ana = signed_in(&portal, "ana").await;
    ana.get("/plans?metal=gold&deductible=1000").await;
    assert_ne!(ana.status, StatusCode::BAD_REQUEST);
    ana.get("/plans?deductible=7").await;
    assert_eq!(ana.status, StatusCode::BAD_REQUEST);
    assert!(ana.page.contains("something that does not exist (deductible)"), "{}", ana.page);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_cannot_be_read_gets_a_page_that_says_what() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut ana = signed_in(&portal, "ana").await;
    for (path, said) in [
        ("/activity?before=1&before=2", "cannot be read (before)"),
        ("/assister/receipts/%FF", "could not be read"),
    ] {
        ana.get(path).await;
        assert_eq!((ana.status, ana.heading().as_str()), (StatusCode::BAD_REQUEST, "We could not read this"));
        assert!(ana.page.contains(said) && ana.page.contains("href=\"tel:"), "{path}: {}", ana.page);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_for_the_moment_says_when_to_try_again() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut ana = signed_in(&portal, "ana").await;
    // No catalog of the year was imported.
    ana.get("/plans").await;
    assert_eq!((ana.status, ana.heading().as_str()), (StatusCode::SERVICE_UNAVAILABLE, "Too busy"));
    assert_eq!(ana.retry_after, "5");
    assert!(ana.page.contains("try again") && ana.page.contains("href=\"tel:"), "{}", ana.page);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_locked_is_told_in_time_and_health_says_so_in_a_word() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut ana = signed_in(&portal, "ana").await;
    ana.get("/healthz").await;
    assert_eq!((ana.status, ana.page.as_str()), (StatusCode::OK, "ok\n"));
    // Another server has the lock of SQLite's one writer.
    let other = second_process(&portal).await;
    let (hold, free) = (tokio::sync::Notify::new(), tokio::sync::Notify::new());
    let held = door(&other).at_work(None, async |_| {
        hold.notify_one();
        free.notified().await;
        Ok(())
    });
    let asked = async {
        hold.notified().await;
        let began = std::time::Instant::now();
        ana.get("/home").await;
        assert_eq!((ana.status, ana.retry_after.as_str()), (StatusCode::SERVICE_UNAVAILABLE, "5"));
        assert!(ana.page.contains("Nothing was lost that was saved before"), "{}", ana.page);
        assert!(began.elapsed() < std::time::Duration::from_millis(2500), "{:?}", began.elapsed());
        ana.get("/healthz").await;
        assert_eq!((ana.status, ana.page.as_str()), (StatusCode::SERVICE_UNAVAILABLE, "locked\n"));
        free.notify_one();
    };
    let (held, ()) = tokio::join!(held, asked);
    held.unwrap();
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    ana.get("/home").await;
    assert_eq!(ana.status, StatusCode::OK);
    ana.get("/healthz").await;
    assert_eq!((ana.status, ana.page.as_str()), (StatusCode::OK, "ok\n"));
}
