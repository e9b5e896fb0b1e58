//! Whether the audit log is whole: the chains are computed again from what is stored. It answers with
//! numbers and hashes only; what the events say is read through the doors.

use crate::{Error, Portal, store};

/// The last event of a chain: what a witness keeps to find out later that the end was cut off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainHead {
    /// The event's number.
    pub number: i64,
    /// Its hash, in hexadecimal.
    pub hash: String,
}

/// What is wrong with a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChainFault {
    /// No event has this number, and later ones are there.
    Missing(i64),
    /// The event of this number, or one before it, is not what was written.
    Changed(i64),
    /// The chain does not hold the event that a witness saw: its end was cut off, or it was written anew.
    NotWitnessed(i64),
}

/// What the check of a chain found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChainReport {
    /// Events there.
    pub events: i64,
    /// The last one.
    pub head: Option<ChainHead>,
    /// The first fault of each kind; empty when the chain is whole.
    pub faults: Vec<ChainFault>,
}

impl ChainReport {
    /// Whether nothing is wrong.
    pub fn is_whole(&self) -> bool {
        self.faults.is_empty()
    }
}

/// A stored event, field by field as it was hashed, without the hash before it.
pub(crate) struct HashedEvent {
    pub(crate) number: i64,
    pub(crate) fields: Vec<Option<String>>,
    pub(crate) hash: String,
}

/// Events read at once.
const ROWS: i64 = 1_000;

impl Portal {
    /// Computes the chain of one subject (`consumer:KEY`, `book:KEY`, `roster`, `account:KEY`) again. Any
    /// change, deletion or change of order inside it is found; that its end was cut off is found when a
    /// head is given that somebody kept from an earlier check.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn verify_audit(
        &self,
        subject: &str,
        witnessed: Option<&ChainHead>,
    ) -> Result<ChainReport, Error> {
        let mut check = Check { wanted: witnessed.cloned(), ..Check::default() };
        let mut after = i64::MIN;
        loop {
            let events = store::audit_check::after(&self.db, subject, after, ROWS).await?;
            let Some(last) = events.last() else { break };
            after = last.number;
            events.iter().for_each(|event| check.next(event));
        }
        Ok(check.report())
    }

    /// Every subject that has a chain.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn audited_subjects(&self) -> Result<Vec<String>, Error> {
        store::audit_check::subjects(&self.db).await
    }
}

#[derive(Default)]
struct Check {
    events: i64,
    last_number: i64,
    last_hash: String,
    missing: Option<i64>,
    changed: Option<i64>,
    wanted: Option<ChainHead>,
    seen: bool,
}

impl Check {
    fn next(&mut self, event: &HashedEvent) {
        let expected = self.last_number + 1;
        if event.number != expected && self.missing.is_none() {
            self.missing = Some(expected);
        }
        if store::audit_check::hash(&self.last_hash, event) != event.hash && self.changed.is_none() {
            self.changed = Some(event.number);
        }
        if let Some(wanted) = &self.wanted
            && wanted.number == event.number
            && wanted.hash == event.hash
        {
            self.seen = true;
        }
        self.events += 1;
        self.last_number = event.number;
        self.last_hash.clone_from(&event.hash);
    }

    fn report(self) -> ChainReport {
        let mut faults = Vec::new();
        faults.extend(self.missing.map(ChainFault::Missing));
        faults.extend(self.changed.map(ChainFault::Changed));
        faults
            .extend(self.wanted.filter(|_| !self.seen).map(|wanted| ChainFault::NotWitnessed(wanted.number)));
        let head = (self.events > 0).then_some(ChainHead { number: self.last_number, hash: self.last_hash });
        ChainReport { events: self.events, head, faults }
    }
}
