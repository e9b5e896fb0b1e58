//! What the consumer's first page shows of the application, the coverage and the assister.

use crate::{
    associations::{AssociationLine, line_columns},
    book::covers_from_day_2,
};
use domain::{cents::Cents, enrollment::NotRenewed, instant::Instant};
use door::{Consumer, One, rows, statements};
use jiff::civil::Date;

rows! {
    /// The latest application, in short.
    pub struct HomeApplication {
        /// The coverage year.
        pub plan_year: i16,
        /// Submitted at; `None` while it is a draft.
        pub submitted_at: Option<Instant>,
        /// How much of the draft is filled in.
        pub percent: i64,
    }

    /// The latest enrollment, in short.
    pub struct HomeCoverage {
        /// The plan.
        pub plan_name: String,
        /// First day of coverage.
        pub effective_on: Date,
        /// Last day, when it has one.
        pub ends_on: Option<Date>,
        /// Tax credit used a month, while there is no result for the next year.
        pub credit_cents: Option<Cents>,
        /// Tax credit that stopped when it was renewed, until somebody confirms it.
        pub stopped_credit_cents: Option<Cents>,
        /// Why it cannot go on into the next year.
        pub missed: Option<NotRenewed>,
    }

    /// Where the consumer stands.
    pub(super) struct Summary {
        pub(super) application: Option<HomeApplication>,
        pub(super) coverage: Option<HomeCoverage>,
        pub(super) assister: Option<AssociationLine>,
    }
}

statements! {
    pub(super) fn summary(Consumer, today: Date) -> One<Summary> =
        concat!("SELECT ", line_columns!(), ", p.plan_year, p.submitted_at, p.percent, e.plan_name, e.effective_on, e.ends_on, e.stopped_credit_cents, \
        CASE WHEN NOT EXISTS (SELECT 1 FROM applications n WHERE n.consumer_key = e.consumer_key AND n.plan_year = e.plan_year + 1 \
            AND n.kind = 'financial_assistance' AND n.state = 'submitted') THEN e.credit_cents END AS credit_cents, r.reason AS missed FROM consumers c \
        LEFT JOIN associations s ON s.consumer_key = c.consumer_key AND s.ended_at IS NULL \
        LEFT JOIN assisters a ON a.assister_key = s.assister_key \
        LEFT JOIN agencies g ON g.agency_key = a.agency_key \
        LEFT JOIN applications p ON p.application_key = (SELECT q.application_key FROM applications q \
            WHERE q.consumer_key = c.consumer_key AND q.follows IS NULL ORDER BY q.started_at DESC LIMIT 1) \
        LEFT JOIN enrollments e ON e.enrollment_key = (SELECT f.enrollment_key FROM enrollments f \
            WHERE f.consumer_key = c.consumer_key AND ", covers_from_day_2!(), " ORDER BY f.signed_at DESC LIMIT 1) \
        LEFT JOIN missed_renewals r ON r.enrollment_key = e.enrollment_key \
        WHERE c.consumer_key = $1");
}
