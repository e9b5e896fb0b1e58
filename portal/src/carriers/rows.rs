//! A carrier's control numbers, and which enrollments went out with its file.

use domain::{instant::Instant, people::OutboxKey};
use door::{AtWork, Changed, One, rows, statements};

rows! {
    /// The last numbers used.
    pub(super) struct Numbers {
        pub(super) interchange: i64,
        pub(super) transaction_number: i64,
    }

    /// A carrier.
    pub(super) struct Asked {
        pub(super) carrier: String,
    }

    /// A file that goes once more, as it was.
    pub(super) struct Again {
        pub(super) number: i64,
        pub(super) first_transaction: i64,
        pub(super) begun_at: Instant,
    }
}

statements! {
    pub(super) fn numbers(AtWork, carrier: &str) -> One<Numbers> =
        "INSERT INTO carrier_numbers (carrier, interchange, transaction_number) VALUES ($1, 0, 0) \
         ON CONFLICT (carrier) DO UPDATE SET carrier = excluded.carrier RETURNING interchange, transaction_number";
    /// The messages from `first` to `last`, done now, are in this file.
    pub(super) fn in_file(AtWork, carrier: &str, first: &OutboxKey, last: &OutboxKey, now: Instant, number: i64) -> Changed =
        "UPDATE outbox SET file_number = $5 WHERE kind = 'enrollment_834' AND destination = $1 AND outbox_key >= $2 \
         AND outbox_key <= $3 AND sent_at = $4 AND file_number IS NULL";
    pub(super) fn add_file(AtWork, carrier: &str, number: i64, name: &str, now: Instant, first: i64, transactions: i64, begun_at: Instant) -> Changed =
        "INSERT INTO carrier_files (carrier, number, name, written_at, first_transaction, transactions, begun_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// Carriers with a file that somebody asked for again.
    pub(super) fn carriers_again(AtWork) -> Vec<Asked> =
        "SELECT DISTINCT carrier FROM carrier_files WHERE again_asked_at IS NOT NULL ORDER BY carrier";
    /// The files of a carrier that somebody asked for again.
    pub(super) fn asked_again(AtWork, carrier: &str) -> Vec<Again> =
        "SELECT number, first_transaction, coalesce(begun_at, written_at) AS begun_at FROM carrier_files \
         WHERE carrier = $1 AND again_asked_at IS NOT NULL ORDER BY number";
    pub(super) fn gone_again(AtWork, carrier: &str, number: i64, now: Instant) -> Changed =
        "UPDATE carrier_files SET again_asked_at = NULL, sent_again_at = $3 WHERE carrier = $1 AND number = $2";
    /// One file with so many transactions went out.
    pub(super) fn count(AtWork, carrier: &str, transactions: i64) -> Changed =
        "UPDATE carrier_numbers SET interchange = interchange + 1, transaction_number = transaction_number + $2 WHERE carrier = $1";
    /// The enrollments whose messages, from `first` to `last`, are done now.
    pub(super) fn sent(AtWork, carrier: &str, first: &OutboxKey, last: &OutboxKey, now: Instant) -> Changed =
        "UPDATE enrollments SET state = 'sent' WHERE state = 'signed' AND enrollment_key IN \
         (SELECT subject FROM outbox WHERE kind = 'enrollment_834' AND destination = $1 AND outbox_key >= $2 AND outbox_key <= $3 \
          AND sent_at = $4)";
    /// That each of them was told to its carrier: the message is the step, once, also when it goes again in another file.
    pub(super) fn note_sent(AtWork, carrier: &str, first: &OutboxKey, last: &OutboxKey, now: Instant) -> Changed =
        "INSERT INTO enrollment_steps (step_key, consumer_key, enrollment_key, at, state) \
         SELECT o.outbox_key, e.consumer_key, e.enrollment_key, o.sent_at, 'sent' FROM outbox o JOIN enrollments e ON e.enrollment_key = o.subject \
         WHERE o.kind = 'enrollment_834' AND o.destination = $1 AND o.outbox_key >= $2 AND o.outbox_key <= $3 AND o.sent_at = $4 \
         ON CONFLICT (step_key) DO NOTHING";
}
