//! Practice data, read back through the verbs, on both databases.

#![expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]

use domain::{
    application::{Page, State},
    book::Stage,
    consumer::Action,
    name::Name,
    people::{Actor, AssisterKey, ConsumerKey},
};
use portal::{
    Portal, Session,
    activity::{ActivityWanted, Told},
    book::{BookRow, Wanted},
    practice::PracticeData,
    shopping,
    testing::*,
};
use std::collections::BTreeMap;

const HOUSEHOLDS: u64 = 300;

async fn make(portal: Portal, seed: u64) -> (Portal, bool) {
    with_practice_data(portal, &PracticeData { households: HOUSEHOLDS, assisters: 3, seed }).await
}

fn bo() -> Session {
    session(Actor::Assister(AssisterKey("practice-bo".into())), "Bo Lind")
}

fn own(consumer: &ConsumerKey) -> Session {
    session(Actor::Consumer(consumer.clone()), "the consumer")
}

async fn book_of_bo(portal: &Portal, stage: Option<Stage>) -> (Vec<BookRow>, BTreeMap<&'static str, i64>) {
    let mut wanted = Wanted { rows: 7, stage, ..Wanted::default() };
    let mut rows: Vec<BookRow> = Vec::new();
    loop {
        let listed = portal.list_consumers(&bo(), &wanted).await.unwrap();
        rows.extend(listed.rows);
        if !listed.more {
            return (rows, listed.counts.into_iter().map(|(stage, count)| (stage.word(), count)).collect());
        }
        wanted.after = rows.last().map(|row| row.association.clone());
    }
}

async fn every_page_of_bos_book_agrees_with_its_counts(portal: &Portal) {
    let mut seen = BTreeMap::new();
    let (open, counts) = book_of_bo(portal, None).await;
    let (ended, _) = book_of_bo(portal, Some(Stage::Ended)).await;
    for row in open.iter().chain(&ended) {
        *seen.entry(row.stage.word()).or_insert(0) += 1;
    }
    assert_eq!(seen, counts);
    assert!(open.len() > 40 && seen.len() == Stage::ALL.len(), "{seen:?}");
}

async fn a_draft_resumes_with_its_answers(portal: &Portal) {
    let (drafts, _) = book_of_bo(portal, Some(Stage::InProgress)).await;
    assert!(!drafts.is_empty());
    for row in drafts.into_iter().take(12) {
        let opened = portal.open_application(&bo(), &row.consumer).await.unwrap();
        let page = opened.page;
        let read = portal.read_applications(&bo(), &row.consumer, Some(page)).await.unwrap();
        let draft = read.current.clone().unwrap();
        assert!(draft.is_draft());
        assert_eq!(draft.answers.name(1), format!("{} {}", row.given_name, row.family_name));
        assert!(draft.answers.get(Page::Contact, "email").starts_with("household"));
        assert_eq!(domain::application::percent(&draft.answers), row.percent);
        assert_eq!(draft.summary.percent, row.percent);
    }
}

async fn results_and_coverage(portal: &Portal, row: &BookRow) {
    let result = portal.read_determination(&bo(), &row.consumer).await.unwrap();
    let result = result.as_ref().unwrap();
    assert_eq!(Some(&result.summary), row.determination.as_ref());
    assert_eq!(Some(result.computed_at), row.submitted_at);
    assert_eq!(result.people[0].name, format!("{} {}", row.given_name, row.family_name));
    assert_eq!(result.determination.application_date.to_string(), portal_day(portal, result.computed_at));
    let read = portal.read_applications(&bo(), &row.consumer, None).await.unwrap();
    let application = read.current.as_ref().unwrap();
    assert_eq!(result.determination.id.as_str(), application.summary.application_key.0);
    assert_eq!(application.summary.state, State::Submitted);
    assert_eq!(domain::application::percent(&application.answers), 100);
    let covered = portal.read_coverage(&own(&row.consumer), &row.consumer).await.unwrap();
    if row.stage == Stage::Enrolled {
        let plan = covered.first().unwrap();
        assert_eq!(Some(&plan.row.plan_name), row.plan_name.as_ref());
        assert_eq!(Some(plan.row.effective_on), row.effective_on);
        let details = plan.details.as_ref().unwrap();
        assert_eq!(details.signed.agent.as_ref().map(|agent| agent.broker_npn.as_str()), Some("17500001"));
        let filter = domain::plan::Filter::default();
        let by_price = domain::plan::SortBy::Price;
        let plans = portal.read_plans(&bo(), &row.consumer, &[], &filter, by_price).await.unwrap();
        let offered: &shopping::ListedPlan = plans
            .value
            .as_ref()
            .unwrap()
            .plans
            .iter()
            .find(|offered| offered.id == plan.row.variant_id)
            .unwrap();
        assert_eq!(
            (offered.premium_cents, offered.credit_cents),
            (details.signed.premium_cents.0, details.signed.credit_cents.0)
        );
    } else {
        assert!(covered.is_empty() && row.plan_name.is_none());
    }
}

fn portal_day(portal: &Portal, instant: domain::instant::Instant) -> String {
    portal::day_of(instant, &portal.profile().exchange.time_zone).to_string()
}

async fn results_and_coverage_of_submitted_households_read_back(portal: &Portal) {
    for stage in [Stage::Submitted, Stage::Enrolled] {
        let (rows, _) = book_of_bo(portal, Some(stage)).await;
        assert!(!rows.is_empty());
        for row in rows.iter().take(8) {
            results_and_coverage(portal, row).await;
        }
    }
}

