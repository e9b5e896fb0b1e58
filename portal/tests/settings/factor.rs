//! The own second factor: set up, replaced, removed; recovery codes (ID-2).

use super::*;
use portal::sign_in::NextStep;

fn app_code(portal: &Portal, key: &str) -> String {
    let secret = totp_rs::Secret::try_from_base32(key.replace(' ', "")).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    totp.generate(u64::try_from(portal.clock().now().0 / 1_000_000).unwrap()).to_string()
}

/// Sets an app up; gives its key and the recovery codes.
async fn set_up(portal: &Portal, who: &Session, name: &str) -> (String, Vec<String>) {
    let new = portal.new_factor(who).await.unwrap();
    let code = app_code(portal, &new.key.text);
    let typed = typed(&[("factor_name", name), ("code", &code)]);
    (new.key.text, portal.set_up_own_factor(who, &new.sealed, &typed).await.unwrap())
}

/// Signs in with this code after the password.
async fn with_code(portal: &Portal, name: &str, code: &str) -> Result<String, Error> {
    let signed_in = portal.sign_in(name, PASSWORD, &here()).await.unwrap();
    assert_eq!(signed_in.next, NextStep::Code);
    let pending = portal.pending_sign_in(&signed_in.token, here()).await.unwrap().unwrap();
    portal.finish_sign_in(&pending, code).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consumer_sets_an_app_up_and_removes_it_id_2() {
    for portal in portals().await {
        let zoe = zoe(&portal).await;
        let none = portal.read_settings(&zoe).await.unwrap();
        assert!(none.factor.is_none());
        let before = mails(&portal).await.len();
        let new = portal.new_factor(&zoe).await.unwrap();
        assert_eq!(portal.shown_factor(&zoe, &none, &new.sealed).unwrap().key.text, new.key.text);
        let with = |code: &str| typed(&[("factor_name", "App on my phone"), ("code", code)]);
        assert_eq!(fields(portal.set_up_own_factor(&zoe, &new.sealed, &with("")).await), ["code"]);
        let wrong = portal.set_up_own_factor(&zoe, &new.sealed, &with("000000")).await;
        assert_eq!(refusal(wrong), Refusal::CodeWrong);
        assert_eq!(
            portal.sign_in("zoe.sample", PASSWORD, &here()).await.unwrap().next,
            NextStep::Done,
            "not in force"
        );

        let code = app_code(&portal, &new.key.text);
        let codes = portal.set_up_own_factor(&zoe, &new.sealed, &with(&code)).await.unwrap();
        assert_eq!(codes.len(), 10);
        let settings = portal.read_settings(&zoe).await.unwrap();
        let factor = settings.factor.unwrap();
        assert_eq!((factor.name.as_str(), settings.codes_left), ("App on my phone", 10));
        assert!(with_code(&portal, "zoe.sample", &code).await.is_err(), "the code of the set-up is used up");
        portal.clock().advance(30);
        assert!(with_code(&portal, "zoe.sample", &app_code(&portal, &new.key.text)).await.is_ok());
        let factor = portal.read_settings(&zoe).await.unwrap().factor.unwrap();
        assert_eq!(factor.used_at, Some(portal.clock().now()));
        assert!(with_code(&portal, "zoe.sample", &codes[0]).await.is_ok());
        assert_eq!(portal.read_settings(&zoe).await.unwrap().codes_left, 9);

        portal.remove_own_factor(&zoe).await.unwrap();
        assert_eq!(refusal(portal.remove_own_factor(&zoe).await), Refusal::SecondFactorGone);
        assert_eq!(portal.sign_in("zoe.sample", PASSWORD, &here()).await.unwrap().next, NextStep::Done);
        assert_eq!(count(&portal, "SELECT count(*) FROM recovery_codes").await, 0);
        let (up, removed) = ("An app with codes was set up", "The app with codes was removed");
        assert_eq!(
            told(&portal, before).await,
            [format!("zoe@example.org: {up}"), format!("zoe@example.org: {removed}")]
        );
        assert_eq!(events(&portal, "set_up_second_factor").await, (1, 1));
        assert_eq!(events(&portal, "remove_second_factor").await, (1, 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_present_app_works_until_the_new_one_is_confirmed_id_2() {
    for portal in portals().await {
        let zoe = zoe(&portal).await;
        let (first, _) = set_up(&portal, &zoe, "").await;
        let new = portal.new_factor(&zoe).await.unwrap();
        portal.clock().advance(30);
        assert!(with_code(&portal, "zoe.sample", &app_code(&portal, &first)).await.is_ok());
        let second = typed(&[("code", &app_code(&portal, &new.key.text))]);
        let codes = portal.set_up_own_factor(&zoe, &new.sealed, &second).await.unwrap();
        portal.clock().advance(30);
        let of_first = with_code(&portal, "zoe.sample", &app_code(&portal, &first)).await;
        assert_eq!(refusal(of_first), Refusal::CodeWrong);
        assert!(with_code(&portal, "zoe.sample", &app_code(&portal, &new.key.text)).await.is_ok());
        assert!(with_code(&portal, "zoe.sample", &codes[9]).await.is_ok());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_sets_another_app_up_needs_no_leave_for_a_lost_one_id_2() {
    for portal in portals().await {
        let zoe = zoe(&portal).await;
        set_up(&portal, &zoe, "").await;
        let (account, now) = (zoe.account_key(), portal.clock().now().0);
        let leave = format!(
            "INSERT INTO factor_resets (reset_key, account_key, asked_at, due_at, asked_by) \
             VALUES ('leave', '{account}', {now}, {now}, '{account}')"
        );
        run(&portal, &leave).await;
        let (_, codes) = set_up(&portal, &zoe, "").await;
        assert_eq!(column(&portal, "SELECT outcome FROM factor_resets").await, ["kept"]);
        assert!(with_code(&portal, "zoe.sample", &codes[0]).await.is_ok(), "asked for the new one");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_of_another_account_or_of_long_ago_confirms_nothing_id_2() {
    for portal in portals().await {
        let zoe = zoe(&portal).await;
        let max = signed_up(&portal, "max.sample", "max@example.net").await;
        let max = session_of(&portal, &max).await.unwrap();
        let new = portal.new_factor(&max).await.unwrap();
        let code = typed(&[("code", &app_code(&portal, &new.key.text))]);
        let settings = portal.read_settings(&zoe).await.unwrap();
        let half = &new.sealed[..new.sealed.len() / 2];
        for sealed in [&*new.sealed, half, "", "no hexadecimal"] {
            let foreign = portal.set_up_own_factor(&zoe, sealed, &code).await;
            assert_eq!(refusal(foreign), Refusal::SecondFactorGone, "{sealed}");
            assert!(portal.shown_factor(&zoe, &settings, sealed).is_none());
        }
        portal.clock().advance(1_800);
        let max = confirmed(&max, portal.clock().now());
        let code = typed(&[("code", &app_code(&portal, &new.key.text))]);
        assert_eq!(
            refusal(portal.set_up_own_factor(&max, &new.sealed, &code).await),
            Refusal::SecondFactorGone
        );
        assert_eq!(
            count(&portal, "SELECT count(*) FROM accounts WHERE totp_confirmed_at IS NOT NULL").await,
            0
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn assisters_and_staff_replace_their_app_and_never_remove_it_id_2() {
    for portal in portals().await {
        cast(&portal).await;
        let ada = administrator(&portal, "helpers").await;
        set_up(&portal, &ada, "Work phone").await;
        assert_eq!(refusal(portal.remove_own_factor(&ada).await), Refusal::SecondFactorKept);
        let (_, codes) = set_up(&portal, &ada, "New work phone").await;
        assert_eq!(codes.len(), 10);
        assert_eq!(portal.read_settings(&ada).await.unwrap().factor.unwrap().name, "New work phone");
        let long = typed(&[("factor_name", &"x".repeat(61)), ("code", "123456")]);
        assert_eq!(fields(portal.set_up_own_factor(&ada, "", &long).await), ["factor_name"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn new_recovery_codes_end_the_old_ones_id_2() {
    for portal in portals().await {
        let zoe = zoe(&portal).await;
        assert_eq!(
            refusal(portal.renew_recovery_codes(&zoe).await),
            Refusal::SecondFactorGone,
            "she has no app"
        );
        let (_, old) = set_up(&portal, &zoe, "").await;
        let before = mails(&portal).await.len();
        let new = portal.renew_recovery_codes(&zoe).await.unwrap();
        assert!(new.iter().all(|code| !old.contains(code)));
        assert_eq!(refusal(with_code(&portal, "zoe.sample", &old[0]).await), Refusal::CodeWrong);
        assert!(with_code(&portal, "zoe.sample", &new[0]).await.is_ok());
        assert_eq!(told(&portal, before).await, ["zoe@example.org: You have new recovery codes"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consumers_step_up_asks_for_the_code_too_once_there_is_an_app_id_3() {
    for portal in portals().await {
        let token = signed_up(&portal, "zoe.sample", "zoe@example.org").await;
        let zoe = session_of(&portal, &token).await.unwrap();
        let (key, _) = set_up(&portal, &zoe, "").await;
        portal.clock().advance(600);
        assert!(portal.confirming(&zoe).await.unwrap().code);
        assert_eq!(refusal(portal.step_up(&zoe, PASSWORD, "").await), Refusal::ConfirmationWrong);
        assert!(portal.step_up(&zoe, PASSWORD, &app_code(&portal, &key)).await.is_ok());
    }
}
