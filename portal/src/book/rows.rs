//! The tables `book`, one row an association, and `book_counts`; and what an assister may see of one consumer.

use domain::{
    application::State,
    book::Stage,
    cents::Cents,
    instant::Instant,
    people::{AssisterKey, AssociationKey, ConsumerKey, EnrollmentKey},
    short_result::ShortResult,
};
use door::{Account, AtWork, Beside, Book, Changed, Consumer, One, rows, statements};
use jiff::civil::Date;

/// The rows after the one seen last. A page is asked for by that row's association: names stand in no URL.
macro_rules! after_name {
    () => {
        "(sort_name, association_key) > (coalesce((SELECT l.sort_name FROM book l WHERE l.association_key = $2 \
         AND l.assister_key = $1), ''), $2)"
    };
}

macro_rules! after_date {
    () => {
        "(authorized_at, association_key) < (coalesce((SELECT l.authorized_at FROM book l WHERE l.association_key = $2 \
         AND l.assister_key = $1), 9223372036854775807), $2)"
    };
}

macro_rules! page {
    ($after:expr, $condition:literal, $order:literal) => {
        concat!(
            "SELECT association_key AS association, consumer_key AS consumer, given_name, family_name, authorized_at, ended_at, ",
            "stage, percent, submitted_at, determination, plan_name, effective_on, ends_on, credit_cents, stopped_credit_cents FROM book WHERE assister_key = $1 AND ",
            $after, " AND ", $condition, " ORDER BY ", $order, " LIMIT $3"
        )
    };
}

/// The tax credit of an enrollment that rests on what was submitted first (L1, L2), while nobody has applied for the next
/// year: it stops with its year where the exchange says so.
macro_rules! credit_of {
    ($enrollment:literal) => {
        concat!(
            "(SELECT g.credit_cents FROM enrollments g JOIN applications o ON o.application_key = g.application_key \
             WHERE g.consumer_key = $1 AND g.enrollment_key = ",
            $enrollment,
            " AND g.credit_cents > 0 AND o.kind = 'financial_assistance' AND o.follows IS NULL \
             AND NOT EXISTS (SELECT 1 FROM applications n WHERE n.consumer_key = g.consumer_key \
                 AND n.plan_year = g.plan_year + 1 AND n.kind = 'financial_assistance' AND n.state = 'submitted'))"
        )
    };
}

/// The tax credit that stopped when it was renewed and nobody confirmed it, under the same limits.
macro_rules! stopped_credit_of {
    ($enrollment:literal) => {
        concat!(
            "(SELECT g.stopped_credit_cents FROM enrollments g JOIN applications o ON o.application_key = g.application_key \
             WHERE g.consumer_key = $1 AND g.enrollment_key = ",
            $enrollment,
            " AND o.kind = 'financial_assistance' AND o.follows IS NULL)"
        )
    };
}

/// How far a consumer is, as an assister may know it (L1): the latest application with financial assistance,
/// its initial determination, the enrollment in force.
macro_rules! way_columns {
    () => {
        concat!(
            "p.state AS application, coalesce(p.percent, 0) AS percent, p.submitted_at, d.summary AS determination, \
             e.plan_name, e.effective_on, e.ends_on, ",
            credit_of!("e.enrollment_key"),
            " AS credit_cents, ",
            stopped_credit_of!("e.enrollment_key"),
            " AS stopped_credit_cents"
        )
    };
}

/// That an enrollment `f` is coverage on the day `$2` or later: it ends with its year where nothing ends it before.
macro_rules! covers_from_day_2 {
    () => {
        "((f.state IN ('signed','sent','effectuated') AND f.effective_on >= substr($2, 1, 4)) \
         OR (f.state = 'terminated' AND f.ends_on >= $2))"
    };
}

pub(crate) use covers_from_day_2;

macro_rules! way_to_coverage {
    () => {
        "LEFT JOIN applications p ON p.application_key = (SELECT q.application_key FROM applications q \
            WHERE q.consumer_key = c.consumer_key AND q.kind = 'financial_assistance' AND q.follows IS NULL ORDER BY q.started_at DESC LIMIT 1) \
         LEFT JOIN determinations d ON d.application_key = p.application_key \
         LEFT JOIN enrollments e ON e.enrollment_key = (SELECT f.enrollment_key FROM enrollments f \
            WHERE f.consumer_key = c.consumer_key AND "
    };
}