async fn activity_shows_what_a_sample_consumer_did(portal: &Portal) {
    let (rows, _) = book_of_bo(portal, Some(Stage::Enrolled)).await;
    let consumer = &rows[0].consumer;
    let activity = portal.read_activity(&own(consumer), consumer, ActivityWanted::default()).await.unwrap();
    let done = activity.lines.iter().filter_map(|line| match &line.told {
        Told::Did { action, about, .. } => Some((*action, about.clone())),
        Told::Strangers(_) => None,
    });
    let done: Vec<_> = done.collect();
    let by_the_sample = [
        (Action::Enroll, None),
        (Action::SubmitApplication, None),
        (Action::AuthorizeAssister, Some(Name::new("Bo", "Lind"))),
    ];
    assert!(done.ends_with(&by_the_sample), "{done:?}");
    let read = portal.read_association(&own(consumer), consumer).await.unwrap();
    let current = read.current.clone().unwrap();
    let receipt = portal.read_receipt(&own(consumer), consumer, &current.association_key).await.unwrap();
    assert_eq!(receipt.receipt.assister_name, "Bo Lind");
    // The door goes on with the chain of the sample events: the primary key would refuse a wrong number.
    let gaps = "SELECT count(*) FROM audit_events a WHERE number > 1 AND NOT EXISTS \
                (SELECT 1 FROM audit_events b WHERE b.subject = a.subject AND b.number = a.number - 1)";
    assert_eq!(count(portal, gaps).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn practice_data_reads_back_through_the_verbs() {
    for portal in portals().await {
        let (portal, made) = make(portal, 1).await;
        assert!(made);
        every_page_of_bos_book_agrees_with_its_counts(&portal).await;
        a_draft_resumes_with_its_answers(&portal).await;
        results_and_coverage_of_submitted_households_read_back(&portal).await;
        activity_shows_what_a_sample_consumer_did(&portal).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_row_points_nowhere_and_all_indexes_are_back() {
    for portal in portals().await {
        let indexes = match is_postgres(&portal) {
            true => {
                "SELECT tablename || ' ' || indexdef FROM pg_indexes WHERE schemaname = 'public' \
                     UNION ALL SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE contype IN ('f', 'p', 'u') \
                     UNION ALL SELECT tgrelid::regclass::text || ' ' || tgname || ' ' || tgenabled::text FROM pg_trigger \
                     WHERE NOT tgisinternal ORDER BY 1"
            }
            false => "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY 1",
        };
        let before = column(&portal, indexes).await;
        let (portal, _) = make(portal, 1).await;
        assert_eq!(before, column(&portal, indexes).await);
        for (table, key, other) in [
            ("associations", "consumer_key", "consumers"),
            ("associations", "assister_key", "assisters"),
            ("applications", "consumer_key", "consumers"),
            ("determinations", "application_key", "applications"),
            ("enrollments", "application_key", "applications"),
            ("enrollment_members", "enrollment_key", "enrollments"),
            ("assisters", "account_key", "accounts"),
            ("book", "association_key", "associations"),
        ] {
            let lost = format!("SELECT count(*) FROM {table} WHERE {key} NOT IN (SELECT {key} FROM {other})");
            assert_eq!(count(&portal, &lost).await, 0, "{table}.{key}");
        }
        let undetermined = "SELECT count(*) FROM applications WHERE state = 'submitted' AND application_key NOT IN \
                            (SELECT application_key FROM determinations)";
        assert_eq!(count(&portal, undetermined).await, 0);
    }
}

/// Everything that households are made of, as one text.
async fn content(portal: &Portal) -> Vec<String> {
    let mut all = Vec::new();
    let hex = match is_postgres(portal) {
        true => "upper(encode(input, 'hex') || encode(output, 'hex'))",
        false => "hex(input) || hex(output)",
    };
    for (table, columns) in [
        ("consumers", "consumer_key || given_name || family_name || date_of_birth || created_at"),
        ("applications", "application_key || last_page || percent || started_at || answers"),
        ("determinations", &format!("application_key || {hex} || summary || computed_at")),
        (
            "enrollments",
            "enrollment_key || variant_id || premium_cents || credit_cents || state || signed_at",
        ),
        ("book", "association_key || assister_key || stage || percent || coalesce(determination, '')"),
        ("audit_events", "subject || number || action || hash"),
        ("assisters", "assister_key || given_name || family_name || reference_number"),
    ] {
        all.extend(column(portal, &format!("SELECT {columns} FROM {table} ORDER BY 1")).await);
    }
    all.sort();
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_seed_makes_the_same_data_on_both_databases_and_a_second_start_changes_nothing() {
    let (other, _) = make(sqlite().await, 2).await;
    let other = content(&other).await;
    let mut first = Vec::new();
    for portal in portals().await {
        let (portal, _) = make(portal, 1).await;
        let made = content(&portal).await;
        assert_ne!(made, other);
        if first.is_empty() {
            first = made;
        } else {
            assert_eq!(first, made);
        }
        let (portal, again) = make(portal, 2).await;
        assert!(!again);
        assert_eq!(first, content(&portal).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_embedded_database_in_use_by_another_program_is_left_alone() {
    let portal = sqlite().await;
    let other = second_process(&portal).await;
    let wanted = PracticeData { households: 10, assisters: 1, seed: 1 };
    let fault = portal.make_practice_data(&wanted, &|_| {}).await.unwrap_err().to_string();
    assert!(fault.contains("in use by another program"), "{fault}");
    assert_eq!(count(&other, "SELECT count(*) FROM consumers").await, 0);
}
