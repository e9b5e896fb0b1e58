//! Visitors who hang up in the middle of a request leave nothing behind: what was begun is worked to its
//! end (`frame::to_the_end`), so that no connection goes back to its pool inside a transaction.

use super::stage::*;
use axum::{body::Body, http::Request};
use portal::{Portal, testing::*};
use std::{pin::pin, task::Poll, time::Duration};
use tower::ServiceExt;

/// The fields of a form.
type Form = &'static [(&'static str, &'static str)];

/// Reads and writes: each begins its transaction in its own way.
const REQUESTS: &[(&str, &str, Form)] = &[
    ("GET", "/consumers", &[]),
    ("GET", "/consumers/ana/application", &[]),
    ("POST", "/consumers/ana/application/open", &[("kind", "financial_assistance"), ("plan_year", "2026")]),
];

/// Waits at most so many times for the answer, then hangs up: the server drops what it was working on.
/// Whether the answer came before.
async fn cut_off(stage: &Stage, number: usize, patience: usize) -> bool {
    let (method, path, typed) = REQUESTS[number];
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("cookie", format!("assent={}", token("bo")))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(form("bo", typed)))
        .unwrap();
    let mut answer = pin!(stage.app.clone().oneshot(request));
    let mut waited = 0;
    std::future::poll_fn(|context| {
        waited += 1;
        match answer.as_mut().poll(context) {
            Poll::Ready(_) => Poll::Ready(true),
            Poll::Pending if waited >= patience => Poll::Ready(false),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// Connections of this database that wait inside a transaction for a statement that will not come. Asked on
/// a connection of another process: a pool would lend the very connection that is looked for.
async fn left_open(another: &Portal) -> i64 {
    let sql = "SELECT count(*) FROM pg_stat_activity \
               WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
    let mut open = 0;
    // What was cut off is still being worked on for a moment; what was left open stays for 15 seconds.
    for wait in 1..60 {
        open = count(another, sql).await;
        if open == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(wait)).await;
    }
    open
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_who_hangs_up_leaves_no_open_transaction_to_the_next_one() {
    let _others = super::statements::beside().await;
    for stage in stages().await {
        let another = second_process(&stage.portal).await;
        let postgres = is_postgres(&stage.portal);
        // More than once: now and then an answer is there at once, and nothing waits where it would matter.
        for number in (0..REQUESTS.len()).cycle().take(8 * REQUESTS.len()) {
            let (method, path, _) = REQUESTS[number];
            // Hangs up at every point at which the server waits for something, from the first to the answer.
            let mut patience = 1;
            while !cut_off(&stage, number, patience).await {
                assert!(patience < 1_000, "{method} {path} is never answered");
                let after = format!("{method} {path}, cut off after {patience}");
                if postgres {
                    assert_eq!(left_open(&another).await, 0, "{after}");
                }
                // Somebody else reads and somebody else writes: neither meets a transaction begun before.
                for (method, path, typed) in REQUESTS {
                    let answer = stage.send("bo", method, path, form("bo", typed)).await;
                    let good = answer.status.is_success() || answer.status.is_redirection();
                    assert!(good, "{after}: {method} {path} is answered with {}", answer.status);
                }
                patience += 1;
            }
        }
    }
}
