//! The door itself, with statements of these tests' own: what is undone, what is recorded, what a read may do,
//! whose key is bound. The verbs behind it are tested in the portal.

use domain::{access::Denial, book, consumer::Action, people::*, roster};
use door::{
    Changed, Consumer, Door, Error, One, Session, TheRoster, rows, statements,
    testing::{self, column, count, databases, run, session},
};

rows! {
    struct Name {
        given_name: String,
    }
}

statements! {
    fn rename(Consumer, given: &str) -> Changed = "UPDATE consumers SET given_name = $2 WHERE consumer_key = $1";
    fn name(Consumer) -> One<Name> = "SELECT given_name FROM consumers WHERE consumer_key = $1";
    fn again(Consumer) -> Changed =
        "INSERT INTO consumers (consumer_key, given_name, family_name, date_of_birth, created_at) VALUES ($1, 'A', 'B', '2000-01-01', 1)";
    /// Takes some seconds on either engine.
    fn rename_slowly(Consumer, given: &str) -> Changed =
        "UPDATE consumers SET given_name = $2 WHERE consumer_key = $1 AND 0 < (WITH RECURSIVE n (i) AS \
         (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 16000000) SELECT count(*) FROM n)";
    fn move_email(Consumer, email: Option<&str>) -> Changed = "UPDATE consumers SET email = $2 WHERE consumer_key = $1";
}

const STAGE: &str = "
INSERT INTO consumers (consumer_key, given_name, family_name, date_of_birth, email, created_at) VALUES
 ('ana', 'Ana', 'Kowalski', '1986-04-02', 'ana@example.org', 1), ('eve', 'Eve', 'Kowalski', '1986-04-02', 'eve@example.org', 1);
INSERT INTO assisters (assister_key, kind, state, given_name, family_name, email, public_phone, public_email, languages,
 reference_number, npn, certified_from, certified_until, training_passed_on, assessment_passed_on, license_until, created_at) VALUES
 ('bo', 'broker', 'active', 'Bo', 'Lind', 'bo@example.org', '1', 'bo@example.org', 'en', '1000002', '1', '2026-01-01', '2027-12-31', '2026-01-01', '2026-01-01', '2027-12-31', 1);
INSERT INTO associations (association_key, consumer_key, assister_key, started_at, statement_version, statement_language,
 statement_sha256, agreed_ip, agreed_user_agent, receipt, receipt_sha256) VALUES ('ana-bo', 'ana', 'bo', 1, 'v', 'en', 'x', 'ip', 'ua', '{}', 'x');
";

async fn doors() -> Vec<Door> {
    let mut doors = Vec::new();
    for database in databases().await {
        let door = testing::door(database).await;
        run(&door, STAGE).await;
        doors.push(door);
    }
    doors
}

fn ana() -> (Session, ConsumerKey) {
    let key = ConsumerKey("ana".into());
    (session(Actor::Consumer(key.clone()), "Ana"), key)
}

