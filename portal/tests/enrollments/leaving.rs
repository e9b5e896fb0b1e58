//! One person leaves an enrollment, and the others stay for their own price (ENR-3, ENR-4, ENR-5, ENR-7).

use super::{
    answers::{confirmation, file, take},
    ending::{coverage, end, last_day, on_the_list, told},
    *,
};
use domain::{limits::Limit, people::EnrollmentKey};
use jiff::civil::{Date, date};
use x12::{EndReason, Kind, Transaction};

const DAY: i64 = 86_400;
/// Ana and her child have the tax credit, both of them.
pub const FAMILY: i64 = 600_000;

/// Both in the cheapest silver plan with all the credit there is; gives what the carrier was told.
pub async fn both_enrolled(portal: &Portal) -> (EnrollmentKey, Transaction) {
    let (plan, _, credit) = silver(portal).await;
    assert!(credit > 0);
    portal.choose_plan(&consumer("ana"), &ana(), &[], plan).await.unwrap();
    let form = signing_for_both(plan, credit, "k1");
    let key = portal.enroll(&consumer("ana"), &ana(), &form).await.unwrap().value;
    let sent = told(portal, &plan.plan.issuer().to_string()).await.remove(0);
    assert_eq!(sent.dependents.len(), 1, "both may have a plan");
    (key, sent)
}

pub async fn leave(
    portal: &Portal,
    (key, who): (&EnrollmentKey, &str),
    day: Option<Date>,
    form: &str,
) -> Result<(), Error> {
    let mut typed = last_day(day);
    typed.insert("who".to_owned(), who.to_owned());
    let left = portal.end_coverage(&consumer("ana"), &ana(), key, (&typed, form)).await;
    left.map(portal::Acted::into_value)
}

