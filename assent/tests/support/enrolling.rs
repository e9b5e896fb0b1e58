//! Sample households that enroll, for tests of the files to carriers.

use domain::{
    people::ConsumerKey,
    plan::{Filter, SortBy},
};
use portal::{Portal, enrollments::Signing, testing::*};

/// Consumers of practice data who have applied and are not enrolled.
pub async fn households_without_a_plan(portal: &Portal) -> Vec<String> {
    let waiting = "SELECT consumer_key FROM applications WHERE state = 'submitted' AND consumer_key NOT IN \
                   (SELECT consumer_key FROM enrollments) ORDER BY consumer_key";
    column(portal, waiting).await
}

/// Enrolls one of them with the first plan of a carrier that is wanted; gives the carrier.
pub async fn enroll(portal: &Portal, household: String, wanted: impl Fn(&str) -> bool) -> Option<String> {
    let (who, consumer_key) = (consumer(&household), ConsumerKey(household));
    let read = portal.read_plans(&who, &consumer_key, &[], &Filter::default(), SortBy::Price).await.unwrap();
    let list = read.value?;
    let plan = list.plans.iter().map(|plan| plan.id).find(|id| wanted(&id.plan.issuer().to_string()))?;
    portal.choose_plan(&who, &consumer_key, &[], plan).await.unwrap();
    let checkout = portal.read_checkout(&who, &consumer_key).await.unwrap();
    let credit = checkout.plan.credit_cents;
    let credit = format!("{}.{:02}", credit / 100, credit % 100);
    let typed = [
        ("signature", checkout.signature.clone()),
        ("agree", "yes".to_owned()),
        ("credit", credit),
        ("text", checkout.text.sha256.clone()),
    ];
    let signing = Signing {
        plan: plan.to_string(),
        people: checkout.group.people(),
        typed: typed.map(|(field, value)| (field.to_owned(), value)).into(),
        form_key: format!("form-{}", consumer_key.0),
    };
    portal.enroll(&who, &consumer_key, &signing).await.unwrap();
    Some(plan.plan.issuer().to_string())
}
