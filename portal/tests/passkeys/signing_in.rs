//! What a passkey does: alone, after the password, to confirm, on any server (ID-1 to ID-3).

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_alone_signs_in_because_its_device_verified_its_person_id_2() {
    for portal in portals().await {
        let zoe = signed_up(&portal, "zoe").await;
        let (mut phone, codes) = added(&portal, &zoe, 1).await;
        assert_eq!(codes.len(), 10, "the first second factor comes with recovery codes");
        assert_eq!(told(&portal, 1).await, ["zoe@example.org: A passkey was added"]);
        let signed_in = alone(&portal, &mut phone, &browser("b")).await.unwrap();
        assert!(!signed_in.kept);
        let session = session_of(&portal, &signed_in.token).await.unwrap();
        assert_eq!(session.account_key(), zoe.account_key());
        let listed = passkeys(&portal, &session).await;
        assert_eq!(
            (&*listed[0].name, listed[0].used_at, listed[0].set_aside_at),
            ("Device 1", Some(portal.clock().now()), None)
        );
        let (_, codes) = added(&portal, &session, 2).await;
        assert!(codes.is_empty(), "the recovery codes that there are stay");
        let events = "SELECT count(*) FROM audit_events WHERE outcome = 'done' AND action =";
        assert_eq!(count(&portal, &format!("{events} 'sign_in'")).await, 1);
        assert_eq!(count(&portal, &format!("{events} 'add_passkey'")).await, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_keeps_a_passkey_with_whose_it_is_and_must_verify_its_person_id_1() {
    let portal = sqlite().await;
    let zoe = signed_up(&portal, "zoe").await;
    let new = portal.ask_new_passkey(&zoe, &site(), &typed(&[])).await.unwrap().options;
    let new: serde_json::Value = serde_json::from_str(&new).unwrap();
    let new = &new["publicKey"];
    assert_eq!(new["rp"], serde_json::json!({ "id": "portal.example", "name": "MNsure" }));
    assert_eq!(new["user"]["name"], "zoe.sample");
    assert_eq!(new["authenticatorSelection"]["residentKey"], "required");
    assert_eq!(new["authenticatorSelection"]["userVerification"], "required");
    assert_eq!(new["attestation"], "none");
    added(&portal, &zoe, 1).await;
    let again = portal.ask_new_passkey(&zoe, &site(), &typed(&[])).await.unwrap().options;
    assert!(again.contains("excludeCredentials\":[{"), "not twice on one device: {again}");

    let anybody = portal.ask_passkey(&site(), &here()).await.unwrap().options;
    let anybody: serde_json::Value = serde_json::from_str(&anybody).unwrap();
    assert_eq!(anybody["publicKey"]["userVerification"], "required");
    assert_eq!(anybody["publicKey"]["allowCredentials"], serde_json::json!([]), "nobody is named");
    assert_eq!(anybody["mediation"], serde_json::Value::Null);
    let pending = password_given(&portal, "zoe.sample").await;
    let own = portal.ask_second_passkey(&site(), &pending).await.unwrap().options;
    let own: serde_json::Value = serde_json::from_str(&own).unwrap();
    assert_eq!(own["publicKey"]["allowCredentials"].as_array().unwrap().len(), 1);
    assert_eq!(own["publicKey"]["userVerification"], "required");
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_passkey_the_password_alone_is_not_enough_and_the_passkey_or_a_recovery_code_follows_id_2() {
    for portal in portals().await {
        let zoe = signed_up(&portal, "zoe").await;
        let (mut phone, codes) = added(&portal, &zoe, 1).await;
        let pending = password_given(&portal, "zoe.sample").await;
        assert_eq!((pending.has_app(), pending.has_passkey()), (false, true));
        let ceremony = portal.ask_second_passkey(&site(), &pending).await.unwrap();
        // The device was told whose passkey is asked for, and need not say it.
        phone.handle = None;
        let answer = phone.sign(&ceremony.options);
        let token =
            portal.finish_sign_in_with_passkey(&site(), &pending, with(&ceremony, &answer)).await.unwrap();
        assert!(session_of(&portal, &token).await.is_some());

        let pending = password_given(&portal, "zoe.sample").await;
        for wrong in ["000000", "", "ACDE-FGHJ-KMNP-QRTV"] {
            assert_eq!(refusal(portal.finish_sign_in(&pending, wrong).await), Refusal::CodeWrong, "{wrong}");
        }
        portal.finish_sign_in(&pending, &codes[0]).await.unwrap();
        assert_eq!(portal.read_settings(&zoe).await.unwrap().codes_left, 9);
        assert_eq!(portal.renew_recovery_codes(&zoe).await.unwrap().len(), 10);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_confirms_who_is_signed_in_and_the_session_gets_another_token_id_3() {
    for portal in portals().await {
        let zoe = signed_up(&portal, "zoe").await;
        let (mut phone, codes) = added(&portal, &zoe, 1).await;
        let asked = portal.confirming(&zoe).await.unwrap();
        assert!(asked.password && asked.code && asked.passkey && !asked.app);
        portal.clock().advance(301);
        let own = passkeys(&portal, &zoe).await.remove(0).key;
        assert!(matches!(portal.remove_passkey(&zoe, &own).await, Err(Error::Denied(_))));
        let ceremony = portal.ask_passkey_to_confirm(&site(), &zoe).await.unwrap();
        let answer = phone.sign(&ceremony.options);
        let token = portal.step_up_with_passkey(&site(), &zoe, with(&ceremony, &answer)).await.unwrap();
        assert!(portal.step_up_with_passkey(&site(), &zoe, with(&ceremony, &answer)).await.is_err());
        let stepped = session_of(&portal, &token).await.unwrap();
        assert_eq!(stepped.began_at(), zoe.began_at(), "it is no new session");
        portal.clock().advance(301);
        let token = portal.step_up(&stepped, PASSWORD, &codes[0]).await.unwrap();
        let stepped = session_of(&portal, &token).await.unwrap();
        portal.remove_passkey(&stepped, &own).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_server_takes_the_answer_and_none_takes_it_twice_id_1() {
    for portal in portals().await {
        let other = second_process(&portal).await;
        let zoe = signed_up(&portal, "zoe").await;
        let name = typed(&[]);
        let mut phone = Device::at(HOME, 1);
        let ceremony = portal.ask_new_passkey(&zoe, &site(), &name).await.unwrap();
        let made = phone.make(&ceremony.options);
        other.add_passkey(&zoe, &site(), (with(&ceremony, &made), &name)).await.unwrap();

        let ceremony = other.ask_passkey(&site(), &here()).await.unwrap();
        let answer = phone.sign(&ceremony.options);
        let (site, here) = (site(), here());
        let (one, two) = tokio::join!(
            portal.sign_in_with_passkey(&site, with(&ceremony, &answer), &here),
            other.sign_in_with_passkey(&site, with(&ceremony, &answer), &here),
        );
        assert_eq!([&one, &two].iter().filter(|signed_in| signed_in.is_ok()).count(), 1, "{one:?} {two:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_of_passkeys_is_sealed_and_moves_to_a_new_key_id_1() {
    for portal in portals().await {
        let zoe = signed_up(&portal, "zoe").await;
        let (mut phone, _) = added(&portal, &zoe, 1).await;
        let ceremony = portal.ask_passkey(&site(), &here()).await.unwrap();
        portal.rotate_keys(&|_, _| {}).await.unwrap();
        let keys = portal.keys().await.unwrap();
        assert_eq!(keys.values(portal::keys::KeyState::Earlier), 0);
        let answer = phone.sign(&ceremony.options);
        portal.sign_in_with_passkey(&site(), with(&ceremony, &answer), &here()).await.unwrap();

        // A row that is moved to another account opens for nobody.
        let max = signed_up(&portal, "max").await;
        run(&portal, &format!("UPDATE passkeys SET account_key = '{}'", max.account_key())).await;
        let ceremony = portal.ask_passkey(&site(), &here()).await.unwrap();
        let answer = phone.sign(&ceremony.options);
        assert!(portal.sign_in_with_passkey(&site(), with(&ceremony, &answer), &here()).await.is_err());
        assert!(matches!(portal.ask_new_passkey(&max, &site(), &typed(&[])).await, Err(Error::Corrupt(_))));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn challenges_are_forgotten_after_an_hour_id_1() {
    for portal in portals().await {
        let all = "SELECT count(*) FROM passkey_challenges";
        for _ in 0..3 {
            portal.ask_passkey(&site(), &here()).await.unwrap();
        }
        assert_eq!(count(&portal, all).await, 1, "only the newest of a browser counts");
        portal.ask_passkey(&site(), &browser("b")).await.unwrap();
        portal.clock().advance(3_599);
        portal.forget_passkey_challenges().await.unwrap();
        assert_eq!(count(&portal, all).await, 2);
        portal.clock().advance(1);
        portal.forget_passkey_challenges().await.unwrap();
        assert_eq!(count(&portal, all).await, 0);
    }
}
