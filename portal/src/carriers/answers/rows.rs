//! What came from carriers: the files, what they said of enrollments, and what waits for somebody to look at it.

use crate::carriers::last_terms_join;
use domain::{
    carrier::{AnswerFault, FileVerdict},
    cents::Cents,
    enrollment::EnrollmentState,
    instant::Instant,
    people::{AnswerKey, ConsumerKey, EnrollmentKey, OutboxKey},
    plan::{IssuerId, VariantId},
};
use door::{AtWork, Changed, Public, rows, statements};
use jiff::civil::Date;

rows! {
    /// What we told a carrier of an enrollment, a line a member.
    pub(super) struct Known {
        pub(super) consumer_key: ConsumerKey,
        pub(super) state: EnrollmentState,
        pub(super) carrier: IssuerId,
        pub(super) variant_id: VariantId,
        pub(super) effective_on: Date,
        pub(super) ends_on: Option<Date>,
        pub(super) premium_cents: Cents,
        pub(super) credit_cents: Cents,
        /// The same since the last one left.
        pub(super) premium_now: Cents,
        pub(super) credit_now: Cents,
        pub(super) person: String,
        /// The last day of whoever left before the others.
        pub(super) left_on: Option<Date>,
    }

    /// An enrollment of a file.
    pub(super) struct Sent {
        pub(super) enrollment_key: EnrollmentKey,
        pub(super) outbox_key: OutboxKey,
    }

    /// A file that came, by its name then.
    pub(super) struct Import {
        pub(super) name: String,
    }

    /// How a file of ours stands.
    pub(super) struct Numbered {
        pub(super) first_transaction: i64,
        pub(super) verdict: Option<FileVerdict>,
    }

    /// A file that went to a carrier.
    pub struct SentFile {
        /// The carrier's HIOS number.
        pub carrier: String,
        /// What the newest catalog calls it.
        pub carrier_name: Option<String>,
        /// Its control number.
        pub number: i64,
        /// Its name.
        pub name: String,
        /// When it was written.
        pub written_at: Instant,
        /// How many transactions are in it.
        pub transactions: i64,
        /// The plan year, where it is an audit: all coverage as it stood.
        pub audit_year: Option<i16>,
        /// When the carrier's system answered.
        pub answered_at: Option<Instant>,
        /// What it made of it.
        pub verdict: Option<FileVerdict>,
        /// When somebody asked for it again; it has not gone yet.
        pub again_asked_at: Option<Instant>,
        /// When it, or what was in it, was sent again.
        pub sent_again_at: Option<Instant>,
        /// Since when it waits to be brought to the carrier's server, where the portal does that.
        pub deliver_since: Option<Instant>,
        /// When it lay there.
        pub delivered_at: Option<Instant>,
    }

    /// An answer that was not carried out.
    pub struct OpenAnswer {
        /// Its key.
        pub answer_key: AnswerKey,
        /// The carrier's HIOS number; empty where the envelope is broken.
        pub carrier: String,
        /// What the newest catalog calls it.
        pub carrier_name: Option<String>,
        /// The file that it came in.
        pub file: String,
        /// Which interchange of it, from 1.
        pub interchange: i64,
        /// Which segment of that, from 1.
        pub segment: i64,
        /// Why it was not.
        pub fault: AnswerFault,
        /// The reason in words, where the file has more to say.
        pub detail: String,
        /// The enrollment that it names.
        pub enrollment_key: Option<EnrollmentKey>,
        /// The message of ours that was refused: it can be sent again.
        pub outbox_key: Option<OutboxKey>,
        /// When it came.
        pub taken_at: Instant,
    }
}

