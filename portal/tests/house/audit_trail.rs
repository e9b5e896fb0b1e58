//! ACT-4, gate 4: every read and write of a consumer's data is exactly one audit event, refused ones too;
//! and any change, deletion or change of order made behind the guards is found.

use super::verbs::{Done, Walk, ready};
use domain::{access::Action as _, consumer::Action, people::*};
use portal::{ChainFault, ChainHead, Portal, Session, testing::*};
use std::collections::BTreeSet;

/// Events of one account beyond these are counted in one, within a minute.
const TOLD: usize = 60;

async fn events(portal: &Portal, chain: &str) -> Vec<String> {
    settle(portal).await;
    let sql = format!(
        "SELECT action || ' ' || outcome || ' ' || actor_name || CASE WHEN action = 'tried_again' THEN ': ' || target ELSE '' END \
         FROM audit_events WHERE subject = '{chain}' ORDER BY number"
    );
    column(portal, &sql).await
}

/// What the walk did must be what the chain says, event by event.
async fn agree(portal: &Portal, chain: &str, before: usize, walk: &Walk<'_>) {
    let mut told: Vec<String> = walk
        .done
        .iter()
        .map(|Done { action, answer }| {
            let outcome = if answer.is_ok() { "done" } else { "refused" };
            format!("{} {outcome} {}", action.word(), walk.actor.name())
        })
        .collect();
    if chain != ANA && told.len() > TOLD {
        let more = told.split_off(TOLD).len();
        told.push(format!("tried_again refused {}: {more} more tries", walk.actor.name()));
    }
    assert_eq!(events(portal, chain).await[before..], told);
}

const ANA: &str = "consumer:ana";

async fn walk_everything(portal: &Portal, actor: &Session, chain: &str, signature: &str) -> Vec<Done> {
    let before = events(portal, chain).await.len();
    let mut walk = Walk::new(portal, actor, "ana", ("Sample", signature));
    walk.look().await;
    let application = column(portal, "SELECT application_key FROM applications").await;
    walk.apply(application.first().cloned().map(ApplicationKey)).await;
    let plan = column(portal, "SELECT variant_id FROM carts").await;
    walk.shop(plan.first().map(|plan| plan.parse().unwrap())).await;
    walk.look().await;
    walk.associate("1000031").await;
    agree(portal, chain, before, &walk).await;
    walk.done
}

