//! Against the official package: sign-in, a code twice, a foreign browser, a key rolled over, step-up, signing out.

use super::*;
use portal::sign_in::Heard;
use std::sync::Arc;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

const BO: &str = "account=bo&key=yes";

#[tokio::test(flavor = "multi_thread")]
async fn a_broker_signs_in_through_the_provider_with_or_without_its_second_factor_id_1_id_2() {
    let Some(provider) = real("http://127.0.0.1:9/oidc/logout") else { return };
    for portal in portals().await {
        let portal = with(&portal, config(&provider.issuer)).await;
        portal.link_identity("Bo@Example.org", "bo").await.unwrap();
        let told = portal.practice_mails().await.unwrap().remove(0);
        assert_eq!((&*told.to, &*told.subject), ("bo@example.org", "Your account was linked"));

        let came = Browser::default().at_provider(&portal, None, BO).await;
        let (token, next) = signed_in(finish(&portal, None, &came).await);
        assert_eq!(next, NextStep::Done);
        let session = session_of(&portal, &token).await.unwrap();
        assert_eq!(session.actor().role(), Role::Assister);
        let stored = "SELECT count(*) FROM sessions WHERE provider_link IS NOT NULL AND provider_sid <> ''";
        assert_eq!(count(&portal, stored).await, 1);

        // With a password alone there, the second factor is owed here, and the session that follows is the provider's too.
        let came = Browser::default().at_provider(&portal, None, "account=bo").await;
        let (token, next) = signed_in(finish(&portal, None, &came).await);
        assert_eq!(next, NextStep::SetUpSecondFactor);
        assert!(session_of(&portal, &token).await.is_none());
        assert!(portal.pending_sign_in(&token, here()).await.unwrap().is_some());
        let events = "SELECT action FROM audit_events WHERE subject LIKE 'account:%' ORDER BY number";
        let events = column(&portal, events).await;
        assert_eq!(events, ["link_identity", "sign_in_through_provider", "sign_in_at_provider"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_taken_once_in_time_and_from_its_own_browser_id_1() {
    let Some(provider) = real("http://127.0.0.1:9/oidc/logout") else { return };
    logging();
    for portal in portals().await {
        let portal = with(&portal, config(&provider.issuer)).await;
        portal.link_identity("bo@example.org", "bo").await.unwrap();
        let mut browser = Browser::default();
        let came = browser.at_provider(&portal, None, BO).await;
        let engine = if is_postgres(&portal) { "postgres" } else { "sqlite" };
        let mut case = 0;
        let mut refused = async |answer: Answer<'_>, reason: &str| {
            case += 1;
            let (before, name) = (standing(&portal).await, format!("{engine}-once-{case}"));
            let answer = portal.finish_at_provider(None, &answer, &from("192.0.2.7", &name)).await;
            assert_eq!(refusal(answer), Refusal::ProviderRefused, "{reason}");
            assert_eq!(reasons(&name), [reason]);
            assert_eq!(standing(&portal).await, before, "{reason}");
        };
        refused(Answer { token: "", ..came.answer() }, "state").await;
        refused(Answer { token: &"0".repeat(64), ..came.answer() }, "state").await;
        refused(Answer { state: "", ..came.answer() }, "state").await;
        refused(Answer { state: &came.token, ..came.answer() }, "state").await;
        assert_eq!(
            signed_in(finish(&portal, None, &came).await).1,
            NextStep::Done,
            "the right one still counts"
        );
        refused(came.answer(), "state").await;
        // The same code with another state: the provider gives nothing for it.
        let second = browser.at_provider(&portal, None, BO).await;
        refused(Answer { code: came.get("code"), ..second.answer() }, "code").await;
        let third = browser.at_provider(&portal, None, BO).await;
        refused(Answer { issuer: Some("https://somebody.example"), ..third.answer() }, "issuer").await;
        let fourth = browser.at_provider(&portal, None, BO).await;
        refused(Answer { issuer: None, ..fourth.answer() }, "issuer").await;
        let fifth = browser.at_provider(&portal, None, BO).await;
        portal.clock().advance(600);
        refused(fifth.answer(), "late").await;
        in_time(&portal);
        let cancelled = Browser::default().at_provider(&portal, None, "cancel=yes").await;
        refused(cancelled.answer(), "access_denied").await;
        assert_eq!(
            count(&portal, "SELECT count(*) FROM attempts WHERE scope = 'provider' AND failed = 1").await,
            10
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_was_rolled_over_is_found_and_looked_for_once_a_minute_id_1() {
    let Some(provider) = real("http://127.0.0.1:9/oidc/logout") else { return };
    logging();
    for portal in portals().await {
        let portal = with(&portal, config(&provider.issuer)).await;
        portal.link_identity("bo@example.org", "bo").await.unwrap();
        let mut browser = Browser::default();
        let came = browser.at_provider(&portal, None, BO).await;
        signed_in(finish(&portal, None, &came).await);
        browser.ask(&format!("{}/control/rollover", provider.issuer), None).await;
        // Within a minute of the last look nobody looks again.
        let came = Browser::default().at_provider(&portal, None, BO).await;
        assert_eq!(refusal(finish(&portal, None, &came).await), Refusal::ProviderRefused);
        let came = Browser::default().at_provider(&portal, None, BO).await;
        portal.clock().advance(59);
        portal.clock().advance(1);
        signed_in(finish(&portal, None, &came).await);
        in_time(&portal);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_up_at_the_provider_counts_when_its_person_signed_in_there_anew_id_3() {
    let Some(provider) = real("http://127.0.0.1:9/oidc/logout") else { return };
    logging();
    for portal in portals().await {
        let portal = with(&portal, config(&provider.issuer)).await;
        portal.link_identity("bo@example.org", "bo").await.unwrap();
        let mut browser = Browser::default();
        let came = browser.at_provider(&portal, None, BO).await;
        let (token, _) = signed_in(finish(&portal, None, &came).await);
        let session = session_of(&portal, &token).await.unwrap();
        assert!(portal.may_confirm_at_provider(&session).await.unwrap());

        // One factor there is not enough, and somebody else's is none.
        let weak = browser.at_provider(&portal, Some(&session), "account=bo").await;
        assert_eq!(refusal(finish(&portal, Some(&session), &weak).await), Refusal::ProviderOneFactor);
        let strange = Browser::default().at_provider(&portal, Some(&session), "account=cy&key=yes").await;
        assert_eq!(refusal(finish(&portal, Some(&session), &strange).await), Refusal::ProviderRefused);
        // Without its session, or with another one, an answer is nobody's.
        let nobody = browser.at_provider(&portal, Some(&session), BO).await;
        assert_eq!(refusal(finish(&portal, None, &nobody).await), Refusal::ProviderRefused);
        assert_eq!(count(&portal, "SELECT count(*) FROM sessions WHERE ended_at IS NULL").await, 1);

        // The provider asks again although the browser is signed in there.
        let began = portal.begin_at_provider(Some(&session), (BACK, "/settings"), &here()).await.unwrap();
        assert!(began.url.contains("prompt=login") && began.url.contains("max_age=0"), "{}", began.url);
        let right = browser.at_provider(&portal, Some(&session), BO).await;
        let Finished::Confirmed(stepped, next) = finish(&portal, Some(&session), &right).await.unwrap()
        else {
            panic!("not confirmed")
        };
        assert_eq!(next, "/consumers");
        assert!(session_of(&portal, &token).await.is_none(), "rotated");
        let session = session_of(&portal, &stepped).await.unwrap();
        assert!(session.is_confirmed_within(5, portal.clock().now()));
        let through = "SELECT count(*) FROM sessions WHERE ended_at IS NULL AND provider_link IS NOT NULL";
        assert_eq!(count(&portal, through).await, 1, "the session in its place is the provider's too");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_second_factor_is_a_passkey_gives_one_at_the_provider_too_id_2_id_3() {
    let Some(provider) = real("http://127.0.0.1:9/oidc/logout") else { return };
    for portal in portals().await {
        let portal = with(&portal, config(&provider.issuer)).await;
        let zoe = linking::zoe_signed_up(&portal).await;
        let account = &zoe.account_key().0;
        let link = format!(
            "INSERT INTO provider_links (link_key, account_key, issuer, subject, linked_at) \
             VALUES ('link', '{account}', '{}', 'zoe', 1)",
            provider.issuer
        );
        run(&portal, &link).await;
        let mut browser = Browser::default();
        let confirm = async |browser: &mut Browser, session: &Session, form: &str| {
            let came = browser.at_provider(&portal, Some(session), form).await;
            finish(&portal, Some(session), &came).await
        };
        let Ok(Finished::Confirmed(token, _)) = confirm(&mut browser, &zoe, "account=zoe").await else {
            panic!("a consumer without a second factor owes none")
        };
        let zoe = session_of(&portal, &token).await.unwrap();
        let passkey = format!(
            "INSERT INTO passkeys (passkey_key, account_key, credential_sha256, sealed, name, added_at) \
             SELECT 'passkey', '{account}', 'x', sealed, 'Phone', 1 FROM key_check"
        );
        run(&portal, &passkey).await;
        let weak = confirm(&mut browser, &zoe, "account=zoe").await;
        assert_eq!(refusal(weak), Refusal::ProviderOneFactor);
        let strong = confirm(&mut browser, &zoe, "account=zoe&key=yes").await;
        assert!(matches!(strong, Ok(Finished::Confirmed(..))), "{strong:?}");
    }
}

/// Takes what the provider posts, for the portal, until the test ends; gives the address, and what became of each.
async fn listening(portal: Arc<OnceLock<Portal>>) -> (String, tokio::sync::mpsc::UnboundedReceiver<Heard>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/oidc/logout", listener.local_addr().unwrap());
    let (tell, told) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut peer, _)) = listener.accept().await {
            let mut text = String::new();
            let mut piece = [0; 8_192];
            while !text.contains("logout_token=") {
                let read = peer.read(&mut piece).await.unwrap();
                text.push_str(std::str::from_utf8(&piece[..read]).unwrap());
                assert!(read > 0, "{text}");
            }
            let token = text.split("logout_token=").nth(1).unwrap().to_owned();
            let heard = portal.get().unwrap().heard_of_logout(&token, &here()).await.unwrap();
            let again = portal.get().unwrap().heard_of_logout(&token, &here()).await.unwrap();
            assert_eq!(again, Heard::Wrong, "a message is heard once");
            peer.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                .await
                .unwrap();
            tell.send(heard).unwrap();
        }
    });
    (address, told)
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_signs_out_at_the_provider_is_signed_out_here_on_every_server_id_3() {
    logging();
    for portal in portals().await {
        let heard_by = Arc::new(OnceLock::new());
        let (address, mut heard) = listening(heard_by.clone()).await;
        let Some(provider) = real(&address) else { return };
        let portal = with(&portal, config(&provider.issuer)).await;
        let elsewhere = second_process(&portal).await;
        in_time(&elsewhere);
        let elsewhere =
            with_profile(&elsewhere, |profile| profile.identity_provider = Some(config(&provider.issuer)));
        let elsewhere = elsewhere.with_identity_provider(SECRET.to_owned(), None).unwrap();
        // The message reaches one server, the browser uses another.
        heard_by.set(elsewhere).ok().unwrap();
        portal.link_identity("bo@example.org", "bo").await.unwrap();
        let (mut browser, mut other) = (Browser::default(), Browser::default());
        let came = browser.at_provider(&portal, None, BO).await;
        let (token, _) = signed_in(finish(&portal, None, &came).await);
        let came = other.at_provider(&portal, None, BO).await;
        let (kept, _) = signed_in(finish(&portal, None, &came).await);

        // Signing out here leads there, and only whoever came from there.
        let session = session_of(&portal, &token).await.unwrap();
        let away = portal.goodbye_at_provider(&session, HOME).await.unwrap().unwrap();
        assert!(away.starts_with(&format!("{}/session/end?", provider.issuer)), "{away}");
        assert!(!away.contains("id_token"), "nothing of a person stands in the address");
        let (at, page) = browser.follow(&away, None, HOME).await;
        let xsrf = page.body.split("name=\"xsrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let form = format!("xsrf={xsrf}&logout=yes");
        let confirm = format!("{}/session/end/confirm", provider.issuer);
        assert!(at.contains("/session/end"), "{at}");
        let (back, _) = browser.follow(&confirm, Some(&form), HOME).await;
        assert!(back.starts_with(HOME), "{back}");
        assert_eq!(heard.recv().await.unwrap(), Heard::Ended(1));
        assert!(session_of(&portal, &token).await.is_none(), "ended on the other server too");
        assert!(session_of(&portal, &kept).await.is_some(), "that of another device goes on");
        let ended = "SELECT count(*) FROM audit_events WHERE action = 'signed_out_at_provider'";
        assert_eq!(count(&portal, ended).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_is_down_says_so_at_once_and_is_found_again_id_1() {
    let Some(provider) = real("http://127.0.0.1:9/oidc/logout") else { return };
    let issuer = provider.issuer.clone();
    for portal in portals().await {
        // Nobody listens there.
        let down = with(&portal, config("http://127.0.0.1:1")).await;
        let begin =
            async |portal: &Portal| portal.begin_at_provider(None, (BACK, ""), &here()).await.map(drop);
        assert_eq!(refusal(begin(&down).await), Refusal::ProviderDown);
        let begun = std::time::Instant::now();
        assert_eq!(refusal(begin(&down).await), Refusal::ProviderDown);
        assert!(begun.elapsed().as_millis() < 500, "nobody asks again within five seconds");
        // The embedded way is there.
        rae_with_account(&down, PASSWORD).await;
        assert_eq!(down.sign_in("rae", PASSWORD, &here()).await.unwrap().next, NextStep::SetUpSecondFactor);
        // What was told once serves a while longer.
        let up = with_profile(&down, |profile| profile.identity_provider = Some(config(&issuer)));
        let up = up.with_identity_provider(SECRET.to_owned(), None).unwrap();
        begin(&up).await.unwrap();
    }
    // It went down after somebody had set out: the way back says so, and counts for nothing.
    let portal = with(&sqlite().await, config(&issuer)).await;
    portal.link_identity("bo@example.org", "bo").await.unwrap();
    let came = Browser::default().at_provider(&portal, None, BO).await;
    drop(provider);
    assert_eq!(refusal(finish(&portal, None, &came).await), Refusal::ProviderDown);
    portal.clock().advance(3_600);
    portal.begin_at_provider(None, (BACK, ""), &here()).await.unwrap();
    portal.clock().advance(24 * 3_600);
    assert_eq!(
        refusal(portal.begin_at_provider(None, (BACK, ""), &here()).await.map(drop)),
        Refusal::ProviderDown
    );
}
