//! Enrollments and their members.

use domain::{
    application::{Kind, SavedPages},
    cents::Cents,
    enrollment::{EnrollmentState, NotRenewed},
    instant::Instant,
    people::{AccountKey, ApplicationKey, AssisterKey, EnrollmentKey},
    plan::{IssuerId, VariantId, WebAddress},
    typed::phone::Phone,
};
use door::{Changed, Consumer, rows, statements};
use jiff::civil::Date;

rows! {
    /// One enrollment.
    pub struct EnrollmentRow {
        /// The enrollment.
        pub enrollment_key: EnrollmentKey,
        /// What kind of application it rests on.
        pub application_kind: Kind,
        /// The case whose change it rests on, if it is one after submission.
        pub follows: Option<ApplicationKey>,
        /// The plan year.
        pub plan_year: i16,
        /// Where it stands.
        pub state: EnrollmentState,
        /// The carrier.
        pub carrier_name: String,
        /// Plan and variant.
        pub variant_id: VariantId,
        /// The plan's name.
        pub plan_name: String,
        /// First day of coverage.
        pub effective_on: Date,
        /// Last day, when it ended.
        pub ends_on: Option<Date>,
        /// Whether another enrollment came in its place (ENR-5).
        pub replaced_by: Option<EnrollmentKey>,
        /// The enrollment of the year before that it goes on from, because nobody chose another plan.
        pub renews: Option<EnrollmentKey>,
        /// Why it cannot go on into the next year.
        pub missed: Option<NotRenewed>,
        /// Whether there is a result with help with costs for the year for which its people choose next: its own, when nobody
        /// signed it.
        pub has_result: i64,
    }

    /// What an enrollment that nobody signed goes on from.
    pub struct RenewedFrom {
        /// The plan's name.
        pub was_plan: String,
        /// Premium a month.
        pub was_premium_cents: Cents,
        /// Tax credit a month.
        pub was_credit_cents: Cents,
    }

    /// How customers reach the carrier, where the catalog says it.
    pub struct CarrierContact {
        /// Where they call.
        pub carrier_phone: Option<Phone>,
        /// Where they pay.
        pub carrier_page: Option<WebAddress>,
    }

    /// What became of an enrollment after it was signed.
    pub struct StepRow {
        /// When.
        pub at: Instant,
        /// To what.
        pub state: EnrollmentState,
        /// Whose act it was; nothing when it was the carrier's or the exchange's.
        pub by_name: Option<String>,
    }

    /// A step of one of the consumer's enrollments.
    pub(super) struct StepOf {
        pub(super) enrollment_key: EnrollmentKey,
        pub(super) step: StepRow,
    }

    /// What the carrier of an enrollment knows of it, a line a member.
    pub(super) struct PolicyLine {
        pub(super) plan_year: i16,
        pub(super) application_key: ApplicationKey,
        pub(super) application_kind: Kind,
        pub(super) answers: SavedPages,
        pub(super) state: EnrollmentState,
        pub(super) carrier: IssuerId,
        pub(super) carrier_name: String,
        pub(super) tin: Option<String>,
        pub(super) variant_id: VariantId,
        pub(super) plan_name: String,
        pub(super) effective_on: Date,
        pub(super) ends_on: Option<Date>,
        pub(super) agent: Option<AgentOfRecord>,
        pub(super) person: String,
    }

    /// What an enrollment costs and how it was signed.
    pub struct SignedRow {
        /// Premium a month.
        pub premium_cents: Cents,
        /// Tax credit applied a month.
        pub credit_cents: Cents,
        /// Tax credit that stopped when it was renewed, until somebody confirms it.
        pub stopped_credit_cents: Option<Cents>,
        /// What it goes on from.
        pub from: Option<RenewedFrom>,
        /// Signed, or renewed, at.
        pub signed_at: Instant,
        /// What was signed.
        pub signature: String,
        /// Agent of record.
        pub agent: Option<AgentOfRecord>,
    }

    /// The broker that the carrier pays.
    pub struct AgentOfRecord {
        /// Name.
        pub broker_name: String,
        /// National Producer Number.
        pub broker_npn: String,
    }

    /// A line for each member of each enrollment.
    pub(super) struct Line {
        pub(super) enrollment: EnrollmentRow,
        pub(super) signed: SignedRow,
        pub(super) contact: CarrierContact,
        pub(super) person: String,
        pub(super) answers: SavedPages,
    }
}

