//! How coverage ends: by its consumer's own wish, or because another plan comes in its place (ENR-3, ENR-5, ENR-7).

use super::*;
use domain::{access::Denial, enrollment::WayOut, limits::Limit, people::EnrollmentKey};
use jiff::civil::{Date, date};
use portal::{FieldFault, enrollments::Enrollment};
use x12::{EndReason, Kind, Transaction};

const DAY: i64 = 86_400;

/// Signs for a plan, as Ana.
pub async fn enrolled(portal: &Portal, plan: VariantId, form: &str) -> EnrollmentKey {
    portal.choose_plan(&consumer("ana"), &ana(), &[], plan).await.unwrap();
    let form = signing(plan, 0, "Ana Kowalski", form);
    portal.enroll(&consumer("ana"), &ana(), &form).await.unwrap().value
}

/// The plan that costs least but for this one, of the same carrier or of another.
pub async fn other_plan(portal: &Portal, than: VariantId, same_carrier: bool) -> VariantId {
    let all = Filter::default();
    let list =
        portal.read_plans(&consumer("ana"), &ana(), &[], &all, SortBy::Price).await.unwrap().value.unwrap();
    let fits = |id: &VariantId| *id != than && (id.plan.issuer() == than.plan.issuer()) == same_carrier;
    list.plans.iter().map(|plan| plan.id).find(fits).unwrap()
}

pub async fn coverage(portal: &Portal) -> Vec<Enrollment> {
    portal.read_coverage(&consumer("ana"), &ana()).await.unwrap().value
}

/// What the carrier's file says, in its order.
pub async fn told(portal: &Portal, carrier: &str) -> Vec<Transaction> {
    let folder = std::env::temp_dir().join(format!("assent-834-{}", uuid()));
    std::fs::create_dir_all(&folder).unwrap();
    let exported = portal.export_enrollments(carrier, &folder, &|_| {}).await.unwrap();
    assert!(exported.unsent.is_empty(), "{:?}", exported.unsent);
    let Some(file) = exported.file else { return Vec::new() };
    x12::read_enrollments(&std::fs::read_to_string(file).unwrap()).unwrap().remove(0).transactions
}

pub async fn end(portal: &Portal, key: &EnrollmentKey, day: Option<Date>, form: &str) -> Result<(), Error> {
    let ended = portal.end_coverage(&consumer("ana"), &ana(), key, (&last_day(day), form)).await;
    ended.map(portal::Acted::into_value)
}

/// The last day as it is typed.
pub fn last_day(day: Option<Date>) -> Fields {
    day.map_or_else(Fields::new, |day| {
        let parts = [("month", day.month().into()), ("day", day.day().into()), ("year", day.year())];
        parts
            .into_iter()
            .map(|(part, number): (_, i16)| (format!("last_day_{part}"), number.to_string()))
            .collect()
    })
}

