//! What the exchange's staff do about files and answers.

use domain::{
    carrier::FileVerdict,
    instant::Instant,
    people::{AccountKey, AnswerKey, OutboxKey},
};
use door::{Changed, One, Roster, rows, statements};

/// Messages are due once more, as if they had never been tried.
macro_rules! due_again {
    ($messages:literal) => {
        concat!(
            "UPDATE outbox SET sent_at = NULL, lease_until = 0, attempts = 0, begun_at = NULL, fault = NULL \
             WHERE destination = $1 AND sent_at IS NOT NULL AND outbox_key IN (SELECT l.outbox_key FROM ",
            $messages,
            ")"
        )
    };
}

rows! {
    /// How a file stands.
    pub(super) struct Stands {
        pub(super) verdict: Option<FileVerdict>,
        pub(super) audit_year: Option<i16>,
        pub(super) again_asked_at: Option<Instant>,
        pub(super) sent_again_at: Option<Instant>,
    }

    /// How many messages are in doubt.
    pub(super) struct InDoubt {
        pub(super) messages: i64,
    }

    /// Whether an answer was settled, and the message of ours that it refuses.
    pub(super) struct Settled {
        pub(super) settled_at: Option<Instant>,
        pub(super) carrier: String,
        pub(super) outbox_key: Option<OutboxKey>,
    }
}

statements! {
    pub(super) fn stands(Roster, carrier: &str, number: i64) -> Option<Stands> =
        "SELECT verdict, audit_year, again_asked_at, sent_again_at FROM carrier_files WHERE carrier = $1 AND number = $2";
    /// The same file, of which no answer is known.
    pub(super) fn ask_again(Roster, carrier: &str, number: i64, now: Instant) -> Changed =
        "UPDATE carrier_files SET again_asked_at = $3 WHERE carrier = $1 AND number = $2 \
         AND (verdict IS NULL OR verdict = 'received') AND again_asked_at IS NULL";
    /// Whoever asks for a file again has mended what kept it, so the carrier's server is tried at once.
    pub(super) fn try_now(Roster, carrier: &str) -> Changed =
        "UPDATE carrier_ways SET due_at = 0 WHERE carrier = $1";
    /// A file that the carrier refused: what was in it goes in the next one.
    pub(super) fn replace(Roster, carrier: &str, number: i64, now: Instant) -> Changed =
        "UPDATE carrier_files SET sent_again_at = $3 WHERE carrier = $1 AND number = $2 AND verdict = 'rejected' AND sent_again_at IS NULL";
    /// What stood in a file is due again, and everything that the carrier was told of the same enrollments after it: its last
    /// word must be the last (ENR-7).
    pub(super) fn due_again(Roster, carrier: &str, number: i64) -> Changed =
        due_again!("carrier_file_items i JOIN outbox o ON o.outbox_key = i.outbox_key \
         JOIN outbox l ON l.kind = 'enrollment_834' AND l.subject = o.subject AND l.outbox_key >= o.outbox_key \
         WHERE i.carrier = $1 AND i.number = $2");
    /// The same of one message.
    pub(super) fn message_due_again(Roster, carrier: &str, message: &OutboxKey) -> Changed =
        due_again!("outbox o JOIN outbox l ON l.kind = 'enrollment_834' AND l.subject = o.subject AND l.outbox_key >= o.outbox_key \
         WHERE o.outbox_key = $2");
    /// Messages to a carrier of which nobody knows whether they went.
    pub(super) fn in_doubt(Roster, carrier: &str) -> One<InDoubt> =
        "SELECT count(*) AS messages FROM outbox WHERE kind = 'enrollment_834' AND destination = $1 AND sent_at IS NULL AND begun_at IS NOT NULL";
    pub(super) fn settled(Roster, key: &AnswerKey) -> Option<Settled> =
        "SELECT settled_at, carrier, outbox_key FROM carrier_answers WHERE answer_key = $1";
    pub(super) fn settle(Roster, key: &AnswerKey, now: Instant, by: &AccountKey, how: &str) -> Changed =
        "UPDATE carrier_answers SET settled_at = $2, settled_by = $3, settled_how = $4 WHERE answer_key = $1 AND settled_at IS NULL";
}
