//! Enrollments and their members.

use crate::{
    carriers::{agent_columns, agent_join, last_terms_join},
    rules::Document,
    shopping::Broker,
};
use domain::{
    application::{Kind, SavedPages},
    cents::Cents,
    enrollment::{EnrollmentState, Happened, NotRenewed},
    instant::Instant,
    people::{AccountKey, ApplicationKey, AssisterKey, ConsumerKey, EnrollmentKey, OutboxKey},
    plan::{IssuerId, VariantId, WebAddress},
    typed::phone::Phone,
};
use door::{AtTheEntrance, Changed, Consumer, credential_columns, rows, statements};
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
        /// What happened.
        pub happened: Happened,
        /// Whose act it was; nothing when it was the carrier's, or a job's.
        pub by_name: Option<String>,
        /// Why the exchange's staff did it.
        pub reason: Option<String>,
        /// From when another broker is of record, or nobody, where it is that (ENR-6).
        pub agent_from: Option<Date>,
        /// That broker.
        pub agent: Option<AgentOfRecord>,
        /// What it costs from a day on, where somebody left.
        pub terms: Option<Terms>,
    }

    /// What an enrollment costs a month from a day on.
    pub struct Terms {
        /// From when.
        pub terms_from: Date,
        /// The premium.
        pub new_premium: Cents,
        /// The tax credit that is used.
        pub new_credit: Cents,
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
        pub(super) premium_cents: Cents,
        pub(super) credit_cents: Cents,
        pub(super) person: String,
        pub(super) share_cents: Cents,
        /// The last day of whoever left before the others.
        pub(super) left_on: Option<Date>,
    }

    /// An enrollment in force, a change of its agent of record, and the broker who is associated now.
    pub(super) struct Followed {
        pub(super) enrollment_key: EnrollmentKey,
        pub(super) effective_on: Date,
        pub(super) ends_on: Option<Date>,
        /// The number of the broker of record at the signature.
        pub(super) signed_npn: Option<String>,
        pub(super) change: Option<AgentChange>,
        pub(super) broker: Option<Broker>,
    }

    /// Another broker of record from a day on, or none.
    pub(super) struct AgentChange {
        /// The step that it is.
        pub(super) changed_by: String,
        pub(super) from_on: Date,
        pub(super) changed_npn: Option<String>,
        pub(super) outbox_key: OutboxKey,
    }

    /// The household that was determined, as JSON.
    pub(super) struct Determined {
        pub(super) input: Document,
    }

    /// Whose an enrollment is.
    pub(super) struct Holder {
        pub(super) consumer_key: ConsumerKey,
    }

    /// Coverage that may have ended, and what decides whether it can come back.
    pub(super) struct Ended {
        pub(super) plan_name: String,
        pub(super) carrier_name: String,
        pub(super) state: EnrollmentState,
        pub(super) effective_on: Date,
        pub(super) ends_on: Option<Date>,
        /// How many people would be in it.
        pub(super) people: i64,
        /// How often its carrier was told of it, and how often it confirmed it.
        pub(super) told: i64,
        pub(super) confirmed: i64,
        /// How many of its people are in another plan on its days.
        pub(super) elsewhere: i64,
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
        pub(super) left_on: Option<Date>,
        pub(super) answers: SavedPages,
    }
}

