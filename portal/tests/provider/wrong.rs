//! Against a provider that does one thing wrong, with real keys.

use super::*;
use portal::sign_in::Heard;

pub fn wrong() -> Option<Served> {
    logging();
    served("wrong_provider.mjs", "")
}

pub async fn say(provider: &Served, path: &str) -> String {
    let page = Browser::default().ask(&format!("{}/{path}", provider.issuer), None).await;
    match page.body.split_once("\r\n") {
        // In pieces: their lengths stand in lines of their own.
        Some((_, rest)) => rest.split("\r\n").next().unwrap().to_owned(),
        None => page.body,
    }
}

/// What is wrong, and what the log calls it.
const FAULTS: &[(&str, &str)] = &[
    ("audience", "audience"),
    ("audience_more", "audience"),
    ("authorized_party", "authorized_party"),
    ("nonce", "nonce"),
    ("no_nonce", "nonce"),
    ("issuer", "issuer"),
    ("expired", "expired"),
    ("issued_long_ago", "issued_at"),
    ("issued_tomorrow", "issued_at"),
    ("unsigned", "unsigned"),
    ("none_with_signature", "unsigned"),
    ("hs256_public_key", "algorithm"),
    ("hs256_secret", "algorithm"),
    ("rs512", "algorithm"),
    ("foreign_key", "signature"),
    ("other_algorithm", "signature"),
    ("unknown_key", "key"),
    ("critical", "claims"),
    ("truncated", "signature"),
    ("broken", "unreadable"),
    ("no_token", "no_token"),
    ("no_subject", "unreadable"),
    ("no_auth_time", "no_auth_time"),
    ("old_auth_time", "auth_time"),
    ("long_subject", "subject"),
    ("user_info", "user_info"),
    ("answer_issuer", "issuer"),
];

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_wrong_with_a_token_is_refused_with_its_reason_and_changes_nothing_id_1() {
    let Some(provider) = wrong() else { return };
    for portal in portals().await {
        let engine = if is_postgres(&portal) { "postgres" } else { "sqlite" };
        let portal = with(&portal, config(&provider.issuer)).await;
        portal.link_identity("bo@example.org", "bo").await.unwrap();
        for right in ["none", "es256", "ps256"] {
            say(&provider, &format!("fault/{right}")).await;
            in_time(&portal);
            let came = Browser::default().at_provider(&portal, None, "").await;
            assert_eq!(signed_in(finish(&portal, None, &came).await).1, NextStep::Done, "{right}");
        }
        let before = standing(&portal).await;
        for (number, (fault, reason)) in FAULTS.iter().enumerate() {
            in_time(&portal);
            say(&provider, &format!("fault/{fault}")).await;
            let came = Browser::default().at_provider(&portal, None, "").await;
            let name = format!("{engine}-{fault}");
            let context = from(&format!("192.0.2.{}", number + 10), &name);
            let answer = portal.finish_at_provider(None, &came.answer(), &context).await;
            assert_eq!(refusal(answer), Refusal::ProviderRefused, "{fault}");
            assert_eq!(reasons(&name), [*reason], "{fault}");
            assert_eq!(standing(&portal).await, before, "{fault}");
        }
        let counted = "SELECT count(*) FROM attempts WHERE scope = 'provider' AND failed = 1";
        assert_eq!(count(&portal, counted).await, i64::try_from(FAULTS.len()).unwrap());
        say(&provider, "fault/none").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_says_it_is_another_is_refused_before_anybody_goes_there_id_1() {
    let Some(provider) = wrong() else { return };
    for portal in portals().await {
        let engine = if is_postgres(&portal) { "postgres" } else { "sqlite" };
        for (fault, reason, told) in [
            ("metadata_issuer", "metadata_issuer", Refusal::ProviderRefused),
            ("metadata_endpoint", "address", Refusal::ProviderRefused),
            ("failing", "down", Refusal::ProviderDown),
            ("silent", "down", Refusal::ProviderDown),
        ] {
            say(&provider, &format!("fault/{fault}")).await;
            let asking =
                with_profile(&portal, |profile| profile.identity_provider = Some(config(&provider.issuer)));
            let asking = asking.with_identity_provider(SECRET.to_owned(), None).unwrap();
            let name = format!("{engine}-begin-{fault}");
            let begun = std::time::Instant::now();
            let answer =
                asking.begin_at_provider(None, (BACK, ""), &from("192.0.2.1", &name)).await.map(drop);
            assert_eq!(refusal(answer), told, "{fault}");
            assert_eq!(reasons(&name), [reason], "{fault}");
            assert!(begun.elapsed().as_secs() < 11, "{fault}: never a hang");
        }
        say(&provider, "fault/none").await;
        assert_eq!(count(&portal, "SELECT count(*) FROM provider_errands").await, 0);
    }
}

/// What is wrong with a logout token, and what the log calls it.
const LOGOUT_FAULTS: &[(&str, &str)] = &[
    ("issuer", "issuer"),
    ("audience", "audience"),
    ("expired", "expired"),
    ("no_expiry", "unreadable"),
    ("issued_long_ago", "issued_at"),
    ("nonce", "nonce"),
    ("no_event", "event"),
    ("other_event", "event"),
    ("no_subject", "subject"),
    ("no_name", "name"),
    ("id_token", "type"),
    ("critical", "type"),
    ("unsigned", "algorithm"),
    ("hs256_public_key", "algorithm"),
    ("foreign_key", "signature"),
    ("unknown_key", "key"),
    ("truncated", "signature"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_logout_token_that_is_wrong_ends_nothing_and_is_counted_id_3() {
    let Some(provider) = wrong() else { return };
    for portal in portals().await {
        let engine = if is_postgres(&portal) { "postgres" } else { "sqlite" };
        let portal = with(&portal, config(&provider.issuer)).await;
        portal.link_identity("bo@example.org", "bo").await.unwrap();
        say(&provider, "fault/none").await;
        let sign_in = async || {
            in_time(&portal);
            let came = Browser::default().at_provider(&portal, None, "").await;
            signed_in(finish(&portal, None, &came).await).0
        };
        let token = sign_in().await;
        for (fault, reason) in LOGOUT_FAULTS {
            in_time(&portal);
            let message = say(&provider, &format!("logout-token/{fault}")).await;
            let name = format!("{engine}-logout-{fault}");
            let heard = portal.heard_of_logout(&message, &from("192.0.2.200", &name)).await.unwrap();
            assert_eq!((heard, reasons(&name)), (Heard::Wrong, vec![(*reason).to_owned()]), "{fault}");
        }
        for nothing in ["", "x", "a.b", "a.b.c.d", &"x".repeat(100_000)] {
            let heard = portal.heard_of_logout(nothing, &from("192.0.2.200", "nothing")).await.unwrap();
            assert_eq!(heard, Heard::Wrong);
        }
        assert!(session_of(&portal, &token).await.is_some());
        let counted = "SELECT count(*) FROM attempts WHERE scope = 'provider_message' AND failed = 1";
        let wrong = i64::try_from(LOGOUT_FAULTS.len() + 5).unwrap();
        assert_eq!(count(&portal, counted).await, wrong);
        // The right one ends all of its subject's, once; then it is known.
        for right in ["none", "es256"] {
            let token = sign_in().await;
            in_time(&portal);
            let message = say(&provider, &format!("logout-token/{right}")).await;
            let heard = portal.heard_of_logout(&message, &from("192.0.2.201", right)).await.unwrap();
            assert!(matches!(heard, Heard::Ended(1..)), "{right}: {heard:?}");
            assert!(session_of(&portal, &token).await.is_none());
            let again = portal.heard_of_logout(&message, &from("192.0.2.201", right)).await.unwrap();
            assert_eq!(again, Heard::Wrong);
        }
        assert!(session_of(&portal, &token).await.is_none());
    }
}
