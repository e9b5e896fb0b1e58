//! A thousand half-sent requests, opened again as soon as they are closed, at a limit of 512 descriptors: a visitor is
//! answered as if they were not there. From one address, and from 250. The control raises the limits out of reach.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use socket2::{Domain, Socket, Type};

use super::Proving;
use super::kit::Store;
use crate::bench::load::percentile;
use crate::postgres::free_port;
use crate::server::{Server, demo};

const HALF_OPEN: usize = 1_000;
/// A visitor gives up after this.
const PATIENCE: Duration = Duration::from_secs(2);

/// The proof.
pub fn prove(proving: &mut Proving) -> Result<()> {
    // The attackers' own descriptors.
    ensure!(
        rlimit::increase_nofile_limit(4_096)? >= 2_048,
        "this machine allows too few open files for the trial"
    );
    let store = Store::sqlite(proving, "data", 20)?;
    let asked = usize::try_from(proving.times(2_000, 300))?;
    for (sources, from) in [(1, "one address"), (250, "250 addresses")] {
        let server = small(proving, &store, &[])?;
        let visits = visits_beside(&server, sources, asked)?;
        let what = format!("{HALF_OPEN} half-open requests from {from}");
        proving.found(format!("{what}: opened again, times"), visits.reopened);
        proving.must(format!("{what}: visits that failed"), visits.failed, visits.failed == 0)?;
        let p99 = percentile(&visits.times, 99);
        // The tests share the machine with other work.
        let most = if proving.times(1, 0) == 1 { 200.0 } else { 1_000.0 };
        proving.must(format!("{what}: p99 of {asked} visits"), format!("{p99:.1} ms"), p99 < most)?;
    }
    let without =
        ["--most-connections", "100000", "--most-of-one-address", "100000", "--header-time", "3600"];
    let server = small(proving, &store, &without)?;
    let tried = 5;
    let visits = visits_beside(&server, 1, tried)?;
    let figure = format!("{} of {tried} failed", visits.failed);
    proving.must("control: the same without the limits", figure, visits.failed > 0)
}

/// A server that may open 512 files.
fn small(proving: &Proving, store: &Store, more: &[&str]) -> Result<Server> {
    let port = free_port()?;
    let portal = demo(&proving.binary, &store.options, 0, 0);
    let mut shell = Command::new("sh");
    shell.args(["-c", "ulimit -n 512; exec \"$@\"", "sh"]).arg(portal.get_program());
    shell.args(portal.get_args()).args(["--port", &port.to_string()]).args(more);
    Server::started(shell, port)
}

struct Visits {
    /// Milliseconds of those that were answered, sorted.
    times: Vec<f64>,
    failed: usize,
    reopened: u64,
}

/// New visitors, one after the other, beside half-open requests from so many addresses.
fn visits_beside(server: &Server, sources: u32, count: usize) -> Result<Visits> {
    let attack = Attack::begin(server.port, sources)?;
    let (mut times, mut failed) = (Vec::new(), 0);
    for _ in 0..count {
        let start = Instant::now();
        match visit(server.port) {
            Ok(()) => times.push(start.elapsed().as_secs_f64() * 1_000.0),
            Err(fault) => {
                if failed == 0 {
                    println!("    {fault:#}");
                }
                failed += 1;
            }
        }
    }
    times.sort_by(f64::total_cmp);
    Ok(Visits { times, failed, reopened: attack.end()? })
}

/// One page over a connection of its own.
fn visit(port: u16) -> Result<()> {
    let mut stream = TcpStream::connect_timeout(&SocketAddr::from(([127, 0, 0, 1], port)), PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(b"GET / HTTP/1.1\r\nhost: portal\r\nconnection: close\r\n\r\n")?;
    let mut page = String::new();
    stream.read_to_string(&mut page).context("no answer")?;
    ensure!(page.starts_with("HTTP/1.1 200"), "answered {:?}", page.lines().next());
    Ok(())
}

struct Attack {
    stop: Arc<AtomicBool>,
    reopened: Arc<AtomicU64>,
    attacker: JoinHandle<()>,
}

impl Attack {
    /// Opens them all, and whichever is closed again.
    fn begin(port: u16, sources: u32) -> Result<Self> {
        let (stop, reopened) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let (stopped, count) = (stop.clone(), reopened.clone());
        // The first that does not get through says that the queue is full.
        let numbers = 0..u32::try_from(HALF_OPEN)?;
        let opened = numbers.clone().map_while(|number| half_open(port, number % sources).ok());
        let mut half: Vec<_> = opened.map(Some).collect();
        half.resize_with(HALF_OPEN, || None);
        let attacker = spawn(move || {
            while !stopped.load(Ordering::Relaxed) {
                for (number, connection) in numbers.clone().zip(&mut half) {
                    if stopped.load(Ordering::Relaxed) {
                        return;
                    }
                    if !connection.as_ref().is_some_and(is_open) {
                        *connection = half_open(port, number % sources).ok();
                        count.fetch_add(u64::from(connection.is_some()), Ordering::Relaxed);
                        // As a network would let them through: the trial's machine has the visitors too.
                        sleep(Duration::from_micros(500));
                    }
                }
                sleep(Duration::from_millis(100));
            }
        });
        Ok(Self { stop, reopened, attacker })
    }

    fn end(self) -> Result<u64> {
        self.stop.store(true, Ordering::Relaxed);
        ensure!(self.attacker.join().is_ok(), "the attacker broke down");
        Ok(self.reopened.load(Ordering::Relaxed))
    }
}

/// Half a request from an address of the loopback network.
fn half_open(port: u16, source: u32) -> std::io::Result<TcpStream> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    let source = Ipv4Addr::from_bits(Ipv4Addr::new(127, 0, 1, 1).to_bits() + source);
    socket.bind(&SocketAddr::from((source, 0)).into())?;
    let portal = SocketAddr::from(([127, 0, 0, 1], port)).into();
    socket.connect_timeout(&portal, Duration::from_millis(200))?;
    let mut stream = TcpStream::from(socket);
    stream.write_all(b"GET / HTTP/1.1\r\nhost: portal\r\nx-half: ")?;
    stream.set_nonblocking(true)?;
    Ok(stream)
}

fn is_open(mut stream: &TcpStream) -> bool {
    matches!(stream.read(&mut [0; 256]), Err(fault) if fault.kind() == ErrorKind::WouldBlock)
}
