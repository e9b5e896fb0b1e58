//! Applications, their pages and review records. Every query takes the proof, so none can name another
//! consumer.

use super::{ActingOn, Consumer, answers::SavedPages, query, statements};
use crate::{Error, randomness};
use domain::{
    application::{Answers, Kind, Page, ReviewedHow, State, percent},
    people::ApplicationKey,
    refusal::Refusal,
};
use sqlx::{Row, any::AnyRow};

statements! {
    LIST = "SELECT application_key, plan_year, kind, state, last_page, percent, started_at, submitted_at, submitted_by, \
        signature, case_status, answers FROM applications WHERE consumer_key = $1 \
        ORDER BY opened_at DESC, started_at DESC, application_key DESC";
    START = "INSERT INTO applications (application_key, consumer_key, plan_year, kind, state, last_page, percent, started_at, opened_at, answers) \
        VALUES ($1, $2, $3, $4, 'draft', $5, $6, $7, $8, $9)";
    OPENED = "UPDATE applications SET opened_at = $3 WHERE consumer_key = $1 AND application_key = $2";
    SAVE = "UPDATE applications SET answers = $3, last_page = $4, percent = $5 WHERE consumer_key = $1 AND application_key = $2 AND state = 'draft'";
    SUBMIT = "UPDATE applications SET state = 'submitted', case_status = 'pending', percent = 100, submitted_at = $3, \
        submitted_by = $4, signature = $5, signature_text_version = $6, signature_text_sha256 = $7, signed_ip = $8 WHERE consumer_key = $1 AND application_key = $2 AND state = 'draft'";
    KNOWN = "SELECT given_name, family_name, date_of_birth, email, phone FROM consumers WHERE consumer_key = $1";
    REVIEWS = "SELECT reviewed_on, how, consumer_name, recorded_by, recorded_at FROM reviews \
        WHERE consumer_key = $1 AND application_key = $2 ORDER BY number";
    RECORD_REVIEW = "INSERT INTO reviews (consumer_key, application_key, number, reviewed_on, how, consumer_name, recorded_by, recorded_at) \
        SELECT $1, $2, COALESCE(MAX(r.number), 0) + 1, $3, $4, $5, $6, CAST($7 AS BIGINT) FROM reviews r \
        WHERE r.consumer_key = $8 AND r.application_key = $9";
}

/// One row of `applications`.
#[derive(Clone, Debug)]
pub(crate) struct ApplicationRow {
    pub(crate) key: ApplicationKey,
    pub(crate) plan_year: i16,
    pub(crate) kind: Kind,
    pub(crate) state: State,
    pub(crate) last_page: String,
    pub(crate) percent: i64,
    pub(crate) started_at: i64,
    pub(crate) submitted_at: Option<i64>,
    pub(crate) submitted_by: Option<String>,
    pub(crate) signature: Option<String>,
    /// Pending or active: the year's one case (APP-1).
    pub(crate) open_case: bool,
    /// Every saved page.
    pub(crate) pages: SavedPages,
}

fn from_row(row: &AnyRow) -> Result<ApplicationRow, Error> {
    let year: i64 = row.try_get(1)?;
    let (kind, state): (String, String) = (row.try_get(2)?, row.try_get(3)?);
    let case: Option<String> = row.try_get(10)?;
    Ok(ApplicationRow {
        key: ApplicationKey(row.try_get(0)?),
        plan_year: i16::try_from(year).map_err(|_| Error::Corrupt("plan year"))?,
        kind: Kind::from_word(&kind).ok_or(Error::Corrupt("application kind"))?,
        state: State::from_word(&state).ok_or(Error::Corrupt("application state"))?,
        last_page: row.try_get(4)?,
        percent: row.try_get(5)?,
        started_at: row.try_get(6)?,
        submitted_at: row.try_get(7)?,
        submitted_by: row.try_get(8)?,
        signature: row.try_get(9)?,
        open_case: matches!(case.as_deref(), Some("pending" | "active")),
        pages: SavedPages::from_json(&row.try_get::<String, _>(11)?)?,
    })
}

/// The consumer's applications, the one opened last first.
pub(crate) async fn list(acting: &mut ActingOn<'_, Consumer>) -> Result<Vec<ApplicationRow>, Error> {
    let consumer = acting.key().0.clone();
    query(LIST).bind(consumer).fetch_all(acting.connection()).await?.iter().map(from_row).collect()
}

/// Starts a draft with its first pages.
pub(crate) async fn start(
    acting: &mut ActingOn<'_, Consumer>,
    pages: &SavedPages,
    answers: &Answers,
) -> Result<ApplicationKey, Error> {
    let consumer = acting.key().0.clone();
    let now = acting.now().0;
    let key = ApplicationKey(randomness::row_key());
    query(START)
        .bind(key.0.clone())
        .bind(consumer)
        .bind(i64::from(answers.plan_year()))
        .bind(answers.kind().word())
        .bind(Page::Address.slug())
        .bind(percent(answers))
        .bind(now)
        .bind(now)
        .bind(pages.to_json()?)
        .execute(acting.connection())
        .await?;
    Ok(key)
}

