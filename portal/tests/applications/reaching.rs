//! Who reaches which application: L1, twins, strangers.

use crate::{fields, fill, key, save, signed, stale};
use domain::{access::Denial, application::Kind, form::Fields, limits::Limit, people::ApplicationKey};
use portal::{Error, testing::*};

#[tokio::test(flavor = "multi_thread")]
async fn an_assister_has_no_part_in_a_full_price_application_act_8() {
    for portal in portals().await {
        cast(&portal).await;
        let (ana, bo) = (consumer("ana"), assister("bo"));
        let limited =
            |error: Error| matches!(error, Error::Denied(Denial::Limit(Limit::FinancialAssistanceOnly)));
        let start = portal.open_application_for(&bo, &key("ana"), Kind::FullPrice, 2027).await;
        assert!(limited(start.unwrap_err()));
        let opened = portal.open_application_for(&ana, &key("ana"), Kind::FullPrice, 2027).await.unwrap();
        assert!(limited(portal.read_applications(&bo, &key("ana"), None).await.unwrap_err()));
        let typed = fields(&[("street", "x")]);
        assert!(limited(save(&portal, &bo, "ana", &opened.key, ("address", 0, typed)).await.unwrap_err()));
        let submit = portal.submit_application(&bo, &key("ana"), &opened.key, &signed("x", "k")).await;
        assert!(limited(submit.unwrap_err()));
        // The consumer alone fills in the short form; nothing of it shows in the assister's list.
        for (page, version, typed) in short_form() {
            save(&portal, &ana, "ana", &opened.key, (page, version, typed)).await.unwrap();
        }
        portal
            .submit_application(&ana, &key("ana"), &opened.key, &signed("Ana Kowalski", "k"))
            .await
            .unwrap();
        let result = portal.read_determination(&ana, &key("ana")).await.unwrap().value.unwrap();
        assert_eq!(result.people[0].result.program, portal::Program::Qhp);
        assert!(result.can_shop());
        assert!(result.thresholds.is_empty(), "no income was asked: {:?}", result.thresholds);
        assert!(limited(portal.read_determination(&bo, &key("ana")).await.unwrap_err()));
        assert_eq!(
            column(&portal, "SELECT stage FROM book WHERE consumer_key = 'ana'").await,
            ["not_started"]
        );
    }
}

/// The pages of an application at full price, each with the version it is read at.
pub fn short_form() -> Vec<(&'static str, i64, Fields)> {
    vec![
        (
            "address",
            0,
            fields(&[("street", "1 Sample"), ("city", "Ely"), ("zip", "55731"), ("county", "27137")]),
        ),
        ("people", 0, fields(&[("complete", "yes")])),
        (
            "person/1",
            1,
            fields(&[
                ("given_name", "Ana"),
                ("family_name", "Kowalski"),
                ("born_month", "4"),
                ("born_day", "2"),
                ("born_year", "1986"),
                ("applying", "yes"),
            ]),
        ),
        ("citizenship/1", 0, fields(&[("no_ssn", "yes"), ("status", "citizen")])),
        (
            "about/1",
            0,
            fields(&[("resident", "yes"), ("tribe", "no"), ("incarceration", "none"), ("tobacco", "no")]),
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_twin_comes_back() {
    for portal in portals().await {
        cast(&portal).await;
        for (name, mark) in [("ana", "Markana"), ("eve", "Markeve")] {
            let who = consumer(name);
            let opened = portal.open_application(&who, &key(name)).await.unwrap();
            fill(&portal, &who, name, &opened.key, mark).await;
        }
        let ana = consumer("ana");
        let read = portal.read_applications(&ana, &key("ana"), None).await.unwrap();
        let mine = read.current.as_ref().unwrap().summary.application_key.clone();
        let mut seen = format!("{read:?}");
        let typed = fields(&[("street", "other")]);
        let both = stale(save(&portal, &ana, "ana", &mine, ("address", 0, typed)).await.unwrap_err());
        seen.push_str(&format!("{both:?}"));
        portal.submit_application(&ana, &key("ana"), &mine, &signed("Ana Kowalski", "k")).await.unwrap();
        seen.push_str(&format!("{:?}", portal.read_determination(&ana, &key("ana")).await.unwrap()));
        assert!(seen.contains("Markana"));
        assert!(
            !seen.contains("Markeve") && !seen.to_lowercase().contains("eve "),
            "a mark of Eve came back"
        );
        // Eve's application cannot be named from Ana's account either.
        let theirs =
            column(&portal, "SELECT application_key FROM applications WHERE consumer_key = 'eve'").await;
        let theirs = ApplicationKey(theirs[0].clone());
        let typed = fields(&[("street", "x")]);
        let refused = save(&portal, &ana, "ana", &theirs, ("address", 1, typed)).await.unwrap_err();
        assert!(matches!(refused, Error::NotFound));
        let submit =
            portal.submit_application(&ana, &key("ana"), &theirs, &signed("Ana Kowalski", "k9")).await;
        assert!(matches!(submit.unwrap_err(), Error::NotFound));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_reach_no_application_act_1() {
    for portal in portals().await {
        cast(&portal).await;
        let opened = portal.open_application(&consumer("ana"), &key("ana")).await.unwrap();
        for stranger in [assister("cy"), assister("di"), consumer("eve"), resource_manager()] {
            let typed = fields(&[("street", "x")]);
            assert!(save(&portal, &stranger, "ana", &opened.key, ("address", 0, typed)).await.is_err());
            assert!(portal.read_applications(&stranger, &key("ana"), None).await.is_err());
            assert!(portal.read_determination(&stranger, &key("ana")).await.is_err());
            assert!(portal.show_social_security_number(&stranger, &key("ana"), 1).await.is_err());
            assert!(portal.add_person(&stranger, &key("ana"), &opened.key).await.is_err());
        }
    }
}
