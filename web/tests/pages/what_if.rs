//! What if, as a browser without script sees it: people added and taken off, errors at their fields, the
//! estimate with its reasons, for everybody, in nobody's records.

use crate::{
    browser::{Browser, attribute},
    cast::{signed_in, with_accounts},
};
use portal::{Portal, testing::*};

/// A mother of 40 with her son; she gets a tax credit, he Medical Assistance.
const FAMILY: &[(&str, &str)] = &[
    ("coverage_year", "2027"),
    ("county", "27053"),
    ("income_period", "monthly"),
    ("age_1", "40"),
    ("applying_1", "yes"),
    ("taxes_1", "file"),
    ("income_1", "4,650.00"),
    ("coverage_1", "none"),
    ("relation_2", "child"),
    ("age_2", "8"),
    ("applying_2", "yes"),
    ("taxes_2", "dependent"),
    ("coverage_2", "none"),
];

async fn portal_with_plans() -> Vec<Portal> {
    let portals = portals().await;
    for portal in &portals {
        portal.load_practice_catalogs(1).await.unwrap();
    }
    portals
}

fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let changed = |name: &str| changes.iter().any(|(other, _)| *other == name);
    FAMILY.iter().copied().filter(|(name, _)| !changed(name)).chain(changes.iter().copied()).collect()
}

