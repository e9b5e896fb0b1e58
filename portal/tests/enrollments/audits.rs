//! Audit files: all coverage as it stands here, for the carrier; and the carrier's, compared with what stands here (ENR-7).

use super::{
    again::{folder, only_file},
    answers::{confirmation, file, open, sent, take},
    *,
};
use domain::carrier::{AnswerFault, Difference, FileVerdict};
use jiff::civil::date;
use std::path::Path;
use x12::{Kind, Transaction};

/// Ana's plan, confirmed; gives what its carrier was told.
async fn confirmed(portal: &Portal) -> Transaction {
    let sent = sent(portal).await;
    portal.clock().advance(60);
    take(portal, "yes.x12", &file(&sent.issuer.hios, 1, vec![confirmation(&sent)])).await;
    sent
}

async fn audit(portal: &Portal, carrier: &str, year: i16, folder: &Path) -> Vec<Transaction> {
    let written = portal.export_audit((carrier, year, None), folder, &|_| {}).await.unwrap();
    let Some(file) = written.and_then(|audited| audited.file) else { return Vec::new() };
    x12::read_enrollments(&std::fs::read_to_string(file).unwrap()).unwrap().remove(0).transactions
}

/// Begins an audit whose file cannot be written: a folder stands in its place, which goes afterwards.
async fn cut_off(portal: &Portal, carrier: &str, folder: &Path) {
    let blocked = folder.join(format!("834_{carrier}_000000002.unfinished"));
    std::fs::create_dir(&blocked).unwrap();
    let failed = portal.export_audit((carrier, 2027, None), folder, &|_| {}).await;
    assert!(matches!(failed, Err(Error::File { .. })), "{failed:?}");
    std::fs::remove_dir(&blocked).unwrap();
}

