//! "Report a change": told, filled in, signed, and shown beside what was before (ENR-1, ACT-12).

use crate::{
    browser::Browser,
    cast::{signed_in, with_accounts},
    determinations::ana_applies,
};
use portal::{Portal, testing::*};

/// Ana, whose application was submitted, on 20 February 2027.
async fn in_february(portal: &Portal) -> Browser {
    with_accounts(portal).await;
    portal.load_practice_catalogs(1).await.unwrap();
    ana_applies(portal).await;
    portal.clock().advance(89 * 86_400);
    signed_in(portal, "ana").await
}

const DAY: [(&str, &str); 3] = [("day_month", "2"), ("day_day", "10"), ("day_year", "2027")];
const NEXT_DOOR: [(&str, &str); 4] =
    [("street", "2 Sample Street"), ("city", "Minneapolis"), ("zip", "55401"), ("county", "27053")];
const DULUTH: [(&str, &str); 4] =
    [("street", "2 Sample Street"), ("city", "Duluth"), ("zip", "55802"), ("county", "27137")];

#[tokio::test(flavor = "multi_thread")]
async fn who_moved_says_when_and_where_signs_and_can_choose_a_plan_enr_1() {
    for portal in portals().await {
        let mut ana = in_february(&portal).await;
        ana.get("/plans").await;
        assert!(ana.page.contains("href=\"/report-change\""), "the way on from a closed enrollment");
        assert_eq!(ana.get("/report-change").await.heading(), "Report a change");
        assert!(ana.page.contains("href=\"/report-change/move\"") && ana.page.contains("60 days after it"));
        assert_eq!(ana.get("/report-change/move").await.heading(), "You move");
        let late = [("day_month", "12"), ("day_day", "1"), ("day_year", "2026")];
        ana.post("/report-change/move", &late).await;
        assert!(ana.status == 422 && ana.page.contains("Enter a day from 22 Dec 2026 to 20 Feb 2027."));
        assert!(ana.page.contains("value=\"12\""), "what was typed stays");
        ana.post("/report-change/move", &DAY).await;
        assert_eq!(ana.location, "/application/address");
        ana.get("/application").await;
        assert!(ana.page.contains("Change: You move, 10 Feb 2027"), "{}", ana.page);
        assert!(!ana.page.contains("/application/income/1"), "only what changes is asked");
        ana.get("/report-change").await;
        assert!(
            ana.page.contains("A change that you did not sign yet")
                && !ana.page.contains("/report-change/move")
        );

        portal.clock().advance(60);
        ana.get("/application/address").await.post("/application/address", &DULUTH).await;
        assert_eq!(ana.location, "/application/review", "nothing else is asked");
        ana.get("/application/sign").await;
        ana.post("/application/sign", &[("signature", "Ana Kowalski"), ("agree", "yes")]).await;
        assert_eq!(ana.location, "/application/result", "{}", ana.page);
        ana.get("/application/result").await;
        for said in [
            "You move: 10 Feb 2027. Before and now, for 2027:",
            "Tax credit a month, at most",
            "You can choose a plan until 11 Apr 2027.",
        ] {
            assert!(ana.page.contains(said), "{said}: {}", ana.page);
        }
        ana.get("/report-change").await;
        assert!(ana.page.contains("Changes you told us") && ana.page.contains("11 Apr 2027"), "{}", ana.page);
        ana.get("/plans").await;
        assert!(ana.page.contains("action=\"/plans/choose\"") && !ana.page.contains("Enrollment is closed"));

        let mut bo = signed_in(&portal, "bo").await;
        bo.get("/consumers/ana/application/result").await;
        assert!(!bo.page.contains("You move") && bo.page.contains("This is the initial determination."));
        bo.get("/consumers/ana/plans").await;
        assert!(
            bo.status == 403 && bo.page.contains("href=\"tel:"),
            "not with what was at first: {}",
            bo.status
        );
        assert_eq!(bo.get("/report-change").await.status, 403);
        bo.get("/consumers/ana/application/address").await;
        assert!(!bo.page.contains("Duluth"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_was_begun_is_thrown_away_and_nothing_of_it_is_left_enr_1() {
    for portal in portals().await {
        let mut ana = in_february(&portal).await;
        ana.get("/report-change/birth").await;
        ana.post("/report-change/birth", &DAY).await;
        assert_eq!(ana.location, "/application/people");
        // A second one waits for the first.
        assert_eq!(ana.get("/report-change/move").await.location, "/report-change");
        ana.get("/report-change").await;
        let key = column(&portal, "SELECT application_key FROM applications WHERE follows IS NOT NULL").await;
        ana.post("/report-change/drop", &[("application", &key[0])]).await;
        assert_eq!(ana.location, "/report-change");
        ana.get("/report-change").await;
        assert!(ana.page.contains("/report-change/move") && !ana.page.contains("did not sign"));
        ana.get("/application").await;
        assert!(ana.page.contains("Submitted on 23 Nov 2026"), "{}", ana.page);
        assert_eq!(ana.get("/report-change/exchange_error").await.status, 404, "the desk tells of it");
        assert_eq!(ana.get("/report-change/none").await.status, 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_submitted_nothing_is_led_to_the_application_enr_1() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let mut ana = signed_in(&portal, "ana").await;
        ana.get("/report-change").await;
        assert!(ana.page.contains("after you send an application for 2027"), "{}", ana.page);
        assert!(ana.page.contains("href=\"/application\""));
        assert_eq!(ana.get("/report-change/move").await.location, "/report-change");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_change_the_plan_that_one_is_in_can_be_chosen_again_enr_5() {
    for portal in portals().await {
        with_accounts(&portal).await;
        portal.load_practice_catalogs(1).await.unwrap();
        ana_applies(&portal).await;
        let mut ana = signed_in(&portal, "ana").await;
        let plan = enroll(&mut ana, None).await;
        let chooses = |page: &str| page.contains(&format!("type=\"hidden\" name=\"plan\" value=\"{plan}\""));
        ana.get("/plans").await;
        assert!(ana.page.contains("The plan you are in") && !chooses(&ana.page), "nothing changed");
        portal.clock().advance(89 * 86_400);
        let mut ana = signed_in(&portal, "ana").await;
        ana.get("/report-change/move").await.post("/report-change/move", &DAY).await;
        portal.clock().advance(60);
        ana.get("/application/address").await.post("/application/address", &NEXT_DOOR).await;
        ana.get("/application/sign").await;
        ana.post("/application/sign", &[("signature", "Ana Kowalski"), ("agree", "yes")]).await;
        ana.get("/plans").await;
        assert!(ana.page.contains("The plan you are in") && chooses(&ana.page), "{}", ana.page);
        enroll(&mut ana, Some(&plan)).await;
        let states = "SELECT state FROM enrollments ORDER BY signed_at";
        assert_eq!(column(&portal, states).await, ["terminated", "signed"]);
    }
}

/// Enrolls in a plan, or in the first of the list; gives its number.
async fn enroll(ana: &mut Browser, plan: Option<&str>) -> String {
    ana.get("/plans").await;
    let first = ana.page.split("type=\"hidden\" name=\"plan\" value=\"").nth(1);
    let first = first.and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned();
    let plan = plan.map_or(first, str::to_owned);
    ana.post("/plans/choose", &[("plan", &plan)]).await;
    ana.get("/enroll").await;
    ana.post("/enroll", &[("signature", "Ana Kowalski"), ("agree", "yes"), ("credit", "0")]).await;
    assert_eq!(ana.location, "/coverage", "{}", ana.page);
    plan
}

/// Sends a file from the page that it is on.
async fn send(ana: &mut Browser, file: &[u8]) {
    let fields = ana.hidden("/report-change/proof");
    ana.post_file("/report-change/proof", &fields, ("file", file)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_is_sent_kept_and_given_back_as_a_download_and_nothing_else_is_taken_enr_1() {
    for portal in portals().await {
        let mut ana = in_february(&portal).await;
        ana.get("/report-change/move").await.post("/report-change/move", &DAY).await;
        let key = column(&portal, "SELECT application_key FROM applications WHERE follows IS NOT NULL").await;
        let page = format!("/report-change/proof/{}", key[0]);
        assert_eq!(ana.get(&page).await.heading(), "Proof of a change");
        assert!(ana.page.contains("a bill with the new address"), "{}", ana.page);
        send(&mut ana, b"<html><script>").await;
        assert!(ana.status == 422 && ana.page.contains("This is no PDF, JPEG or PNG."), "{}", ana.page);
        let pdf = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF";
        send(ana.get(&page).await, &[&pdf[..], b"PK\x03\x04"].concat()).await;
        assert!(ana.page.contains("Something else is hidden in this file."), "{}", ana.page);
        send(ana.get(&page).await, pdf).await;
        assert_eq!(ana.location, format!("{page}?said=sent"));
        ana.get(&format!("{page}?said=sent")).await;
        assert!(ana.page.contains("We have your file.") && ana.page.contains("1 KB"), "{}", ana.page);
        let proof = column(&portal, "SELECT proof_key FROM proofs").await.remove(0);
        ana.get(&format!("{page}/{proof}")).await;
        assert_eq!(ana.bytes, pdf);
        let [kind, disposition, kept] = &ana.file;
        assert_eq!((kind.as_str(), kept.as_str()), ("application/pdf", "no-store"));
        assert_eq!(disposition, "attachment; filename=\"proof.pdf\"");
        assert_eq!(ana.head.get("x-content-type-options").unwrap(), "nosniff");
        for who in ["bo", "rae"] {
            let mut other = signed_in(&portal, who).await;
            for path in [page.clone(), format!("{page}/{proof}")] {
                assert_eq!(other.get(&path).await.status, 403, "{who} {path}");
            }
        }
    }
}
