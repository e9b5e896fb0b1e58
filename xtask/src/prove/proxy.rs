//! A crowd behind one trusted hop, nginx over a Unix socket: everybody creates an account, signs in and looks an
//! assister up, from their own address or from an office's, while somebody tries every account from another; nobody is
//! stopped. A guesser at one account is. The header of a peer that is not trusted changes nothing. The control does not
//! trust the hop: then all are one address.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{JoinHandle, spawn};

use anyhow::{Context, Result, ensure};

use super::Proving;
use super::kit::Store;
use super::proxies::Proxy;
use crate::form::form_with;
use crate::http::{Answer, Connection};
use crate::people::{PASSWORD, code_to, details, email_of, fields, filled};
use crate::postgres::free_port;
use crate::server::{Server, demo};

/// One in so many sits in the same office.
const OFFICE: u64 = 4;

/// The proof.
pub fn prove(proving: &mut Proving) -> Result<()> {
    let store = Store::sqlite(proving, "data", 20)?;
    let people = proving.times(1_000, 12);
    let socket = format!("unix:{}", proving.folder.join("portal").display());
    {
        let mut portal = demo(&proving.binary, &store.options, 0, 0);
        portal.args(["--listen", &socket]);
        let _server = Server::started(portal, 0)?;
        let proxy = Proxy::nginx(proving, "trusted", &[socket])?;
        let spray = Spray::begin(proxy.port)?;
        let crowd = Crowd::comes(proxy.port, 1, people)?;
        let tried = spray.end()?;
        proving.found("names tried meanwhile from one address, wrong", tried);
        let figure = format!("{} of {people}", crowd.stopped);
        proving.must("people behind a trusted hop who were stopped", figure, crowd.stopped == 0)?;
        let figure = format!("{} of {people}", crowd.own_address);
        proving.must("receipts that show the visitor's own address", figure, crowd.own_address == people)?;
        guesser(proving, proxy.port)?;
    }
    untrusted(proving, &store)?;
    control(proving, &store, people.min(12))
}

/// Somebody hammers Ana's neighbor's account from the address where that one sits, and elsewhere.
fn guesser(proving: &mut Proving, port: u16) -> Result<()> {
    let (name, home) = (username(1), address(1));
    let mut known = visitor(port, &home);
    ensure!(sign_in(&mut known, &name, PASSWORD)?.status == 303, "the first sign-in");
    let (mut compared, mut tried, mut in_vain) = (0, 0, 0);
    let all = proving.times(1_200, 200);
    for number in 0..all {
        let from = if number % 2 == 0 { home.clone() } else { format!("203.0.113.{}", number % 200) };
        let answer = sign_in(&mut visitor(port, &from), &name, "wrong password 99")?;
        compared += u64::from(answer.status == 422);
        if number % (all / 12) == 0 {
            let mut again = visitor(port, &home);
            // The session of before would want its own page's token: only the browser is known.
            let device = known.cookie.split("; ").find(|cookie| cookie.starts_with("assent-device="));
            again.cookie = device.context("no cookie for the browser")?.to_owned();
            tried += 1;
            in_vain += u64::from(sign_in(&mut again, &name, PASSWORD)?.status != 303);
        }
    }
    let figure = format!("{compared} of {all}");
    proving.must(
        "tries of a guesser at one account from 101 addresses that were compared",
        figure,
        compared <= 50,
    )?;
    let figure = format!("{in_vain} of {tried} in vain");
    proving.must("its owner with the right password and a known browser", figure, in_vain == 0)
}

/// A server on a port that trusts nobody, and one that trusts the whole machine, as control.
fn untrusted(proving: &mut Proving, store: &Store) -> Result<()> {
    let mut compared = Vec::new();
    for more in [&[][..], &["--trusted-proxy", "127.0.0.1"]] {
        let mut portal = demo(&proving.binary, &store.options, 0, 0);
        portal.args(more);
        let server = Server::start_on(portal, free_port()?)?;
        let mut count = 0;
        for number in 0..15 {
            let mut liar = Connection::new(server.port);
            liar.headers.push(("x-forwarded-for", format!("198.51.100.{number}")));
            liar.headers.push(("forwarded", format!("for=198.51.100.{number}")));
            let name = format!("nobody.{}", more.len());
            count += u64::from(sign_in(&mut liar, &name, "wrong password 99")?.status == 422);
        }
        compared.push(count);
    }
    let figure = format!("{} of 15", compared[0]);
    proving.must("quick tries of a peer that names another address each time", figure, compared[0] <= 6)?;
    let figure = format!("{} of 15", compared[1]);
    proving.must("control: the same when the peer is trusted", figure, compared[1] == 15)
}

/// The same crowd behind a hop that is not trusted.
fn control(proving: &mut Proving, store: &Store, people: u64) -> Result<()> {
    let server = store.serve(proving)?;
    let proxy = Proxy::nginx(proving, "control", &[format!("127.0.0.1:{}", server.port)])?;
    let some = people / 4;
    let early = Crowd::comes(proxy.port, 10_001, some)?;
    let figure = format!("{} of {}", early.own_address, some - early.stopped);
    proving.must("control: receipts with the visitor's own address", figure, early.own_address == 0)?;
    ensure!(early.stopped == 0, "stopped before anybody tried wrong names");
    for number in 0..101 {
        sign_in(&mut visitor(proxy.port, "192.0.2.66"), &format!("spray.{number}"), "wrong password 99")?;
    }
    let spray = Spray::begin(proxy.port)?;
    let crowd = Crowd::comes(proxy.port, 20_001, people)?;
    spray.end()?;
    let figure = format!("{} of {people}", crowd.stopped);
    proving.must("control: people stopped when the hop is not trusted", figure, crowd.stopped > 0)
}

