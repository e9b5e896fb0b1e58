//! Ten visitors of two servers, five requests a second each: what one server sealed is opened at the other.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::super::writers::{token, value};
use crate::form::form_with;
use crate::http::{Answer, Connection};
use crate::people::{code_to, details, email_of, fields, filled};
use crate::server::Server;

/// Letters of the names of those who forget their password.
pub const FORGETFUL: &str = "fo";
/// Between two requests of a visitor.
const EVERY: Duration = Duration::from_millis(200);

/// What was sealed before, and how it is shown.
#[derive(Clone)]
pub struct Shown {
    /// Cookie and token of Ana, who types a number again and again.
    pub ana: (String, (String, String)),
    /// The same of Eve, whose number stays.
    pub eve: (String, (String, String)),
    /// Eve's number, as it is shown.
    pub number: String,
    /// Cookies of sign-ins whose second factor is due, and the text of its key.
    pub factors: Vec<(String, String)>,
}

impl Shown {
    /// How much of it opens at a server, of how much: the number, the second factors, the mails that wait.
    pub fn opened_at(&self, port: u16) -> Result<(u64, u64)> {
        let (mut visitor, mut opened, mut of) = (Connection::new(port), 0, 0);
        let mut count = |opens: bool| {
            of += 1;
            opened += u64::from(opens);
        };
        visitor.cookie.clone_from(&self.eve.0);
        let shown = visitor.post("/application/number", &asks_for_number(&self.eve.1))?;
        count(shown.status == 200 && shown.body.contains(&self.number));
        for (cookie, text) in &self.factors {
            visitor.cookie.clone_from(cookie);
            count(key_on(&visitor.get("/sign-in/second-factor")?.body).as_ref() == Some(text));
        }
        visitor.cookie.clear();
        let mailbox = visitor.get("/demo/mail")?.body;
        ensure!(mailbox.contains("<article"), "there is no mail to open");
        mailbox.split("<article").skip(1).for_each(|mail| count(has_text(mail)));
        Ok((opened, of))
    }
}

/// What the mailbox says of a mail that does not open.
const SEALED: &str = "sealed with another key";

/// Whether a mail of the mailbox opened.
fn has_text(mail: &str) -> bool {
    !mail.contains(SEALED)
}

/// The key of a second factor on its page.
pub fn key_on(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("<kbd class=\"assent-key\">")?;
    Some(rest.split('<').next()?.trim().to_owned())
}

fn asks_for_number(token: &(String, String)) -> Vec<(String, String)> {
    [vec![token.clone()], fields(&[("person", "1")])].concat()
}

/// What a number's page needs to be saved.
fn number_form(page: &str, number: &str) -> Result<Vec<(String, String)>> {
    let hidden = ["application", "version"].map(|name| Ok((name.to_owned(), value(page, name)?)));
    let hidden = hidden.into_iter().collect::<Result<Vec<_>>>()?;
    let typed = fields(&[("ssn", number), ("status", "citizen"), ("then", "exit")]);
    Ok([vec![token(page)?], hidden, typed].concat())
}

const NUMBERS: &str = "/application/citizenship/1";

/// Types a Social Security number.
pub fn type_number(person: &Connection, number: &str) -> Result<()> {
    let page = person.get(NUMBERS)?.body;
    let saved = person.post(NUMBERS, &number_form(&page, number)?)?;
    ensure!(saved.status == 303, "the number was answered {}", saved.status);
    Ok(())
}

/// What all visitors came to.
pub struct Done {
    /// Requests.
    pub asked: u64,
    /// How many a second.
    pub a_second: f64,
    /// What was not answered as it should be.
    pub failures: Vec<String>,
    /// Requests that sealed a value.
    pub sealed: u64,
    /// Requests that opened one.
    pub opened: u64,
}

#[derive(Default)]
struct Told {
    stop: AtomicBool,
    asked: AtomicU64,
    sealed: AtomicU64,
    opened: AtomicU64,
    failures: Mutex<Vec<String>>,
    /// Counts people and addresses.
    next: AtomicU64,
}

/// The visitors.
pub struct Load {
    told: Arc<Told>,
    visitors: Vec<JoinHandle<()>>,
    began: Instant,
}

