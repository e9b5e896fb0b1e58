//! A person's steps: each is a press or a link with the page it leads to, timed and counted by its kind.

use std::collections::BTreeMap;
use std::env;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use goose::goose::GooseResponse;
use goose::prelude::*;
use tokio::sync::Barrier;

use crate::form::{attribute, form_with};

/// Ticks a second of `/proc/PID/stat` on Linux.
const TICKS: f64 = 100.0;

/// What was measured of one kind of step.
#[derive(Default)]
struct Kind {
    milliseconds: Vec<f64>,
    errors: u64,
    processor_seconds: f64,
}

static KINDS: Mutex<BTreeMap<&'static str, Kind>> = Mutex::new(BTreeMap::new());
static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);

fn with_kind(kind: &'static str, work: impl FnOnce(&mut Kind)) {
    work(KINDS.lock().unwrap_or_else(PoisonError::into_inner).entry(kind).or_default());
}

/// Everybody in step, to tell the processor time of one kind of step from another's.
struct InStep {
    barrier: Barrier,
    process: String,
    /// The kind that is under way, and the processor time when it began.
    now: Mutex<Option<(&'static str, f64)>>,
}

static IN_STEP: LazyLock<Option<InStep>> = LazyLock::new(|| {
    let process = env::var("LAST_DAY_PROCESS").ok()?;
    let people = env::var("LAST_DAY_TOGETHER").ok()?.parse().ok()?;
    Some(InStep { barrier: Barrier::new(people), process, now: Mutex::new(None) })
});

impl InStep {
    async fn next(&self, kind: Option<&'static str>) {
        if self.barrier.wait().await.is_leader() {
            let used = self.used();
            let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((before, since)) = now.take() {
                with_kind(before, |kind| kind.processor_seconds += used - since);
            }
            *now = kind.map(|kind| (kind, used));
        }
        self.barrier.wait().await;
    }

    /// User and system time of the watched process.
    fn used(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.process)).unwrap_or_default();
        let fields: Vec<&str> = stat.rsplit_once(") ").unwrap_or_default().1.split(' ').collect();
        let ticks = |place: usize| fields.get(place).and_then(|text| text.parse::<f64>().ok()).unwrap_or(0.0);
        (ticks(11) + ticks(12)) / TICKS
    }
}

/// A person at the portal, and the page before them.
pub struct Visit<'a> {
    user: &'a mut GooseUser,
    cookie: Option<String>,
    /// The page's text.
    pub page: String,
}

impl<'a> Visit<'a> {
    /// Somebody arrives from an address of their own; with the cookie of somebody who has signed in already.
    pub async fn begin(
        user: &'a mut GooseUser,
        number: usize,
        cookie: Option<String>,
    ) -> Result<Self, Box<TransactionError>> {
        LazyLock::force(&BEGAN);
        let [.., high, middle, low] = number.to_be_bytes();
        let address = std::net::Ipv4Addr::new(127, high.wrapping_add(1), middle, low.max(2));
        let client =
            reqwest::Client::builder().cookie_store(true).local_address(std::net::IpAddr::V4(address));
        user.set_client_builder(client).await?;
        Ok(Self { user, cookie, page: String::new() })
    }

    /// Follows a link.
    pub async fn open(&mut self, kind: &'static str, path: &str) -> TransactionResult {
        self.step(kind, GooseMethod::Get, path, &[]).await
    }

