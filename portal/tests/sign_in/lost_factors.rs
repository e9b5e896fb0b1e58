//! A second factor that a consumer or one of the exchange's staff lost: staff give leave to set up another one after a
//! check that is kept, 24 hours pass, and the old one stops it (ID-2, gate 2).

use super::*;
use domain::{
    access::Denial,
    people::{AccountKey, ConsumerKey},
};
use portal::{
    Session,
    activity::{ActivityWanted, By, Told},
    sign_in::PendingSignIn,
};

const CHECKED: &str = "Compared name, date of birth and address with two letters.";
const DAY: i64 = 24 * 3600;

/// Zoe with a second factor, and Rae who can be written to.
struct Stage {
    rae: Session,
    zoe: ConsumerKey,
    session: String,
    key: String,
    recovery_codes: Vec<String>,
}

async fn stage(portal: &Portal) -> Stage {
    rae_with_account(portal, PASSWORD).await;
    let rae = resource_manager();
    run(portal, "DELETE FROM sessions").await;
    let own = format!("UPDATE accounts SET account_key = '{}' WHERE username = 'rae'", rae.account_key());
    run(portal, &own).await;
    let session = zoe_signed_up(portal).await;
    let zoe = portal.session_of(&session, here()).await.unwrap().unwrap();
    let new = portal.new_factor(&zoe).await.unwrap();
    let code = app_code(portal, &new.key.text);
    let recovery_codes =
        portal.set_up_own_factor(&zoe, &new.sealed, &typed(&[("code", &code)])).await.unwrap();
    portal.clock().advance(60);
    let zoe = column(portal, "SELECT consumer_key FROM consumers").await.remove(0);
    Stage { rae, zoe: ConsumerKey(zoe), session, key: new.key.text, recovery_codes }
}

async fn password_given(portal: &Portal, name: &str) -> (NextStep, PendingSignIn) {
    let signed_in = portal.sign_in(name, PASSWORD, &here()).await.unwrap();
    let pending = portal.pending_sign_in(&signed_in.token, here()).await.unwrap().unwrap();
    (signed_in.next, pending)
}

/// "to: subject" of the newest mails, newest first.
async fn told(portal: &Portal, count: usize) -> Vec<String> {
    let mails = portal.practice_mails().await.unwrap();
    mails.into_iter().take(count).map(|mail| format!("{}: {}", mail.to, mail.subject)).collect()
}

