//! A database that is away, full or locked: how it is told, how long that takes, and that the first work afterwards
//! goes. Each with its control: what the driver's own transactions do, or a work that had begun.
#![expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]

use domain::{consumer::Action, people::*};
use door::{
    Changed, Consumer, Door, Error, Unwell, statements,
    testing::{self, address, databases, is_postgres, run, session},
};
use sqlx::{AnyConnection, Connection, Executor, any::AnyPoolOptions};
use std::time::{Duration, Instant};

statements! {
    /// As a full disk does on SQLite: not the statement is undone, but the transaction.
    fn undo_all(Consumer) -> Changed =
        "INSERT OR ROLLBACK INTO consumers (consumer_key, given_name, family_name, date_of_birth, created_at) VALUES ($1, 'A', 'B', '2000-01-01', 1)";
    fn rename(Consumer, given: &str) -> Changed = "UPDATE consumers SET given_name = $2 WHERE consumer_key = $1";
}

/// Longest answer of a database that is away.
const LONGEST: Duration = Duration::from_millis(2500);

async fn doors() -> Vec<Door> {
    let mut doors = Vec::new();
    for database in databases().await {
        let door = testing::door(database).await;
        let ana = "INSERT INTO consumers (consumer_key, given_name, family_name, date_of_birth, created_at) \
             VALUES ('ana', 'Ana', 'Kowalski', '1986-04-02', 1)";
        run(&door, ana).await;
        doors.push(door);
    }
    doors
}

/// Ana changes her name.
async fn write(door: &Door, name: &str) -> Result<(), Error> {
    write_and(door, name, async || {}).await
}

async fn write_and(door: &Door, name: &str, meanwhile: impl AsyncFnOnce()) -> Result<(), Error> {
    let key = ConsumerKey("ana".into());
    let ana = session(Actor::Consumer(key.clone()), "Ana");
    let work = async |acting: &mut door::Acting<'_, Consumer>| {
        rename(acting, "Begun").await?.or_not();
        meanwhile().await;
        rename(acting, name).await?.or(Error::NotFound)
    };
    door.acting_on(&ana, &key, Action::SaveApplication, work).await.map(|_| ())
}

async fn name(door: &Door) -> String {
    testing::column(door, "SELECT given_name FROM consumers").await.remove(0)
}

