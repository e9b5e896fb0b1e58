//! Agreeing, the receipt, replacing (ASSOC-4, ASSOC-5, ASSOC-6).

use crate::*;
use domain::association::EndedBy;
use domain::consumer::Action;
use words::{Phone, languages};

#[tokio::test(flavor = "multi_thread")]
async fn agreeing_keeps_the_statement_the_parties_and_a_receipt_assoc_4() {
    for portal in portals().await {
        cast(&portal).await;
        let made = authorize(&portal, "max", NIA).await.unwrap();
        assert!(made.assister_name == Name::new("Nia", "Xiong"));
        assert_eq!(made.outcome, Outcome::Started);
        let stored = column(
            &portal,
            "SELECT consumer_key || ' ' || assister_key || ' ' || statement_version || ' ' || statement_language || ' ' || \
             agreed_ip || ' ' || agreed_user_agent FROM associations WHERE consumer_key = 'max'",
        )
        .await;
        assert_eq!(stored, ["max nia 2026-11-01 en 127.0.0.1 test"]);
        let kept = portal.read_receipt(&consumer("max"), &key("max"), &made.association).await.unwrap();
        let receipt = &kept.receipt;
        assert_eq!(
            (receipt.consumer_name.as_str(), receipt.assister_name.as_str()),
            ("Max Sample", "Nia Xiong")
        );
        assert_eq!(receipt.agreed_at, "2026-11-23T15:00:00Z");
        assert_eq!(receipt.receipt, made.association.0);
        assert_eq!(receipt.assister_reference_number, NIA);
        let trail =
            column(&portal, "SELECT target FROM audit_events WHERE action = 'authorize_assister'").await;
        assert_eq!(trail, [format!("{} sha256:{}", made.association, kept.sha256)]);
        let hashes =
            column(&portal, "SELECT receipt_sha256 FROM associations WHERE consumer_key = 'max'").await;
        assert_eq!(hashes, std::slice::from_ref(&kept.sha256));
        let mail =
            column(&portal, "SELECT destination || ': ' || subject FROM outbox WHERE kind = 'mail'").await;
        assert_eq!(mail, ["max@example.org: Nia Xiong can now act for you"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn statement_receipt_and_mail_are_in_the_consumers_language_and_the_receipt_stays_so_assoc_4() {
    let words = languages().get("en-XA", true).unwrap();
    for portal in portals().await {
        cast(&portal).await;
        run(
            &portal,
            "INSERT INTO accounts (account_key, role, username, email, given_name, family_name, created_at, language) VALUES \
             ('account-max', 'consumer', 'max', 'max@example.org', 'Max', 'Sample', 1, 'en-XA'); \
             UPDATE consumers SET account_key = 'account-max' WHERE consumer_key = 'max'",
        )
        .await;
        let max = consumer("max");
        let read = portal.read_statement(&in_language(&max, "en-XA"), &key("max"), NIA).await.unwrap();
        assert_eq!(read.language, "en-XA");
        // In another tab the pages are in English by now: what was read counts.
        let made = portal.authorize_assister(&max, &key("max"), NIA, &shown(&read)).await.unwrap();
        let kept = portal.read_receipt(&max, &key("max"), &made.association).await.unwrap();
        let exchange = &portal.profile().exchange;
        let nia = Name::new("Nia", "Xiong");
        let paragraphs = words.authorization(&nia, AssisterKind::Navigator, &exchange.name);
        assert_eq!((&*kept.receipt.statement_language, &kept.receipt.statement), ("en-XA", &read.paragraphs));
        assert_eq!(kept.receipt.statement, paragraphs);
        let hash = door::randomness::sha256_hex(paragraphs.join("\n\n").as_bytes());
        assert_eq!(kept.receipt.statement_sha256, hash);
        assert_eq!(kept.receipt.channel, words.authorization_channel());
        assert_eq!(door::randomness::sha256_hex(kept.json.as_bytes()), kept.sha256);
        let mail = portal.practice_mails().await.unwrap().remove(0);
        let phone = Phone(exchange.phone.clone());
        let told =
            words.mail_authorized(&nia, AssisterKind::Navigator, &exchange.name, portal.today(), phone);
        assert_eq!((mail.subject, mail.body.trim_end()), (told.subject.into_owned(), &*told.body));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_is_not_current_or_was_not_shown_is_refused_assoc_4() {
    for portal in portals().await {
        cast(&portal).await;
        let max = consumer("max");
        let statement = portal.read_statement(&max, &key("max"), NIA).await.unwrap();
        let good = shown(&statement);
        let old = StatementShown { version: "2025-11-01".into(), ..good.clone() };
        let other = StatementShown { sha256: "0".repeat(64), ..good.clone() };
        let foreign = StatementShown { language: "so".into(), ..good.clone() };
        for wrong in [old, other, foreign] {
            let refused = portal.authorize_assister(&max, &key("max"), NIA, &wrong).await.unwrap_err();
            assert_eq!(refusal(&refused), Some(Refusal::StatementChanged));
        }
        // Cam's statement was never on the page; its hash alone does not help.
        let cam = portal.read_statement(&consumer("eve"), &key("eve"), CAM).await.unwrap();
        let refused = portal.authorize_assister(&max, &key("max"), CAM, &shown(&cam)).await.unwrap_err();
        assert_eq!(refusal(&refused), Some(Refusal::StatementChanged));
        // Whoever signs in again reads it again, with the same page still open.
        portal.clock().advance(60);
        let again = since(&max, portal.clock().now());
        let refused = portal.authorize_assister(&again, &key("max"), NIA, &good).await.unwrap_err();
        assert_eq!(refusal(&refused), Some(Refusal::StatementChanged));
        assert!(active(&portal, "max").await.is_empty());
        assert_eq!(count(&portal, "SELECT count(*) FROM outbox").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_statement_that_this_session_was_shown_in_this_very_version_can_be_agreed_to_assoc_4() {
    for portal in portals().await {
        cast(&portal).await;
        let max = since(&consumer("max"), portal.clock().now());
        portal.clock().advance(60);
        let other_browser = since(&max, portal.clock().now());
        let read = portal.read_statement(&other_browser, &key("max"), NIA).await.unwrap();
        let kept = "SELECT consumer_key || ' ' || assister_key || ' ' || account_key || ' ' || statement_version || ' ' || \
            statement_language || ' ' || statement_sha256 FROM statements_shown";
        let expected = format!("max nia account-max 2026-11-01 en {}", read.sha256);
        assert_eq!(column(&portal, kept).await, [expected]);
        // The other browser's page is not this one's, though it is the same account.
        let refused = portal.authorize_assister(&max, &key("max"), NIA, &shown(&read)).await.unwrap_err();
        assert_eq!(refusal(&refused), Some(Refusal::StatementChanged));
        // The assister's name changed, so the text did. Max knows its hash from elsewhere and did not read it.
        portal.read_statement(&max, &key("max"), NIA).await.unwrap();
        run(&portal, "UPDATE assisters SET family_name = 'Yang' WHERE assister_key = 'nia'").await;
        let eves = portal.read_statement(&consumer("eve"), &key("eve"), NIA).await.unwrap();
        let refused = portal.authorize_assister(&max, &key("max"), NIA, &shown(&eves)).await.unwrap_err();
        assert_eq!(refusal(&refused), Some(Refusal::StatementChanged));
        assert!(active(&portal, "max").await.is_empty());
        try_to_authorize(&portal, &max, "max", NIA).await.unwrap();
        assert_eq!(active(&portal, "max").await, ["nia"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_assister_replaces_the_present_one_in_one_step_assoc_5() {
    for portal in portals().await {
        cast(&portal).await;
        let made = authorize(&portal, "ana", NIA).await.unwrap();
        assert_eq!(made.outcome, Outcome::Replaced);
        assert_eq!(active(&portal, "ana").await, ["nia"]);
        let page = portal.read_association(&consumer("ana"), &key("ana")).await.unwrap();
        assert!(page.current.as_ref().unwrap().assister.name() == Name::new("Nia", "Xiong"));
        assert_eq!(page.history.len(), 1);
        assert_eq!(page.history[0].ended_by, Some(EndedBy::Replaced));
        assert_eq!(page.history[0].ended_at, Some(page.current.as_ref().unwrap().started_at));
        let receipt = portal.read_receipt(&consumer("ana"), &key("ana"), &made.association).await.unwrap();
        assert_eq!(receipt.receipt.replaced_assister_name.as_deref(), Some("Bo Lind"));
        // The books of both say so.
        assert_eq!(column(&portal, "SELECT stage FROM book WHERE assister_key = 'bo'").await, ["ended"]);
        assert_eq!(
            column(&portal, "SELECT stage FROM book WHERE assister_key = 'nia'").await,
            ["not_started"]
        );
        let counts = "SELECT not_started * 10 + ended FROM book_counts WHERE assister_key = ";
        assert_eq!(count(&portal, &format!("{counts}'bo'")).await, 1);
        assert_eq!(count(&portal, &format!("{counts}'nia'")).await, 10);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_assister_again_changes_nothing_and_says_so_assoc_5() {
    for portal in portals().await {
        cast(&portal).await;
        let made = authorize(&portal, "ana", BO).await.unwrap();
        assert_eq!((made.outcome, made.association.0.as_str()), (Outcome::Unchanged, "ana-bo"));
        assert_eq!(count(&portal, "SELECT count(*) FROM associations").await, 2);
        assert_eq!(count(&portal, "SELECT count(*) FROM outbox").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_takes_effect_at_once_and_lasts_over_the_years_assoc_6() {
    for portal in portals().await {
        cast(&portal).await;
        let second = second_process(&portal).await;
        let nia = assister("nia");
        assert!(second.open_application(&nia, &key("max")).await.is_err());
        authorize(&portal, "max", NIA).await.unwrap();
        second.open_application(&nia, &key("max")).await.unwrap();
        run(&portal, "UPDATE assisters SET certified_until = '2036-12-31' WHERE assister_key = 'nia'").await;
        portal.clock().advance(5 * 366 * 86_400);
        let opened = door(&portal).acting_on(&nia, &key("max"), Action::ReadConsumer, async |_| Ok(())).await;
        opened.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_holds_at_most_one_active_association_assoc_5() {
    for portal in portals().await {
        cast(&portal).await;
        let second = "INSERT INTO associations SELECT 'second', consumer_key, 'cy', 2, statement_version, statement_language, \
            statement_sha256, agreed_ip, agreed_user_agent, receipt, receipt_sha256, NULL, NULL, NULL FROM associations \
            WHERE association_key = 'ana-bo'";
        assert!(try_to_run(&portal, second).await.is_err());
    }
}
