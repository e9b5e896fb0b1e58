//! The book: what an assister's list shows of each consumer, one row an association. Changed in the same
//! transaction as what it shows; the counts of each stage move with it.

use super::{ActingOn, Book, Consumer, query, statements};
use crate::Error;
use domain::{
    book::Stage,
    people::{AssisterKey, AssociationKey, ConsumerKey},
};
use sqlx::{AnyConnection, Row, any::AnyRow};

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

/// How far a consumer is, as an assister may know it (L1): the latest application with financial assistance,
/// its initial determination, the enrollment in force.
macro_rules! way {
    () => {
        "LEFT JOIN applications p ON p.application_key = (SELECT q.application_key FROM applications q \
            WHERE q.consumer_key = c.consumer_key AND q.kind = 'financial_assistance' ORDER BY q.started_at DESC LIMIT 1) \
         LEFT JOIN determinations d ON d.application_key = p.application_key \
         LEFT JOIN enrollments e ON e.enrollment_key = (SELECT f.enrollment_key FROM enrollments f \
            WHERE f.consumer_key = c.consumer_key AND f.state IN ('signed','sent','effectuated') ORDER BY f.signed_at DESC LIMIT 1) \
         WHERE c.consumer_key = $1"
    };
}

macro_rules! page {
    ($after:expr, $condition:literal, $order:literal) => {
        concat!(
            "SELECT association_key, consumer_key, given_name, family_name, authorized_at, ended_at, stage, percent, ",
            "submitted_at, determination, plan_name, effective_on FROM book WHERE assister_key = $1 AND ",
            $after, " AND ", $condition, " ORDER BY ", $order, " LIMIT $3"
        )
    };
}

statements! {
    /// What a consumer's rows know already, for a new association.
    STATE_OF_CONSUMER = concat!("SELECT c.given_name, c.family_name, p.state, p.percent, p.submitted_at, d.summary, e.plan_name, e.effective_on \
        FROM consumers c ", way!());
    OPEN_ROW = "INSERT INTO book (association_key, assister_key, consumer_key, given_name, family_name, sort_name, authorized_at, \
        stage, percent, submitted_at, determination, plan_name, effective_on) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    ROW_OF = "SELECT assister_key, stage FROM book WHERE association_key = $1";
    END_ROW = "UPDATE book SET stage = 'ended', ended_at = $2, percent = 0, submitted_at = NULL, determination = NULL, \
        plan_name = NULL, effective_on = NULL WHERE association_key = $1";
    ACTIVE_ROW = "SELECT association_key, assister_key, stage FROM book WHERE consumer_key = $1 AND ended_at IS NULL";
    /// Most saves of a page move nothing: one statement for them. A draft for the next year does not hide
    /// this year's enrollment.
    STILL_THERE = "UPDATE book SET percent = CASE WHEN stage = 'in_progress' THEN $2 ELSE percent END \
        WHERE consumer_key = $1 AND ended_at IS NULL AND stage IN ('in_progress','enrolled')";
    IN_PROGRESS = "UPDATE book SET stage = 'in_progress', percent = $2 WHERE association_key = $1";
    SUBMITTED = "UPDATE book SET stage = 'submitted', percent = 100, submitted_at = $2, determination = $3 WHERE association_key = $1";
    ENROLLED = "UPDATE book SET stage = 'enrolled', plan_name = $2, effective_on = $3 WHERE association_key = $1";
    COUNTS_ROW = "INSERT INTO book_counts (assister_key) VALUES ($1) ON CONFLICT (assister_key) DO NOTHING";
    COUNT = "UPDATE book_counts SET not_started = not_started + $2, in_progress = in_progress + $3, submitted = submitted + $4, \
        enrolled = enrolled + $5, ended = ended + $6 WHERE assister_key = $1";
    ALL_BY_NAME = page!(after_name!(), "stage <> 'ended'", "sort_name, association_key");
    STAGE_BY_NAME = page!(after_name!(), "stage = $4", "sort_name, association_key");
    SEARCH_BY_NAME = page!(after_name!(), "stage <> 'ended' AND sort_name LIKE $4", "sort_name, association_key");
    ALL_BY_DATE = page!(after_date!(), "stage <> 'ended'", "authorized_at DESC, association_key DESC");
    STAGE_BY_DATE = page!(after_date!(), "stage = $4", "authorized_at DESC, association_key DESC");
    STATE_FOR_ASSISTER = concat!("SELECT s.started_at, c.email, c.phone, p.state, p.percent, p.started_at, p.submitted_at, d.summary, \
        e.plan_name, e.effective_on, e.signed_at \
        FROM consumers c \
        JOIN associations s ON s.consumer_key = c.consumer_key AND s.ended_at IS NULL ", way!());
}