macro_rules! newest_of_consumer {
    () => {
        " ORDER BY f.signed_at DESC LIMIT 1) WHERE c.consumer_key = $1"
    };
}

rows! {
    /// One line of the list.
    pub struct BookRow {
        /// The association.
        pub association: AssociationKey,
        /// The consumer.
        pub consumer: ConsumerKey,
        /// Given name.
        pub given_name: String,
        /// Family name.
        pub family_name: String,
        /// Authorized on.
        pub authorized_at: Instant,
        /// Ended on.
        pub ended_at: Option<Instant>,
        /// Where the consumer stands.
        pub stage: Stage,
        /// How much of the draft is filled in.
        pub percent: i64,
        /// Submitted on.
        pub submitted_at: Option<Instant>,
        /// The initial determination in short (ACT-9).
        pub determination: Option<ShortResult>,
        /// The plan enrolled in.
        pub plan_name: Option<String>,
        /// From when.
        pub effective_on: Option<Date>,
        /// Its last day, when it has one.
        pub ends_on: Option<Date>,
        /// The tax credit that stops with the year unless somebody acts, where the exchange says so.
        pub credit_cents: Option<Cents>,
        /// The tax credit that stopped when the plan was renewed and nobody confirmed it.
        pub stopped_credit_cents: Option<Cents>,
    }

    /// What an assister may see of one consumer's way so far (ACT-9): nothing after the initial determination
    /// but the enrollment.
    pub struct Way {
        /// Authorized on.
        pub authorized_at: Instant,
        /// The consumer's e-mail address.
        pub email: Option<String>,
        /// The consumer's phone number.
        pub phone: Option<String>,
        /// Where the application stands; `None` when none was started.
        pub application: Option<State>,
        /// How much of the draft is filled in.
        pub percent: i64,
        /// Started on.
        pub started_at: Option<Instant>,
        /// Submitted on.
        pub submitted_at: Option<Instant>,
        /// The initial determination in short.
        pub determination: Option<ShortResult>,
        /// The plan enrolled in.
        pub plan_name: Option<String>,
        /// From when.
        pub effective_on: Option<Date>,
        /// Its last day, when it has one.
        pub ends_on: Option<Date>,
        /// Enrollment signed, or renewed, on.
        pub enrolled_at: Option<Instant>,
        /// Which enrollment it goes on from, when nobody signed it.
        pub renews: Option<EnrollmentKey>,
        /// As in the list.
        pub credit_cents: Option<Cents>,
        /// As in the list.
        pub stopped_credit_cents: Option<Cents>,
    }

    /// What a consumer's rows know already, for a new association.
    pub(super) struct Standing {
        pub(super) given_name: String,
        pub(super) family_name: String,
        pub(super) application: Option<State>,
        pub(super) percent: i64,
        pub(super) submitted_at: Option<Instant>,
        pub(super) determination: Option<ShortResult>,
        pub(super) plan_name: Option<String>,
        pub(super) effective_on: Option<Date>,
        pub(super) ends_on: Option<Date>,
        pub(super) credit_cents: Option<Cents>,
        pub(super) stopped_credit_cents: Option<Cents>,
    }

    /// Whose count moves.
    pub(super) struct Moving {
        pub(super) assister_key: AssisterKey,
    }

    /// The row of the present assister.
    pub(super) struct Present {
        pub(super) association_key: AssociationKey,
        pub(super) assister_key: AssisterKey,
        pub(super) stage: Stage,
    }
}

