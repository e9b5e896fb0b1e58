//! Agencies, corrections and the set-up list, as the browser of a resource manager without script sees them.

use crate::cast::{signed_in, with_accounts};
use axum::http::StatusCode;
use portal::testing::*;

const AGENCY: &[(&str, &str)] = &[
    ("kind", "navigator"),
    ("name", "Sample Neighbors"),
    ("phone", "651-555-0170"),
    ("contract_from_month", "1"),
    ("contract_from_day", "1"),
    ("contract_from_year", "2026"),
    ("primary_name", "Kim Sample"),
    ("primary_email", "kim@example.org"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_resource_manager_makes_certifies_and_suspends_an_agency_cert_9() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let mut rae = signed_in(&portal, "rae").await;
        rae.get("/manage/agencies").await;
        assert!(rae.page.contains("Sample Helpers") && rae.page.contains("Create agency"));
        rae.get("/manage/agencies/new").await.post("/manage/agencies/new", &AGENCY[1..]).await;
        assert_eq!(rae.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(rae.page.contains("href=\"#kind\"") && rae.page.contains("value=\"Sample Neighbors\""));
        rae.post("/manage/agencies/new", AGENCY).await.follow().await;
        assert_eq!(rae.heading(), "Sample Neighbors");
        assert!(rae.page.contains("The agency is not active."), "it is not certified yet");

        let helpers = "/manage/agencies/helpers";
        let (suspend, reinstate) = (format!("{helpers}/suspend"), format!("{helpers}/reinstate"));
        rae.get(&suspend).await;
        assert_eq!(rae.heading(), "Suspend Sample Helpers");
        assert!(rae.page.contains("2 assister accounts"), "{}", rae.page);
        rae.post(&suspend, &[("reason", "")]).await;
        assert_eq!(rae.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(rae.page.contains("Say why"));
        let mut nia = signed_in(&portal, "nia").await;
        nia.get("/consumers").await;
        assert_eq!(nia.status, StatusCode::OK);
        rae.post(&suspend, &[("reason", "audit <1>")]).await.follow().await;
        assert!(rae.page.contains("is suspended") && rae.page.contains("audit &#60;1&#62;"));
        nia.get("/consumers").await;
        assert_eq!(nia.status, StatusCode::FORBIDDEN);
        assert!(nia.page.contains("The agency is not active."));
        rae.get(&reinstate).await.post(&reinstate, &[("reason", "done")]).await;
        nia.get("/consumers").await;
        assert_eq!(nia.status, StatusCode::OK);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_agencies_are_merged_on_a_page_that_asks_which_one_stays() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut rae = signed_in(&portal, "rae").await;
    rae.get("/manage/agencies/new").await.post("/manage/agencies/new", AGENCY).await;
    let made = rae.location.split('?').next().unwrap_or_default().to_owned();
    let key = made.rsplit('/').next().unwrap_or_default().to_owned();
    rae.get("/manage/agencies/helpers/merge").await;
    assert!(rae.page.contains(&format!("value=\"{key}\"")) && !rae.page.contains("value=\"clinic\""));
    rae.post("/manage/agencies/helpers/merge", &[("reason", "one organization")]).await;
    assert_eq!(rae.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(rae.page.contains("Choose the agency that stays") && rae.page.contains("one organization"));
    rae.post("/manage/agencies/helpers/merge", &[("into", &key), ("reason", "one organization")])
        .await
        .follow()
        .await;
    assert!(rae.page.contains("was merged into another agency"), "{}", rae.page);
    rae.get(&made).await;
    assert!(rae.page.contains("Merged into this one") && rae.page.contains("Sample Helpers"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_corrected_on_a_page_that_keeps_what_was_typed_cert_9() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let mut rae = signed_in(&portal, "rae").await;
        let correct = "/manage/assisters/bo/correct";
        rae.get(correct).await;
        assert_eq!(rae.heading(), "Correct the details of Bo Lind");
        let typed = |email: &'static str, reason: &'static str| {
            [
                ("kind", "broker"),
                ("given_name", "Bo"),
                ("family_name", "Linde"),
                ("email", email),
                ("npn", "17500001"),
                ("public_phone", "651-555-0101"),
                ("public_email", "bo@example.org"),
                ("reason", reason),
            ]
        };
        let version = rae.hidden(correct);
        rae.post(correct, &typed("info@example.org", "why")).await;
        assert_eq!(rae.status, StatusCode::UNPROCESSABLE_ENTITY);
        let stays = |page: &str| page.contains("value=\"Linde\"") && page.contains("why");
        assert!(rae.page.contains("href=\"#email\"") && stays(&rae.page));
        rae.post(correct, &typed("bo@example.org", "")).await;
        assert_eq!(rae.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(rae.page.contains("Say why"));
        rae.post(correct, &typed("bo@example.org", "their letter")).await;
        assert_eq!(
            (rae.status, &*rae.location),
            (StatusCode::SEE_OTHER, "/manage/assisters/bo?said=correct")
        );
        rae.follow().await;
        assert_eq!(rae.heading(), "Bo Linde");
        for words in ["was corrected", "Last name", "their letter"] {
            assert!(rae.page.contains(words), "{words}");
        }
        // The page as it was read before that.
        let late =
            typed("bo.linde@example.org", "why").map(|(name, value)| (name.to_owned(), value.to_owned()));
        rae.post_only(correct, &[version, late.to_vec()].concat()).await;
        assert_eq!(rae.status, StatusCode::CONFLICT);
        assert!(rae.page.contains("Somebody else changed this record"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn suspending_says_first_how_many_consumers_it_affects_and_they_read_it_at_once() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut rae = signed_in(&portal, "rae").await;
    rae.get("/manage/assisters/bo/suspend").await;
    assert_eq!(rae.heading(), "Suspend Bo Lind");
    assert!(rae.page.contains("One consumer has authorized this assister"));
    rae.post("/manage/assisters/bo/suspend", &[("reason", "why")]).await;
    assert_eq!(rae.status, StatusCode::SEE_OTHER);
    let mut ana = signed_in(&portal, "ana").await;
    ana.get("/assister").await;
    assert!(ana.page.contains("Bo Lind cannot act for you now"), "{}", ana.page);
    // What cannot be done from here leads back to the account.
    rae.get("/manage/assisters/bo/suspend").await;
    assert_eq!(rae.status, StatusCode::SEE_OTHER);
    rae.get("/manage/assisters/bo/promote").await;
    assert_eq!(rae.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_set_up_list_says_what_is_missing_and_where_it_is_done() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut rae = signed_in(&portal, "rae").await;
    rae.get("/manage/setup").await;
    assert_eq!(rae.heading(), "Set up this exchange");
    for words in
        ["An assister account", "things are missing", "assent plans import", "href=\"/manage/agencies\""]
    {
        assert!(rae.page.contains(words), "{words}");
    }
    let mut bo = signed_in(&portal, "bo").await;
    for path in
        ["/manage/setup", "/manage/agencies", "/manage/agencies/helpers", "/manage/assisters/bo/correct"]
    {
        bo.get(path).await;
        assert_eq!(bo.status, StatusCode::FORBIDDEN, "{path}");
    }
}
