//! Sign-in, accounts and practice pages: what the browser gets, step by step.

use crate::browser::Browser;
use axum::http::StatusCode;
use portal::{Portal, testing::*};
use totp_rs::{Builder, Secret};

const PASSWORD: &str = "copper lantern river 42";

fn zoe() -> Vec<(&'static str, &'static str)> {
    vec![
        ("given_name", "Zoe"),
        ("family_name", "Sample"),
        ("date_of_birth_month", "2"),
        ("date_of_birth_day", "3"),
        ("date_of_birth_year", "1990"),
        ("email", "zoe@example.org"),
        ("username", "zoe.sample"),
        ("password", PASSWORD),
    ]
}

async fn mailed_code(portal: &Portal) -> String {
    let mails = portal.practice_mails().await.unwrap();
    mails[0].body.chars().filter(char::is_ascii_digit).take(8).collect()
}

/// Creates Zoe's account in this browser.
pub async fn signed_up(portal: &Portal, browser: &mut Browser) {
    browser.get("/create-account").await.post("/create-account", &zoe()).await;
    assert_eq!(
        (browser.status, browser.heading().as_str()),
        (StatusCode::OK, "Enter the code from your e-mail")
    );
    let code = mailed_code(portal).await;
    browser.post("/create-account/code", &[("code", &code)]).await;
    assert_eq!((browser.status, browser.location.as_str()), (StatusCode::SEE_OTHER, "/home"));
}

