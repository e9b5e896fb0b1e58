//! Faults that the control of a proof plants, so that the proof must report them. They are compiled in with the feature
//! `testing` alone, which no build for an exchange has, and sleep until `ASSENT_PLANTED_FAULT` names one.

use crate::{Error, Marker, audit::Event, db::Tx};

/// Whether the fault of this name is planted.
#[cfg(not(feature = "testing"))]
pub(crate) const fn is(_: &str) -> bool {
    false
}

/// Whether the fault of this name is planted.
#[cfg(feature = "testing")]
pub(crate) fn is(name: &str) -> bool {
    use std::sync::LazyLock;
    static PLANTED: LazyLock<String> =
        LazyLock::new(|| std::env::var("ASSENT_PLANTED_FAULT").unwrap_or_default());
    PLANTED.split('/').next() == Some(name)
}

/// How often an append tries that races: eight times as it was once, or as often as the fault says behind a stroke.
#[cfg(feature = "testing")]
fn tries() -> u32 {
    let named = std::env::var("ASSENT_PLANTED_FAULT").unwrap_or_default();
    named.split_once('/').and_then(|(_, tries)| tries.parse().ok()).unwrap_or(8)
}

/// "blockade": strangers' events go into the chain of what they aimed at, and appends race: eight tries.
pub(crate) const BLOCKADE: &str = "blockade";
/// "cache": what was found of somebody is remembered for a moment.
pub(crate) const CACHE: &str = "cache";

/// Appends as one did who raced with others: eight tries.
#[cfg(feature = "testing")]
pub(crate) async fn append(tx: &mut Tx, marker: &Marker, event: &Event) -> Result<(), Error> {
    use crate::audit;
    for _ in 0..tries() {
        let head = audit::head(tx, event.chain()).await?;
        tx.savepoint().await?;
        match audit::insert(tx, marker, event, &head).await {
            Ok(_) => return Ok(()),
            Err(fault) if fault.is_duplicate() => tx.undo_to_savepoint().await?,
            Err(other) => return Err(other),
        }
    }
    Err(Error::Unavailable("the audit log is busy"))
}

#[cfg(not(feature = "testing"))]
pub(crate) async fn append(_: &mut Tx, _: &Marker, _: &Event) -> Result<(), Error> {
    Err(Error::Unavailable("no fault is planted"))
}

/// What was found of an actor and a subject a moment ago.
#[cfg(feature = "testing")]
pub(crate) mod cache {
    use super::{CACHE, is};
    use std::{
        any::Any,
        collections::HashMap,
        sync::{LazyLock, Mutex, PoisonError},
        time::{Duration, Instant},
    };

    type Kept = HashMap<String, (Instant, Box<dyn Any + Send>)>;
    static KEPT: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);
    const MOMENT: Duration = Duration::from_millis(100);

    pub(crate) fn found<T: Clone + 'static>(of: &str) -> Option<T> {
        let kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, facts) = kept.get(of).filter(|_| is(CACHE))?;
        facts.downcast_ref::<T>().filter(|_| at.elapsed() < MOMENT).cloned()
    }

    pub(crate) fn keep<T: Clone + Send + 'static>(of: &str, facts: &Option<T>) {
        if let (true, Some(facts)) = (is(CACHE), facts) {
            let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
            kept.insert(of.to_owned(), (Instant::now(), Box::new(facts.clone())));
        }
    }
}

#[cfg(not(feature = "testing"))]
pub(crate) mod cache {
    pub(crate) const fn found<T>(_: &str) -> Option<T> {
        None
    }
    pub(crate) const fn keep<T>(_: &str, _: &Option<T>) {}
}