statements! {
    pub(super) fn taken(AtWork, sha256: &str) -> Option<Import> =
        "SELECT name FROM carrier_imports WHERE file_sha256 = $1";
    pub(super) fn take(AtWork, sha256: &str, name: &str, now: Instant, items: i64) -> Changed =
        "INSERT INTO carrier_imports (file_sha256, name, taken_at, items) VALUES ($1, $2, $3, $4)";
    pub(super) fn known(AtWork, policy: &str) -> Vec<Known> =
        concat!("SELECT e.consumer_key, e.state, e.carrier, e.variant_id, e.effective_on, e.ends_on, e.premium_cents, e.credit_cents, \
         coalesce(t.premium_cents, e.premium_cents) AS premium_now, coalesce(t.credit_cents, e.credit_cents) AS credit_now, \
         m.person, m.ends_on AS left_on \
         FROM enrollments e JOIN enrollment_members m ON m.enrollment_key = e.enrollment_key",
         last_terms_join!("t", "e"), "WHERE e.enrollment_key = $1 ORDER BY m.person");
    pub(super) fn confirm(AtWork, key: &str, policy: Option<&str>, subscriber: Option<&str>) -> Changed =
        "UPDATE enrollments SET state = 'effectuated', carrier_policy = $2, carrier_subscriber = $3 WHERE enrollment_key = $1 AND state = 'sent'";
    /// If it still stands as it was read: its consumer may have another plan by now.
    pub(super) fn end(AtWork, key: &str, before: EnrollmentState, ended: &str, state: EnrollmentState, last_day: Option<Date>, reason: &str) -> Changed =
        "UPDATE enrollments SET state = $4, ends_on = $5, end_reason = $6 WHERE enrollment_key = $1 AND state = $2 AND coalesce(ends_on, '') = $3";
    pub(super) fn release(AtWork, key: &str) -> Changed =
        "UPDATE enrollment_members SET active = 0 WHERE enrollment_key = $1";
    pub(super) fn add_step(AtWork, step: &str, consumer: &ConsumerKey, key: &str, now: Instant, state: EnrollmentState) -> Changed =
        "INSERT INTO enrollment_steps (step_key, consumer_key, enrollment_key, at, state) VALUES ($1, $2, $3, $4, $5)";
    pub(super) fn file(AtWork, carrier: &str, number: i64) -> Option<Numbered> =
        "SELECT first_transaction, verdict FROM carrier_files WHERE carrier = $1 AND number = $2";
    pub(super) fn answered(AtWork, carrier: &str, number: i64, now: Instant, verdict: FileVerdict) -> Changed =
        "UPDATE carrier_files SET answered_at = $3, verdict = $4 WHERE carrier = $1 AND number = $2";
    /// The enrollment of the transaction at a place of a file, the first at 0.
    pub(super) fn sent_as(AtWork, carrier: &str, number: i64, place: i64) -> Option<Sent> =
        "SELECT o.subject AS enrollment_key, o.outbox_key FROM carrier_file_items i JOIN outbox o ON o.outbox_key = i.outbox_key \
         WHERE i.carrier = $1 AND i.number = $2 AND i.place = $3";
    pub(super) fn leave_open(AtWork, key: &str, sha256: &str, carrier: &str, interchange: i64, segment: i64, fault: AnswerFault,
        detail: &str, enrollment: Option<&str>, sent: Option<OutboxKey>, now: Instant) -> Changed =
        "INSERT INTO carrier_answers (answer_key, file_sha256, carrier, interchange, segment, fault, detail, enrollment_key, outbox_key, taken_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    pub(super) fn files(Public, most: i64) -> Vec<SentFile> =
        "SELECT f.carrier, (SELECT i.name FROM catalog_issuers i WHERE i.issuer = f.carrier ORDER BY i.plan_year DESC LIMIT 1) AS carrier_name, \
         f.number, f.name, f.written_at, f.transactions, f.audit_year, f.answered_at, f.verdict, f.again_asked_at, f.sent_again_at, f.deliver_since, f.delivered_at FROM carrier_files f \
         ORDER BY f.written_at DESC, f.carrier, f.number DESC LIMIT $1";
    pub(super) fn open(Public, most: i64) -> Vec<OpenAnswer> =
        "SELECT a.answer_key, a.carrier, \
         (SELECT c.name FROM catalog_issuers c WHERE c.issuer = a.carrier ORDER BY c.plan_year DESC LIMIT 1) AS carrier_name, i.name AS file, a.interchange, a.segment, a.fault, a.detail, a.enrollment_key, a.outbox_key, a.taken_at \
         FROM carrier_answers a JOIN carrier_imports i ON i.file_sha256 = a.file_sha256 \
         WHERE a.settled_at IS NULL ORDER BY a.answer_key LIMIT $1";
}
