//! Whether the audit log is whole: the chains are computed again from what is stored. It answers with numbers
//! and hashes only; what the events say is read through the doors. `audit.rs` writes them.

use crate::{
    Door, Error, Marker, Public, Seal, adoption, audit::chain_text, randomness::sha256_hex, rows, statements,
};
use domain::instant::Instant;
use std::{fmt, ops::ControlFlow};

rows! {
    /// A stored event, as it was hashed, and the mark of the chain's head at it.
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
        adopted: Option<String>,
    }

    /// One of the newest events, and the hash of the one before it.
    struct Newest {
        event: StoredEvent,
        previous: Option<String>,
    }

    /// A subject that has a chain.
    struct Audited {
        subject: String,
    }

    /// The last event of a chain.
    struct Moved {
        subject: String,
        number: i64,
        hash: String,
    }

    /// How many events there are.
    struct Events {
        events: i64,
    }

    /// A receipt as it is kept.
    struct KeptReceipt {
        subject: String,
        receipt: String,
        receipt_sha256: String,
    }

    /// The event of an authorization.
    struct Agreed {
        number: i64,
        at: Instant,
    }
}

/// What an event was hashed of, and the mark of the chain's head at it.
macro_rules! stored {
    () => {
        "SELECT e.subject, e.number, e.at, e.account_key, e.role, e.actor_name, e.basis, e.association_key, e.action, \
         e.target, e.outcome, e.rule, e.request_id, e.hash, a.mark AS adopted FROM audit_events e LEFT JOIN audit_adopted a \
         ON a.subject = e.subject AND a.number = e.number AND a.hash = e.hash"
    };
}

statements! {
    fn after(Public, subject: &str, number: i64, rows: i64) -> Vec<StoredEvent> =
        concat!(stored!(), " WHERE e.subject = $1 AND e.number > $2 ORDER BY e.number LIMIT $3");
    /// The events after one, through all chains.
    fn all_after(Public, subject: &str, number: i64, rows: i64) -> Vec<StoredEvent> =
        concat!(stored!(), " WHERE (e.subject, e.number) > ($1, $2) ORDER BY e.subject, e.number LIMIT $3");
    fn newest(Public, rows: i64) -> Vec<Newest> =
        "SELECT e.subject, e.number, e.at, e.account_key, e.role, e.actor_name, e.basis, e.association_key, e.action, \
         e.target, e.outcome, e.rule, e.request_id, e.hash, CAST(NULL AS TEXT) AS adopted, p.hash AS previous \
         FROM (SELECT * FROM audit_events ORDER BY at DESC LIMIT $1) e \
         LEFT JOIN audit_events p ON p.subject = e.subject AND p.number = e.number - 1";
    fn subjects(Public) -> Vec<Audited> = "SELECT DISTINCT subject FROM audit_events ORDER BY subject";
    fn count(Public) -> crate::One<Events> = "SELECT count(*) AS events FROM audit_events";
    /// The last events of the chains that moved since an instant.
    fn moved(Public, since: Instant) -> Vec<Moved> =
        "SELECT e.subject, e.number, e.hash FROM audit_events e \
         JOIN (SELECT subject, max(number) AS number FROM audit_events WHERE at >= $1 GROUP BY subject) l \
         ON l.subject = e.subject AND l.number = e.number ORDER BY e.subject";
    fn holds(Public, subject: &str, number: i64, hash: &str) -> crate::One<Events> =
        "SELECT count(*) AS events FROM audit_events WHERE subject = $1 AND number = $2 AND hash = $3";
    fn receipt(Public, association: &str) -> Option<KeptReceipt> =
        "SELECT 'consumer:' || consumer_key AS subject, receipt, receipt_sha256 FROM associations WHERE association_key = $1";
    fn agreed(Public, subject: &str, target: &str) -> Option<Agreed> =
        "SELECT number, at FROM audit_events WHERE subject = $1 AND action = 'authorize_assister' AND outcome = 'done' \
         AND target = $2 ORDER BY number LIMIT 1";
}

/// The last event of a chain: what a witness keeps to find out later that the end was cut off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainHead {
    /// The event's number.
    pub number: i64,
    /// Its hash, with the name of its key.
    pub hash: String,
}

/// What is wrong with a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChainFault {
    /// No event has this number, and later ones are there.
    Missing(i64),
    /// The event of this number, or one before it, is not what was written.
    Changed(i64),
    /// The event of this number names a key that is not in the keyring.
    NoKey(i64),
    /// The event of this number was written without a key, by somebody who has the database alone.
    Unkeyed(i64),
    /// The chain does not hold the event that a witness saw: its end was cut off, or it was written anew.
    NotWitnessed(i64),
}

impl ChainFault {
    /// At which event.
    pub fn number(&self) -> i64 {
        match self {
            ChainFault::Missing(number)
            | ChainFault::Changed(number)
            | ChainFault::NoKey(number)
            | ChainFault::Unkeyed(number)
            | ChainFault::NotWitnessed(number) => *number,
        }
    }
}

