//! Plans that go on into the next year because nobody chose another (45 CFR 155.335): with which credit, for whom, once.

use super::{
    ending::{coverage, told},
    leaving::{FAMILY, both_enrolled, leave, to_march},
    *,
};
use domain::{
    book::Stage,
    cents::Cents,
    enrollment::{EnrollmentState, NotRenewed, PlanYear},
    instant::Instant,
    people::EnrollmentKey,
    plan::{CountyFips, PlanId},
};
use jiff::civil::date;
use portal::{
    book::{Listed, Wanted},
    renewals::{CannotRun, RenewalYear, Renewals, Renewed, Running},
};

const DAY: i64 = 86_400;
/// From the day of the tests to 10 November 2027.
const A_YEAR: i64 = 352 * DAY;

/// The exchange has a plan year 2028, and its plans are there.
pub async fn with_2028(portal: &Portal) -> Portal {
    let year = PlanYear {
        year: 2028,
        calendar: None,
        open_from: date(2027, 11, 1),
        open_to: date(2027, 12, 31),
        january_cutoff: date(2027, 12, 31),
    };
    let portal = with_profile(portal, |profile| profile.plan_year.push(year));
    portal.load_practice_catalogs(1).await.unwrap();
    portal
}

/// Somebody in the cheapest silver plan of 2027 with all the credit that it takes; gives plan, premium and credit.
async fn insured(portal: &Portal, who: &str, signature: &str) -> (VariantId, i64, i64) {
    let (session, key) = (consumer(who), ConsumerKey(who.to_owned()));
    let filter = Filter { metals: vec![MetalLevel::Silver], ..Filter::default() };
    let list = portal.read_plans(&session, &key, &[], &filter, SortBy::Price).await.unwrap().value.unwrap();
    let plan = &list.plans[0];
    assert!(plan.credit_cents > 0);
    portal.choose_plan(&session, &key, &[], plan.id).await.unwrap();
    let form = signing(plan.id, plan.credit_cents, signature, &format!("first-{who}"));
    portal.enroll(&session, &key, &form).await.unwrap();
    (plan.id, plan.premium_cents, plan.credit_cents)
}

/// Ana in a plan of 2027, in November of that year.
async fn a_year_later() -> Vec<(Portal, (VariantId, i64, i64))> {
    let mut all = Vec::new();
    for portal in ready(AVERAGE).await {
        let plan = insured(&portal, "ana", "Ana Kowalski").await;
        let portal = with_2028(&portal).await;
        in_november_2027(&portal);
        all.push((portal, plan));
    }
    all
}

pub fn in_november_2027(portal: &Portal) {
    portal.clock().advance(A_YEAR);
}

async fn year(portal: &Portal) -> RenewalYear {
    portal.renewal_year(portal.profile().plan_year_on(portal.today())).await.unwrap().unwrap()
}

async fn renewed(portal: &Portal, running: Running) -> Renewals {
    let year = year(portal).await;
    portal.renew(&resource_manager(), &year, running, &|_, _| {}).await.unwrap()
}

pub async fn all_renewed(portal: &Portal) -> Renewals {
    renewed(portal, Running::default()).await
}

async fn mails(portal: &Portal) -> i64 {
    count(portal, "SELECT count(*) FROM outbox WHERE kind = 'mail'").await
}

/// What a run could write: rows by table.
async fn written(portal: &Portal) -> Vec<i64> {
    let mut counts = Vec::new();
    for table in
        ["enrollments", "enrollment_members", "missed_renewals", "outbox", "audit_events", "enrollment_steps"]
    {
        counts.push(count(portal, &format!("SELECT count(*) FROM {table}")).await);
    }
    counts.push(count(portal, "SELECT count(*) FROM book WHERE stopped_credit_cents IS NOT NULL").await);
    counts
}

async fn book(portal: &Portal, losing_credit: bool) -> Listed {
    let wanted = Wanted { losing_credit, rows: 50, ..Wanted::default() };
    portal.list_consumers(&assister("bo"), &wanted).await.unwrap()
}