/// Notes that a draft was opened: it becomes the one that `/application` shows.
pub(crate) async fn opened(acting: &mut ActingOn<'_, Consumer>, key: &ApplicationKey) -> Result<(), Error> {
    let consumer = acting.key().0.clone();
    let now = acting.now().0;
    query(OPENED).bind(consumer).bind(key.0.clone()).bind(now).execute(acting.connection()).await?;
    Ok(())
}

/// Saves the pages of a draft, the last saved one and how far it is. Whoever saves holds the consumer's
/// lock since before the pages were read, so nobody else's save can lie between (ACT-7).
pub(crate) async fn save(
    acting: &mut ActingOn<'_, Consumer>,
    key: &ApplicationKey,
    pages: &SavedPages,
    last_page: Page,
    percent: i64,
) -> Result<(), Error> {
    let consumer = acting.key().0.clone();
    let saved = query(SAVE)
        .bind(consumer)
        .bind(key.0.clone())
        .bind(pages.to_json()?)
        .bind(last_page.slug())
        .bind(percent)
        .execute(acting.connection())
        .await?;
    if saved.rows_affected() == 1 { Ok(()) } else { Err(Refusal::AlreadySubmitted.into()) }
}

/// A signature under an application: who signed what text, and from where (APP-4).
pub(crate) struct Signed<'a> {
    pub(crate) account: &'a str,
    pub(crate) signature: &'a str,
    pub(crate) text_version: &'a str,
    pub(crate) text_sha256: &'a str,
    pub(crate) ip: &'a str,
}

/// Marks the draft as submitted. Another open case of the same year breaks the unique index (APP-1).
pub(crate) async fn submit(
    acting: &mut ActingOn<'_, Consumer>,
    key: &ApplicationKey,
    signed: &Signed<'_>,
) -> Result<(), Error> {
    let consumer = acting.key().0.clone();
    let now = acting.now().0;
    let submitted = query(SUBMIT)
        .bind(consumer)
        .bind(key.0.clone())
        .bind(now)
        .bind(signed.account.to_owned())
        .bind(signed.signature.to_owned())
        .bind(signed.text_version.to_owned())
        .bind(signed.text_sha256.to_owned())
        .bind(signed.ip.to_owned())
        .execute(acting.connection())
        .await
        .map_err(Error::from);
    match submitted {
        Ok(done) if done.rows_affected() == 1 => Ok(()),
        Ok(_) => Err(Refusal::AlreadySubmitted.into()),
        Err(fault) if fault.is_duplicate() => Err(Refusal::ApplicationExists.into()),
        Err(fault) => Err(fault),
    }
}

/// What is known of the consumer before the first page.
pub(crate) struct Known {
    pub(crate) given_name: String,
    pub(crate) family_name: String,
    pub(crate) date_of_birth: String,
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
}

pub(crate) async fn known(acting: &mut ActingOn<'_, Consumer>) -> Result<Known, Error> {
    let consumer = acting.key().0.clone();
    let row = query(KNOWN).bind(consumer).fetch_one(acting.connection()).await?;
    Ok(Known {
        given_name: row.try_get(0)?,
        family_name: row.try_get(1)?,
        date_of_birth: row.try_get(2)?,
        email: row.try_get(3)?,
        phone: row.try_get(4)?,
    })
}

/// The record that the consumer reviewed the application (ACT-6).
#[derive(Clone, Debug)]
pub struct ReviewRecord {
    /// The day, as YYYY-MM-DD.
    pub reviewed_on: String,
    /// How.
    pub how: ReviewedHow,
    /// The consumer's name as the assister wrote it.
    pub consumer_name: String,
    /// Who recorded it.
    pub recorded_by: String,
    /// When, in microseconds since 1970.
    pub recorded_at: i64,
}

/// The review records of an application, oldest first.
pub(crate) async fn reviews(
    acting: &mut ActingOn<'_, Consumer>,
    key: &ApplicationKey,
) -> Result<Vec<ReviewRecord>, Error> {
    let consumer = acting.key().0.clone();
    let rows = query(REVIEWS).bind(consumer).bind(key.0.clone()).fetch_all(acting.connection()).await?;
    rows.iter().map(|row| review_record(row, 0)).collect()
}

/// A review record from five columns.
pub(super) fn review_record(row: &AnyRow, first: usize) -> Result<ReviewRecord, Error> {
    let how: String = row.try_get(first + 1)?;
    Ok(ReviewRecord {
        reviewed_on: row.try_get(first)?,
        how: ReviewedHow::from_word(&how).ok_or(Error::Corrupt("review"))?,
        consumer_name: row.try_get(first + 2)?,
        recorded_by: row.try_get(first + 3)?,
        recorded_at: row.try_get(first + 4)?,
    })
}

/// Adds a review record.
pub(crate) async fn record_review(
    acting: &mut ActingOn<'_, Consumer>,
    key: &ApplicationKey,
    record: &ReviewRecord,
) -> Result<(), Error> {
    let consumer = acting.key().0.clone();
    query(RECORD_REVIEW)
        .bind(consumer.clone())
        .bind(key.0.clone())
        .bind(record.reviewed_on.clone())
        .bind(record.how.word())
        .bind(record.consumer_name.clone())
        .bind(record.recorded_by.clone())
        .bind(record.recorded_at)
        .bind(consumer)
        .bind(key.0.clone())
        .execute(acting.connection())
        .await?;
    Ok(())
}
