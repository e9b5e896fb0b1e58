//! Messages on their way out, of every kind. Before an attempt to deliver begins, that is noted (`begun_at`), in a
//! transaction of its own; the note goes when it is known that the attempt failed. A message is due (`lease_until` has passed), in a worker's hands
//! (leased, without a fault), in a pause (leased, with the fault of the last try), given up (tried as often as its job
//! says), or done (`sent_at`).

use domain::{instant::Instant, outbox::Kind, people::OutboxKey};
use door::{AtWork, Beside, Changed, One, Public, batches, rows, statements};

rows! {
    /// A message in the outbox.
    pub(crate) struct Message {
        pub(crate) outbox_key: OutboxKey,
        pub(crate) destination: String,
        pub(crate) subject: String,
        /// Sealed; empty when it was a mail and is done.
        pub(crate) body: String,
        pub(crate) created_at: Instant,
        pub(crate) lease_until: Instant,
        pub(crate) attempts: i64,
        /// When an attempt began that may have succeeded; nothing when it is known that none did.
        pub(crate) begun_at: Option<Instant>,
    }

    /// What waits for one destination.
    pub struct Waiting {
        /// An address, or a carrier's HIOS number.
        pub destination: String,
        /// How many messages.
        pub waiting: i64,
        /// When the oldest of those that are due was written.
        pub oldest_due: Option<Instant>,
    }

    /// Since when an attempt is in doubt.
    pub(super) struct Begun {
        pub(super) begun_at: Option<Instant>,
    }

    /// A message that was tried in vain.
    pub struct Undelivered {
        /// Its key.
        pub outbox_key: OutboxKey,
        /// A mail's subject, or an enrollment.
        pub subject: String,
        /// How often it was tried.
        pub attempts: i64,
        /// Why it was not delivered; nothing when the worker that had it ended before it could say.
        pub fault: Option<String>,
        /// Whether it is tried no more.
        pub given_up: bool,
    }
}

