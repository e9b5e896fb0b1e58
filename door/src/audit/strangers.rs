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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{NOW, of_account, session};
    use domain::people::{Actor, AssisterKey};
    use jiff::civil::date;

    fn after(seconds: i64) -> Instant {
        Instant(NOW.0 + seconds * 1_000_000)
    }

    /// Somebody's try at Ana's data, so many seconds later; of another account when it is named.
    fn tried(account: &str, seconds: i64, there: bool) -> Try {
        let bo = of_account(&session(Actor::Assister(AssisterKey("bo".into())), "Bo"), account);
        let event = Event::of_stranger(&bo, "consumer:ana", "read_consumer", after(seconds));
        let consumer = there.then(|| ConsumerKey("ana".into()));
        Try { event, consumer, day: date(2026, 11, 23) }
    }

    fn told(strangers: &mut Strangers, account: &str, seconds: i64, times: u32) -> usize {
        (0..times).filter(|_| strangers.take(tried(account, seconds, false)).is_some()).count()
    }

    #[test]
    fn of_many_tries_in_a_minute_sixty_stand_for_themselves_and_one_event_for_the_others() {
        let mut strangers = Strangers::default();
        assert!(!strangers.waits());
        assert_eq!((told(&mut strangers, "bo", 0, 62), told(&mut strangers, "cy", 1, 3)), (60, 3));
        assert!(strangers.waits());
        assert!(strangers.due(after(59), false).is_empty());
        let due = strangers.due(after(60), false);
        assert!(!due.is_empty() && due.counts.is_empty());
        let [one] = due.events.as_slice() else { panic!("{:?}", due.events) };
        assert_eq!((one.action, one.target.as_deref()), ("tried_again", Some("2 more tries")));
        assert_eq!((one.at, one.account_key.0.as_str()), (after(0), "bo"));
        // Cy's minute goes on, and ends without an event of its own: nothing was left out.
        assert!(strangers.waits());
        assert!(strangers.due(after(61), false).is_empty());
        assert!(!strangers.waits());
    }

    #[test]
    fn the_next_minute_begins_anew_and_the_end_writes_everything_down() {
        let mut strangers = Strangers::default();
        assert_eq!((told(&mut strangers, "bo", 0, 61), told(&mut strangers, "bo", 59, 1)), (60, 0));
        assert_eq!(told(&mut strangers, "bo", 60, 61), 60);
        let due = strangers.due(after(61), true);
        let targets: Vec<_> = due.events.iter().map(|event| event.target.as_deref()).collect();
        assert_eq!(targets, [Some("2 more tries"), Some("1 more tries")]);
        assert!(!strangers.waits());
        // What could not be written comes again, and keeps the job awake.
        strangers.again(due);
        assert!(strangers.waits());
        assert_eq!(strangers.due(after(61), false).events.len(), 2);
    }

    #[test]
    fn tries_at_one_consumer_are_counted_a_day_and_survive_a_fault() {
        let mut strangers = Strangers::default();
        for seconds in [5, 3] {
            strangers.take(tried("bo", seconds, true));
        }
        let due = strangers.due(after(5), false);
        assert!(!due.is_empty() && due.events.is_empty());
        assert!(
            !strangers
                .due(after(70), true)
                .counts
                .contains_key(&(ConsumerKey("ana".into()), date(2026, 11, 23)))
        );
        strangers.again(due);
        assert!(strangers.waits());
        strangers.take(tried("bo", 4, true));
        let due = strangers.due(after(5), false);
        let [(of, count)] = due.counts.iter().collect::<Vec<_>>()[..] else {
            panic!("one consumer, one day")
        };
        assert_eq!(
            (of.0.0.as_str(), of.1, count.tries, count.last_at),
            ("ana", date(2026, 11, 23), 3, after(5))
        );
    }
}
