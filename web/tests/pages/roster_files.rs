//! A roster file, as the browser of a resource manager without script sends and sees it.

use crate::{
    browser::Browser,
    cast::{signed_in, with_accounts},
};
use axum::http::StatusCode;
use portal::testing::*;

const FILE: &str = "kind,given_name,family_name,email,npn,public_phone,certified_from,certified_until,license_until\n\
    broker,Gil,Sample,gil@example.org,40000001,651-555-0107,2026-11-01,2027-10-31,2027-06-30\n\
    broker,Bo,Linde,bo@example.org,17500001,651-555-0101,2026-01-01,2027-12-31,2027-12-31\n\
    broker,Hal,Sample,office@example.org,40000002,651-555-0107,2026-11-01,2027-10-31,2027-06-30\n";

const IMPORT: &str = "/manage/import";

async fn upload<'b>(rae: &'b mut Browser, file: &[u8]) -> &'b mut Browser {
    let fields = rae.get(IMPORT).await.hidden(IMPORT);
    rae.post_file(IMPORT, &fields, ("file", file)).await
}

/// Follows to the page of a file, which looks at its rows first.
async fn follow(rae: &mut Browser) {
    while rae.status.is_redirection() {
        rae.follow().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_uploaded_looked_at_row_by_row_and_applied_cert_2() {
    for portal in portals().await {
        with_accounts(&portal).await;
        let mut rae = signed_in(&portal, "rae").await;
        rae.get("/manage").await;
        assert!(rae.page.contains("href=\"/manage/import\">Import roster</a>"));
        rae.get(IMPORT).await;
        assert_eq!(rae.heading(), "Import roster");
        let file = upload(&mut rae, FILE.as_bytes()).await.location.clone();
        follow(&mut rae).await;
        assert_eq!(rae.heading(), "What this file would change");
        assert!(rae.page.contains("Column 4, email: "), "{}", rae.page);
        assert!(rae.page.contains("Apply 2 changes") && rae.page.contains("1 row cannot be accepted"));
        rae.get(&format!("{file}?rows=changed")).await;
        assert!(rae.page.contains("Last name: Lind becomes Linde"), "{}", rae.page);
        rae.get(&format!("{file}?rows=new")).await;
        assert!(
            rae.page.contains("Gil Sample") && count(&portal, "SELECT count(*) FROM assisters").await == 5
        );
        let apply = format!("{file}/apply");
        rae.post(&apply, &[("reason", "")]).await;
        assert_eq!(rae.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(rae.page.contains("href=\"#reason\"") && rae.page.contains("Say why"));
        rae.post(&apply, &[("reason", "Their yearly list.")]).await.follow().await;
        assert_eq!(rae.heading(), "The file was applied");
        assert!(rae.page.contains("2 rows were written.") && !rae.page.contains("Apply 2"));
        rae.get(&format!("{file}/report")).await;
        assert!(rae.page.contains("\"Was created\"") && rae.page.contains("\"Refused, not written\""));
        rae.get(IMPORT).await;
        assert!(rae.page.contains(&file) && rae.page.contains("Applied"));
        rae.get("/manage/export").await;
        assert!(rae.page.contains("\"Gil\",\"Sample\"") && rae.page.contains("\"Linde\""));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_refused_whole_says_line_column_and_reason_at_the_field_cert_2() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut rae = signed_in(&portal, "rae").await;
    for (file, told) in [
        (FILE.replace("40000002", "40000001"), "Line 4, column 5 (npn): The same stands in line 2."),
        (FILE.replace("Gil", "\"Gil"), "Line 2, column 2: The quote that begins here is never closed."),
        (FILE.replace("Gil", "=1+1"), "Line 2, column 2 (given_name): This cell starts a formula."),
        (String::new(), "Line 1, column 1: There is no row here."),
        ("x".repeat(11 * 1024 * 1024), "The file is longer than 10 megabytes."),
    ] {
        upload(&mut rae, file.as_bytes()).await;
        assert_eq!(rae.status, StatusCode::UNPROCESSABLE_ENTITY, "{told}");
        assert!(rae.page.contains(told) && rae.page.contains("href=\"#file\""), "{told}");
    }
    upload(&mut rae, &vec![b'x'; 16 * 1024 * 1024]).await;
    assert_eq!(rae.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_with_a_file_is_checked_as_every_form_is() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut rae = signed_in(&portal, "rae").await;
    let fields = rae.get(IMPORT).await.hidden(IMPORT);
    let without: Vec<_> = fields.iter().filter(|(name, _)| name != "csrf").cloned().collect();
    rae.post_file(IMPORT, &without, ("file", FILE.as_bytes())).await;
    assert_eq!(rae.status, StatusCode::FORBIDDEN);
    let mut bad = fields.clone();
    bad.push(("more".to_owned(), "x\0y".to_owned()));
    rae.post_file(IMPORT, &bad, ("file", FILE.as_bytes())).await;
    assert_eq!(rae.status, StatusCode::BAD_REQUEST);
    assert_eq!(count(&portal, "SELECT count(*) FROM roster_files").await, 0);
    // The same form twice is one file (APP-6).
    rae.post_file(IMPORT, &fields, ("file", FILE.as_bytes())).await;
    let first = rae.location.clone();
    rae.post_file(IMPORT, &fields, ("file", FILE.as_bytes())).await;
    assert_eq!(rae.location, first);
    assert_eq!(count(&portal, "SELECT count(*) FROM roster_files").await, 1);
    // No other form and nobody else sends a file.
    rae.post_file("/manage", &fields, ("file", FILE.as_bytes())).await;
    assert_eq!(rae.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let mut bo = signed_in(&portal, "bo").await;
    bo.post_file(IMPORT, &fields, ("file", FILE.as_bytes())).await;
    assert_eq!(bo.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    bo.get(&first).await;
    assert_eq!(bo.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_that_no_heading_tells_are_named_on_a_page_cert_2() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut rae = signed_in(&portal, "rae").await;
    let file = FILE.replace("public_phone", "Office line").replace("npn", "Producer no.");
    let address = upload(&mut rae, file.as_bytes()).await.location.clone();
    rae.follow().await;
    assert_eq!(rae.heading(), "Name the columns");
    assert!(rae.page.contains("Column 6: Office line") && rae.page.contains("651-555-0107"));
    assert!(rae.page.contains("<option value=\"npn\" selected>"), "{}", rae.page);
    let mut said: Vec<(String, String)> = [
        "kind",
        "given_name",
        "family_name",
        "email",
        "npn",
        "-",
        "certified_from",
        "certified_until",
        "license_until",
    ]
    .iter()
    .enumerate()
    .map(|(at, field)| (format!("column_{}", at + 1), (*field).to_owned()))
    .collect();
    let typed = |said: &[(String, String)]| -> Vec<(String, String)> { said.to_vec() };
    let hidden = rae.hidden(&address);
    rae.post_only(&address, &[hidden.clone(), typed(&said)].concat()).await;
    assert_eq!(rae.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(rae.page.contains("The file has no column public_phone"), "{}", rae.page);
    said[5].1 = "public_phone".to_owned();
    rae.post_only(&address, &[hidden, typed(&said)].concat()).await;
    follow(&mut rae).await;
    assert_eq!(rae.heading(), "What this file would change");
    assert!(rae.page.contains("Apply 2 changes"));
}

#[tokio::test(flavor = "multi_thread")]
async fn many_rows_are_paged_and_work_that_stopped_offers_the_way_on_cert_2() {
    let portal = sqlite().await;
    with_accounts(&portal).await;
    let mut rae = signed_in(&portal, "rae").await;
    let rows: String = (0..120).map(|n| format!("{n}x\n")).collect();
    let file = upload(&mut rae, format!("reference_number\n{rows}").as_bytes()).await.location.clone();
    follow(&mut rae).await;
    assert!(rae.page.contains("Rows 1 to 50 of 120") && rae.page.contains("There is nothing to apply."));
    rae.get(&format!("{file}?rows=refused&page=3")).await;
    assert!(rae.page.contains("Rows 101 to 120 of 120") && !rae.page.contains("rel=\"next\""));
    run(&portal, "UPDATE roster_files SET state = 'looking', touched_at = 1").await;
    rae.get(&file).await;
    assert_eq!(rae.heading(), "Looking at the rows");
    for state in ["looking", "applying"] {
        run(&portal, &format!("UPDATE roster_files SET state = '{state}', touched_at = 1")).await;
        rae.get(&file).await;
        assert!(rae.page.contains("The work has stopped"));
        rae.post(&format!("{file}/look"), &[]).await.follow().await;
        assert_eq!(rae.heading(), "What this file would change");
    }
}
