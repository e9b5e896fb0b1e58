//! Passkeys among the other factors: the last one stays, a lost one, an account that is closed (ID-2, CERT-8).

use super::*;
use domain::people::AssisterKey;
use sha2::Digest;

const CODE: &str = "ACDE-FGHJ-KMNP-QRTV";

/// A code of an app.
fn app_code(portal: &Portal, key: &str) -> String {
    let secret = totp_rs::Secret::try_from_base32(key.replace(' ', "")).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    totp.generate(u64::try_from(portal.clock().now().0 / 1_000_000).unwrap()).to_string()
}

async fn set_up_app(portal: &Portal, who: &Session) {
    let new = portal.new_factor(who).await.unwrap();
    let typed = typed(&[("code", &app_code(portal, &new.key.text))]);
    portal.set_up_own_factor(who, &new.sealed, &typed).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_factor_of_assisters_and_staff_stays_whether_app_or_passkey_id_2() {
    for portal in portals().await {
        cast(&portal).await;
        let ada = administrator(&portal, "helpers").await;
        set_up_app(&portal, &ada).await;
        assert_eq!(refusal(portal.remove_own_factor(&ada).await), Refusal::SecondFactorKept);
        added(&portal, &ada, 1).await;
        let settings = portal.read_settings(&ada).await.unwrap();
        assert!(settings.may_remove_app() && settings.may_remove(&settings.passkeys[0].key));
        portal.remove_own_factor(&ada).await.unwrap();
        let settings = portal.read_settings(&ada).await.unwrap();
        let own = settings.passkeys[0].key.clone();
        assert!(!settings.may_remove(&own) && settings.codes_left == 10);
        assert_eq!(refusal(portal.remove_passkey(&ada, &own).await), Refusal::SecondFactorKept);
        assert_eq!(passkeys(&portal, &ada).await.len(), 1);
        added(&portal, &ada, 2).await;
        // One that was set aside signs nobody in, so it is none to fall back on.
        run(&portal, "UPDATE passkeys SET set_aside_at = 1 WHERE name = 'Device 2'").await;
        assert_eq!(refusal(portal.remove_passkey(&ada, &own).await), Refusal::SecondFactorKept);
        let aside = passkeys(&portal, &ada).await.remove(1).key;
        portal.remove_passkey(&ada, &aside).await.unwrap();
        assert_eq!(refusal(portal.remove_passkey(&ada, &aside).await), Refusal::PasskeyGone);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consumer_removes_their_only_passkey_and_the_recovery_codes_go_with_it_id_2() {
    for portal in portals().await {
        let zoe = signed_up(&portal, "zoe").await;
        let (mut phone, _) = added(&portal, &zoe, 1).await;
        set_up_app(&portal, &zoe).await;
        let key = passkeys(&portal, &zoe).await.remove(0).key;
        let max = signed_up(&portal, "max").await;
        assert_eq!(refusal(portal.remove_passkey(&max, &key).await), Refusal::PasskeyGone, "another's");
        portal.remove_own_factor(&zoe).await.unwrap();
        assert_eq!(portal.read_settings(&zoe).await.unwrap().codes_left, 10);
        portal.remove_passkey(&zoe, &key).await.unwrap();
        assert_eq!(portal.read_settings(&zoe).await.unwrap().codes_left, 0);
        assert_eq!(told(&portal, 1).await, ["zoe@example.org: A passkey was removed"]);
        assert_eq!(refusal(alone(&portal, &mut phone, &here()).await), Refusal::PasskeyRefused);
        assert_eq!(portal.sign_in("zoe.sample", PASSWORD, &here()).await.unwrap().next, NextStep::Done);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_has_ten_passkeys_at_most_id_2() {
    let portal = sqlite().await;
    let zoe = signed_up(&portal, "zoe").await;
    for number in 1..=10 {
        added(&portal, &zoe, number).await;
    }
    let more = portal.ask_new_passkey(&zoe, &site(), &typed(&[])).await;
    assert_eq!(refusal(more), Refusal::TooManyPasskeys);
}

/// Gil the broker, who has a passkey and an app; Rae gave leave to set up another factor.
async fn lost(portal: &Portal) -> (Device, Session) {
    let code = domain::typed::code::letters(CODE).unwrap();
    let code = base16ct::lower::encode_string(&sha2::Sha256::digest(code.as_bytes()));
    let invited = format!(
        "INSERT INTO assisters (assister_key, kind, state, given_name, family_name, email, public_phone, public_email, languages, \
         reference_number, npn, created_at) VALUES ('gil', 'broker', 'invited', 'Gil', 'Sample', 'gil@example.org', '', '', 'en', \
         '2000011', '17500009', 1); \
         INSERT INTO invitations (code_sha256, assister_key, created_at, expires_at) VALUES ('{code}', 'gil', {NOW}, {})",
        NOW + 7 * 24 * 3600 * 1_000_000
    );
    run(portal, &invited).await;
    rae_with_account(portal, PASSWORD).await;
    let rae = resource_manager();
    run(portal, "DELETE FROM sessions").await;
    let own = format!("UPDATE accounts SET account_key = '{}' WHERE username = 'rae'", rae.account_key());
    run(portal, &own).await;
    let chosen = typed(&[("username", "gil.sample"), ("password", PASSWORD)]);
    let activated = portal.activate_assister(CODE, &chosen, &here()).await.unwrap();
    let pending = portal.pending_sign_in(&activated.token, here()).await.unwrap().unwrap();
    let key = portal.second_factor_key(&pending).await.unwrap();
    let ready = portal.confirm_second_factor(&pending, &app_code(portal, &key.text)).await.unwrap();
    let gil = session_of(portal, &ready.token).await.unwrap();
    let (device, _) = added(portal, &gil, 1).await;
    portal.clock().advance(60);
    portal.reset_second_factor(&rae, &AssisterKey("gil".into()), "Called back.").await.unwrap();
    (device, gil)
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_signs_in_with_a_passkey_has_not_lost_the_factor_id_2() {
    for portal in portals().await {
        let (mut device, gil) = lost(&portal).await;
        let live = format!(
            "SELECT count(*) FROM sessions WHERE ended_at IS NULL AND token_sha256 = '{}'",
            gil.token_sha256()
        );
        assert_eq!(count(&portal, &live).await, 0, "ID-3");
        let open = "SELECT count(*) FROM factor_resets WHERE ended_at IS NULL";
        assert_eq!(count(&portal, open).await, 1);
        let signed_in = alone(&portal, &mut device, &here()).await.unwrap();
        assert!(signed_in.kept);
        assert_eq!(count(&portal, open).await, 0);
        assert_eq!(column(&portal, "SELECT outcome FROM factor_resets").await, ["kept"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_confirms_with_a_passkey_or_adds_one_needs_no_leave_for_a_lost_factor_id_2() {
    for portal in portals().await {
        let zoe = signed_up(&portal, "zoe").await;
        let (mut phone, _) = added(&portal, &zoe, 1).await;
        let (account, now) = (zoe.account_key(), portal.clock().now().0);
        let leave = async |key: &str| {
            let leave = format!(
                "INSERT INTO factor_resets (reset_key, account_key, asked_at, due_at, asked_by) \
                 VALUES ('{key}', '{account}', {now}, {now}, '{account}')"
            );
            run(&portal, &leave).await;
        };
        leave("first").await;
        added(&portal, &zoe, 2).await;
        assert_eq!(column(&portal, "SELECT outcome FROM factor_resets").await, ["kept"]);
        leave("second").await;
        let ceremony = portal.ask_passkey_to_confirm(&site(), &zoe).await.unwrap();
        let answer = phone.sign(&ceremony.options);
        let half = with(&ceremony, &answer[..answer.len() / 2]);
        assert!(portal.step_up_with_passkey(&site(), &zoe, half).await.is_err());
        let open = "SELECT count(*) FROM factor_resets WHERE ended_at IS NULL";
        assert_eq!(count(&portal, open).await, 1, "a wrong answer stops nothing");
        let ceremony = portal.ask_passkey_to_confirm(&site(), &zoe).await.unwrap();
        let answer = phone.sign(&ceremony.options);
        portal.step_up_with_passkey(&site(), &zoe, with(&ceremony, &answer)).await.unwrap();
        assert_eq!(count(&portal, open).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_apps_key_that_waits_is_confirmed_by_nobody_once_a_passkey_is_the_factor_id_2() {
    for portal in portals().await {
        rae_with_account(&portal, PASSWORD).await;
        let behind_the_password = async || {
            let signed_in = portal.sign_in("rae", PASSWORD, &here()).await.unwrap();
            portal.pending_sign_in(&signed_in.token, here()).await.unwrap().unwrap()
        };
        let mallory = behind_the_password().await;
        let key = portal.second_factor_key(&mallory).await.unwrap().text;
        let rae = behind_the_password().await;
        let (mut device, codes) = made_at_sign_in(&portal, &rae).await;
        let waiting = "SELECT count(*) FROM waiting_factors";
        assert_eq!(count(&portal, waiting).await, 0);
        let late = portal.confirm_second_factor(&mallory, &app_code(&portal, &key)).await.map(drop);
        assert!(matches!(late, Err(Error::NotFound)), "{late:?}");
        let apps = "SELECT count(*) FROM accounts WHERE totp_secret IS NOT NULL";
        assert_eq!(count(&portal, apps).await, 0);
        assert_eq!(count(&portal, "SELECT count(*) FROM recovery_codes").await, 10);
        assert!(alone(&portal, &mut device, &here()).await.is_ok());
        let pending = password_given(&portal, "rae").await;
        portal.finish_sign_in(&pending, &codes[0]).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_factor_in_the_place_of_a_lost_one_ends_the_passkeys_too_id_2() {
    for portal in portals().await {
        let (mut device, _) = lost(&portal).await;
        let signed_in = portal.sign_in("gil.sample", PASSWORD, &here()).await.unwrap();
        assert_eq!(signed_in.next, NextStep::SetUpSecondFactor);
        let pending = portal.pending_sign_in(&signed_in.token, here()).await.unwrap().unwrap();
        let key = portal.second_factor_key(&pending).await.unwrap();
        portal.confirm_second_factor(&pending, &app_code(&portal, &key.text)).await.unwrap();
        assert_eq!(count(&portal, "SELECT count(*) FROM passkeys").await, 0);
        assert_eq!(refusal(alone(&portal, &mut device, &here()).await), Refusal::PasskeyRefused);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_opens_no_account_that_is_closed_or_idle_cert_8() {
    for portal in portals().await {
        let zoe = signed_up(&portal, "zoe").await;
        let (mut phone, _) = added(&portal, &zoe, 1).await;
        run(&portal, "UPDATE accounts SET disabled_at = 1").await;
        assert_eq!(refusal(alone(&portal, &mut phone, &here()).await), Refusal::PasskeyRefused);
        run(
            &portal,
            "UPDATE accounts SET disabled_at = NULL, role = 'assister', last_used_at = 1, created_at = 1",
        )
        .await;
        assert_eq!(refusal(alone(&portal, &mut phone, &here()).await), Refusal::AccountIdle);
    }
}

/// Makes a passkey where a second factor is owed.
async fn made_at_sign_in(portal: &Portal, pending: &PendingSignIn) -> (Device, Vec<String>) {
    let mut device = Device::at(HOME, 7);
    let ceremony = portal.ask_first_passkey(&site(), pending).await.unwrap();
    let made = device.make(&ceremony.options);
    let half = with(&ceremony, &made[..made.len() / 2]);
    assert_eq!(
        refusal(portal.set_up_passkey(&site(), pending, half).await.map(|_| ())),
        Refusal::PasskeyRefused
    );
    let ceremony = portal.ask_first_passkey(&site(), pending).await.unwrap();
    let made = device.make(&ceremony.options);
    let ready = portal.set_up_passkey(&site(), pending, with(&ceremony, &made)).await.unwrap();
    assert!(session_of(portal, &ready.token).await.is_some());
    (device, ready.recovery_codes)
}

#[tokio::test(flavor = "multi_thread")]
async fn assisters_and_staff_may_begin_with_a_passkey_in_the_place_of_an_app_id_2() {
    for portal in portals().await {
        cast(&portal).await;
        rae_with_account(&portal, PASSWORD).await;
        let signed_in = portal.sign_in("rae", PASSWORD, &here()).await.unwrap();
        assert_eq!(signed_in.next, NextStep::SetUpSecondFactor);
        let pending = portal.pending_sign_in(&signed_in.token, here()).await.unwrap().unwrap();
        let (mut device, codes) = made_at_sign_in(&portal, &pending).await;
        assert_eq!(codes.len(), 10);
        assert!(told(&portal, 1).await[0].ends_with(": A passkey was added"));
        assert!(alone(&portal, &mut device, &here()).await.is_ok());
        // Whoever has the password alone sets none up beside it.
        let pending = password_given(&portal, "rae").await;
        assert!(matches!(portal.ask_first_passkey(&site(), &pending).await, Err(Error::NotFound)));
        assert!(matches!(portal.second_factor_key(&pending).await, Err(Error::NotFound)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_in_the_place_of_a_lost_factor_ends_the_app_and_the_passkeys_id_2() {
    for portal in portals().await {
        let (mut lost, _) = lost(&portal).await;
        let signed_in = portal.sign_in("gil.sample", PASSWORD, &here()).await.unwrap();
        let pending = portal.pending_sign_in(&signed_in.token, here()).await.unwrap().unwrap();
        let (mut new, _) = made_at_sign_in(&portal, &pending).await;
        assert_eq!(count(&portal, "SELECT count(*) FROM passkeys").await, 1);
        assert_eq!(count(&portal, "SELECT count(*) FROM recovery_codes").await, 10);
        let apps =
            "SELECT count(*) FROM accounts WHERE username = 'gil.sample' AND totp_confirmed_at IS NOT NULL";
        assert_eq!(count(&portal, apps).await, 0);
        assert_eq!(refusal(alone(&portal, &mut lost, &here()).await), Refusal::PasskeyRefused);
        assert!(!alone(&portal, &mut new, &here()).await.unwrap().kept);
    }
}
