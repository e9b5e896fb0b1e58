//! CERT-1 on both databases, asked by a second server process at the next request: every combination of its facts, and the
//! first and the last second of a day where the exchange is, over both changes of the clock.

use domain::people::*;
use jiff::{civil::date, tz::TimeZone};
use portal::{Portal, book::Wanted, testing::*};

/// Whether an assister may open their list and their consumer's application, asked of another server.
async fn may_act(second: &Portal, who: &str, consumer: &str) -> bool {
    let wanted = Wanted { rows: 10, ..Wanted::default() };
    let list = second.list_consumers(&assister(who), &wanted).await.is_ok();
    let opened = second.open_application(&assister(who), &ConsumerKey(consumer.into())).await.is_ok();
    assert_eq!(list, opened, "list and application agree");
    opened
}

/// Bo with Ana, who works for an agency now, and Nia with Max.
async fn stage(portal: &Portal) {
    cast(portal).await;
    run(
        portal,
        "INSERT INTO agencies (agency_key, name, kind, state, phone, certified_on, contract_from, created_at) \
         VALUES ('lakes', 'Sample Lakes', 'broker', 'active', '651-555-0162', '2025-01-01', '2025-01-01', 1); \
         UPDATE assisters SET agency_key = 'lakes' WHERE assister_key = 'bo';",
    )
    .await;
    associate(portal, "max", "nia").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_combination_of_the_facts_of_cert_1_decides_at_the_next_request_on_another_server() {
    for portal in portals().await {
        stage(&portal).await;
        let second = second_process(&portal).await;
        let today = portal.today();
        let yesterday = today.yesterday().unwrap();
        let (mut may, mut may_not) = (0, 0);
        for (who, agency, consumer) in [("bo", "lakes", "ana"), ("nia", "helpers", "max")] {
            for facts in 0..256_u32 {
                let fact = |bit: u32| facts & (1 << bit) == 0;
                let day = |good: bool| if good { today } else { yesterday };
                let passed = |good: bool| if good { format!("'{yesterday}'") } else { "NULL".to_owned() };
                // Who was never activated is invited, whatever else; a suspension is of an active account.
                let state = match (fact(0), fact(1)) {
                    (true, true) => "active",
                    (true, false) => "suspended",
                    (false, _) => "invited",
                };
                // Of a broker the license counts where of a navigator the agency's approval does.
                let own = if who == "bo" {
                    format!("license_until = '{}'", day(fact(4)))
                } else {
                    format!("access_approved_on = {}", passed(fact(4)))
                };
                run(
                    &portal,
                    &format!(
                        "UPDATE assisters SET state = '{state}', certified_until = '{}', training_passed_on = {}, \
                         assessment_passed_on = {}, {own} WHERE assister_key = '{who}'; \
                         UPDATE agencies SET state = '{}', contract_until = '{}' WHERE agency_key = '{agency}'",
                        day(fact(2)),
                        passed(fact(3)),
                        passed(fact(7)),
                        if fact(5) { "active" } else { "suspended" },
                        day(fact(6)),
                    ),
                )
                .await;
                let allowed = may_act(&second, who, consumer).await;
                assert_eq!(allowed, facts == 0, "{who}: {facts:08b}");
                if allowed { may += 1 } else { may_not += 1 }
            }
        }
        assert_eq!((may, may_not), (2, 510));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_begins_and_ends_where_the_exchange_is_over_both_changes_of_the_clock() {
    let chicago = TimeZone::get("America/Chicago").unwrap();
    for portal in portals().await {
        stage(&portal).await;
        let second = second_process(&portal).await;
        // The nights around the change to summer time and back, and one in between.
        for last in
            [date(2027, 3, 13), date(2027, 3, 14), date(2027, 7, 1), date(2027, 11, 6), date(2027, 11, 7)]
        {
            let next = last.tomorrow().unwrap();
            let end = next.to_zoned(chicago.clone()).unwrap().timestamp().as_second();
            let dates = |from, until| {
                format!(
                    "UPDATE assisters SET certified_from = '{from}', certified_until = '{until}' WHERE assister_key = 'bo'"
                )
            };
            // Each process has its own clock.
            let advance_to = |second: i64, process: &Portal| {
                process.clock().advance(second - process.clock().now().0 / 1_000_000);
            };
            for process in [&portal, &second] {
                advance_to(end - 1, process);
            }
            run(&portal, &dates(date(2026, 1, 1), last)).await;
            assert!(may_act(&second, "bo", "ana").await, "23:59:59 on {last}");
            run(&portal, &dates(next, date(2027, 12, 31))).await;
            assert!(!may_act(&second, "bo", "ana").await, "23:59:59 on the day before the first");
            for process in [&portal, &second] {
                advance_to(end, process);
            }
            assert!(may_act(&second, "bo", "ana").await, "00:00:00 on {next}, the first day");
            run(&portal, &dates(date(2026, 1, 1), last)).await;
            assert!(!may_act(&second, "bo", "ana").await, "00:00:00 on {next}");
        }
    }
}
