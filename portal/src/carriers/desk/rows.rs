//! What the exchange's staff do about files and answers.

use domain::{
    carrier::FileVerdict,
    instant::Instant,
    people::{AccountKey, AnswerKey, OutboxKey},
};
use door::{Changed, Roster, rows, statements};

/// What was sent is due once more, as if it had never been tried.
macro_rules! due_again {
    ($first:literal) => {
        concat!(
            "UPDATE outbox SET sent_at = NULL, lease_until = 0, attempts = 0, begun_at = NULL, fault = NULL \
             WHERE kind = 'enrollment_834' AND destination = $1 AND sent_at IS NOT NULL AND EXISTS (SELECT 1 FROM (",
            $first,
            ") f WHERE f.subject = outbox.subject AND f.outbox_key <= outbox.outbox_key)"
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
    /// A file that the carrier refused: what was in it goes in the next one.
    pub(super) fn replace(Roster, carrier: &str, number: i64, now: Instant) -> Changed =
        "UPDATE carrier_files SET sent_again_at = $3 WHERE carrier = $1 AND number = $2 AND verdict = 'rejected' AND sent_again_at IS NULL";
    /// What stood in a file is due again, and everything that the carrier was told of the same enrollments after it: its last
    /// word must be the last (ENR-7).
    pub(super) fn due_again(Roster, carrier: &str, number: i64) -> Changed =
        due_again!("SELECT o.subject, o.outbox_key FROM carrier_file_items i JOIN outbox o ON o.outbox_key = i.outbox_key \
         WHERE i.carrier = $1 AND i.number = $2");
    /// The same of one message.
    pub(super) fn message_due_again(Roster, carrier: &str, message: &OutboxKey) -> Changed =
        due_again!("SELECT o.subject, o.outbox_key FROM outbox o WHERE o.outbox_key = $2");
    pub(super) fn settled(Roster, key: &AnswerKey) -> Option<Settled> =
        "SELECT settled_at, carrier, outbox_key FROM carrier_answers WHERE answer_key = $1";
    pub(super) fn settle(Roster, key: &AnswerKey, now: Instant, by: &AccountKey, how: &str) -> Changed =
        "UPDATE carrier_answers SET settled_at = $2, settled_by = $3, settled_how = $4 WHERE answer_key = $1 AND settled_at IS NULL";
}
