//! Which plans people may choose, and the cart that waits (ENR-1, ENR-3, ENR-4).

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn only_members_whose_determination_allows_a_plan_shop_enr_1() {
    for portal in ready(AVERAGE).await {
        let read = portal
            .read_plans(&consumer("ana"), &ana(), &[], &Filter::default(), SortBy::Price)
            .await
            .unwrap();
        let list = read.value.unwrap();
        assert_eq!(list.group.members.iter().map(|m| m.person.as_str()).collect::<Vec<_>>(), ["p1"]);
        assert_eq!(list.group.others[0].1, portal::Program::Ma);
        assert!(list.sample);
        assert!(list.plans.len() > 50 && list.plans.len() <= list.all);
        let prices: Vec<i64> = list.plans.iter().map(|p| p.premium_cents - p.credit_cents).collect();
        assert!(prices.is_sorted());
        assert!(list.plans.iter().all(|p| p.credit_cents >= 0 && p.credit_cents <= p.premium_cents));
    }
    for portal in ready(100_000).await {
        let read = portal
            .read_plans(&consumer("ana"), &ana(), &[], &Filter::default(), SortBy::Price)
            .await
            .unwrap();
        assert!(read.value.is_none());
        let (plan, ..) = (VariantId::from_x12("99001MN001000101").unwrap(), 0);
        let refused = portal.choose_plan(&consumer("ana"), &ana(), &[], plan).await;
        assert!(matches!(refused, Err(Error::Refused(Refusal::NotEligibleForPlan))));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dental_plan_is_not_chosen_as_a_medical_one_enr_4() {
    for portal in ready(AVERAGE).await {
        let catalog = portal.catalog(2027).await.unwrap().unwrap();
        let dental = catalog.plans().iter().find(|plan| plan.dental_only && plan.on_exchange()).unwrap();
        let id: VariantId = format!("{}-01", dental.id).parse().unwrap();
        let refused = portal.choose_plan(&consumer("ana"), &ana(), &[], id).await;
        assert!(matches!(refused, Err(Error::Refused(Refusal::VariantNotAllowed))));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cart_waits_whoever_continues_and_nothing_is_enrolled_until_signed_enr_3() {
    for portal in ready(AVERAGE).await {
        let (plan, ..) = silver(&portal).await;
        portal.choose_plan(&consumer("ana"), &ana(), &[], plan).await.unwrap();
        let checkout = portal.read_checkout(&assister("bo"), &ana()).await.unwrap();
        assert_eq!(checkout.plan.id, plan);
        assert_eq!(checkout.signature, "for Ana Kowalski, by bo");
        assert_eq!(count(&portal, "SELECT count(*) FROM enrollments").await, 0);
    }
}
