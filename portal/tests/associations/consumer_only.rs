//! Nobody but the consumer (ASSOC-1, ACT-11).

use crate::*;
use domain::access::Denial;
use domain::limits::Limit;

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_is_the_consumers_own_assoc_4() {
    for portal in portals().await {
        cast(&portal).await;
        let made = authorize(&portal, "max", NIA).await.unwrap();
        let eve = portal.read_receipt(&consumer("eve"), &key("eve"), &made.association).await.unwrap_err();
        assert!(matches!(eve, Error::NotFound));
        let other = portal.read_receipt(&consumer("eve"), &key("max"), &made.association).await.unwrap_err();
        assert!(matches!(other, Error::Denied(Denial::NoBasis)));
        let nia = portal.read_receipt(&assister("nia"), &key("max"), &made.association).await.unwrap_err();
        assert!(matches!(nia, Error::Denied(Denial::ConsumerOnly)));
    }
}

/// ASSOC-1 as a matrix: every session that is not the consumer's own, on every consumer, by every verb.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_the_consumer_changes_an_association_by_any_verb_assoc_1() {
    for portal in portals().await {
        cast(&portal).await;
        let others = [
            assister("bo"),
            assister("cy"),
            assister("di"),
            assister("nia"),
            assister("cam"),
            resource_manager(),
            session(Actor::Staff(Role::ServiceDesk), "ari"),
            session(Actor::Staff(Role::Auditor), "ola"),
            session(Actor::Staff(Role::AgencyAdministrator), "ada"),
            consumer("stranger"),
        ];
        let all = "SELECT association_key || consumer_key || assister_key || coalesce(ended_at, 0) FROM associations ORDER BY 1";
        let before = column(&portal, all).await;
        let mut tried = 0;
        for other in &others {
            for whose in ["ana", "eve", "max", "nobody"] {
                for number in [BO, CY, NIA, CAM, DI] {
                    let own = portal.read_statement(&consumer("max"), &key("max"), NIA).await.unwrap();
                    portal.find_assister(other, &key(whose), number).await.unwrap_err();
                    portal.read_statement(other, &key(whose), number).await.unwrap_err();
                    portal.authorize_assister(other, &key(whose), number, &shown(&own)).await.unwrap_err();
                    tried += 3;
                }
                for association in ["ana-bo", "eve-di", ""] {
                    let association = AssociationKey(association.into());
                    portal.end_association(other, &key(whose), &association).await.unwrap_err();
                    portal.read_receipt(other, &key(whose), &association).await.unwrap_err();
                    tried += 2;
                }
                portal.read_association(other, &key(whose)).await.unwrap_err();
                tried += 1;
            }
        }
        assert_eq!(column(&portal, all).await, before);
        settle(&portal).await;
        let alone = "SELECT count(*) FROM audit_events WHERE outcome = 'refused' AND action <> 'tried_again'";
        let many = "SELECT target FROM audit_events WHERE action = 'tried_again'";
        // Beyond sixty a minute those of one account are counted in one event.
        let counted = column(&portal, many).await;
        let counted: i64 =
            counted.iter().map(|many| many.split(' ').next().unwrap().parse::<i64>().unwrap()).sum();
        assert_eq!(count(&portal, alone).await + counted, tried, "every refused attempt is recorded");
        assert_eq!(count(&portal, "SELECT count(*) FROM outbox").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assister_is_sent_to_the_desk_to_end_an_association_act_11() {
    for portal in portals().await {
        cast(&portal).await;
        let bo = AssociationKey("ana-bo".into());
        let refused = portal.end_association(&assister("bo"), &key("ana"), &bo).await.unwrap_err();
        assert!(matches!(refused, Error::Denied(Denial::Limit(Limit::DisassociationByDesk))));
    }
}
