//! What a session goes by that began or was confirmed at the provider (ID-2, ID-3): how recent it is, what the provider calls
//! it, and whether its person is one who confirms there at all.

use super::{
    wrong::{say, wrong},
    *,
};
use domain::people::AssisterKey;
use portal::sign_in::{Heard, SecondFactorReady};

fn app_code(portal: &Portal, key: &str) -> String {
    let secret = totp_rs::Secret::try_from_base32(key.replace(' ', "")).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    totp.generate(u64::try_from(portal.clock().now().0 / 1_000_000).unwrap()).to_string()
}

/// Signs in through the provider.
async fn through(portal: &Portal) -> (String, NextStep) {
    in_time(portal);
    let came = Browser::default().at_provider(portal, None, "").await;
    signed_in(finish(portal, None, &came).await)
}

/// Sets Bo's app up, who signed in at the provider with one factor.
async fn set_up(portal: &Portal) -> SecondFactorReady {
    let (token, next) = through(portal).await;
    assert_eq!(next, NextStep::SetUpSecondFactor);
    let pending = portal.pending_sign_in(&token, here()).await.unwrap().unwrap();
    let key = portal.second_factor_key(&pending).await.unwrap().text;
    portal.confirm_second_factor(&pending, &app_code(portal, &key)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_given_here_makes_no_sign_in_at_the_provider_more_recent_id_3() {
    let Some(provider) = wrong() else { return };
    for portal in portals().await {
        let portal = with(&portal, config(&provider.issuer)).await;
        portal.link_identity("bo@example.org", "bo").await.unwrap();
        say(&provider, "fault/one_factor_long_ago").await;
        let ready = set_up(&portal).await;
        let (token, next) = through(&portal).await;
        assert_eq!(next, NextStep::Code);
        let pending = portal.pending_sign_in(&token, here()).await.unwrap().unwrap();
        let token = portal.finish_sign_in(&pending, &ready.recovery_codes[0]).await.unwrap();
        for token in [token, ready.token] {
            let session = session_of(&portal, &token).await.unwrap();
            let confirmed_within = |minutes| session.is_confirmed_within(minutes, portal.clock().now());
            assert!(!confirmed_within(54) && confirmed_within(56), "it was 55 minutes ago");
        }
        say(&provider, "fault/none").await;
    }
}

/// Confirms who is signed in; gives the new token.
async fn confirmed_there(portal: &Portal, session: &Session) -> String {
    in_time(portal);
    let came = Browser::default().at_provider(portal, Some(session), "").await;
    match finish(portal, Some(session), &came).await.unwrap() {
        Finished::Confirmed(token, _) => token,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_confirmed_at_the_provider_ends_by_the_name_that_it_has_there_now_id_3() {
    let Some(provider) = wrong() else { return };
    for portal in portals().await {
        let portal = with(&portal, config(&provider.issuer)).await;
        portal.link_identity("bo@example.org", "bo").await.unwrap();
        for (number, message) in ["sub_and_sid", "sid_alone"].into_iter().enumerate() {
            say(&provider, &format!("sid/before-{message}")).await;
            let (token, _) = through(&portal).await;
            say(&provider, &format!("sid/now-{message}")).await;
            let session = session_of(&portal, &token).await.unwrap();
            let token = confirmed_there(&portal, &session).await;
            let session = session_of(&portal, &token).await.unwrap();
            assert!(session.is_confirmed_within(5, portal.clock().now()));
            let message = say(&provider, &format!("logout-token/{message}")).await;
            assert_eq!(portal.heard_of_logout(&message, &here()).await.unwrap(), Heard::Ended(1));
            assert!(session_of(&portal, &token).await.is_none());
            let events = "SELECT subject FROM audit_events WHERE action = 'signed_out_at_provider'";
            assert_eq!(column(&portal, events).await, vec!["account:account-bo"; number + 1]);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_factor_at_the_provider_ends_the_leave_to_set_up_another_one_here_id_2() {
    let Some(provider) = wrong() else { return };
    for portal in portals().await {
        let portal = with(&portal, config(&provider.issuer)).await;
        portal.link_identity("bo@example.org", "bo").await.unwrap();
        say(&provider, "fault/one_factor_long_ago").await;
        set_up(&portal).await;
        say(&provider, "fault/none").await;
        let give = async || {
            let rae = confirmed(&resource_manager(), portal.clock().now());
            portal.reset_second_factor(&rae, &AssisterKey("bo".into()), "Called back.").await.unwrap();
        };
        give().await;
        let (token, next) = through(&portal).await;
        assert_eq!(next, NextStep::Done);
        assert_eq!(column(&portal, "SELECT outcome FROM factor_resets").await, ["kept"]);
        let told = portal.practice_mails().await.unwrap().remove(0);
        assert!(told.to == "bo@example.org" && told.subject.contains("stays as it is"), "{told:?}");
        // And whoever confirms there in a session that went on.
        give().await;
        run(
            &portal,
            &format!(
                "UPDATE sessions SET ended_at = NULL WHERE token_sha256 = '{}'",
                door::token_hash(&token)
            ),
        )
        .await;
        let session = session_of(&portal, &token).await.unwrap();
        confirmed_there(&portal, &session).await;
        assert_eq!(column(&portal, "SELECT outcome FROM factor_resets").await, ["kept", "kept"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_signs_in_through_the_provider_no_longer_confirms_there_either_id_1_id_3() {
    let Some(provider) = wrong() else { return };
    logging();
    for portal in portals().await {
        let engine = if is_postgres(&portal) { "postgres" } else { "sqlite" };
        let portal = with(&portal, config(&provider.issuer)).await;
        portal.link_identity("bo@example.org", "bo").await.unwrap();
        let (token, _) = through(&portal).await;
        let session = session_of(&portal, &token).await.unwrap();
        let on_the_way = Browser::default().at_provider(&portal, Some(&session), "").await;
        let others = IdentityProvider { roles: vec![Role::Consumer], ..config(&provider.issuer) };
        let narrowed = with_profile(&portal, |profile| profile.identity_provider = Some(others));
        let narrowed = narrowed.with_identity_provider(SECRET.to_owned(), None).unwrap();
        assert!(!narrowed.may_confirm_at_provider(&session).await.unwrap());
        let begun = narrowed.begin_at_provider(Some(&session), (BACK, "/settings"), &here()).await;
        assert!(matches!(begun, Err(Error::NotFound)), "{begun:?}");
        let name = format!("{engine}-narrowed");
        let context = from("192.0.2.3", &name);
        let session = portal.session_of(&token, context.clone()).await.unwrap().unwrap();
        let back = narrowed.finish_at_provider(Some(&session), &on_the_way.answer(), &context).await;
        assert_eq!(refusal(back), Refusal::ProviderRefused);
        assert_eq!(reasons(&name), ["not_of_this_role"]);
        assert!(session_of(&portal, &token).await.is_some(), "nothing was changed");
    }
}
