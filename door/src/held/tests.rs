//! How long something is waited for, and which connections are closed.

use super::*;

fn ago(milliseconds: u64) -> Instant {
    Instant::now() - Duration::from_millis(milliseconds)
}

#[test]
fn a_lock_is_waited_for_a_while_and_longer_while_others_get_on() {
    let patient = |waited, in_time, alive| is_patient(Duration::from_millis(waited), in_time, alive);
    assert!(patient(1_699, true, false));
    assert!(!patient(1_700, true, false), "nobody gets on");
    assert!(!patient(1_000, false, false), "there is no time for an answer");
    assert!(patient(1_000, false, true) && patient(9_999, true, true));
    assert!(!patient(10_000, true, true), "the line has its end");
}

#[test]
fn a_wait_goes_on_a_budget_longer_while_others_get_on_and_never_beyond_its_end() {
    let now = Instant::now();
    let after = |milliseconds| now + Duration::from_millis(milliseconds);
    let later = |until, alive| goes_on((after(until), after(10_000)), after(until), alive);
    assert_eq!(later(2_000, false), None, "nobody gets on");
    assert_eq!(later(2_000, true), Some(after(4_000)));
    assert_eq!(later(8_000, true), Some(after(10_000)));
    assert_eq!(later(9_500, true), Some(after(10_000)), "the line has its end");
    assert_eq!((later(10_000, true), later(10_001, true)), (None, None));
}

/// A database that nobody asks: what is waited for is not its answer.
async fn idle() -> Db {
    Db::open(&crate::testing::sqlite().await, 1, true).await.unwrap()
}

/// Notes a write every tenth of a second for as long as it is polled.
async fn others_get_on(db: &Db) {
    loop {
        db.signs.of_life();
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn a_turn_that_comes_after_the_budget_is_waited_for_while_others_get_on_and_else_not() {
    let db = idle().await;
    let (beyond, began) = (BUDGET + Duration::from_millis(500), Instant::now());
    let alone = db.in_line(tokio::time::sleep(beyond));
    assert!(alone.await.is_err(), "nobody gets on");
    assert!(began.elapsed() >= BUDGET, "{:?}", began.elapsed());
    let began = Instant::now();
    tokio::select! {
        turn = db.in_line(tokio::time::sleep(beyond)) => turn.unwrap(),
        () = others_get_on(&db) => {}
    }
    assert!(began.elapsed() >= beyond, "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_connection_that_comes_back_after_the_budget_is_waited_for_while_others_get_on_and_else_not() {
    let db = idle().await;
    let mut all = Vec::new();
    for _ in 0..4 {
        all.push(db.hold(db.readers(), db.until()).await.unwrap());
    }
    let began = Instant::now();
    assert!(db.hold(db.readers(), db.until()).await.is_err(), "nobody gets on");
    assert!(began.elapsed() >= BUDGET - LEAST, "{:?}", began.elapsed());
    let beyond = BUDGET + Duration::from_millis(500);
    let comes_back = async {
        tokio::time::sleep(beyond).await;
        drop(all);
        std::future::pending::<()>().await;
    };
    let began = Instant::now();
    tokio::select! {
        // A turn begins while the database is known to be alive.
        biased;
        () = others_get_on(&db) => {}
        () = comes_back => {}
        held = db.hold(db.readers(), db.until()) => drop(held.unwrap()),
    }
    assert!(began.elapsed() >= beyond, "{:?}", began.elapsed());
}

#[test]
fn a_write_of_a_moment_ago_is_a_sign_of_life_and_trouble_is_known_for_the_longest_wait() {
    let signs = Signs::default();
    assert!(!signs.alive() && signs.trouble().is_none());
    signs.of_life();
    assert!(signs.alive());
    signs.last().write = Some(ago(300));
    assert!(signs.alive());
    signs.last().write = Some(ago(501));
    assert!(!signs.alive());
    signs.of_trouble(Cause::Collision);
    assert_eq!(signs.trouble(), None);
    signs.of_trouble(Cause::Full);
    assert_eq!(signs.trouble(), Some(Cause::Full));
    signs.last().trouble = Some((ago(3_500), Cause::Locked));
    assert_eq!(signs.trouble(), Some(Cause::Locked));
    signs.last().trouble = Some((ago(4_001), Cause::Locked));
    assert_eq!(signs.trouble(), None);
}

#[test]
fn a_dead_connection_is_told_from_one_that_was_late_and_from_a_fault_of_the_work() {
    assert!(was_dead::<()>(&Err(of_kind(io::ErrorKind::ConnectionReset))));
    assert!(!was_dead::<()>(&Err(of_kind(io::ErrorKind::TimedOut))), "it may have done what it was told");
    assert!(!was_dead::<()>(&Err(sqlx::Error::RowNotFound.into())));
    assert!(!was_dead(&Ok(())));
}
