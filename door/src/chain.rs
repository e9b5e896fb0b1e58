//! Whether the audit log is whole: the chains are computed again from what is stored. It answers with numbers
//! and hashes only; what the events say is read through the doors. `audit.rs` writes them.

use crate::{Door, Error, Public, audit::chain_hash, rows, statements};

rows! {
    /// A stored event, as it was hashed.
    struct StoredEvent {
        subject: String,
        number: i64,
        at: i64,
        account_key: String,
        role: String,
        actor_name: String,
        basis: String,
        association_key: Option<String>,
        action: String,
        target: Option<String>,
        outcome: String,
        rule: Option<String>,
        request_id: String,
        hash: String,
    }

    /// A subject that has a chain.
    struct Audited {
        subject: String,
    }
}

statements! {
    fn after(Public, subject: &str, number: i64, rows: i64) -> Vec<StoredEvent> =
        "SELECT subject, number, at, account_key, role, actor_name, basis, association_key, action, target, outcome, rule, \
         request_id, hash FROM audit_events WHERE subject = $1 AND number > $2 ORDER BY number LIMIT $3";
    fn subjects(Public) -> Vec<Audited> = "SELECT DISTINCT subject FROM audit_events ORDER BY subject";
}

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

impl StoredEvent {
    /// The hash that the event must have after the one before.
    fn hash_after(&self, previous: &str) -> String {
        let (number, at) = (self.number.to_string(), self.at.to_string());
        chain_hash([
            Some(previous),
            Some(&self.subject),
            Some(&number),
            Some(&at),
            Some(&self.account_key),
            Some(&self.role),
            Some(&self.actor_name),
            Some(&self.basis),
            self.association_key.as_deref(),
            Some(&self.action),
            self.target.as_deref(),
            Some(&self.outcome),
            self.rule.as_deref(),
            Some(&self.request_id),
        ])
    }
}

/// Events read at once.
const ROWS: i64 = 1_000;

impl Door {
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
        let mut last_seen = i64::MIN;
        loop {
            let events = after(&mut self.looking(), subject, last_seen, ROWS).await?;
            let Some(last) = events.last() else { break };
            last_seen = last.number;
            events.iter().for_each(|event| check.next(event));
        }
        Ok(check.report())
    }

    /// Every subject that has a chain.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn audited_subjects(&self) -> Result<Vec<String>, Error> {
        let found = subjects(&mut self.looking()).await?;
        Ok(found.into_iter().map(|row| row.subject).collect())
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
    fn next(&mut self, event: &StoredEvent) {
        let expected = self.last_number + 1;
        if event.number != expected && self.missing.is_none() {
            self.missing = Some(expected);
        }
        if event.hash_after(&self.last_hash) != event.hash && self.changed.is_none() {
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
