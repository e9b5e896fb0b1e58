//! The limits of a session to the second, for every role, on every server (ID-3).

use super::*;
use domain::people::AccountKey;

const MINUTE: i64 = 60;
const HOUR: i64 = 3600;

/// Everybody who can be signed in, with the minutes after which the session ends unused.
const ROLES: &[(&str, &str, i64)] = &[
    ("consumer", "c", 30),
    ("assister", "a", 15),
    ("agency_administrator", "ad", 15),
    ("resource_manager", "r", 15),
    ("service_desk", "s", 15),
    ("auditor", "au", 15),
];

/// An account of each role with a session of each, made now; the token is the same letter 64 times.
async fn everybody(portal: &Portal) {
    for (place, (role, key, _)) in ROLES.iter().enumerate() {
        let now = portal.clock().now().0;
        let account = format!(
            "INSERT INTO accounts (account_key, role, username, email, given_name, family_name, created_at) \
             VALUES ('{key}', '{role}', '{key}', '{key}@example.org', 'Kim', 'Sample', 1); \
             INSERT INTO sessions (token_sha256, account_key, created_at, last_seen_at, confirmed_at, second_factor_due, ip, user_agent) \
             VALUES ('{}', '{key}', {now}, {now}, {now}, 0, '', '')",
            sha256(&token(place))
        );
        run(portal, &account).await;
    }
    run(
        portal,
        "INSERT INTO consumers (consumer_key, account_key, given_name, family_name, date_of_birth, created_at) \
         VALUES ('c', 'c', 'Kim', 'Sample', '1990-01-01', 1); \
         INSERT INTO assisters (assister_key, account_key, kind, state, given_name, family_name, email, public_phone, public_email, \
         languages, reference_number, npn, created_at) VALUES ('a', 'a', 'broker', 'active', 'Kim', 'Sample', 'a@example.org', \
         '', '', 'en', '2000011', '17500009', 1)",
    )
    .await;
}

fn token(place: usize) -> String {
    place.to_string().repeat(64)
}

