//! The recorder: the events of reads, many to a commit; it answers when they are durable. Events of strangers pass
//! through it too, and never through the chain of what they aimed at.

use super::{
    COUNT_STRANGERS, Event, Head, head, insert,
    strangers::{Due, Strangers},
};
use crate::{
    Clock, Error, Marker, Seal, Session,
    db::Db,
    held::{counted, left},
    statement::run,
};
use domain::{instant::Instant, people::ConsumerKey};
use jiff::civil::Date;
use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    sync::{mpsc, oneshot},
    time::{self, MissedTickBehavior, timeout},
};

/// An attempt of somebody without a basis.
pub(crate) struct Try {
    /// Its event.
    pub(crate) event: Event,
    /// The consumer at whose data it was aimed, when there is one.
    pub(crate) consumer: Option<ConsumerKey>,
    /// The day in the exchange's time zone.
    pub(crate) day: Date,
}

enum What {
    Event(Event),
    Stranger(Try),
    /// Nothing more: write down what is only counted.
    Settle,
}

type Told = oneshot::Sender<Result<(), Error>>;

/// Records reads: many events, one commit. Answers when the event is durable.
#[derive(Clone)]
pub(crate) struct Recorder {
    queue: mpsc::Sender<(What, Told)>,
    /// Accounts that were refused as strangers, and when last.
    refused: Arc<Mutex<HashMap<String, Instant>>>,
}

/// At most this many events share a commit.
const BATCH: usize = 128;
/// How long counts of strangers lie in memory.
const PAUSE: Duration = Duration::from_secs(1);
/// How long a stranger is known as one, in seconds.
const KNOWN: i64 = 60;
/// Beyond so many, those whose minute is over are forgotten.
const MOST_KNOWN: usize = 10_000;
/// How often a batch is written: once with the heads that are remembered, then with those that are read. More only
/// after a fault of the database that passes.
const TRIES: u32 = 8;

impl Recorder {
    /// Starts the task that writes; it ends when the last recorder is dropped.
    pub(crate) fn start(db: Db, seal: Arc<Seal>, clock: Clock) -> Self {
        let (queue, waiting) = mpsc::channel(4096);
        let task = Task { db, seal, clock, heads: HashMap::new(), strangers: Strangers::default() };
        tokio::spawn(task.work(waiting));
        Self { queue, refused: Arc::default() }
    }

    /// Records an event; it is durable when this returns.
    pub(crate) async fn record(&self, event: Event) -> Result<(), Error> {
        self.send(What::Event(event)).await
    }

    /// Records what a stranger tried. One of many in a minute is counted, and stands in the log when the minute is
    /// over.
    pub(crate) async fn refuse(&self, tried: Try) -> Result<(), Error> {
        self.remember(&tried.event);
        self.send(What::Stranger(tried)).await
    }

    fn remember(&self, event: &Event) {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        if refused.len() > MOST_KNOWN {
            refused.retain(|_, last| event.at.seconds_since(*last) < KNOWN);
        }
        refused.insert(event.account_key.0.clone(), event.at);
    }

    /// Whether this account was refused as a stranger within the last minute.
    pub(crate) fn refused_lately(&self, session: &Session, now: Instant) -> bool {
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused.get(&session.account_key.0).is_some_and(|last| now.seconds_since(*last) < KNOWN)
    }

    /// Writes down what is only counted so far.
    pub(crate) async fn settle(&self) -> Result<(), Error> {
        self.send(What::Settle).await
    }

    async fn send(&self, what: What) -> Result<(), Error> {
        let (answer, answered) = oneshot::channel();
        let told = async {
            self.queue.send((what, answer)).await.map_err(|_| Error::Unavailable("the audit log"))?;
            answered.await.map_err(|_| Error::Unavailable("the audit log"))?
        };
        // A batch that fails takes its time, and this one may be in the next: nobody is shown anything for it.
        counted(timeout(left(), told)).await.unwrap_or(Err(Error::Unavailable("the audit log")))
    }
}

/// The task that writes.
struct Task {
    db: Db,
    seal: Arc<Seal>,
    clock: Clock,
    /// Heads of chains, remembered between batches.
    heads: HashMap<String, Head>,
    strangers: Strangers,
}

