//! A second factor that was lost, on the pages: the resource manager resets it, and the assister sets up another one, or
//! signs in with the old one after all (ID-2).

use crate::{browser::Browser, cast::*, forgotten::mailed_code, sign_in::app_code};
use axum::http::StatusCode;
use portal::{Portal, testing::*};

const PASSWORD: &str = "copper lantern river 42";
const BO: [(&str, &str); 2] = [("name", "bo"), ("password", PASSWORD)];
const ACCOUNT: &str = "/manage/assisters/bo";
const RESET: &str = "/manage/assisters/bo/second-factor";

/// Bo chooses a password by mail and sets a second factor up; gives the page with its key and his browser.
async fn bo_with_a_factor(portal: &Portal) -> (String, Browser) {
    // An account that nobody used for long is closed, and its password stays.
    run(portal, &format!("UPDATE accounts SET last_used_at = {NOW}")).await;
    let mut bo = Browser::at(portal, false);
    bo.get("/forgot-password").await.post("/forgot-password", &[("name", "bo")]).await.follow().await;
    bo.post("/forgot-password/code", &[("code", &mailed_code(portal).await)]).await.follow().await;
    bo.post("/forgot-password/new", &[("password", PASSWORD)]).await.follow().await;
    bo.post("/sign-in", &BO).await.follow().await;
    let page = bo.page.clone();
    bo.post("/sign-in/second-factor", &[("code", &app_code(portal, &page))]).await;
    assert_eq!(bo.heading(), "Your recovery codes");
    portal.clock().advance(60);
    (page, bo)
}

