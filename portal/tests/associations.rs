//! Manage Assister (ASSOC) on both databases: find, read, authorize, replace, remove, receipts, history.

use domain::{
    access::Denial, association::EndedBy, limits::Limit, numbers::ReferenceNumber, people::*,
    refusal::Refusal,
};
use portal::{Error, Portal, Session, associations::*, testing::*};

const BO: &str = "1000002";
const CY: &str = "1000015";
const DI: &str = "1000028";
const NIA: &str = "1000031";
const CAM: &str = "1000044";

fn key(name: &str) -> ConsumerKey {
    ConsumerKey(name.into())
}

fn shown(statement: &Statement) -> StatementShown {
    StatementShown {
        version: statement.version.clone(),
        language: statement.language.clone(),
        sha256: statement.sha256.clone(),
    }
}

/// Reads the statement and agrees, as the pages do.
async fn authorize(portal: &Portal, consumer_key: &str, number: &str) -> Authorization {
    try_to_authorize(portal, &consumer(consumer_key), consumer_key, number).await.unwrap()
}

async fn try_to_authorize(
    portal: &Portal,
    session: &Session,
    consumer: &str,
    number: &str,
) -> Result<Authorization, Error> {
    let statement = portal.read_statement(session, &key(consumer), number).await?;
    let agreed = portal.authorize_assister(session, &key(consumer), number, &shown(&statement)).await?;
    Ok(agreed.value)
}

fn refusal(fault: &Error) -> Option<Refusal> {
    match fault {
        Error::Refused(refusal) => Some(*refusal),
        _ => None,
    }
}