/// The words of the page's main part, without tags.
fn words(browser: &Browser) -> String {
    let main = browser.page.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
    let text = main.split('<').map(|part| part.split_once('>').map_or("", |(_, text)| text));
    text.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// What stands in a field of the page.
fn typed(browser: &Browser, name: &str) -> String {
    let tag = browser.page.split("<input").find(|tag| attribute(tag, "name") == name).unwrap_or("");
    attribute(tag, "value")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_sees_programs_prices_and_reasons_b6() {
    for portal in portal_with_plans().await {
        let mut visitor = Browser::at(&portal, true);
        visitor.get("/").await;
        assert!(visitor.page.contains("href=\"/what-if\""));
        visitor.get("/what-if").await;
        assert_eq!(visitor.heading(), "See what help you could get");
        visitor.post("/what-if", FAMILY).await;
        assert_eq!((visitor.status.as_u16(), visitor.heading().as_str()), (200, "What help you could get"));
        let words = words(&visitor);
        for expected in [
            "An estimate for coverage in 2027",
            "Person 1 Plan with a tax credit This person may get help with the price of a health plan.",
            "Person 2 Medical Assistance",
            "Why? for Person 1",
            "The income is $4,650 a month. That is over the limit of",
            "Income a month $4,650",
            "People who count 2",
            "Source: 42 CFR 435.603(d)",
            "What would change this for Person 1",
            "less a month Plan with a tax credit Silver plans with lower deductibles",
            "Tax credit a month, at most $",
            "Benchmark plan a month $",
            "Bronze plan with the lowest price $",
            "Silver plan with the lowest price $",
            "The plans are made up for practice.",
            "651-555-0100",
            "Create account",
        ] {
            assert!(words.contains(expected), "{expected:?} in {words}");
        }
        assert!(!visitor.page.contains("?age"), "nothing that was typed stands in an address");
        // The answers travel in the page and come back.
        visitor.post("/what-if", &[("then", "change")]).await;
        assert_eq!(visitor.heading(), "See what help you could get");
        assert_eq!(typed(&visitor, "income_1"), "4,650");
        assert_eq!(typed(&visitor, "age_2"), "8");
        assert!(visitor.set_cookie.is_empty() && visitor.cookie.is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_added_and_taken_off_without_losing_what_was_typed() {
    let portal = sqlite().await;
    let mut visitor = Browser::at(&portal, true);
    visitor.get("/what-if").await;
    assert!(!visitor.page.contains("Person 2"));
    visitor.post("/what-if", &[("age_1", " 40"), ("income_1", "lots"), ("then", "add")]).await;
    assert_eq!(visitor.status, 200);
    assert!(visitor.page.contains("id=\"person-2\""));
    assert!(!visitor.page.contains("There is a problem"), "nothing is judged before it is sent");
    assert_eq!((typed(&visitor, "age_1").as_str(), typed(&visitor, "income_1").as_str()), ("40", "lots"));
    let three =
        [("age_1", "40"), ("age_2", "38"), ("age_3", "8"), ("relation_3", "child"), ("then", "remove_2")];
    visitor.post("/what-if", &three).await;
    assert!(!visitor.page.contains("id=\"person-3\""));
    assert_eq!(typed(&visitor, "age_2"), "8");
    assert!(visitor.page.contains("<option value=\"child\" selected>"));
    let eight: Vec<(String, String)> = (1..=8).map(|n| (format!("age_{n}"), n.to_string())).collect();
    visitor.post_only("/what-if", &[&eight[..], &[("then".into(), "add".into())]].concat()).await;
    assert_eq!(typed(&visitor, "age_8"), "8");
    assert!(!visitor.page.contains("Add a person"), "eight are the most");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_at_the_field_and_in_the_summary() {
    let portal = sqlite().await;
    let mut visitor = Browser::at(&portal, true);
    visitor.get("/what-if").await;
    visitor.post("/what-if", &with(&[("age_2", "50"), ("county", ""), ("income_1", "<b>")])).await;
    assert_eq!(visitor.status, 422);
    assert!(visitor.page.contains("<title>Error: See what help you could get"));
    for field in ["county", "income_1", "relation_2"] {
        assert!(visitor.page.contains(&format!("<a href=\"#{field}\">")), "{field} in the summary");
        assert!(visitor.page.contains(&format!("id=\"{field}-error\"")), "{field} at the field");
        assert!(visitor.page.contains(&format!("id=\"{field}\"")), "{field} is there");
    }
    let said = words(&visitor);
    assert!(said.contains("Person 2: A child is younger than person 1."), "{said}");
    assert_eq!((typed(&visitor, "income_1").as_str(), typed(&visitor, "age_2").as_str()), ("<b>", "50"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_offers_coverage_must_say_its_price_where_it_can_be_seen() {
    let portal = sqlite().await;
    let mut visitor = Browser::at(&portal, true);
    visitor.get("/what-if").await;
    assert!(!visitor.page.contains("<details class=\"assent-details\" open>"));
    visitor.post("/what-if", &with(&[("coverage_1", "offer")])).await;
    assert_eq!(visitor.status, 422);
    assert!(visitor.page.contains("<a href=\"#premium_1\">"));
    assert_eq!(visitor.page.matches("<details class=\"assent-details\" open>").count(), 1);
    visitor.post("/what-if", &with(&[("coverage_1", "offer"), ("premium_1", "100")])).await;
    let said = words(&visitor);
    assert!(said.contains("The plan at work costs $100 a month."), "{said}");
    assert!(said.contains("Person 1 Plan at full price"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn signed_in_people_use_it_with_their_token_and_leave_no_trace() {
    for portal in portal_with_plans().await {
        with_accounts(&portal).await;
        for (name, next) in [("ana", "/application"), ("bo", "/consumers")] {
            let mut person = signed_in(&portal, name).await;
            let home = if name == "ana" { "/home" } else { "/consumers" };
            person.get(home).await;
            assert!(person.page.contains("href=\"/what-if\""), "{name} finds it from {home}");
            let before = count(&portal, "SELECT count(*) FROM audit_events").await;
            person.get("/what-if").await;
            person.post("/what-if", FAMILY).await;
            assert_eq!(person.heading(), "What help you could get", "{name}");
            assert!(
                person.page.contains(&format!("class=\"usa-button\" href=\"{next}\"")),
                "{}",
                person.page
            );
            assert!(!person.page.contains("You are acting for"));
            assert_eq!(count(&portal, "SELECT count(*) FROM audit_events").await, before);
            let without_token: Vec<(String, String)> =
                FAMILY.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect();
            person.post_only("/what-if", &without_token).await;
            assert_eq!(person.status, 403, "{name}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_too_often_gets_429_with_a_phone_number_and_keeps_the_answers() {
    let portal = sqlite().await;
    let mut visitor = Browser::at(&portal, true);
    visitor.get("/what-if").await;
    for _ in 0..=60 {
        visitor.get("/what-if").await;
        visitor.post("/what-if", FAMILY).await;
    }
    assert_eq!(visitor.status, 429);
    let said = words(&visitor);
    assert!(said.contains("Wait a minute and try again. Or call us at 651-555-0100."), "{said}");
    assert_eq!(typed(&visitor, "income_1"), "4,650");
    visitor.post("/what-if", &with(&[("then", "add")])).await;
    assert_eq!(visitor.status, 200, "adding a person is no estimate");
}
