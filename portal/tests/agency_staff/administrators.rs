//! A resource manager invites an agency's administrator and ends her access.

use super::*;
use portal::RequestContext;

async fn invited(portal: &Portal) -> String {
    let form = typed(&[("name", "Una Sample"), ("email", "una@example.org")]);
    let rae = resource_manager();
    portal.invite_administrator(&rae, &helpers(), &form, "http://portal.example").await.unwrap();
    let mail = mails(portal, "una@example.org").await.remove(0);
    let line = mail.lines().find(|line| line.contains("registration code: ")).unwrap().to_owned();
    line.rsplit(": ").next().unwrap().trim().to_owned()
}

async fn activated(portal: &Portal, code: &str) -> Result<(), Error> {
    let typed = typed(&[("username", "una"), ("password", "wide plum orbit 77")]);
    portal.activate_assister(code, &typed, &RequestContext::default()).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invited_administrator_activates_an_account_of_that_agency_once_cert_9() {
    for portal in portals().await {
        cast(&portal).await;
        let code = invited(&portal).await;
        let before = portal.read_administrators(&resource_manager(), &helpers()).await.unwrap();
        assert!(before.lines[0].invited_until.is_some());
        activated(&portal, &code).await.unwrap();
        let account =
            column(&portal, "SELECT account_key FROM accounts WHERE username = 'una'").await.remove(0);
        let una = session(domain::people::Actor::Staff(domain::people::Role::AgencyAdministrator), "una");
        let una = of_agency(&of_account(&una, &account), "helpers");
        assert_eq!(portal.read_staff(&una, None).await.unwrap().lines.len(), 2);
        assert_eq!(refusal(activated(&portal, &code).await), Some(Refusal::RegistrationCodeInvalid));
        // Ended, she is refused at once, on every server; and may come back.
        let (rae, second) = (resource_manager(), second_process(&portal).await);
        let missing = portal.end_administrator(&rae, &helpers(), &account, " ").await;
        assert_eq!(refusal(missing), Some(Refusal::ReasonMissing));
        portal.end_administrator(&rae, &helpers(), &account, "left").await.unwrap();
        assert!(second.read_staff(&una, None).await.is_err());
        let open = "SELECT count(*) FROM sessions WHERE ended_at IS NULL";
        assert_eq!(count(&portal, open).await, 0);
        let twice = portal.end_administrator(&rae, &helpers(), &account, "left").await;
        assert_eq!(refusal(twice), Some(Refusal::AdministratorState));
        portal.restore_administrator(&rae, &helpers(), &account, "back").await.unwrap();
        assert!(second.read_staff(&una, None).await.is_ok());
        let kept = portal.read_agency(&rae, &helpers()).await.unwrap().changes;
        let reasons: Vec<_> = kept.iter().map(|kept| kept.reason.as_str()).collect();
        assert_eq!(reasons, ["back", "left", ""]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_refused_by_field_withdrawn_and_never_two_accounts_of_one_address_cert_4() {
    for portal in portals().await {
        cast(&portal).await;
        let (rae, address) = (resource_manager(), "http://portal.example");
        let invite = async |name: &str, email: &str| {
            let form = typed(&[("name", name), ("email", email)]);
            portal.invite_administrator(&rae, &helpers(), &form, address).await
        };
        assert_eq!(fields(invite("", "office@example.org").await), ["name", "email"]);
        assert_eq!(refusal(invite("Nia Again", "nia@example.org").await), Some(Refusal::EmailTaken));
        let code = invited(&portal).await;
        let open = portal.read_administrators(&rae, &helpers()).await.unwrap().lines.remove(0);
        let elsewhere = AgencyKey("clinic".to_owned());
        let foreign = portal.end_administrator(&rae, &elsewhere, &open.key, "wrong address").await;
        assert!(matches!(foreign, Err(Error::NotFound)));
        portal.end_administrator(&rae, &helpers(), &open.key, "wrong address").await.unwrap();
        assert_eq!(refusal(activated(&portal, &code).await), Some(Refusal::RegistrationCodeInvalid));
        for other in without_the_roster() {
            let form = typed(&[("name", "Una Sample"), ("email", "una@example.org")]);
            assert!(portal.invite_administrator(&other, &helpers(), &form, address).await.is_err());
            assert!(portal.read_administrators(&other, &helpers()).await.is_err());
            assert!(portal.end_administrator(&other, &helpers(), &open.key, "x").await.is_err());
            assert!(portal.restore_administrator(&other, &helpers(), &open.key, "x").await.is_err());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_kept_a_merged_agencys_roster_keeps_that_of_the_other_one() {
    for portal in portals().await {
        let ada = stage(&portal).await;
        run(
            &portal,
            "INSERT INTO agencies (agency_key, name, kind, state, certified_on, contract_from, created_at) \
             VALUES ('more', 'Sample More Helpers', 'navigator', 'active', '2025-01-01', '2025-01-01', 1)",
        )
        .await;
        portal.ask_for_transfer(&ada, &typed(&[("reference", "1000044")]), "Cam").await.unwrap();
        let into = typed(&[("into", "more")]);
        portal.merge_agencies(&resource_manager(), &helpers(), (&into, "one now")).await.unwrap();
        let staff = portal.read_staff(&of_agency(&ada, "more"), None).await.unwrap();
        assert_eq!((staff.lines.len(), staff.requests.len()), (2, 1));
        assert!(portal.read_staff(&ada, None).await.is_err());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrators_lost_factor_is_reset_after_a_check_and_kept_in_the_history_id_2() {
    for portal in portals().await {
        cast(&portal).await;
        administrator(&portal, "helpers").await;
        let rae = resource_manager();
        let reset = async |checked: &str| {
            portal.reset_administrators_factor(&rae, &helpers(), "account-ada", checked).await
        };
        assert_eq!(refusal(reset("called back").await), Some(Refusal::NoFactorToReset), "she has none");
        run(&portal, "UPDATE accounts SET totp_confirmed_at = 1 WHERE username = 'ada'").await;
        let may = async || {
            let read = portal.read_administrators(&rae, &helpers()).await.unwrap();
            read.lines[0].may_reset_factor
        };
        assert!(may().await);
        assert_eq!(refusal(reset(" ").await), Some(Refusal::ReasonMissing));
        reset("called back").await.unwrap();
        assert!(!may().await);
        assert_eq!(refusal(reset("called back").await), Some(Refusal::NoFactorToReset), "twice");
        let told = mails(&portal, "ada@example.org").await;
        assert!(told[0].contains("This stops the reset"), "{told:?}");
        let kept = portal.read_agency(&rae, &helpers()).await.unwrap().changes;
        assert_eq!((kept[0].reason.as_str(), kept.len()), ("called back", 1));
        let elsewhere = AgencyKey("clinic".to_owned());
        let foreign = portal.reset_administrators_factor(&rae, &elsewhere, "account-ada", "called").await;
        assert!(matches!(foreign, Err(Error::NotFound)), "of another agency");
        for session in without_the_roster() {
            let refused = portal.reset_administrators_factor(&session, &helpers(), "account-ada", "x").await;
            assert!(matches!(refused, Err(Error::Denied(_))));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_sessions_of_an_administrator_are_ended_with_a_reason_and_told_id_3() {
    for portal in portals().await {
        cast(&portal).await;
        administrator(&portal, "helpers").await;
        run(
            &portal,
            &format!(
                "INSERT INTO sessions (token_sha256, account_key, created_at, last_seen_at, confirmed_at, second_factor_due, ip, user_agent) \
                 VALUES ('s', 'account-ada', {NOW}, {NOW}, {NOW}, 0, '', '')"
            ),
        )
        .await;
        let rae = resource_manager();
        let end = async |agency: &AgencyKey, why: &str| {
            portal.end_administrator_sessions(&rae, agency, "account-ada", why).await
        };
        let open = "SELECT count(*) FROM sessions WHERE account_key = 'account-ada' AND ended_at IS NULL";
        assert_eq!(refusal(end(&helpers(), " ").await), Some(Refusal::ReasonMissing));
        let foreign = end(&AgencyKey("clinic".to_owned()), "lost a laptop").await;
        assert!(matches!(foreign, Err(Error::NotFound)), "of another agency");
        for session in without_the_roster() {
            let refused = portal.end_administrator_sessions(&session, &helpers(), "account-ada", "x").await;
            assert!(matches!(refused, Err(Error::Denied(_))));
        }
        assert_eq!(count(&portal, open).await, 1);
        end(&helpers(), "lost a laptop").await.unwrap();
        assert_eq!(count(&portal, open).await, 0);
        let told = mails(&portal, "ada@example.org").await;
        assert!(told[0].contains("signed your account out") && !told[0].contains("laptop"), "{told:?}");
        let kept = portal.read_agency(&rae, &helpers()).await.unwrap().changes;
        assert_eq!((kept[0].reason.as_str(), kept.len()), ("lost a laptop", 1));
        run(&portal, "UPDATE accounts SET disabled_at = 1 WHERE username = 'ada'").await;
        assert_eq!(refusal(end(&helpers(), "again").await), Some(Refusal::AdministratorState));
    }
}