statements! {
    pub(super) fn put(Beside, key: &OutboxKey, kind: Kind, destination: &str, subject: &str, body: &str, now: Instant) -> Changed =
        "INSERT INTO outbox (outbox_key, kind, destination, subject, body, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    /// The same work, for nobody: `forget_nothing` takes it away.
    pub(super) fn put_nothing(Beside, key: &OutboxKey, kind: Kind, destination: &str, subject: &str, body: &str, now: Instant) -> Changed =
        "INSERT INTO mails_to_nobody (outbox_key, kind, destination, subject, body, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    pub(super) fn forget_nothing(AtWork) -> Changed = "DELETE FROM mails_to_nobody";
    /// Whoever waited for the row finds it leased: the condition stands outside the list too. Of one destination, only
    /// those whose attempt has begun.
    pub(super) fn claim(
        AtWork, lease_until: Instant, now: Instant, kind: Kind, of: Option<&str>, after: &str, tries: i64, most: i64
    ) -> Vec<Message> =
        "UPDATE outbox SET lease_until = $1, attempts = attempts + 1, fault = NULL \
         WHERE sent_at IS NULL AND lease_until <= $2 AND outbox_key IN \
         (SELECT o.outbox_key FROM outbox o WHERE o.kind = $3 AND (CAST($4 AS TEXT) IS NULL OR (o.destination = $4 AND o.begun_at IS NOT NULL)) \
          AND o.outbox_key > $5 AND o.sent_at IS NULL AND o.lease_until <= $2 AND o.attempts < $6 \
          ORDER BY o.outbox_key LIMIT $7) \
         RETURNING outbox_key, destination, subject, body, created_at, lease_until, attempts, begun_at";
    /// The attempt at one message begins, if its lease still holds it.
    pub(super) fn begin(AtWork, key: &OutboxKey, lease_until: Instant, now: Instant) -> Changed =
        "UPDATE outbox SET begun_at = coalesce(begun_at, $3) WHERE outbox_key = $1 AND lease_until = $2 AND sent_at IS NULL";
    /// When the attempt began at the messages to one destination of which nobody knows how it ended.
    pub(super) fn begun(AtWork, kind: Kind, of: &str) -> One<Begun> =
        "SELECT min(begun_at) AS begun_at FROM outbox WHERE kind = $1 AND destination = $2 AND sent_at IS NULL";
    /// The messages from `first` to `last` that their lease still holds. A mail's text is erased: a code stands in it.
    pub(super) fn done(
        AtWork, now: Instant, kind: Kind, destination: &str, first: &OutboxKey, last: &OutboxKey, lease_until: Instant
    ) -> Changed =
        "UPDATE outbox SET sent_at = $1, body = CASE WHEN kind = 'mail' THEN '' ELSE body END \
         WHERE kind = $2 AND destination = $3 AND outbox_key >= $4 AND outbox_key <= $5 AND lease_until = $6 AND sent_at IS NULL";
    /// Tried in vain, as often as `least` at least.
    pub(super) fn again(
        AtWork, key: &OutboxKey, lease_until: Instant, due_at: Instant, fault: &str, begun_at: Option<Instant>, least: i64
    ) -> Changed =
        "UPDATE outbox SET lease_until = $3, fault = $4, begun_at = $5, attempts = CASE WHEN attempts < $6 THEN $6 ELSE attempts END WHERE outbox_key = $1 AND lease_until = $2 AND sent_at IS NULL";
    /// Whatever no worker has in its hands is due at once, as if it had never been tried.
    pub(super) fn anew(AtWork, kind: Kind, of: Option<&str>, now: Instant) -> Changed =
        "UPDATE outbox SET lease_until = 0, attempts = 0 WHERE kind = $1 AND (CAST($2 AS TEXT) IS NULL OR destination = $2) \
         AND sent_at IS NULL AND attempts > 0 AND (fault IS NOT NULL OR lease_until <= $3)";
    pub(super) fn waiting(Public, kind: Kind, now: Instant, tries: i64) -> Vec<Waiting> =
        "SELECT destination, count(*) AS waiting, min(CASE WHEN lease_until <= $2 AND attempts < $3 THEN created_at END) AS oldest_due \
         FROM outbox WHERE kind = $1 AND sent_at IS NULL GROUP BY destination ORDER BY destination";
    pub(super) fn undelivered(Public, kind: Kind, now: Instant, tries: i64, most: i64) -> Vec<Undelivered> =
        "SELECT outbox_key, subject, attempts, fault, CASE WHEN attempts >= $3 THEN 1 ELSE 0 END AS given_up FROM outbox \
         WHERE kind = $1 AND sent_at IS NULL AND attempts > 0 AND (fault IS NOT NULL OR lease_until <= $2) \
         ORDER BY outbox_key LIMIT $4";
    pub(super) fn newest(Public, kind: Kind, most: i64) -> Vec<Message> =
        "SELECT outbox_key, destination, subject, body, created_at, lease_until, attempts, begun_at FROM outbox \
         WHERE kind = $1 ORDER BY created_at DESC, outbox_key DESC LIMIT $2";
    /// Mails as they were staged.
    pub(super) fn put_staged(Beside, batch: &str, now: Instant) -> Changed =
        "INSERT INTO outbox (outbox_key, kind, destination, subject, body, created_at) \
         SELECT s.outbox_key, 'mail', s.destination, s.subject, s.body, CAST($2 AS BIGINT) FROM staged_mails s WHERE s.batch_key = $1";
    pub(super) fn forget_staged(AtWork, batch: &str, before: Instant) -> Changed =
        "DELETE FROM staged_mails WHERE batch_key = $1 OR created_at <= $2";
}

batches! {
    BATCHES;

    /// A mail on its way into the outbox.
    pub(super) struct Staged<'a> {
        batch: &'a str,
        key: &'a OutboxKey,
        destination: &'a str,
        subject: &'a str,
        body: &'a str,
        now: Instant,
    } => {
        fn stage(AtWork) =
            "INSERT INTO staged_mails (batch_key, outbox_key, destination, subject, body, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    }
}
