//! Mail to a real server (aiosmtpd): with STARTTLS and with TLS from the start, with a password, with a mailbox that is
//! not there and one that is busy. The controls: a password that is wrong, a certificate of nobody's, no TLS. Then
//! nothing is taken, and no password leaves in the clear.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::Proving;
use crate::http::Connection;
use crate::postgres::free_port;
use crate::process::read;
use crate::server::Server;
use crate::test::packages::mail_folder;

const SERVER: &str = include_str!("mail/server.py");
const PASSWORD: &str = "it's 100% secret/@:";
/// How long a mail may take to arrive that need not wait; the job looks every second.
const SOON: Duration = Duration::from_secs(20);
/// One pause of 30 seconds and one of 60.
const AFTER_TWO_PAUSES: Duration = Duration::from_secs(130);

/// A mail server; dropping it ends it.
struct Mailbox {
    child: Child,
    folder: PathBuf,
    port: u16,
}

impl Drop for Mailbox {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Mailbox {
    fn start(proving: &Proving, mode: &str, busy: u64) -> Result<Self> {
        let port = free_port()?;
        let folder = proving.folder.join(format!("mail-{port}"));
        std::fs::create_dir_all(&folder)?;
        let python = mail_folder(&proving.target).join("bin/python");
        ensure!(python.is_file(), "aiosmtpd is not there; see `cargo xtask test --only packages`");
        let mut command = Command::new(python);
        command.args(["-c", SERVER]).arg(&folder).args([&port.to_string(), mode, &busy.to_string()]);
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let output = child.stdout.take().context("the mail server has no output")?;
        let mailbox = Self { child, folder, port };
        let said = BufReader::new(output).lines().next().context("the mail server ended")??;
        ensure!(said == "ready", "the mail server said {said:?}");
        Ok(mailbox)
    }

    /// What happened so far.
    fn happened(&self) -> Vec<Value> {
        let text = std::fs::read_to_string(self.folder.join("happened.jsonl")).unwrap_or_default();
        text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
    }

    fn count(&self, what: &str) -> usize {
        self.happened().iter().filter(|one| one.get(what).is_some()).count()
    }

    /// Waits until something has happened so often.
    fn await_count(&self, what: &str, times: usize, longest: Duration) -> bool {
        let begin = Instant::now();
        while self.count(what) < times && begin.elapsed() < longest {
            std::thread::sleep(Duration::from_millis(100));
        }
        self.count(what) >= times
    }
}

/// A portal in earnest that sends its mail there.
struct Exchange {
    server: Server,
    data: PathBuf,
}

impl Exchange {
    /// `scheme` and `more` are what stands around NAME@HOST in the mail server's URL.
    fn start(
        proving: &Proving,
        mailbox: &Mailbox,
        (scheme, more): (&str, &str),
        password: &str,
        trusted: Option<&Path>,
    ) -> Result<Self> {
        let port = free_port()?;
        let data = proving.folder.join(format!("exchange-{port}"));
        let url = format!("{scheme}://exchange@localhost:{}{more}", mailbox.port);
        let mut serve = Command::new(&proving.binary);
        serve.arg("serve").arg("--data").arg(&data).args(["--listen", &format!("127.0.0.1:{port}")]);
        serve.args(["--mail-server", &url, "--mail-from", "Sample Exchange <no-reply@example.org>"]);
        serve.env("ASSENT_MAIL_SERVER_PASSWORD", password);
        if let Some(authority) = trusted {
            serve.env("SSL_CERT_FILE", authority);
        }
        Ok(Self { server: Server::started(serve, port)?, data })
    }

    /// Somebody creates an account: a code is mailed.
    fn asks(&self, name: &str) -> Result<()> {
        let fields = [
            ("given_name", "Zoe"),
            ("family_name", "Sample"),
            ("date_of_birth_month", "2"),
            ("date_of_birth_day", "3"),
            ("date_of_birth_year", "1990"),
            ("email", &format!("{name}@example.org")),
            ("username", &format!("{name}.sample")),
            ("password", "copper lantern river 42"),
        ];
        let fields: Vec<_> =
            fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let answer = Connection::new(self.server.port).post("/create-account", &fields)?;
        ensure!(answer.status == 200, "/create-account answered {}", answer.status);
        Ok(())
    }

