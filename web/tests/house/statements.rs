//! How many SQL statements each page takes, the session's included: pinned, so that a loop with a query in
//! it is seen the day it is written.

use super::stage::*;
use portal::testing::{sqlite, statements};
use std::sync::LazyLock;
use tokio::sync::{RwLock, RwLockReadGuard};

/// Statements are counted for the whole process: this test runs alone, the others beside each other.
static ALONE: LazyLock<RwLock<()>> = LazyLock::new(RwLock::default);

/// Taken by every test that sends statements while this one does not count.
pub async fn beside() -> RwLockReadGuard<'static, ()> {
    ALONE.read().await
}

/// Statements of a page, by person; a page that is not named may take five.
const PINNED: &[(&str, &str, u64)] = &[];

const MOST: u64 = 5;

#[tokio::test(flavor = "multi_thread")]
async fn a_page_takes_as_many_statements_as_are_written_down() {
    let _nobody_else = ALONE.write().await;
    let stage = stage(sqlite().await).await;
    let mut findings = Vec::new();
    for (person, role) in [("ana", "consumer"), ("bo", "assister"), ("rae", "resource_manager")] {
        for route in routes() {
            if route.method != "GET" || !guard_admits(route.who, role) {
                continue;
            }
            for path in stage.paths(&route, "ana", &stage.receipt) {
                // The first time fills what is remembered: heads of chains, the catalog.
                stage.get(person, &path).await;
                let before = statements();
                let answer = stage.get(person, &path).await;
                let sent = statements() - before;
                println!("    (\"{person}\", \"{path}\", {sent}), // {}", answer.status);
                let path = path.replace(&stage.receipt, "RECEIPT");
                let pinned = PINNED.iter().find(|(who, page, _)| *who == person && *page == path);
                let most = pinned.map_or(MOST, |(_, _, most)| *most);
                if sent > most || (pinned.is_some() && sent != most) {
                    findings.push(format!("{path} as {person}: {sent}, not {most}"));
                }
            }
        }
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dashboard_takes_at_most_four_statements() {
    let _nobody_else = ALONE.write().await;
    for stage in stages().await {
        for path in ["/consumers", "/consumers?stage=submitted", "/consumers?sort=newest"] {
            stage.get("bo", path).await;
            let before = statements();
            let answer = stage.get("bo", path).await;
            let sent = statements() - before;
            assert!(answer.status.is_success());
            assert!(sent <= 4, "{path}: {sent}");
        }
    }
}
