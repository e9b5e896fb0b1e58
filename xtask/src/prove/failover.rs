//! The primary PostgreSQL server is killed under load and its standby promoted; the portal reaches whoever is behind one
//! address, as behind a virtual address or a proxy. With a synchronous standby nothing acknowledged is lost.
//! Control: the same with a standby that the primary does not wait for. In both the line between the two is cut
//! half a second before the kill.

use std::io::copy;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::Command;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};

use super::Proving;
use super::kit::Store;
use super::writers::{Kept, Writers, random};
use crate::postgres::{Cluster, signal};
use crate::process::read;

const SETTINGS: &str = "-c shared_buffers=64MB -c max_wal_size=256MB -c wal_level=replica -c hot_standby=on";

/// The proof.
pub fn prove(proving: &mut Proving) -> Result<()> {
    let lost = trials(proving, "synchronous standby", true, proving.times(5, 1))?;
    proving.must("synchronous standby: acknowledged and lost", lost, lost == 0)?;
    let lost = trials(proving, "control, asynchronous standby", false, 1)?;
    proving.must("control, asynchronous standby: acknowledged and lost", lost, lost > 0)
}

fn trials(proving: &mut Proving, what: &str, synchronous: bool, times: u64) -> Result<u64> {
    let (mut acknowledged, mut lost) = (0, 0);
    for number in 0..times {
        let kept = one(proving, &format!("failover-{synchronous}-{number}"), synchronous)?;
        acknowledged += kept.acknowledged;
        lost += kept.lost;
    }
    proving.found(format!("{what}: times"), times);
    proving.found(format!("{what}: saves acknowledged"), acknowledged);
    Ok(lost)
}

fn one(proving: &mut Proving, name: &str, synchronous: bool) -> Result<Kept> {
    let primary = Cluster::start_with(&proving.target, SETTINGS)?;
    // The standby hears of the primary by a line of its own.
    let line = Switch::to(primary.port())?;
    let standby = primary.standby(&proving.target, line.port)?;
    if synchronous {
        let names = "ALTER SYSTEM SET synchronous_standby_names = 'standby'";
        for said in [names, "SELECT pg_reload_conf()"] {
            read(Command::new("psql").args([&primary.url(), "-qAtc", said]))?;
        }
    }
    let switch = Switch::to(primary.port())?;
    let mut store = Store::postgres_in(proving, primary, (name, ""), 20)?;
    // From here on by the address that can move.
    store.options[1] = format!("postgres://postgres@127.0.0.1:{}/assent", switch.port);
    let server = store.serve(proving)?;
    let mut writers = Writers::begin(&server)?;
    let primary = store.cluster.take().context("a primary")?;
    writers.while_doing(&[], || {
        std::thread::sleep(Duration::from_millis(500 + random(1500)));
        line.turn(0);
        std::thread::sleep(Duration::from_millis(500));
        signal(&primary.processes()?, "KILL")?;
        standby.promote()?;
        switch.turn(standby.port());
        std::thread::sleep(Duration::from_secs(2));
        Ok(())
    })?;
    writers.until(20)?;
    writers.check(server.port)
}

/// An address that leads to one server or another.
struct Switch {
    port: u16,
    leads_to: Arc<AtomicU16>,
    open: Arc<Mutex<Vec<TcpStream>>>,
}

impl Switch {
    fn to(port: u16) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let port_here = listener.local_addr()?.port();
        let switch = Self { port: port_here, leads_to: Arc::new(port.into()), open: Arc::default() };
        let (to, open) = (switch.leads_to.clone(), switch.open.clone());
        std::thread::spawn(move || {
            for here in listener.incoming().flatten() {
                let Ok(there) = TcpStream::connect(("127.0.0.1", to.load(Ordering::SeqCst))) else {
                    continue;
                };
                for (from, to) in [(&here, &there), (&there, &here)] {
                    if let (Ok(from), Ok(to)) = (from.try_clone(), to.try_clone()) {
                        std::thread::spawn(move || carry(from, to));
                    }
                }
                open.lock().unwrap_or_else(PoisonError::into_inner).extend([here, there]);
            }
        });
        Ok(switch)
    }

    /// Leads elsewhere from now on, or nowhere; who is connected is cut off.
    fn turn(&self, port: u16) {
        self.leads_to.store(port, Ordering::SeqCst);
        for end in self.open.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            drop(end.shutdown(Shutdown::Both));
        }
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream) {
    drop(copy(&mut from, &mut to));
    drop((from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both)));
}
