//! How assisters invite (ASSOC-11, ASSOC-12) on both databases: nothing is created, and no answer tells whether somebody
//! has an account.

#![expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]

use domain::{access::Denial, people::*, refusal::Refusal};
use portal::{Error, Portal, associations::StatementShown, inviting::MOST_A_DAY, testing::*};

const ADDRESS: &str = "https://portal.example.org";
const DAY: i64 = 86_400;

fn refusal(fault: &Error) -> Option<Refusal> {
    match fault {
        Error::Refused(refusal) => Some(*refusal),
        _ => None,
    }
}

async fn ask(portal: &Portal, who: &str, email: &str) -> Result<(), Error> {
    portal.request_authorization(&assister(who), email, ADDRESS).await
}

async fn max_sees(portal: &Portal) -> Vec<String> {
    let max = ConsumerKey("max".into());
    let read = portal.read_association(&consumer("max"), &max).await;
    read.map(|read| read.requests.iter().map(|one| one.name().given).collect()).unwrap_or_default()
}

async fn agree(portal: &Portal, reference: &str) {
    let (max, session) = (ConsumerKey("max".into()), consumer("max"));
    let read = portal.read_statement(&session, &max, reference).await.unwrap();
    let shown = StatementShown {
        version: read.version.clone(),
        language: read.language.clone(),
        sha256: read.sha256.clone(),
    };
    portal.authorize_assister(&session, &max, reference, &shown).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_creates_nothing_until_the_consumer_agrees_assoc_12() {
    for portal in portals().await {
        cast(&portal).await;
        ask(&portal, "nia", "Max@example.org").await.unwrap();
        assert_eq!(max_sees(&portal).await, ["Nia"]);
        assert_eq!(count(&portal, "SELECT count(*) FROM associations").await, 2);
        assert!(portal.open_application(&assister("nia"), &ConsumerKey("max".into())).await.is_err());
        agree(&portal, "1000031").await;
        assert!(max_sees(&portal).await.is_empty());
        portal.open_application(&assister("nia"), &ConsumerKey("max".into())).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_answered_and_mailed_alike_with_an_account_or_without_assoc_12() {
    for portal in portals().await {
        cast(&portal).await;
        for address in ["max@example.org", "nobody@example.org"] {
            ask(&portal, "nia", address).await.unwrap();
            let mails = portal.practice_mails().await.unwrap();
            let told: Vec<_> = mails.iter().filter(|mail| mail.to == address).collect();
            assert_eq!(told.len(), 1, "{address}");
            assert!(
                told[0].body.contains("Nia Xiong") && told[0].body.contains("/assister/authorize/1000031")
            );
            // A second one while the first waits answers the same and sends nothing more.
            ask(&portal, "nia", address).await.unwrap();
            assert_eq!(portal.practice_mails().await.unwrap().len(), mails.len());
        }
        let wrong = ask(&portal, "nia", "nobody").await.unwrap_err();
        assert!(
            matches!(wrong, Error::Invalid(faults) if faults[0].field == "email" && faults[0].rule == "ASSOC-12")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_request_is_gone_and_only_its_own_consumer_can_decline_it_assoc_12() {
    for portal in portals().await {
        cast(&portal).await;
        ask(&portal, "nia", "max@example.org").await.unwrap();
        let key =
            RequestKey(column(&portal, "SELECT request_key FROM association_requests").await[0].clone());
        for other in ["ana", "eve"] {
            let refused =
                portal.decline_request(&consumer(other), &ConsumerKey(other.into()), &key).await.unwrap_err();
            assert_eq!(refusal(&refused), Some(Refusal::RequestLapsed));
        }
        let bo =
            portal.decline_request(&assister("nia"), &ConsumerKey("max".into()), &key).await.unwrap_err();
        assert!(matches!(bo, Error::Denied(Denial::NoBasis)));
        assert_eq!(max_sees(&portal).await, ["Nia"]);
        portal.decline_request(&consumer("max"), &ConsumerKey("max".into()), &key).await.unwrap();
        assert!(max_sees(&portal).await.is_empty());
        let again =
            portal.decline_request(&consumer("max"), &ConsumerKey("max".into()), &key).await.unwrap_err();
        assert_eq!(refusal(&again), Some(Refusal::RequestLapsed));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_lapses_after_fourteen_days_and_with_the_assisters_certification_assoc_12() {
    for portal in portals().await {
        cast(&portal).await;
        ask(&portal, "nia", "max@example.org").await.unwrap();
        portal.suspend(&resource_manager(), &AssisterKey("nia".into()), "why").await.unwrap();
        assert!(max_sees(&portal).await.is_empty());
        portal.reinstate(&resource_manager(), &AssisterKey("nia".into()), "why").await.unwrap();
        portal.clock().advance(14 * DAY - 1);
        assert_eq!(max_sees(&portal).await, ["Nia"]);
        portal.clock().advance(1);
        assert!(max_sees(&portal).await.is_empty());
        let key =
            RequestKey(column(&portal, "SELECT request_key FROM association_requests").await[0].clone());
        let late = portal.decline_request(&consumer("max"), &ConsumerKey("max".into()), &key).await;
        assert_eq!(refusal(&late.unwrap_err()), Some(Refusal::RequestLapsed));
        // There is room for a new one.
        ask(&portal, "nia", "max@example.org").await.unwrap();
        assert_eq!(max_sees(&portal).await, ["Nia"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_floods_people_with_requests_assoc_12() {
    for portal in portals().await {
        cast(&portal).await;
        for number in 0..MOST_A_DAY {
            ask(&portal, "nia", &format!("p{number}@example.org")).await.unwrap();
        }
        let refused = ask(&portal, "nia", "one.more@example.org").await.unwrap_err();
        assert_eq!(refusal(&refused), Some(Refusal::TooManyRequests));
        ask(&portal, "bo", "one.more@example.org").await.unwrap();
        portal.clock().advance(DAY + 1);
        ask(&portal, "nia", "one.more@example.org").await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_act_today_invites_nobody_cert_1() {
    for portal in portals().await {
        cast(&portal).await;
        assert!(matches!(
            ask(&portal, "di", "max@example.org").await,
            Err(Error::Denied(Denial::NotCertified(_)))
        ));
        assert!(portal.read_invitation(&assister("di")).await.is_err());
        let invitation = portal.read_invitation(&assister("nia")).await.unwrap();
        assert_eq!((invitation.reference_number.as_str(), invitation.waiting), ("1000031", 0));
    }
}
