//! What shopping and enrolling rest on: the determination of the plan year with what the application says, the
//! cart, the associated broker.

use crate::{carriers::last_terms_join, rules::Document};
use domain::{
    application::{Kind, SavedPages},
    cents::Cents,
    certification::Credentials,
    enrollment::LifeEvent,
    instant::Instant,
    people::{ApplicationKey, AssisterKey, ConsumerKey, EnrollmentKey},
    plan::VariantId,
};
use door::{AtWork, Changed, Consumer, credential_columns, rows, statements};
use jiff::civil::Date;

rows! {
    /// The determination of a plan year, as stored at submission, and what the way on from it needs.
    pub(crate) struct Determined {
        pub(crate) application_key: ApplicationKey,
        pub(crate) application_kind: Kind,
        /// The household, as JSON.
        pub(crate) input: Document,
        /// The determination, as JSON.
        pub(crate) output: Document,
        /// The application's answers: names and address.
        pub(crate) answers: SavedPages,
        /// How many changes of the case were signed.
        pub(crate) signed_changes: i64,
        /// What happened, when this is the determination of a change.
        pub(crate) event: Option<LifeEvent>,
        /// On which day.
        pub(crate) event_on: Option<Date>,
        /// The plan that waits to be signed for.
        pub(crate) cart: Option<Cart>,
        /// The associated broker.
        pub(crate) broker: Option<Broker>,
        /// A plan of this year that the household is in: a line each.
        pub(crate) present: Option<Present>,
    }

    /// A plan of the year that people of the household are in, or were until a day.
    pub struct Present {
        /// The enrollment.
        pub enrollment_key: EnrollmentKey,
        /// The application, or the version of it, that it rests on.
        pub enrolled_application: ApplicationKey,
        /// Plan and variant.
        pub enrolled_variant: VariantId,
        /// The plan's name.
        pub plan_name: String,
        /// First day of coverage.
        pub effective_on: Date,
        /// Last day, when it has one.
        pub ends_on: Option<Date>,
        /// Who is or was in it, by their numbers, with blanks between.
        pub(super) people: String,
        /// Who of them has not left it, likewise.
        pub(super) staying: Option<String>,
        /// The last day of whoever left it last.
        pub(super) left_last: Option<Date>,
        /// The credit that it uses since the last one left.
        pub(super) credit_now: Cents,
    }

    /// A plan that waits to be signed for.
    pub(crate) struct Cart {
        pub(crate) variant_id: VariantId,
        /// Who shops together, by their numbers, with blanks between.
        pub(crate) members: String,
        pub(crate) credit_cents: Cents,
    }

    /// The associated broker with what ENR-6 asks about them.
    pub(crate) struct Broker {
        pub(crate) assister_key: AssisterKey,
        pub(crate) given_name: String,
        pub(crate) family_name: String,
        pub(crate) npn: String,
        pub(crate) credentials: Credentials,
    }
}

/// What is determined of a household for a year, and the plans of that year.
pub(crate) struct Case {
    pub(crate) determined: Determined,
    pub(crate) present: Vec<Present>,
}

impl Case {
    pub(super) fn of(mut lines: Vec<Determined>) -> Option<Self> {
        let present = lines.iter_mut().filter_map(|line| line.present.take()).collect();
        Some(Self { determined: lines.into_iter().next()?, present })
    }
}

/// People of an enrollment `e` by their numbers, with blanks between.
macro_rules! people {
    ($but:literal) => {
        concat!(
            "(SELECT string_agg(m.person, ' ' ORDER BY m.person) FROM enrollment_members m \
             WHERE m.consumer_key = e.consumer_key AND m.enrollment_key = e.enrollment_key",
            $but,
            ")"
        )
    };
}

macro_rules! determined {
    () => {
        concat!(
        "SELECT p.application_key, p.kind AS application_kind, d.input, d.output, p.answers, \
         (SELECT count(*) FROM applications r WHERE r.consumer_key = p.consumer_key AND r.plan_year = p.plan_year AND r.state = 'submitted' \
         AND r.follows IS NOT NULL) AS signed_changes, p.event, p.event_on, c.variant_id, c.members, c.credit_cents, \
         a.assister_key, a.given_name, a.family_name, a.npn, ", credential_columns!(), ", \
         e.enrollment_key, e.application_key AS enrolled_application, e.variant_id AS enrolled_variant, e.plan_name, e.effective_on, e.ends_on, ",
        people!(""), " AS people, ", people!(" AND m.ends_on IS NULL"), " AS staying, \
         (SELECT max(m.ends_on) FROM enrollment_members m WHERE m.consumer_key = e.consumer_key AND m.enrollment_key = e.enrollment_key) AS left_last, \
         coalesce(t.credit_cents, e.credit_cents) AS credit_now \
         FROM applications p JOIN determinations d ON d.application_key = p.application_key \
         LEFT JOIN carts c ON c.consumer_key = p.consumer_key AND c.plan_year = p.plan_year \
         LEFT JOIN associations s ON s.consumer_key = p.consumer_key AND s.ended_at IS NULL \
         LEFT JOIN assisters a ON a.assister_key = s.assister_key AND a.kind = 'broker' \
         LEFT JOIN agencies g ON g.agency_key = a.agency_key \
         LEFT JOIN enrollments e ON e.consumer_key = p.consumer_key AND e.plan_year = p.plan_year \
             AND e.state IN ('signed','sent','effectuated','terminated')", last_terms_join!("t", "e"), "\
         WHERE p.consumer_key = $1 AND p.plan_year = $2 AND p.application_key = (SELECT q.application_key FROM applications q \
             WHERE q.consumer_key = $1 AND q.plan_year = $2 AND q.state = 'submitted' \
             AND (q.case_status IN ('pending','active') OR ($3 = 1 AND q.follows IN (SELECT r.application_key FROM applications r \
                 WHERE r.consumer_key = $1 AND r.plan_year = $2 AND r.case_status IN ('pending','active')))) \
             ORDER BY q.submitted_at DESC, q.follows IS NULL LIMIT 1) \
         ORDER BY e.effective_on, e.signed_at")
    };
}

statements! {
    /// Everything that shopping and signing rest on, in one statement: a line for each plan of the year that people of the
    /// household are in, or one. With `changes` of the newest version of the case, else of what was submitted first.
    pub(super) fn determined(Consumer, year: i16, changes: i64) -> Vec<Determined> =
        determined!();
    /// The same for a job, of any consumer.
    pub(super) fn determined_of(AtWork, consumer: &ConsumerKey, year: i16, changes: i64) -> Vec<Determined> = determined!();
    pub(super) fn put_cart(Consumer, year: i16, plan: VariantId, members: &str, credit: Cents, now: Instant, by: &str) -> Changed =
        "INSERT INTO carts (consumer_key, plan_year, variant_id, members, credit_cents, chosen_at, chosen_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (consumer_key, plan_year) DO UPDATE SET \
         variant_id = excluded.variant_id, members = excluded.members, credit_cents = excluded.credit_cents, \
         chosen_at = excluded.chosen_at, chosen_by = excluded.chosen_by";
    pub(super) fn empty_cart(Consumer, year: i16) -> Changed = "DELETE FROM carts WHERE consumer_key = $1 AND plan_year = $2";
}