statements! {
    pub(super) fn insert(Consumer, key: &EnrollmentKey, application: &ApplicationKey, plan_year: i16, carrier: IssuerId,
        carrier_name: &str, plan: VariantId, plan_name: &str, premium: Cents, credit: Cents, effective_on: Date, now: Instant,
        signed_by: &AccountKey, signature: &str, text_version: &str, text_language: &str, text_sha256: &str, ip: &str, broker: Option<AssisterKey>,
        broker_name: Option<&str>, broker_npn: Option<&str>) -> Changed =
        "INSERT INTO enrollments (consumer_key, enrollment_key, application_key, plan_year, carrier, carrier_name, \
         variant_id, plan_name, premium_cents, credit_cents, effective_on, signed_at, signed_by, signature, \
         signature_text_version, signature_text_language, signature_text_sha256, signed_ip, broker_key, broker_name, broker_npn, state) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, 'signed')";
    /// A person who is in a plan of the year already breaks the unique index (ENR-5).
    pub(super) fn insert_member(Consumer, key: &EnrollmentKey, plan_year: i16, person: &str, premium: Cents) -> Changed =
        "INSERT INTO enrollment_members (consumer_key, enrollment_key, plan_year, person, premium_cents, active) \
         VALUES ($1, $2, $3, $4, $5, 1)";
    /// What the consumer is or was enrolled in, the newest first.
    pub(super) fn list(Consumer) -> Vec<Line> =
        "SELECT e.enrollment_key, e.plan_year, e.state, e.carrier_name, e.variant_id, e.plan_name, e.premium_cents, \
         e.credit_cents, e.effective_on, e.ends_on, e.replaced_by, e.signed_at, e.signature, e.broker_name, e.broker_npn, m.person, \
         e.renews, e.stopped_credit_cents, w.plan_name AS was_plan, w.premium_cents AS was_premium_cents, w.credit_cents AS was_credit_cents, \
         r.reason AS missed, (SELECT count(*) FROM applications n WHERE n.consumer_key = e.consumer_key AND n.kind = 'financial_assistance' AND n.state = 'submitted' \
             AND n.plan_year = CASE WHEN e.renews IS NULL THEN e.plan_year + 1 ELSE e.plan_year END) AS has_result, \
         p.kind AS application_kind, p.follows, p.answers, i.phone AS carrier_phone, i.payment_page AS carrier_page \
         FROM enrollments e JOIN applications p ON p.application_key = e.application_key \
         JOIN enrollment_members m ON m.consumer_key = e.consumer_key AND m.enrollment_key = e.enrollment_key \
         LEFT JOIN catalog_issuers i ON i.plan_year = e.plan_year AND i.issuer = e.carrier \
         LEFT JOIN enrollments w ON w.enrollment_key = e.renews AND w.consumer_key = e.consumer_key \
         LEFT JOIN missed_renewals r ON r.enrollment_key = e.enrollment_key AND r.consumer_key = e.consumer_key \
         WHERE e.consumer_key = $1 ORDER BY e.signed_at DESC, e.enrollment_key, m.person";
    /// The steps of all of them, in their order.
    pub(super) fn steps(Consumer) -> Vec<StepOf> =
        "SELECT enrollment_key, at, state, by_name FROM enrollment_steps WHERE consumer_key = $1 ORDER BY at, step_key";
    pub(super) fn policy(Consumer, key: &EnrollmentKey) -> Vec<PolicyLine> =
        "SELECT e.plan_year, e.application_key, p.kind AS application_kind, p.answers, e.state, e.carrier, e.carrier_name, \
         (SELECT i.tin FROM catalog_issuers i WHERE i.plan_year = e.plan_year AND i.issuer = e.carrier) AS tin, \
         e.variant_id, e.plan_name, e.effective_on, e.ends_on, e.broker_name, e.broker_npn, m.person \
         FROM enrollments e JOIN applications p ON p.application_key = e.application_key \
         JOIN enrollment_members m ON m.consumer_key = e.consumer_key AND m.enrollment_key = e.enrollment_key \
         WHERE e.consumer_key = $1 AND e.enrollment_key = $2 ORDER BY m.person";
    /// Takes the lock of an enrollment.
    pub(super) fn hold(Consumer, key: &EnrollmentKey) -> Changed =
        "UPDATE enrollments SET state = state WHERE consumer_key = $1 AND enrollment_key = $2";
    pub(super) fn end(Consumer, key: &EnrollmentKey, before: EnrollmentState, state: EnrollmentState, last_day: Option<Date>,
        reason: &str, replaced_by: Option<EnrollmentKey>) -> Changed =
        "UPDATE enrollments SET state = $4, ends_on = $5, end_reason = $6, replaced_by = $7 \
         WHERE consumer_key = $1 AND enrollment_key = $2 AND state = $3";
    /// They are free for another plan of the year (ENR-5).
    pub(super) fn release(Consumer, key: &EnrollmentKey) -> Changed =
        "UPDATE enrollment_members SET active = 0 WHERE consumer_key = $1 AND enrollment_key = $2";
    pub(super) fn add_step(Consumer, step: &str, key: &EnrollmentKey, now: Instant, state: EnrollmentState, by: &AccountKey, name: &str) -> Changed =
        "INSERT INTO enrollment_steps (consumer_key, step_key, enrollment_key, at, state, by_account, by_name) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)";
}