#[tokio::test(flavor = "multi_thread")]
async fn every_verb_leaves_exactly_one_event_done_or_refused_act_4() {
    for portal in ready().await {
        let signature = "for Ana Kowalski, by bo";
        let bo = walk_everything(&portal, &assister("bo"), ANA, signature).await;
        let done =
            |done: &[Done], action: Action| done.iter().any(|d| d.action == action && d.answer.is_ok());
        for action in [Action::SubmitApplication, Action::Enroll, Action::RecordReview] {
            assert!(done(&bo, action), "{action:?}");
        }
        let ana = walk_everything(&portal, &consumer("ana"), ANA, "Ana Kowalski").await;
        for action in [Action::AuthorizeAssister, Action::EndAssociation, Action::ReadReceipt] {
            assert!(done(&ana, action), "{action:?}");
            assert!(!done(&bo, action), "{action:?}");
        }
        // Whoever has no basis leaves as many in their own chain, all of them refused, and none in Ana's.
        let hers = events(&portal, ANA).await.len();
        for stranger in [assister("cy"), consumer("eve"), resource_manager()] {
            let own = format!("account:{}", stranger.account_key());
            let tried = walk_everything(&portal, &stranger, &own, "Ana Kowalski").await;
            assert!(tried.iter().all(|done| done.answer.is_err()), "{}", stranger.name());
            assert!(tried.len() > 40);
            assert_eq!(events(&portal, ANA).await.len(), hers);
        }
        // But for the acts that staff have; nobody of the walk lost a factor.
        let rae = resource_manager();
        let before = events(&portal, ANA).await.len();
        let mut walk = Walk::new(&portal, &rae, "ana", ("Sample", "Ana Kowalski"));
        walk.help().await;
        agree(&portal, ANA, before, &walk).await;
        let rae = walk.done;
        let covered: BTreeSet<Action> = bo.iter().chain(&ana).chain(&rae).map(|done| done.action).collect();
        for action in Action::ALL {
            assert!(covered.contains(action), "{action:?} is walked nowhere");
        }
        for subject in portal.audited_subjects().await.unwrap() {
            let report = portal.verify_audit(&subject, None).await.unwrap();
            assert!(report.is_whole() && report.events > 0, "{subject}: {report:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_page_is_one_event_of_the_book_and_none_of_the_consumers_act_4() {
    for portal in ready().await {
        let wanted = portal::book::Wanted { rows: 50, ..portal::book::Wanted::default() };
        portal.list_consumers(&assister("bo"), &wanted).await.unwrap();
        assert_eq!(
            column(&portal, "SELECT subject || ' ' || action FROM audit_events").await,
            ["book:bo list_book"]
        );
    }
}

/// Takes the guards away, as somebody with the database's own password could.
async fn without_guards(portal: &Portal, sql: &str) {
    let guards = match is_postgres(portal) {
        true => {
            "DROP TRIGGER audit_events_no_UPDATE ON audit_events; DROP TRIGGER audit_events_no_DELETE ON audit_events;"
        }
        false => "DROP TRIGGER audit_events_no_UPDATE; DROP TRIGGER audit_events_no_DELETE;",
    };
    run(portal, &format!("{guards} {sql}")).await;
}

/// A chain of six events of two people, two of them refused, and its head.
async fn a_chain(portal: &Portal) -> ChainHead {
    let (ana, bo) = (ConsumerKey("ana".into()), assister("bo"));
    for _ in 0..2 {
        portal.open_application(&bo, &ana).await.unwrap();
    }
    for _ in 0..2 {
        // What is refused to whoever may do other things is an event too.
        portal.read_association(&bo, &ana).await.unwrap_err();
    }
    for _ in 0..2 {
        portal.open_application(&consumer("ana"), &ana).await.unwrap();
    }
    let report = portal.verify_audit("consumer:ana", None).await.unwrap();
    assert!(report.is_whole() && report.events == 6, "{report:?}");
    report.head.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn any_single_change_deletion_or_change_of_order_is_found() {
    let one = "subject = 'consumer:ana' AND number = 3";
    let swap = |a: i64, b: i64| {
        format!(
            "UPDATE audit_events SET number = -1 WHERE subject = 'consumer:ana' AND number = {a}; \
             UPDATE audit_events SET number = {a} WHERE subject = 'consumer:ana' AND number = {b}; \
             UPDATE audit_events SET number = {b} WHERE subject = 'consumer:ana' AND number = -1;"
        )
    };
    let mut tampering: Vec<String> = [
        "at = at + 1",
        "account_key = 'account-eve'",
        "role = 'auditor'",
        "actor_name = 'Somebody Else'",
        "basis = 'own_account'",
        "association_key = 'other'",
        "association_key = ''",
        "action = 'read_consumer'",
        "target = 'another'",
        "target = ''",
        "outcome = 'done'",
        "rule = NULL",
        "rule = ''",
        "request_id = 'x'",
        "hash = 'x'",
        "number = 30",
        "subject = 'consumer:eve'",
    ]
    .map(|change| format!("UPDATE audit_events SET {change} WHERE {one};"))
    .to_vec();
    tampering.extend(
        (1..=6).map(|n| format!("DELETE FROM audit_events WHERE subject = 'consumer:ana' AND number = {n};")),
    );
    tampering.extend([
        swap(1, 2),
        swap(3, 4),
        swap(2, 6),
        "DELETE FROM audit_events WHERE subject = 'consumer:ana';".into(),
    ]);
    for (which, sql) in tampering.iter().enumerate() {
        // A fresh database for each on SQLite; PostgreSQL, where one takes longer, takes a few of them.
        let portals = if which % 9 == 0 { portals().await } else { vec![sqlite().await] };
        for portal in portals {
            cast(&portal).await;
            let head = a_chain(&portal).await;
            without_guards(&portal, sql).await;
            let report = portal.verify_audit("consumer:ana", Some(&head)).await.unwrap();
            assert!(!report.is_whole(), "not found: {sql}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_end_cut_off_or_written_anew_is_told_by_a_head_that_a_witness_kept() {
    for portal in portals().await {
        cast(&portal).await;
        let head = a_chain(&portal).await;
        without_guards(&portal, "DELETE FROM audit_events WHERE subject = 'consumer:ana' AND number > 4;")
            .await;
        let report = portal.verify_audit("consumer:ana", Some(&head)).await.unwrap();
        assert_eq!((report.events, report.faults), (4, vec![ChainFault::NotWitnessed(6)]));
        // Other events in the place of the last two: the hashes agree with each other, and not with the witness.
        for _ in 0..2 {
            portal.open_application(&assister("bo"), &ConsumerKey("ana".into())).await.unwrap();
        }
        let report = portal.verify_audit("consumer:ana", Some(&head)).await.unwrap();
        assert_eq!((report.events, report.faults), (6, vec![ChainFault::NotWitnessed(6)]));
        assert!(portal.verify_audit("consumer:ana", None).await.unwrap().is_whole());
    }
}
