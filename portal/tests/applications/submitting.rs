//! Review record, signature, submission, and what is closed afterwards (ACT-6, ACT-12, APP-1, APP-5, APP-6).

use crate::{fields, fill, key, reaching::short_form, reviewed, save, signed};
use domain::{
    access::Denial,
    application::{Kind, WrongReview},
    consumer::Action,
    limits::Limit,
    refusal::Refusal,
};
use portal::{
    Error,
    activity::{Outcome, Told},
    applications::Signature,
    testing::*,
};

/// A signature without agreement.
fn not_agreed(name: &str, form_key: &str) -> Signature {
    Signature { typed: fields(&[("signature", name), ("text", &rights_shown())]), form_key: form_key.into() }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assister_submits_after_the_recorded_review_and_everything_moves_at_once_act_6_app_5() {
    for portal in portals().await {
        cast(&portal).await;
        let bo = assister("bo");
        let opened = portal.open_application(&bo, &key("ana")).await.unwrap();
        fill(&portal, &bo, "ana", &opened.key, "Kowalski").await;
        let name = "for Ana Kowalski, by bo";
        let refused =
            portal.submit_application(&bo, &key("ana"), &opened.key, &signed(name, "k1")).await.unwrap_err();
        assert!(matches!(refused, Error::Refused(Refusal::ReviewMissing)));
        let own =
            portal.record_review(&consumer("ana"), &key("ana"), &opened.key, &reviewed()).await.unwrap_err();
        assert!(matches!(own, Error::Denied(Denial::NotThisRole)));
        let bad = fields(&[("reviewed_month", "12"), ("reviewed_day", "24"), ("reviewed_year", "2026")]);
        match portal.record_review(&bo, &key("ana"), &opened.key, &bad).await.unwrap_err() {
            Error::Invalid(faults) => assert_eq!(faults.len(), 3, "{faults:?}"),
            other => panic!("{other}"),
        }
        portal.record_review(&bo, &key("ana"), &opened.key, &reviewed()).await.unwrap();
        for wrong in [signed("Ana", "k2"), not_agreed(name, "k3")] {
            let refused = portal.submit_application(&bo, &key("ana"), &opened.key, &wrong).await.unwrap_err();
            assert!(matches!(refused, Error::Invalid(faults) if faults[0].rule == "APP-4"));
        }
        portal.submit_application(&bo, &key("ana"), &opened.key, &signed(name, "k4")).await.unwrap();
        let signature = column(&portal, "SELECT signature FROM applications").await;
        assert_eq!(signature, [name]);
        let under = "SELECT signature_text_version || ' ' || CAST(length(signature_text_sha256) AS TEXT) || ' ' || signed_ip FROM applications";
        assert_eq!(column(&portal, under).await, ["2026-11-01 64 127.0.0.1"]);
        let summary = column(&portal, "SELECT summary FROM determinations").await;
        assert_eq!(
            column(&portal, "SELECT determination FROM book WHERE consumer_key = 'ana'").await,
            summary
        );
        assert_eq!(summary, [r#"{"credit":true}"#], "without a catalog no amount is known");
        assert_eq!(count(&portal, "SELECT submitted FROM book_counts WHERE assister_key = 'bo'").await, 1);
        let result = portal.read_determination(&bo, &key("ana")).await.unwrap().value.unwrap();
        assert_eq!(result.people.len(), 1);
        assert!(!result.people[0].result.reasons.is_empty());
    }
}

const CY_REPLACES_BO: &str = "UPDATE associations SET ended_at = 5, ended_by = 'replaced' WHERE association_key = 'ana-bo'; \
    INSERT INTO associations (association_key, consumer_key, assister_key, started_at, statement_version, statement_language, \
    statement_sha256, agreed_ip, agreed_user_agent, receipt, receipt_sha256) \
    VALUES ('ana-cy', 'ana', 'cy', 6, 'v', 'en', 'x', 'ip', 'ua', '{}', 'x')";

#[tokio::test(flavor = "multi_thread")]
async fn a_review_from_before_the_last_change_or_of_another_assister_does_not_count_act_6() {
    for portal in portals().await {
        cast(&portal).await;
        let (bo, cy) = (assister("bo"), assister("cy"));
        let opened = portal.open_application(&bo, &key("ana")).await.unwrap();
        fill(&portal, &bo, "ana", &opened.key, "Kowalski").await;
        let submit = async |who: &portal::Session, name: &str, form: &str| {
            portal.submit_application(who, &key("ana"), &opened.key, &signed(name, form)).await
        };
        let missing =
            |answer: Result<_, Error>| matches!(answer, Err(Error::Refused(Refusal::ReviewMissing)));
        let is_reviewed = async |who: &portal::Session| {
            portal.read_applications(who, &key("ana"), None).await.unwrap().value.current.unwrap().is_reviewed
        };
        portal.clock().advance(60);
        portal.record_review(&bo, &key("ana"), &opened.key, &reviewed()).await.unwrap();
        assert!(is_reviewed(&bo).await);
        // The consumer changes a page: what she reviewed is not what would be submitted.
        portal.clock().advance(60);
        let page = domain::application::Page::Contact;
        let read = portal.read_applications(&consumer("ana"), &key("ana"), Some(page)).await.unwrap();
        let open = read.value.current.unwrap();
        let typed = fields(&[("email", "new@example.org")]);
        let again = (page.slug(), open.version(page), typed);
        save(&portal, &consumer("ana"), "ana", &opened.key, (&again.0, again.1, again.2)).await.unwrap();
        assert!(!is_reviewed(&bo).await);
        assert!(missing(submit(&bo, "for Ana Kowalski, by bo", "k1").await));
        // The day must not lie before the change.
        let mut early = reviewed();
        early.insert("reviewed_day".to_owned(), "22".to_owned());
        match portal.record_review(&bo, &key("ana"), &opened.key, &early).await.unwrap_err() {
            Error::Invalid(faults) => {
                assert_eq!(faults[0].wrong, WrongReview::BeforeChange.into());
            }
            other => panic!("{other}"),
        }
        portal.record_review(&bo, &key("ana"), &opened.key, &reviewed()).await.unwrap();
        // Another assister's record is theirs, also where both have one name.
        run(&portal, CY_REPLACES_BO).await;
        assert!(missing(submit(&cy, "for Ana Kowalski, by cy", "k2").await));
        let namesake = session(cy.actor().clone(), bo.name());
        let namesake = of_account(&namesake, "account-cy");
        assert!(missing(submit(&namesake, "for Ana Kowalski, by bo", "k2").await));
        portal.record_review(&cy, &key("ana"), &opened.key, &reviewed()).await.unwrap();
        submit(&cy, "for Ana Kowalski, by cy", "k3").await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_of_one_consumer_is_no_form_of_another_app_6() {
    for portal in portals().await {
        cast(&portal).await;
        let bo = assister("bo");
        let opened = portal.open_application(&bo, &key("ana")).await.unwrap();
        fill(&portal, &bo, "ana", &opened.key, "Kowalski").await;
        portal.clock().advance(60);
        portal.record_review(&bo, &key("ana"), &opened.key, &reviewed()).await.unwrap();
        let form = signed("for Ana Kowalski, by bo", "k1");
        for _ in ["once", "again"] {
            portal.submit_application(&bo, &key("ana"), &opened.key, &form).await.unwrap();
        }
        // Both events name the application, and the second says that nothing more was done.
        let named =
            "SELECT target FROM audit_events WHERE action = 'submit_application' AND outcome = 'done'";
        assert_eq!(column(&portal, named).await, [&*opened.key.0, &*opened.key.0]);
        let told = portal.read_activity(&consumer("ana"), &key("ana"), Default::default()).await.unwrap();
        let outcomes: Vec<_> = told
            .lines
            .iter()
            .filter_map(|line| match line.told {
                Told::Did { action: Action::SubmitApplication, outcome, .. } => Some(outcome),
                Told::Did { .. } | Told::Strangers(_) => None,
            })
            .collect();
        assert_eq!(outcomes, [Outcome::Repeated, Outcome::Done], "newest first");
        run(&portal, BO_HAS_MAX).await;
        let refused = portal.submit_application(&bo, &key("max"), &opened.key, &form).await.unwrap_err();
        assert!(matches!(refused, Error::Refused(Refusal::FormKeyReused)), "{refused}");
        let done = "SELECT count(*) FROM audit_events WHERE subject = 'consumer:max' AND outcome = 'done'";
        assert_eq!(count(&portal, done).await, 0);
    }
}

const BO_HAS_MAX: &str = "INSERT INTO associations (association_key, consumer_key, assister_key, started_at, statement_version, \
    statement_language, statement_sha256, agreed_ip, agreed_user_agent, receipt, receipt_sha256) \
    VALUES ('max-bo', 'max', 'bo', 6, 'v', 'en', 'x', 'ip', 'ua', '{}', 'x')";

#[tokio::test(flavor = "multi_thread")]
async fn twenty_submits_at_once_make_one_application_app_6() {
    for portal in portals().await {
        cast(&portal).await;
        let ana = consumer("ana");
        let second = second_process(&portal).await;
        let opened = portal.open_application(&ana, &key("ana")).await.unwrap();
        fill(&portal, &ana, "ana", &opened.key, "Kowalski").await;
        let tasks: Vec<_> = (0..20)
            .map(|i| {
                let portal = if i % 2 == 0 { portal.clone() } else { second.clone() };
                let application = opened.key.clone();
                tokio::spawn(async move {
                    let signature = signed("Ana Kowalski", &format!("tab {}", i % 3));
                    let (who, consumer) = (consumer("ana"), key("ana"));
                    patiently(|| portal.submit_application(&who, &consumer, &application, &signature)).await
                })
            })
            .collect();
        for task in tasks {
            assert_eq!(task.await.unwrap().unwrap().value, opened.key);
        }
        assert_eq!(count(&portal, "SELECT count(*) FROM applications").await, 1);
        assert_eq!(count(&portal, "SELECT count(*) FROM determinations").await, 1);
        // One did it; the other nineteen, in whichever tab, say that nothing more was done.
        let done = "SELECT count(*) FROM audit_events WHERE action = 'submit_application' AND rule";
        assert_eq!(count(&portal, &format!("{done} IS NULL")).await, 1);
        assert_eq!(count(&portal, &format!("{done} = 'APP-6' AND outcome = 'done'")).await, 19);
        let other = not_agreed("Ana Kowalski", "tab 0");
        let refused = portal.submit_application(&ana, &key("ana"), &opened.key, &other).await.unwrap_err();
        assert!(matches!(refused, Error::Refused(Refusal::FormKeyReused)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_submitted_application_is_read_only_for_everyone_and_a_second_one_is_refused_act_12_app_1() {
    for portal in portals().await {
        cast(&portal).await;
        let (ana, bo) = (consumer("ana"), assister("bo"));
        let opened = portal.open_application(&ana, &key("ana")).await.unwrap();
        fill(&portal, &ana, "ana", &opened.key, "Kowalski").await;
        portal
            .submit_application(&ana, &key("ana"), &opened.key, &signed("ana kowalski", "k"))
            .await
            .unwrap();
        let typed = || fields(&[("street", "9 New Street")]);
        let refused = save(&portal, &bo, "ana", &opened.key, ("address", 1, typed())).await.unwrap_err();
        assert!(matches!(refused, Error::Denied(Denial::Limit(Limit::NoChangeAfterSubmission))));
        let refused = save(&portal, &ana, "ana", &opened.key, ("address", 1, typed())).await.unwrap_err();
        assert!(matches!(refused, Error::Refused(Refusal::AlreadySubmitted)));
        assert!(portal.add_person(&ana, &key("ana"), &opened.key).await.is_err());
        assert!(portal.show_social_security_number(&ana, &key("ana"), 1).await.is_err());
        assert!(portal.show_social_security_number(&bo, &key("ana"), 1).await.is_err());
        for who in [&ana, &bo] {
            let refused = portal.open_application(who, &key("ana")).await.unwrap_err();
            assert!(matches!(refused, Error::Refused(Refusal::ApplicationExists)));
            let read = portal.read_applications(who, &key("ana"), None).await.unwrap();
            assert!(!read.current.as_ref().unwrap().is_draft());
        }
        let changed = try_to_run(&portal, "UPDATE determinations SET summary = 'x'").await;
        assert!(changed.is_err());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_drafts_of_a_year_only_one_is_submitted_app_1() {
    for portal in portals().await {
        cast(&portal).await;
        let ana = consumer("ana");
        let helped = portal.open_application(&ana, &key("ana")).await.unwrap();
        fill(&portal, &ana, "ana", &helped.key, "Kowalski").await;
        let short = portal.open_application_for(&ana, &key("ana"), Kind::FullPrice, 2027).await.unwrap();
        for page in short_form() {
            save(&portal, &ana, "ana", &short.key, page).await.unwrap();
        }
        let submit = async |application, form| {
            portal.submit_application(&ana, &key("ana"), application, &signed("Ana Kowalski", form)).await
        };
        submit(&helped.key, "k1").await.unwrap();
        let refused = submit(&short.key, "k2").await.unwrap_err();
        assert!(matches!(refused, Error::Refused(Refusal::ApplicationExists)), "{refused}");
        assert_eq!(
            column(&portal, "SELECT kind || ' ' || state FROM applications ORDER BY kind").await,
            ["financial_assistance submitted", "full_price draft"]
        );
        assert_eq!(count(&portal, "SELECT count(*) FROM determinations").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_would_change_a_result_comes_from_the_stored_input_app_5() {
    for portal in portals().await {
        cast(&portal).await;
        let ana = consumer("ana");
        let opened = portal.open_application(&ana, &key("ana")).await.unwrap();
        fill(&portal, &ana, "ana", &opened.key, "Kowalski").await;
        portal
            .submit_application(&ana, &key("ana"), &opened.key, &signed("Ana Kowalski", "k1"))
            .await
            .unwrap();
        let found = portal.read_determination(&ana, &key("ana")).await.unwrap().value.unwrap();
        let input = determination_inputs(&portal).await.remove(0);
        let input = eligibility::parse_household(input.as_bytes()).unwrap();
        let expected =
            eligibility::income_thresholds(eligibility::RulePack::minnesota(), &input, "p1").unwrap();
        assert_eq!(found.thresholds["p1"], expected);
        assert!(expected.down.is_some() && expected.up.is_some());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rules_are_those_of_the_pack_that_the_exchange_names() {
    // As in Minnesota, but without a basic health program.
    let text = include_str!("../../../eligibility/packs/minnesota.toml");
    let (before, rest) = text.split_once("[basic_health]").unwrap();
    let after = rest.split_once("\n[").map(|(_, after)| format!("[{after}")).unwrap();
    let own = format!("{before}{after}").replacen("rule_set = \"", "rule_set = \"elsewhere-", 1);
    for portal in portals().await {
        cast(&portal).await;
        let elsewhere = with_rules(&portal, eligibility::RulePack::from_toml(&own).unwrap());
        let ana = consumer("ana");
        let opened = elsewhere.open_application(&ana, &key("ana")).await.unwrap();
        fill(&elsewhere, &ana, "ana", &opened.key, "Kowalski").await;
        let signature = signed("Ana Kowalski", "k1");
        elsewhere.submit_application(&ana, &key("ana"), &opened.key, &signature).await.unwrap();
        let result = elsewhere.read_determination(&ana, &key("ana")).await.unwrap().value.unwrap();
        assert!(result.determination.rule_set.as_str().starts_with("elsewhere-"));
        assert_eq!(result.people[0].result.program, portal::Program::Aptc, "MinnesotaCare in Minnesota");
        assert!(
            elsewhere.rules_today().starts_with("elsewhere-")
                && !portal.rules_today().starts_with("elsewhere-")
        );
    }
}