async fn events(door: &Door) -> Vec<String> {
    let sql = "SELECT subject || ' ' || action || ' ' || outcome || ' ' || basis FROM audit_events ORDER BY subject, number";
    column(door, sql).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_write_leaves_nothing_but_its_refused_event() {
    for door in doors().await {
        let (session, key) = ana();
        let done = door
            .acting_on(&session, &key, Action::SaveApplication, async |acting| {
                rename(acting, "Anna").await?.or(Error::NotFound)?;
                assert_eq!(name(acting).await?.0.given_name, "Anna");
                Err::<(), _>(Error::NotFound)
            })
            .await;
        assert!(matches!(done, Err(Error::NotFound)));
        assert_eq!(
            column(&door, "SELECT given_name FROM consumers WHERE consumer_key = 'ana'").await,
            ["Ana"]
        );
        assert_eq!(events(&door).await, ["consumer:ana save_application refused own_account"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_was_made_ready_before_may_take_longer_than_a_visitor_waits() {
    for door in doors().await {
        let (session, key) = ana();
        let ahead = async |ahead: &door::Ahead<'_, Consumer>| {
            ahead.read(Action::ReadApplication, async |acting| Ok(name(acting).await?.0.given_name)).await
        };
        let done = door
            .prepared(&session, &key, Action::SaveApplication, ahead, async |acting, before| {
                rename_slowly(acting, &format!("{} Slow", before?)).await?.or(Error::NotFound)
            })
            .await;
        done.unwrap();
        let names = column(&door, "SELECT given_name FROM consumers WHERE consumer_key = 'ana'").await;
        assert_eq!(names, ["Ana Slow"]);
        assert_eq!(events(&door).await, ["consumer:ana save_application done own_account"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_the_database_refuses_is_undone_and_recorded_too() {
    for door in doors().await {
        let (session, key) = ana();
        let done = door
            .acting_on(&session, &key, Action::SaveApplication, async |acting| {
                rename(acting, "Anna").await?.or(Error::NotFound)?;
                // Two consumers cannot have the same key: a fault of the engine in the middle of the work.
                again(acting).await?.or_not();
                Ok(())
            })
            .await;
        assert!(done.is_err_and(|fault| fault.is_duplicate()));
        assert_eq!(
            column(&door, "SELECT given_name FROM consumers WHERE consumer_key = 'ana'").await,
            ["Ana"]
        );
        assert_eq!(events(&door).await, ["consumer:ana save_application refused own_account"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_and_its_event_commit_together() {
    for door in doors().await {
        let (session, key) = ana();
        let work =
            async |acting: &mut door::Acting<'_, Consumer>| rename(acting, "Anna").await?.or(Error::NotFound);
        door.acting_on(&session, &key, Action::SaveApplication, work).await.unwrap();
        assert_eq!(
            column(&door, "SELECT given_name FROM consumers WHERE consumer_key = 'ana'").await,
            ["Anna"]
        );
        assert_eq!(events(&door).await, ["consumer:ana save_application done own_account"]);
        assert!(door.verify_audit("consumer:ana", None).await.unwrap().is_whole());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_action_that_reads_cannot_write_on_either_engine() {
    for door in doors().await {
        let (session, key) = ana();
        let work =
            async |acting: &mut door::Acting<'_, Consumer>| rename(acting, "Anna").await?.or(Error::NotFound);
        let done = door.acting_on(&session, &key, Action::ReadConsumer, work).await;
        assert!(matches!(done, Err(Error::Database(_))), "{done:?}");
        assert_eq!(
            column(&door, "SELECT given_name FROM consumers WHERE consumer_key = 'ana'").await,
            ["Ana"]
        );
        assert_eq!(events(&door).await, ["consumer:ana read_consumer refused own_account"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_proof_binds_its_own_key_and_reaches_nobody_else() {
    for door in doors().await {
        let (session, key) = ana();
        let work = async |acting: &mut door::Acting<'_, Consumer>| {
            move_email(acting, None).await?.or(Error::NotFound)
        };
        door.acting_on(&session, &key, Action::SaveApplication, work).await.unwrap();
        assert_eq!(count(&door, "SELECT count(*) FROM consumers WHERE email IS NULL").await, 1);
        assert_eq!(
            count(&door, "SELECT count(*) FROM consumers WHERE consumer_key = 'eve' AND email IS NOT NULL")
                .await,
            1
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_no_basis_reaches_no_work_and_is_told_by_role_act_1() {
    for door in doors().await {
        let (_, key) = ana();
        let nobody = ConsumerKey("nobody".into());
        let eve = session(Actor::Consumer(ConsumerKey("eve".into())), "Eve");
        let rae = session(Actor::Staff(Role::ResourceManager), "Rae");
        for (who, whom) in [(&eve, &key), (&rae, &key), (&eve, &nobody)] {
            let tried = door.acting_on(who, whom, Action::ReadConsumer, async |_| -> Result<(), Error> {
                unreachable!()
            });
            assert!(matches!(tried.await, Err(Error::Denied(Denial::NoBasis))));
        }
        let none = eve.own_book();
        let list = door.acting_on(&eve, &none, book::Action::ListBook, async |_| -> Result<(), Error> {
            unreachable!()
        });
        assert!(matches!(list.await, Err(Error::Denied(Denial::NotThisRole))));
        let bo = session(Actor::Assister(AssisterKey("bo".into())), "Bo");
        let theirs = AssisterKey("cy".into());
        let list = door.acting_on(&bo, &theirs, book::Action::ListBook, async |_| -> Result<(), Error> {
            unreachable!()
        });
        assert!(matches!(list.await, Err(Error::Denied(Denial::NoBasis))));
        let roster =
            door.acting_on(&bo, &TheRoster, roster::Action::ListAssisters, async |_| -> Result<(), Error> {
                unreachable!()
            });
        assert!(matches!(roster.await, Err(Error::Denied(Denial::NotThisRole))));
        // Whoever has no basis reaches nobody's chain but their own.
        assert_eq!(
            events(&door).await,
            [
                "account:account-Bo list_book refused none",
                "account:account-Bo list_assisters refused none",
                "account:account-Eve read_consumer refused none",
                "account:account-Eve read_consumer refused none",
                "account:account-Eve list_book refused none",
                "account:account-Rae read_consumer refused none",
            ]
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assister_acts_by_the_association_until_it_ends_or_the_certification_lapses_act_1() {
    for door in doors().await {
        let (_, key) = ana();
        let bo = session(Actor::Assister(AssisterKey("bo".into())), "Bo");
        let read = async || {
            let basis = async |acting: &mut door::Acting<'_, Consumer>| Ok(acting.basis());
            door.acting_on(&bo, &key, Action::ReadConsumer, basis).await.is_ok()
        };
        assert!(read().await);
        let stored =
            "SELECT basis || ' ' || association_key FROM audit_events WHERE subject = 'consumer:ana'";
        assert_eq!(column(&door, stored).await, ["association ana-bo"]);
        run(&door, "UPDATE assisters SET certified_until = '2026-11-22'").await;
        assert!(!read().await);
        run(&door, "UPDATE assisters SET certified_until = '2026-11-23'").await;
        assert!(read().await);
        run(&door, "UPDATE assisters SET state = 'suspended'").await;
        assert!(!read().await);
        run(&door, "UPDATE assisters SET state = 'active'; UPDATE associations SET ended_at = 2, ended_by = 'consumer'").await;
        assert!(!read().await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_does_not_fit_its_row_is_found() {
    rows! { struct Wrong { given_name: i64, nobody: String } }
    const WRONG: door::Statement<Consumer, Option<Wrong>, 0> =
        door::Statement::new("SELECT given_name FROM consumers WHERE consumer_key = $1");
    for database in databases().await {
        testing::door(database.clone()).await.close().await;
        assert_eq!(testing::misfits(&database, &[("tests", STATEMENTS)]).await, Vec::<String>::new());
        let wrong = &[WRONG.entry("wrong")];
        assert_eq!(testing::misfits(&database, &[("tests", wrong)]).await.len(), 1);
    }
}

/// Eve tries so often, in turn by reading and by writing.
async fn try_as_a_stranger(door: &Door, whom: &str, times: usize) {
    let eve = session(Actor::Consumer(ConsumerKey("eve".into())), "Eve");
    for number in 0..times {
        let action = if number % 2 == 0 { Action::ReadConsumer } else { Action::SaveApplication };
        let work = async |_: &mut door::Acting<'_, Consumer>| -> Result<(), Error> { unreachable!() };
        let tried = door.acting_on(&eve, &ConsumerKey(whom.into()), action, work).await;
        assert!(matches!(tried, Err(Error::Denied(Denial::NoBasis))));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn beyond_some_a_minute_a_strangers_tries_are_counted_in_one_event() {
    let targets = "SELECT target FROM audit_events WHERE subject = 'account:account-Eve' ORDER BY number";
    for door in doors().await {
        try_as_a_stranger(&door, "ana", 100).await;
        try_as_a_stranger(&door, "nobody", 7).await;
        testing::settle(&door).await;
        let told = column(&door, targets).await;
        assert_eq!((told.len(), told[0].as_str(), told[60].as_str()), (61, "consumer:ana", "47 more tries"));
        // A minute later they stand for themselves again.
        door.clock().advance(61);
        try_as_a_stranger(&door, "ana", 2).await;
        testing::settle(&door).await;
        assert_eq!(column(&door, targets).await.len(), 63);
        // The consumer's own chain holds nothing of it; a row beside it counts, of those who exist.
        assert_eq!(count(&door, "SELECT count(*) FROM audit_events WHERE subject = 'consumer:ana'").await, 0);
        let counted = "SELECT consumer_key || ' ' || day || ' ' || CAST(tries AS TEXT) FROM strangers";
        assert_eq!(column(&door, counted).await, ["ana 2026-11-23 102"]);
        assert!(door.verify_audit("account:account-Eve", None).await.unwrap().is_whole());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_who_is_known_as_one_waits_for_no_lock_and_holds_none() {
    for door in doors().await {
        // SQLite has one writer, whom everybody waits for.
        if !testing::is_postgres(&door) {
            continue;
        }
        try_as_a_stranger(&door, "ana", 1).await;
        let (session, key) = ana();
        let work = async |_: &mut door::Acting<'_, Consumer>| {
            // In the middle of Ana's own write.
            let tried = try_as_a_stranger(&door, "ana", 4);
            tokio::time::timeout(std::time::Duration::from_secs(2), tried).await.unwrap();
            Ok(())
        };
        assert!(door.acting_on(&session, &key, Action::SaveApplication, work).await.is_ok());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_that_comes_back_is_in_the_event_of_its_refused_form_and_no_other_read_is_spared_act_4() {
    for door in doors().await {
        let (session, key) = ana();
        let read = async |session: &Session| {
            let read = door.acting_on(session, &key, Action::ReadConsumer, async |acting| name(acting).await);
            read.await.unwrap();
        };
        // Nothing was refused: whoever says that a page comes back reads like everybody.
        read(&session.showing_again()).await;
        let refuse = async |_: &mut door::Acting<'_, Consumer>| Err::<(), _>(Error::NotFound);
        door.acting_on(&session, &key, Action::SaveApplication, refuse).await.map(|_| ()).unwrap_err();
        read(&session.showing_again()).await;
        read(&session).await;
        let read = "consumer:ana read_consumer done own_account";
        assert_eq!(events(&door).await, [read, "consumer:ana save_application refused own_account", read]);
    }
}