async fn active(portal: &Portal, consumer: &str) -> Vec<String> {
    let sql = format!(
        "SELECT assister_key FROM associations WHERE consumer_key = '{consumer}' AND ended_at IS NULL"
    );
    column(portal, &sql).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consumer_finds_an_assister_by_number_whatever_spaces_and_dashes_assoc_2() {
    for portal in portals().await {
        cast(&portal).await;
        for typed in ["1000031", " 100-0031 ", "100 0031"] {
            let found = portal.find_assister(&consumer("max"), &key("max"), typed).await.unwrap();
            assert_eq!(found.name, "Nia Xiong");
            assert_eq!(found.kind, AssisterKind::Navigator);
            assert_eq!(found.agency.as_deref(), Some("Sample Helpers"));
            assert_eq!(found.languages, ["en", "hmn"]);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_and_not_able_to_act_today_are_the_same_answer_assoc_2() {
    for portal in portals().await {
        cast(&portal).await;
        run(&portal, "UPDATE assisters SET state = 'suspended' WHERE assister_key = 'cam'").await;
        run(&portal, "UPDATE assisters SET state = 'invited' WHERE assister_key = 'cy'").await;
        let unknown = ReferenceNumber::from_random(77).digits().to_owned();
        let mut answers = std::collections::HashSet::new();
        for number in [unknown.as_str(), DI, CAM, CY] {
            let found = portal.find_assister(&consumer("max"), &key("max"), number).await.unwrap_err();
            let read = portal.read_statement(&consumer("max"), &key("max"), number).await.unwrap_err();
            answers.insert(found.to_string());
            answers.insert(read.to_string());
            assert_eq!(refusal(&found), Some(Refusal::AssisterNotFound), "{number}");
        }
        assert_eq!(answers.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_check_digit_is_refused_before_any_look_up_cert_3() {
    for portal in portals().await {
        cast(&portal).await;
        for typed in ["1000007", "1000060", "0100000", "123", "12345678", "", "abcdefg", "１０００００６"]
        {
            let refused = portal.find_assister(&consumer("max"), &key("max"), typed).await.unwrap_err();
            let Error::Invalid(faults) = &refused else { panic!("{typed}: {refused}") };
            assert_eq!((faults[0].field.as_str(), faults[0].rule), ("reference", "ASSOC-2"));
        }
        assert_eq!(count(&portal, "SELECT count(*) FROM attempts").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_numbers_an_hour_may_be_looked_up_assoc_10() {
    for portal in portals().await {
        cast(&portal).await;
        let max = consumer("max");
        for n in 0..10 {
            let number = ReferenceNumber::from_random(n * 31 + 500).digits().to_owned();
            let missed = portal.find_assister(&max, &key("max"), &number).await.unwrap_err();
            assert_eq!(refusal(&missed), Some(Refusal::AssisterNotFound));
            // The same number again is not a new one.
            portal.find_assister(&max, &key("max"), &number).await.unwrap_err();
        }
        for verb in 0..3 {
            let refused = match verb {
                0 => portal.find_assister(&max, &key("max"), BO).await.map(drop),
                1 => portal.read_statement(&max, &key("max"), BO).await.map(drop),
                _ => {
                    let shown = StatementShown {
                        version: String::new(),
                        language: String::new(),
                        sha256: String::new(),
                    };
                    portal.authorize_assister(&max, &key("max"), BO, &shown).await.map(drop)
                }
            };
            assert_eq!(refusal(&refused.unwrap_err()), Some(Refusal::TooManyLookUps));
        }
        // The address is the same one, so another account does not help.
        let eve = portal.find_assister(&consumer("eve"), &key("eve"), BO).await.unwrap_err();
        assert_eq!(refusal(&eve), Some(Refusal::TooManyLookUps));
        assert_eq!(count(&portal, "SELECT count(*) FROM attempts WHERE failed = 1").await, 20);
        portal.clock().advance(3601);
        assert_eq!(portal.find_assister(&max, &key("max"), BO).await.unwrap().name, "Bo Lind");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn look_ups_in_parallel_do_not_pass_the_limit_assoc_10() {
    for portal in portals().await {
        cast(&portal).await;
        let tasks: Vec<_> = (0..30)
            .map(|n| {
                let portal = portal.clone();
                tokio::spawn(async move {
                    let number = ReferenceNumber::from_random(n * 97 + 10).digits().to_owned();
                    let answer = portal.find_assister(&consumer("max"), &key("max"), &number).await;
                    refusal(&answer.unwrap_err())
                })
            })
            .collect();
        let mut looked_up = 0;
        for task in tasks {
            looked_up += usize::from(task.await.unwrap() == Some(Refusal::AssisterNotFound));
        }
        assert_eq!(looked_up, 10);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn before_agreeing_the_consumer_reads_everything_that_matters_assoc_3() {
    for portal in portals().await {
        cast(&portal).await;
        let statement = portal.read_statement(&consumer("ana"), &key("ana"), NIA).await.unwrap();
        let card = &statement.assister;
        assert_eq!((card.name.as_str(), card.public_phone.as_str()), ("Nia Xiong", "651-555-0104"));
        assert_eq!((card.public_email.as_str(), card.reference_number.as_str()), ("nia@example.org", NIA));
        assert!(statement.paragraphs.iter().any(|text| text.contains("Nia Xiong")));
        assert!(statement.privacy_notice.contains("private"));
        let replaced = statement.replaces.as_ref().unwrap();
        assert_eq!(replaced.name, "Bo Lind");
        assert!(replaced.what_ending_does.contains("agent of record"));
        let own = portal.read_statement(&consumer("ana"), &key("ana"), BO).await.unwrap();
        assert!(own.is_present && own.replaces.is_none());
        let first = portal.read_statement(&consumer("max"), &key("max"), NIA).await.unwrap();
        assert!(!first.is_present && first.replaces.is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn agreeing_keeps_the_statement_the_parties_and_a_receipt_assoc_4() {
    for portal in portals().await {
        cast(&portal).await;
        let made = authorize(&portal, "max", NIA).await;
        assert_eq!((made.outcome, made.assister_name.as_str()), (Outcome::Started, "Nia Xiong"));
        let stored = column(
            &portal,
            "SELECT consumer_key || ' ' || assister_key || ' ' || statement_version || ' ' || statement_language || ' ' || \
             agreed_ip || ' ' || agreed_user_agent FROM associations WHERE consumer_key = 'max'",
        )
        .await;
        assert_eq!(stored, ["max nia 2026-11-01 en 127.0.0.1 test"]);
        let kept = portal.read_receipt(&consumer("max"), &key("max"), &made.association).await.unwrap();
        let receipt = &kept.receipt;
        assert_eq!(
            (receipt.consumer_name.as_str(), receipt.assister_name.as_str()),
            ("Max Sample", "Nia Xiong")
        );
        assert_eq!(receipt.agreed_at, "2026-11-23T15:00:00Z");
        assert_eq!(receipt.receipt, made.association.0);
        assert_eq!(receipt.assister_reference_number, NIA);
        let trail =
            column(&portal, "SELECT target FROM audit_events WHERE action = 'authorize_assister'").await;
        assert_eq!(trail, [format!("{} sha256:{}", made.association, kept.sha256)]);
        let hashes =
            column(&portal, "SELECT receipt_sha256 FROM associations WHERE consumer_key = 'max'").await;
        assert_eq!(hashes, [kept.sha256.clone()]);
        let mail =
            column(&portal, "SELECT destination || ': ' || subject FROM outbox WHERE kind = 'mail'").await;
        assert_eq!(mail, ["max@example.org: Nia Xiong can now act for you"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_is_not_current_or_was_not_shown_is_refused_assoc_4() {
    for portal in portals().await {
        cast(&portal).await;
        let max = consumer("max");
        let statement = portal.read_statement(&max, &key("max"), NIA).await.unwrap();
        let good = shown(&statement);
        let old = StatementShown { version: "2025-11-01".into(), ..good.clone() };
        let other = StatementShown { sha256: "0".repeat(64), ..good.clone() };
        let foreign = StatementShown { language: "so".into(), ..good.clone() };
        for wrong in [old, other, foreign] {
            let refused = portal.authorize_assister(&max, &key("max"), NIA, &wrong).await.unwrap_err();
            assert_eq!(refusal(&refused), Some(Refusal::StatementChanged));
        }
        // Cam's statement was never on the page; its hash alone does not help.
        let cam = portal.read_statement(&consumer("eve"), &key("eve"), CAM).await.unwrap();
        let refused = portal.authorize_assister(&max, &key("max"), CAM, &shown(&cam)).await.unwrap_err();
        assert_eq!(refusal(&refused), Some(Refusal::StatementChanged));
        // Yesterday's reading is not today's.
        portal.clock().advance(13 * 3600);
        let refused = portal.authorize_assister(&max, &key("max"), NIA, &good).await.unwrap_err();
        assert_eq!(refusal(&refused), Some(Refusal::StatementChanged));
        assert!(active(&portal, "max").await.is_empty());
        assert_eq!(count(&portal, "SELECT count(*) FROM outbox").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_assister_replaces_the_present_one_in_one_step_assoc_5() {
    for portal in portals().await {
        cast(&portal).await;
        let made = authorize(&portal, "ana", NIA).await;
        assert_eq!(made.outcome, Outcome::Replaced);
        assert_eq!(active(&portal, "ana").await, ["nia"]);
        let page = portal.read_association(&consumer("ana"), &key("ana")).await.unwrap();
        assert_eq!(page.current.as_ref().unwrap().assister.name, "Nia Xiong");
        assert_eq!(page.history.len(), 1);
        assert_eq!(page.history[0].ended_by, Some(EndedBy::Replaced));
        assert_eq!(page.history[0].ended_at, Some(page.current.as_ref().unwrap().started_at));
        let receipt = portal.read_receipt(&consumer("ana"), &key("ana"), &made.association).await.unwrap();
        assert_eq!(receipt.receipt.replaced_assister_name.as_deref(), Some("Bo Lind"));
        // The books of both say so.
        assert_eq!(column(&portal, "SELECT stage FROM book WHERE assister_key = 'bo'").await, ["ended"]);
        assert_eq!(
            column(&portal, "SELECT stage FROM book WHERE assister_key = 'nia'").await,
            ["not_started"]
        );
        let counts = "SELECT not_started * 10 + ended FROM book_counts WHERE assister_key = ";
        assert_eq!(count(&portal, &format!("{counts}'bo'")).await, 1);
        assert_eq!(count(&portal, &format!("{counts}'nia'")).await, 10);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_assister_again_changes_nothing_and_says_so_assoc_5() {
    for portal in portals().await {
        cast(&portal).await;
        let made = authorize(&portal, "ana", BO).await;
        assert_eq!((made.outcome, made.association.0.as_str()), (Outcome::Unchanged, "ana-bo"));
        assert_eq!(count(&portal, "SELECT count(*) FROM associations").await, 2);
        assert_eq!(count(&portal, "SELECT count(*) FROM outbox").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_takes_effect_at_once_and_lasts_over_the_years_assoc_6() {
    for portal in portals().await {
        cast(&portal).await;
        let second = second_process(&portal).await;
        let nia = assister("nia");
        assert!(second.open_application(&nia, &key("max")).await.is_err());
        authorize(&portal, "max", NIA).await;
        second.open_application(&nia, &key("max")).await.unwrap();
        run(&portal, "UPDATE assisters SET certified_until = '2036-12-31' WHERE assister_key = 'nia'").await;
        portal.clock().advance(5 * 366 * 86_400);
        portal.open_application(&nia, &key("max")).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn removing_takes_effect_with_the_next_request_on_every_server_assoc_7() {
    for portal in portals().await {
        cast(&portal).await;
        let second = second_process(&portal).await;
        second.open_application(&assister("bo"), &key("ana")).await.unwrap();
        let ana = consumer("ana");
        let ended =
            portal.end_association(&ana, &key("ana"), &AssociationKey("ana-bo".into())).await.unwrap();
        assert_eq!((ended.assister.name.as_str(), ended.ended_by), ("Bo Lind", Some(EndedBy::Consumer)));
        for server in [&portal, &second] {
            let refused = server.open_application(&assister("bo"), &key("ana")).await.unwrap_err();
            assert!(matches!(refused, Error::Denied(Denial::NoBasis)));
        }
        let again = portal.end_association(&ana, &key("ana"), &AssociationKey("ana-bo".into())).await;
        assert_eq!(refusal(&again.unwrap_err()), Some(Refusal::NoAssociation));
        let mail = column(&portal, "SELECT subject FROM outbox").await;
        assert_eq!(mail, ["Bo Lind can no longer act for you"]);
        assert_eq!(column(&portal, "SELECT stage FROM book WHERE assister_key = 'bo'").await, ["ended"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn removing_removes_the_assister_that_the_page_showed_and_no_other_assoc_7() {
    for portal in portals().await {
        cast(&portal).await;
        authorize(&portal, "ana", NIA).await;
        let old =
            portal.end_association(&consumer("ana"), &key("ana"), &AssociationKey("ana-bo".into())).await;
        assert_eq!(refusal(&old.unwrap_err()), Some(Refusal::NoAssociation));
        assert_eq!(active(&portal, "ana").await, ["nia"]);
        let foreign =
            portal.end_association(&consumer("ana"), &key("ana"), &AssociationKey("eve-di".into())).await;
        assert!(foreign.is_err());
        assert_eq!(active(&portal, "eve").await, ["di"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_association_never_changes_an_application_assoc_8() {
    for portal in portals().await {
        cast(&portal).await;
        portal.open_application(&consumer("ana"), &key("ana")).await.unwrap();
        let all = "SELECT application_key || state || last_page || percent || started_at FROM applications";
        let before = column(&portal, all).await;
        authorize(&portal, "ana", NIA).await;
        let present = portal.read_association(&consumer("ana"), &key("ana")).await.unwrap();
        let present = present.value.current.unwrap().key;
        portal.end_association(&consumer("ana"), &key("ana"), &present).await.unwrap();
        assert_eq!(column(&portal, all).await, before);
        // During the application: the new assister's book shows the draft.
        authorize(&portal, "ana", CAM).await;
        assert_eq!(
            column(&portal, "SELECT stage FROM book WHERE assister_key = 'cam'").await,
            ["in_progress"]
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_takes_no_other_change_than_its_end_assoc_9() {
    for portal in portals().await {
        cast(&portal).await;
        authorize(&portal, "ana", NIA).await;
        for sql in [
            "UPDATE associations SET assister_key = 'cy' WHERE consumer_key = 'ana' AND ended_at IS NULL",
            "UPDATE associations SET started_at = 5 WHERE association_key = 'ana-bo'",
            "UPDATE associations SET ended_at = NULL, ended_by = NULL WHERE association_key = 'ana-bo'",
            "UPDATE associations SET receipt = '{}' , ended_at = 9 WHERE consumer_key = 'ana' AND ended_at IS NULL",
            "DELETE FROM associations WHERE association_key = 'ana-bo'",
        ] {
            let fault = try_to_run(&portal, sql).await.unwrap_err();
            assert!(fault.contains("append-only"), "{sql}: {fault}");
        }
        assert_eq!(count(&portal, "SELECT count(*) FROM associations WHERE consumer_key = 'ana'").await, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_holds_at_most_one_active_association_assoc_5() {
    for portal in portals().await {
        cast(&portal).await;
        let second = "INSERT INTO associations SELECT 'second', consumer_key, 'cy', 2, statement_version, statement_language, \
            statement_sha256, agreed_ip, agreed_user_agent, receipt, receipt_sha256, NULL, NULL, NULL FROM associations \
            WHERE association_key = 'ana-bo'";
        assert!(try_to_run(&portal, second).await.is_err());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lapsed_assister_is_shown_as_unable_to_act_and_works_again_cert_7() {
    for portal in portals().await {
        cast(&portal).await;
        let eve = portal.read_association(&consumer("eve"), &key("eve")).await.unwrap();
        assert!(!eve.current.as_ref().unwrap().assister.may_act_today);
        run(&portal, "UPDATE assisters SET certified_until = '2027-01-01' WHERE assister_key = 'di'").await;
        let eve = portal.read_association(&consumer("eve"), &key("eve")).await.unwrap();
        assert!(eve.current.as_ref().unwrap().assister.may_act_today);
        portal.open_application(&assister("di"), &key("eve")).await.unwrap();
        assert_eq!(active(&portal, "eve").await, ["di"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_is_the_consumers_own_assoc_4() {
    for portal in portals().await {
        cast(&portal).await;
        let made = authorize(&portal, "max", NIA).await;
        let eve = portal.read_receipt(&consumer("eve"), &key("eve"), &made.association).await.unwrap_err();
        assert!(matches!(eve, Error::NotFound));
        let other = portal.read_receipt(&consumer("eve"), &key("max"), &made.association).await.unwrap_err();
        assert!(matches!(other, Error::Denied(Denial::NoBasis)));
        let nia = portal.read_receipt(&assister("nia"), &key("max"), &made.association).await.unwrap_err();
        assert!(matches!(nia, Error::Denied(Denial::ConsumerOnly)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_browsers_that_authorize_two_assisters_leave_exactly_one_assoc_5() {
    for portal in portals().await {
        cast(&portal).await;
        let second = second_process(&portal).await;
        for round in 0..8 {
            let numbers = [BO, CY, NIA, CAM];
            let tasks: Vec<_> = (0..4)
                .map(|n| {
                    let portal = if n % 2 == 0 { portal.clone() } else { second.clone() };
                    let number = numbers[(n + round) % 4];
                    tokio::spawn(
                        async move { try_to_authorize(&portal, &consumer("max"), "max", number).await },
                    )
                })
                .collect();
            for task in tasks {
                task.await.unwrap().unwrap();
            }
            assert_eq!(active(&portal, "max").await.len(), 1, "round {round}");
        }
        let open =
            count(&portal, "SELECT count(*) FROM book WHERE consumer_key = 'max' AND ended_at IS NULL").await;
        assert_eq!(open, 1);
        let counted = count(
            &portal,
            "SELECT CAST(sum(not_started + in_progress + submitted + enrolled) AS BIGINT) FROM book_counts",
        )
        .await;
        assert_eq!(counted, 3, "max's, ana's and eve's");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn consumers_who_swap_assisters_do_not_stop_each_other() {
    for portal in portals().await {
        cast(&portal).await;
        authorize(&portal, "max", CY).await;
        for (ana, max) in [(CY, BO), (BO, CY), (CY, BO), (BO, CY)] {
            let (one, two) = (portal.clone(), portal.clone());
            let one = tokio::spawn(async move { authorize(&one, "ana", ana).await });
            let two = tokio::spawn(async move { authorize(&two, "max", max).await });
            one.await.unwrap();
            two.await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_request_that_starts_after_the_removal_succeeds_assoc_7() {
    use std::sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    };
    for portal in portals().await {
        cast(&portal).await;
        let second = second_process(&portal).await;
        let removed = Arc::new(AtomicBool::new(false));
        let (after, before) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let tasks: Vec<_> = (0..6)
            .map(|n| {
                let server = if n % 2 == 0 { portal.clone() } else { second.clone() };
                let (removed, after, before) = (removed.clone(), after.clone(), before.clone());
                tokio::spawn(async move {
                    for _ in 0..2000 {
                        let late = removed.load(Ordering::SeqCst);
                        let done = server.open_application(&assister("bo"), &key("ana")).await.is_ok();
                        assert!(!(late && done), "a request that started after the removal succeeded");
                        if late && after.fetch_add(1, Ordering::SeqCst) > 100 {
                            break;
                        }
                        before.fetch_add(usize::from(done), Ordering::SeqCst);
                    }
                })
            })
            .collect();
        while before.load(Ordering::SeqCst) < 20 {
            tokio::task::yield_now().await;
        }
        let bo = AssociationKey("ana-bo".into());
        portal.end_association(&consumer("ana"), &key("ana"), &bo).await.unwrap();
        removed.store(true, Ordering::SeqCst);
        for task in tasks {
            task.await.unwrap();
        }
        assert!(after.load(Ordering::SeqCst) > 100);
    }
}

/// ASSOC-1 as a matrix: every session that is not the consumer's own, on every consumer, by every verb.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_the_consumer_changes_an_association_by_any_verb_assoc_1() {
    for portal in portals().await {
        cast(&portal).await;
        let others = [
            assister("bo"),
            assister("cy"),
            assister("di"),
            assister("nia"),
            assister("cam"),
            resource_manager(),
            session(Actor::Staff(Role::ServiceDesk), "ari"),
            session(Actor::Staff(Role::Auditor), "ola"),
            session(Actor::Staff(Role::AgencyAdministrator), "ada"),
            consumer("stranger"),
        ];
        let all = "SELECT association_key || consumer_key || assister_key || coalesce(ended_at, 0) FROM associations ORDER BY 1";
        let before = column(&portal, all).await;
        let mut tried = 0;
        for other in &others {
            for whose in ["ana", "eve", "max", "nobody"] {
                for number in [BO, CY, NIA, CAM, DI] {
                    let own = portal.read_statement(&consumer("max"), &key("max"), NIA).await.unwrap();
                    portal.find_assister(other, &key(whose), number).await.unwrap_err();
                    portal.read_statement(other, &key(whose), number).await.unwrap_err();
                    portal.authorize_assister(other, &key(whose), number, &shown(&own)).await.unwrap_err();
                    tried += 3;
                }
                for association in ["ana-bo", "eve-di", ""] {
                    let association = AssociationKey(association.into());
                    portal.end_association(other, &key(whose), &association).await.unwrap_err();
                    portal.read_receipt(other, &key(whose), &association).await.unwrap_err();
                    tried += 2;
                }
                portal.read_association(other, &key(whose)).await.unwrap_err();
                tried += 1;
            }
        }
        assert_eq!(column(&portal, all).await, before);
        let recorded = count(&portal, "SELECT count(*) FROM audit_events WHERE outcome = 'refused'").await;
        assert_eq!(recorded, tried, "every refused attempt is recorded");
        assert_eq!(count(&portal, "SELECT count(*) FROM outbox").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assister_is_sent_to_the_desk_to_end_an_association_act_11() {
    for portal in portals().await {
        cast(&portal).await;
        let bo = AssociationKey("ana-bo".into());
        let refused = portal.end_association(&assister("bo"), &key("ana"), &bo).await.unwrap_err();
        assert!(matches!(refused, Error::Denied(Denial::Limit(Limit::DisassociationByDesk))));
    }
}
