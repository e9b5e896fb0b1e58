//! Mail on its way out: once it is taken it is never sent again, and while nobody takes it it waits.

#![expect(clippy::unwrap_used, reason = "a test says what broke by stopping")]

use portal::{Portal, RequestContext, outbox::MailSettings, testing::*};
use std::sync::{Arc, Mutex};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// A mail server for one test: keeps what it is given; `refuse` makes it answer 451.
#[derive(Clone, Default)]
struct MailServer {
    taken: Arc<Mutex<Vec<String>>>,
    refuse: Arc<std::sync::atomic::AtomicBool>,
}

impl MailServer {
    async fn start(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = self.clone();
        tokio::spawn(async move {
            while let Ok((peer, _)) = listener.accept().await {
                tokio::spawn(server.clone().talk(peer));
            }
        });
        format!("smtp://{address}")
    }

    async fn talk(self, mut peer: TcpStream) {
        let (read, mut write) = peer.split();
        let mut lines = BufReader::new(read).lines();
        write.write_all(b"220 test\r\n").await.unwrap();
        let mut data: Option<String> = None;
        while let Ok(Some(line)) = lines.next_line().await {
            let answer: &[u8] = match (&mut data, line.as_str()) {
                (Some(mail), ".") => {
                    self.taken.lock().unwrap().push(std::mem::take(mail));
                    data = None;
                    b"250 taken\r\n"
                }
                (Some(mail), line) => {
                    mail.push_str(line);
                    mail.push('\n');
                    continue;
                }
                (None, "DATA") => {
                    data = Some(String::new());
                    b"354 go on\r\n"
                }
                (None, line) if line.starts_with("RCPT") && self.refuses() => {
                    b"451 later, zoe@example.org\r\n"
                }
                (None, line) if line.starts_with("QUIT") => b"221 bye\r\n",
                (None, _) => b"250 fine\r\n",
            };
            if write.write_all(answer).await.is_err() {
                return;
            }
        }
    }

    fn refuses(&self) -> bool {
        self.refuse.load(std::sync::atomic::Ordering::SeqCst)
    }

    fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap().clone()
    }
}

async fn asked_for_a_code(portal: &Portal, number: u8) {
    // Each from an address of their own: one address gets so many mails and no more.
    let context = RequestContext { ip: format!("192.0.2.{number}"), ..RequestContext::default() };
    let (email, username) = (format!("zoe{number}@example.org"), format!("zoe.sample{number}"));
    let zoe = [
        ("given_name", "Zoe"),
        ("family_name", "Sample"),
        ("date_of_birth_month", "2"),
        ("date_of_birth_day", "3"),
        ("date_of_birth_year", "1990"),
        ("email", &*email),
        ("username", &*username),
        ("password", "copper lantern river 42"),
    ];
    let zoe = zoe.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    portal.create_account(&zoe, &context).await.unwrap();
}

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
        server.refuse.store(true, std::sync::atomic::Ordering::SeqCst);
        let url = server.start().await;
        let earnest = in_earnest(&portal).with_mail(&to(&url)).unwrap();
        asked_for_a_code(&portal, 1).await;
        for wait in [30, 60, 120] {
            assert_eq!(earnest.deliver_mail().await.unwrap(), 0);
            let faults = column(&portal, "SELECT fault FROM outbox").await;
            assert_eq!(faults, ["the mail server answered 451"], "without the server's own words");
            portal.clock().advance(wait - 1);
            let before = count(&portal, "SELECT attempts FROM outbox").await;
            assert_eq!(earnest.deliver_mail().await.unwrap(), 0);
            assert_eq!(count(&portal, "SELECT attempts FROM outbox").await, before, "not due yet");
            portal.clock().advance(1);
        }
        server.refuse.store(false, std::sync::atomic::Ordering::SeqCst);
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

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_is_given_up_after_five_days_and_its_fault_stays_until_somebody_tries_anew() {
    for portal in portals().await {
        let server = MailServer::default();
        server.refuse.store(true, std::sync::atomic::Ordering::SeqCst);
        let url = server.start().await;
        let earnest = in_earnest(&portal).with_mail(&to(&url)).unwrap();
        asked_for_a_code(&portal, 1).await;
        assert_eq!(earnest.undelivered().await.unwrap(), []);
        // Tried as often as the pauses of five days allow, but for one.
        run(&portal, "UPDATE outbox SET attempts = 119").await;
        assert_eq!(earnest.deliver_mail().await.unwrap(), 0);
        portal.clock().advance(7 * 86_400);
        server.refuse.store(false, std::sync::atomic::Ordering::SeqCst);
        assert_eq!(earnest.deliver_mail().await.unwrap(), 0, "given up");
        let stuck = earnest.undelivered().await.unwrap().remove(0);
        assert_eq!(stuck.fault.as_deref(), Some("the mail server answered 451"));
        assert!(stuck.given_up && stuck.attempts == 120 && stuck.subject == "Your MNsure code", "{stuck:?}");
        earnest.deliver_anew().await.unwrap();
        assert_eq!(earnest.deliver_mail().await.unwrap(), 1);
        assert_eq!(earnest.undelivered().await.unwrap(), []);
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
