//! Shopping: what the list of plans says of the days on which one may enroll (ENR-1, ENR-2).

use crate::{
    cast::{signed_in, with_accounts},
    determinations::ana_applies,
};
use portal::testing::*;

#[tokio::test(flavor = "multi_thread")]
async fn where_enrollment_is_closed_the_plans_say_which_events_open_it_and_from_when_enr_1() {
    for portal in portals().await {
        with_accounts(&portal).await;
        portal.load_practice_catalogs(1).await.unwrap();
        ana_applies(&portal).await;
        let mut ana = signed_in(&portal, "ana").await;
        ana.get("/plans").await;
        assert!(
            ana.page.contains("You can enroll until") && !ana.page.contains("Events that let you enroll")
        );
        // The summer of 2027: open enrollment for that year is over.
        portal.clock().advance(210 * 86_400);
        for (who, path) in [("ana", "/plans"), ("bo", "/consumers/ana/plans")] {
            let mut browser = signed_in(&portal, who).await;
            browser.get(path).await;
            for said in [
                "Enrollment is not open today",
                "<h2>Events that let you enroll</h2>",
                "A child is born",
                "In the 60 days after it",
                "From 60 days before it to 60 days after it",
                "or after you choose a plan if that is later",
                "href=\"tel:",
            ] {
                assert!(browser.page.contains(said), "{who}: {said}\n{}", browser.page);
            }
            assert!(!browser.page.contains("We made an error"), "what the desk alone tells of");
        }
    }
}
