//! Coverage of a carrier and a year as it stands, and what came of comparing it with the carrier's.

use domain::{
    carrier::Difference,
    cents::Cents,
    enrollment::EnrollmentState,
    instant::Instant,
    people::{EnrollmentKey, OutboxKey},
    plan::VariantId,
};
use door::{AtWork, Changed, Roster, batches, rows, statements};
use jiff::civil::Date;

rows! {
    /// Coverage that stands, and the message that told its carrier of it first.
    pub(super) struct Standing {
        pub(super) enrollment_key: EnrollmentKey,
        pub(super) state: EnrollmentState,
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
        pub(super) state: EnrollmentState,
        pub(super) variant_id: VariantId,
        pub(super) effective_on: Date,
        pub(super) ends_on: Option<Date>,
        pub(super) premium_cents: Cents,
        pub(super) credit_cents: Cents,
        pub(super) broker_npn: Option<String>,
        pub(super) person: String,
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
    /// What is, or was, in force, after an enrollment; whether it still is decides the day.
    pub(super) fn standing(AtWork, carrier: &str, year: i16, after: &str, most: i64) -> Vec<Standing> =
        "SELECT e.enrollment_key, e.state, e.ends_on, e.broker_name, e.broker_npn, e.carrier_policy, e.carrier_subscriber, o.outbox_key, o.body \
         FROM enrollments e JOIN outbox o ON o.outbox_key = (SELECT min(f.outbox_key) FROM outbox f \
             WHERE f.kind = 'enrollment_834' AND f.subject = e.enrollment_key) \
         WHERE e.carrier = $1 AND e.plan_year = $2 AND e.enrollment_key > $3 AND e.state IN ('effectuated','terminated') \
         ORDER BY e.enrollment_key LIMIT $4";
    /// Everything of which a carrier was told, after an enrollment; of the last one of a batch all members come.
    pub(super) fn known(AtWork, carrier: &str, year: i16, after: &str, most: i64) -> Vec<Known> =
        "SELECT e.enrollment_key, e.state, e.variant_id, e.effective_on, e.ends_on, e.premium_cents, e.credit_cents, e.broker_npn, m.person \
         FROM (SELECT b.* FROM enrollments b WHERE b.carrier = $1 AND b.plan_year = $2 AND b.enrollment_key > $3 AND b.state <> 'signed' \
             ORDER BY b.enrollment_key LIMIT $4) e \
         JOIN enrollment_members m ON m.enrollment_key = e.enrollment_key ORDER BY e.enrollment_key, m.person";
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
