//! Passwords and sessions: what ends when, on every server (ID-1, ID-3).

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_ends_all_other_sessions_at_once_on_every_server_id_3() {
    for portal in portals().await {
        let second = second_process(&portal).await;
        let token = signed_up(&portal, "zoe.sample", "zoe@example.org").await;
        let zoe = session_of(&portal, &token).await.unwrap();
        let elsewhere = portal.sign_in("zoe.sample", PASSWORD, &here()).await.unwrap().token;
        assert!(session_of(&second, &elsewhere).await.is_some());
        let before = mails(&portal).await.len();
        let change = async |old: &str, new: &str| {
            portal.change_password(&zoe, &typed(&[("old_password", old), ("password", new)])).await
        };
        assert_eq!(fields(change("", "").await), ["old_password", "password"]);
        for (new, why) in [
            ("short", "short"),
            ("zoe.sample rides", "tells"),
            ("Password2026!", "common"),
            (PASSWORD, "same"),
        ] {
            assert_eq!(fields(change(PASSWORD, new).await), ["password"], "{why}");
        }
        assert_eq!(refusal(change("not my password 9", OTHER).await), Refusal::PasswordWrong);
        assert!(session_of(&second, &elsewhere).await.is_some(), "nothing was changed so far");

        let rotated = change(PASSWORD, OTHER).await.unwrap();
        for gone in [&token, &elsewhere] {
            assert!(session_of(&portal, gone).await.is_none() && session_of(&second, gone).await.is_none());
        }
        assert!(session_of(&second, &rotated).await.is_some());
        assert_eq!(refusal(portal.sign_in("zoe.sample", PASSWORD, &here()).await), Refusal::SignInFailed);
        assert!(portal.sign_in("zoe.sample", OTHER, &here()).await.is_ok());
        assert_eq!(told(&portal, before).await, ["zoe@example.org: Your password was changed"]);
        assert_eq!(events(&portal, "change_password").await, (1, 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_is_no_confirmation_of_the_second_factor_id_3() {
    for portal in portals().await {
        let zoe = zoe(&portal).await;
        portal.clock().advance(200);
        let passwords = typed(&[("old_password", PASSWORD), ("password", OTHER)]);
        let token = portal.change_password(&zoe, &passwords).await.unwrap();
        portal.clock().advance(100);
        let zoe = session_of(&portal, &token).await.unwrap();
        let late = portal.end_other_sessions(&zoe).await;
        assert!(matches!(late, Err(Error::Denied(Denial::ConfirmAgain))), "five minutes since the sign-in");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_present_password_cannot_be_guessed_id_4() {
    for portal in portals().await {
        let zoe = zoe(&portal).await;
        let mut compared = 0;
        for _ in 0..10 {
            let typed = typed(&[("old_password", "not my password 9"), ("password", OTHER)]);
            compared +=
                usize::from(refusal(portal.change_password(&zoe, &typed).await) == Refusal::PasswordWrong);
        }
        assert_eq!(compared, 5, "then the waits begin");
        assert_eq!(events(&portal, "change_password").await, (0, 10));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_sees_where_one_is_signed_in_and_ends_one_or_all_others_id_3() {
    for portal in portals().await {
        let second = second_process(&portal).await;
        let zoe = zoe(&portal).await;
        portal.clock().advance(1);
        let at_home = RequestContext { ip: "2001:db8:1:2:3:4:5:6".into(), ..here() };
        let home = portal.sign_in("zoe.sample", PASSWORD, &at_home).await.unwrap().token;
        portal.clock().advance(1);
        let work = portal.sign_in("zoe.sample", PASSWORD, &here()).await.unwrap().token;
        let seen = portal.read_settings(&zoe).await.unwrap().sessions;
        assert_eq!(seen.iter().map(|one| one.is_this).collect::<Vec<_>>(), [false, false, true]);
        assert_eq!((seen[1].ip.as_str(), seen[2].ip.as_str()), ("2001:db8:1:2:3:4:5:6", "192.0.2.1"));

        portal.end_own_session(&zoe, &seen[1].token_sha256).await.unwrap();
        assert!(session_of(&second, &home).await.is_none(), "at once, on every server");
        assert_eq!(refusal(portal.end_own_session(&zoe, &seen[1].token_sha256).await), Refusal::SessionEnded);
        assert_eq!(portal.end_other_sessions(&zoe).await.unwrap(), 1);
        assert!(session_of(&second, &work).await.is_none());
        assert_eq!(portal.read_settings(&zoe).await.unwrap().sessions.len(), 1);
        assert_eq!(events(&portal, "end_sessions").await, (2, 1));

        // Somebody else's session is none of hers.
        let max = signed_up(&portal, "max.sample", "max@example.net").await;
        let of_max = session_of(&portal, &max).await.unwrap();
        assert_eq!(refusal(portal.end_own_session(&zoe, of_max.token_sha256()).await), Refusal::SessionEnded);
        portal.end_other_sessions(&zoe).await.unwrap();
        assert!(session_of(&portal, &max).await.is_some());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_that_ended_by_themselves_are_not_shown_id_3() {
    for portal in portals().await {
        signed_up(&portal, "zoe.sample", "zoe@example.org").await;
        portal.clock().advance(30 * 60);
        let zoe = signed_in(&portal, "zoe.sample", PASSWORD).await;
        assert_eq!(portal.read_settings(&zoe).await.unwrap().sessions.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspension_ends_an_assisters_sessions_on_every_server_cert_7() {
    for portal in portals().await {
        cast(&portal).await;
        let second = second_process(&portal).await;
        run(
            &portal,
            "INSERT INTO accounts (account_key, role, username, email, given_name, family_name, created_at) \
             VALUES ('account-bo', 'assister', 'bo', 'bo@example.org', 'Bo', 'Lind', 1); \
             UPDATE assisters SET account_key = 'account-bo' WHERE assister_key = 'bo'",
        )
        .await;
        let bo = portal.sign_in_as_persona("bo", &here()).await.unwrap();
        let bo =
            [bo.clone(), portal.step_up(&session_of(&portal, &bo).await.unwrap(), "", "").await.unwrap()];
        assert!(session_of(&second, &bo[0]).await.is_none() && session_of(&second, &bo[1]).await.is_some());
        portal.suspend(&resource_manager(), &AssisterKey("bo".into()), "Asked to stop").await.unwrap();
        assert!(session_of(&second, &bo[1]).await.is_none(), "the rotated one too");
    }
}
