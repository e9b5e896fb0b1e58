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
    let written = portal.export_audit((carrier, year), folder, &|_| {}).await.unwrap();
    let Some(file) = written.file else { return Vec::new() };
    x12::read_enrollments(&std::fs::read_to_string(file).unwrap()).unwrap().remove(0).transactions
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
async fn an_audit_that_a_crash_cut_off_is_written_first_under_the_same_number_enr_7() {
    for portal in ready(AVERAGE).await {
        let sent = confirmed(&portal).await;
        let carrier = sent.issuer.hios.clone();
        run(&portal, "UPDATE carrier_numbers SET audit_begun_at = 1763900000000000, audit_year = 2027").await;
        run(&portal, "UPDATE outbox SET sent_at = NULL, lease_until = 0 WHERE kind = 'enrollment_834'").await;
        let folder = folder();
        let exported = portal.export_enrollments(&carrier, &folder, &|_| {}).await.unwrap();
        assert_eq!(exported.transactions, 1, "what is due follows it");
        let files = portal.carrier_files().await.unwrap().0;
        let kinds: Vec<_> = files.iter().rev().map(|file| (file.number, file.audit_year)).collect();
        assert!(kinds.contains(&(2, Some(2027))) && kinds.contains(&(3, None)), "{kinds:?}");
        let begun = "SELECT count(*) FROM carrier_numbers WHERE audit_begun_at IS NOT NULL";
        assert_eq!(count(&portal, begun).await, 0);
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
        let a_round = async || portal.keep_working(Some(folder.clone()), None).unwrap().stop().await;
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
