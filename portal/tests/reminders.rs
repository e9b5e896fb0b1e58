//! Reminders before a lapse (CERT-8) on both databases: a year run forward day by day, and every lapse foretold.

use jiff::{ToSpan, civil::Date};
use portal::{Portal, testing::*};

const DAY: i64 = 86_400;

/// Reminders to somebody so far, as the last day that each names and the day on which it was written.
async fn reminders(portal: &Portal, assister: &str) -> Vec<(String, i64)> {
    let sql = format!(
        "SELECT lapse || ' ' || last_day || ' ' || CAST(days AS TEXT) FROM reminders WHERE assister_key = '{assister}' \
         ORDER BY lapse, last_day, days DESC"
    );
    let line = |line: String| {
        let (what, days) = line.rsplit_once(' ').unwrap_or_default();
        (what.to_owned(), days.parse().unwrap_or_default())
    };
    column(portal, &sql).await.into_iter().map(line).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_lapse_of_a_year_is_foretold_at_sixty_thirty_and_seven_days_once_each() {
    for portal in portals().await {
        cast(&portal).await;
        let start = portal.today();
        let day = |days: i64| -> Date { start.saturating_add(days.days()) };
        run(
            &portal,
            &format!(
                "UPDATE assisters SET certified_until = '{}', license_until = '{}' WHERE assister_key = 'bo'; \
                 UPDATE assisters SET certified_until = '{}' WHERE assister_key = 'nia'; \
                 UPDATE assisters SET state = 'suspended' WHERE assister_key = 'cam'; \
                 UPDATE agencies SET contract_until = '{}' WHERE agency_key = 'helpers'",
                day(200),
                day(100),
                day(20),
                day(300)
            ),
        )
        .await;
        for _ in 0..365 {
            portal.remind().await.unwrap();
            // Again on the same day, and from a second server: nothing goes out twice.
            assert_eq!(portal.remind().await.unwrap(), 0);
            portal.clock().advance(DAY);
        }
        let of = |lapse: &str, last: i64, days: &[i64]| {
            days.iter().map(|days| (format!("{lapse} {}", day(last)), *days)).collect::<Vec<_>>()
        };
        let bo = [of("certification", 200, &[60, 30, 7]), of("license", 100, &[60, 30, 7])].concat();
        assert_eq!(reminders(&portal, "bo").await, bo);
        // What ends in twenty days when the portal begins is told with the reminder of thirty.
        let nia = [of("certification", 20, &[30, 7]), of("contract", 300, &[60, 30, 7])].concat();
        assert_eq!(reminders(&portal, "nia").await, nia);
        assert!(reminders(&portal, "cam").await.is_empty(), "who is suspended is not reminded");
        let mails = portal.practice_mails().await.unwrap();
        let told = |to: &str| mails.iter().filter(|mail| mail.to == to).count();
        assert_eq!((told("bo@example.org"), told("nia@example.org")), (6, 5));
        // The agency of both navigators; Di's own certification has lapsed long ago.
        assert_eq!(told("kim@example.org"), 5 + 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_says_by_when_to_renew_by_the_exchanges_calendar_cert_8() {
    for portal in portals().await {
        cast(&portal).await;
        let renewal = portal.profile().renewal_ahead(portal.today()).unwrap();
        let until = renewal.lapses;
        run(
            &portal,
            &format!(
                "UPDATE assisters SET certified_until = '{until}', license_until = '2036-01-01'; \
                 UPDATE assisters SET state = 'suspended' WHERE assister_key <> 'bo'"
            ),
        )
        .await;
        let days = async |day: Date| {
            let seconds = DAY * i64::from((day - portal.today()).get_days());
            portal.clock().advance(seconds);
            portal.remind().await.unwrap();
            let mails = portal.practice_mails().await.unwrap();
            mails.into_iter().find(|mail| mail.to == "bo@example.org").unwrap().body
        };
        let before = days(until.saturating_sub(60.days())).await;
        assert!(before.contains("Please renew it by 15 Oct 2027."), "{before}");
        // The day by which it was due is over.
        let after = days(until.saturating_sub(7.days())).await;
        assert!(after.contains("Please renew it by 31 Oct 2027."), "{after}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn resource_managers_are_told_once_that_a_token_ends_in_fourteen_days_id_3() {
    for portal in portals().await {
        cast(&portal).await;
        let now = portal.clock().now();
        let make = async |name: &str, days: i64, revoked: &str| {
            let until = now.plus_seconds(days * DAY).0;
            let sql = format!(
                "INSERT INTO tokens (token_key, token_sha256, name, kind, scope, account_key, created_at, expires_at, revoked_at) \
                 VALUES ('{name}', '{name}', '{name}', 'broker', 'write', 'account-mia', 1, {until}, {revoked})"
            );
            run(&portal, &sql).await;
        };
        for (name, disabled) in [("mia", "NULL"), ("noa", "NULL"), ("old", "2")] {
            let sql = format!(
                "INSERT INTO accounts (account_key, role, username, email, given_name, family_name, created_at, disabled_at) \
                 VALUES ('account-{name}', 'resource_manager', '{name}', '{name}@example.org', '{name}', 'Sample', 1, {disabled})"
            );
            run(&portal, &sql).await;
        }
        make("soon", 15, "NULL").await;
        make("later", 60, "NULL").await;
        make("revoked", 15, "1").await;
        make("ended", -1, "NULL").await;
        assert_eq!(portal.remind_of_tokens().await.unwrap(), 0, "15 days before");
        portal.clock().advance(DAY);
        assert_eq!(portal.remind_of_tokens().await.unwrap(), 1);
        let mails = portal.practice_mails().await.unwrap();
        let mut told: Vec<&str> = mails.iter().map(|mail| &*mail.to).collect();
        told.sort_unstable();
        assert_eq!(told, ["mia@example.org", "noa@example.org"]);
        let mail = &mails[0];
        assert!(mail.body.contains("\"soon\"") && mail.body.contains("8 Dec 2026"), "{}", mail.body);
        assert!(!mail.subject.contains("soon\"") && !mail.body.contains("http"), "{}", mail.subject);
        for _ in 0..20 {
            portal.clock().advance(DAY);
            assert_eq!(portal.remind_of_tokens().await.unwrap(), 0, "once");
        }
        // A token of before there was anybody to tell is told of when there is.
        run(&portal, "UPDATE accounts SET disabled_at = 2").await;
        portal.clock().advance(30 * DAY);
        assert_eq!(portal.remind_of_tokens().await.unwrap(), 0);
        run(&portal, "UPDATE accounts SET disabled_at = NULL").await;
        assert_eq!(portal.remind_of_tokens().await.unwrap(), 1);
    }
}
