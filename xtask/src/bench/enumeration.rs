//! `cargo xtask bench enumeration`: whether the pages before signing in, and the look-up of a reference number, tell who is
//! known, by their bytes or by their time (ID-4, ASSOC-2). Each question is asked in pairs, of somebody who is known and of
//! somebody who is not, in an order thrown anew each time, every pair from addresses of its own. The bytes must be the same
//! but for tokens and what was typed; two medians count as the same when they differ by no more than a twentieth, or than
//! they come to when the answers of each pair are exchanged at random.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use domain::numbers::ReferenceNumber;

use super::Settings;
use super::database::Store;
use super::load::{as_f64, percentile};
use super::record::{Figure, Place, note, write};
use super::wire::Wire;
use crate::form::form_with;
use crate::http::Connection;
use crate::people::{copies, details, email_of, fields, staff};
use crate::postgres::Cluster;
use crate::process::{project_root, read, target_folder};
use crate::server::{Server, demo, prepare};

/// Pairs before the first that counts.
const BEFORE: u64 = 10;
/// How often the answers of each pair are exchanged.
const EXCHANGES: usize = 1_000;
/// So much more, in milliseconds, must be seen at every question.
const PLANTED: f64 = 5.0;
/// A registration code that nobody was ever given.
const NO_CODE: &str = "ACDE-FGHJ-KMNP-QRTV";

