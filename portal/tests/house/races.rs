//! Races (gates 3 and 9, ASSOC-7): a removed assister is out with the next request on every server, and of
//! two who save the same page exactly one wins.

use domain::{application::Page, form::Fields, people::*};
use portal::{Error, Portal, applications::PageSave, testing::*};
use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

fn ana() -> ConsumerKey {
    ConsumerKey("ana".into())
}

/// What the askers share: whether the removal was answered, how many requests started afterwards, and how
/// many of those got through.
#[derive(Default)]
struct Race {
    removed: AtomicBool,
    started: AtomicU64,
    late: AtomicU64,
}

/// Requests that start after the removal; gate 3 asks for 10,000, which `ASSENT_RACING_REQUESTS` can say.
fn wanted() -> u64 {
    std::env::var("ASSENT_RACING_REQUESTS").ok().and_then(|text| text.parse().ok()).unwrap_or(600)
}

/// Bo asks as fast as he can, by reads and writes in turn.
async fn ask(portal: Portal, race: Arc<Race>) -> (u64, u64) {
    let (mut through, mut refused) = (0, 0);
    let bo = assister("bo");
    while race.started.load(Ordering::SeqCst) < wanted() {
        let after = race.removed.load(Ordering::SeqCst);
        if after {
            race.started.fetch_add(1, Ordering::SeqCst);
        }
        let answer = match (through + refused) % 3 {
            0 => portal.open_application(&bo, &ana()).await.map(|_| ()),
            1 => portal.read_applications(&bo, &ana(), None).await.map(|_| ()),
            _ => portal.read_consumer(&bo, &ana()).await.map(|_| ()),
        };
        match answer {
            Ok(()) if after => {
                race.late.fetch_add(1, Ordering::SeqCst);
                through += 1;
            }
            Ok(()) => through += 1,
            Err(Error::Denied(_)) => refused += 1,
            // The lock of a busy database; neither in nor out.
            Err(Error::Database(_) | Error::Unavailable(_)) => {}
            Err(other) => panic!("{other}"),
        }
    }
    (through, refused)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_request_that_starts_after_the_removal_is_answered_gets_through_assoc_7() {
    for portal in portals().await {
        cast(&portal).await;
        let servers = [portal.clone(), second_process(&portal).await];
        let race = Arc::new(Race::default());
        let askers: Vec<_> =
            (0..6).map(|i| tokio::spawn(ask(servers[i % 2].clone(), race.clone()))).collect();
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        portal.end_association(&consumer("ana"), &ana(), &AssociationKey("ana-bo".into())).await.unwrap();
        race.removed.store(true, Ordering::SeqCst);
        let (mut through, mut refused) = (0, 0);
        for asker in askers {
            let (t, r) = asker.await.unwrap();
            through += t;
            refused += r;
        }
        let (started, late) = (race.started.load(Ordering::SeqCst), race.late.load(Ordering::SeqCst));
        println!(
            "{through} got through before; {started} started after, {refused} were refused, {late} late"
        );
        assert!(through > 0 && refused > 0 && started >= wanted());
        assert_eq!(late, 0);
        let report = portal.verify_audit("consumer:ana", None).await.unwrap();
        assert!(report.is_whole(), "{report:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_save_the_same_version_one_wins_and_nobody_loses_a_word_act_7() {
    for portal in portals().await {
        cast(&portal).await;
        let second = second_process(&portal).await;
        let opened = portal.open_application(&assister("bo"), &ana()).await.unwrap();
        let read = portal.read_applications(&assister("bo"), &ana(), None).await.unwrap();
        let version = read.current.as_ref().unwrap().version(Page::Contact);
        let savers: Vec<_> = (0..12)
            .map(|i| {
                let server = if i % 2 == 0 { portal.clone() } else { second.clone() };
                let actor = if i % 3 == 0 { consumer("ana") } else { assister("bo") };
                let application = opened.key.clone();
                tokio::spawn(async move {
                    let typed = format!("sample{i}@example.org");
                    let fields: Fields = [("email".to_owned(), typed.clone())].into_iter().collect();
                    let save = PageSave { application, page: Page::Contact, version, fields };
                    (typed, server.save_application_page(&actor, &ana(), &save).await)
                })
            })
            .collect();
        let (mut winners, mut stale) = (Vec::new(), 0);
        for saver in savers {
            match saver.await.unwrap() {
                (typed, Ok(_)) => winners.push(typed),
                (typed, Err(Error::Stale(both))) => {
                    assert!(both.typed.contains(&typed), "{typed} is lost: {}", both.typed);
                    stale += 1;
                }
                (typed, Err(other)) => panic!("{typed}: {other}"),
            }
        }
        assert_eq!((winners.len(), stale), (1, 11));
        let stored = saved_page(&portal, Page::Contact).await;
        assert!(stored[0].contains(&winners[0]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_consents_at_once_one_association_is_left_assoc_5() {
    for portal in portals().await {
        cast(&portal).await;
        let second = second_process(&portal).await;
        let who = consumer("ana");
        let mut shown = Vec::new();
        for reference in ["1000015", "1000031"] {
            let read = portal.read_statement(&who, &ana(), reference).await.unwrap();
            shown.push((
                reference,
                portal::associations::StatementShown {
                    version: read.version.clone(),
                    language: read.language.clone(),
                    sha256: read.sha256.clone(),
                },
            ));
        }
        let (who, other) = (consumer("ana"), consumer("ana"));
        let key = ana();
        let (first, then) = tokio::join!(
            portal.authorize_assister(&who, &key, shown[0].0, &shown[0].1),
            second.authorize_assister(&other, &key, shown[1].0, &shown[1].1),
        );
        first.unwrap();
        then.unwrap();
        let active = "SELECT count(*) FROM associations WHERE consumer_key = 'ana' AND ended_at IS NULL";
        assert_eq!(count(&portal, active).await, 1);
        assert_eq!(count(&portal, "SELECT count(*) FROM associations WHERE consumer_key = 'ana'").await, 3);
    }
}
