//! The directory, an assister's invitation, and the way of a newcomer from a link, without script.

use crate::{
    browser::Browser,
    cast::{signed_in, with_accounts},
};
use axum::http::StatusCode;
use portal::testing::*;

#[tokio::test(flavor = "multi_thread")]
async fn everybody_finds_an_assister_and_a_consumer_assigns_them_cert_10() {
    for portal in portals().await {
        with_accounts(&portal).await;
        run(
            &portal,
            "UPDATE assisters SET city = 'Minneapolis', zip = '55401', north = 44985, east = -93270 WHERE assister_key = 'nia'",
        )
        .await;
        let mut guest = Browser::at(&portal, false);
        guest.get("/").await;
        assert!(guest.page.contains("href=\"/assisters\""));
        guest.get("/assisters").await;
        assert_eq!(guest.heading(), "Find an assister");
        assert!(
            guest.page.contains("Nia Xiong")
                && !guest.page.contains("Bo Lind")
                && !guest.page.contains("Cam Reyes")
        );
        guest.post("/assisters", &[("search", "55402")]).await;
        assert!(guest.page.contains("Minneapolis, about 1 mile away"), "{}", guest.page);
        guest.post("/assisters", &[("search", "nobody")]).await;
        assert!(guest.page.contains("We found nobody") && guest.page.contains("value=\"nobody\""));
        guest.post("/assisters", &[("kind", "wizard")]).await;
        assert_eq!(guest.status, StatusCode::UNPROCESSABLE_ENTITY);
        guest.get("/assisters/nia").await;
        assert_eq!(guest.heading(), "Nia Xiong");
        assert!(guest.page.contains("href=\"/assister/authorize/1000031\""));
        guest.get("/assisters/cam").await;
        assert_eq!(guest.status, StatusCode::NOT_FOUND);
        let mut bo = signed_in(&portal, "bo").await;
        bo.get("/assisters/nia").await;
        assert!(!bo.page.contains("/assister/authorize/"), "an assister assigns nobody");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assister_invites_by_number_link_and_request_assoc_11_assoc_12() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut nia = signed_in(&portal, "nia").await;
    nia.get("/invite").await;
    assert_eq!(nia.heading(), "Invite a consumer");
    for words in ["100 0031", "/assister/authorize/1000031", "<svg class=\"assent-qr\""] {
        assert!(nia.page.contains(words), "{words}");
    }
    nia.post("/invite", &[("email", "nobody")]).await;
    assert_eq!(nia.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nia.page.contains("value=\"nobody\""));
    let mut answers = Vec::new();
    for address in ["eve@example.org", "stranger@example.org"] {
        nia.post("/invite", &[("email", address)]).await;
        answers.push((nia.status, nia.location.clone()));
        nia.follow().await;
    }
    assert_eq!(answers[0], answers[1], "the answer tells nothing");
    assert!(nia.page.contains("We have sent your request"));

    let mut eve = signed_in(&portal, "eve").await;
    eve.get("/assister").await;
    assert!(eve.page.contains("Nia Xiong, a navigator, asks to help you."), "{}", eve.page);
    let request = eve.page.split("name=\"request\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let request = request.unwrap().to_owned();
    eve.post("/assister/decline", &[("request", &request)]).await.follow().await;
    assert!(eve.page.contains("You declined the request") && !eve.page.contains("asks to help you"));
    assert_eq!(count(&portal, "SELECT count(*) FROM associations").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_from_a_link_makes_an_account_and_is_back_at_the_statement() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut lee = Browser::at(&portal, false);
    lee.get("/assister/authorize/1000031").await.follow().await;
    assert_eq!(lee.heading(), "Sign in");
    let create = "/create-account?next=%2Fassister%2Fauthorize%2F1000031";
    assert!(lee.page.contains(create), "{}", lee.page);
    lee.get(create).await;
    assert!(lee.page.contains("name=\"next\" value=\"/assister/authorize/1000031\""));
    // A foreign address is none of ours.
    lee.get("/create-account?next=https%3A%2F%2Fevil.example").await;
    assert!(lee.page.contains("name=\"next\" value=\"\""));
}

/// What pdftotext of poppler-utils reads in a file, in one line; none where it is not installed.
#[cfg(feature = "pdf")]
fn text_of(file: &[u8]) -> Option<String> {
    use std::{
        io::Write,
        process::{Command, Stdio},
    };
    let mut command = Command::new("pdftotext");
    command.args(["-layout", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let Ok(mut reader) = command.spawn() else {
        println!("skipped: pdftotext of poppler-utils is not installed");
        return None;
    };
    reader.stdin.take().unwrap().write_all(file).unwrap();
    let text = String::from_utf8(reader.wait_with_output().unwrap().stdout).unwrap();
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(feature = "pdf")]
#[tokio::test(flavor = "multi_thread")]
async fn an_assister_hands_out_a_sheet_in_the_language_of_the_person_assoc_11() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let mut nia = signed_in(&portal, "nia").await;
        nia.get("/invite").await;
        assert!(nia.page.contains("href=\"/invite/sheet?language=en\""), "{}", nia.page);
        nia.get("/invite/sheet?language=en").await;
        assert_eq!(nia.status, StatusCode::OK);
        assert_eq!(nia.file, ["application/pdf", "attachment; filename=\"invitation.pdf\"", "no-store"]);
        assert!(nia.bytes.starts_with(b"%PDF-"));
        if let Some(text) = text_of(&nia.bytes) {
            let exchange = &portal.profile().exchange;
            for part in [
                "Get help with health insurance",
                "Nia Xiong is a navigator",
                "100 0031",
                "http://127.0.0.1/assister/authorize/1000031",
                &exchange.name,
                &exchange.phone,
            ] {
                assert!(text.contains(part), "{part}\n{text}");
            }
        }
        // It says nothing of a consumer, and is one event of the book.
        settle(&portal).await;
        let events = "SELECT count(*) FROM audit_events WHERE action = 'read_invitation'";
        assert_eq!(count(&portal, events).await, 2);
        // Without a language it is in the page's own.
        nia.get("/invite/sheet").await;
        assert!(nia.bytes.starts_with(b"%PDF-"));
        nia.get("/invite/sheet?language=tlh").await;
        assert_eq!(nia.status, StatusCode::BAD_REQUEST);
    }
}

#[cfg(feature = "pdf")]
#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_printed_as_it_is_and_letters_that_cannot_be_printed_are_told_on_the_page() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut nia = signed_in(&portal, "nia").await;
    let called = async |given: &str| {
        run(&portal, &format!("UPDATE assisters SET given_name = '{given}' WHERE assister_key = 'nia'"))
            .await;
    };
    called("#panic() *x* \"Nia\"").await;
    nia.get("/invite/sheet?language=en").await;
    if let Some(text) = text_of(&nia.bytes) {
        assert!(text.contains("#panic() *x* \"Nia\" Xiong is a navigator"), "{text}");
    }
    called("Мария").await;
    nia.get("/invite/sheet?language=en").await.follow().await;
    assert_eq!(nia.heading(), "Invite a consumer");
    assert!(nia.page.contains("Print this page with your browser instead."), "{}", nia.page);
}

#[cfg(feature = "pdf")]
#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_act_today_gets_no_sheet_cert_1() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut nia = signed_in(&portal, "nia").await;
    run(&portal, "UPDATE assisters SET certified_until = '2026-01-01' WHERE assister_key = 'nia'").await;
    nia.get("/invite/sheet?language=en").await;
    assert_eq!(nia.status, StatusCode::FORBIDDEN);
    let mut ana = signed_in(&portal, "ana").await;
    ana.get("/invite/sheet?language=en").await;
    assert!(!ana.bytes.starts_with(b"%PDF-"));
}

#[cfg(feature = "pdf")]
#[tokio::test(flavor = "multi_thread")]
async fn every_language_of_practice_makes_a_sheet_or_says_why_not() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut nia = signed_in(&portal, "nia").await;
    for tag in words::languages().tags(true) {
        nia.get(&format!("/invite/sheet?language={tag}")).await;
        let printed = nia.status == StatusCode::OK && nia.bytes.starts_with(b"%PDF-");
        assert!(printed || nia.location == "/invite?said=no-letters", "{tag}: {}", nia.status);
    }
}

#[cfg(not(feature = "pdf"))]
#[tokio::test(flavor = "multi_thread")]
async fn a_portal_that_was_built_without_pdf_says_so_and_what_to_do_instead() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut nia = signed_in(&portal, "nia").await;
    nia.get("/invite").await;
    assert!(!nia.page.contains("/invite/sheet"));
    assert!(nia.page.contains("print this page with your browser"), "{}", nia.page);
    nia.get("/invite/sheet?language=en").await.follow().await;
    assert!(nia.page.contains("This portal makes no PDF files."), "{}", nia.page);
}
