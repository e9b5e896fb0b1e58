//! Tries of people without a basis. Each stands in its own account's chain; beyond some a minute they are counted
//! there as one event, so that nobody fills the log by asking. What they aimed at is counted too, for the consumer's
//! activity: in memory, and written down a moment later, so that no answer tells by its time whether there is such
//! a consumer.

use super::{Event, recorder::Try};
use domain::{instant::Instant, people::ConsumerKey};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};

/// Events of one account that stand for themselves in one minute.
const TOLD: u32 = 60;
const MINUTE: i64 = 60;
/// The word of the event that counts the others.
const FOLDED: &str = "tried_again";

/// What is counted and not yet written.
#[derive(Default)]
pub(super) struct Strangers {
    minutes: HashMap<String, Minute>,
    over: Vec<Event>,
    counts: BTreeMap<(ConsumerKey, Date), Count>,
}

/// Tries at one consumer's data on one day.
#[derive(Clone, Copy, Default)]
pub(super) struct Count {
    pub(super) tries: i64,
    pub(super) last_at: Instant,
}

/// What is to be written.
#[derive(Default)]
pub(super) struct Due {
    pub(super) events: Vec<Event>,
    pub(super) counts: BTreeMap<(ConsumerKey, Date), Count>,
}

impl Due {
    pub(super) fn is_empty(&self) -> bool {
        self.events.is_empty() && self.counts.is_empty()
    }
}

/// The tries of one account since its last quiet moment.
struct Minute {
    since: Instant,
    told: u32,
    further: i64,
    last: Event,
}

impl Minute {
    fn is_over(&self, now: Instant) -> bool {
        now.seconds_since(self.since) >= MINUTE
    }

    /// The event that stands for those that were not written one by one.
    fn folded(self) -> Option<Event> {
        let target = Some(format!("{} more tries", self.further));
        (self.further > 0).then_some(Event { action: FOLDED, target, ..self.last })
    }
}

impl Strangers {
    /// Takes a try in; gives its event when it is to be written by itself.
    pub(super) fn take(&mut self, tried: Try) -> Option<Event> {
        let Try { event, consumer, day } = tried;
        if let Some(consumer) = consumer {
            let count = self.counts.entry((consumer, day)).or_default();
            count.tries += 1;
            count.last_at = count.last_at.max(event.at);
        }
        let account = event.account_key.0.clone();
        if self.minutes.get(&account).is_some_and(|minute| minute.is_over(event.at)) {
            self.over.extend(self.minutes.remove(&account).and_then(Minute::folded));
        }
        let minute = self.minutes.entry(account).or_insert_with(|| Minute {
            since: event.at,
            told: 0,
            further: 0,
            last: event.clone(),
        });
        if minute.told < TOLD {
            minute.told += 1;
            return Some(event);
        }
        minute.further += 1;
        minute.last = event;
        None
    }

    /// Whether anything waits for being written.
    pub(super) fn waits(&self) -> bool {
        !(self.minutes.is_empty() && self.over.is_empty() && self.counts.is_empty())
    }

    /// What is to be written now: the counts, and the minutes that are over; `all` of them at the end.
    pub(super) fn due(&mut self, now: Instant, all: bool) -> Due {
        let over = self.minutes.extract_if(|_, minute| all || minute.is_over(now));
        self.over.extend(over.filter_map(|(_, minute)| minute.folded()));
        Due { events: std::mem::take(&mut self.over), counts: std::mem::take(&mut self.counts) }
    }

    /// Takes back what could not be written.
    pub(super) fn again(&mut self, due: Due) {
        self.over.extend(due.events);
        for (of, count) in due.counts {
            let kept = self.counts.entry(of).or_default();
            kept.tries += count.tries;
            kept.last_at = kept.last_at.max(count.last_at);
        }
    }
}
