//! Files to carriers and their answers, for the exchange's staff (ENR-7).

use crate::{
    browser::Browser,
    cast::{signed_in, with_accounts},
};
use portal::{Portal, testing::*};

/// Two files of a carrier, of which one was refused, and an answer that nobody understood.
async fn rae(portal: &Portal) -> Browser {
    with_accounts(portal).await;
    portal.load_practice_catalogs(1).await.unwrap();
    let file = |number: i64, verdict: &str| {
        format!(
            "INSERT INTO carrier_files (carrier, number, name, written_at, first_transaction, transactions, verdict) \
             VALUES ('99001', {number}, '834_99001_00000000{number}.x12', {}, {number}, 1, {verdict});",
            portal.clock().now().minus_seconds(3 * 86_400 - number).0
        )
    };
    run(portal, &format!("{}{}", file(1, "'rejected'"), file(2, "NULL"))).await;
    portal.take_answers("answers <1>.x12", b"no envelope").await.unwrap();
    let mut rae = signed_in(portal, "rae").await;
    rae.get("/manage/carriers").await;
    rae
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_see_what_was_sent_and_how_it_was_answered_and_send_it_again_enr_7() {
    for portal in portals().await {
        let mut rae = rae(&portal).await;
        assert_eq!(rae.heading(), "Carrier files");
        for said in ["Refused", "Not answered for 3 days", "Nothing waits.", "Sample", "99001"] {
            assert!(rae.page.contains(said), "{said}: {}", rae.page);
        }
        rae.post("/manage/carriers/99001/1/again", &[]).await;
        assert_eq!(rae.location, "/manage/carriers?said=replaced");
        rae.get("/manage/carriers?said=replaced").await;
        assert!(rae.page.contains("under a new number") && rae.page.contains("Sent again on 23 Nov 2026"));
        rae.post("/manage/carriers/99001/2/again", &[]).await;
        rae.get("/manage/carriers?said=again").await;
        assert!(rae.page.contains("under its own number") && rae.page.contains("Goes again with the next"));
        assert!(!rae.page.contains("/again\""), "neither goes twice: {}", rae.page);
        for (path, status) in [
            ("/manage/carriers/99001/2/again", 422),
            ("/manage/carriers/99001/7/again", 404),
            ("/manage/carriers/99001/x/again", 404),
        ] {
            let token = rae.get("/manage/carriers").await.hidden("/sign-out");
            rae.post_only(path, &token).await;
            assert_eq!(rae.status.as_u16(), status, "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_understood_has_its_place_and_next_step_and_is_settled_once_enr_7() {
    for portal in portals().await {
        let mut rae = rae(&portal).await;
        for said in [
            "Not understood",
            "answers &#60;1&#62;.x12, interchange 1",
            "Ask the carrier for a corrected file.",
        ] {
            assert!(rae.page.contains(said), "{said}: {}", rae.page);
        }
        let key = column(&portal, "SELECT answer_key FROM carrier_answers").await.remove(0);
        assert!(
            !rae.page.contains(&format!("/manage/carriers/answers/{key}/again")),
            "it is about nothing of ours"
        );
        let page = format!("/manage/carriers/answers/{key}");
        assert_eq!(rae.get(&page).await.heading(), "Settle a carrier&#39;s answer");
        rae.post(&page, &[("reason", " ")]).await;
        assert_eq!(rae.status, 422);
        rae.get(&page).await.post(&page, &[("reason", "Called the carrier")]).await;
        assert_eq!(rae.location, "/manage/carriers?said=settled");
        rae.get("/manage/carriers?said=settled").await;
        assert!(rae.page.contains("It is settled.") && rae.page.contains("Every answer of the carriers"));
        let kept =
            "SELECT settled_by || ' ' || settled_how FROM carrier_answers WHERE settled_at IS NOT NULL";
        assert_eq!(column(&portal, kept).await, ["account-rae Called the carrier"]);
        assert_eq!(rae.get(&page).await.status, 404, "it waits no more");
        for who in ["bo", "ana"] {
            let mut other = signed_in(&portal, who).await;
            let status = other.get("/manage/carriers").await.status.as_u16();
            assert!([403, 404].contains(&status), "{who}: {status}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_transaction_that_a_carrier_did_not_take_is_sent_again_from_its_line_enr_7() {
    for portal in portals().await {
        let mut rae = rae(&portal).await;
        let refused = "UPDATE carrier_answers SET fault = 'rejected', carrier = '99001', outbox_key = 'message'; \
            INSERT INTO outbox (outbox_key, kind, destination, subject, body, created_at, sent_at) \
            VALUES ('message', 'enrollment_834', '99001', 'policy', '', 1, 2)";
        run(&portal, refused).await;
        let key = column(&portal, "SELECT answer_key FROM carrier_answers").await.remove(0);
        rae.get("/manage/carriers").await;
        rae.post(&format!("/manage/carriers/answers/{key}/again"), &[]).await;
        assert_eq!(rae.location, "/manage/carriers?said=replaced", "{}", rae.page);
        rae.get("/manage/carriers?said=replaced").await;
        for said in ["What was refused is due again.", "Every answer of the carriers was carried out."] {
            assert!(rae.page.contains(said), "{said}: {}", rae.page);
        }
        assert_eq!(
            count(&portal, "SELECT count(*) FROM outbox WHERE sent_at IS NULL AND kind <> 'mail'").await,
            1
        );
        let how = column(&portal, "SELECT settled_how FROM carrier_answers").await;
        assert_eq!(how, ["It goes again with the next file."]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_carrier_has_otherwise_is_listed_with_both_values_and_taken_away_as_files_enr_7() {
    for portal in portals().await {
        let mut rae = rae(&portal).await;
        assert!(rae.page.contains("href=\"/manage/carriers/reconciliation\""), "{}", rae.page);
        assert_eq!(rae.get("/manage/carriers/reconciliation").await.heading(), "Reconciliation");
        assert!(rae.page.contains("No carrier sent an audit file yet."));
        assert_eq!(rae.get("/manage/carriers/reconciliation/99001").await.status, 404);
        let audit = "INSERT INTO carrier_audits (audit_key, carrier, file_sha256, made_on, taken_at, policies, differences) \
            SELECT 'audit', '99001', file_sha256, '2026-11-20', taken_at, 3, 2 FROM carrier_imports; \
            INSERT INTO carrier_differences (audit_key, place, policy, difference, ours, theirs) VALUES \
            ('audit', 0, '=1+1', 'other_premium', '412.50', '412.51'), ('audit', 1, 'policy', 'not_at_carrier', '', '')";
        run(&portal, audit).await;
        rae.get("/manage/carriers/reconciliation").await;
        assert!(rae.page.contains("20 Nov 2026") && rae.page.contains("Sample Health"), "{}", rae.page);
        let page = "/manage/carriers/reconciliation/99001";
        assert!(rae.get(page).await.heading().starts_with("Reconciliation with Sample Health"));
        for said in [
            "answers &#60;1&#62;.x12 was made on 20 Nov 2026 and has 3 policies.",
            "Another premium a month",
            "412.51",
            "The carrier does not have it",
            "send that file again",
        ] {
            assert!(rae.page.contains(said), "{said}: {}", rae.page);
        }
        rae.get(&format!("{page}/csv")).await;
        let csv = String::from_utf8(rae.bytes.clone()).unwrap();
        assert!(csv.contains("\"'=1+1\",\"Another premium a month\",\"412.50\",\"412.51\""), "{csv}");
        assert_eq!(rae.file[1], "attachment; filename=\"reconciliation.csv\"");
        rae.get(&format!("{page}/xlsx")).await;
        assert!(rae.bytes.starts_with(b"PK\x03\x04") && rae.file[1].contains("reconciliation.xlsx"));
        for path in ["", "/99001", "/99001/csv", "/99001/xlsx"] {
            let mut bo = signed_in(&portal, "bo").await;
            let path = format!("/manage/carriers/reconciliation{path}");
            assert_eq!(bo.get(&path).await.status, 403, "{path}");
        }
    }
}

/// Files go to one carrier's server, and another key stands in their way; another carrier's are carried on by hand.
#[tokio::test(flavor = "multi_thread")]
async fn staff_see_how_files_get_to_each_carrier_and_what_keeps_them_since_when_and_what_to_do_enr_7() {
    for portal in portals().await {
        let sftp = domain::carrier::Sftp {
            host: "sftp.carrier.example".to_owned(),
            port: 22,
            user: "exchange".to_owned(),
            host_key: "ssh-ed25519 SHA256:oZ3gWUQjM1sR8ZyWmC6v4zqVdD6Hq6X1kqJ2o0Zg0bI".to_owned(),
            key: "ASSENT_CARRIER_KEY".to_owned(),
            out: "to-carrier".to_owned(),
            answers: Some("from-carrier".to_owned()),
        };
        let carrier = domain::carrier::Carrier {
            hios: "99002".to_owned(),
            tin: "123456789".to_owned(),
            sftp: Some(sftp),
        };
        let since = portal.clock().now().minus_seconds(7_200).0;
        run(
            &portal,
            &format!(
                "INSERT INTO carrier_ways (carrier, way, lease_until, due_at, attempts, fault, detail, file, fault_since, worked_at) \
                 VALUES ('99002', 'out', 0, {since}, 5, 'host_key', 'SHA256:<other>', '834_99002_000000003.x12', {since}, 1); \
                 INSERT INTO carrier_files (carrier, number, name, written_at, first_transaction, transactions, deliver_since, delivered_at) \
                 VALUES ('99002', 2, '834_99002_000000002.x12', {since}, 1, 1, {since}, {since}), ('99002', 3, '834_99002_000000003.x12', {since}, 2, 1, {since}, NULL)"
            ),
        )
        .await;
        let portal = with_profile(&portal, |profile| profile.carrier.push(carrier));
        let rae = rae(&portal).await;
        let shown: &[&str] = match Portal::SPEAKS_SFTP {
            true => &[
                "SFTP to sftp.carrier.example",
                "Nothing gets through",
                "shows another key than the one we know",
                "at a number you know",
                "tried 5 times",
                "SHA256:&#60;other&#62;",
                "One file waits since",
                "Not used yet",
            ],
            false => &["this build has no SFTP to sftp.carrier.example"],
        };
        for said in
            shown.iter().chain(&["somebody carries them on", "At the carrier on", "Waits to be sent since"])
        {
            assert!(rae.page.contains(said), "{said}: {}", rae.page);
        }
    }
}
