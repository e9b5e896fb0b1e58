//! Removing, and what stays (ASSOC-7, ASSOC-8, ASSOC-9, CERT-7).

use crate::*;
use domain::access::Denial;
use domain::association::EndedBy;

#[tokio::test(flavor = "multi_thread")]
async fn removing_takes_effect_with_the_next_request_on_every_server_assoc_7() {
    for portal in portals().await {
        cast(&portal).await;
        let second = second_process(&portal).await;
        second.open_application(&assister("bo"), &key("ana")).await.unwrap();
        let ana = consumer("ana");
        let ended =
            portal.end_association(&ana, &key("ana"), &AssociationKey("ana-bo".into())).await.unwrap();
        assert!(ended.assister.name() == Name::new("Bo", "Lind"));
        assert_eq!(ended.ended_by, Some(EndedBy::Consumer));
        for server in [&portal, &second] {
            let refused = server.open_application(&assister("bo"), &key("ana")).await.unwrap_err();
            assert!(matches!(refused, Error::Denied(Denial::NoBasis)));
        }
        let again = portal.end_association(&ana, &key("ana"), &AssociationKey("ana-bo".into())).await;
        assert_eq!(refusal(&again.unwrap_err()), Some(Refusal::NoAssociation));
        let mail = column(&portal, "SELECT subject FROM outbox").await;
        assert_eq!(mail, ["Bo Lind can no longer act for you"]);
        assert_eq!(column(&portal, "SELECT stage FROM book WHERE assister_key = 'bo'").await, ["ended"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn removing_removes_the_assister_that_the_page_showed_and_no_other_assoc_7() {
    for portal in portals().await {
        cast(&portal).await;
        authorize(&portal, "ana", NIA).await.unwrap();
        let old =
            portal.end_association(&consumer("ana"), &key("ana"), &AssociationKey("ana-bo".into())).await;
        assert_eq!(refusal(&old.unwrap_err()), Some(Refusal::NoAssociation));
        assert_eq!(active(&portal, "ana").await, ["nia"]);
        let foreign =
            portal.end_association(&consumer("ana"), &key("ana"), &AssociationKey("eve-di".into())).await;
        assert!(foreign.is_err());
        assert_eq!(active(&portal, "eve").await, ["di"]);
    }
}

/// The statement that ends an association is asked for another consumer's: it must not find it.
#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_one_with_the_key_of_anothers_association_ends_nothing_assoc_7() {
    for portal in portals().await {
        cast(&portal).await;
        authorize(&portal, "max", NIA).await.unwrap();
        let all = "SELECT association_key || ' ' || coalesce(CAST(ended_at AS TEXT), 'in force') FROM associations ORDER BY 1";
        let books = "SELECT association_key || ' ' || stage FROM book ORDER BY 1";
        let before = (column(&portal, all).await, column(&portal, books).await);
        let max = active_association(&portal, "max").await;
        for (who, foreign) in [("ana", "eve-di"), ("eve", "ana-bo"), ("max", "ana-bo"), ("ana", &max)] {
            let foreign = AssociationKey(foreign.to_owned());
            let refused = portal.end_association(&consumer(who), &key(who), &foreign).await.unwrap_err();
            assert_eq!(refusal(&refused), Some(Refusal::NoAssociation), "{who}: {refused}");
        }
        assert_eq!((column(&portal, all).await, column(&portal, books).await), before);
        assert_eq!(count(&portal, "SELECT count(*) FROM outbox").await, 1, "the mail about Nia's beginning");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_association_never_changes_an_application_assoc_8() {
    for portal in portals().await {
        cast(&portal).await;
        portal.open_application(&consumer("ana"), &key("ana")).await.unwrap();
        let all = "SELECT application_key || state || last_page || percent || started_at FROM applications";
        let before = column(&portal, all).await;
        authorize(&portal, "ana", NIA).await.unwrap();
        let present = portal.read_association(&consumer("ana"), &key("ana")).await.unwrap();
        let present = present.value.current.unwrap().association_key;
        portal.end_association(&consumer("ana"), &key("ana"), &present).await.unwrap();
        assert_eq!(column(&portal, all).await, before);
        // During the application: the new assister's book shows the draft.
        authorize(&portal, "ana", CAM).await.unwrap();
        assert_eq!(
            column(&portal, "SELECT stage FROM book WHERE assister_key = 'cam'").await,
            ["in_progress"]
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_takes_no_other_change_than_its_end_assoc_9() {
    for portal in portals().await {
        cast(&portal).await;
        authorize(&portal, "ana", NIA).await.unwrap();
        for sql in [
            "UPDATE associations SET assister_key = 'cy' WHERE consumer_key = 'ana' AND ended_at IS NULL",
            "UPDATE associations SET started_at = 5 WHERE association_key = 'ana-bo'",
            "UPDATE associations SET ended_at = NULL, ended_by = NULL WHERE association_key = 'ana-bo'",
            "UPDATE associations SET receipt = '{}' , ended_at = 9 WHERE consumer_key = 'ana' AND ended_at IS NULL",
            "DELETE FROM associations WHERE association_key = 'ana-bo'",
        ] {
            let fault = try_to_run(&portal, sql).await.unwrap_err();
            assert!(fault.contains("append-only"), "{sql}: {fault}");
        }
        assert_eq!(count(&portal, "SELECT count(*) FROM associations WHERE consumer_key = 'ana'").await, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lapsed_assister_is_shown_as_unable_to_act_and_works_again_cert_7() {
    for portal in portals().await {
        cast(&portal).await;
        let eve = portal.read_association(&consumer("eve"), &key("eve")).await.unwrap();
        assert!(!eve.current.as_ref().unwrap().assister.may_act_on(portal.today()));
        run(&portal, "UPDATE assisters SET certified_until = '2027-01-01' WHERE assister_key = 'di'").await;
        let eve = portal.read_association(&consumer("eve"), &key("eve")).await.unwrap();
        assert!(eve.current.as_ref().unwrap().assister.may_act_on(portal.today()));
        portal.open_application(&assister("di"), &key("eve")).await.unwrap();
        assert_eq!(active(&portal, "eve").await, ["di"]);
    }
}
