//! The turn of the year on the pages: that a credit stops is told early, a plan that went on shows before and now, and what to
//! do leads to a signature (ENR-3, ENR-4, L2, L5).

use crate::{cast::signed_in, coverage::enrolled};
use domain::enrollment::PlanYear;
use jiff::civil::date;
use portal::{Portal, renewals::Running, testing::*};

const DAY: i64 = 86_400;

/// Ana in a plan of 2027 with 150 dollars of credit a month, at an exchange that has a plan year 2028; gives the plan.
async fn insured(portal: &Portal) -> (Portal, String) {
    let (_, plan, _) = enrolled(portal).await;
    for credit in ["UPDATE enrollments SET credit_cents = 15000", "UPDATE book SET credit_cents = 15000"] {
        run(portal, credit).await;
    }
    let year = PlanYear {
        year: 2028,
        calendar: None,
        open_from: date(2027, 11, 1),
        open_to: date(2027, 12, 31),
        january_cutoff: date(2027, 12, 31),
    };
    let portal = with_profile(portal, |profile| profile.plan_year.push(year));
    portal.load_practice_catalogs(1).await.unwrap();
    (portal, plan)
}

#[tokio::test(flavor = "multi_thread")]
async fn that_a_credit_stops_is_told_from_august_on_the_consumers_pages_and_the_assisters_list_enr_4() {
    for portal in portals().await {
        let (portal, _) = insured(&portal).await;
        let (own, list) =
            ("Your tax credit of $150 a month stops when 2028 begins", "Loses $150 of tax credit");
        // 31 July 2027, and the day after.
        for (days, told) in [(250, false), (1, true)] {
            portal.clock().advance(days * DAY);
            let (mut ana, mut bo) = (signed_in(&portal, "ana").await, signed_in(&portal, "bo").await);
            for path in ["/home", "/coverage"] {
                ana.get(path).await;
                assert_eq!(ana.page.contains(own), told, "{path} {days}: {}", ana.page);
            }
            assert_eq!(ana.page.contains("from 1 Nov 2027 to 31 Dec 2027"), told, "{}", ana.page);
            bo.get("/consumers").await;
            assert_eq!(
                (bo.page.contains(list), bo.page.contains("credit=stops")),
                (told, told),
                "{}",
                bo.page
            );
            bo.get("/consumers?credit=stops").await;
            assert_eq!(bo.page.contains("Kowalski"), told, "{}", bo.page);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_went_on_shows_before_and_now_and_is_kept_with_its_credit_by_a_signature_enr_3_enr_4() {
    for portal in portals().await {
        let (portal, plan) = insured(&portal).await;
        portal.clock().advance(352 * DAY);
        let year = portal.renewal_year(2028).await.unwrap().unwrap();
        portal.renew(&resource_manager(), &year, Running::default(), &|_, _| {}).await.unwrap();
        let (mut ana, mut bo) = (signed_in(&portal, "ana").await, signed_in(&portal, "bo").await);
        ana.get("/coverage").await;
        for said in [
            "You had not chosen a plan for 2028.",
            "after $150 of tax credit",
            "after $0 of tax credit",
            "Your tax credit of $150 a month has stopped.",
            "apply for 2028",
            "href=\"/application\"",
            "Nobody signed.",
            "href=\"tel:",
        ] {
            assert!(ana.page.contains(said), "{said}: {}", ana.page);
        }
        assert!(!ana.page.contains("/coverage/keep"), "first she applies");
        assert!(ana.get("/home").await.page.contains("has stopped"), "{}", ana.page);
        assert!(ana.get("/activity").await.page.contains("coverage for the next year"), "{}", ana.page);
        bo.get("/consumers").await;
        assert!(bo.page.contains("Renewed without $150 of tax credit a month"), "{}", bo.page);
        bo.get("/consumers/ana").await;
        assert!(bo.page.contains("Renewed by the exchange on 10 Nov 2027"), "{}", bo.page);
        // She has applied for 2028: the plan is kept by signing for it, with the credit of that result.
        let key = "SELECT enrollment_key FROM enrollments WHERE renews IS NOT NULL";
        let key = column(&portal, key).await.remove(0);
        for applied in [
            "INSERT INTO applications (application_key, consumer_key, plan_year, kind, state, case_status, last_page, percent, started_at, \
             submitted_at, answers) SELECT 'ana-2028', consumer_key, 2028, kind, state, case_status, last_page, percent, started_at, \
             submitted_at + 1, answers FROM applications WHERE plan_year = 2027",
            "INSERT INTO determinations (application_key, consumer_key, computed_at, rule_set, input, output, summary) \
             SELECT 'ana-2028', consumer_key, computed_at, rule_set, input, output, summary FROM determinations",
        ] {
            run(&portal, applied).await;
        }
        ana.get("/coverage").await;
        assert!(ana.page.contains("Keep this plan") && ana.page.contains(&key), "{}", ana.page);
        ana.post("/coverage/keep", &[("enrollment", &key)]).await;
        assert_eq!(ana.location, "/enroll", "{}", ana.page);
        assert_eq!(ana.get("/enroll").await.heading(), "Review and enroll");
        assert!(ana.page.contains(&plan) && ana.page.contains("never starts."), "{}", ana.page);
        ana.post("/enroll", &[("signature", "Ana Kowalski"), ("agree", "yes"), ("credit", "1")]).await;
        assert_eq!(ana.location, "/coverage", "{}", ana.page);
        ana.get("/coverage").await;
        assert!(
            !ana.page.contains("has stopped") && ana.page.contains("Another plan came in its place."),
            "{}",
            ana.page
        );
        assert!(!bo.get("/consumers").await.page.contains("Renewed without"), "{}", bo.page);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_cannot_go_on_says_why_and_what_to_do_and_only_to_its_consumer() {
    for portal in portals().await {
        let (portal, _) = insured(&portal).await;
        portal.clock().advance(352 * DAY);
        let ends = "INSERT INTO plan_crosswalk (plan_year, old_plan, county, zip, new_plan, reason) \
            SELECT 2028, substr(variant_id, 1, 14), NULL, NULL, NULL, 4 FROM enrollments";
        run(&portal, ends).await;
        let year = portal.renewal_year(2028).await.unwrap().unwrap();
        portal.renew(&resource_manager(), &year, Running::default(), &|_, _| {}).await.unwrap();
        let (mut ana, mut bo) = (signed_in(&portal, "ana").await, signed_in(&portal, "bo").await);
        let why = "This plan ends on 31 Dec 2027, and no other plan follows it.";
        for path in ["/home", "/coverage"] {
            assert!(ana.get(path).await.page.contains(why), "{path}: {}", ana.page);
        }
        assert!(ana.page.contains("Choose another plan for 2028") && ana.page.contains("href=\"tel:"));
        bo.get("/consumers/ana/coverage").await;
        assert!(bo.status.is_success() && !bo.page.contains("no other plan follows it"), "{}", bo.page);
    }
}