    /// What `assent work --faults` lists.
    fn faults(&self, proving: &Proving) -> Result<String> {
        read(Command::new(&proving.binary).args(["work", "--faults", "--data"]).arg(&self.data))
    }

    /// Waits until a fault is listed.
    fn await_fault(&self, proving: &Proving, fault: &str) -> Result<String> {
        let begin = Instant::now();
        loop {
            let said = self.faults(proving)?;
            if said.contains(fault) || begin.elapsed() > SOON {
                return Ok(said);
            }
            std::thread::sleep(Duration::from_millis(300));
        }
    }
}

/// What the four servers took, refused and were told.
pub fn work(proving: &mut Proving) -> Result<()> {
    for (mode, around) in [("starttls", ("smtp", "?tls=required")), ("tls", ("smtps", ""))] {
        let busy = proving.times(2, 0);
        let mailbox = Mailbox::start(proving, mode, busy)?;
        let authority = mailbox.folder.join("ca.pem");
        let exchange = Exchange::start(proving, &mailbox, around, PASSWORD, Some(&authority))?;
        for name in ["ana", "nobody", "busy"] {
            exchange.asks(name)?;
        }
        let arrived = mailbox.await_count("taken", 1, SOON);
        proving.must(
            format!("{mode}: a mail arrives"),
            arrived,
            arrived && mailbox.happened().iter().all(sealed_and_known),
        )?;
        let said = exchange.await_fault(proving, "mail.address_refused")?;
        let given_up = said.contains("given up: mail.address_refused");
        proving.must(
            format!("{mode}: an address that takes no mail is given up and listed"),
            given_up,
            given_up,
        )?;
        let late = mailbox.await_count("taken", 2, AFTER_TWO_PAUSES);
        proving.must(
            format!("{mode}: a mailbox that was busy so many times gets its mail"),
            mailbox.count("put_off"),
            late && mailbox.count("put_off") == usize::try_from(busy)?,
        )?;
        proving.must(
            format!("{mode}: mails taken, of two that can be"),
            mailbox.count("taken"),
            mailbox.count("taken") == 2,
        )?;
        exchange.server.stop()?;
    }
    controls(proving)
}

/// Taken over TLS, from somebody who said who they are; with a subject that names nobody.
fn sealed_and_known(one: &Value) -> bool {
    let is = |what: &str| one.get(what).is_none_or(|value| value == &Value::Bool(true));
    let subject = one.get("subject").and_then(Value::as_str).unwrap_or_default();
    is("tls")
        && is("user")
        && is("password")
        && !["Zoe", "ana", "zoe"].iter().any(|name| subject.contains(name))
}

fn controls(proving: &mut Proving) -> Result<()> {
    for (what, around, password, trusts, fault) in [
        ("a wrong password", ("smtp", "?tls=required"), "another", true, "mail_server.535"),
        (
            "a certificate that nobody vouches for",
            ("smtp", "?tls=required"),
            PASSWORD,
            false,
            "mail_server.unreachable",
        ),
        ("no TLS", ("smtp", ""), PASSWORD, true, "mail_server."),
    ] {
        let mailbox = Mailbox::start(proving, "starttls", 0)?;
        let authority = mailbox.folder.join("ca.pem");
        let exchange =
            Exchange::start(proving, &mailbox, around, password, trusts.then_some(authority.as_path()))?;
        exchange.asks("ana")?;
        let said = exchange.await_fault(proving, fault)?;
        let waits = said.contains(fault) && !said.contains("given up");
        let in_the_clear = mailbox.happened().iter().any(|one| one.get("tls") == Some(&Value::Bool(false)));
        proving.must(
            format!("control, {what}: mails taken"),
            mailbox.count("taken"),
            mailbox.count("taken") == 0 && waits && !in_the_clear,
        )?;
        exchange.server.stop()?;
    }
    Ok(())
}