impl Load {
    /// Everybody begins; people are counted from a number on.
    pub fn begin(servers: &[Server; 2], shown: &Shown, from: u64) -> Self {
        let told = Arc::new(Told { next: from.into(), ..Told::default() });
        let rounds: [fn(&mut Visitor) -> Option<()>; 10] = [
            Visitor::types_a_number,
            Visitor::shows_the_number,
            Visitor::shows_the_number,
            Visitor::sets_up,
            Visitor::sets_up,
            Visitor::reads_mail,
            Visitor::forgets,
            Visitor::forgets,
            Visitor::creates,
            Visitor::creates,
        ];
        let began = Instant::now();
        let visitors = rounds.into_iter().enumerate().map(|(number, round)| {
            let connections = [0, 1].map(|place| Connection::new(servers[place].port));
            let (told, shown) = (told.clone(), shown.clone());
            let due = began + EVERY / 10 * u32::try_from(number).unwrap_or_default();
            let mut visitor = Visitor { connections, told, shown, due, turn: number };
            spawn(move || {
                while !visitor.told.stop.load(SeqCst) {
                    // What failed is noted; the next round begins anew.
                    let _done = round(&mut visitor);
                }
            })
        });
        Self { visitors: visitors.collect(), told, began }
    }

    /// How many requests have failed so far.
    pub fn failed(&self) -> usize {
        self.told.failures.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Everybody stops.
    pub fn end(self) -> Result<Done> {
        self.told.stop.store(true, SeqCst);
        for visitor in self.visitors {
            ensure!(visitor.join().is_ok(), "a visitor broke down");
        }
        let seconds = self.began.elapsed().as_secs_f64();
        let count = |counter: &AtomicU64| counter.load(SeqCst);
        let failures =
            std::mem::take(&mut *self.told.failures.lock().unwrap_or_else(PoisonError::into_inner));
        let asked = count(&self.told.asked);
        let (sealed, opened) = (count(&self.told.sealed), count(&self.told.opened));
        Ok(Done { asked, a_second: crate::bench::load::as_f64(asked) / seconds, failures, sealed, opened })
    }
}

/// What a request does with sealed values.
enum Does {
    Seals,
    Opens,
    Neither,
}

struct Visitor {
    connections: [Connection; 2],
    told: Arc<Told>,
    shown: Shown,
    due: Instant,
    turn: usize,
}

impl Visitor {
    /// One request in its time, to the server whose turn it is; the answer, when it is as it should be.
    fn ask(
        &mut self,
        what: &str,
        does: Does,
        request: impl FnOnce(&Connection) -> Result<Answer>,
        good: impl FnOnce(&Answer) -> bool,
    ) -> Option<Answer> {
        sleep(self.due.saturating_duration_since(Instant::now()));
        self.due += EVERY;
        self.turn += 1;
        self.told.asked.fetch_add(1, SeqCst);
        match does {
            Does::Seals => drop(self.told.sealed.fetch_add(1, SeqCst)),
            Does::Opens => drop(self.told.opened.fetch_add(1, SeqCst)),
            Does::Neither => {}
        }
        let failure = match request(&self.connections[self.turn % 2]) {
            Ok(answer) if good(&answer) => return Some(answer),
            Ok(answer) => format!("{what}: answered {} at server {}", answer.status, self.turn % 2 + 1),
            Err(fault) => format!("{what}: {fault:#}"),
        };
        self.told.failures.lock().unwrap_or_else(PoisonError::into_inner).push(failure);
        None
    }

    /// Somebody else sits down, at an address of their own; gives their number.
    fn becomes(&mut self, cookie: &str) -> u64 {
        let number = self.told.next.fetch_add(1, SeqCst);
        for connection in &mut self.connections {
            cookie.clone_into(&mut connection.cookie);
            let address = format!("10.{}.{}.{}", number >> 16 & 255, number >> 8 & 255, number & 255);
            connection.headers = vec![("x-forwarded-for", address)];
        }
        number
    }

    fn carries(&mut self, cookies: &[String]) {
        self.connections.iter_mut().for_each(|connection| connection.cookie = cookies.join("; "));
    }