    /// Fills in the form that holds these words, and presses its button.
    pub async fn send(
        &mut self,
        kind: &'static str,
        words: &str,
        typed: &[(&str, &str)],
    ) -> TransactionResult {
        let Some(form) = form_with(&self.page, words) else {
            with_kind(kind, |kind| kind.errors += 1);
            if env::var_os("LAST_DAY_SHOW").is_some() {
                eprintln!("{kind}: no form with {words:?} in:\n{}", self.page);
            }
            return Err(Box::new(TransactionError::Custom(format!("{kind}: no form with {words:?}"))));
        };
        let mut fields = form.fields;
        fields.extend(typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self.step(kind, GooseMethod::Post, &form.action, &fields).await
    }

    /// Goes, when all others do.
    pub async fn end(&self) -> TransactionResult {
        if let Some(in_step) = IN_STEP.as_ref() {
            in_step.next(None).await;
        }
        Ok(())
    }

    async fn step(
        &mut self,
        kind: &'static str,
        method: GooseMethod,
        path: &str,
        fields: &[(String, String)],
    ) -> TransactionResult {
        match IN_STEP.as_ref() {
            Some(in_step) => in_step.next(Some(kind)).await,
            None => think().await,
        }
        let mut builder =
            self.user.get_request_builder(&method, path)?.header("sec-fetch-site", "same-origin");
        if let Some(cookie) = &self.cookie {
            builder = builder.header("cookie", cookie);
        }
        if method == GooseMethod::Post {
            builder = builder.form(fields);
        }
        let request =
            GooseRequest::builder().method(method).path(path).name(kind).set_request_builder(builder).build();
        let start = Instant::now();
        let GooseResponse { mut request, response } = self.user.request(request).await?;
        let answer = response.map_err(|fault| Box::new(TransactionError::from(fault)))?;
        let status = answer.status();
        let text = answer.text().await.map_err(|fault| Box::new(TransactionError::from(fault)))?;
        let took = start.elapsed().as_secs_f64() * 1000.0;
        // A page that comes back with a mistake is no step either.
        let went = status.is_success();
        with_kind(kind, |kind| {
            kind.milliseconds.push(took);
            kind.errors += u64::from(!went);
        });
        self.page = text;
        if went {
            return Ok(());
        }
        if env::var_os("LAST_DAY_SHOW").is_some() {
            eprintln!("{kind} {path} answered {status}:\n{}", self.page);
        }
        self.user.set_failure(kind, &mut request, None, None)
    }
}

/// What stands in the field of this name.
pub fn value_of(page: &str, name: &str) -> Option<String> {
    let named = format!(" name=\"{name}\"");
    page.split("<input").skip(1).find_map(|rest| {
        let tag = rest.split('>').next()?;
        tag.contains(&named).then(|| attribute(tag, "value")).flatten()
    })
}

/// Between one and two times the wanted pause: people do not come in step.
async fn think() {
    static PAUSE: LazyLock<u64> =
        LazyLock::new(|| env::var("LAST_DAY_PAUSE").ok().and_then(|text| text.parse().ok()).unwrap_or(2_000));
    static SPREAD: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
    // The golden ratio spreads them evenly, the same in every run.
    let turn = SPREAD.fetch_add(0x9E37_79B9_7F4A_7C15, std::sync::atomic::Ordering::Relaxed);
    tokio::time::sleep(Duration::from_millis(*PAUSE + (turn >> 32) * *PAUSE / (1 << 32))).await;
}

/// Everybody has come: whoever is left over looks again until the end, which waits for nobody in the middle of something.
pub async fn nobody_left() -> TransactionResult {
    tokio::time::sleep(Duration::from_secs(1)).await;
    Ok(())
}

/// Writes a line for all and one a kind: steps, errors, milliseconds at the middle and the 99th percentile, milliseconds
/// of processor time a step; the first line begins with the seconds it took.
pub fn tell() {
    let mut kinds = KINDS.lock().unwrap_or_else(PoisonError::into_inner);
    let mut all = Kind::default();
    for kind in kinds.values() {
        all.milliseconds.extend(&kind.milliseconds);
        all.errors += kind.errors;
        all.processor_seconds += kind.processor_seconds;
    }
    println!("last-day seconds\t{}", BEGAN.elapsed().as_secs_f64());
    for (name, kind) in
        [("all", &mut all)].into_iter().chain(kinds.iter_mut().map(|(name, kind)| (*name, kind)))
    {
        kind.milliseconds.sort_by(f64::total_cmp);
        let steps = kind.milliseconds.len();
        let at = |share: usize| kind.milliseconds.get(steps * share / 100).copied().unwrap_or(0.0);
        let processor = kind.processor_seconds * 1000.0 / (steps.max(1) as f64);
        println!("last-day kind\t{name}\t{steps}\t{}\t{}\t{}\t{processor}", kind.errors, at(50), at(99));
    }
}
