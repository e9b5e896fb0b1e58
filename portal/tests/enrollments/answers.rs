//! What carriers answer: carried out when it is what was sent, and else left open with its place (ENR-7).

use super::{
    ending::{coverage, enrolled, on_the_list, told},
    *,
};
use domain::{
    carrier::{AnswerFault, FileVerdict},
    people::AnswerKey,
};
use jiff::civil::date;
use portal::carriers::{OpenAnswer, Taken};
use x12::{EndReason, Envelope, Interchange, Kind, Party, PartyQualifier, Transaction, Usage};

/// A file as a carrier sends it.
pub fn file(carrier: &str, number: u32, transactions: Vec<Transaction>) -> Vec<u8> {
    let party = |id: &str| Party { qualifier: PartyQualifier::MutuallyDefined, id: id.to_owned() };
    let envelope = Envelope {
        sender: party(carrier),
        receiver: party("MN0"),
        control_number: number,
        first_transaction: 1,
        created: date(2026, 11, 24).at(6, 0, 0, 0),
        usage: Usage::Test,
    };
    let mut text = String::new();
    x12::write(&Interchange { envelope, transactions }, &mut text).unwrap();
    text.into_bytes()
}

/// Ana in a plan whose carrier has the file; gives what was sent.
pub async fn sent(portal: &Portal) -> Transaction {
    let (plan, ..) = silver(portal).await;
    enrolled(portal, plan, "k1").await;
    told(portal, &plan.plan.issuer().to_string()).await.remove(0)
}

pub fn confirmation(sent: &Transaction) -> Transaction {
    let (policy, subscriber) = (Some("P-77".to_owned()), Some("S-12".to_owned()));
    Transaction {
        kind: Kind::Effectuation,
        issuer_policy_id: policy,
        issuer_subscriber_id: subscriber,
        ..sent.clone()
    }
}

pub async fn take(portal: &Portal, name: &str, bytes: &[u8]) -> Taken {
    portal.take_answers(name, bytes).await.unwrap()
}

pub async fn open(portal: &Portal) -> Vec<OpenAnswer> {
    portal.carrier_files().await.unwrap().1
}

