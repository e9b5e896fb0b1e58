//! Finding an assister by number, and what is read before agreeing (ASSOC-2, ASSOC-3, ASSOC-10).

use crate::*;
use domain::numbers::ReferenceNumber;

#[tokio::test(flavor = "multi_thread")]
async fn a_consumer_finds_an_assister_by_number_whatever_spaces_and_dashes_assoc_2() {
    for portal in portals().await {
        cast(&portal).await;
        for typed in ["1000031", " 100-0031 ", "100 0031", "100.0031"] {
            let found = portal.find_assister(&consumer("max"), &key("max"), typed).await.unwrap();
            assert_eq!(found.name(), "Nia Xiong");
            assert_eq!(found.kind(), AssisterKind::Navigator);
            assert_eq!(found.agency.as_deref(), Some("Sample Helpers"));
            assert_eq!(found.languages(), ["en", "hmn"]);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_and_not_able_to_act_today_are_the_same_answer_assoc_2() {
    for portal in portals().await {
        cast(&portal).await;
        run(&portal, "UPDATE assisters SET state = 'suspended' WHERE assister_key = 'cam'").await;
        run(&portal, "UPDATE assisters SET state = 'invited' WHERE assister_key = 'cy'").await;
        let unknown = ReferenceNumber::from_random(77).digits().to_owned();
        let mut answers = std::collections::HashSet::new();
        for number in [unknown.as_str(), DI, CAM, CY] {
            let found = portal.find_assister(&consumer("max"), &key("max"), number).await.unwrap_err();
            let read = portal.read_statement(&consumer("max"), &key("max"), number).await.unwrap_err();
            answers.insert(found.to_string());
            answers.insert(read.to_string());
            assert_eq!(refusal(&found), Some(Refusal::AssisterNotFound), "{number}");
        }
        assert_eq!(answers.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_check_digit_is_refused_before_any_look_up_cert_3() {
    for portal in portals().await {
        cast(&portal).await;
        for typed in ["1000007", "1000060", "0100000", "123", "12345678", "", "abcdefg", "１０００００６"]
        {
            let refused = portal.find_assister(&consumer("max"), &key("max"), typed).await.unwrap_err();
            let Error::Invalid(faults) = &refused else { panic!("{typed}: {refused}") };
            assert_eq!((faults[0].field.as_str(), faults[0].rule), ("reference", "ASSOC-2"));
        }
        assert_eq!(count(&portal, "SELECT count(*) FROM attempts").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_numbers_an_hour_may_be_looked_up_assoc_10() {
    for portal in portals().await {
        cast(&portal).await;
        let max = consumer("max");
        for n in 0..10 {
            let number = ReferenceNumber::from_random(n * 31 + 500).digits().to_owned();
            let missed = portal.find_assister(&max, &key("max"), &number).await.unwrap_err();
            assert_eq!(refusal(&missed), Some(Refusal::AssisterNotFound));
            // The same number again is not a new one.
            portal.find_assister(&max, &key("max"), &number).await.unwrap_err();
        }
        for verb in 0..3 {
            let refused = match verb {
                0 => portal.find_assister(&max, &key("max"), BO).await.map(drop),
                1 => portal.read_statement(&max, &key("max"), BO).await.map(drop),
                _ => {
                    let shown = StatementShown {
                        version: String::new(),
                        language: String::new(),
                        sha256: String::new(),
                    };
                    portal.authorize_assister(&max, &key("max"), BO, &shown).await.map(drop)
                }
            };
            assert_eq!(refusal(&refused.unwrap_err()), Some(Refusal::TooManyLookUps));
        }
        assert_eq!(count(&portal, "SELECT count(*) FROM attempts WHERE failed = 1").await, 20);
        // An office shares the address: what another account asked for in vain is not theirs.
        portal.find_assister(&consumer("eve"), &key("eve"), BO).await.unwrap();
        portal.clock().advance(3601);
        assert_eq!(portal.find_assister(&max, &key("max"), BO).await.unwrap().name(), "Bo Lind");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_may_ask_in_vain_a_hundred_times_an_hour_and_a_crowd_that_finds_is_not_stopped_assoc_10() {
    for portal in portals().await {
        cast(&portal).await;
        let max = consumer("max");
        let as_account = |number: u32| of_account(&max, &format!("account-{number}"));
        for person in 0..120 {
            portal.find_assister(&as_account(person), &key("max"), NIA).await.unwrap();
            portal.read_statement(&as_account(person), &key("max"), BO).await.unwrap();
        }
        let mut missed = 0;
        for number in 0..110 {
            let (who, digits) = (
                as_account(200 + number / 10),
                ReferenceNumber::from_random(number * 31 + 500).digits().to_owned(),
            );
            let refused = portal.find_assister(&who, &key("max"), &digits).await.unwrap_err();
            missed += u32::from(refusal(&refused) == Some(Refusal::AssisterNotFound));
        }
        assert_eq!(missed, 100);
        let elsewhere = from_address(&as_account(300), "2001:db8::1");
        portal.find_assister(&elsewhere, &key("max"), BO).await.unwrap();
        portal.clock().advance(3601);
        portal.find_assister(&as_account(301), &key("max"), BO).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_counted_tells_neither_who_looked_up_nor_from_where_nor_whom_assoc_10() {
    for portal in portals().await {
        cast(&portal).await;
        let number = ReferenceNumber::from_random(77).digits().to_owned();
        portal.find_assister(&consumer("max"), &key("max"), &number).await.unwrap_err();
        let counted =
            column(&portal, "SELECT attempt_key || ' ' || subject FROM attempts ORDER BY scope").await;
        assert_eq!(counted.len(), 2);
        let digest = |text: &str| door::randomness::sha256_hex(text.as_bytes());
        for told in [
            "account-max".to_owned(),
            "127.0.0.1".to_owned(),
            digest(&format!("look_up_account|account-max|{number}")),
            digest(&format!("look_up_address|127.0.0.1|{number}")),
        ] {
            assert!(counted.iter().all(|row| !row.contains(&told)), "{counted:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn before_agreeing_the_consumer_reads_everything_that_matters_assoc_3() {
    for portal in portals().await {
        cast(&portal).await;
        let statement = portal.read_statement(&consumer("ana"), &key("ana"), NIA).await.unwrap();
        let card = &statement.assister;
        assert_eq!((card.name().as_str(), card.public_phone.as_str()), ("Nia Xiong", "651-555-0104"));
        assert_eq!((card.public_email.as_str(), card.reference_number.as_str()), ("nia@example.org", NIA));
        assert!(statement.paragraphs.iter().any(|text| text.contains("Nia Xiong")));
        assert!(statement.privacy_notice.contains("private"));
        let replaced = statement.replaces.as_ref().unwrap();
        assert_eq!(replaced.name, "Bo Lind");
        assert!(replaced.what_ending_does.contains("agent of record"));
        let own = portal.read_statement(&consumer("ana"), &key("ana"), BO).await.unwrap();
        assert!(own.is_present && own.replaces.is_none());
        let first = portal.read_statement(&consumer("max"), &key("max"), NIA).await.unwrap();
        assert!(!first.is_present && first.replaces.is_none());
    }
}
