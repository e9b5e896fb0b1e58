//! A sign-in that is under way while the password changes (ID-3): the password of before opens nothing afterwards.

use super::*;

const OTHER: &str = "another lantern river 43";

/// Signs in with this password until it is refused.
async fn signs_in_on_and_on(portal: Portal, password: &'static str) {
    loop {
        match portal.sign_in("zoe.sample", password, &here()).await {
            Err(Error::Refused(Refusal::SignInFailed | Refusal::TooManySignIns)) => return,
            // A busy database lets nobody in.
            Ok(_) | Err(Error::Database(_) | Error::Unavailable(_)) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
}

/// The live sessions after the password was changed while others signed in with it on two servers.
async fn after(portal: &Portal, old: &'static str, change: impl AsyncFnOnce()) -> Vec<String> {
    let servers = [portal.clone(), second_process(portal).await];
    let signing_in: Vec<_> =
        (0..6).map(|i| tokio::spawn(signs_in_on_and_on(servers[i % 2].clone(), old))).collect();
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    change().await;
    for one in signing_in {
        one.await.unwrap();
    }
    column(portal, "SELECT token_sha256 FROM sessions WHERE ended_at IS NULL").await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_sign_in_with_the_old_password_outlives_its_change_id_3() {
    for portal in portals().await {
        let token = zoe_signed_up(&portal).await;
        let zoe = portal.session_of(&token, here()).await.unwrap().unwrap();
        let mut rotated = String::new();
        let passwords = typed(&[("old_password", PASSWORD), ("password", OTHER)]);
        let live = after(&portal, PASSWORD, async || {
            rotated = portal.change_password(&zoe, &passwords).await.unwrap();
        })
        .await;
        assert_eq!(live, [door::token_hash(&rotated)]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_sign_in_with_the_old_password_outlives_its_reset_id_3() {
    for portal in portals().await {
        zoe_signed_up(&portal).await;
        let token = portal.ask_password_reset("zoe.sample", &here()).await.unwrap();
        portal.prove_password_reset(&token, &newest_code(&portal).await, &here()).await.unwrap();
        let live = after(&portal, PASSWORD, async || {
            portal.reset_password(&token, &typed(&[("password", OTHER)]), &here()).await.unwrap();
        })
        .await;
        assert!(live.is_empty(), "{live:?}");
    }
}