/// 1 March 2027.
pub fn to_march(portal: &Portal) {
    portal.clock().advance(98 * DAY);
    assert_eq!(portal.today(), date(2027, 3, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_leaves_and_the_others_go_on_for_their_own_price_enr_3_enr_4_enr_7() {
    for portal in ready(FAMILY).await {
        let (key, began) = both_enrolled(&portal).await;
        let carrier = began.issuer.hios.clone();
        to_march(&portal);
        let shown = portal.read_ending(&consumer("ana"), &ana(), &key).await.unwrap().value;
        assert_eq!(shown.may_leave, [("p2".to_owned(), "Max Kowalski".to_owned())], "not who holds it");
        let june = date(2027, 6, 30);
        for _ in 0..2 {
            leave(&portal, (&key, "p2"), Some(june), "k2").await.unwrap();
        }
        let sent = told(&portal, &carrier).await;
        let [said] = &sent[..] else { panic!("once: {sent:?}") };
        let july = date(2027, 7, 1);
        assert_eq!(said.kind, Kind::MembersLeave { effective: july, reason: EndReason::Voluntary });
        assert!(said.dependents.is_empty());
        assert_eq!((&said.leaving[0].member.id, said.leaving.len()), (&began.dependents[0].member.id, 1));
        assert_eq!(said.subscriber.premium_cents, began.subscriber.premium_cents, "her own share stays");
        let (before, now) = (began.premium.clone().unwrap(), said.premium.clone().unwrap());
        assert_eq!(Some(now.total_cents), said.subscriber.premium_cents);
        assert_eq!(now.aptc_cents, before.aptc_cents.min(now.total_cents));
        assert_eq!(now.rating_area, before.rating_area);

        assert_eq!(count(&portal, "SELECT count(*) FROM enrollment_members WHERE active = 1").await, 1);
        assert!(
            on_the_list(&portal).await.starts_with("enrolled ") && on_the_list(&portal).await.ends_with(" -")
        );
        let own = coverage(&portal).await.remove(0);
        assert_eq!((own.row.state.word(), own.row.ends_on), ("sent", None));
        let step = own.steps.iter().find(|step| step.happened.word() == "member_left").unwrap();
        assert_eq!(step.terms.as_ref().map(|terms| terms.terms_from), Some(july));
        let details = own.details.unwrap();
        assert_eq!(details.left, [("Max Kowalski".to_owned(), Some(june))]);
        assert_eq!(details.members.len(), 1);
        let cents = |cents: u64| i64::try_from(cents).unwrap();
        assert_eq!(details.price.0.0, cents(before.total_cents), "until the end of June");
        portal.clock().advance(122 * DAY);
        let (premium, credit) = coverage(&portal).await.remove(0).details.unwrap().price;
        assert_eq!(
            (premium.0, credit.0),
            (cents(now.total_cents), cents(now.aptc_cents)),
            "{}",
            portal.today()
        );
        assert_eq!(count(&portal, "SELECT premium_cents FROM enrollments").await, cents(before.total_cents));
        // Her assister sees what was signed (L2).
        let seen = portal.read_coverage(&assister("bo"), &ana()).await.unwrap().value.remove(0);
        let details = seen.details.unwrap();
        assert_eq!(
            (details.members.len(), details.left.len(), details.price.0.0),
            (2, 0, cents(before.total_cents))
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_before_it_begins_was_never_covered_and_is_told_of_once_enr_3_enr_7() {
    for portal in ready(FAMILY).await {
        let (key, began) = both_enrolled(&portal).await;
        leave(&portal, (&key, "p2"), None, "k2").await.unwrap();
        let details = coverage(&portal).await.remove(0).details.unwrap();
        assert_eq!(details.left, [("Max Kowalski".to_owned(), None)]);
        assert_eq!(Some(details.price.0.0.unsigned_abs()), began.subscriber.premium_cents);
        portal.clock().advance(60);
        end(&portal, &key, None, "k3").await.unwrap();
        let sent = told(&portal, &began.issuer.hios).await;
        let january = date(2027, 1, 1);
        let kinds: Vec<Kind> = sent.iter().map(|one| one.kind).collect();
        let left = Kind::MembersLeave { effective: january, reason: EndReason::Voluntary };
        assert_eq!(kinds, [left, Kind::Cancel(EndReason::Voluntary)]);
        assert!(sent[1].dependents.is_empty(), "he is cancelled already");
        // Given back, it is hers alone.
        portal.clock().advance(60);
        let rae = since(&resource_manager(), portal.clock().now());
        portal.reinstate_coverage(&rae, &ana(), &key, "By mistake").await.unwrap();
        let back = told(&portal, &began.issuer.hios).await.remove(0);
        assert_eq!((back.kind, back.dependents.len()), (Kind::Reinstate, 0));
        assert_eq!(back.premium.unwrap().total_cents, details.price.0.0.unsigned_abs());
        assert_eq!(count(&portal, "SELECT count(*) FROM enrollment_members WHERE active = 1").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_ends_before_somebody_was_to_leave_it_ends_for_both_enr_7() {
    for portal in ready(FAMILY).await {
        let (key, began) = both_enrolled(&portal).await;
        to_march(&portal);
        leave(&portal, (&key, "p2"), Some(date(2027, 6, 30)), "k2").await.unwrap();
        portal.clock().advance(60);
        let may = date(2027, 5, 31);
        let mut all = last_day(Some(may));
        all.insert("who".to_owned(), "everyone".to_owned());
        portal.end_coverage(&consumer("ana"), &ana(), &key, (&all, "k3")).await.unwrap();
        let sent = told(&portal, &began.issuer.hios).await;
        assert_eq!(sent[1].kind, Kind::Terminate { end: may, reason: EndReason::Voluntary });
        assert_eq!(sent[1].dependents.len(), 1, "he would have stayed until June");
        let ends =
            column(&portal, "SELECT coalesce(ends_on, '-') FROM enrollment_members ORDER BY person").await;
        assert_eq!(ends, ["-", "2027-05-31"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_coverage_ends_is_asked_and_nobody_but_the_consumer_says_it_enr_3_act_12() {
    for portal in ready(FAMILY).await {
        let (key, _) = both_enrolled(&portal).await;
        to_march(&portal);
        let april = Some(date(2027, 4, 30));
        for who in ["", "p1", "p9"] {
            let Err(Error::Invalid(faults)) = leave(&portal, (&key, who), april, "k2").await else {
                panic!("{who}")
            };
            assert_eq!(faults[0].field, "who", "{who}");
        }
        let mut typed = last_day(april);
        typed.insert("who".to_owned(), "p2".to_owned());
        let by_bo = portal.end_coverage(&assister("bo"), &ana(), &key, (&typed, "k2")).await;
        assert!(matches!(by_bo, Err(Error::Denied(Denial::Limit(Limit::NoChangeAfterSubmission)))));
        let early = leave(&portal, (&key, "p2"), Some(date(2027, 3, 2)), "k2").await;
        assert!(matches!(early, Err(Error::Invalid(_))), "{early:?}");
        assert_eq!(count(&portal, "SELECT count(*) FROM enrollment_terms").await, 0);
        assert_eq!(count(&portal, "SELECT count(*) FROM enrollment_members WHERE active = 1").await, 2);
        leave(&portal, (&key, "p2"), april, "k3").await.unwrap();
        let again = leave(&portal, (&key, "p2"), april, "k4").await.map(drop);
        let state = column(&portal, "SELECT state || coalesce(ends_on, '') FROM enrollments").await;
        assert!(matches!(again, Err(Error::Refused(Refusal::EnrollmentState))), "{again:?}");
        assert_eq!(state, ["sent"], "the page is older than his leaving: the plan does not end for her");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_and_an_audit_know_who_has_left_and_from_when_enr_7() {
    for portal in ready(FAMILY).await {
        let (key, began) = both_enrolled(&portal).await;
        let carrier = began.issuer.hios.clone();
        leave(&portal, (&key, "p2"), None, "k2").await.unwrap();
        let said = told(&portal, &carrier).await.remove(0);
        // The carrier confirms what it got first, and then what it got after.
        let alone = Transaction { leaving: Vec::new(), ..confirmation(&said) };
        for (number, word, confirmed, repeated) in [(1, confirmation(&began), 1, 0), (2, alone, 0, 1)] {
            let taken = take(&portal, "answers.x12", &file(&carrier, number, vec![word])).await;
            assert_eq!((taken.confirmed, taken.repeated, taken.open), (confirmed, repeated, 0));
        }
        let mut dearer = confirmation(&began);
        dearer.dependents.clear();
        dearer.premium = None;
        dearer.subscriber.premium_cents = None;
        dearer.subscriber.id = format!("{}9", dearer.subscriber.id);
        let taken = take(&portal, "other.x12", &file(&carrier, 3, vec![dearer])).await;
        assert_eq!(taken.open, 1, "somebody else");
        let folder = again::folder();
        let audited = portal.export_audit((&carrier, 2027, None), &folder, &|_| {}).await.unwrap().unwrap();
        assert!(audited.unsent.is_empty(), "{:?}", audited.unsent);
        let text = std::fs::read_to_string(audited.file.unwrap()).unwrap();
        let audit = x12::read_enrollments(&text).unwrap().remove(0).transactions.remove(0);
        assert_eq!((audit.dependents.len(), &audit.premium), (0, &said.premium));
        let taken = take(&portal, "audit.x12", &file(&carrier, 4, vec![audit])).await;
        assert_eq!((taken.compared, taken.differences), (1, 0));
        let now = said.premium.clone().unwrap();
        let differ = 2 + u32::from(now.aptc_cents != began.premium.as_ref().unwrap().aptc_cents);
        let old = Transaction { kind: Kind::Audit { end: None }, ..began };
        let taken = take(&portal, "old.x12", &file(&carrier, 5, vec![old])).await;
        assert_eq!(
            (taken.compared, taken.differences),
            (1, differ),
            "people, premium, and credit if it is less"
        );
    }
}
