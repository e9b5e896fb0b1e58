//! Step-up (ID-3): pages whose form needs a recent confirmation of who is signed in, and forms that come too late.

use crate::{browser::Browser, cast, sign_in::signed_up};
use axum::http::StatusCode;
use portal::testing::*;
use web::routes::Route;

const PASSWORD: &str = "copper lantern river 42";

/// The pages that ask for a confirmation, by the last part of their address where that decides.
#[test]
fn these_pages_need_a_recent_confirmation_id_3() {
    let lasts =
        ["correct", "dates", "suspend", "appointment", "withdraw", "certify", "approve", "done", "end", "x"];
    let asks = |route: &Route| {
        let asks: Vec<_> = lasts.iter().filter(|last| (route.before)(last).is_some()).copied().collect();
        let asks = if asks.len() == lasts.len() { "always".to_owned() } else { asks.join(" ") };
        let minutes = lasts.iter().find_map(|last| (route.before)(last)).unwrap_or_default();
        (!asks.is_empty()).then(|| format!("{} {}: {minutes} ({asks})", route.method, route.path))
    };
    let found: Vec<_> = web::pages::table(true).iter().filter_map(asks).collect();
    let found =
        found.iter().filter(|line| !line.contains(" /settings")).map(String::as_str).collect::<Vec<_>>();
    assert_eq!(
        found,
        [
            "GET /activity/export: 5 (always)",
            "GET /assister/authorize/{reference}: 20 (always)",
            "GET /manage/assisters/{assister}/{change}: 5 (correct dates suspend)",
            "GET /manage/agencies/{agency}/administrators: 5 (always)",
            "GET /manage/agencies/{agency}/administrators/{administrator}/{access}: 5 (end)",
            "GET /manage/agencies/{agency}/{step}: 5 (correct suspend certify)",
            "GET /manage/lost-factor: 5 (always)",
            "GET /manage/export: 5 (always)",
            "GET /agency/staff/{assister}/{act}: 5 (approve)",
            "GET /manage/requests/{request}/{answer}: 5 (always)",
            "GET /manage/carriers/reinstate/{policy}: 5 (always)",
            "GET /manage/tokens: 5 (always)",
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_whose_form_needs_it_asks_first_and_leads_back_id_3() {
    for portal in portals().await {
        let mut zoe = Browser::at(&portal, false);
        signed_up(&portal, &mut zoe).await;
        zoe.get("/activity/export").await;
        assert_eq!(zoe.status, StatusCode::OK, "she has just signed up");
        portal.clock().advance(301);
        zoe.get("/activity").await;
        assert_eq!(zoe.status, StatusCode::OK, "to look needs none");
        zoe.get("/activity/export?by=others").await;
        assert_eq!(zoe.location, "/step-up?next=%2Factivity%2Fexport%3Fby%3Dothers");
        zoe.follow().await;
        assert_eq!(zoe.heading(), "Confirm that it is you");
        assert!(!zoe.page.contains("name=\"code\""), "she has no second factor");
        zoe.post("/step-up", &[]).await;
        assert_eq!(zoe.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(zoe.page.contains("Enter your password"), "{}", zoe.page);
        zoe.post("/step-up", &[("password", "another lantern 77")]).await;
        assert_eq!(zoe.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            zoe.page.contains("This does not match your account") && !zoe.page.contains("another lantern 77")
        );
        let before = zoe.cookie.clone();
        zoe.post("/step-up", &[("password", PASSWORD)]).await;
        assert_eq!(zoe.location, "/activity/export?by=others");
        assert_ne!(zoe.cookie, before, "rotated");
        zoe.follow().await;
        assert_eq!(zoe.status, StatusCode::OK);
        // The token of before means nothing any more.
        zoe.cookie = before;
        zoe.get("/activity").await;
        assert_eq!(zoe.location, "/sign-in?next=%2Factivity");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn authorizing_an_assister_needs_a_confirmation_of_the_last_twenty_minutes_id_3() {
    for portal in portals().await {
        cast(&portal).await;
        let mut zoe = Browser::at(&portal, false);
        signed_up(&portal, &mut zoe).await;
        portal.clock().advance(1_199);
        zoe.get("/assister/authorize/1000002").await;
        assert_eq!(zoe.heading(), "Assister authorization");
        portal.clock().advance(1);
        zoe.post("/assister/authorize/1000002", &[("agree", "yes")]).await;
        assert_eq!((zoe.status, zoe.heading().as_str()), (StatusCode::FORBIDDEN, "Confirm that it is you"));
        assert!(zoe.page.contains("name=\"next\" value=\"/assister/authorize/1000002\""), "{}", zoe.page);
        assert_eq!(count(&portal, "SELECT count(*) FROM associations WHERE assister_key = 'bo'").await, 1);
        zoe.post("/step-up", &[("password", PASSWORD)]).await.follow().await;
        zoe.post("/assister/authorize/1000002", &[("agree", "yes")]).await;
        assert_eq!(zoe.status, StatusCode::SEE_OTHER, "{}", zoe.page);
        assert_eq!(count(&portal, "SELECT count(*) FROM associations WHERE assister_key = 'bo'").await, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn practice_datas_cast_confirms_with_one_button() {
    for portal in portals().await {
        cast::with_accounts(&portal).await;
        let mut rae = cast::signed_in(&portal, "rae").await;
        portal.clock().advance(301);
        rae.get("/manage/assisters/bo/suspend").await.follow().await;
        assert!(rae.page.contains("Practice accounts have no password"), "{}", rae.page);
        rae.post("/step-up", &[]).await;
        assert_eq!(rae.location, "/manage/assisters/bo/suspend");
        rae.follow().await;
        assert_eq!(rae.status, StatusCode::OK);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_asks_for_json_reads_the_code_of_the_refusal_id_3() {
    for portal in portals().await {
        cast(&portal).await;
        let old = confirmed(&resource_manager(), domain::instant::Instant(0));
        let answer = portal.suspend(&old, &domain::people::AssisterKey("bo".into()), "Asked to stop").await;
        let error = web::refusal::PageError::from(answer.unwrap_err());
        assert_eq!(
            (error.status, error.code, error.rule),
            (StatusCode::FORBIDDEN, "session.confirm_again", "ID-3")
        );
    }
}
