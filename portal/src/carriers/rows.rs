//! A carrier's control numbers, and which enrollments went out with its file.

use domain::{instant::Instant, people::OutboxKey};
use door::{AtWork, Changed, One, rows, statements};

rows! {
    /// The last numbers used.
    pub(super) struct Numbers {
        pub(super) interchange: i64,
        pub(super) transaction_number: i64,
    }
}

statements! {
    pub(super) fn numbers(AtWork, carrier: &str) -> One<Numbers> =
        "INSERT INTO carrier_numbers (carrier, interchange, transaction_number) VALUES ($1, 0, 0) \
         ON CONFLICT (carrier) DO UPDATE SET carrier = excluded.carrier RETURNING interchange, transaction_number";
    /// One file with so many transactions went out.
    pub(super) fn count(AtWork, carrier: &str, transactions: i64) -> Changed =
        "UPDATE carrier_numbers SET interchange = interchange + 1, transaction_number = transaction_number + $2 WHERE carrier = $1";
    /// The enrollments whose messages, from `first` to `last`, are done now.
    pub(super) fn sent(AtWork, carrier: &str, first: &OutboxKey, last: &OutboxKey, now: Instant) -> Changed =
        "UPDATE enrollments SET state = 'sent' WHERE state = 'signed' AND enrollment_key IN \
         (SELECT subject FROM outbox WHERE kind = 'enrollment_834' AND destination = $1 AND outbox_key >= $2 AND outbox_key <= $3 \
          AND sent_at = $4)";
}