async fn leaves(portal: &Portal) -> i64 {
    count(portal, "SELECT count(*) FROM factor_resets").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consumers_lost_factor_is_replaced_a_day_after_staff_checked_who_asks_id_2() {
    for portal in portals().await {
        let stage = stage(&portal).await;
        // Typed as people write: an address in any case.
        portal.give_factor_back_by_name(&stage.rae, " Zoe@Example.ORG", CHECKED).await.unwrap();
        assert!(portal.session_of(&stage.session, here()).await.unwrap().is_none(), "ID-3");
        let mail = portal.practice_mails().await.unwrap().remove(0);
        assert_eq!(mail.to, "zoe@example.org");
        assert!(
            mail.body.contains("24 Nov 2026, 9:01") && mail.body.contains("This stops it"),
            "{}",
            mail.body
        );
        assert!(!mail.body.contains(CHECKED) && !mail.body.contains("http"), "{}", mail.body);
        assert_eq!(column(&portal, "SELECT checked FROM factor_resets").await, [CHECKED]);

        portal.clock().advance(DAY - 1);
        let (next, pending) = password_given(&portal, "zoe.sample").await;
        assert_eq!((next, pending.next(), pending.may_replace()), (NextStep::Code, NextStep::Code, true));
        assert_eq!(pending.may_replace_from(), Some(portal.clock().now().plus_seconds(1)));
        assert!(portal.second_factor_key(&pending).await.is_err(), "not yet");

        portal.clock().advance(1);
        let (next, pending) = password_given(&portal, "zoe.sample").await;
        assert_eq!((next, pending.may_replace_from()), (NextStep::SetUpSecondFactor, None));
        let key = portal.second_factor_key(&pending).await.unwrap().text;
        let ready = portal.confirm_second_factor(&pending, &app_code(&portal, &key)).await.unwrap();
        assert_eq!(ready.recovery_codes.len(), 10);
        assert!(told(&portal, 1).await[0].contains("You set up another second factor"));
        let zoe = portal.session_of(&ready.token, here()).await.unwrap().unwrap();

        portal.clock().advance(60);
        let (next, pending) = password_given(&portal, "zoe.sample").await;
        assert_eq!((next, pending.may_replace()), (NextStep::Code, false));
        for old in [app_code(&portal, &stage.key), stage.recovery_codes[0].clone()] {
            assert_eq!(refusal(portal.finish_sign_in(&pending, &old).await), Refusal::CodeWrong);
        }
        // She sees who did it.
        let others = ActivityWanted { only_others: true, before: None };
        let activity = portal.read_activity(&zoe, &stage.zoe, others).await.unwrap();
        let [line] = &activity.lines[..] else { panic!("{:?}", activity.lines) };
        let Told::Did { by: By::Other { name, role, .. }, action, .. } = &line.told else {
            panic!("{line:?}")
        };
        assert_eq!((name, *role), (&Name::whole("rae"), Role::ResourceManager));
        assert_eq!(*action, domain::consumer::Action::GiveFactorBack);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consumers_old_factor_stops_it_within_the_day_and_after_and_both_are_told_id_2() {
    for portal in portals().await {
        let mut stage = stage(&portal).await;
        for later in [0, DAY] {
            portal.give_factor_back(&stage.rae, &stage.zoe, CHECKED).await.unwrap();
            portal.clock().advance(later);
            let (_, pending) = password_given(&portal, "zoe.sample").await;
            assert_eq!(refusal(portal.finish_sign_in(&pending, "000000").await), Refusal::CodeWrong);
            let code = match later {
                0 => stage.recovery_codes.remove(0),
                _ => app_code(&portal, &stage.key),
            };
            portal.finish_sign_in(&pending, &code).await.unwrap();
            let mails = told(&portal, 2).await;
            assert!(
                mails[0].starts_with("rae@example.org: ") && mails[0].contains("was not reset"),
                "{mails:?}"
            );
            assert!(
                mails[1].starts_with("zoe@example.org: ") && mails[1].contains("stays as it is"),
                "{mails:?}"
            );
            portal.clock().advance(DAY);
            let (next, pending) = password_given(&portal, "zoe.sample").await;
            assert_eq!((next, pending.may_replace()), (NextStep::Code, false));
            assert!(portal.second_factor_key(&pending).await.is_err());
        }
        assert_eq!(column(&portal, "SELECT outcome FROM factor_resets").await, ["kept", "kept"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_says_whether_there_is_such_an_account_and_every_try_is_kept_id_2() {
    for portal in portals().await {
        let stage = stage(&portal).await;
        let give = async |name: &str, checked: &str| {
            portal.give_factor_back_by_name(&stage.rae, name, checked).await
        };
        // Without how it was checked nothing is done, whoever is meant.
        for name in ["zoe.sample", "nobody", "rae"] {
            assert_eq!(refusal(give(name, " ").await), Refusal::ReasonMissing, "{name}");
        }
        assert_eq!(leaves(&portal).await, 0);
        let mails = portal.practice_mails().await.unwrap().len();
        for name in ["nobody", "nobody@example.org", "zoe", "zoe%", "", "rae"] {
            give(name, CHECKED).await.unwrap();
        }
        assert_eq!((leaves(&portal).await, portal.practice_mails().await.unwrap().len()), (0, mails));
        let tried =
            "SELECT count(*) FROM audit_events WHERE action = 'reset_staff_factor' AND outcome = 'refused'";
        assert_eq!(count(&portal, tried).await, 9);
        // Twice is once, and without a factor nothing is given; both answers are the same.
        for _ in 0..2 {
            give("zoe.sample", CHECKED).await.unwrap();
        }
        assert_eq!(leaves(&portal).await, 1);
        run(&portal, "UPDATE factor_resets SET ended_at = 1, outcome = 'kept'").await;
        run(&portal, "UPDATE accounts SET totp_secret = NULL, totp_confirmed_at = NULL").await;
        give("zoe.sample", CHECKED).await.unwrap();
        assert_eq!(leaves(&portal).await, 1);
        let events = "SELECT outcome FROM audit_events WHERE action = 'give_factor_back' ORDER BY number";
        assert_eq!(column(&portal, events).await, ["done", "refused", "refused"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_desk_agent_is_told_what_is_missing_whoever_is_meant_id_2() {
    for portal in portals().await {
        stage(&portal).await;
        let ari = session(Actor::Staff(Role::ServiceDesk), "ari");
        let late = confirmed(&ari, portal.clock().now().minus_seconds(300));
        let long = "x".repeat(501);
        for name in ["zoe.sample", "zoe@example.org", "nobody", "rae", ""] {
            let missing = portal.give_factor_back_by_name(&ari, name, " ").await;
            assert_eq!(refusal(missing), Refusal::ReasonMissing, "{name}");
            assert_eq!(
                fields(portal.give_factor_back_by_name(&ari, name, &long).await),
                ["reason"],
                "{name}"
            );
            let late = portal.give_factor_back_by_name(&late, name, CHECKED).await;
            assert!(matches!(late, Err(Error::Denied(Denial::ConfirmAgain))), "{name}: {late:?}");
        }
        assert_eq!(leaves(&portal).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_assister_and_nobody_but_staff_gives_a_consumers_factor_back_gate_2() {
    for portal in portals().await {
        let stage = stage(&portal).await;
        cast(&portal).await;
        associate(&portal, &stage.zoe.0, "cy").await;
        let other = Role::Auditor;
        let auditor = session(Actor::Staff(other), "ola");
        let ada = administrator(&portal, "helpers").await;
        for session in [assister("bo"), consumer("ana"), ada, auditor] {
            for refused in [
                portal.give_factor_back(&session, &stage.zoe, CHECKED).await,
                portal.give_factor_back_by_name(&session, "zoe.sample", CHECKED).await,
                portal.give_factor_back_by_name(&session, "nobody", CHECKED).await,
            ] {
                let denied = matches!(refused, Err(Error::Denied(Denial::NoBasis)));
                assert!(denied, "{:?}: {refused:?}", session.actor());
            }
        }
        // Her own assister is known to her data, and is told that it is not part of the role.
        let refused = portal.give_factor_back(&assister("cy"), &stage.zoe, CHECKED).await;
        assert!(matches!(refused, Err(Error::Denied(Denial::NotThisRole))), "{refused:?}");
        let refused = portal.give_factor_back_by_name(&assister("cy"), "zoe.sample", CHECKED).await;
        assert!(matches!(refused, Err(Error::Denied(Denial::NoBasis))), "{refused:?}");
        let own = portal.session_of(&stage.session, here()).await.unwrap().unwrap();
        let refused = portal.give_factor_back(&own, &stage.zoe, CHECKED).await;
        assert!(matches!(refused, Err(Error::Denied(Denial::NotThisRole))), "{refused:?}");
        assert_eq!(leaves(&portal).await, 0);
        assert!(portal.session_of(&stage.session, here()).await.unwrap().is_some());

        // Not with a confirmation that is too old, whatever name is typed (ID-3).
        let late = confirmed(&stage.rae, portal.clock().now().minus_seconds(300));
        for name in ["zoe.sample", "nobody"] {
            let refused = portal.give_factor_back_by_name(&late, name, CHECKED).await;
            assert!(matches!(refused, Err(Error::Denied(Denial::ConfirmAgain))), "{refused:?}");
        }
        // A service desk agent may, and is told as little.
        let ari = session(Actor::Staff(Role::ServiceDesk), "ari");
        for name in ["nobody", "zoe.sample"] {
            portal.give_factor_back_by_name(&ari, name, CHECKED).await.unwrap();
        }
        assert_eq!(leaves(&portal).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleagues_lost_factor_is_given_back_by_another_one_and_nobodys_own_id_2() {
    for portal in portals().await {
        let stage = stage(&portal).await;
        let mia = NewStaff {
            role: Role::ResourceManager,
            name: "Mia Sample".into(),
            email: "mia@example.org".into(),
            username: "mia".into(),
            password: PASSWORD.into(),
        };
        portal.create_staff_account(&mia).await.unwrap();
        let signed_in = portal.sign_in("mia", PASSWORD, &here()).await.unwrap();
        let (token, key, _) = set_up(&portal, &signed_in).await;
        let mia = portal.session_of(&token, here()).await.unwrap().unwrap();
        portal.give_factor_back_by_name(&mia, "mia", CHECKED).await.unwrap();
        assert_eq!(leaves(&portal).await, 0, "nobody's own");
        // A service desk agent reaches consumers alone.
        let ari = session(Actor::Staff(Role::ServiceDesk), "ari");
        portal.give_factor_back_by_name(&ari, "mia", CHECKED).await.unwrap();
        assert_eq!(leaves(&portal).await, 0);

        portal.give_factor_back_by_name(&stage.rae, "Mia", CHECKED).await.unwrap();
        assert!(portal.session_of(&token, here()).await.unwrap().is_none(), "ID-3");
        assert!(told(&portal, 1).await[0].starts_with("mia@example.org: Another second factor"));
        let event = "SELECT subject || ' ' || target FROM audit_events WHERE action = 'reset_staff_factor' AND outcome = 'done'";
        let account: AccountKey = mia.account_key().clone();
        assert_eq!(column(&portal, event).await, [format!("roster {account}")]);
        portal.clock().advance(60);
        assert_eq!(password_given(&portal, "mia").await.0, NextStep::Code, "24 hours pass");
        portal.clock().advance(DAY);
        let (next, pending) = password_given(&portal, "mia").await;
        assert_eq!(next, NextStep::SetUpSecondFactor);
        let new = portal.second_factor_key(&pending).await.unwrap().text;
        portal.confirm_second_factor(&pending, &app_code(&portal, &new)).await.unwrap();
        portal.clock().advance(60);
        let (_, pending) = password_given(&portal, "mia").await;
        assert_eq!(
            refusal(portal.finish_sign_in(&pending, &app_code(&portal, &key)).await),
            Refusal::CodeWrong
        );
    }
}
