//! Enrollments that a year's run goes over, what they go on as, and those that cannot.

use crate::carriers::last_terms_join;
use domain::{
    application::{Kind, SavedPages},
    cents::Cents,
    enrollment::{EnrollmentState, NotRenewed},
    instant::Instant,
    people::{AccountKey, ApplicationKey, AssisterKey, ConsumerKey, EnrollmentKey},
    plan::{IssuerId, VariantId},
};
use door::{AtWork, Changed, Consumer, One, rows, statements};
use jiff::civil::Date;

rows! {
    /// An enrollment that may go on.
    pub(super) struct Candidate {
        pub(super) enrollment_key: EnrollmentKey,
        pub(super) consumer_key: ConsumerKey,
    }

    /// How a year's enrollments stand before the run.
    pub struct BeforeRun {
        /// In force until the end of the year before.
        pub live: i64,
        /// Of these, whose people chose for themselves.
        pub chosen: i64,
        /// Of these, those that go on by an earlier run, and whose people have left it so.
        pub renewed: i64,
        /// Of these, those about which nothing was decided.
        pub due: i64,
    }

    /// An enrollment as it runs out, a line for each who is still in it, with what it costs since somebody left.
    pub(super) struct Present {
        pub(super) plan_year: i16,
        pub(super) state: EnrollmentState,
        pub(super) application_kind: Kind,
        pub(super) answers: SavedPages,
        pub(super) carrier_name: String,
        pub(super) variant_id: VariantId,
        pub(super) plan_name: String,
        pub(super) premium_cents: Cents,
        pub(super) credit_cents: Cents,
        pub(super) effective_on: Date,
        pub(super) email: Option<String>,
        /// How many enrollments of the next year its people chose, or it goes on in.
        pub(super) decided: i64,
        /// Why it could not go on, as an earlier run found.
        pub(super) missed: Option<NotRenewed>,
        pub(super) person: String,
    }
}

/// Which enrollments of the next year leave nothing to do for `e`: one that its people chose, whatever became of it, or the
/// one that it goes on in.
macro_rules! decided {
    () => {
        "FROM enrollments f WHERE f.consumer_key = e.consumer_key AND f.plan_year = e.plan_year + 1 \
         AND (f.renews IS NULL OR f.renews = e.enrollment_key)"
    };
}

/// Those that its people chose.
macro_rules! chosen {
    () => {
        "FROM enrollments f WHERE f.consumer_key = e.consumer_key AND f.plan_year = e.plan_year + 1 AND f.renews IS NULL"
    };
}

macro_rules! present {
    () => {
        concat!(
            "SELECT e.plan_year, e.state, p.kind AS application_kind, p.answers, e.carrier_name, e.variant_id, e.plan_name, \
             coalesce(t.premium_cents, e.premium_cents) AS premium_cents, coalesce(t.credit_cents, e.credit_cents) AS credit_cents, \
             e.effective_on, c.email, (SELECT count(*) ",
            decided!(),
            ") AS decided, (SELECT r.reason FROM missed_renewals r WHERE r.enrollment_key = e.enrollment_key) AS missed, m.person \
             FROM enrollments e JOIN applications p ON p.application_key = e.application_key \
             JOIN consumers c ON c.consumer_key = e.consumer_key \
             JOIN enrollment_members m ON m.consumer_key = e.consumer_key AND m.enrollment_key = e.enrollment_key AND m.ends_on IS NULL",
            last_terms_join!("t", "e"),
            "WHERE e.consumer_key = $1 AND e.enrollment_key = $2 ORDER BY m.person"
        )
    };
}

statements! {
    pub(super) fn before_run(AtWork, year: i16) -> One<BeforeRun> =
        concat!("SELECT count(*) AS live, \
         count(CASE WHEN EXISTS (SELECT 1 ", chosen!(), ") THEN 1 END) AS chosen, \
         count(CASE WHEN EXISTS (SELECT 1 ", decided!(), ") AND NOT EXISTS (SELECT 1 ", chosen!(), ") THEN 1 END) AS renewed, \
         count(CASE WHEN NOT EXISTS (SELECT 1 ", decided!(), ") THEN 1 END) AS due \
         FROM enrollments e WHERE e.plan_year = $1 AND e.state IN ('signed','sent','effectuated')");
    /// Those of a year that nothing was decided about, after one.
    pub(super) fn candidates(AtWork, year: i16, after: &str, most: i64) -> Vec<Candidate> =
        concat!("SELECT e.enrollment_key, e.consumer_key FROM enrollments e \
         WHERE e.plan_year = $1 AND e.enrollment_key > $2 AND e.state IN ('signed','sent','effectuated') AND NOT EXISTS (SELECT 1 ",
         decided!(), ") ORDER BY e.enrollment_key LIMIT $3");
    /// Takes the lock of an enrollment.
    pub(super) fn hold(Consumer, key: &EnrollmentKey) -> Changed =
        "UPDATE enrollments SET state = state WHERE consumer_key = $1 AND enrollment_key = $2";
    pub(super) fn present(Consumer, key: &EnrollmentKey) -> Vec<Present> = present!();
    pub(super) fn present_of(AtWork, consumer: &ConsumerKey, key: &EnrollmentKey) -> Vec<Present> = present!();
    /// Nobody signs it: the columns of a signature are empty, and the account is that of whoever ran the year's renewals.
    pub(super) fn renew(Consumer, key: &EnrollmentKey, application: &ApplicationKey, plan_year: i16, carrier: IssuerId, carrier_name: &str,
        plan: VariantId, plan_name: &str, premium: Cents, credit: Cents, effective_on: Date, now: Instant, by: &AccountKey,
        broker: Option<AssisterKey>, broker_name: Option<&str>, broker_npn: Option<&str>, renews: &EnrollmentKey, stopped: Option<Cents>) -> Changed =
        "INSERT INTO enrollments (consumer_key, enrollment_key, application_key, plan_year, carrier, carrier_name, variant_id, plan_name, \
         premium_cents, credit_cents, effective_on, signed_at, signed_by, broker_key, broker_name, broker_npn, renews, stopped_credit_cents, \
         signature, signature_text_version, signature_text_language, signature_text_sha256, signed_ip, state) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, '', '', '', '', '', 'signed')";
    pub(super) fn add_member(Consumer, key: &EnrollmentKey, plan_year: i16, person: &str, premium: Cents) -> Changed =
        "INSERT INTO enrollment_members (consumer_key, enrollment_key, plan_year, person, premium_cents, active) \
         VALUES ($1, $2, $3, $4, $5, 1)";
    pub(super) fn miss(Consumer, key: &EnrollmentKey, plan_year: i16, reason: NotRenewed, now: Instant) -> Changed =
        "INSERT INTO missed_renewals (consumer_key, enrollment_key, plan_year, reason, found_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (enrollment_key) DO UPDATE SET reason = excluded.reason, found_at = excluded.found_at";
    pub(super) fn missed_no_more(Consumer, key: &EnrollmentKey) -> Changed =
        "DELETE FROM missed_renewals WHERE consumer_key = $1 AND enrollment_key = $2";
}