impl Task {
    async fn work(mut self, mut waiting: mpsc::Receiver<(What, Told)>) {
        let mut batch = Vec::with_capacity(BATCH);
        let mut pause = time::interval(PAUSE);
        pause.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let waits = self.strangers.waits();
            tokio::select! {
                received = waiting.recv_many(&mut batch, BATCH) => {
                    if received == 0 {
                        return;
                    }
                    self.batch(&mut batch).await;
                }
                _ = pause.tick(), if waits => self.write_counted(false).await,
            }
        }
    }

    /// Writes a batch and answers.
    async fn batch(&mut self, batch: &mut Vec<(What, Told)>) {
        let (mut events, mut answers, mut settle) = (Vec::new(), Vec::new(), false);
        for (what, answer) in batch.drain(..) {
            match what {
                What::Event(event) => events.push(event),
                What::Stranger(tried) => events.extend(self.strangers.take(tried)),
                What::Settle => settle = true,
            }
            answers.push(answer);
        }
        let written = self.write(&events, &Due::default()).await;
        if settle {
            self.write_counted(true).await;
        }
        for answer in answers {
            let told = match written {
                Ok(()) => Ok(()),
                Err(_) => Err(Error::Unavailable("the audit log")),
            };
            // The request may have gone away; its event stays.
            let _gone = answer.send(told);
        }
    }

    async fn write_counted(&mut self, all: bool) {
        let due = self.strangers.due(self.clock.now(), all);
        if !due.is_empty() && self.write(&due.events, &due).await.is_err() {
            self.strangers.again(due);
        }
    }

    /// Writes events, and what was counted. Another process or a write may have moved a chain whose head is
    /// remembered, which the primary key tells: then the heads are read again.
    async fn write(&mut self, events: &[Event], counted: &Due) -> Result<(), Error> {
        if events.is_empty() && counted.counts.is_empty() {
            return Ok(());
        }
        let mut tries = 0;
        let fault = loop {
            tries += 1;
            match self.try_to_write(events, counted).await {
                Err(fault) if is_tried_again(tries, fault.is_duplicate() || fault.is_transient()) => {
                    for event in events {
                        self.heads.remove(&event.subject);
                    }
                }
                Err(fault) => break fault,
                Ok(()) => {
                    if self.heads.len() > 50_000 {
                        self.heads.clear();
                    }
                    return Ok(());
                }
            }
        };
        self.heads.clear();
        tracing::error!(code = fault.failure_code(), "audit events could not be written");
        Err(fault)
    }

    async fn try_to_write(&mut self, events: &[Event], counted: &Due) -> Result<(), Error> {
        let marker: Marker = self.seal.marker()?;
        let mut tx = self.db.begin_append().await?;
        let chains: BTreeSet<&str> = events.iter().map(|event| event.subject.as_str()).collect();
        tx.order(self.db.engine(), chains).await?;
        for event in events {
            let last = match self.heads.get(&event.subject) {
                Some(known) => known.clone(),
                None => head(&mut tx, &event.subject).await?,
            };
            let next = insert(&mut tx, &marker, event, &last).await?;
            self.heads.insert(event.subject.clone(), next);
        }
        for ((consumer, day), count) in &counted.counts {
            run(&mut tx, &COUNT_STRANGERS, None, [consumer, day, &count.tries, &count.last_at])
                .await?
                .or_not();
        }
        tx.commit().await?;
        Ok(())
    }
}

/// Whether a batch is written once more after so many tries.
fn is_tried_again(tries: u32, passes: bool) -> bool {
    passes && tries < TRIES
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{NOW, of_account, session};
    use domain::people::{Actor, AssisterKey};

    fn after(seconds: i64) -> Instant {
        Instant(NOW.0 + seconds * 1_000_000)
    }

    fn of(account: &str) -> Session {
        of_account(&session(Actor::Assister(AssisterKey("bo".into())), "Bo"), account)
    }

    fn refused(recorder: &Recorder, account: &str, seconds: i64) {
        recorder.remember(&Event::of_stranger(&of(account), "consumer:ana", "read_consumer", after(seconds)));
    }

    #[test]
    fn a_stranger_is_known_as_one_for_a_minute() {
        let recorder = Recorder { queue: mpsc::channel(1).0, refused: Arc::default() };
        assert!(!recorder.refused_lately(&of("bo"), after(0)));
        refused(&recorder, "bo", 0);
        let known = |account: &str, seconds| recorder.refused_lately(&of(account), after(seconds));
        assert_eq!((known("bo", 0), known("bo", 59), known("bo", 60)), (true, true, false));
        assert!(!known("cy", 0));
    }

    #[test]
    fn a_batch_is_tried_again_as_long_as_its_fault_passes_and_eight_times_at_most() {
        assert!((1..8).all(|tries| is_tried_again(tries, true)));
        assert!(!is_tried_again(8, true) && !is_tried_again(9, true));
        assert!((1..9).all(|tries| !is_tried_again(tries, false)));
    }

    #[test]
    fn of_very_many_strangers_those_whose_minute_is_over_are_forgotten() {
        let recorder = Recorder { queue: mpsc::channel(1).0, refused: Arc::default() };
        for number in 0..MOST_KNOWN {
            refused(&recorder, &number.to_string(), 0);
        }
        refused(&recorder, "bo", 1);
        let known = || recorder.refused.lock().unwrap().len();
        assert_eq!(known(), MOST_KNOWN + 1);
        refused(&recorder, "cy", 60);
        assert_eq!(known(), 2);
        assert!(
            recorder.refused_lately(&of("bo"), after(60)) && recorder.refused_lately(&of("cy"), after(60))
        );
    }
}
