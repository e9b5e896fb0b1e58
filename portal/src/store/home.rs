//! What the consumer's first page shows of the application and the coverage.

use super::{ActingOn, Consumer, db::query, statements};
use crate::{
    Error,
    home::{HomeApplication, HomeCoverage},
};
use sqlx::Row;

statements! {
    SUMMARY = "SELECT p.plan_year, p.submitted_at, p.percent, e.plan_name, e.effective_on FROM consumers c \
        LEFT JOIN applications p ON p.application_key = (SELECT q.application_key FROM applications q \
            WHERE q.consumer_key = c.consumer_key ORDER BY q.started_at DESC LIMIT 1) \
        LEFT JOIN enrollments e ON e.enrollment_key = (SELECT f.enrollment_key FROM enrollments f \
            WHERE f.consumer_key = c.consumer_key AND f.state IN ('signed','sent','effectuated') ORDER BY f.signed_at DESC LIMIT 1) \
        WHERE c.consumer_key = $1";
}

/// The latest application and the latest enrollment in force.
pub(crate) async fn application_and_coverage(
    acting: &mut ActingOn<Consumer>,
) -> Result<(Option<HomeApplication>, Option<HomeCoverage>), Error> {
    let consumer = acting.subject().key().0.clone();
    let row = query(SUMMARY).bind(consumer).fetch_one(acting.connection()).await?;
    let application = match row.try_get::<Option<i64>, _>(0)? {
        Some(plan_year) => Some(HomeApplication {
            plan_year,
            submitted_at: row.try_get(1)?,
            percent: row.try_get::<Option<i64>, _>(2)?.unwrap_or(0),
        }),
        None => None,
    };
    let coverage = match row.try_get::<Option<String>, _>(3)? {
        Some(plan_name) => Some(HomeCoverage { plan_name, effective_on: row.try_get(4)? }),
        None => None,
    };
    Ok((application, coverage))
}
