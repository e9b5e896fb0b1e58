//! Coverage of a carrier and a year as it stands, and what came of comparing it with the carrier's.

use crate::carriers::{agent_columns, agent_join, terms_join};
use domain::{
    carrier::Difference,
    cents::Cents,
    enrollment::EnrollmentState,
    instant::Instant,
    people::{EnrollmentKey, OutboxKey},
    plan::VariantId,
};
use door::{AtWork, Changed, One, Roster, batches, rows, statements};
use jiff::civil::Date;

rows! {
    /// How coverage stands.
    pub(super) struct Stands {
        pub(super) state: EnrollmentState,
        /// How often the carrier confirmed it.
        pub(super) confirmed: i64,
        pub(super) effective_on: Date,
        pub(super) ends_on: Option<Date>,
    }

    /// Coverage that stands or stood, and the message that told its carrier of it: the first, or the last by which somebody has left.
    pub(super) struct Stood {
        pub(super) enrollment_key: EnrollmentKey,
        pub(super) stands: Stands,
        pub(super) broker_name: Option<String>,
        pub(super) broker_npn: Option<String>,
        pub(super) carrier_policy: Option<String>,
        pub(super) carrier_subscriber: Option<String>,
        pub(super) outbox_key: OutboxKey,
    }

    /// The same as it was when an audit began.
    pub(super) struct Begun {
        pub(super) enrollment_key: EnrollmentKey,
        pub(super) ends_on: Option<Date>,
        pub(super) agent: Option<Agent>,
        pub(super) carrier_policy: Option<String>,
        pub(super) carrier_subscriber: Option<String>,
        pub(super) outbox_key: OutboxKey,
        pub(super) body: String,
    }

    /// The broker of record.
    pub(super) struct Agent {
        pub(super) broker_name: String,
        pub(super) broker_npn: String,
    }

    /// What a carrier was told of an enrollment, a line a member.
    pub(super) struct Known {
        pub(super) enrollment_key: EnrollmentKey,
        pub(super) stands: Stands,
        pub(super) variant_id: VariantId,
        pub(super) premium_cents: Cents,
        pub(super) credit_cents: Cents,
        pub(super) broker_npn: Option<String>,
        pub(super) person: String,
    }

    /// When something was written last.
    pub(super) struct Last {
        pub(super) last_at: Option<Instant>,
    }

    /// An audit file that came from a carrier.
    pub struct CarrierAudit {
        /// Its key.
        pub audit_key: String,
        /// The carrier's HIOS number.
        pub carrier: String,
        /// What the newest catalog calls it.
        pub carrier_name: Option<String>,
        /// The file that it came in.
        pub file: String,
        /// The day on which the carrier made it.
        pub made_on: Date,
        /// When it came.
        pub taken_at: Instant,
        /// How many policies stand in it.
        pub policies: i64,
        /// In how many things the two sides differ.
        pub differences: i64,
    }

    /// A difference.
    pub struct DifferenceRow {
        /// The exchange's number of the policy.
        pub policy: String,
        /// In what.
        pub difference: Difference,
        /// What stands here.
        pub ours: String,
        /// What the carrier has.
        pub theirs: String,
    }
}

macro_rules! audit_columns {
    () => {
        "SELECT a.audit_key, a.carrier, \
         (SELECT c.name FROM catalog_issuers c WHERE c.issuer = a.carrier ORDER BY c.plan_year DESC LIMIT 1) AS carrier_name, \
         i.name AS file, a.made_on, a.taken_at, a.policies, a.differences \
         FROM carrier_audits a JOIN carrier_imports i ON i.file_sha256 = a.file_sha256 "
    };
}

/// Whether a carrier ever confirmed an enrollment `e`.
macro_rules! confirmed {
    () => {
        "(SELECT count(*) FROM enrollment_steps s WHERE s.consumer_key = e.consumer_key AND s.enrollment_key = e.enrollment_key \
         AND s.state = 'effectuated')"
    };
}

macro_rules! known_columns {
    () => {
        "SELECT e.enrollment_key, e.state, e.variant_id, e.effective_on, e.ends_on, coalesce(t.premium_cents, e.premium_cents) AS premium_cents, \
         coalesce(t.credit_cents, e.credit_cents) AS credit_cents, \
         CASE WHEN n.step_key IS NULL THEN e.broker_npn ELSE n.broker_npn END AS broker_npn, "
    };
}

macro_rules! known_members {
    ($day:literal) => {
        concat!(
            "JOIN enrollment_members m ON m.consumer_key = e.consumer_key AND m.enrollment_key = e.enrollment_key \
             AND (m.ends_on IS NULL OR (m.ends_on >= ",
            $day,
            " AND m.ends_on >= e.effective_on)) ORDER BY e.enrollment_key, m.person"
        )
    };
}

macro_rules! newest_of_each {
    () => {
        "WHERE a.audit_key = (SELECT b.audit_key FROM carrier_audits b WHERE b.carrier = a.carrier \
         ORDER BY b.taken_at DESC, b.audit_key DESC LIMIT 1) ORDER BY a.carrier"
    };
}

