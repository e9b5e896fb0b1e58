//! A suspension for cause: one resource manager asks, another one agrees (CERT-9).

use super::*;
use domain::certification::{Reinstating, Step};

fn ray() -> Session {
    session(Actor::Staff(Role::ResourceManager), "ray")
}

async fn state(portal: &Portal) -> String {
    let sql = "SELECT state || ' ' || for_cause || ' ' || coalesce(reinstatement_asked_by, 'nobody') FROM assisters \
        WHERE assister_key = 'bo'";
    column(portal, sql).await.remove(0)
}

#[expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]
async fn steps(portal: &Portal, bo: &AssisterKey) -> Vec<Step> {
    let account = portal.read_assister(&resource_manager(), bo).await.unwrap();
    account.history.iter().rev().map(|step| step.transition).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_suspended_for_cause_comes_back_by_two_resource_managers_cert_9() {
    for portal in portals().await {
        cast(&portal).await;
        let (rae, bo) = (resource_manager(), AssisterKey("bo".into()));
        portal.suspend_for_cause(&rae, &bo, "complaint 12").await.unwrap();
        assert_eq!(state(&portal).await, "suspended 1 nobody");
        assert_eq!(portal.reinstate(&rae, &bo, "cleared").await.unwrap(), Reinstating::Asked);
        assert_eq!(state(&portal).await, "suspended 1 account-rae");
        assert!(portal.open_application(&assister("bo"), &ConsumerKey("ana".into())).await.is_err());
        let alone = portal.reinstate(&rae, &bo, "cleared").await.unwrap_err();
        assert_eq!(refusal(&alone), Some(Refusal::SecondPersonMissing));
        assert_eq!(state(&portal).await, "suspended 1 account-rae");
        let asked = portal.read_assister(&ray(), &bo).await.unwrap().row.asked.unwrap();
        assert_eq!(asked.asker_key.0, "account-rae");
        assert_eq!(portal.reinstate(&ray(), &bo, "I agree").await.unwrap(), Reinstating::Now);
        assert_eq!(state(&portal).await, "active 0 nobody");
        portal.open_application(&assister("bo"), &ConsumerKey("ana".into())).await.unwrap();
        let taken = [Step::SuspendForCause, Step::AskReinstatement, Step::Reinstate];
        assert_eq!(steps(&portal, &bo).await, taken);
        // The next suspension is not for cause of itself.
        portal.suspend(&rae, &bo, "holidays").await.unwrap();
        assert_eq!(portal.reinstate(&rae, &bo, "back").await.unwrap(), Reinstating::Now);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_one_says_no_or_who_asked_asks_no_more_and_it_begins_anew_cert_9() {
    for portal in portals().await {
        cast(&portal).await;
        let (rae, bo) = (resource_manager(), AssisterKey("bo".into()));
        portal.suspend_for_cause(&rae, &bo, "complaint 12").await.unwrap();
        let nobody_asked = portal.drop_reinstatement(&rae, &bo, "no").await.unwrap_err();
        assert_eq!(refusal(&nobody_asked), Some(Refusal::RecordChanged));
        for (asks, says_no) in [(&rae, ray()), (&rae, resource_manager())] {
            assert_eq!(portal.reinstate(asks, &bo, "cleared").await.unwrap(), Reinstating::Asked);
            let why = portal.drop_reinstatement(&says_no, &bo, " ").await.unwrap_err();
            assert_eq!(refusal(&why), Some(Refusal::ReasonMissing));
            portal.drop_reinstatement(&says_no, &bo, "not yet").await.unwrap();
            assert_eq!(state(&portal).await, "suspended 1 nobody");
        }
        // Whoever agrees to nothing asks.
        assert_eq!(portal.reinstate(&ray(), &bo, "cleared").await.unwrap(), Reinstating::Asked);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_way_round_by_decertifying_and_certifying_again_cert_9() {
    for portal in portals().await {
        cast(&portal).await;
        let (rae, bo) = (resource_manager(), AssisterKey("bo".into()));
        portal.suspend_for_cause(&rae, &bo, "complaint 12").await.unwrap();
        assert_eq!(portal.reinstate(&rae, &bo, "cleared").await.unwrap(), Reinstating::Asked);
        portal.decertify(&rae, &bo, "withdrawn").await.unwrap();
        assert_eq!(state(&portal).await, "decertified 1 nobody");
        recertify(&portal, &rae, &bo).await.unwrap();
        assert_eq!(state(&portal).await, "suspended 1 nobody");
        assert_eq!(portal.reinstate(&rae, &bo, "cleared").await.unwrap(), Reinstating::Asked);
        assert_eq!(portal.reinstate(&ray(), &bo, "cleared").await.unwrap(), Reinstating::Now);
    }
}
