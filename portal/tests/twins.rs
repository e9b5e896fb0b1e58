//! Twins (gate 1): Ana and Eve do the same with different marks. Whatever a verb answers Ana or her
//! assister, no mark of Eve is in it; whatever they do, no row of Eve's changes; and Eve's keys open nothing for
//! them. A program of its own: every statement that it names as reached was sent here.

#![expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]

#[path = "house/verbs.rs"]
mod verbs;

use domain::{access::Action as _, application::Page, book::Stage, form::Fields, people::*};
use portal::{Error, Portal, applications::PageSave, book::Wanted, testing::*};
use verbs::{Done, Walk, ready};

/// Both twins apply, enroll and choose an assister, Eve first; gives everything that Ana's verbs answered. Nothing
/// of it may change a row of Eve's.
async fn both_live(portal: &Portal) -> Vec<String> {
    run(portal, "UPDATE consumers SET given_name = 'Evemark' WHERE consumer_key = 'eve'").await;
    let (ana, eve, bo) = (consumer("ana"), consumer("eve"), assister("bo"));
    live(portal, &eve, "eve", ("Evemark", "Evemark Kowalski")).await;
    let eves = rows_of(portal, "eve").await;
    assert!(eves.iter().any(|row| row.starts_with("enrollments: ")) && eves.len() > 8, "{eves:#?}");
    let mut answers = live(portal, &bo, "ana", ("Anamark", "for Ana Kowalski, by bo")).await;
    answers.extend(book(portal, &bo).await);
    answers.extend(live(portal, &ana, "ana", ("Anamark", "Ana Kowalski")).await);
    let mut walk = Walk::new(portal, &ana, "ana", ("Anamark", "Ana Kowalski"));
    walk.associate("1000015").await;
    let reviewed = column(portal, "SELECT application_key FROM reviews WHERE consumer_key = 'ana'").await;
    walk.dispute(&ApplicationKey(reviewed[0].clone())).await;
    answers.extend(answered(walk));
    answers.push(one_leaves(portal, &ana).await);
    // What she is in was ended, and she is in no other plan.
    let ended = "UPDATE enrollments SET state = CASE state WHEN 'signed' THEN 'cancelled' ELSE 'failed' END WHERE consumer_key = 'ana'";
    run(portal, ended).await;
    run(portal, "UPDATE enrollment_members SET active = 0 WHERE consumer_key = 'ana'").await;
    let rae = resource_manager();
    let mut walk = Walk::new(portal, &rae, "ana", ("Anamark", "Ana Kowalski"));
    walk.help().await;
    answers.extend(answered(walk));
    assert_eq!(rows_of(portal, "eve").await, eves);
    answers
}

/// Ana's plan gets a second person, who leaves it.
async fn one_leaves(portal: &Portal, ana: &portal::Session) -> String {
    let of = "FROM enrollments WHERE consumer_key = 'ana' AND state = 'signed'";
    let application = column(portal, &format!("SELECT application_key {of}")).await.remove(0);
    let key = column(portal, &format!("SELECT enrollment_key {of}")).await.remove(0);
    let person = |id: &str, born: &str| {
        format!(
            r#"{{"id": "{id}", "date_of_birth": "{born}", "applying": true, "immigration": {{"status": "citizen", "since": null}},
            "state_resident": true, "tax": {{"role": "filer", "filing_status": "single"}}}}"#
        )
    };
    let people = [person("p1", "1986-04-02"), person("p3", "1987-04-02")].join(", ");
    let input = format!(
        r#"{{"id": "ana", "application_date": "2026-11-23", "coverage_year": 2027, "county_fips": "27053",
        "people": [{people}], "relationships": [],
        "incomes": [{{"person": "p1", "kind": "wages", "amount_cents": 350000, "frequency": "monthly"}},
          {{"person": "p3", "kind": "wages", "amount_cents": 350000, "frequency": "monthly"}}],
        "benchmark": {{"slcsp_monthly_cents_by_person": {{"p1": 50000, "p3": 40000}}}}}}"#
    );
    let household = eligibility::parse_household(input.as_bytes()).unwrap();
    let output = eligibility::determine(eligibility::RulePack::minnesota(), &household).unwrap();
    let output = serde_json::to_string(&output).unwrap();
    // A result is never taken away: the enrollment rests on another application of hers, which is like the first.
    let another = format!(
        "INSERT INTO applications (application_key, consumer_key, plan_year, kind, state, case_status, last_page, percent, started_at, \
         submitted_at, answers, follows, event, event_on) \
         SELECT 'ana-two', consumer_key, plan_year, kind, state, 'closed', last_page, percent, started_at, submitted_at, answers, \
         application_key, 'marriage', '2026-11-22' FROM applications WHERE application_key = '{application}'; \
         UPDATE enrollments SET application_key = 'ana-two' WHERE application_key = '{application}'"
    );
    run(portal, &another).await;
    let application = "ana-two".to_owned();
    put_determination(portal, (&application, "ana"), &input, &output).await;
    let answers = format!("SELECT answers FROM applications WHERE application_key = '{application}'");
    let answers = column(portal, &answers).await.remove(0);
    let another = r#","person/3":{"version":1,"at":1,"by":"x","fields":{"given_name":"Anamark","family_name":"Third","born_month":"4","born_day":"2","born_year":"1987"}}}"#;
    let answers = format!("{}{another}", answers.trim_end().strip_suffix('}').unwrap());
    let answers = answers.replace('\'', "''");
    run(
        portal,
        &format!(
            "UPDATE applications SET answers = '{answers}' WHERE application_key = '{application}'; \
             INSERT INTO enrollment_members (consumer_key, enrollment_key, plan_year, person, premium_cents, active) \
             VALUES ('ana', '{key}', 2027, 'p3', 0, 1)"
        ),
    )
    .await;
    let typed: Fields = [("who".to_owned(), "p3".to_owned())].into_iter().collect();
    let (ana_key, key) = (ConsumerKey("ana".into()), EnrollmentKey(key));
    let left = portal.end_coverage(ana, &ana_key, &key, (&typed, "leaves")).await;
    format!("end_coverage: {:?}", left.unwrap())
}

