//! The agent of record follows the consumer's associations from the first of the next month, by a change record (ENR-6, ENR-7).

use super::{
    answers::{confirmation, file, take},
    ending::{coverage, end, enrolled, told},
    *,
};
use domain::people::AssociationKey;
use jiff::civil::{Date, date};
use portal::associations::StatementShown;
use x12::{Kind, Transaction};

const DAY: i64 = 86_400;
const BO: &str = "1000002";
const CY: &str = "1000015";
const NIA: &str = "1000031";

/// Ana authorizes whoever has a number.
async fn authorize(portal: &Portal, reference: &str) {
    portal.clock().advance(60);
    let session = since(&consumer("ana"), portal.clock().now());
    let read = portal.read_statement(&session, &ana(), reference).await.unwrap().value;
    let shown = StatementShown { version: read.version, language: read.language, sha256: read.sha256 };
    portal.authorize_assister(&session, &ana(), reference, &shown).await.unwrap();
}

/// She removes whoever she has.
async fn remove(portal: &Portal) {
    portal.clock().advance(60);
    let open = "SELECT association_key FROM associations WHERE consumer_key = 'ana' AND ended_at IS NULL";
    let key = AssociationKey(column(portal, open).await.remove(0));
    portal.end_association(&consumer("ana"), &ana(), &key).await.unwrap();
}

/// Ana in a plan with Bo of record, on 1 March 2027, of which the carrier knows; gives its number.
async fn in_march(portal: &Portal) -> String {
    let (plan, ..) = silver(portal).await;
    let carrier = plan.plan.issuer().to_string();
    enrolled(portal, plan, "k1").await;
    assert_eq!(told(portal, &carrier).await.len(), 1);
    portal.clock().advance(98 * DAY);
    assert_eq!(portal.today(), date(2027, 3, 1));
    carrier
}

fn said(sent: &[Transaction]) -> Vec<(Kind, Option<&str>)> {
    sent.iter().map(|one| (one.kind, one.broker.as_ref().map(|broker| &*broker.npn))).collect()
}

fn change(effective: Date) -> Kind {
    Kind::ChangeOfBroker { effective }
}

async fn of_record(portal: &Portal) -> Option<String> {
    let details = coverage(portal).await.remove(0).details.unwrap();
    details.agent.map(|agent| agent.broker_npn)
}

