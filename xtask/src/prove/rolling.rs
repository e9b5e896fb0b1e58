//! Two servers behind a proxy are restarted one after the other under load, and no request fails: not on a connection
//! that the proxy keeps, not in the queue of the closing port, no POST. Then one server on an inherited socket. The
//! control kills instead of stopping.

use std::net::TcpListener;
use std::os::fd::OwnedFd;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::Proving;
use super::kit::Store;
use super::proxies::Proxy;
use crate::http::Connection;
use crate::postgres::free_port;
use crate::server::{Server, demo};

/// How long a server says that it is not ready: longer than the proxies of the trial take to see it.
const DRAIN: &str = "2";
/// How long a proxy takes to give a server that is back its requests again.
const BACK: Duration = Duration::from_millis(1_200);
const VISITORS: usize = 8;

/// The proof.
pub fn prove(proving: &mut Proving) -> Result<()> {
    let store = Store::sqlite(proving, "data", 20)?;
    let wanted = proving.times(5_000, 200);
    type Start = fn(&Proving, &str, &[String]) -> Result<Proxy>;
    let proxies: [(&str, Start); 2] = [("nginx", Proxy::nginx), ("HAProxy", Proxy::haproxy)];
    for (name, start) in proxies {
        // Whole, the second proxy has servers on PostgreSQL.
        let other = match (name, proving.times(1, 0)) {
            ("HAProxy", 1) => Some(Store::postgres(proving, "postgres", 20)?),
            _ => None,
        };
        let store = other.as_ref().unwrap_or(&store);
        let trial = format!("rolling restart behind {name}, {}", store.engine);
        let mut pair = Pair::start(proving, store)?;
        let proxy = start(proving, name, &pair.addresses())?;
        let load = Load::begin(&proxy)?;
        while load.asked() < wanted || pair.restarts < proving.times(4, 1) {
            pair.restart(proving, store, Server::stop)?;
        }
        load.end(proving, &format!("{trial}, {} restarts", pair.restarts), true)?;
    }
    on_an_inherited_socket(proving, &store, wanted)?;
    let mut pair = Pair::start(proving, &store)?;
    let proxy = Proxy::nginx(proving, "control", &pair.addresses())?;
    let load = Load::begin(&proxy)?;
    while pair.restarts < proving.times(8, 1) || (load.failed() == 0 && pair.restarts < 12) {
        pair.restart(proving, &store, Server::kill)?;
    }
    load.end(proving, &format!("control: the same behind nginx, {} times killed", pair.restarts), false)
}

/// A new process begins on the socket before the one before it ends.
fn on_an_inherited_socket(proving: &mut Proving, store: &Store, wanted: u64) -> Result<()> {
    let socket = TcpListener::bind("127.0.0.1:0")?;
    let port = socket.local_addr()?.port();
    let heir = |proving: &Proving| {
        let portal = demo(&proving.binary, &store.options, 0, 0);
        // A child gets the socket as its standard input, and the shell gives it the number that systemd gives.
        let mut shell = Command::new("sh");
        shell.args(["-c", "exec \"$@\" 3<&0 0</dev/null", "sh"]).arg(portal.get_program());
        shell.args(portal.get_args()).args(["--listen", "fd:3", "--drain", DRAIN]);
        shell.args(["--trusted-proxy", "127.0.0.1"]).env("LISTEN_FDS", "1");
        shell.stdin(Stdio::from(OwnedFd::from(socket.try_clone()?)));
        Server::started(shell, port)
    };
    let mut server = heir(proving)?;
    let proxy = Proxy::nginx(proving, "inherited", &[format!("127.0.0.1:{port}")])?;
    let (load, mut restarts) = (Load::begin(&proxy)?, 0);
    while load.asked() < wanted || restarts < proving.times(3, 1) {
        let next = heir(proving)?;
        std::mem::replace(&mut server, next).stop()?;
        restarts += 1;
    }
    load.end(proving, &format!("one server on an inherited socket, {restarts} restarts"), true)
}

/// Two servers on one database.
struct Pair {
    servers: [Option<Server>; 2],
    ports: [u16; 2],
    restarts: u64,
}

