//! The resource manager's pages, as a browser without script sees them.

use crate::{
    browser::Browser,
    cast::{signed_in, with_accounts},
};
use axum::http::StatusCode;
use portal::testing::*;

const GIL: &[(&str, &str)] = &[
    ("kind", "broker"),
    ("given_name", "Gil"),
    ("family_name", "Sample"),
    ("email", "gil@example.org"),
    ("npn", "900000001"),
    ("public_phone", "651-555-0199"),
    ("languages", "so"),
    ("certified_from_month", "11"),
    ("certified_from_day", "1"),
    ("certified_from_year", "2026"),
    ("certified_until_month", "10"),
    ("certified_until_day", "31"),
    ("certified_until_year", "2027"),
    ("license_until_month", "6"),
    ("license_until_day", "30"),
    ("license_until_year", "2027"),
];

async fn create(rae: &mut Browser, changes: &[(&str, &str)]) {
    let fields: Vec<_> = GIL
        .iter()
        .map(|(name, value)| {
            let changed = changes.iter().find(|(changed, _)| changed == name);
            changed.copied().unwrap_or((name, value))
        })
        .collect();
    rae.get("/manage/assisters/new").await.post("/manage/assisters/new", &fields).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resource_manager_creates_suspends_and_reinstates_cert_5() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let mut rae = signed_in(&portal, "rae").await;
        create(&mut rae, &[]).await;
        assert_eq!(rae.status, StatusCode::SEE_OTHER, "{}", rae.page);
        rae.follow().await;
        assert_eq!(rae.heading(), "Gil Sample");
        for words in
            ["May act today", "has not been activated", "gil@example.org", "Send a new invitation", "Somali"]
        {
            assert!(rae.page.contains(words), "{words}");
        }
        assert!(!rae.page.contains(">Suspend<"), "an invited account is not suspended");

        let (suspend, reinstate) = ("/manage/assisters/bo/suspend", "/manage/assisters/bo/reinstate");
        rae.get(suspend).await.post(suspend, &[("reason", "")]).await;
        assert_eq!(rae.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(rae.page.contains("Say why"));
        let before = rae.hidden(suspend);
        rae.post(suspend, &[("reason", "complaint <12>")]).await.follow().await;
        assert!(rae.page.contains("is suspended") && rae.page.contains("complaint &#60;12&#62;"));
        let mut bo_browser = Browser::at(&portal, false);
        bo_browser.cookie = signed_in(&portal, "bo").await.cookie;
        bo_browser.get("/consumers/ana").await;
        assert_eq!(bo_browser.status, StatusCode::NOT_FOUND);
        // The page of before, sent again.
        let again = [before.clone(), vec![("reason".to_owned(), "again".to_owned())]].concat();
        rae.post_only(suspend, &again).await;
        assert_eq!(rae.status, StatusCode::UNPROCESSABLE_ENTITY);
        rae.get(reinstate).await.post(reinstate, &[("reason", "cleared")]).await.follow().await;
        assert!(rae.page.contains("is reinstated"));
        rae.post_only("/manage/assisters/bo/promote", &before).await;
        assert_eq!(rae.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_suspension_for_cause_one_resource_manager_asks_and_another_agrees_cert_9() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let mut rae = signed_in(&portal, "rae").await;
        let (suspend, reinstate) = ("/manage/assisters/bo/suspend", "/manage/assisters/bo/reinstate");
        let reason = ("reason", "complaint 12");
        assert!(rae.get(suspend).await.page.contains("Suspend for cause"));
        rae.post(suspend, &[("for_cause", "yes"), reason]).await.follow().await;
        assert!(rae.page.contains("Suspended for cause: two resource managers reinstate."));
        assert!(rae.page.contains(">Ask to reinstate<"));
        assert!(rae.get(reinstate).await.page.contains("two resource managers are needed"));
        rae.post(reinstate, &[reason]).await.follow().await;
        assert!(rae.page.contains("You asked to reinstate Bo Lind."), "{}", rae.page);
        assert!(
            !rae.page.contains(&format!("href=\"{reinstate}\"")) && rae.page.contains(">Do not reinstate<")
        );
        rae.get(reinstate).await.post(reinstate, &[reason]).await;
        assert_eq!(rae.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(rae.page.contains("Another resource manager has to agree."));
        // The same account, held by another person.
        run(&portal, "UPDATE assisters SET reinstatement_asked_by = 'account-ray' WHERE assister_key = 'bo'")
            .await;
        rae.get("/manage/assisters/bo").await;
        assert!(rae.page.contains(">Agree and reinstate<"), "{}", rae.page);
        rae.get(reinstate).await.post(reinstate, &[reason]).await.follow().await;
        assert!(rae.page.contains("is reinstated"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_brokers_page_says_which_carriers_appointed_and_a_closed_account_is_opened_there_cert_8_enr_6() {
    for portal in portals().await {
        with_accounts(&portal).await;
        portal.load_practice_catalogs(1).await.unwrap();
        let mut rae = signed_in(&portal, "rae").await;
        let page = "/manage/assisters/bo";
        assert!(
            rae.get(page).await.page.contains("What is not renewed lapses after 31 Oct 2027"),
            "{}",
            rae.page
        );
        let (appoint, open) = (format!("{page}/appointment"), format!("{page}/open"));
        let (carrier, name) = portal.carriers().await.unwrap().remove(0);
        assert!(rae.get(&appoint).await.page.contains("No carrier is recorded"));
        let typed =
            [("appointed_from_month", "1"), ("appointed_from_day", "1"), ("appointed_from_year", "2026")];
        rae.post(&appoint, &[&typed[..], &[("carrier", ""), ("reason", "letter")]].concat()).await;
        assert!(rae.status == StatusCode::UNPROCESSABLE_ENTITY && rae.page.contains("Choose a carrier."));
        assert!(rae.page.contains("value=\"2026\"") && rae.page.contains("letter"), "what was typed stays");
        rae.post(
            &appoint,
            &[&typed[..], &[("carrier", &carrier.to_string()), ("reason", "letter")]].concat(),
        )
        .await;
        rae.follow().await;
        assert!(rae.page.contains(&format!("{name} ({carrier}) 2026-01-01/")), "{}", rae.page);
        rae.get(&appoint).await;
        assert!(rae.page.contains(&format!("{name}: since 1 Jan 2026")), "{}", rae.page);
        rae.get("/manage/assisters/nia/appointment").await;
        assert!(rae.status.is_redirection(), "a navigator has none");

        signed_in(&portal, "bo").await;
        assert!(!rae.get(page).await.page.contains(&open));
        run(&portal, "UPDATE accounts SET last_used_at = 1 WHERE username = 'bo'").await;
        assert!(rae.get(page).await.page.contains("because nobody signed in for a long time"));
        rae.get(&open).await.post(&open, &[("reason", "called")]).await.follow().await;
        assert!(rae.page.contains("can sign in again") && !rae.page.contains(&open), "{}", rae.page);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_accounts_of_one_person_become_one_and_consumers_read_the_other_number_cert_9() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let mut rae = signed_in(&portal, "rae").await;
        let merge = "/manage/assisters/bo/merge";
        rae.get(merge).await;
        assert!(rae.page.contains("One consumer has authorized this assister."), "{}", rae.page);
        rae.post(merge, &[("other_account", "1234567"), ("reason", "one person")]).await;
        assert_eq!(rae.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(rae.page.contains("value=\"1234567\"") && rae.page.contains("href=\"#other_account\""));
        let cy = column(&portal, "SELECT reference_number FROM assisters WHERE assister_key = 'cy'")
            .await
            .remove(0);
        rae.post(merge, &[("other_account", &cy), ("reason", "one person")]).await.follow().await;
        assert!(rae.page.contains(&format!("Closed for the account with the number {cy}.")), "{}", rae.page);
        assert!(!rae.page.contains(">Recertify<") && !rae.page.contains(merge));
        let mut ana = signed_in(&portal, "ana").await;
        ana.get("/assister").await;
        assert!(ana.page.contains(&format!("has another account now, with the number {cy}.")));
        assert!(ana.page.contains(&format!("/assister/authorize/{cy}")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_refused_field_is_named_and_what_was_typed_stays_cert_4() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut rae = signed_in(&portal, "rae").await;
    let cases = [
        ("kind", "", "kind", StatusCode::UNPROCESSABLE_ENTITY),
        ("email", "info@example.org", "email", StatusCode::UNPROCESSABLE_ENTITY),
        ("email", "cy@example.org", "email", StatusCode::CONFLICT),
        ("email", "nia@example.org", "kind", StatusCode::UNPROCESSABLE_ENTITY),
        ("npn", "0", "npn", StatusCode::UNPROCESSABLE_ENTITY),
        ("npn", "17500002", "npn", StatusCode::CONFLICT),
        ("certified_until_year", "20x7", "certified_until", StatusCode::UNPROCESSABLE_ENTITY),
        ("license_until_month", "13", "license_until", StatusCode::UNPROCESSABLE_ENTITY),
        ("public_phone", "1", "public_phone", StatusCode::UNPROCESSABLE_ENTITY),
        ("languages", "tlh", "languages", StatusCode::UNPROCESSABLE_ENTITY),
    ];
    for (field, value, named, status) in cases {
        create(&mut rae, &[(field, value)]).await;
        assert_eq!(rae.status, status, "{field}={value}");
        assert!(rae.page.contains(&format!("href=\"#{named}\"")), "{field}={value}");
        assert!(rae.page.contains("value=\"Gil\"") && rae.page.contains("Error: Create assister account"));
    }
    assert_eq!(count(&portal, "SELECT count(*) FROM assisters").await, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_filters_by_kind_and_state_and_searches_by_post() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut rae = signed_in(&portal, "rae").await;
    rae.get("/manage").await;
    assert_eq!(rae.heading(), "Assister accounts");
    for words in ["Brokers <span class=\"assent-count\">(2)", "Di Osman", "Create assister account"] {
        assert!(rae.page.contains(words), "{words}");
    }
    rae.get("/manage?kind=cac").await;
    assert!(rae.page.contains("Cam Reyes") && !rae.page.contains("Bo Lind"));
    for unknown in ["kind=wizard", "state=asleep", "lapses=soon"] {
        rae.get(&format!("/manage?{unknown}")).await;
        assert_eq!(rae.status, StatusCode::BAD_REQUEST, "{unknown}");
    }
    rae.get("/manage?kind=navigator&lapses=past").await;
    assert!(rae.page.contains("Di Osman") && !rae.page.contains("Nia Xiong"));
    let current = "href=\"/manage?kind=navigator&#38;lapses=past\" aria-current=\"true\">Lapsed";
    assert!(rae.page.contains(current), "{}", rae.page);
    let agency =
        column(&portal, "SELECT agency_key FROM assisters WHERE assister_key = 'nia'").await.remove(0);
    rae.get(&format!("/manage?agency={agency}")).await;
    assert!(rae.page.contains("Only those of ") && !rae.page.contains("Bo Lind"));
    assert!(rae.page.contains("href=\"/manage\">Show those of all agencies</a>"));
    rae.get("/manage").await.post("/manage", &[("search", "xiong")]).await;
    assert!(rae.page.contains("Nia Xiong") && !rae.page.contains("Bo Lind"));
    rae.get("/manage/assisters/nobody").await;
    assert_eq!(rae.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_resource_managers_pages_are_closed_to_other_roles_cert_2() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    for name in ["ana", "bo"] {
        let mut other = signed_in(&portal, name).await;
        for path in ["/manage", "/manage/assisters/new", "/manage/assisters/bo"] {
            other.get(path).await;
            assert_eq!(other.status, StatusCode::FORBIDDEN, "{name} at {path}");
        }
    }
}
