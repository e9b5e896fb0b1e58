//! What leaves the process. A message is written into the outbox in the transaction of what it tells about and
//! delivered later, at least once: a worker holds it for a while (its lease), tries, and either it is done or it is
//! due again after a pause, until it was tried often enough.

use crate::people::words;

words! {
    /// What kind of message.
    Kind {
        /// A mail to a person.
        Mail = "mail",
        /// An enrollment on its way to its carrier.
        Enrollment = "enrollment_834",
    }
}

/// The longest pause between two tries, in seconds.
const LONGEST_PAUSE: i64 = 3600;

/// Seconds until a message that was tried so often is due again: twice as long each time, up to an hour.
pub fn pause_after(tries: i64) -> i64 {
    let doubling = u32::try_from(tries.clamp(0, 20)).unwrap_or(20);
    (15_i64 << doubling).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_doubles_up_to_an_hour() {
        assert_eq!([1, 2, 3, 7, 8, 9, i64::MAX].map(pause_after), [30, 60, 120, 1920, 3600, 3600, 3600]);
    }
}
