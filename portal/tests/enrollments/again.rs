//! A file that goes to a carrier again, and answers that somebody settles (ENR-7).

use super::{
    ending::{enrolled, told},
    *,
};
use domain::{
    carrier::FileVerdict,
    people::{AnswerKey, EnrollmentKey},
};
use std::path::{Path, PathBuf};
use x12::{EndReason, Kind};

pub fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("assent-834-{}", uuid()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

pub fn only_file(folder: &Path) -> (String, Vec<u8>) {
    let files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    let name = files[0].file_name().unwrap().to_string_lossy().into_owned();
    (name, std::fs::read(&files[0]).unwrap())
}

/// Ana's enrollment in a file of its carrier; gives the carrier and the file.
async fn sent(portal: &Portal) -> (String, (String, Vec<u8>)) {
    let (plan, ..) = silver(portal).await;
    enrolled(portal, plan, "k1").await;
    let (carrier, folder) = (plan.plan.issuer().to_string(), folder());
    portal.export_enrollments(&carrier, &folder, &|_| {}).await.unwrap();
    (carrier, only_file(&folder))
}

async fn verdict(portal: &Portal, verdict: FileVerdict) {
    run(portal, &format!("UPDATE carrier_files SET verdict = '{}', answered_at = 1", verdict.word())).await;
}

async fn again(portal: &Portal, carrier: &str, number: i64) -> Result<bool, Error> {
    portal.send_file_again(&resource_manager(), carrier, number).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_lost_goes_again_byte_by_byte_under_its_own_number_enr_7() {
    for portal in ready(AVERAGE).await {
        let (carrier, first) = sent(&portal).await;
        assert!(!again(&portal, &carrier, 1).await.unwrap(), "the same file");
        assert!(matches!(again(&portal, &carrier, 1).await, Err(Error::Refused(Refusal::FileNotAgain))));
        // An hour later, by a process at work: nothing else is due.
        portal.clock().advance(3_600);
        let folder = folder();
        portal.keep_working(Some(folder.clone()), None).unwrap().stop().await;
        assert_eq!(only_file(&folder), first);
        let kept = "SELECT CAST(number AS TEXT) FROM carrier_files WHERE again_asked_at IS NULL AND sent_again_at IS NOT NULL";
        assert_eq!(column(&portal, kept).await, ["1"]);
        assert_eq!(
            column(&portal, "SELECT CAST(interchange AS TEXT) FROM carrier_numbers").await,
            ["1"],
            "no new number"
        );
        // Still unanswered: it may be lost twice.
        assert!(!again(&portal, &carrier, 1).await.unwrap());
        let exported = portal.export_enrollments(&carrier, &folder, &|_| {}).await.unwrap();
        assert_eq!((exported.again.len(), exported.transactions, exported.file), (1, 0, None));
        assert_eq!(only_file(&folder), first);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_in_a_refused_file_goes_in_the_next_one_once_enr_7() {
    for portal in ready(AVERAGE).await {
        let (carrier, (name, _)) = sent(&portal).await;
        verdict(&portal, FileVerdict::Rejected).await;
        portal.clock().advance(3_600);
        assert!(again(&portal, &carrier, 1).await.unwrap(), "in a new file");
        assert!(matches!(again(&portal, &carrier, 1).await, Err(Error::Refused(Refusal::FileNotAgain))));
        let folder = folder();
        let exported = portal.export_enrollments(&carrier, &folder, &|_| {}).await.unwrap();
        assert_eq!((exported.transactions, exported.again.len()), (1, 0));
        assert!(only_file(&folder).0 != name && only_file(&folder).0.contains("000000002"));
        assert!(told(&portal, &carrier).await.is_empty(), "once");
        let numbers = "SELECT interchange || ' ' || transaction_number FROM carrier_numbers";
        assert_eq!(column(&portal, numbers).await, ["2 2"]);
        assert_eq!(column(&portal, "SELECT state FROM enrollment_steps").await, ["sent"], "one step");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ended_since_a_file_was_refused_ends_again_after_it_enr_7() {
    for portal in ready(AVERAGE).await {
        let (carrier, first) = sent(&portal).await;
        let key = EnrollmentKey(column(&portal, "SELECT enrollment_key FROM enrollments").await.remove(0));
        portal.clock().advance(60);
        portal.end_coverage(&consumer("ana"), &ana(), &key, (&Fields::new(), "end")).await.unwrap();
        let ended = told(&portal, &carrier).await;
        assert_eq!(ended.len(), 1, "in a file of its own");
        run(&portal, "UPDATE carrier_files SET verdict = 'rejected', answered_at = 1 WHERE number = 1").await;
        portal.clock().advance(60);
        again(&portal, &carrier, 1).await.unwrap();
        let kinds: Vec<_> = told(&portal, &carrier).await.iter().map(|one| one.kind).collect();
        assert_eq!(kinds, [Kind::Initial, Kind::Cancel(EndReason::Voluntary)], "the last word is the last");
        // The file that held the ending alone can still go as it was.
        portal.clock().advance(3_600);
        again(&portal, &carrier, 2).await.unwrap();
        let folder = folder();
        let exported = portal.export_enrollments(&carrier, &folder, &|_| {}).await.unwrap();
        assert_eq!((exported.again.len(), exported.transactions), (1, 0));
        let (name, text) = only_file(&folder);
        assert!(name.contains("000000002") && name != first.0);
        let text = String::from_utf8(text).unwrap();
        assert_eq!(x12::read_enrollments(&text).unwrap().remove(0).transactions, ended);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_which_only_the_envelope_was_received_goes_again_as_it_was_enr_7() {
    for portal in ready(AVERAGE).await {
        let (carrier, _) = sent(&portal).await;
        verdict(&portal, FileVerdict::Received).await;
        assert!(!again(&portal, &carrier, 1).await.unwrap(), "the same file");
        assert!(matches!(again(&portal, &carrier, 1).await, Err(Error::Refused(Refusal::FileNotAgain))));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_carrier_has_is_not_sent_again_and_nobody_else_sends_anything_enr_7() {
    for portal in ready(AVERAGE).await {
        let (carrier, _) = sent(&portal).await;
        for had in [FileVerdict::Accepted, FileVerdict::AcceptedWithErrors, FileVerdict::PartlyAccepted] {
            verdict(&portal, had).await;
            let refused = again(&portal, &carrier, 1).await;
            assert!(matches!(refused, Err(Error::Refused(Refusal::FileNotAgain))), "{had:?}: {refused:?}");
        }
        assert!(matches!(again(&portal, &carrier, 2).await, Err(Error::NotFound)));
        for session in without_the_roster() {
            let denied = [
                portal.send_file_again(&session, &carrier, 1).await.err(),
                portal.read_carrier_files(&session).await.err(),
                portal.settle_answer(&session, &AnswerKey("a".into()), "why").await.err(),
                portal.send_transaction_again(&session, &AnswerKey("a".into())).await.err(),
            ];
            assert!(denied.iter().all(|error| matches!(error, Some(Error::Denied(_)))), "{denied:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_carrier_does_not_hear_of_the_end_before_the_beginning_enr_7() {
    for portal in ready(AVERAGE).await {
        run(&portal, "UPDATE catalog_issuers SET tin = NULL").await;
        let portal = second_process(&portal).await;
        let (plan, _, credit) = silver(&portal).await;
        portal.choose_plan(&consumer("ana"), &ana(), &[], plan).await.unwrap();
        let form = signing(plan, credit, "Ana Kowalski", "k");
        let key = portal.enroll(&consumer("ana"), &ana(), &form).await.unwrap().value;
        let folder = folder();
        let a_round =
            async |portal: &Portal| portal.keep_working(Some(folder.clone()), None).unwrap().stop().await;
        // The beginning was tried so often that it rests for an hour.
        portal.clock().advance(900);
        a_round(&portal).await;
        let rests = "UPDATE outbox SET lease_until = lease_until + 3600000000 WHERE kind = 'enrollment_834'";
        run(&portal, rests).await;
        portal.end_coverage(&consumer("ana"), &ana(), &key, (&Fields::new(), "end")).await.unwrap();
        portal.clock().advance(1_000);
        let mended = with_carrier(&portal, &plan.plan.issuer().to_string(), "123456789");
        a_round(&mended).await;
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0, "the end waits for it");
        portal.clock().advance(3_600);
        a_round(&mended).await;
        let file = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
        let said = x12::read_enrollments(&std::fs::read_to_string(file).unwrap()).unwrap().remove(0);
        let kinds: Vec<_> = said.transactions.iter().map(|one| one.kind).collect();
        assert_eq!(kinds, [Kind::Initial, Kind::Cancel(EndReason::Voluntary)]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_follows_something_that_cannot_be_sent_stays_behind_it_in_the_same_file_enr_7() {
    for portal in ready(AVERAGE).await {
        let (plan, _, credit) = silver(&portal).await;
        portal.choose_plan(&consumer("ana"), &ana(), &[], plan).await.unwrap();
        let form = signing(plan, credit, "Ana Kowalski", "k");
        let key = portal.enroll(&consumer("ana"), &ana(), &form).await.unwrap().value;
        portal.clock().advance(60);
        portal.end_coverage(&consumer("ana"), &ana(), &key, (&Fields::new(), "end")).await.unwrap();
        let first = "(SELECT min(outbox_key) FROM outbox WHERE kind = 'enrollment_834')";
        run(&portal, &format!("UPDATE outbox SET body = '00' WHERE outbox_key = {first}")).await;
        let folder = folder();
        let carrier = plan.plan.issuer().to_string();
        let exported = portal.export_enrollments(&carrier, &folder, &|_| {}).await.unwrap();
        let faults: Vec<_> = exported.unsent.iter().map(|one| one.fault.as_str()).collect();
        assert!(exported.file.is_none() && faults.len() == 2, "{exported:?}");
        assert!(faults[1].contains("before it"), "{faults:?}");
    }
}
