//! Nobody learns from an answer's bytes who is known: status, every header and the page are the same for somebody who has an
//! account, a code or a number in force and for somebody who has none, but for tokens and what was typed. Their times are
//! measured by `cargo xtask bench enumeration`; for forgotten passwords and usernames see `forgotten.rs`.

use crate::{
    browser::Browser,
    cast::{signed_in, with_accounts},
    sign_in::signed_up,
};
use axum::http::StatusCode;
use domain::{numbers::ReferenceNumber, people::Role};
use portal::{Portal, accounts::InvitedStaff, testing::*};

/// The answer to a form as bytes, but for tokens and what was typed.
async fn bytes(browser: &mut Browser, path: &str, typed: &[(&str, &str)]) -> (StatusCode, String) {
    browser.get(path).await.post(path, typed).await;
    let mut head: Vec<_> =
        browser.head.iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
    head.sort_unstable();
    // Its length is that of the page, in which what was typed may be longer.
    head.retain(|line| !line.starts_with("content-length:"));
    let mut answer = without_tokens(&format!("{}\n\n{}", head.join("\n"), browser.page));
    for (_, value) in typed {
        answer = answer.replace(&format!("value=\"{value}\""), "value=\"TYPED\"");
        // What is shorter stands in other words too.
        if value.len() > 4 {
            answer = answer.replace(value, "TYPED");
        }
    }
    (browser.status, answer)
}

/// Runs of 64 hexadecimal digits are tokens.
fn without_tokens(answer: &str) -> String {
    let mut plain = String::new();
    for run in answer.split_inclusive(|letter: char| !letter.is_ascii_hexdigit()) {
        let hex = run.trim_end_matches(|letter: char| !letter.is_ascii_hexdigit());
        plain.push_str(if hex.len() == 64 { &run[64..] } else { run });
    }
    plain
}

/// What a new browser is answered to a wrong password.
async fn wrong_password(portal: &Portal, name: &str) -> (StatusCode, String) {
    let typed = [("name", name), ("password", "wrong password 99")];
    bytes(&mut Browser::at(portal, true), "/sign-in", &typed).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_answered_alike_whoever_has_the_name_id_4() {
    for portal in portals().await {
        with_accounts(&portal).await;
        signed_up(&portal, &mut Browser::at(&portal, false)).await;
        run(&portal, "UPDATE accounts SET disabled_at = 1 WHERE username = 'eve'").await;
        let (status, nobodys) = wrong_password(&portal, "nobody.at.all").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(nobodys.contains("value=\"TYPED\"") && nobodys.contains("content-security-policy"));
        // An account, the same by its address, one without a password, one that is closed.
        for name in ["zoe.sample", "zoe@example.org", "ana", "eve", "nobody@example.org"] {
            let (_, answer) = wrong_password(&portal, name).await;
            assert_eq!(answer, nobodys, "{name}");
        }
        let mut zoe = Browser::at(&portal, true);
        let right = [("name", "zoe.sample"), ("password", "copper lantern river 42")];
        let (status, _) = bytes(&mut zoe, "/sign-in", &right).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "the right one");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_account_is_answered_alike_whether_the_address_has_one_and_says_which_username_is_taken_id_4() {
    for portal in portals().await {
        signed_up(&portal, &mut Browser::at(&portal, false)).await;
        let create = async |username: &str, email: &str| {
            let typed = [
                ("family_name", "Sample"),
                ("given_name", "Kim"),
                ("date_of_birth_month", "2"),
                ("date_of_birth_day", "3"),
                ("date_of_birth_year", "1990"),
                ("password", "copper lantern river 42"),
                ("username", username),
                ("email", email),
            ];
            bytes(&mut Browser::at(&portal, true), "/create-account", &typed).await
        };
        let (status, nobodys) = create("kim.one", "kim@example.org").await;
        assert_eq!(status, StatusCode::OK);
        let (_, zoes) = create("kim.two", "zoe@example.org").await;
        assert_eq!(zoes, nobodys);
        // Whoever chooses a name has to be told that it is taken, and is told so only so often.
        let (status, taken) = create("zoe.sample", "kim@example.org").await;
        assert!(status == StatusCode::UNPROCESSABLE_ENTITY && taken != nobodys);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_was_withdrawn_used_or_is_too_old_is_answered_like_none_id_4_cert_3() {
    for portal in portals().await {
        let mut codes = Vec::new();
        for email in ["lee@example.org", "lee@example.org", "kim@example.org", "pat@example.org"] {
            let (name, email) = ("Lee Sample".to_owned(), email.to_owned());
            let staff = InvitedStaff { role: Role::Auditor, name, email };
            codes.push(portal.invite_staff(&staff).await.unwrap().code);
        }
        run(&portal, "UPDATE staff_invitations SET used_at = 1 WHERE email = 'kim@example.org'").await;
        run(&portal, "UPDATE staff_invitations SET expires_at = 1 WHERE email = 'pat@example.org'").await;
        let answer = async |code: &str| {
            bytes(&mut Browser::at(&portal, true), "/activate", &[("registration_code", code)]).await
        };
        let (status, none) = answer("ACDE-FGHJ-KMNP-QRTV").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        for (place, why) in [(0, "withdrawn by a newer one"), (2, "used"), (3, "too old")] {
            assert_eq!(answer(&codes[place]).await.1, none, "{why}");
        }
        assert_eq!(answer(&codes[1]).await.0, StatusCode::OK, "the one that is open");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assister_who_may_not_act_is_looked_up_like_a_number_that_nobody_has_assoc_2() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let mut ana = signed_in(&portal, "ana").await;
        let number = ReferenceNumber::from_random(900);
        let (status, nobodys) = bytes(&mut ana, "/assister/find", &[("reference", number.digits())]).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        // Di's certification is over.
        assert_eq!(bytes(&mut ana, "/assister/find", &[("reference", "1000028")]).await.1, nobodys);
        let (status, _) = bytes(&mut ana, "/assister/find", &[("reference", "1000031")]).await;
        assert_eq!(status, StatusCode::OK, "Nia may act");
    }
}
