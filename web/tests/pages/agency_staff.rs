//! An agency's roster, requests to the exchange and an assister's own profile, as browsers without script see them.

use crate::cast::{signed_in, with_accounts};
use axum::http::StatusCode;
use portal::{Portal, testing::*};

/// The cast with Ada, who keeps the roster of Nia's agency.
async fn stage(portal: &Portal) {
    with_accounts(portal).await;
    administrator(portal, "helpers").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_inactivates_a_navigator_whose_next_click_is_refused_with_words_cert_7() {
    for portal in portals().await {
        stage(&portal).await;
        let mut nia = signed_in(&portal, "nia").await;
        nia.get("/consumers").await;
        assert_eq!(nia.status, StatusCode::OK);
        let mut ada = signed_in(&portal, "ada").await;
        ada.get("/agency").await;
        assert_eq!(ada.heading(), "Roster");
        assert!(ada.page.contains("Nia Xiong") && ada.page.contains("Approved by you"));
        let inactivate = "/agency/staff/nia/inactivate";
        ada.get(inactivate).await.post(inactivate, &[("reason", " ")]).await;
        assert_eq!(ada.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(ada.page.contains("Say why"));
        ada.post(inactivate, &[("reason", "on leave <1>")]).await.follow().await;
        assert!(ada.page.contains("has no access from now on"));
        nia.get("/invite").await;
        assert_eq!(nia.status, StatusCode::FORBIDDEN);
        assert!(nia.page.contains("The agency has not approved portal access."));
        assert!(nia.page.contains("Assister Resource Center"));
        // A page of another state leads to where it stands.
        ada.get(inactivate).await;
        assert_eq!(ada.location, "/agency/staff/nia");
        // The page that she had open before somebody else changed the account.
        ada.get("/agency/staff/nia/approve").await;
        run(&portal, "UPDATE assisters SET version = version + 1 WHERE assister_key = 'nia'").await;
        ada.post("/agency/staff/nia/approve", &[("reason", "back")]).await;
        assert_eq!(ada.status, StatusCode::CONFLICT);
        assert!(ada.page.contains("Somebody else changed this record") && ada.page.contains("back"));
        ada.post("/agency/staff/nia/approve", &[("reason", "back")]).await.follow().await;
        nia.get("/invite").await;
        assert_eq!(nia.status, StatusCode::OK);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_agency_asks_waits_for_a_resource_manager_and_comes_back_filled_in_when_it_is_wrong() {
    let portal = sqlite().await;
    stage(&portal).await;
    let mut ada = signed_in(&portal, "ada").await;
    let nell = [("given_name", "Nell"), ("family_name", "Sample"), ("email", "nell@example.org")];
    ada.get("/agency/staff/new").await.post("/agency/staff/new", &nell).await;
    assert_eq!(ada.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(ada.page.contains("href=\"#public_phone\"") && ada.page.contains("value=\"Nell\""));
    for asked in ["certified_until_year", "access_approved_on_year", "name=\"npn\"", "name=\"kind\""] {
        assert!(!ada.page.contains(asked), "{asked} is the exchange's, or the agency's own");
    }
    let whole = [&nell[..], &[("public_phone", "651-555-0177")]].concat();
    ada.post("/agency/staff/new", &whole).await.follow().await;
    assert!(ada.page.contains("Your request was sent"));
    ada.get("/agency/transfer")
        .await
        .post("/agency/transfer", &[("reference", "1000031"), ("reason", "x")])
        .await;
    assert!(ada.page.contains("belongs to your agency already"));

    let mut rae = signed_in(&portal, "rae").await;
    rae.get("/manage").await;
    assert!(rae.page.contains("One request waits for an answer"));
    let key = column(&portal, "SELECT request_key FROM roster_requests").await.remove(0);
    let account = format!("/manage/requests/{key}/account");
    rae.get(&format!("/manage/requests/{key}/done")).await;
    assert_eq!(rae.location, format!("/manage/requests/{key}"), "a new account is made by creating it");
    rae.get(&account).await;
    assert!(rae.page.contains("value=\"Nell\"") && rae.page.contains("<option value=\"helpers\" selected"));
    let form: Vec<_> = [&whole[..], &[("kind", "navigator"), ("agency", "helpers")]].concat();
    rae.post(&account, &form).await;
    assert_eq!(rae.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        rae.page.contains("href=\"#certified_from_month\"") || rae.page.contains("href=\"#certified_from\"")
    );
    let decline = format!("/manage/requests/{key}/decline");
    rae.get(&decline).await.post(&decline, &[("reason", "")]).await;
    assert_eq!(rae.status, StatusCode::UNPROCESSABLE_ENTITY);
    rae.post(&decline, &[("reason", "No training <2>")]).await.follow().await;
    assert!(rae.page.contains("The request is declined") && rae.page.contains("No training &#60;2&#62;"));
    rae.get(&account).await;
    assert_eq!(rae.location, format!("/manage/requests/{key}"));
    ada.get("/agency").await;
    assert!(ada.page.contains("Declined") && ada.page.contains("No training &#60;2&#62;"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assisters_profile_says_why_and_shows_what_waits() {
    let portal = sqlite().await;
    stage(&portal).await;
    run(&portal, "UPDATE assisters SET certified_until = '2026-11-01' WHERE assister_key = 'nia'").await;
    let mut nia = signed_in(&portal, "nia").await;
    nia.get("/profile").await;
    assert_eq!((nia.status, nia.heading()), (StatusCode::OK, "Your assister profile".to_owned()));
    assert!(nia.page.contains("The certification is not in force today."));
    nia.get("/profile/public").await.post("/profile/public", &[("public_phone", "12")]).await;
    assert_eq!(nia.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nia.page.contains("value=\"12\""));
    nia.post("/profile/public", &[("public_phone", "651-555-0199"), ("city", "Ely")]).await.follow().await;
    assert!(nia.page.contains("The exchange has not answered yet.") && nia.page.contains("651-555-0104"));
    // The form shows what waits; sent as it stands now, it takes that back.
    nia.get("/profile/public").await;
    assert!(
        nia.page.contains("value=\"651-555-0199\"") && nia.page.contains("To take back what you asked for")
    );
    let now = [
        ("public_phone", "651-555-0104"),
        ("public_email", "nia@example.org"),
        ("ways", "in_person"),
        ("ways", "phone"),
    ];
    nia.post("/profile/public", &now).await.follow().await;
    assert!(!nia.page.contains("has not answered yet"));
    nia.get("/profile/hours").await;
    assert!(!nia.page.contains("Show in the public directory"), "navigators always stand in it");
    nia.post("/profile/hours", &[("languages", "hmn"), ("accepts_new", "yes")]).await;
    assert!(nia.page.contains("Nothing differs from what is stored.") && nia.page.contains("href=\"#"));
    nia.post("/profile/hours", &[("hours", "Mon to Fri")]).await.follow().await;
    assert!(nia.page.contains("Your hours and languages are saved.") && nia.page.contains("Mon to Fri"));
    let absence = [
        ("absent_from_month", "11"),
        ("absent_from_day", "1"),
        ("absent_from_year", "2026"),
        ("absent_until_month", "11"),
        ("absent_until_day", "2"),
        ("absent_until_year", "2026"),
    ];
    nia.get("/profile/absence").await.post("/profile/absence", &absence).await;
    assert!(nia.page.contains("This absence is over already"));
    let mut bo = signed_in(&portal, "bo").await;
    bo.get("/profile/hours").await;
    assert!(bo.page.contains("Show in the public directory"));
    bo.get("/profile/absence").await;
    assert!(!bo.page.contains("name=\"stand_in\""), "whoever works alone has nobody to stand in");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resource_manager_invites_an_administrator_and_ends_her_access_cert_9() {
    let portal = sqlite().await;
    stage(&portal).await;
    let (mut rae, mut ada) = (signed_in(&portal, "rae").await, signed_in(&portal, "ada").await);
    let list = "/manage/agencies/helpers/administrators";
    rae.get(list).await.post(list, &[("name", ""), ("email", "una@example.org")]).await;
    assert_eq!(rae.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(rae.page.contains("Enter the administrator") && rae.page.contains("value=\"una@example.org\""));
    rae.post(list, &[("name", "Una Sample"), ("email", "una@example.org")]).await.follow().await;
    assert!(rae.page.contains("Una Sample") && rae.page.contains("Invited, until"));
    let end = format!("{list}/account-ada/end");
    rae.get(&end).await.post(&end, &[("reason", "")]).await;
    assert_eq!(rae.status, StatusCode::UNPROCESSABLE_ENTITY);
    ada.get("/agency").await;
    assert_eq!(ada.status, StatusCode::OK);
    rae.post(&end, &[("reason", "left")]).await.follow().await;
    assert!(rae.page.contains("The access is ended."));
    ada.get("/agency").await;
    assert!(ada.location.starts_with("/sign-in"));
    rae.get("/manage/agencies/helpers").await;
    assert!(rae.page.contains("Administrator invited") && rae.page.contains("Una Sample"));
    rae.get(&format!("{list}/nobody/end")).await;
    assert_eq!(rae.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_waits_is_taken_back_and_one_that_was_answered_is_not_cert_9() {
    let portal = sqlite().await;
    stage(&portal).await;
    let (mut ada, mut rae) = (signed_in(&portal, "ada").await, signed_in(&portal, "rae").await);
    let newest = "SELECT request_key FROM roster_requests WHERE state = 'open'";
    let ask = [("reference", "1000044"), ("reason", "Cam <2>")];
    ada.get("/agency/transfer").await.post("/agency/transfer", &ask).await.follow().await;
    let key = column(&portal, newest).await.remove(0);
    let (one, take_back) = (format!("/agency/requests/{key}"), format!("/agency/requests/{key}/take-back"));
    assert!(ada.page.contains(&format!("href=\"{one}\"")), "{}", ada.page);
    ada.get(&one).await;
    assert_eq!(ada.heading(), "Your request: transfer");
    assert!(ada.page.contains("Cam &#60;2&#62;") && ada.page.contains("Reference number 1000044"));
    ada.get(&take_back).await.post(&take_back, &[]).await.follow().await;
    assert!(ada.page.contains("Your request is taken back.") && ada.page.contains("Taken back"));
    ada.get(&one).await;
    assert!(!ada.page.contains(&take_back), "once is enough");
    rae.get(&format!("/manage/requests/{key}")).await;
    assert!(rae.page.contains("Taken back") && !rae.page.contains("/decline"));

    // The exchange is first.
    ada.get("/agency/transfer").await.post("/agency/transfer", &ask).await;
    let key = column(&portal, newest).await.remove(0);
    let take_back = format!("/agency/requests/{key}/take-back");
    ada.get(&take_back).await;
    let decline = format!("/manage/requests/{key}/decline");
    rae.get(&decline).await.post(&decline, &[("reason", "A counselor")]).await;
    ada.post(&take_back, &[]).await;
    assert_eq!(ada.status, StatusCode::CONFLICT);
    assert!(ada.page.contains("This request was answered or taken back meanwhile."), "{}", ada.page);
    ada.get(&take_back).await.follow().await;
    assert!(ada.page.contains("A counselor"));
    ada.get("/agency/requests/nobodys").await;
    assert_eq!(ada.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agency_with_too_many_open_requests_is_told_what_to_do_and_loses_nothing_it_typed() {
    let portal = sqlite().await;
    stage(&portal).await;
    let mut ada = signed_in(&portal, "ada").await;
    let many: Vec<String> = (0..portal::roster_requests::MOST_OPEN)
        .map(|n| {
            format!("('many-{n}', 'correct', 'helpers', 'nia', '{{}}', 'x', {n}, 'account-ada', 'open')")
        })
        .collect();
    let columns = "request_key, kind, agency_key, assister_key, answers, note, asked_at, asked_by, state";
    run(&portal, &format!("INSERT INTO roster_requests ({columns}) VALUES {}", many.join(", "))).await;
    let ask = [("reference", "1000044"), ("reason", "Cam is ours")];
    ada.get("/agency/transfer").await.post("/agency/transfer", &ask).await;
    assert_eq!(ada.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(ada.page.contains("Fifty requests of your agency wait for an answer."), "{}", ada.page);
    assert!(ada.page.contains("value=\"1000044\"") && ada.page.contains("Cam is ours"));
}
