//! A mail server on this machine and somebody who gets mail, for tests of what leaves the outbox.

use portal::{Portal, RequestContext};
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, AtomicU16, Ordering::SeqCst},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// A mail server for one test: keeps what it is given; `refuse` makes it answer 451, `hang_up` end the talk when it
/// has taken a mail, `fall_silent` say nothing more then.
#[derive(Clone, Default)]
pub struct MailServer {
    taken: Arc<Mutex<Vec<String>>>,
    pub refuse: Arc<AtomicBool>,
    pub hang_up: Arc<AtomicBool>,
    pub fall_silent: Arc<AtomicBool>,
    /// What it answers to a recipient, if that is not 250.
    pub to_recipients: Arc<AtomicU16>,
}

impl MailServer {
    pub async fn start(&self) -> String {
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
                    if self.hang_up.load(SeqCst) {
                        return;
                    }
                    if self.fall_silent.load(SeqCst) {
                        std::future::pending::<()>().await;
                    }
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
                (None, line) if line.starts_with("RCPT") && self.to_recipients.load(SeqCst) != 0 => {
                    let answer = format!("{} zoe@example.org\r\n", self.to_recipients.load(SeqCst));
                    if write.write_all(answer.as_bytes()).await.is_err() {
                        return;
                    }
                    continue;
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
        self.refuse.load(SeqCst)
    }

    pub fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap().clone()
    }
}

/// Somebody asks for a code: a mail in the outbox.
pub async fn asked_for_a_code(portal: &Portal, number: u8) {
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
