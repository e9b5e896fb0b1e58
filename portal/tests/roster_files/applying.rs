//! What applying a file writes: what the form would have written, all or nothing, and never an association.

use super::*;
use domain::{certification::AccountState, instant::Instant, people::ConsumerKey};

#[expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]
async fn apply(portal: &Portal, text: &str, why: &str) -> RosterFileKey {
    let key = looked(portal, text).await;
    let done = portal.apply_roster_file(&resource_manager(), &key, (why, ADDRESS)).await.unwrap();
    assert_eq!(done, Applied::Done);
    key
}

async fn key_of(portal: &Portal, name: &str) -> AssisterKey {
    let sql = format!("SELECT assister_key FROM assisters WHERE given_name = '{name}'");
    AssisterKey(column(portal, &sql).await.remove(0))
}

/// What is stored of an account, without what is its own alone.
async fn stored(portal: &Portal, name: &str) -> Vec<String> {
    let columns = "kind || state || family_name || coalesce(npn, '') || public_phone || public_email || languages || coalesce(agency_key, '') \
         || certified_from || certified_until || coalesce(training_passed_on, '') || coalesce(assessment_passed_on, '') \
         || coalesce(license_until, '') || coalesce(access_approved_on, '') || city || zip || county || ways || accessibility \
         || CAST(accepts_new AS TEXT) || CAST(in_directory AS TEXT) || CAST(coalesce(north, 0) AS TEXT)";
    let account =
        column(portal, &format!("SELECT {columns} FROM assisters WHERE given_name = '{name}'")).await;
    let steps = "SELECT CAST(t.number AS TEXT) || t.transition || t.state || t.reason || t.account_key FROM assister_transitions t \
         JOIN assisters a ON a.assister_key = t.assister_key WHERE a.given_name = ";
    let steps = column(portal, &format!("{steps}'{name}'")).await;
    let invited = "SELECT CAST(i.expires_at - i.created_at AS TEXT) FROM invitations i JOIN assisters a ON a.assister_key = i.assister_key \
         WHERE a.given_name = ";
    [account, steps, column(portal, &format!("{invited}'{name}'")).await].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_row_makes_and_invites_exactly_as_the_form_does_cert_2_cert_3() {
    for portal in portals().await {
        cast(&portal).await;
        let head = "kind,given_name,family_name,email,npn,public_phone,public_email,languages,city,zip,ways,accessibility,accepts_new,\
                    in_directory,certified_from,certified_until,training_passed_on,assessment_passed_on,license_until";
        let row = "Broker,Gil,Sample,Gil@Example.org,40000001,(651) 555 0107,x@example.org,Somali; Spanish,St. Paul,55101,phone,,yes,yes,\
                   11/1/2026,2027-10-31,2026-10-01,,2027-06-30";
        apply(&portal, &format!("{head}\n{row}\n"), "").await;
        let typed: domain::form::Fields = [
            ("kind", "broker"),
            ("given_name", "Hal"),
            ("family_name", "Sample"),
            ("email", "hal@example.org"),
            ("npn", "40000002"),
            ("public_phone", "651-555-0107"),
            ("public_email", "x@example.org"),
            ("languages", "es"),
            ("languages#2", "so"),
            ("city", "St. Paul"),
            ("zip", "55101"),
            ("ways", "phone"),
            ("accepts_new", "yes"),
            ("in_directory", "yes"),
            ("certified_from_month", "11"),
            ("certified_from_day", "1"),
            ("certified_from_year", "2026"),
            ("certified_until_month", "10"),
            ("certified_until_day", "31"),
            ("certified_until_year", "2027"),
            ("training_passed_on_month", "10"),
            ("training_passed_on_day", "1"),
            ("training_passed_on_year", "2026"),
            ("license_until_month", "6"),
            ("license_until_day", "30"),
            ("license_until_year", "2027"),
        ]
        .map(|(field, value)| (field.to_owned(), value.to_owned()))
        .into();
        portal.create_assister(&resource_manager(), &typed, ADDRESS).await.unwrap();
        let (gil, hal) = (stored(&portal, "Gil").await, stored(&portal, "Hal").await);
        let same = |lines: &[String]| {
            lines.join("\n").replace("40000002", "40000001").replace("en,so,es", "en,es,so")
        };
        assert_eq!(same(&gil), same(&hal));
        let (gil, hal) =
            (mail_to(&portal, "gil@example.org").await, mail_to(&portal, "hal@example.org").await);
        assert_eq!((gil.len(), hal.len()), (1, 1));
        let bare = |mail: &str| -> String {
            let code =
                mail.lines().find(|line| line.starts_with("Your registration code: ")).unwrap_or_default();
            mail.replace(code, "CODE").chars().filter(|sign| !sign.is_ascii_digit()).collect()
        };
        assert_eq!(bare(&gil[0]), bare(&hal[0]).replace("Hal", "Gil"));
        // The code of the mail activates.
        let code = gil[0].lines().find_map(|line| line.strip_prefix("Your registration code: ")).unwrap();
        let context = portal::RequestContext::default();
        assert_eq!(portal.check_registration_code(code, &context).await.unwrap().given, "Gil");
        assert_eq!(
            count(&portal, "SELECT count(*) FROM audit_events WHERE action = 'apply_roster_file'").await,
            1
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_row_is_kept_field_by_field_with_the_reason_and_told_by_mail_cert_9() {
    for portal in portals().await {
        cast(&portal).await;
        run(
            &portal,
            "INSERT INTO accounts (account_key, role, username, email, given_name, family_name, created_at) \
             VALUES ('account-bo', 'assister', 'bo', 'bo@example.org', 'Bo', 'Lind', 1); \
             UPDATE assisters SET account_key = 'account-bo' WHERE assister_key = 'bo'; \
             INSERT INTO roster_changes VALUES ('bo', 7, 1, 'city', '', 'x', 'before', 'rae')",
        )
        .await;
        let text = "Reference number,E-mail,Last name,Agency or organization,kind\n\
                    1000002,bo.lind@example.org,Linde,,\n1000031,nia@example.org,Xiong,Sample Clinic,cac\n";
        let key = looked(&portal, text).await;
        assert_eq!(
            counts(&portal, &key).await,
            [0, 2, 0, 0],
            "{:?}",
            lines(&portal, &key, RowOutcome::Refused).await
        );
        let rae = resource_manager();
        let fault = portal.apply_roster_file(&rae, &key, (" ", ADDRESS)).await.unwrap_err();
        assert_eq!(refusal(&fault), Some(Refusal::ReasonMissing));
        portal.apply_roster_file(&rae, &key, ("Their yearly list.", ADDRESS)).await.unwrap();
        let bo = portal.read_assister(&rae, &AssisterKey("bo".into())).await.unwrap();
        let kept: Vec<_> = bo.changes.iter().map(|kept| (kept.change().field, kept.reason.clone())).collect();
        let because = |field: &str| (field.to_owned(), "Their yearly list.".to_owned());
        assert_eq!(kept[..2], [because("email"), because("family_name")]);
        assert_eq!((bo.row.reference_number.as_str(), bo.row.version), ("1000002", 2));
        assert_eq!(
            column(&portal, "SELECT given_name || ' ' || family_name || ' ' || email FROM accounts WHERE account_key = 'account-bo'").await,
            ["Bo Linde bo.lind@example.org"]
        );
        for address in ["bo@example.org", "bo.lind@example.org"] {
            let mails = mail_to(&portal, address).await;
            assert!(
                mails.len() == 1 && mails[0].contains("Their yearly list.") && mails[0].contains("Last name")
            );
        }
        let nia = portal.read_assister(&rae, &AssisterKey("nia".into())).await.unwrap();
        let agency = nia.changes.iter().map(domain_change).find(|(field, _, _)| field == "agency").unwrap();
        assert_eq!((agency.1.as_str(), agency.2.as_str()), ("Sample Helpers", "Sample Clinic"));
        assert_eq!(nia.row.assister_id.as_deref(), Some("ACDEFGHJM"));
    }
}

fn domain_change(kept: &portal::changes::KeptChange) -> (String, String, String) {
    let change = kept.change();
    (change.field, change.was, change.becomes)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_address_of_somebody_who_was_invited_gets_a_new_invitation_and_the_old_code_ends_cert_9() {
    for portal in portals().await {
        cast(&portal).await;
        apply(&portal, &file(&[broker("Gil", 40_000_001)]), "").await;
        let gil = key_of(&portal, "Gil").await;
        let text = file(&[broker("Gil", 40_000_001).replace("gil@", "gil.sample@")]);
        apply(&portal, &text, "a wrong address").await;
        let open = format!("SELECT count(*) FROM invitations WHERE expires_at > {}", portal.clock().now().0);
        assert_eq!(count(&portal, &open).await, 1);
        let account = portal.read_assister(&resource_manager(), &gil).await.unwrap();
        assert_eq!(account.row.credentials.state, AccountState::Invited);
        assert_eq!(account.row.invitation_until, Some(Instant(NOW).plus_seconds(7 * 86_400)));
        let mails = mail_to(&portal, "gil.sample@example.org").await;
        assert!(mails.iter().any(|mail| mail.contains("Your registration code: ")), "{mails:?}");
        assert_eq!(mail_to(&portal, "gil@example.org").await.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_written_when_one_row_cannot_be_and_the_file_can_be_applied_again_cert_2() {
    for portal in portals().await {
        cast(&portal).await;
        let rows: Vec<_> = (0..300).map(|n| broker(&numbered(n), 40_000_000 + n)).collect();
        let text = format!("{}1000002,\n", file(&rows));
        let text =
            text.replace("1000002,\n", &format!("{}\n", broker("Bo", 17_500_001).replace("Sample", "Linde")));
        let key = looked(&portal, &text).await;
        assert_eq!(counts(&portal, &key).await, [0, 1, 300, 0]);
        run(&portal, "CREATE UNIQUE INDEX planted ON assisters (family_name, certified_until)").await;
        let (rae, why) = (resource_manager(), ("why", ADDRESS));
        assert!(portal.apply_roster_file(&rae, &key, why).await.is_err());
        for (table, rows) in [
            ("assisters", 5),
            ("invitations", 0),
            ("outbox", 0),
            ("roster_changes", 0),
            ("assister_transitions", 0),
        ] {
            assert_eq!(count(&portal, &format!("SELECT count(*) FROM {table}")).await, rows, "{table}");
        }
        let row = portal.read_roster_file(&rae, &key, (None, 1)).await.unwrap().row;
        assert_eq!((row.state, row.note), (FileState::Ready, domain::roster_file::FileNote::Failed));
        run(&portal, "DROP INDEX planted").await;
        assert_eq!(portal.apply_roster_file(&rae, &key, why).await.unwrap(), Applied::Done);
        assert_eq!(count(&portal, "SELECT count(*) FROM assisters").await, 305);
        assert_eq!(count(&portal, "SELECT count(*) FROM outbox").await, 301);
        // Once more does nothing more (APP-6).
        assert_eq!(portal.apply_roster_file(&rae, &key, why).await.unwrap(), Applied::Before);
        assert_eq!(count(&portal, "SELECT count(*) FROM assisters").await, 305);
        assert_eq!(count(&portal, "SELECT count(DISTINCT reference_number) FROM assisters").await, 305);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_roster_that_changed_since_is_looked_at_again_before_anything_is_written_cert_2() {
    for portal in portals().await {
        cast(&portal).await;
        let text = file(&[broker("Gil", 40_000_001), broker("Bo", 17_500_001).replace("Sample", "Linde")]);
        let key = looked(&portal, &text).await;
        assert_eq!(counts(&portal, &key).await, [0, 1, 1, 0]);
        // On another server somebody else makes the same account.
        let other = second_process(&portal).await;
        let gil = file(&[broker("Gil", 40_000_001)]);
        other.import_roster_file(&resource_manager(), (gil.as_bytes(), false), ("", ADDRESS)).await.unwrap();
        let (rae, why) = (resource_manager(), ("why", ADDRESS));
        let fault = portal.apply_roster_file(&rae, &key, why).await.unwrap_err();
        assert_eq!(refusal(&fault), Some(Refusal::RosterMoved));
        let row = portal.read_roster_file(&rae, &key, (None, 1)).await.unwrap().row;
        assert_eq!((row.note, row.changed, row.unchanged), (domain::roster_file::FileNote::Changed, 1, 1));
        // Another server goes on with what this one took in.
        assert_eq!(other.apply_roster_file(&rae, &key, why).await.unwrap(), Applied::Done);
        let bo = portal.read_assister(&rae, &AssisterKey("bo".into())).await.unwrap();
        assert_eq!(bo.row.family_name, "Linde");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_that_apply_one_file_at_once_write_it_once_app_6() {
    for portal in portals().await {
        cast(&portal).await;
        let rows: Vec<_> = (0..50).map(|n| broker(&numbered(n), 40_000_000 + n)).collect();
        let key = looked(&portal, &file(&rows)).await;
        let other = second_process(&portal).await;
        let rae = resource_manager();
        let (one, two) = tokio::join!(
            portal.apply_roster_file(&rae, &key, ("", ADDRESS)),
            other.apply_roster_file(&rae, &key, ("", ADDRESS))
        );
        let done = [one.unwrap(), two.unwrap()];
        assert!(done.contains(&Applied::Done) && done.contains(&Applied::Before), "{done:?}");
        assert_eq!(count(&portal, "SELECT count(*) FROM assisters").await, 55);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_form_sent_twice_is_one_file_and_another_file_under_its_key_is_refused_app_6() {
    for portal in portals().await {
        cast(&portal).await;
        let (rae, text) = (resource_manager(), file(&[broker("Gil", 40_000_001)]));
        let first = take(&portal, &rae, "one", &text).await.unwrap().0;
        assert_eq!(take(&portal, &rae, "one", &text).await.unwrap().0, first);
        let other = take(&portal, &rae, "one", &text.replace("Gil", "Hal")).await.unwrap_err();
        assert_eq!(refusal(&other), Some(Refusal::FormKeyReused));
        assert_eq!(count(&portal, "SELECT count(*) FROM roster_files").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_file_makes_changes_or_ends_an_association_assoc_1() {
    for portal in portals().await {
        cast(&portal).await;
        let associations = "SELECT association_key || consumer_key || assister_key || CAST(started_at AS TEXT) || coalesce(ended_by, '') \
             FROM associations ORDER BY association_key";
        let (before, ana) = (column(&portal, associations).await, rows_of(&portal, "ana").await);
        let export = String::from_utf8(portal.export_roster(&resource_manager()).await.unwrap()).unwrap();
        // Everybody gets another phone number, Bo another address, Di another agency; somebody is new.
        let changed =
            export.replace("651-555-01", "651-555-02").replace("bo@example.org", "bo.lind@example.org");
        let key = apply(&portal, &changed, "all of them").await;
        assert_eq!(counts(&portal, &key).await, [0, 5, 0, 0]);
        apply(&portal, &file(&[broker("Gil", 40_000_001)]), "").await;
        assert_eq!(column(&portal, associations).await, before);
        assert_eq!(rows_of(&portal, "ana").await, ana);
        let seen = portal.read_association(&consumer("ana"), &ConsumerKey("ana".into())).await.unwrap();
        assert!(seen.current.is_some());
        portal.open_application(&assister("bo"), &ConsumerKey("ana".into())).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn thousands_of_rows_take_far_fewer_statements() {
    let portal = sqlite().await;
    cast(&portal).await;
    let rows: Vec<_> = (0..5_000).map(|n| broker(&numbered(n), 40_000_000 + n)).collect();
    let before = statements();
    apply(&portal, &file(&rows), "").await;
    let sent = statements() - before;
    // Hundreds; the tests beside this one send some thousand more at most.
    assert!(sent < 4_500, "{sent}");
    assert_eq!(count(&portal, "SELECT count(*) FROM outbox").await, 5_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_says_of_every_row_what_it_came_to_cert_2() {
    for portal in portals().await {
        cast(&portal).await;
        let rows = [
            broker("Gil", 40_000_001),
            broker("Bo", 17_500_001).replace("Sample", "Linde"),
            broker("Hal", 40_000_002).replace("hal@", "info@"),
        ];
        let key = apply(&portal, &file(&rows), "their list").await;
        let report = portal.read_roster_report(&resource_manager(), &key).await.unwrap();
        let report = String::from_utf8(report).unwrap();
        let number = column(&portal, "SELECT reference_number FROM assisters WHERE given_name = 'Gil'").await;
        assert!(
            report.contains(&format!("\"2\",\"Was created\",\"{}\",\"Gil Sample\"", number[0])),
            "{report}"
        );
        assert!(
            report
                .contains("\"3\",\"Was changed\",\"1000002\",\"Bo Linde\",\"Last name\",\"Lind\",\"Linde\""),
            "{report}"
        );
        assert!(report.contains("\"4\",\"Refused, not written\",\"\",\"Hal Sample\",\"email\""), "{report}");
        assert!(mail_to(&portal, "info@example.org").await.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_was_given_up_finds_nobody_but_its_number_or_address_does_cert_4() {
    for portal in portals().await {
        cast(&portal).await;
        run(&portal, "UPDATE assisters SET state = 'decertified' WHERE assister_key = 'cy'").await;
        let key = looked(&portal, &file(&[broker("Gil", 17_500_002)])).await;
        assert_eq!(counts(&portal, &key).await, [0, 0, 1, 0]);
        let by_number = looked(&portal, "reference_number,public_phone\n1000015,651-555-0199\n").await;
        assert_eq!(counts(&portal, &by_number).await, [0, 1, 0, 0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hours_are_changed_and_an_account_without_dates_keeps_waiting_for_them_cert_9() {
    for portal in portals().await {
        cast(&portal).await;
        run(
            &portal,
            "UPDATE assisters SET certified_from = NULL, certified_until = NULL, hours = 'Mornings' WHERE assister_key = 'bo'",
        )
        .await;
        let text = "reference_number,hours,certified_from,certified_until\n1000002,Afternoons,,\n";
        apply(&portal, text, "They asked.").await;
        let bo = portal.read_assister(&resource_manager(), &AssisterKey("bo".into())).await.unwrap();
        assert_eq!((bo.row.hours.as_str(), bo.row.version), ("Afternoons", 2));
        assert_eq!(domain_change(&bo.changes[0]), ("hours".into(), "Mornings".into(), "Afternoons".into()));
        // What stands there cannot be emptied where it is required.
        let text = "reference_number,certified_until\n1000015,\n";
        let key = looked(&portal, text).await;
        assert_eq!(counts(&portal, &key).await, [1, 0, 0, 0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_applied_changes_nothing_when_it_comes_again_cert_2() {
    for portal in portals().await {
        cast(&portal).await;
        // Every column of the form, most of them empty.
        let export = String::from_utf8(portal.export_roster(&resource_manager()).await.unwrap()).unwrap();
        let head = export.lines().next().unwrap().trim_start_matches('\u{feff}').replace('"', "");
        let cells = [
            ("kind", "broker"),
            ("given_name", "Gil"),
            ("family_name", "Sample"),
            ("email", "gil@example.org"),
            ("npn", "40000001"),
            ("public_phone", "651-555-0107"),
            ("certified_from", "2026-11-01"),
            ("certified_until", "2027-10-31"),
            ("license_until", "2027-06-30"),
        ];
        let cell = |field: &str| cells.iter().find(|(own, _)| *own == field).map_or("", |(_, text)| *text);
        let text = format!("{head}\n{}\n", head.split(',').map(cell).collect::<Vec<_>>().join(","));
        apply(&portal, &text, "").await;
        let key = looked(&portal, &text).await;
        assert_eq!(
            counts(&portal, &key).await,
            [0, 0, 0, 1],
            "{:?}",
            lines(&portal, &key, RowOutcome::Changed).await
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_act_on_a_file_leaves_one_event_also_one_that_is_refused() {
    for portal in portals().await {
        cast(&portal).await;
        let rae = resource_manager();
        let events = || async {
            column(&portal, "SELECT action || ' ' || outcome FROM audit_events ORDER BY number").await
        };
        let text = file(&[broker("Gil", 40_000_001), broker("Bo", 17_500_001).replace("Sample", "Linde")]);
        let (key, _) = take(&portal, &rae, "one", &text).await.unwrap();
        let new = portal.read_roster_file(&rae, &key, (None, 1)).await.unwrap();
        assert!(new.row.is_new());
        portal.look_at_new_file(&rae, &new).await.unwrap();
        assert_eq!(events().await, ["take_roster_file done", "read_roster_file done"]);
        let fault = portal.apply_roster_file(&rae, &key, (" ", ADDRESS)).await.unwrap_err();
        assert_eq!(refusal(&fault), Some(Refusal::ReasonMissing));
        portal.apply_roster_file(&rae, &key, ("why", ADDRESS)).await.unwrap();
        portal.apply_roster_file(&rae, &key, ("why", ADDRESS)).await.unwrap();
        assert_eq!(
            events().await[2..],
            ["apply_roster_file refused", "apply_roster_file done", "apply_roster_file done"]
        );
        portal.import_roster_file(&rae, (text.as_bytes(), true), ("", ADDRESS)).await.unwrap();
        portal.import_roster_file(&rae, (text.as_bytes(), false), ("", ADDRESS)).await.unwrap();
        assert_eq!(events().await[5..], ["read_roster_file done", "apply_roster_file done"]);
        let targets = column(
            &portal,
            "SELECT DISTINCT target FROM audit_events WHERE action = 'apply_roster_file' AND target <> ''",
        )
        .await;
        assert_eq!(targets, [key.0]);
    }
}