#[tokio::test(flavor = "multi_thread")]
async fn a_confirmation_is_carried_out_once_and_its_consumer_sees_it_enr_7() {
    for portal in ready(AVERAGE).await {
        let sent = sent(&portal).await;
        let carrier = sent.issuer.hios.clone();
        let bytes = file(&carrier, 1, vec![confirmation(&sent)]);
        portal.clock().advance(60);
        let taken = take(&portal, "answers.x12", &bytes).await;
        assert_eq!((taken.confirmed, taken.open, taken.before), (1, 0, None));
        let again = take(&portal, "answers-again.x12", &bytes).await;
        assert_eq!(
            (again.before.as_deref(), again.confirmed),
            (Some("answers.x12"), 0),
            "the same file twice"
        );
        let other = take(&portal, "other.x12", &file(&carrier, 2, vec![confirmation(&sent)])).await;
        assert_eq!((other.repeated, other.confirmed, other.open), (1, 0, 0), "the same word in another file");
        let numbers = "SELECT carrier_policy || ' ' || carrier_subscriber FROM enrollments";
        assert_eq!(column(&portal, numbers).await, ["P-77 S-12"]);
        let own = coverage(&portal).await;
        let steps: Vec<_> = own[0].steps.iter().map(|step| step.happened.word()).collect();
        assert_eq!((own[0].row.state.word(), steps), ("effectuated", vec!["sent", "effectuated"]));
        let seen = portal.read_coverage(&assister("bo"), &ana()).await.unwrap().value;
        assert!(seen[0].steps.is_empty(), "the carrier's answer is later status (L2)");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_match_what_was_sent_is_left_open_with_its_reason_and_changes_nothing_enr_7() {
    for portal in ready(AVERAGE).await {
        let sent = sent(&portal).await;
        let (carrier, right) = (sent.issuer.hios.clone(), confirmation(&sent));
        let with = |change: &dyn Fn(&mut Transaction)| {
            let mut said = right.clone();
            change(&mut said);
            said
        };
        let wrong = [
            (AnswerFault::UnknownPolicy, with(&|said| said.policy_id = "nobody".into())),
            (AnswerFault::OtherPlan, with(&|said| said.plan_variant_id.replace_range(14.., "06"))),
            (AnswerFault::OtherPeople, with(&|said| said.subscriber.id.push('9'))),
            (AnswerFault::OtherDay, with(&|said| said.benefit_begin = date(2027, 2, 1))),
            (
                AnswerFault::OtherPremium,
                with(&|said| {
                    let premium = said.premium.as_mut().unwrap();
                    (premium.aptc_cents, premium.responsible_cents) = (1, premium.total_cents - 1);
                }),
            ),
            (AnswerFault::NotAnAnswer, with(&|said| said.kind = Kind::Initial)),
            (AnswerFault::Reinstated, with(&|said| said.kind = Kind::ReinstatedByIssuer)),
            (
                AnswerFault::LastDay,
                with(&|said| {
                    said.kind = Kind::Terminate { end: date(2028, 3, 31), reason: EndReason::NonPayment };
                }),
            ),
        ];
        let (faults, said): (Vec<_>, Vec<_>) = wrong.into_iter().unzip();
        let taken = take(&portal, "wrong.x12", &file(&carrier, 1, said)).await;
        assert_eq!((usize::try_from(taken.open).unwrap(), taken.confirmed), (faults.len(), 0));
        let left = open(&portal).await;
        assert_eq!(left.iter().map(|one| one.fault).collect::<Vec<_>>(), faults);
        let places: Vec<i64> = left.iter().map(|one| one.segment).collect();
        assert!(
            places.is_sorted() && places[0] == 3 && left.iter().all(|one| one.interchange == 1),
            "{places:?}"
        );
        assert!(left.iter().all(|one| one.file == "wrong.x12"
            && one.carrier == carrier
            && !one.detail.contains("Kowalski")));
        // Of another carrier, for somebody else, broken, and cut off.
        let mut foreign = right.clone();
        foreign.issuer.hios = "99002".into();
        foreign.plan_variant_id.replace_range(..5, "99002");
        take(&portal, "foreign.x12", &file("99002", 1, vec![foreign])).await;
        let for_another = String::from_utf8(file(&carrier, 3, vec![right.clone()]))
            .unwrap()
            .replace("MN0            ", "WI0            ");
        take(&portal, "for_another.x12", for_another.as_bytes()).await;
        let real =
            String::from_utf8(file(&carrier, 5, vec![right.clone()])).unwrap().replace("*T*:~", "*P*:~");
        take(&portal, "real.x12", real.as_bytes()).await;
        take(&portal, "cut.x12", &file(&carrier, 4, vec![right.clone()])[..400]).await;
        take(&portal, "none.x12", b"\xff no file of this kind").await;
        let later: Vec<_> = open(&portal).await.iter().skip(faults.len()).map(|one| one.fault).collect();
        let expected = [
            AnswerFault::OtherCarrier,
            AnswerFault::NotForUs,
            AnswerFault::OtherUsage,
            AnswerFault::NotUnderstood,
            AnswerFault::NotUnderstood,
        ];
        assert_eq!(later, expected);
        assert_eq!(column(&portal, "SELECT state FROM enrollments").await, ["sent"]);
        // And the right one is still carried out.
        assert_eq!(take(&portal, "right.x12", &file(&carrier, 9, vec![right])).await.confirmed, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_carrier_cancels_what_was_not_paid_for_and_ends_what_was_and_lists_follow_enr_7() {
    for portal in ready(AVERAGE).await {
        let sent = sent(&portal).await;
        let carrier = sent.issuer.hios.clone();
        take(&portal, "yes.x12", &file(&carrier, 1, vec![confirmation(&sent)])).await;
        let end = date(2027, 3, 31);
        let without_money = |kind| {
            let mut said = Transaction { kind, premium: None, ..sent.clone() };
            said.subscriber.premium_cents = None;
            said
        };
        let ended = without_money(Kind::Terminate { end, reason: EndReason::NonPayment });
        // In May, for the end of March.
        portal.clock().advance(160 * 86_400);
        assert_eq!(take(&portal, "ended.x12", &file(&carrier, 2, vec![ended.clone()])).await.ended, 1);
        assert_eq!(take(&portal, "ended-again.x12", &file(&carrier, 3, vec![ended])).await.repeated, 1);
        let row = "SELECT state || ' ' || ends_on || ' ' || end_reason FROM enrollments";
        assert_eq!(column(&portal, row).await, ["terminated 2027-03-31 non_payment"]);
        assert_eq!(on_the_list(&portal).await, "submitted - -", "it has ended already");
        assert_eq!(portal.settle_ended_coverage().await.unwrap(), 0);
        // A word that comes after it does not follow.
        let voided = without_money(Kind::Cancel(EndReason::NonPayment));
        assert_eq!(take(&portal, "void.x12", &file(&carrier, 4, vec![voided])).await.open, 1);
        assert_eq!(open(&portal).await[0].fault, AnswerFault::WrongState);
    }
    for portal in ready(AVERAGE).await {
        let sent = sent(&portal).await;
        let end = date(2027, 3, 31);
        let mut ended = Transaction {
            kind: Kind::Terminate { end, reason: EndReason::NonPayment },
            premium: None,
            ..sent.clone()
        };
        ended.subscriber.premium_cents = None;
        take(&portal, "ended.x12", &file(&sent.issuer.hios, 1, vec![ended])).await;
        assert!(on_the_list(&portal).await.ends_with(" 2027-03-31"), "until then they are in it");
    }
    for portal in ready(AVERAGE).await {
        let sent = sent(&portal).await;
        let mut voided =
            Transaction { kind: Kind::Cancel(EndReason::NonPayment), premium: None, ..sent.clone() };
        voided.subscriber.premium_cents = None;
        // After its first day: it was never paid for. She has begun to apply for the next year.
        run(&portal, "UPDATE applications SET state = 'draft', percent = 40").await;
        portal.clock().advance(60 * 86_400);
        let taken = take(&portal, "void.x12", &file(&sent.issuer.hios, 1, vec![voided])).await;
        assert_eq!((taken.ended, taken.open), (1, 0));
        assert_eq!(column(&portal, "SELECT state FROM enrollments").await, ["cancelled"]);
        let in_a_plan = "SELECT count(*) FROM enrollment_members WHERE active = 1";
        assert_eq!(count(&portal, in_a_plan).await, 0, "free for another plan");
        assert_eq!(on_the_list(&portal).await, "in_progress - -");
        assert_eq!(
            count(&portal, "SELECT in_progress - enrolled FROM book_counts WHERE assister_key = 'bo'").await,
            1
        );
    }
}

/// A 999 about a group, with a transaction that was not taken; or a TA1.
fn acknowledgment(carrier: &str, inner: &str) -> Vec<u8> {
    let isa = format!(
        "ISA*00*          *00*          *ZZ*{carrier:<15}*ZZ*MN0            *261124*0600*^*00501*000000007*0*T*:~"
    );
    format!("{isa}{inner}IEA*{}*000000007~", u8::from(inner.contains("GS*"))).into_bytes()
}

/// A 999 about a group: what came of it whole, and of its transactions.
fn group(carrier: &str, verdict: &str, of: &str, rest: &str) -> Vec<u8> {
    let body = format!(
        "ST*999*0001*005010X231A1~AK1*BE*{of}*005010X220A1~{rest}AK9*{verdict}*1*1*{}~",
        u8::from(verdict == "A")
    );
    let segments = body.matches('~').count() + 1;
    acknowledgment(
        carrier,
        &format!("GS*FA*{carrier}*MN0*20261124*060000*7*X*005010X231A1~{body}SE*{segments}*0001~GE*1*7~"),
    )
}

fn envelope(carrier: &str, verdict: &str) -> Vec<u8> {
    let note = if verdict == "R" { "024" } else { "000" };
    acknowledgment(carrier, &format!("TA1*000000001*261123*1705*{verdict}*{note}~"))
}

/// What a transaction that was not taken says of itself.
const NOT_TAKEN: &str = "AK2*834*0001*005010X220A1~IK3*NM1*16*2100*8~IK4*9*67*7~IK5*R*5~";

async fn verdict(portal: &Portal) -> Option<FileVerdict> {
    portal.carrier_files().await.unwrap().0[0].verdict
}

async fn faults(portal: &Portal) -> Vec<AnswerFault> {
    open(portal).await.iter().map(|one| one.fault).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_999_is_noted_with_its_file_and_names_the_enrollment_that_was_not_taken_enr_7() {
    for portal in ready(AVERAGE).await {
        let sent = sent(&portal).await;
        let carrier = sent.issuer.hios.clone();
        let before = portal.carrier_files().await.unwrap().0;
        assert_eq!(
            (before.len(), before[0].number, before[0].transactions, before[0].verdict),
            (1, 1, 1, None)
        );
        let taken = take(&portal, "no.x12", &group(&carrier, "R", "1", NOT_TAKEN)).await;
        assert_eq!((taken.acknowledged, taken.open), (1, 1), "{:?}", open(&portal).await);
        let left = &open(&portal).await[0];
        assert_eq!(
            (left.fault, left.enrollment_key.as_ref().map(|key| &*key.0)),
            (AnswerFault::Rejected, Some(&*sent.policy_id))
        );
        assert!(left.detail == "0001, NM1:16" && left.outbox_key.is_some(), "{left:?}");
        assert_eq!(verdict(&portal).await, Some(FileVerdict::Rejected));
        let again = take(&portal, "same.x12", &group(&carrier, "R", "1", "")).await;
        assert_eq!((again.repeated, again.open), (1, 0), "the same word once more");
        take(&portal, "unknown.x12", &group(&carrier, "A", "42", "")).await;
        assert_eq!(faults(&portal).await, [AnswerFault::Rejected, AnswerFault::UnknownFile]);
    }
    for portal in ready(AVERAGE).await {
        let carrier = sent(&portal).await.issuer.hios;
        let whole = take(&portal, "whole.x12", &group(&carrier, "R", "1", "")).await;
        assert_eq!((whole.acknowledged, whole.open), (0, 1), "refused whole, with no transaction named");
        assert_eq!(faults(&portal).await, [AnswerFault::Rejected]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_word_about_an_envelope_changes_none_about_what_is_in_it_enr_7() {
    for portal in ready(AVERAGE).await {
        let carrier = sent(&portal).await.issuer.hios;
        take(&portal, "envelope.x12", &envelope(&carrier, "A")).await;
        assert_eq!(verdict(&portal).await, Some(FileVerdict::Received));
        take(&portal, "no.x12", &group(&carrier, "R", "1", NOT_TAKEN)).await;
        assert_eq!(verdict(&portal).await, Some(FileVerdict::Rejected));
        let late = Vec::from(String::from_utf8(envelope(&carrier, "A")).unwrap().replace("0600", "0700"));
        let late = take(&portal, "envelope-late.x12", &late).await;
        assert_eq!((late.open, verdict(&portal).await), (0, Some(FileVerdict::Rejected)));
        assert!(portal.send_file_again(&resource_manager(), &carrier, 1).await.unwrap(), "in a new file");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_taken_is_not_refused_afterwards_without_somebody_asking_enr_7() {
    for portal in ready(AVERAGE).await {
        let carrier = sent(&portal).await.issuer.hios;
        let taken = take(&portal, "yes.x12", &group(&carrier, "A", "1", "")).await;
        assert_eq!((taken.acknowledged, taken.open), (1, 0), "{:?}", open(&portal).await);
        take(&portal, "no.x12", &group(&carrier, "R", "1", NOT_TAKEN)).await;
        take(&portal, "ta1.x12", &envelope(&carrier, "R")).await;
        assert_eq!(verdict(&portal).await, Some(FileVerdict::Accepted));
        let [rejected, other] = [AnswerFault::Rejected, AnswerFault::OtherVerdict];
        assert_eq!(faults(&portal).await, [rejected, other, other]);
        assert!(open(&portal).await[0].outbox_key.is_some(), "if that one counts, it can be sent again");
        let again = portal.send_file_again(&resource_manager(), &carrier, 1).await;
        assert!(matches!(again, Err(Error::Refused(Refusal::FileNotAgain))), "the carrier has it");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_transaction_that_was_not_taken_goes_again_by_itself_once_enr_7() {
    for portal in ready(AVERAGE).await {
        let sent = sent(&portal).await;
        let carrier = sent.issuer.hios.clone();
        let rae = "INSERT INTO accounts (account_key, role, username, email, given_name, family_name, created_at) \
                   VALUES ('account-rae', 'resource_manager', 'rae', 'rae@example.org', 'Rae', 'Moen', 1)";
        run(&portal, rae).await;
        take(&portal, "some.x12", &group(&carrier, "P", "1", NOT_TAKEN)).await;
        assert_eq!(verdict(&portal).await, Some(FileVerdict::PartlyAccepted));
        take(&portal, "none.x12", b"no file of this kind").await;
        let [refused, not_understood] = &open(&portal).await[..] else { panic!() };
        let by_rae = resource_manager();
        let none = portal.send_transaction_again(&by_rae, &not_understood.answer_key).await;
        assert!(matches!(none, Err(Error::NotFound)), "it is about nothing of ours: {none:?}");
        portal.clock().advance(60);
        let in_doubt = "INSERT INTO outbox (outbox_key, kind, destination, subject, body, created_at, begun_at) \
            SELECT 'zz', kind, destination, 'another', body, 1, 1 FROM outbox WHERE kind = 'enrollment_834'";
        run(&portal, in_doubt).await;
        let waits = portal.send_transaction_again(&by_rae, &refused.answer_key).await;
        assert!(
            matches!(waits, Err(Error::Refused(Refusal::FileNotAgain))),
            "a file is being written: {waits:?}"
        );
        run(&portal, "DELETE FROM outbox WHERE outbox_key = 'zz'").await;
        let second = "INSERT INTO carrier_answers (answer_key, file_sha256, carrier, interchange, segment, fault, detail, enrollment_key, \
            outbox_key, taken_at) SELECT 'second', file_sha256, carrier, interchange, segment, fault, detail, enrollment_key, outbox_key, \
            taken_at FROM carrier_answers WHERE fault = 'rejected'";
        run(&portal, second).await;
        portal.send_transaction_again(&by_rae, &refused.answer_key).await.unwrap();
        portal.send_transaction_again(&by_rae, &AnswerKey("second".into())).await.unwrap();
        let twice = portal.send_transaction_again(&by_rae, &refused.answer_key).await;
        assert!(matches!(twice, Err(Error::Refused(Refusal::AnswerSettled))), "{twice:?}");
        assert_eq!(faults(&portal).await, [AnswerFault::NotUnderstood], "settled with that");
        let again = told(&portal, &carrier).await;
        assert_eq!(again.iter().map(|one| &one.policy_id).collect::<Vec<_>>(), [&sent.policy_id]);
        assert!(told(&portal, &carrier).await.is_empty(), "once");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_fails_half_way_is_not_taken_at_all_enr_7() {
    for portal in ready(AVERAGE).await {
        let sent = sent(&portal).await;
        let bytes = file(&sent.issuer.hios, 1, vec![confirmation(&sent), confirmation(&sent)]);
        run(&portal, "ALTER TABLE enrollment_steps RENAME TO enrollment_steps_gone").await;
        assert!(portal.take_answers("answers.x12", &bytes).await.is_err());
        run(&portal, "ALTER TABLE enrollment_steps_gone RENAME TO enrollment_steps").await;
        assert_eq!(column(&portal, "SELECT state FROM enrollments").await, ["sent"]);
        let taken = take(&portal, "answers.x12", &bytes).await;
        assert_eq!((taken.before, taken.confirmed, taken.repeated), (None, 1, 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_laid_into_the_folder_for_answers_is_taken_by_a_process_at_work_and_put_aside_enr_7() {
    for portal in ready(AVERAGE).await {
        let sent = sent(&portal).await;
        let folder = std::env::temp_dir().join(format!("assent-834-{}", uuid()));
        let answers = folder.join("answers");
        std::fs::create_dir_all(&answers).unwrap();
        let bytes = file(&sent.issuer.hios, 1, vec![confirmation(&sent)]);
        let names = |folder: &std::path::Path| {
            let entries = std::fs::read_dir(folder).unwrap();
            let mut names: Vec<_> =
                entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
            names.sort();
            names
        };
        std::fs::write(answers.join("half.x12.part"), "ISA*").unwrap();
        for round in 1..=2 {
            // The second time it is the same file once more: it changes nothing, and both are kept.
            std::fs::write(answers.join("a.x12"), &bytes).unwrap();
            portal.keep_working(Some(folder.clone()), None).unwrap().stop().await;
            assert_eq!(names(&answers), ["half.x12.part", "taken"]);
            assert_eq!(names(&answers.join("taken")).len(), round);
        }
        assert_eq!(column(&portal, "SELECT state FROM enrollments").await, ["effectuated"]);
        assert_eq!(count(&portal, "SELECT count(*) FROM carrier_imports").await, 1);
    }
}
