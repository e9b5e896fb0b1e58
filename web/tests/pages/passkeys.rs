//! Passkeys in the browser: the form that a script fills in, what it asks first, and what the pages say without it (ID-1 to ID-3).

#[cfg(feature = "passkeys")]
use crate::cast;
use crate::{browser::Browser, sign_in::signed_up};
use axum::http::StatusCode;
use portal::{Portal, testing::*};

#[cfg(feature = "passkeys")]
#[path = "../../../portal/tests/support/device.rs"]
mod device;

#[cfg(feature = "passkeys")]
use device::Device;

/// Zoe, who has just signed up.
async fn zoe(portal: &Portal) -> Browser {
    let mut zoe = Browser::at(portal, false);
    signed_up(portal, &mut zoe).await;
    zoe
}

/// What the script asks first, and the two fields that it fills in.
#[cfg(feature = "passkeys")]
async fn answered(
    browser: &mut Browser,
    (start, form): (&str, &str),
    sign: impl FnOnce(&str) -> String,
) -> Vec<(String, String)> {
    let mut fields = browser.hidden(form);
    fields.retain(|(name, _)| name != "ceremony" && name != "answer");
    let page = browser.page.clone();
    browser.post_only(start, &fields).await;
    assert_eq!((browser.status, &*browser.file[0]), (StatusCode::OK, "application/json"), "{}", browser.page);
    let asked: serde_json::Value = serde_json::from_str(&browser.page).unwrap();
    let answer = sign(&asked["options"].to_string());
    fields.push(("ceremony".to_owned(), asked["ceremony"].as_str().unwrap().to_owned()));
    fields.push(("answer".to_owned(), answer));
    browser.page = page;
    fields
}

/// Adds a passkey; gives the device.
#[cfg(feature = "passkeys")]
async fn add(browser: &mut Browser) -> Device {
    let mut device = Device::at("http://localhost", 1);
    browser.get("/settings/passkeys/add").await;
    let addresses = ("/settings/passkeys/start", "/settings/passkeys/add");
    let mut fields = answered(browser, addresses, |options| device.make(options)).await;
    fields.push(("passkey_name".to_owned(), "My phone".to_owned()));
    browser.post_only(addresses.1, &fields).await;
    device
}

#[cfg(feature = "passkeys")]
#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_added_listed_used_on_every_page_that_offers_it_and_removed_id_1() {
    for portal in portals().await {
        let mut zoe = zoe(&portal).await;
        zoe.get("/settings").await;
        assert!(zoe.page.contains("You have no passkey yet.") && !zoe.page.contains("/static/passkey."));
        let mut phone = add(&mut zoe).await;
        assert_eq!((zoe.status, &*zoe.heading()), (StatusCode::OK, "Your recovery codes"));
        zoe.get("/settings").await;
        assert!(zoe.page.contains("My phone") && zoe.page.contains("Not used yet"), "{}", zoe.page);
        assert!(zoe.page.contains("10 are left"));

        let addresses = ("/step-up/passkey/start", "/step-up/passkey");
        zoe.get("/step-up?next=%2Fsettings").await;
        let before = zoe.cookie.clone();
        let fields = answered(&mut zoe, addresses, |options| phone.sign(options)).await;
        zoe.post_only(addresses.1, &fields).await;
        assert_eq!(zoe.location, "/settings");
        assert_ne!(zoe.cookie, before, "rotated");

        let mut elsewhere = Browser::at(&portal, false);
        elsewhere.get("/sign-in?next=%2Fsettings").await;
        assert!(
            elsewhere.page.contains("data-origin=\"http://localhost\"")
                && elsewhere.page.contains("/static/passkey.")
        );
        let addresses = ("/sign-in/passkey/start", "/sign-in/passkey");
        let fields = answered(&mut elsewhere, addresses, |options| phone.sign(options)).await;
        elsewhere.post_only(addresses.1, &fields).await;
        assert_eq!(elsewhere.location, "/settings", "{}", elsewhere.page);
        elsewhere.follow().await;
        assert_eq!(elsewhere.status, StatusCode::OK);

        let mut third = Browser::at(&portal, false);
        third.get("/sign-in").await;
        third.post("/sign-in", &[("name", "zoe.sample"), ("password", "copper lantern river 42")]).await;
        third.follow().await;
        assert!(
            third.page.contains("Recovery code") && !third.page.contains("Open the app"),
            "{}",
            third.page
        );
        let addresses = ("/sign-in/code/passkey/start", "/sign-in/code/passkey");
        let fields = answered(&mut third, addresses, |options| phone.sign(options)).await;
        third.post_only(addresses.1, &fields).await;
        assert_eq!(third.location, "/home", "{}", third.page);

        zoe.get("/settings").await;
        let remove = zoe
            .page
            .split("href=\"")
            .find(|link| link.ends_with("/remove\"") || link.contains("/remove\""))
            .unwrap();
        let remove = remove.split('"').next().unwrap().to_owned();
        zoe.get(&remove).await;
        assert!(zoe.page.contains("your password alone is enough"), "{}", zoe.page);
        zoe.post(&remove, &[]).await;
        assert_eq!(zoe.location, "/settings?said=passkey-removed");
        zoe.follow().await;
        assert!(
            zoe.page.contains("The passkey was removed.") && zoe.page.contains("You have no passkey yet.")
        );
        zoe.get(&remove).await;
        assert_eq!(zoe.location, "/settings", "it is gone");
    }
}

