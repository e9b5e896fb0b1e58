//! Without the password or the username, page by page: what the browser gets, and that it tells nobody who has an
//! account.

use crate::{browser::Browser, sign_in::signed_up};
use axum::http::StatusCode;
use portal::{Portal, testing::*};

const PASSWORD: &str = "copper lantern river 42";
const NEW: &str = "quiet harbor lamp 77";

/// The code of the newest mail.
pub async fn mailed_code(portal: &Portal) -> String {
    let mails = portal.practice_mails().await.unwrap();
    mails[0].body.chars().filter(char::is_ascii_digit).take(8).collect()
}

/// Asks for a code with what was typed, and stands on the page for it.
async fn asked(browser: &mut Browser, name: &str) {
    browser.get("/forgot-password").await.post("/forgot-password", &[("name", name)]).await;
    assert_eq!((browser.status, browser.location.as_str()), (StatusCode::SEE_OTHER, "/forgot-password/code"));
    browser.follow().await;
    assert_eq!(browser.heading(), "Enter the code from your e-mail");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_set_anew_step_by_step_and_every_form_answers_with_a_redirect_id_1() {
    for portal in portals().await {
        let mut old = Browser::at(&portal, false);
        signed_up(&portal, &mut old).await;
        let mut browser = Browser::at(&portal, false);
        browser.get("/sign-in").await;
        assert!(browser.page.contains("<a href=\"/forgot-password\">Forgot your password?</a>"));
        asked(&mut browser, "zoe.sample").await;
        let code = mailed_code(&portal).await;
        browser.post("/forgot-password/code", &[("code", "00000000")]).await;
        assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(browser.page.contains("This code is not right or has expired"));
        browser.post("/forgot-password/code", &[("code", &code)]).await;
        assert_eq!(browser.location, "/forgot-password/new");
        browser.follow().await;
        assert_eq!(browser.heading(), "Choose a new password");
        assert!(browser.page.contains("For your account <strong>zoe.sample</strong>"));
        browser.post("/forgot-password/new", &[("password", "zoe.sample 2026")]).await;
        assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(browser.page.contains("<a href=\"#password\">") && !browser.page.contains("zoe.sample 2026"));
        browser.post("/forgot-password/new", &[("password", NEW)]).await;
        assert_eq!((browser.location.as_str(), &browser.reset), ("/sign-in?said=reset", &None));
        browser.follow().await;
        assert!(browser.page.contains("Your password was changed"), "{}", browser.page);
        browser.post("/sign-in", &[("name", "zoe.sample"), ("password", NEW)]).await;
        assert_eq!(browser.location, "/home");
        old.get("/home").await;
        assert_eq!(old.location, "/sign-in?next=%2Fhome", "the other device is signed out");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_browser_that_asked_and_after_it_is_over_one_begins_again_id_1() {
    for portal in portals().await {
        signed_up(&portal, &mut Browser::at(&portal, false)).await;
        let mut browser = Browser::at(&portal, false);
        for path in ["/forgot-password/code", "/forgot-password/new"] {
            browser.get(path).await;
            assert_eq!(browser.location, "/forgot-password", "{path}");
        }
        asked(&mut browser, "zoe.sample").await;
        browser.get("/forgot-password/new").await;
        assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY, "the code first");
        assert_eq!(browser.heading(), "Reset your password");
        let code = mailed_code(&portal).await;
        let mut foreign = Browser::at(&portal, false);
        foreign.reset = Some(format!("assent-reset={}", "0".repeat(64)));
        foreign.get("/forgot-password/code").await.post("/forgot-password/code", &[("code", &code)]).await;
        assert_eq!(foreign.status, StatusCode::UNPROCESSABLE_ENTITY);

        browser.get("/forgot-password/code").await.post("/forgot-password/code", &[("code", &code)]).await;
        browser.follow().await;
        let (form, reset) = (browser.hidden("/forgot-password/new"), browser.reset.clone());
        browser.post("/forgot-password/new", &[("password", NEW)]).await;
        assert_eq!(browser.location, "/sign-in?said=reset");
        // The last form once more, with everything it had.
        browser.reset = reset;
        let again = [form, vec![("password".to_owned(), "another quiet lamp 78".to_owned())]].concat();
        browser.post_only("/forgot-password/new", &again).await;
        assert_eq!(
            (browser.status, browser.heading().as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, "Reset your password")
        );
        assert!(browser.page.contains("can not be finished any more"), "{}", browser.page);
        browser.get("/sign-in").await.post("/sign-in", &[("name", "zoe.sample"), ("password", NEW)]).await;
        assert_eq!(browser.location, "/home", "the first one counts");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_accounts_of_one_address_are_both_offered_after_the_code_id_1() {
    for portal in portals().await {
        signed_up(&portal, &mut Browser::at(&portal, false)).await;
        let at_work = portal::accounts::NewStaff {
            role: domain::people::Role::Auditor,
            name: "Zoe Sample".into(),
            email: "zoe@example.org".into(),
            username: "zoe.work".into(),
            password: PASSWORD.into(),
        };
        portal.create_staff_account(&at_work).await.unwrap();
        let mut browser = Browser::at(&portal, false);
        asked(&mut browser, "zoe@example.org").await;
        assert!(
            !browser.page.contains("zoe.work") && !browser.page.contains("zoe.sample"),
            "{}",
            browser.page
        );
        browser.post("/forgot-password/code", &[("code", &mailed_code(&portal).await)]).await;
        browser.follow().await;
        assert!(
            browser.page.contains("zoe.work (your work)")
                && browser.page.contains("zoe.sample (your own coverage)")
        );
        assert!(!browser.page.contains(" checked"), "nothing is chosen beforehand");
        browser.post("/forgot-password/new", &[("password", NEW)]).await;
        assert!(browser.page.contains("Choose the account that needs a new password"), "{}", browser.page);
        browser.post("/forgot-password/new", &[("account", "zoe.work"), ("password", "short")]).await;
        assert!(browser.page.contains(" checked"), "what was chosen is kept");
        browser.post("/forgot-password/new", &[("account", "zoe.work"), ("password", NEW)]).await;
        browser.follow().await;
        browser.post("/sign-in", &[("name", "zoe.work"), ("password", NEW)]).await;
        assert_eq!(browser.location, "/sign-in/second-factor");
    }
}

/// What a browser sees for a name: status, place, page and cookies but for their tokens.
async fn seen(portal: &Portal, path: &str, field: &str, name: &str) -> Vec<String> {
    let mut browser = Browser::at(portal, true);
    let mut seen = Vec::new();
    browser.get(path).await.post(path, &[(field, name)]).await;
    let cookie = browser.set_cookie.split(['=', ';']).skip(2).collect::<Vec<_>>().join(";");
    seen.extend([browser.status.to_string(), browser.location.clone(), cookie, browser.retry_after.clone()]);
    seen.push(browser.page.clone());
    browser.follow().await;
    seen.extend([browser.status.to_string(), browser.page.clone()]);
    if path == "/forgot-password" {
        browser.post("/forgot-password/code", &[("code", "12345678")]).await;
        seen.extend([browser.status.to_string(), browser.page.clone()]);
        browser.get("/forgot-password/new").await;
        seen.extend([browser.status.to_string(), browser.page.clone()]);
    }
    seen
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_the_same_for_a_name_that_nobody_has_id_4() {
    for portal in portals().await {
        signed_up(&portal, &mut Browser::at(&portal, false)).await;
        let known = seen(&portal, "/forgot-password", "name", "zoe.sample").await;
        for other in ["nobody", "zoe@example.org", "nobody@example.org"] {
            assert_eq!(known, seen(&portal, "/forgot-password", "name", other).await, "{other}");
        }
        let known = seen(&portal, "/forgot-username", "email", "zoe@example.org").await;
        assert_eq!(known, seen(&portal, "/forgot-username", "email", "nobody@example.org").await);
        assert!(known[6].contains("If there is an account with this e-mail address"), "{}", known[6]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_wishes_are_told_to_wait_and_the_name_stays_typed_id_4() {
    for portal in portals().await {
        let mut browser = Browser::at(&portal, false);
        for (path, field, typed) in
            [("/forgot-password", "name", "nobody"), ("/forgot-username", "email", "nobody@example.org")]
        {
            browser.get(path).await.post(path, &[(field, "")]).await;
            assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY);
            for _ in 0..4 {
                browser.get(path).await.post(path, &[(field, typed)]).await;
            }
            assert_eq!((browser.status, browser.retry_after.as_str()), (StatusCode::TOO_MANY_REQUESTS, "60"));
            assert!(browser.page.contains(&format!("value=\"{typed}\"")), "{}", browser.page);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_hold_no_link_whatever_host_the_browser_names() {
    for portal in portals().await {
        signed_up(&portal, &mut Browser::at(&portal, false)).await;
        let mut browser = Browser::at(&portal, false);
        browser.host = Some("evil.example".to_owned());
        asked(&mut browser, "zoe.sample").await;
        browser.get("/forgot-username").await.post("/forgot-username", &[("email", "zoe@example.org")]).await;
        let mails = portal.practice_mails().await.unwrap();
        for mail in &mails[..2] {
            assert!(!mail.body.contains("evil") && !mail.body.contains("://"), "{}", mail.body);
        }
    }
}
