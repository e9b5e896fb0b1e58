//! Coverage that was ended comes back by the exchange's staff, within its year and without a gap (ENR-3, ENR-5, ENR-7).

use super::{
    answers::{confirmation, file, take},
    ending::{coverage, end, enrolled, on_the_list, other_plan, told},
    *,
};
use domain::people::EnrollmentKey;
use jiff::civil::date;
use portal::{
    Session,
    activity::{ActivityWanted, By, Told},
};
use x12::{EndReason, Kind};

const DAY: i64 = 86_400;
const WHY: &str = "Ended by mistake: she called on the same day.";

/// Rae, who has just confirmed who she is.
fn rae(portal: &Portal) -> Session {
    since(&resource_manager(), portal.clock().now())
}

async fn back(portal: &Portal, key: &EnrollmentKey) -> Result<(), Error> {
    portal.clock().advance(60);
    portal.reinstate_coverage(&rae(portal), &ana(), key, WHY).await
}

#[tokio::test(flavor = "multi_thread")]
async fn coverage_that_ended_goes_on_without_a_gap_and_everybody_hears_of_it_enr_3_enr_7() {
    for portal in ready(AVERAGE).await {
        let (plan, premium, _) = silver(&portal).await;
        let carrier = plan.plan.issuer().to_string();
        let key = enrolled(&portal, plan, "k1").await;
        // 1 March 2027.
        portal.clock().advance(98 * DAY);
        end(&portal, &key, Some(date(2027, 6, 30)), "k2").await.unwrap();
        told(&portal, &carrier).await;
        let shown = portal.read_reinstatement(&rae(&portal), &ana(), &key).await.unwrap().value;
        assert_eq!(
            (shown.state.word(), shown.people, shown.refused, shown.ends_on),
            ("terminated", 1, None, Some(date(2027, 6, 30)))
        );
        assert_eq!(portal.policy_holder(&rae(&portal), &key).await.unwrap(), ana());
        back(&portal, &key).await.unwrap();

        let again = back(&portal, &key).await;
        assert!(matches!(again, Err(Error::Refused(Refusal::EnrollmentState))), "once: {again:?}");
        let own = &coverage(&portal).await[0];
        assert_eq!((own.row.state.word(), own.row.ends_on), ("sent", None), "its carrier never confirmed it");
        let step = own.steps.last().unwrap();
        assert_eq!(
            (step.happened.word(), step.by_name.as_deref(), step.reason.as_deref()),
            ("reinstated", Some("rae"), Some(WHY))
        );
        let reason = column(&portal, "SELECT coalesce(end_reason, '-') FROM enrollments").await;
        assert_eq!(reason, ["-"]);
        assert_eq!(count(&portal, "SELECT count(*) FROM enrollment_members WHERE active = 1").await, 1);
        assert_eq!(count(&portal, "SELECT enrolled FROM book_counts WHERE assister_key = 'bo'").await, 1);
        assert!(on_the_list(&portal).await.ends_with(" -"), "no last day any more");

        let sent = told(&portal, &carrier).await;
        let [said] = &sent[..] else { panic!("{sent:?}") };
        assert_eq!((said.kind, said.benefit_begin), (Kind::Reinstate, date(2027, 1, 1)));
        assert_eq!((&said.policy_id, said.origin), (&key.0, x12::Origin::SupportDesk));
        assert_eq!(said.subscriber.tobacco, Some(false));
        let money = said.premium.clone().unwrap();
        assert_eq!(i64::try_from(money.total_cents), Ok(premium));
        assert!(money.rating_area.starts_with("R-MN"), "{money:?}");

        let mail = portal.practice_mails().await.unwrap().remove(0);
        assert_eq!((&*mail.to, &*mail.subject), ("ana@example.org", "Your health plan goes on"));
        assert!(mail.body.contains(&own.row.plan_name) && !mail.body.contains(WHY), "{}", mail.body);
        let others = ActivityWanted { only_others: true, before: None };
        let activity = portal.read_activity(&consumer("ana"), &ana(), others).await.unwrap().value;
        let by_rae = |told: &Told| matches!(told, Told::Did { by: By::Other { .. }, action, .. } if *action == domain::consumer::Action::ReinstateCoverage);
        assert!(activity.lines.iter().any(|line| by_rae(&line.told)), "{:?}", activity.lines);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ending_that_was_not_sent_yet_goes_before_what_takes_it_back_enr_7() {
    for portal in ready(AVERAGE).await {
        let (plan, ..) = silver(&portal).await;
        let key = enrolled(&portal, plan, "k1").await;
        end(&portal, &key, None, "k2").await.unwrap();
        back(&portal, &key).await.unwrap();
        assert_eq!(column(&portal, "SELECT state FROM enrollments").await, ["signed"], "nobody was told yet");
        portal.clock().advance(60);
        let sent = told(&portal, &plan.plan.issuer().to_string()).await;
        let kinds: Vec<Kind> = sent.iter().map(|one| one.kind).collect();
        assert_eq!(kinds, [Kind::Initial, Kind::Cancel(EndReason::Voluntary), Kind::Reinstate]);
        assert_eq!(column(&portal, "SELECT state FROM enrollments").await, ["sent"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn coverage_that_its_carrier_confirmed_stands_confirmed_when_it_comes_back_enr_7() {
    for portal in ready(AVERAGE).await {
        let (plan, ..) = silver(&portal).await;
        let key = enrolled(&portal, plan, "k1").await;
        let carrier = plan.plan.issuer().to_string();
        let sent = told(&portal, &carrier).await;
        take(&portal, "answers.x12", &file(&carrier, 1, vec![confirmation(&sent[0])])).await;
        end(&portal, &key, None, "k2").await.unwrap();
        back(&portal, &key).await.unwrap();
        assert_eq!(column(&portal, "SELECT state FROM enrollments").await, ["effectuated"]);
        // It can be ended again.
        end(&portal, &key, None, "k3").await.unwrap();
        assert_eq!(column(&portal, "SELECT state FROM enrollments").await, ["cancelled"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_in_another_plan_on_those_days_does_not_come_back_enr_5() {
    for portal in ready(AVERAGE).await {
        let (first, ..) = silver(&portal).await;
        let second = other_plan(&portal, first, true).await;
        let old = enrolled(&portal, first, "k1").await;
        portal.clock().advance(60);
        let new = enrolled(&portal, second, "k2").await;
        let elsewhere =
            |answer: &Result<(), Error>| matches!(answer, Err(Error::Refused(Refusal::CoveredElsewhere)));
        let refused = back(&portal, &old).await;
        assert!(elsewhere(&refused), "{refused:?}");
        let shown = portal.read_reinstatement(&rae(&portal), &ana(), &old).await.unwrap().value;
        assert_eq!(shown.refused, Some(Refusal::CoveredElsewhere));
        // The other one ran until the end of March: those days are taken.
        let ran = |until: &str| {
            format!(
                "UPDATE enrollments SET state = 'terminated', ends_on = '{until}' WHERE enrollment_key = '{new}'; \
                 UPDATE enrollment_members SET active = 0 WHERE enrollment_key = '{new}'"
            )
        };
        run(&portal, &ran("2027-03-31")).await;
        let refused = back(&portal, &old).await;
        assert!(elsewhere(&refused), "{refused:?}");
        // The day before the first one begins.
        run(&portal, &ran("2026-12-31")).await;
        back(&portal, &old).await.unwrap();
        let stands = format!(
            "SELECT state || coalesce(replaced_by, ' alone') FROM enrollments WHERE enrollment_key = '{old}'"
        );
        assert_eq!(column(&portal, &stands).await, ["signed alone"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_staff_give_coverage_back_with_a_reason_and_within_its_year_act_12_enr_3() {
    for portal in ready(AVERAGE).await {
        let (plan, ..) = silver(&portal).await;
        let key = enrolled(&portal, plan, "k1").await;
        let running = back(&portal, &key).await;
        assert!(matches!(running, Err(Error::Refused(Refusal::EnrollmentState))), "{running:?}");
        end(&portal, &key, None, "k2").await.unwrap();
        let [_, _, desk, administrator, auditor] = &without_the_roster()[..] else { panic!() };
        for (who, denial) in [
            (&consumer("ana"), Denial::NotThisRole),
            (&assister("bo"), Denial::NotThisRole),
            (&consumer("eve"), Denial::NoBasis),
            (&assister("cy"), Denial::NoBasis),
            (administrator, Denial::NoBasis),
            (auditor, Denial::NoBasis),
        ] {
            let read = portal.read_reinstatement(who, &ana(), &key).await.map(drop);
            let done = portal.reinstate_coverage(who, &ana(), &key, WHY).await;
            for answer in [read, done] {
                assert!(matches!(&answer, Err(Error::Denied(found)) if *found == denial), "{answer:?}");
            }
            assert!(matches!(portal.policy_holder(who, &key).await, Err(Error::NotFound)));
        }
        let nobody = EnrollmentKey("none".into());
        assert!(matches!(portal.policy_holder(&rae(&portal), &nobody).await, Err(Error::NotFound)));
        let unsaid = portal.reinstate_coverage(&rae(&portal), &ana(), &key, " ").await;
        assert!(matches!(unsaid, Err(Error::Refused(Refusal::ReasonMissing))), "{unsaid:?}");
        assert_eq!(column(&portal, "SELECT state FROM enrollments").await, ["cancelled"]);
        // 1 January 2028: its year is over.
        let until = portal.today().until(date(2028, 1, 1)).unwrap().get_days();
        portal.clock().advance(i64::from(until) * DAY);
        let late = back(&portal, &key).await;
        assert!(matches!(late, Err(Error::Refused(Refusal::YearOver))), "{late:?}");
        portal.clock().advance(-2 * DAY);
        let desk = since(desk, portal.clock().now());
        portal.reinstate_coverage(&desk, &ana(), &key, WHY).await.unwrap();
    }
}