/// Bo's list: stage, plan and last day.
pub async fn on_the_list(portal: &Portal) -> String {
    let row = "SELECT stage || ' ' || coalesce(plan_name, '-') || ' ' || coalesce(ends_on, '-') FROM book WHERE assister_key = 'bo'";
    column(portal, row).await.remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn coverage_that_has_not_begun_is_cancelled_once_and_everybody_hears_of_it_enr_3_enr_7() {
    for portal in ready(AVERAGE).await {
        let (plan, ..) = silver(&portal).await;
        let key = enrolled(&portal, plan, "k1").await;
        assert_eq!(coverage(&portal).await[0].way_out, Some(WayOut::Cancel));
        let shown = portal.read_ending(&consumer("ana"), &ana(), &key).await.unwrap().value;
        assert_eq!((shown.way_out, shown.members.len()), (WayOut::Cancel, 1));
        for _ in 0..2 {
            end(&portal, &key, None, "k2").await.unwrap();
        }
        let again = end(&portal, &key, None, "k3").await;
        assert!(matches!(again, Err(Error::Refused(Refusal::EnrollmentState))), "{again:?}");
        portal.clock().advance(60);
        let sent = told(&portal, &plan.plan.issuer().to_string()).await;
        let kinds: Vec<Kind> = sent.iter().map(|one| one.kind).collect();
        assert_eq!(kinds, [Kind::Initial, Kind::Cancel(EndReason::Voluntary)]);
        let (began, ended) = (&sent[0], &sent[1]);
        assert_eq!(
            (&began.policy_id, &began.subscriber.id, began.benefit_begin, &began.plan_variant_id),
            (&ended.policy_id, &ended.subscriber.id, ended.benefit_begin, &ended.plan_variant_id)
        );
        assert_eq!(began.subscriber.name.last, ended.subscriber.name.last);
        assert!(ended.premium.is_none());
        let coverage = coverage(&portal).await;
        assert_eq!((coverage[0].row.state.word(), coverage[0].way_out), ("cancelled", None));
        let steps: Vec<_> =
            coverage[0].steps.iter().map(|step| (step.happened.word(), step.by_name.as_deref())).collect();
        assert_eq!(steps[..1], [("cancelled", Some("ana"))]);
        assert_eq!(steps[1..], [("sent", None), ("sent", None)], "both 834s went out with the file");
        assert_eq!(on_the_list(&portal).await, "submitted - -");
        let (enrolled, submitted) = (
            count(&portal, "SELECT enrolled FROM book_counts WHERE assister_key = 'bo'").await,
            count(&portal, "SELECT submitted FROM book_counts WHERE assister_key = 'bo'").await,
        );
        assert_eq!((enrolled, submitted), (0, 1));
        // Free for another plan.
        enrolled_again(&portal, plan).await;
    }
}

async fn enrolled_again(portal: &Portal, plan: VariantId) {
    enrolled(portal, plan, "k9").await;
    assert!(on_the_list(portal).await.starts_with("enrolled "));
}

#[tokio::test(flavor = "multi_thread")]
async fn coverage_that_runs_ends_on_a_day_after_the_notice_and_within_its_year_enr_3() {
    for portal in ready(AVERAGE).await {
        let (plan, ..) = silver(&portal).await;
        let key = enrolled(&portal, plan, "k1").await;
        // 1 March 2027.
        portal.clock().advance(98 * DAY);
        let today = portal.today();
        let earliest = today.saturating_add(jiff::Span::new().days(14));
        let latest = date(2027, 12, 31);
        assert_eq!(coverage(&portal).await[0].way_out, Some(WayOut::End { earliest, latest }));
        for wrong in [earliest.yesterday().unwrap(), date(2028, 1, 1)] {
            let Err(Error::Invalid(faults)) = end(&portal, &key, Some(wrong), "k2").await else { panic!() };
            let fields: Vec<&str> = faults.iter().map(|FieldFault { field, .. }| field.as_str()).collect();
            assert_eq!(fields, ["last_day"], "{wrong}");
        }
        let Err(Error::Invalid(_)) = end(&portal, &key, None, "k2").await else { panic!("a day is needed") };
        end(&portal, &key, Some(date(2027, 6, 30)), "k2").await.unwrap();
        let ended = &coverage(&portal).await[0];
        assert_eq!((ended.row.state.word(), ended.row.ends_on), ("terminated", Some(date(2027, 6, 30))));
        let sent = told(&portal, &plan.plan.issuer().to_string()).await;
        let terminated = Kind::Terminate { end: date(2027, 6, 30), reason: EndReason::Voluntary };
        assert_eq!(sent.last().unwrap().kind, terminated);
        // In the plan until then, for the assister and for her; afterwards in none.
        assert!(on_the_list(&portal).await.ends_with("2027-06-30"));
        let until = async || {
            portal.read_home(&consumer("ana"), &ana()).await.unwrap().value.coverage.map(|one| one.ends_on)
        };
        assert_eq!(until().await, Some(Some(date(2027, 6, 30))));
        let stage = "SELECT enrolled * 10 + submitted FROM book_counts WHERE assister_key = 'bo'";
        let last = |portal: &Portal| portal.today().until(date(2027, 6, 30)).unwrap().get_days();
        portal.clock().advance(i64::from(last(&portal)) * DAY);
        assert_eq!((portal.today(), portal.settle_ended_coverage().await.unwrap()), (date(2027, 6, 30), 0));
        portal.clock().advance(DAY);
        assert_eq!((portal.settle_ended_coverage().await.unwrap(), until().await), (1, None));
        assert_eq!((on_the_list(&portal).await.as_str(), count(&portal, stage).await), ("submitted - -", 1));
        assert_eq!(portal.settle_ended_coverage().await.unwrap(), 0, "once");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_cancels_next_years_plan_is_still_in_this_years_on_the_list_act_9() {
    for portal in ready(AVERAGE).await {
        let (plan, ..) = silver(&portal).await;
        enrolled(&portal, plan, "k1").await;
        // The plan of the year before, which runs.
        run(
            &portal,
            "UPDATE enrollments SET plan_year = 2026, effective_on = '2026-01-01', plan_name = 'Old'",
        )
        .await;
        run(&portal, "UPDATE enrollment_members SET plan_year = 2026").await;
        portal.clock().advance(60);
        let next = enrolled(&portal, plan, "k2").await;
        end(&portal, &next, None, "k3").await.unwrap();
        assert_eq!(on_the_list(&portal).await, "enrolled Old -");
        let home = async || portal.read_home(&consumer("ana"), &ana()).await.unwrap().value.coverage;
        assert_eq!(home().await.unwrap().plan_name, "Old");
        // Coverage ends with its year, also where nobody said so.
        portal.clock().advance(45 * DAY);
        assert_eq!(portal.today(), date(2027, 1, 7));
        assert_eq!((portal.settle_ended_coverage().await.unwrap(), home().await.is_none()), (1, true));
        assert_eq!(on_the_list(&portal).await, "submitted - -");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_ends_this_years_plan_is_not_in_last_years_on_the_list_act_9() {
    for portal in ready(AVERAGE).await {
        let (plan, ..) = silver(&portal).await;
        enrolled(&portal, plan, "k1").await;
        run(&portal, "UPDATE enrollments SET plan_year = 2026, effective_on = '2026-01-01'").await;
        run(&portal, "UPDATE enrollment_members SET plan_year = 2026").await;
        portal.clock().advance(60);
        let next = enrolled(&portal, plan, "k2").await;
        // 1 March 2027.
        portal.clock().advance(98 * DAY);
        end(&portal, &next, Some(date(2027, 3, 31)), "k3").await.unwrap();
        assert!(on_the_list(&portal).await.ends_with(" 2027-03-31"), "{}", on_the_list(&portal).await);
        portal.clock().advance(40 * DAY);
        assert_eq!(portal.settle_ended_coverage().await.unwrap(), 1);
        assert_eq!(on_the_list(&portal).await, "submitted - -");
        let home = portal.read_home(&consumer("ana"), &ana()).await.unwrap().value.coverage;
        assert!(home.is_none(), "{home:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_ends_coverage_for_a_consumer_act_12() {
    for portal in ready(AVERAGE).await {
        let (plan, ..) = silver(&portal).await;
        let key = enrolled(&portal, plan, "k1").await;
        let limit =
            |answer: &Error| matches!(answer, Error::Denied(Denial::Limit(Limit::NoChangeAfterSubmission)));
        assert!(limit(&portal.read_ending(&assister("bo"), &ana(), &key).await.unwrap_err()));
        let ended = portal.end_coverage(&assister("bo"), &ana(), &key, (&Fields::new(), "k2")).await;
        assert!(limit(&ended.unwrap_err()));
        let seen = portal.read_coverage(&assister("bo"), &ana()).await.unwrap().value;
        assert!(seen[0].way_out.is_none() && seen[0].steps.is_empty(), "later status is not theirs (L2)");
        let of_another = portal
            .end_coverage(&consumer("eve"), &ConsumerKey("eve".into()), &key, (&Fields::new(), "k"))
            .await;
        assert!(matches!(of_another, Err(Error::NotFound)));
        assert_eq!(column(&portal, "SELECT state FROM enrollments").await, ["signed"]);
        assert_eq!(count(&portal, "SELECT count(*) FROM outbox WHERE kind = 'enrollment_834'").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_plan_before_the_first_one_begins_cancels_it_in_one_transaction_enr_5_enr_7() {
    for portal in ready(AVERAGE).await {
        let (first, ..) = silver(&portal).await;
        let second = other_plan(&portal, first, true).await;
        let old = enrolled(&portal, first, "k1").await;
        portal.choose_plan(&assister("bo"), &ana(), &[], second).await.unwrap();
        let checkout = portal.read_checkout(&assister("bo"), &ana()).await.unwrap().value;
        let replaces: Vec<_> =
            checkout.group.replaces().into_iter().map(|(one, day)| (one.enrolled_variant, day)).collect();
        assert_eq!(replaces, [(first, portal::shopping::Replaced::BeforeItStarts)]);
        let form = signing(second, 0, "for Ana Kowalski, by bo", "k2");
        let new = portal.enroll(&assister("bo"), &ana(), &form).await.unwrap().value;
        let mail = portal.practice_mails().await.unwrap().remove(0);
        assert_eq!((&*mail.to, &*mail.subject), ("ana@example.org", "bo changed your health plan"));
        let names = column(&portal, "SELECT plan_name FROM enrollments").await;
        assert!(names.iter().all(|name| mail.body.contains(name)), "{}", mail.body);
        let sent = told(&portal, &first.plan.issuer().to_string()).await;
        let said: Vec<_> = sent.iter().map(|one| (one.kind, one.policy_id.as_str())).collect();
        let cancelled = Kind::Cancel(EndReason::ChangeInCircumstances);
        let initial = (Kind::InitialAfterChange, &*new.0);
        assert_eq!(said, [(Kind::Initial, &*old.0), (cancelled, &*old.0), initial]);
        let origins: Vec<_> = sent.iter().map(|one| one.origin).collect();
        assert_eq!(origins, [x12::Origin::Consumer, x12::Origin::Broker, x12::Origin::Broker]);
        let coverage = coverage(&portal).await;
        let states: Vec<_> =
            coverage.iter().map(|one| (one.row.state.word(), one.row.replaced_by.clone())).collect();
        assert!(states.contains(&("sent", None)) && states.contains(&("cancelled", Some(new))), "{states:?}");
        assert!(on_the_list(&portal).await.starts_with("enrolled "));
        assert_eq!(count(&portal, "SELECT count(*) FROM enrollment_members WHERE active = 1").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_plan_while_the_first_one_runs_ends_it_the_day_before_and_tells_both_carriers_enr_5() {
    for portal in ready(AVERAGE).await {
        let portal = with_profile(&portal, |profile| {
            let year = profile.plan_year.iter_mut().find(|year| year.year == 2027).unwrap();
            (year.open_to, year.january_cutoff) = (date(2027, 1, 15), date(2026, 12, 15));
        });
        let (first, ..) = silver(&portal).await;
        let second = other_plan(&portal, first, false).await;
        enrolled(&portal, first, "k1").await;
        // 5 January 2027.
        portal.clock().advance(43 * DAY);
        assert!(
            portal.today() > date(2027, 1, 1) && portal.today() < date(2027, 1, 15),
            "{}",
            portal.today()
        );
        let new = enrolled(&portal, second, "k2").await;
        assert!(portal.practice_mails().await.unwrap().is_empty(), "she did it herself");
        let (january, february) = (date(2027, 1, 31), date(2027, 2, 1));
        let of_first = told(&portal, &first.plan.issuer().to_string()).await;
        let terminated = Kind::Terminate { end: january, reason: EndReason::ChangeInCircumstances };
        assert_eq!(of_first.iter().map(|one| one.kind).collect::<Vec<_>>(), [Kind::Initial, terminated]);
        let of_second = told(&portal, &second.plan.issuer().to_string()).await;
        assert_eq!((of_second[0].kind, of_second[0].benefit_begin), (Kind::InitialAfterChange, february));
        let coverage = coverage(&portal).await;
        let days: Vec<_> = coverage.iter().map(|one| (one.row.effective_on, one.row.ends_on)).collect();
        assert_eq!(days, [(february, None), (date(2027, 1, 1), Some(january))], "no day twice");
        assert_eq!(coverage[1].row.replaced_by, Some(new));
        // A third choice on the same day takes the place of the second, which has not begun; the first stays as it ended.
        let third = other_plan(&portal, second, true).await;
        enrolled(&portal, third, "k3").await;
        let states =
            column(&portal, "SELECT state FROM enrollments ORDER BY signed_at, enrollment_key").await;
        assert_eq!(states, ["terminated", "cancelled", "signed"]);
        assert_eq!(count(&portal, "SELECT count(*) FROM enrollment_members WHERE active = 1").await, 1);
    }
}

/// A job makes "sent" of "signed" at the moment at which it is ended: its consumer is not refused for that.
#[tokio::test(flavor = "multi_thread")]
async fn coverage_is_ended_while_its_file_is_written_enr_3_enr_7() {
    for portal in ready(AVERAGE).await {
        let (plan, ..) = silver(&portal).await;
        let carrier = plan.plan.issuer().to_string();
        let folder = std::env::temp_dir().join(format!("assent-834-{}", uuid()));
        std::fs::create_dir_all(&folder).unwrap();
        let second = second_process(&portal).await;
        for round in 0..30 {
            let key = enrolled(&portal, plan, &format!("k{round}")).await;
            let sending = tokio::spawn({
                let (second, carrier, folder) = (second.clone(), carrier.clone(), folder.clone());
                async move { second.export_enrollments(&carrier, &folder, &|_| {}).await.map(drop) }
            });
            // At another moment of the other's work each time.
            tokio::time::sleep(std::time::Duration::from_millis(round * 2)).await;
            let ended = end(&portal, &key, None, &format!("e{round}")).await;
            assert!(ended.is_ok(), "round {round}: {ended:?}");
            sending.await.unwrap().unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_choice_that_fails_ends_nothing_enr_5() {
    for portal in ready(AVERAGE).await {
        let (first, ..) = silver(&portal).await;
        let second = other_plan(&portal, first, true).await;
        enrolled(&portal, first, "k1").await;
        portal.choose_plan(&consumer("ana"), &ana(), &[], second).await.unwrap();
        // Somebody breaks in between the ending and the new enrollment: the step cannot be written.
        run(&portal, "ALTER TABLE enrollment_steps RENAME TO enrollment_steps_gone").await;
        let failed = portal.enroll(&consumer("ana"), &ana(), &signing(second, 0, "Ana Kowalski", "k2")).await;
        assert!(failed.is_err());
        run(&portal, "ALTER TABLE enrollment_steps_gone RENAME TO enrollment_steps").await;
        assert_eq!(column(&portal, "SELECT state FROM enrollments").await, ["signed"]);
        assert_eq!(count(&portal, "SELECT count(*) FROM enrollment_members WHERE active = 1").await, 1);
        assert_eq!(count(&portal, "SELECT count(*) FROM outbox WHERE kind = 'enrollment_834'").await, 1);
    }
}
