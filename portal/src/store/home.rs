//! What the consumer's first page shows of the application, the coverage and the assister.

use super::{
    ActingOn, Consumer,
    associations::{card_columns, line, line_columns},
    query, statements,
};
use crate::{
    Error,
    associations::AssociationLine,
    home::{HomeApplication, HomeCoverage},
};
use jiff::civil::Date;
use sqlx::Row;

statements! {
    SUMMARY = concat!("SELECT ", line_columns!(), ", p.plan_year, p.submitted_at, p.percent, e.plan_name, e.effective_on FROM consumers c \
        LEFT JOIN associations s ON s.consumer_key = c.consumer_key AND s.ended_at IS NULL \
        LEFT JOIN assisters a ON a.assister_key = s.assister_key \
        LEFT JOIN agencies g ON g.agency_key = a.agency_key \
        LEFT JOIN applications p ON p.application_key = (SELECT q.application_key FROM applications q \
            WHERE q.consumer_key = c.consumer_key ORDER BY q.started_at DESC LIMIT 1) \
        LEFT JOIN enrollments e ON e.enrollment_key = (SELECT f.enrollment_key FROM enrollments f \
            WHERE f.consumer_key = c.consumer_key AND f.state IN ('signed','sent','effectuated') ORDER BY f.signed_at DESC LIMIT 1) \
        WHERE c.consumer_key = $1");
}

/// Where the consumer stands.
pub(crate) struct Summary {
    /// The latest application.
    pub(crate) application: Option<HomeApplication>,
    /// The latest enrollment in force.
    pub(crate) coverage: Option<HomeCoverage>,
    /// The association in force.
    pub(crate) assister: Option<AssociationLine>,
}

/// The latest application, the latest enrollment in force and the present assister.
pub(crate) async fn summary(acting: &mut ActingOn<'_, Consumer>, today: Date) -> Result<Summary, Error> {
    let consumer = acting.key().0.clone();
    let row = query(SUMMARY).bind(consumer).fetch_one(acting.connection()).await?;
    let application = match row.try_get::<Option<i64>, _>(20)? {
        Some(plan_year) => Some(HomeApplication {
            plan_year,
            submitted_at: row.try_get(21)?,
            percent: row.try_get::<Option<i64>, _>(22)?.unwrap_or(0),
        }),
        None => None,
    };
    let coverage = match row.try_get::<Option<String>, _>(23)? {
        Some(plan_name) => Some(HomeCoverage { plan_name, effective_on: row.try_get(24)? }),
        None => None,
    };
    Ok(Summary { application, coverage, assister: line(&row, today)? })
}
