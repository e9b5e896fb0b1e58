//! A point in time as it is stored: microseconds since 1970. The days and hours of it depend on the exchange's
//! time zone, so they are told by whoever has the clock.

use crate::stored::stored;
use serde::{Deserialize, Serialize};

/// Microseconds since 1970, UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

stored!(Instant, Number, |instant| instant.0, |number| Some(Self(*number)));

/// A second, in microseconds.
pub const SECOND: i64 = 1_000_000;

impl Instant {
    /// So many seconds later; the last instant there is when that is too far.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(SECOND)))
    }

    /// So many seconds earlier.
    #[must_use]
    pub fn minus_seconds(self, seconds: i64) -> Self {
        self.plus_seconds(-seconds)
    }

    /// Whole seconds from an earlier instant to this one; negative when that one is later.
    pub fn seconds_since(self, earlier: Instant) -> i64 {
        self.0.saturating_sub(earlier.0) / SECOND
    }
}

impl From<i64> for Instant {
    fn from(microseconds: i64) -> Self {
        Self(microseconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_moves_by_seconds_and_never_wraps() {
        let at = Instant(5_000_000);
        assert_eq!(at.plus_seconds(2).seconds_since(at), 2);
        assert_eq!(at.minus_seconds(2).seconds_since(at), -2);
        assert_eq!(at.plus_seconds(i64::MAX), Instant(i64::MAX));
    }
}
