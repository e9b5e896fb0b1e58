//! Activity and the first page of a consumer, on both databases (ACT-4, B3).

use domain::{access::Denial, consumer::Action, name::Name, people::*};
use portal::{Error, activity::*, testing::*};

fn ana() -> ConsumerKey {
    ConsumerKey("ana".into())
}

fn broker_bo() -> By {
    By::Other { name: Name::whole("bo"), role: Role::Assister, kind: Some(AssisterKind::Broker) }
}

fn tries(line: &ActivityLine) -> Option<i64> {
    match line.told {
        Told::Strangers(tries) => Some(tries),
        Told::Did { .. } => None,
    }
}

/// Whether somebody else than the consumer did it, as "bo".
fn by_bo(line: &ActivityLine) -> bool {
    matches!(&line.told, Told::Did { by: By::Other { name, .. }, .. } if *name == Name::whole("bo"))
}

const BOS_ACCOUNT: &str = "INSERT INTO accounts (account_key, role, username, email, given_name, family_name, created_at) \
     VALUES ('account-bo', 'assister', 'bo', 'bo@example.org', 'Bo', 'Lind', 1)";

#[tokio::test(flavor = "multi_thread")]
async fn the_consumer_sees_in_plain_words_who_did_what_newest_first_act_4() {
    for portal in portals().await {
        cast(&portal).await;
        // Bo has an account of his own, Cy's is not known any more.
        run(&portal, BOS_ACCOUNT).await;
        run(&portal, "UPDATE assisters SET account_key = 'account-bo' WHERE assister_key = 'bo'").await;
        portal.open_application(&assister("bo"), &ana()).await.unwrap();
        portal.read_activity(&assister("bo"), &ana(), ActivityWanted::default()).await.unwrap_err();
        portal.clock().advance(60);
        portal.open_application(&assister("cy"), &ana()).await.unwrap_err();
        portal.open_application(&consumer("eve"), &ana()).await.unwrap_err();
        settle(&portal).await;
        portal.clock().advance(60);
        portal.open_application(&consumer("ana"), &ana()).await.unwrap();
        let page = portal.read_activity(&consumer("ana"), &ana(), ActivityWanted::default()).await.unwrap();
        let told: Vec<_> = page.lines.iter().map(|line| line.told.clone()).collect();
        let did = |by: By, action, outcome| Told::Did { by, action, outcome, about: None };
        assert_eq!(
            told,
            [
                did(By::You, Action::OpenApplication, Outcome::Done),
                Told::Strangers(2),
                did(broker_bo(), Action::ReadActivity, Outcome::Refused),
                did(broker_bo(), Action::OpenApplication, Outcome::Done),
            ]
        );
        let others = ActivityWanted { only_others: true, before: None };
        let page = portal.read_activity(&consumer("ana"), &ana(), others).await.unwrap();
        assert_eq!(page.lines.len(), 3);
        assert!(page.lines.iter().all(|line| !line.is_own()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_activity_pages_hold_every_event_once() {
    for portal in portals().await {
        cast(&portal).await;
        for _ in 0..120 {
            portal.open_application(&assister("bo"), &ana()).await.unwrap();
        }
        let (mut numbers, mut before, mut pages) = (Vec::new(), None, 0);
        loop {
            let wanted = ActivityWanted { before, only_others: true };
            let page = portal.read_activity(&consumer("ana"), &ana(), wanted).await.unwrap();
            numbers.extend(page.lines.iter().map(|line| line.number));
            pages += 1;
            before = page.next;
            if before.is_none() {
                break;
            }
        }
        assert_eq!((numbers.len(), pages), (120, 3));
        assert!(numbers.windows(2).all(|pair| pair[0] > pair[1]));
        let all = exported_activity(&portal, &consumer("ana"), &ana(), true).await.unwrap();
        assert_eq!(all.len(), 120);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_activity_is_exported_page_by_page_in_one_event() {
    for portal in portals().await {
        cast(&portal).await;
        // As many as an earlier version let strangers write into it.
        let many = "INSERT INTO audit_events SELECT 'consumer:ana', n, n, 'account-cy', 'assister', 'cy', 'none', NULL, 'read_consumer', \
            NULL, 'refused', 'ACT-1', 'q', 'h' FROM (WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 2500) \
            SELECT n FROM n) numbers";
        run(&portal, many).await;
        let (pages, mut ready) = tokio::sync::mpsc::channel(1);
        let reading = tokio::spawn({
            let portal = portal.clone();
            async move { portal.export_activity(&consumer("ana"), &ana(), false, pages).await }
        });
        let mut lengths = Vec::new();
        while let Some(page) = ready.recv().await {
            // Nothing of the database is held while a page is on its way: Ana can write.
            portal.open_application(&consumer("ana"), &ana()).await.unwrap();
            lengths.push(page.len());
        }
        reading.await.unwrap().unwrap();
        assert_eq!(lengths, [1_000, 1_000, 500]);
        let events = "SELECT count(*) FROM audit_events WHERE action = 'export_activity'";
        assert_eq!(count(&portal, events).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_days_tries_of_strangers_are_one_line_between_the_events() {
    for portal in portals().await {
        cast(&portal).await;
        for day in 0..3 {
            portal.open_application(&assister("bo"), &ana()).await.unwrap();
            for _ in 0..=day {
                portal.clock().advance(1);
                portal.open_application(&assister("cy"), &ana()).await.unwrap_err();
            }
            settle(&portal).await;
            portal.clock().advance(24 * 3600);
        }
        let page = portal.read_activity(&consumer("ana"), &ana(), ActivityWanted::default()).await.unwrap();
        let told: Vec<_> = page.lines.iter().map(tries).collect();
        assert_eq!(told, [Some(3), None, Some(2), None, Some(1), None]);
        // Each stands on one page only, whatever the size of the pages.
        let all = exported_activity(&portal, &consumer("ana"), &ana(), true).await.unwrap();
        assert_eq!(all.iter().filter_map(tries).count(), 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_reads_the_activity() {
    for portal in portals().await {
        cast(&portal).await;
        let wanted = ActivityWanted::default();
        let bo = portal.read_activity(&assister("bo"), &ana(), wanted).await.unwrap_err();
        assert!(matches!(bo, Error::Denied(Denial::ConsumerOnly)));
        for other in [assister("cy"), consumer("eve"), resource_manager()] {
            let refused = portal.read_activity(&other, &ana(), wanted).await.unwrap_err();
            assert!(matches!(refused, Error::Denied(Denial::NoBasis)));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_page_tells_where_the_consumer_stands() {
    for portal in portals().await {
        cast(&portal).await;
        let home = portal.read_home(&consumer("ana"), &ana()).await.unwrap();
        assert!(home.application.is_none() && home.coverage.is_none() && home.activity.is_empty());
        assert!(home.assister.as_ref().unwrap().assister.name() == Name::new("Bo", "Lind"));
        for _ in 0..5 {
            portal.open_application(&assister("bo"), &ana()).await.unwrap();
        }
        let home = portal.read_home(&consumer("ana"), &ana()).await.unwrap();
        assert_eq!(home.application.as_ref().unwrap().plan_year, 2027);
        assert_eq!(home.activity.len(), 3);
        assert!(home.activity.iter().all(by_bo));
        // However often she looks around afterwards, what Bo did stays in sight.
        for _ in 0..45 {
            portal.read_home(&consumer("ana"), &ana()).await.unwrap();
        }
        let home = portal.read_home(&consumer("ana"), &ana()).await.unwrap();
        assert!(home.activity.len() == 3 && home.activity.iter().all(by_bo));
        // What she changes herself is there too.
        portal.open_application(&consumer("ana"), &ana()).await.unwrap();
        let home = portal.read_home(&consumer("ana"), &ana()).await.unwrap();
        let own: Vec<_> = home.activity.iter().map(|line| (line.is_own(), by_bo(line))).collect();
        assert_eq!(own, [(true, false), (false, true), (false, true)]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_activity_names_the_assister_who_was_authorized_or_removed() {
    use portal::associations::StatementShown;
    for portal in portals().await {
        cast(&portal).await;
        let session = consumer("ana");
        let bo = AssociationKey("ana-bo".into());
        portal.end_association(&session, &ana(), &bo).await.unwrap();
        let statement = portal.read_statement(&session, &ana(), "1000031").await.unwrap().value;
        let (version, language, sha256) = (statement.version, statement.language, statement.sha256);
        let shown = StatementShown { version, language, sha256 };
        portal.authorize_assister(&session, &ana(), "1000031", &shown).await.unwrap();
        let page = portal.read_activity(&session, &ana(), ActivityWanted::default()).await.unwrap();
        let told: Vec<_> = page.lines.iter().map(|line| line.told.clone()).collect();
        let did = |action, about| Told::Did { by: By::You, action, outcome: Outcome::Done, about };
        assert_eq!(
            told,
            [
                did(Action::AuthorizeAssister, Some(Name::new("Nia", "Xiong"))),
                did(Action::ReadStatement, None),
                did(Action::EndAssociation, Some(Name::new("Bo", "Lind"))),
            ]
        );
    }
}
