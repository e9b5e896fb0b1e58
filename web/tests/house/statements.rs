//! How many SQL statements each page takes, the session's included: pinned, so that a loop with a query in
//! it is seen the day it is written.

use super::stage::*;
use domain::{
    people::ConsumerKey,
    plan::{Filter, SortBy},
};
use portal::{
    example_households::ESTIMATE,
    testing::{consumer, sqlite, statements},
};
use std::sync::LazyLock;
use tokio::sync::{RwLock, RwLockReadGuard};
use web::routes::Who;

/// Statements are counted for the whole process: this test runs alone, the others beside each other.
static ALONE: LazyLock<RwLock<()>> = LazyLock::new(RwLock::default);

/// Taken by every test that sends statements while this one does not count.
pub async fn beside() -> RwLockReadGuard<'static, ()> {
    ALONE.read().await
}

/// Statements of a page, by person and route: the session, the grounds, the work, the audit event. A page
/// that is not named may take five.
const PINNED: &[(&str, &str, u64)] = &[
    ("", "/", 0),
    ("", "/healthz", 0),
    ("", "/.well-known/security.txt", 0),
    ("", "/what-if", 0),
    ("", "/sign-in", 0),
    ("", "/sign-in/code", 0),
    ("", "/sign-in/second-factor", 0),
    ("", "/forgot-password", 0),
    ("", "/forgot-password/code", 0),
    ("", "/forgot-password/new", 0),
    ("", "/forgot-username", 0),
    ("", "/create-account", 0),
    ("", "/create-account/code", 0),
    ("", "/create-account/code/again", 0),
    ("", "/activate", 0),
    ("", "/activate/account", 0),
    ("ana", "/home", 5),
    ("ana", "/activity", 4),
    ("ana", "/activity/export", 4),
    ("ana", "/assister", 5),
    // Reads nothing, and is an act that leaves its event.
    ("ana", "/assister/find", 3),
    // Also counts the look-up (ASSOC-10) and keeps what was shown (ASSOC-4).
    ("ana", "/assister/authorize/{reference}", 7),
    ("ana", "/assister/receipts/{receipt}", 4),
    ("ana", "/assister/receipts/{receipt}/json", 4),
    ("ana", "/assister/remove", 5),
    ("bo", "/consumers", 4),
    ("bo", "/consumers/{consumer}", 4),
    ("bo", "/consumers/{consumer}/notices", 3),
    ("bo", "/consumers/{consumer}/case-status", 3),
    ("bo", "/consumers/{consumer}/disassociate", 4),
    ("bo", "/consumers/{consumer}/change", 4),
    ("ana", "/application", 5),
    ("bo", "/consumers/{consumer}/application", 5),
    ("ana", "/application/review", 5),
    ("bo", "/consumers/{consumer}/application/review", 5),
    ("ana", "/application/reviewed", 1),
    ("bo", "/consumers/{consumer}/application/reviewed", 5),
    ("ana", "/application/sign", 5),
    ("bo", "/consumers/{consumer}/application/sign", 5),
    ("ana", "/application/{topic}", 5),
    ("bo", "/consumers/{consumer}/application/{topic}", 5),
    ("ana", "/application/{topic}/{person}", 5),
    ("bo", "/consumers/{consumer}/application/{topic}/{person}", 5),
    ("ana", "/application/result", 4),
    ("bo", "/consumers/{consumer}/application/result", 4),
    // Also asks which catalog is in use.
    ("ana", "/plans", 5),
    ("bo", "/consumers/{consumer}/plans", 5),
    ("ana", "/plans/compare", 5),
    ("bo", "/consumers/{consumer}/plans/compare", 5),
    ("ana", "/enroll", 5),
    ("bo", "/consumers/{consumer}/enroll", 5),
    ("ana", "/coverage", 5),
    ("ana", "/coverage/{enrollment}/end", 4),
    ("bo", "/consumers/{consumer}/coverage", 4),
    ("ana", "/report-change", 5),
    ("ana", "/report-change/{event}", 5),
    ("ana", "/report-change/proof/{version}", 5),
    ("ana", "/report-change/proof/{version}/{proof}", 5),
    ("rae", "/manage", 5),
    ("rae", "/manage/assisters/new", 3),
    ("rae", "/manage/assisters/{assister}", 5),
    ("rae", "/manage/assisters/{assister}/{change}", 4),
    ("rae", "/manage/agencies", 3),
    ("rae", "/manage/agencies/new", 1),
    ("rae", "/manage/agencies/{agency}", 5),
    // To merge it, also which others there are.
    ("rae", "/manage/agencies/{agency}/{step}", 5),
    ("rae", "/manage/agencies/{agency}/administrators", 4),
    ("rae", "/manage/agencies/{agency}/administrators/{administrator}/{access}", 4),
    ("rae", "/manage/requests", 4),
    ("rae", "/manage/requests/{request}", 5),
    ("rae", "/manage/requests/{request}/account", 4),
    ("rae", "/manage/requests/{request}/{answer}", 5),
    ("ada", "/agency", 5),
    ("ada", "/agency/transfer", 3),
    ("ada", "/agency/staff/new", 3),
    ("ada", "/agency/staff/{assister}", 4),
    ("ada", "/agency/staff/{assister}/{act}", 4),
    ("ada", "/agency/requests/{request}", 4),
    ("ada", "/agency/requests/{request}/take-back", 4),
    ("bo", "/profile", 5),
    ("bo", "/profile/{own}", 5),
    ("rae", "/manage/setup", 5),
    ("rae", "/manage/carriers", 5),
    ("rae", "/manage/carriers/answers/{open}", 5),
    ("rae", "/manage/carriers/reinstate", 1),
    ("rae", "/manage/carriers/reinstate/{policy}", 5),
    ("rae", "/manage/lost-factor", 1),
    ("rae", "/manage/tokens", 3),
    ("rae", "/manage/export", 4),
    ("rae", "/manage/import", 3),
    ("rae", "/manage/import/{file}", 4),
    ("rae", "/manage/import/{file}/columns", 4),
    ("rae", "/manage/import/{file}/report", 4),
    ("", "/assisters", 1),
    ("", "/assisters/{assister}", 1),
    ("bo", "/invite", 4),
    ("bo", "/invite/sheet", 4),
    // Practice mode only.
    ("", "/demo", 1),
    ("", "/demo/mail", 1),
];

