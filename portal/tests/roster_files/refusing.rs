//! What is refused: whole files with line, column and reason, and rows, by the rules of the account's form.

use super::*;
use domain::form::Wrong;
use words::Words;

/// A file, and the line, the column, the heading and the reason for which it is refused.
type Case = (Vec<u8>, (u64, u64, &'static str, WrongFile));

/// The place and the reason for which a file is refused whole.
#[expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]
async fn whole(portal: &Portal, bytes: &[u8]) -> (u64, u64, String, WrongFile) {
    let form_key = uuid();
    let upload = Upload { form_key: &form_key, bytes };
    let fault = portal.take_roster_file(&resource_manager(), &upload).await.unwrap_err();
    let Error::Invalid(faults) = fault else { unreachable!("{fault}") };
    assert_eq!((faults[0].field.as_str(), faults[0].rule), ("file", "CERT-2"));
    let Wrong::File(fault) = faults[0].wrong.clone() else { unreachable!("{:?}", faults[0]) };
    (fault.at.line, fault.at.column, fault.at.heading, fault.wrong)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_refused_whole_with_its_line_column_and_reason_cert_2() {
    for portal in portals().await {
        cast(&portal).await;
        let good = |name: &str, npn| broker(name, npn);
        let text = |rows: &[String]| file(rows);
        let cases: Vec<Case> = vec![
            (b"kind,\"given\n".to_vec(), (1, 2, "", WrongFile::QuoteOpen)),
            (text(&[good("G\0l", 1)]).into_bytes(), (2, 2, "", WrongFile::NoText)),
            (
                text(&[good("Gil", 1)]).replace(",email,", ",").into_bytes(),
                (1, 12, "", WrongFile::HeadingMissing("email".to_owned())),
            ),
            (text(&[good("Gil", 4), good("Hal", 4)]).into_bytes(), (3, 5, "npn", WrongFile::Twice(2))),
            (text(&[good("Gil", 4), good("Gil", 5)]).into_bytes(), (3, 4, "email", WrongFile::Twice(2))),
            (
                text(&[good("Gil", 4).replace(",,", ",=HYPERLINK(1),")]).into_bytes(),
                (2, 6, "agency", WrongFile::Formula),
            ),
            (text(&[good("@Gil", 4)]).into_bytes(), (2, 2, "given_name", WrongFile::Formula)),
            (
                text(&[good("Gil", 4)]).replace("given_name", "email").into_bytes(),
                (1, 4, "email", WrongFile::HeadingTwice),
            ),
            (
                text(&[good("Gil", 4)]).replace("given_name", "").into_bytes(),
                (2, 2, "", WrongFile::HeadingEmpty),
            ),
            (text(&vec!["x".to_owned(); 20_001]).into_bytes(), (20_002, 1, "", WrongFile::TooManyRows)),
            (vec![b'x'; 10 * 1024 * 1024 + 1], (1, 1, "", WrongFile::TooLarge)),
        ];
        for (bytes, (line, column, heading, wrong)) in cases {
            assert_eq!(whole(&portal, &bytes).await, (line, column, heading.to_owned(), wrong));
        }
        assert_eq!(count(&portal, "SELECT count(*) FROM roster_files").await, 0);
        let refused = "SELECT count(*) FROM audit_events WHERE action = 'take_roster_file' AND outcome = 'refused' AND rule = 'CERT-2'";
        assert_eq!(count(&portal, refused).await, 11);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_number_with_a_plus_is_no_formula_cert_2() {
    for portal in portals().await {
        cast(&portal).await;
        let row = broker("Gil", 40_000_001).replace("651-555-0107", "+1 651 555 0107");
        let key = looked(&portal, &file(&[row])).await;
        assert_eq!(counts(&portal, &key).await, [0, 0, 1, 0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_heading_is_asked_about_on_a_page_and_refused_by_command_cert_2() {
    for portal in portals().await {
        cast(&portal).await;
        let (rae, text) =
            (resource_manager(), file(&[broker("Gil", 40_000_001)]).replace("email", "Mail address"));
        let fault =
            portal.import_roster_file(&rae, (text.as_bytes(), true), ("", ADDRESS)).await.err().unwrap();
        let Error::Invalid(faults) = fault else { panic!("{fault}") };
        assert!(
            matches!(&faults[0].wrong, Wrong::File(fault) if fault.wrong == WrongFile::HeadingUnknown && fault.at.column == 4)
        );
        let (key, state) = take(&portal, &rae, "asked", &text).await.unwrap();
        assert_eq!(state, FileState::Asking);
        let asked = portal.read_roster_columns(&rae, &key).await.unwrap().unwrap();
        assert_eq!(asked.guess[3].as_deref(), Some("email"));
        assert_eq!(asked.sample[0][3], "gil@example.org");
        let mut said: Vec<String> = asked.guess.iter().map(|one| one.clone().unwrap_or_default()).collect();
        said[3] = String::new();
        let fault = portal.map_roster_file(&rae, &key, &said).await.unwrap_err();
        assert!(matches!(fault, Error::Invalid(_)), "{fault}");
        said[3] = "email".to_owned();
        portal.map_roster_file(&rae, &key, &said).await.unwrap();
        portal.look_at_roster_file(&rae, &key).await.unwrap();
        assert_eq!(counts(&portal, &key).await, [0, 0, 1, 0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_is_judged_as_the_form_judges_it_and_names_line_column_and_reason_cert_2() {
    for portal in portals().await {
        cast(&portal).await;
        rae_with_account(&portal, "a quiet lake in the north woods").await;
        let b = |name: &str, npn| broker(name, npn);
        let cases = [
            (b("Gil", 1).replace("gil@", "info@"), "email", 4),
            (b("Gil", 1).replace("gil@", "rae@"), "email", 4),
            (b("Gil", 1).replace("gil@", "nia@"), "kind", 1),
            (
                b("Gil", 1)
                    .replace("broker", "navigator")
                    .replace(",,", ",Sample Helpers,")
                    .replace("2027-06-30", ""),
                "npn",
                5,
            ),
            (
                b("Gil", 1).replace("broker", "navigator").replace(",1,,", ",,Sample Helpers,"),
                "license_until",
                10,
            ),
            (b("Gil", 1).replace("broker", "wizard"), "kind", 1),
            (b("Gil", 1).replace(",1,", ",12A,"), "npn", 5),
            (b("Gil", 1).replace("2027-10-31", "soon"), "certified_until", 9),
            (b("Gil", 1).replace("2027-10-31", "2026-10-31"), "certified_until", 9),
            (b("Gil", 1).replace(",,", ",Nobody's,"), "agency", 6),
            (b("Gil", 1).replace(",,", ",Sample Helpers,"), "agency", 6),
            (b("Gil", 1).replace("2027-06-30", ""), "license_until", 10),
        ];
        for (row, field, column) in cases {
            let key = looked(&portal, &file(std::slice::from_ref(&row))).await;
            let seen = lines(&portal, &key, RowOutcome::Refused).await;
            assert_eq!(counts(&portal, &key).await, [1, 0, 0, 0], "{row}");
            let told: Vec<_> = seen[0].reasons.iter().map(|one| (one.heading.as_str(), one.column)).collect();
            // Of a kind that there is not, other answers may be wrong too.
            assert!(told.contains(&(field, Some(column))), "{row}: {told:?}");
            assert!(
                seen[0].line == 2 && seen[0].reasons.iter().all(|one| !one.why(Words::default()).is_empty())
            );
        }
        let navigator = "navigator,Nan,Sample,nan@example.org,,,651-555-0107,2026-11-01,2027-10-31,,2026-10-01,2026-10-01";
        let long = format!("{},more", b("Gil", 1));
        for (row, why) in [(navigator.to_owned(), "organization"), (long, "more cells")] {
            let key = looked(&portal, &file(&[row])).await;
            let seen = lines(&portal, &key, RowOutcome::Refused).await;
            assert!(
                seen[0].reasons.iter().any(|one| one.why(Words::default()).contains(why)),
                "{:?}",
                seen[0].reasons
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_one_file_do_not_take_each_others_number_and_name_an_account_once_cert_4() {
    for portal in portals().await {
        cast(&portal).await;
        let head = "reference_number,npn,email";
        // Bo would get Cy's number and Cy keeps it; Bo is named by his number and by his address.
        let text = format!("{head}\n1000002,17500099,\n,,bo@example.org\n");
        let key =
            looked(&portal, &text.replace(",\n", ",bo@example.org\n").replace("\n,,bo", "\n,,nobody")).await;
        assert_eq!(counts(&portal, &key).await[1], 1);
        let text = "reference_number,npn\n1000002,17500099\n1000015,17500002\n9999999,5\n,17500099\n";
        let (rae, form_key) = (resource_manager(), uuid());
        let upload = Upload { form_key: &form_key, bytes: text.as_bytes() };
        let fault = portal.take_roster_file(&rae, &upload).await.unwrap_err();
        assert!(matches!(fault, Error::Invalid(_)));
        let text = "reference_number,npn,public_phone\n1000002,17500001,651-555-0199\n,17500002,651-555-0198\n1000015,,651-555-0197\n";
        let key = looked(&portal, text).await;
        assert_eq!(counts(&portal, &key).await, [1, 2, 0, 0]);
        let seen = lines(&portal, &key, RowOutcome::Refused).await;
        assert_eq!(seen[0].line, 4);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_was_closed_for_another_one_is_neither_exported_nor_matched_nor_changed_cert_9() {
    for portal in portals().await {
        cast(&portal).await;
        run(
            &portal,
            "UPDATE assisters SET state = 'decertified', merged_into = 'bo', closed_at = 1 WHERE assister_key = 'cy'",
        )
        .await;
        let rae = resource_manager();
        let export = String::from_utf8(portal.export_roster(&rae).await.unwrap()).unwrap();
        assert!(export.contains("1000002") && !export.contains("1000015"), "{export}");
        let before =
            column(&portal, "SELECT email || CAST(version AS TEXT) FROM assisters WHERE assister_key = 'cy'")
                .await;
        let by_number = "reference_number,public_phone\n1000015,651-555-0199\n";
        let by_email = file(&[broker("Cy", 40_000_001)]);
        for (text, field) in [(by_number, "reference_number"), (&*by_email, "email")] {
            let key = looked(&portal, text).await;
            assert_eq!(counts(&portal, &key).await, [1, 0, 0, 0], "{text}");
            let seen = lines(&portal, &key, RowOutcome::Refused).await;
            assert_eq!(seen[0].reasons[0].field, field);
        }
        // Whoever has the number now is somebody else.
        let key = looked(&portal, &file(&[broker("Gil", 17_500_002)])).await;
        assert_eq!(counts(&portal, &key).await, [0, 0, 1, 0]);
        portal.apply_roster_file(&rae, &key, ("", ADDRESS)).await.unwrap();
        let after =
            column(&portal, "SELECT email || CAST(version AS TEXT) FROM assisters WHERE assister_key = 'cy'")
                .await;
        assert_eq!(after, before);
    }
}
