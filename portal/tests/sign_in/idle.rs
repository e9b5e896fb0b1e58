//! Accounts of assisters that nobody uses (CERT-8): closed after sixty days, opened again by staff.

use super::*;
use domain::{certification::Step, people::AssisterKey};

const DAY: i64 = 86_400;

/// Gil's account, activated and set up now; gives the key of the second factor.
async fn gil(portal: &Portal) -> String {
    invited(portal).await;
    let signed_in = portal.activate_assister(CODE, &chosen("gil.sample", PASSWORD), &here()).await.unwrap();
    set_up(portal, &signed_in).await.1
}

/// Signs in, with the code that is due now.
async fn signs_in(portal: &Portal, key: &str) -> Result<String, Error> {
    let signed_in = portal.sign_in("gil.sample", PASSWORD, &here()).await?;
    let pending = portal.pending_sign_in(&signed_in.token, here()).await?.unwrap();
    portal.finish_sign_in(&pending, &app_code(portal, key)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_nobody_used_for_sixty_days_is_closed_until_staff_open_it_cert_8() {
    for portal in portals().await {
        let key = gil(&portal).await;
        portal.clock().advance(60 * DAY - 1);
        signs_in(&portal, &key).await.unwrap();
        portal.clock().advance(60 * DAY - 1);
        // A password alone is no use: whoever gives the second factor up stays away.
        portal.sign_in("gil.sample", PASSWORD, &here()).await.unwrap();
        portal.clock().advance(1);
        assert_eq!(refusal(signs_in(&portal, &key).await), Refusal::AccountIdle);
        // Whoever does not know the password learns nothing.
        let wrong = portal.sign_in("gil.sample", "another lantern 42", &here()).await;
        assert_eq!(refusal(wrong), Refusal::SignInFailed);

        let (rae, assister) = (resource_manager(), AssisterKey("gil".into()));
        let account = portal.read_assister(&rae, &assister).await.unwrap();
        assert_eq!(account.closed_since, Some(portal.clock().now()));
        assert_eq!(refusal(portal.open_account(&rae, &assister, " ").await), Refusal::ReasonMissing);
        portal.open_account(&rae, &assister, "called, back from leave").await.unwrap();
        let account = portal.read_assister(&rae, &assister).await.unwrap();
        assert_eq!((account.closed_since, account.history[0].transition), (None, Step::Open));
        let again = portal.open_account(&rae, &assister, "again").await;
        assert_eq!(refusal(again), Refusal::IllegalTransition);
        signs_in(&portal, &key).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_profile_says_after_how_many_days_and_nobody_else_is_closed_out_cert_8() {
    for portal in portals().await {
        let key = gil(&portal).await;
        zoe_signed_up(&portal).await;
        portal.clock().advance(400 * DAY);
        assert_eq!(refusal(signs_in(&portal, &key).await), Refusal::AccountIdle);
        portal.sign_in("zoe.sample", PASSWORD, &here()).await.unwrap();
        let never = with_profile(&portal, |profile| profile.accounts.idle_days_assister = 0);
        signs_in(&never, &key).await.unwrap();
    }
}