#[cfg(feature = "passkeys")]
#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_answer_gets_one_sentence_wherever_it_is_given_id_2() {
    let portal = sqlite().await;
    let mut zoe = zoe(&portal).await;
    let mut phone = add(&mut zoe).await;
    let sentence = "This passkey did not work. Try again, or go on without it.";
    let cut = |answer: String| answer[..answer.len() / 2].to_owned();
    let mut browser = Browser::at(&portal, false);
    browser.get("/sign-in").await;
    let addresses = ("/sign-in/passkey/start", "/sign-in/passkey");
    let fields = answered(&mut browser, addresses, |options| cut(phone.sign(options))).await;
    browser.post_only(addresses.1, &fields).await;
    assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        browser.page.contains(sentence) && browser.page.contains("<title>Error: Sign in"),
        "{}",
        browser.page
    );
    browser.get("/sign-in").await;
    browser.post("/sign-in", &[("name", "zoe.sample"), ("password", "copper lantern river 42")]).await;
    browser.follow().await;
    let addresses = ("/sign-in/code/passkey/start", "/sign-in/code/passkey");
    let fields = answered(&mut browser, addresses, |options| cut(phone.sign(options))).await;
    browser.post_only(addresses.1, &fields).await;
    assert!(browser.page.contains(sentence) && browser.page.contains("<title>Error: Enter your code"));
    for (page, addresses) in [
        ("/step-up", ("/step-up/passkey/start", "/step-up/passkey")),
        ("/settings/passkeys/add", ("/settings/passkeys/start", "/settings/passkeys/add")),
    ] {
        zoe.get(page).await;
        let fields = answered(&mut zoe, addresses, |_| "{".to_owned()).await;
        zoe.post_only(addresses.1, &fields).await;
        assert_eq!(zoe.status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
        assert!(zoe.page.contains(sentence) && zoe.page.contains("<title>Error: "), "{page}: {}", zoe.page);
    }
}

#[cfg(feature = "passkeys")]
#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_no_script_filled_in_is_told_so_and_a_long_name_first_id_1() {
    let portal = sqlite().await;
    cast::with_accounts(&portal).await;
    let mut zoe = zoe(&portal).await;
    zoe.get("/settings/passkeys/add").await;
    zoe.post("/settings/passkeys/add", &[("passkey_name", &"x".repeat(61))]).await;
    assert!(zoe.page.contains("<a href=\"#passkey_name\">"), "{}", zoe.page);
    zoe.post("/settings/passkeys/add", &[("passkey_name", "My phone")]).await;
    assert_eq!(zoe.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(zoe.page.contains("<a href=\"#passkey\">Passkeys need JavaScript"), "{}", zoe.page);
    assert!(zoe.page.contains("value=\"My phone\""));
    let mut nobody = Browser::at(&portal, false);
    nobody.get("/sign-in").await.post("/sign-in/passkey", &[]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    nobody.post_only("/sign-in/code/passkey/start", &[]).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    nobody.post_only("/sign-in/code/passkey", &[]).await;
    assert_eq!(nobody.location, "/sign-in");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_there_are_no_passkeys_the_settings_say_so_and_nobody_is_offered_one_id_1() {
    let portal = sqlite().await;
    let mut zoe = zoe(&portal).await;
    // A number over the network has no passkeys; nor has what is built without them.
    let mut there = Browser::reached_at(&portal, "http://192.0.2.7:8080");
    there.cookie = zoe.cookie.clone();
    let none = if cfg!(feature = "passkeys") { "at this address" } else { "on this portal" };
    there.get("/settings").await;
    assert!(there.page.contains(&format!("They can not be used {none}.")), "{}", there.page);
    assert!(!there.page.contains("/settings/passkeys/add"));
    there.get("/settings/passkeys/add").await;
    assert_eq!(there.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(there.page.contains("Use your password and an app with codes."));
    there.cookie = None;
    there.get("/sign-in").await;
    assert!(!there.page.contains("passkey"), "{}", there.page);
    there.post_only("/sign-in/passkey/start", &[]).await;
    assert_eq!(there.status, StatusCode::UNPROCESSABLE_ENTITY);
    zoe.get("/settings").await;
    assert_eq!(zoe.page.contains("/settings/passkeys/add"), cfg!(feature = "passkeys"));
}
