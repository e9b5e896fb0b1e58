//! A household in several plans: one credit for all of them, to the cent, and nobody in two or in none by somebody else's choice
//! (ENR-4, ENR-5; 26 CFR 1.36B-3(d), 45 CFR 155.340(f)).

use super::{
    ending::{coverage, told},
    leaving::{FAMILY, both_enrolled, leave, to_march},
    renewals::{all_renewed, in_november_2027, with_2028},
    *,
};
use domain::{enrollment::EnrollmentState, people::EnrollmentKey};
use jiff::civil::date;
use portal::shopping::PlanList;

fn people(numbers: &[&str]) -> Vec<String> {
    numbers.iter().map(|&number| number.to_owned()).collect()
}

async fn list(portal: &Portal, numbers: &[&str], metal: MetalLevel) -> PlanList {
    let filter = Filter { metals: vec![metal], ..Filter::default() };
    let (who, numbers) = (consumer("ana"), people(numbers));
    portal.read_plans(&who, &ana(), &numbers, &filter, SortBy::Price).await.unwrap().value.unwrap()
}

fn members(list: &PlanList) -> String {
    list.group.people()
}

async fn choose(portal: &Portal, numbers: &[&str], plan: VariantId) {
    portal.choose_plan(&consumer("ana"), &ana(), &people(numbers), plan).await.unwrap();
}

async fn sign(portal: &Portal, of: &str, plan: VariantId, credit: i64) -> Result<EnrollmentKey, Error> {
    let form = signing(plan, credit, "Ana Kowalski", &format!("{of} {plan} {credit}"));
    let form = Signing { people: of.to_owned(), ..form };
    portal.enroll(&consumer("ana"), &ana(), &form).await.map(portal::Acted::into_value)
}

