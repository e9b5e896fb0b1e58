//! Visitors who go away in the middle of a request leave nothing behind.

use crate::cast::{signed_in, with_accounts};
use axum::http::StatusCode;
use portal::testing::*;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_who_goes_away_leaves_no_open_transaction_to_the_next_one() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let mut bo = signed_in(&portal, "bo").await;
        for step in 0..300 {
            let patience = Duration::from_micros(step * 15);
            // Whether the answer comes in time is of no matter here.
            let _answered = tokio::time::timeout(patience, bo.get("/consumers")).await.is_ok();
        }
        for _ in 0..40 {
            bo.get("/consumers").await;
            assert_eq!(bo.status, StatusCode::OK);
        }
        let events = count(&portal, "SELECT count(*) FROM audit_events WHERE subject = 'book:bo'").await;
        assert!(events >= 40, "{events}");
    }
}
