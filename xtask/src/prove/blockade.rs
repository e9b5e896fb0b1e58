//! Nobody keeps a consumer from ending access: strangers hammer at Ana's data over two servers while she removes her
//! assister again and again. Control: the same with strangers' events in her own chain and appends that race; on SQLite,
//! where one writer leaves nothing to race for, the same while another program holds the file longer than anybody waits.

use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};

use super::Proving;
use super::away::Lock;
use super::ending::{ANA, Ana, sessions, two_servers};
use super::kit::Store;
use crate::http::Connection;

const CONNECTIONS: usize = 30;
/// People who have nothing to do with Ana once Bo is removed, Bo among them.
const STRANGERS: [&str; 4] = ["Cy", "Nia", "Cam", "Bo"];

/// The proof.
pub fn work(proving: &mut Proving) -> Result<()> {
    let whole = proving.times(1_000, 6);
    for postgres in [false, true] {
        let store = match postgres {
            false => Store::sqlite(proving, "blockade-sqlite", 20)?,
            true => Store::postgres(proving, "blockade-postgres", 20)?,
        };
        let engine = store.engine;
        let storm = removals(proving, &store, None, whole..=whole)?;
        proving
            .found(format!("{engine}: tries of {CONNECTIONS} strangers' connections meanwhile"), storm.tries);
        proving.found(format!("{engine}: slowest removal"), format!("{} ms", storm.slowest.as_millis()));
        proving.must(format!("{engine}: removals refused of {whole}"), storm.refused, storm.refused == 0)?;
        proving.must(format!("{engine}: her other acts refused"), storm.others, storm.others == 0)?;
        // A control goes on until it has reported, whatever else the machine does meanwhile. So few acts seldom lose eight
        // races: in the small seed an append gives up after two.
        let (fault, times) = match (postgres, whole < 100) {
            (true, true) => ("blockade/2", 1..=400),
            (true, false) => ("blockade", 300..=3_000),
            (false, _) => (HELD, HELD_REMOVALS..=20 * HELD_REMOVALS),
        };
        let old = removals(proving, &store, Some(fault), times)?;
        proving.found(format!("{engine}: control, removals refused of {}", old.done), old.refused);
        proving
            .found(format!("{engine}: control, slowest removal"), format!("{} ms", old.slowest.as_millis()));
        let refused = old.refused + old.others;
        proving.must(format!("{engine}: control, acts of hers refused"), refused, refused > 0)?;
    }
    Ok(())
}

/// The fault of SQLite's control, which is none of the program's.
const HELD: &str = "held";
/// Removals of a control in which every one of them has to wait for another program.
const HELD_REMOVALS: u64 = 3;

/// Another program that holds SQLite's lock for three seconds, again and again.
struct Held {
    over: Arc<AtomicBool>,
    holding: thread::JoinHandle<Result<()>>,
}

impl Held {
    fn begin(database: PathBuf) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let until = over.clone();
        let holding = thread::spawn(move || {
            while !until.load(SeqCst) {
                let lock = Lock::sqlite(&database)?;
                thread::sleep(Duration::from_secs(3));
                lock.release()?;
                thread::sleep(Duration::from_millis(400));
            }
            Ok(())
        });
        Self { over, holding }
    }

    fn end(self) -> Result<()> {
        self.over.store(true, SeqCst);
        self.holding.join().map_err(|_| anyhow!("nobody held the lock"))?
    }
}

struct Storm {
    done: u64,
    refused: u64,
    /// Authorizing, and opening a page.
    others: u64,
    slowest: Duration,
    tries: u64,
}

/// So many removals in the storm at least, and more until something was refused.
fn removals(
    proving: &Proving,
    store: &Store,
    fault: Option<&str>,
    times: RangeInclusive<u64>,
) -> Result<Storm> {
    let held = fault == Some(HELD);
    let servers = two_servers(proving, store, fault.filter(|_| !held))?;
    let cookies = sessions(&servers[0], &STRANGERS)?;
    let mut ana = Ana::sign_in(&servers)?;
    let (over, tries) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let hammers: Vec<_> = (0..CONNECTIONS)
        .map(|number| {
            let mut connection = Connection::new(servers[number % 2].port);
            connection.cookie = cookies[STRANGERS[number % STRANGERS.len()]].clone();
            let (over, tries) = (over.clone(), tries.clone());
            thread::spawn(move || hammer(&connection, number, &over, &tries))
        })
        .collect();
    // Only now: what starts and signs in needs the database too.
    let holding = if held { Some(Held::begin(store.database()?)) } else { None };
    let (mut done, mut refused, mut slowest) = (0, 0, Duration::ZERO);
    let ended = (0..*times.end()).try_for_each(|turn| {
        if turn >= *times.start() && refused + ana.refused > 0 {
            return Ok(());
        }
        done += 1;
        ana.authorize()?;
        let removal = ana.open_removal()?;
        let mut tried = 0;
        loop {
            let begun = Instant::now();
            let removed = ana.remove(&removal)?;
            slowest = slowest.max(begun.elapsed());
            tried += 1;
            if removed {
                return Ok(());
            }
            refused += 1;
            if tried == 20 {
                return Err(anyhow!("a removal was refused {tried} times"));
            }
        }
    });
    over.store(true, SeqCst);
    holding.map(Held::end).transpose()?;
    for hammer in hammers {
        hammer.join().map_err(|_| anyhow!("a stranger stopped"))?;
    }
    // A control that has reported has done its work, however it ended.
    if fault.is_none() || refused + ana.refused == 0 {
        ended?;
    }
    Ok(Storm { done, refused, others: ana.refused, slowest, tries: tries.load(SeqCst) })
}

/// Asks for Ana's data by reads and writes in turn, as fast as it goes, and writes what is the stranger's own business:
/// SQLite has one writer, and whoever writes keeps the others waiting.
fn hammer(connection: &Connection, number: usize, over: &AtomicBool, tries: &AtomicU64) {
    let pages = ["", "/application", "/coverage", "/plans", "/application/review"];
    let mut turn = number;
    let list = connection.get("/consumers").map(|page| page.body).unwrap_or_default();
    let own: Vec<&str> = list
        .split("href=\"/consumers/")
        .skip(1)
        .filter_map(|rest| rest.split(['"', '/']).next())
        .filter(|key| key.len() > 8 && *key != ANA)
        .collect();
    let csrf = list.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let form =
        [("csrf".to_owned(), csrf.unwrap_or_default().to_owned()), ("plan_year".into(), "2027".into())];
    while !over.load(SeqCst) {
        turn += 1;
        // What the servers answer, or that they do not, is no matter here.
        drop(match turn % 4 {
            1 if !own.is_empty() => {
                connection.post(&format!("/consumers/{}/application/open", own[turn % own.len()]), &form)
            }
            0 => connection.post(&format!("/consumers/{ANA}/application/open"), &form),
            _ => connection.get(&format!("/consumers/{ANA}{}", pages[turn % pages.len()])),
        });
        tries.fetch_add(1, SeqCst);
    }
}