async fn differences(portal: &Portal, carrier: &str) -> Vec<(Difference, String, String)> {
    let found = portal.read_reconciliation(&resource_manager(), carrier, 100).await.unwrap();
    assert_eq!(usize::try_from(found.audit.differences).unwrap(), found.differences.len());
    found.differences.into_iter().map(|one| (one.difference, one.ours, one.theirs)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_audit_file_has_what_is_in_force_under_the_next_number_and_is_not_sent_again_enr_7() {
    for portal in ready(AVERAGE).await {
        let sent = confirmed(&portal).await;
        let (carrier, folder) = (sent.issuer.hios.clone(), folder());
        assert!(audit(&portal, &carrier, 2026, &folder).await.is_empty(), "nothing of that year");
        let said = audit(&portal, &carrier, 2027, &folder).await;
        let [one] = &said[..] else { panic!("{said:?}") };
        assert_eq!((one.kind, &one.policy_id), (Kind::Audit { end: None }, &sent.policy_id));
        assert_eq!((&one.premium, &one.subscriber), (&sent.premium, &sent.subscriber));
        assert_eq!(
            (one.issuer_policy_id.as_deref(), one.issuer_subscriber_id.as_deref()),
            (Some("P-77"), Some("S-12")),
            "with the carrier's own numbers"
        );
        assert!(only_file(&folder).0.contains("000000002"));
        let numbers = "SELECT interchange || ' ' || transaction_number FROM carrier_numbers";
        assert_eq!(column(&portal, numbers).await, ["2 2"]);
        let files = portal.carrier_files().await.unwrap().0;
        let audit = files.iter().find(|file| file.number == 2).unwrap();
        assert_eq!((audit.audit_year, audit.transactions, audit.goes_again()), (Some(2027), 1, false));
        let again = portal.send_file_again(&resource_manager(), &carrier, 2).await;
        assert!(
            matches!(again, Err(Error::Refused(Refusal::FileNotAgain))),
            "another one says how it stands"
        );
        assert_eq!(
            column(&portal, "SELECT state FROM enrollments").await,
            ["effectuated"],
            "it changes nothing"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_due_goes_before_an_audit_and_what_never_was_or_is_over_stands_in_none_enr_7() {
    for portal in ready(AVERAGE).await {
        let sent = confirmed(&portal).await;
        let (carrier, folder) = (sent.issuer.hios.clone(), folder());
        // 1 March 2027: it ends in June, and its carrier has not heard of it yet.
        portal.clock().advance(98 * 86_400);
        let key = domain::people::EnrollmentKey(sent.policy_id.clone());
        let day = [("month", "6"), ("day", "30"), ("year", "2027")];
        let typed = day.map(|(part, said)| (format!("last_day_{part}"), said.to_owned())).into();
        portal.end_coverage(&consumer("ana"), &ana(), &key, (&typed, "end")).await.unwrap();
        let said = audit(&portal, &carrier, 2027, &folder).await;
        let end = Some(date(2027, 6, 30));
        assert_eq!(said.iter().map(|one| one.kind).collect::<Vec<_>>(), [Kind::Audit { end }]);
        let names: Vec<_> = portal.carrier_files().await.unwrap().0.iter().map(|file| file.number).collect();
        assert!(
            names.contains(&2) && names.contains(&3),
            "the end in a file of its own, then the audit: {names:?}"
        );
        portal.clock().advance(130 * 86_400);
        assert!(portal.today() > date(2027, 6, 30));
        assert!(audit(&portal, &carrier, 2027, &folder).await.is_empty(), "it is over");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_audit_that_a_crash_cut_off_is_written_first_under_its_number_and_as_it_began_enr_7() {
    for portal in ready(AVERAGE).await {
        let sent = confirmed(&portal).await;
        let (carrier, folder) = (sent.issuer.hios.clone(), folder());
        cut_off(&portal, &carrier, &folder).await;
        // Meanwhile it ends, and something else is due.
        run(&portal, "UPDATE enrollments SET state = 'terminated', ends_on = '2027-06-30'").await;
        run(&portal, "UPDATE outbox SET sent_at = NULL, lease_until = 0 WHERE kind = 'enrollment_834'").await;
        let due = portal.carriers_asked_again().await.unwrap();
        assert_eq!(due, std::slice::from_ref(&carrier), "it is not forgotten");
        let exported = portal.export_enrollments(&carrier, &folder, &|_| {}).await.unwrap();
        let (audit, later) = (exported.audit.unwrap().file.unwrap(), exported.file.unwrap());
        assert!(
            audit.to_string_lossy().contains("000000002") && later.to_string_lossy().contains("000000003")
        );
        let said = x12::read_enrollments(&std::fs::read_to_string(audit).unwrap()).unwrap().remove(0);
        assert_eq!(
            said.transactions.iter().map(|one| one.kind).collect::<Vec<_>>(),
            [Kind::Audit { end: None }]
        );
        assert_eq!(exported.transactions, 1, "what is due follows it");
        let left = "SELECT count(*) FROM carrier_audit_items";
        assert_eq!(count(&portal, left).await, 0);
    }
    for portal in ready(AVERAGE).await {
        let sent = confirmed(&portal).await;
        let (carrier, folder) = (sent.issuer.hios.clone(), folder());
        cut_off(&portal, &carrier, &folder).await;
        assert_eq!(audit(&portal, &carrier, 2027, &folder).await.len(), 1, "it is that one");
        let files = portal.carrier_files().await.unwrap().0;
        assert_eq!(files.iter().filter(|file| file.audit_year.is_some()).count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_said_in_an_audit_keeps_nothing_else_from_its_carrier_enr_7() {
    for portal in ready(AVERAGE).await {
        let sent = confirmed(&portal).await;
        let (carrier, folder) = (sent.issuer.hios.clone(), folder());
        let bodies = column(&portal, "SELECT body FROM outbox WHERE kind = 'enrollment_834'").await;
        run(&portal, "UPDATE outbox SET body = '00' WHERE kind = 'enrollment_834'").await;
        let audited = portal.export_audit((&carrier, 2027, None), &folder, &|_| {}).await.unwrap().unwrap();
        assert_eq!((audited.file, audited.unsent.len()), (None, 1));
        assert_eq!(audited.unsent[0].enrollment, sent.policy_id);
        run(&portal, &format!("UPDATE outbox SET body = '{}', sent_at = NULL, lease_until = 0 WHERE kind = 'enrollment_834'", bodies[0])).await;
        let exported = portal.export_enrollments(&carrier, &folder, &|_| {}).await.unwrap();
        assert!(exported.transactions == 1 && exported.file.unwrap().to_string_lossy().contains("000000002"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_its_carrier_was_not_told_or_never_confirmed_stands_in_no_audit_enr_7() {
    for portal in ready(AVERAGE).await {
        let sent = confirmed(&portal).await;
        let (carrier, folder) = (sent.issuer.hios.clone(), folder());
        let ours = audit(&portal, &carrier, 2027, &folder).await;
        run(
            &portal,
            "UPDATE outbox SET sent_at = NULL, begun_at = NULL, lease_until = 9000000000000000 WHERE kind = 'enrollment_834'",
        )
        .await;
        assert!(audit(&portal, &carrier, 2027, &folder).await.is_empty(), "something of it is on its way");
        run(&portal, "UPDATE outbox SET sent_at = 1 WHERE kind = 'enrollment_834'").await;
        run(&portal, "UPDATE enrollments SET state = 'terminated', ends_on = '2027-03-31'").await;
        assert_eq!(audit(&portal, &carrier, 2027, &folder).await.len(), 1, "confirmed, until its end");
        run(&portal, "DELETE FROM enrollment_steps WHERE state = 'effectuated'").await;
        assert!(audit(&portal, &carrier, 2027, &folder).await.is_empty(), "it was never confirmed");
        let ended = Transaction { kind: Kind::Audit { end: Some(date(2027, 3, 31)) }, ..ours[0].clone() };
        take(&portal, "theirs.x12", &file(&carrier, 2, vec![ended])).await;
        assert_eq!(differences(&portal, &carrier).await[0].0, Difference::NotConfirmed);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_carriers_audit_speaks_of_its_own_years_and_of_what_was_understood_enr_7() {
    for portal in ready(AVERAGE).await {
        let sent = confirmed(&portal).await;
        let (carrier, folder) = (sent.issuer.hios.clone(), folder());
        let ours = audit(&portal, &carrier, 2027, &folder).await;
        let stranger = Transaction { policy_id: "stranger".to_owned(), ..ours[0].clone() };
        let whats = async || {
            let found = differences(&portal, &carrier).await;
            found.into_iter().map(|(what, ..)| what).collect::<Vec<_>>()
        };
        // Of 2027 alone: the plan of 2026 is not missing in it.
        run(&portal, "UPDATE enrollments SET plan_year = 2026, effective_on = '2026-01-01'").await;
        take(&portal, "2027.x12", &file(&carrier, 2, vec![stranger.clone()])).await;
        assert_eq!(whats().await, [Difference::UnknownHere]);
        // Known here, in another year.
        portal.clock().advance(60);
        take(&portal, "other-year.x12", &file(&carrier, 3, ours.clone())).await;
        assert_eq!(whats().await, [Difference::OtherFirstDay, Difference::OtherLastDay]);
        // Where something was not understood, nothing is said to be missing.
        run(&portal, "UPDATE enrollments SET plan_year = 2027, effective_on = '2027-01-01'").await;
        portal.clock().advance(60);
        let both = vec![stranger, Transaction { reference: "Z".to_owned(), ..ours[0].clone() }];
        let text = String::from_utf8(file(&carrier, 4, both)).unwrap();
        let broken = text.rfind("HLH*").map(|at| [&text[..at], "QQQ*", &text[at + 4..]].concat()).unwrap();
        let taken = take(&portal, "broken.x12", broken.as_bytes()).await;
        assert_eq!((taken.compared, taken.open), (1, 1));
        assert_eq!(whats().await, [Difference::UnknownHere]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_carriers_audit_of_the_same_coverage_has_no_difference_and_a_changed_one_exactly_those_enr_7() {
    for portal in ready(AVERAGE).await {
        let sent = confirmed(&portal).await;
        let (carrier, folder) = (sent.issuer.hios.clone(), folder());
        let ours = audit(&portal, &carrier, 2027, &folder).await;
        let taken = take(&portal, "audit.x12", &file(&carrier, 2, ours.clone())).await;
        assert_eq!((taken.compared, taken.differences, taken.open), (1, 0, 0));
        assert_eq!(differences(&portal, &carrier).await, []);

        let mut changed = ours[0].clone();
        let premium = changed.premium.as_mut().unwrap();
        (premium.aptc_cents, premium.responsible_cents) = (100, premium.total_cents - 100);
        changed.subscriber.id.push('9');
        changed.kind = Kind::Audit { end: Some(date(2027, 9, 30)) };
        let mut unknown =
            Transaction { policy_id: "of another".to_owned(), reference: "X".to_owned(), ..ours[0].clone() };
        unknown.benefit_begin = date(2027, 3, 1);
        portal.clock().advance(60);
        let twice = Transaction { reference: "Y".to_owned(), ..changed.clone() };
        let taken =
            take(&portal, "changed.x12", &file(&carrier, 3, vec![changed.clone(), unknown, twice])).await;
        assert_eq!((taken.compared, taken.differences), (3, 5));
        let mut found: Vec<_> =
            differences(&portal, &carrier).await.into_iter().map(|(what, ..)| what).collect();
        found.sort_by_key(|what| what.word());
        assert_eq!(
            found,
            [
                Difference::OtherCredit,
                Difference::OtherLastDay,
                Difference::OtherPeople,
                Difference::Twice,
                Difference::UnknownHere
            ]
        );
        assert_eq!(
            column(&portal, "SELECT state FROM enrollments").await,
            ["effectuated"],
            "nothing changed"
        );
        assert!(open(&portal).await.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_side_lacks_or_never_confirmed_or_cancelled_is_a_difference_enr_7() {
    for portal in ready(AVERAGE).await {
        let sent = confirmed(&portal).await;
        let (carrier, folder) = (sent.issuer.hios.clone(), folder());
        let ours = audit(&portal, &carrier, 2027, &folder).await;
        let stranger = Transaction { policy_id: "stranger".to_owned(), ..ours[0].clone() };
        let of = async |name: &str, number: u32, said: Vec<Transaction>| {
            portal.clock().advance(60);
            take(&portal, name, &file(&carrier, number, said)).await;
            differences(&portal, &carrier).await.into_iter().map(|(what, ..)| what).collect::<Vec<_>>()
        };
        let mut lacks = of("lacks.x12", 2, vec![stranger]).await;
        lacks.sort_by_key(|what| what.word());
        assert_eq!(lacks, [Difference::NotAtCarrier, Difference::UnknownHere]);
        run(&portal, "UPDATE enrollments SET state = 'sent'").await;
        assert_eq!(of("sent.x12", 3, ours.clone()).await, [Difference::NotConfirmed]);
        run(&portal, "UPDATE enrollments SET state = 'cancelled'").await;
        assert_eq!(of("cancelled.x12", 4, ours.clone()).await, [Difference::NoCoverageHere]);
        let foreign = take(&portal, "foreign.x12", &file("99002", 5, ours)).await;
        assert_eq!((foreign.compared, foreign.open), (0, 1));
        assert_eq!(open(&portal).await[0].fault, AnswerFault::OtherCarrier);
        for session in without_the_roster() {
            let denied = [
                portal.read_reconciliation(&session, &carrier, 1).await.err(),
                portal.read_carrier_audits(&session).await.err(),
            ];
            assert!(denied.iter().all(|error| matches!(error, Some(Error::Denied(_)))), "{denied:?}");
        }
        let none = portal.read_reconciliation(&resource_manager(), "99009", 1).await;
        assert!(matches!(none, Err(Error::NotFound)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_carrier_gets_one_audit_a_month_from_the_profiles_day_on_enr_7() {
    for portal in ready(AVERAGE).await {
        let portal = with_profile(&portal, |profile| profile.enrollment.audit_day = Some(5));
        confirmed(&portal).await;
        let folder = folder();
        let second = second_process(&portal).await;
        let second = with_profile(&second, |profile| profile.enrollment.audit_day = Some(5));
        let a_round = async || {
            let [one, other] =
                [&portal, &second].map(|portal| portal.keep_working(Some(folder.clone()), None).unwrap());
            one.stop().await;
            other.stop().await;
        };
        let audits = async || {
            let files = portal.carrier_files().await.unwrap().0;
            files.iter().filter(|file| file.audit_year.is_some()).count()
        };
        // 23 November; then 4 December, and the fifth.
        for (days, expected) in [(0, 1), (1, 1), (10, 1), (1, 2), (1, 2)] {
            portal.clock().advance(days * 86_400);
            a_round().await;
            assert_eq!(audits().await, expected, "{}", portal.today());
        }
        assert_eq!(portal.carrier_files().await.unwrap().0[0].verdict, None::<FileVerdict>);
    }
}
