//! Corrections, renewals and withdrawn invitations (CERT-9).

use super::*;

/// A part of an account's form as it stands, with these changes.
async fn changed(
    portal: &Portal,
    key: &AssisterKey,
    part: Part,
    changes: &[(&str, &str)],
) -> Result<(), Error> {
    let rae = resource_manager();
    let stored = portal.read_assister_form(&rae, key).await?;
    let typed = with(stored.filled, changes);
    portal.change_assister(&rae, key, (part, stored.row.version), (&typed, "on their letter"), ADDRESS).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_is_kept_field_by_field_and_told_by_mail_and_number_and_associations_stay_cert_9() {
    for portal in portals().await {
        cast(&portal).await;
        let (rae, bo) = (resource_manager(), AssisterKey("bo".into()));
        changed(&portal, &bo, Part::Person, &[("family_name", "Linde"), ("npn", "17500077")]).await.unwrap();
        let account = portal.read_assister(&rae, &bo).await.unwrap();
        assert_eq!(account.row.name(), Name::new("Bo", "Linde"));
        assert_eq!(
            (account.row.reference_number.as_str(), account.row.npn.as_deref()),
            ("1000002", Some("17500077"))
        );
        let kept: Vec<_> = account
            .changes
            .iter()
            .map(|kept| (kept.change().field, kept.change().was, kept.change().becomes, kept.reason.clone()))
            .collect();
        let line = |field: &str, was: &str, becomes: &str| {
            (field.to_owned(), was.to_owned(), becomes.to_owned(), "on their letter".to_owned())
        };
        assert_eq!(kept, [line("npn", "17500001", "17500077"), line("family_name", "Lind", "Linde")]);
        let mails = mail_to(&portal, "bo@example.org").await;
        assert!(mails[0].contains("Last name") && mails[0].contains("on their letter"), "{}", mails[0]);
        portal.open_application(&assister("bo"), &ConsumerKey("ana".into())).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_invitation_address_is_corrected_with_a_new_invitation_cert_9() {
    for portal in portals().await {
        cast(&portal).await;
        let made = create(&portal, &broker("Gil")).await.unwrap();
        changed(&portal, &made.key, Part::Person, &[("email", "gil.sample@example.org")]).await.unwrap();
        let open = format!("SELECT count(*) FROM invitations WHERE expires_at > {}", portal.clock().now().0);
        assert_eq!(count(&portal, &open).await, 1);
        let told = mail_to(&portal, "gil.sample@example.org").await;
        assert!(told.iter().any(|mail| mail.contains("Your registration code: ")), "{told:?}");
        // The wrong address got the first invitation and hears no more.
        assert_eq!(mail_to(&portal, "gil@example.org").await.len(), 1);
        // The public address that stood for the person's own stays what it was.
        let row = portal.read_assister(&resource_manager(), &made.key).await.unwrap().row;
        assert_eq!(
            (row.email.as_str(), row.public_email.as_str()),
            ("gil.sample@example.org", "gil@example.org")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_of_an_active_account_reaches_the_account_to_sign_in_with_and_both_addresses_cert_9() {
    for portal in portals().await {
        cast(&portal).await;
        run(
            &portal,
            "INSERT INTO accounts (account_key, role, username, email, given_name, family_name, created_at) \
             VALUES ('account-bo', 'assister', 'bo', 'bo@example.org', 'Bo', 'Lind', 1); \
             UPDATE assisters SET account_key = 'account-bo' WHERE assister_key = 'bo'",
        )
        .await;
        changed(&portal, &AssisterKey("bo".into()), Part::Person, &[("email", "bo.lind@example.org")])
            .await
            .unwrap();
        assert_eq!(
            column(&portal, "SELECT email FROM accounts WHERE account_key = 'account-bo'").await,
            ["bo.lind@example.org"]
        );
        for address in ["bo@example.org", "bo.lind@example.org"] {
            assert_eq!(mail_to(&portal, address).await.len(), 1, "{address}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_anothers_address_or_number_by_a_correction_cert_4_cert_6() {
    for portal in portals().await {
        cast(&portal).await;
        let bo = AssisterKey("bo".into());
        for (field, value, expected) in [
            ("email", "cy@example.org", Refusal::EmailTaken),
            ("npn", "17500002", Refusal::NpnTaken),
            ("email", "nia@example.org", Refusal::RoleConflict),
        ] {
            let fault = changed(&portal, &bo, Part::Person, &[(field, value)]).await.unwrap_err();
            assert_eq!(refusal(&fault), Some(expected), "{field} {value}");
        }
        let fault =
            changed(&portal, &bo, Part::Person, &[("email", "office@example.org")]).await.unwrap_err();
        assert_eq!(fields(&fault), [("email", "CERT-4")]);
        let fault = changed(&portal, &bo, Part::Person, &[]).await.unwrap_err();
        assert_eq!(refusal(&fault), Some(Refusal::NothingToChange));
        assert_eq!(count(&portal, "SELECT count(*) FROM roster_changes").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broker_who_becomes_a_navigator_gets_an_assister_id_and_loses_the_npn_cert_6() {
    for portal in portals().await {
        cast(&portal).await;
        let bo = AssisterKey("bo".into());
        let changes = [("kind", "navigator"), ("npn", ""), ("agency", "helpers")];
        changed(&portal, &bo, Part::Person, &changes).await.unwrap();
        let row = portal.read_assister(&resource_manager(), &bo).await.unwrap().row;
        assert_eq!((row.npn, row.assister_id.map(|id| id.len())), (None, Some(9)));
        assert_eq!(row.credentials.missing_on(portal.today()), [Missing::AgencyApproval]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_was_read_before_another_change_is_refused_cert_9() {
    for portal in portals().await {
        cast(&portal).await;
        let (rae, bo) = (resource_manager(), AssisterKey("bo".into()));
        let stored = portal.read_assister_form(&rae, &bo).await.unwrap();
        changed(&portal, &bo, Part::Person, &[("public_phone", "651-555-0107")]).await.unwrap();
        let typed = with(stored.filled, &[("public_phone", "651-555-0108")]);
        let late = portal
            .change_assister(&rae, &bo, (Part::Person, stored.row.version), (&typed, "why"), ADDRESS)
            .await;
        assert_eq!(refusal(&late.unwrap_err()), Some(Refusal::RecordChanged));
        assert_eq!(portal.read_assister(&rae, &bo).await.unwrap().row.public_phone, "651-555-0107");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn renewing_a_lapsed_certification_gives_access_back_with_the_same_number_and_consumers_cert_7() {
    for portal in portals().await {
        cast(&portal).await;
        let second = second_process(&portal).await;
        let (di, eve) = (AssisterKey("di".into()), ConsumerKey("eve".into()));
        assert!(second.open_application(&assister("di"), &eve).await.is_err());
        changed(&portal, &di, Part::Dates, &[("certified_until", "2027-10-31")]).await.unwrap();
        second.open_application(&assister("di"), &eve).await.unwrap();
        let row = portal.read_assister(&resource_manager(), &di).await.unwrap().row;
        assert_eq!(row.reference_number, "1000028");
        // Dates change nothing of the person, whatever else was sent along.
        let fault = changed(&portal, &di, Part::Dates, &[("email", "other@example.org")]).await.unwrap_err();
        assert_eq!(refusal(&fault), Some(Refusal::NothingToChange));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn recertifying_asks_for_every_date_that_is_not_in_force_today_cert_5() {
    for portal in portals().await {
        cast(&portal).await;
        let (rae, di) = (resource_manager(), AssisterKey("di".into()));
        portal.decertify(&rae, &di, "left").await.unwrap();
        run(&portal, "UPDATE assisters SET access_approved_on = NULL WHERE assister_key = 'di'").await;
        let fault = recertify(&portal, &rae, &di).await.unwrap_err();
        assert_eq!(fields(&fault), [("certified_until", "CERT-1"), ("access_approved_on", "CERT-1")]);
        let stored = portal.read_assister_form(&rae, &di).await.unwrap();
        let dates = [("certified_until", "2027-10-31"), ("access_approved_on", "2026-11-01")];
        let typed = with(stored.filled, &dates);
        portal.recertify(&rae, &di, stored.row.version, (&typed, "came back")).await.unwrap();
        let account = portal.read_assister(&rae, &di).await.unwrap();
        assert!(account.missing.is_empty(), "{:?}", account.missing);
        assert_eq!((account.changes.len(), account.history[0].transition.word()), (2, "recertify"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_invitation_opens_nothing_and_a_new_one_can_be_sent_cert_9() {
    for portal in portals().await {
        cast(&portal).await;
        let rae = resource_manager();
        let made = create(&portal, &broker("Gil")).await.unwrap();
        portal.withdraw_invitation(&rae, &made.key, "wrong person").await.unwrap();
        let open = format!("SELECT count(*) FROM invitations WHERE expires_at > {}", portal.clock().now().0);
        assert_eq!(count(&portal, &open).await, 0);
        let again = portal.withdraw_invitation(&rae, &made.key, "again").await.unwrap_err();
        assert_eq!(refusal(&again), Some(Refusal::IllegalTransition));
        portal.resend_invitation(&rae, &made.key, ADDRESS).await.unwrap();
        assert_eq!(count(&portal, &open).await, 1);
        let active = portal.withdraw_invitation(&rae, &AssisterKey("bo".into()), "why").await.unwrap_err();
        assert_eq!(refusal(&active), Some(Refusal::IllegalTransition));
    }
}