impl Pair {
    fn start(proving: &Proving, store: &Store) -> Result<Self> {
        let ports = [free_port()?, free_port()?];
        ensure!(ports[0] != ports[1], "the same port twice");
        let servers = [Some(serve(proving, store, ports[0])?), Some(serve(proving, store, ports[1])?)];
        Ok(Self { servers, ports, restarts: 0 })
    }

    fn addresses(&self) -> Vec<String> {
        self.ports.iter().map(|port| format!("127.0.0.1:{port}")).collect()
    }

    /// Ends the next one in this way, starts it again, and lets the proxy see it.
    fn restart(&mut self, proving: &Proving, store: &Store, end: fn(Server) -> Result<()>) -> Result<()> {
        let place = usize::from(self.restarts % 2 == 1);
        let server = self.servers[place].take().context("a server is missing")?;
        end(server)?;
        self.servers[place] = Some(serve(proving, store, self.ports[place])?);
        sleep(BACK);
        self.restarts += 1;
        Ok(())
    }
}

fn serve(proving: &Proving, store: &Store, port: u16) -> Result<Server> {
    let mut portal = demo(&proving.binary, &store.options, 0, 0);
    portal.args(["--drain", DRAIN, "--trusted-proxy", "127.0.0.1"]);
    Server::start_on(portal, port)
}

/// Visitors who ask one thing after the other and try nothing twice.
struct Load {
    told: Arc<Told>,
    visitors: Vec<JoinHandle<()>>,
}

#[derive(Default)]
struct Told {
    stop: AtomicBool,
    asked: AtomicU64,
    posted: AtomicU64,
    failures: Mutex<Vec<String>>,
    slowest: AtomicU64,
}

impl Load {
    fn begin(proxy: &Proxy) -> Result<Self> {
        let told = Arc::new(Told::default());
        let bo = Server::session_at(proxy.port, "Bo")?;
        let visitors = (0..VISITORS).map(|number| {
            let (told, mut visitor) = (told.clone(), Connection::new(proxy.port));
            visitor.headers.push(("x-visitor", format!("198.18.0.{number}")));
            let bo = bo.clone();
            spawn(move || {
                for turn in number.. {
                    if told.stop.load(Ordering::Relaxed) {
                        return;
                    }
                    told.ask(&mut visitor, turn % 4, &bo);
                    sleep(Duration::from_millis(4));
                }
            })
        });
        Ok(Self { visitors: visitors.collect(), told })
    }

    fn asked(&self) -> u64 {
        self.told.asked.load(Ordering::Relaxed)
    }

    fn failed(&self) -> usize {
        self.told.failures.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    fn end(self, proving: &mut Proving, trial: &str, none_may_fail: bool) -> Result<()> {
        self.told.stop.store(true, Ordering::Relaxed);
        for visitor in self.visitors {
            ensure!(visitor.join().is_ok(), "a visitor broke down");
        }
        let failures = self.told.failures.lock().unwrap_or_else(PoisonError::into_inner);
        for failure in failures.iter().take(5) {
            println!("    {failure}");
        }
        let (asked, posted) = (&self.told.asked, self.told.posted.load(Ordering::Relaxed));
        let slowest = self.told.slowest.load(Ordering::Relaxed);
        let figure = format!(
            "{} of {} failed ({posted} POST, slowest {slowest} ms)",
            failures.len(),
            asked.load(Ordering::Relaxed)
        );
        proving.must(trial, figure, failures.is_empty() == none_may_fail)
    }
}

impl Told {
    fn ask(&self, visitor: &mut Connection, what: usize, bo: &str) {
        let typed = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())];
        visitor.cookie = if what == 1 { bo.to_owned() } else { String::new() };
        let start = Instant::now();
        let (answer, good) = match what {
            0 => (visitor.get("/"), 200),
            1 => (visitor.get("/consumers"), 200),
            2 => (visitor.post("/what-if", &typed("then", "add")), 200),
            _ => (visitor.post("/demo/sign-in", &typed("username", "ana")), 303),
        };
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.posted.fetch_add(u64::from(what >= 2), Ordering::Relaxed);
        let took = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.slowest.fetch_max(took, Ordering::Relaxed);
        let failure = match answer {
            Ok(answer) if answer.status == good => return,
            Ok(answer) => format!("request {what} answered {}", answer.status),
            Err(fault) => format!("request {what}: {fault:#}"),
        };
        self.failures.lock().unwrap_or_else(PoisonError::into_inner).push(failure);
    }
}