statements! {
    pub(super) fn begin(AtWork, carrier: &str, year: i16, now: Instant) -> Changed =
        "UPDATE carrier_numbers SET audit_begun_at = $3, audit_year = $2 WHERE carrier = $1 AND audit_begun_at IS NULL";
    pub(super) fn done(AtWork, carrier: &str) -> Changed =
        "UPDATE carrier_numbers SET audit_begun_at = NULL, audit_year = NULL WHERE carrier = $1";
    pub(super) fn mark(AtWork, carrier: &str, number: i64, year: i16) -> Changed =
        "UPDATE carrier_files SET audit_year = $3 WHERE carrier = $1 AND number = $2";
    /// What is, or was, in force, after an enrollment, with the agent of record on a day, but for what the carrier was not told yet.
    pub(super) fn stood(AtWork, carrier: &str, year: i16, after: &str, most: i64, day: Date) -> Vec<Stood> =
        concat!("SELECT e.enrollment_key, e.state, ", confirmed!(), " AS confirmed, e.effective_on, e.ends_on, ", agent_columns!(), ", \
         e.carrier_policy, e.carrier_subscriber, o.outbox_key \
         FROM enrollments e", terms_join!("$5"), "JOIN outbox o ON o.outbox_key = coalesce(t.outbox_key, (SELECT min(f.outbox_key) FROM outbox f \
             WHERE f.kind = 'enrollment_834' AND f.subject = e.enrollment_key))",
         agent_join!("$5"), "WHERE e.carrier = $1 AND e.plan_year = $2 AND e.enrollment_key > $3 AND e.state IN ('effectuated','terminated') \
         AND NOT EXISTS (SELECT 1 FROM outbox u WHERE u.kind = 'enrollment_834' AND u.subject = e.enrollment_key AND u.sent_at IS NULL) \
         ORDER BY e.enrollment_key LIMIT $4");
    /// What stands in the audit that was begun, after an enrollment.
    pub(super) fn begun(AtWork, carrier: &str, after: &str, most: i64) -> Vec<Begun> =
        "SELECT i.enrollment_key, i.ends_on, i.broker_name, i.broker_npn, i.carrier_policy, i.carrier_subscriber, o.outbox_key, o.body \
         FROM carrier_audit_items i JOIN outbox o ON o.outbox_key = i.outbox_key \
         WHERE i.carrier = $1 AND i.enrollment_key > $2 ORDER BY i.enrollment_key LIMIT $3";
    pub(super) fn forget_items(AtWork, carrier: &str) -> Changed = "DELETE FROM carrier_audit_items WHERE carrier = $1";
    /// When the last audit of a carrier and a year was written.
    pub(super) fn last(AtWork, carrier: &str, year: i16) -> One<Last> =
        "SELECT max(written_at) AS last_at FROM carrier_files WHERE carrier = $1 AND audit_year = $2";
    /// Everything of which a carrier was told, after an enrollment; of the last one of a batch all members come.
    pub(super) fn known(AtWork, carrier: &str, year: i16, after: &str, most: i64, day: Date) -> Vec<Known> =
        concat!(known_columns!(), confirmed!(), " AS confirmed, m.person FROM (SELECT b.* FROM enrollments b \
         WHERE b.carrier = $1 AND b.plan_year = $2 AND b.enrollment_key > $3 AND b.state <> 'signed' ORDER BY b.enrollment_key LIMIT $4) e",
        agent_join!("$5"), terms_join!("$5"), known_members!("$5"));
    /// The same of one, of whichever year.
    pub(super) fn known_one(AtWork, carrier: &str, policy: &str, day: Date) -> Vec<Known> =
        concat!(known_columns!(), confirmed!(), " AS confirmed, m.person FROM (SELECT b.* FROM enrollments b \
         WHERE b.carrier = $1 AND b.enrollment_key = $2 AND b.state <> 'signed') e", agent_join!("$3"), terms_join!("$3"), known_members!("$3"));
    pub(super) fn add(AtWork, key: &str, carrier: &str, sha256: &str, made_on: Date, now: Instant, policies: i64, differences: i64) -> Changed =
        "INSERT INTO carrier_audits (audit_key, carrier, file_sha256, made_on, taken_at, policies, differences) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    pub(super) fn newest(Roster) -> Vec<CarrierAudit> = concat!(audit_columns!(), newest_of_each!());
    pub(super) fn newest_at_work(AtWork) -> Vec<CarrierAudit> = concat!(audit_columns!(), newest_of_each!());
    pub(super) fn newest_of(Roster, carrier: &str) -> Option<CarrierAudit> =
        concat!(audit_columns!(), "WHERE a.carrier = $1 ORDER BY a.taken_at DESC, a.audit_key DESC LIMIT 1");
    pub(super) fn differences(Roster, audit: &str, most: i64) -> Vec<DifferenceRow> =
        "SELECT policy, difference, ours, theirs FROM carrier_differences WHERE audit_key = $1 ORDER BY place LIMIT $2";
}

batches! {
    BATCHES;

    /// Coverage in an audit that begins.
    pub(super) struct Item<'a> {
        carrier: &'a str,
        enrollment: &'a EnrollmentKey,
        message: &'a OutboxKey,
        ends_on: Option<Date>,
        broker_name: Option<&'a str>,
        broker_npn: Option<&'a str>,
        carrier_policy: Option<&'a str>,
        carrier_subscriber: Option<&'a str>,
    } => {
        fn add_items(AtWork) =
            "INSERT INTO carrier_audit_items (carrier, enrollment_key, outbox_key, ends_on, broker_name, broker_npn, carrier_policy, carrier_subscriber) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    }

    /// A difference at its place.
    pub(super) struct Found<'a> {
        audit: &'a str,
        place: i64,
        policy: &'a str,
        difference: Difference,
        ours: &'a str,
        theirs: &'a str,
    } => {
        fn add_differences(AtWork) =
            "INSERT INTO carrier_differences (audit_key, place, policy, difference, ours, theirs) VALUES ($1, $2, $3, $4, $5, $6)";
    }
}
