//! Mail on its way out: once it is taken it is never sent again, and while nobody takes it it waits.

#![expect(clippy::unwrap_used, reason = "a test says what broke by stopping")]

#[path = "support/mail_server.rs"]
mod mail_server;

use domain::people::AssisterKey;
use mail_server::{MailServer, asked_for_a_code};
use portal::{assisters::Part, outbox::MailSettings, testing::*};
use std::sync::atomic::Ordering::SeqCst;

fn to(url: &str) -> MailSettings {
    MailSettings { url: url.to_owned(), from: "Sample Exchange <no-reply@example.org>".to_owned() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_goes_out_once_however_many_processes_deliver() {
    for portal in portals().await {
        let server = MailServer::default();
        let url = server.start().await;
        let earnest = in_earnest(&portal).with_mail(&to(&url)).unwrap();
        for number in 0..4 {
            asked_for_a_code(&portal, number).await;
        }
        let tasks: Vec<_> = (0..6)
            .map(|_| {
                let earnest = earnest.clone();
                tokio::spawn(async move { earnest.deliver_mail().await.unwrap() })
            })
            .collect();
        let mut sent = 0;
        for task in tasks {
            sent += task.await.unwrap();
        }
        assert_eq!(sent, 4);
        let taken = server.taken();
        assert_eq!(taken.len(), 4);
        assert!(
            taken[0].contains("Subject: Your MNsure code") && taken[0].contains("Message-ID: <"),
            "{}",
            taken[0]
        );
        assert_eq!(earnest.deliver_mail().await.unwrap(), 0);
        assert_eq!(count(&portal, "SELECT count(*) FROM outbox WHERE sent_at IS NULL").await, 0);
        assert!(
            column(&portal, "SELECT body FROM outbox").await.iter().all(String::is_empty),
            "sent and erased"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_is_not_taken_waits_longer_each_time_and_is_never_dropped() {
    for portal in portals().await {
        let server = MailServer::default();
        server.refuse.store(true, SeqCst);
        let url = server.start().await;
        let earnest = in_earnest(&portal).with_mail(&to(&url)).unwrap();
        asked_for_a_code(&portal, 1).await;
        for wait in [30, 60, 120] {
            assert_eq!(earnest.deliver_mail().await.unwrap(), 0);
            let faults = column(&portal, "SELECT fault FROM outbox").await;
            assert_eq!(faults, ["mail_server.451"], "without the server's own words");
            portal.clock().advance(wait - 1);
            let before = count(&portal, "SELECT attempts FROM outbox").await;
            assert_eq!(earnest.deliver_mail().await.unwrap(), 0);
            assert_eq!(count(&portal, "SELECT attempts FROM outbox").await, before, "not due yet");
            portal.clock().advance(1);
        }
        server.refuse.store(false, SeqCst);
        assert_eq!(earnest.deliver_mail().await.unwrap(), 1);
        assert_eq!(server.taken().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_never_deliver_one_mail_twice_within_a_lease() {
    for portal in portals().await {
        let server = MailServer::default();
        let url = server.start().await;
        let second = second_process(&portal).await;
        let workers = [&portal, &second].map(|portal| in_earnest(portal).with_mail(&to(&url)).unwrap());
        for number in 0..30 {
            asked_for_a_code(&portal, number).await;
        }
        let rounds: Vec<_> = (0..8)
            .map(|round| {
                let worker = workers[round % 2].clone();
                tokio::spawn(async move { worker.deliver_mail().await.unwrap() })
            })
            .collect();
        let mut sent = 0;
        for round in rounds {
            sent += round.await.unwrap();
        }
        assert_eq!((sent, server.taken().len()), (30, 30));
        // A worker that ended with a mail in hand: nobody touches it before its lease ends.
        asked_for_a_code(&portal, 30).await;
        let lease = format!(
            "UPDATE outbox SET attempts = 1, lease_until = {} WHERE sent_at IS NULL",
            NOW + 120_000_000
        );
        run(&portal, &lease).await;
        workers[1].deliver_anew().await.unwrap();
        second.clock().advance(119);
        assert_eq!(workers[1].deliver_mail().await.unwrap(), 0, "in another's hands");
        second.clock().advance(1);
        assert_eq!(workers[1].deliver_mail().await.unwrap(), 1);
        assert_eq!(server.taken().len(), 31);
    }
}

/// Which of the taken mails say that they may be repeats.
fn marked(server: &MailServer) -> Vec<bool> {
    server.taken().iter().map(|mail| mail.contains("Assent-May-Repeat: yes\n")).collect()
}

fn message_id(mail: &str) -> &str {
    mail.lines().find(|line| line.starts_with("Message-ID: ")).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_whose_answer_was_lost_goes_out_again_and_says_so_and_one_that_was_refused_does_not() {
    for portal in portals().await {
        let server = MailServer::default();
        let earnest = in_earnest(&portal).with_mail(&to(&server.start().await)).unwrap();
        asked_for_a_code(&portal, 1).await;
        server.refuse.store(true, SeqCst);
        assert_eq!(earnest.deliver_mail().await.unwrap(), 0);
        server.refuse.store(false, SeqCst);
        server.hang_up.store(true, SeqCst);
        portal.clock().advance(30);
        assert_eq!(earnest.deliver_mail().await.unwrap(), 0, "nobody knows that it was taken");
        // What a later try is told does not end the doubt about an earlier one.
        server.hang_up.store(false, SeqCst);
        server.refuse.store(true, SeqCst);
        portal.clock().advance(60);
        assert_eq!(earnest.deliver_mail().await.unwrap(), 0);
        server.refuse.store(false, SeqCst);
        portal.clock().advance(120);
        assert_eq!(earnest.deliver_mail().await.unwrap(), 1);
        assert_eq!(marked(&server), [false, true]);
        let taken = server.taken();
        assert_eq!(message_id(&taken[0]), message_id(&taken[1]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_ends_while_the_mail_server_is_about_to_answer_leaves_one_mail_in_doubt() {
    for portal in portals().await {
        let server = MailServer::default();
        let earnest = in_earnest(&portal).with_mail(&to(&server.start().await)).unwrap();
        asked_for_a_code(&portal, 1).await;
        asked_for_a_code(&portal, 2).await;
        server.fall_silent.store(true, SeqCst);
        let worker = tokio::spawn({
            let earnest = earnest.clone();
            async move { earnest.deliver_mail().await }
        });
        while server.taken().is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        worker.abort();
        server.fall_silent.store(false, SeqCst);
        assert_eq!(count(&portal, "SELECT count(*) FROM outbox WHERE begun_at IS NOT NULL").await, 1);
        portal.clock().advance(120);
        assert_eq!(earnest.deliver_mail().await.unwrap(), 2);
        assert_eq!(marked(&server), [false, true, false], "the second was in hand, and no attempt had begun");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_is_given_up_after_five_days_and_its_fault_stays_until_somebody_tries_anew() {
    for portal in portals().await {
        let server = MailServer::default();
        server.refuse.store(true, SeqCst);
        let url = server.start().await;
        let earnest = in_earnest(&portal).with_mail(&to(&url)).unwrap();
        asked_for_a_code(&portal, 1).await;
        assert_eq!(earnest.undelivered().await.unwrap(), []);
        // Tried as often as the pauses of five days allow, but for one.
        run(&portal, "UPDATE outbox SET attempts = 119").await;
        assert_eq!(earnest.deliver_mail().await.unwrap(), 0);
        portal.clock().advance(7 * 86_400);
        server.refuse.store(false, SeqCst);
        assert_eq!(earnest.deliver_mail().await.unwrap(), 0, "given up");
        let stuck = earnest.undelivered().await.unwrap().remove(0);
        assert_eq!(stuck.fault.as_deref(), Some("mail_server.451"));
        assert!(stuck.given_up && stuck.attempts == 120 && stuck.subject == "Your MNsure code", "{stuck:?}");
        earnest.deliver_anew().await.unwrap();
        assert_eq!(earnest.deliver_mail().await.unwrap(), 1);
        assert_eq!(earnest.undelivered().await.unwrap(), []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_takes_no_mail_is_not_tried_again_and_the_account_says_so_until_it_takes_one() {
    for portal in portals().await {
        cast(&portal).await;
        let server = MailServer::default();
        let earnest = in_earnest(&portal).with_mail(&to(&server.start().await)).unwrap();
        let refused = async || {
            let account = portal.read_assister(&resource_manager(), &AssisterKey("bo".into())).await.unwrap();
            // Its owner reads the same in the settings.
            let own = portal.read_settings(&assister("bo")).await.unwrap();
            assert_eq!(own.mail_refused, account.row.mail_refused);
            account.row.mail_refused
        };
        run(
            &portal,
            "INSERT INTO accounts (account_key, role, username, email, given_name, family_name, created_at) \
             VALUES ('account-bo', 'assister', 'bo', 'bo@example.org', 'Bo', 'Lind', 1); \
             UPDATE assisters SET account_key = 'account-bo' WHERE assister_key = 'bo'",
        )
        .await;
        let correct = async |city: &str| {
            let stored =
                portal.read_assister_form(&resource_manager(), &AssisterKey("bo".into())).await.unwrap();
            let mut typed = stored.filled;
            typed.insert("city".to_owned(), city.to_owned());
            let change = (&typed, "asked by phone");
            let key = AssisterKey("bo".into());
            let part = (Part::Person, stored.row.version);
            portal
                .change_assister(&resource_manager(), &key, part, change, "https://x.example")
                .await
                .unwrap();
        };
        for code in [550, 551, 553] {
            server.to_recipients.store(code, SeqCst);
            correct(&format!("Town {code}")).await;
            assert_eq!(earnest.deliver_mail().await.unwrap(), 0);
            let stuck = earnest.undelivered().await.unwrap().pop().unwrap();
            assert!(stuck.given_up && stuck.fault.as_deref() == Some("mail.address_refused"), "{stuck:?}");
            assert!(refused().await);
            portal.clock().advance(86_400);
            server.to_recipients.store(0, SeqCst);
            assert_eq!(earnest.deliver_mail().await.unwrap(), 0, "nobody tries it again by itself");
            correct(&format!("City {code}")).await;
            assert_eq!(earnest.deliver_mail().await.unwrap(), 1);
            assert!(!refused().await, "the newest mail arrived");
        }
        // What a server says of us or of a full box may be otherwise tomorrow.
        for code in [452, 530, 535, 552, 554] {
            server.to_recipients.store(code, SeqCst);
            correct(&format!("Other {code}")).await;
            assert_eq!(earnest.deliver_mail().await.unwrap(), 0);
            let stuck = earnest.undelivered().await.unwrap().pop().unwrap();
            assert!(!stuck.given_up && !refused().await, "{stuck:?}");
            portal.clock().advance(86_400);
            server.to_recipients.store(0, SeqCst);
            assert_eq!(earnest.deliver_mail().await.unwrap(), 1);
        }
        // Whoever runs the portal tries everything again that was given up.
        earnest.deliver_anew().await.unwrap();
        assert_eq!(earnest.deliver_mail().await.unwrap(), 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_at_work_delivers_what_comes_and_stops_when_it_is_told() {
    for portal in portals().await {
        let server = MailServer::default();
        let url = server.start().await;
        let working = in_earnest(&portal).with_mail(&to(&url)).unwrap().keep_working(None, None).unwrap();
        asked_for_a_code(&portal, 1).await;
        for _ in 0..100 {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            if count(&portal, "SELECT count(*) FROM outbox WHERE sent_at IS NULL").await == 0 {
                break;
            }
        }
        working.stop().await;
        assert_eq!(server.taken().len(), 1);
        asked_for_a_code(&portal, 2).await;
        tokio::time::sleep(std::time::Duration::from_millis(2500)).await;
        assert_eq!(count(&portal, "SELECT count(*) FROM outbox WHERE sent_at IS NULL").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_practice_mode_mail_stays_in_the_practice_mailbox() {
    for portal in portals().await {
        let server = MailServer::default();
        let url = server.start().await;
        let practice = portal.clone().with_mail(&to(&url)).unwrap();
        asked_for_a_code(&portal, 1).await;
        assert_eq!(practice.deliver_mail().await.unwrap(), 0);
        assert!(server.taken().is_empty());
        assert_eq!(portal.practice_mails().await.unwrap()[0].to, "zoe1@example.org");
        assert!(
            in_earnest(&portal).practice_mails().await.is_err(),
            "nobody reads mail outside practice mode"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_that_make_no_sense_are_refused() {
    for portal in portals().await {
        assert!(portal.clone().with_mail(&to("nonsense")).is_err());
        let nobody = MailSettings { url: "smtp://127.0.0.1:25".into(), from: "nobody".into() };
        assert!(portal.with_mail(&nobody).is_err());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_reads_the_database_reads_no_code_id_1() {
    for portal in portals().await {
        asked_for_a_code(&portal, 1).await;
        let mail = portal.practice_mails().await.unwrap().remove(0);
        assert!(mail.body.contains("Your code: "), "{}", mail.body);
        let stored = column(&portal, "SELECT body FROM outbox").await.remove(0);
        assert!(
            stored.len() > mail.body.len() && stored.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{stored}"
        );
        // A text put under another mail does not open there.
        asked_for_a_code(&portal, 2).await;
        run(&portal, "UPDATE outbox SET body = (SELECT min(body) FROM outbox)").await;
        let mails = portal.practice_mails().await.unwrap();
        assert_eq!(mails.iter().filter(|mail| mail.body.contains("Your code: ")).count(), 1);
    }
}
