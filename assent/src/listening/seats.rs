//! How many connections there may be: in all, so that no descriptor is missing when one is needed, and of one address.
//! When all seats are taken, whoever came last gets the seat of whoever has rested longest: half a request holds a
//! seat only as long as nobody else wants it. A proxy's connections are neither counted by address nor taken away.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};
use tokio::sync::oneshot;

/// At work, instead of since when it rests: from here on the number of its requests that are under way, because a
/// connection of the second version of HTTP can have many.
const AT_WORK: u64 = 1 << 63;

/// All seats.
#[derive(Clone)]
pub struct Seats(Arc<Mutex<Room>>);

struct Room {
    most: usize,
    most_of_one: usize,
    next: u64,
    taken: HashMap<u64, Taken>,
    by_network: HashMap<IpAddr, usize>,
    /// Counts on whenever a connection begins to rest.
    rests: Arc<AtomicU64>,
}

struct Taken {
    network: Option<IpAddr>,
    resting: Arc<AtomicU64>,
    /// Dropping it tells the connection to go.
    _keeps: oneshot::Sender<()>,
}

/// A connection's seat; dropping it leaves it.
pub struct Seat {
    seats: Seats,
    number: u64,
    resting: Resting,
    gone: oneshot::Receiver<()>,
}

/// Whether a connection rests or works.
#[derive(Clone)]
pub struct Resting {
    since: Arc<AtomicU64>,
    rests: Arc<AtomicU64>,
}

/// While it lasts, its connection works.
pub struct AtWork(Resting);

impl Resting {
    /// It has a request to answer.
    pub fn works(&self) -> AtWork {
        self.change(|since| since.max(AT_WORK) + 1);
        AtWork(self.clone())
    }

    /// One request less; with the last one it rests.
    fn rests(&self) {
        let rested = self.rests.fetch_add(1, Ordering::Relaxed);
        self.change(|since| if since > AT_WORK + 1 { since - 1 } else { rested });
    }

    fn change(&self, to: impl Fn(u64) -> u64) {
        let _before = self.since.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |since| Some(to(since)));
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        self.0.rests();
    }
}

impl Seats {
    /// So many in all, and of one network.
    pub fn new(most: usize, most_of_one: usize) -> Self {
        let room = Room {
            most,
            most_of_one,
            next: 0,
            taken: HashMap::new(),
            by_network: HashMap::new(),
            rests: Arc::default(),
        };
        Self(Arc::new(Mutex::new(room)))
    }

    /// A seat, for a network that is counted or for a proxy; `None` when everybody on the seats it may have is at work.
    pub fn take(&self, network: Option<IpAddr>) -> Option<Seat> {
        let mut room = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of_network = network.and_then(|network| room.by_network.get(&network)).copied().unwrap_or(0);
        if network.is_some() && of_network >= room.most_of_one {
            room.give_away(|taken| taken.network == network)?;
        } else if room.taken.len() >= room.most {
            room.give_away(|taken| taken.network.is_some())?;
        }
        let (keeps, gone) = oneshot::channel();
        let resting = Resting { since: Arc::default(), rests: room.rests.clone() };
        resting.rests();
        let number = room.next;
        room.next += 1;
        room.taken.insert(number, Taken { network, resting: resting.since.clone(), _keeps: keeps });
        if let Some(network) = network {
            *room.by_network.entry(network).or_default() += 1;
        }
        drop(room);
        Some(Seat { seats: self.clone(), number, resting, gone })
    }
}

impl Room {
    /// Frees the seat of whoever has rested longest.
    fn give_away(&mut self, of: impl Fn(&Taken) -> bool) -> Option<()> {
        let since = |taken: &Taken| taken.resting.load(Ordering::Relaxed);
        let resting = self.taken.iter().filter(|(_, taken)| of(taken) && since(taken) < AT_WORK);
        let longest = *resting.min_by_key(|(_, taken)| since(taken))?.0;
        self.leave(longest);
        Some(())
    }

    fn leave(&mut self, number: u64) {
        let Some(Taken { network: Some(network), .. }) = self.taken.remove(&number) else { return };
        if let Some(count) = self.by_network.get_mut(&network) {
            *count -= 1;
            if *count == 0 {
                self.by_network.remove(&network);
            }
        }
    }
}

impl Seat {
    /// How the connection says what it does.
    pub fn resting(&self) -> Resting {
        self.resting.clone()
    }

    /// Waits until the seat is given to another.
    pub async fn given_away(&mut self) {
        // The sender is never used: it only goes.
        drop((&mut self.gone).await);
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.seats.0.lock().unwrap_or_else(PoisonError::into_inner).leave(self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(last: u8) -> Option<IpAddr> {
        Some(IpAddr::from([192, 0, 2, last]))
    }

    async fn is_gone(seat: &mut Seat) -> bool {
        tokio::time::timeout(std::time::Duration::from_millis(20), seat.given_away()).await.is_ok()
    }

    #[tokio::test]
    async fn the_newcomer_gets_the_seat_that_rested_longest_and_none_while_all_work() {
        let seats = Seats::new(3, 2);
        let (mut first, mut second) = (seats.take(network(1)).unwrap(), seats.take(network(2)).unwrap());
        let mut proxy = seats.take(None).unwrap();
        drop(first.resting().works());
        let third = seats.take(network(3)).unwrap();
        assert!(is_gone(&mut second).await && !is_gone(&mut first).await && !is_gone(&mut proxy).await);
        let _both = (first.resting().works(), third.resting().works());
        assert!(seats.take(network(4)).is_none(), "a proxy's seat is not taken away");
        drop(first);
        assert!(seats.take(network(4)).is_some());
    }

    #[tokio::test]
    async fn one_network_takes_only_its_own_seats() {
        let seats = Seats::new(10, 2);
        let (mut one, mut other) = (seats.take(network(1)).unwrap(), seats.take(network(2)).unwrap());
        let mine = seats.take(network(1)).unwrap();
        let _third = seats.take(network(1)).unwrap();
        assert!(is_gone(&mut one).await && !is_gone(&mut other).await);
        let _busy = mine.resting().works();
        drop(one);
        assert_eq!(seats.0.lock().unwrap().by_network.get(&network(1).unwrap()), Some(&2));
        let proxies: Vec<_> = (0..7).map(|_| seats.take(None).unwrap()).collect();
        drop((proxies, mine, _third, other));
        assert!(seats.0.lock().unwrap().by_network.is_empty() && seats.0.lock().unwrap().taken.is_empty());
    }
}