/// Ana in the cheapest silver plan and her child in the dearest gold one, each with their share of the credit; gives plan and
/// credit of each, and the credit of the household.
async fn in_two_plans(portal: &Portal) -> ([(VariantId, i64); 2], i64) {
    let most = list(portal, &[], MetalLevel::Silver).await.group.most_credit_cents;
    let for_ana = list(portal, &["p1"], MetalLevel::Silver).await;
    let (plan, credit) = (for_ana.plans[0].id, for_ana.plans[0].credit_cents);
    choose(portal, &["p1"], plan).await;
    sign(portal, "p1", plan, credit).await.unwrap();
    let for_max = list(portal, &[], MetalLevel::Gold).await;
    assert_eq!(members(&for_max), "p2", "who has no plan yet");
    let dearest = for_max.plans.last().unwrap();
    choose(portal, &[], dearest.id).await;
    sign(portal, "p2", dearest.id, dearest.credit_cents).await.unwrap();
    ([(plan, credit), (dearest.id, dearest.credit_cents)], most)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_family_in_two_plans_shares_one_credit_to_the_cent_enr_4_enr_5() {
    for portal in ready(FAMILY).await {
        let both = list(&portal, &[], MetalLevel::Silver).await;
        assert_eq!(
            (members(&both).as_str(), both.group.credit_cents),
            ("p1 p2", both.group.most_credit_cents)
        );
        let [for_ana, for_max] = [
            list(&portal, &["p1"], MetalLevel::Silver).await,
            list(&portal, &["p2"], MetalLevel::Silver).await,
        ];
        assert_eq!((members(&for_ana).as_str(), members(&for_max).as_str()), ("p1", "p2"));
        let (hers, his) = (for_ana.group.credit_cents, for_max.group.credit_cents);
        assert_eq!(hers + his, both.group.most_credit_cents, "the shares are the whole of it");
        assert!(hers > his && his > 0, "by what the benchmark plan costs each: {hers}, {his}");
        assert_eq!(for_ana.group.most_credit_cents, both.group.most_credit_cents, "she may use more");
        assert_eq!(for_ana.group.without_a_plan()[0].person, "p2");
        assert!(for_ana.plans[0].premium_cents < both.plans[0].premium_cents);

        let ([(first, one), (second, other)], most) = in_two_plans(&portal).await;
        assert_eq!((one, other, one + other), (hers, his, most));
        let mut sent = Vec::new();
        for plan in [first, second] {
            sent.extend(told(&portal, &plan.plan.issuer().to_string()).await);
        }
        let money = |sent: &x12::Transaction| sent.premium.as_ref().unwrap().aptc_cents;
        let said: Vec<_> = sent.iter().map(|one| (one.subscriber.id.ends_with("-p1"), money(one))).collect();
        assert_eq!(said, [(true, u64::try_from(hers).unwrap()), (false, u64::try_from(his).unwrap())]);
        assert!(sent.iter().all(|one| one.dependents.is_empty()));
        let live: Vec<_> = coverage(&portal).await.iter().map(|one| one.row.state).collect();
        assert_eq!(live, [EnrollmentState::Sent, EnrollmentState::Sent], "neither ended the other");

        let again = list(&portal, &[], MetalLevel::Silver).await;
        assert_eq!(members(&again), "p1 p2", "everybody has a plan: both are asked");
        assert_eq!((again.group.present.len(), again.group.most_credit_cents), (2, most));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_plans_of_others_use_is_not_there_for_another_one_enr_4() {
    for portal in ready(FAMILY).await {
        let for_ana = list(&portal, &["p1"], MetalLevel::Gold).await;
        let (plan, most) = (for_ana.plans.last().unwrap(), for_ana.group.most_credit_cents);
        assert!(plan.premium_cents > most);
        choose(&portal, &["p1"], plan.id).await;
        assert!(matches!(sign(&portal, "p1", plan.id, most + 1).await, Err(Error::Invalid(_))));
        let shown = portal.read_checkout(&consumer("ana"), &ana()).await.unwrap().value;
        assert_eq!((shown.plan.credit_cents, shown.credit_cents), (most, plan.credit_cents));
        sign(&portal, "p1", plan.id, most - 500).await.unwrap();
        let for_max = list(&portal, &["p2"], MetalLevel::Silver).await;
        assert_eq!((for_max.group.most_credit_cents, for_max.plans[0].credit_cents), (500, 500));
        let cheapest = for_max.plans[0].id;
        choose(&portal, &["p2"], cheapest).await;
        assert!(matches!(sign(&portal, "p2", cheapest, 501).await, Err(Error::Invalid(_))));
        sign(&portal, "p2", cheapest, 500).await.unwrap();
        // Ana's plan for another one: what Max uses stays his.
        let again = list(&portal, &["p1"], MetalLevel::Silver).await;
        assert_eq!(again.group.most_credit_cents, most - 500);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_in_one_plan_changes_together_and_nobody_is_left_without_enr_5() {
    for portal in ready(FAMILY).await {
        let (key, _) = both_enrolled(&portal).await;
        let for_ana = list(&portal, &["p1"], MetalLevel::Gold).await;
        assert_eq!(members(&for_ana), "p1 p2", "her child goes along");
        let other = for_ana.plans[0].id;
        choose(&portal, &["p1"], other).await;
        let alone = sign(&portal, "p1", other, 0).await.unwrap_err();
        assert!(
            matches!(alone, Error::Refused(Refusal::VariantNotAllowed)),
            "what was shown is signed: {alone:?}"
        );
        sign(&portal, "p1 p2", other, 0).await.unwrap();
        let all = coverage(&portal).await;
        let (old, new): (Vec<_>, Vec<_>) = all.iter().partition(|one| one.row.enrollment_key == key);
        assert_eq!(
            (old[0].row.state, new[0].row.state),
            (EnrollmentState::Cancelled, EnrollmentState::Signed)
        );
        assert_eq!(new[0].details.as_ref().unwrap().members.len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_left_a_plan_can_have_one_of_their_own_beside_it_enr_5() {
    for portal in ready(FAMILY).await {
        let most = list(&portal, &[], MetalLevel::Silver).await.group.most_credit_cents;
        let (key, _) = both_enrolled(&portal).await;
        leave(&portal, (&key, "p2"), None, "leaves").await.unwrap();
        let goes_on = coverage(&portal).await[0].steps.last().and_then(|step| step.terms.clone()).unwrap();
        let for_max = list(&portal, &["p2"], MetalLevel::Silver).await;
        assert_eq!((members(&for_max).as_str(), for_max.group.present.len()), ("p2", 0));
        assert_eq!(
            for_max.group.most_credit_cents,
            most - goes_on.new_credit.0,
            "what she goes on with is hers"
        );
        assert_eq!(members(&list(&portal, &["p1"], MetalLevel::Silver).await), "p1");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leaves_later_is_in_the_plan_until_then_and_in_no_other_one_enr_5() {
    for portal in ready(FAMILY).await {
        let (key, _) = both_enrolled(&portal).await;
        to_march(&portal);
        leave(&portal, (&key, "p2"), Some(date(2027, 6, 30)), "leaves").await.unwrap();
        assert_eq!(members(&list(&portal, &["p2"], MetalLevel::Silver).await), "p1 p2");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_chosen_for_one_is_not_chosen_for_another_enr_3() {
    for portal in ready(FAMILY).await {
        let plan = list(&portal, &["p1"], MetalLevel::Silver).await.plans[0].id;
        choose(&portal, &["p1"], plan).await;
        let (own, both) =
            (list(&portal, &["p1"], MetalLevel::Silver).await, list(&portal, &[], MetalLevel::Silver).await);
        assert_eq!((own.in_cart, both.in_cart, both.waits), (Some(plan), None, true));
        assert_eq!(members(&both), "p1 p2", "nobody is in a plan before it is signed");
        let strangers = list(&portal, &["p9"], MetalLevel::Silver).await;
        assert_eq!(members(&strangers), "p1 p2", "nobody of that number");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_plans_go_on_into_the_next_year_with_no_more_credit_than_its_result_gives_enr_4() {
    for portal in ready(FAMILY).await {
        in_two_plans(&portal).await;
        let portal = with_2028(&portal).await;
        in_november_2027(&portal);
        submitted_in(&portal, ("ana", 2028, "1986"), "financial_assistance", FAMILY).await;
        let most = list(&portal, &[], MetalLevel::Silver).await.group.most_credit_cents;
        let run = all_renewed(&portal).await;
        assert_eq!((run.on.enrollments, run.on.people, run.left()), (2, 2, 0));
        let of_2028 = "SELECT CAST(sum(credit_cents) AS BIGINT) FROM enrollments WHERE plan_year = 2028";
        assert_eq!(count(&portal, of_2028).await, most, "all of it, and no cent twice");
        let least = count(&portal, "SELECT min(credit_cents) FROM enrollments WHERE plan_year = 2028").await;
        assert!(least > 0, "each has a share");
    }
}
