//! What is typed into an application is kept as it was understood, or named (APP-10); one person stands in it once
//! (APP-8); who reviewed it is an adult of it, and may say that they did not (ACT-6).

use crate::{fields, fill, key, put, reviewed, save, signed};
use domain::{access::Denial, application::Page, form::Fields, refusal::Refusal};
use portal::{Error, Portal, applications::OpenApplication, testing::*};

/// Ana's draft as she reads it.
async fn draft(portal: &Portal) -> OpenApplication {
    let read = portal.read_applications(&consumer("ana"), &key("ana"), None).await.unwrap();
    read.value.current.unwrap()
}

/// What is stored of a field after it was saved, and what was wrong with the page.
async fn kept(portal: &Portal, page: &str, typed: &[(&str, &str)]) -> (Fields, Vec<String>) {
    let ana = consumer("ana");
    let opened = portal.open_application(&ana, &key("ana")).await.unwrap();
    let at = Page::from_slug(page).unwrap();
    let version = draft(portal).await.version(at);
    let saved = save(portal, &ana, "ana", &opened.key, (page, version, fields(typed))).await.unwrap();
    let wrong = saved.problems.into_iter().map(|problem| problem.message).collect();
    (draft(portal).await.answers.fields(at), wrong)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_is_stored_as_it_was_understood_app_10() {
    for portal in portals().await {
        cast(&portal).await;
        let wages =
            [("any", "yes"), ("kind_1", "wages"), ("amount_1", "1234,50"), ("frequency_1", "monthly")];
        let (stored, wrong) = kept(&portal, "income/1", &wages).await;
        assert_eq!((stored["amount_1"].as_str(), wrong.len()), ("1,234.50", 0), "{wrong:?}");
        let (stored, wrong) =
            kept(&portal, "contact", &[("phone", "651.555.0123 ext. 89"), ("email", "X@bücher.test")]).await;
        assert_eq!(
            (stored["phone"].as_str(), stored["email"].as_str()),
            ("651-555-0123 ext. 89", "x@xn--bcher-kva.test")
        );
        assert!(wrong.is_empty(), "{wrong:?}");
        let place = [
            ("street", " 1  Sample St"),
            ("city", "Minneapolis"),
            ("zip", "55401 1234"),
            ("county", "27053"),
        ];
        let (stored, wrong) = kept(&portal, "address", &place).await;
        assert_eq!((stored["zip"].as_str(), stored["street"].as_str()), ("55401-1234", "1 Sample St"));
        assert!(wrong.is_empty(), "{wrong:?}");
        let who = [("given_name", "Jose\u{301}"), ("family_name", "O’Vang-Ñúñez"), ("applying", "yes")];
        let born = [("born_month", "Apr"), ("born_day", "3rd"), ("born_year", "１９８６")];
        let (stored, wrong) = kept(&portal, "person/1", &[&who[..], &born].concat()).await;
        assert_eq!(stored["given_name"], "José");
        assert_eq!(
            ["born_month", "born_day", "born_year"].map(|part| stored[part].as_str()),
            ["4", "3", "1986"]
        );
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_understood_is_kept_as_it_was_typed_and_named_app_10() {
    for portal in portals().await {
        cast(&portal).await;
        for (page, typed, field, reason) in [
            (
                "income/1",
                vec![
                    ("any", "yes"),
                    ("kind_1", "wages"),
                    ("amount_1", "100-200"),
                    ("frequency_1", "monthly"),
                ],
                "amount_1",
                "Income 1: amount each time: There are two amounts",
            ),
            ("contact", vec![("phone", "651-555-01234")], "phone", "Phone: A phone number has ten digits"),
            (
                "person/1",
                vec![("given_name", "😀😀"), ("family_name", "Sample")],
                "given_name",
                "First name: A name has letters",
            ),
            (
                "person/1",
                vec![("born_month", "2"), ("born_day", "29"), ("born_year", "1900")],
                "born_day",
                "Date of birth: There is no 29 February",
            ),
            (
                "person/1",
                vec![("born_month", "4"), ("born_day", "3"), ("born_year", "86")],
                "born_year",
                "Date of birth: Write the year with all four digits",
            ),
        ] {
            let (stored, wrong) = kept(&portal, page, &typed).await;
            let was = typed.iter().find(|(name, _)| *name == field).unwrap().1;
            assert_eq!(stored[field], was);
            assert!(wrong.iter().any(|words| words.starts_with(reason)), "{page} {reason}: {wrong:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hidden_and_turning_signs_are_not_stored_and_the_field_is_named_app_10() {
    for portal in portals().await {
        cast(&portal).await;
        let ana = consumer("ana");
        let opened = portal.open_application(&ana, &key("ana")).await.unwrap();
        for (page, field, typed) in [
            ("address", "street", "1 \u{202E}Sample"),
            ("person/1", "family_name", "\u{200B}"),
            ("contact", "phone", "651-555\u{200B}-0123"),
        ] {
            let version = draft(&portal).await.version(Page::from_slug(page).unwrap());
            let saved =
                save(&portal, &ana, "ana", &opened.key, (page, version, fields(&[(field, typed)]))).await;
            let Err(Error::Invalid(faults)) = saved else { panic!("{page} {field} was saved") };
            assert_eq!((faults[0].field.as_str(), faults[0].rule), (field, "APP-10"));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_twice_is_not_submitted_app_8() {
    for portal in portals().await {
        cast(&portal).await;
        let ana = consumer("ana");
        let opened = portal.open_application(&ana, &key("ana")).await.unwrap();
        fill(&portal, &ana, "ana", &opened.key, "Kowalski").await;
        let second = portal.add_person(&ana, &key("ana"), &opened.key).await.unwrap().value;
        let who = [("given_name", "Eve"), ("family_name", "Kowalski"), ("applying", "yes")];
        let born = [("born_month", "4"), ("born_day", "2"), ("born_year", "1986")];
        let no = ["pregnant", "disabled", "tribe", "tobacco"].map(|question| (question, "no"));
        let about = [("resident", "yes"), ("incarceration", "none")];
        // Written otherwise, and the same number.
        let number = [("ssn", "123.45.6789"), ("status", "citizen")];
        for (page, typed) in [
            ("person", [&who[..], &born].concat()),
            ("citizenship", number.to_vec()),
            ("about", [&about[..], &no].concat()),
            ("relationships", vec![("to_1", "sibling"), ("lives_here", "yes")]),
            ("taxes", vec![("role", "non_filer")]),
            ("income", vec![("any", "no")]),
            ("coverage", vec![("employer", "none"), ("medicare", "none"), ("other", "none")]),
        ] {
            put(&portal, &ana, "ana", &opened.key, &format!("{page}/{second}"), fields(&typed)).await;
        }
        let open = draft(&portal).await;
        let found = domain::application::problems(&open.answers);
        let places: Vec<_> = found.iter().map(|problem| (problem.page, problem.rule)).collect();
        assert_eq!(places, [(Page::Citizenship(1), "APP-8"), (Page::Citizenship(second), "APP-8")]);
        assert!(open.summary.percent < 100, "somebody who helps sees that it is not ready");
        let refused =
            portal.submit_application(&ana, &key("ana"), &opened.key, &signed("Ana Kowalski", "k")).await;
        assert!(matches!(refused, Err(Error::Refused(Refusal::PersonTwice))), "{refused:?}");
        // Twins have numbers of their own.
        let own = fields(&[("ssn", "123-45-6788"), ("status", "citizen")]);
        put(&portal, &ana, "ana", &opened.key, &format!("citizenship/{second}"), own).await;
        assert_eq!(draft(&portal).await.summary.percent, 100);
        let signature = signed("ana  kowalski", "k2");
        portal.submit_application(&ana, &key("ana"), &opened.key, &signature).await.unwrap();
        assert_eq!(
            column(&portal, "SELECT signature FROM applications").await,
            ["ana  kowalski"],
            "as it was typed"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_review_is_of_an_adult_of_the_application_who_is_told_and_can_say_no_act_6() {
    for portal in portals().await {
        cast(&portal).await;
        let (ana, bo) = (consumer("ana"), assister("bo"));
        let opened = portal.open_application(&bo, &key("ana")).await.unwrap();
        fill(&portal, &bo, "ana", &opened.key, "Kowalski").await;
        let mut mickey = reviewed();
        mickey.insert("consumer_name".to_owned(), "Mickey Mouse".to_owned());
        let Err(Error::Invalid(faults)) = portal.record_review(&bo, &key("ana"), &opened.key, &mickey).await
        else {
            panic!("Mickey Mouse reviewed it")
        };
        assert!(faults[0].message.contains("Ana Kowalski"), "{faults:?}");
        portal.clock().advance(60);
        portal.record_review(&bo, &key("ana"), &opened.key, &reviewed()).await.unwrap();
        let mails = portal.practice_mails().await.unwrap();
        assert!(mails[0].body.contains("recorded that Ana Kowalski reviewed"), "{}", mails[0].body);
        // Only the consumer can say that it is not so.
        let denied = portal.dispute_review(&bo, &key("ana"), (&opened.key, 1)).await.unwrap_err();
        assert!(matches!(denied, Error::Denied(Denial::ConsumerOnly)), "{denied}");
        let unknown = portal.dispute_review(&ana, &key("ana"), (&opened.key, 2)).await;
        assert!(matches!(unknown, Err(Error::NotFound)));
        for _ in ["once", "again"] {
            portal.dispute_review(&ana, &key("ana"), (&opened.key, 1)).await.unwrap();
        }
        assert!(draft(&portal).await.reviews[0].disputed_at.is_some());
        let form = signed("for Ana Kowalski, by bo", "k1");
        let refused = portal.submit_application(&bo, &key("ana"), &opened.key, &form).await;
        assert!(matches!(refused, Err(Error::Refused(Refusal::ReviewMissing))));
        portal.record_review(&bo, &key("ana"), &opened.key, &reviewed()).await.unwrap();
        portal.submit_application(&bo, &key("ana"), &opened.key, &form).await.unwrap();
    }
}
