//! A carrier's control numbers, and which enrollments went out with its file.

use crate::outbox::Message;
use domain::{instant::Instant, people::OutboxKey};
use door::{AtWork, Beside, Changed, One, batches, rows, statements};

/// Of an enrollment `e`: the agent of record on the day for which `agent_join` looks (ENR-6).
macro_rules! agent_columns {
    () => {
        "CASE WHEN n.step_key IS NULL THEN e.broker_name ELSE n.broker_name END AS broker_name, \
         CASE WHEN n.step_key IS NULL THEN e.broker_npn ELSE n.broker_npn END AS broker_npn"
    };
}
/// The last change of the agent of record of an enrollment `e` that counts on a day, or on its first one when that is later.
macro_rules! agent_join {
    ($day:literal) => {
        concat!(
            " LEFT JOIN enrollment_agents n ON n.step_key = (SELECT c.step_key FROM enrollment_agents c \
             WHERE c.enrollment_key = e.enrollment_key AND (c.from_on <= ",
            $day,
            " OR c.from_on <= e.effective_on) ORDER BY c.from_on DESC, c.step_key DESC LIMIT 1) "
        )
    };
}
/// What an enrollment `e` costs on a day, or on its first one when that is later, where somebody has left it.
macro_rules! terms_join {
    ($day:literal) => {
        concat!(
            " LEFT JOIN enrollment_terms t ON t.step_key = (SELECT l.step_key FROM enrollment_terms l \
             WHERE l.enrollment_key = e.enrollment_key AND (l.from_on <= ",
            $day,
            " OR l.from_on <= e.effective_on) ORDER BY l.from_on DESC, l.step_key DESC LIMIT 1) "
        )
    };
}
/// What an enrollment, by its name in the statement, costs since the last one left it.
macro_rules! last_terms_join {
    ($terms:literal, $of:literal) => {
        concat!(
            " LEFT JOIN enrollment_terms ",
            $terms,
            " ON ",
            $terms,
            ".step_key = (SELECT l.step_key FROM enrollment_terms l WHERE l.enrollment_key = ",
            $of,
            ".enrollment_key ORDER BY l.from_on DESC, l.step_key DESC LIMIT 1) "
        )
    };
}
pub(crate) use {agent_columns, agent_join, last_terms_join, terms_join};

rows! {
    /// The last numbers used.
    pub(super) struct Numbers {
        pub(super) interchange: i64,
        pub(super) transaction_number: i64,
        /// When an audit file began that nobody has seen written, and of which plan year.
        pub(super) audit_begun_at: Option<Instant>,
        pub(super) audit_year: Option<i16>,
    }

    /// A carrier.
    pub(super) struct Asked {
        pub(super) carrier: String,
    }

    /// A message at its place in a file.
    pub(super) struct Placed {
        pub(super) place: i64,
        pub(super) message: Message,
    }

    /// A carrier and a year with coverage, and when the last audit of them was written.
    pub(super) struct WithCoverage {
        pub(super) carrier: String,
        pub(super) plan_year: i16,
        pub(super) last_at: Option<Instant>,
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
         ON CONFLICT (carrier) DO UPDATE SET carrier = excluded.carrier RETURNING interchange, transaction_number, audit_begun_at, audit_year";
    /// A message that nobody has seen: no attempt began that may have succeeded, and it stood in no file.
    pub(super) fn take_back(Beside, key: &OutboxKey) -> Changed =
        "DELETE FROM outbox WHERE outbox_key = $1 AND kind = 'enrollment_834' AND sent_at IS NULL AND begun_at IS NULL \
         AND NOT EXISTS (SELECT 1 FROM carrier_file_items i WHERE i.outbox_key = outbox.outbox_key)";
    /// The attempt at everything due to a carrier begins. A message does not go before another about the same enrollment that
    /// is not due: a carrier that hears of the end before the beginning has coverage in force that ended (ENR-7).
    pub(super) fn begin_all(AtWork, carrier: &str, tries: i64, now: Instant) -> Changed =
        "UPDATE outbox SET begun_at = $3 \
         WHERE kind = 'enrollment_834' AND destination = $1 AND sent_at IS NULL AND lease_until <= $3 AND attempts < $2 \
         AND NOT EXISTS (SELECT 1 FROM outbox b WHERE b.kind = 'enrollment_834' AND b.subject = outbox.subject \
             AND b.outbox_key < outbox.outbox_key AND b.destination = outbox.destination AND b.sent_at IS NULL \
             AND (b.lease_until > $3 OR b.attempts >= $2))";
    /// What stands in a file, in its order, after a message.
    pub(super) fn in_file(AtWork, carrier: &str, number: i64, after: i64, most: i64) -> Vec<Placed> =
        "SELECT i.place, o.outbox_key, o.destination, o.subject, o.body, o.created_at, o.lease_until, o.attempts, o.begun_at \
         FROM carrier_file_items i JOIN outbox o ON o.outbox_key = i.outbox_key \
         WHERE i.carrier = $1 AND i.number = $2 AND i.place > $3 ORDER BY i.place LIMIT $4";
    pub(super) fn add_file(AtWork, carrier: &str, number: i64, name: &str, now: Instant, first: i64, transactions: i64, begun_at: Instant) -> Changed =
        "INSERT INTO carrier_files (carrier, number, name, written_at, first_transaction, transactions, begun_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// Carriers and years, from one on, with coverage in force.
    pub(super) fn audited(AtWork, year: i16) -> Vec<WithCoverage> =
        "SELECT e.carrier, e.plan_year, (SELECT max(f.written_at) FROM carrier_files f \
             WHERE f.carrier = e.carrier AND f.audit_year = e.plan_year) AS last_at \
         FROM (SELECT DISTINCT carrier, plan_year FROM enrollments WHERE plan_year >= $1 AND state IN ('effectuated','terminated')) e \
         ORDER BY e.carrier, e.plan_year";
    /// Carriers with a file that somebody asked for again, or an audit that was begun.
    pub(super) fn carriers_again(AtWork) -> Vec<Asked> =
        "SELECT carrier FROM carrier_files WHERE again_asked_at IS NOT NULL \
         UNION SELECT carrier FROM carrier_numbers WHERE audit_begun_at IS NOT NULL ORDER BY carrier";
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

batches! {
    BATCHES;

    /// A message at its place in a file.
    pub(super) struct Item<'a> {
        carrier: &'a str,
        number: i64,
        place: i64,
        key: &'a OutboxKey,
    } => {
        fn add_items(AtWork) =
            "INSERT INTO carrier_file_items (carrier, number, place, outbox_key) VALUES ($1, $2, $3, $4)";
    }
}