/// What is typed by either, and whether the answer is to be the same.
struct Question {
    what: &'static str,
    path: &'static str,
    /// The bytes are to be the same; else they differ by design, and only the names and values of the head are compared.
    alike: bool,
    /// Of so many pairs one is asked.
    one_of: u64,
    typed: fn(&Stage, &'static str, u64) -> Vec<(String, String)>,
}

/// Letters of the names that are known.
const KNOWN: &str = "kn";
/// Letters of those that are not.
const UNKNOWN: &str = "un";
/// Letters of those whose hash costs more, for the control.
const DEAR: &str = "de";

const QUESTIONS: [Question; 9] = [
    Question {
        what: "sign-in, a wrong password",
        path: "/sign-in",
        alike: true,
        one_of: 1,
        typed: |_, who, turn| fields(&[("name", &name(who, turn)), ("password", "wrong password 99")]),
    },
    Question {
        what: "sign-in by address, a wrong password",
        path: "/sign-in",
        alike: true,
        one_of: 4,
        typed: |_, who, turn| {
            fields(&[("name", &email_of(&name(who, turn))), ("password", "wrong password 99")])
        },
    },
    Question {
        what: "password forgotten",
        path: "/forgot-password",
        alike: true,
        one_of: 1,
        typed: |_, who, turn| fields(&[("name", &name(who, turn))]),
    },
    Question {
        what: "username forgotten",
        path: "/forgot-username",
        alike: true,
        one_of: 1,
        typed: |_, who, turn| fields(&[("email", &email_of(&name(who, turn)))]),
    },
    Question {
        what: "new account, an address that has one",
        path: "/create-account",
        alike: true,
        one_of: 1,
        typed: |_, who, turn| {
            details(&name(if who == KNOWN { "fa" } else { "fb" }, turn), &email_of(&name(who, turn)))
        },
    },
    Question {
        what: "new account, a username that is taken, and a password that is too short",
        path: "/create-account",
        alike: false,
        one_of: 1,
        typed: |_, who, turn| {
            let mut typed = details(&name(who, turn), &email_of(&name("fc", turn)));
            typed.retain(|(field, _)| field != "password");
            [typed, fields(&[("password", "short")])].concat()
        },
    },
    Question {
        what: "activation, a code that was withdrawn",
        path: "/activate",
        alike: true,
        one_of: 1,
        typed: |stage, who, _| {
            fields(&[("registration_code", if who == KNOWN { &stage.withdrawn } else { NO_CODE })])
        },
    },
    Question {
        what: "activation, a code that is open",
        path: "/activate",
        alike: false,
        one_of: 4,
        typed: |stage, who, _| {
            fields(&[("registration_code", if who == KNOWN { &stage.open } else { NO_CODE })])
        },
    },
    Question {
        what: "look-up, an assister who may not act today",
        path: "/assister/find",
        alike: true,
        one_of: 1,
        typed: |stage, who, _| stage.reference(if who == KNOWN { 3 } else { 777_777 }),
    },
];

/// By design the answer is another one; what its time is compared with is the same number of bytes more or less.
const FOUND: Question = Question {
    what: "look-up, an assister who may act",
    path: "/assister/find",
    alike: false,
    one_of: 4,
    typed: |stage, who, _| stage.reference(if who == KNOWN { 4 } else { 777_777 }),
};

/// The control: whoever is known has a hash that takes half as much again.
const CONTROL: Question = Question {
    what: "control, sign-in with a hash that costs half as much again",
    path: "/sign-in",
    alike: true,
    one_of: 4,
    typed: |_, who, turn| {
        let who = if who == KNOWN { DEAR } else { UNKNOWN };
        fields(&[("name", &name(who, turn)), ("password", "wrong password 99")])
    },
};

fn name(letters: &str, turn: u64) -> String {
    format!("{letters}{}", 10_001 + turn)
}

/// Measures and records.
pub fn measure(settings: &Settings) -> Result<()> {
    let root = project_root()?;
    let target = target_folder(&root);
    let binary = settings.portal(&root, &target)?;
    let folder = target.join(format!("enumeration-data-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let cluster = Cluster::start_durable(&target)?;
    let mut figures = Vec::new();
    let stores = Store::both(&cluster, &folder)?;
    let measured = stores.iter().try_for_each(|store| every(&binary, store, settings.pairs, &mut figures));
    drop(std::fs::remove_dir_all(&folder));
    measured?;
    write(&root, &target, "enumeration", &Place::here(&root)?, &figures)
}

fn every(binary: &Path, store: &Store, pairs: u64, figures: &mut Vec<Figure>) -> Result<()> {
    println!("{}: {pairs} pairs", store.engine);
    let stage = Stage::set(binary, store, pairs + BEFORE)?;
    let mut unseen = Vec::new();
    for question in QUESTIONS.iter().chain([&FOUND]) {
        if !on(store.engine, &stage, question, pairs, figures)? {
            unseen.push(question.what);
        }
    }
    control(store.engine, &stage, pairs, figures)?;
    ensure!(unseen.is_empty(), "{PLANTED} ms more for whoever is known would not be seen at: {unseen:?}");
    Ok(())
}

/// A server, those who are known to it, and what else is asked about.
struct Stage {
    server: Server,
    withdrawn: String,
    open: String,
    /// Ana's session, and the token of her forms.
    cookie: String,
    csrf: Vec<(String, String)>,
}

impl Stage {
    fn set(binary: &Path, store: &Store, people: u64) -> Result<Self> {
        prepare(demo(binary, &store.options, 20, 0))?;
        staff(binary, &store.options, "like.all")?;
        let invited = |email: &str| invite(binary, &store.options, email);
        // The second invitation of an address ends the first.
        let (withdrawn, open) = (invited("lee@example.org")?, invited("lee@example.org")?);
        let known = copies("like.all", KNOWN, people);
        let dear = copies("like.all", DEAR, people);
        let costs = "UPDATE accounts SET password_hash = replace(password_hash, 't=2', 't=3')";
        store
            .database()?
            .run(&format!("{known};\n{dear};\n{costs} WHERE account_key LIKE '{DEAR}%';\nANALYZE"))?;
        let mut serve = demo(binary, &store.options, 0, 0);
        serve.args(["--trusted-proxy", "127.0.0.1"]);
        let server = Server::start(serve)?;
        let cookie = server.session_of("Ana")?;
        let mut ana = Connection::new(server.port);
        ana.cookie.clone_from(&cookie);
        let form = form_with(&ana.get("/assister/find")?.body, "Search").context("no form for the number")?;
        Ok(Self { server, withdrawn, open, cookie, csrf: form.fields })
    }

    fn reference(&self, seed: u32) -> Vec<(String, String)> {
        let number = ReferenceNumber::from_random(seed);
        [self.csrf.clone(), fields(&[("reference", number.digits())])].concat()
    }

    /// One request as bytes, from an address that nobody else has.
    fn request(&self, path: &str, typed: &[(String, String)], address: u64) -> String {
        let (port, mut head) = (self.server.port, String::new());
        let pairs: Vec<_> =
            typed.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
        let body = pairs.join("&");
        if path == "/assister/find" {
            head = format!("cookie: {}\r\n", self.cookie);
        }
        format!(
            "POST {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\norigin: http://127.0.0.1:{port}\r\naccept: text/html\r\n\
             sec-fetch-site: same-origin\r\nx-forwarded-for: 10.{}.{}.{}\r\n{head}\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
            address >> 16,
            (address >> 8) & 255,
            address & 255,
            body.len()
        )
    }
}

/// Invites a member of staff; gives the registration code.
fn invite(binary: &Path, options: &[String], email: &str) -> Result<String> {
    let mut invite = Command::new(binary);
    invite.args(["admin", "invite-staff", "--name", "Lee Sample", "--email", email]).args(options);
    let said = read(&mut invite)?;
    let code = said.lines().find_map(|line| line.strip_prefix("Registration code for Lee Sample: "));
    Ok(code.with_context(|| format!("no code in {said:?}"))?.trim().to_owned())
}

fn escaped(text: &str) -> String {
    let escape = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(escape).collect()
}

/// Asks one question in pairs and notes what came; gives whether the same comparison sees what is planted.
fn on(
    engine: &str,
    stage: &Stage,
    question: &Question,
    pairs: u64,
    figures: &mut Vec<Figure>,
) -> Result<bool> {
    let (taken, differ) = ask(stage, question, pairs / question.one_of)?;
    let (of, compared) = (taken.len(), Compared::of(&taken));
    let mut add =
        |what: &str, unit, value| note(figures, format!("{engine}: {}: {what}", question.what), unit, value);
    add("known, median", "ms", compared.known);
    add("not known, median", "ms", compared.unknown);
    add("difference", "ms", compared.difference());
    add("seen from", "ms", compared.seen_from());
    let what = if question.alike { "answers that differ" } else { "heads that differ" };
    add(what, "", as_f64(differ));
    println!("  {} of {of} pairs: {}", question.what, if compared.is_seen() { "SEEN" } else { "the same" });
    ensure!(differ == 0, "{}: {differ} of {of} answers differ", question.what);
    let planted: Vec<_> = taken.iter().map(|[known, unknown]| [known + PLANTED, *unknown]).collect();
    Ok(Compared::of(&planted).is_seen())
}

/// A server that takes longer for whoever is known.
fn control(engine: &str, stage: &Stage, pairs: u64, figures: &mut Vec<Figure>) -> Result<()> {
    let (taken, _) = ask(stage, &CONTROL, pairs / CONTROL.one_of)?;
    let compared = Compared::of(&taken);
    note(figures, format!("{engine}: {}: difference", CONTROL.what), "ms", compared.difference());
    note(figures, format!("{engine}: {}: seen from", CONTROL.what), "ms", compared.seen_from());
    ensure!(compared.is_seen() && compared.difference() > 0.0, "{}: it is not seen", CONTROL.what);
    Ok(())
}

/// Milliseconds of each pair, known and not, and how many pairs had different answers.
fn ask(stage: &Stage, question: &Question, pairs: u64) -> Result<(Vec<[f64; 2]>, u64)> {
    let (mut wire, mut dice, mut taken, mut differ) =
        (Wire::to(stage.server.port)?, Dice::new(), Vec::new(), 0);
    for turn in 0..pairs + BEFORE {
        let (mut milliseconds, mut plain) = ([0.0; 2], [const { String::new() }; 2]);
        let first = usize::from(dice.heads());
        for which in [first, 1 - first] {
            let typed = (question.typed)(stage, [KNOWN, UNKNOWN][which], turn);
            let address = dice.next() & 0xff_ffff;
            let took = wire.ask(&stage.request(question.path, &typed, address))?;
            milliseconds[which] = took.as_secs_f64() * 1e3;
            let answer = std::str::from_utf8(wire.answer())?;
            refuse_limits(question, answer)?;
            plain[which] = match question.alike {
                true => without_tokens(answer, &typed),
                false => head_of(&without_tokens(answer, &typed)),
            };
        }
        if turn < BEFORE {
            continue;
        }
        if plain[0] != plain[1] && differ == 0 {
            println!("  {}: the first answers that differ:", question.what);
            plain.iter().for_each(|answer| println!("{answer}\n----"));
        }
        differ += u64::from(plain[0] != plain[1]);
        taken.push(milliseconds);
    }
    Ok((taken, differ))
}

/// What a limit answers says nothing about who is known.
fn refuse_limits(question: &Question, answer: &str) -> Result<()> {
    let status = answer.split(' ').nth(1).unwrap_or_default();
    ensure!(["200", "303", "404", "422"].contains(&status), "{}: answered {status}", question.what);
    Ok(())
}

/// What goes with the clock: until when one stays signed in.
const CLOCK: [(&str, char); 2] = [("data-seconds=\"", '"'), ("id=\"signed-in-until\">", '<')];

/// An answer without its date, its tokens, its clock and what was typed.
fn without_tokens(answer: &str, typed: &[(String, String)]) -> String {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((answer, ""));
    let head: Vec<_> = head.lines().filter(|line| !line.to_ascii_lowercase().starts_with("date:")).collect();
    let mut plain = format!("{}\n\n{body}", head.join("\n"));
    for (before, end) in CLOCK {
        if let Some((start, rest)) = plain.split_once(before) {
            let after = rest.find(end).map_or("", |at| &rest[at..]);
            plain = format!("{start}{before}{after}");
        }
    }
    for (_, value) in typed.iter().filter(|(name, value)| name != "csrf" && value.len() > 6) {
        plain = plain.replace(value.as_str(), "TYPED");
    }
    let mut shown = String::new();
    for run in plain.split_inclusive(|letter: char| !letter.is_ascii_hexdigit()) {
        let hex = run.trim_end_matches(|letter: char| !letter.is_ascii_hexdigit());
        match hex.len() >= 32 {
            true => shown.extend(["TOKEN", &run[hex.len()..]]),
            false => shown.push_str(run),
        }
    }
    shown
}

/// Names and values of the head, but for the status and the length.
fn head_of(answer: &str) -> String {
    let head = answer.split("\n\n").next().unwrap_or_default();
    let kept = head.lines().skip(1).filter(|line| !line.to_ascii_lowercase().starts_with("content-length:"));
    kept.collect::<Vec<_>>().join("\n")
}

/// Two medians, and what they differ by when the answers of each pair are exchanged at random.
struct Compared {
    known: f64,
    unknown: f64,
    /// 99 of 100 exchanges stay below.
    chance: f64,
}

impl Compared {
    fn of(pairs: &[[f64; 2]]) -> Self {
        let [known, unknown] = medians(pairs);
        let mut dice = Dice::new();
        let mut by_chance: Vec<f64> = (0..EXCHANGES)
            .map(|_| {
                let exchanged: Vec<_> = pairs
                    .iter()
                    .map(|[one, other]| if dice.heads() { [*other, *one] } else { [*one, *other] })
                    .collect();
                let [one, other] = medians(&exchanged);
                (one - other).abs()
            })
            .collect();
        by_chance.sort_by(f64::total_cmp);
        Self { known, unknown, chance: percentile(&by_chance, 99) }
    }

    fn difference(&self) -> f64 {
        self.known - self.unknown
    }

    fn seen_from(&self) -> f64 {
        self.chance.max(self.unknown / 20.0)
    }

    fn is_seen(&self) -> bool {
        self.difference().abs() > self.seen_from()
    }
}

fn medians(pairs: &[[f64; 2]]) -> [f64; 2] {
    [0, 1].map(|which| {
        let mut all: Vec<f64> = pairs.iter().map(|pair| pair[which]).collect();
        all.sort_by(f64::total_cmp);
        percentile(&all, 50)
    })
}

/// Thrown anew in each run.
struct Dice(u64);

impl Dice {
    fn new() -> Self {
        use std::hash::{BuildHasher, Hasher, RandomState};
        Self(RandomState::new().build_hasher().finish())
    }

    /// SplitMix64.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn heads(&mut self) -> bool {
        self.next() & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs around 20 ms that differ by so much, with a noise of up to 4 ms.
    fn pairs(difference: f64) -> Vec<[f64; 2]> {
        let mut dice = Dice(1);
        let mut noisy = || 20.0 + as_f64(dice.next() % 4_000) / 1e3;
        (0..400).map(|_| [noisy() + difference, noisy()]).collect()
    }

    #[test]
    fn what_is_planted_is_seen_and_noise_is_not() {
        assert!(!Compared::of(&pairs(0.0)).is_seen());
        assert!(Compared::of(&pairs(PLANTED)).is_seen());
        assert!(Compared::of(&pairs(-PLANTED)).is_seen());
    }

    #[test]
    fn tokens_dates_and_what_was_typed_are_the_only_things_that_may_differ() {
        let answer = |date: &str, token: &str, name: &str, more: &str| {
            let answer = format!(
                "HTTP/1.1 422 X\r\nDate: {date}\r\nvary: a\r\n\r\n<i value=\"{token}\"> {name}{more}"
            );
            without_tokens(&answer, &fields(&[("name", name)]))
        };
        let one = answer("1", &"ab".repeat(32), "kn10001", "");
        assert_eq!(one, answer("2", &"cd".repeat(32), "un10001", ""));
        assert_ne!(one, answer("1", &"ab".repeat(32), "kn10001", " "));
        assert_eq!(head_of(&one), "vary: a");
        let page = |seconds| without_tokens(&format!("\r\n\r\n<p data-seconds=\"{seconds}\">A</p>"), &[]);
        assert_eq!(page(1_743), page(99));
    }
}