/// Somebody who tries one name after the other, from one address.
struct Spray {
    stop: Arc<AtomicBool>,
    tried: Arc<AtomicU64>,
    sprayer: JoinHandle<Result<()>>,
}

impl Spray {
    fn begin(port: u16) -> Result<Self> {
        let (stop, tried) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let (stopped, count) = (stop.clone(), tried.clone());
        let sprayer = spawn(move || {
            let mut sprayer = visitor(port, "192.0.2.66");
            while !stopped.load(Ordering::Relaxed) {
                let name = format!("sprayed.{}", count.fetch_add(1, Ordering::Relaxed));
                sign_in(&mut sprayer, &name, "wrong password 99")?;
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
            Ok(())
        });
        Ok(Self { stop, tried, sprayer })
    }

    fn end(self) -> Result<u64> {
        self.stop.store(true, Ordering::Relaxed);
        self.sprayer.join().map_err(|_| anyhow::anyhow!("the sprayer broke down"))??;
        Ok(self.tried.load(Ordering::Relaxed))
    }
}

/// What a crowd met with.
#[derive(Default)]
struct Crowd {
    stopped: u64,
    own_address: u64,
}

impl Crowd {
    fn comes(port: u16, first: u64, people: u64) -> Result<Self> {
        let mut bo = visitor(port, "192.0.2.2");
        bo.cookie = Server::session_at(port, "Bo")?;
        let book = bo.get("/consumers")?.body;
        let number = book.split("reference number: <strong>").nth(1).and_then(|rest| rest.split('<').next());
        let number = number.context("no reference number on My consumers")?;
        let number: String = number.chars().filter(char::is_ascii_digit).collect();
        let mut crowd = Self::default();
        for person in first..first + people {
            match journey(port, person, &number)? {
                Some(receipt) => {
                    crowd.own_address += u64::from(receipt.contains(&format!(">{}<", address(person))));
                }
                None => crowd.stopped += 1,
            }
        }
        Ok(crowd)
    }
}

/// An account, a sign-in with a new browser, a look-up, an authorization; gives the receipt, or nothing when a limit
/// stopped the person.
fn journey(port: u16, person: u64, reference: &str) -> Result<Option<String>> {
    let (name, email) = (username(person), email_of(&username(person)));
    let browser = visitor(port, &address(person));
    let typed = details(&name, &email);
    let Some(asked) = let_in(browser.post("/create-account", &typed)?, 200)? else { return Ok(None) };
    let form = form_with(&asked.body, "Continue").context("no form for the code")?;
    let mails = visitor(port, "192.0.2.3").get("/demo/mail")?.body;
    let code = code_to(&mails, &email).context("no code")?;
    let typed = filled(form.fields, "code", &code);
    if let_in(browser.post(&form.action, &typed)?, 303)?.is_none() {
        return Ok(None);
    }
    let mut browser = visitor(port, &address(person));
    if let_in(sign_in(&mut browser, &name, PASSWORD)?, 303)?.is_none() {
        return Ok(None);
    }
    let page = browser.get("/assister/find")?.body;
    let form = form_with(&page, "Search").context("no form for the number")?;
    let typed = filled(form.fields, "reference", reference);
    if let_in(browser.post(&form.action, &typed)?, 200)?.is_none() {
        return Ok(None);
    }
    let Some(statement) = let_in(browser.get(&format!("/assister/authorize/{reference}"))?, 200)? else {
        return Ok(None);
    };
    let form = form_with(&statement.body, "I agree").context("no form to agree")?;
    let Some(agreed) = let_in(browser.post(&form.action, &form.fields)?, 303)? else { return Ok(None) };
    Ok(Some(browser.get(&agreed.location)?.body))
}

/// The answer, unless it is a limit's; anything else than these is no answer to count.
fn let_in(answer: Answer, good: u16) -> Result<Option<Answer>> {
    match answer.status {
        429 => Ok(None),
        status => {
            ensure!(status == good, "answered {status} instead of {good}");
            Ok(Some(answer))
        }
    }
}

fn sign_in(browser: &mut Connection, name: &str, password: &str) -> Result<Answer> {
    let answer = browser.post("/sign-in", &fields(&[("name", name), ("password", password)]))?;
    if !answer.cookies.is_empty() {
        browser.cookie = answer.cookies.join("; ");
    }
    Ok(answer)
}

/// Somebody at an address, which the trial's proxy takes from this header.
fn visitor(port: u16, address: &str) -> Connection {
    let mut connection = Connection::new(port);
    connection.headers.push(("x-visitor", address.to_owned()));
    connection
}

fn username(person: u64) -> String {
    format!("person.{person}")
}

fn address(person: u64) -> String {
    match person % OFFICE {
        0 => "198.51.100.1".to_owned(),
        _ => format!("198.18.{}.{}", person / 250 % 250, person % 250 + 1),
    }
}
