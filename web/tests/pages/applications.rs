//! The application page by page, as a browser without script sees it.

use crate::{
    browser::Browser,
    cast::{signed_in, with_accounts},
};
use axum::http::StatusCode;
use domain::form::Fields;
use portal::{example_households::LoneAdult, testing::*};

const BO: &str = "/consumers/ana";

/// Opens the page and sends its form with these answers.
async fn answer(browser: &mut Browser, base: &str, page: &str, typed: &[(&str, &str)]) {
    let path = format!("{base}/application/{page}");
    browser.get(&path).await;
    assert_eq!(browser.status, StatusCode::OK, "{path}: {}", browser.page);
    browser.post(&path, typed).await;
}

/// The fields of a page as a form sends them.
fn typed(fields: &Fields) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

async fn start(browser: &mut Browser, base: &str) {
    let path = format!("{base}/application/open");
    browser.get(&format!("{base}/application")).await;
    assert_eq!(browser.heading(), "Application for health coverage and help paying costs");
    browser.post(&path, &[("kind", "financial_assistance"), ("plan_year", "2027")]).await;
    assert_eq!(browser.location, format!("{base}/application/address"), "{}", browser.page);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assister_applies_page_by_page_and_sees_the_results_act_5_act_6() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let mut bo = signed_in(&portal, "bo").await;
        bo.get(&format!("{BO}/application")).await;
        assert!(bo.page.contains("Start application") && bo.page.contains("acting for <strong>Ana Kowalski"));
        start(&mut bo, BO).await;
        let pages = LoneAdult { monthly_wages: "4,000", ..LoneAdult::ANA }.pages();
        for (i, (page, fields)) in pages.iter().enumerate() {
            answer(&mut bo, BO, page, &typed(fields)).await;
            let next = pages.get(i + 1).map_or("review", |(next, _)| next);
            assert_eq!(bo.location, format!("{BO}/application/{next}"), "{page}: {}", bo.page);
        }
        bo.follow().await;
        assert_eq!(bo.heading(), "Review your application");
        assert!(
            bo.page.contains("ends in 6789") && !bo.page.contains("123-45") && !bo.page.contains("123456789")
        );
        bo.get(&format!("{BO}/application/sign")).await;
        assert_eq!(bo.location, format!("{BO}/application/reviewed"));
        let reviewed = format!("{BO}/application/reviewed");
        bo.follow().await.post(&reviewed, &[("how", "phone")]).await;
        assert_eq!(bo.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(bo.page.contains("<title>Error: ") && bo.page.contains("Enter the day on which"));
        let typed = [
            ("reviewed_month", "11"),
            ("reviewed_day", "23"),
            ("reviewed_year", "2026"),
            ("how", "phone"),
            ("consumer_name", "Ana Kowalski"),
        ];
        bo.post(&reviewed, &typed).await.follow().await;
        assert_eq!(bo.heading(), "Sign and submit");
        assert!(bo.page.contains("penalty of perjury") && bo.page.contains("for Ana Kowalski, by Bo Lind"));
        let sign = format!("{BO}/application/sign");
        bo.post(&sign, &[("signature", "Bo")]).await;
        assert_eq!(bo.status, StatusCode::UNPROCESSABLE_ENTITY);
        bo.post(&sign, &[("signature", "for Ana Kowalski, by Bo Lind"), ("agree", "yes")])
            .await
            .follow()
            .await;
        assert_eq!(bo.heading(), "Results");
        for words in [
            "They are from 23 Nov 2026, the day the application was submitted.",
            "Tax credit",
            "Broker Service Line",
            "651-555-0120",
            "The rules behind this result",
        ] {
            assert!(bo.page.contains(words), "{words}: {}", bo.page);
        }
        assert!(bo.page.contains(&format!("{BO}/plans")));
        read_only(&mut bo).await;
    }
}