/// Rae resets it, having written down how she checked.
async fn reset(rae: &mut Browser) {
    rae.get(ACCOUNT).await;
    assert!(rae.page.contains("Reset second factor"), "{}", rae.page);
    rae.get(RESET).await.post(RESET, &[("reason", "Called back <555>")]).await;
    assert_eq!(rae.location, format!("{ACCOUNT}?said=second-factor"));
    rae.follow().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resource_manager_resets_a_lost_factor_and_another_one_is_set_up_id_2() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let mut rae = signed_in(&portal, "rae").await;
        rae.get(ACCOUNT).await;
        assert!(!rae.page.contains(RESET), "there is none to reset");
        rae.get(RESET).await;
        assert_eq!(rae.location, ACCOUNT);
        let (_, mut bo) = bo_with_a_factor(&portal).await;
        rae.get(RESET).await;
        assert_eq!(rae.heading(), "Reset the second factor of Bo Lind");
        assert!(rae.page.contains("How did you check who asks?"));
        rae.post(RESET, &[("reason", " ")]).await;
        assert_eq!(rae.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(rae.page.contains("<a href=\"#reason\">"), "{}", rae.page);
        bo.get("/consumers").await;
        assert_eq!(bo.status, StatusCode::OK, "nothing was changed");

        reset(&mut rae).await;
        assert!(rae.page.contains("sets up another second factor at the next sign-in"), "{}", rae.page);
        assert!(rae.page.contains("Called back &#60;555&#62;") && rae.page.contains("Second factor reset"));
        assert!(rae.page.contains("Another one is set up at the next sign-in") && !rae.page.contains(RESET));
        let form = vec![("reason".to_owned(), "again".to_owned()), ("csrf".to_owned(), String::new())];
        rae.post_only(RESET, &form).await;
        assert_ne!(rae.status, StatusCode::SEE_OTHER, "a forged one");
        bo.get("/consumers").await;
        assert_eq!(bo.location, "/sign-in?next=%2Fconsumers");

        bo.follow().await.post("/sign-in", &BO).await;
        assert_eq!(bo.location, "/sign-in/second-factor?next=%2Fconsumers");
        bo.follow().await;
        assert!(
            bo.page.contains("I still have my old app") && bo.page.contains("Your second factor was reset")
        );
        let page = bo.page.clone();
        bo.post("/sign-in/second-factor", &[("code", &app_code(&portal, &page))]).await;
        assert_eq!(bo.heading(), "Your recovery codes");
        bo.get("/consumers").await;
        assert_eq!(bo.status, StatusCode::OK);
        rae.get(ACCOUNT).await;
        assert!(!rae.page.contains("Another one is set up at the next sign-in") && rae.page.contains(RESET));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_with_the_old_factor_stops_it_and_the_page_says_so_id_2() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let (old, mut bo) = bo_with_a_factor(&portal).await;
        let mut rae = signed_in(&portal, "rae").await;
        reset(&mut rae).await;
        bo.get("/sign-in?next=/consumers").await.post("/sign-in", &BO).await.follow().await;
        assert!(bo.page.contains("href=\"/sign-in/code?next=%2Fconsumers\""), "{}", bo.page);
        bo.get("/sign-in/code?next=%2Fconsumers").await;
        assert!(bo.page.contains("the reset is stopped"), "{}", bo.page);
        bo.post("/sign-in/code", &[("code", &app_code(&portal, &old))]).await;
        assert_eq!(bo.location, "/sign-in/kept?next=%2Fconsumers");
        bo.follow().await;
        assert_eq!(bo.heading(), "Your second factor stays as it is");
        assert!(bo.page.contains("href=\"/consumers\"") && bo.page.contains("Bo Lind"));
        rae.get(ACCOUNT).await;
        assert!(rae.page.contains(RESET), "it can be reset again");
        // The next sign-in is one like any other.
        portal.clock().advance(60);
        bo.post("/sign-out", &[]).await.get("/sign-in").await.post("/sign-in", &BO).await;
        assert_eq!(bo.location, "/sign-in/code");
        bo.follow().await.post("/sign-in/code", &[("code", &app_code(&portal, &old))]).await;
        assert_eq!(bo.location, "/consumers");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_for_lost_factors_lists_nobody_and_says_the_same_of_every_name_id_2() {
    const PAGE: &str = "/manage/lost-factor";
    for portal in portals().await {
        with_accounts(&portal).await;
        run(&portal, "UPDATE accounts SET totp_confirmed_at = 1 WHERE username IN ('ana', 'eve')").await;
        let mut rae = signed_in(&portal, "rae").await;
        rae.get("/manage").await;
        assert!(rae.page.contains(&format!("href=\"{PAGE}\"")), "{}", rae.page);
        rae.get(PAGE).await;
        assert_eq!(rae.heading(), "Lost second factor");
        for (typed, field) in
            [([("name", " "), ("reason", "x")], "name"), ([("name", "ana"), ("reason", " ")], "reason")]
        {
            rae.post(PAGE, &typed).await;
            assert_eq!(rae.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(rae.page.contains(&format!("<a href=\"#{field}\">")), "{}", rae.page);
            rae.get(PAGE).await;
        }
        assert_eq!(count(&portal, "SELECT count(*) FROM factor_resets").await, 0);
        let mut answers = Vec::new();
        for name in ["ana", "ana@example.org", "nobody", "nobody@example.org", "bo", "max", "rae"] {
            rae.get(PAGE).await.post(PAGE, &[("name", name), ("reason", "Called back <555>")]).await;
            let location = rae.location.clone();
            rae.follow().await;
            let main = rae.page.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
            // Each form carries tokens of its own.
            let plain: Vec<&str> = main.lines().filter(|line| !line.contains("type=\"hidden\"")).collect();
            answers.push((rae.status, location, plain.join("\n")));
        }
        assert!(answers[0].2.contains("If there is such an account") && !answers[0].2.contains("Ana"));
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
        assert_eq!(column(&portal, "SELECT account_key FROM factor_resets").await, ["account-ana"]);
        let mut ana = signed_in(&portal, "ana").await;
        ana.get("/activity?by=others").await;
        assert!(ana.page.contains("gave leave to set up another second factor"), "{}", ana.page);

        // Nobody else has the page (gate 2).
        for name in ["bo", "ana"] {
            let mut other = signed_in(&portal, name).await;
            other.get(PAGE).await;
            assert_eq!(other.status, StatusCode::FORBIDDEN, "{name}");
            other.get("/settings").await.post(PAGE, &[("name", "eve"), ("reason", "x")]).await;
            assert_eq!(other.status, StatusCode::FORBIDDEN, "{name}");
        }
        portal.clock().advance(301);
        rae.get(PAGE).await;
        assert_eq!(rae.location, "/step-up?next=%2Fmanage%2Flost-factor");
        assert_eq!(count(&portal, "SELECT count(*) FROM factor_resets").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resource_manager_ends_all_sessions_of_an_assister_and_nothing_else_id_3() {
    const SESSIONS: &str = "/manage/assisters/bo/sessions";
    for portal in portals().await {
        with_accounts(&portal).await;
        let (mut rae, mut bo) = (signed_in(&portal, "rae").await, signed_in(&portal, "bo").await);
        let mut elsewhere = signed_in(&portal, "bo").await;
        rae.get("/manage/assisters/cy").await;
        assert!(!rae.page.contains("End all sessions"), "nobody can be signed in there");
        rae.get("/manage/assisters/cy/sessions").await;
        assert_eq!(rae.location, "/manage/assisters/cy");
        rae.get(ACCOUNT).await;
        assert!(rae.page.contains(SESSIONS));
        rae.get(SESSIONS).await.post(SESSIONS, &[("reason", "")]).await;
        assert_eq!(rae.status, StatusCode::UNPROCESSABLE_ENTITY);
        bo.get("/consumers").await;
        assert_eq!(bo.status, StatusCode::OK);
        rae.get(SESSIONS).await;
        assert_eq!(rae.heading(), "End all sessions of Bo Lind");
        rae.post(SESSIONS, &[("reason", "Lost a laptop")]).await.follow().await;
        assert!(rae.page.contains("Bo Lind is signed out everywhere") && rae.page.contains("Lost a laptop"));
        assert!(rae.page.contains("All sessions ended"));
        for browser in [&mut bo, &mut elsewhere] {
            browser.get("/consumers").await;
            assert_eq!(browser.location, "/sign-in?next=%2Fconsumers");
        }
        let mail = portal.practice_mails().await.unwrap().remove(0);
        assert_eq!((&*mail.to, &*mail.subject), ("bo@example.org", "You were signed out of MNsure"));
        assert!(!mail.body.contains("laptop"), "{}", mail.body);
        let state = "SELECT state FROM assisters WHERE assister_key = 'bo'";
        assert_eq!(column(&portal, state).await, ["active"]);
        let mut again = signed_in(&portal, "bo").await;
        again.get("/consumers").await;
        assert_eq!(again.status, StatusCode::OK, "nothing else changed");
        again.get("/settings").await.post(SESSIONS, &[("reason", "x")]).await;
        assert_eq!(again.status, StatusCode::FORBIDDEN);
    }
}