/// One line of the list.
#[derive(Clone, Debug)]
pub struct BookRow {
    /// The association.
    pub association: AssociationKey,
    /// The consumer.
    pub consumer: ConsumerKey,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Authorized on, in microseconds since 1970.
    pub authorized_at: i64,
    /// Ended on.
    pub ended_at: Option<i64>,
    /// Where the consumer stands.
    pub stage: Stage,
    /// How much of the draft is filled in.
    pub percent: i64,
    /// Submitted on.
    pub submitted_at: Option<i64>,
    /// The initial determination in short (ACT-9).
    pub determination: Option<String>,
    /// The plan enrolled in.
    pub plan_name: Option<String>,
    /// From when.
    pub effective_on: Option<String>,
}

fn from_row(row: &AnyRow) -> Result<BookRow, Error> {
    let stage: String = row.try_get(6)?;
    Ok(BookRow {
        association: AssociationKey(row.try_get(0)?),
        consumer: ConsumerKey(row.try_get(1)?),
        given_name: row.try_get(2)?,
        family_name: row.try_get(3)?,
        authorized_at: row.try_get(4)?,
        ended_at: row.try_get(5)?,
        stage: Stage::from_word(&stage).ok_or(Error::Corrupt("stage"))?,
        percent: row.try_get(7)?,
        submitted_at: row.try_get(8)?,
        determination: row.try_get(9)?,
        plan_name: row.try_get(10)?,
        effective_on: row.try_get(11)?,
    })
}

/// The name as lists sort and search it.
pub(crate) fn sort_name(given_name: &str, family_name: &str) -> String {
    format!("{family_name}, {given_name}").to_lowercase()
}

async fn count(
    connection: &mut AnyConnection,
    assister: &str,
    from: Option<Stage>,
    to: Option<Stage>,
) -> Result<(), Error> {
    let moved = |stage| i64::from(to == Some(stage)) - i64::from(from == Some(stage));
    query(COUNT)
        .bind(assister.to_owned())
        .bind(moved(Stage::NotStarted))
        .bind(moved(Stage::InProgress))
        .bind(moved(Stage::Submitted))
        .bind(moved(Stage::Enrolled))
        .bind(moved(Stage::Ended))
        .execute(connection)
        .await?;
    Ok(())
}

/// A new association: its row shows what is already there (S11: before, during or after).
pub(crate) async fn open_row(
    acting: &mut ActingOn<'_, Consumer>,
    association: &AssociationKey,
    assister: &AssisterKey,
) -> Result<(), Error> {
    let consumer = acting.key().0.clone();
    let now = acting.now().0;
    let state = query(STATE_OF_CONSUMER).bind(consumer.clone()).fetch_one(acting.connection()).await?;
    let (given, family): (String, String) = (state.try_get(0)?, state.try_get(1)?);
    let plan: Option<String> = state.try_get(6)?;
    let stage = match (state.try_get::<Option<String>, _>(2)?.as_deref(), &plan) {
        (_, Some(_)) => Stage::Enrolled,
        (Some("submitted"), None) => Stage::Submitted,
        (Some(_), None) => Stage::InProgress,
        (None, None) => Stage::NotStarted,
    };
    query(OPEN_ROW)
        .bind(association.0.clone())
        .bind(assister.0.clone())
        .bind(consumer)
        .bind(given.clone())
        .bind(family.clone())
        .bind(sort_name(&given, &family))
        .bind(now)
        .bind(stage.word())
        .bind(state.try_get::<Option<i64>, _>(3)?.unwrap_or(0))
        .bind(state.try_get::<Option<i64>, _>(4)?)
        .bind(state.try_get::<Option<String>, _>(5)?)
        .bind(plan)
        .bind(state.try_get::<Option<String>, _>(7)?)
        .execute(acting.connection())
        .await?;
    query(COUNTS_ROW).bind(assister.0.clone()).execute(acting.connection()).await?;
    count(acting.connection(), &assister.0, None, Some(stage)).await
}

/// The association ended: its row keeps the name and the dates, nothing else.
pub(crate) async fn end_row(
    acting: &mut ActingOn<'_, Consumer>,
    association: &AssociationKey,
) -> Result<(), Error> {
    let now = acting.now().0;
    let row = query(ROW_OF).bind(association.0.clone()).fetch_optional(acting.connection()).await?;
    let Some(row) = row else { return Ok(()) };
    let (assister, stage): (String, String) = (row.try_get(0)?, row.try_get(1)?);
    query(END_ROW).bind(association.0.clone()).bind(now).execute(acting.connection()).await?;
    count(acting.connection(), &assister, Stage::from_word(&stage), Some(Stage::Ended)).await
}

/// What changed for the consumer, for whoever is associated now.
#[derive(Clone, Debug)]
pub(crate) enum Moved {
    /// A draft was started or saved.
    InProgress { percent: i64 },
    /// The application was submitted, with the initial determination in short.
    Submitted { determination: String },
    /// A plan was enrolled in.
    Enrolled { plan_name: String, effective_on: String },
}

