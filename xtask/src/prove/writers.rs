//! Visitors who save pages of an application, one save after the other, and keep account: a save that was answered
//! with its redirect is acknowledged, and whatever happens afterwards the page must show it or a later one.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::kit::signed_in;
use crate::form::attribute;
use crate::http::{Answer, Connection};
use crate::server::Server;

/// Who writes, on which pages, and the field whose number tells which save it was.
const SAVES: [(&str, &str, &str); 4] = [
    ("Ana", "address", "street"),
    ("Ana", "contact", "email"),
    ("Eve", "address", "street"),
    ("Eve", "contact", "email"),
];
/// How long a visitor waits after an answer that was none.
const PAUSE: Duration = Duration::from_millis(20);

/// One answer, as a visitor saw it.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// When it was there.
    pub at: Instant,
    /// How long it took.
    pub took: Duration,
    /// Its status; 0 when nobody answered.
    pub status: u16,
    /// Whether it acknowledged a save.
    pub saved: bool,
}

/// What became of everything that was acknowledged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Saves that were acknowledged.
    pub acknowledged: u64,
    /// Of these, such that are not there any more.
    pub lost: u64,
}

struct Writer {
    connection: Connection,
    path: String,
    field: &'static str,
    hidden: Vec<(String, String)>,
    /// The version that is stored, as far as the visitor knows, and the one before the first save.
    version: u64,
    first: u64,
    /// What the last answer was is not known, so that the page has to be looked at.
    unsure: bool,
    kept: Kept,
}

/// All of them.
pub struct Writers {
    all: Vec<Writer>,
}

impl Writers {
    /// Signs them in and opens an application each.
    pub fn begin(server: &Server) -> Result<Self> {
        let all = SAVES.iter().map(|(person, page, field)| Writer::begin(server, person, page, field));
        Ok(Self { all: all.collect::<Result<_>>()? })
    }

    /// Writes while `work` is done; gives what was seen meanwhile. `watch` are addresses that are asked for besides.
    pub fn while_doing<T>(
        &mut self,
        watch: &[&str],
        work: impl FnOnce() -> Result<T>,
    ) -> Result<(T, BTreeMap<String, Vec<Seen>>)> {
        let (over, seen) = (AtomicBool::new(false), Mutex::new(BTreeMap::<String, Vec<Seen>>::new()));
        let note = |name: &str, all: Vec<Seen>| {
            seen.lock()
                .unwrap_or_else(|poison| poison.into_inner())
                .entry(name.to_owned())
                .or_default()
                .extend(all);
        };
        let port = self.all.first().map_or(0, |writer| writer.connection.port);
        let cookie = self.all.first().map_or(String::new(), |writer| writer.connection.cookie.clone());
        let done = std::thread::scope(|threads| {
            let (over, note) = (&over, &note);
            for writer in &mut self.all {
                threads.spawn(move || note("saves", writer.write_until(over)));
            }
            for path in watch {
                let mut visitor = Connection::new(port);
                visitor.cookie = cookie.clone();
                threads.spawn(move || note(path, watch_until(&visitor, path, over)));
            }
            let done = work();
            over.store(true, Ordering::SeqCst);
            done
        });
        Ok((done?, seen.into_inner().unwrap_or_else(|poison| poison.into_inner())))
    }

    /// Writes until so many saves were acknowledged.
    pub fn until(&mut self, acknowledged: u64) -> Result<()> {
        let each = acknowledged.div_ceil(self.all.len() as u64);
        std::thread::scope(|threads| {
            let all = self.all.iter_mut().map(|writer| {
                threads.spawn(move || {
                    let goal = writer.kept.acknowledged + each;
                    for _ in 0..each * 3 {
                        if writer.kept.acknowledged >= goal {
                            return Ok(());
                        }
                        writer.save();
                    }
                    anyhow::bail!("{}: saves are not acknowledged", writer.path)
                })
            });
            let all: Vec<_> = all.collect();
            all.into_iter()
                .try_for_each(|one| one.join().unwrap_or_else(|_| anyhow::bail!("a visitor stopped")))
        })
    }

    /// Looks at every page and counts what is not there.
    pub fn check(&mut self, port: u16) -> Result<Kept> {
        let mut all = Kept::default();
        for writer in &mut self.all {
            writer.connection = writer.connection.at(port);
            writer.unsure = true;
            ensure!(writer.look().saved, "{} cannot be read", writer.path);
            all.acknowledged += writer.kept.acknowledged;
            all.lost += writer.kept.lost;
        }
        Ok(all)
    }
}

impl Writer {
    fn begin(server: &Server, person: &str, page: &str, field: &'static str) -> Result<Self> {
        let connection = signed_in(server, person)?;
        let path = format!("/application/{page}");
        open_application(&connection)?;
        let form = patiently(&connection, &path)?;
        let hidden = vec![token(&form.body)?, ("application".into(), value(&form.body, "application")?)];
        let version = value(&form.body, "version")?.parse()?;
        let kept = Kept::default();
        Ok(Self { connection, path, field, hidden, version, first: version, unsure: false, kept })
    }

