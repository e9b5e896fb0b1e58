//! The only clock. Everything else is handed an instant or a day, so that a rule can be tested on any day.

use domain::instant::Instant;
use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// Where the time comes from.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// A fixed instant, in microseconds since 1970, that a test or a practice run moves.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands still at this instant until it is moved.
    pub fn standing_at(instant: Timestamp) -> Self {
        Clock::Set(Arc::new(AtomicI64::new(instant.as_microsecond())))
    }

    /// Now.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    pub fn now(&self) -> Instant {
        Instant(match self {
            Clock::System => Timestamp::now().as_microsecond(),
            Clock::Set(instant) => instant.load(Ordering::SeqCst),
        })
    }

    /// Moves a set clock forward; the system's clock is not moved.
    pub fn advance(&self, seconds: i64) {
        if let Clock::Set(instant) = self {
            instant.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
        }
    }

    /// Today in a time zone; UTC when the zone is unknown.
    pub fn today(&self, time_zone: &str) -> Date {
        day_of(self.now(), time_zone)
    }
}

/// The day of an instant in a time zone; UTC when the zone is unknown.
pub fn day_of(instant: Instant, time_zone: &str) -> Date {
    civil_of(instant, time_zone).date()
}

/// Day and time of an instant in a time zone; UTC when the zone is unknown.
pub fn civil_of(instant: Instant, time_zone: &str) -> DateTime {
    let zone = TimeZone::get(time_zone).unwrap_or(TimeZone::UTC);
    Timestamp::from_microsecond(instant.0).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone).datetime()
}