async fn live(portal: &Portal, actor: &portal::Session, key: &str, marks: (&str, &str)) -> Vec<String> {
    let mut walk = Walk::new(portal, actor, key, marks);
    walk.look().await;
    walk.apply(None).await;
    walk.shop(None).await;
    walk.look().await;
    answered(walk)
}

fn answered(walk: Walk<'_>) -> Vec<String> {
    let told = |done: Done| done.answer.ok().map(|answer| format!("{}: {answer}", done.action.word()));
    walk.done.into_iter().filter_map(told).collect()
}

/// Bo's list in every order and narrowing: Eve is on nobody's list but her own assister's.
async fn book(portal: &Portal, bo: &portal::Session) -> Vec<String> {
    let mut answers = Vec::new();
    portal.request_authorization(bo, "friend@example.org", "https://portal.example.org").await.unwrap();
    answers.push(format!("{:?}", portal.read_invitation(bo).await.unwrap()));
    for newest_first in [false, true] {
        for (stage, name) in [(None, None), (Some(Stage::Enrolled), None), (None, Some("mark".to_owned()))] {
            let wanted = Wanted { stage, name, newest_first, rows: 50, ..Wanted::default() };
            answers.push(format!("{:?}", portal.list_consumers(bo, &wanted).await.unwrap()));
        }
    }
    let wanted = Wanted { losing_credit: true, rows: 50, ..Wanted::default() };
    answers.push(format!("{:?}", portal.list_consumers(bo, &wanted).await.unwrap()));
    answers
}

#[tokio::test(flavor = "multi_thread")]
async fn no_verb_answers_ana_with_a_mark_of_eve() {
    for portal in ready().await {
        let answers = both_live(&portal).await;
        assert!(answers.len() > 40, "{}", answers.len());
        for answer in &answers {
            assert!(!answer.contains("Evemark"), "{answer}");
        }
        let marked = answers.iter().filter(|answer| answer.contains("Anamark")).count();
        assert!(marked > 10, "{marked}");
    }
    // The key check of a statement reads its text, and `OR 1 = 1` would pass it: each was run here, for both.
    for (scope, least) in [("consumer", 30), ("book", 5)] {
        let statements = portal::REGISTRY.iter().flat_map(|(_, entries)| entries.iter());
        let statements = statements.filter(|entry| entry.scope == scope).count();
        assert!(statements >= least, "{scope}: {statements}");
        assert_eq!(door::testing::never_sent(portal::REGISTRY, scope), Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assister_reads_no_activity_by_way_of_the_first_page_b3() {
    for portal in portals().await {
        cast(&portal).await;
        let refused = portal.read_home(&assister("bo"), &ConsumerKey("ana".into())).await.unwrap_err();
        assert!(matches!(refused, Error::Denied(domain::access::Denial::ConsumerOnly)), "{refused}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_of_eve_opens_nothing_for_ana_or_her_assister_act_1() {
    for portal in ready().await {
        both_live(&portal).await;
        let key =
            column(&portal, "SELECT application_key FROM applications WHERE consumer_key = 'eve'").await;
        let eves = ApplicationKey(key[0].clone());
        let ana = ConsumerKey("ana".into());
        let before = column(&portal, "SELECT answers FROM applications WHERE consumer_key = 'eve'").await;
        for actor in [consumer("ana"), assister("bo")] {
            let fields: Fields = [("street".to_owned(), "Anamark".to_owned())].into_iter().collect();
            let save = PageSave { application: eves.clone(), page: Page::Address, version: 1, fields };
            let refused = [
                portal.save_application_page(&actor, &ana, &save).await.map(|_| ()),
                portal.add_person(&actor, &ana, &eves).await.map(|_| ()),
                portal.set_person_removed(&actor, &ana, &eves, (1, true)).await.map(|_| ()),
                portal.read_receipt(&actor, &ana, &AssociationKey("eve-di".into())).await.map(|_| ()),
                portal.end_association(&actor, &ana, &AssociationKey("eve-di".into())).await.map(|_| ()),
            ];
            for answer in refused {
                let error = answer.unwrap_err();
                assert!(
                    matches!(error, Error::NotFound | Error::Denied(_) | Error::Refused(_)),
                    "{}: {error}",
                    actor.name()
                );
            }
        }
        let after = column(&portal, "SELECT answers FROM applications WHERE consumer_key = 'eve'").await;
        assert_eq!(before, after);
        let ended = "SELECT count(*) FROM associations WHERE association_key = 'eve-di' AND ended_at IS NULL";
        assert_eq!(count(&portal, ended).await, 1);
    }
}