    fn write_until(&mut self, over: &AtomicBool) -> Vec<Seen> {
        let mut all = Vec::new();
        while !over.load(Ordering::SeqCst) {
            let seen = if self.unsure { self.look() } else { self.save() };
            if !seen.saved {
                std::thread::sleep(PAUSE);
            }
            // A look acknowledges nothing.
            all.push(Seen { saved: seen.saved && seen.status == 303, ..seen });
        }
        all
    }

    /// One save on top of the version that is stored.
    fn save(&mut self) -> Seen {
        let number = self.version + 1;
        let mut form = self.hidden.clone();
        form.extend([("version".into(), self.version.to_string()), ("then".into(), "exit".into())]);
        form.push((self.field.into(), format!("{number}@example.org")));
        let seen = timed(|| self.connection.post(&self.path, &form), |answer| answer.status == 303);
        self.unsure = !seen.saved;
        if seen.saved {
            self.version = number;
            self.kept.acknowledged += 1;
        }
        seen
    }

    /// Reads the page: the last save that was answered must be there, or the one after it.
    fn look(&mut self) -> Seen {
        let mut found = None;
        let seen = timed(
            || self.connection.get(&self.path),
            |answer| {
                let version = value(&answer.body, "version").ok().and_then(|text| text.parse::<u64>().ok());
                let typed = value(&answer.body, self.field).ok();
                let typed = typed.and_then(|text| text.strip_suffix("@example.org").map(str::to_owned));
                // What was stored with a version is what was typed for it.
                let whole = |version: u64| version <= self.first || typed == Some(version.to_string());
                found = version.map(|version| if whole(version) { version } else { self.first });
                answer.status == 200 && found.is_some()
            },
        );
        if let (true, Some(found)) = (seen.saved, found) {
            self.kept.lost += self.version.saturating_sub(found);
            (self.version, self.unsure) = (found, false);
        }
        seen
    }
}

/// Opens an application of whoever is signed in, unless one is open.
pub fn open_application(connection: &Connection) -> Result<()> {
    let tasks = patiently(connection, "/application")?;
    let Some(year) = year_to_choose(&tasks.body) else { return Ok(()) };
    let chosen = [("kind", "financial_assistance"), ("plan_year", year)].map(|(n, v)| (n.into(), v.into()));
    let opened = connection.post("/application/open", &[&[token(&tasks.body)?], &chosen[..]].concat())?;
    // The same person's second writer finds it open.
    ensure!([303, 409, 422].contains(&opened.status), "/application/open answered {}", opened.status);
    Ok(())
}

/// Asks for a page again as long as the server says that it is busy: a standby that has only just come waits for its disk.
fn patiently(connection: &Connection, path: &str) -> Result<Answer> {
    let began = Instant::now();
    loop {
        let answer = connection.get(path)?;
        if answer.status != 503 || began.elapsed() > Duration::from_secs(20) {
            ensure!(answer.status == 200, "{path} answered {}", answer.status);
            return Ok(answer);
        }
        std::thread::sleep(PAUSE);
    }
}

fn watch_until(visitor: &Connection, path: &str, over: &AtomicBool) -> Vec<Seen> {
    let mut all = Vec::new();
    while !over.load(Ordering::SeqCst) {
        all.push(timed(|| visitor.get(path), |answer| answer.status == 200));
        std::thread::sleep(PAUSE);
    }
    all
}

fn timed(ask: impl FnOnce() -> Result<Answer>, good: impl FnOnce(&Answer) -> bool) -> Seen {
    let began = Instant::now();
    let answer = ask();
    let (at, took) = (Instant::now(), began.elapsed());
    match answer {
        Ok(answer) => Seen { at, took, status: answer.status, saved: good(&answer) },
        Err(_) => Seen { at, took, status: 0, saved: false },
    }
}

/// The token of a page's forms.
pub fn token(page: &str) -> Result<(String, String)> {
    Ok(("csrf".into(), value(page, "csrf")?))
}

/// The first year that the page offers to apply for. A form's token may begin with 20 as well.
fn year_to_choose(page: &str) -> Option<&str> {
    let (_, after) = page.split_once("name=\"plan_year\"")?;
    after.split("value=\"").skip(1).filter_map(|rest| rest.split('"').next()).find(|value| !value.is_empty())
}

/// The value of a field of a page.
pub fn value(page: &str, name: &str) -> Result<String> {
    let named = format!(" name=\"{name}\"");
    let tag = page.split('<').find(|tag| tag.starts_with("input") && tag.contains(&named));
    let tag = tag.with_context(|| format!("the page has no field {name}"))?;
    Ok(attribute(tag.split('>').next().unwrap_or(tag), "value").unwrap_or_default())
}

/// A number below `most`, another one each time.
pub fn random(most: u64) -> u64 {
    RandomState::new().build_hasher().finish() % most.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_token_that_begins_like_a_year_is_none() {
        let token = r#"<input type="hidden" name="csrf" value="20ab"><a href="/application/address">"#;
        assert_eq!(year_to_choose(token), None);
        let one = format!(r#"{token}<input type="hidden" name="plan_year" value="2027">"#);
        assert_eq!(year_to_choose(&one), Some("2027"));
        let two = format!(
            r#"{token}<select name="plan_year"><option value="">Choose</option><option value="2026">2026</option>"#
        );
        assert_eq!(year_to_choose(&two), Some("2026"));
    }
}