const MOST: u64 = 5;
/// A page that keeps what it showed writes a row, and reads the head of the audit chain for its event.
const KEEPS: (&str, u64) = ("/assister/authorize/{reference}", MOST + 2);

/// Pages that say what an assister cannot do here.
const LIMITS: &[&str] = &[
    "/consumers/{consumer}/notices",
    "/consumers/{consumer}/case-status",
    "/consumers/{consumer}/change",
    "/consumers/{consumer}/disassociate",
];

/// Who opens which route: the same person for all of a kind.
fn visitor(who: Who) -> &'static str {
    match who {
        Who::Anyone | Who::Practice => "",
        Who::SignedIn | Who::Consumer => "ana",
        Who::Assister => "bo",
        Who::ResourceManager => "rae",
        Who::AgencyAdministrator => "ada",
    }
}

/// Ana's cart was emptied when she enrolled: without another plan in
/// it, the page to sign on shows nothing.
pub async fn fill_the_cart(stage: &Stage) {
    let (ana, key) = (consumer("ana"), ConsumerKey("ana".to_owned()));
    let list = stage.portal.read_plans(&ana, &key, &[], &Filter::default(), SortBy::Price).await.unwrap();
    let list = list.value.unwrap();
    let own = list.group.stays_in().map(|present| present.enrolled_variant);
    let other = list.plans.iter().find(|plan| Some(plan.id) != own).unwrap();
    stage.portal.choose_plan(&ana, &key, &[], other.id).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_takes_as_many_statements_as_are_written_down() {
    let _nobody_else = ALONE.write().await;
    let stage = stage(sqlite().await).await;
    fill_the_cart(&stage).await;
    let mut findings = Vec::new();
    for route in routes().iter().filter(|route| route.method == "GET") {
        let person = visitor(route.who);
        let mut most_sent = 0;
        for path in stage.paths(route, "ana", &stage.receipt) {
            // The first time fills what is remembered: heads of chains, the catalog.
            stage.get(person, &path).await;
            let before = statements();
            let answer = stage.get(person, &path).await;
            most_sent = most_sent.max(statements() - before);
            // Limits L1 to L5 are pages of their own; anything else that fails would count too little.
            let shown = answer.status.is_success() || answer.status.is_redirection();
            if !shown && !LIMITS.contains(&route.path) {
                findings.push(format!("{path}: {}", answer.status));
            }
        }
        println!("    (\"{person}\", \"{}\", {most_sent}),", route.path);
        let most = if route.path == KEEPS.0 { KEEPS.1 } else { MOST };
        let pinned = PINNED.iter().find(|(who, path, _)| *who == person && *path == route.path);
        match pinned {
            Some((_, _, number)) if *number == most_sent && most_sent <= most => {}
            Some((_, _, number)) => findings.push(format!("{}: {most_sent}, not {number}", route.path)),
            None if most_sent <= most => {}
            None => findings.push(format!("{}: {most_sent}, more than {most}", route.path)),
        }
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

/// What changes something also reads the head of the audit chain, and checks before it writes.
#[tokio::test(flavor = "multi_thread")]
async fn a_form_takes_as_many_statements_as_are_written_down() {
    let _nobody_else = ALONE.write().await;
    let stage = stage(sqlite().await).await;
    fill_the_cart(&stage).await;
    let plan = field(&stage.get("bo", "/consumers/ana/enroll").await.body, "plan");
    let statement = stage.get("ana", "/assister/authorize/1000015").await.body;
    let agreed = ["version", "language", "sha256"].map(|name| (name, field(&statement, name)));
    stage.get("bo", "/consumers").await;
    let page = stage.get("bo", "/consumers/ana/application/contact").await.body;
    let hidden = |name| (name, field(&page, name));
    let contact = [hidden("application"), hidden("version"), ("email", "ana@example.org".to_owned())];
    let mut findings = Vec::new();
    for (person, path, typed, pinned) in [
        ("bo", "/consumers", vec![("name", "ana".to_owned())], 4),
        ("bo", "/consumers/ana/application/contact", contact.to_vec(), 7),
        ("bo", "/consumers/ana/plans/choose", vec![("plan", plan)], 7),
        // Two look-ups of the number, the association that ends and the one that starts, each with its row in
        // a book and its counts, and the mail; and the agent of record that follows: what is in force, the step, the 834 (ENR-6).
        ("ana", "/assister/authorize/1000015", agreed.to_vec(), 26),
    ] {
        let before = statements();
        let typed: Vec<_> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = stage.post(person, path, &typed).await;
        let sent = statements() - before;
        if sent != pinned || !(answer.status.is_success() || answer.status.is_redirection()) {
            findings.push(format!("{path}: {sent}, not {pinned}; {}", answer.status));
        }
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_estimate_takes_at_most_two_statements() {
    let _nobody_else = ALONE.write().await;
    for stage in stages().await {
        // Which catalog is in use; with a session also who asks.
        for (person, expected) in [("", 1), ("ana", 2), ("bo", 2)] {
            stage.post(person, "/what-if", &ESTIMATE).await;
            let before = statements();
            let answer = stage.post(person, "/what-if", &ESTIMATE).await;
            assert_eq!(statements() - before, expected, "{person:?}");
            assert!(answer.status.is_success() && answer.body.contains("Plan with a tax credit"));
        }
    }
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

/// What stands in a hidden field of a page.
fn field(page: &str, name: &str) -> String {
    let after =
        page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("{name}: {page}"));
    after.split('"').next().unwrap_or("").to_owned()
}
