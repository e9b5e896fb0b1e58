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