/// How often an enrollment `e` came to a state.
macro_rules! steps_to {
    ($state:literal) => {
        concat!(
            "(SELECT count(*) FROM enrollment_steps s WHERE s.consumer_key = e.consumer_key AND s.enrollment_key = e.enrollment_key \
             AND s.state = '",
            $state,
            "')"
        )
    };
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
        concat!("SELECT e.enrollment_key, e.plan_year, e.state, e.carrier_name, e.variant_id, e.plan_name, e.premium_cents, \
         e.credit_cents, e.effective_on, e.ends_on, e.replaced_by, e.signed_at, e.signature, e.broker_name, e.broker_npn, m.person, m.ends_on AS left_on, \
         e.renews, e.stopped_credit_cents, w.plan_name AS was_plan, \
         coalesce(x.premium_cents, w.premium_cents) AS was_premium_cents, coalesce(x.credit_cents, w.credit_cents) AS was_credit_cents, \
         r.reason AS missed, (SELECT count(*) FROM applications n WHERE n.consumer_key = e.consumer_key AND n.kind = 'financial_assistance' AND n.state = 'submitted' \
             AND n.plan_year = CASE WHEN e.renews IS NULL THEN e.plan_year + 1 ELSE e.plan_year END) AS has_result, \
         p.kind AS application_kind, p.follows, p.answers, i.phone AS carrier_phone, i.payment_page AS carrier_page \
         FROM enrollments e JOIN applications p ON p.application_key = e.application_key \
         JOIN enrollment_members m ON m.consumer_key = e.consumer_key AND m.enrollment_key = e.enrollment_key \
         LEFT JOIN catalog_issuers i ON i.plan_year = e.plan_year AND i.issuer = e.carrier \
         LEFT JOIN enrollments w ON w.enrollment_key = e.renews AND w.consumer_key = e.consumer_key",
         last_terms_join!("x", "w"), "LEFT JOIN missed_renewals r ON r.enrollment_key = e.enrollment_key AND r.consumer_key = e.consumer_key \
         WHERE e.consumer_key = $1 ORDER BY e.signed_at DESC, e.enrollment_key, m.person");
    /// The steps of all of them, in their order.
    pub(super) fn steps(Consumer) -> Vec<StepOf> =
        "SELECT s.enrollment_key, s.at, s.state AS happened, s.by_name, s.reason, a.from_on AS agent_from, a.broker_name, a.broker_npn, \
         t.from_on AS terms_from, t.premium_cents AS new_premium, t.credit_cents AS new_credit \
         FROM enrollment_steps s LEFT JOIN enrollment_agents a ON a.step_key = s.step_key \
         LEFT JOIN enrollment_terms t ON t.step_key = s.step_key \
         WHERE s.consumer_key = $1 ORDER BY s.at, s.step_key";
    /// With the agent of record on a day, and what it costs since the last one left.
    pub(super) fn policy(Consumer, key: &EnrollmentKey, day: Date) -> Vec<PolicyLine> =
        concat!("SELECT e.plan_year, e.application_key, p.kind AS application_kind, p.answers, e.state, e.carrier, e.carrier_name, \
         (SELECT i.tin FROM catalog_issuers i WHERE i.plan_year = e.plan_year AND i.issuer = e.carrier) AS tin, \
         e.variant_id, e.plan_name, e.effective_on, e.ends_on, ", agent_columns!(), ", coalesce(t.premium_cents, e.premium_cents) AS premium_cents, \
         coalesce(t.credit_cents, e.credit_cents) AS credit_cents, m.person, m.ends_on AS left_on, \
         coalesce(h.premium_cents, m.premium_cents) AS share_cents \
         FROM enrollments e JOIN applications p ON p.application_key = e.application_key \
         JOIN enrollment_members m ON m.consumer_key = e.consumer_key AND m.enrollment_key = e.enrollment_key",
         last_terms_join!("t", "e"), "LEFT JOIN enrollment_shares h ON h.step_key = t.step_key AND h.person = m.person",
         agent_join!("$3"), "WHERE e.consumer_key = $1 AND e.enrollment_key = $2 ORDER BY m.person");
    /// The enrollments that are in force on a day or later, a line for each change of their agent of record so far, with the
    /// broker who is associated now.
    pub(super) fn followed(Consumer, today: Date) -> Vec<Followed> =
        concat!("SELECT e.enrollment_key, e.effective_on, e.ends_on, e.broker_npn AS signed_npn, c.step_key AS changed_by, c.from_on, \
         c.broker_npn AS changed_npn, c.outbox_key, a.assister_key, a.given_name, a.family_name, a.npn, ", credential_columns!(), " \
         FROM enrollments e LEFT JOIN enrollment_agents c ON c.enrollment_key = e.enrollment_key \
         LEFT JOIN associations s ON s.consumer_key = e.consumer_key AND s.ended_at IS NULL \
         LEFT JOIN assisters a ON a.assister_key = s.assister_key AND a.kind = 'broker' \
         LEFT JOIN agencies g ON g.agency_key = a.agency_key \
         WHERE e.consumer_key = $1 AND (e.state IN ('signed','sent','effectuated') OR (e.state = 'terminated' AND e.ends_on > $2)) \
         ORDER BY e.enrollment_key, c.from_on, c.step_key");
    pub(super) fn add_agent(Consumer, step: &str, key: &EnrollmentKey, from: Date, broker: Option<AssisterKey>, name: Option<&str>,
        npn: Option<&str>, message: &OutboxKey) -> Changed =
        "INSERT INTO enrollment_agents (consumer_key, step_key, enrollment_key, from_on, broker_key, broker_name, broker_npn, outbox_key) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// A change of the agent of record that nobody was told of.
    pub(super) fn forget_agent(Consumer, step: &str) -> Changed =
        "DELETE FROM enrollment_agents WHERE consumer_key = $1 AND step_key = $2";
    pub(super) fn forget_step(Consumer, step: &str) -> Changed =
        "DELETE FROM enrollment_steps WHERE consumer_key = $1 AND step_key = $2";
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
    pub(super) fn add_step(Consumer, step: &str, key: &EnrollmentKey, now: Instant, happened: Happened, by: &AccountKey, name: &str,
        reason: Option<&str>, person: Option<&str>) -> Changed =
        "INSERT INTO enrollment_steps (consumer_key, step_key, enrollment_key, at, state, by_account, by_name, reason, person) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// One person leaves, after a last day, and is free for another plan of the year.
    pub(super) fn leave(Consumer, key: &EnrollmentKey, person: &str, last_day: Date) -> Changed =
        "UPDATE enrollment_members SET ends_on = $4, active = 0 \
         WHERE consumer_key = $1 AND enrollment_key = $2 AND person = $3 AND ends_on IS NULL AND active = 1";
    /// The plan ends before the last day of whoever was to leave it.
    pub(super) fn cut(Consumer, key: &EnrollmentKey, last_day: Date) -> Changed =
        "UPDATE enrollment_members SET ends_on = $3 WHERE consumer_key = $1 AND enrollment_key = $2 AND ends_on > $3";
    pub(super) fn add_terms(Consumer, step: &str, key: &EnrollmentKey, from: Date, premium: Cents, credit: Cents, message: &OutboxKey) -> Changed =
        "INSERT INTO enrollment_terms (consumer_key, step_key, enrollment_key, from_on, premium_cents, credit_cents, outbox_key) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)";
    pub(super) fn add_share(Consumer, step: &str, person: &str, premium: Cents) -> Changed =
        "INSERT INTO enrollment_shares (consumer_key, step_key, person, premium_cents) VALUES ($1, $2, $3, $4)";
    /// The household as it was determined for an enrollment.
    pub(super) fn household(Consumer, key: &EnrollmentKey) -> Option<Determined> =
        "SELECT d.input FROM enrollments e JOIN determinations d ON d.application_key = e.application_key \
         WHERE e.consumer_key = $1 AND e.enrollment_key = $2";
    /// Whose the enrollment with a policy number is.
    pub(super) fn holder(AtTheEntrance, policy: &str) -> Option<Holder> =
        "SELECT consumer_key FROM enrollments WHERE enrollment_key = $1";
    /// Whether it can come back: of its people nobody may be, or have been, in another plan of the year on its first day or later
    /// (ENR-5).
    pub(super) fn ended(Consumer, key: &EnrollmentKey) -> Option<Ended> =
        concat!("SELECT e.plan_name, e.carrier_name, e.state, e.effective_on, e.ends_on, \
         (SELECT count(*) FROM enrollment_members m WHERE m.consumer_key = e.consumer_key AND m.enrollment_key = e.enrollment_key \
             AND m.ends_on IS NULL) AS people, ",
         steps_to!("sent"), " AS told, ", steps_to!("effectuated"), " AS confirmed, \
         (SELECT count(*) FROM enrollment_members m JOIN enrollment_members o ON o.consumer_key = m.consumer_key \
             AND o.plan_year = m.plan_year AND o.person = m.person AND o.enrollment_key <> m.enrollment_key \
             JOIN enrollments x ON x.enrollment_key = o.enrollment_key \
             WHERE m.consumer_key = e.consumer_key AND m.enrollment_key = e.enrollment_key AND m.ends_on IS NULL \
             AND coalesce(o.ends_on, e.effective_on) >= e.effective_on \
             AND (x.state IN ('signed','sent','effectuated') OR (x.state = 'terminated' AND x.ends_on >= e.effective_on))) AS elsewhere \
         FROM enrollments e WHERE e.consumer_key = $1 AND e.enrollment_key = $2");
    /// It has no end any more, and nothing in its place.
    pub(super) fn reinstate(Consumer, key: &EnrollmentKey, before: EnrollmentState, state: EnrollmentState) -> Changed =
        "UPDATE enrollments SET state = $4, ends_on = NULL, end_reason = NULL, replaced_by = NULL \
         WHERE consumer_key = $1 AND enrollment_key = $2 AND state = $3";
    /// Its people are in it again, but for who had left before: who is in another plan of the year breaks the unique index (ENR-5).
    pub(super) fn bring_back(Consumer, key: &EnrollmentKey) -> Changed =
        "UPDATE enrollment_members SET active = 1 WHERE consumer_key = $1 AND enrollment_key = $2 AND ends_on IS NULL";
}
