//! "Your results": the explanation is the stored one, for the consumer and for the assister (APP-5, B6).

use crate::{
    browser::Browser,
    cast::{signed_in, with_accounts},
};
use domain::people::ConsumerKey;
use portal::{Portal, applications::Signature, example_households::LoneAdult, testing::*};

/// Ana alone, with 3,500 dollars a month, applies and signs.
pub async fn ana_applies(portal: &Portal) {
    let (ana, key) = (consumer("ana"), ConsumerKey("ana".into()));
    let application = portal.open_application(&ana, &key).await.unwrap().value.key;
    fill_in(portal, &ana, (&key, &application), LoneAdult::ANA.pages()).await;
    let signature = Signature {
        typed: [("signature", "Ana Kowalski"), ("agree", "yes"), ("text", &rights_shown())]
            .map(|(field, value)| (field.into(), value.into()))
            .into(),
        form_key: "k".into(),
    };
    portal.submit_application(&ana, &key, &application, &signature).await.unwrap();
}

fn explains(browser: &Browser, who: &str) {
    let heading = if who == "Ana" { "Your results" } else { "Results" };
    assert_eq!(browser.heading(), heading, "{who}");
    for expected in [
        "<summary>Why? <span class=\"usa-sr-only\">for Ana Kowalski</span></summary>",
        "<dt>Income a month</dt><dd>$3,500</dd>",
        "<dt>People who count</dt><dd>1</dd>",
        "Rule ma.income. Source:",
        "What would change this",
        "less a month",
        "more a month",
        "This is an estimate with the rules of today (mn-",
    ] {
        assert!(browser.page.contains(expected), "{who}: {expected}\n{}", browser.page);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn consumer_and_assister_read_the_steps_and_what_another_income_would_change_b6() {
    for portal in portals().await {
        with_accounts(&portal).await;
        ana_applies(&portal).await;
        let mut ana = signed_in(&portal, "ana").await;
        ana.get("/application/result").await;
        explains(&ana, "Ana");
        assert!(ana.page.contains("call 651-555-0100"));
        let mut bo = signed_in(&portal, "bo").await;
        bo.get("/consumers/ana/application/result").await;
        explains(&bo, "Bo");
        assert!(bo.page.contains("You are acting for <strong>Ana Kowalski</strong>"));
        // ACT-9: the initial status only, and the way to the desk.
        assert!(bo.page.contains("This is the initial determination.") && bo.page.contains("651-555-0120"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_explanation_is_read_from_the_stored_document_and_never_computed_again_app_5() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    ana_applies(&portal).await;
    let (input, output) =
        (determination_inputs(&portal).await.remove(0), determination_outputs(&portal).await.remove(0));
    let other = output.replace("\"monthly_income_cents\":350000", "\"monthly_income_cents\":123400");
    assert_ne!(output, other);
    // As if the rules of that day had counted differently; the guard of the table stands in a test's way too.
    let guards = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'determinations'";
    for guard in column(&portal, guards).await {
        run(&portal, &format!("DROP TRIGGER {guard}")).await;
    }
    let application = column(&portal, "SELECT application_key FROM determinations").await.remove(0);
    run(&portal, "DELETE FROM determinations").await;
    put_determination(&portal, (&application, "ana"), &input, &other).await;
    let mut ana = signed_in(&portal, "ana").await;
    ana.get("/application/result").await;
    assert!(ana.page.contains("The income is $1,234 a month."), "{}", ana.page);
    assert!(ana.page.contains("<dt>Income a month</dt><dd>$1,234</dd>"));
    assert!(!ana.page.contains("The income is $3,500 a month."));
}