async fn follows(portal: &Portal, old: VariantId, (county, zip): (&str, &str), new: &str) {
    let line = format!(
        "INSERT INTO plan_crosswalk (plan_year, old_plan, county, zip, new_plan, reason) VALUES (2028, '{}', {county}, {zip}, {new}, 3)",
        old.plan
    );
    run(portal, &line).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_chose_nothing_goes_on_without_credit_from_2028_and_a_dry_run_only_says_so_enr_4_enr_7() {
    for (portal, (plan, premium, credit)) in a_year_later().await {
        let (before, mailed) = (written(&portal).await, mails(&portal).await);
        let dry = renewed(&portal, Running { dry: true, most: None }).await;
        assert_eq!(written(&portal).await, before, "a dry run writes nothing");
        let run = all_renewed(&portal).await;
        assert_eq!((&run.on, &run.by_carrier, run.stopped), (&dry.on, &dry.by_carrier, dry.stopped));
        assert_eq!((run.on.enrollments, run.on.people, run.stopped, run.left()), (1, 1, (1, credit), 0));
        assert_eq!((run.on.premiums[0], run.on.credits), (premium, [credit, 0]));
        let all = coverage(&portal).await;
        let (new, old) = (&all[0], &all[1]);
        assert_eq!((new.row.plan_year, new.row.state), (2028, EnrollmentState::Signed));
        assert_eq!(new.row.effective_on, date(2028, 1, 1));
        assert_eq!(
            (new.row.variant_id.plan, new.row.renews.as_ref()),
            (plan.plan, Some(&old.row.enrollment_key))
        );
        assert_eq!(
            (old.row.state, old.row.ends_on),
            (EnrollmentState::Signed, None),
            "it ends with its year"
        );
        let signed = &new.details.as_ref().unwrap().signed;
        assert_eq!((signed.credit_cents, signed.stopped_credit_cents), (Cents(0), Some(Cents(credit))));
        assert_eq!(signed.signature, "", "nobody signed");
        let from = signed.from.as_ref().unwrap();
        assert_eq!((from.was_premium_cents, from.was_credit_cents), (Cents(premium), Cents(credit)));
        assert_eq!(
            signed.agent.as_ref().unwrap().broker_npn,
            "17500001",
            "ENR-6: who is associated on the day of the run"
        );
        // 41 and not 40 on 1 January: the price is the next year's, of the next year's age.
        assert!(signed.premium_cents.0 > premium, "{} {premium}", signed.premium_cents.0);
        let shares = format!(
            "SELECT sum(premium_cents) FROM enrollment_members WHERE enrollment_key = '{}'",
            new.row.enrollment_key
        );
        assert_eq!(
            count(&portal, &format!("SELECT CAST(({shares}) AS BIGINT)")).await,
            signed.premium_cents.0
        );
        assert_eq!(mails(&portal).await, mailed + 1);
        let said = told(&portal, &plan.plan.issuer().to_string()).await;
        let said: Vec<_> = said.iter().filter(|one| one.benefit_begin == date(2028, 1, 1)).collect();
        assert_eq!((said.len(), said[0].kind), (1, x12::Kind::Initial));
        let money = said[0].premium.as_ref().unwrap();
        assert_eq!((money.aptc_cents, money.total_cents), (0, money.responsible_cents));
        // A second run finds nothing to do, and her own activity says who did it.
        let again = all_renewed(&portal).await;
        assert_eq!((again.due, again.before.renewed, again.on.enrollments), (0, 1, 0));
        let events =
            "SELECT count(*) FROM audit_events WHERE action = 'renew_coverage' AND subject = 'consumer:ana'";
        assert_eq!(count(&portal, events).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn before_2028_the_credit_goes_on_and_is_never_more_than_it_was_enr_4() {
    for portal in ready(AVERAGE).await {
        let (_, _, credit) = insured(&portal, "ana", "Ana Kowalski").await;
        // The same a year earlier: in open enrollment for 2027 she is in a plan of 2026.
        for earlier in [
            "UPDATE applications SET plan_year = 2026",
            "UPDATE enrollment_members SET plan_year = 2026",
            "UPDATE enrollments SET plan_year = 2026, effective_on = '2026-01-01'",
        ] {
            run(&portal, earlier).await;
        }
        let renewals = all_renewed(&portal).await;
        assert_eq!((renewals.year, renewals.on.enrollments, renewals.stopped), (2027, 1, (0, 0)));
        assert_eq!(renewals.on.credits, [credit, credit]);
        let all = coverage(&portal).await;
        let new = all.iter().find(|one| one.row.plan_year == 2027).unwrap();
        assert_eq!((new.row.renews.is_some(), new.turn), (true, None));
        assert_eq!(book(&portal, false).await.rows[0].stopped_credit_cents, None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_active_choice_beats_a_silent_renewal_before_the_run_and_after_it_enr_5() {
    for (portal, (plan, ..)) in a_year_later().await {
        all_renewed(&portal).await;
        assert!(
            matches!(
                portal
                    .keep_plan(&consumer("ana"), &ana(), &coverage(&portal).await[0].row.enrollment_key)
                    .await,
                Err(Error::Refused(Refusal::NotEligibleForPlan))
            ),
            "first she applies for 2028"
        );
        submitted_in(&portal, ("ana", 2028, "1986"), "financial_assistance", AVERAGE).await;
        let passive = coverage(&portal).await[0].row.enrollment_key.clone();
        let kept = portal.keep_plan(&consumer("ana"), &ana(), &passive).await.unwrap().value;
        assert_eq!(kept.plan, plan.plan);
        let checkout = portal.read_checkout(&consumer("ana"), &ana()).await.unwrap().value;
        let credit = checkout.plan.credit_cents;
        assert!(credit > 0);
        portal
            .enroll(&consumer("ana"), &ana(), &signing(kept, credit, "Ana Kowalski", "keep"))
            .await
            .unwrap();
        let all = coverage(&portal).await;
        let of = |key: &EnrollmentKey| all.iter().find(|one| one.row.enrollment_key == *key).unwrap();
        assert_eq!(of(&passive).row.state, EnrollmentState::Cancelled);
        let live: Vec<_> =
            all.iter().filter(|one| one.row.plan_year == 2028 && one.row.state.is_live()).collect();
        assert_eq!(live.len(), 1);
        assert_eq!((live[0].row.renews.as_ref(), live[0].turn), (None, None));
        assert_eq!(live[0].details.as_ref().unwrap().signed.credit_cents, Cents(credit));
        assert_eq!(book(&portal, true).await.rows.len(), 0, "nothing is lost any more");
        let again = all_renewed(&portal).await;
        assert_eq!((again.due, again.before.chosen), (0, 1));
        // Who thinks better of it and cancels is not enrolled behind their back.
        let key = live[0].row.enrollment_key.clone();
        portal.end_coverage(&consumer("ana"), &ana(), &key, (&Fields::new(), "end")).await.unwrap();
        assert_eq!(all_renewed(&portal).await.due, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_applied_for_the_year_goes_on_with_its_own_credit_enr_4() {
    for (portal, _) in a_year_later().await {
        submitted_in(&portal, ("ana", 2028, "1986"), "financial_assistance", AVERAGE).await;
        let renewals = all_renewed(&portal).await;
        assert_eq!((renewals.on.enrollments, renewals.with_result, renewals.stopped), (1, 1, (0, 0)));
        assert!(renewals.on.credits[1] > 0);
        let new = &coverage(&portal).await[0];
        assert_eq!((new.turn, new.row.plan_year), (None, 2028));
    }
    // And whom the new result gives other coverage does not go on.
    for (portal, _) in a_year_later().await {
        submitted_in(&portal, ("ana", 2028, "1986"), "financial_assistance", 100_000).await;
        assert_eq!(all_renewed(&portal).await.missed[0].1, NotRenewed::NotEligible);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_stopped_goes_on_where_it_was_and_two_at_once_do_nothing_twice() {
    for portal in ready(AVERAGE).await {
        for number in 0..6 {
            let (key, name) = (format!("c{number}"), format!("C{number}"));
            let born = "'1986-04-02'";
            run(&portal, &format!(
                "INSERT INTO consumers (consumer_key, given_name, family_name, date_of_birth, email, created_at) \
                 VALUES ('{key}', '{name}', 'Sample', {born}, '{key}@example.org', 1)"
            )).await;
            submitted(&portal, &key, "financial_assistance", AVERAGE).await;
            insured(&portal, &key, &format!("{name} Sample")).await;
        }
        let portal = with_2028(&portal).await;
        portal.clock().advance(A_YEAR);
        let (whole, mailed) =
            (renewed(&portal, Running { dry: true, most: None }).await, mails(&portal).await);
        let first = renewed(&portal, Running { dry: false, most: Some(2) }).await;
        assert_eq!((first.due, first.on.enrollments, first.left()), (6, 2, 4));
        // Stopped by a case that cannot be read: the others go on, and it is named.
        let third = "SELECT min(e.enrollment_key) FROM enrollments e WHERE e.plan_year = 2027 \
                     AND NOT EXISTS (SELECT 1 FROM enrollments f WHERE f.renews = e.enrollment_key)";
        let broken = column(&portal, third).await.remove(0);
        run(
            &portal,
            &format!("UPDATE enrollment_members SET person = 'nobody' WHERE enrollment_key = '{broken}'"),
        )
        .await;
        let second = renewed(&portal, Running { dry: false, most: Some(2) }).await;
        assert_eq!((second.on.enrollments, second.unread.len()), (1, 1));
        assert_eq!(second.unread[0].0, EnrollmentKey(broken.clone()));
        run(
            &portal,
            &format!("UPDATE enrollment_members SET person = 'p1' WHERE enrollment_key = '{broken}'"),
        )
        .await;
        let other = with_2028(&second_process(&portal).await).await;
        other.clock().advance(A_YEAR);
        let (one, two) = tokio::join!(all_renewed(&portal), all_renewed(&other));
        assert_eq!(one.on.enrollments + two.on.enrollments, 3);
        let all = all_renewed(&portal).await;
        assert_eq!((all.before.renewed, all.due), (6, 0));
        assert_eq!(mails(&portal).await, mailed + 6, "one mail each");
        let sums = "SELECT CAST(sum(premium_cents) AS BIGINT) FROM enrollments WHERE plan_year = 2028";
        assert_eq!(count(&portal, sums).await, whole.on.premiums[1], "what the dry run said");
        let members =
            "SELECT CAST(sum(premium_cents) AS BIGINT) FROM enrollment_members WHERE plan_year = 2028";
        assert_eq!(count(&portal, members).await, whole.on.premiums[1]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_ends_is_told_once_and_goes_on_once_something_follows_it() {
    for (portal, (plan, ..)) in a_year_later().await {
        follows(&portal, plan, ("NULL", "NULL"), "NULL").await;
        let mailed = mails(&portal).await;
        let first = all_renewed(&portal).await;
        assert_eq!(
            (first.missed.len(), first.missed[0].1, first.on.enrollments),
            (1, NotRenewed::PlanEnds, 0)
        );
        let old = coverage(&portal).await.remove(0);
        assert_eq!((old.row.missed, old.row.plan_year), (Some(NotRenewed::PlanEnds), 2027));
        let again = all_renewed(&portal).await;
        assert_eq!((again.missed.len(), mails(&portal).await), (1, mailed + 1), "one mail a reason");
        // A narrower line of the crosswalk counts: here of her county, of another ZIP code, and of hers.
        let catalog = portal.catalog(2028).await.unwrap().unwrap();
        let county: CountyFips = "27053".parse().unwrap();
        let here = portal::plans::place(portal.rules(), county, None).unwrap();
        let sold = catalog.plans().iter().filter(|one| one.metal == MetalLevel::Silver && one.on_exchange());
        let sold = sold.map(|one| one.id).filter(|id| *id != plan.plan && catalog.sold(*id, &here).is_some());
        let two: Vec<PlanId> = sold.take(2).collect();
        follows(&portal, plan, ("'27053'", "NULL"), &format!("'{}'", two[0])).await;
        follows(&portal, plan, ("'27053'", "55402"), &format!("'{}'", two[1])).await;
        let successors = portal.successors(2028).await.unwrap();
        for zip in [None, Some(55401), Some(55402)] {
            let asked = portal.successor(2028, plan.plan, county, zip).await.unwrap();
            assert_eq!(successors.of(plan.plan, county, zip), asked, "{zip:?}");
        }
        let renewals = all_renewed(&portal).await;
        assert_eq!((renewals.on.enrollments, renewals.other_plan), (1, 1));
        assert_eq!(coverage(&portal).await[0].row.variant_id.plan, two[0]);
        assert_eq!(count(&portal, "SELECT count(*) FROM missed_renewals").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_follows_and_is_not_sold_there_or_has_no_case_left_does_not_go_on() {
    for (portal, (plan, ..)) in a_year_later().await {
        follows(&portal, plan, ("NULL", "NULL"), "'99001MN9999999'").await;
        assert_eq!(all_renewed(&portal).await.missed[0].1, NotRenewed::NotSold);
        let mailed = mails(&portal).await;
        run(&portal, "UPDATE applications SET case_status = 'closed'").await;
        assert_eq!(all_renewed(&portal).await.missed[0].1, NotRenewed::NoCase);
        assert_eq!(mails(&portal).await, mailed + 1, "another reason is news");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_turns_65_goes_to_medicare_first() {
    for portal in portals().await {
        cast(&portal).await;
        portal.load_practice_catalogs(1).await.unwrap();
        submitted_in(&portal, ("ana", 2027, "1962"), "financial_assistance", AVERAGE).await;
        insured(&portal, "ana", "Ana Kowalski").await;
        let portal = with_2028(&portal).await;
        portal.clock().advance(A_YEAR);
        assert_eq!(all_renewed(&portal).await.missed[0].1, NotRenewed::Medicare);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assister_renews_nothing_and_sees_whose_credit_stops_under_the_limits_l1_l2_l5() {
    for (portal, (_, _, credit)) in a_year_later().await {
        // From August on the list says whose credit stops, while nobody has applied for 2028.
        let listed = book(&portal, true).await;
        assert!(listed.tells_credit);
        assert_eq!((listed.rows.len(), listed.rows[0].credit_cents), (1, Some(Cents(credit))));
        let key = coverage(&portal).await[0].row.enrollment_key.clone();
        let year = year(&portal).await;
        for session in [assister("bo"), assister("cy"), consumer("ana"), consumer("eve")] {
            let denied = portal.renew_one(&session, &ana(), &key, &year).await;
            assert!(matches!(denied, Err(Error::Denied(_))), "{denied:?}");
        }
        let renewed = portal.renew_one(&resource_manager(), &ana(), &key, &year).await.unwrap();
        assert!(matches!(renewed, Renewed::On(_)));
        let row = book(&portal, true).await.rows.remove(0);
        assert_eq!(
            (row.stage, row.stopped_credit_cents, row.credit_cents),
            (Stage::Enrolled, Some(Cents(credit)), None)
        );
        let way = portal.read_consumer(&assister("bo"), &ana()).await.unwrap().value;
        assert_eq!((way.stopped_credit_cents, way.renews), (Some(Cents(credit)), Some(key)));
        // Another assister, later, sees the same of it.
        let anew = confirmed(&consumer("ana"), Instant(NOW + A_YEAR * 1_000_000));
        let shown = portal.read_statement(&anew, &ana(), "1000015").await.unwrap().value;
        let shown = portal::associations::StatementShown {
            version: shown.version.clone(),
            language: shown.language.clone(),
            sha256: shown.sha256.clone(),
        };
        portal.authorize_assister(&anew, &ana(), "1000015", &shown).await.unwrap();
        let seen = "SELECT CAST(stopped_credit_cents AS TEXT) FROM book WHERE assister_key = 'cy'";
        assert_eq!(column(&portal, seen).await, [credit.to_string()]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_an_enrollment_that_came_with_the_consumers_own_change_no_credit_is_told_l2() {
    for (portal, _) in a_year_later().await {
        run(&portal, "UPDATE book SET credit_cents = NULL").await;
        run(&portal, "UPDATE applications SET follows = 'ana-app' WHERE application_key = 'ana-app'").await;
        let key = coverage(&portal).await[0].row.enrollment_key.clone();
        let year = year(&portal).await;
        portal.renew_one(&resource_manager(), &ana(), &key, &year).await.unwrap();
        let all = book(&portal, false).await;
        assert_eq!((all.rows[0].stage, all.rows[0].stopped_credit_cents), (Stage::Enrolled, None));
        assert_eq!(book(&portal, true).await.rows.len(), 0);
        let seen = portal.read_coverage(&assister("bo"), &ana()).await.unwrap().value;
        assert!(seen[0].details.is_none() && seen[0].turn.is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_says_what_is_missing_and_ends_with_the_year_in_the_exchanges_own_time() {
    for portal in ready(AVERAGE).await {
        let why = async |portal: &Portal, year| portal.renewal_year(year).await.unwrap().err();
        assert_eq!(why(&portal, 2028).await, Some(CannotRun::NoPlanYear));
        let portal = with_2028(&portal).await;
        assert_eq!(why(&portal, 2028).await, Some(CannotRun::NotBefore(date(2027, 11, 1))));
        // 31 December 2027, a minute before midnight in Minnesota.
        portal.clock().advance(404 * DAY - 9 * 3_600 - 60);
        assert_eq!(portal.today(), date(2027, 12, 31));
        let ready = portal.renewal_year(2028).await.unwrap().unwrap();
        assert!(!ready.has_crosswalk());
        portal.clock().advance(60);
        assert_eq!(
            (portal.today(), why(&portal, 2028).await),
            (date(2028, 1, 1), Some(CannotRun::YearBegun))
        );
        let fresh = with_profile(&portal, |profile| {
            let year = PlanYear { year: 2029, open_from: date(2027, 11, 1), ..profile.plan_year[0].clone() };
            profile.plan_year.push(year);
        });
        assert_eq!(why(&fresh, 2029).await, Some(CannotRun::NoCatalog));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_left_during_the_year_does_not_go_on_and_before_is_what_the_others_paid_enr_4_enr_5() {
    for portal in ready(FAMILY).await {
        let (key, _) = both_enrolled(&portal).await;
        to_march(&portal);
        leave(&portal, (&key, "p2"), Some(date(2027, 6, 30)), "leaves").await.unwrap();
        // As where what is left costs less than the credit was.
        run(&portal, "UPDATE enrollment_terms SET credit_cents = credit_cents - 1000").await;
        let price = |column: &str| format!("SELECT {column} FROM enrollment_terms");
        let paid =
            (count(&portal, &price("premium_cents")).await, count(&portal, &price("credit_cents")).await);
        let portal = with_2028(&portal).await;
        portal.clock().advance(254 * DAY);
        assert_eq!(portal.today(), date(2027, 11, 10));
        all_renewed(&portal).await;
        let people = "SELECT m.person FROM enrollment_members m JOIN enrollments e ON e.enrollment_key = m.enrollment_key \
            WHERE e.renews IS NOT NULL";
        assert_eq!(column(&portal, people).await, ["p1"]);
        let stopped = "SELECT stopped_credit_cents FROM enrollments WHERE renews IS NOT NULL";
        assert_eq!(count(&portal, stopped).await, paid.1, "what was used since");
        let own = coverage(&portal).await.into_iter().find(|one| one.row.renews.is_some()).unwrap();
        let from = own.details.unwrap().signed.from.unwrap();
        assert_eq!((from.was_premium_cents.0, from.was_credit_cents.0), paid);
    }
}
