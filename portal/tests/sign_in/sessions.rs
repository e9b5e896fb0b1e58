//! Sign-in, second factor, waits and sessions: ID-2 to ID-4.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn staff_owe_a_second_factor_before_they_are_signed_in_id_2() {
    for portal in portals().await {
        rae_with_account(&portal, PASSWORD).await;
        let signed_in = portal.sign_in("rae", PASSWORD, &here()).await.unwrap();
        assert_eq!(signed_in.next, NextStep::SetUpSecondFactor);
        assert!(portal.session_of(&signed_in.token, here()).await.unwrap().is_none());
        let (token, key, recovery_codes) = set_up(&portal, &signed_in).await;
        let session = portal.session_of(&token, here()).await.unwrap().unwrap();
        assert_eq!(session.actor(), &Actor::Staff(Role::ResourceManager));
        assert!(portal.pending_sign_in(&signed_in.token, here()).await.unwrap().is_none(), "rotated, ID-3");
        assert_eq!(recovery_codes.len(), 10);

        let signed_in = portal.sign_in("rae@example.org", PASSWORD, &here()).await.unwrap();
        assert_eq!(signed_in.next, NextStep::Code);
        let pending = portal.pending_sign_in(&signed_in.token, here()).await.unwrap().unwrap();
        assert!(portal.second_factor_key(&pending).await.is_err(), "a key that works is never shown again");
        let used = app_code(&portal, &key);
        assert_eq!(
            refusal(portal.finish_sign_in(&pending, &used).await),
            Refusal::CodeWrong,
            "the code of the set-up works once"
        );
        portal.clock().advance(30);
        let code = app_code(&portal, &key);
        let grouped = format!("{}-{}", &code[..3], &code[3..]);
        let token = portal.finish_sign_in(&pending, &grouped).await.unwrap();
        assert!(portal.session_of(&token, here()).await.unwrap().is_some());
        assert!(portal.session_of(&signed_in.token, here()).await.unwrap().is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_know_the_password_each_is_shown_a_key_of_their_own_id_2() {
    for portal in portals().await {
        rae_with_account(&portal, PASSWORD).await;
        let behind_the_password = async || {
            let signed_in = portal.sign_in("rae", PASSWORD, &here()).await.unwrap();
            let pending = portal.pending_sign_in(&signed_in.token, here()).await.unwrap().unwrap();
            (signed_in, pending)
        };
        let (_, mallory) = behind_the_password().await;
        let mallorys = portal.second_factor_key(&mallory).await.unwrap().text;
        let (rae, _) = behind_the_password().await;
        let (_, key, _) = set_up(&portal, &rae).await;
        assert_ne!(key, mallorys);
        assert_eq!(count(&portal, "SELECT count(*) FROM waiting_factors").await, 0, "nothing waits any more");
        let late = portal.confirm_second_factor(&mallory, &app_code(&portal, &mallorys)).await.map(drop);
        assert!(matches!(late, Err(Error::NotFound)), "{late:?}");
        portal.clock().advance(60);
        let (_, mallory) = behind_the_password().await;
        let cloned = portal.finish_sign_in(&mallory, &app_code(&portal, &mallorys)).await;
        assert_eq!(refusal(cloned), Refusal::CodeWrong);
        portal.finish_sign_in(&mallory, &app_code(&portal, &key)).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_nobody_confirmed_is_forgotten_after_a_day_id_2() {
    for portal in portals().await {
        rae_with_account(&portal, PASSWORD).await;
        let mut keys = Vec::new();
        for waits in [1, 1, 2] {
            let signed_in = portal.sign_in("rae", PASSWORD, &here()).await.unwrap();
            let pending = portal.pending_sign_in(&signed_in.token, here()).await.unwrap().unwrap();
            keys.push(portal.second_factor_key(&pending).await.unwrap().text);
            assert_eq!(count(&portal, "SELECT count(*) FROM waiting_factors").await, waits);
            portal.clock().advance(if keys.len() == 1 { 24 * 3600 + 1 } else { 1 });
        }
        keys.dedup();
        assert_eq!(keys.len(), 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recovery_code_works_once_id_2() {
    for portal in portals().await {
        rae_with_account(&portal, PASSWORD).await;
        let first = portal.sign_in("rae", PASSWORD, &here()).await.unwrap();
        let (_, _, codes) = set_up(&portal, &first).await;
        for (code, works) in [(&codes[3], true), (&codes[3], false), (&codes[4], true)] {
            let signed_in = portal.sign_in("rae", PASSWORD, &here()).await.unwrap();
            let pending = portal.pending_sign_in(&signed_in.token, here()).await.unwrap().unwrap();
            let typed = code.to_lowercase().replace('-', " ");
            assert_eq!(portal.finish_sign_in(&pending, &typed).await.is_ok(), works, "{code}");
        }
        assert_eq!(count(&portal, "SELECT count(*) FROM recovery_codes WHERE used_at IS NULL").await, 8);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_of_the_second_factor_cannot_be_guessed_id_4() {
    for portal in portals().await {
        rae_with_account(&portal, PASSWORD).await;
        let first = portal.sign_in("rae", PASSWORD, &here()).await.unwrap();
        let (_, _, codes) = set_up(&portal, &first).await;
        portal.clock().advance(1);
        let signed_in = portal.sign_in("rae", PASSWORD, &here()).await.unwrap();
        let pending = portal.pending_sign_in(&signed_in.token, here()).await.unwrap().unwrap();
        let mut compared = 0;
        for _ in 0..20 {
            compared += usize::from(matches!(
                portal.finish_sign_in(&pending, "123456").await,
                Err(Error::Refused(Refusal::CodeWrong))
            ));
        }
        assert_eq!(compared, 5, "then the waits begin");
        assert_eq!(refusal(portal.finish_sign_in(&pending, &codes[0]).await), Refusal::TooManySignIns);
        portal.clock().advance(2);
        assert!(portal.finish_sign_in(&pending, &codes[0]).await.is_ok());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_when_it_lies_unused_and_at_its_absolute_limit_id_3() {
    for portal in portals().await {
        let token = zoe_signed_up(&portal).await;
        let alive = async || portal.session_of(&token, here()).await.unwrap().is_some();
        for _ in 0..24 {
            portal.clock().advance(29 * 60);
            assert!(alive().await);
        }
        portal.clock().advance(25 * 60);
        assert!(!alive().await, "12 hours");

        let signed_in = portal.sign_in("zoe.sample", PASSWORD, &here()).await.unwrap();
        portal.clock().advance(30 * 60);
        assert!(
            portal.session_of(&signed_in.token, here()).await.unwrap().is_none(),
            "30 minutes, consumers"
        );

        rae_with_account(&portal, PASSWORD).await;
        let first = portal.sign_in("rae", PASSWORD, &here()).await.unwrap();
        let (token, ..) = set_up(&portal, &first).await;
        portal.clock().advance(15 * 60 - 1);
        assert!(portal.session_of(&token, here()).await.unwrap().is_some());
        portal.clock().advance(15 * 60);
        assert!(portal.session_of(&token, here()).await.unwrap().is_none(), "15 minutes, staff");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_made_or_used_while_the_clock_was_ahead_does_not_outlive_it_id_3() {
    for portal in portals().await {
        let before = zoe_signed_up(&portal).await;
        portal.clock().advance(600);
        let ahead = portal.sign_in("zoe.sample", PASSWORD, &here()).await.unwrap().token;
        let alive = async |token: &str| portal.session_of(token, here()).await.unwrap().is_some();
        assert!(alive(&before).await && alive(&ahead).await);
        portal.clock().advance(-30);
        assert!(alive(&before).await && alive(&ahead).await, "another server's clock may be a little ahead");
        portal.clock().advance(-570);
        assert!(!alive(&before).await && !alive(&ahead).await);
        let now = portal.sign_in("zoe.sample", PASSWORD, &here()).await.unwrap().token;
        assert!(alive(&now).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_at_once_on_every_server_id_3() {
    for portal in portals().await {
        let token = zoe_signed_up(&portal).await;
        let elsewhere = second_process(&portal).await;
        let session = elsewhere.session_of(&token, here()).await.unwrap().unwrap();
        assert_ne!(session.csrf(), token);
        assert_eq!(session.csrf().len(), 64);
        portal.end_session(&session).await.unwrap();
        assert!(elsewhere.session_of(&token, here()).await.unwrap().is_none());
        for forged in ["", "x", &"0".repeat(64), "' OR 1=1 --"] {
            assert!(portal.session_of(forged, here()).await.unwrap().is_none());
        }
        let rows = column(&portal, "SELECT token_sha256 FROM sessions").await;
        assert!(!rows.contains(&token), "the token itself is not kept");

        let signed_in = portal.sign_in("zoe.sample", PASSWORD, &here()).await.unwrap();
        run(&portal, "UPDATE accounts SET disabled_at = 1 WHERE username = 'zoe.sample'").await;
        assert!(portal.session_of(&signed_in.token, here()).await.unwrap().is_none());
        assert_eq!(refusal(portal.sign_in("zoe.sample", PASSWORD, &here()).await), Refusal::SignInFailed);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn known_and_unknown_names_get_the_same_answer_in_the_same_time_id_4() {
    for portal in portals().await {
        zoe_signed_up(&portal).await;
        let mut times = [Vec::new(), Vec::new()];
        for round in 0..9 {
            for (name, times) in ["zoe.sample", "nobody.at.all"].into_iter().zip(&mut times) {
                let start = std::time::Instant::now();
                let address = from(&format!("192.0.2.{round}"));
                assert_eq!(
                    refusal(portal.sign_in(name, "wrong password 99", &address).await),
                    Refusal::SignInFailed
                );
                times.push(start.elapsed());
            }
        }
        // The quickest of each: what else the machine does only adds to the others.
        let [known, unknown] =
            times.map(|times| times.iter().min().map(std::time::Duration::as_secs_f64).unwrap_or_default());
        println!("known {known:.4} s, unknown {unknown:.4} s");
        assert!(unknown / known > 0.4 && unknown / known < 2.5, "known {known} s, unknown {unknown} s");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn failures_are_slowed_down_and_end_at_fifty_in_twelve_hours_id_4() {
    for portal in portals().await {
        zoe_signed_up(&portal).await;
        let wrong =
            async |ip: &str| refusal(portal.sign_in("zoe.sample", "wrong password 99", &from(ip)).await);
        for _ in 0..5 {
            assert_eq!(wrong("198.51.100.7").await, Refusal::SignInFailed);
        }
        assert_eq!(wrong("198.51.100.7").await, Refusal::TooManySignIns);
        portal.clock().advance(2);
        assert_eq!(wrong("198.51.100.7").await, Refusal::SignInFailed);
        let mut tried = 6;
        for _ in 0..700 {
            portal.clock().advance(60);
            tried += usize::from(wrong("198.51.100.7").await == Refusal::SignInFailed);
        }
        assert!((40..=50).contains(&tried), "{tried} tries in twelve hours");
        // The honest person elsewhere is not locked out: at most half a minute.
        portal.clock().advance(30);
        assert!(portal.sign_in("zoe.sample", PASSWORD, &here()).await.is_ok());
        portal.clock().advance(12 * 3600);
        assert!(portal.sign_in("zoe.sample", PASSWORD, &from("198.51.100.7")).await.is_ok());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_addresses_at_once_do_not_lock_the_honest_out_id_4() {
    for portal in portals().await {
        zoe_signed_up(&portal).await;
        portal.sign_in("zoe.sample", PASSWORD, &here()).await.unwrap();
        portal.clock().advance(1);
        let mut admitted = 0;
        for address in 0..60 {
            let from = from(&format!("203.0.113.{address}"));
            admitted += usize::from(
                refusal(portal.sign_in("zoe.sample", "wrong password 99", &from).await)
                    == Refusal::SignInFailed,
            );
        }
        assert_eq!(admitted, 20, "of one account from everywhere, then the waits begin");
        portal.sign_in("zoe.sample", PASSWORD, &here()).await.expect("known here");
    }
}