statements! {
    pub(super) fn standing(Consumer, today: Date) -> One<Standing> =
        concat!("SELECT c.given_name, c.family_name, ", way_columns!(), " FROM consumers c ", way_to_coverage!(), covers_from_day_2!(), newest_of_consumer!());
    pub(super) fn open(
        Consumer, association: &AssociationKey, assister: &AssisterKey, given_name: &str, family_name: &str, sort_name: &str,
        now: Instant, stage: Stage, percent: i64, submitted_at: Option<Instant>, determination: &Option<ShortResult>,
        plan_name: &Option<String>, effective_on: Option<Date>, ends_on: Option<Date>, credit: Option<Cents>, stopped: Option<Cents>
    ) -> Changed =
        "INSERT INTO book (consumer_key, association_key, assister_key, given_name, family_name, sort_name, authorized_at, \
        stage, percent, submitted_at, determination, plan_name, effective_on, ends_on, credit_cents, stopped_credit_cents) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    pub(super) fn present(Consumer) -> Option<Present> =
        "SELECT association_key, assister_key, stage FROM book WHERE consumer_key = $1 AND ended_at IS NULL";
    pub(super) fn end(Consumer, association: &AssociationKey, now: Instant) -> Changed =
        "UPDATE book SET stage = 'ended', ended_at = $3, percent = 0, submitted_at = NULL, determination = NULL, \
        plan_name = NULL, effective_on = NULL, ends_on = NULL, credit_cents = NULL, stopped_credit_cents = NULL \
        WHERE consumer_key = $1 AND association_key = $2";
    /// Most saves of a page move nothing: one statement for them. A draft for the next year does not hide
    /// this year's enrollment.
    pub(super) fn still_there(Consumer, percent: i64) -> Changed =
        "UPDATE book SET percent = CASE WHEN stage = 'in_progress' THEN $2 ELSE percent END \
        WHERE consumer_key = $1 AND ended_at IS NULL AND stage IN ('in_progress','enrolled')";
    pub(super) fn in_progress(Consumer, percent: i64) -> Changed =
        "UPDATE book SET stage = 'in_progress', percent = $2 WHERE consumer_key = $1 AND ended_at IS NULL";
    /// A submission for the next year does not hide this year's enrollment either. Its credit does not stop by itself any more:
    /// the next year has a result of its own.
    pub(super) fn submitted(Consumer, now: Instant, determination: &ShortResult, from: Date) -> Changed =
        "UPDATE book SET stage = CASE WHEN stage = 'enrolled' THEN stage ELSE 'submitted' END, percent = 100, submitted_at = $2, determination = $3, \
        credit_cents = CASE WHEN effective_on < $4 THEN NULL ELSE credit_cents END \
        WHERE consumer_key = $1 AND ended_at IS NULL";
    pub(super) fn enrolled(Consumer, plan_name: &str, effective_on: Date, enrollment: &EnrollmentKey) -> Changed =
        concat!("UPDATE book SET stage = 'enrolled', plan_name = $2, effective_on = $3, ends_on = NULL, credit_cents = ", credit_of!("$4"),
        ", stopped_credit_cents = ", stopped_credit_of!("$4"), " WHERE consumer_key = $1 AND ended_at IS NULL");
    pub(super) fn enrolled_or_not(Consumer, stage: Stage, plan_name: &Option<String>, effective_on: Option<Date>, ends_on: Option<Date>,
        credit: Option<Cents>, stopped: Option<Cents>) -> Changed =
        "UPDATE book SET stage = $2, plan_name = $3, effective_on = $4, ends_on = $5, credit_cents = $6, stopped_credit_cents = $7 WHERE consumer_key = $1 AND ended_at IS NULL";
    /// The same three for a job, of any consumer.
    pub(super) fn standing_of(AtWork, consumer: &ConsumerKey, today: Date) -> One<Standing> =
        concat!("SELECT c.given_name, c.family_name, ", way_columns!(), " FROM consumers c ", way_to_coverage!(), covers_from_day_2!(), newest_of_consumer!());
    /// Held from here on.
    pub(super) fn hold_present(AtWork, consumer: &ConsumerKey) -> Option<Present> =
        "UPDATE book SET stage = stage WHERE consumer_key = $1 AND ended_at IS NULL RETURNING association_key, assister_key, stage";
    pub(super) fn set_enrolled_or_not(AtWork, consumer: &ConsumerKey, stage: Stage, plan_name: &Option<String>, effective_on: Option<Date>,
        ends_on: Option<Date>, credit: Option<Cents>, stopped: Option<Cents>) -> Changed =
        "UPDATE book SET stage = $2, plan_name = $3, effective_on = $4, ends_on = $5, credit_cents = $6, stopped_credit_cents = $7 WHERE consumer_key = $1 AND ended_at IS NULL";
    /// Whose plan has ended before a day, by its last day or with its year, is in none any more.
    pub(super) fn coverage_ended(AtWork, today: Date, most: i64) -> Vec<Moving> =
        "UPDATE book SET stage = 'submitted', plan_name = NULL, effective_on = NULL, ends_on = NULL, credit_cents = NULL, stopped_credit_cents = NULL \
         WHERE stage = 'enrolled' AND (ends_on < $1 OR effective_on < substr($1, 1, 4)) AND association_key IN \
         (SELECT b.association_key FROM book b WHERE b.stage = 'enrolled' AND (b.ends_on < $1 OR b.effective_on < substr($1, 1, 4)) \
          ORDER BY b.association_key LIMIT $2) \
         RETURNING assister_key";
    /// Moves the counts of an assister, who is not the subject of the work on a consumer.
    pub(super) fn count(
        Beside, assister: &AssisterKey, not_started: i64, in_progress: i64, submitted: i64, enrolled: i64, ended: i64
    ) -> Changed =
        "INSERT INTO book_counts (assister_key, not_started, in_progress, submitted, enrolled, ended) VALUES ($1, $2, $3, $4, $5, $6) \
        ON CONFLICT (assister_key) DO UPDATE SET not_started = book_counts.not_started + excluded.not_started, \
        in_progress = book_counts.in_progress + excluded.in_progress, submitted = book_counts.submitted + excluded.submitted, \
        enrolled = book_counts.enrolled + excluded.enrolled, ended = book_counts.ended + excluded.ended";
    /// Takes the lock of an assister's counts.
    pub(super) fn settle(Beside, assister: &AssisterKey) -> Changed =
        "UPDATE book_counts SET ended = ended WHERE assister_key = $1";
    /// Of the consumer whose account it is.
    pub(super) fn rename(Account, given_name: &str, family_name: &str, sort_name: &str) -> Changed =
        "UPDATE book SET given_name = $2, family_name = $3, sort_name = $4 \
         WHERE consumer_key = (SELECT c.consumer_key FROM consumers c WHERE c.account_key = $1)";
    pub(super) fn all_by_name(Book, after: &str, rows: i64) -> Vec<BookRow> =
        page!(after_name!(), "stage <> 'ended'", "sort_name, association_key");
    pub(super) fn stage_by_name(Book, after: &str, rows: i64, stage: Stage) -> Vec<BookRow> =
        page!(after_name!(), "stage = $4", "sort_name, association_key");
    pub(super) fn search_by_name(Book, after: &str, rows: i64, pattern: &str) -> Vec<BookRow> =
        page!(after_name!(), "stage <> 'ended' AND sort_name LIKE $4", "sort_name, association_key");
    /// Whose tax credit has stopped with a renewal, or stops with a plan year.
    pub(super) fn losing_by_name(Book, after: &str, rows: i64, next: Date) -> Vec<BookRow> =
        page!(after_name!(), "stage <> 'ended' AND (credit_cents > 0 OR stopped_credit_cents > 0) \
        AND (stopped_credit_cents > 0 OR effective_on < $4)", "sort_name, association_key");
    pub(super) fn all_by_date(Book, after: &str, rows: i64) -> Vec<BookRow> =
        page!(after_date!(), "stage <> 'ended'", "authorized_at DESC, association_key DESC");
    pub(super) fn stage_by_date(Book, after: &str, rows: i64, stage: Stage) -> Vec<BookRow> =
        page!(after_date!(), "stage = $4", "authorized_at DESC, association_key DESC");
    pub(super) fn way(Consumer, today: Date) -> Option<Way> =
        concat!("SELECT s.started_at AS authorized_at, c.email, c.phone, p.started_at, e.signed_at AS enrolled_at, e.renews, ", way_columns!(),
        " FROM consumers c JOIN associations s ON s.consumer_key = c.consumer_key AND s.ended_at IS NULL ", way_to_coverage!(), covers_from_day_2!(), newest_of_consumer!());
}