/// The code that an app shows now for the key on a page.
pub fn app_code(portal: &Portal, page: &str) -> String {
    let key = page.split("<kbd class=\"assent-key\">").nth(1).unwrap().split('<').next().unwrap();
    let secret = Secret::try_from_base32(key.replace(' ', "")).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    totp.generate(u64::try_from(portal.clock().now().0 / 1_000_000).unwrap()).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consumer_creates_an_account_and_is_signed_in_id_1() {
    for portal in portals().await {
        let mut browser = Browser::at(&portal, false);
        signed_up(&portal, &mut browser).await;
        assert!(browser.set_cookie.starts_with("assent="), "{}", browser.set_cookie);
        assert!(browser.set_cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax"), "{}", browser.set_cookie);
        browser.get("/").await;
        assert!(browser.page.contains("Signed in as <strong>Zoe Sample</strong> (consumer)"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_is_kept_except_the_password_and_every_fault_is_named_id_1() {
    for portal in portals().await {
        let mut browser = Browser::at(&portal, false);
        let mut typed = zoe();
        typed[3].1 = "31";
        typed[7].1 = "zoe.sample 2026";
        browser.get("/create-account").await.post("/create-account", &typed).await;
        assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(browser.page.contains("<title>Error: Create your account"));
        assert!(browser.page.contains("value=\"Zoe\"") && browser.page.contains("value=\"31\""));
        assert!(!browser.page.contains("zoe.sample 2026"), "a password is never written back");
        for field in ["date_of_birth", "password"] {
            assert!(browser.page.contains(&format!("<a href=\"#{field}\">")), "{field}");
        }
        let wrong = "0".repeat(8);
        browser.post("/create-account", &zoe()).await;
        browser.post("/create-account/code", &[("code", &wrong)]).await;
        assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY);
        browser.post("/create-account/code/again", &[]).await;
        assert!(browser.page.contains("We have sent a new code"), "{}", browser.page);
        let code = mailed_code(&portal).await;
        browser.post("/create-account/code", &[("code", &code)]).await;
        assert_eq!(browser.location, "/home");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signed_out_visitors_come_back_to_the_page_they_wanted() {
    for portal in portals().await {
        let mut browser = Browser::at(&portal, false);
        signed_up(&portal, &mut browser).await;
        browser.get("/").await.post("/sign-out", &[]).await;
        assert_eq!((browser.location.as_str(), &browser.cookie), ("/", &None));
        assert_eq!(browser.cleared, "\"cache\", \"storage\"");
        browser.get("/plans?metal=silver").await;
        assert_eq!(browser.location, "/sign-in?next=%2Fplans%3Fmetal%3Dsilver");
        browser.follow().await;
        assert_eq!(browser.heading(), "Sign in");
        browser.post("/sign-in", &[("name", "zoe@example.org"), ("password", "wrong password 99")]).await;
        assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(browser.page.contains("value=\"zoe@example.org\""));
        browser.post("/sign-in", &[("name", "zoe@example.org"), ("password", PASSWORD)]).await;
        assert_eq!(browser.location, "/plans?metal=silver");
        browser.get("/sign-in?next=//evil.example").await;
        assert_eq!(browser.location, "/home", "signed in already, and never to another site");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cookie_of_a_signed_out_session_means_nothing_id_3() {
    for portal in portals().await {
        let mut browser = Browser::at(&portal, true);
        signed_up(&portal, &mut browser).await;
        assert!(browser.set_cookie.starts_with("__Host-assent="), "{}", browser.set_cookie);
        assert!(browser.set_cookie.ends_with("; Secure"), "{}", browser.set_cookie);
        let stolen = browser.cookie.clone();
        browser.get("/").await.post("/sign-out", &[]).await;
        browser.cookie = stolen;
        browser.get("/plans").await;
        assert_eq!(browser.location, "/sign-in?next=%2Fplans");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_set_the_second_factor_up_and_owe_a_code_from_then_on_id_2() {
    for portal in portals().await {
        rae_with_account(&portal, PASSWORD).await;
        let mut browser = Browser::at(&portal, false);
        let password = [("name", "rae"), ("password", PASSWORD)];
        browser.get("/sign-in?next=/manage").await.post("/sign-in", &password).await;
        assert_eq!(browser.location, "/sign-in/second-factor?next=%2Fmanage");
        browser.follow().await;
        assert_eq!(browser.heading(), "Set up your second factor");
        assert!(
            browser.page.contains("<svg class=\"assent-qr\" role=\"img\"")
                && browser.page.contains("h1v1h-1z")
        );
        let pending = browser.cookie.clone();
        let code = app_code(&portal, &browser.page);
        browser.post("/sign-in/second-factor", &[("code", "000000")]).await;
        assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY);
        browser.post("/sign-in/second-factor", &[("code", &code)]).await;
        assert_eq!(browser.heading(), "Your recovery codes");
        assert_eq!(browser.page.matches("assent-key").count(), 10);
        assert!(browser.page.contains("href=\"/manage\"") && browser.page.contains("Rae Sample"));
        assert_ne!(browser.cookie, pending, "rotated, ID-3");
        let recovery = browser.page.split("<kbd class=\"assent-key\">").nth(2).unwrap()[..29].to_owned();

        browser.cookie = None;
        browser.get("/sign-in").await.post("/sign-in", &password).await;
        assert_eq!(browser.location, "/sign-in/code");
        browser.follow().await;
        assert_eq!(browser.heading(), "Enter your code");
        let without = vec![("code".to_owned(), recovery.clone())];
        browser.post_only("/sign-in/code", &without).await;
        assert_eq!(browser.status, StatusCode::FORBIDDEN, "CSRF");
        browser.get("/sign-in/code").await.post("/sign-in/code", &[("code", "123456")]).await;
        assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY);
        browser.post("/sign-in/code", &[("code", &recovery)]).await;
        assert_eq!(browser.location, "/manage");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invited_assister_activates_the_account_step_by_step_cert_3() {
    for portal in portals().await {
        run(
            &portal,
            "INSERT INTO assisters (assister_key, kind, state, given_name, family_name, email, public_phone, public_email, \
             languages, reference_number, npn, created_at) VALUES ('gil', 'broker', 'invited', 'Gil', 'Sample', \
             'gil@example.org', '', '', 'en', '2000011', '17500009', 1); \
             INSERT INTO invitations (code_sha256, assister_key, created_at, expires_at) VALUES \
             ('to be set', 'gil', 1, 9000000000000000)",
        )
        .await;
        let code = "ACDE-FGHJ-KMNP-QRTV";
        run(&portal, &format!("UPDATE invitations SET code_sha256 = '{}'", sha256(&code.replace('-', ""))))
            .await;
        let mut browser = Browser::at(&portal, false);
        browser.get("/activate").await;
        assert_eq!(browser.heading(), "Activate your assister account");
        browser.post("/activate", &[("registration_code", "nonsense")]).await;
        assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY);
        browser.post("/activate", &[("registration_code", code)]).await;
        assert!(browser.page.contains("Welcome, Gil Sample"), "{}", browser.page);
        browser.post("/activate/account", &[("username", "gil.sample"), ("password", "short")]).await;
        assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY);
        browser.post("/activate/account", &[("username", "gil.sample"), ("password", PASSWORD)]).await;
        assert_eq!(browser.location, "/sign-in/second-factor");
        browser.get("/consumers").await;
        assert_eq!(
            browser.location, "/sign-in?next=%2Fconsumers",
            "nothing opens before the second factor, ID-2"
        );
        browser.get("/sign-in/second-factor").await;
        let app_code = app_code(&portal, &browser.page);
        browser.post("/sign-in/second-factor", &[("code", &app_code)]).await;
        assert!(browser.page.contains("href=\"/consumers\""));
        browser.get("/activate").await.post("/activate", &[("registration_code", code)]).await;
        assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY, "a code works once");
    }
}

pub fn sha256(text: &str) -> String {
    use sha2::Digest;
    base16ct::lower::encode_string(&sha2::Sha256::digest(text.as_bytes()))
}

#[tokio::test(flavor = "multi_thread")]
async fn practice_pages_exist_in_practice_mode_only() {
    for portal in portals().await {
        run(
            &portal,
            "INSERT INTO accounts (account_key, role, username, email, given_name, family_name, created_at) VALUES \
             ('a1', 'resource_manager', 'rae', 'rae@example.org', 'Rae', 'Sample', 1)",
        )
        .await;
        let mut browser = Browser::at(&portal, false);
        browser.get("/demo").await;
        assert!(browser.page.contains("Sign in as Rae Sample, resource manager"), "{}", browser.page);
        browser.post("/demo/sign-in", &[("username", "rae")]).await;
        assert_eq!(browser.location, "/manage");
        browser.get("/demo/mail").await;
        assert_eq!(browser.heading(), "Practice mailbox");

        let mut earnest = Browser::at(&in_earnest(&portal), true);
        for path in ["/demo", "/demo/mail"] {
            earnest.get(path).await;
            assert_eq!(earnest.status, StatusCode::NOT_FOUND, "{path}");
        }
        let fields = vec![("username".to_owned(), "rae".to_owned())];
        earnest.post_only("/demo/sign-in", &fields).await;
        assert_eq!(earnest.status, StatusCode::NOT_FOUND);
        assert!(in_earnest(&portal).sign_in_as_persona("rae", &Default::default()).await.is_err());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_accounts_open_for_everybody() {
    for portal in portals().await {
        let mut browser = Browser::at(&portal, false);
        for (path, heading) in [
            ("/sign-in", "Sign in"),
            ("/forgot-password", "Reset your password"),
            ("/forgot-username", "Find your username"),
            ("/create-account", "Create your account"),
            ("/activate", "Activate your assister account"),
        ] {
            browser.get(path).await;
            assert_eq!((browser.status, browser.heading().as_str()), (StatusCode::OK, heading));
        }
        for path in ["/sign-in/code", "/sign-in/second-factor"] {
            browser.get(path).await;
            assert_eq!(browser.location, "/sign-in", "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_without_pages_is_told_so_and_whom_to_call() {
    for portal in portals().await {
        let sample = portal::practice::PracticeData { households: 1, assisters: 1, seed: 1 };
        let (portal, _) = with_practice_data(portal, &sample).await;
        for (persona, role) in
            [("ari", "service desk agent"), ("bea", "service desk agent"), ("ola", "auditor")]
        {
            let mut browser = Browser::at(&portal, false);
            browser.post_only("/demo/sign-in", &[("username".to_owned(), persona.to_owned())]).await;
            assert_eq!(
                (browser.status, browser.location.as_str()),
                (StatusCode::SEE_OTHER, "/"),
                "{persona}"
            );
            browser.get("/").await;
            let main = browser.page.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
            assert!(main.contains("No pages for your role yet"), "{main}");
            assert!(main.contains(&format!("You are signed in as {role}.")), "{main}");
            assert!(main.contains("MNsure: <a href=\"tel:6515550100\">651-555-0100</a>"), "{main}");
            assert!(!main.contains("href=\"/sign-in\""), "{main}");
        }
        // Everybody else has a start page of their own.
        for (persona, home) in [("bo", "/consumers"), ("ada", "/agency")] {
            let mut browser = Browser::at(&portal, false);
            browser.post_only("/demo/sign-in", &[("username".to_owned(), persona.to_owned())]).await;
            assert_eq!(browser.location, home);
            assert!(!browser.get("/").await.page.contains("No pages for your role yet"));
        }
    }
}
