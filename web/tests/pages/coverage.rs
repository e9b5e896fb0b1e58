//! What can be done with coverage that one has: another plan in its place, cancelling it, ending it (ENR-3, ENR-5, ACT-12).

use crate::{
    browser::Browser,
    cast::{signed_in, with_accounts},
    determinations::ana_applies,
};
use domain::plan::{Catalog, Documents, Variant};
use portal::{Portal, testing::*};

const SIGNED: [(&str, &str); 3] = [("signature", "Ana Kowalski"), ("agree", "yes"), ("credit", "0")];

/// Puts a plan into the cart by its place on the list; gives its name.
async fn choose(ana: &mut Browser, place: usize) -> String {
    ana.get("/plans").await;
    let names = ana.page.split("<li class=\"assent-card\">").skip(1);
    let name = names.map(|card| card.split("<h2>").nth(1).unwrap().split("</h2>").next().unwrap().to_owned());
    let form = ana.page.split("action=\"/plans/choose\"").nth(place + 1).unwrap().to_owned();
    let plan = form.split("name=\"plan\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let name = name.clone().nth(place).unwrap();
    ana.post("/plans/choose", &[("plan", &plan)]).await;
    name
}

/// Ana, enrolled in the first plan of the list; gives its name and the address where she ends it.
pub async fn enrolled(portal: &Portal) -> (Browser, String, String) {
    with_accounts(portal).await;
    portal.load_practice_catalogs(1).await.unwrap();
    ana_applies(portal).await;
    let mut ana = signed_in(portal, "ana").await;
    let plan = choose(&mut ana, 0).await;
    ana.get("/enroll").await.post("/enroll", &SIGNED).await;
    let key = column(portal, "SELECT enrollment_key FROM enrollments").await.remove(0);
    (ana, plan, format!("/coverage/{key}/end"))
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_enrolled_changes_to_another_plan_and_sees_what_it_replaces_enr_5() {
    for portal in portals().await {
        let (mut ana, first, _) = enrolled(&portal).await;
        ana.get("/plans").await;
        assert!(ana.page.contains(&format!("You chose {first}. It has not started.")), "{}", ana.page);
        assert_eq!(ana.page.matches("The plan you are in").count(), 1);
        portal.clock().advance(60);
        let second = choose(&mut ana, 1).await;
        assert_eq!(ana.get("/enroll").await.heading(), "Review and enroll");
        assert!(ana.page.contains(&format!("{first} never starts.")), "{}", ana.page);
        ana.post("/enroll", &SIGNED).await;
        ana.get("/coverage").await;
        let (new, old) = (ana.page.find(&format!("<h2>{second}")), ana.page.find(&format!("<h2>{first}")));
        assert!(new.unwrap() < old.unwrap(), "the newest first");
        assert!(ana.page.contains("Another plan came in its place."));
        let mut bo = signed_in(&portal, "bo").await;
        bo.get("/consumers/ana/coverage").await;
        assert!(bo.page.contains("only the consumer ends coverage") && !bo.page.contains("/end\""));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assister_reads_that_a_plan_is_not_in_force_and_not_how_that_came_act_9() {
    for portal in portals().await {
        let (mut ana, _, end) = enrolled(&portal).await;
        let mut bo = signed_in(&portal, "bo").await;
        bo.get("/consumers/ana/coverage").await;
        assert!(bo.status.is_success() && !bo.page.contains("Not in force"), "{}", bo.page);
        ana.get(&end).await.post(&end, &[]).await;
        bo.get("/consumers/ana/coverage").await;
        assert!(bo.page.contains("Not in force") && !bo.page.contains("Cancelled"), "{}", bo.page);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn coverage_is_cancelled_before_it_starts_and_afterwards_ends_on_a_day_that_is_asked_about_enr_3() {
    for portal in portals().await {
        let (mut ana, plan, end) = enrolled(&portal).await;
        ana.get("/coverage").await;
        assert!(
            ana.page.contains(&format!("href=\"{end}\"")) && ana.page.contains(&format!("Cancel {plan}"))
        );
        assert_eq!(ana.get(&end).await.heading(), "Cancel coverage");
        assert!(!ana.page.contains("last_day"), "nothing is asked");

        // 1 March 2027: it runs.
        portal.clock().advance(98 * 86_400);
        let mut ana = signed_in(&portal, "ana").await;
        ana.get("/coverage").await;
        assert!(ana.page.contains(&format!("End {plan}")));
        assert_eq!(ana.get(&end).await.heading(), "End coverage");
        let day = |month, day| [("last_day_month", month), ("last_day_day", day), ("last_day_year", "2027")];
        ana.post(&end, &day("3", "2")).await;
        assert!(ana.status == 422 && ana.heading() == "End coverage", "{}", ana.status);
        assert!(ana.page.contains("Enter a day from 15 Mar 2027 to 31 Dec 2027."), "{}", ana.page);
        assert!(ana.page.contains("value=\"2027\""), "what was typed stays");
        assert_eq!(column(&portal, "SELECT state FROM enrollments").await, ["signed"]);
        ana.post(&end, &day("4", "30")).await;
        assert_eq!(ana.location, "/coverage");
        ana.get("/coverage").await;
        assert!(ana.page.contains("30 Apr 2027") && !ana.page.contains("/end\""), "{}", ana.page);
        // Whoever opens the page of what is over reads why not, with the number.
        ana.get(&end).await;
        assert!(ana.status == 409 && ana.page.contains("href=\"tel:"), "{} {}", ana.status, ana.page);
        for (who, path) in [("rae", end.as_str()), ("bo", end.as_str())] {
            let mut other = signed_in(&portal, who).await;
            let status = other.get(path).await.status;
            assert!([403, 404].contains(&status.as_u16()), "{who}: {status}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_ends_coverage_of_several_people_says_whose_and_reads_who_cannot_leave_alone_enr_3() {
    for portal in portals().await {
        let (mut ana, plan, end) = enrolled(&portal).await;
        assert!(!ana.get(&end).await.page.contains("Whose coverage ends?"), "she is alone in it");
        let another = "INSERT INTO enrollment_members (consumer_key, enrollment_key, plan_year, person, premium_cents, active) \
            SELECT consumer_key, enrollment_key, plan_year, 'p2', 0, 1 FROM enrollment_members";
        run(&portal, another).await;
        ana.get(&end).await;
        for said in [
            "Whose coverage ends?",
            "Everybody, the plan ends",
            "value=\"p2\"",
            "The plan is in the name of Ana Kowalski, who cannot leave it alone.",
        ] {
            assert!(ana.page.contains(said), "{said}: {}", ana.page);
        }
        assert!(!ana.page.contains("value=\"p1\""), "{}", ana.page);
        ana.post(&end, &[]).await;
        assert!(ana.status == 422 && ana.page.contains("Choose whose coverage ends."), "{}", ana.page);
        assert_eq!(column(&portal, "SELECT state FROM enrollments").await, ["signed"]);
        // Gone since April, for what she alone pays.
        let left = "UPDATE enrollment_members SET ends_on = '2027-03-31', active = 0 WHERE person = 'p2'; \
            INSERT INTO enrollment_steps (step_key, consumer_key, enrollment_key, at, state, by_account, by_name, person) \
            SELECT 'left', consumer_key, enrollment_key, signed_at + 1, 'member_left', signed_by, 'Ana Kowalski', 'p2' FROM enrollments; \
            INSERT INTO enrollment_terms (step_key, consumer_key, enrollment_key, from_on, premium_cents, credit_cents, outbox_key) \
            SELECT 'left', consumer_key, enrollment_key, '2027-04-01', 41250, 1250, 'message' FROM enrollments";
        run(&portal, left).await;
        ana.get("/coverage").await;
        for said in ["until 31 Mar 2027", "From 1 Apr 2027 the plan costs $400 a month", plan.as_str()] {
            assert!(ana.page.contains(said), "{said}: {}", ana.page);
        }
        assert!(!ana.get(&end).await.page.contains("Whose coverage ends?"), "she is alone in it again");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_give_coverage_back_by_its_policy_number_and_its_consumer_reads_why_enr_3() {
    for portal in portals().await {
        let (mut ana, plan, end) = enrolled(&portal).await;
        ana.get(&end).await.post(&end, &[]).await;
        let policy = end.trim_start_matches("/coverage/").trim_end_matches("/end").to_owned();
        assert!(ana.get("/coverage").await.page.contains(&policy), "she can read it to whoever helps");
        let mut rae = signed_in(&portal, "rae").await;
        assert!(rae.get("/manage/carriers").await.page.contains("href=\"/manage/carriers/reinstate\""));
        let find = "/manage/carriers/reinstate";
        for (typed, said) in [("", "Type the policy number."), ("none", "No plan has this policy number.")] {
            rae.get(find).await.post(find, &[("policy", typed)]).await;
            assert!(rae.status == 422 && rae.page.contains(said), "{}", rae.page);
        }
        rae.get(find).await.post(find, &[("policy", &format!(" {policy} "))]).await;
        let page = format!("{find}/{policy}");
        assert_eq!(rae.location, page);
        rae.follow().await;
        assert_eq!(rae.heading(), "Give coverage back");
        assert!(rae.page.contains(&plan) && rae.page.contains("Cancelled"), "{}", rae.page);
        assert!(!rae.page.contains("Kowalski") && !rae.page.contains("Ana"), "whose it is stands nowhere");
        rae.post(&page, &[("reason", " ")]).await;
        assert!(rae.status == 422 && rae.page.contains("href=\"#reason\""), "{}", rae.page);
        rae.post(&page, &[("reason", "By mistake <1>")]).await;
        assert_eq!(rae.location, "/manage/carriers/reinstate?said=back");
        assert!(rae.follow().await.page.contains("The coverage is given back."));
        rae.get(&page).await;
        assert!(rae.page.contains("This cannot be done with this plan") && !rae.page.contains("textarea"));
        ana.get("/coverage").await;
        assert!(ana.page.contains("Reason: By mistake &#60;1&#62;"), "{}", ana.page);
        assert!(ana.page.contains("Given back, goes on without a gap"));
        for who in ["ana", "bo"] {
            let mut other = signed_in(&portal, who).await;
            assert!([403, 404].contains(&other.get(&page).await.status.as_u16()), "{who}: {}", other.status);
        }
    }
}

/// The sample market, whose carriers have a telephone number and a page to pay on, and whose plans have documents.
async fn with_documents(portal: &Portal) {
    portal.load_practice_catalogs(1).await.unwrap();
    let sample = portal.catalog(2027).await.unwrap().unwrap();
    let mut issuers = sample.issuers().to_vec();
    for issuer in &mut issuers {
        issuer.phone = domain::typed::phone::Phone::read("651-555-0143 ext. 2").ok();
        issuer.payment_page = format!("https://pay.example/{}?a=1&b=2", issuer.id).parse().ok();
    }
    let mut plans = sample.plans().to_vec();
    for plan in &mut plans {
        let of = |what: &str| format!("https://plans.example/{}/{what}", plan.id).parse().ok();
        let documents = Documents { summary: of("summary.pdf"), formulary: of("drugs"), brochure: None };
        plan.documents = vec![(Variant::Standard, documents)];
    }
    let areas = sample.service_areas().to_vec();
    let catalog = Catalog::new(2027, sample.origin(), issuers, areas, plans).unwrap();
    portal.load_catalog(&catalog).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_of_plans_and_how_to_reach_their_carrier_stand_where_one_compares_signs_and_looks_again() {
    for portal in portals().await {
        with_accounts(&portal).await;
        with_documents(&portal).await;
        ana_applies(&portal).await;
        let mut ana = signed_in(&portal, "ana").await;
        choose(&mut ana, 0).await;
        ana.get("/plans").await;
        let id =
            ana.page.split("name=\"plan\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let plan = &id[..14];
        // Nothing follows in the tag: an ordinary link, which opens no window.
        let summary =
            format!("href=\"https://plans.example/{plan}/summary.pdf\" rel=\"noopener noreferrer\">");
        let drugs = format!("href=\"https://plans.example/{plan}/drugs\" rel=\"noopener noreferrer\">");
        let pay =
            format!("href=\"https://pay.example/{}?a=1&#38;b=2\" rel=\"noopener noreferrer\">", &plan[..5]);
        let call = "href=\"tel:";
        ana.get(&format!("/plans/compare?plan={id}")).await;
        assert!(ana.page.contains(&summary) && ana.page.contains(&drugs), "{}", ana.page);
        assert!(!ana.page.contains("Brochure"), "there is none");
        ana.get("/enroll").await;
        for said in [summary.as_str(), &drugs, &pay, call, "651-555-0143 ext. 2"] {
            assert!(ana.page.contains(said), "{said}: {}", ana.page);
        }
        ana.post("/enroll", &SIGNED).await;
        ana.get("/coverage").await;
        for said in [pay.as_str(), call, "651-555-0143 ext. 2"] {
            assert!(ana.page.contains(said), "{said}: {}", ana.page);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_is_known_of_a_carrier_nothing_is_said_of_it() {
    for portal in portals().await {
        let (mut ana, ..) = enrolled(&portal).await;
        ana.get("/coverage").await;
        assert!(
            !ana.page.contains("Questions about the plan?") && !ana.page.contains("noopener"),
            "{}",
            ana.page
        );
    }
}