/// ACT-12: what comes after submission.
async fn read_only(bo: &mut Browser) {
    bo.get(&format!("{BO}/application")).await;
    assert!(bo.page.contains("cannot be changed here") && bo.page.contains("View results"));
    bo.get(&format!("{BO}/application/address")).await;
    assert_eq!(bo.location, format!("{BO}/application/review"));
    bo.follow().await;
    assert!(bo.page.contains("for Ana Kowalski, by Bo Lind") && !bo.page.contains(">Change<"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_page_shows_both_values_and_each_can_be_kept_act_7() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let mut ana = signed_in(&portal, "ana").await;
        let mut bo = signed_in(&portal, "bo").await;
        start(&mut bo, BO).await;
        let at_bo = format!("{BO}/application/address");
        bo.get(&at_bo).await;
        answer(&mut ana, "", "address", &[("street", "1 Ana's Way"), ("city", "Ely")]).await;
        assert_eq!(ana.status, StatusCode::SEE_OTHER);
        bo.post(&at_bo, &[("street", "2 Bo's Way"), ("city", "Ely")]).await;
        assert_eq!(bo.status, StatusCode::CONFLICT);
        for words in [
            "1 Ana&#39;s Way",
            "2 Bo&#39;s Way",
            "Keep what I typed",
            "Keep what is saved",
            "Ana Kowalski saved",
        ] {
            assert!(bo.page.contains(words), "{words}: {}", bo.page);
        }
        bo.post(&at_bo, &[]).await;
        assert_eq!(bo.status, StatusCode::SEE_OTHER);
        ana.get("/application/address").await;
        assert!(ana.page.contains("2 Bo&#39;s Way") && ana.page.contains("Saved by Bo Lind (broker)"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_saved_and_said_at_the_field_and_one_may_go_on_app_2() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut ana = signed_in(&portal, "ana").await;
    start(&mut ana, "").await;
    answer(&mut ana, "", "address", &[("street", "<b>\"'"), ("zip", "5540"), ("then", "continue")]).await;
    assert_eq!(ana.location, "/application/address?check=yes");
    ana.follow().await;
    assert!(ana.page.contains("<title>Error: Where do you live?"));
    assert_eq!(ana.page.matches("A ZIP code has five digits, such as 55401").count(), 2, "summary and field");
    assert!(ana.page.contains("&#60;b&#62;&#34;&#39;") && ana.page.contains("value=\"5540\""));
    assert!(ana.page.contains("Continue and fix it later"));
    ana.post("/application/address", &[("zip", "5540"), ("then", "anyway")]).await;
    assert_eq!(ana.location, "/application/contact");
    ana.get("/application/review").await;
    assert!(ana.page.contains("/application/address?check=yes#zip"));
    let long = "x".repeat(300);
    answer(&mut ana, "", "address", &[("street", &long), ("city", "Ely")]).await;
    assert_eq!(ana.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(ana.page.contains(&long) && ana.page.contains("value=\"Ely\"") && ana.page.contains("too long"));
    answer(&mut ana, "", "address", &[("street", "1 Sample"), ("then", "exit")]).await;
    assert_eq!(ana.location, "/home");
}

#[tokio::test(flavor = "multi_thread")]
async fn people_and_lines_of_income_are_added_without_script() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut ana = signed_in(&portal, "ana").await;
    start(&mut ana, "").await;
    ana.get("/application/people").await.post("/application/people/add", &[]).await;
    assert_eq!(ana.location, "/application/person/2");
    ana.get("/application/people").await;
    assert!(ana.page.contains("Person 2") && ana.page.contains("Remove"));
    ana.post("/application/people/remove", &[]).await.follow().await;
    assert!(ana.page.contains("Put back") && ana.page.contains("Taken off the list"));
    let typed = [
        ("any", "yes"),
        ("kind_1", "wages"),
        ("amount_1", "10"),
        ("frequency_1", "weekly"),
        ("then", "more"),
    ];
    answer(&mut ana, "", "income/1", &typed).await;
    assert_eq!(ana.location, "/application/income/1");
    ana.follow().await;
    assert!(ana.page.contains("name=\"amount_2\"") && ana.page.contains("value=\"10\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_shown_in_full_only_by_an_act_of_its_own_act_13() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut bo = signed_in(&portal, "bo").await;
    start(&mut bo, BO).await;
    for (page, fields) in &LoneAdult::ANA.pages()[3..5] {
        answer(&mut bo, BO, page, &typed(fields)).await;
    }
    bo.get(&format!("{BO}/application/citizenship/1")).await;
    assert!(bo.page.contains("ends in 6789") && !bo.page.contains("123-45-6789"));
    bo.post(&format!("{BO}/application/number"), &[]).await;
    assert!(bo.page.contains("123-45-6789") && bo.page.contains("Hide the number"));
    assert_eq!(
        count(&portal, "SELECT count(*) FROM audit_events WHERE action = 'show_social_security_number'")
            .await,
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_and_forms_that_make_no_sense_are_refused_by_name() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut ana = signed_in(&portal, "ana").await;
    ana.get("/application/address").await;
    assert_eq!(ana.location, "/application", "nothing is started yet");
    ana.get("/application").await.post("/application/open", &[("kind", "free"), ("plan_year", "2027")]).await;
    assert_eq!(ana.status, StatusCode::UNPROCESSABLE_ENTITY);
    ana.post("/application/open", &[("kind", "full_price"), ("plan_year", "1999")]).await;
    assert_eq!(ana.status, StatusCode::UNPROCESSABLE_ENTITY);
    start(&mut ana, "").await;
    for nowhere in ["nonsense", "person/0", "person/2", "person/x", "income/99", "taxes/1/1"] {
        ana.get(&format!("/application/{nowhere}")).await;
        assert_eq!(ana.status, StatusCode::NOT_FOUND, "{nowhere}");
    }
    ana.get("/application/address").await.post("/application/address", &[("version", "x")]).await;
    assert_ne!(ana.status, StatusCode::INTERNAL_SERVER_ERROR);
    let mut eve = signed_in(&portal, "eve").await;
    eve.get("/application").await;
    assert!(eve.page.contains("Start application"));
    eve.get("/consumers/ana/application").await;
    assert_eq!(eve.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assister_is_told_why_a_full_price_application_is_closed_to_them_act_8() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut ana = signed_in(&portal, "ana").await;
    ana.get("/application")
        .await
        .post("/application/open", &[("kind", "full_price"), ("plan_year", "2027")])
        .await;
    assert_eq!(ana.location, "/application/address");
    let mut bo = signed_in(&portal, "bo").await;
    bo.get(&format!("{BO}/application")).await;
    assert_eq!(bo.status, StatusCode::FORBIDDEN);
    assert!(bo.page.contains("Only applications with financial assistance"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_result_waits_for_is_told_before_and_after_the_signature_app_7() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let mut ana = signed_in(&portal, "ana").await;
        start(&mut ana, "").await;
        for (page, fields) in LoneAdult::ANA.pages() {
            answer(&mut ana, "", &page, &typed(&fields)).await;
        }
        ana.get("/application/review").await;
        assert!(!ana.page.contains("We cannot decide everything yet"), "nothing is missing so far");
        answer(&mut ana, "", "taxes/1", &[("role", "dependent"), ("claimed_by", "outside_other")]).await;
        ana.get("/application/review").await;
        assert!(ana.page.contains("We cannot decide everything yet"), "{}", ana.page);
        let asked =
            "href=\"/application/taxes/1#claimed_by\">Ana Kowalski: We need to know who is on the tax return";
        assert!(ana.page.contains(asked), "{}", ana.page);
        ana.get("/application/sign").await;
        let mut form = ana.hidden("/application/sign");
        form.extend(
            [("signature", "Ana Kowalski"), ("agree", "yes")]
                .map(|(name, value)| (name.into(), value.into())),
        );
        ana.post_only("/application/sign", &form).await;
        ana.follow().await;
        assert!(ana.page.contains("We cannot decide this yet"), "{}", ana.page);
        assert!(ana.page.contains("Ana Kowalski: We need to know who is on the tax return"));
        let mut bo = signed_in(&portal, "bo").await;
        bo.get("/consumers").await;
        assert!(bo.page.contains("Submitted, not decided yet") && bo.page.contains("Not decided yet: 1"));
        // The same form once more: the activity says that nothing more was done.
        ana.post_only("/application/sign", &form).await;
        assert_eq!(ana.location, "/application/result", "{}", ana.page);
        ana.get("/activity").await;
        let again = "Sent again";
        assert!(ana.page.contains(again) && ana.page.contains("Nothing more was done."), "{}", ana.page);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_before_a_status_is_asked_of_those_whom_it_can_help() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut ana = signed_in(&portal, "ana").await;
    start(&mut ana, "").await;
    for (page, fields) in LoneAdult::ANA.pages() {
        answer(&mut ana, "", &page, &typed(&fields)).await;
    }
    for (status, asked) in [("citizen", false), ("refugee", false), ("daca", false), ("battered", true)] {
        answer(&mut ana, "", "citizenship/1", &[("no_ssn", "yes"), ("status", status)]).await;
        ana.get("/application/review").await;
        assert_eq!(ana.page.contains("Immigration: Ana Kowalski"), asked, "{status}");
    }
    let since = [("since_month", "6"), ("since_day", "15"), ("since_year", "2024")];
    let resident = [&[("no_ssn", "yes"), ("status", "lawful_permanent_resident")][..], &since].concat();
    answer(&mut ana, "", "citizenship/1", &resident).await;
    assert_eq!(ana.location, "/application/immigration/1", "{}", ana.page);
    ana.follow().await;
    assert!(ana.page.contains("Did someone sign an affidavit of support for Ana?"));
    assert!(!ana.page.contains("What does the sponsor give each month?"), "only where there is a sponsor");
    answer(&mut ana, "", "immigration/1", &[("earlier", "none"), ("military", "no"), ("sponsor", "yes")])
        .await;
    ana.get("/application/immigration/1").await;
    assert!(ana.page.contains("What does the sponsor give each month?"));
}