impl fmt::Display for ChainFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ChainFault::Missing(_) => "is missing, and later ones are there",
            ChainFault::Changed(_) => "is not what was written, or the one before it is not",
            ChainFault::NoKey(_) => "names a key that is not in the keyring",
            ChainFault::Unkeyed(_) => "was written without the key",
            ChainFault::NotWitnessed(_) => {
                "is not the one that was seen: the end was cut off, or an older database was restored, or it was written anew"
            }
        })
    }
}

/// What the check of a chain found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChainReport {
    /// Events there.
    pub events: i64,
    /// The last one.
    pub head: Option<ChainHead>,
    /// The first fault of each kind, in the order of the events; empty when the chain is whole.
    pub faults: Vec<ChainFault>,
}

impl ChainReport {
    /// Whether nothing is wrong.
    pub fn is_whole(&self) -> bool {
        self.faults.is_empty()
    }
}

/// What the log says of a receipt.
#[derive(Clone, Debug)]
pub struct ReceiptFound {
    /// The consumer's chain.
    pub subject: String,
    /// Whether the stored receipt is the one with this hash.
    pub kept: bool,
    /// The event with this receipt and hash, and when it was.
    pub event: Option<(i64, Instant)>,
}

impl StoredEvent {
    /// What was hashed, after the hash of the event before.
    fn text_after(&self, previous: &str) -> String {
        let (number, at) = (self.number.to_string(), self.at.to_string());
        chain_text([
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

    /// Whether it was hashed without a key, by an earlier version or by somebody who has none.
    fn is_unkeyed(&self) -> bool {
        !self.hash.contains(':')
    }
}

/// Events read at once.
const ROWS: i64 = 1_000;

impl Door {
    /// Computes the chain of one subject (`consumer:KEY`, `book:KEY`, `profile:KEY`, `agency:KEY`, `roster`, `account:KEY`) again. Any
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
        let mut hashes = Hashes::new(&self.seal);
        let mut check = Check::of(subject, witnessed.cloned());
        let mut last_seen = i64::MIN;
        loop {
            let events = after(&mut self.looking(), subject, last_seen, ROWS).await?;
            let Some(last) = events.last() else { break };
            last_seen = last.number;
            events.iter().for_each(|event| check.next(event, &mut hashes));
        }
        Ok(check.report())
    }

    /// Computes every chain again, one after the other. `witnessed` knows heads that somebody kept; `each` is
    /// handed every chain and says whether to go on, `progress` hears how many events were seen.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn verify_log(
        &self,
        witnessed: &(dyn Fn(&str) -> Option<ChainHead> + Send + Sync),
        each: &mut (dyn FnMut(&str, ChainReport) -> ControlFlow<()> + Send),
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<(), Error> {
        let mut hashes = Hashes::new(&self.seal);
        let mut check: Option<Check> = None;
        let mut page = self.page_after(String::new(), i64::MIN);
        loop {
            let events = page.await.map_err(|_| Error::Unavailable("the check of the log"))??;
            let Some(last) = events.last() else { break };
            // While these are computed, the next are read.
            page = self.page_after(last.subject.clone(), last.number);
            for event in &events {
                if check.as_ref().is_none_or(|check| check.subject != event.subject) {
                    let next = Check::of(&event.subject, witnessed(&event.subject));
                    if let Some(done) = check.replace(next)
                        && done.hand_to(each).is_break()
                    {
                        return Ok(());
                    }
                }
                if let Some(check) = &mut check {
                    check.next(event, &mut hashes);
                }
            }
            progress(events.len() as u64);
            tokio::task::yield_now().await;
        }
        if let Some(done) = check {
            let _the_last = done.hand_to(each);
        }
        Ok(())
    }

    fn page_after(
        &self,
        subject: String,
        number: i64,
    ) -> tokio::task::JoinHandle<Result<Vec<StoredEvent>, Error>> {
        let door = self.clone();
        tokio::spawn(async move { all_after(&mut door.looking(), &subject, number, ROWS).await })
    }

    /// Computes the newest events again, each after the one before it; gives the first that is wrong, with its chain,
    /// and how many were seen.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn verify_newest(&self, rows: i64) -> Result<(usize, Option<(String, ChainFault)>), Error> {
        let mut hashes = Hashes::new(&self.seal);
        let newest = newest(&mut self.looking(), rows).await?;
        let fault = newest.iter().find_map(|Newest { event, previous }| {
            let fault = match previous {
                None if event.number > 1 => Some(ChainFault::Missing(event.number - 1)),
                previous => hashes.fault(event, previous.as_deref().unwrap_or("")),
            };
            fault.map(|fault| (event.subject.clone(), fault))
        });
        Ok((newest.len(), fault))
    }

    /// Every subject that has a chain.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn audited_subjects(&self) -> Result<Vec<String>, Error> {
        let found = subjects(&mut self.looking()).await?;
        Ok(found.into_iter().map(|row| row.subject).collect())
    }

    /// How many events there are.
    ///
    /// # Errors
    /// `Error::Database`, also when counting takes longer than a statement may.
    pub async fn audited_events(&self) -> Result<i64, Error> {
        Ok(count(&mut self.looking()).await?.0.events)
    }