#[tokio::test(flavor = "multi_thread")]
async fn another_broker_is_of_record_from_the_next_month_and_the_carrier_hears_the_last_word_once_enr_6() {
    for portal in ready(AVERAGE).await {
        let carrier = in_march(&portal).await;
        remove(&portal).await;
        authorize(&portal, CY).await;
        let sent = told(&portal, &carrier).await;
        let april = date(2027, 4, 1);
        assert_eq!(
            said(&sent),
            [(change(april), Some("17500002"))],
            "that Bo was removed is no word of its own"
        );
        assert!(sent[0].dependents.is_empty() && sent[0].premium.is_none());
        assert_eq!(sent[0].broker.as_ref().unwrap().name, "Cy Brand");
        let own = coverage(&portal).await.remove(0);
        let steps: Vec<_> = own.steps.iter().filter(|step| step.agent_from.is_some()).collect();
        let [step] = &steps[..] else { panic!("{steps:?}") };
        assert_eq!((step.happened.word(), step.agent_from), ("broker_changed", Some(april)));
        // The signature stays what it was.
        let signed = own.details.unwrap().signed.agent.unwrap();
        assert_eq!(signed.broker_npn, "17500001");
        assert_eq!(of_record(&portal).await.as_deref(), Some("17500001"), "until the end of March");
        portal.clock().advance(31 * DAY);
        assert_eq!(of_record(&portal).await.as_deref(), Some("17500002"), "{}", portal.today());
        // A navigator is never named: nobody is of record after Cy.
        authorize(&portal, NIA).await;
        assert_eq!(said(&told(&portal, &carrier).await), [(change(date(2027, 5, 1)), None)]);
        portal.clock().advance(31 * DAY);
        assert_eq!(of_record(&portal).await, None);
        remove(&portal).await;
        assert!(told(&portal, &carrier).await.is_empty(), "nobody came after nobody");
        assert_eq!(count(&portal, "SELECT count(*) FROM enrollment_agents").await, 2);
        assert_eq!(column(&portal, "SELECT broker_npn FROM enrollments").await, ["17500001"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_before_the_carrier_heard_of_it_never_went_and_afterwards_is_told_again_enr_6_enr_7() {
    for portal in ready(AVERAGE).await {
        let carrier = in_march(&portal).await;
        remove(&portal).await;
        authorize(&portal, BO).await;
        assert!(told(&portal, &carrier).await.is_empty());
        let of_it = "SELECT (SELECT count(*) FROM enrollment_agents) + \
            (SELECT count(*) FROM enrollment_steps WHERE state = 'broker_changed')";
        assert_eq!(count(&portal, of_it).await, 0);
        remove(&portal).await;
        let april = change(date(2027, 4, 1));
        assert_eq!(said(&told(&portal, &carrier).await), [(april, None)]);
        authorize(&portal, BO).await;
        // An attempt has begun of which nobody knows how it ends: it is not taken back.
        let begun = portal.clock().now().0;
        let begun =
            format!("UPDATE outbox SET begun_at = {begun} WHERE sent_at IS NULL AND kind = 'enrollment_834'");
        run(&portal, &begun).await;
        authorize(&portal, CY).await;
        let mut sent = told(&portal, &carrier).await;
        sent.extend(told(&portal, &carrier).await);
        assert_eq!(said(&sent), [(april, Some("17500001")), (april, Some("17500002"))]);
        // What stood in a file stays, also when it goes once more.
        run(
            &portal,
            "UPDATE outbox SET sent_at = NULL, lease_until = 0 WHERE kind = 'enrollment_834' AND \
            outbox_key = (SELECT max(outbox_key) FROM outbox WHERE kind = 'enrollment_834')",
        )
        .await;
        remove(&portal).await;
        let mut sent = told(&portal, &carrier).await;
        sent.extend(told(&portal, &carrier).await);
        assert_eq!(said(&sent), [(april, Some("17500002")), (april, None)]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_broker_goes_after_what_it_is_about_and_only_for_coverage_that_lasts_enr_6_enr_7() {
    for portal in ready(AVERAGE).await {
        let (plan, ..) = silver(&portal).await;
        let carrier = plan.plan.issuer().to_string();
        let key = enrolled(&portal, plan, "k1").await;
        authorize(&portal, CY).await;
        portal.clock().advance(60);
        let january = date(2027, 1, 1);
        let sent = told(&portal, &carrier).await;
        let expected = [(Kind::Initial, Some("17500001")), (change(january), Some("17500002"))];
        assert_eq!(said(&sent), expected, "from its first day");
        assert_eq!(of_record(&portal).await.as_deref(), Some("17500002"));
        // 1 March 2027: it ends with the month.
        portal.clock().advance(98 * DAY);
        end(&portal, &key, Some(date(2027, 3, 31)), "k2").await.unwrap();
        let ended = told(&portal, &carrier).await;
        assert_eq!(ended[0].broker.as_ref().unwrap().npn, "17500002", "the ending names who is of record");
        authorize(&portal, BO).await;
        assert!(told(&portal, &carrier).await.is_empty(), "over before the change counts");
        // It comes back, and Bo is hers by then.
        let rae = since(&resource_manager(), portal.clock().now());
        portal.reinstate_coverage(&rae, &ana(), &key, "By mistake").await.unwrap();
        portal.clock().advance(60);
        let back = told(&portal, &carrier).await;
        let expected = [(Kind::Reinstate, Some("17500002")), (change(date(2027, 4, 1)), Some("17500001"))];
        assert_eq!(said(&back), expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_audit_names_who_is_of_record_on_its_day_and_agrees_with_the_carriers_enr_6_enr_7() {
    for portal in ready(AVERAGE).await {
        let (plan, ..) = silver(&portal).await;
        let carrier = plan.plan.issuer().to_string();
        enrolled(&portal, plan, "k1").await;
        let sent = told(&portal, &carrier).await;
        take(&portal, "answers.x12", &file(&carrier, 1, vec![confirmation(&sent[0])])).await;
        portal.clock().advance(98 * DAY);
        authorize(&portal, CY).await;
        told(&portal, &carrier).await;
        for (npn, days, number) in [("17500001", 31, 2), ("17500002", 0, 3)] {
            let folder = again::folder();
            let audited =
                portal.export_audit((&carrier, 2027, None), &folder, &|_| {}).await.unwrap().unwrap();
            let text = std::fs::read_to_string(audited.file.unwrap()).unwrap();
            let audit = x12::read_enrollments(&text).unwrap().remove(0).transactions.remove(0);
            assert_eq!(audit.broker.as_ref().map(|broker| &*broker.npn), Some(npn));
            // Made by the carrier on the same day.
            let made = made_on(&file(&carrier, number, vec![audit]), portal.today());
            let taken = take(&portal, "audit.x12", &made).await;
            assert_eq!((taken.compared, taken.differences, taken.open), (1, 0, 0), "{npn}");
            portal.clock().advance(days * DAY);
        }
    }
}

/// The same file with another day in its envelope.
fn made_on(file: &[u8], day: Date) -> Vec<u8> {
    let mut file = x12::read_enrollments(std::str::from_utf8(file).unwrap()).unwrap().remove(0);
    file.envelope.created = day.at(6, 0, 0, 0);
    let mut text = String::new();
    x12::write(&file, &mut text).unwrap();
    text.into_bytes()
}
