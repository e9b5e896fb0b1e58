//! Two accounts of one person (CERT-9).

use super::*;
use domain::certification::Step;

fn number(number: &str) -> Fields {
    [("other_account".to_owned(), number.to_owned())].into()
}

async fn number_of(portal: &Portal, key: &str) -> String {
    column(portal, &format!("SELECT reference_number FROM assisters WHERE assister_key = '{key}'"))
        .await
        .remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_two_accounts_is_closed_for_the_other_and_no_association_changes_cert_9_assoc_1() {
    for portal in portals().await {
        cast(&portal).await;
        run(
            &portal,
            "INSERT INTO accounts (account_key, role, username, email, given_name, family_name, created_at) \
             VALUES ('account-bo', 'assister', 'bo', 'bo@example.org', 'Bo', 'Lind', 1); \
             UPDATE assisters SET account_key = 'account-bo' WHERE assister_key = 'bo'",
        )
        .await;
        let (rae, bo) = (resource_manager(), AssisterKey("bo".into()));
        let cy = number_of(&portal, "cy").await;
        let associations = "SELECT association_key || coalesce(ended_by, '') FROM associations ORDER BY 1";
        let before = column(&portal, associations).await;
        let grouped = format!("{}-{}", &cy[..3], &cy[3..]);
        portal.merge_assister(&rae, &bo, (&number(&grouped), "one person")).await.unwrap();
        assert_eq!(column(&portal, associations).await, before);

        let gone = portal.read_assister(&rae, &bo).await.unwrap();
        assert_eq!((gone.row.merged_into.as_deref(), gone.history[0].transition), (Some(&*cy), Step::Merge));
        assert_eq!(gone.missing, [Missing::Decertified]);
        assert_eq!(count(&portal, "SELECT count(*) FROM accounts WHERE disabled_at IS NOT NULL").await, 1);
        let stays = portal.read_assister(&rae, &AssisterKey("cy".into())).await.unwrap();
        assert_eq!(stays.changes[0].change().becomes, gone.row.reference_number);
        assert!(stays.missing.is_empty());
        // The consumer reads the other number, which gives nobody access.
        let ana = ConsumerKey("ana".into());
        let read = portal.read_association(&consumer("ana"), &ana).await.unwrap();
        let card = &read.current.as_ref().unwrap().assister;
        assert_eq!(card.other_number, Some(cy.clone()));
        assert!(portal.open_application(&assister("cy"), &ana).await.is_err());
        assert!(portal.open_application(&assister("bo"), &ana).await.is_err());
        let told = mail_to(&portal, "bo@example.org").await;
        assert!(told[0].contains(&gone.row.reference_number), "{told:?}");
        assert_eq!(mail_to(&portal, "cy@example.org").await, told);
        // It never comes back.
        assert_eq!(
            refusal(&recertify(&portal, &rae, &bo).await.unwrap_err()),
            Some(Refusal::IllegalTransition)
        );
        let again = portal.merge_assister(&rae, &bo, (&number(&grouped), "again")).await.unwrap_err();
        assert_eq!(refusal(&again), Some(Refusal::IllegalTransition));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_one_persons_other_account_can_stay_cert_6_cert_9() {
    for portal in portals().await {
        cast(&portal).await;
        let (rae, bo) = (resource_manager(), AssisterKey("bo".into()));
        let merge = async |key: &AssisterKey, typed: &str, why: &str| {
            portal.merge_assister(&rae, key, (&number(typed), why)).await
        };
        let [own, cy, nia] =
            [number_of(&portal, "bo").await, number_of(&portal, "cy").await, number_of(&portal, "nia").await];
        let unknown = ReferenceNumber::from_random(899_999).digits().to_owned();
        for typed in ["", "123", "1000003", &*own, &*unknown] {
            let fault = merge(&bo, typed, "why").await.unwrap_err();
            assert_eq!(fields(&fault), [("other_account", "CERT-9")], "{typed}");
        }
        assert_eq!(refusal(&merge(&bo, &nia, "why").await.unwrap_err()), Some(Refusal::RoleConflict));
        assert_eq!(refusal(&merge(&bo, &cy, " ").await.unwrap_err()), Some(Refusal::ReasonMissing));
        assert_eq!(count(&portal, "SELECT count(*) FROM assisters WHERE merged_into IS NOT NULL").await, 0);
        // What was closed goes on with what it was closed for.
        merge(&bo, &cy, "one person").await.unwrap();
        let made = create(&portal, &broker("Third")).await.unwrap();
        let cy_key = AssisterKey("cy".into());
        let closed = merge(&made.key, &own, "why").await.unwrap_err();
        assert_eq!(fields(&closed), [("other_account", "CERT-9")], "it was closed itself");
        merge(&cy_key, &made.reference_number, "one person").await.unwrap();
        let bo = portal.read_assister(&rae, &bo).await.unwrap();
        assert_eq!(bo.row.merged_into, Some(made.reference_number));
    }
}
