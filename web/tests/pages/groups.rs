//! A household in several plans: who the plan is for is asked, prices leave a share of the credit to the others, and the way goes
//! on until everybody has a plan (ENR-4, ENR-5).

use crate::{
    browser::Browser,
    cast::{signed_in, with_accounts},
};
use domain::{application::Kind, people::ConsumerKey};
use portal::{Portal, applications::Signature, example_households, testing::*};

/// Two parents who get the tax credit, and a child with Medical Assistance.
const FAMILY: &str = r#"{"year": 2027, "county": "HENNEPIN_COUNTY_MN", "people": [
    {"age": 45, "wages": 50000, "role": "adult"}, {"age": 41, "wages": 20000, "role": "adult"},
    {"age": 9, "wages": 0, "role": "child"}]}"#;

async fn family(portal: &Portal) -> Browser {
    with_accounts(portal).await;
    portal.load_practice_catalogs(1).await.unwrap();
    let (ana, key) = (consumer("ana"), ConsumerKey("ana".into()));
    let case = serde_json::from_str(FAMILY).unwrap();
    let opened = portal.open_application_for(&ana, &key, Kind::FinancialAssistance, 2027).await.unwrap();
    for _ in 1..example_households::people_in(&case) {
        portal.add_person(&ana, &key, &opened.key).await.unwrap();
    }
    let typed = example_households::typed_pages(&case, &portal.profile().places);
    fill_in(portal, &ana, (&key, &opened.key), typed).await;
    let typed = [("signature", "Ana Kowalski"), ("agree", "yes"), ("text", &rights_shown())];
    let signature = Signature {
        typed: typed.map(|(field, value)| (field.into(), value.into())).into(),
        form_key: "k".into(),
    };
    portal.submit_application(&ana, &key, &opened.key, &signature).await.unwrap();
    signed_in(portal, "ana").await
}

fn says(browser: &Browser, wanted: &[&str]) {
    for said in wanted {
        assert!(browser.page.contains(said), "{said}\n{}", browser.page);
    }
}

/// The dollars after some words.
fn dollars(browser: &Browser, after: &str) -> String {
    let rest = browser.page.split(after).nth(1).unwrap_or_default();
    rest.chars().skip_while(|one| *one != '$').take_while(|one| !"<&".contains(*one)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn parents_choose_a_plan_each_and_share_the_credit_enr_4_enr_5() {
    for portal in portals().await {
        let mut ana = family(&portal).await;
        ana.get("/plans").await;
        says(
            &ana,
            &[
                "Who is the plan for?",
                "No plan yet",
                "For <strong>PersonA Sample (45) and PersonB Sample (41)",
            ],
        );
        says(&ana, &["PersonC Sample: Medical Assistance"]);
        let whole = dollars(&ana, "Tax credit: up to");

        ana.get("/plans?for=p1").await;
        says(
            &ana,
            &["For <strong>PersonA Sample (45)</strong>", "The rest is kept for PersonB Sample", &whole],
        );
        let share = dollars(&ana, "Prices below have");
        assert_ne!(share, whole);
        ana.post("/plans/choose", &[]).await.follow().await;
        says(&ana, &["PersonB Sample: choose a plan after you sign this one", "the rest is kept"]);
        says(&ana, &[&format!("value=\"{}", share.trim_start_matches('$'))]);
        ana.post("/enroll", &[("signature", "Ana Kowalski"), ("agree", "yes"), ("credit", "100")]).await;
        assert_eq!(ana.location, "/plans", "{}", ana.page);

        ana.follow().await;
        says(&ana, &["For <strong>PersonB Sample (41)</strong>", "PersonA Sample stays in "]);
        ana.get("/plans/compare?for=p2").await;
        says(&ana, &["href=\"/plans?for=p2\""]);
        ana.get("/plans").await.post("/plans/choose", &[]).await.follow().await;
        ana.post("/enroll", &[("signature", "Ana Kowalski"), ("agree", "yes"), ("credit", "0")]).await;
        assert_eq!(ana.location, "/coverage", "{}", ana.page);
        ana.follow().await;
        assert_eq!(ana.page.matches("<section>").count(), 2, "two plans");
        let live = "SELECT count(*) FROM enrollment_members WHERE active = 1";
        assert_eq!(count(&portal, live).await, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_in_one_plan_is_said_to_go_along_and_a_number_of_nobody_is_told_enr_5() {
    for portal in portals().await {
        let mut ana = family(&portal).await;
        ana.get("/plans").await.post("/plans/choose", &[]).await.follow().await;
        ana.post("/enroll", &[("signature", "Ana Kowalski"), ("agree", "yes"), ("credit", "0")]).await;
        ana.get("/plans?for=p2").await;
        says(
            &ana,
            &[
                "PersonA Sample: in the same plan as somebody you chose",
                "PersonB Sample (41)</b>".trim_end_matches("</b>"),
            ],
        );
        assert_eq!(ana.get("/plans?for=Sample").await.status, 400);
        let mut fields = ana.get("/plans?for=p1").await.hidden("/plans/choose");
        fields
            .iter_mut()
            .filter(|(name, _)| name == "for")
            .for_each(|(_, people)| people.push_str(" nobody"));
        assert_eq!(ana.post_only("/plans/choose", &fields).await.status, 400);
    }
}
