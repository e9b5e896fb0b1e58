//! What was tried, for throttling (ID-4). The subject is a keyed blind index, so that the table tells
//! neither addresses nor what was typed.

use super::{Entrance, query, statements};
use crate::{Error, randomness};
use sqlx::Row;

statements! {
    FAILURES = "SELECT count(*) AS failures, max(at) AS latest FROM attempts \
        WHERE scope = $1 AND subject = $2 AND failed = 1 AND at > $3";
    LAST_SUCCESS = "SELECT max(at) AS latest FROM attempts WHERE scope = $1 AND subject = $2 AND failed = 0";
    NOTE = "INSERT INTO attempts (attempt_key, scope, subject, at, failed) VALUES ($1, $2, $3, $4, 1)";
    SUCCEEDED = "UPDATE attempts SET failed = 0 WHERE attempt_key = $1";
    /// Notes two attempts or, beyond the limit of either subject, neither. One that was noted since `$8` stays.
    NOTE_DIFFERENT = "INSERT INTO attempts (attempt_key, scope, subject, at, failed) \
        SELECT n.attempt_key, n.scope, n.subject, CAST($7 AS BIGINT), 1 FROM ( \
            SELECT CAST($1 AS TEXT) AS attempt_key, CAST($2 AS TEXT) AS scope, CAST($3 AS TEXT) AS subject \
            UNION ALL SELECT CAST($4 AS TEXT), CAST($5 AS TEXT), CAST($6 AS TEXT)) n \
        WHERE $9 > (SELECT count(*) FROM attempts a WHERE a.scope = $2 AND a.subject = $3 AND a.at > $8 AND a.attempt_key <> $1) \
        AND $9 > (SELECT count(*) FROM attempts a WHERE a.scope = $5 AND a.subject = $6 AND a.at > $8 AND a.attempt_key <> $4) \
        ON CONFLICT (attempt_key) DO UPDATE SET at = CASE WHEN attempts.at > $8 THEN attempts.at ELSE excluded.at END";
    FORGET = "DELETE FROM attempts WHERE scope = $1 AND subject = $2 AND at < $3";
}

/// Failures of one subject since an instant, and when the latest was.
pub(crate) async fn failures(
    entrance: &mut Entrance<'_>,
    scope: &str,
    subject: &str,
    since: i64,
) -> Result<(i64, i64), Error> {
    let row = query(FAILURES)
        .bind(scope.to_owned())
        .bind(subject.to_owned())
        .bind(since)
        .fetch_one(entrance.connection())
        .await?;
    Ok((row.try_get(0)?, row.try_get::<Option<i64>, _>(1)?.unwrap_or(0)))
}

/// When the subject last succeeded; 0 for never.
pub(crate) async fn last_success(
    entrance: &mut Entrance<'_>,
    scope: &str,
    subject: &str,
) -> Result<i64, Error> {
    let row = query(LAST_SUCCESS)
        .bind(scope.to_owned())
        .bind(subject.to_owned())
        .fetch_one(entrance.connection())
        .await?;
    Ok(row.try_get::<Option<i64>, _>(0)?.unwrap_or(0))
}

/// Notes an attempt as failed until it is told to have succeeded: many at once cannot slip through
/// between check and note. Gives its key.
pub(crate) async fn note(entrance: &mut Entrance<'_>, scope: &str, subject: &str) -> Result<String, Error> {
    let key = randomness::row_key();
    let now = entrance.now().0;
    query(NOTE)
        .bind(key.clone())
        .bind(scope.to_owned())
        .bind(subject.to_owned())
        .bind(now)
        .execute(entrance.connection())
        .await?;
    Ok(key)
}

/// An attempt at something, of which the same one counts once.
pub(crate) struct Counted {
    /// Tells subject and thing.
    pub(crate) key: String,
    /// The word in the table.
    pub(crate) scope: &'static str,
    pub(crate) subject: String,
}

/// Notes both while each has fewer than `most` others since an instant; whether it did.
pub(crate) async fn note_different(
    entrance: &mut Entrance<'_>,
    one: &Counted,
    other: &Counted,
    since: i64,
    most: i64,
) -> Result<bool, Error> {
    let now = entrance.now().0;
    let noted = [one, other].into_iter().fold(query(NOTE_DIFFERENT), |note, counted| {
        note.bind(counted.key.clone()).bind(counted.scope.to_owned()).bind(counted.subject.clone())
    });
    let noted = noted.bind(now).bind(since).bind(most).execute(entrance.connection()).await?;
    Ok(noted.rows_affected() > 0)
}

/// The attempt succeeded after all.
pub(crate) async fn succeeded(entrance: &mut Entrance<'_>, attempt: &str) -> Result<(), Error> {
    query(SUCCEEDED).bind(attempt.to_owned()).execute(entrance.connection()).await?;
    Ok(())
}

/// Forgets what is too old to matter.
pub(crate) async fn forget(
    entrance: &mut Entrance<'_>,
    scope: &str,
    subject: &str,
    before: i64,
) -> Result<(), Error> {
    query(FORGET)
        .bind(scope.to_owned())
        .bind(subject.to_owned())
        .bind(before)
        .execute(entrance.connection())
        .await?;
    Ok(())
}