/// Moves the row of the present assister, if there is one.
pub(crate) async fn set_stage(acting: &mut ActingOn<'_, Consumer>, moved: Moved) -> Result<(), Error> {
    let consumer = acting.key().0.clone();
    let now = acting.now().0;
    if let Moved::InProgress { percent } = moved {
        let still = query(STILL_THERE).bind(consumer.clone()).bind(percent);
        if still.execute(acting.connection()).await?.rows_affected() == 1 {
            return Ok(());
        }
    }
    let row = query(ACTIVE_ROW).bind(consumer).fetch_optional(acting.connection()).await?;
    let Some(row) = row else { return Ok(()) };
    let (association, assister, stage): (String, String, String) =
        (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
    let from = Stage::from_word(&stage);
    let to = match moved {
        Moved::InProgress { percent } => {
            query(IN_PROGRESS).bind(association).bind(percent).execute(acting.connection()).await?;
            Stage::InProgress
        }
        Moved::Submitted { determination } => {
            let submitted = query(SUBMITTED).bind(association).bind(now).bind(determination);
            submitted.execute(acting.connection()).await?;
            Stage::Submitted
        }
        Moved::Enrolled { plan_name, effective_on } => {
            let enrolled = query(ENROLLED).bind(association).bind(plan_name).bind(effective_on);
            enrolled.execute(acting.connection()).await?;
            Stage::Enrolled
        }
    };
    if from == Some(to) { Ok(()) } else { count(acting.connection(), &assister, from, Some(to)).await }
}

/// Which part of the list.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only this stage; `None` is every open association.
    pub stage: Option<Stage>,
    /// Part of a name.
    pub name: Option<String>,
    /// Newest authorization first instead of by name.
    pub newest_first: bool,
    /// The association of the last row seen.
    pub after: Option<AssociationKey>,
    /// Rows wanted.
    pub rows: i64,
}

/// A page of the list: one statement.
pub(crate) async fn page(acting: &mut ActingOn<'_, Book>, wanted: &Wanted) -> Result<Vec<BookRow>, Error> {
    let by_date = wanted.newest_first && wanted.name.is_none();
    // The greatest and the smallest key there is: the first page starts there.
    let start = if by_date { "~" } else { "" };
    let after = wanted.after.as_ref().map_or(start, |after| after.0.as_str()).to_owned();
    let sql = match (&wanted.name, wanted.stage, by_date) {
        (Some(_), _, _) => SEARCH_BY_NAME,
        (None, Some(_), false) => STAGE_BY_NAME,
        (None, None, false) => ALL_BY_NAME,
        (None, Some(_), true) => STAGE_BY_DATE,
        (None, None, true) => ALL_BY_DATE,
    };
    let assister = acting.key().0.clone();
    let rows = query(sql).bind(assister).bind(after).bind(wanted.rows);
    let rows = match (&wanted.name, wanted.stage) {
        (Some(name), _) => rows.bind(format!("%{}%", like_escaped(name))),
        (None, Some(stage)) => rows.bind(stage.word()),
        (None, None) => rows,
    };
    rows.fetch_all(acting.connection()).await?.iter().map(from_row).collect()
}

/// Letters only count as themselves: `%` and `_` match nothing special.
fn like_escaped(name: &str) -> String {
    name.trim().to_lowercase().replace(['%', '_', '\\'], "")
}

/// What an assister may see of one consumer's way so far (ACT-9): nothing after the initial determination
/// but the enrollment.
#[derive(Clone, Debug)]
pub struct Way {
    /// Authorized on, in microseconds since 1970.
    pub authorized_at: i64,
    /// The consumer's e-mail address.
    pub email: Option<String>,
    /// The consumer's phone number.
    pub phone: Option<String>,
    /// `draft` or `submitted`; `None` when no application was started.
    pub application: Option<String>,
    /// How much of the draft is filled in.
    pub percent: i64,
    /// Started on.
    pub started_at: Option<i64>,
    /// Submitted on.
    pub submitted_at: Option<i64>,
    /// The initial determination in short.
    pub determination: Option<String>,
    /// The plan enrolled in.
    pub plan_name: Option<String>,
    /// From when.
    pub effective_on: Option<String>,
    /// Enrollment signed on.
    pub enrolled_at: Option<i64>,
}

/// The consumer's way so far: one statement.
pub(crate) async fn way(acting: &mut ActingOn<'_, Consumer>) -> Result<Way, Error> {
    let consumer = acting.key().0.clone();
    let row = query(STATE_FOR_ASSISTER).bind(consumer).fetch_optional(acting.connection()).await?;
    let row = row.ok_or(Error::NotFound)?;
    Ok(Way {
        authorized_at: row.try_get(0)?,
        email: row.try_get(1)?,
        phone: row.try_get(2)?,
        application: row.try_get(3)?,
        percent: row.try_get::<Option<i64>, _>(4)?.unwrap_or(0),
        started_at: row.try_get(5)?,
        submitted_at: row.try_get(6)?,
        determination: row.try_get(7)?,
        plan_name: row.try_get(8)?,
        effective_on: row.try_get(9)?,
        enrolled_at: row.try_get(10)?,
    })
}
