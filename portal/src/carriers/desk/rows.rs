//! What the exchange's staff do about files and answers.

use domain::{
    carrier::FileVerdict,
    instant::Instant,
    people::{AccountKey, AnswerKey},
};
use door::{Changed, Roster, rows, statements};

rows! {
    /// How a file stands.
    pub(super) struct Stands {
        pub(super) verdict: Option<FileVerdict>,
        pub(super) again_asked_at: Option<Instant>,
        pub(super) sent_again_at: Option<Instant>,
    }

    /// Whether an answer was settled.
    pub(super) struct Settled {
        pub(super) settled_at: Option<Instant>,
    }
}

statements! {
    pub(super) fn stands(Roster, carrier: &str, number: i64) -> Option<Stands> =
        "SELECT verdict, again_asked_at, sent_again_at FROM carrier_files WHERE carrier = $1 AND number = $2";
    /// The same file, of which no answer is known.
    pub(super) fn ask_again(Roster, carrier: &str, number: i64, now: Instant) -> Changed =
        "UPDATE carrier_files SET again_asked_at = $3 WHERE carrier = $1 AND number = $2 AND verdict IS NULL AND again_asked_at IS NULL";
    /// A file that the carrier refused: what was in it goes in the next one.
    pub(super) fn replace(Roster, carrier: &str, number: i64, now: Instant) -> Changed =
        "UPDATE carrier_files SET sent_again_at = $3 WHERE carrier = $1 AND number = $2 AND verdict = 'rejected' AND sent_again_at IS NULL";
    pub(super) fn due_again(Roster, carrier: &str, number: i64) -> Changed =
        "UPDATE outbox SET sent_at = NULL, lease_until = 0, attempts = 0, begun_at = NULL, fault = NULL, file_number = NULL \
         WHERE kind = 'enrollment_834' AND destination = $1 AND file_number = $2 AND sent_at IS NOT NULL";
    pub(super) fn settled(Roster, key: &AnswerKey) -> Option<Settled> =
        "SELECT settled_at FROM carrier_answers WHERE answer_key = $1";
    pub(super) fn settle(Roster, key: &AnswerKey, now: Instant, by: &AccountKey, how: &str) -> Changed =
        "UPDATE carrier_answers SET settled_at = $2, settled_by = $3, settled_how = $4 WHERE answer_key = $1 AND settled_at IS NULL";
}