    /// The heads of the chains that moved since an instant.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn heads_since(&self, since: Instant) -> Result<Vec<(String, ChainHead)>, Error> {
        let head = |Moved { subject, number, hash }| (subject, ChainHead { number, hash });
        Ok(moved(&mut self.looking(), since).await?.into_iter().map(head).collect())
    }

    /// Whether a chain holds an event that was seen.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn holds(&self, subject: &str, head: &ChainHead) -> Result<bool, Error> {
        Ok(holds(&mut self.looking(), subject, head.number, &head.hash).await?.0.events > 0)
    }

    /// What the log says of a receipt with this hash; `None` when there is no such association.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn receipt_in_log(
        &self,
        association: &str,
        sha256: &str,
    ) -> Result<Option<ReceiptFound>, Error> {
        let Some(stored) = receipt(&mut self.looking(), association).await? else { return Ok(None) };
        let target = format!("{association} sha256:{sha256}");
        let event = agreed(&mut self.looking(), &stored.subject, &target).await?;
        Ok(Some(ReceiptFound {
            kept: stored.receipt_sha256 == sha256 && sha256_hex(stored.receipt.as_bytes()) == sha256,
            event: event.map(|event| (event.number, event.at)),
            subject: stored.subject,
        }))
    }
}

/// Computes hashes again, with the keys that they name.
struct Hashes<'a> {
    seal: &'a Seal,
    marker: Option<Marker>,
}

impl<'a> Hashes<'a> {
    fn new(seal: &'a Seal) -> Self {
        Self { seal, marker: None }
    }

    /// What made a mark; `None` when its key is not here.
    fn marker_of(&mut self, mark: &str) -> Option<&Marker> {
        if !self.marker.as_ref().is_some_and(|marker| marker.made(mark)) {
            self.marker = Some(self.seal.marker_of(mark).ok()?);
        }
        self.marker.as_ref()
    }

    /// What is wrong with an event after this hash.
    fn fault(&mut self, event: &StoredEvent, previous: &str) -> Option<ChainFault> {
        let text = event.text_after(previous);
        let hash = match event.is_unkeyed() {
            true => sha256_hex(text.as_bytes()),
            false => match self.marker_of(&event.hash) {
                Some(marker) => marker.mark(&text),
                None => return Some(ChainFault::NoKey(event.number)),
            },
        };
        (hash != event.hash).then_some(ChainFault::Changed(event.number))
    }

    /// Whether the chain up to this event is one of an earlier version.
    fn is_adopted(&mut self, event: &StoredEvent) -> bool {
        event.adopted.as_deref().is_some_and(|mark| {
            let marker = self.marker_of(mark);
            marker.is_some_and(|marker| {
                adoption::mark(marker, &event.subject, event.number, &event.hash) == mark
            })
        })
    }
}

/// The check of one chain.
struct Check {
    subject: String,
    events: i64,
    last_number: i64,
    last_hash: String,
    /// The first fault of each kind.
    faults: Vec<ChainFault>,
    /// The first event without a key that no marked head came after so far.
    unkeyed: Option<i64>,
    wanted: Option<ChainHead>,
    seen: bool,
}

impl Check {
    fn of(subject: &str, wanted: Option<ChainHead>) -> Self {
        Self {
            subject: subject.to_owned(),
            events: 0,
            last_number: 0,
            last_hash: String::new(),
            faults: Vec::new(),
            unkeyed: None,
            wanted,
            seen: false,
        }
    }

    fn next(&mut self, event: &StoredEvent, hashes: &mut Hashes<'_>) {
        let expected = self.last_number + 1;
        if event.number != expected {
            self.note(ChainFault::Missing(expected));
        }
        if let Some(fault) = hashes.fault(event, &self.last_hash) {
            self.note(fault);
        }
        if event.is_unkeyed() {
            self.unkeyed = self.unkeyed.or(Some(event.number));
            if hashes.is_adopted(event) {
                self.unkeyed = None;
            }
        } else {
            self.note_unkeyed();
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

    fn note_unkeyed(&mut self) {
        if let Some(number) = self.unkeyed.take() {
            self.note(ChainFault::Unkeyed(number));
        }
    }

    fn note(&mut self, fault: ChainFault) {
        let kind = std::mem::discriminant(&fault);
        if self.faults.iter().all(|noted| std::mem::discriminant(noted) != kind) {
            self.faults.push(fault);
        }
    }

    fn hand_to(self, each: &mut (dyn FnMut(&str, ChainReport) -> ControlFlow<()> + Send)) -> ControlFlow<()> {
        let subject = self.subject.clone();
        each(&subject, self.report())
    }

    fn report(mut self) -> ChainReport {
        self.note_unkeyed();
        if let Some(wanted) = self.wanted.take().filter(|_| !self.seen) {
            self.note(ChainFault::NotWitnessed(wanted.number));
        }
        self.faults.sort_by_key(ChainFault::number);
        let head = (self.events > 0).then_some(ChainHead { number: self.last_number, hash: self.last_hash });
        ChainReport { events: self.events, head, faults: self.faults }
    }
}
