//! A lost second factor is given back by the exchange, behind the password, and the old one stops that (ID-2, ID-3).

use super::*;
use domain::people::AssisterKey;
use portal::{Session, sign_in::PendingSignIn};

/// Gil with a second factor, and Rae who can write to.
pub struct Stage {
    pub rae: Session,
    pub gil: AssisterKey,
    /// A live session of his.
    pub session: String,
    key: String,
    recovery_codes: Vec<String>,
}

pub async fn stage(portal: &Portal) -> Stage {
    invited(portal).await;
    rae_with_account(portal, PASSWORD).await;
    let rae = resource_manager();
    let own = format!("UPDATE accounts SET account_key = '{}' WHERE username = 'rae'", rae.account_key());
    run(portal, "DELETE FROM sessions").await;
    run(portal, &own).await;
    let signed_in = portal.activate_assister(CODE, &chosen("gil.sample", PASSWORD), &here()).await.unwrap();
    let (session, key, recovery_codes) = set_up(portal, &signed_in).await;
    portal.clock().advance(60);
    Stage { rae, gil: AssisterKey("gil".into()), session, key, recovery_codes }
}

const CHECKED: &str = "Called back at the number on file.";

async fn reset(portal: &Portal, stage: &Stage) {
    portal.reset_second_factor(&stage.rae, &stage.gil, CHECKED).await.unwrap();
}

/// Gives the password.
async fn password_given(portal: &Portal) -> (NextStep, PendingSignIn) {
    let signed_in = portal.sign_in("gil.sample", PASSWORD, &here()).await.unwrap();
    let pending = portal.pending_sign_in(&signed_in.token, here()).await.unwrap().unwrap();
    assert_eq!(pending.next(), signed_in.next);
    (signed_in.next, pending)
}

