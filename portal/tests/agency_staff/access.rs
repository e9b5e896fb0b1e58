//! The roster, and the agency's approval of access.

use super::*;
use domain::{
    access::Denial,
    certification::Missing,
    people::{Actor, ConsumerKey, Role},
};

/// Whether Nia may open the application of Max, who authorized her, in another process.
async fn nia_may(portal: &Portal) -> bool {
    let second = second_process(portal).await;
    second.open_application(&assister("nia"), &ConsumerKey("max".into())).await.is_ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_sees_the_staff_of_her_agency_and_of_no_other_cert_9() {
    for portal in portals().await {
        let ada = stage(&portal).await;
        let staff = portal.read_staff(&ada, None).await.unwrap();
        let names: Vec<_> = staff.lines.iter().map(|line| line.assister_key.0.as_str()).collect();
        assert_eq!((staff.agency.as_str(), names), ("Sample Helpers", vec!["di", "nia"]));
        assert!(staff.missing.is_empty());
        assert_eq!(staff.lines[0].missing_on(portal.today()), [Missing::Certification]);
        for foreign in ["cam", "bo", "nobody"] {
            let read = portal.read_staff_member(&ada, &key(foreign)).await;
            assert!(matches!(read, Err(Error::NotFound)), "{foreign}");
            let stopped = portal.approve_access(&ada, &key(foreign), (false, 1), "gone").await;
            assert!(matches!(stopped, Err(Error::NotFound)), "{foreign}");
        }
        // Another agency's administrator, by a session that names this agency: the database decides.
        run(&portal, "UPDATE accounts SET agency_key = 'clinic' WHERE account_key = 'account-ada'").await;
        let read = portal.read_staff(&ada, None).await;
        assert!(matches!(read, Err(Error::Denied(Denial::NoBasis))));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_roster_comes_in_pages_and_without_decertified_accounts() {
    for portal in portals().await {
        let ada = stage(&portal).await;
        let many: Vec<String> = (0..60)
            .map(|n| {
                format!(
                    "('many-{n:02}', 'navigator', '{}', 'N{n:02}', 'Zz', 'n{n}@example.org', '', '', '', 'helpers', 'r{n}', 'i{n}', 1)",
                    if n == 7 { "decertified" } else { "active" }
                )
            })
            .collect();
        let sql = format!(
            "INSERT INTO assisters (assister_key, kind, state, given_name, family_name, email, public_phone, public_email, languages, \
             agency_key, reference_number, assister_id, created_at) VALUES {}",
            many.join(", ")
        );
        run(&portal, &sql).await;
        let first = portal.read_staff(&ada, None).await.unwrap();
        let second = portal.read_staff(&ada, first.next.as_ref()).await.unwrap();
        assert_eq!((first.lines.len(), second.lines.len(), second.next), (50, 11, None));
        let all = first.lines.iter().chain(&second.lines);
        assert!(all.clone().all(|line| line.assister_key.0 != "many-07"));
        let distinct: std::collections::BTreeSet<_> = all.map(|line| &line.assister_key.0).collect();
        assert_eq!(distinct.len(), 61);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn withdrawn_approval_stops_the_assister_at_the_next_request_on_every_server_and_leaves_associations_cert_7()
 {
    for portal in portals().await {
        let ada = stage(&portal).await;
        associate(&portal, "max", "nia").await;
        assert!(nia_may(&portal).await);
        let version = member(&portal, &ada, "nia").await.row.version;
        portal.approve_access(&ada, &key("nia"), (false, version), "She is on leave").await.unwrap();
        assert!(!nia_may(&portal).await);
        // She is told what is missing, and no more; her session goes on.
        let refused = portal.read_book_page(&assister("nia")).await;
        assert_eq!(refused, Some(vec![Missing::AgencyApproval]));
        let seen = portal.read_association(&consumer("max"), &ConsumerKey("max".into())).await.unwrap();
        assert!(!seen.current.as_ref().unwrap().assister.may_act_on(portal.today()));
        // The exchange sees who, when and why, in the account's history.
        let account = portal.read_assister(&resource_manager(), &key("nia")).await.unwrap();
        let kept = account.changes.first().unwrap();
        let change = kept.change();
        assert_eq!(
            (change.field.as_str(), change.was.as_str(), &*change.becomes),
            ("access_approved_on", "2026-01-01", "")
        );
        assert_eq!((kept.reason.as_str(), whole(&kept.by())), ("She is on leave", "Ada Berg".to_owned()));
        let told = mails(&portal, "nia@example.org").await;
        assert!(told[0].contains("She is on leave") && told[0].contains("651-555-0161"), "{told:?}");
        // And back, with today as the day of the approval.
        let version = member(&portal, &ada, "nia").await.row.version;
        portal.approve_access(&ada, &key("nia"), (true, version), "Back from leave").await.unwrap();
        assert!(nia_may(&portal).await);
        assert_eq!(
            member(&portal, &ada, "nia").await.row.credentials.access_approved_on,
            Some(portal.today())
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approval_is_refused_without_reason_twice_over_and_from_a_stale_page_cert_9() {
    for portal in portals().await {
        let ada = stage(&portal).await;
        let version = member(&portal, &ada, "nia").await.row.version;
        let approve = async |approve, version, why: &str| {
            refusal(portal.approve_access(&ada, &key("nia"), (approve, version), why).await)
        };
        assert_eq!(approve(false, version, "  ").await, Some(Refusal::ReasonMissing));
        assert_eq!(approve(true, version, "again").await, Some(Refusal::NothingToChange));
        assert_eq!(approve(false, version + 1, "stale").await, Some(Refusal::RecordChanged));
        assert_eq!(count(&portal, "SELECT count(*) FROM roster_changes").await, 0);
        assert_eq!(approve(false, version, "leave").await, None);
        assert_eq!(approve(false, version + 1, "leave").await, Some(Refusal::NothingToChange));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_approves_brokers_who_act_on_their_own_license_cert_1() {
    for portal in portals().await {
        cast(&portal).await;
        run(
            &portal,
            "INSERT INTO agencies (agency_key, name, kind, state, certified_on, contract_from, created_at) VALUES \
             ('lakes', 'Sample Lakes', 'broker', 'active', '2025-01-01', '2025-01-01', 1); \
             UPDATE assisters SET agency_key = 'lakes' WHERE assister_key = 'bo'",
        )
        .await;
        let ada = administrator(&portal, "lakes").await;
        let bo = member(&portal, &ada, "bo").await;
        assert!(bo.missing.is_empty() && !bo.row.needs_approval());
        let stopped = portal.approve_access(&ada, &key("bo"), (false, bo.row.version), "left us").await;
        assert_eq!(refusal(stopped), Some(Refusal::NoApprovalOfBrokers));
        assert!(portal.open_application(&assister("bo"), &ConsumerKey("ana".into())).await.is_ok());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_reaches_an_agencys_staff_and_every_try_is_recorded() {
    for portal in portals().await {
        let ada = stage(&portal).await;
        let desk = session(Actor::Staff(Role::ServiceDesk), "ari");
        for other in [consumer("ana"), assister("nia"), resource_manager(), desk] {
            let other = of_agency(&other, "helpers");
            let read = portal.read_staff(&other, None).await;
            assert!(matches!(read, Err(Error::Denied(Denial::NotThisRole))));
        }
        let lost = session(Actor::Staff(Role::AgencyAdministrator), "lost");
        assert_eq!(refusal(portal.read_staff(&lost, None).await), Some(Refusal::NoAgency));
        portal.read_staff(&ada, None).await.unwrap();
        settle(&portal).await;
        let refused = "SELECT count(*) FROM audit_events WHERE action = 'read_staff' AND outcome = 'refused'";
        let done = "SELECT count(*) FROM audit_events WHERE action = 'read_staff' AND subject = 'agency:helpers' AND outcome = 'done'";
        assert_eq!((count(&portal, refused).await, count(&portal, done).await), (5, 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_is_reminded_of_a_lapse_and_her_agencys_contact_too_cert_8() {
    for portal in portals().await {
        stage(&portal).await;
        run(&portal, "UPDATE assisters SET certified_until = '2026-12-20' WHERE assister_key = 'nia'").await;
        portal.remind().await.unwrap();
        for to in ["nia@example.org", "ada@example.org", "kim@example.org"] {
            assert_eq!(mails(&portal, to).await.len(), 1, "{to}");
        }
        // Where both are one person, she is told once; and nobody is told whose access was ended.
        portal.clock().advance(86_400 * 24);
        run(&portal, "UPDATE agency_contacts SET email = 'ADA@example.org' WHERE agency_key = 'helpers'")
            .await;
        portal.remind().await.unwrap();
        assert_eq!(mails(&portal, "ada@example.org").await.len(), 2);
        assert_eq!(mails(&portal, "ADA@example.org").await.len(), 0);
    }
}

/// Reads the assister's own list: what is missing when that is refused.
trait ReadBookPage {
    async fn read_book_page(&self, session: &Session) -> Option<Vec<Missing>>;
}

impl ReadBookPage for Portal {
    async fn read_book_page(&self, session: &Session) -> Option<Vec<Missing>> {
        match self.read_invitation(session).await {
            Err(Error::Denied(Denial::NotCertified(missing))) => Some(missing),
            _ => None,
        }
    }
}
