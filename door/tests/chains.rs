//! The audit log as somebody with the database alone finds it: chains of an earlier version, keys that come and go,
//! and events that are written without one.

#![expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]

use domain::{consumer::Action, people::*};
use door::{
    ChainFault, ChainReport, Consumer, Door, Error,
    testing::{self, databases, run, session},
};

use std::path::Path;

const ANA: &str = "consumer:ana";

/// Three events as the version before wrote them, hashed without a key.
const EARLIER: &str = "INSERT INTO consumers (consumer_key, given_name, family_name, date_of_birth, created_at) \
    VALUES ('ana', 'Ana', 'Kowalski', '1986-04-02', 1);
INSERT INTO audit_events VALUES
 ('consumer:ana', 1, 1795446000000000, 'account-ana', 'consumer', 'Ana', 'own_account', NULL, 'read_consumer', NULL, 'done', NULL, 'test',
  'c058aa5405321b5f280dc37febe3484ae57cc5c730d554316a0c927d76dc03f7'),
 ('consumer:ana', 2, 1795446000000001, 'account-ana', 'consumer', 'Ana', 'own_account', NULL, 'open_application', 'a1', 'done', NULL, 'test',
  '91fa41816829af86d6b44aeb5131ec8286bca23bccf058281a2fbd1755753738'),
 ('consumer:ana', 3, 1795446000000002, 'account-bo', 'assister', 'Bo', 'association', 'ana-bo', 'read_activity', NULL, 'refused', 'ASSOC-1', 'test',
  '618250cb9591b94d1e60f3f000ab81b4ab14fd38f566f821dc3033c95ea1cf68');
DELETE FROM audit_adopted;";

/// A database that the version before left behind, opened by this one.
async fn adopted(database: String) -> Door {
    let door = testing::door(database.clone()).await;
    without_guards(&door, EARLIER).await;
    door.close().await;
    testing::door(database).await
}

async fn without_guards(door: &Door, sql: &str) {
    let drop = |table: &str, what: &str| match testing::is_postgres(door) {
        true => format!("DROP TRIGGER {table}_no_{what} ON {table};"),
        false => format!("DROP TRIGGER {table}_no_{what};"),
    };
    let mut all = String::new();
    for table in ["audit_events", "audit_adopted"] {
        all += &(drop(table, "UPDATE") + &drop(table, "DELETE"));
    }
    run(door, &format!("{all} {sql}")).await;
}

async fn look(door: &Door) {
    let key = ConsumerKey("ana".into());
    let ana = session(Actor::Consumer(key.clone()), "Ana");
    let work = async |_: &mut door::Acting<'_, Consumer>| Ok::<_, Error>(());
    door.acting_on(&ana, &key, Action::ReadConsumer, work).await.unwrap();
}

async fn faults(door: &Door) -> Vec<ChainFault> {
    door.verify_audit(ANA, None).await.unwrap().faults
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_of_the_version_before_goes_on_and_is_whole() {
    for database in databases().await {
        let door = adopted(database).await;
        look(&door).await;
        let report = door.verify_audit(ANA, None).await.unwrap();
        assert!(report.is_whole() && report.events == 4, "{report:?}");
        assert!(report.head.unwrap().hash.contains(':'));
        assert_eq!(door.verify_newest(100).await.unwrap(), (4, None));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_the_database_alone_adds_nothing_to_an_old_chain_and_changes_nothing_in_it() {
    for (what, sql, fault) in [
        (
            "an event behind the old end",
            "INSERT INTO audit_events VALUES ('consumer:ana', 4, 1795446000000003, 'account-ana', 'consumer', 'Ana', 'own_account', NULL, \
             'read_consumer', NULL, 'done', NULL, 'test', '823956bc2b11a6feac5a8a47e76871d13cd1eec3ae99a9828b44a929507955c4')",
            ChainFault::Unkeyed(4),
        ),
        (
            "the last one anew, with its hash",
            "UPDATE audit_events SET rule = 'ACT-1', hash = '74820f8bc413d150bcd7b8e34e52248272a607421782270e82c2a61abff37498' WHERE number = 3",
            ChainFault::Unkeyed(1),
        ),
        ("the marked head gone", "DELETE FROM audit_adopted WHERE subject <> ''", ChainFault::Unkeyed(1)),
        (
            "the marked head at another place",
            "UPDATE audit_adopted SET number = 2, hash = '91fa41816829af86d6b44aeb5131ec8286bca23bccf058281a2fbd1755753738' WHERE subject <> ''",
            ChainFault::Unkeyed(1),
        ),
    ] {
        for database in databases().await {
            let door = adopted(database).await;
            without_guards(&door, sql).await;
            assert_eq!(faults(&door).await, std::slice::from_ref(&fault), "{what}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_key_marked_is_checked_after_the_key_was_taken_out() {
    for database in databases().await {
        let file = std::env::temp_dir().join(format!("assent-tests/{}", door::randomness::row_key()));
        testing::put_keyring(&file);
        let opening = |file: &Path| door::Opening {
            keyring: file.to_owned().into(),
            ..testing::opening(database.clone())
        };
        let door = Door::open(opening(&file)).await.unwrap();
        run(&door, "INSERT INTO consumers (consumer_key, given_name, family_name, date_of_birth, created_at) VALUES ('ana', 'A', 'K', '1986-04-02', 1)").await;
        look(&door).await;
        let old = door.seal().current_key();
        door.seal().advance(testing::NOW).unwrap();
        look(&door).await;
        door.seal().remove_key(old).unwrap();
        look(&door).await;
        // Here nothing was sealed anew, as a rotation does, the key check either.
        run(&door, "DELETE FROM key_check").await;
        let fresh = Door::open(opening(&file)).await.unwrap();
        let report = fresh.verify_audit(ANA, None).await.unwrap();
        assert!(report.is_whole() && report.events == 3, "{report:?}");
        assert!(fresh.seal().keys().iter().all(|key| key.name != old));
        // The control: with another keyring it cannot be checked.
        run(&door, "DELETE FROM key_check").await;
        let other = Door::open(opening(&file.with_extension("strange"))).await.unwrap();
        assert_eq!(faults(&other).await, [ChainFault::NoKey(1)]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_without_events_is_whole_and_has_no_head() {
    for database in databases().await {
        let door = testing::door(database).await;
        assert_eq!(door.verify_audit(ANA, None).await.unwrap(), ChainReport::default());
    }
}
