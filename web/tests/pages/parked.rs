//! What was typed when a session ended (ID-3): kept for its account alone, and back in its page after signing in.

use crate::{
    browser::{Browser, attribute},
    cast::{signed_in, with_accounts},
};
use axum::http::StatusCode;
use portal::{Portal, parked::LONGEST, testing::*};
use totp_rs::{Builder, Secret};

const PASSWORD: &str = "copper lantern river 42";
const MINUTE: i64 = 60;
const NEW: &str = "/manage/assisters/new";

/// More than twelve fields of every sort; no form that could be accepted.
const TYPED: &[(&str, &str)] = &[
    ("kind", "navigator"),
    ("given_name", "  Mai \"><script>alert(1)</script>"),
    ("family_name", "O'Neill & Söhne"),
    ("one_name", "yes"),
    ("email", "not an address"),
    ("npn", "17 50"),
    ("agency", "helpers"),
    ("public_phone", "651-555-01"),
    ("public_email", "mai@example.org"),
    ("languages", "hmn"),
    ("languages", "so"),
    ("city", "Saint\u{7} Paul\t1"),
    ("zip", "55"),
    ("hours", "Monday\u{202e}9"),
    ("accepts_new", "yes"),
    ("certified_from_month", "13"),
    ("certified_from_day", "1"),
    ("certified_from_year", "26"),
    ("certified_until_month", ""),
];

/// The tags of a page that have this name.
fn named<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let tags = page.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or_default());
    tags.filter(|tag| attribute(tag, "name") == name && !tag.starts_with("meta")).collect()
}

/// What a page would send again: the boxes that are ticked under a name, or the text.
fn filled(page: &str, name: &str) -> Vec<String> {
    let tags = named(page, name);
    let first = tags.first().copied().unwrap_or_default();
    if first.starts_with("select") {
        let list = page.split(&format!("name=\"{name}\"")).nth(1).unwrap().split("</select>").next().unwrap();
        let chosen = list.split("<option").filter(|option| option.contains(" selected"));
        return chosen.map(|option| attribute(option, "value")).collect();
    }
    if first.starts_with("textarea") {
        let text = page.split(&format!("<{first}>")).nth(1).unwrap().split("</textarea>").next().unwrap();
        return vec![text.trim_start_matches('\n').to_owned()];
    }
    let is_box = |tag: &&str| ["radio", "checkbox"].contains(&attribute(tag, "type").as_str());
    let sent = tags.iter().filter(|tag| !is_box(tag) || tag.contains(" checked"));
    sent.map(|tag| attribute(tag, "value")).collect()
}

fn app_code(portal: &Portal, key: &str) -> String {
    let secret = Secret::try_from_base32(key.replace(' ', "")).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    totp.generate(u64::try_from(portal.clock().now().0 / 1_000_000).unwrap()).to_string()
}

/// Rae, signed in with her second factor; gives its key.
async fn rae(portal: &Portal) -> (Browser, String) {
    cast(portal).await;
    rae_with_account(portal, PASSWORD).await;
    let mut browser = Browser::at(portal, false);
    browser.get("/sign-in").await.post("/sign-in", &[("name", "rae"), ("password", PASSWORD)]).await;
    browser.follow().await;
    let key = browser.page.split("<kbd class=\"assent-key\">").nth(1).unwrap().split('<').next().unwrap();
    let (key, code) = (key.to_owned(), app_code(portal, key));
    browser.post("/sign-in/second-factor", &[("code", &code)]).await;
    assert_eq!(browser.heading(), "Your recovery codes");
    (browser, key)
}