    /// Ana types another number, and it is shown at the other server.
    fn types_a_number(&mut self) -> Option<()> {
        let (cookie, token) = self.shown.ana.clone();
        // Four zeros at the end are no number.
        let number = self.becomes(&cookie) % 9_000 + 1_000;
        let page =
            self.ask("Ana's page", Does::Neither, |ana| ana.get(NUMBERS), |page| page.status == 200)?.body;
        let form = number_form(&page, &format!("12345{number}")).ok()?;
        self.ask(
            "Ana types her number",
            Does::Seals,
            |ana| ana.post(NUMBERS, &form),
            |done| done.status == 303,
        )?;
        let wanted = format!("123-45-{number}");
        let form = asks_for_number(&token);
        let shows = |page: &Answer| page.status == 200 && page.body.contains(&wanted);
        self.ask("Ana's number", Does::Opens, |ana| ana.post("/application/number", &form), shows).map(drop)
    }

    /// Eve's number, which was typed before.
    fn shows_the_number(&mut self) -> Option<()> {
        let ((cookie, token), number) = (self.shown.eve.clone(), self.shown.number.clone());
        self.becomes(&cookie);
        let form = asks_for_number(&token);
        let shows = |page: &Answer| page.status == 200 && page.body.contains(&number);
        self.ask("Eve's number", Does::Opens, |eve| eve.post("/application/number", &form), shows).map(drop)
    }

    /// The key of a second factor, which was made before.
    fn sets_up(&mut self) -> Option<()> {
        let place = self.turn / 2 % self.shown.factors.len();
        let (cookie, text) = self.shown.factors.get(place)?.clone();
        self.becomes(&cookie);
        let shows = |page: &Answer| key_on(&page.body).as_ref() == Some(&text);
        self.ask("a second factor", Does::Opens, |kim| kim.get("/sign-in/second-factor"), shows).map(drop)
    }

    /// Every mail that waits has its text.
    fn reads_mail(&mut self) -> Option<()> {
        self.becomes("");
        let good = |page: &Answer| page.status == 200 && page.body.split("<article").skip(1).all(has_text);
        self.ask("the mailbox", Does::Opens, |visitor| visitor.get("/demo/mail"), good).map(drop)
    }

    /// Somebody asks for a new password, and the code from the mail is right.
    fn forgets(&mut self) -> Option<()> {
        let name = format!("{FORGETFUL}{}", 10_001 + self.becomes("") % super::FORGETFUL);
        let typed = fields(&[("name", &name)]);
        let asked = |answer: &Answer| answer.status == 303;
        let asked =
            self.ask("a new password", Does::Seals, |one| one.post("/forgot-password", &typed), asked)?;
        self.carries(&asked.cookies);
        let typed = fields(&[("code", &self.mailed_code(&email_of(&name))?)]);
        let proven = |answer: &Answer| answer.location == "/forgot-password/new";
        self.ask("its code", Does::Neither, |one| one.post("/forgot-password/code", &typed), proven).map(drop)
    }

    /// Somebody creates an account, and the code from the mail finishes it.
    fn creates(&mut self) -> Option<()> {
        let number = self.becomes("");
        let name = format!("new.{}.{number}", self.connections[0].port);
        let (email, typed) = (email_of(&name), details(&name, &email_of(&name)));
        let good = |page: &Answer| page.status == 200;
        let asked =
            self.ask("a new account", Does::Seals, |one| one.post("/create-account", &typed), good)?;
        let form = form_with(&asked.body, "Continue")?;
        let typed = filled(form.fields, "code", &self.mailed_code(&email)?);
        let made = |answer: &Answer| answer.status == 303;
        self.ask("its code", Does::Opens, |one| one.post(&form.action, &typed), made).map(drop)
    }

    fn mailed_code(&mut self, email: &str) -> Option<String> {
        let good = |page: &Answer| code_to(&page.body, email).is_some();
        let page = self.ask("a mailed code", Does::Opens, |one| one.get("/demo/mail"), good)?;
        code_to(&page.body, email)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_mail_that_does_not_open_are_those_of_the_mailbox() {
        let words = include_str!("../../../../words/en/practice.ftl");
        let says = words.lines().find_map(|line| line.strip_prefix("practice_mail_sealed = ")).unwrap();
        assert!(says.contains(SEALED) && !has_text(says));
        assert!(has_text("<p>Your code: 12345678</p>"));
    }

    #[test]
    fn the_key_stands_between_its_marks() {
        assert_eq!(key_on("<p><kbd class=\"assent-key\">AB CD</kbd></p>").as_deref(), Some("AB CD"));
        assert_eq!(key_on("<p>none</p>"), None);
    }
}