async fn alive(portal: &Portal, place: usize) -> bool {
    portal.session_of(&token(place), here()).await.unwrap().is_some()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_roles_session_ends_at_the_second_of_its_limit_when_unused_id_3() {
    for portal in portals().await {
        everybody(&portal).await;
        let elsewhere = second_process(&portal).await;
        let mut passed = 0;
        for limit in [15, 30] {
            let before = limit * MINUTE - 1;
            for server in [&portal, &elsewhere] {
                server.clock().advance(before - passed);
            }
            for (place, (role, _, minutes)) in ROLES.iter().enumerate() {
                // A question that is no use: what was used now would last longer.
                let is_live = async |server: &Portal| {
                    server.session_unused(&token(place), here()).await.unwrap().is_some()
                };
                let (one, other) = (is_live(&portal).await, is_live(&elsewhere).await);
                assert_eq!(
                    (one, other),
                    (limit <= *minutes, limit <= *minutes),
                    "{role} at {limit} minutes less a second"
                );
            }
            for server in [&portal, &elsewhere] {
                server.clock().advance(1);
            }
            for (place, (role, _, minutes)) in ROLES.iter().enumerate() {
                let (one, other) = (
                    portal.session_unused(&token(place), here()).await.unwrap().is_some(),
                    elsewhere.session_unused(&token(place), here()).await.unwrap().is_some(),
                );
                assert_eq!((one, other), (limit < *minutes, limit < *minutes), "{role} at {limit} minutes");
            }
            passed = limit * MINUTE;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_roles_session_ends_at_the_second_of_the_absolute_limit_however_it_is_used_id_3() {
    for portal in portals().await {
        everybody(&portal).await;
        let elsewhere = second_process(&portal).await;
        let both = |seconds: i64| {
            portal.clock().advance(seconds);
            elsewhere.clock().advance(seconds);
        };
        for _ in 0..12 * 6 - 1 {
            both(10 * MINUTE);
            for place in 0..ROLES.len() {
                assert!(alive(&portal, place).await);
            }
        }
        both(10 * MINUTE - 1);
        for (place, (role, ..)) in ROLES.iter().enumerate() {
            let session = elsewhere.session_of(&token(place), here()).await.unwrap();
            let ends = session.unwrap_or_else(|| panic!("{role}")).ends().unwrap();
            assert!(ends.is_last());
            assert_eq!(ends.at.0, NOW + 12 * HOUR * 1_000_000, "{role}");
        }
        both(1);
        for (place, (role, ..)) in ROLES.iter().enumerate() {
            assert!(!alive(&portal, place).await && !alive(&elsewhere, place).await, "{role}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn when_a_session_ends_is_never_promised_later_than_it_does_id_3() {
    for portal in portals().await {
        everybody(&portal).await;
        for (place, (role, _, minutes)) in ROLES.iter().enumerate() {
            run(
                &portal,
                &format!("UPDATE sessions SET created_at = {0}, last_seen_at = {0}", portal.clock().now().0),
            )
            .await;
            // Seen within the minute: not written down, so the end stays where it was.
            portal.clock().advance(59);
            let ends = portal.session_of(&token(place), here()).await.unwrap().unwrap().ends().unwrap();
            let left = ends.at.seconds_since(portal.clock().now());
            assert_eq!(left, minutes * MINUTE - 59, "{role}");
            portal.clock().advance(left - 1);
            assert!(portal.session_unused(&token(place), here()).await.unwrap().is_some());
            portal.clock().advance(1);
            assert!(!alive(&portal, place).await, "{role}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn staying_counts_at_once_on_every_server_and_never_for_a_session_that_ended_id_3() {
    for portal in portals().await {
        everybody(&portal).await;
        let elsewhere = second_process(&portal).await;
        let session = portal.session_of(&token(1), here()).await.unwrap().unwrap();
        for server in [&portal, &elsewhere] {
            server.clock().advance(30);
        }
        let ends = portal.stay_signed_in(&session).await.unwrap().unwrap();
        assert_eq!(ends.at.seconds_since(portal.clock().now()), 15 * MINUTE);
        for server in [&portal, &elsewhere] {
            server.clock().advance(15 * MINUTE - 1);
        }
        assert!(elsewhere.session_unused(&token(1), here()).await.unwrap().is_some());
        elsewhere.end_session(&session).await.unwrap();
        assert_eq!(portal.stay_signed_in(&session).await.unwrap(), None);
        assert!(!alive(&portal, 1).await && !alive(&elsewhere, 1).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_an_ended_sessions_own_for_a_day_and_no_live_ones_id_3() {
    for portal in portals().await {
        everybody(&portal).await;
        let csrf = sha256(&format!("csrf:{}", token(1)));
        let late = async |token: &str, csrf: &str| portal.late(token, csrf, &here()).await.unwrap();
        assert!(late(&token(1), &csrf).await.is_none(), "it has not ended");
        portal.clock().advance(15 * MINUTE);
        let found = late(&token(1), &csrf).await.unwrap();
        assert_eq!(found.person.account_key, AccountKey("a".to_owned()));
        for (token, csrf) in [
            (token(2), csrf.clone()),
            (token(1), String::new()),
            (token(9), csrf.clone()),
            ("x".into(), csrf.clone()),
        ] {
            assert!(late(&token, &csrf).await.is_none());
        }
        run(&portal, "UPDATE sessions SET second_factor_due = 1").await;
        assert!(late(&token(1), &csrf).await.is_none(), "nobody was signed in with it");
        run(&portal, "UPDATE sessions SET second_factor_due = 0").await;
        portal.clock().advance(24 * HOUR);
        assert!(late(&token(1), &csrf).await.is_some());
        portal.clock().advance(1);
        assert!(late(&token(1), &csrf).await.is_none());
    }
}