/// Ends every connection of the database but the one that asks, as a restart of the server does.
async fn hang_up(door: &Door) {
    let mut other = AnyConnection::connect(&address(door)).await.unwrap();
    let end = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
         WHERE datname = current_database() AND pid <> pg_backend_pid()";
    other.execute(end).await.unwrap();
    other.close().await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_told_and_forgotten_when_there_is_room_again() {
    let door = doors().await.remove(0);
    // This connection's file may not grow any more.
    let full = "PRAGMA max_page_count=1";
    run(&door, full).await;
    let long = "x".repeat(1 << 20);
    let told = write(&door, &long).await.unwrap_err();
    assert!(told.is_overload() && told.failure_code() == "13", "{told}");
    assert_eq!(name(&door).await, "Ana");
    write(&door, "Anna").await.unwrap();
    assert_eq!(name(&door).await, "Anna");
    run(&door, full).await;
    assert!(write(&door, &long).await.is_err());
    assert_eq!(door.health().await, Ok(()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_that_the_engine_undid_by_itself_spoils_nothing() {
    let door = doors().await.remove(0);
    let key = ConsumerKey("ana".into());
    let ana = session(Actor::Consumer(key.clone()), "Ana");
    let undone = async |acting: &mut door::Acting<'_, Consumer>| undo_all(acting).await?.or(Error::NotFound);
    assert!(door.acting_on(&ana, &key, Action::SaveApplication, undone).await.is_err());
    write(&door, "Anna").await.unwrap();
    assert_eq!(name(&door).await, "Anna");

    // Control: the driver's own transaction leaves a connection behind that begins none any more.
    let pool = AnyPoolOptions::new().max_connections(1).connect(&address(&door)).await.unwrap();
    let mut tx = pool.begin_with("BEGIN IMMEDIATE").await.unwrap();
    assert!(tx.execute("INSERT OR ROLLBACK INTO health VALUES ('a', 1), ('a', 1)").await.is_err());
    assert!(tx.rollback().await.is_err());
    assert!(pool.begin_with("BEGIN IMMEDIATE").await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_hung_up_is_called_again_and_nobody_fails_for_it() {
    for door in doors().await.into_iter().filter(is_postgres) {
        let many = async || {
            let all = (0..8).map(|_| door.clone());
            let all = all.map(|door| tokio::spawn(async move { write(&door, "Anna").await }));
            for one in all.collect::<Vec<_>>() {
                one.await.unwrap().unwrap();
            }
        };
        many().await;
        for _ in 0..3 {
            hang_up(&door).await;
            many().await;
            hang_up(&door).await;
            assert_eq!(door.audited_subjects().await.unwrap().len(), 1);
        }
        // Control: work that had begun is not done a second time.
        let told = write_and(&door, "Anne", async || hang_up(&door).await).await.unwrap_err();
        assert!(told.is_overload(), "{told}");
        assert_eq!(door.health().await, Ok(()));
        assert_eq!(name(&door).await, "Anna");
        write(&door, "Anne").await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_database_is_told_in_time_and_works_when_it_is_free() {
    for door in doors().await {
        let mut other = AnyConnection::connect(&address(&door)).await.unwrap();
        let lock = match is_postgres(&door) {
            true => "BEGIN; LOCK TABLE consumers, audit_events, health IN ACCESS EXCLUSIVE MODE",
            false => "BEGIN IMMEDIATE",
        };
        other.execute(sqlx::raw_sql(lock)).await.unwrap();
        let began = Instant::now();
        let all = (0..30).map(|_| door.clone()).map(|door| {
            tokio::spawn(async move {
                // As requests do, which wait for their account's turn and for the database together.
                let told = door::on_one_budget(write(&door, "Anna")).await.unwrap_err();
                assert!(told.is_overload(), "{told}");
            })
        });
        let all: Vec<_> = all.collect();
        assert!(door.health().await.is_err());
        for one in all {
            one.await.unwrap();
        }
        assert!(began.elapsed() < LONGEST, "{:?}", began.elapsed());
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(door.health().await, Err(Unwell::Locked));
        // A request waits for all its transactions together no longer; control: work that is no request's.
        let twice = async || (write(&door, "Anna").await.is_err(), write(&door, "Anna").await.is_err());
        let began = Instant::now();
        assert_eq!(door::on_one_budget(twice()).await, (true, true));
        assert!(began.elapsed() < LONGEST, "{:?}", began.elapsed());
        let began = Instant::now();
        assert_eq!(twice().await, (true, true));
        assert!(began.elapsed() > LONGEST, "{:?}", began.elapsed());
        other.execute("ROLLBACK").await.unwrap();
        write(&door, "Anna").await.unwrap();
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(door.health().await, Ok(()));
    }
}

/// Somebody else who has Ana's turn.
async fn hold(door: &Door) -> AnyConnection {
    let mut other = AnyConnection::connect(&address(door)).await.unwrap();
    let lock = "BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('consumer:ana', 0))";
    other.execute(sqlx::raw_sql(lock)).await.unwrap();
    other
}

async fn let_go(mut other: AnyConnection, after_milliseconds: u64) {
    tokio::time::sleep(Duration::from_millis(after_milliseconds)).await;
    other.execute("ROLLBACK").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_waits_behind_others_who_get_on_waits_longer_than_for_a_database_that_stands_still() {
    for door in doors().await {
        // SQLite's one writer waits elsewhere.
        if !is_postgres(&door) {
            continue;
        }
        run(
            &door,
            "INSERT INTO consumers (consumer_key, given_name, family_name, date_of_birth, created_at) \
             VALUES ('eve', 'Eve', 'Kowalski', '1986-04-02', 1)",
        )
        .await;
        // The control: nobody gets on.
        let held = tokio::spawn(let_go(hold(&door).await, 4_000));
        let began = Instant::now();
        assert!(write(&door, "Anna").await.unwrap_err().is_overload());
        assert!(began.elapsed() < LONGEST, "{:?}", began.elapsed());
        held.await.unwrap();
        let held = tokio::spawn(let_go(hold(&door).await, 3_000));
        let others = door.clone();
        let busy = tokio::spawn(async move {
            let eve = ConsumerKey("eve".into());
            let session = session(Actor::Consumer(eve.clone()), "Eve");
            loop {
                let work = async |acting: &mut door::Acting<'_, Consumer>| {
                    rename(acting, "Eva").await?.or(Error::NotFound)
                };
                others.acting_on(&session, &eve, Action::SaveApplication, work).await.unwrap();
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        });
        write(&door, "Anne").await.unwrap();
        busy.abort();
        held.await.unwrap();
        assert_eq!(
            testing::column(&door, "SELECT given_name FROM consumers WHERE consumer_key = 'ana'").await,
            ["Anne"]
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_answers_what_it_must_not_is_failing_and_not_away() {
    for door in doors().await {
        run(&door, "DROP TABLE health").await;
        assert_eq!(door.health().await, Err(Unwell::Failing));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn health_writes_once_a_second_however_many_ask() {
    for door in doors().await {
        let before = testing::count(&door, "SELECT count(*) FROM health").await;
        for _ in 0..100 {
            assert_eq!(door.health().await, Ok(()));
        }
        let written = async || testing::count(&door, "SELECT max(written_at) FROM health").await;
        let first = written().await;
        door.clock().advance(60);
        assert_eq!(door.health().await, Ok(()));
        assert_eq!((before, written().await), (0, first));
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(door.health().await, Ok(()));
        assert!(written().await > first);
        // Control: a row that cannot be written is not well.
        run(&door, "DROP TABLE health").await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(door.health().await, Err(Unwell::Failing));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_opens_with_its_own_key_only_and_no_other_is_made() {
    for database in databases().await {
        testing::door(database.clone()).await.close().await;
        let folder = std::env::temp_dir().join(format!("assent-tests/{}", uuid::Uuid::now_v7()));
        let open = async |name: &str| {
            let keyring = folder.join(name);
            let opening = door::Opening { keyring: keyring.into(), ..testing::opening(database.clone()) };
            Door::open(opening).await.map(|_| ()).map_err(|fault| fault.to_string())
        };
        let (missing, foreign) = (folder.join("missing"), folder.join("foreign"));
        let told = open("missing").await.unwrap_err();
        assert!(told.contains("the key c8f6cad9") && told.contains(&missing.display().to_string()), "{told}");
        assert!(!missing.exists());
        door::Seal::with(&foreign.clone().into(), testing::NOW).unwrap();
        let told = open("foreign").await.unwrap_err();
        assert!(told.contains("the key c8f6cad9, which is not in this keyring"), "{told}");
        testing::put_keyring(&missing);
        open("missing").await.unwrap();
        // Control: where nothing was sealed yet, a first key is made.
        let door = testing::door(database.clone()).await;
        run(&door, "DELETE FROM key_check").await;
        open("first").await.unwrap();
        assert!(folder.join("first").exists());
        // From before the check: a value knows its key as well.
        let (_, wrapped) = door.seal().new_data_key("k").unwrap();
        run(&door, "DELETE FROM key_check").await;
        testing::run_with_bytes(
            &door,
            "INSERT INTO consumer_data_keys VALUES ($1, $2)",
            &["k"],
            vec![wrapped],
        )
        .await;
        assert!(open("second").await.unwrap_err().contains("the key c8f6cad9"));
        assert!(!folder.join("second").exists());
        open("missing").await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_is_read_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let door = doors().await.remove(0);
    write(&door, "Anna").await.unwrap();
    let address = address(&door);
    let file = address.trim_start_matches("sqlite://").split('?').next().unwrap();
    let mode = |end: &str| std::fs::metadata(format!("{file}{end}")).unwrap().permissions().mode() & 0o777;
    assert_eq!(["", "-wal", "-shm"].map(mode), [0o600; 3]);
}