/// Addresses and subjects of the newest mails, newest first.
async fn told(portal: &Portal, count: usize) -> Vec<(String, String)> {
    let mails = portal.practice_mails().await.unwrap();
    mails.into_iter().take(count).map(|mail| (mail.to, mail.subject)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_factor_is_replaced_at_the_next_sign_in_behind_the_password_id_2() {
    for portal in portals().await {
        let stage = stage(&portal).await;
        reset(&portal, &stage).await;
        assert!(portal.session_of(&stage.session, here()).await.unwrap().is_none(), "ID-3");
        let mail = portal.practice_mails().await.unwrap().remove(0);
        assert_eq!(mail.to, "gil@example.org");
        assert!(mail.body.contains("This stops the reset") && !mail.body.contains("http"), "{}", mail.body);
        assert!(!mail.body.contains(CHECKED), "how it was checked is the exchange's: {}", mail.body);
        let step =
            "SELECT transition || ': ' || reason FROM assister_transitions ORDER BY number DESC LIMIT 1";
        assert_eq!(column(&portal, step).await, [format!("reset_factor: {CHECKED}")]);

        let (next, pending) = password_given(&portal).await;
        assert_eq!((next, pending.may_replace()), (NextStep::SetUpSecondFactor, true));
        let key = portal.second_factor_key(&pending).await.unwrap().text;
        assert_ne!(key, stage.key);
        assert_eq!(key, portal.second_factor_key(&pending).await.unwrap().text, "the same until confirmed");
        assert_eq!(
            refusal(portal.confirm_second_factor(&pending, &app_code(&portal, &stage.key)).await.map(drop)),
            Refusal::CodeWrong,
            "the old one confirms no new one"
        );
        let ready = portal.confirm_second_factor(&pending, &app_code(&portal, &key)).await.unwrap();
        assert!(portal.session_of(&ready.token, here()).await.unwrap().is_some());
        assert_eq!(ready.recovery_codes.len(), 10);
        assert!(told(&portal, 1).await[0].1.contains("You set up another second factor"));

        portal.clock().advance(60);
        let (next, pending) = password_given(&portal).await;
        assert_eq!((next, pending.may_replace()), (NextStep::Code, false));
        for old in [app_code(&portal, &stage.key), stage.recovery_codes[0].clone()] {
            assert_eq!(refusal(portal.finish_sign_in(&pending, &old).await), Refusal::CodeWrong);
        }
        portal.finish_sign_in(&pending, &app_code(&portal, &key)).await.unwrap();
        assert_eq!(count(&portal, "SELECT count(*) FROM recovery_codes").await, 10);
        assert_eq!(column(&portal, "SELECT outcome FROM factor_resets").await, ["set_up"]);
        let kept = "SELECT count(*) FROM waiting_factors";
        assert_eq!(count(&portal, kept).await, 0, "no secret is left behind");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_know_the_password_each_is_shown_a_key_of_their_own_for_a_lost_factor_too_id_2() {
    for portal in portals().await {
        let stage = stage(&portal).await;
        reset(&portal, &stage).await;
        let (_, stranger) = password_given(&portal).await;
        let strangers = portal.second_factor_key(&stranger).await.unwrap().text;
        let (_, gil) = password_given(&portal).await;
        let key = portal.second_factor_key(&gil).await.unwrap().text;
        assert_ne!(key, strangers);
        let code = app_code(&portal, &strangers);
        assert_eq!(
            refusal(portal.confirm_second_factor(&gil, &code).await.map(drop)),
            Refusal::CodeWrong,
            "of another session"
        );
        portal.confirm_second_factor(&gil, &app_code(&portal, &key)).await.unwrap();
        let late = portal.confirm_second_factor(&stranger, &app_code(&portal, &strangers)).await.map(drop);
        assert!(matches!(late, Err(Error::NotFound)), "{late:?}");
        portal.clock().advance(60);
        let (next, stranger) = password_given(&portal).await;
        assert_eq!(next, NextStep::Code);
        let cloned = portal.finish_sign_in(&stranger, &app_code(&portal, &strangers)).await;
        assert_eq!(refusal(cloned), Refusal::CodeWrong);
        portal.finish_sign_in(&stranger, &app_code(&portal, &key)).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_old_factor_stops_the_reset_and_both_are_told_id_2() {
    for portal in portals().await {
        let mut stage = stage(&portal).await;
        for recovery in [false, true] {
            reset(&portal, &stage).await;
            // Somebody who knows the password is at the page already.
            let (_, stranger) = password_given(&portal).await;
            let strangers = portal.second_factor_key(&stranger).await.unwrap().text;
            let (_, pending) = password_given(&portal).await;
            assert_eq!(refusal(portal.finish_sign_in(&pending, "000000").await), Refusal::CodeWrong);
            assert!(password_given(&portal).await.1.may_replace(), "a wrong code stops nothing");
            let code = match recovery {
                false => app_code(&portal, &stage.key),
                true => stage.recovery_codes.remove(0),
            };
            let token = portal.finish_sign_in(&pending, &code).await.unwrap();
            assert!(portal.session_of(&token, here()).await.unwrap().is_some());
            let mails = told(&portal, 2).await;
            assert_eq!(mails[0].0, "rae@example.org");
            assert!(mails[0].1.contains("was not reset"), "{mails:?}");
            assert!(mails[1].0 == "gil@example.org" && mails[1].1.contains("stays as it is"), "{mails:?}");

            let code = app_code(&portal, &strangers);
            let refused = portal.confirm_second_factor(&stranger, &code).await.map(drop);
            assert!(refused.is_err(), "the stranger sets nothing up");
            portal.clock().advance(60);
            let (next, pending) = password_given(&portal).await;
            assert_eq!((next, pending.may_replace()), (NextStep::Code, false));
            portal.finish_sign_in(&pending, &app_code(&portal, &stage.key)).await.unwrap();
            portal.clock().advance(60);
        }
        let events = "SELECT count(*) FROM audit_events WHERE action = 'keep_second_factor'";
        assert_eq!(count(&portal, events).await, 2);
        assert_eq!(column(&portal, "SELECT outcome FROM factor_resets").await, ["kept", "kept"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn old_and_new_factor_at_once_one_of_them_wins_id_2() {
    for portal in portals().await {
        let stage = stage(&portal).await;
        reset(&portal, &stage).await;
        let (_, new) = password_given(&portal).await;
        let key = portal.second_factor_key(&new).await.unwrap().text;
        let (_, old) = password_given(&portal).await;
        let (new_code, old_code) = (app_code(&portal, &key), app_code(&portal, &stage.key));
        let second = second_process(&portal).await;
        let (set, kept) = tokio::join!(
            portal.confirm_second_factor(&new, &new_code),
            second.finish_sign_in(&old, &old_code)
        );
        assert_ne!(set.is_ok(), kept.is_ok());
        let outcome = if kept.is_ok() { "kept" } else { "set_up" };
        assert_eq!(column(&portal, "SELECT outcome FROM factor_resets").await, [outcome]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_needs_a_factor_and_how_it_was_checked_and_ends_after_seven_days_id_2() {
    for portal in portals().await {
        let stage = stage(&portal).await;
        let again =
            async |checked: &str| refusal(portal.reset_second_factor(&stage.rae, &stage.gil, checked).await);
        assert_eq!(again("  ").await, Refusal::ReasonMissing);
        assert!(portal.session_of(&stage.session, here()).await.unwrap().is_some(), "nothing was changed");
        reset(&portal, &stage).await;
        assert_eq!(again(CHECKED).await, Refusal::NoFactorToReset, "twice");
        assert_eq!(count(&portal, "SELECT count(*) FROM factor_resets").await, 1);
        portal.clock().advance(7 * 24 * 3600);
        let (next, pending) = password_given(&portal).await;
        assert_eq!(
            (next, pending.may_replace()),
            (NextStep::Code, false),
            "the password alone opens nothing"
        );
        assert!(matches!(portal.second_factor_key(&pending).await.map(drop), Err(Error::NotFound)));
        assert!(portal.confirm_second_factor(&pending, "123456").await.is_err());
        reset(&portal, &stage).await;
        assert_eq!(password_given(&portal).await.0, NextStep::SetUpSecondFactor);
        let nobody = portal.reset_second_factor(&stage.rae, &AssisterKey("nobody".into()), "").await;
        assert!(matches!(nobody, Err(Error::NotFound)));

        run(&portal, "UPDATE factor_resets SET ended_at = 1, outcome = 'kept' WHERE ended_at IS NULL").await;
        run(
            &portal,
            "UPDATE accounts SET totp_secret = NULL, totp_confirmed_at = NULL WHERE username = 'gil.sample'",
        )
        .await;
        assert_eq!(again(CHECKED).await, Refusal::NoFactorToReset, "there is none");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_resource_manager_resets_a_factor_and_nobody_their_own_cert_2() {
    for portal in portals().await {
        let stage = stage(&portal).await;
        for session in without_the_roster() {
            let refused = portal.reset_second_factor(&session, &stage.gil, CHECKED).await;
            assert!(matches!(refused, Err(Error::Denied(_))), "{:?}", session.actor());
        }
        let own = portal.session_of(&stage.session, here()).await.unwrap().unwrap();
        assert!(portal.reset_second_factor(&own, &stage.gil, CHECKED).await.is_err());
        assert_eq!(count(&portal, "SELECT count(*) FROM factor_resets").await, 0);
        assert!(portal.session_of(&stage.session, here()).await.unwrap().is_some());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_factor_waits_behind_a_password_that_is_set_anew_id_1() {
    for portal in portals().await {
        let stage = stage(&portal).await;
        reset(&portal, &stage).await;
        let token = portal.ask_password_reset("gil.sample", &here()).await.unwrap();
        portal.prove_password_reset(&token, &newest_code(&portal).await, &here()).await.unwrap();
        portal
            .reset_password(&token, &typed(&[("password", "quiet harbor lamp 77")]), &here())
            .await
            .unwrap();
        let signed_in = portal.sign_in("gil.sample", "quiet harbor lamp 77", &here()).await.unwrap();
        assert_eq!(signed_in.next, NextStep::SetUpSecondFactor);
        assert!(portal.session_of(&signed_in.token, here()).await.unwrap().is_none());
        // Another reset of the password ends what was begun with the one before.
        let token = portal.ask_password_reset("gil.sample", &here()).await.unwrap();
        portal.prove_password_reset(&token, &newest_code(&portal).await, &here()).await.unwrap();
        portal.reset_password(&token, &typed(&[("password", PASSWORD)]), &here()).await.unwrap();
        assert!(portal.pending_sign_in(&signed_in.token, here()).await.unwrap().is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_entered_the_address_gets_no_factor_by_it_before_its_owner_can_object_id_2() {
    for portal in portals().await {
        let stage = stage(&portal).await;
        let put = format!(
            "INSERT INTO roster_changes (target, number, at, field, was, becomes, reason, account_key) \
             VALUES ('gil', 1, {}, 'email', 'gil.before@example.org', 'gil@example.org', 'asked by phone', '{}')",
            portal.clock().now().0,
            stage.rae.account_key()
        );
        run(&portal, &put).await;
        reset(&portal, &stage).await;
        let mut told: Vec<_> = told(&portal, 2).await.into_iter().map(|(to, _)| to).collect();
        told.sort();
        assert_eq!(told, ["gil.before@example.org", "gil@example.org"], "both can object");
        // Behind the password the old factor is still asked for.
        let (next, pending) = password_given(&portal).await;
        assert_eq!((next, pending.may_replace()), (NextStep::Code, true));
        assert!(portal.second_factor_key(&pending).await.is_err());
        portal.clock().advance(72 * 3600 - 1);
        assert_eq!(password_given(&portal).await.0, NextStep::Code);
        portal.clock().advance(1);
        assert_eq!(password_given(&portal).await.0, NextStep::SetUpSecondFactor);
        // The other way round: an address that is entered while there is leave stops it for as long.
        let now = portal.clock().now().0;
        run(&portal, &format!("UPDATE roster_changes SET at = {now} WHERE target = 'gil'")).await;
        assert_eq!(password_given(&portal).await.0, NextStep::Code);
        // One's own change of the address is no reason to wait.
        let own = "UPDATE roster_changes SET account_key = (SELECT a.account_key FROM assisters a WHERE a.assister_key = 'gil') WHERE target = 'gil'";
        run(&portal, own).await;
        assert_eq!(password_given(&portal).await.0, NextStep::SetUpSecondFactor);
    }
}