async fn kept_forms(portal: &Portal) -> i64 {
    count(portal, "SELECT count(*) FROM parked_forms").await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_field_is_there_again_after_password_and_second_factor_and_nothing_was_sent_id_3() {
    for portal in portals().await {
        let (mut browser, key) = rae(&portal).await;
        browser.get(NEW).await;
        let before = count(&portal, "SELECT count(*) FROM assisters").await;
        portal.clock().advance(15 * MINUTE);
        browser.post(NEW, TYPED).await;
        assert_eq!(browser.status, StatusCode::SEE_OTHER, "{}", browser.page);
        let to = browser.location.clone();
        assert!(to.starts_with("/sign-in?next=%2Fmanage%2Fassisters%2Fnew%3Fkept%3D"), "{to}");
        browser.follow().await;
        assert!(browser.page.contains("Your session ended. What you typed is kept: sign in to go on."));
        // A wrong password loses neither the sentence nor the way back.
        browser.post("/sign-in", &[("name", "rae"), ("password", "wrong password 99")]).await;
        assert!(browser.page.contains("What you typed is kept"), "{}", browser.page);
        browser.post("/sign-in", &[("name", "rae"), ("password", PASSWORD)]).await;
        assert!(browser.location.starts_with("/sign-in/code?next="), "{}", browser.location);
        browser.follow().await;
        let code = app_code(&portal, &key);
        browser.post("/sign-in/code", &[("code", &code)]).await;
        assert!(browser.location.starts_with("/manage/assisters/new?kept="), "{}", browser.location);
        browser.follow().await;
        assert_eq!(browser.status, StatusCode::OK);
        let said = "We kept what you typed (23 Nov 2026, 9:15 a.m.). Nothing was sent. Check it and press the button again.";
        assert!(browser.page.contains(said), "{}", browser.page);
        let banner = browser.page.split("id=\"parked\"").nth(1).unwrap().split("</section>").next().unwrap();
        assert!(!banner.contains("You also typed") && !banner.contains("For your safety"), "{banner}");
        for (name, _) in TYPED {
            let typed: Vec<_> =
                TYPED.iter().filter(|(other, _)| other == name).map(|(_, value)| *value).collect();
            assert_eq!(filled(&browser.page, name), typed, "{name}");
        }
        assert!(filled(&browser.page, "in_directory").is_empty());
        assert!(!browser.page.contains("<script>alert"), "no value becomes a tag");
        assert_eq!(
            count(&portal, "SELECT count(*) FROM assisters").await,
            before,
            "nothing is sent by itself"
        );
        assert_eq!(kept_forms(&portal).await, 1);
        let events =
            "SELECT action FROM audit_events WHERE action IN ('park_form', 'return_to_form') ORDER BY action";
        assert_eq!(column(&portal, events).await, ["park_form", "return_to_form"]);
        // The page is the fresh one: its form goes through, and what was kept goes with it.
        let target = browser.location_of_form();
        let good = [
            ("kind", "broker"),
            ("given_name", "Mai"),
            ("family_name", "Sample"),
            ("email", "mai@example.org"),
            ("npn", "17500009"),
            ("public_phone", "651-555-0199"),
            ("license_until_month", "12"),
            ("license_until_day", "31"),
            ("license_until_year", "2027"),
            ("certified_from_month", "1"),
            ("certified_from_day", "1"),
            ("certified_from_year", "2026"),
            ("certified_until_month", "12"),
            ("certified_until_day", "31"),
            ("certified_until_year", "2027"),
        ];
        browser.post(&target, &good).await;
        assert!(browser.status.is_redirection(), "{} {}", browser.status, browser.page);
        assert_eq!(kept_forms(&portal).await, 0, "what was sent waits no longer");
        browser.get(&target).await;
        assert_eq!(browser.location, NEW, "an old address leads to the page as it is");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_raw_row_shows_nothing_and_secrets_are_not_even_in_what_is_sealed_id_3() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let mut rae = signed_in(&portal, "rae").await;
        rae.get("/manage/tokens").await;
        portal.clock().advance(15 * MINUTE);
        let typed = [("name", "Marktoken"), ("days", "90"), ("code", "12345678")];
        rae.post("/manage/tokens", &typed).await;
        assert_eq!(kept_forms(&portal).await, 1);
        let (key, account) =
            ("SELECT parked_key FROM parked_forms", of_account(&resource_manager(), "account-rae"));
        let key = domain::people::ParkedKey(column(&portal, key).await[0].clone());
        let portal::parked::Parked::Here(form, _) = portal.parked_form(&account, &key).await.unwrap() else {
            panic!("the form is not here")
        };
        let fields: Vec<_> =
            form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(fields, [("name", "Marktoken"), ("days", "90")], "no code, no token of the form");
        assert!(!form.left_out, "the form asks for no code");
        let raw = if is_postgres(&portal) { "encode(sealed, 'hex')" } else { "lower(hex(sealed))" };
        let raw = column(&portal, &format!("SELECT {raw} FROM parked_forms")).await.concat();
        for mark in ["Marktoken", "/manage/tokens", "12345678", "account-rae"] {
            let mark: String = mark.bytes().map(|byte| format!("{byte:02x}")).collect();
            assert!(raw.len() > 100 && !raw.contains(&mark), "{raw}");
        }
        let mut again = signed_in(&portal, "rae").await;
        again.get(&format!("/manage/tokens?kept={key}")).await;
        assert_eq!(filled(&again.page, "name"), ["Marktoken"]);
        let left_out = "For your safety, we did not keep passwords";
        assert!(!again.page.contains(left_out), "{}", again.page);
        let secret = portal::parked::ParkedForm { left_out: true, ..form.clone() };
        let late = portal::Late::unconfirmed(&account);
        let other = portal.park_form(&late, secret).await.unwrap().unwrap();
        again.get(&format!("/manage/tokens?kept={other}")).await;
        assert!(again.page.contains(left_out), "{}", again.page);
        // The kept row of one account, moved to another one, opens for nobody.
        run(&portal, "UPDATE parked_forms SET account_key = 'account-ana'").await;
        let mut ana = signed_in(&portal, "ana").await;
        ana.get(&format!("/manage/tokens?kept={key}")).await;
        assert_eq!(ana.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!ana.page.contains("Marktoken"));
    }
}

/// Zoe's page of contact details, typed and posted after half an hour.
async fn typed_too_late(portal: &Portal) -> Browser {
    let mut browser = Browser::at(portal, false);
    crate::sign_in::signed_up(portal, &mut browser).await;
    browser.get("/application").await;
    browser.post("/application/open", &[("kind", "financial_assistance"), ("plan_year", "2027")]).await;
    browser.get("/application/contact").await;
    portal.clock().advance(30 * MINUTE);
    browser.post("/application/contact", &[("email", "marked@example.org"), ("phone", "651-555-7001")]).await;
    browser
}

#[tokio::test(flavor = "multi_thread")]
async fn another_person_at_the_same_browser_sees_nothing_and_is_led_home_id_3() {
    for portal in portals().await {
        rae_with_account(&portal, PASSWORD).await;
        let mut browser = typed_too_late(&portal).await;
        let (way, back) = (browser.location.clone(), "/application/contact?kept=");
        with_a_second_consumer(&portal).await;
        let token = portal.sign_in_as_persona("eve", &Default::default()).await.unwrap();
        browser.cookie = Some(format!("assent={token}"));
        browser.get(&way).await;
        assert!(browser.location.starts_with(back), "signed in: on to the page that was wanted");
        let page = browser.location.clone();
        browser.follow().await;
        assert_eq!((browser.status, browser.location.as_str()), (StatusCode::SEE_OTHER, "/home"));
        browser.follow().await;
        assert!(!browser.page.contains("marked@example.org") && !browser.page.contains("We kept"));
        // What waits is its person's still, also from another browser and without the address.
        let mut zoe = Browser::at(&portal, false);
        let password = [("name", "zoe.sample"), ("password", PASSWORD)];
        zoe.get("/sign-in").await.post("/sign-in", &password).await;
        assert_eq!(zoe.location, page);
        zoe.follow().await;
        assert_eq!(filled(&zoe.page, "email"), ["marked@example.org"]);
        assert_eq!(filled(&zoe.page, "phone"), ["651-555-7001"]);
        // It is offered once, and stays at its address.
        let mut later = Browser::at(&portal, false);
        later.get("/sign-in").await.post("/sign-in", &password).await;
        assert_eq!(later.location, "/home");
        later.get(&page).await;
        assert_eq!(filled(&later.page, "email"), ["marked@example.org"]);
        // A day later it is gone, whether or not the job has been.
        portal.clock().advance(24 * 60 * MINUTE);
        zoe.get("/sign-in").await.post("/sign-in", &password).await;
        assert_eq!(zoe.location, "/home");
        zoe.get(&page).await;
        assert_eq!(zoe.location, "/application/contact");
        assert_eq!(kept_forms(&portal).await, 1);
        portal.forget_parked_forms().await.unwrap();
        assert_eq!(kept_forms(&portal).await, 0);
    }
}

async fn with_a_second_consumer(portal: &Portal) {
    run(
        portal,
        "INSERT INTO accounts (account_key, role, username, email, given_name, family_name, created_at) \
         VALUES ('account-eve', 'consumer', 'eve', 'eve@example.org', 'Eve', 'Sample', 1); \
         INSERT INTO consumers (consumer_key, account_key, given_name, family_name, date_of_birth, created_at) \
         VALUES ('eve', 'account-eve', 'Eve', 'Sample', '1990-01-01', 1)",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_moved_meanwhile_is_still_seen_act_7() {
    for portal in portals().await {
        let mut browser = typed_too_late(&portal).await;
        browser.follow().await.post("/sign-in", &[("name", "zoe.sample"), ("password", PASSWORD)]).await;
        browser.follow().await;
        let fresh = browser.hidden(&browser.location_of_form());
        assert!(fresh.iter().any(|(name, value)| name == "version" && !value.is_empty()), "{fresh:?}");
        let mut elsewhere = Browser::at(&portal, false);
        elsewhere.cookie = browser.cookie.clone();
        elsewhere.get("/application/contact").await;
        elsewhere.post("/application/contact", &[("email", "other@example.org")]).await;
        assert!(elsewhere.status.is_redirection(), "{}", elsewhere.page);
        let target = browser.location_of_form();
        browser.post(&target, &[("email", "marked@example.org")]).await;
        assert_eq!(browser.status, StatusCode::CONFLICT);
        assert!(browser.page.contains("other@example.org") && browser.page.contains("marked@example.org"));
        assert_eq!(kept_forms(&portal).await, 1, "what was not taken is kept");
    }
}

impl Browser {
    /// Where the filled form of the page goes.
    fn location_of_form(&self) -> String {
        let mut actions = self.page.split("<form").map(|form| attribute(form, "action"));
        actions.find(|action| action.contains("?kept=")).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_not_the_ended_sessions_own_keeps_nothing_id_3() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let mut rae = signed_in(&portal, "rae").await;
        rae.get(NEW).await;
        let mut own = rae.hidden(NEW);
        own.extend([("given_name".to_owned(), "Mai".to_owned())]);
        portal.clock().advance(15 * MINUTE);
        let with_csrf = |csrf: &str| {
            let other = |(name, value): &(String, String)| {
                let value = if name == "csrf" { csrf.to_owned() } else { value.clone() };
                (name.clone(), value)
            };
            own.iter().map(other).collect::<Vec<_>>()
        };
        let cookie = rae.cookie.clone();
        for (held, csrf) in [
            (cookie.clone(), ""),
            (cookie.clone(), "0".repeat(64).as_str()),
            (None, &own[0].1),
            (Some(format!("assent={}", "0".repeat(64))), &own[0].1),
            (Some("assent=x".to_owned()), &own[0].1),
        ] {
            rae.cookie = held;
            rae.post_only(NEW, &with_csrf(csrf)).await;
            assert_eq!(rae.status, StatusCode::UNAUTHORIZED, "{csrf}");
        }
        assert_eq!(kept_forms(&portal).await, 0);
        // The account is disabled: nothing more is taken for it.
        run(&portal, "UPDATE accounts SET disabled_at = 1 WHERE username = 'rae'").await;
        rae.cookie = cookie.clone();
        rae.post_only(NEW, &own).await;
        assert_eq!((rae.status, kept_forms(&portal).await), (StatusCode::UNAUTHORIZED, 0));
        // A day after its end a session is nobody's any more.
        run(&portal, "UPDATE accounts SET disabled_at = NULL WHERE username = 'rae'").await;
        portal.clock().advance(24 * 60 * MINUTE + 1);
        rae.post_only(NEW, &own).await;
        assert_eq!((rae.status, kept_forms(&portal).await), (StatusCode::UNAUTHORIZED, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_was_ended_from_elsewhere_or_replaced_keeps_its_form_too_id_3() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let mut rae = signed_in(&portal, "rae").await;
        rae.get(NEW).await;
        let page = rae.page.clone();
        run(&portal, &format!("UPDATE sessions SET ended_at = {NOW}")).await;
        rae.post(NEW, &[("given_name", "First")]).await;
        assert!(rae.location.starts_with("/sign-in?next="), "{} {}", rae.status, rae.location);
        // Signed in again in another tab: the old tab's form comes with the new cookie.
        let fresh = signed_in(&portal, "rae").await.cookie;
        (rae.cookie, rae.page) = (fresh, page.clone());
        rae.post(NEW, &[("given_name", "Second")]).await;
        assert!(rae.location.starts_with("/manage/assisters/new?kept="), "{} {}", rae.status, rae.page);
        rae.follow().await;
        assert_eq!(filled(&rae.page, "given_name"), ["Second"]);
        assert_eq!(kept_forms(&portal).await, 2, "two forms of one account beside each other");
        // Somebody else is signed in now: the form is not theirs, and is refused as forged.
        let other = signed_in(&portal, "ana").await.cookie;
        (rae.cookie, rae.page) = (other, page);
        rae.post(NEW, &[("given_name", "Third")]).await;
        assert_eq!((rae.status, kept_forms(&portal).await), (StatusCode::FORBIDDEN, 2));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_a_session_made_by_a_step_up_comes_back_after_a_second_one_id_3() {
    const SUSPEND: &str = "/manage/assisters/bo/suspend";
    for portal in portals().await {
        with_accounts(&portal).await;
        let mut rae = signed_in(&portal, "rae").await;
        let first = rae.cookie.clone();
        portal.clock().advance(6 * MINUTE);
        rae.get(SUSPEND).await;
        assert_eq!(rae.location, "/step-up?next=%2Fmanage%2Fassisters%2Fbo%2Fsuspend");
        rae.follow().await.post("/step-up", &[]).await.follow().await;
        assert_eq!(rae.heading(), "Suspend Bo Lind");
        let (second, page) = (rae.cookie.clone(), rae.page.clone());
        assert_ne!(first, second, "rotated");

        // What is typed too late for the confirmation leads to another one, and back.
        portal.clock().advance(6 * MINUTE);
        rae.post(SUSPEND, &[("reason", "Typed too late")]).await;
        assert_eq!((rae.status, &*rae.heading()), (StatusCode::FORBIDDEN, "Confirm that it is you"));
        assert!(rae.page.contains("What you typed is kept"), "{}", rae.page);
        rae.post("/step-up", &[]).await;
        assert!(rae.location.starts_with("/manage/assisters/bo/suspend?kept="), "{}", rae.location);
        assert_ne!(rae.cookie, second, "rotated again");
        rae.follow().await;
        assert_eq!(filled(&rae.page, "reason"), ["Typed too late"]);
        // The form of the session between, sent with the newest one's cookie, is the same person's, and kept too.
        let fresh = std::mem::replace(&mut rae.page, page);
        rae.post(SUSPEND, &[("reason", "From the older page")]).await;
        assert!(
            rae.location.starts_with("/manage/assisters/bo/suspend?kept="),
            "{} {}",
            rae.status,
            rae.location
        );
        rae.follow().await;
        assert_eq!(filled(&rae.page, "reason"), ["From the older page"]);
        let states = "SELECT state FROM assisters WHERE assister_key = 'bo'";
        assert_eq!(column(&portal, states).await, ["active"], "nothing is sent by itself");
        rae.page = fresh;
        let target = rae.location_of_form();
        rae.post(&target, &[("reason", "In time")]).await;
        assert_eq!(column(&portal, states).await, ["suspended"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn few_forms_of_an_account_are_kept_and_none_that_is_too_long_id_3() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let mut rae = signed_in(&portal, "rae").await;
        rae.get(NEW).await;
        let page = rae.page.clone();
        portal.clock().advance(15 * MINUTE);
        for number in 0..7 {
            portal.clock().advance(1);
            rae.page.clone_from(&page);
            rae.post(NEW, &[("given_name", &format!("Number {number}"))]).await;
        }
        assert_eq!(kept_forms(&portal).await, 5);
        let newest = rae.location.clone();
        rae.page.clone_from(&page);
        rae.post(NEW, &[("given_name", &"x".repeat(LONGEST + 1))]).await;
        assert_eq!(rae.location, "/sign-in?next=%2Fmanage%2Fassisters%2Fnew&ended=too_long");
        rae.follow().await;
        assert!(rae.page.contains("is too long for us to keep"));
        let mut again = signed_in(&portal, "rae").await;
        again.get(&newest).await.follow().await;
        assert_eq!(filled(&again.page, "given_name"), ["Number 6"]);
        assert_eq!(kept_forms(&portal).await, 5);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_a_file_and_a_programs_question_keep_nothing_and_say_so_id_3() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let mut rae = signed_in(&portal, "rae").await;
        rae.get("/manage/import").await;
        let hidden = rae.hidden("/manage/import");
        portal.clock().advance(15 * MINUTE);
        rae.post_file("/manage/import", &hidden, ("file", b"a,b")).await;
        assert_eq!(rae.location, "/sign-in?next=%2Fmanage%2Fimport&ended=file");
        rae.follow().await;
        assert!(rae.page.contains("We cannot keep a file"), "{}", rae.page);
        rae.post_only("/manage/tokens/t/revoke", &hidden[..1]).await;
        assert_eq!(rae.location, "/sign-in?next=%2Fmanage%2Ftokens&ended=nothing");
        rae.follow().await;
        assert!(rae.page.contains("Your session ended, so nothing was sent."), "{}", rae.page);
        assert_eq!(kept_forms(&portal).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_text_comes_back_line_by_line_and_a_page_that_refuses_says_why_itself_id_3() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let mut rae = signed_in(&portal, "rae").await;
        rae.get("/manage/assisters/bo/suspend").await;
        portal.clock().advance(15 * MINUTE);
        let reason = "\nFirst line\n\nThird </textarea><script>x</script>";
        rae.post("/manage/assisters/bo/suspend", &[("reason", reason)]).await;
        let mut again = signed_in(&portal, "rae").await;
        let way = rae.location.clone();
        again.get(&way).await;
        let page = again.location.clone();
        again.follow().await;
        let shown = again.page.split("name=\"reason\"").nth(1).unwrap().split("</textarea>").next().unwrap();
        let text = shown.split_once('>').unwrap().1;
        assert_eq!(text, "\n\nFirst line\n\nThird &#60;/textarea&#62;&#60;script&#62;x&#60;/script&#62;");
        // The account is gone meanwhile: its page refuses, and the form stays until it lapses.
        run(&portal, "UPDATE parked_forms SET parked_at = parked_at - 1").await;
        run(&portal, "UPDATE assisters SET assister_key = 'bob' WHERE assister_key = 'none'").await;
        run(&portal, "UPDATE assisters SET state = 'decertified' WHERE assister_key = 'bo'").await;
        again.get(&page).await;
        assert!(!again.page.contains("<script>x"), "{}", again.page);
        assert_eq!(kept_forms(&portal).await, 1);
    }
}
